//! Values on a line: quotes and escapes taken out.

use super::lines::Range;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::source::{Piece, Source, Span, Text};

/// A text as it stands, or what `"…"` or `“…”` encloses.
pub(super) struct Scalar {
    pub text: Text,
    pub quoted: bool,
}

/// Reads a plain value: quoted if `“…”` encloses all of it; one that opens with `"` has not been closed.
pub(super) fn plain(source: &Source, range: Range, told: &mut Vec<Diagnostic>) -> Scalar {
    let span = Span::new(source.id(), range.start, range.end);
    let text = source.slice(span);
    if let Some(inner) = text.strip_prefix('“').and_then(|rest| rest.strip_suffix('”'))
        && !inner.contains(['“', '”'])
    {
        let start = range.start + '“'.len_utf8();
        let inner_span = Span::new(source.id(), start, start + inner.len());
        return Scalar { text: Text::verbatim(inner_span, inner), quoted: true };
    }
    if let Some(rest) = text.strip_prefix('"')
        && !rest.contains('"')
    {
        told.push(words::quote_open(span, rest));
        let start = range.start + 1;
        let rest_span = Span::new(source.id(), start, range.end);
        return Scalar { text: Text::verbatim(rest_span, rest), quoted: false };
    }
    Scalar { text: Text::verbatim(span, text), quoted: false }
}

/// Reads `"…"`, its quotes inside the range.
pub(super) fn quoted(source: &Source, range: Range, told: &mut Vec<Diagnostic>) -> Scalar {
    let written = source.text().get(range.start + 1..range.end.saturating_sub(1));
    let written = written.unwrap_or_default();
    let start = range.start + 1;
    let (mut text, mut pieces) = (String::new(), Vec::new());
    let mut piece = |text: &String, at: usize| {
        pieces.push(Piece { text: offset(text.len()), source: offset(start + at) });
    };
    piece(&text, 0);
    let mut characters = written.char_indices();
    while let Some((at, character)) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        let Some((next, escaped)) = characters.next() else { break };
        piece(&text, at);
        match escaped {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            '"' | '\\' => text.push(escaped),
            other => {
                let end = next + other.len_utf8();
                let place = Span::new(source.id(), start + at, start + end);
                told.push(words::escape_unknown(place, other));
                text.push('\\');
                text.push(other);
            }
        }
        piece(&text, next + escaped.len_utf8());
    }
    Scalar { text: Text::new(source.id(), text, pieces), quoted: true }
}

pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
