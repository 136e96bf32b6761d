//! Where the program writes: an output never replaces what is read, by whatever name, and is
//! written as a whole or not at all. What is refused is refused before anything is checked, and
//! changes no byte.

use std::collections::BTreeMap;
use std::path::Path;

use tempfile::TempDir;

use crate::cli::{Ran, biaochi, folder};

/// A pack with a dictionary, and a rule that the sheet below breaks.
const RULES: &str = r#"
表单 小表 年度 2020：
    栏 项目名称 文本 必填
    栏 项目概况 文本
法规 办法 《办法》
词表 泛词 来自 "泛词.csv"
规则 小/概况不得写等：
    依据 办法
    不得 项目概况 包含 泛词
    否则 警告 "概况写了泛词" 于 项目概况
    合格 """
        项目概况: 修一条路
        """
    不合格 """
        项目概况: 修路等
        """
"#;
const MANIFEST: &str = "name: 小包\nversion: 1.0.0\ntitle: 小\nissuer: 局\n";
const SHEET: &str = "表单: 小表\n年度: 2020\n项目名称: 甲\n项目概况: 修一条路\n";
const HOOK: &str = "#!/bin/sh\nexit 0\n";
const BASELINE: &str = "{\n  \"schema\": \"biaochi.baseline/1\",\n  \"findings\": []\n}\n";

fn project() -> TempDir {
    folder(&[
        ("biaochi.yaml", "packs: [规则包]\n"),
        ("规则包/pack.yaml", MANIFEST),
        ("规则包/小.chi", RULES),
        ("规则包/泛词.csv", "词\n等\n"),
        ("甲.biao", SHEET),
        ("乙.txt", SHEET),
        ("已知.json", BASELINE),
        ("脚本/pre-commit", HOOK),
        (".git/hooks/pre-commit", HOOK),
        (".gitignore", "*.tmp\n"),
        ("说明.md", "说明\n"),
        ("夹/空.md", ""),
    ])
}

/// All files of a folder with what they hold.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !path.is_symlink() {
            for (below, bytes) in contents(&path) {
                all.insert(format!("{name}/{below}"), bytes);
            }
        } else {
            all.insert(name, std::fs::read(&path).unwrap_or_default());
        }
    }
    all
}

/// A message without the breaks of its lines.
fn plain(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && *character != '│').collect()
}

/// Runs a line of arguments that must be refused: exit 2, the reason in both languages, no byte
/// changed.
#[track_caller]
fn refuses(project: &TempDir, line: &str, why: &str, why_in_english: &str) {
    let before = contents(project.path());
    for (lang, why) in [("zh", why), ("en", why_in_english)] {
        let mut arguments: Vec<&str> = line.split(' ').collect();
        arguments.extend(["--lang", lang]);
        let Ran { code, out, err } = biaochi(project.path(), &arguments);
        assert_eq!(code, 2, "{line}: {out}{err}");
        assert!(plain(&err).contains(&plain(why)), "{line}: {why} is not in\n{err}");
        assert_eq!(out, "", "{line}");
        assert!(contents(project.path()) == before, "{line} changed a file");
    }
}

#[track_caller]
fn writes(project: &TempDir, line: &str, files: &[&str]) {
    let ran = biaochi(project.path(), &line.split(' ').collect::<Vec<_>>());
    assert_eq!(ran.code, 0, "{line}: {}{}", ran.out, ran.err);
    for file in files {
        let written = std::fs::read(project.path().join(file)).expect(line);
        assert!(!written.is_empty(), "{line}: {file}");
    }
    assert!(!contents(project.path()).keys().any(|name| name.ends_with(".tmp")), "{line}");
}

const READ: [&str; 2] = ["会覆盖要读的", "which is read"];
const NAMED_LIKE: [&str; 2] = ["会被当作它们来读", "would be read as one"];
const SAME: [&str; 2] = ["写的是同一个文件", "write the same file"];

#[test]
fn what_is_read_is_never_replaced() {
    let project = project();
    let check = |options: &str, why: [&str; 2]| {
        refuses(&project, &format!("check {options}"), why[0], why[1]);
    };
    for options in [
        "甲.biao --format sarif:甲.biao",
        "甲.biao --format=json:./甲.biao",
        "甲.biao --format json:夹/../甲.biao",
        "甲.biao --certificate 甲.biao",
        "甲.biao --certificate 规则包/../甲.biao",
        "乙.txt --format json:乙.txt",
        "乙.txt --format short --format html:夹/../乙.txt",
        "乙.txt --certificate ./乙.txt",
        "乙.txt --fix --format json:乙.txt",
        "甲.biao --baseline 甲.biao --write-baseline",
        "甲.biao --format json:biaochi.yaml",
        "甲.biao --format json:规则包/pack.yaml",
        "甲.biao --format json:规则包/小.chi",
        "甲.biao --format json:规则包/泛词.csv",
        "甲.biao --baseline 已知.json --format json:已知.json",
        "甲.biao --baseline 已知.json --certificate 已知.json",
        "--rules 规则包/小.chi 甲.biao --format json:规则包/泛词.csv",
    ] {
        check(options, READ);
    }
    // What no run has read, and some run would.
    for options in [
        "甲.biao --format json:新.biao",
        "甲.biao --format json:新.BIAO",
        "甲.biao --format json:新.chi",
        "甲.biao --format json:别的.yaml",
        "甲.biao --certificate .gitignore",
        "甲.biao --baseline 新.biao --write-baseline",
    ] {
        check(options, NAMED_LIKE);
    }
    let mine = ["会覆盖已知问题的清单", "would replace a file of known findings"];
    check("甲.biao --format json:已知.json", mine);
    check("甲.biao --certificate 已知.json", mine);
    let script = ["会覆盖一个脚本", "would replace a script"];
    check("甲.biao --format json:脚本/pre-commit", script);
    let git = ["写在 .git 里", "is in .git"];
    check("甲.biao --format json:.git/hooks/pre-commit", git);
    check("甲.biao --format json:.git/新", git);
}

#[test]
fn what_is_read_is_known_where_the_check_cannot_even_begin() {
    let project = project();
    std::fs::write(project.path().join("biaochi.yaml"), "paks: []\n").unwrap();
    refuses(&project, "check 甲.biao --format json:biaochi.yaml", READ[0], READ[1]);
    refuses(&project, "check 乙.txt --format json:乙.txt", READ[0], READ[1]);
    // Elsewhere the report says why there is none.
    let ran = biaochi(project.path(), &["check", "甲.biao", "--format", "json:o.json"]);
    assert_eq!(ran.code, 2);
    let report = std::fs::read_to_string(project.path().join("o.json")).unwrap();
    assert!(report.contains("设置/不认识的键"), "{report}");
    // A file that cannot be read is one that was to be read.
    std::fs::write(project.path().join("biaochi.yaml"), "").unwrap();
    std::fs::write(project.path().join("图.bin"), b"a\0b").unwrap();
    refuses(&project, "check 图.bin --certificate 图.bin", READ[0], READ[1]);
}

#[test]
fn two_outputs_are_two_files() {
    let project = project();
    for options in [
        "--format json:o --format html:o",
        "--format json:o --format html:./o",
        "--format json:o --format json:o",
        "--format json:夹/../o --format html:o",
        "--format json:夹/空.md --format html:夹/../夹/空.md",
        "--format json:o --certificate o",
    ] {
        refuses(&project, &format!("check 甲.biao {options}"), SAME[0], SAME[1]);
    }
    let full = project.path().join("o");
    let options = format!("--format json:o --format html:{}", full.display());
    refuses(&project, &format!("check 甲.biao {options}"), SAME[0], SAME[1]);
    writes(
        &project,
        "check 甲.biao --format json:o --format html:p --certificate q",
        &["o", "p", "q"],
    );
    // Again, over what was written before.
    writes(
        &project,
        "check 甲.biao --format json:o --format html:p --certificate q",
        &["o", "p", "q"],
    );
}

#[test]
fn the_file_of_known_findings_replaces_only_its_kind() {
    let project = project();
    let no = ["不是已知问题清单", "does not hold known findings"];
    for file in ["说明.md", "o.json"] {
        std::fs::write(project.path().join("o.json"), "{\"schema\": \"biaochi.check/1\"}").unwrap();
        let line = format!("check 甲.biao --baseline {file} --write-baseline");
        refuses(&project, &line, no[0], no[1]);
    }
    writes(&project, "check 甲.biao --baseline 新.json --write-baseline", &["新.json"]);
    writes(&project, "check 甲.biao --baseline 已知.json --write-baseline", &["已知.json"]);
    // An empty one, and one that a merge has broken: nothing is lost.
    writes(&project, "check 甲.biao --baseline 夹/空.md --write-baseline", &["夹/空.md"]);
    let broken = BASELINE.replace("[]", "[\n<<<<<<< HEAD\n]");
    std::fs::write(project.path().join("已知.json"), broken).unwrap();
    writes(&project, "check 甲.biao --baseline 已知.json --write-baseline", &["已知.json"]);
}

#[test]
fn settings_name_no_file_outside_the_project() {
    let outside = folder(&[
        ("已知.json", BASELINE),
        ("p/甲.biao", SHEET),
        ("p/小.chi", RULES),
        ("p/泛词.csv", "词\n等\n"),
    ]);
    let project = outside.path().join("p");
    let full = outside.path().join("已知.json");
    let names = ["../已知.json".to_owned(), full.display().to_string(), "../无/新.json".to_owned()];
    for name in names {
        let settings = format!("baseline: {name}\n");
        std::fs::write(project.join("biaochi.yaml"), settings).unwrap();
        let before = contents(outside.path());
        for options in [&["check"][..], &["check", "--write-baseline"]] {
            let ran = biaochi(&project, options);
            assert_eq!(ran.code, 2, "{name}");
            assert!(ran.err.contains("设置/在项目外"), "{name}: {}", ran.err);
            assert!(contents(outside.path()) == before, "{name}");
        }
    }
    // On the command line it may lie anywhere.
    std::fs::write(project.join("biaochi.yaml"), "packs: [小.chi]\n").unwrap();
    let ran = biaochi(&project, &["check", "--baseline", "../已知.json", "--write-baseline"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn handbooks_and_pages_replace_nothing_that_is_read() {
    let project = project();
    for file in ["规则包/小.chi", "规则包/../规则包/小.chi", "规则包/泛词.csv", "规则包/pack.yaml"]
    {
        let line = format!("doc --rules 规则包 -o {file}");
        refuses(&project, &line, READ[0], READ[1]);
    }
    for file in ["甲.biao", "x.chi", "新.yaml"] {
        refuses(&project, &format!("doc -o {file}"), NAMED_LIKE[0], NAMED_LIKE[1]);
    }
    writes(&project, "doc --rules 规则包 -o 手册.html", &["手册.html"]);
    std::fs::create_dir_all(project.path().join("页/biaochi-check.1")).unwrap();
    assert_eq!(biaochi(project.path(), &["man", "-o", "页"]).code, 2);
}

#[test]
fn what_cannot_be_written_is_said_and_stays_as_it_was() {
    let project = project();
    let file = project.path().join("锁.json");
    std::fs::write(&file, "{}").unwrap();
    let mut permissions = std::fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&file, permissions).unwrap();
    let before = contents(project.path());
    for (file, why) in [
        ("无/o.json", "它要放的文件夹不存在"),
        ("甲.biao/o.json", "路径中有一段不是文件夹"),
        ("夹", "它是文件夹"),
        ("锁.json", "没有权限"),
    ] {
        let format = format!("json:{file}");
        let lines: [&[&str]; 3] = [
            &["check", "甲.biao", "--format", &format],
            &["check", "甲.biao", "--certificate", file],
            &["doc", "--rules", "规则包", "-o", file],
        ];
        for line in lines {
            let ran = biaochi(project.path(), line);
            assert_eq!(ran.code, 2, "{line:?}: {}{}", ran.out, ran.err);
            assert!(plain(&ran.err).contains(why), "{line:?}: {}", ran.err);
            assert!(contents(project.path()) == before, "{line:?}");
        }
    }
}

#[test]
fn new_files_are_new_and_rules_go_into_rule_files() {
    let project = project();
    let no = ["规则要写进 .chi 文件", "rules are written to .chi files"];
    for file in ["甲.biao", "规则包/泛词.csv", "新.md"] {
        refuses(&project, &format!("new rule 甲/乙 --file {file}"), no[0], no[1]);
    }
    refuses(&project, "init", "没有改动", "nothing was done");
    writes(&project, "new rule 甲/乙 --file 新.chi", &["新.chi"]);
    writes(&project, "new rule 甲/丙 --file 新.chi", &["新.chi"]);
    let rules = std::fs::read_to_string(project.path().join("新.chi")).unwrap();
    assert!(rules.contains("规则 甲/乙：") && rules.contains("规则 甲/丙："), "{rules}");
}

#[test]
fn the_report_of_a_fixed_sheet_is_that_of_its_new_text() {
    let project = project();
    let tabbed = "表单: 小表\n年度: 2020\n项目名称: 甲\n绩效目标:\n\t产出:  修路\n";
    std::fs::write(project.path().join("甲.biao"), tabbed).unwrap();
    let ran = biaochi(project.path(), &["check", "甲.biao", "--fix", "--format", "json:甲.biao"]);
    assert_eq!(ran.code, 2);
    assert_eq!(std::fs::read_to_string(project.path().join("甲.biao")).unwrap(), tabbed);
    let ran = biaochi(project.path(), &["check", "甲.biao", "--fix", "--format", "json:o.json"]);
    let report = std::fs::read_to_string(project.path().join("o.json")).unwrap();
    assert!(!report.contains("缩进") && report.contains("biaochi.check/1"), "{report}{}", ran.err);
    assert_ne!(std::fs::read_to_string(project.path().join("甲.biao")).unwrap(), tabbed);
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_of_either_kind_change_nothing() {
        let project = project();
        let at = |name: &str| project.path().join(name);
        symlink("甲.biao", at("软.json")).unwrap();
        symlink("规则包", at("包链")).unwrap();
        symlink("无", at("断.json")).unwrap();
        symlink("无.biao", at("断二.json")).unwrap();
        symlink("夹", at("夹链")).unwrap();
        symlink("新.biao", at("甲二.json")).unwrap();
        std::fs::hard_link(at("甲.biao"), at("硬.json")).unwrap();
        std::fs::hard_link(at("规则包/泛词.csv"), at("词.json")).unwrap();
        std::fs::hard_link(at("规则包/pack.yaml"), at("单.json")).unwrap();
        std::fs::hard_link(at("biaochi.yaml"), at("设.json")).unwrap();
        for file in ["软.json", "硬.json", "词.json", "设.json", "包链/小.chi", "包链/泛词.csv"]
        {
            for option in ["--format json:", "--certificate "] {
                let line = format!("check 甲.biao {option}{file}");
                refuses(&project, &line, READ[0], READ[1]);
            }
        }
        refuses(&project, "doc --rules 规则包 -o 词.json", READ[0], READ[1]);
        refuses(&project, "check 甲.biao --format json:单.json", READ[0], READ[1]);
        for file in ["断.json", "断二.json", "甲二.json"] {
            let line = format!("check 甲.biao --format json:{file}");
            refuses(&project, &line, "断了的链接", "a broken link");
        }
        let line = "check 甲.biao --format json:夹/o --format html:夹链/o";
        refuses(&project, line, SAME[0], SAME[1]);
        // A link to a report stays one.
        std::fs::write(at("真.json"), "旧").unwrap();
        symlink("真.json", at("链.json")).unwrap();
        let line = "check 甲.biao --format json:真.json --format html:链.json";
        refuses(&project, line, SAME[0], SAME[1]);
        writes(&project, "check 甲.biao --format json:链.json", &["真.json"]);
        assert!(at("链.json").is_symlink());
        assert!(std::fs::read_to_string(at("真.json")).unwrap().contains("biaochi.check/1"));
    }

    #[test]
    fn devices_are_not_replaced() {
        let project = project();
        let line = "check 甲.biao --format json:/dev/null";
        refuses(&project, line, "不是普通文件", "a regular file");
        refuses(&project, "doc --rules 规则包 -o /dev/null", "不是普通文件", "a regular file");
    }

    /// A shell has redirected what is printed to a file: a report may not take its place.
    #[test]
    fn the_file_that_is_printed_to_is_not_replaced() {
        let project = project();
        let printed = project.path().join("印.txt");
        for name in ["印.txt", "./包外/../印.txt", "/dev/stdout", "/dev/fd/1"] {
            std::fs::create_dir_all(project.path().join("包外")).unwrap();
            let file = std::fs::File::create(&printed).unwrap();
            let ran = std::process::Command::new(env!("CARGO_BIN_EXE_biaochi"))
                .args(["check", "甲.biao", "--format", "short", "--format"])
                .arg(format!("json:{name}"))
                .current_dir(project.path())
                .stdout(file)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&ran.stderr).into_owned();
            assert!(ran.status.code() == Some(2) && said.contains("标准输出"), "{name} {said}");
            assert_eq!(std::fs::read_to_string(&printed).unwrap(), "", "{name}");
        }
    }

    #[test]
    fn a_broken_link_is_not_taken_for_nothing() {
        let project = folder(&[("说明.md", "说明\n")]);
        symlink("别处.yaml", project.path().join("biaochi.yaml")).unwrap();
        symlink("别处.chi", project.path().join("新.chi")).unwrap();
        assert_eq!(biaochi(project.path(), &["init"]).code, 2);
        assert_eq!(biaochi(project.path(), &["new", "rule", "甲/乙", "--file", "新.chi"]).code, 2);
        assert!(project.path().join("biaochi.yaml").is_symlink());
        assert!(!project.path().join("别处.chi").exists());
    }
}
