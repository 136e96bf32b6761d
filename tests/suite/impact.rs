//! `impact`: what other rules report on a batch. The cases are data; the rest is what needs git or
//! many sheets.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::cases;
use crate::cli::{biaochi, folder, put};
use crate::git::{RULES, Repository, bad, good};

const FORM: &str = r#"
表单 小表 年度 2020：
    栏 单位 文本 本单位
    栏 项目名称 文本 必填
    栏 项目概况 文本
法规 办法 《办法》
"#;

/// The rule of the cases, with its bound, its severity and its message.
fn rule(bound: &str, severity: &str, message: &str) -> String {
    format!(
        "{FORM}规则 小/概况不宜过短：
    依据 办法 待核
    当   有 项目概况
    须   字数(项目概况) {bound}
    否则 {severity} \"{message}\" 于 项目概况
    建议 \"写明做什么\"
    合格 \"\"\"
        项目概况: 修一条很长的路
        \"\"\"
    不合格 \"\"\"
        项目概况: [[路]]
        \"\"\"
"
    )
}

fn sheet(unit: &str, name: &str, about: &str) -> String {
    format!("表单: 小表\n年度: 2020\n单位: {unit}\n项目名称: {name}\n项目概况: {about}\n")
}

/// A rule on names, to be added to a pack.
const ADDED: &str = r#"
规则 小/名称须写明路：
    依据 办法 待核
    须   项目名称 包含 "路"
    否则 警告 "名称没有写路" 于 项目名称
    合格 """
        项目名称: 路
        """
    不合格 """
        项目名称: [[桥]]
        """
"#;

fn common() -> Vec<(&'static str, String)> {
    let old = rule("≥ 4", "错误", "概况太短");
    let idle = rule("≥ 4", "错误", "概况太短") + &ADDED.replace("\"路\"", "\"\"");
    vec![
        ("旧/规则.chi", old.clone()),
        ("新/规则.chi", rule("≥ 6", "错误", "概况太短")),
        ("宽/规则.chi", rule("≥ 2", "错误", "概况太短")),
        (
            "重/规则.chi",
            rule("≥ 4", "警告", "概况只有{字数(项目概况)}个字").replace("做什么", "做多少"),
        ),
        ("同/规则.chi", format!("# 注\n{old}")),
        ("空/规则.chi", idle),
        ("别/规则.chi", old.replace("小表", "别表").replace("项目概况", "别的概况")),
        ("加.chi", ADDED.to_owned()),
        ("甲.biao", sheet("一局", "修路", "修路")),
        ("乙.biao", sheet("一局", "修桥", "修一座桥")),
        ("丙.biao", sheet("二局", "养路", "路") + "---\n" + &sheet("二局", "养桥", "养护三座桥")),
        ("空夹/说明.txt", String::new()),
    ]
}

/// The exit code, standard output and standard error of each command line of a case.
fn outcome(input: &str) -> String {
    let folder = folder(&[]);
    for (name, text) in common() {
        put(&folder, name, &text);
    }
    let (files, commands) = input.split_once("$ ").unwrap();
    for file in files.split("@ ").skip(1) {
        let (name, text) = file.split_once('\n').unwrap();
        put(&folder, name, text);
    }
    let mut said = String::new();
    for command in commands.lines().map(|line| line.trim_start_matches("$ ")) {
        let ran = biaochi(folder.path(), &command.split_whitespace().collect::<Vec<_>>());
        said.push_str(&format!("退出 {}\n{}{}\n", ran.code, ran.out, ran.err));
    }
    said.trim_end().to_owned()
}

#[test]
fn what_changes_is_reported_by_rule_and_unit() {
    cases::run("impact", outcome);
}

#[test]
fn revisions_of_git_are_compared_as_they_were() {
    let repository = Repository::with(&[("甲.biao", &bad("甲")), ("乙.biao", &good("乙"))]);
    let run = |arguments: &[&str]| {
        let ran = repository.biaochi(&[&["impact"], arguments].concat());
        (ran.code, ran.out.lines().next().unwrap_or_default().to_owned())
    };
    let changed = |what: &str| (1, format!("结果有变化：2 张表里 1 张有变，{what}"));
    // On disk the rule asks for less, and what is on disk is not in the revision.
    repository.write("规则.chi", &RULES.replace("≥ 3", "≥ 2"));
    let gone = changed("新报 0 处，不再报 1 处，说法有变 0 处，不变 0 处");
    assert_eq!(run(&["--from", "git:HEAD:规则.chi", "--to", "规则.chi"]), gone);
    assert_eq!(run(&["--from", "规则.chi", "--to", "git:HEAD:规则.chi"]).0, 1);
    assert_eq!(run(&["--from", "git:HEAD:规则.chi", "--to", "git:main:规则.chi"]).0, 0);
    // Settings of a revision, with the rules that they name in it.
    repository.write("biaochi.yaml", "packs: [规则.chi]\n");
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=宽"]);
    repository.write("规则.chi", &RULES.replace("≥ 3", "≥ 9"));
    assert_eq!(run(&["--from", "git:HEAD"]).0, 1);
    assert_eq!(run(&["--from", "git:HEAD", "--to", "git:HEAD"]).0, 0);
    assert_eq!(run(&["--from", "git:HEAD~1", "--to", "git:HEAD", "--from", "git:HEAD"]).0, 2);
    // The settings are not in the first revision, though they are on disk: the rules of the program
    // apply.
    assert_eq!(run(&["--from", "git:HEAD~1", "--to", "git:HEAD~1"]).0, 0);
    // A file that only the disk has is not in a revision.
    repository.write("新.chi", RULES);
    assert_eq!(run(&["--from", "git:HEAD", "--to", "git:HEAD:新.chi"]).0, 2);
    // From a folder below.
    repository.write("下/甲.biao", &bad("下"));
    let below = biaochi(&repository.path().join("下"), &["impact", "--from", "git:HEAD"]);
    assert_eq!(below.code, 1, "{}{}", below.out, below.err);
}

#[test]
fn outside_of_a_repository_a_revision_is_refused() {
    let outside = folder(&[("甲.biao", &bad("甲"))]);
    let ran = biaochi(outside.path(), &["impact", "--from", "git:HEAD"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("git"), "{}", ran.err);
}

/// The report for programs: counts that agree with the differences, whatever the format.
#[test]
fn json_lists_every_difference_and_counts_them() {
    let sheets: Vec<(String, String)> = (0..60)
        .map(|at| {
            (format!("表/{at}.biao"), sheet(&format!("{}局", at % 7), &at.to_string(), "修一段"))
        })
        .collect();
    let mut files: Vec<(&str, &str)> =
        sheets.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let common = common();
    files.extend(common.iter().map(|(name, text)| (*name, text.as_str())));
    let folder = folder(&files);
    let ran = biaochi(
        folder.path(),
        &["impact", "--from", "旧", "--to", "宽", "--to", "加.chi", "表", "--format", "json"],
    );
    assert_eq!(ran.code, 1, "{}", ran.err);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["schema"], "biaochi.impact/1");
    let differences = report["differences"].as_array().unwrap();
    let of = |change: &str| differences.iter().filter(|entry| entry["change"] == change).count();
    assert_eq!((of("appeared"), of("vanished"), of("changed")), (60, 60, 0));
    for (key, count) in [("appeared", 60), ("vanished", 60), ("sheets", 60), ("before", 60)] {
        assert_eq!(report["summary"][key], count, "{key}");
    }
    let fingerprints: BTreeSet<&str> =
        differences.iter().map(|entry| entry["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(fingerprints.len(), 120);
    let units = report["units"].as_array().unwrap();
    let sum = |key: &str| units.iter().map(|unit| unit[key].as_u64().unwrap()).sum::<u64>();
    assert_eq!((units.len(), sum("appeared"), sum("vanished")), (7, 60, 60));
    // The fingerprints are those of the checks on both sides.
    let checked = biaochi(folder.path(), &["check", "--rules", "旧", "表", "--format", "json"]);
    let checked: Value = serde_json::from_str(&checked.out).unwrap();
    let known = checked["findings"].as_array().unwrap().iter();
    let mut known = known.map(|finding| finding["fingerprint"].as_str().unwrap());
    assert!(known.all(|known| fingerprints.contains(known)));
}

#[test]
fn pages_and_workbooks_go_to_files_and_never_over_what_is_read() {
    let common = common();
    let files: Vec<(&str, &str)> = common.iter().map(|(name, text)| (*name, &**text)).collect();
    let folder = folder(&files);
    let run = |formats: &[&str]| {
        biaochi(folder.path(), &[&["impact", "--from", "旧", "--to", "重"], formats].concat())
    };
    let written = run(&["--format", "html:影响.html"]);
    assert_eq!((written.code, written.out.as_str()), (1, ""));
    assert!(written.err.contains("结果有变化"), "{}", written.err);
    let page = std::fs::read_to_string(folder.path().join("影响.html")).unwrap();
    for part in ["概况只有2个字", "概况太短", "<svg", "一局", "小/概况不宜过短"]
    {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("src=") && !page.contains("http://"), "needs no network");
    for (format, code) in [("xlsx", 2), ("html:甲.biao", 2), ("html:旧/规则.chi", 2), ("pdf", 2)]
    {
        assert_eq!(run(&["--format", format]).code, code, "{format}");
    }
    assert_eq!(run(&["--format", "text", "--format", "json"]).code, 2);
    if cfg!(feature = "office") {
        assert_eq!(run(&["--format", "xlsx:影响.xlsx"]).code, 1);
        let first = std::fs::read(folder.path().join("影响.xlsx")).unwrap();
        run(&["--format", "xlsx:影响.xlsx"]);
        assert_eq!(first, std::fs::read(folder.path().join("影响.xlsx")).unwrap());
    }
}
