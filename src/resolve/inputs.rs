//! The inputs of a check: the texts of rule files, the dictionaries in files of their own, and the
//! packs. Knows nothing of their content.

use std::collections::BTreeMap;

use super::pack_order::Packs;
use crate::source::{Source, SourceId, Span};
use crate::syntax::table::TableFile;

/// The inputs of a check.
#[derive(Debug)]
pub(super) struct Inputs<'a> {
    pub(super) sources: Vec<&'a Source>,
    /// The pack of each of them.
    pub(super) pack_of: BTreeMap<SourceId, &'a str>,
    /// The dictionaries in files of their own, by name.
    pub(super) tables: BTreeMap<&'a str, &'a TableFile>,
    pub(super) packs: Packs<'a>,
    /// Whether sound rules are linted.
    pub(super) lints: bool,
}

impl<'a> Inputs<'a> {
    /// The text inside a span of a rule file.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        let source = self.sources.iter().find(|source| source.id() == span.source);
        source.map(|source| source.slice(span)).unwrap_or_default()
    }
}
