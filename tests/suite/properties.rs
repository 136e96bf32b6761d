//! Any text whatever goes through a check without a panic, and every reported place lies in it.

use std::sync::LazyLock;

use biaochi::check::{self, PackSources, check, rulebook, test};
use biaochi::diagnostic::{Diagnostic, Lang};
use biaochi::project;
use biaochi::render::{self, Format, RenderOptions, Report};
use biaochi::source::{Source, Sources};
use proptest::prelude::*;

use crate::shipped::SHIPPED;

static SHEETS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = format!("{}/examples/shanghai-2020", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.collect();
    files.sort();
    files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
});

/// Every place lies in its text, at characters' edges, and every format prints it.
fn sound(sources: &Sources, findings: &[Diagnostic]) {
    for finding in findings {
        for label in &finding.labels {
            let text = sources.get(label.span.source).expect("a known text").text();
            assert!(text.get(label.span.range()).is_some(), "{label:?} in {text:?}");
        }
        assert!(!finding.message.get(Lang::Zh).is_empty() && !finding.code.name().is_empty());
    }
    let report = Report { findings: findings.to_vec(), ..Report::default() };
    for format in [Format::Pretty, Format::Short, Format::Rich, Format::Json] {
        let mut out = Vec::new();
        render::render(format, sources, &report, &RenderOptions::default(), &mut out).unwrap();
    }
}

fn check_text(text: &str) {
    let (sources, rules, _) = &*SHIPPED;
    let mut sources = sources.clone();
    let sheet = sources.add("any.biao", text);
    sound(&sources, &check(rules, &[sheet], check::Options::default()).findings);
}

fn check_rules(text: &str) {
    let mut sources = Sources::new();
    let source: Source = sources.add("any.chi", text);
    let files = [source];
    let pack = PackSources { name: "any", sources: &files, judges: true, upper: None };
    let (rules, findings) = rulebook(&[pack]);
    sound(&sources, &findings);
    sound(&sources, &test(&rules).findings);
}

/// Fixes keep every comment and what could be read, and a second run changes nothing.
fn fix_text(text: &str) {
    let (sources, rules, _) = &*SHIPPED;
    let mut sources = sources.clone();
    let sheet = sources.add("any.biao", text);
    let unreadable = |sheet: &Source| {
        let findings =
            check(rules, std::slice::from_ref(sheet), check::Options::default()).findings;
        findings.iter().filter(|found| found.code.name().starts_with("表/")).count()
    };
    let fixed = check::fix(rules, std::slice::from_ref(&sheet), check::Options::default(), true);
    let Some(fixed) = fixed.texts.first() else { return };
    // What stands on a broken line is no comment to the parser; it must not be lost all the same.
    for comment in comments(text) {
        let count = |text: &str| text.matches(comment).count();
        assert!(count(text) <= count(fixed.after.text()), "{comment}\n{}", fixed.after.text());
    }
    assert!(unreadable(&fixed.after) <= unreadable(&sheet), "{}", fixed.after.text());
    let again =
        check::fix(rules, std::slice::from_ref(&fixed.after), check::Options::default(), true);
    assert!(
        again.texts.is_empty(),
        "{}\n-- again\n{}",
        fixed.after.text(),
        again.texts[0].after.text()
    );
}

fn comments(text: &str) -> Vec<&str> {
    let places = biaochi::syntax::sheet::write::comments(text);
    places.into_iter().map(|at| text[at].trim_end()).collect()
}

/// A text with a piece cut out, doubled or replaced.
fn damaged(text: &str, at: usize, length: usize, with: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let at = at % characters.len().max(1);
    let end = (at + length).min(characters.len());
    let head: String = characters[..at].iter().collect();
    let tail: String = characters[end..].iter().collect();
    format!("{head}{with}{tail}")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_checked(text in "\\PC{0,200}|[表单年度绩效目标:：#|{}\\[\\]\"“” \t\n\r　0-9%≥=-]{0,120}") {
        check_text(&text);
        check_rules(&text);
    }

    #[test]
    fn damaged_sheets_are_checked(
        which in 0..4usize, at in 0..9000usize, length in 0..200usize, with in "[:：\t\n 　\"{\\[|#-]{0,4}",
    ) {
        check_text(&damaged(&SHEETS[which % SHEETS.len()], at, length, &with));
    }

    #[test]
    fn damaged_rules_are_checked(
        which in 0..9usize, at in 0..9000usize, length in 0..60usize, with in "[当须于且有非()（）/\"“「{}\n .%-]{0,4}",
    ) {
        let packs = project::embedded(&mut Sources::new()).unwrap();
        let files: Vec<&Source> = packs.iter().flat_map(|pack| &pack.sources).collect();
        let head: String = files.iter().filter(|file| file.name().ends_with("form.chi") || file.name().ends_with("laws.chi") || file.name().ends_with("words.chi")).map(|file| file.text()).collect();
        check_rules(&format!("{head}\n{}", damaged(files[which % files.len()].text(), at, length, &with)));
    }

    #[test]
    fn any_words_of_the_language_are_checked(
        words in prop::collection::vec(prop::sample::select(vec![
            "规则 甲/乙：", "表单 表：", "栏 项目概况 文本", "定义 丙：", "词表 丁：", "当", "须", "不得", "否则", "错误", "于", "对", "每个",
            "每处", "指标", "字段", "i", "m", "且", "或", "非", "有", "没有", "至少", "2", "个", "是", "匹配", "/a+/", "\"文\"", "(", ")",
            "项目概况", "丙", "丁", ".名称", ".目标值", "≥", "=", "90%", "字数", "重复句", "\n", "\n    ", "合格", "\"\"\"", "不合格", "[[", "]]", "#",
        ]), 0..40),
    ) {
        check_rules(&words.join(" ").replace("\n ", "\n"));
    }
}

proptest! {
    // A case checks a sheet some dozens of times.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn fixes_lose_nothing(
        which in 0..4usize, at in 0..9000usize, length in 0..60usize, with in "[:：\t\n 　\"{|#-]{0,4}",
        remarks in prop::collection::vec(0..400usize, 0..20), carriage in any::<bool>(),
    ) {
        let text = damaged(&SHEETS[which % SHEETS.len()], at, length, &with);
        let remarked = text.lines().enumerate().map(|(at, line)| {
            let plain = !line.contains(['"', '|', '{', '[']) && line.contains(": ");
            let remark = if plain && remarks.contains(&at) { " # 说明" } else { "" };
            format!("{line}{remark}{}", if carriage { "\r\n" } else { "\n" })
        });
        fix_text(&remarked.collect::<String>());
    }
}

/// A fix that did not help at first, because of what stood beside it then, is tried again.
#[test]
fn what_was_in_vain_is_tried_again() {
    let indented = SHEETS[1].replacen("    环境效益:\n", "    \u{3000} 环境效益:\n", 1);
    assert_ne!(indented, SHEETS[1]);
    fix_text(&indented);
}

#[test]
fn hostile_rules_are_refused_and_not_a_crash() {
    let head = "表单 表：\n    栏 甲 文本\n规则 一/乙：\n    须 ";
    for body in [
        "(".repeat(50_000),
        format!("{}甲 = \"a\"{}", "(".repeat(30), ")".repeat(30)),
        "非 ".repeat(50_000),
        "有 指标 当 ".repeat(50_000),
        "[".repeat(50_000),
        format!("甲{}", ".名称".repeat(50_000)),
        format!("1{} = 2", " + 1".repeat(50_000)),
        format!("甲 匹配 /{}/", "(a{100}){100}".repeat(50)),
        format!("甲 匹配 /{}/", "(".repeat(10_000)),
        "\"".repeat(9_999),
        // What the bounds let through must not be too much for a thread of 2 MB either.
        format!("甲 = \"a\"{}", " 或 甲 = \"b\"".repeat(99)),
        format!("{}甲 = \"a\"{}", "非 (".repeat(30), ")".repeat(30)) + &" 且 甲 = \"b\"".repeat(99),
        format!("字数(甲){} = 2", " + 1".repeat(98)),
        "有 字段 当 ".repeat(60) + "甲 = \"a\"" + &" 或 甲 = \"b\"".repeat(99),
        "每个 字段 都 (".repeat(30) + "甲 = \"a\"" + &")".repeat(30),
    ] {
        check_rules(&format!("{head}{body}\n    否则 错误 \"{{{body}}}\" 于 甲\n"));
    }
}

/// A report stays readable whatever a sheet holds: a rule tells so many places, and counts the
/// rest.
#[test]
fn hostile_sheets_are_bounded() {
    let (shipped, rules, _) = &*SHIPPED;
    let head = "表单: 财政项目支出绩效目标表\n年度: 2020\n";
    for body in [
        format!("项目概况: {}", "（".repeat(100_000)),
        format!("立项依据: {}", "（1995）66号".repeat(20_000)),
        format!("项目概况: {}", "一、甲。".repeat(50_000)),
        format!("总目标及阶段性目标: {}", "居民满意率95%，".repeat(50_000)),
    ] {
        let mut sources = shipped.clone();
        let sheet = sources.add("hostile.biao", format!("{head}{body}\n"));
        let checked = check(rules, &[sheet], check::Options::default());
        assert!(checked.findings.len() < 2_000, "{}", checked.findings.len());
    }
}
