//! `--format html`: what the page marks, says and links; what it never does. Small reports are
//! built here and seen as text; the shipped examples go through the program.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use biaochi::diagnostic::{
    Basis, Code, Criterion, Diagnostic, Edit, FixLevel, Lang, Outcomes, Severity, Subject,
    Suppressed, Suppression, Words,
};
use biaochi::render::{
    Format, PackInfo, RenderOptions, Report, RuleInfo, SheetInfo, Summary, render,
};
use biaochi::source::{Source, Sources, Span};

use crate::cli::biaochi;

/// A unit's sheet, then a second one in the same file.
pub(crate) const SHEETS: &str = "\
表单: 目标表
年度: 2020
单位: 示例处
项目名称: 道路养护
项目概况: 养护道路，提高质量
绩效目标:
  产出目标:
    数量:
      养护里程: 提高
一
二
三
四
五
六
---
项目名称: =1+1
";

pub(crate) fn span(source: &Source, needle: &str) -> Span {
    let at = source.text().find(needle).unwrap();
    Span::new(source.id(), at, at + needle.len())
}

pub(crate) fn rule(name: &str, criterion: &str, strength: &str) -> RuleInfo {
    RuleInfo {
        name: name.into(),
        texts: Default::default(),
        pack: "示例".into(),
        severity: Severity::Error,
        criterion: Criterion::ALL.into_iter().find(|known| known.name() == criterion),
        strength: Some(strength.into()),
        tags: Vec::new(),
        about: None,
        sentence: Words::verbatim(""),
        basis: Vec::new(),
        fixable: false,
    }
}

/// Two sheets, a finding of each kind, one suppressed, one outside of any sheet.
pub(crate) fn sample(sources: &mut Sources) -> Report {
    let source = sources.add("表/甲.biao", SHEETS);
    let at = |needle| span(&source, needle);
    let apart = at("---").start as usize;
    let (first, second) =
        (Span::new(source.id(), 0, apart), Span::new(source.id(), apart + 4, source.text().len()));
    let sheet = |name: &str, span, unit: Option<&str>, outcomes| SheetInfo {
        name: name.into(),
        project: None,
        span,
        form: "目标表".into(),
        undeclared: false,
        year: unit.map(|_| 2020),
        unit: unit.map(Into::into),
        outcomes,
    };
    let in_first = |mut finding: Diagnostic| {
        finding.sheet = Some("道路养护".into());
        finding
    };
    let mut vague = in_first(Diagnostic::error(
        Code::rule("可衡量/目标值空泛"),
        at("提高\n"),
        Words::new("目标值“提高”无法衡量", "the target cannot be measured"),
    ))
    .about(Subject::Indicator("产出目标/质量/养护水平".into()))
    .saying(Words::new("只写了“提高”", "says only “提高”"))
    .label(at("养护道路"), Words::new("概况这样写", "the text says so"))
    .help(Words::new("写成数，例如：=12公里", "give a number: =12公里"))
    .fix(
        FixLevel::Draft,
        Words::new("改为“=〔待填〕公里”", "replace"),
        vec![Edit { span: at("提高\n"), text: String::new() }],
    );
    vague.basis = [Basis {
        law: "《绩效目标管理办法》（财预〔2015〕88号）".into(),
        article: Some("待核".into()),
        force: Some("参照".into()),
    }]
    .into();
    let findings = vec![
        vague,
        in_first(Diagnostic::warning(
            Code::rule("文字/概况太短"),
            at("养护道路，提高质量"),
            Words::verbatim("概况太短"),
        ))
        .about(Subject::Field("项目概况".into())),
        in_first(Diagnostic::note(
            Code::rule("文字/重复"),
            at("道路，"),
            Words::verbatim("“道路”重复"),
        )),
        Diagnostic::warning(
            Code::UNREADABLE_VALUE,
            at("=1+1"),
            Words::verbatim("=cmd|' /C calc'!A0"),
        ),
        Diagnostic::new(
            Code::UNREADABLE,
            Severity::Error,
            Words::new("读不到“乙.biao”", "“乙.biao” cannot be read"),
        ),
    ];
    let suppressed = Suppressed {
        finding: in_first(Diagnostic::warning(
            Code::rule("日期/太晚"),
            at("2020"),
            Words::verbatim("日期太晚"),
        )),
        by: Suppression {
            comment: at("年度"),
            reason: "已批准".into(),
            approver: Some("张三".into()),
            until: None,
        },
    };
    let decided = Outcomes { holds: 8, fails: 3, undecidable: 2, ..Outcomes::default() };
    let undecided = Outcomes { not_applicable: 9, ..Outcomes::default() };
    let mut all = decided;
    all += undecided;
    Report {
        packs: vec![PackInfo {
            name: "示例".into(),
            version: "1.0.0".into(),
            sha256: "ab".repeat(32),
        }],
        rules: vec![
            rule("可衡量/目标值空泛", "相关性", "确定"),
            rule("文字/概况太短", "完整性", "可能多报"),
            rule("文字/重复", "完整性", "可能漏报"),
        ],
        incomplete: false,
        repository: None,
        sheets: vec![
            sheet("道路养护", first, Some("示例处"), decided),
            sheet("=1+1", second, None, undecided),
        ],
        summary: Summary {
            files: 2,
            sheets: 2,
            errors: 2,
            warnings: 2,
            notes: 1,
            suppressed: 1,
            outcomes: all,
            ..Summary::default()
        },
        findings,
        suppressed: vec![suppressed],
        baselined: Vec::new(),
    }
}

pub(crate) fn bytes(format: Format, sources: &Sources, report: &Report, lang: Lang) -> Vec<u8> {
    let mut out = Vec::new();
    render(format, sources, report, &RenderOptions { lang, ..RenderOptions::default() }, &mut out)
        .unwrap();
    out
}

fn page(sources: &Sources, report: &Report, lang: Lang) -> String {
    String::from_utf8(bytes(Format::Html, sources, report, lang)).unwrap()
}

fn between<'t>(text: &'t str, open: &str, close: &str) -> Vec<&'t str> {
    text.split(open).skip(1).map(|rest| rest.split(close).next().unwrap()).collect()
}

/// What a browser without style or script shows of some markup: links in brackets, a line an item
/// or a cell.
fn seen(markup: &str) -> String {
    let mut text = String::new();
    for piece in markup.split_inclusive('>') {
        let (words, tag) = piece.split_once('<').unwrap_or((piece, ""));
        text.push_str(words);
        match tag.split([' ', '>']).next().unwrap() {
            "a" => text.push('['),
            "/a" => text.push(']'),
            "dt" => text.push_str("\n  "),
            "dd" => text.push_str(": "),
            "td" | "th" => text.push_str(" | "),
            "details" => text.push_str("\n▸ "),
            "li" | "tr" | "h2" | "h3" | "h4" | "p" | "article" => text.push('\n'),
            _ => {}
        }
    }
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
        text = text.replace(entity, character);
    }
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    lines.fold(String::new(), |mut all, line| {
        let _ = writeln!(all, "{line}");
        all
    })
}

#[test]
fn a_sheet_is_shown_with_its_marks_then_what_was_found() {
    let mut sources = Sources::new();
    let report = sample(&mut sources);
    let page = page(&sources, &report, Lang::Zh);
    let sections = between(&page, "<section class=\"sheet\"", "</section>");
    assert_eq!(sections.len(), 3);
    insta::assert_snapshot!(seen(&format!("<{}", sections[0])), @r"
    道路养护 错误1 警告1 提示1
      单位: 示例处
      年度: 2020 年度
      表单: 目标表
      文件: 表/甲.biao 第 1–15 行
      规则判定: 通过 8，不通过 3，不适用 0，无法判定 2
      表中声明忽略的: [1 条]
    原文
    表单: 目标表
    年度: 2020
    单位: 示例处
    项目名称: 道路养护
    项目概况: [养护][道路][，][3][提高质量][2]
    绩效目标:
      产出目标:
        数量:
          养护里程: [提高][1]
    一
    ▸ 第 11–15 行（5 行没有问题）
    二
    三
    四
    五
    六
    问题 3 条
    [1] 错误 目标值“提高”无法衡量
    [产出目标 › 质量 › 养护水平] 提高 · 可衡量/目标值空泛 · 相关性
      说明: 只写了“提高”
      另见: [第 5 行] 养护道路 概况这样写
      依据: 《绩效目标管理办法》（财预〔2015〕88号）（条款待核）（参照）
      建议: 写成数，例如：=12公里
      修复: 起草，〔待填〕处由人填写：改为“=〔待填〕公里”
    [2] 警告 概况太短
    [项目概况] 养护道路，提高质量 · 文字/概况太短 · 完整性 可能多报：报的不一定是毛病，要看一眼
    [3] 提示 “道路”重复
    [第 5 行] 道路， · 文字/重复 · 完整性 可能漏报：报的就是毛病，但还可能有没报的
    [回目录]
    ");
}

#[test]
fn the_numbers_come_first_and_what_counts_as_nothing_is_shown() {
    let mut sources = Sources::new();
    let report = sample(&mut sources);
    let page = page(&sources, &report, Lang::Zh);
    let (head, rest) = page.split_once("<body>").unwrap().1.split_once("<details>").unwrap();
    insta::assert_snapshot!(seen(head), @r"
    绩效目标表检查报告
    有错误，要退回修改
    检查了 2 个文件、2 张表：2 个错误、2 个警告、1 个提示；2 次因缺少内容无法判定；1 处已在表中声明忽略
    2 个文件
    2 张表
    2 个错误
    2 个警告
    1 个提示
    2 次无法判定
    1 处已忽略
    0 处基线中已有
    0 条规则没有用
    总的情况
    错误 警告 提示 问题按审核内容和级别完整性完整性112相关性相关性11适当性适当性0可行性可行性0其他其他112报得最多的规则（前二十条）可衡量/目标值空泛可衡量/目标值空泛11文字/概况太短文字/概况太短11文字/重复文字/重复11检查/无法读取检查/无法读取11表/值无法识别表/值无法识别11问题最多的单位（前二十个）示例处示例处1113未填单位未填单位11哪条规则在哪个单位报得多可衡量/目标值空泛可衡量/目标值空泛可衡量/目标值空泛 · 示例处 · 11可衡量/目标值空泛 · 未填单位 · 0文字/概况太短文字/概况太短文字/概况太短 · 示例处 · 11文字/概况太短 · 未填单位 · 0文字/重复文字/重复文字/重复 · 示例处 · 11文字/重复 · 未填单位 · 0检查/无法读取检查/无法读取检查/无法读取 · 示例处 · 0检查/无法读取 · 未填单位 · 0表/值无法识别表/值无法识别表/值无法识别 · 示例处 · 0表/值无法识别 · 未填单位 · 11示例处示例处未填单位未填单位问题按审核内容和级别
     | 审核内容 | 错误 | 警告 | 提示 | 合计
     | 完整性 | 0 | 1 | 1 | 2
     | 相关性 | 1 | 0 | 0 | 1
     | 适当性 | 0 | 0 | 0 | 0
     | 可行性 | 0 | 0 | 0 | 0
     | 其他 | 1 | 1 | 0 | 2
     | 合计 | 2 | 2 | 1 | 5
    ");
    let suppressed = between(rest, "<section id=\"suppressed\"", "</section>");
    insta::assert_snapshot!(seen(&format!("<{}", suppressed[0])), @r"
    表中声明忽略的 1 条
    这些问题规则报了，填表人在表里声明忽略。是否成立，请审核人员看理由。
     | 项目 | 位置 | 问题 | 理由 | 批准人 | 有效期至
     | 道路养护 | 表/甲.biao 第 2 行 | 警告 日期太晚 日期/太晚 | 已批准 | 张三 | 未写明
    ");
}

/// What was not looked at is never a pass.
#[test]
fn only_what_was_decided_is_clear() {
    let sheets = |sheets, holds, undecidable| Report {
        summary: Summary {
            sheets,
            outcomes: Outcomes { holds, undecidable, ..Outcomes::default() },
            ..Summary::default()
        },
        ..Report::default()
    };
    for (report, verdict) in [
        (sheets(0, 0, 0), "没有检查到任何表"),
        (sheets(1, 0, 0), "没有规则得到判定"),
        (sheets(1, 4, 1), "没有发现问题，但有没能判定的"),
        (Report { incomplete: true, ..sheets(1, 4, 0) }, "有内容没能检查，不算通过"),
        (sheets(1, 4, 0), "全部通过"),
    ] {
        let page = page(&Sources::new(), &report, Lang::Zh);
        let word = between(&page, "<p class=\"word\">", "<")[0];
        assert_eq!(word, verdict);
        assert_eq!(page.contains("verdict good"), verdict == "全部通过", "{verdict}");
    }
}

/// Every link leads somewhere, no name is given twice, every tag that is opened is closed, nothing
/// is fetched.
fn assert_sound(page: &str) {
    let (head, rest) = page.split_once("<style>").unwrap();
    let body = rest.split_once("</style>").unwrap().1.split_once("<script>").unwrap().0;
    let ids = between(body, " id=\"", "\"");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    let links: BTreeSet<&str> = between(body, "href=\"", "\"").into_iter().collect();
    for link in links {
        assert!(link.strip_prefix('#').is_some_and(|id| unique.contains(id)), "{link}");
    }
    let style = rest.split_once("</style>").unwrap().0;
    let classes = between(body, "class=\"", "\"").into_iter().flat_map(str::split_whitespace);
    for class in classes.collect::<BTreeSet<_>>() {
        assert!(
            style.contains(&format!(".{class}")) || ["rule", "facts"].contains(&class),
            "{class}"
        );
    }
    for outside in [" src=", "<link", "@import", "url(", "http://", "https://", "fetch("] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert_eq!(page.matches("<script>").count(), 1);
    let mut open: Vec<&str> = Vec::new();
    for tag in between(head, "<", ">").into_iter().chain(between(body, "<", ">")) {
        let name = tag.split(' ').next().unwrap();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None if ["!DOCTYPE", "meta", "input"].contains(&name) => {}
            None => open.push(name),
        }
    }
    assert_eq!(open, ["html", "body"]);
}

#[test]
fn the_page_is_sound_and_speaks_the_requested_language() {
    let mut sources = Sources::new();
    let report = sample(&mut sources);
    for (lang, name, verdict) in
        [(Lang::Zh, "zh-CN", "有错误，要退回修改"), (Lang::En, "en", "There are errors")]
    {
        let page = page(&sources, &report, lang);
        assert_sound(&page);
        assert!(page.contains(&format!("<html lang=\"{name}\">")) && page.contains(verdict));
    }
    let english = page(&sources, &report, Lang::En);
    for word in ["审核", "错误", "依据", "建议", "单位：", "没有"] {
        let body = english.split_once("<main>").unwrap().1.split_once("<script>").unwrap().0;
        assert!(!body.contains(word), "{word}");
    }
    assert_sound(&page(&Sources::new(), &Report::default(), Lang::Zh));
}

/// What a file holds is text and nothing else, in every place where it is shown.
#[test]
fn hostile_text_is_inert() {
    const HOSTILE: &str = "</script><script>alert(1)</script>\"'\u{1b}[1m\u{202e}\u{7}";
    let mut sources = Sources::new();
    let source = sources.add(HOSTILE, format!("项目名称: {HOSTILE}\n"));
    let all = Span::new(source.id(), 0, source.text().len());
    let words = || Words::verbatim(HOSTILE);
    let mut finding = Diagnostic::error(Code::rule(HOSTILE), span(&source, HOSTILE), words())
        .saying(words())
        .help(words())
        .remark(words())
        .label(all, words())
        .fix(FixLevel::Safe, words(), Vec::new());
    finding.sheet = Some(HOSTILE.into());
    let text = || Some(HOSTILE.to_owned());
    finding.basis = [Basis { law: HOSTILE.into(), article: text(), force: text() }].into();
    let by = Suppression { comment: all, reason: HOSTILE.into(), approver: text(), until: text() };
    let sheet = SheetInfo {
        name: HOSTILE.into(),
        project: None,
        span: all,
        form: HOSTILE.into(),
        undeclared: false,
        year: None,
        unit: text().map(Into::into),
        outcomes: Outcomes::default(),
    };
    let report = Report {
        repository: None,
        packs: vec![PackInfo {
            name: HOSTILE.into(),
            version: HOSTILE.into(),
            sha256: HOSTILE.into(),
        }],
        rules: vec![rule(HOSTILE, HOSTILE, HOSTILE)],
        sheets: vec![sheet],
        findings: vec![finding.clone()],
        suppressed: vec![Suppressed { finding: finding.clone(), by }],
        baselined: vec![finding],
        incomplete: false,
        summary: Summary { sheets: 1, ..Summary::default() },
    };
    let page = page(&sources, &report, Lang::Zh);
    assert_sound(&page);
    assert!(page.contains("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;'␛[1m�␇"));
    for character in ['\u{1b}', '\u{202e}', '\u{7}'] {
        assert!(!page.contains(character), "{character:?}");
    }
}

/// A page of so many sheets of seven units, each with ten findings of five rules; every hundredth
/// has an error.
fn batch(sheets: usize) -> String {
    let mut sources = Sources::new();
    let mut report = Report::default();
    for number in 0..sheets {
        let lines = "      养护里程: 提高\n".repeat(50);
        let source = sources.add(format!("{number}.biao"), lines);
        report.sheets.push(SheetInfo {
            name: format!("项目{number}").into(),
            project: None,
            span: Span::new(source.id(), 0, source.text().len()),
            form: "目标表".into(),
            undeclared: false,
            year: Some(2020),
            unit: Some(format!("示例{}处", number % 7).into()),
            outcomes: Outcomes::default(),
        });
        let line = source.text().len() / 50;
        report.findings.extend((0..10).map(|at| {
            let span = Span::new(source.id(), at * line + 20, at * line + 26);
            let code = Code::rule(format!("甲/规则{}", at % 5));
            let words = Words::verbatim("目标值空泛");
            match number % 100 == 99 && at == 0 {
                true => Diagnostic::error(code, span, words),
                false => Diagnostic::warning(code, span, words),
            }
            .help(Words::verbatim("写成数"))
        }));
    }
    page(&sources, &report, Lang::Zh)
}

/// Thousands of sheets stay a page that opens: those that go back first are shown with their lines,
/// and all are listed.
#[test]
fn the_page_grows_with_what_is_in_it() {
    let (small, large) = (batch(100), batch(3000));
    assert!(large.len() < 5 * small.len() && large.len() < 6_000_000, "{}", large.len());
    assert_sound(&large);
    assert!(large.contains("前 300 张表的原文和问题在下面，其余 2700 张只列在这里"));
    assert_eq!(large.matches("<section class=\"sheet\"").count(), 300);
    let rows = between(&large, "<tr data-sheet=\"", "</tr>");
    assert_eq!(rows.len(), 3000);
    // The thirty with an error come first, the rest in their order.
    let first: Vec<&str> = rows.iter().take(3).map(|row| row.split('"').next().unwrap()).collect();
    assert_eq!(first, ["s99", "s199", "s299"]);
    assert!(rows[30].starts_with("s0\""), "{}", rows[30]);
    // What is only listed can be filtered too.
    assert!(
        rows[2999].contains("warning 4 甲/规则4") && !rows[2999].contains("href"),
        "{}",
        rows[2999]
    );
    assert!(!small.contains("只列在这里"));
}

#[test]
fn pictures_show_the_counts_of_the_tables() {
    let page = batch(100);
    let pictures = between(&page, "<figure class=\"chart\">", "</figure>");
    let titles: Vec<&str> =
        pictures.iter().map(|picture| between(picture, "<figcaption>", "<")[0]).collect();
    assert_eq!(
        titles,
        [
            "问题按审核内容和级别",
            "报得最多的规则（前二十条）",
            "问题最多的单位（前二十个）",
            "哪条规则在哪个单位报得多"
        ]
    );
    assert!(pictures[1].contains(">200<") && pictures[1].contains("甲/规则3"), "{}", pictures[1]);
    assert!(pictures[3].contains("甲/规则0 · 示例0处 · 30"), "{}", pictures[3]);
    // One sheet needs one chart, and nothing found none.
    assert_eq!(batch(0).matches("<figure").count(), 0);
    assert_eq!(batch(1).matches("<figure").count(), 2);
}

#[test]
fn the_examples_make_a_page_with_all_that_was_found() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("结果.html");
    let format = format!("html:{}", out.display());
    for paths in ["examples", "examples/planted", "examples/clean"] {
        let ran = biaochi(root, &["check", paths, "--format", &format, "--format", "short"]);
        let page = std::fs::read_to_string(&out).unwrap();
        assert_sound(&page);
        let findings = ran.out.lines().filter(|line| !line.contains("已忽略[")).count();
        assert_eq!(page.matches("<article").count(), findings, "{paths}");
    }
    std::fs::create_dir(folder.path().join("空")).unwrap();
    let ran = biaochi(folder.path(), &["check", "空", "--format", "html"]);
    assert!(ran.out.contains("没有检查到任何表"), "{}{}", ran.out, ran.err);
}

#[cfg(not(feature = "office"))]
#[test]
fn a_format_that_is_not_built_says_so() {
    let folder = tempfile::tempdir().unwrap();
    for format in ["docx:意见.docx", "xlsx:清单.xlsx", "docx"] {
        let ran = biaochi(folder.path(), &["check", "--format", format]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        assert!(ran.err.contains("没有带办公软件的格式"), "{}", ran.err);
    }
}
