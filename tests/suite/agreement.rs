//! `trace` and `check` agree on which rules judge a sheet, and on the outcomes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use biaochi::check::{
    Named, Options, PackSources, Policy, Question, Traced, check, read_date, rulebook, trace,
};
use biaochi::diagnostic::{Code, Severity};
use biaochi::project;
use biaochi::rule::RuleSet;
use biaochi::source::{Source, Sources};

use crate::cli::{biaochi, folder};
use crate::rule_check::PRELUDE;
use crate::shipped::SHIPPED;

/// The findings of the rules in one run.
#[derive(Clone, Copy, Debug, Default)]
struct Said<'a> {
    select: &'a [&'a str],
    ignore: &'a [&'a str],
    severity: &'a [(&'a str, Option<Severity>)],
    as_of: Option<&'a str>,
}

fn named(name: &str) -> Named {
    Named { name: name.to_owned(), span: None }
}

/// Applies every rule to every sheet in both ways; gives the rules that found something.
fn agree(rules: &RuleSet, sheets: &[Source], said: Said<'_>) -> BTreeSet<String> {
    let all = |names: &[&str]| names.iter().map(|name| named(name)).collect();
    let severity = said.severity.iter().map(|(name, severity)| (named(name), *severity));
    let policy =
        Policy { select: all(said.select), ignore: all(said.ignore), severity: severity.collect() };
    let (judging, misnamed) = policy.resolve(rules);
    assert!(misnamed.is_empty(), "{misnamed:?}");
    let as_of = said.as_of.map(|day| read_date(day).unwrap());
    let options = Options { as_of, judging: Some(&judging), ..Options::default() };
    let checked = check(rules, sheets, options);
    let suppressed = checked.suppressed.iter().map(|entry| &entry.finding);
    let found: Vec<_> = checked.findings.iter().chain(suppressed).collect();
    let mut failing = BTreeSet::new();
    for (id, rule) in rules.rules.entries() {
        let of_rule: Vec<_> =
            found.iter().filter(|finding| finding.code == Code::rule(&*rule.name)).collect();
        for finding in &of_rule {
            assert_eq!(finding.severity, judging.severity(id, rule), "{}", rule.name);
        }
        let question = Question { rule: id, only: None };
        for traced in trace(rules, question, (sheets, &[]), options) {
            let sheet = checked.sheets.iter().find(|sheet| sheet.span.contains(traced.head));
            let whole = sheet.expect("a sheet that was judged").span;
            let here = of_rule
                .iter()
                .any(|finding| finding.span().is_some_and(|span| whole.contains(span)));
            assert_eq!(
                traced.outcome == Traced::Fails,
                here,
                "{} on “{}” under {said:?}: {:?}",
                rule.name,
                traced.sheet,
                traced.reason
            );
            if here {
                failing.insert(rule.name.clone());
            }
        }
    }
    failing
}

fn examples(folders: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let folders: Vec<PathBuf> = folders.iter().map(|folder| root.join(folder)).collect();
    let found = project::discover(&folders, &["biao"], &mut project::unfiltered);
    let mut sources = SHIPPED.0.clone();
    let read = |file: &PathBuf| project::read(file, &mut sources).unwrap();
    found.files.iter().map(read).collect()
}

#[test]
fn every_shipped_rule_says_the_same_of_every_example() {
    let failing = agree(&SHIPPED.1, &examples(&["planted", "shanghai-2020"]), Said::default());
    assert!(failing.len() > 20, "{failing:?}");
}

#[test]
fn settings_and_days_hold_for_both() {
    let (rules, sheets) = (&SHIPPED.1, examples(&["shanghai-2020"]));
    let sheets = &sheets[..sheets.len().min(3)];
    let as_written = agree(rules, sheets, Said::default());
    let some = as_written.first().unwrap().as_str();
    let group = some.split_once('/').unwrap().0;
    let ignored = agree(rules, sheets, Said { ignore: &[group], ..Said::default() });
    assert!(!ignored.iter().any(|rule| rule.starts_with(&format!("{group}/"))), "{ignored:?}");
    let only = agree(rules, sheets, Said { select: &[some], ..Said::default() });
    assert_eq!(only, BTreeSet::from([some.to_owned()]));
    let milder = [(some, Some(Severity::Note))];
    assert_eq!(agree(rules, sheets, Said { severity: &milder, ..Said::default() }), as_written);
    let off = [(some, None)];
    assert!(!agree(rules, sheets, Said { severity: &off, ..Said::default() }).contains(some));
    agree(rules, sheets, Said { as_of: Some("2010-01-01"), ..Said::default() });
    agree(rules, sheets, Said { as_of: Some("2025-06-30"), ..Said::default() });
}

#[test]
fn every_shipped_rule_says_the_same_of_every_example_under_every_setting() {
    let (rules, sheets) = (&SHIPPED.1, examples(&["."]));
    let names: Vec<&str> = rules.rules.iter().map(|rule| rule.name.as_str()).collect();
    let groups: BTreeSet<&str> =
        names.iter().filter_map(|name| name.split_once('/')).map(|(group, _)| group).collect();
    let half: Vec<&str> = groups.into_iter().step_by(2).collect();
    let as_written = agree(rules, &sheets, Said::default());
    let ignored = agree(rules, &sheets, Said { ignore: &half, ..Said::default() });
    assert!(ignored.is_subset(&as_written) && ignored.len() < as_written.len());
    let levels = [Some(Severity::Error), None, Some(Severity::Note), Some(Severity::Warning)];
    let levels: Vec<_> = names.iter().copied().zip(levels.into_iter().cycle()).collect();
    let set = agree(rules, &sheets, Said { severity: &levels, ..Said::default() });
    assert!(set.is_subset(&as_written) && set.len() < as_written.len());
    for day in ["2010-01-01", "2020-06-30", "2025-06-30"] {
        let said = Said { ignore: &half, severity: &levels, as_of: Some(day), ..Said::default() };
        agree(rules, &sheets, said);
    }
}

/// A rule set keeps no form of another, and knows it all the same.
#[test]
fn forms_are_known_by_equality() {
    let set = |prelude: &str| {
        let mut sources = Sources::new();
        let files = [sources.add("prelude.chi", prelude), sources.add("upper.chi", UPPER)];
        let pack = PackSources { name: "甲", sources: &files, judges: true, upper: None };
        rulebook(&[pack]).0
    };
    let (original, moved) = (set(PRELUDE), set(&format!("# 上移\n{PRELUDE}")));
    let form = original.forms.first().unwrap();
    assert!(!std::sync::Arc::ptr_eq(form, moved.forms.first().unwrap()));
    assert_eq!(moved.form_id(form), original.form_id(form));
    assert!(moved.form_id(form).is_some());
    for (before, after) in
        [("又名 概况", "又名 简况"), ("至 2021", "至 2022"), ("文本 必填", "文本")]
    {
        assert!(PRELUDE.contains(before), "{before}");
        assert_eq!(set(&PRELUDE.replacen(before, after, 1)).form_id(form), None, "{after}");
    }
}

const UPPER: &str = "规则 上/满意度：\n    对   每个 指标 i 于 效果目标/满意度\n    须   i.目标值.数值 ≥ 85%\n    否则 警告 \"低\" 于 i.目标值\n";
const LOWER: &str = "规则 下/满意度 收紧 上/满意度：\n    施行 2020 至 2020\n    对   每个 指标 i 于 效果目标/满意度\n    须   i.目标值.数值 ≥ 90%\n    否则 警告 \"低\" 于 i.目标值\n";

#[test]
fn a_stricter_rule_takes_the_place_of_the_other_only_while_it_judges() {
    let mut sources = Sources::new();
    let upper = [sources.add("prelude.chi", PRELUDE), sources.add("upper.chi", UPPER)];
    let lower = [sources.add("lower.chi", LOWER)];
    let pack = |name, sources, upper| PackSources { name, sources, judges: true, upper };
    let place = biaochi::source::Span::at(lower[0].id(), 0);
    let (rules, _) =
        rulebook(&[pack("upper", &upper, None), pack("lower", &lower, Some(("upper", place)))]);
    assert_eq!((rules.rules.len(), rules.faulty.len()), (2, 0));
    let sheet = "表单: 绩效目标表\n年度: 2020\n项目名称: 甲\n绩效目标:\n  效果目标:\n    满意度:\n      居民满意度: ≥80%\n";
    let sheet = [sources.add("甲.biao", sheet)];
    let failing = |said| agree(&rules, &sheet, said);
    let only = |name: &str| BTreeSet::from([name.to_owned()]);
    assert_eq!(failing(Said::default()), only("下/满意度"));
    assert_eq!(failing(Said { ignore: &["下"], ..Said::default() }), only("上/满意度"));
    let off = [("下/满意度", None)];
    assert_eq!(failing(Said { severity: &off, ..Said::default() }), only("上/满意度"));
    assert_eq!(failing(Said { as_of: Some("2021-05-01"), ..Said::default() }), only("上/满意度"));
    assert_eq!(failing(Said { ignore: &["上", "下"], ..Said::default() }), BTreeSet::new());
}

const SHEET: &str = "表单: 财政项目支出绩效目标表\n年度: 2020\n项目名称: 甲\n绩效目标:\n  产出目标:\n    时效:\n      合格率: 100%\n";
const RULE: &str = "归类/质量指标不得列入他处";

#[test]
fn a_trace_uses_the_settings_of_the_project_and_those_of_the_command_line() {
    let outcome = |settings: &str, more: &[&str]| {
        let files = folder(&[("biaochi.yaml", settings), ("表.biao", SHEET)]);
        let mut arguments = vec!["trace", RULE, "表.biao", "--format", "json"];
        arguments.extend(more);
        let ran = biaochi(files.path(), &arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        json["traces"][0]["outcome"].as_str().unwrap().to_owned()
    };
    assert_eq!(outcome("", &[]), "fails");
    assert_eq!(outcome("ignore: [归类]\n", &[]), "not_applicable");
    assert_eq!(outcome(&format!("severity:\n  {RULE}: 关闭\n"), &[]), "not_applicable");
    assert_eq!(outcome("", &["--ignore", "归类"]), "not_applicable");
    assert_eq!(outcome("", &["--select", "文字"]), "not_applicable");
    let files = folder(&[("biaochi.yaml", "ignore: [归类]\n"), ("表.biao", SHEET)]);
    let ran = biaochi(files.path(), &["trace", RULE, "表.biao"]);
    assert!(ran.out.contains("按设置没有用这条规则"), "{}", ran.out);
    let misnamed = biaochi(files.path(), &["trace", RULE, "表.biao", "--ignore", "没有这组"]);
    assert_eq!(misnamed.code, 2, "{}{}", misnamed.out, misnamed.err);
}
