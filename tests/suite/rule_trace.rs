//! `biaochi trace`: what is shown of a rule that is applied to a sheet.

use crate::cases;
use crate::cli::{biaochi, folder};
use crate::rule_check::PRELUDE;

/// A rule and, after each line `==== 表`, a sheet: the first is traced, the others are compared
/// with it.
#[test]
fn each_step_is_shown() {
    cases::run("rule_trace", |text| {
        let mut parts = text.split("==== 表\n");
        let rule = format!("{PRELUDE}\n{}", parts.next().unwrap());
        let last = text.lines().rfind(|line| line.starts_with("规则 ")).unwrap();
        let name = last["规则 ".len()..].split([' ', '：']).next().unwrap();
        let sheets: Vec<(String, String)> = parts
            .enumerate()
            .map(|(at, sheet)| {
                let name = format!("{}.biao", at + 1);
                (name, format!("表单: 绩效目标表\n年度: 2020\n{sheet}"))
            })
            .collect();
        let mut files = vec![("规则.chi", rule.as_str())];
        files.extend(sheets.iter().map(|(name, sheet)| (name.as_str(), sheet.as_str())));
        let folder = folder(&files);
        let mut arguments = vec!["trace", name, "--rules", "规则.chi"];
        arguments.extend(sheets.iter().map(|(name, _)| name.as_str()));
        let ran = biaochi(folder.path(), &arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        // The rule's own name and sentence have tests of their own.
        let shown: Vec<&str> = ran.out.lines().skip(3).collect();
        shown.join("\n")
    });
}

const SHEET: &str = "表单: 财政项目支出绩效目标表\n年度: 2020\n项目名称: 甲\n绩效目标:\n  产出目标:\n    时效:\n      合格率: 100%\n      及时率: 100%\n";

#[test]
fn a_trace_is_requested_by_name_and_says_what_it_cannot_do() {
    let files = folder(&[("表.biao", SHEET), ("空.biao", "")]);
    let run = |arguments: &[&str]| biaochi(files.path(), arguments);
    let ran = run(&["trace", "归类/质量指标不得列入他处", "表.biao", "--only", "合格"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("✗ “合格率”  不通过  @7:7"), "{}", ran.out);
    assert!(!ran.out.contains("“及时率”") && ran.out.contains("另有：不适用 1"), "{}", ran.out);
    let misspelt = run(&["trace", "归类/质量指标不得列入它处", "表.biao"]);
    assert_eq!(misspelt.code, 2);
    assert!(misspelt.err.contains("是否为“归类/质量指标不得列入他处”"), "{}", misspelt.err);
    let several = run(&["trace", "归类", "表.biao"]);
    assert_eq!(several.code, 2);
    assert!(several.err.contains("请写全"), "{}", several.err);
    let missing = run(&["trace", "归类/质量指标", "没有.biao"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("没有可以看的表"), "{}", missing.err);
    let empty = run(&["trace", "归类/质量指标", "空.biao"]);
    assert_eq!(empty.code, 2, "{}{}", empty.out, empty.err);
    let english = run(&["trace", "归类/质量指标", "表.biao", "--lang", "en"]);
    assert!(english.out.contains("fails") && english.out.contains("For every"), "{}", english.out);
}

#[test]
fn a_trace_is_read_by_programs() {
    let files = folder(&[("表.biao", SHEET)]);
    let ran = biaochi(files.path(), &["trace", "归类/质量指标", "表.biao", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("valid JSON");
    assert_eq!(json["schema"], "biaochi.trace/1");
    let trace = &json["traces"][0];
    assert_eq!((&trace["outcome"], &trace["place"]["line"]), (&"fails".into(), &3.into()));
    let thing = &trace["nodes"][0];
    assert_eq!((&thing["role"], &thing["value"]), (&"thing".into(), &"合格率".into()));
    let demand = &thing["children"][1];
    assert_eq!((&demand["role"], &demand["outcome"]), (&"must".into(), &"fails".into()));
    assert_eq!(demand["children"][0]["value"], "产出目标/时效");
}
