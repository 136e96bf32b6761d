//! Rule files with mistakes, and the findings of each; rules that are run on a sheet beside them.

use biaochi::check::{Options, PackSources, check, read_date, rulebook, test};
use biaochi::diagnostic::{Diagnostic, Lang, Severity};
use biaochi::render::{self, Format, Report, Summary};
use biaochi::source::{Source, Sources};

use crate::cases;

/// A small form and law, so that cases hold nothing but what they are about.
pub(crate) const PRELUDE: &str = r#"
表单 绩效目标表 年度 2020 至 2021：
    栏 项目名称 文本 必填
    栏 申报单位 文本 本单位
    栏 项目概况 文本 又名 概况
    栏 立项依据 文本
    栏 绩效类型 枚举 "信息化建设工程类"、"其他类"
    栏 项目类别 枚举 "一次性项目"、"经常性项目" 等
    栏 是否购买服务 是否
    栏 开始日期 日期
    栏 完成日期 日期
    栏 总预算 金额 元
    栏 当年预算 金额 元
    指标树 绩效目标
    指标栏 目标值 目标值
    指标栏 权重 百分比
    层级 产出目标：数量、质量、时效
    层级 效果目标：社会效益、满意度
法规 办法 《预算绩效管理办法》 文号 "财预〔2015〕1号" 效力 参照
"#;

pub(crate) fn read(text: &str) -> (Sources, Source, biaochi::rule::RuleSet, Vec<Diagnostic>) {
    let mut sources = Sources::new();
    let prelude = sources.add("prelude.chi", PRELUDE);
    let source = sources.add("case.chi", text);
    let files = [prelude, source.clone()];
    let pack = PackSources { name: "case", sources: &files, judges: true, upper: None };
    let (rules, findings) = rulebook(&[pack]);
    (sources, source, rules, findings)
}

/// What most cases are not about: they cite no law, have no examples, and read fields that may be
/// absent.
pub(crate) fn is_hint(finding: &Diagnostic) -> bool {
    matches!(finding.code.name(), "尺/缺依据" | "尺/缺例子" | "尺/可不填的字段" | "尺/没有用到")
}

/// The findings of a rule file, except warnings about missing law and examples: most cases have
/// neither.
#[test]
fn rule_files_are_checked() {
    cases::run("rule_check", |text| {
        let (_, source, _, mut findings) = read(text);
        if !text.contains("# 全部") {
            findings.retain(|finding| !is_hint(finding));
        }
        cases::describe(&source, &findings)
    });
}

/// A rule and, after a line `==== 表`, a sheet: what the rule says of it.
#[test]
fn rules_are_applied() {
    cases::run("rule_run", |text| {
        let (rule, sheet) = text.split_once("==== 表\n").expect("a sheet after the rule");
        let (mut sources, source, rules, findings) = read(rule);
        let faults: Vec<Diagnostic> = findings
            .into_iter()
            .filter(|finding| !is_hint(finding) && finding.severity != Severity::Note)
            .collect();
        if !faults.is_empty() {
            return cases::describe(&source, &faults);
        }
        let head = "表单: 绩效目标表\n年度: 2020\n项目名称: 甲\n";
        let sheet = sources.add("case.biao", format!("{head}{sheet}"));
        let checked = check(&rules, std::slice::from_ref(&sheet), Options::default());
        let outcomes = checked.outcomes;
        let notes: Vec<String> = checked
            .findings
            .iter()
            .flat_map(|finding| &finding.notes)
            .map(|note| format!("\n  {}", note.get(Lang::Zh)))
            .collect();
        format!(
            "{}{}\n通过 {} 不通过 {} 不适用 {} 无法判定 {}",
            cases::describe(&sheet, &checked.findings),
            notes.concat(),
            outcomes.holds,
            outcomes.fails,
            outcomes.not_applicable,
            outcomes.undecidable
        )
    });
}

/// An upper pack, after a line `==== 下位` a lower one, after a line `==== 表` a sheet: what is
/// reported for the lower pack, and the findings of both in the sheet.
#[test]
fn lower_packs_tighten() {
    cases::run("rule_tighten", |text| {
        let (rules, sheet) = text.split_once("==== 表\n").expect("a sheet after the rules");
        let (upper, lower) = rules.split_once("==== 下位\n").expect("a lower pack");
        let mut sources = Sources::new();
        let upper = [sources.add("prelude.chi", PRELUDE), sources.add("upper.chi", upper)];
        let lower = [sources.add("lower.chi", lower)];
        let pack = |name, sources| PackSources { name, sources, judges: true, upper: None };
        let (rules, mut findings) = rulebook(&[pack("upper", &upper), pack("lower", &lower)]);
        findings.retain(|finding| !is_hint(finding));
        let sheet = sources
            .add("case.biao", format!("表单: 绩效目标表\n年度: 2020\n项目名称: 甲\n{sheet}"));
        let checked = check(&rules, std::slice::from_ref(&sheet), Options::default());
        let [lower] = &lower;
        format!(
            "{}\n{}",
            cases::describe(lower, &findings),
            cases::describe(&sheet, &checked.findings)
        )
    });
}

/// A rule and a sheet whose comments suppress findings, on 30 June 2020.
#[test]
fn sheets_let_findings_stand() {
    cases::run("ignore", |text| {
        let head = "表单: 绩效目标表\n年度: 2020\n项目名称: 甲\n";
        let (rule, sheet) = match text.split_once("==== 整张表\n") {
            Some((rule, sheet)) => (rule, sheet.to_owned()),
            None => {
                let (rule, sheet) = text.split_once("==== 表\n").expect("a sheet after the rule");
                (rule, format!("{head}{sheet}"))
            }
        };
        let (mut sources, _, rules, _) = read(rule);
        let sheet = sources.add("case.biao", sheet);
        let options = Options { today: read_date("2020-06-30"), ..Options::default() };
        let checked = check(&rules, std::slice::from_ref(&sheet), options);
        let report = Report {
            summary: Summary { suppressed: checked.suppressed.len(), ..Summary::default() },
            suppressed: checked.suppressed,
            ..Report::default()
        };
        let options = render::RenderOptions::default();
        let rendered = |format| {
            let mut out = Vec::new();
            render::render(format, &sources, &report, &options, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        for format in [Format::Pretty, Format::Rich, Format::Json] {
            let out = rendered(format);
            assert!(report.suppressed.iter().all(|entry| out.contains(&entry.by.reason)), "{out}");
        }
        let listed = rendered(Format::Short);
        format!("{}\n{}", cases::describe(&sheet, &checked.findings), listed.trim_end())
    });
}

#[test]
fn examples_that_do_not_show_what_they_should_are_reported() {
    cases::run("rule_examples", |text| {
        let (_, source, rules, _) = read(text);
        cases::describe(&source, &test(&rules).findings)
    });
}
