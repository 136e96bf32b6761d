//! What a user sees of findings: the snapshots are read by eye, the places of carets are computed.

use biaochi::diagnostic::{
    Basis, Code, Diagnostic, Edit, FixLevel, Lang, Outcomes, Severity, Subject, Words,
};
use biaochi::render::{
    Format, PackInfo, RenderOptions, Report, Summary, fingerprints, render, summary,
};
use biaochi::source::{Source, Sources, Span};

use crate::render_frames::{PROSE, assert_fits, underlined};

pub(crate) const SHEET: &str = "\
表单: 财政项目支出绩效目标表
年度: 2020
项目名称 道路养护
绩效目标:
  产出目标:
    数量:
      养护里程: 提高
";

pub(crate) fn span(source: &Source, needle: &str) -> Span {
    let at = source.text().find(needle).unwrap();
    Span::new(source.id(), at, at + needle.len())
}

pub(crate) fn zh(text: &str) -> Words {
    Words::new(text, text)
}

pub(crate) fn report(findings: Vec<Diagnostic>) -> Report {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let summary = Summary {
        files: 1,
        sheets: 1,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
        outcomes: Outcomes { holds: 80, fails: findings.len(), ..Outcomes::default() },
        ..Summary::default()
    };
    Report { summary, findings, ..Report::default() }
}

pub(crate) fn written(
    format: Format,
    sources: &Sources,
    report: &Report,
    options: RenderOptions,
) -> String {
    let mut out = Vec::new();
    render(format, sources, report, &options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

pub(crate) fn pretty(sources: &Sources, findings: Vec<Diagnostic>) -> String {
    written(
        Format::Pretty,
        sources,
        &report(findings),
        RenderOptions { width: 80, ..RenderOptions::default() },
    )
}

pub(crate) fn full_finding(source: &Source) -> Diagnostic {
    let mut finding = Diagnostic::error(
        Code::rule("绩效/目标值空泛"),
        span(source, "提高"),
        Words::new(
            "指标“养护里程”的目标值没有可衡量的标准",
            "the target of indicator “养护里程” cannot be measured",
        ),
    )
    .saying(Words::new("只写了“提高”", "says only “提高”"))
    .help(Words::new(
        "写明数值和单位，例如“=12公里”；\n难以量化的，写明判断的标准",
        "give a number with its unit, such as “=12公里”;\nif it has none, say how it is judged",
    ))
    .remark(Words::new("产出目标共 1 个指标", "there is 1 output indicator"))
    .fix(
        FixLevel::Draft,
        Words::new("改为“=〔待填〕公里”", "replace by “=〔待填〕公里”"),
        vec![Edit { span: span(source, "提高"), text: "=〔待填〕公里".into() }],
    )
    .about(Subject::Indicator("产出目标/数量/养护里程".into()));
    finding.sheet = Some("道路养护".into());
    finding.basis = [Basis {
        law: "《中央部门预算绩效目标管理办法》（财预〔2015〕88号）".into(),
        article: Some("第十条".into()),
        force: Some("参照".into()),
    }]
    .into();
    finding
}

#[test]
fn pretty_says_what_where_why_and_what_to_do() {
    let mut sources = Sources::new();
    let source = sources.add("sheets/道路.biao", SHEET);
    let output = pretty(&sources, vec![full_finding(&source)]);
    assert_eq!(underlined(&output), ["提高"]);
    assert_fits(&output, 80);
    insta::assert_snapshot!(output, @r#"
      × 错误[绩效/目标值空泛]: 指标“养护里程”的目标值没有可衡量的标准
       ╭─[sheets/道路.biao:7:13]
     7 │       养护里程: 提高
       ·                 ──┬─
       ·                   ╰── 只写了“提高”
       ╰────
      说明 产出目标共 1 个指标
      依据 《中央部门预算绩效目标管理办法》（财预〔2015〕88号）第十条（参照）
      建议 写明数值和单位，例如“=12公里”；
           难以量化的，写明判断的标准
      修复 起草，〔待填〕处由人填写：改为“=〔待填〕公里”

    检查了 1 个文件、1 张表：1 个错误
    "#);
    let options = RenderOptions { lang: Lang::En, width: 80, color: false };
    let output = written(Format::Pretty, &sources, &report(vec![full_finding(&source)]), options);
    assert_fits(&output, 80);
    insta::assert_snapshot!(output, @r#"
      × error[绩效/目标值空泛]: the target of indicator “养护里程” cannot be
      │ measured
       ╭─[sheets/道路.biao:7:13]
     7 │       养护里程: 提高
       ·                 ──┬─
       ·                   ╰── says only “提高”
       ╰────
      note  there is 1 output indicator
      basis 《中央部门预算绩效目标管理办法》（财预〔2015〕88号） 第十条 (guidance)
      help  give a number with its unit, such as “=12公里”;
            if it has none, say how it is judged
      fix   draft, blanks left to fill in: replace by “=〔待填〕公里”

    checked 1 file, 1 sheet: 1 error
    "#);
}

#[test]
fn short_is_one_line_a_finding_and_nothing_else() {
    let mut sources = Sources::new();
    let source = sources.add("a b.biao", SHEET);
    let findings = vec![
        full_finding(&source),
        Diagnostic::new(Code::NO_FILE, Severity::Error, zh("没有文件\n第二行")),
        Diagnostic::note(Code::rule("表/块"), Span::new(source.id(), 0, SHEET.len()), zh("整段")),
        Diagnostic::warning(Code::rule("表/点"), Span::at(source.id(), 0), zh("点\u{1b}[2J")),
    ];
    let options = RenderOptions::default();
    insta::assert_snapshot!(written(Format::Short, &sources, &report(findings.clone()), options), @r#"
    a b.biao:7:13: 错误[绩效/目标值空泛]: 指标“养护里程”的目标值没有可衡量的标准
    错误[检查/没有文件]: 没有文件 第二行
    a b.biao:1:1: 提示[表/块]: 整段
    a b.biao:1:1: 警告[表/点]: 点␛[2J
    "#);
    let options = RenderOptions { lang: Lang::En, ..options };
    insta::assert_snapshot!(written(Format::Short, &sources, &report(findings), options), @r#"
    a b.biao:7:13: error[绩效/目标值空泛]: the target of indicator “养护里程” cannot be measured
    error[检查/没有文件]: 没有文件 第二行
    a b.biao:1:1: note[表/块]: 整段
    a b.biao:1:1: warning[表/点]: 点␛[2J
    "#);
}

#[test]
fn rich_cuts_long_lines_too() {
    let mut sources = Sources::new();
    let source = sources.add("长.biao", PROSE);
    let finding = Diagnostic::warning(
        Code::rule("文本/括号不配对"),
        span(&source, "（含物业"),
        zh("括号没有配对"),
    )
    .saying(zh("这个括号没有合上"))
    .label(span(&source, "一、"), zh("编号从这里开始"))
    .help(zh("补上右括号"));
    let options = RenderOptions { width: 80, ..RenderOptions::default() };
    let output = written(Format::Rich, &sources, &report(vec![finding]), options);
    assert_eq!(underlined(&output), ["一、", "（含物业"]);
    insta::assert_snapshot!(output, @r#"
    警告[文本/括号不配对]: 括号没有配对
      ┌─ 长.biao:1:121
      │
    1 │ 立项依据: 一、为贯彻落实市委市政府…理中心组织实施（含物业热线，四、经费…
      │           ----                                   ^^^^^^^^ 这个括号没有合上
      │           │                                        
      │           编号从这里开始
      │
      = 建议: 补上右括号

    检查了 1 个文件、1 张表：1 个警告
    "#);
}

#[test]
fn colour_changes_nothing_but_colour() {
    let mut sources = Sources::new();
    let source = sources.add("a.biao", SHEET);
    let finding = full_finding(&source).label(span(&source, "2020"), zh("年度"));
    for format in [Format::Pretty, Format::Short, Format::Rich] {
        let plain = RenderOptions { width: 80, ..RenderOptions::default() };
        let coloured = RenderOptions { color: true, ..plain };
        let plain = written(format, &sources, &report(vec![finding.clone()]), plain);
        let coloured = written(format, &sources, &report(vec![finding.clone()]), coloured);
        assert!(!plain.contains('\u{1b}'));
        assert!(coloured.contains('\u{1b}'));
        let mut stripped = String::new();
        for (at, piece) in coloured.split('\u{1b}').enumerate() {
            stripped.push_str(if at == 0 { piece } else { piece.split_once('m').unwrap().1 });
        }
        assert_eq!(stripped, plain);
    }
}

#[test]
fn json_keeps_its_contract() {
    let mut sources = Sources::new();
    let source = sources.add("sheets/道路.biao", format!("\u{feff}{SHEET}"));
    let mut findings = vec![full_finding(&source)];
    findings.push(Diagnostic::new(Code::NO_FILE, Severity::Warning, Words::new("无", "none")));
    let mut report = report(findings);
    let named = |text: &str| text.to_owned();
    report.packs =
        vec![PackInfo { name: named("甲"), version: named("1.0.0"), sha256: named("ab") }];
    let text = written(Format::Json, &sources, &report, RenderOptions::default());
    insta::assert_snapshot!("json", text);
    // Field by field: what the numbers say is what the file holds.
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let first = &json["findings"][0];
    let offset = |end: &str| first["span"][end]["offset"].as_u64().unwrap() as usize;
    assert_eq!(&source.text()[offset("start")..offset("end")], first["excerpt"]);
    assert_eq!(
        (&first["span"]["start"]["line"], &first["span"]["start"]["column"]),
        (&7.into(), &13.into())
    );
    assert_eq!(first["labels"][0]["span"], first["span"]);
    assert_eq!(first["fixes"][0]["edits"][0]["file"], "sheets/道路.biao");
    assert!(json["findings"][1]["span"].is_null() && json["findings"][1]["file"].is_null());
    assert_eq!(json["summary"]["warnings"], 1);
}

#[test]
fn fingerprints_survive_edits_elsewhere_and_tell_equal_findings_apart() {
    let of = |text: &str| {
        let mut sources = Sources::new();
        let source = sources.add("a.biao", text);
        let finding = full_finding(&source);
        let mut other = finding.clone();
        other.subject = Some(Subject::Indicator("产出目标/数量/别的".into()));
        let found = fingerprints(&sources, &[], &[finding.clone(), other, finding]);
        found.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let before = of(SHEET);
    assert_eq!(before, of(&format!("# 说明\n\n{SHEET}")));
    assert_eq!(before.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
    assert!(before.iter().all(|fingerprint| fingerprint.len() == 16));
    // Stable from the first release on: a baseline written today is read tomorrow.
    insta::assert_snapshot!(before.join(" "), @r#"2395d73e85105658 1d885bd28dbdb140 88999d3c1b503261"#);
}

#[test]
fn the_summary_never_takes_nothing_checked_for_nothing_wrong() {
    let mut report = Report::default();
    report.summary.files = 2;
    let mut said = Vec::new();
    let mut say = |report: &Report| {
        said.push(summary(report, Lang::Zh));
        said.push(summary(report, Lang::En));
    };
    say(&report);
    report.summary.sheets = 4;
    report.summary.outcomes.not_applicable = 9;
    say(&report);
    report.summary.outcomes.holds = 300;
    say(&report);
    report.summary.outcomes.undecidable = 3;
    report.summary.suppressed = 1;
    report.summary.baselined = 2;
    report.summary.errors = 12;
    report.summary.warnings = 1;
    say(&report);
    insta::assert_snapshot!(said.join("\n"), @r#"
    没有检查任何表：2 个文件里没有表
    nothing checked: no sheet in 2 files
    没有规则得到判定：2 个文件、4 张表，没有一条规则适用于它们
    nothing decided: 2 files, 4 sheets, and no rule applies to them
    全部通过：检查了 2 个文件、4 张表，规则判定 309 次，成立 300 次
    all clear: checked 2 files, 4 sheets, 300 of 309 rule verdicts hold
    检查了 2 个文件、4 张表：12 个错误、1 个警告；3 次因缺少内容无法判定；1 处已在表中声明忽略；2 处为基线中已有
    checked 2 files, 4 sheets: 12 errors, 1 warning; 3 undecidable for lack of content; 1 suppressed in the sheet; 2 known from the baseline
    "#);
}

#[test]
fn a_source_cannot_write_to_the_terminal() {
    let mut sources = Sources::new();
    let source = sources.add("坏\u{1b}[31m.biao", "甲: \u{1b}]0;owned\u{7}\u{202e}乙\t丙\n");
    let finding =
        Diagnostic::error(Code::rule("表/\u{7}"), span(&source, "乙\t丙"), zh("引用“\u{1b}[2J”"))
            .saying(zh("\u{1b}c"))
            .help(zh("\u{9b}2J"));
    for format in [Format::Pretty, Format::Short, Format::Rich] {
        let output =
            written(format, &sources, &report(vec![finding.clone()]), RenderOptions::default());
        let harmless = |character: char| !character.is_control() || character == '\n';
        assert!(output.chars().all(harmless), "{output:?}");
    }
    let output = pretty(&sources, vec![finding]);
    assert_eq!(underlined(&output), ["乙    丙"]);
}

#[test]
fn ten_thousand_findings_on_one_line_are_no_matter() {
    let mut sources = Sources::new();
    let text = format!("甲: {}\n", "一二三四五六七八九十".repeat(50_000));
    let source = sources.add("a.biao", text);
    let findings = (0..10_000)
        .map(|at| Span::new(source.id(), 5 + at * 150, 8 + at * 150))
        .map(|span| Diagnostic::error(Code::rule("甲/乙"), span, zh("消息")).saying(zh("这里")))
        .collect();
    let output = pretty(&sources, findings);
    assert!(output.ends_with("检查了 1 个文件、1 张表：10000 个错误\n"), "{}", output.len());
}
