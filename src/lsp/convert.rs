//! Places of texts and places of the protocol, both ways. A place that is beyond its text is taken
//! for the nearest in it.

use gen_lsp_types::{Position, Range};

use crate::source::Span;

/// What the columns of the protocol count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Units {
    /// Bytes of UTF-8.
    Utf8,
    /// Units of UTF-16, the default of the protocol.
    #[default]
    Utf16,
}

impl Units {
    fn of(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
        }
    }
}

/// The lines of a text as the protocol counts them: LF, CR LF and CR end one.
#[derive(Clone, Debug)]
pub(super) struct ProtocolLines {
    units: Units,
    starts: Vec<usize>,
}

impl ProtocolLines {
    /// The lines of a text.
    pub(super) fn of(text: &str, units: Units) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter_map(|(at, byte)| {
            let is_end = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            is_end.then_some(at + 1)
        });
        Self { units, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The byte of a position.
    pub(super) fn offset(&self, text: &str, position: Position) -> usize {
        let Some((start, line)) = self.line(text, position.line as usize) else {
            return text.len();
        };
        let (mut left, mut at) = (position.character as usize, start);
        for character in line.chars() {
            let units = self.units.of(character);
            // Within a character it is taken for the place before it.
            if units > left {
                break;
            }
            left -= units;
            at += character.len_utf8();
        }
        at
    }

    /// The position of a byte.
    pub(super) fn position(&self, text: &str, offset: usize) -> Position {
        let offset = offset.min(text.len());
        let number = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let (start, line) = self.line(text, number).unwrap_or((offset, ""));
        let before = line.char_indices().take_while(|(at, _)| start + at < offset);
        let units: usize = before.map(|(_, character)| self.units.of(character)).sum();
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position { line: narrow(number), character: narrow(units) }
    }

    /// The bytes of a range, in order even if its ends are not.
    pub(super) fn bytes(&self, text: &str, range: Range) -> std::ops::Range<usize> {
        let (from, to) = (self.offset(text, range.start), self.offset(text, range.end));
        from.min(to)..from.max(to)
    }

    /// The range of a span.
    pub(super) fn range(&self, text: &str, span: Span) -> Range {
        let bytes = span.range();
        Range { start: self.position(text, bytes.start), end: self.position(text, bytes.end) }
    }

    /// The number of the line of a byte.
    pub(super) fn number(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The first byte of a line, and its text without the line end.
    fn line<'t>(&self, text: &'t str, number: usize) -> Option<(usize, &'t str)> {
        let start = *self.starts.get(number)?;
        let end = self.starts.get(number + 1).copied().unwrap_or(text.len());
        let line = text.get(start..end)?;
        Some((start, line.trim_end_matches(['\r', '\n'])))
    }

    /// The lines after the bytes `range` of the text were replaced: `text` is the new one.
    pub(super) fn replace(&mut self, text: &str, range: std::ops::Range<usize>, new: &str) {
        // A CR and an LF may have met or parted at the edges: the lines around are counted again.
        let first = self.number(range.start.saturating_sub(1));
        let beyond = self.starts.partition_point(|start| *start <= range.end + 1);
        let from = self.starts.get(first).copied().unwrap_or_default();
        let moved = |start: usize| start + new.len() - range.len();
        let until = self.starts.get(beyond).map_or(text.len(), |start| moved(*start));
        let inner = text.get(from..until).unwrap_or_default();
        let inner = Self::of(inner, self.units).starts.into_iter().map(|start| from + start);
        let mut inner: Vec<usize> = inner.collect();
        if beyond < self.starts.len() {
            inner.pop();
        }
        self.starts.iter_mut().skip(beyond).for_each(|start| *start = moved(*start));
        self.starts.splice(first..beyond, inner);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_count_what_was_agreed_and_places_beyond_are_clamped() {
        let text = "a😀乙\r\n𠮷b\rc\n";
        let utf16 = ProtocolLines::of(text, Units::Utf16);
        for (offset, place) in [(1, at(0, 1)), (5, at(0, 3)), (8, at(0, 4)), (14, at(1, 2))] {
            assert_eq!((utf16.position(text, offset), utf16.offset(text, place)), (place, offset));
        }
        assert_eq!(utf16.position(text, text.len()), at(3, 0));
        assert_eq!(utf16.offset(text, at(2, 0)), 16, "a lone CR ends a line");
        assert_eq!(utf16.offset(text, at(0, 2)), 1, "within a character");
        assert_eq!(utf16.offset(text, at(0, 999)), 8);
        assert_eq!(utf16.offset(text, at(999, 0)), text.len());
        let utf8 = ProtocolLines::of(text, Units::Utf8);
        assert_eq!((utf8.position(text, 5), utf8.offset(text, at(0, 5))), (at(0, 5), 5));
        assert_eq!(utf8.bytes(text, Range { start: at(1, 0), end: at(0, 0) }), 0..10);
    }

    proptest! {
        #[test]
        fn every_place_comes_back(text in "[a甲😀\r\n]{0,40}", utf8: bool) {
            let lines = ProtocolLines::of(&text, if utf8 { Units::Utf8 } else { Units::Utf16 });
            for (at, _) in text.char_indices() {
                // Between CR and LF there is no place.
                let inside = text.get(at - at.min(1)..at + 1) == Some("\r\n");
                let back = lines.offset(&text, lines.position(&text, at));
                prop_assert!(back == at || inside);
            }
        }

        #[test]
        fn any_position_is_a_place_of_the_text(text in "[a甲😀\r\n]{0,40}", line in 0u32..9, column: u32) {
            let lines = ProtocolLines::of(&text, Units::Utf16);
            prop_assert!(text.is_char_boundary(lines.offset(&text, at(line, column % 60))));
        }

        #[test]
        fn lines_after_an_edit_are_those_of_the_new_text(
            text in "[a甲\r\n]{0,30}", new in "[a甲\r\n]{0,8}", from in 0usize..40, length in 0usize..12,
        ) {
            let boundary = |at: usize| {
                (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap()
            };
            let range = boundary(from)..boundary(from + length);
            let mut lines = ProtocolLines::of(&text, Units::Utf16);
            let mut after = text.clone();
            after.replace_range(range.clone(), &new);
            lines.replace(&after, range, &new);
            prop_assert_eq!(lines.starts, ProtocolLines::of(&after, Units::Utf16).starts);
        }
    }
}
