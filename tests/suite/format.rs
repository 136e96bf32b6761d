//! `biaochi fmt`: what becomes of a sheet's text, and that nothing is lost on the way.

use biaochi::format;
use biaochi::source::{Source, SourceId};
use biaochi::syntax::sheet::parse;
use proptest::prelude::*;

use crate::cases;
use crate::sheet_syntax::{from_case, outline};

fn source(text: &str) -> Source {
    Source::new(SourceId::ALONE, "case.biao", text)
}

/// What a text holds, its layout aside: blank lines do not count, comments do.
fn content(text: &str) -> String {
    let source = source(text);
    let outlines: Vec<String> = parse(&source)
        .documents
        .iter()
        .map(|document| outline(&source, &document.items, 0))
        .collect();
    outlines.join("---\n")
}

#[test]
fn sheets_are_formatted() {
    cases::run("format", |text| {
        let source = from_case(text);
        match format::sheet(&source) {
            Ok(text) => text.replace('\r', "␍"),
            Err(findings) => format!("不整理：\n{}", cases::describe(&source, &findings)),
        }
    });
}

/// Formats a text, and checks that its content stays and that formatting again changes nothing.
fn keeps_content(text: &str) {
    let Ok(formatted) = format::sheet(&source(text)) else { return };
    assert_eq!(content(text), content(&formatted), "\n{text}\n--\n{formatted}");
    let Ok(again) = format::sheet(&source(&formatted)) else {
        panic!("formatted text has no errors:\n{text}\n--\n{formatted}");
    };
    assert_eq!(formatted, again, "\n{text}");
}

#[test]
fn the_examples_keep_their_content() {
    for folder in ["shanghai-2020", "corrected", "tour"] {
        let root = format!("{}/examples/{folder}", env!("CARGO_MANIFEST_DIR"));
        for entry in std::fs::read_dir(root).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "biao") {
                let text = std::fs::read_to_string(path).unwrap();
                keeps_content(&text);
                assert_eq!(
                    format::sheet(&source(&text)).unwrap(),
                    text,
                    "the examples are formatted"
                );
            }
        }
    }
}

/// A block of a sheet: keys, values of every kind, comments, lists, nested blocks.
fn block() -> impl Strategy<Value = Vec<String>> {
    let key = prop_oneof!["[甲乙丙丁]{1,3}", "[a-c（）、0-9]{1,4}", Just("\"甲:乙\"".to_owned())];
    let value = prop_oneof![
        Just(String::new()),
        "[甲乙丙=≥%0-9 #]{0,6}",
        Just("\"引 \\\" 号 \\\\ # \\n\"".to_owned()),
        Just("“全引”".to_owned()),
        Just("“半引”后".to_owned()),
        Just("{目标值: \"≥95%\"，权重：10}".to_owned()),
        Just("[一, “二”, {甲: [三]}]".to_owned()),
        Just("|".to_owned()),
    ];
    let comment = prop_oneof![3 => Just(""), 1 => Just("  # 注释")];
    let line = (key, value, comment).prop_map(|(key, value, comment)| {
        let mut lines = vec![format!("{key}: {value}{comment}")];
        if value == "|" {
            lines.extend([
                "  第一行: 文".to_owned(),
                "    # 第二行".to_owned(),
                String::new(),
                "  - 三".to_owned(),
            ]);
        }
        lines
    });
    let leaf = prop_oneof![
        6 => line,
        1 => Just(vec!["# 独立的注释".to_owned()]),
        1 => Just(vec![String::new(), String::new()]),
    ];
    let leaves = prop::collection::vec(leaf, 1..5).prop_map(|lines| lines.concat());
    leaves.prop_recursive(3, 40, 4, |inner| {
        prop::collection::vec((inner, 0..3usize, 1..4usize), 1..4).prop_map(|blocks| {
            let mut lines = Vec::new();
            for (block, shape, indent) in blocks {
                let pad = " ".repeat(indent);
                match shape {
                    0 => lines.extend(block),
                    1 => {
                        lines.push("上级:".to_owned());
                        lines.extend(block.into_iter().map(|line| format!("{pad}{line}")));
                    }
                    _ => {
                        lines.push("列表:".to_owned());
                        lines.push(format!("{pad}- 一项"));
                        lines.push(format!("{pad}-"));
                        lines.extend(block.into_iter().map(|line| format!("{pad}  {line}")));
                    }
                }
            }
            lines
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_sheets_keep_their_content(lines in block()) {
        keeps_content(&lines.join("\n"));
    }

    #[test]
    fn any_text_keeps_its_content(text in "[甲乙:：#\\-|{}\\[\\]\"“” \t\n\r　,，\\\\]{0,60}") {
        keeps_content(&text);
    }
}
