//! Rules may have any name: one that begins as the tool's own checks do is a rule all the same, in
//! every format and wherever rules are named.

use crate::cli::{biaochi, folder};

/// The four stages that the names of the tool's own checks begin with, and two of its codes to the
/// letter.
const NAMES: [&str; 6] =
    ["检查/概况", "表/概况", "尺/概况", "设置/概况", "检查/没有表", "表/缺冒号"];

const SHEET: &str = "表单: 小表\n年度: 2020\n项目名称: 甲\n项目概况: 修路\n";

fn rules() -> String {
    let head = "表单 小表 年度 2020：\n    栏 项目名称 文本 必填\n    栏 项目概况 文本\n法规 办法 《办法》\n";
    // No two of them demand the same.
    let rule = |(most, name): (usize, &&str)| {
        format!(
            "规则 {name}：\n    标签 完整性\n    依据 办法\n    须   字数(项目概况) ≥ {most}\n    否则 错误 \"太短\" 于 项目概况\n    \
             合格 \"\"\"\n        项目概况: 修一条很长很长的路\n        \"\"\"\n    不合格 \"\"\"\n        项目概况: [[修路]]\n        \"\"\"\n"
        )
    };
    std::iter::once(head.to_owned()).chain((3..).zip(&NAMES).map(rule)).collect()
}

fn project(sheet: &str) -> tempfile::TempDir {
    folder(&[("biaochi.yaml", "packs: [规则]\n"), ("规则/小表.chi", &rules()), ("甲.biao", sheet)])
}

#[test]
fn a_rule_of_any_name_is_an_ordinary_failure_in_every_format() {
    let files = project(SHEET);
    let report = |format: &str| {
        let ran = biaochi(files.path(), &["check", "甲.biao", "--format", format]);
        assert_eq!(ran.code, 1, "{format}: {}{}", ran.out, ran.err);
        ran.out
    };
    let json: serde_json::Value = serde_json::from_str(&report("json")).unwrap();
    for finding in json["findings"].as_array().unwrap() {
        assert_eq!(finding["stage"], "rule");
        assert_eq!(finding["subject"], serde_json::json!({"kind": "field", "path": "项目概况"}));
    }
    assert_eq!(json["summary"]["errors"], NAMES.len());
    let sarif: serde_json::Value = serde_json::from_str(&report("sarif")).unwrap();
    let run = &sarif["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    assert_eq!(run["tool"]["driver"]["rules"].as_array().unwrap().len(), NAMES.len());
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        let declared = &run["tool"]["driver"]["rules"][index];
        assert_eq!(declared["id"], result["ruleId"]);
        assert_eq!(declared["properties"]["tags"][0], "完整性");
    }
    let count = |format: &str, what: &str| report(format).matches(what).count();
    assert_eq!((count("junit", "<failure"), count("junit", "<error")), (NAMES.len(), 0));
    assert_eq!((count("gitlab", "critical"), count("gitlab", "blocker")), (NAMES.len(), 0));
    assert_eq!(count("checkstyle", "severity=\"error\""), NAMES.len());
    assert_eq!(count("github", "::error "), NAMES.len());
    for format in ["short", "rich", "pretty", "html"] {
        let text = report(format);
        assert!(NAMES.iter().all(|name| text.contains(name)), "{text}");
    }
    // All of them serve 完整性, the first of the groups.
    assert_eq!(count("html", "data-c=\"0\""), NAMES.len());
    if cfg!(feature = "office") {
        for format in ["docx:意见.docx", "xlsx:清单.xlsx"] {
            let ran = biaochi(files.path(), &["check", "甲.biao", "--format", format]);
            assert_eq!(ran.code, 1, "{}", ran.err);
        }
    }
}

#[test]
fn a_rule_of_any_name_is_ignored_set_and_known_as_others_are() {
    for name in NAMES {
        let files = project(&format!("# 表尺忽略 {name}: 理由\n{SHEET}"));
        let formats = ["--format=short", "--format=json:报告.json"];
        let ran = biaochi(files.path(), &[&["check", "甲.biao"], &formats[..]].concat());
        let json = std::fs::read(files.path().join("报告.json")).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
        let suppressed = json["suppressed"].as_array().unwrap();
        assert_eq!((suppressed.len(), suppressed[0]["rule"].as_str()), (1, Some(name)));
        assert_eq!(suppressed[0]["stage"], "rule");
        let subject = serde_json::json!({"kind": "field", "path": "项目概况"});
        assert_eq!(suppressed[0]["subject"], subject);
        let reported = |out: &str, name: &str| out.contains(&format!("错误[{name}]: 太短"));
        assert!(!reported(&ran.out, name), "{}", ran.out);
        assert_eq!(ran.out.matches("错误[").count(), NAMES.len() - 1, "{}", ran.out);
        let files = project(SHEET);
        let ran = biaochi(files.path(), &["check", "甲.biao", "--select", name]);
        assert!(reported(&ran.out, name), "{}", ran.out);
        assert_eq!((ran.code, ran.out.matches("太短").count()), (1, 1), "{}", ran.out);
        let settings = format!("packs: [规则]\nseverity:\n  {name}: 提示\n");
        std::fs::write(files.path().join("biaochi.yaml"), settings).unwrap();
        let ran = biaochi(files.path(), &["check", "甲.biao"]);
        assert!(ran.out.contains(&format!("提示[{name}]: 太短")), "{}", ran.out);
    }
    let files = project(SHEET);
    let write = ["check", "甲.biao", "--baseline", "已知.json", "--write-baseline"];
    assert_eq!(biaochi(files.path(), &write).code, 0);
    let ran = biaochi(files.path(), &["check", "甲.biao", "--baseline", "已知.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    let certify = ["check", "甲.biao", "--certificate", "凭证.json"];
    assert_eq!(biaochi(files.path(), &certify).code, 1);
    let certificate = std::fs::read_to_string(files.path().join("凭证.json")).unwrap();
    assert!(certificate.contains("\"verdict\": \"failed\""), "{certificate}");
}
