//! The trees of rule files to a checked [`RuleSet`]. Names are resolved, types agreed and laws
//! looked up before any sheet is read; all faults of a file are reported in one run, with their
//! places. Knows no sheet, no pest and nothing of evaluation.

mod agree;
mod catalogue_rows;
mod checker;
mod comparisons;
mod declare;
mod definitions;
mod diagnostic_sink;
mod dictionaries;
mod example;
mod expr;
mod expr_names;
mod fix_clause;
mod fix_words;
mod form_lines;
mod forms;
mod in_force;
mod inputs;
mod interned;
mod joins;
mod law_words;
mod list_words;
mod missing_spaces;
mod names;
mod pack_order;
mod parameter_values;
mod pattern;
mod places;
mod range_words;
mod ranges;
mod rewording;
mod row_rules;
mod rule_table;
mod rules;
mod set_tests;
mod shadowing;
mod table;
mod tag_clause;
mod tag_words;
mod target_words;
mod tighten;
mod words;

use crate::diagnostic::Diagnostic;
use crate::rule::RuleSet;
use crate::source::{Source, Span};
use crate::syntax::rule::RuleFile;
use crate::syntax::table::TableFile;

/// One rule file with its pack.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleSource<'a> {
    /// The text.
    pub(crate) source: &'a Source,
    /// Its tree.
    pub(crate) tree: &'a RuleFile,
    /// The pack that it belongs to.
    pub(crate) pack: &'a str,
    /// Whether its rules are to judge sheets. The forms, laws, lists and definitions of every file
    /// can be used by all.
    pub(crate) judges: bool,
    /// The pack that its pack builds on, and the place that names it.
    pub(crate) upper: Option<(&'a str, Span)>,
}

/// A dictionary in a file of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Data<'a> {
    /// The text.
    pub(crate) source: &'a Source,
    /// Its cells.
    pub(crate) table: &'a TableFile,
}

/// Checks rule files together, with the dictionaries that they name. A faulty rule is left out of
/// the set, and reported; sound ones are linted only if `lints` is set.
pub(crate) fn check(
    units: &[RuleSource<'_>],
    data: &[Data<'_>],
    lints: bool,
) -> (RuleSet, Vec<Diagnostic>) {
    let rows = row_rules::expand(units, data);
    checker::check(units, data, &rows, lints)
}
