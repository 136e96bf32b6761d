//! The rule language (`.chi`): text to a [`RuleFile`]. The file is cut into items and clauses, so
//! that each is parsed, and can fail, independently. Knows no form and no rule's meaning.

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
mod slots;
mod tree;
mod words;

pub use dictionary_items::{Reference, ReferenceTo, RuleNames, references, rule_names};
pub(crate) use keywords::Keyword;
pub(crate) use keywords::KeywordPlace;
pub(crate) use layout::{Atom, AtomKind, Layout, LayoutRow, RowKind, layout};
pub(crate) use slots::{NameSlot, RuleSlot, slot};
pub use tree::*;

use crate::source::Source;

/// How deep brackets and quantifiers may nest in one clause.
pub(crate) const MAX_DEPTH: usize = 64;

/// How many operators one clause may have.
pub(crate) const MAX_OPERATORS: usize = 100;

/// Whether rules can write a text as a name without 「」.
pub(crate) fn is_name(text: &str) -> bool {
    text.chars().all(|at| at.is_alphanumeric() || at == '_')
        && parts::reads(parts::Rule::name, text)
}

/// Parses a text as rules. A broken clause or item is reported; the rest is still parsed.
pub fn parse(source: &Source) -> RuleFile {
    items::file(source, None)
}
