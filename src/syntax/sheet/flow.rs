//! `{键: 值, …}` and `[值, …]` on one line.

use pest::Parser;
use pest::error::InputLocation;
use pest::iterators::Pair;

use super::lines::{Range, Rule, SheetParser, range, trimmed};
use super::{FlowEntry, MAX_DEPTH, Node, NodeKind, scalar, words};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span, Text};

/// Reads what stands in brackets from a byte to the end of its line: the value, and the comment after it.
pub(super) fn read(
    source: &Source,
    written: Range,
    told: &mut Vec<Diagnostic>,
) -> (Node, Option<Range>) {
    let span = Span::new(source.id(), written.start, written.end);
    let text = source.slice(span);
    let as_text = || Node { span, kind: NodeKind::Unreadable { text: Text::verbatim(span, text) } };
    // The grammar recurses with the brackets, so their depth is bounded before it sees them.
    if depth(text) > MAX_DEPTH {
        told.push(words::too_deep(Span::new(source.id(), written.start, written.start + 1)));
        return (as_text(), None);
    }
    match SheetParser::parse(Rule::flow_line, text) {
        Ok(pairs) => {
            let (mut node, mut comment) = (None, None);
            for pair in pairs.flat_map(Pair::into_inner) {
                match pair.as_rule() {
                    Rule::EOI => {}
                    Rule::comment => {
                        let found = trimmed(text, range(&pair));
                        comment = Some(written.start + found.start..written.start + found.end);
                    }
                    _ => node = Some(self::node(source, written.start, &pair, told)),
                }
            }
            (node.unwrap_or_else(as_text), comment)
        }
        Err(error) => {
            let at = match error.location {
                InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
            };
            told.push(words::flow_broken(source, &written, text, at));
            (as_text(), None)
        }
    }
}

/// How deep brackets nest, quotes aside: an upper bound.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for byte in text.bytes() {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn node(source: &Source, base: usize, pair: &Pair<'_, Rule>, told: &mut Vec<Diagnostic>) -> Node {
    let at = trimmed(pair.get_input(), range(pair));
    let at = base + at.start..base + at.end;
    let span = Span::new(source.id(), at.start, at.end);
    let kind = match pair.as_rule() {
        Rule::flow_map => {
            let entries =
                pair.clone().into_inner().map(|entry| entry_of(source, base, entry, told));
            NodeKind::FlowMap(entries.collect())
        }
        Rule::flow_list => {
            let items = pair.clone().into_inner().map(|item| node(source, base, &item, told));
            NodeKind::FlowList(items.collect())
        }
        _ => {
            let text = text(source, at, told);
            NodeKind::Scalar { text: text.text, quoted: text.quoted }
        }
    };
    Node { span, kind }
}

fn entry_of(
    source: &Source,
    base: usize,
    pair: Pair<'_, Rule>,
    told: &mut Vec<Diagnostic>,
) -> FlowEntry {
    let mut inner = pair.clone().into_inner();
    let key = inner.next().map(|key| trimmed(key.get_input(), range(&key))).unwrap_or_default();
    let key = base + key.start..base + key.end;
    let value = inner.find(|part| part.as_rule() != Rule::colon);
    let value = match value {
        Some(value) => node(source, base, &value, told),
        None => Node { span: Span::at(source.id(), key.end), kind: NodeKind::Empty },
    };
    FlowEntry {
        key_span: Span::new(source.id(), key.start, key.end),
        key: text(source, key, told).text,
        value,
    }
}

fn text(source: &Source, at: Range, told: &mut Vec<Diagnostic>) -> scalar::Scalar {
    if source.text().get(at.clone()).is_some_and(|text| text.starts_with('"')) {
        scalar::quoted(source, at, told)
    } else {
        scalar::plain(source, at, told)
    }
}
