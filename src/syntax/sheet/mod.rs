//! The sheet language (`.biao`): text to a [`SheetFile`]. Never fails, and never knows what a key
//! means. `grammar/sheet.pest` defines the content of a line, `block` the structure of lines.

mod block;
mod flow;
mod line;
mod literal;
mod outline;
mod scalar;
mod split;
mod tree;
mod words;
pub mod write;

pub(crate) use outline::{OutlineKind, OutlineLine, outline};
pub use split::split;
pub use tree::*;

use crate::source::Source;

/// How deep blocks may nest, and how deep brackets on one line.
const MAX_DEPTH: usize = 32;

/// Reads a text as sheets. Every broken line is reported and kept as [`BlockItem::Junk`]; the rest
/// is read.
pub fn parse(source: &Source) -> SheetFile {
    let mut reader = scalar::ScalarReader::new(source);
    control_characters(&mut reader);
    let lines = line::read(source.text());
    let mut file = block::build(reader, &lines);
    file.diagnostics.sort_by_key(|diagnostic| diagnostic.span().map(|span| span.start));
    file
}

/// The parsing by pest alone, for the benchmarks; returns the number of lines.
#[doc(hidden)]
pub fn pest_pass(text: &str) -> usize {
    line::pairs(text).map_or(0, |lines| lines.len())
}

/// Invisible characters that nobody intends: copied from elsewhere, they make keys differ that look
/// the same.
const INVISIBLE: [char; 3] = ['\u{feff}', '\u{200b}', '\u{2060}'];

/// Reports each run of control and invisible characters.
fn control_characters(reader: &mut scalar::ScalarReader<'_>) {
    let text = reader.text;
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Most texts have none, and bytes tell it faster than characters.
    let suspect =
        |byte: u8| byte == 0x7f || byte == 0xc2 || (byte < b' ' && !b"\t\n\r".contains(&byte));
    if !body.bytes().any(suspect) && !INVISIBLE.iter().any(|c| body.contains(*c)) {
        return;
    }
    let from = text.len() - body.len();
    let mut run: Option<(usize, char)> = None;
    for (at, c) in body.char_indices() {
        // A carriage return occurs only in line ends.
        let wrong = c.is_control() && !matches!(c, '\t' | '\n' | '\r');
        if wrong || INVISIBLE.contains(&c) {
            run.get_or_insert((from + at, c));
        } else if let Some((start, first)) = run.take() {
            reader.report(words::control_character(reader.span(start..from + at), first));
        }
    }
    if let Some((start, first)) = run {
        reader.report(words::control_character(reader.span(start..text.len()), first));
    }
}
