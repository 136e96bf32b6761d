//! Where something would be inserted: ends of lines and columns. Takes a text and bytes in it; knows
//! no fields.

use crate::source::{Source, Span};

/// The end of the line that holds a byte, before its line end.
pub(super) fn line_end(source: &Source, offset: usize) -> usize {
    let rest = source.text().get(offset..).unwrap_or_default();
    let line = rest.find('\n').and_then(|length| rest.get(..length)).unwrap_or(rest);
    offset + line.strip_suffix('\r').unwrap_or(line).len()
}

/// The start of the line that holds a byte, behind the mark that a text may begin with.
pub(super) fn line_start(source: &Source, offset: usize) -> usize {
    let before = source.text().get(..offset).unwrap_or_default();
    let mark = if before.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    before.rfind('\n').map_or(mark, |at| at + 1)
}

/// How many characters stand before a byte in its line.
pub(super) fn indent(source: &Source, offset: usize) -> u32 {
    let before = source.text().get(..offset).unwrap_or_default();
    let line = before.rfind('\n').and_then(|at| before.get(at + 1..)).unwrap_or(before);
    u32::try_from(line.trim_start_matches('\u{feff}').chars().count()).unwrap_or(u32::MAX)
}

/// The line end that the text uses at this end of a line.
pub(super) fn newline(source: &Source, end_of_line: usize) -> &'static str {
    let carriage = source.text().as_bytes().get(end_of_line) == Some(&b'\r');
    if carriage { "\r\n" } else { "\n" }
}

/// The empty range at a byte.
pub(super) fn point(source: &Source, offset: usize) -> Span {
    Span::at(source.id(), offset)
}
