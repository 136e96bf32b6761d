//! The shipped example sheets against the shipped rules. What must be found on the real sheets
//! stands in `tests/data/examples/findings.md`, one table a sheet, each finding with the reason why
//! it is right.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use biaochi::check::{self, Checked, PackSources};
use biaochi::diagnostic::{Diagnostic, Lang};
use biaochi::model::{self, Strictness};
use biaochi::project;
use biaochi::source::{Source, Sources};
use biaochi::syntax;

use crate::shipped::SHIPPED;

/// The folders of sheets that hold what a reviewer stands by.
const SHEETS: &[&str] = &["shanghai-2020", "corrected", "clean", "planted"];

/// A finding as the golden file has it: the rule's name and the underlined text.
type Golden = (String, String);

#[test]
fn the_shipped_rules_are_sound_and_their_own_examples_hold() {
    let (_, rules, findings) = &*SHIPPED;
    assert!(findings.is_empty(), "{}", reported(findings));
    assert!(rules.rules.len() >= 140, "{} rules", rules.rules.len());
    let report = check::test(rules);
    assert_eq!(report.failed, 0, "{}", reported(&report.findings));
    for rule in &rules.rules {
        let name = &rule.name;
        assert!(!rule.accepts.is_empty() && !rule.rejects.is_empty(), "{name}");
        assert!(
            rule.about.is_some()
                && rule.forms.iter().all(|on| on.help.is_some())
                && !rule.basis.is_empty(),
            "{name}"
        );
        assert!(rule.tags.criterion.is_some() && rule.tags.strength.is_some(), "{name}");
    }
}

/// All example sheets in one run, as `biaochi check examples` has them, but for the broken one and
/// the tour: each has the findings of its table and no other, and one without a table has none.
#[test]
fn example_sheets_have_the_findings_that_a_reviewer_stands_by() {
    let mut golden = golden();
    let (sheets, checked) = batch(SHEETS);
    assert_eq!(checked.outcomes.undecidable, 0, "{}", reported(&checked.findings));
    let mut failures = String::new();
    for (name, source) in &sheets {
        let mut wanted = golden.remove(name).unwrap_or_default();
        let own = checked
            .findings
            .iter()
            .filter(|finding| finding.span().is_some_and(|span| span.source == source.id()));
        let mut found: Vec<Golden> =
            own.map(|finding| (finding.code.to_string(), underlined(source, finding))).collect();
        wanted.sort();
        found.sort();
        let missing = without(&wanted, &found);
        let unexpected = without(&found, &wanted);
        for (sign, (rule, text)) in missing
            .iter()
            .map(|finding| ("缺", finding))
            .chain(unexpected.iter().map(|finding| ("多", finding)))
        {
            failures.push_str(&format!("{sign} {name} | {rule} | {text}\n"));
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(golden.is_empty(), "tables of no sheet: {:?}", golden.keys());
}

/// Every name with a figure in the goal of the property-management sheet, by its place in the line:
/// the goal has fifteen numbers, of which 962121 is the name of a hotline.
#[test]
fn a_goal_promises_what_it_puts_a_figure_to() {
    let (source, reported) = promises_of_the_goal("{p.名称}|{p.目标值}|{p.数值}|{p.重复}");
    let line = source.text().lines().find(|line| line.contains("962121热线电话")).unwrap();
    let column = |text: &str| line.get(..line.find(text).unwrap()).unwrap().chars().count() + 1;
    let second = |text: &str| line.get(..line.rfind(text).unwrap()).unwrap().chars().count() + 1;
    let once = [
        ("962121热线电话接通率", "95%", "95%"),
        ("报修处置率", "100%", "100%"),
        ("投诉处置率", "100%", "100%"),
        ("报修回访率", "100%", "100%"),
        ("投诉回访率", "100%", "100%"),
        ("处置及时率", "100%", "100%"),
        ("报修处置居民满意率", "95%", "95%"),
        ("投诉处置的居民满意率", "85%", "85%"),
        ("居民咨询满意率", "85%", "85%"),
        ("全市商品住宅维修资金的收缴", "达到100%", "100%"),
        ("小区前期物业招投标率", "达到100%", "100%"),
    ];
    let mut wanted: Vec<(usize, String)> = once
        .iter()
        .map(|(name, aim, number)| {
            (column(&format!("{name}{aim}")), format!("{name}|{aim}|{number}|否"))
        })
        .collect();
    for (name, aim) in
        [("报修处置居民满意率", "95%"), ("投诉处置的居民满意率", "85%"), ("居民咨询满意率", "85%")]
    {
        wanted.push((second(&format!("{name}{aim}")), format!("{name}|{aim}|{aim}|是")));
    }
    wanted.sort();
    assert_eq!(reported, wanted);
    assert_eq!(reported.len(), 14);
}

/// What a rule that reports every promise says of the property-management sheet: the column, the
/// words.
fn promises_of_the_goal(message: &str) -> (Source, Vec<(usize, String)>) {
    let mut sources = Sources::default();
    let rule = format!(
        "规则 文字/承诺：\n对 每处 p 于 承诺(总目标及阶段性目标)\n不得 出现 p\n否则 提示 \"{message}\" 于 p\n"
    );
    let packs = project::embedded(&mut sources).unwrap();
    let mut files: Vec<Source> = packs.iter().flat_map(|pack| pack.sources.clone()).collect();
    files.push(sources.add("promises.chi", rule));
    let pack = PackSources { name: "promises", sources: &files, judges: true, upper: None };
    let (rules, _) = check::rulebook(&[pack]);
    let path = examples().join("shanghai-2020/02-房屋物业管理监督管理.biao");
    let sheet = project::read(&path, &mut sources).unwrap();
    let checked = check::check(&rules, std::slice::from_ref(&sheet), check::Options::default());
    let reported = checked.findings.iter().filter(|finding| finding.code.name() == "文字/承诺");
    let reported = reported
        .map(|finding| {
            let at = finding.span().unwrap().start as usize;
            (sheet.position(at).column as usize, finding.message.get(Lang::Zh).to_owned())
        })
        .collect();
    (sheet, reported)
}

/// What the four real sheets do right, by rules that a wrong reading of them would set off: the
/// arithmetic of their budgets, their dates, 962121 and 满意度 in names that are neither figures
/// nor satisfaction.
#[test]
fn what_the_real_sheets_do_right_is_not_reported() {
    let controls = [
        "一致/信息化项目须有系统运维规范性",
        "一致/购买服务须有采购指标",
        "一致/写明购买服务却填否",
        "日期/实施时间须与起止日期一致",
        "日期/完成不得早于开始",
        "日期/项目期间须含预算年度",
        "日期/节点不得晚于完成日期",
        "预算/总预算不得小于当年预算",
        "预算/一年期总预算须等于当年预算",
        "预算/执行数不得超过预算额",
        "预算/正文的当年预算须与表头一致",
        "完整/指标须有目标值",
        "完整/须有满意度指标",
        "可衡量/比率不得超过百分之百",
        "可衡量/越低越好的指标须设上限",
        "可衡量/越高越好的指标须设下限",
        "可衡量/比率目标不宜全是百分之百",
        "归类/满意度指标须列入满意度",
        "文字/不得公开个人信息",
    ];
    let (_, rules, _) = &*SHIPPED;
    let (_, checked) = batch(&["shanghai-2020"]);
    for control in controls {
        assert!(rules.rules.iter().any(|rule| rule.name == control), "{control}");
        let reported = checked.findings.iter().any(|finding| finding.code.name() == control);
        assert!(!reported, "{control}");
    }
    // A level or a field that the form does not have would be reported by the form itself.
    let own = checked.findings.iter().find(|finding| finding.code.name().starts_with("表/"));
    assert!(own.is_none(), "{own:?}");
}

#[test]
fn an_it_project_without_its_common_indicator_is_found() {
    let path = examples().join("shanghai-2020/04-网络基础设施（交易中心）(运维).biao");
    let text = std::fs::read_to_string(path).unwrap();
    let without: String = text
        .lines()
        .filter(|line| !line.contains("系统运维规范性"))
        .fold(String::new(), |all, line| all + line + "\n");
    let (sources, rules, _) = &*SHIPPED;
    let mut sources = sources.clone();
    let source = sources.add("without.biao", without);
    let checked = check::check(rules, std::slice::from_ref(&source), check::Options::default());
    let rule = "一致/信息化项目须有系统运维规范性";
    let found: Vec<String> = checked
        .findings
        .iter()
        .filter(|finding| finding.code.name() == rule)
        .map(|finding| underlined(&source, finding))
        .collect();
    assert_eq!(found, ["实施管理"]);
}

#[test]
fn a_broken_sheet_is_reported_line_by_line_and_still_read() {
    let [path] = <[PathBuf; 1]>::try_from(sheets("broken")).unwrap();
    let (source, checked) = checked(&path);
    let broken = [
        "计划开始日期: 2020-02-30",
        "绩效类別: 其他类",
        "项目概况 改造居民楼前的小广场",
        "立项依据: \"《城市更新实施办法》",
        "保证项目实施的制度、措施: [例会制度",
        "项目总预算（元）: 三百多万",
        "项目当年预算（元）: 3,000,000",
        "\t改造工程验收合格率",
        "公示完成时间",
        "美观:",
    ];
    let lines: Vec<&str> = source.text().lines().collect();
    let marked: Vec<&str> = checked
        .findings
        .iter()
        .flat_map(|finding| &finding.labels)
        .map(|label| {
            let line = source.position(label.span.start as usize).line as usize;
            lines.get(line - 1).copied().unwrap_or_default()
        })
        .collect();
    for line in broken {
        let is_listed = marked.iter().any(|reported| reported.contains(line));
        assert!(is_listed, "nothing is reported for {line}\n{}", reported(&checked.findings));
    }

    let (_, rules, _) = &*SHIPPED;
    let tree = syntax::sheet::parse(&source);
    let read = model::read(&source, &tree.documents[0], &rules.forms, Strictness::Whole);
    let sheet = read.sheet.expect("the sheet is still read");
    assert_eq!(&*sheet.name, "社区微更新");
    let names: Vec<&str> =
        sheet.indicators.iter().map(|indicator| indicator.name.as_str()).collect();
    for good in ["预算执行率", "改造小广场", "改造工程验收合格率", "受益居民户数", "居民满意度"]
    {
        assert!(names.contains(&good), "{good} is lost: {names:?}");
    }
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

fn sheets(folder: &str) -> Vec<PathBuf> {
    let folder = std::fs::read_dir(examples().join(folder)).unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The sheets of some folders, checked together: each with its folder and name.
fn batch(folders: &[&str]) -> (Vec<(String, Source)>, Checked) {
    let (sources, rules, _) = &*SHIPPED;
    let mut sources = sources.clone();
    let mut all = Vec::new();
    for folder in folders {
        for path in sheets(folder) {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            all.push((format!("{folder}/{name}"), project::read(&path, &mut sources).unwrap()));
        }
    }
    let texts: Vec<Source> = all.iter().map(|(_, source)| source.clone()).collect();
    let checked = check::check(rules, &texts, check::Options::default());
    (all, checked)
}

fn checked(path: &Path) -> (Source, Checked) {
    let (sources, rules, _) = &*SHIPPED;
    let mut sources = sources.clone();
    let source = project::read(path, &mut sources).unwrap();
    let checked = check::check(rules, std::slice::from_ref(&source), check::Options::default());
    (source, checked)
}

/// The tables of the golden file: each heading with its rows, the reasons left out.
fn golden() -> BTreeMap<String, Vec<Golden>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/examples/findings.md");
    let text = std::fs::read_to_string(path).unwrap();
    let mut sheets: BTreeMap<String, Vec<Golden>> = BTreeMap::new();
    let mut heading = String::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            name.trim().clone_into(&mut heading);
            continue;
        }
        let Some(row) = line.strip_prefix('|') else { continue };
        let cells: Vec<&str> = row.trim_end_matches('|').split('|').map(str::trim).collect();
        let [rule, text, reason] = cells.as_slice() else { panic!("three cells a row: {line}") };
        if *rule == "规则" || rule.starts_with("---") {
            continue;
        }
        assert!(!reason.is_empty(), "a finding without a reason: {line}");
        let rows = sheets.entry(heading.clone()).or_default();
        rows.push(((*rule).to_owned(), (*text).to_owned()));
    }
    sheets
}

/// What stands in the first list but not in the second, counting how often.
fn without(these: &[Golden], those: &[Golden]) -> Vec<Golden> {
    let mut left = those.to_vec();
    let mut rest = Vec::new();
    for this in these {
        match left.iter().position(|that| that == this) {
            Some(at) => drop(left.swap_remove(at)),
            None => rest.push(this.clone()),
        }
    }
    rest
}

fn underlined(source: &Source, finding: &Diagnostic) -> String {
    let text = finding.span().map_or("", |span| source.slice(span));
    text.trim().replace('\n', "⏎")
}

fn reported(findings: &[Diagnostic]) -> String {
    let lines = findings
        .iter()
        .map(|finding| format!("{} {}", finding.code.name(), finding.message.get(Lang::Zh)));
    lines.collect::<Vec<_>>().join("\n")
}
