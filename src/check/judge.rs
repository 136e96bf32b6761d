//! Rules held against a sheet: what comes of each. Words nothing.

use std::sync::Arc;

use crate::eval::{Facts, Outcome, World, evaluate};
use crate::form::Form;
use crate::rule::{Rule, RuleSet};

/// What came of the rules on one sheet.
pub(super) struct Judged<'r> {
    /// The rules that are for its form, but for those that a stricter one takes the place of.
    pub(super) outcomes: Vec<(&'r Rule, Outcome)>,
    /// Whether there was any rule for its form.
    pub(super) any: bool,
}

/// Holds some of the rules against one sheet.
pub(super) fn judge<'r>(
    rules: &'r RuleSet,
    judging: &[&'r Rule],
    world: &'r World<'r>,
    at: usize,
) -> Judged<'r> {
    let mut judged = Judged { outcomes: Vec::new(), any: false };
    let Some(sheet) = world.sheet(at) else { return judged };
    let (day, facts) = (world.day_of(sheet), Facts::default());
    for rule in rules_for(judging, &sheet.form) {
        judged.any = true;
        let mut tighter = rule.tightened_by.iter().filter_map(|at| rules.rules.get(*at));
        if !tighter.any(|tighter| !tighter.left_out && tighter.binds(day)) {
            judged.outcomes.push((rule, evaluate(rules, rule, world, at, &facts).0));
        }
    }
    judged
}

/// The rules for a form.
fn rules_for<'a, 'r>(
    rules: &'a [&'r Rule],
    form: &'a Arc<Form>,
) -> impl Iterator<Item = &'r Rule> + use<'a, 'r> {
    rules.iter().copied().filter(move |rule| Arc::ptr_eq(&rule.form, form))
}
