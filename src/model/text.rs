//! Nodes of the tree to texts: scalars and literals as they are, lists of them joined line by line.
//! Knows no form.

use crate::source::{Piece, Text};
use crate::syntax::sheet::{Item, Node, NodeKind};

/// The text that a node is or amounts to; `None` where it is a map or holds one.
pub(super) fn text_of(node: &Node) -> Option<Text> {
    match &node.kind {
        NodeKind::Empty => Some(Text::verbatim(node.span, "")),
        NodeKind::Scalar { text, .. }
        | NodeKind::Literal { text, .. }
        | NodeKind::Unreadable { text } => Some(text.clone()),
        NodeKind::FlowMap(_) => None,
        NodeKind::FlowList(nodes) => joined(node, nodes.iter()),
        NodeKind::Block(items) => {
            let mut elements = Vec::new();
            for item in items {
                match item {
                    Item::Element(element) => elements.push(&element.value),
                    Item::Entry(_) => return None,
                    Item::Comment(_) | Item::Blank(_) | Item::Junk(_) => {}
                }
            }
            joined(node, elements.into_iter())
        }
    }
}

/// The text of a node that is nothing but text.
pub(super) fn scalar(node: &Node) -> Option<&Text> {
    match &node.kind {
        NodeKind::Scalar { text, .. } | NodeKind::Literal { text, .. } => Some(text),
        _ => None,
    }
}

fn joined<'a>(list: &Node, nodes: impl Iterator<Item = &'a Node>) -> Option<Text> {
    let (mut joined, mut pieces) = (String::new(), Vec::new());
    let mut push = |at: usize, source: usize| {
        let (Ok(text), Ok(source)) = (u32::try_from(at), u32::try_from(source)) else { return };
        pieces.push(Piece { text, source });
    };
    let mut end = None;
    for node in nodes {
        let text = match &node.kind {
            NodeKind::Empty => continue,
            _ => scalar(node)?,
        };
        if let Some(end) = end {
            push(joined.len(), end);
            joined.push('\n');
        }
        // Where the way back to the source takes a jump, a new piece begins.
        let mut expected = None;
        for (at, character) in text.as_str().char_indices() {
            let source = text.span(at..at).start as usize;
            if expected != Some(source) {
                push(joined.len() + at, source);
            }
            expected = Some(source + character.len_utf8());
        }
        joined.push_str(text.as_str());
        end = Some(text.whole().end as usize);
    }
    if pieces.is_empty() {
        return Some(Text::verbatim(list.span, ""));
    }
    Some(Text::new(list.span.source, joined, pieces))
}
