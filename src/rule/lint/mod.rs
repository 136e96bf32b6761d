//! What a checked rule is told about itself: conditions that are decided before any sheet is read, rules
//! that say the same, names that nobody uses. Takes the checked rules; gives warnings and hints. Knows no
//! sheet.

mod decide;
mod literal;
mod optional;
mod pattern;
mod unused;
mod words;

use super::Unit;
use super::checker::Checker;
use super::ruleset::{Domain, Expr, Range, Rule};
use super::same::{same, same_range};
use decide::{Verdict, decide};

pub(super) use pattern::never_matches;
pub(super) use words::pattern_never_matches;

impl Checker<'_> {
    /// What one rule is told.
    pub(super) fn lint(&mut self, rule: &Rule) {
        let mut found = Vec::new();
        let filters = rule.ranges.iter().filter_map(filter_of);
        let conditions: Vec<&Expr> = filters.chain(&rule.when).collect();
        let applies = decide(&self.set, &conditions, &[]);
        if let Verdict::Never(conflict) = applies {
            found.push(words::condition_never(conflict, |span| self.slice(span)));
        } else {
            for condition in &rule.when {
                if let Verdict::Never(conflict) = decide(&self.set, &[], &[condition]) {
                    found.push(words::condition_always(condition.span, conflict, |span| {
                        self.slice(span)
                    }));
                }
            }
            let all: Vec<&Expr> = conditions.iter().copied().chain(&rule.demands).collect();
            if let Verdict::Never(conflict) = decide(&self.set, &all, &[]) {
                found.push(words::demand_never(conflict, |span| self.slice(span)));
            } else {
                let every = rule.demands.iter().all(|demand| {
                    matches!(decide(&self.set, &conditions, &[demand]), Verdict::Never(_))
                });
                if every && let Some(demand) = rule.demands.first() {
                    found.push(words::demand_always(demand.span));
                }
            }
        }
        found.extend(optional::unguarded(rule));
        found.extend(unused::variables(rule));
        for example in rule.rejects.iter().filter(|example| example.marks.is_empty()) {
            found.push(words::no_mark(example.span));
        }
        found.into_iter().for_each(|diagnostic| self.say(diagnostic));
    }

    /// What the rules are told together.
    pub(super) fn lint_all(&mut self, units: &[Unit<'_>]) {
        let mut found = Vec::new();
        for (at, rule) in self.set.rules.iter().enumerate() {
            let twin = self.set.rules.iter().take(at).find(|other| {
                std::sync::Arc::ptr_eq(&other.form, &rule.form)
                    && other.tightened_by.is_empty()
                    && self.alike(other, rule)
            });
            if let Some(twin) = twin {
                found.push(words::same_rule(&rule.name, rule.span, &twin.name, twin.span));
            }
        }
        found.extend(self.unused(units));
        found.into_iter().for_each(|diagnostic| self.say(diagnostic));
    }

    /// Whether two rules find the same.
    fn alike(&self, left: &Rule, right: &Rule) -> bool {
        let all = |left: &[Expr], right: &[Expr]| {
            left.len() == right.len()
                && left.iter().all(|a| right.iter().any(|b| same(&self.set, a, b)))
        };
        left.ranges.len() == right.ranges.len()
            && left.in_force == right.in_force
            && all(&left.demands, &right.demands)
            && all(&left.when, &right.when)
            && left.exceptions.len() == right.exceptions.len()
            && left.ranges.iter().zip(&right.ranges).all(|(a, b)| same_range(&self.set, a, b))
    }
}

/// The filter of a range.
fn filter_of(range: &Range) -> Option<&Expr> {
    match range {
        Range::Each(Domain { filter, .. }) => filter.as_deref(),
        Range::Pair { filter, .. } | Range::Match { filter, .. } => filter.as_ref(),
    }
}
