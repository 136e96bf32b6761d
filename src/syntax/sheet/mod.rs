//! The sheet language (`.biao`): text to a [`SheetFile`]. Never fails, and never knows what a key
//! means. `grammar/sheet.pest` says what stands on a line, `block` what lines mean to one another.

mod block;
mod flow;
mod line;
mod literal;
mod scalar;
mod tree;
mod words;

pub use tree::*;

use crate::source::Source;

/// How deep blocks may nest, and how deep brackets on one line.
const MAX_DEPTH: usize = 32;

/// Reads a text as sheets. Every broken line is reported and kept as [`Item::Junk`]; the rest is read.
pub fn parse(source: &Source) -> SheetFile {
    let mut reader = scalar::Reader::new(source);
    control_characters(&mut reader);
    let lines = line::read(source.text());
    let mut file = block::build(reader, &lines);
    file.diagnostics.sort_by_key(|diagnostic| diagnostic.span().map(|span| span.start));
    file
}

/// The work of pest alone, for the benchmarks: how many lines it finds.
#[doc(hidden)]
pub fn pest_pass(text: &str) -> usize {
    line::pairs(text).map_or(0, |lines| lines.len())
}

/// Reports each run of control characters.
fn control_characters(reader: &mut scalar::Reader<'_>) {
    let control = |byte: &u8| (*byte < b' ' || *byte == 0x7f) && !matches!(byte, b'\t' | b'\n');
    let text = reader.text;
    if !text.bytes().any(|byte| control(&byte)) {
        return;
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(offset) = bytes.get(at..).and_then(|rest| rest.iter().position(control)) {
        let start = at + offset;
        let rest = bytes.get(start..).unwrap_or_default();
        // A carriage return belongs to the line end that follows it.
        let length = rest
            .iter()
            .enumerate()
            .take_while(|(at, byte)| {
                let line_end = **byte == b'\r' && matches!(rest.get(at + 1), Some(b'\n') | None);
                control(byte) && !line_end
            })
            .count();
        at = start + length.max(1);
        if let (true, Some(first)) = (length > 0, rest.first()) {
            let span = reader.span(start..start + length);
            reader.report(words::control_character(span, char::from(*first)));
        }
    }
}
