//! The sheet reader and a YAML library agree on what both languages have in common: nested
//! mappings, indented by blanks; plain keys; plain values that do not begin with a sign that YAML
//! reads (`-`, `[`, `{`, `|`, `>`, quotes, `&`, `*`, `!`, `%`, `@`, a backquote), hold neither `: `
//! nor ` #`, and are no number, truth, date or null there; values in double quotes with `\"` and
//! `\\`; texts of several lines behind `|`; comments behind a blank; blank lines; either line end.
//! What only a sheet has (`>=90%`, full-width colons, wide indentation, repeated keys) or only YAML
//! has (anchors, tags, wrapped lines) is left out.

use biaochi::source::{Source, SourceId};
use biaochi::syntax::sheet::{self, BlockItem, NodeKind};
use proptest::prelude::*;
use serde_yaml::Value;

/// What both are to read.
#[derive(Clone, Debug)]
enum Tree {
    Plain(String),
    Quoted(String),
    Lines(Vec<String>),
    Entries(Vec<(String, Tree)>),
}

fn word() -> impl Strategy<Value = String> {
    "[甲乙丙丁一二三路桥水区项目名称]{1,4}( [甲乙丙路桥a-z]{1,3}){0,2}"
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        3 => word().prop_map(Tree::Plain),
        1 => "[甲乙丙#:：\\-\\[\\]{}|\"\\\\ a-z0-9%≥]{0,8}".prop_map(Tree::Quoted),
        1 => prop::collection::vec("[甲乙丙#:\\-a-z0-9]{1,6}", 1..4).prop_map(Tree::Lines),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop::collection::vec((word(), inner), 1..4).prop_map(Tree::Entries)
    })
}

/// Writes entries at a depth; `noise` chooses where comments and blank lines stand.
fn write(entries: &[(String, Tree)], depth: usize, noise: &mut u64, out: &mut String) {
    let pad = "  ".repeat(depth);
    for (number, (key, value)) in entries.iter().enumerate() {
        let mut chance = |of: u64| {
            *noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (*noise >> 33).is_multiple_of(of)
        };
        if chance(4) {
            out.push_str(&format!("{pad}# 注: “{number}”\n"));
        }
        if chance(5) {
            out.push('\n');
        }
        let comment = if chance(4) { " # 说明: 一" } else { "" };
        // Keys are distinct, since neither takes one twice.
        let key = format!("{key}{number}");
        match value {
            Tree::Plain(text) => out.push_str(&format!("{pad}{key}: {text}{comment}\n")),
            Tree::Quoted(text) => {
                let text = text.replace('\\', "\\\\").replace('"', "\\\"");
                out.push_str(&format!("{pad}{key}: \"{text}\"{comment}\n"));
            }
            Tree::Lines(lines) => {
                out.push_str(&format!("{pad}{key}: |\n"));
                lines.iter().for_each(|line| out.push_str(&format!("{pad}  {line}\n")));
            }
            Tree::Entries(below) => {
                out.push_str(&format!("{pad}{key}:{comment}\n"));
                write(below, depth + 1, noise, out);
            }
        }
    }
}

/// What the sheet reader has read, as the library would give it.
fn read(items: &[BlockItem]) -> Value {
    let entries = items.iter().filter_map(|item| match item {
        BlockItem::Entry(entry) => {
            let value = match &entry.value.kind {
                NodeKind::Scalar { text, .. } => Value::String(text.as_str().to_owned()),
                // YAML keeps the last line end, which a sheet does not.
                NodeKind::Literal { text, .. } => Value::String(format!("{}\n", text.as_str())),
                NodeKind::Block(below) => read(below),
                other => panic!("{other:?}"),
            };
            Some((Value::String(entry.key.as_str().to_owned()), value))
        }
        BlockItem::Comment(_) | BlockItem::Blank(_) => None,
        other => panic!("{other:?}"),
    });
    Value::Mapping(entries.collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_common_subset_is_read_alike(
        entries in prop::collection::vec((word(), tree()), 1..5),
        mut noise in any::<u64>(),
        crlf in any::<bool>(),
    ) {
        let mut text = String::new();
        write(&entries, 0, &mut noise, &mut text);
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let theirs: Value = serde_yaml::from_str(&text).unwrap();
        let source = Source::new(SourceId::ALONE, "表.biao", &*text);
        let file = sheet::parse(&source);
        prop_assert!(file.diagnostics.is_empty(), "{:?}\n{text}", file.diagnostics);
        prop_assert_eq!(read(&file.documents[0].items), theirs, "{}", text);
    }
}
