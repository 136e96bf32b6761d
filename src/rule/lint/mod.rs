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
use super::names::Scope;
use super::ruleset::{Domain, Expr, Kind, Part, Range, Rule};
use super::same::{same, same_range};
use super::types::Type;
use crate::diagnostic::Diagnostic;
use crate::syntax::rule::Name;
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
                } else {
                    found.extend(self.empty_holes(rule, &conditions));
                }
            }
            for exception in &rule.exceptions {
                let condition = &exception.condition;
                let with: Vec<&Expr> = conditions.iter().copied().chain([condition]).collect();
                if let Verdict::Never(conflict) = decide(&self.set, &with, &[]) {
                    found.push(words::exception_never(conflict, |span| self.slice(span)));
                } else if matches!(decide(&self.set, &conditions, &[condition]), Verdict::Never(_))
                {
                    found.push(words::exception_always(condition.span));
                }
            }
        }
        // A search that finds nothing is told where it stands, whatever the rule makes of it.
        unused::for_each(rule, &mut |expr| found.extend(self.vain_search(expr)));
        found.extend(optional::unguarded(&self.set, rule));
        found.extend(unused::variables(rule));
        for example in rule.rejects.iter().filter(|example| example.marks.is_empty()) {
            found.push(words::no_mark(example.span));
        }
        found.into_iter().for_each(|diagnostic| self.say(diagnostic));
    }

    /// A search among indicators, fields or sheets whose filter contradicts itself.
    fn vain_search(&self, expr: &Expr) -> Option<Diagnostic> {
        let filter = match &expr.kind {
            Kind::Exists(_, domain) | Kind::Count(domain) | Kind::Every(domain, _) => {
                domain.filter.as_deref()
            }
            Kind::Aggregate(_, _, range) => filter_of(range),
            _ => None,
        };
        match decide(&self.set, &[filter?], &[]) {
            Verdict::Never(conflict) => {
                Some(words::search_never(conflict, |span| self.slice(span)))
            }
            Verdict::Perhaps => None,
        }
    }

    /// Holes of the message whose value is absent whenever the rule fails: `须 有 x 否则 "x 是 {x}"`.
    fn empty_holes(&self, rule: &Rule, conditions: &[&Expr]) -> Vec<Diagnostic> {
        let holes = rule.message.parts.iter().filter_map(|part| match part {
            Part::Hole(hole) => Some(hole),
            Part::Text(_) => None,
        });
        let empty = holes.filter(|hole| {
            let read =
                matches!(hole.kind, Kind::Field(_) | Kind::Attribute(..) | Kind::SheetField(..));
            let present = Expr {
                span: hole.span,
                ty: Type::Truth,
                kind: Kind::Present(true, Box::new((*hole).clone())),
            };
            let with: Vec<&Expr> = conditions.iter().copied().chain([&present]).collect();
            let never = |demand| matches!(decide(&self.set, &with, &[demand]), Verdict::Never(_));
            read && rule.demands.iter().all(never)
        });
        empty.map(|hole| words::hole_empty(self.slice(hole.span), hole.span)).collect()
    }

    /// Definitions that never or always hold, whatever form they are read for.
    fn decided_defines(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (name, item) in &self.vocabulary.defines {
            let bodies: Vec<&Expr> = (self.set.defines.iter())
                .filter(|define| define.name == *name)
                .map(|define| &define.body)
                .collect();
            let all = |verdict: &dyn Fn(&Expr) -> Verdict| {
                !bodies.is_empty()
                    && bodies.iter().all(|body| {
                        body.ty.is_condition() && matches!(verdict(body), Verdict::Never(_))
                    })
            };
            if all(&|body| decide(&self.set, &[body], &[])) {
                found.push(words::define_decided(name, item.name.span, false));
            } else if all(&|body| decide(&self.set, &[], &[body])) {
                found.push(words::define_decided(name, item.name.span, true));
            }
        }
        found
    }

    /// Warns of a variable that takes the name of another, or of a field: the other cannot be read then.
    pub(super) fn shadows(&mut self, scope: &Scope, name: &Name) {
        let variable = scope.variable(&name.text).is_some();
        if variable || scope.form.field(&name.text).is_some() {
            self.say(words::shadows(name, variable));
        }
    }

    /// Hints at words that a list says twice.
    pub(super) fn twice_in_list(&mut self, items: &[Expr]) {
        for (at, item) in items.iter().enumerate() {
            let constant = matches!(item.kind, Kind::Text(_) | Kind::Figure(_) | Kind::Date(_));
            let earlier = items.iter().take(at).find(|other| same(&self.set, other, item));
            if let Some(earlier) = earlier.filter(|_| constant) {
                self.say(words::twice_in_list(item.span, earlier.span));
            }
        }
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
        found.extend(self.decided_defines());
        found.extend(self.unused(units));
        found.into_iter().for_each(|diagnostic| self.say(diagnostic));
    }

    /// Whether two rules find the same.
    fn alike(&self, left: &Rule, right: &Rule) -> bool {
        let all = |left: &[&Expr], right: &[&Expr]| {
            left.iter().all(|a| right.iter().any(|b| same(&self.set, a, b)))
                && right.iter().all(|b| left.iter().any(|a| same(&self.set, a, b)))
        };
        let excepted: [Vec<&Expr>; 2] =
            [left, right].map(|rule| rule.exceptions.iter().map(|one| &one.condition).collect());
        let whens: [Vec<&Expr>; 2] = [left, right].map(|rule| rule.when.iter().collect());
        let demands: [Vec<&Expr>; 2] = [left, right].map(|rule| rule.demands.iter().collect());
        left.ranges.len() == right.ranges.len()
            && left.in_force == right.in_force
            && [demands, whens, excepted].iter().all(|[left, right]| all(left, right))
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
