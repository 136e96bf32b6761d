//! The rule language (`.chi`): text to a [`RuleFile`].

mod tree;

pub use tree::*;

use crate::source::Source;

/// Reads a text as rules. A broken clause or item is reported by itself; the rest is read.
pub fn parse(source: &Source) -> RuleFile {
    let _ = source;
    RuleFile::default()
}

/// Every Chinese keyword.
pub fn keywords() -> impl Iterator<Item = &'static str> {
    ["当", "是", "非"].into_iter()
}
