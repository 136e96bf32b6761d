//! The house rules, held by a test: which module may know which, who owns which library, how large
//! a file may grow. `ARCHITECTURE.md` says why. A failure says what to do about it.

#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "tests may be blunt, helpers outside test functions too"
)]

#[path = "tidy/code.rs"]
mod code;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use code::{is_of_word, line_of, name, paths_after, production, without_comments, without_texts};

/// Each module and the modules it may use, in the order in which data flows.
const MODULES: [(&str, &[&str]); 25] = [
    ("source", &[]),
    ("value", &[]),
    ("diagnostic", &["source"]),
    ("nearest", &[]),
    ("form", &["value"]),
    ("syntax", &["source", "nearest", "diagnostic"]),
    ("model", &["source", "value", "nearest", "diagnostic", "form", "syntax"]),
    ("dictionary", &["source", "value", "nearest"]),
    ("rule", &["source", "value", "diagnostic", "form", "syntax", "dictionary"]),
    ("lint", &["source", "value", "diagnostic", "form", "rule"]),
    ("sentence", &["value", "diagnostic", "form", "dictionary", "rule"]),
    (
        "resolve",
        &[
            "source",
            "value",
            "nearest",
            "diagnostic",
            "form",
            "syntax",
            "dictionary",
            "rule",
            "lint",
        ],
    ),
    ("eval", &["source", "value", "diagnostic", "form", "model", "dictionary", "rule"]),
    (
        "workspace",
        &["source", "value", "diagnostic", "form", "syntax", "model", "rule", "resolve", "eval"],
    ),
    (
        "check",
        &[
            "source",
            "value",
            "nearest",
            "diagnostic",
            "form",
            "syntax",
            "model",
            "dictionary",
            "rule",
            "lint",
            "sentence",
            "resolve",
            "eval",
            "workspace",
        ],
    ),
    (
        "ide",
        &[
            "source",
            "value",
            "diagnostic",
            "form",
            "syntax",
            "model",
            "dictionary",
            "rule",
            "sentence",
            "workspace",
            "check",
        ],
    ),
    ("format", &["source", "diagnostic", "syntax"]),
    ("handbook", &["diagnostic", "dictionary", "rule", "sentence"]),
    ("files", &["source", "diagnostic"]),
    ("git", &["diagnostic", "files"]),
    ("project", &["source", "nearest", "diagnostic", "files", "git"]),
    ("render", &["source", "diagnostic"]),
    ("setup", &["source", "diagnostic", "rule", "check", "project", "render"]),
    ("trace", &["source", "diagnostic", "rule", "sentence", "check"]),
    (
        "lsp",
        &[
            "source",
            "diagnostic",
            "rule",
            "check",
            "ide",
            "format",
            "project",
            "render",
            "setup",
            "trace",
        ],
    ),
];

/// The command line stands on façades; what lies behind them it must not reach for.
const CLI: (&str, &[&str]) = (
    "cli",
    &[
        "source",
        "nearest",
        "diagnostic",
        "form",
        "model",
        "rule",
        "sentence",
        "check",
        "format",
        "handbook",
        "git",
        "project",
        "render",
        "setup",
        "trace",
        "lsp",
    ],
);

/// Libraries, as code names them, and the modules that own them. What is not listed (the standard
/// library, `serde`, `unicode_width`) is anyone's.
const OWNERS: &[(&str, &[&str])] = &[
    ("pest", &["syntax"]),
    ("pest_derive", &["syntax"]),
    ("csv_core", &["syntax"]),
    ("saphyr_parser", &["syntax"]),
    ("miette", &["render"]),
    ("codespan_reporting", &["render"]),
    ("textwrap", &["render"]),
    ("quick_xml", &["render"]),
    ("percent_encoding", &["render"]),
    ("serde_json", &["render", "lsp", "cli"]),
    ("maud", &["handbook", "render"]),
    ("rust_xlsxwriter", &["render"]),
    ("zip", &["render"]),
    ("lsp_server", &["lsp"]),
    ("gen_lsp_types", &["lsp"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("anstream", &["cli"]),
    ("terminal_size", &["cli"]),
    ("indicatif", &["cli"]),
    ("notify", &["project"]),
    ("walkdir", &["project"]),
    ("memchr", &["source"]),
    ("elsa", &["resolve"]),
    ("foldhash", &["eval"]),
    ("ignore", &["git", "project"]),
    ("serde_yaml", &["project"]),
    ("sha2", &["files", "project"]),
    ("rust_decimal", &["value"]),
    ("jiff", &["value"]),
    ("postcard", &["rule"]),
    ("regex", &["rule", "resolve"]),
    ("aho_corasick", &["dictionary"]),
    ("regex_automata", &["rule"]),
    ("regex_syntax", &["rule", "sentence", "resolve"]),
    ("imara_diff", &["lsp", "cli"]),
    ("strsim", &["nearest"]),
    ("pinyin", &["ide"]),
    ("encoding_rs", &["source", "files"]),
    ("rayon", &["syntax", "workspace", "check", "files", "project"]),
];

const MOST_LINES: usize = 600;

/// A source file: its module, its path as shown, its text.
struct File {
    module: String,
    path: String,
    text: String,
}

#[test]
fn modules_know_only_what_the_table_allows() {
    let mut faults = Vec::new();
    for file in sources() {
        let Some(allowed) = allowed(&file.module) else {
            faults.push(format!(
                "{}: module `{}` is in no table of tests/tidy.rs",
                file.path, file.module
            ));
            continue;
        };
        for (line, used) in paths_after(&production(&file.text), "crate::") {
            if used != file.module && !allowed.contains(&used.as_str()) {
                faults.push(format!(
                    "{}:{line}: `{}` must not know `crate::{used}`",
                    file.path, file.module
                ));
            }
        }
    }
    report(
        &faults,
        "Move the code to a module that may know both, or pass in what it needs. If the house itself \
         should change, change the table in tests/tidy.rs and ARCHITECTURE.md in the same commit.",
    );
}

#[test]
fn libraries_are_used_by_their_owners_only() {
    let mut faults = Vec::new();
    let files = sources();
    for (library, owners) in OWNERS {
        for file in files.iter().filter(|file| !owners.contains(&file.module.as_str())) {
            if let Some(line) = line_of(&production(&file.text), library) {
                let owners = owners.join("` and `");
                faults.push(format!("{}:{line}: `{library}` belongs to `{owners}`", file.path));
            }
        }
    }
    report(&faults, "Ask the owner for what is needed: it gives our types, never the library's.");
}

#[test]
fn the_tables_are_true() {
    let known: BTreeSet<String> = sources().into_iter().map(|file| file.module).collect();
    let listed = MODULES.iter().chain([&CLI]).map(|(name, _)| (*name).to_owned());
    let listed: BTreeSet<String> = listed.chain(["lib".to_owned(), "main".to_owned()]).collect();
    assert_eq!(known, listed, "the modules in src/ and the table in tests/tidy.rs differ");
    let manifest = read(&root().join("Cargo.toml"));
    for (library, _) in OWNERS {
        let name = library.replace('_', "-");
        assert!(
            manifest.lines().any(|line| line.starts_with(&format!("{name} ="))
                || line.starts_with(&format!("{library} ="))),
            "`{library}` has an owner in tests/tidy.rs but is no dependency any more: remove the line"
        );
    }
    let architecture = read(&root().join("ARCHITECTURE.md"));
    for (module, _) in MODULES.iter().chain([&CLI]) {
        let row = format!("| `{module}` |");
        assert!(
            architecture.contains(&row),
            "ARCHITECTURE.md has no row `{row}`: describe the module"
        );
    }
    let lines = architecture.lines().count();
    assert!(lines <= 200, "ARCHITECTURE.md has {lines} lines: a map of more than 200 is not read");
}

#[test]
fn files_are_small_and_say_what_they_are() {
    let mut faults = Vec::new();
    for file in sources().into_iter().chain(tests()) {
        let lines = file.text.lines().count();
        if lines > MOST_LINES {
            faults.push(format!("{}: {lines} lines; split it by meaning", file.path));
        }
        if !file.text.starts_with("//!") {
            faults.push(format!(
                "{}: begin with a line `//! What it takes, gives and must not know.`",
                file.path
            ));
        }
    }
    report(
        &faults,
        "A reader should hold a file in mind, and know from its first line whether to read on.",
    );
}

#[test]
fn each_type_has_a_name_of_its_own() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in sources() {
        // At the margin: what is indented is an associated type, or belongs to one function.
        for line in file.text.lines() {
            let item = line.split_once(") ").filter(|(vis, _)| vis.starts_with("pub(crate"));
            let item = item.or(line.split_once(") ").filter(|(vis, _)| *vis == "pub(super"));
            let item = item.map_or(line, |(_, item)| item).trim_start_matches("pub ");
            let kinds = ["struct ", "enum ", "trait ", "type "];
            if let Some(rest) = kinds.iter().find_map(|kind| item.strip_prefix(kind)) {
                places.entry(name(rest)).or_default().push(file.path.clone());
            }
        }
    }
    let twice = places.iter().filter(|(_, files)| files.len() > 1);
    let faults: Vec<String> =
        twice.map(|(name, files)| format!("{name}: {}", files.join(", "))).collect();
    report(&faults, "One type, one name: say which of them it is.");
}

#[test]
fn prose_is_plain_english() {
    let mut files = Vec::new();
    let endings = ["rs", "md", "pest", "toml", "sh"];
    let is_prose = |path: &Path| {
        path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known))
    };
    collect(&root(), &is_prose, &mut files);
    let mut faults = Vec::new();
    for path in files.iter().filter(|path| !path.ends_with("tests/tidy.rs")) {
        for (number, line) in read(path).lines().enumerate() {
            let words: Vec<&str> = line
                .split(|character: char| !character.is_ascii_alphabetic())
                .filter(|word| !word.is_empty())
                .collect();
            let line = format!(" {} ", words.join(" ").to_lowercase());
            for (phrase, instead) in PLAIN {
                if line.contains(&format!(" {phrase} ")) {
                    let path = shown(path);
                    faults.push(format!("{path}:{}: `{phrase}`, say {instead}", number + 1));
                }
            }
        }
    }
    report(&faults, "Write as the field writes, in code and in prose.");
}

/// Turns of phrase that readers stumble over, and what to write instead.
const PLAIN: [(&str, &str); 35] = [
    ("told", "reported"),
    ("untold", "unlisted"),
    ("tells of", "reports"),
    ("meant", "intended, or name the thing"),
    ("minded", "heeded"),
    ("spared", "excluded"),
    ("hangs on", "depends on"),
    ("hang on", "depend on"),
    ("let stand", "suppress"),
    ("lets stand", "suppresses"),
    ("to be said", "to report"),
    ("hook of git", "Git hook"),
    ("came of", "the result of"),
    ("what came", "the result"),
    ("comes to nothing", "fails"),
    ("mend", "fix or correct"),
    ("mends", "fixes or corrects"),
    ("mended", "fixed or corrected"),
    ("lest", "so that … not"),
    ("nought", "zero"),
    ("has been said", "has been reported"),
    ("is said of", "is reported for, or name the message"),
    ("is no more", "no longer exists"),
    ("found no more", "gone"),
    ("complains of", "reports"),
    ("goes without saying", "is implicit"),
    ("stands in the way", "prevents"),
    ("goes by", "is judged by, or uses"),
    ("count from", "are relative to, or start at"),
    ("counts from", "is relative to, or starts at"),
    ("held against", "matched with, or compared with"),
    ("at fault", "wrong, faulty, or the primary place"),
    ("asked for", "requested, or name the thing"),
    ("anew", "again"),
    ("where one stands", "in the current folder"),
];

#[test]
fn variables_are_named_for_what_they_hold() {
    let mut faults = Vec::new();
    for file in sources().into_iter().chain(tests()) {
        for (number, line) in without_texts(&file.text).lines().enumerate() {
            let mut words = line.split(|character: char| !is_of_word(character));
            if let Some(word) = words.find(|word| NAMELESS.contains(word)) {
                faults.push(format!("{}:{}: `{word}`", file.path, number + 1));
            }
        }
    }
    report(
        &faults,
        "Name a variable for the thing that it holds: `rule`, `cell`, `left` and `right`.",
    );
}

/// Names that say nothing.
const NAMELESS: [&str; 2] = ["it", "one"];

/// Chinese characters take two columns. Drawings, addresses and the help of the command line, which
/// is wrapped to the terminal, are as wide as they are.
#[test]
fn comments_wrap_at_a_hundred_columns() {
    let mut files = Vec::new();
    let is_code = |path: &Path| path.extension().is_some_and(|ending| ending == "rs");
    collect(&root(), &is_code, &mut files);
    let mut faults = Vec::new();
    for path in files.iter().filter(|path| !path.ends_with("src/cli/args.rs")) {
        for (number, line) in read(path).lines().enumerate() {
            let is_comment = line.trim_start().starts_with("//");
            let is_as_it_is = line.contains("://") || line.contains('─');
            if is_comment && !is_as_it_is && unicode_width::UnicodeWidthStr::width(line) > 100 {
                faults.push(format!("{}:{}", shown(path), number + 1));
            }
        }
    }
    report(&faults, "Wrap comments at 100 columns.");
}

#[test]
fn promises_of_security_are_tested() {
    let text = read(&root().join("SECURITY.md"));
    let named: Vec<(&str, &str)> =
        text.split('`').skip(1).step_by(2).filter_map(|code| code.split_once("::")).collect();
    let faults: Vec<String> = named
        .iter()
        .filter(|(file, test)| {
            let file = root().join(format!("tests/suite/{file}.rs"));
            let text = std::fs::read_to_string(file).unwrap_or_default();
            // Property tests stand inside a macro, indented, and take arguments.
            let text: Vec<&str> = text.lines().map(str::trim).collect();
            !text.join("\n").contains(&format!("#[test]\nfn {test}("))
        })
        .map(|(file, test)| format!("{file}::{test}"))
        .collect();
    assert!(named.len() > 10, "SECURITY.md names its tests as `file::test`");
    report(
        &faults,
        "SECURITY.md names tests that are not there: a promise without a test is none.",
    );
}

#[test]
fn each_code_is_used_and_none_is_read_back() {
    let table = "src/diagnostic/code.rs";
    let declared = production(&read(&root().join(table)));
    let (_, declared) = declared.split_once("codes! {").unwrap();
    let files: Vec<File> = sources().into_iter().filter(|file| file.path != table).collect();
    let used: BTreeSet<String> = files
        .iter()
        .flat_map(|file| paths_after(&production(&file.text), "Code::"))
        .map(|(_, name)| name)
        .collect();
    let mut faults = Vec::new();
    for line in declared.lines().map(str::trim) {
        let Some((code, name)) = line.split_once(" \"") else { continue };
        if !used.contains(code) && !declared.contains(&format!("Self::{code}")) {
            faults.push(format!("{table}: nothing reports `{code}` ({name})"));
        }
    }
    for file in &files {
        for reading in ["code.name().starts_with", "code.name().split", "code.name() =="] {
            if production(&file.text).contains(reading) {
                faults.push(format!("{}: `{reading}` reads a code back", file.path));
            }
        }
    }
    report(
        &faults,
        "Declare what is reported, compare codes with codes, and ask them for their stage.",
    );
}

#[test]
fn what_is_allowed_has_a_reason() {
    let mut faults = Vec::new();
    for file in sources().into_iter().chain(tests()) {
        let text = without_comments(&file.text);
        for opening in ["[allow(", "[expect("] {
            for (at, _) in text.match_indices(opening) {
                let attribute = text[at..].split(")]").next().unwrap();
                if !attribute.contains("reason =") && text[..at].ends_with(['#', '!']) {
                    let line = text[..at].matches('\n').count() + 1;
                    faults.push(format!("{}:{line}: {opening}…) without a reason", file.path));
                }
            }
        }
    }
    report(&faults, "Write `reason = \"…\"`, or better, do what the lint asks.");
}

#[test]
fn nothing_names_a_folder_of_someones_machine() {
    let mut faults = Vec::new();
    let mut files = Vec::new();
    collect(&root(), &|_| true, &mut files);
    // Put together here, so that this file does not name them.
    let homes = ["home", "Users", "root", "work", "workspace", "builds", "private/var", "mnt"]
        .map(|folder| format!("/{folder}/"));
    let drives = ["C:", "D:"].map(|drive| format!("{drive}\\Users\\"));
    for path in files {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for (number, line) in text.lines().enumerate() {
            let hit = homes.iter().chain(&drives).find(|home| {
                line.match_indices(home.as_str()).any(|(at, _)| starts_a_path(&line[..at]))
            });
            if let Some(home) = hit {
                faults.push(format!("{}:{}: a path under {home}", shown(&path), number + 1));
            }
        }
    }
    report(&faults, "Write paths relative to the repository: it lies elsewhere for everyone else.");
}

/// Whether an absolute path may begin after this: not within a longer path or an address.
fn starts_a_path(before: &str) -> bool {
    before
        .chars()
        .next_back()
        .is_none_or(|character| !character.is_alphanumeric() && !"/.~-_}".contains(character))
}

fn report(faults: &[String], remedy: &str) {
    assert!(faults.is_empty(), "\n\n  {}\n\n{remedy}\n", faults.join("\n  "));
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

/// What a module may use; `lib` and `main` tie everything together.
fn allowed(module: &str) -> Option<Vec<&'static str>> {
    let everything = || MODULES.iter().chain([&CLI]).map(|(name, _)| *name).collect();
    if ["lib", "main"].contains(&module) {
        return Some(everything());
    }
    let row = MODULES.iter().chain([&CLI]).find(|(name, _)| *name == module);
    row.map(|(_, allowed)| allowed.to_vec())
}

fn sources() -> Vec<File> {
    rust_files("src")
}

fn tests() -> Vec<File> {
    let mut files = rust_files("tests");
    files.extend(rust_files("benches"));
    files
}

fn rust_files(folder: &str) -> Vec<File> {
    let mut paths = Vec::new();
    let folder = root().join(folder);
    if folder.is_dir() {
        collect(
            &folder,
            &|path| path.extension().is_some_and(|extension| extension == "rs"),
            &mut paths,
        );
    }
    let file = |path: PathBuf| {
        let within = path.strip_prefix(&folder).unwrap();
        let module = within.components().next().unwrap().as_os_str().to_string_lossy();
        let module = module.trim_end_matches(".rs").to_owned();
        File { module, path: shown(&path), text: read(&path) }
    };
    paths.into_iter().map(file).collect()
}

/// What git does not keep, and git's own.
const UNKEPT: [&str; 7] =
    [".git", "target", "corpus", "artifacts", "coverage", "node_modules", "dist"];

/// The files under a folder, but for what git does not keep.
fn collect(folder: &Path, wanted: &dyn Fn(&Path) -> bool, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let kept = !UNKEPT.contains(&name.as_str());
        if path.is_dir() && kept {
            collect(&path, wanted, files);
        } else if path.is_file() && kept && wanted(&path) {
            files.push(path);
        }
    }
}
