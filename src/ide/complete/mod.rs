//! What can be written at a place of a text. Takes a snapshot and a place; gives offers, filtered
//! by what is typed there, in the order in which they are shown.

mod pinyin;
mod rank;
mod rule;
mod sheet;
mod snippet;

use super::IdeOptions;
use crate::source::{SourceId, Span};
use crate::syntax::rule::Keyword;
use crate::workspace::Snapshot;

/// Something that can be written at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What it is.
    pub kind: CompletionKind,
    /// The name under which it is shown.
    pub label: String,
    /// Other names that find it.
    pub aliases: Vec<String>,
    /// A few words beside the name.
    pub detail: Option<String>,
    /// What it is for, in Markdown.
    pub documentation: Option<String>,
    /// The bytes that it replaces, on the line of the place.
    pub span: Span,
    /// What stands from the start of these bytes to the place: what an editor filters by.
    pub typed: String,
    /// What is written there.
    pub text: String,
    /// Whether that is a snippet, with tab stops `${1:…}`.
    pub is_snippet: bool,
}

/// What an offer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// A field, or an attribute of an indicator.
    Field,
    /// A level of the tree of indicators, or the tree.
    Level,
    /// A standard indicator.
    Indicator,
    /// A value of a field.
    Value,
    /// A keyword of the rule language.
    Keyword,
    /// A variable, a definition, a law, a list of words, a parameter.
    Name,
    /// A function.
    Function,
}

/// What can be written at a byte of a text, the best first; empty where nothing is known to fit.
pub fn complete(
    snapshot: &Snapshot,
    source: SourceId,
    offset: usize,
    options: &IdeOptions,
) -> Vec<Completion> {
    let offers = rule::offers(snapshot, source, offset, options)
        .or_else(|| sheet::offers(snapshot, source, offset, options))
        .unwrap_or_default();
    rank::ranked(offers, options.pinyin)
}

/// Whether something is to follow a text that ends with a blank: behind the colon of a key, or
/// behind a keyword of the rule language.
pub fn awaits(before: &str, is_sheet: bool) -> bool {
    let before = before.trim_end_matches([' ', '\t', '\u{3000}']);
    if is_sheet {
        return before.ends_with([':', '：']);
    }
    let is_part = |at: char| at.is_alphanumeric() || matches!(at, '_' | '.' | '/');
    let word = before.rsplit(|at| !is_part(at)).next().unwrap_or_default();
    !word.is_empty() && Keyword::ends_with(word)
}
