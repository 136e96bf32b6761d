//! Lints on checked rules: conditions that are decided before any sheet is read, duplicate rules,
//! unused names. Takes the checked rules; gives warnings and hints. Knows no sheet.

mod decide;
mod direction;
mod literal;
mod mutants;
mod optional;
mod tighten;
mod unused;
mod words;

use crate::diagnostic::Diagnostic;
use crate::rule::same::{same, same_range};
use crate::rule::types::Type;
use crate::rule::visit::{walk, walk_range, walk_rule};
use crate::rule::{Domain, Expr, FormId, Kind, MessagePart, OnForm, Range, Rule, RuleId, RuleSet};
use crate::source::{Source, SourceId, Span};
use std::collections::{BTreeMap, BTreeSet};

use decide::{Compatibility, decide};

pub use mutants::{DefineMutant, Mutant, define_mutants, mutants};
pub(crate) use tighten::{Relaxed, relaxed};

/// Checked rules, and the texts that they were read from.
pub(crate) struct Linter<'a> {
    /// The rules.
    pub(crate) set: &'a RuleSet,
    /// Their texts, for messages that quote them.
    pub(crate) sources: &'a [&'a Source],
}

impl<'a> Linter<'a> {
    /// The text inside a span of a rule file.
    fn slice(&self, span: Span) -> &'a str {
        let source = self.sources.iter().find(|source| source.id() == span.source);
        source.map(|source| source.slice(span)).unwrap_or_default()
    }

    /// What is reported about one rule.
    pub(crate) fn rule(&self, rule: &Rule, on: &OnForm) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let filters = on.ranges.iter().filter_map(filter_of);
        let conditions: Vec<&Expr> = filters.chain(&on.when).collect();
        let applies = decide(self.set, &conditions, &[]);
        if let Compatibility::Never(conflict) = applies {
            found.push(words::condition_never(conflict, |span| self.slice(span)));
        } else {
            for condition in &on.when {
                if let Compatibility::Never(conflict) = decide(self.set, &[], &[condition]) {
                    found.push(words::condition_always(condition.span, conflict, |span| {
                        self.slice(span)
                    }));
                }
            }
            let all: Vec<&Expr> = conditions.iter().copied().chain(&on.demands).collect();
            if let Compatibility::Never(conflict) = decide(self.set, &all, &[]) {
                found.push(words::demand_never(conflict, |span| self.slice(span)));
            } else {
                let every = on.demands.iter().all(|demand| {
                    matches!(decide(self.set, &conditions, &[demand]), Compatibility::Never(_))
                });
                if every && let Some(demand) = on.demands.first() {
                    found.push(words::demand_always(demand.span));
                } else {
                    found.extend(self.empty_holes(on, &conditions));
                }
            }
            for exception in &on.exceptions {
                let condition = &exception.condition;
                let with: Vec<&Expr> = conditions.iter().copied().chain([condition]).collect();
                if let Compatibility::Never(conflict) = decide(self.set, &with, &[]) {
                    found.push(words::exception_never(conflict, |span| self.slice(span)));
                } else if matches!(
                    decide(self.set, &conditions, &[condition]),
                    Compatibility::Never(_)
                ) {
                    found.push(words::exception_always(condition.span));
                }
            }
        }
        // A search that finds nothing is reported at its place, whatever its use in the rule.
        walk_rule(on, &mut |expr| found.extend(self.vain_search(expr)));
        found.extend(direction::undirected(on, |span| self.slice(span)));
        found.extend(optional::unguarded(self.set, on));
        found.extend(unused::variables(rule, on));
        for example in rule.rejects.iter().filter(|example| example.marks.is_empty()) {
            found.push(words::no_mark(example.span));
        }
        found
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
        match decide(self.set, &[filter?], &[]) {
            Compatibility::Never(conflict) => {
                Some(words::search_never(conflict, |span| self.slice(span)))
            }
            Compatibility::Perhaps => None,
        }
    }

    /// Holes of the message whose value is absent whenever the rule fails: `须 有 x 否则 "x 是
    /// {x}"`.
    fn empty_holes(&self, rule: &OnForm, conditions: &[&Expr]) -> Vec<Diagnostic> {
        let holes = rule.message.parts.iter().filter_map(|part| match part {
            MessagePart::Hole(hole) => Some(hole),
            MessagePart::Text(_) => None,
        });
        let empty = holes.filter(|hole| {
            let read = matches!(
                hole.kind,
                Kind::Field(_) | Kind::Attribute(..) | Kind::Cell(..) | Kind::SheetField(..)
            );
            let present = Kind::Present(true, Box::new((*hole).clone()));
            let present = Expr::new(hole.span, Type::Truth, present);
            let with: Vec<&Expr> = conditions.iter().copied().chain([&present]).collect();
            let never =
                |demand| matches!(decide(self.set, &with, &[demand]), Compatibility::Never(_));
            read && rule.demands.iter().all(never)
        });
        empty.map(|hole| words::hole_empty(self.slice(hole.span), hole.span)).collect()
    }

    /// Definitions that never or always hold, whatever form they are read for.
    fn decided_defines(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut names: BTreeMap<&str, (Span, Vec<&Expr>)> = BTreeMap::new();
        for define in self.set.defines.iter() {
            let (span, bodies) = names.entry(&define.name).or_insert((define.span, Vec::new()));
            *span = define.span;
            bodies.push(&define.body);
        }
        for (name, (span, bodies)) in names {
            let all = |verdict: &dyn Fn(&Expr) -> Compatibility| {
                !bodies.is_empty()
                    && bodies.iter().all(|body| {
                        body.ty.is_condition() && matches!(verdict(body), Compatibility::Never(_))
                    })
            };
            if all(&|body| decide(self.set, &[body], &[])) {
                found.push(words::define_decided(name, span, false));
            } else if all(&|body| decide(self.set, &[], &[body])) {
                found.push(words::define_decided(name, span, true));
            }
        }
        found
    }

    /// What is reported about the rules together.
    /// `judging` are the files whose names must be used: those of packs with rules that judge now.
    pub(crate) fn all(&self, judging: &BTreeSet<SourceId>) -> Vec<Diagnostic> {
        let mut found = self.twins();
        found.extend(self.decided_defines());
        found.extend(self.unused(judging));
        found
    }

    /// Rules that find the same as an earlier one. Only those that name the same things are
    /// compared.
    fn twins(&self) -> Vec<Diagnostic> {
        type NamedOn = (FormId, BTreeSet<String>);
        let mut found = Vec::new();
        let mut known: BTreeMap<NamedOn, Vec<(RuleId, &OnForm)>> = BTreeMap::new();
        for (id, rule) in self.set.rules.entries() {
            let mut first: Option<RuleId> = None;
            for own in &rule.forms {
                let earlier = known.entry((own.id, self.named_by(own))).or_default();
                let twin = earlier
                    .iter()
                    .find(|(_, other)| other.tightened_by.is_empty() && self.alike(other, own));
                first = first.into_iter().chain(twin.map(|(id, _)| *id)).min();
                earlier.push((id, own));
            }
            if let Some(twin) = first.and_then(|id| self.set.rules.get(id)) {
                found.push(words::same_rule(&rule.name, rule.span, &twin.name, twin.span));
            }
        }
        found
    }

    /// Texts, patterns and figures in the conditions of a rule: equal for rules that find the same.
    fn named_by(&self, rule: &OnForm) -> BTreeSet<String> {
        let mut named = BTreeSet::new();
        let mut name = |expr: &Expr| match &expr.kind {
            Kind::Text(text) => {
                named.insert(text.clone());
            }
            Kind::Pattern(id) => {
                named.extend(self.set.patterns.get(*id).map(|pattern| pattern.as_str().to_owned()));
            }
            Kind::Figure(figure) => {
                named.insert(figure.number.normalize().to_string());
            }
            _ => {}
        };
        rule.ranges.iter().for_each(|range| walk_range(range, &mut name));
        let exceptions = rule.exceptions.iter().map(|exception| &exception.condition);
        let conditions = rule.when.iter().chain(&rule.demands).chain(exceptions);
        conditions.for_each(|condition| walk(condition, &mut name));
        named
    }

    /// Whether two rules find the same.
    fn alike(&self, left: &OnForm, right: &OnForm) -> bool {
        let all = |left: &[&Expr], right: &[&Expr]| {
            left.iter().all(|a| right.iter().any(|b| same(self.set, a, b)))
                && right.iter().all(|b| left.iter().any(|a| same(self.set, a, b)))
        };
        let excepted: [Vec<&Expr>; 2] = [left, right]
            .map(|rule| rule.exceptions.iter().map(|exception| &exception.condition).collect());
        let whens: [Vec<&Expr>; 2] = [left, right].map(|rule| rule.when.iter().collect());
        let demands: [Vec<&Expr>; 2] = [left, right].map(|rule| rule.demands.iter().collect());
        left.ranges.len() == right.ranges.len()
            && left.in_force == right.in_force
            && [demands, whens, excepted].iter().all(|[left, right]| all(left, right))
            && left.ranges.iter().zip(&right.ranges).all(|(a, b)| same_range(self.set, a, b))
    }
}

/// The filter of a range.
fn filter_of(range: &Range) -> Option<&Expr> {
    match range {
        Range::Each(Domain { filter, .. }) => filter.as_deref(),
        Range::Pair { filter, .. } | Range::Match { filter, .. } => filter.as_ref(),
    }
}
