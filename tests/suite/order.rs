//! The same sheets give the same answer: whatever thread judges them, in whatever order they are
//! given, one by one or together, run after run; and a rule that takes too long is named the same
//! in all of these.

use std::collections::BTreeMap;

use biaochi::check::{
    Change, Checked, Named, Options, PackSources, Policy, Workspace, check, report, rulebook,
};
use biaochi::diagnostic::{Diagnostic, Severity, fingerprints};
use biaochi::rule::RuleSet;
use biaochi::source::{Source, SourceId, Sources};

use crate::corpus::generated::corpus;
use crate::shipped::SHIPPED;

/// The example sheets and some generated ones, two of them twice.
fn batch() -> (Sources, Vec<Source>) {
    let mut sources = SHIPPED.0.clone();
    let mut texts: Vec<(String, String)> = Vec::new();
    for entry in walkdir::WalkDir::new("examples").sort_by_file_name() {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|extension| extension == "biao") {
            let name = path.to_str().unwrap().to_owned();
            texts.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    let generated = corpus(11, 20);
    texts.extend(
        generated.files.iter().take(2).map(|(name, text)| (format!("又{name}"), text.clone())),
    );
    texts.extend(generated.files);
    let sheets = texts.into_iter().map(|(name, text)| sources.add(name, text)).collect();
    (sources, sheets)
}

fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

/// The findings of each file, those without one under `None`.
fn by_file(checked: &Checked) -> BTreeMap<Option<SourceId>, Vec<&Diagnostic>> {
    let mut files: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for finding in &checked.findings {
        files.entry(finding.span().map(|span| span.source)).or_default().push(finding);
    }
    files
}

#[test]
fn threads_and_order_make_no_difference() {
    let rules = &SHIPPED.1;
    let (_, sheets) = batch();
    let single = on_threads(1, || check(rules, &sheets, Options::default()));
    let double = on_threads(2, || check(rules, &sheets, Options::default()));
    assert!(single.findings.iter().any(|finding| finding.group.is_some()));
    assert_eq!(single.findings, double.findings);
    assert_eq!((single.outcomes, &single.sheets), (double.outcomes, &double.sheets));
    let mut turned = sheets.clone();
    turned.reverse();
    turned.swap(1, 7);
    let turned = check(rules, &turned, Options::default());
    assert_eq!(by_file(&turned), by_file(&single));
    assert_eq!(turned.outcomes, single.outcomes);
}

#[test]
fn files_checked_one_by_one_are_files_checked_together_but_for_rules_across_sheets() {
    let rules = &SHIPPED.1;
    let (_, sheets) = batch();
    // All rules across sheets stand in one group.
    let ignore = vec![Named { name: "批次".to_owned(), span: None }];
    let (judging, _) = Policy { ignore, ..Policy::default() }.resolve(rules);
    let options = Options { judging: Some(&judging), ..Options::default() };
    let together = check(rules, &sheets, options);
    let alone: Vec<Diagnostic> = sheets
        .iter()
        .flat_map(|sheet| check(rules, std::slice::from_ref(sheet), options).findings)
        .collect();
    assert_eq!(alone, together.findings);
}

const FORM: &str = "表单 表 年度 2020：\n    栏 项目名称 文本 必填\n    栏 申报单位 文本 必填 本单位\n    栏 项目概况 文本\n    指标树 绩效目标\n    层级 产出目标：数量\n";

fn rules(text: &str) -> (Sources, RuleSet) {
    let mut sources = Sources::new();
    let source = sources.add("包/规则.chi", format!("{FORM}{text}"));
    let pack = [PackSources { name: "包", sources: &[source], judges: true, upper: None }];
    let (rules, findings) = rulebook(&pack);
    assert!(findings.iter().all(|finding| finding.severity != Severity::Error), "{findings:?}");
    (sources, rules)
}

fn sheet(name: &str, more: &str) -> String {
    format!("表单: 表\n年度: 2020\n项目名称: {name}\n申报单位: 一局\n{more}")
}

const TWINS: &str = "规则 跨表/不得雷同：\n    对 每两个 表 a, b 于 本单位各表 当 相似度(a.项目概况, b.项目概况) ≥ 90%\n    \
     不得 字数(a.项目概况) ≥ 5\n    否则 警告 \"与“{b.项目名称}”雷同\" 于 a.项目概况, b.项目概况\n\
     规则 跨表/不得相同：\n    不得 有 表 b 于 本单位其他表 当 b.项目概况 = 项目概况\n    \
     否则 错误 \"与“{b.项目名称}”相同\" 于 项目概况, b.项目概况\n";

/// However many sheets say the same, each is reported once, with the first others and their number.
#[test]
fn a_sheet_is_reported_once_however_many_are_like_it() {
    let (mut sources, rules) = rules(TWINS);
    let text = "项目概况: 对城区四十二条道路日常养护。\n";
    let sheets: Vec<Source> = (0..120)
        .map(|at| sources.add(format!("{at:03}.biao"), sheet(&format!("项目{at}"), text)))
        .collect();
    let few = check(&rules, &sheets[..12], Options::default());
    assert_eq!(few.findings.len(), 24);
    assert_eq!(&*few.findings[0].message.zh, "与“项目1、项目2、项目3等 11 张”相同");
    assert_eq!(&*few.findings[0].message.en, "与“项目1, 项目2, 项目3 and others, 11 sheets”相同");
    assert_eq!(&*few.findings[2].message.zh, "与“项目0、项目2、项目3等 11 张”相同");
    assert_eq!(few.findings[0].labels.len(), 4);
    assert_eq!(&*few.findings[0].notes[0].zh, "这样的另有 11 张表，只指出前 3 张");
    let many = check(&rules, &sheets, Options::default());
    assert_eq!((many.findings.len(), many.outcomes.fails), (240, 240));
    for finding in &many.findings {
        let group = finding.group.as_ref().unwrap();
        assert_eq!((group.count, group.more, group.examples.len()), (100, true, 3));
        assert!(finding.message.zh.contains("等 100 张以上”"), "{}", finding.message.zh);
        assert_eq!(finding.span().unwrap().source, finding.labels[0].span.source);
    }
}

/// By what a finding is known does not depend on the names of files, and a comment stands in the
/// sheet that it is about.
#[test]
fn renaming_a_file_changes_no_finding() {
    let (mut sources, rules) = rules(TWINS);
    let text = "# 表尺忽略 跨表/不得雷同: 分期实施\n项目概况: 对城区四十二条道路日常养护。\n";
    let bare = "项目概况: 对城区四十二条道路日常养护。\n";
    let texts = [sheet("甲", text), sheet("乙", bare), sheet("丙", bare)];
    let mut seen = Vec::new();
    for names in [["一.biao", "二.biao", "三.biao"], ["九.biao", "二.biao", "乙/三.biao"]] {
        let files: Vec<Source> =
            names.iter().zip(&texts).map(|(name, text)| sources.add(*name, text)).collect();
        let checked = check(&rules, &files, Options::default());
        assert_eq!((checked.findings.len(), checked.suppressed.len()), (5, 1));
        assert_eq!(checked.suppressed[0].finding.sheet.as_deref(), Some("甲"));
        let mut known = fingerprints(&sources, &checked.sheets, &checked.findings);
        known.sort();
        seen.push(known);
    }
    assert_eq!(seen[0], seen[1]);
}

/// Sheets that are compared in one field, which all of them lack.
const LACKING: &str = "规则 跨表/不得相同：\n    对 每个 指标 i\n    当 i.名称 包含 \"路\"\n    \
     不得 有 表 b 于 全部其他表 当 b.项目概况 = i.名称\n    否则 错误 \"相同\" 于 i.名称\n";

/// Each sheet is compared with each other one, and keeps a bounded number of what these lack: what
/// is kept grows with the number of sheets, not with its square. That more is lacking is reported
/// on the rule.
#[test]
fn what_other_sheets_lack_is_kept_in_proportion_to_the_sheets() {
    let (mut sources, rules) = rules(LACKING);
    let tree = "绩效目标:\n  产出目标:\n    数量:\n      修路: 1条\n";
    let sheets: Vec<Source> = (0..300)
        .map(|at| sources.add(format!("{at:03}.biao"), sheet(&format!("项目{at}"), tree)))
        .collect();
    // What was kept of other sheets, and of how many of these; of how many sheets there is more.
    let kept = |count: usize| {
        let checked = check(&rules, &sheets[..count], Options::default());
        assert_eq!(checked.outcomes.undecidable, count);
        let number = |words: &str| {
            let digits: String = words.chars().filter(char::is_ascii_digit).collect();
            digits.parse::<usize>().unwrap()
        };
        let notes = checked.findings.iter().flat_map(|finding| &finding.notes);
        let dependents: Vec<usize> = notes
            .filter_map(|note| note.zh.split_once(" 张表要与它对照"))
            .map(|(dependents, _)| number(dependents))
            .collect();
        let more = checked.findings.iter().find(|finding| finding.message.zh.contains("缺的太多"));
        let more = more.map_or(0, |finding| {
            let (_, sheets) = finding.message.zh.split_once("”在 ").unwrap();
            number(sheets.split_once(" 张表").unwrap().0)
        });
        (dependents.iter().sum::<usize>(), dependents.len(), more)
    };
    assert_eq!(kept(20), (20 * 19, 20, 0));
    assert_eq!(kept(101), (101 * 100, 101, 0));
    assert_eq!(kept(150), (150 * 100, 101, 150));
    assert_eq!(kept(300), (300 * 100, 101, 300));
}

/// Three ranges inside each other: on two hundred indicators, more than a rule may take.
const LONG: &str = "规则 长/三层：\n    对 每个 指标 i\n    对 每个 指标 j\n    对 每个 指标 k 当 k.名称 包含 j.名称\n    \
     须 i.目标值 ≠ k.目标值 或 有 项目名称\n    否则 错误 \"长\" 于 i.名称\n\
     规则 短/有概况：\n    须 有 项目概况\n    否则 警告 \"短\" 于 项目名称\n";

fn indicators(count: usize) -> String {
    let lines = (0..count).map(|at| format!("      第{at:04}号: {at}个\n"));
    format!("绩效目标:\n  产出目标:\n    数量:\n{}", lines.collect::<String>())
}

#[test]
fn a_rule_over_its_bound_is_named_whoever_judges() {
    let (mut sources, rules) = rules(LONG);
    let mut file = |name: &str, sheets: &[String]| sources.add(name, sheets.join("---\n"));
    let long = sheet("长", &indicators(200));
    let files = [
        file("一.biao", &[sheet("短", ""), long.clone()]),
        file("二.biao", &[long]),
        file("三.biao", &[sheet("短", &indicators(3))]),
    ];
    let single = on_threads(1, || check(&rules, &files, Options::default()));
    let (finding, in_sheets) = single.findings.split_first().unwrap();
    assert_eq!(finding.code.name(), "检查/无法判定");
    assert_eq!(
        &*finding.message.zh,
        "规则“长/三层”在 2 张表上无法判定：规则要算的超过上限（400 万步），没有算完"
    );
    assert_eq!((single.outcomes.undecidable, single.incomplete), (2, false));
    let double = on_threads(2, || check(&rules, &files, Options::default()));
    assert_eq!(double.findings, single.findings);
    let turned: Vec<Source> = files.iter().rev().cloned().collect();
    assert_eq!(by_file(&check(&rules, &turned, Options::default())), by_file(&single));
    // Of one file at a time, it is reported for each on which it cannot be decided.
    let alone = files
        .iter()
        .flat_map(|file| check(&rules, std::slice::from_ref(file), Options::default()).findings);
    let (of_rule, alone): (Vec<_>, Vec<_>) = alone.partition(|other| other.code == finding.code);
    assert_eq!((of_rule.len(), alone.as_slice()), (2, in_sheets));
}

/// A run that takes too much says so, names the rule, and remembers nothing of it.
#[test]
fn a_run_over_its_budget_names_the_rule() {
    let mut sources = Sources::new();
    let rule_file = [sources.add("包/规则.chi", format!("{FORM}{LONG}"))];
    let pack = [PackSources { name: "包", sources: &rule_file, judges: true, upper: None }];
    let files: Vec<Source> = (0..8)
        .map(|at| sources.add(format!("{at}.biao"), sheet(&format!("项目{at}"), &indicators(24))))
        .collect();
    let (rules, _) = rulebook(&pack);
    let tight = Options { budget: Some(100_000), ..Options::default() };
    let stopped = |checked: &Checked| {
        assert!(checked.incomplete && checked.sheets.is_empty());
        let [finding] = checked.findings.as_slice() else { panic!("{:?}", checked.findings) };
        assert_eq!(finding.code.name(), "检查/超出工作量");
        assert!(finding.message.zh.contains("“长/三层”"), "{finding:?}");
    };
    stopped(&on_threads(1, || check(&rules, &files, tight)));
    stopped(&on_threads(2, || check(&rules, &files, tight)));
    let turned: Vec<Source> = files.iter().rev().cloned().collect();
    stopped(&check(&rules, &turned, tight));
    let whole = check(&rules, &files, Options::default());
    assert_eq!((whole.sheets.len(), whole.incomplete), (8, false));
    // One file is within the budget that eight are not, however often they have been judged.
    assert!(!check(&rules, &files[..1], tight).incomplete);
    let mut workspace = Workspace::caching();
    workspace.apply(Change::Packs(&pack));
    workspace.apply(Change::Sheets(&files));
    for _ in 0..2 {
        stopped(&report(&workspace.snapshot(), tight));
        assert_eq!(report(&workspace.snapshot(), Options::default()).findings, whole.findings);
    }
    let edited = files[3].changed(sheet("项目3", "项目概况: 修路\n"));
    workspace.apply(Change::Sheet(edited.clone()));
    stopped(&report(&workspace.snapshot(), tight));
    let mut now = files.clone();
    now[3] = edited;
    let fresh = check(&rules, &now, Options::default());
    assert_eq!(report(&workspace.snapshot(), Options::default()).findings, fresh.findings);
}
