//! Nodes of the tree to texts: scalars and literals as they are, lists of them joined line by line.
//! Knows no form.

use crate::source::{MappedText, TextPiece};
use crate::syntax::sheet::{BlockItem, Node, NodeKind};

/// The text that a node is or amounts to; `None` where it is a map or holds one.
pub(super) fn text_of(node: &Node) -> Option<MappedText> {
    match &node.kind {
        NodeKind::Empty => Some(MappedText::verbatim(node.span, "")),
        NodeKind::Scalar { text, .. }
        | NodeKind::Literal { text, .. }
        | NodeKind::Unreadable { text } => Some(text.clone()),
        NodeKind::FlowMap(_) => None,
        NodeKind::FlowList(nodes) => joined(node, nodes.iter()),
        NodeKind::Block(items) => {
            let mut elements = Vec::new();
            for item in items {
                match item {
                    BlockItem::Element(element) => elements.push(&element.value),
                    BlockItem::Entry(_) => return None,
                    BlockItem::Comment(_) | BlockItem::Blank(_) | BlockItem::Junk(_) => {}
                }
            }
            joined(node, elements.into_iter())
        }
    }
}

/// The text of a node that is nothing but text.
pub(super) fn scalar(node: &Node) -> Option<&MappedText> {
    match &node.kind {
        NodeKind::Scalar { text, .. } | NodeKind::Literal { text, .. } => Some(text),
        _ => None,
    }
}

fn joined<'a>(list: &Node, nodes: impl Iterator<Item = &'a Node>) -> Option<MappedText> {
    let (mut joined, mut pieces) = (String::new(), Vec::new());
    let mut push = |at: usize, source: usize| {
        let (Ok(text), Ok(source)) = (u32::try_from(at), u32::try_from(source)) else { return };
        pieces.push(TextPiece { text, source });
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
        // A new piece begins wherever the source is not contiguous.
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
        return Some(MappedText::verbatim(list.span, ""));
    }
    Some(MappedText::new(list.span.source, joined, pieces))
}
