//! Whatever names and texts hold, no command prints a character that moves the cursor, turns the
//! direction of writing or hides. The commands are those that the program itself lists: a new one
//! fails here until it is tried.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::cli::folder;

/// One of each kind: escape, return, bell, backspace, delete, C1, both kinds of marks of direction,
/// a line separator, a space without width, a tag.
const BAD: &str =
    "\u{1b}]0;x\u{7}\u{8}\r\u{7f}\u{9b}31m\u{202e}\u{2066}\u{61c}\u{2028}\u{200b}\u{e0041}";

fn is_bad(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}')
        || (BAD.contains(character) && !character.is_ascii_graphic())
}

/// A name for a file, and for a folder.
fn file(ending: &str) -> String {
    format!("甲{BAD}.{ending}")
}

fn project() -> TempDir {
    // A return ends a line; a rule's text has none.
    let said = BAD.replace('\r', "");
    let rules = format!(
        "表单 小表 年度 2020：
    栏 项目名称 文本 必填
    栏 项目概况 文本
法规 办法 《办法{said}》
规则 小/概况：
    说明 \"为什么{said}\"
    依据 办法 第一条
    当   有 项目概况
    须   项目概况 包含 \"乙{said}\"
    否则 错误 \"说{said}“{{项目概况}}”\" 于 项目概况
    建议 \"改{said}\"
    合格 \"\"\"
        项目概况: 乙{said}
        \"\"\"
    不合格 \"\"\"
        项目概况: [[丁{said}]]
        \"\"\"
"
    );
    let sheet =
        format!("表单: 小表\n年度:2020\n项目名称: 名{BAD}\n项目概况: 丁{BAD}\n怪{BAD}: 值{BAD}\n");
    let settings = format!("packs: [规则.chi]\nseverity:\n  \"没有{}\": 错误\n", "\\u202e\\u009b");
    let manifest = format!("name: \"包{BAD}\"\nversion: \"1{BAD}\"\n");
    let certificate = format!("{{\"schema\": \"{}\"}}", BAD.escape_unicode());
    let name = file("biao");
    let files = folder(&[
        ("规则.chi", &*rules),
        ("坏.chi", &format!("规则 坏{BAD}：\n    须 怪{BAD}\n")),
        (&file("chi"), &rules),
        (&name, &sheet),
        (&format!("夹{BAD}/{name}"), &sheet),
        ("包/pack.yaml", &manifest),
        ("包/一.chi", &rules),
        ("设置/biaochi.yaml", &settings),
        ("设置/一.biao", &sheet),
        ("基线.json", &certificate),
        ("凭证.json", &certificate),
    ]);
    for arguments in [&["init", "--quiet"][..], &["add", "--all"]] {
        let git = Command::new("git").args(arguments).current_dir(files.path()).output().unwrap();
        assert!(git.status.success());
    }
    files
}

/// What is tried of each command, by the words that it begins with.
fn tries() -> Vec<Vec<String>> {
    let name = file("biao");
    let own = file("chi");
    let missing = format!("无{BAD}");
    let mut tries = Vec::new();
    let mut tried =
        |words: &[&str]| tries.push(words.iter().map(|word| (*word).to_owned()).collect());
    for format in ["pretty", "short", "rich", "json", "sarif", "github", "gitlab", "junit"] {
        tried(&["check", "--rules=规则.chi", "--format", format, &name, &missing]);
    }
    for format in ["checkstyle", "html"] {
        tried(&["check", "--rules=规则.chi", "--format", format, &name]);
    }
    for color in ["always", "never"] {
        tried(&["check", "--color", color, "--rules", &own, &name]);
    }
    tried(&["check", "--rules=坏.chi", &name]);
    tried(&["check", "--rules=包", &name]);
    tried(&["check", "--rules", &missing, &name]);
    tried(&["check", "设置"]);
    tried(&["check", "--rules=规则.chi", "--baseline=基线.json", &name]);
    tried(&["check", "--rules=规则.chi", "--select", &missing, &name]);
    tried(&["check", "--rules=规则.chi", "--diff", &name]);
    tried(&["check", "--rules=规则.chi", "--staged"]);
    tried(&["check", "--rules=规则.chi", "--format", &format!("json:{missing}/x"), &name]);
    tried(&["check", "--rules=规则.chi", "--certificate=新.json", &name]);
    tried(&["check", "--as-of", &missing]);
    tried(&["check", "--rules=规则.chi", "--fix", &format!("夹{BAD}")]);
    tried(&["impact", "--from=规则.chi", "--to=坏.chi", &name]);
    tried(&["impact", "--from=规则.chi", "--to", &missing, &name]);
    tried(&["impact", "--to", &format!("git:{missing}"), &name]);
    tried(&["impact", "--from=规则.chi", "--format=json", &name]);
    tried(&["impact", "--from=规则.chi", "--format=html", &name]);
    tried(&["test", "--coverage", "--mutate", "规则.chi"]);
    tried(&["test", "坏.chi"]);
    tried(&["rules", "--rules=规则.chi"]);
    tried(&["rules", "--rules=规则.chi", "--format=json"]);
    tried(&["explain", "小/概况", "--rules=规则.chi"]);
    tried(&["form", &missing]);
    tried(&["explain", &missing, "--rules=规则.chi"]);
    tried(&["trace", "小/概况", &name, "--all", "--rules=规则.chi"]);
    tried(&["trace", "小/概况", &name, "--format=json", "--rules=规则.chi"]);
    tried(&["doc", "--rules=规则.chi"]);
    tried(&["doc", "--format=html", "--rules=规则.chi"]);
    tried(&["fmt", "--diff", &name]);
    tried(&["fmt", "--check", &name, "坏.chi", &missing]);
    tried(&["new", "rule", &missing]);
    tried(&["new", "rule", "小/新", "--file", &format!("新{BAD}.chi")]);
    tried(&["hook", "install", "--", &missing]);
    tried(&["hook", "install"]);
    tried(&["hook", "uninstall"]);
    tried(&["init", &missing]);
    tried(&["init", &missing]);
    tried(&["verify", "凭证.json"]);
    tried(&["verify", "新.json"]);
    tried(&["verify", &missing]);
    tried(&["schema"]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        tried(&["completions", shell]);
    }
    tried(&["completions", &missing]);
    tried(&["man"]);
    tried(&["lsp"]);
    tried(&[&missing]);
    tried(&["check", &format!("--{missing}")]);
    tries
}

#[test]
fn nothing_raw_is_printed_by_any_command() {
    let files = project();
    let mut faults = Vec::new();
    for arguments in tries() {
        for lang in ["zh", "en", BAD] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_biaochi"));
            let command = command.args(&arguments).current_dir(files.path()).stdin(Stdio::null());
            let ran = command.env("BIAOCHI_LANG", lang).output().unwrap();
            assert!(ran.status.code().is_some(), "{arguments:?}");
            // These must get as far as what they are to show.
            let shows = ["rules", "explain 小", "doc", "trace"];
            if lang == "zh" && shows.iter().any(|command| arguments.join(" ").starts_with(command))
            {
                let err = String::from_utf8_lossy(&ran.stderr);
                assert_eq!(ran.status.code(), Some(0), "{arguments:?} {err}");
            }
            let painted = arguments.iter().any(|argument| argument == "always");
            for stream in [ran.stdout, ran.stderr] {
                let text = String::from_utf8(stream).unwrap();
                // Colours are ours, by what stands behind the escape.
                let text = if painted { without_colors(&text) } else { text };
                if let Some(at) = text.find(is_bad) {
                    let from = text[..at].char_indices().rev().nth(30).map_or(0, |(at, _)| at);
                    faults.push(format!("{arguments:?} {lang:?}: {:?}", &text[from..at + 4]));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn without_colors(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part
            .find('m')
            .filter(|end| part[..*end].chars().all(|character| "0123456789;".contains(character)));
        kept.push_str(end.map_or("\u{1b}[", |end| &part[end + 1..]));
        if end.is_none() {
            kept.push_str(part);
        }
    }
    kept
}

/// Each command has a manual page, so the pages name them all.
#[test]
fn every_command_is_tried() {
    let files = folder(&[]);
    let man = Command::new(env!("CARGO_BIN_EXE_biaochi"))
        .args(["man", "-o", "页"])
        .current_dir(files.path())
        .status();
    assert!(man.unwrap().success());
    let pages = std::fs::read_dir(files.path().join("页")).unwrap();
    let commands: BTreeSet<String> = pages
        .map(|page| page.unwrap().file_name().to_string_lossy().trim_end_matches(".1").to_owned())
        .filter_map(|name| name.strip_prefix("biaochi-").map(str::to_owned))
        .collect();
    let tried: BTreeSet<String> = tries()
        .iter()
        .flat_map(|words| [words[0].clone(), words[..words.len().min(2)].join("-")])
        .collect();
    let untried: Vec<_> = commands.difference(&tried).collect();
    assert!(commands.len() > 10 && untried.is_empty(), "{untried:?} of {commands:?}");
}

/// What is a person's own text comes back byte for byte, where no terminal is.
#[test]
fn a_text_from_standard_input_is_kept() {
    let text = "年度: 2020\n项目概况: 丁\u{202e}丙乙\n";
    let files = folder(&[]);
    let ran = crate::cli::piped(files.path(), &["fmt", "-"], text);
    assert_eq!((ran.code, &*ran.out), (0, text), "{}", ran.err);
}
