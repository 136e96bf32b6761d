//! Any text is read as sheets; what the formatter prints of it says the same and prints as itself.
//! `cargo +nightly fuzz run sheet`

#![no_main]

use biaochi::format;
use biaochi::source::{Source, SourceId};
use biaochi::syntax::sheet::{Item, Node, NodeKind, SheetFile, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new(SourceId::ALONE, "fuzz.biao", text);
    let file = parse(&source);
    for diagnostic in &file.diagnostics {
        for label in &diagnostic.labels {
            assert!(text.get(label.span.range()).is_some());
        }
    }
    let Ok(printed) = format::sheet(&source) else { return };
    let again = Source::new(SourceId::ALONE, "printed.biao", printed.as_str());
    let reread = parse(&again);
    assert!(reread.diagnostics.is_empty());
    assert_eq!(content(&source, &file), content(&again, &reread));
    assert_eq!(format::sheet(&again).ok(), Some(printed));
});

/// Keys, values and comments in order, without places and blank lines.
fn content(source: &Source, file: &SheetFile) -> Vec<String> {
    let mut out = Vec::new();
    for document in &file.documents {
        out.push("document".to_owned());
        items(source, &document.items, &mut out);
    }
    out
}

fn items(source: &Source, list: &[Item], out: &mut Vec<String>) {
    out.push("block".to_owned());
    for item in list {
        let (value, comment) = match item {
            Item::Entry(entry) => {
                out.push(format!("key {}", entry.key.as_str()));
                (&entry.value, entry.comment)
            }
            Item::Element(element) => {
                out.push("element".to_owned());
                (&element.value, element.comment)
            }
            Item::Comment(span) | Item::Junk(span) => {
                out.push(source.slice(*span).replace('＃', "#"));
                continue;
            }
            Item::Blank(_) => continue,
        };
        node(source, value, out);
        out.extend(comment.map(|span| source.slice(span).replace('＃', "#")));
    }
    out.push("end".to_owned());
}

fn node(source: &Source, node: &Node, out: &mut Vec<String>) {
    match &node.kind {
        NodeKind::Empty => out.push("empty".to_owned()),
        NodeKind::Scalar { text, quoted } => out.push(format!("{quoted} {}", text.as_str())),
        NodeKind::Literal { text, .. } => out.push(format!("literal {}", text.as_str())),
        NodeKind::Block(list) => items(source, list, out),
        NodeKind::FlowMap(entries) => {
            out.push(format!("map {}", entries.len()));
            for entry in entries {
                out.push(entry.key.as_str().to_owned());
                self::node(source, &entry.value, out);
            }
        }
        NodeKind::FlowList(nodes) => {
            out.push(format!("list {}", nodes.len()));
            for inner in nodes {
                self::node(source, inner, out);
            }
        }
    }
}
