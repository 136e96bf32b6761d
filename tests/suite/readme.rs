//! The blocks of the README and of the documents run: commands print what stands below them, files
//! are shown as they are, sheets and rules can be read. `BIAOCHI_UPDATE=1` rewrites them; read the
//! change.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use biaochi::check::{self, PackSources};
use biaochi::project;
use biaochi::source::{Source, SourceId, Sources};
use biaochi::syntax;

use crate::cases::describe;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs a command line as a newcomer would, `biaochi` being on the path.
fn run(line: &str) -> String {
    let folder = Path::new(env!("CARGO_BIN_EXE_biaochi")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {line}\n}} 2>&1")])
        .current_dir(root())
        .env("PATH", format!("{}:{path}", folder.display()))
        .env_remove("BIAOCHI_LANG")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The findings of rules beside the shipped ones, and of their own examples.
fn findings_on_rules(text: &str) -> String {
    let mut sources = Sources::default();
    let packs = project::embedded(&mut sources).unwrap();
    let own = [sources.add("手册.chi", text)];
    let mut all: Vec<PackSources<'_>> = packs
        .iter()
        .map(|pack| PackSources {
            name: pack.name(),
            sources: &pack.sources,
            judges: false,
            upper: None,
        })
        .collect();
    all.push(PackSources { name: "手册", sources: &own, judges: true, upper: None });
    let (rules, mut findings) = check::rulebook(&all);
    findings.extend(check::test(&rules).findings);
    let [own] = &own;
    findings.retain(|finding| finding.span().is_none_or(|span| span.source == own.id()));
    describe(own, &findings)
}

/// What a block should hold: its kind, as the info string gives it, and its text. `reported` holds
/// the findings of the last faulty rule.
fn should_be(info: &str, text: &str, reported: &mut String) -> String {
    let (kind, path) = info.split_once(' ').unwrap_or((info, ""));
    match (kind, path) {
        ("chi", "规则") => {
            assert_eq!(findings_on_rules(text), "无", "{text}");
            text.to_owned()
        }
        ("chi", "有误") => {
            *reported = findings_on_rules(text);
            assert_ne!(*reported, "无", "{text}");
            text.to_owned()
        }
        ("text", "说") => format!("{}\n", std::mem::take(reported)),
        ("console", _) => {
            let commands = text.lines().filter_map(|line| line.strip_prefix("$ "));
            commands.map(|line| format!("$ {line}\n{}\n", run(line).trim_end())).collect()
        }
        ("biao" | "chi", path) if !path.is_empty() => {
            std::fs::read_to_string(root().join(path)).unwrap()
        }
        ("biao", _) => {
            let source = Source::new(SourceId::ALONE, "block", text);
            let reported = describe(&source, &syntax::sheet::parse(&source).diagnostics);
            assert_eq!(reported, "无", "{text}");
            text.to_owned()
        }
        _ => text.to_owned(),
    }
}

fn blocks_run(document: &str) {
    let path = root().join(document);
    let text = std::fs::read_to_string(&path).unwrap();
    let (mut rewritten, mut reported) = (String::new(), String::new());
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        rewritten.push_str(line);
        let Some(info) = line.strip_prefix("```") else { continue };
        let block: String = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
        rewritten.push_str(&should_be(info.trim(), &block, &mut reported));
        rewritten.push_str("```\n");
    }
    if std::env::var_os("BIAOCHI_UPDATE").is_some() {
        std::fs::write(&path, &rewritten).unwrap();
    } else {
        assert_eq!(text, rewritten, "{document}: set BIAOCHI_UPDATE=1 to bring it up to date");
    }
}

#[test]
fn documents_show_what_is() {
    for document in [
        "README.md",
        "README.zh-CN.md",
        "docs/language.md",
        "docs/handbook.md",
        "docs/comparison.md",
        "docs/reports.md",
        "docs/reports.zh-CN.md",
    ] {
        blocks_run(document);
    }
}

/// The first of the README's two commands, the second being the one that runs this.
#[test]
fn the_first_command_finds_the_defects() {
    for document in ["README.md", "README.zh-CN.md"] {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        let commands = "```sh\ncargo run -- check examples\ncargo test\n```";
        assert!(text.contains(commands), "{document}");
    }
    assert!(run("biaochi check examples > /dev/null; echo $?").ends_with("1\n"));
}

/// The twins say the same: the same headings in number, the same blocks.
#[test]
fn the_twins_agree() {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap();
    let shape = |text: &str| -> Vec<String> {
        let lines = text.lines();
        lines
            .filter(|line| line.starts_with("## ") || line.starts_with("```"))
            .map(|line| if line.starts_with("## ") { "## ".to_owned() } else { line.to_owned() })
            .collect()
    };
    for name in ["README", "docs/project", "docs/reports", "docs/hooks"] {
        let (english, chinese) = (read(&format!("{name}.md")), read(&format!("{name}.zh-CN.md")));
        assert_eq!(shape(&english), shape(&chinese), "{name}");
        let rows = |text: &str| text.lines().filter(|line| line.starts_with("| ")).count();
        assert_eq!(rows(&english), rows(&chinese), "{name}: rows of tables");
        // What can be copied is the same, so that testing one recipe is testing both.
        let copied = |text: &str| {
            let blocks = text.split("```").skip(1).step_by(2).map(str::to_owned);
            blocks.collect::<Vec<_>>()
        };
        assert!(name == "README" || copied(&english) == copied(&chinese), "{name}: blocks");
    }
}

/// The rules to copy and the manifest of the handbook make a pack that passes its own tests.
#[test]
fn the_rules_to_copy_make_a_pack() {
    let text = std::fs::read_to_string(root().join("docs/handbook.md")).unwrap();
    let block = |info: &str, text: &str| -> Vec<String> {
        let head = format!("```{info}\n");
        let blocks = text.split(head.as_str()).skip(1);
        blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
    };
    let manifest = block("yaml 规则包/pack.yaml", &text);
    let (_, copied) = text.split_once("## 十五、").unwrap();
    let rules = block("chi 规则", copied);
    assert_eq!((manifest.len(), rules.len()), (1, 20));
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("规则包")).unwrap();
    std::fs::write(folder.path().join("规则包/pack.yaml"), &manifest[0]).unwrap();
    std::fs::write(folder.path().join("规则包/抄.chi"), rules.join("\n")).unwrap();
    let ran = crate::cli::biaochi(folder.path(), &["test", "规则包"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("20 条规则、40 个例子：40 个通过"), "{}", ran.out);
}

/// Each dependency has a line in docs/dependencies.md, and each line a dependency.
#[test]
fn dependencies_are_accounted_for() {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).unwrap();
    let (manifest, list) = (read("Cargo.toml"), read("docs/dependencies.md"));
    let mut declared = BTreeSet::new();
    let mut within = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            within = line.ends_with("dependencies]");
        } else if within && let Some((name, _)) = line.split_once(" = ") {
            declared.insert(name.trim().to_owned());
        }
    }
    let listed: BTreeSet<String> = list
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| library"))
        .filter(|line| !line.starts_with("| ---"))
        .filter_map(|line| line.split('|').nth(1))
        .flat_map(|names| names.split(','))
        .map(|name| name.trim().split(' ').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(declared, listed);
}
