//! A lone CR, CR LF and CR CR LF end lines as LF does, in every kind of file, and stay as they are.

use biaochi::check::{Options, PackSources, check, fix, rulebook, test};
use biaochi::diagnostic::{Diagnostic, Lang};
use biaochi::format;
use biaochi::render::{self, Format, Report};
use biaochi::rule::RuleSet;
use biaochi::source::{Source, SourceId, Sources, line_ends};
use biaochi::syntax::table;
use proptest::prelude::*;

use crate::cli::{biaochi, folder};
use crate::rule_check::PRELUDE;
use crate::shipped::SHIPPED;

const ENDS: [&str; 3] = ["\r\n", "\r", "\r\r\n"];

/// A text with other line ends.
fn with(text: &str, end: &str) -> String {
    text.replace('\n', end)
}

/// A text of which each line has the next of some line ends.
fn mixed(text: &str, ends: &[usize]) -> String {
    let all = ["\n", "\r\n", "\r", "\r\r\n"];
    let mut ends = ends.iter().cycle();
    // A CR before an LF of its own would be one line end with it.
    let parts: Vec<&str> = text.split_inclusive('\n').collect();
    let mut mixed = String::new();
    for (at, part) in parts.iter().enumerate() {
        let next_is_blank = parts.get(at + 1).is_some_and(|next| *next == "\n");
        let end = all[*ends.next().unwrap() % all.len()];
        let end = if next_is_blank || *part == "\n" { "\r\n" } else { end };
        mixed.push_str(&part.replace('\n', end));
    }
    mixed
}

/// The line ends of a text.
fn ends_of(text: &str) -> Vec<&str> {
    line_ends(text).map(|end| &text[end]).collect()
}

/// What is found, by code, place for people and words.
fn reported(source: &Source, findings: &[Diagnostic]) -> Vec<String> {
    let place = |finding: &Diagnostic| {
        let span = finding.span().filter(|span| span.source == source.id())?;
        Some((
            source.position(span.start as usize),
            source.slice(span).trim().replace([' ', '\r', '\n'], ""),
        ))
    };
    findings
        .iter()
        .map(|finding| format!("{} {:?} {}", finding.code, place(finding), finding.message.zh))
        .collect()
}

const FAULTY: &str = "# 样表 # 一\n表单: 财政项目支出绩效目标表\n年度: 2020\n项目名称: 甲 # 全称\n绩效类別: 其他类\n项目概况: |\n  第一段的的文字。\n\n  第二段，１２公里。\n项目总预算: 60万\n绩效目标:\n  产出目标:\n    质量: # 质量\n    \t合格率: =100% # 见合同\n      # 表尺忽略 归类/质量指标\n      按期完工: {目标值: 100}\n---\n表单: 财政项目支出绩效目标表\n年度 2020\n项目名称: 乙\n";

#[test]
fn sheets_read_the_same_with_any_line_end() {
    let (_, rules, _) = &*SHIPPED;
    let checked = |text: &str| {
        let source = Source::new(SourceId::ALONE, "表.biao", text);
        let checked = check(rules, std::slice::from_ref(&source), Options::default());
        (reported(&source, &checked.findings), checked.suppressed.len(), checked.sheets.len())
    };
    let wanted = checked(FAULTY);
    assert_eq!(wanted.2, 2);
    for end in ENDS {
        assert_eq!(wanted, checked(&with(FAULTY, end)), "{end:?}");
    }
    assert_eq!(wanted, checked(&mixed(FAULTY, &[0, 2, 3, 1, 2])));
}

/// What fixes make of a text; none is applied twice.
fn fixed(rules: &RuleSet, text: &str) -> String {
    let source = Source::new(SourceId::ALONE, "表.biao", text);
    let fixed = fix(rules, std::slice::from_ref(&source), Options::default(), true);
    let after = fixed.texts.first().map_or(source, |text| text.after.clone());
    let again = fix(rules, std::slice::from_ref(&after), Options::default(), true);
    assert!(again.texts.is_empty(), "a second run changes nothing: {:?}", after.written());
    after.written().to_owned()
}

#[test]
fn fixes_keep_every_line_end() {
    let (_, rules, _) = &*SHIPPED;
    let wanted = fixed(rules, FAULTY);
    assert_ne!(wanted, FAULTY);
    for end in ENDS {
        assert_eq!(fixed(rules, &with(FAULTY, end)), with(&wanted, end), "{end:?}");
    }
}

#[test]
fn a_tidy_file_is_tidy_with_any_line_end_and_mark() {
    let sheet = include_str!("../../examples/corrected/04-网络基础设施（交易中心）（运维）.biao");
    let rule = include_str!("../../rules/targets-2021/filing.chi");
    let source = |text: String| Source::new(SourceId::ALONE, "甲", text);
    for (tidy, is_rule) in [(sheet, false), (rule, true)] {
        for mark in ["", "\u{feff}"] {
            for end in ["\n", "\r\n", "\r", "\r\r\n"] {
                let text = source(format!("{mark}{}", with(tidy, end)));
                let formatted = match is_rule {
                    true => format::rules(&text, None).unwrap(),
                    false => format::sheet(&text).unwrap(),
                };
                assert_eq!(formatted, text.written(), "{end:?}");
            }
        }
    }
}

#[test]
fn formatting_keeps_the_end_of_each_line() {
    let untidy =
        "\u{feff}表单:甲\r\r\n\r\n\r\n年度：2020\r项目概况: |\n      一\r\n\n      二\r\r\n名称:乙";
    let tidy =
        "\u{feff}表单: 甲\r\r\n\r\n年度: 2020\r项目概况: |\n  一\r\n\n  二\r\r\n名称: 乙\r\r\n";
    let formatted = |text: &str| format::sheet(&Source::new(SourceId::ALONE, "甲", text)).unwrap();
    assert_eq!(formatted(untidy), tidy);
    assert_eq!(formatted(tidy), tidy);
    assert_eq!(formatted(""), "");
    let rules =
        |text: &str| format::rules(&Source::new(SourceId::ALONE, "甲", text), None).unwrap();
    let untidy = "规则 甲/乙：\r    须 有 丙 且\r\n      有 丁\r\r\n定义 戊: 有 己\r";
    let tidy = rules(untidy);
    assert_eq!(tidy, rules(&tidy));
    assert!(tidy.starts_with("规则 甲/乙：\r  须 有 丙 且\r\n"), "{tidy:?}");
}

#[test]
fn rule_files_read_the_same_with_any_line_end() {
    let text = "规则 甲/乙：\n  说明 \"要写概况。\"\n  依据 办法\n  当 有 项目名称\n    且 非 有 立项依据\n  须 有 项目概况 # 注\n  否则 错误 \"缺概况\" 于 项目概况\n  建议 \"补上\"\n  合格 \"\"\"\n    项目名称: 甲\n    项目概况: |\n      一\n\n      二\n    \"\"\"\n  不合格 \"\"\"\n    [[项目名称: 甲]]\n    \"\"\"\n规则 甲/丙：\n  须 有 项目概汜\n";
    let read = |text: &str| {
        let mut sources = Sources::new();
        let files = [sources.add("p.chi", PRELUDE), sources.add("case.chi", text)];
        let pack = PackSources { name: "case", sources: &files, judges: true, upper: None };
        let (rules, findings) = rulebook(&[pack]);
        let report = test(&rules);
        let all: Vec<Diagnostic> = findings.into_iter().chain(report.findings).collect();
        let mut out = Vec::new();
        let report = Report { findings: all.clone(), ..Report::default() };
        let options = render::RenderOptions { lang: Lang::Zh, ..render::RenderOptions::default() };
        render::render(Format::Short, &sources, &report, &options, &mut out).unwrap();
        (reported(&files[1], &all), String::from_utf8(out).unwrap())
    };
    let wanted = read(text);
    assert!(wanted.0.iter().any(|finding| finding.contains("项目概汜")), "{wanted:?}");
    for end in ENDS {
        assert_eq!(wanted, read(&with(text, end)), "{end:?}");
    }
}

#[test]
fn dictionaries_read_the_same_with_any_line_end() {
    let cells = |name: &str, text: &str| {
        let source = Source::new(SourceId::ALONE, name, text);
        let reported = format!("{:?}", table::parse(&source).content.unwrap());
        regex::Regex::new(r"Span \{[^}]*\}").unwrap().replace_all(&reported, "").into_owned()
    };
    for (name, text) in [
        ("甲.csv", "词尾,归类\n满意度,效果\n\n及时率,时效\n"),
        ("甲.yaml", "- 词尾: 满意度\n  归类: 效果\n- 词尾: 及时率\n  归类: 时效\n"),
    ] {
        for end in ENDS {
            assert_eq!(cells(name, text), cells(name, &with(text, end)), "{name} {end:?}");
        }
    }
}

#[test]
fn frames_show_the_line_and_nothing_of_its_end() {
    let (_, rules, _) = &*SHIPPED;
    let shown = |text: &str, format| {
        let mut sources = Sources::new();
        let sheet = sources.add("表.biao", text);
        let checked = check(rules, &[sheet], Options::default());
        let report = Report { findings: checked.findings, ..Report::default() };
        let mut out = Vec::new();
        render::render(format, &sources, &report, &render::RenderOptions::default(), &mut out)
            .unwrap();
        String::from_utf8(out).unwrap()
    };
    for format in [Format::Pretty, Format::Rich, Format::Short] {
        let wanted = shown(FAULTY, format);
        for end in ENDS {
            assert_eq!(shown(&with(FAULTY, end), format), wanted, "{end:?}");
        }
    }
}

/// The program on files of every kind: settings, rules, sheets.
#[test]
fn a_project_of_lone_carriage_returns_is_one() {
    let rule = "规则 甲/乙：\n  须 有 项目概况\n  否则 错误 \"缺概况\"\n";
    let (settings, sheet) =
        ("select: [甲/乙]\npacks: [r]\n", "表单: 绩效目标表\n年度: 2020\n项目名称: 甲\n");
    let ran = |end: &str| {
        let files = folder(&[
            ("biaochi.yaml", &with(settings, end)),
            ("r/p.chi", &with(PRELUDE, end)),
            ("r/r.chi", &with(rule, end)),
            ("甲.biao", &with(sheet, end)),
        ]);
        let ran = biaochi(files.path(), &["check", "--format", "short"]);
        (ran.code, ran.out, ran.err)
    };
    let wanted = ran("\n");
    for end in ENDS {
        assert_eq!(ran(end), wanted, "{end:?}");
    }
}

#[test]
fn fixing_odd_files_loses_nothing() {
    let sheet = "表单: 财政项目支出绩效目标表\r年度: 2020\r项目名称: 甲\r---\r表单: 财政项目支出绩效目标表\r年度 2020\r项目名称: 乙";
    let files = folder(&[
        ("空.biao", ""),
        ("单.biao", "\u{feff}"),
        ("回.biao", sheet),
        ("零.biao", "表单: 甲\0\r\n年度: 2020\r\n"),
        ("行.biao", "\r\r\n\r"),
    ]);
    let read = |name: &str| std::fs::read_to_string(files.path().join(name)).unwrap();
    let before: Vec<String> = ["空.biao", "单.biao", "零.biao", "行.biao"].map(read).into();
    let fix = || biaochi(files.path(), &["check", "--fix", "--unsafe-fixes", "."]);
    let ran = fix();
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(before, ["空.biao", "单.biao", "零.biao", "行.biao"].map(read));
    let fixed = sheet.replace("年度 2020", "年度: 2020");
    assert_eq!(read("回.biao"), fixed);
    fix();
    assert_eq!(read("回.biao"), fixed);
}

#[test]
fn formatting_is_checked_and_shown_without_regard_to_line_ends() {
    let tidy = "表单: 甲\n年度: 2020\n";
    for end in ENDS {
        for mark in ["", "\u{feff}"] {
            let files = folder(&[("甲.biao", &format!("{mark}{}", with(tidy, end)))]);
            for how in ["--check", "--diff"] {
                let ran = biaochi(files.path(), &["fmt", how, "甲.biao"]);
                assert_eq!(ran.code, 0, "{end:?} {}{}", ran.out, ran.err);
            }
        }
    }
    let files = folder(&[("甲.biao", "表单: 甲\r\n年度:2020\r\n名称: 乙\r\n")]);
    let ran = biaochi(files.path(), &["fmt", "--diff", "甲.biao"]);
    let changed = ran.out.lines().filter(|line| line.starts_with(['+', '-'])).count();
    assert_eq!(changed, 4, "{}", ran.out);
}

/// A line of a sheet: what it should not be, and comments.
fn line() -> impl Strategy<Value = String> {
    let entry = prop::sample::select(vec![
        "项目名称: 甲",
        "绩效类別: 其他类",
        "立项依据；《预算法》",
        "申报单位　财政局",
        "项目概况: “半引",
        "项目概况: \"未合",
        "项目总预算（元）: ６０万元",
        "开始日期: 2020.1.1",
        "是否含有政府购买服务: 有",
        "绩效目标:",
        "  产出目标:",
        "    质量:",
        "    \t合格率: ≥６０％",
        "      优良率: 95",
        "      完工率: {目标值: =100.00%, 权重: 10",
        "    时效:",
        "      及时率: =100%",
        "      设备数量: 12台",
        "     缩进不对: ≥1,800份",
        "投入与管理:",
        "---",
        "- 甲",
        "  - 乙: 丙",
        "项目概况: |",
        "    第一段的的。",
        "    养护 12 公里;完成。",
        "下文没有冒号",
        "",
        "年度: 2020",
        "表单: 财政项目支出绩效目标表",
        "\u{200b}零宽: 一",
    ]);
    let comment = prop::sample::select(vec![
        "",
        "",
        " # 注一",
        "  ＃ 注二",
        " # 表尺忽略 文字/重复字",
        "\t#",
    ]);
    (entry, comment).prop_map(|(entry, comment)| format!("{entry}{comment}"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    /// Every comment stays, every line end stays with its kind, no field or indicator goes unless
    /// its removal was announced, and a second run changes nothing.
    #[test]
    fn fixes_lose_nothing(
        lines in prop::collection::vec(line(), 0..24),
        ends in prop::collection::vec(0..4usize, 1..9),
        last in any::<bool>(),
    ) {
        let (_, rules, _) = &*SHIPPED;
        let head = "表单: 财政项目支出绩效目标表\n年度: 2020\n";
        let text = format!("{head}{}{}", lines.join("\n"), if last { "\n" } else { "" });
        let text = mixed(&text, &ends);
        let after = fixed(rules, &text);
        let source = |text: &str| Source::new(SourceId::ALONE, "表.biao", text);
        let comments = |text: &str| {
            let text = source(text);
            let all = biaochi::syntax::sheet::write::comments(text.text());
            let mut all: Vec<String> = all.into_iter().map(|at| text.text()[at].trim().to_owned()).collect();
            all.sort();
            all
        };
        for comment in comments(&text) {
            let count = |text: &str| comments(text).iter().filter(|comment_text| **comment_text == comment).count();
            prop_assert!(count(&text) <= count(&after), "{comment}: {text:?}\n{after:?}");
        }
        let unreadable = |text: &str| {
            let findings = check(rules, &[source(text)], Options::default()).findings;
            findings.iter().filter(|finding| finding.code.stage() == biaochi::diagnostic::Stage::Sheet && finding.severity == biaochi::diagnostic::Severity::Error).count()
        };
        prop_assert!(unreadable(&after) <= unreadable(&text), "{text:?}\n{after:?}");
        // A line that stays has its own end still.
        let kept = |text: &str| {
            let text = source(text);
            let mut lines: Vec<(String, String)> = (1..text.line_count())
                .map(|at| (text.slice(text.line(at).unwrap()).to_owned(), text.line_end(at).to_owned()))
                .collect();
            lines.sort();
            lines
        };
        let kinds = |text: &str| { let mut all = ends_of(text); all.sort_unstable(); all.dedup(); all.join("|") };
        prop_assert!(kinds(&after).split('|').all(|end| text.contains(end)), "{text:?}\n{after:?}");
        let (before, now) = (kept(&text), kept(&after));
        let same_lines = before.len() == now.len()
            && before.iter().zip(&now).all(|(left, right)| left.0 == right.0);
        prop_assert!(!same_lines || before == now, "{text:?}\n{after:?}");
    }

    #[test]
    fn formatting_keeps_each_end(ends in prop::collection::vec(0..4usize, 1..9)) {
        let sheet = include_str!("../../examples/corrected/04-网络基础设施（交易中心）（运维）.biao");
        let text = mixed(sheet, &ends);
        let formatted = format::sheet(&Source::new(SourceId::ALONE, "甲", &*text)).unwrap();
        prop_assert_eq!(formatted, text);
    }
}
