//! Text with the source place of each character: a value, a block of text or a quoted string
//! without its indentation and escapes.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{SourceId, Span};

/// From this byte of the text until the next piece, bytes are at `source` and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TextPiece {
    /// Byte in the text.
    pub(crate) text: u32,
    /// Byte in the source.
    pub(crate) source: u32,
}

/// A text with a map to its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedText {
    source: SourceId,
    text: String,
    pieces: Vec<TextPiece>,
}

impl MappedText {
    /// A text put together from pieces, in order; the first must stand at byte 0 of the text.
    pub(crate) fn new(source: SourceId, text: String, pieces: Vec<TextPiece>) -> Self {
        Self { source, text, pieces }
    }

    /// A text that is in the source unchanged.
    pub(crate) fn verbatim(span: Span, text: &str) -> Self {
        let piece = TextPiece { text: 0, source: span.start };
        Self { source: span.source, text: text.to_owned(), pieces: vec![piece] }
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The place of a range of the text's bytes.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.locate(range.start);
        // The end is found from the last byte inside, so that a range that ends with a line does
        // not reach into the next one's indentation.
        let end = if range.end > range.start { self.locate(range.end - 1) + 1 } else { start };
        Span::new(self.source, start, end)
    }

    /// The place of the whole text.
    pub fn whole(&self) -> Span {
        self.span(0..self.text.len())
    }

    fn locate(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.text as usize <= offset);
        match after.checked_sub(1).and_then(|at| self.pieces.get(at)) {
            Some(piece) => piece.source as usize + (offset - piece.text as usize),
            None => 0,
        }
    }
}
