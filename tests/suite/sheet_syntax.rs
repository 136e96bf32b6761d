//! Sheets as text: what is read, and what is said of each broken line.

use biaochi::source::{Source, SourceId, Span};
use biaochi::syntax::sheet::{Item, Node, NodeKind, parse};

use crate::cases;

fn source(text: &str) -> Source {
    Source::new(SourceId::ALONE, "case.biao", text)
}

/// `⇥` stands for a tab, `␍` for a carriage return and `␇` for a bell, so that they can be seen.
fn seen(text: &str) -> String {
    text.replace('⇥', "\t").replace('␍', "\r").replace('␇', "\u{7}")
}

#[test]
fn broken_lines_are_reported_and_the_rest_is_read() {
    cases::run("sheet_syntax/errors.txt", |text| {
        let source = source(&seen(text));
        let file = parse(&source);
        let tree: String =
            file.documents.iter().map(|document| outline(&source, &document.items, 0)).collect();
        format!("{}\n读作\n{}", cases::describe(&source, &file.diagnostics), tree.trim_end())
    });
}

#[test]
fn sheets_are_read() {
    cases::run("sheet_syntax/features.txt", |text| {
        let source = source(&seen(text));
        let file = parse(&source);
        let documents = file.documents.iter().map(|document| outline(&source, &document.items, 0));
        let tree = documents.collect::<Vec<_>>().join("---\n");
        if file.diagnostics.is_empty() {
            return tree;
        }
        format!("{}\n{tree}", cases::describe(&source, &file.diagnostics))
    });
}

/// What was read, one line an item: keys and values in 「」, so that blanks show.
pub(crate) fn outline(source: &Source, items: &[Item], depth: usize) -> String {
    let indent = "  ".repeat(depth);
    let mut lines = String::new();
    for item in items {
        match item {
            Item::Entry(entry) => {
                let comment = remark(source, entry.comment);
                lines.push_str(&format!("{indent}「{}」", entry.key.as_str()));
                lines.push_str(&value(source, &entry.value, &comment, depth));
            }
            Item::Element(element) => {
                let comment = remark(source, element.comment);
                lines.push_str(&format!("{indent}-"));
                lines.push_str(&value(source, &element.value, &comment, depth));
            }
            Item::Comment(span) => {
                lines.push_str(&format!("{indent}注释「{}」\n", source.slice(*span).trim_end()));
            }
            Item::Blank(_) => lines.push_str(&format!("{indent}空行\n")),
            Item::Junk(_) => lines.push_str(&format!("{indent}废行\n")),
        }
    }
    lines
}

fn remark(source: &Source, comment: Option<Span>) -> String {
    comment.map_or(String::new(), |span| format!(" 注「{}」", source.slice(span).trim_end()))
}

fn value(source: &Source, node: &Node, comment: &str, depth: usize) -> String {
    match &node.kind {
        NodeKind::Block(items) => format!("{comment}\n{}", outline(source, items, depth + 1)),
        _ => format!(" {}{comment}\n", inline(node)),
    }
}

fn inline(node: &Node) -> String {
    match &node.kind {
        NodeKind::Empty => "空".to_owned(),
        NodeKind::Scalar { text, quoted } => {
            format!("{}「{}」", if *quoted { "引" } else { "" }, text.as_str().replace('\n', "⏎"))
        }
        NodeKind::Literal { text, .. } => format!("文「{}」", text.as_str().replace('\n', "⏎")),
        NodeKind::Unreadable { text } => format!("看不懂「{}」", text.as_str()),
        NodeKind::FlowMap(entries) => {
            let entries = entries
                .iter()
                .map(|entry| format!("「{}」 {}", entry.key.as_str(), inline(&entry.value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        NodeKind::FlowList(items) => {
            format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        NodeKind::Block(_) => "块".to_owned(),
    }
}

#[test]
fn brackets_without_end_are_an_error_and_not_a_crash() {
    for bracket in ["[", "{", "{甲: ", "[{甲: ["] {
        let source = source(&format!("甲: {}\n乙: 丙\n", bracket.repeat(100_000)));
        let file = parse(&source);
        assert!(!file.diagnostics.is_empty());
        assert!(outline(&source, &file.documents[0].items, 0).contains("「乙」 「丙」"));
    }
    let deep: String = (0..2_000).map(|depth| format!("{}甲:\n", " ".repeat(depth))).collect();
    assert!(parse(&source(&deep)).diagnostics.iter().any(|found| found.code == "表/嵌套过深"));
}

#[test]
fn the_examples_have_no_error_of_syntax() {
    for folder in ["shanghai-2020", "corrected", "tour"] {
        let root = format!("{}/examples/{folder}", env!("CARGO_MANIFEST_DIR"));
        for entry in std::fs::read_dir(root).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|ending| ending != "biao") {
                continue;
            }
            let source = source(&std::fs::read_to_string(&path).unwrap());
            let told = cases::describe(&source, &parse(&source).diagnostics);
            assert_eq!(told, "无", "{}", path.display());
        }
    }
}
