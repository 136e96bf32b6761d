//! The sheet language (`.biao`): text to a [`SheetFile`]. pest tells what each line is; indentation is
//! counted and blocks are put together here. Knows no field and no form.

mod build;
mod flow;
mod lines;
mod scalar;
mod tree;
mod words;

pub use tree::*;

use crate::source::Source;

/// How deep blocks, and brackets on a line, may nest: far deeper than any form.
pub const MAX_DEPTH: usize = 32;

/// Reads a text as sheets. Every broken line is reported and kept as [`Item::Junk`]; the rest is read.
pub fn parse(source: &Source) -> SheetFile {
    build::file(source)
}

/// pest's pass over a text alone, for measuring it: the number of lines that it tells apart.
#[doc(hidden)]
pub fn pest_pass(text: &str) -> usize {
    lines::count(text)
}
