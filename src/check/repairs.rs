//! Tries the 修复 of a rule on its own examples: applied to those that are 不合格, they must
//! resolve the finding and leave a readable sheet. Takes a rule; gives what is wrong with its
//! fixes, placed in the rule file.

use std::collections::BTreeSet;

use super::examples::{fitting, sheets_in};
use super::{apply_fixes_words, words};
use crate::diagnostic::{Diagnostic, FixLevel};
use crate::eval::{Facts, Outcome, Repair, World, evaluate};
use crate::model::Sheet;
use crate::rule::{Example, OnForm, Rule, RuleSet};
use crate::source::apply;

/// What is wrong with the fixes of a rule, given once for each form that it judges by.
pub(super) fn tried(rules: &RuleSet, rule: &Rule) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut used: BTreeSet<usize> = BTreeSet::new();
    // A row of a table that no example shows is reported as such.
    let shows = rule.table().is_none() || !rule.rejects.is_empty();
    let Some(shown) = rule.shown().filter(|on| shows && !on.fixes.is_empty()) else { return found };
    for example in &rule.rejects {
        for (on, sheets) in fitting(&rule.name, &rule.forms, example).unwrap_or_default() {
            let (count, repairs) = failures(rules, on, &sheets);
            for repair in repairs {
                used.insert(repair.fix);
                let fault = fault(rules, (&rule.name, on), (example, count), &repair);
                found.extend(fault.filter(|fault| !found.contains(fault)));
            }
        }
    }
    let idle = shown.fixes.iter().enumerate().filter(|(at, _)| !used.contains(at));
    found.extend(idle.map(|(_, fix)| apply_fixes_words::never_used(&rule.name, fix.span)));
    found
}

/// How often the rule fails, and what would resolve it.
fn failures(rules: &RuleSet, on: &OnForm, sheets: &[Sheet]) -> (usize, Vec<Repair>) {
    let world = World::new(rules, sheets.iter().collect(), None);
    let (mut count, mut repairs) = (0, Vec::new());
    for at in 0..sheets.len() {
        if let Outcome::Fails(failures) = evaluate(rules, on, &world, at, &Facts::default()).0 {
            count += failures.listed.len() + failures.more;
            repairs.extend(failures.listed.into_iter().flat_map(|failure| failure.repairs));
        }
    }
    (count, repairs)
}

fn fault(
    rules: &RuleSet,
    (name, on): (&str, &OnForm),
    (example, before): (&Example, usize),
    repair: &Repair,
) -> Option<Diagnostic> {
    let fix = on.fixes.get(repair.fix)?;
    let place =
        repair.edits.first().map_or(example.span, |edit| example.text.span(edit.span.range()));
    let broken = |fault| Some(apply_fixes_words::breaks_example(name, fix.span, place, &fault));
    let Some(text) = apply(example.text.as_str(), &repair.edits) else {
        return broken(words::edits_overlap());
    };
    let sheets = match sheets_in(on, &text) {
        Ok(sheets) => sheets,
        Err(faults) => return broken(faults.into_iter().next()?.message),
    };
    // What a person has to finish need not pass before.
    let resolved = fix.level == FixLevel::Draft || failures(rules, on, &sheets).0 < before;
    let title = apply_fixes_words::deed(&repair.deed);
    (!resolved).then(|| apply_fixes_words::helps_nothing(name, fix.span, place, &title))
}
