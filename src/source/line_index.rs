//! Where lines begin; from byte offsets to lines and columns and back.

use std::ops::Range;
use std::sync::OnceLock;

use super::Position;
use super::line_ends::line_ends;

/// How many bytes lie between two counts of characters: what a column costs at most, however long
/// its line. Few enough that a byte can count those of one step.
const STEP: usize = 128;

#[derive(Debug)]
pub(super) struct LineIndex {
    /// The first byte of each line; never empty.
    starts: Vec<u32>,
    /// How many bytes end each line but the last.
    end_lengths: Vec<u8>,
    /// How many characters begin before each multiple of [`STEP`]; counted when first requested.
    characters: OnceLock<Vec<u32>>,
}

impl LineIndex {
    pub(super) fn new(text: &str) -> Self {
        let mut index =
            Self { starts: vec![0], end_lengths: Vec::new(), characters: OnceLock::new() };
        for end in line_ends(text) {
            index.starts.push(u32::try_from(end.end).unwrap_or(u32::MAX));
            index.end_lengths.push(u8::try_from(end.len()).unwrap_or(u8::MAX));
        }
        index
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
        let mut column = self.characters(text, offset) - self.characters(text, start);
        if start == 0 && text.starts_with('\u{feff}') && offset > 0 {
            column -= 1;
        }
        Position { line, column: column.saturating_add(1) }
    }

    /// How many characters begin before a byte.
    fn characters(&self, text: &str, offset: usize) -> u32 {
        let counts = self.characters.get_or_init(|| {
            let mut sum = 0u32;
            let steps = text.as_bytes().chunks(STEP).map(|step| {
                sum = sum.saturating_add(beginnings(step));
                sum
            });
            std::iter::once(0).chain(steps).collect()
        });
        let step = offset / STEP;
        let rest = text.as_bytes().get(step * STEP..offset).unwrap_or_default();
        counts.get(step).copied().unwrap_or(0).saturating_add(beginnings(rest))
    }

    /// The bytes of a line (from 1), and of its line end, if any.
    pub(super) fn line(&self, text: &str, line: u32) -> Option<(Range<usize>, Range<usize>)> {
        let index = (line as usize).checked_sub(1)?;
        let start = *self.starts.get(index)? as usize;
        let next = self.starts.get(index + 1).map_or(text.len(), |next| *next as usize);
        let length = self.end_lengths.get(index).copied().unwrap_or(0);
        let end = next.saturating_sub(usize::from(length)).max(start);
        Some((start..end, end..next))
    }
}

/// How many characters begin in some bytes: continuation bytes do not count.
fn beginnings(bytes: &[u8]) -> u32 {
    // Sums of bytes are added up many at a time.
    let of_step = |step: &[u8]| step.iter().map(|byte| u8::from(byte & 0xC0 != 0x80)).sum::<u8>();
    bytes.chunks(STEP).map(|step| u32::from(of_step(step))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_a_long_line_count_every_character_before() {
        let text = format!("\u{feff}甲\r\n{}\r\r\n乙", "一x🙂".repeat(2_000));
        let index = LineIndex::new(&text);
        let second = text.find('一').unwrap_or_default();
        for (characters, (at, _)) in
            (1u32..).zip(text.split_at(second).1.char_indices()).take(6_000)
        {
            let position = index.position(&text, second + at);
            assert_eq!((position.line, position.column), (2, characters));
        }
        assert_eq!(index.position(&text, text.len()), Position { line: 3, column: 2 });
        assert_eq!(index.position(&text, 3), Position { line: 1, column: 1 });
    }
}
