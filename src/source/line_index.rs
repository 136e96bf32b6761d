//! Where lines begin; from byte offsets to lines and columns and back.

use std::ops::Range;

use super::Position;
use super::line_ends::line_ends;

#[derive(Debug)]
pub(super) struct LineIndex {
    /// The first byte of each line; never empty.
    starts: Vec<u32>,
}

impl LineIndex {
    pub(super) fn new(text: &str) -> Self {
        let after_ends = line_ends(text).map(|end| u32::try_from(end.end).unwrap_or(u32::MAX));
        Self { starts: std::iter::once(0).chain(after_ends).collect() }
    }

    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// The line (from 1) that holds a byte.
    pub(super) fn line_at(&self, offset: usize) -> u32 {
        let line = self.starts.partition_point(|start| *start as usize <= offset).max(1);
        u32::try_from(line).unwrap_or(u32::MAX)
    }

    pub(super) fn position(&self, text: &str, offset: usize) -> Position {
        let offset = offset.min(text.len());
        let line = self.line_at(offset);
        let start = self.starts.get(line as usize - 1).map_or(0, |start| *start as usize);
        let before = text.as_bytes().get(start..offset).unwrap_or_default();
        // A character counts where it begins; continuation bytes do not.
        let mut column = before.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        if start == 0 && before.starts_with("\u{feff}".as_bytes()) {
            column -= 1;
        }
        Position { line, column: u32::try_from(column + 1).unwrap_or(u32::MAX) }
    }

    /// The bytes of a line (from 1), and of its line end, which the last has not.
    pub(super) fn line(&self, text: &str, line: u32) -> Option<(Range<usize>, Range<usize>)> {
        let index = (line as usize).checked_sub(1)?;
        let start = *self.starts.get(index)? as usize;
        let next = self.starts.get(index + 1).map_or(text.len(), |next| *next as usize);
        let body = text.get(start..next)?;
        let end = start + line_ends(body).next().map_or(body.len(), |end| end.start);
        Some((start..end, end..next))
    }
}
