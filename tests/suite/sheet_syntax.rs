//! How sheets are read and printed: cases of findings in broken sheets and of what is still read,
//! and properties that hold for any text.

use std::fmt::Write;

use biaochi::format;
use biaochi::source::{Source, SourceId, Span};
use biaochi::syntax::sheet::{BlockItem, Node, NodeKind, SheetFile, parse, split};
use proptest::prelude::*;

use crate::cases;

#[test]
fn what_is_read_and_what_is_said() {
    cases::run("sheet_syntax", |input| {
        let source = from_case(input);
        let file = parse(&source);
        assert_places(&source, &file);
        assert_splits(&source);
        assert_fixes(&source, &file);
        let said = match file.diagnostics.is_empty() {
            true => String::new(),
            false => format!("\n{}", cases::describe(&source, &file.diagnostics)),
        };
        format!("{}{said}", whole(&source, &file))
    });
}

/// Characters that an editor would spoil are spelled out in the cases.
pub(crate) fn from_case(input: &str) -> Source {
    let text = input
        .replace('⇥', "\t")
        .replace('␣', " ")
        .replace('␍', "\r")
        .replace('␀', "\0")
        .replace('␈', "\u{8}")
        .replace('⍽', "\u{a0}")
        .replace('⊘', "\u{feff}")
        .replace("∎\n", "");
    Source::new(SourceId::ALONE, "case", text)
}

/// The tree in short: what each line was read as, its places checked.
fn whole(source: &Source, file: &SheetFile) -> String {
    let mut out = String::new();
    for (at, document) in file.documents.iter().enumerate() {
        if let Some(separator) = document.separator {
            let (dashes, comment) = source.slice(separator).split_at(3);
            let comment = comment.trim_matches([' ', '\t', '\u{a0}', '　']);
            writeln!(out, "〈{dashes}〉{comment}").unwrap();
        } else if at > 0 {
            out.push_str("〈无〉\n");
        }
        out.push_str(&outline(source, &document.items, 0));
    }
    out.trim_end().to_owned()
}

/// Items in short, from a level on.
pub(crate) fn outline(source: &Source, list: &[BlockItem], level: usize) -> String {
    let mut out = String::new();
    items(source, list, level, &mut out);
    out
}

fn items(source: &Source, list: &[BlockItem], level: usize, out: &mut String) {
    for item in list {
        let indent = "· ".repeat(level);
        match item {
            BlockItem::Entry(entry) => {
                write!(out, "{indent}〔{}〕", escape(entry.key.as_str())).unwrap();
                value(source, &entry.value, entry.comment, level, out);
            }
            BlockItem::Element(element) => {
                write!(out, "{indent}-").unwrap();
                value(source, &element.value, element.comment, level, out);
            }
            BlockItem::Comment(span) => {
                writeln!(out, "{indent}注 {}", source.slice(*span)).unwrap()
            }
            BlockItem::Junk(span) => writeln!(out, "{indent}废 {}", source.slice(*span)).unwrap(),
            BlockItem::Blank(_) => {}
        }
    }
}

fn value(source: &Source, node: &Node, comment: Option<Span>, level: usize, out: &mut String) {
    out.push_str(&inline(node));
    if let Some(comment) = comment {
        write!(out, " 注 {}", source.slice(comment)).unwrap();
    }
    out.push('\n');
    if let NodeKind::Block(list) = &node.kind {
        items(source, list, level + 1, out);
    }
}

fn inline(node: &Node) -> String {
    match &node.kind {
        NodeKind::Empty => " 空".to_owned(),
        NodeKind::Scalar { text, quoted: false } => format!(" {}", text.as_str()),
        NodeKind::Scalar { text, quoted: true } => format!(" “{}”", escape(text.as_str())),
        NodeKind::Literal { text, .. } => format!(" 文“{}”", escape(text.as_str())),
        NodeKind::Unreadable { text } => format!(" 看不懂“{}”", text.as_str()),
        NodeKind::Block(_) => String::new(),
        NodeKind::FlowMap(entries) => {
            let shown = |entry: &biaochi::syntax::sheet::FlowEntry| {
                format!("〔{}〕{}", entry.key.as_str(), inline(&entry.value))
            };
            format!(" {{{}}}", entries.iter().map(shown).collect::<Vec<_>>().join("，"))
        }
        NodeKind::FlowList(nodes) => {
            format!(" [{}]", nodes.iter().map(inline).collect::<Vec<_>>().join("，").trim())
        }
    }
}

fn escape(text: &str) -> String {
    text.replace('\n', "⏎").replace('\t', "⇥")
}

/// The printed text says the same as the source, and is printed as itself.
fn assert_round_trip(source: &Source) {
    let file = parse(source);
    let Ok(printed) = format::sheet(source) else { return };
    let again = Source::new(SourceId::ALONE, "printed", printed.clone());
    let reread = parse(&again);
    assert!(reread.diagnostics.is_empty(), "{printed}\n{:?}", reread.diagnostics);
    let content = |source: &Source, file: &SheetFile| whole(source, file).replace('＃', "#");
    assert_eq!(content(&again, &reread), content(source, &file), "{printed}");
    assert_eq!(format::sheet(&again).unwrap(), printed);
    assert!(printed.lines().all(|line| !line.ends_with([' ', '\t'])), "{printed}");
}

/// A fix leaves fewer findings of its kind.
fn assert_fixes(source: &Source, file: &SheetFile) {
    let count = |file: &SheetFile, code: &str| {
        file.diagnostics.iter().filter(|diagnostic| diagnostic.code.name() == code).count()
    };
    for diagnostic in &file.diagnostics {
        for fix in &diagnostic.fixes {
            let mut text = source.text().to_owned();
            let mut edits = fix.edits.clone();
            edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
            edits.iter().for_each(|edit| text.replace_range(edit.span.range(), &edit.text));
            let fixed = parse(&Source::new(SourceId::ALONE, "fixed", text.as_str()));
            let (before, after) =
                (count(file, diagnostic.code.name()), count(&fixed, diagnostic.code.name()));
            assert!(after < before, "{}: {:?}\n{text}", diagnostic.code.name(), fix.edits);
        }
    }
}

/// Every place lies in the text and on characters, and says what was read there.
fn assert_places(source: &Source, file: &SheetFile) {
    let text = source.text();
    let valid = |span: Span| {
        assert!(span.start <= span.end, "{span:?}");
        assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
    };
    for diagnostic in &file.diagnostics {
        assert!(diagnostic.help.is_some(), "{}", diagnostic.code.name());
        diagnostic.labels.iter().for_each(|label| valid(label.span));
        let edits = diagnostic.fixes.iter().flat_map(|fix| &fix.edits);
        edits.for_each(|edit| valid(edit.span));
    }
    let mut from = 0;
    for document in &file.documents {
        valid(document.span);
        assert!(from <= document.span.start);
        from = document.span.end;
        item_places(source, &document.items, document.span);
    }
}

fn item_places(source: &Source, list: &[BlockItem], inside: Span) {
    let mut from = inside.start;
    for item in list {
        let span = item.span();
        assert!(source.text().get(span.range()).is_some(), "{span:?}");
        // Blank lines may stand before and behind the block that they are in.
        if !matches!(item, BlockItem::Blank(_)) {
            assert!(from <= span.start && inside.contains(span), "{span:?} in {inside:?}");
            from = span.end;
        }
        match item {
            BlockItem::Entry(entry) => {
                assert!(
                    entry.span.contains(entry.key_span) && entry.span.contains(entry.value.span)
                );
                assert!(
                    source.slice(entry.key_span).contains(entry.key.as_str())
                        || source.slice(entry.key_span).contains('\\')
                );
                assert!(matches!(source.slice(entry.colon), ":" | "：" | ""));
                node_places(source, &entry.value);
            }
            BlockItem::Element(element) => {
                assert_eq!(source.slice(element.dash), "-");
                assert!(element.span.contains(element.value.span));
                node_places(source, &element.value);
            }
            BlockItem::Comment(_) => assert!(source.slice(span).starts_with(['#', '＃'])),
            BlockItem::Blank(_) => {
                let blank = |c| matches!(c, ' ' | '\t' | '\u{3000}' | '\u{a0}' | '\r' | '\n');
                assert!(source.slice(span).chars().all(blank));
            }
            BlockItem::Junk(_) => assert!(!span.is_empty()),
        }
    }
}

fn node_places(source: &Source, node: &Node) {
    assert!(source.text().get(node.span.range()).is_some(), "{:?}", node.span);
    match &node.kind {
        NodeKind::Empty => assert!(node.span.is_empty()),
        NodeKind::Unreadable { text } => assert_eq!(source.slice(node.span), text.as_str()),
        NodeKind::Scalar { text, .. } => {
            assert!(node.span.contains(text.whole()));
            if !source.slice(node.span).contains('\\') {
                assert_eq!(source.slice(text.whole()), text.as_str());
            }
        }
        NodeKind::Literal { text, bar } => {
            assert!(matches!(source.slice(*bar), "|" | "｜"));
            for (at, c) in text.as_str().char_indices().filter(|(_, c)| *c != '\n') {
                let place = text.span(at..at + c.len_utf8());
                assert_eq!(source.slice(place), c.to_string());
                assert!(node.span.contains(place));
            }
        }
        NodeKind::Block(list) => item_places(source, list, node.span),
        NodeKind::FlowMap(entries) => entries.iter().for_each(|entry| {
            assert!(node.span.contains(entry.key_span) && node.span.contains(entry.value.span));
            node_places(source, &entry.value);
        }),
        NodeKind::FlowList(nodes) => nodes.iter().for_each(|inner| {
            assert!(node.span.contains(inner.span));
            node_places(source, inner);
        }),
    }
}

/// The stretches of a text are all of it, and parsing each gives what parsing the whole gives.
fn assert_splits(source: &Source) {
    let mut pieces = String::new();
    let mut parts = SheetFile::default();
    for stretch in split(source.text()) {
        assert_eq!(stretch.start, pieces.len());
        pieces.push_str(&source.written()[stretch.clone()]);
        // With the text before it blanked out, the places of a part are those of the whole: it
        // stands on lines of nothing, which are no document.
        let before = "\n".repeat(stretch.start);
        let text = format!("{before}{}", &source.written()[stretch.clone()]);
        let mut part = parse(&Source::new(source.id(), "any", text));
        parts.documents.append(&mut part.documents);
        parts.diagnostics.append(&mut part.diagnostics);
    }
    assert_eq!(pieces, source.written());
    assert_eq!(parts, parse(source), "{:?}", source.text());
}

fn check_all(text: &str) {
    let source = Source::new(SourceId::ALONE, "any", text);
    assert_splits(&source);
    let file = parse(&source);
    assert_places(&source, &file);
    assert_round_trip(&source);
}

/// What files are made of, and what breaks them.
fn token() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "项目",
        "甲",
        "a",
        "=",
        ">=90%",
        "1,000",
        ":",
        "：",
        ": ",
        "- ",
        "-",
        "---",
        "|",
        "｜",
        "\n",
        "\n",
        "\n  ",
        "\n    ",
        "\n ",
        "\n\t",
        "\n　",
        "\r\n",
        "\r",
        " ",
        "　",
        "\u{a0}",
        "#",
        " # ",
        "＃",
        "\"",
        "\\",
        "\\n",
        "“",
        "”",
        "{",
        "}",
        "[",
        "]",
        ",",
        "，",
        "\u{feff}",
        "\0",
        "键: 值\n",
        "键: |\n",
        "键:\n",
    ])
}

/// A line of a text that holds several sheets, or nearly does.
fn line_of_several() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "---",
        "---",
        "---",
        "---  ",
        "---\t",
        "---　",
        "--- # 注",
        "---\u{a0}＃",
        "---#",
        "--- #a",
        "----",
        "--- 甲",
        "--",
        "- --",
        " ---",
        "  ---",
        "    --- #",
        "　---",
        "\u{feff}---",
        "---:",
        "---: 乙",
        "\"---\"",
        "# ---",
        "",
        "",
        " ",
        "\t",
        "甲: 1",
        "甲: 1 # 注",
        "甲:",
        "  乙: 2",
        "    丙",
        "甲: |",
        "甲:\n  - |",
        "  文\n  ---\n  文",
        "  - a: 1",
        "- b",
        "#",
        "  # 注",
        "没有冒号",
        "甲: {",
        "甲: [1, ---",
        "甲: \"---",
        "甲: \\",
    ])
}

/// The end of a line, or nearly one.
fn line_end() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\r", "", "\r\r\n", "\n\n"])
}

/// A sheet that is written as it should be, though not as it is printed.
fn sheet() -> impl Strategy<Value = String> {
    let name = "[甲乙丙丁a-c（）/%]{1,6}";
    let plain = prop_oneof![
        "[甲乙丙a-z0-9=≥>%，。：“”#{}|'-]{0,12}".prop_map(|text: String| text),
        Just("#1".to_owned()),
        Just("“美丽家园”行动".to_owned()),
        Just("\"a\"b".to_owned()),
        Just("“甲\\，乙\"”".to_owned()),
        Just("\"\\\"甲\\\\\\n\\t：\"".to_owned()),
        Just("{甲：1， 乙: \"2，3\" ,c:[x,{y:z}]}".to_owned()),
        Just("[ 甲 ，“乙,”， {} ]".to_owned()),
    ];
    let comment =
        prop_oneof![4 => Just(""), 1 => Just(" # 注"), 1 => Just("　＃"), 1 => Just("\t# a: b")];
    let line = (0usize..4, 0usize..9, name, plain, comment);
    prop::collection::vec(line, 1..16).prop_map(|lines| {
        let (mut out, mut deepest) = (String::new(), 0);
        for (level, kind, name, plain, comment) in lines {
            let level = level.min(deepest);
            let indent = "   ".repeat(level);
            match kind {
                0..=2 => writeln!(out, "{indent}{name}：{plain}{comment}").unwrap(),
                3 => writeln!(out, "{indent}\"{name}:x\" :{plain}{comment}\r").unwrap(),
                4 => writeln!(out, "{indent}{name}:  {comment}").unwrap(),
                5 => writeln!(out, "{indent} # {plain}\n\n \n").unwrap(),
                6 => {
                    writeln!(out, "{indent}{name}: |{comment}\n{indent}  　　{plain}x").unwrap();
                    writeln!(out, "\n{indent}     # {name}\n{indent}  - {plain}: y  ").unwrap();
                }
                7 => {
                    writeln!(out, "{indent}{name}:\n{indent}  - {name}").unwrap();
                    writeln!(out, "{indent}  -  {name}:{plain}{comment}\n{indent}     乙: 2")
                        .unwrap();
                }
                _ => writeln!(out, "---\n{indent}").unwrap(),
            }
            deepest = if kind == 4 { level + 1 } else { level };
            if kind == 8 {
                deepest = 0;
            }
        }
        out
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC*") {
        check_all(&text);
    }

    #[test]
    fn any_run_of_signs_is_read(tokens in prop::collection::vec(token(), 0..40)) {
        check_all(&tokens.concat());
    }

    #[test]
    fn sheets_are_read_alike_alone_and_in_one_text(
        lines in prop::collection::vec((line_of_several(), line_end()), 0..14), mark in 0..4u8,
    ) {
        let mark = if mark == 0 { "\u{feff}" } else { "" };
        let lines = lines.into_iter().map(|(line, end)| format!("{line}{end}"));
        check_all(&format!("{mark}{}", lines.collect::<String>()));
    }

    #[test]
    fn a_sheet_is_printed_without_loss(text in sheet()) {
        check_all(&text);
    }
}

#[test]
fn hostile_texts_are_read_in_time() {
    let long = 200_000;
    for (before, piece) in [
        ("", "["),
        ("a: ", "["),
        ("a: ", "{"),
        ("a: {", "a: {"),
        ("a: [", "\"\\"),
        ("a: [", "“"),
        ("a: ", "\"\\"),
        ("- ", "- "),
        ("", "- "),
        ("a: ", " #"),
        ("a: ", "# "),
        ("a: [", "#,"),
        ("", "\n  "),
        ("", "\r"),
        ("", "x\n"),
        ("a: |", "\n  \n"),
        ("", ":"),
        ("", "\n a"),
        ("", "---\n"),
        ("", "\0a"),
        ("", "# \n"),
        ("a: [", ","),
        ("a: {", ":"),
        ("a: ", "]"),
        ("a:\n  b\n", "  c\n"),
        ("a: b\n", "  c: d\n"),
        ("", "\"a"),
        ("- ", "“a"),
        ("", "a:\n"),
    ] {
        let text = format!("{before}{}", piece.repeat(long / piece.len()));
        let source = Source::new(SourceId::ALONE, "hostile", text);
        format::sheet(&source).ok();
    }
    let stairs: String = (0..600).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    check_all(&stairs);
}
