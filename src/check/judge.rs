//! Rules held against a sheet: what comes of each. Words nothing.

use super::judges::{Bench, Judge};
use crate::eval::{Outcome, World, evaluate};
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
    rules: &RuleSet,
    bench: &'b Bench<'b>,
    asked: bool,
    world: &World<'_>,
    at: usize,
) -> Judged<'b> {
    let judges = bench.judges.iter().filter(|judge| asked || judge.on.compares_sheets(rules));
    let outcomes = judges.map(|judge| (judge, evaluate(rules, judge.on, world, at))).collect();
    Judged { bench, outcomes }
}
