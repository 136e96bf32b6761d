//! `biaochi fmt` of rule files: what becomes of their text, in either language, and that nothing is
//! lost.

use biaochi::diagnostic::Lang;
use biaochi::format;
use biaochi::source::{Source, SourceId};
use biaochi::syntax::rule::{RuleFile, parse};
use proptest::prelude::*;
use regex::{Captures, Regex};

use crate::cases;

fn source(text: &str) -> Source {
    Source::new(SourceId::ALONE, "case.chi", text)
}

#[test]
fn rules_are_formatted() {
    cases::run("format_rules", |text| {
        let text = text.replace('␍', "\r").replace('⇥', "\t").replace('␣', " ");
        let (lang, text) = match text.split_once('\n') {
            Some(("→ English", rest)) => (Some(Lang::En), rest.to_owned()),
            Some(("→ 中文", rest)) => (Some(Lang::Zh), rest.to_owned()),
            _ => (None, text),
        };
        match format::rules(&source(&text), lang) {
            Ok(formatted) => {
                keeps_content(&text);
                formatted.replace('\r', "␍")
            }
            Err(faults) => format!("不整理：\n{}", cases::describe(&source(&text), &faults)),
        }
    });
}

/// What a file says, places aside; what stands in the holes of a text is shown as expressions.
fn meaning(file: &RuleFile) -> String {
    let reported = format!("{:?}", file.items);
    let places = Regex::new(r"(Span|Piece) \{[^}]*\}(, )?|range: \d+\.\.\d+, ").unwrap();
    let reported = places.replace_all(&reported, "");
    let text = Regex::new(r#"text: "(?:[^"\\]|\\.)*""#).unwrap();
    let hole = Regex::new(r"\{[^{}]*\}").unwrap();
    let reported = text.replace_all(&reported, |text: &Captures<'_>| {
        hole.replace_all(&text[0], "{}").into_owned()
    });
    reported.into_owned()
}

/// Fails with what differs first: a whole tree is read by nobody.
fn same(before: &str, after: &str, reported: &str) {
    let at = before.chars().zip(after.chars()).take_while(|(a, b)| a == b).count();
    let near = |text: &str| text.chars().skip(at.saturating_sub(60)).take(200).collect::<String>();
    assert!(before == after, "{}\n!=\n{}\n{reported}", near(before), near(after));
}

fn comments(text: &str) -> Vec<String> {
    let source = source(text);
    let all = parse(&source).comments;
    let reported = |span| source.slice(span).trim_end().trim_start_matches(['#', '＃']).to_owned();
    all.into_iter().map(reported).collect()
}

/// Formats a text, in each language, and checks that its meaning and comments stay and that
/// formatting again changes nothing.
fn keeps_content(text: &str) {
    let before = parse(&source(text));
    for lang in [None, Some(Lang::Zh), Some(Lang::En)] {
        let Ok(formatted) = format::rules(&source(text), lang) else { return };
        let after = parse(&source(&formatted));
        let faults = after.faults();
        assert!(faults.is_empty(), "{lang:?}\n{formatted}\n{}", faults[0].message.zh);
        same(&meaning(&before), &meaning(&after), &format!("{lang:?}\n{formatted}"));
        assert_eq!(comments(text), comments(&formatted), "{lang:?}\n{text}\n--\n{formatted}");
        let again = format::rules(&source(&formatted), lang).unwrap();
        same(&formatted, &again, &format!("{lang:?} again"));
    }
    // From the canonical Chinese to English and back is the same text.
    let Ok(zh) = format::rules(&source(text), Some(Lang::Zh)) else { return };
    let Ok(en) = format::rules(&source(&zh), Some(Lang::En)) else { return };
    same(&zh, &format::rules(&source(&en), Some(Lang::Zh)).unwrap(), "through English");
}

fn shipped() -> Vec<(String, String)> {
    let root = format!("{}/rules", env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(root).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|ending| ending == "chi") {
            let name = path.display().to_string();
            files.push((name, std::fs::read_to_string(path).unwrap()));
        }
    }
    assert!(files.len() > 5);
    files
}

#[test]
fn the_shipped_rules_are_canonical() {
    for (name, text) in shipped() {
        keeps_content(&text);
        same(&text, &format::rules(&source(&text), None).unwrap(), &name);
    }
}

/// Blanks where they do not count: between words, at the ends of lines, between items.
fn spread(text: &str, gaps: &[u8]) -> String {
    let mut gaps = gaps.iter().cycle();
    let mut inside = false;
    let mut spread = String::new();
    for line in text.lines() {
        let quoted = line.matches("\"\"\"").count() == 1;
        if inside || quoted || line.contains(['"', '/', '#', '「', '《', '“']) {
            spread.push_str(line);
        } else {
            let indent = line.len() - line.trim_start().len();
            spread.push_str(&line[..indent]);
            for (at, word) in line.split_whitespace().enumerate() {
                let wide = ["  ", " ", "\t", "　 "][usize::from(*gaps.next().unwrap()) % 4];
                spread.push_str(if at == 0 { "" } else { wide });
                spread.push_str(word);
            }
        }
        inside ^= quoted;
        let end = ["\n", "  \n", "\r\n", "\n"][usize::from(*gaps.next().unwrap()) % 4];
        spread.push_str(if inside { "\n" } else { end });
    }
    spread
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]

    #[test]
    fn what_is_laid_out_otherwise_says_the_same(which in 0..20usize, gaps in prop::collection::vec(any::<u8>(), 1..40)) {
        let files = shipped();
        let (_, text) = &files[which % files.len()];
        keeps_content(&spread(text, &gaps));
    }

    #[test]
    fn any_words_that_can_be_read_keep_what_they_say(
        words in prop::collection::vec(prop::sample::select(vec![
            "规则 甲/乙：", "\n  当", "\n  须", "\n  不得", "\n  否则 错误", "\n  否则 警告 \"{个数(指标 于 丙)}\" 于", "\n  对 每个 指标 i", "当",
            "\n  对 每处 m 于 丙 匹配 /a b|c/", "\n  对 每两个 表 a、b", "\n  例外", "依据 财 第 一 条", "且", "或", "非", "有", "没有", "至少 2 个 指标",
            "至多3个指标", "每个 指标 j 都", "是", "不包含", ">=", "≤", "!=", "= 1 + -2", "×", "÷ 3", "90 %", "(", ")", "丙", "i.名称", "字数(丙)", "\"文 字\"", "\n",
            "# 注 释\n", "\n    ", "定义 丁(文本 x)：", "\n  修复 需确认 移动 i 到 丙/丁", "\n  修复 添加 丙/丁: >=  1 # 完", "\n  合格 \"\"\"\n   甲: 1\n\n  乙: 2\n  \"\"\"",
            "合计(i.权重 对 每个 指标 i)", "误差 1元", "\n  must no indicator k", "\n      where k.名称 is \"a\"", "\n  for each field f",
            "\n  else error", "at least 2 indicators", "not contains", "and", "or", "属于 [\"a\", \"b\"]", "\n词表 戊：甲、\"乙 丙\"", "\n同义 己：甲=乙", "\n词尾表 庚：\n 率 归 甲/乙",
        ]), 0..30),
    ) {
        keeps_content(&words.join(" "));
    }
}
