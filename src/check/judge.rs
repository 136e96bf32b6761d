//! Rules held against a sheet: what comes of each. Words nothing.

use super::judges::{Bench, Judge};
use crate::eval::{Facts, Outcome, World, evaluate};
use crate::rule::RuleSet;

/// What came of the rules on one sheet.
pub(super) struct Judged<'b> {
    /// The rules that might judge it.
    pub(super) bench: &'b Bench<'b>,
    /// What came of those that were held against it.
    pub(super) outcomes: Vec<(&'b Judge<'b>, Outcome)>,
}

/// Holds the rules of a bench against one sheet: against one that is not asked about, those that compare sheets.
pub(super) fn judge<'b>(
    rules: &'b RuleSet,
    bench: &'b Bench<'b>,
    asked: bool,
    world: &'b World<'b>,
    at: usize,
) -> Judged<'b> {
    let facts = Facts::default();
    let judges = bench.judges.iter().filter(|judge| asked || judge.on.compares_sheets(rules));
    let outcomes =
        judges.map(|judge| (judge, evaluate(rules, judge.on, world, at, &facts).0)).collect();
    Judged { bench, outcomes }
}
