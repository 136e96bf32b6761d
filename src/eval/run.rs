//! One rule on one sheet: runs through all that it ranges over and sums up.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::expr::Evaluator;
use super::value::{Fragment, Known, Matched, Snippet, Val};
use super::{Cause, Failure, Failures, MAX_FAILURES, Outcome, place};
use crate::model::Sheet;
use crate::rule::{Domain, Over, Range, Rule, RuleSet};

pub(super) fn run(rules: &RuleSet, rule: &Rule, sheet: &Sheet) -> Outcome {
    let mut tally = Tally::default();
    let mut evaluator = Evaluator::new(rules, sheet, rule.slots);
    range_over(&mut evaluator, rule, &rule.ranges, &mut tally);
    tally.outcome()
}

/// What has been seen so far.
#[derive(Default)]
struct Tally {
    failures: Vec<Failure>,
    more: usize,
    causes: BTreeSet<Cause>,
    held: bool,
}

impl Tally {
    fn undecided(&mut self, causes: impl IntoIterator<Item = Cause>) {
        self.causes.extend(causes);
    }

    fn outcome(self) -> Outcome {
        if !self.failures.is_empty() {
            let Self { failures, more, causes, .. } = self;
            Outcome::Fails(Failures { told: failures, more, causes })
        } else if !self.causes.is_empty() {
            Outcome::Undecidable(self.causes)
        } else if self.held {
            Outcome::Holds
        } else {
            Outcome::NotApplicable
        }
    }
}

fn range_over(evaluator: &mut Evaluator<'_>, rule: &Rule, ranges: &[Range], tally: &mut Tally) {
    if evaluator.exhausted() {
        tally.causes.insert(Cause::TooMuchWork);
        return;
    }
    let Some((range, inner)) = ranges.split_first() else {
        judge(evaluator, rule, tally);
        return;
    };
    let (slot, filter, candidates) = match range {
        Range::Each(domain) => {
            (domain.slot, domain.filter.as_deref(), Ok(candidates(evaluator, domain)))
        }
        Range::Match { slot, within, pattern, filter } => {
            (*slot, filter.as_ref(), matches(evaluator, within, *pattern))
        }
    };
    let candidates = match candidates {
        Ok(candidates) => candidates,
        Err(causes) => return tally.undecided(*causes),
    };
    for candidate in candidates {
        evaluator.bind(slot, candidate);
        match filter.map_or(Ok(true), |filter| evaluator.truth(filter)) {
            Ok(true) => range_over(evaluator, rule, inner, tally),
            Ok(false) => {}
            Err(causes) => tally.undecided(*causes),
        }
    }
}

/// One instance of the rule, all variables bound.
fn judge(evaluator: &mut Evaluator<'_>, rule: &Rule, tally: &mut Tally) {
    match evaluator.all(&rule.when) {
        Ok(true) => {}
        Ok(false) => return,
        Err(causes) => return tally.undecided(*causes),
    }
    match evaluator.all(&rule.demands) {
        Ok(true) => tally.held = true,
        Ok(false) => {
            if tally.failures.len() < MAX_FAILURES {
                tally.failures.push(place::failure(evaluator, rule));
            } else {
                tally.more += 1;
            }
        }
        Err(causes) => tally.undecided(*causes),
    }
}

/// What a domain ranges over, its filter aside.
pub(super) fn candidates<'s>(evaluator: &Evaluator<'s>, domain: &Domain) -> Vec<Val<'s>> {
    let sheet = evaluator.sheet;
    match domain.over {
        Over::Indicators => (0..sheet.indicators.len())
            .filter(|at| {
                let Some(indicator) = sheet.indicators.get(*at) else { return false };
                let filed = domain.levels.as_ref().is_none_or(|levels| {
                    indicator.level.is_some_and(|level| levels.contains(&level))
                });
                let named = domain
                    .named
                    .as_ref()
                    .is_none_or(|name| super::compare::same_text(name, indicator.name.as_str()));
                filed && named
            })
            .map(Val::Indicator)
            .collect(),
        Over::Fields => (0..u16::try_from(sheet.form.fields.len()).unwrap_or(u16::MAX))
            .map(crate::form::FieldId)
            .filter(|id| sheet.field(*id).is_some_and(|cell| !cell.is_empty()))
            .filter(|id| {
                domain.named.as_ref().is_none_or(|name| {
                    sheet.form.field_at(*id).is_some_and(|field| field.is_called(name))
                })
            })
            .map(Val::Field)
            .collect(),
    }
}

fn matches<'s>(
    evaluator: &mut Evaluator<'s>,
    within: &[crate::rule::Expr],
    pattern: Option<usize>,
) -> Known<Vec<Val<'s>>> {
    let mut found = Vec::new();
    for text in within {
        let value = evaluator.value(text)?;
        let Some(pattern) = pattern else {
            if let Val::Fragments(fragments) = value {
                found.extend(
                    fragments
                        .iter()
                        .map(|fragment| Val::Fragments(Rc::new(vec![Fragment::clone(fragment)]))),
                );
            }
            continue;
        };
        let Some(snippet) = evaluator.snippet(&value) else { continue };
        let Some(pattern) = evaluator.rules.patterns.get(pattern) else { continue };
        evaluator.work(snippet.text.len() / 16);
        let names = pattern.regex.capture_names();
        let names: Vec<Option<&str>> = names.collect();
        for captures in pattern.regex.captures_iter(&snippet.text) {
            let Some(whole) = captures.get(0) else { continue };
            let groups = names.iter().enumerate().filter_map(|(at, name)| {
                let group = captures.get(at)?;
                Some(((*name)?.to_owned(), snippet.part(group.range())))
            });
            let matched = Matched { whole: snippet.part(whole.range()), groups: groups.collect() };
            found.push(Val::Match(Rc::new(matched)));
        }
    }
    Ok(found)
}

/// The text of a snippet that functions give, when it is ranged over alone.
pub(super) fn sole<'v, 's>(fragments: &'v [Fragment<'s>]) -> Option<&'v Snippet<'s>> {
    match fragments {
        [only] => Some(&only.snippet),
        _ => None,
    }
}
