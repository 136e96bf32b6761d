//! Texts and the places in them. Takes bytes; gives characters, lines and columns.
//! Knows nothing of files on disk or of any grammar.

mod beside;
mod decode;
mod edit;
mod line_ends;
mod line_index;
mod text;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

pub(crate) use beside::beside;
pub(crate) use decode::{DecodeError, decode};
pub use decode::{Decoded, Encoding};
pub use edit::{Edit, apply};
pub use line_ends::line_ends;
use line_index::LineIndex;
use serde::{Deserialize, Serialize};
pub use text::MappedText;
pub(crate) use text::TextPiece;

/// The most bytes one text may have. Beyond it a text is refused, so that every offset fits a `u32`
/// and a hostile file cannot exhaust memory.
pub(crate) const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The id of a text among [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "u32", into = "u32")]
pub struct SourceId(u32);

/// A half-open range of bytes in one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The text.
    pub source: SourceId,
    /// First byte, from 0.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The range `start..end`; an inverted range becomes the empty one at `start`.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX).max(start);
        Self { source, start, end }
    }

    /// The empty range at one byte.
    pub fn at(source: SourceId, offset: usize) -> Self {
        Self::new(source, offset, offset)
    }

    /// The range as `usize`, to slice the text with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub(crate) fn len(self) -> usize {
        self.range().len()
    }

    /// Whether no byte is inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest range that holds both (of the same text).
    pub fn cover(self, other: Span) -> Span {
        Span {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The same bytes of a part, as bytes of the text that has the part at `offset`.
    #[must_use]
    pub(crate) fn rebased(self, source: SourceId, offset: u32) -> Span {
        let (start, end) = (self.start.saturating_add(offset), self.end.saturating_add(offset));
        Span { source, start, end }
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.source == other.source && self.start <= other.start && other.end <= self.end
    }
}

/// A place as a person reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// One text with its name. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Source(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    id: SourceId,
    name: String,
    /// As it is in the file.
    written: Arc<str>,
    /// As the grammars read it, if different.
    read: Option<Arc<str>>,
    encoding: Encoding,
    /// The bytes that were read, if they are not those of `written`.
    bytes: Option<Vec<u8>>,
    /// The lines of the file before this text, if it is a part of one.
    lines_before: u32,
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// A text that belongs to no [`Sources`] yet: for tests and single buffers.
    pub fn new(id: SourceId, name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::decoded(id, name, Decoded::utf8(text))
    }

    fn decoded(id: SourceId, name: impl Into<String>, decoded: Decoded) -> Self {
        let Decoded { text, encoding, bytes } = decoded;
        let written: Arc<str> = Arc::from(text);
        Self(Arc::new(Inner {
            id,
            name: name.into(),
            read: line_ends::for_grammars(&written).map(Arc::from),
            written,
            encoding,
            bytes,
            lines_before: 0,
            lines: OnceLock::new(),
        }))
    }

    /// A part of this text, beginning at a line, as a text with its own places. A part that is the
    /// whole text shares it.
    pub(crate) fn part(&self, id: SourceId, range: std::ops::Range<usize>) -> Self {
        let lines_before = match range.start {
            0 => 0,
            start => self.line_in_whole(start).saturating_sub(1),
        };
        let of = |text: &Arc<str>| match range.len() == text.len() {
            true => Arc::clone(text),
            false => Arc::from(text.get(range.clone()).unwrap_or_default()),
        };
        let (written, read) = (of(&self.0.written), self.0.read.as_ref().map(of));
        let (name, encoding) = (self.name().to_owned(), self.encoding());
        let (bytes, lines) = (None, OnceLock::new());
        Self(Arc::new(Inner { id, name, written, read, encoding, bytes, lines_before, lines }))
    }

    /// The same text after a change of how it stands in the file.
    #[must_use]
    pub fn changed(&self, text: impl Into<String>) -> Self {
        let decoded = Decoded { encoding: self.encoding(), ..Decoded::utf8(text) };
        Self::decoded(self.id(), self.name(), decoded)
    }

    /// Whether another source is this text under this name.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let alike = |left: &Inner, right: &Inner| {
            (left.id, &left.name, left.encoding, &left.written)
                == (right.id, &right.name, right.encoding, &right.written)
        };
        Arc::ptr_eq(&self.0, &other.0) || alike(&self.0, &other.0)
    }

    /// Which text this is.
    pub fn id(&self) -> SourceId {
        self.0.id
    }

    /// The name shown to people, a path with `/` as a rule.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The whole text, including a byte-order mark, with LF or CR LF as line ends: for code that
    /// reads it. It has the bytes of [`Source::written`] except for other line ends.
    pub fn text(&self) -> &str {
        self.0.read.as_deref().unwrap_or(&self.0.written)
    }

    /// The whole text as it is in the file, line ends unchanged: for code that changes, writes or
    /// compares it.
    pub fn written(&self) -> &str {
        &self.0.written
    }

    /// How the bytes on disk were encoded.
    pub(crate) fn encoding(&self) -> Encoding {
        self.0.encoding
    }

    /// The bytes of the file: those that were read, or would be written after a change.
    pub(crate) fn bytes(&self) -> Cow<'_, [u8]> {
        match (&self.0.bytes, self.encoding()) {
            (Some(bytes), _) => Cow::Borrowed(bytes),
            (None, Encoding::Utf8) => Cow::Borrowed(self.written().as_bytes()),
            (None, Encoding::Gb18030) => encoding_rs::GB18030.encode(self.written()).0,
        }
    }

    /// The text inside a span; empty if the span does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text().get(span.range()).unwrap_or_default()
    }

    /// The text inside a range, with its place.
    pub(crate) fn mapped(&self, range: std::ops::Range<usize>) -> MappedText {
        let whole = self.0.read.as_ref().unwrap_or(&self.0.written);
        MappedText::shared(whole, Span::new(self.id(), range.start, range.end))
    }

    /// Line and column of a byte; past the end it is the end's.
    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(self.written(), offset)
    }

    /// The line of a byte, counted in the whole text.
    pub(crate) fn line_in_whole(&self, offset: usize) -> u32 {
        self.position(offset).line.saturating_add(self.0.lines_before)
    }

    /// The line (from 1) that holds a byte; past the end it is the last.
    pub(crate) fn line_at(&self, offset: usize) -> u32 {
        self.lines().line_at(offset)
    }

    /// The bytes of a line (from 1), without its line end; `None` past the last.
    pub fn line(&self, line: u32) -> Option<Span> {
        let (range, _) = self.line_ranges(line)?;
        Some(Span::new(self.id(), range.start, range.end))
    }

    /// The line end of a line (from 1) as it is in the file; for the last line, which has none,
    /// that of its neighbour.
    pub fn line_end(&self, line: u32) -> &str {
        let end = |line| {
            let (_, end) = self.line_ranges(line)?;
            self.written().get(end).filter(|end| !end.is_empty())
        };
        end(line).or_else(|| end(line.saturating_sub(1))).unwrap_or("\n")
    }

    /// How many lines there are, at least one.
    pub fn line_count(&self) -> u32 {
        self.lines().count()
    }

    /// The bytes of a line and of its line end.
    fn line_ranges(&self, line: u32) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
        self.lines().line(self.written(), line)
    }

    fn lines(&self) -> &LineIndex {
        self.0.lines.get_or_init(|| LineIndex::new(self.written()))
    }
}

/// All the texts of one run.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    items: Vec<Source>,
    /// Those that are part of the program, and no files.
    embedded: Vec<Source>,
    /// By name, if a name keeps its id: whether the text is open in an editor.
    lasting: Option<Arc<BTreeMap<String, (SourceId, bool)>>>,
}

impl Sources {
    /// An empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty set in which a name keeps its id when its text is added again, and a text that is
    /// open in an editor stands in for the file of its name: for a program that keeps running.
    pub(crate) fn lasting() -> Self {
        Self { lasting: Some(Arc::default()), ..Self::default() }
    }

    /// Adds a text that is open in an editor, until it is closed.
    pub(crate) fn open(&mut self, name: &str, text: impl Into<String>) -> Source {
        if self.is_open(name)
            && let Some(known) = self.named(name)
        {
            let source = Source::new(known.id(), name, text);
            self.replace(source.clone());
            return source;
        }
        let source = self.add(name, text);
        self.mark(name, true);
        source
    }

    /// Lets the file of that name count again, once it is added.
    pub(crate) fn close(&mut self, name: &str) {
        self.mark(name, false);
    }

    /// Whether the text of that name is open in an editor.
    pub(crate) fn is_open(&self, name: &str) -> bool {
        let known = self.lasting.as_ref().and_then(|known| known.get(name));
        known.is_some_and(|(_, is_open)| *is_open)
    }

    /// The text of that name, in a lasting set.
    pub(crate) fn named(&self, name: &str) -> Option<&Source> {
        let (id, _) = self.lasting.as_ref()?.get(name)?;
        self.get(*id)
    }

    fn mark(&mut self, name: &str, open: bool) {
        if self.is_open(name) == open {
            return;
        }
        let known = self.lasting.as_mut().map(Arc::make_mut);
        if let Some((_, is_open)) = known.and_then(|known| known.get_mut(name)) {
            *is_open = open;
        }
    }

    /// A text that is part of the program, added when first requested. Its id is the same in every
    /// run that adds such texts in the same order.
    pub(crate) fn embedded(&mut self, name: &str, text: &str) -> Source {
        if let Some(known) = self.embedded.iter().find(|known| known.name() == name) {
            return known.clone();
        }
        let id = SourceId::embedded(self.embedded.len());
        let source = Source::new(id, name, text);
        self.embedded.push(source.clone());
        source
    }

    /// Adds a UTF-8 text with a name.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> Source {
        self.add_decoded(name, Decoded::utf8(text))
    }

    /// Adds a decoded text with a name.
    pub fn add_decoded(&mut self, name: impl Into<String>, decoded: Decoded) -> Source {
        let name = name.into();
        let known = self.lasting.as_ref().and_then(|known| known.get(&name)).copied();
        if let Some((id, is_open)) = known
            && let Some(place) = self.items.get_mut(id.0 as usize)
        {
            if !is_open {
                *place = Source::decoded(id, name, decoded);
            }
            return place.clone();
        }
        let id = SourceId(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
        if let Some(known) = &mut self.lasting {
            Arc::make_mut(known).insert(name.clone(), (id, false));
        }
        let source = Source::decoded(id, name, decoded);
        self.items.push(source.clone());
        source
    }

    /// Replaces a text by its changed version.
    pub fn replace(&mut self, changed: Source) {
        if let Some(place) = self.items.get_mut(changed.id().0 as usize) {
            *place = changed;
        }
    }

    /// The text of that id.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        match id.number_embedded() {
            Some(number) => self.embedded.get(number),
            None => self.items.get(id.0 as usize),
        }
    }

    /// The texts in the order in which they were added, except those that are part of the program.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.items.iter()
    }

    /// The text inside a span; empty where there is none.
    pub(crate) fn slice(&self, span: Span) -> &str {
        self.get(span.source).map(|source| source.slice(span)).unwrap_or_default()
    }
}

impl SourceId {
    /// The id of a text outside [`Sources`].
    pub const ALONE: SourceId = SourceId(Self::FIRST_PART - 1);

    /// The first id that no text among [`Sources`] has.
    const FIRST_PART: u32 = 1 << 31;

    /// The first id of the texts that are part of the program.
    const FIRST_EMBEDDED: u32 = 1 << 30;

    fn embedded(number: usize) -> Self {
        Self(Self::FIRST_EMBEDDED | u32::try_from(number).unwrap_or_default())
    }

    /// The position among the texts that are part of the program, if it is one.
    fn number_embedded(self) -> Option<usize> {
        let number = self.0.checked_sub(Self::FIRST_EMBEDDED)?;
        (self.0 < Self::ALONE.0).then_some(number as usize)
    }

    /// Whether the text is part of the program, so that its name is not a path.
    pub(crate) fn is_embedded(self) -> bool {
        self.number_embedded().is_some()
    }

    /// The id of a part of a text, by a number that no other part has.
    pub(crate) fn part(number: u32) -> Self {
        Self(Self::FIRST_PART | number)
    }
}

/// Stored ids are small: mostly those of texts that are part of the program are.
impl From<SourceId> for u32 {
    fn from(id: SourceId) -> Self {
        id.0 ^ SourceId::FIRST_EMBEDDED
    }
}

impl From<u32> for SourceId {
    fn from(stored: u32) -> Self {
        Self(stored ^ SourceId::FIRST_EMBEDDED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_skip_the_byte_order_mark() {
        let source = Source::new(SourceId::ALONE, "x", "\u{feff}年度: 2020\r\n绩效：x\n");
        let at = |needle: &str| source.position(source.text().find(needle).unwrap());
        assert_eq!(at("年度"), Position { line: 1, column: 1 });
        assert_eq!(at("2020"), Position { line: 1, column: 5 });
        assert_eq!(at("x"), Position { line: 2, column: 4 });
        assert_eq!(source.slice(source.line(1).unwrap()), "\u{feff}年度: 2020");
        assert_eq!(source.line_count(), 3);
        assert_eq!(source.position(9999), Position { line: 3, column: 1 });
    }

    #[test]
    fn lines_are_the_same_whatever_ends_them() {
        let source = Source::new(SourceId::ALONE, "x", "甲\r乙\r\r\n丙\r\n\r丁");
        let line = |line| source.slice(source.line(line).unwrap());
        assert_eq!([1, 2, 3, 4, 5].map(line), ["甲", "乙", "丙", "", "丁"]);
        assert_eq!(
            [1, 2, 3, 4, 5].map(|line| source.line_end(line)),
            ["\r", "\r\r\n", "\r\n", "\r", "\r"]
        );
        let at = source.text().find('丙').unwrap();
        assert_eq!(source.position(at), Position { line: 3, column: 1 });
        assert_eq!(source.written().len(), source.text().len());
    }

    #[test]
    fn a_part_has_places_of_its_own_and_knows_its_line_in_the_whole() {
        let whole = Source::new(SourceId::ALONE, "x", "甲: 1\n---\n乙: 2\n");
        let start = whole.text().find("---").unwrap();
        let part = whole.part(SourceId::part(7), start..whole.text().len());
        assert_eq!(part.text(), "---\n乙: 2\n");
        let at = part.text().find('乙').unwrap();
        assert_eq!(part.position(at), Position { line: 2, column: 1 });
        assert_eq!(part.line_in_whole(at), 3);
        let line = part.line(2).unwrap();
        assert_eq!(part.slice(line), "乙: 2");
        let offset = u32::try_from(start).unwrap();
        assert_eq!(whole.slice(line.rebased(whole.id(), offset)), "乙: 2");
        assert!(Sources::new().get(part.id()).is_none());
    }

    #[test]
    fn in_a_lasting_set_names_keep_their_ids_and_open_texts_stand_in_for_files() {
        let mut sources = Sources::lasting();
        let first = sources.add("甲", "一");
        let other = sources.add("乙", "");
        assert_ne!(first.id(), other.id());
        let again = sources.add("甲", "二");
        assert_eq!((again.id(), again.text()), (first.id(), "二"));
        assert_eq!(sources.get(first.id()).unwrap().text(), "二");
        assert_eq!(sources.open("甲", "三").text(), "三");
        assert_eq!(sources.add("甲", "四").text(), "三", "it is open");
        sources.close("甲");
        assert_eq!(sources.add("甲", "五").id(), first.id());
        assert_eq!(sources.get(first.id()).unwrap().text(), "五");
        assert_eq!(sources.iter().count(), 2);
    }

    #[test]
    fn a_text_maps_back_through_its_pieces() {
        let text = MappedText::new(
            SourceId::ALONE,
            "甲乙\n丙丁".to_owned(),
            vec![TextPiece { text: 0, source: 10 }, TextPiece { text: 7, source: 30 }],
        );
        let range = text.as_str().find("丙").map(|at| at..at + 3).unwrap();
        assert_eq!(text.span(range), Span::new(SourceId::ALONE, 30, 33));
        assert_eq!(text.span(3..10), Span::new(SourceId::ALONE, 13, 33));
        assert_eq!(text.span(0..6), Span::new(SourceId::ALONE, 10, 16));
    }
}
