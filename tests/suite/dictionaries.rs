//! Dictionaries, parameters and what files name of each other: cases of several files and packs.
//!
//! A line `==== 名称` starts a file, `==== 包 区 上位 市` a pack; what stands before is `case.chi`
//! of the pack `case`. A file `表.biao` is checked by the rules.

use biaochi::check::{Options, PackSources, check, rulebook};
use biaochi::diagnostic::{Diagnostic, Lang, Severity};
use biaochi::source::{Source, Sources, Span};
use proptest::prelude::*;

use crate::cases;
use crate::shipped::SHIPPED;

const FORMS: &str = r#"
表单 绩效目标表 年度 2020 至 2021 地区 上海市：
    栏 项目名称 文本 必填
    栏 项目概况 文本
    栏 项目类别 枚举 "一次性项目"、"经常性项目" 等
    栏 开始日期 日期
    栏 总预算 金额 元
    指标树 绩效目标
    指标栏 目标值 目标值
    指标栏 权重 小数
    层级 产出目标：数量、质量、时效
    层级 效果目标：社会效益、满意度
法规 办法 《预算绩效管理办法》 效力 参照
"#;

struct Pack {
    name: String,
    upper: Option<String>,
    sources: Vec<Source>,
}

struct Case {
    sources: Sources,
    packs: Vec<Pack>,
    sheets: Vec<Source>,
}

fn case(text: &str) -> Case {
    let mut sources = Sources::new();
    let forms = sources.add("forms.chi", FORMS);
    let common = Pack { name: "forms".to_owned(), upper: None, sources: vec![forms] };
    let own = Pack { name: "case".to_owned(), upper: None, sources: Vec::new() };
    let mut case = Case { sources, packs: vec![common, own], sheets: Vec::new() };
    for (at, part) in format!("case.chi\n{text}").split("==== ").enumerate() {
        let (head, body) = part.split_once('\n').unwrap_or((part, ""));
        if at == 0 && body.trim().is_empty() {
            continue;
        }
        let words: Vec<&str> = head.split_whitespace().collect();
        match words.as_slice() {
            ["包", name, upper @ ..] => {
                let upper = upper.last().map(|upper| (*upper).to_owned());
                let name = (*name).to_owned();
                case.packs.push(Pack { name, upper, sources: Vec::new() });
            }
            ["表.biao"] => {
                let head = "表单: 绩效目标表\n项目名称: 甲\n";
                case.sheets.push(case.sources.add("表.biao", format!("{head}{body}")));
            }
            _ => {
                let source = case.sources.add(head.trim(), body);
                case.packs.last_mut().unwrap().sources.push(source);
            }
        }
    }
    case
}

/// The text inside a span, with the file's name where it is not `case.chi`.
fn excerpt(sources: &Sources, span: Span) -> String {
    let source = sources.get(span.source).unwrap();
    let file = if source.name() == "case.chi" { "" } else { source.name() };
    if span.is_empty() {
        let at = source.position(span.start as usize);
        return format!("{file}@{}:{}", at.line, at.column);
    }
    format!("{file}「{}」", source.slice(span).replace('\n', "⏎"))
}

fn describe(sources: &Sources, findings: &[Diagnostic]) -> String {
    let mut lines = Vec::new();
    for finding in findings {
        let severity = match finding.severity {
            Severity::Error => "错误",
            Severity::Warning => "警告",
            Severity::Note => "提示",
        };
        let place = finding.span().map_or_else(String::new, |span| excerpt(sources, span));
        let message = finding.message.get(Lang::Zh);
        lines.push(format!("{severity} {} {place} {message}", finding.code.name()));
        for label in finding.labels.iter().skip(1) {
            let message = label.message.as_ref().map_or("", |words| words.get(Lang::Zh));
            lines.push(format!("  另见 {} {message}", excerpt(sources, label.span)));
        }
        if let Some(help) = &finding.help {
            lines.push(format!("  建议 {}", help.get(Lang::Zh)));
        }
    }
    lines.join("\n")
}

#[test]
fn dictionaries_and_references_are_checked_across_files_and_packs() {
    cases::run("dictionaries", |text| {
        let case = case(text);
        let packs = case.packs.iter().map(|pack| PackSources {
            name: &pack.name,
            sources: &pack.sources,
            judges: true,
            upper: pack.upper.as_deref().map(|upper| {
                let first = pack.sources.first().unwrap();
                (upper, Span::at(first.id(), 0))
            }),
        });
        let (rules, findings) = rulebook(&packs.collect::<Vec<_>>());
        let findings: Vec<Diagnostic> = findings
            .into_iter()
            .filter(|finding| {
                !matches!(finding.code.name(), "尺/缺依据" | "尺/缺例子" | "尺/可不填的字段")
            })
            .collect();
        let mut said = describe(&case.sources, &findings);
        if !rules.faulty.is_empty() {
            said.push_str(&format!("\n有误的规则：{}", rules.faulty.join("、")));
        }
        if !case.sheets.is_empty() {
            let checked = check(&rules, &case.sheets, Options::default());
            let outcomes = checked.outcomes;
            said.push_str(&format!(
                "\n{}\n通过 {} 不通过 {} 不适用 {} 无法判定 {}",
                describe(&case.sources, &checked.findings),
                outcomes.holds,
                outcomes.fails,
                outcomes.not_applicable,
                outcomes.undecidable
            ));
        }
        let said = said.trim().replace("\n\n", "\n");
        if said.is_empty() { "无".to_owned() } else { said }
    });
}

/// Checks a table as each kind of dictionary; every reported place lies in its text.
fn check_table(name: &str, text: &str) -> Vec<Diagnostic> {
    let mut sources = Sources::new();
    let items = ["词表 甲", "词尾表 乙", "同义 丙", "参数", "参数 丁"];
    let rules: String = items.iter().map(|item| format!("{item} 来自 \"{name}\"\n")).collect();
    let files =
        [sources.add("forms.chi", FORMS), sources.add("case.chi", rules), sources.add(name, text)];
    let pack = PackSources { name: "case", sources: &files, judges: true, upper: None };
    let (_, findings) = rulebook(&[pack]);
    for label in findings.iter().flat_map(|finding| &finding.labels) {
        let source = sources.get(label.span.source).unwrap();
        assert!(source.text().get(label.span.range()).is_some(), "{text:?}: {label:?}");
    }
    findings
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_table_is_checked(
        text in "[词尾全名归类同义参数年度地区值产出目标/质量、，,;\t\r\n\"' 　0-9%:：\\[\\]{}#~&*|>-]{0,80}|\\PC{0,60}",
    ) {
        check_table("表.csv", &text);
        check_table("表.yaml", &text);
        check_table("表.csv", &format!("词尾,归类,词,参数,值\n{text}"));
    }
}

#[test]
fn hostile_tables_are_refused_and_not_a_hang() {
    let rows =
        |row: &str, count| format!("词,同义词,词尾,归类,参数,年度,值\n{}", row.repeat(count));
    for (name, text) in [
        ("表.csv", rows("甲,乙,丙,丁/戊,己,庚,\n", 30_000)),
        ("表.csv", rows("\"\",,,,甲,2020,1\n", 30_000)),
        ("表.csv", format!("词\n{}", "\"".repeat(300_001))),
        ("表.csv", format!("词{}\n", ",".repeat(300_000))),
        ("表.csv", (0..30_000).map(|at| format!("词{at},词{}\n", at + 1)).collect::<String>()),
        ("表.yaml", "[".repeat(100_000)),
        ("表.yaml", "- ".repeat(100_000)),
        ("表.yaml", "? ".repeat(100_000)),
        ("表.yaml", format!("- &a [{}]\n- [*a, *a]\n", "1, ".repeat(1000))),
        ("表.yaml", (0..30_000).map(|at| format!("{at}: {{值: {at}, 年度: {at}}}\n")).collect()),
    ] {
        let findings = check_table(name, &text);
        assert!(!findings.is_empty() && findings.len() < 400, "{} {}", findings.len(), &text[..20]);
    }
}

/// Names as sheets have them, and what the shipped table of endings says that they measure.
#[test]
fn names_are_filed_by_what_they_measure() {
    let table = SHIPPED.1.suffixes.iter().find(|table| table.name == "指标归类").unwrap();
    let names = include_str!("../data/filing.csv");
    let wrong: Vec<String> = names
        .lines()
        .skip(1)
        .filter_map(|line| {
            let (name, wanted) = line.split_once(',').unwrap();
            let found = table.file(name).unwrap_or_default();
            (found != wanted).then(|| format!("{name}: {wanted} wanted, {found} found"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
