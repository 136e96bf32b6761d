//! Insertion points: ends of lines and columns. Takes a text and bytes in it;
//! knows no fields.

use crate::source::{Source, Span};

/// The line that holds a byte, without its line end.
fn line(source: &Source, offset: usize) -> Option<Span> {
    source.line(source.line_at(offset))
}

/// The end of the line that holds a byte, before its line end.
pub(super) fn line_end(source: &Source, offset: usize) -> usize {
    line(source, offset).map_or(offset, |line| line.end as usize)
}

/// The start of the line that holds a byte, after a byte-order mark.
pub(super) fn line_start(source: &Source, offset: usize) -> usize {
    let start = line(source, offset).map_or(0, |line| line.start as usize);
    let marked = start == 0 && source.text().starts_with('\u{feff}');
    if marked { '\u{feff}'.len_utf8() } else { start }
}

/// How many characters precede a byte in its line.
pub(super) fn indent(source: &Source, offset: usize) -> u32 {
    let before = source.text().get(line_start(source, offset)..offset).unwrap_or_default();
    u32::try_from(before.chars().count()).unwrap_or(u32::MAX)
}

/// The line end of the line that holds a byte, also used for a line inserted after it.
pub(super) fn newline(source: &Source, offset: usize) -> &str {
    source.line_end(source.line_at(offset))
}

/// The empty range at a byte.
pub(super) fn point(source: &Source, offset: usize) -> Span {
    Span::at(source.id(), offset)
}
