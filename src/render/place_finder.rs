//! Lines and columns of many places in few texts. Remembers the last place asked for, so that a
//! thousand findings on one line of a megabyte do not each count it from its start.

use std::borrow::Cow;
use std::cell::Cell;

use super::Repository;
use crate::source::{Position, Source, SourceId, Sources};

pub(super) struct PlaceFinder<'a> {
    sources: &'a Sources,
    last: Cell<Option<LastLookup>>,
}

#[derive(Clone, Copy)]
struct LastLookup {
    source: SourceId,
    start: usize,
    end: usize,
    offset: usize,
    position: Position,
}

impl<'a> PlaceFinder<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { sources, last: Cell::new(None) }
    }

    /// The name of a text for machines: a path counted from the root of the repository, if there is one.
    pub(super) fn path(&self, source: &'a Source, repository: Option<&Repository>) -> Cow<'a, str> {
        match repository.filter(|_| !self.sources.is_embedded(source.id())) {
            Some(repository) => Cow::Owned(repository.path(source.name())),
            None => Cow::Borrowed(source.name()),
        }
    }

    /// Whether a text is part of the program, and its name no path.
    pub(super) fn is_embedded(&self, source: &Source) -> bool {
        self.sources.is_embedded(source.id())
    }

    pub(super) fn source(&self, id: SourceId) -> Option<&'a Source> {
        self.sources.get(id)
    }

    pub(super) fn position(&self, source: &Source, offset: usize) -> Position {
        let position = self.nearby(source, offset).unwrap_or_else(|| source.position(offset));
        if let Some(line) = source.line(position.line) {
            let (start, end) = (line.start as usize, line.end as usize);
            let id = source.id();
            self.last.set(Some(LastLookup { source: id, start, end, offset, position }));
        }
        position
    }

    /// The position counted from the last one, where both are on one line.
    fn nearby(&self, source: &Source, offset: usize) -> Option<Position> {
        let last = self.last.get().filter(|last| last.source == source.id())?;
        // A byte-order mark is no column.
        let marked = last.start == 0 && source.text().starts_with('\u{feff}');
        let start = if marked { '\u{feff}'.len_utf8() } else { last.start };
        if [offset, last.offset].iter().any(|it| *it < start || *it > last.end) {
            return None;
        }
        let bytes = source.text().as_bytes();
        let characters = |from: usize, to: usize| {
            let between = bytes.get(from..to).unwrap_or_default();
            let count = between.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        let column = if offset >= last.offset {
            last.position.column.saturating_add(characters(last.offset, offset))
        } else {
            last.position.column.saturating_sub(characters(offset, last.offset))
        };
        Some(Position { line: last.position.line, column })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_from_the_last_place_gives_what_the_source_says() {
        let mut sources = Sources::new();
        let text = "\u{feff}首行: 甲\r\n项目概况: 乙丙丁abc戊\n\n末";
        let source = sources.add("x", text);
        let places = PlaceFinder::new(&sources);
        let offsets: Vec<usize> =
            text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for step in [1, 3, 5, 7] {
            for at in 0..offsets.len() {
                let offset = offsets[at * step % offsets.len()];
                assert_eq!(places.position(&source, offset), source.position(offset), "{offset}");
            }
        }
    }
}
