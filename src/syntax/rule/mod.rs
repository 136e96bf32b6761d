//! The rule language (`.chi`): text to a [`RuleFile`]. The file is cut into items and clauses, so
//! that each is read, and can fail, by itself. Knows no form and no rule's meaning.

mod clause;
mod cut;
mod dictionary_items;
mod expect;
mod expr;
mod faults;
mod fix_clause;
mod items;
mod keywords;
mod layout;
mod literal;
mod parts;
mod tree;
mod words;

pub(crate) use dictionary_items::Reference;
pub use dictionary_items::{ReferenceTo, references};
pub(crate) use keywords::Keyword;
pub(crate) use keywords::KeywordPlace;
pub(crate) use layout::{Atom, AtomKind, Layout, Row, RowKind, layout};
pub use tree::*;

use crate::source::Source;

/// How deep brackets and quantifiers may nest in one clause.
pub(crate) const MAX_DEPTH: usize = 64;

/// How many operators one clause may have.
pub(crate) const MAX_OPERATORS: usize = 100;

/// Reads a text as rules. A broken clause or item is reported by itself; the rest is read.
pub fn parse(source: &Source) -> RuleFile {
    items::file(source, None)
}
