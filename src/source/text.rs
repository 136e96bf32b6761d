//! Text with the source place of each character: a value, a block of text or a quoted string
//! without its indentation and escapes.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

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

/// A text with a map to its place. What stands in its source unchanged is not copied.
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "StoredText", into = "StoredText")]
pub struct MappedText {
    source: SourceId,
    characters: Characters,
}

#[derive(Clone)]
enum Characters {
    /// Bytes of the text of the source.
    Shared { whole: Arc<str>, start: u32, end: u32 },
    /// Put together from pieces.
    Joined(Arc<(String, Vec<TextPiece>)>),
}

/// A text as it is stored: without its source.
#[derive(Serialize, Deserialize)]
struct StoredText {
    source: SourceId,
    text: String,
    pieces: Vec<TextPiece>,
}

impl From<StoredText> for MappedText {
    fn from(stored: StoredText) -> Self {
        Self::new(stored.source, stored.text, stored.pieces)
    }
}

impl From<MappedText> for StoredText {
    fn from(text: MappedText) -> Self {
        let pieces = text.pieces().into_owned();
        Self { source: text.source, text: text.as_str().to_owned(), pieces }
    }
}

impl fmt::Debug for MappedText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = out.debug_struct("MappedText");
        shown.field("source", &self.source).field("text", &self.as_str());
        shown.field("pieces", &self.pieces()).finish()
    }
}

impl PartialEq for MappedText {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
            && self.as_str() == other.as_str()
            && self.pieces() == other.pieces()
    }
}

impl Eq for MappedText {}

impl MappedText {
    /// A text put together from pieces, in order; the first must stand at byte 0 of the text.
    pub(crate) fn new(source: SourceId, text: String, pieces: Vec<TextPiece>) -> Self {
        Self { source, characters: Characters::Joined(Arc::new((text, pieces))) }
    }

    /// A text that is in the source unchanged.
    pub(crate) fn verbatim(span: Span, text: &str) -> Self {
        let piece = TextPiece { text: 0, source: span.start };
        Self::new(span.source, text.to_owned(), vec![piece])
    }

    /// Texts of one source one behind the other, without the blanks around them.
    pub(crate) fn joined(texts: &[&MappedText]) -> Option<Self> {
        let source = texts.first()?.source;
        let (mut all, mut pieces) = (String::new(), Vec::new());
        for text in texts {
            let start = text.as_str().len() - text.as_str().trim_start().len();
            let trimmed = text.as_str().trim();
            let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
            for piece in text.pieces().iter() {
                let from = (piece.text as usize).max(start);
                if from < start + trimmed.len() {
                    let place = text.locate(from);
                    let byte = all.len() + from - start;
                    pieces.push(TextPiece { text: at(byte), source: at(place) });
                }
            }
            all.push_str(trimmed);
        }
        Some(Self::new(source, all, pieces))
    }

    /// A part of the text, without the blanks around it.
    pub(crate) fn part(&self, range: Range<usize>) -> Self {
        let text = self.as_str().get(range.clone()).unwrap_or_default();
        let start = range.start + text.len() - text.trim_start().len();
        let text = text.trim();
        let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        let within = |piece: &&TextPiece| {
            let at = piece.text as usize;
            at > start && at < start + text.len()
        };
        let moved = |piece: &TextPiece| TextPiece { text: piece.text - at(start), ..*piece };
        let first = TextPiece { text: 0, source: at(self.locate(start)) };
        let own = self.pieces();
        let pieces = std::iter::once(first).chain(own.iter().filter(within).map(moved));
        let pieces = pieces.collect();
        Self::new(self.source, text.to_owned(), pieces)
    }

    /// The bytes of a source at a place.
    pub(super) fn shared(whole: &Arc<str>, span: Span) -> Self {
        let Span { source, start, end } = span;
        Self { source, characters: Characters::Shared { whole: Arc::clone(whole), start, end } }
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        match &self.characters {
            Characters::Shared { whole, start, end } => {
                whole.get(*start as usize..*end as usize).unwrap_or_default()
            }
            Characters::Joined(joined) => &joined.0,
        }
    }

    fn pieces(&self) -> Cow<'_, [TextPiece]> {
        match &self.characters {
            Characters::Shared { start, .. } => {
                Cow::Owned(vec![TextPiece { text: 0, source: *start }])
            }
            Characters::Joined(joined) => Cow::Borrowed(&joined.1),
        }
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
        self.span(0..self.as_str().len())
    }

    fn locate(&self, offset: usize) -> usize {
        let pieces = match &self.characters {
            Characters::Shared { start, .. } => return *start as usize + offset,
            Characters::Joined(joined) => &joined.1,
        };
        let after = pieces.partition_point(|piece| piece.text as usize <= offset);
        match after.checked_sub(1).and_then(|at| pieces.get(at)) {
            Some(piece) => piece.source as usize + (offset - piece.text as usize),
            None => 0,
        }
    }
}
