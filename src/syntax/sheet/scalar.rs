//! Text on a line, plain or in quotes. Takes places of the source, gives values with these places;
//! knows nothing of lines and nesting.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::{MappedText, Source, Span, TextPiece};

use super::line::{comment_at, is_blank};
use super::tree::{Node, NodeKind};
use super::words;

/// The source, and what has been found wrong in it.
pub(super) struct ScalarReader<'a> {
    pub(crate) source: &'a Source,
    pub(crate) text: &'a str,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl<'a> ScalarReader<'a> {
    pub(crate) fn new(source: &'a Source) -> Self {
        Self { source, text: source.text(), diagnostics: Vec::new() }
    }

    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source.id(), range.start, range.end)
    }

    pub(crate) fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The text as it stands there.
    pub(crate) fn verbatim(&self, range: Range<usize>) -> MappedText {
        self.source.mapped(range)
    }

    /// Nothing, at a point.
    pub(crate) fn empty(&self, at: usize) -> Node {
        Node { span: self.span(at..at), kind: NodeKind::Empty }
    }

    /// The text from `start` to the end of its line, and the comment after it.
    pub(crate) fn plain(
        &mut self,
        start: usize,
        end: usize,
        empty_at: usize,
    ) -> (Node, Option<Span>) {
        let (stop, comment) = self.split_comment(start, end);
        if stop <= start {
            return (self.empty(empty_at), comment);
        }
        (self.scalar(start..stop), comment)
    }

    /// Where the value in a run of text ends, and the comment after it.
    pub(crate) fn split_comment(&self, start: usize, end: usize) -> (usize, Option<Span>) {
        let run = self.slice(start..end);
        let Some(at) = comment_at(run) else {
            return (end, None);
        };
        let value = run.get(..at).unwrap_or_default().trim_end_matches(is_blank);
        (start + value.len(), Some(self.span(start + at..end)))
    }

    /// Unquoted text; a quote at its start must close somewhere.
    pub(crate) fn scalar(&mut self, range: Range<usize>) -> Node {
        let written = self.slice(range.clone());
        let span = self.span(range.clone());
        if written.starts_with('"') && !closes(written) {
            self.report(words::unclosed_quote(span));
            return Node { span, kind: self.unclosed(range) };
        }
        let text = self.verbatim(range);
        Node { span, kind: NodeKind::Scalar { text, quoted: false } }
    }

    /// The text after a quote that never closes.
    pub(crate) fn unclosed(&self, range: Range<usize>) -> NodeKind {
        let quote = self.slice(range.clone()).chars().next().map_or(0, char::len_utf8);
        let text = self.verbatim(range.start + quote..range.end);
        NodeKind::Scalar { text, quoted: true }
    }

    /// `“…”`: everything inside.
    pub(crate) fn curly(&self, range: Range<usize>) -> Node {
        let inner = range.start + '“'.len_utf8()..range.end - '”'.len_utf8();
        let text = self.verbatim(inner);
        Node { span: self.span(range), kind: NodeKind::Scalar { text, quoted: true } }
    }

    /// `"…"` as a value.
    pub(crate) fn quoted(&mut self, range: Range<usize>) -> Node {
        let text = self.unescape(range.clone());
        Node { span: self.span(range), kind: NodeKind::Scalar { text, quoted: true } }
    }

    /// The text inside `"…"`, escapes taken out.
    pub(crate) fn unescape(&mut self, range: Range<usize>) -> MappedText {
        let inner = range.start + 1..range.end - 1;
        let written = self.slice(inner.clone());
        if !written.contains('\\') {
            return self.verbatim(inner);
        }
        let mut text = String::with_capacity(written.len());
        let mut pieces = vec![piece(0, inner.start)];
        let mut chars = written.char_indices();
        while let Some((at, c)) = chars.next() {
            let at = inner.start + at;
            let escaped = if c == '\\' { chars.next() } else { None };
            let Some((_, escape)) = escaped else {
                text.push(c);
                continue;
            };
            match escape {
                '"' | '\\' => {
                    // The character itself is in the source, after its backslash.
                    pieces.push(piece(text.len(), at + 1));
                    text.push(escape);
                }
                'n' | 't' => {
                    pieces.push(piece(text.len(), at));
                    text.push(if escape == 'n' { '\n' } else { '\t' });
                    pieces.push(piece(text.len(), at + 2));
                }
                other => {
                    let span = self.span(at..at + 1 + other.len_utf8());
                    self.report(words::bad_escape(span, other));
                    text.push('\\');
                    text.push(other);
                }
            }
        }
        // Of two pieces at one byte only the later holds.
        pieces.reverse();
        pieces.dedup_by_key(|piece| piece.text);
        pieces.reverse();
        MappedText::new(self.source.id(), text, pieces)
    }
}

/// A piece of a text.
pub(super) fn piece(text: usize, source: usize) -> TextPiece {
    TextPiece {
        text: u32::try_from(text).unwrap_or(u32::MAX),
        source: u32::try_from(source).unwrap_or(u32::MAX),
    }
}

/// Whether the `"` that a text opens with has a partner.
fn closes(text: &str) -> bool {
    let mut chars = text.chars().skip(1);
    while let Some(c) = chars.next() {
        match c {
            '"' => return true,
            '\\' => {
                chars.next();
            }
            _ => {}
        }
    }
    false
}
