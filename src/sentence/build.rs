//! A checked rule to the tree of its sentence. Takes rules and forms; knows no language.

mod atom;
mod noun;
mod scope;

use std::collections::BTreeSet;

use super::pattern::{self, At};
use super::tree::{
    BodyPhrase, ConditionPhrase, DefinitionPhrase, Demand, ExceptionPhrase, PiecesPhrase,
    RangedPhrase, Sentence, Single, Things, What,
};
use crate::form::Form;
use crate::rule::visit::walk;
use crate::rule::{
    self, BinaryOp, Define, Domain, Expr, Kind, OnForm, Over, PatternId, Range, RuleSet,
};
use noun::found_in;
use scope::PhraseScope;

/// What a rule says.
pub(super) fn sentence<'r>(rules: &'r RuleSet, rule: &'r OnForm) -> Sentence<'r> {
    let outer = PhraseScope::new(rules, &rule.form);
    let forbidden = forbidden(rule);
    let ranges = match (forbidden, rule.ranges.split_last()) {
        (Some(_), Some((_, others))) => others,
        _ => rule.ranges.as_slice(),
    };
    // Beside other ranges the judged sheet is implicit; if one of two has its name, both are named.
    let is_judged = |range: &Range| {
        matches!(range, Range::Each(Domain { over: Over::ThisSheet, filter: None, .. }))
    };
    let beside = ranges.len() > 1;
    let two_sheets = ranges.len() == 2 && ranges.iter().any(is_judged);
    let (mut inner, mut ranged) = (outer.clone(), Vec::new());
    for range in ranges {
        inner = inner.with_range(range);
        if two_sheets {
            inner = inner.without_topic();
        }
        if !(beside && is_judged(range)) {
            ranged.push(inner.ranged(range));
        }
    }
    if beside {
        inner = inner.without_topic();
    }
    // If 当 is about what is ranged over, it is a condition of the thing, not of the sheet.
    let of_sheet = !rule.when.iter().any(reads_variable);
    let when = |scope: &PhraseScope<'r>| (!rule.when.is_empty()).then(|| scope.all(&rule.when));
    Sentence {
        sheets: when(&outer).filter(|_| of_sheet),
        ranges: ranged,
        when: match (of_sheet, forbidden) {
            (true, _) => None,
            (false, Some(last)) => when(&inner.with_range(last).without_topic()),
            (false, None) => when(&inner),
        },
        body: match forbidden {
            Some(last) => BodyPhrase::Forbidden(inner.forbidden(last)),
            None => BodyPhrase::Demands(
                rule.demands.iter().map(|demand| inner.demand(demand)).collect(),
            ),
        },
        exceptions: rule.exceptions.iter().map(|exception| inner.exception(exception)).collect(),
    }
}

/// The meaning of a definition.
pub(super) fn meaning<'r>(
    rules: &'r RuleSet,
    form: &'r Form,
    define: &'r Define,
) -> DefinitionPhrase<'r> {
    let scope = PhraseScope::of_definition(rules, form, define);
    match define.body.ty.is_condition() {
        true => DefinitionPhrase::Condition(scope.condition(&define.body)),
        false => DefinitionPhrase::Value(scope.noun(&define.body)),
    }
}

impl<'r> PhraseScope<'r> {
    /// A condition that holds.
    fn condition(&self, expr: &'r Expr) -> ConditionPhrase<'r> {
        self.all([expr])
    }

    /// Several conditions that all hold.
    fn all(&self, exprs: impl IntoIterator<Item = &'r Expr>) -> ConditionPhrase<'r> {
        if self.is_too_deep() {
            return ConditionPhrase::Elided;
        }
        joined(true, exprs.into_iter().map(|expr| self.part(expr, true)))
    }

    fn part(&self, expr: &'r Expr, affirmed: bool) -> ConditionPhrase<'r> {
        match &expr.kind {
            Kind::Not(inner) => self.part(inner, !affirmed),
            Kind::Binary(left, op @ (BinaryOp::And | BinaryOp::Or), right) => {
                let all = (*op == BinaryOp::And) == affirmed;
                joined(all, [left, right].map(|side| self.part(side, affirmed)))
            }
            _ => {
                let (atom, reversed) = self.atom(expr);
                ConditionPhrase::Single(Single { atom: Box::new(atom), reversed, affirmed })
            }
        }
    }

    fn demand(&self, demand: &'r Expr) -> Demand<'r> {
        if let Kind::Not(inner) = &demand.kind
            && let together @ ConditionPhrase::All(_) = self.condition(inner)
        {
            return Demand::Never(together);
        }
        Demand::Must(self.condition(demand))
    }

    fn exception(&self, exception: &'r rule::Exception) -> ExceptionPhrase<'r> {
        let basis = exception.basis.as_ref().and_then(|(law, article)| {
            Some((self.rules.laws.get(*law)?.citation(), article.as_deref()))
        });
        ExceptionPhrase { condition: self.condition(&exception.condition), basis }
    }

    /// What is ranged over, once it is part of the scope.
    fn ranged(&self, range: &'r Range) -> RangedPhrase<'r> {
        match range {
            Range::Each(domain) => RangedPhrase::Each(self.things(domain)),
            Range::Pair { domain, filter, .. } => {
                let filter = filter.as_ref().map(|filter| self.condition(filter));
                RangedPhrase::Pair(self.things(domain), filter)
            }
            Range::Match { within, pattern, filter, .. } => {
                let filter = filter.as_ref().map(|filter| self.condition(filter));
                RangedPhrase::Pieces(self.pieces(within, *pattern, filter))
            }
        }
    }

    /// The things of a domain, once they are part of the scope.
    fn things(&self, domain: &'r Domain) -> Things<'r> {
        Things {
            over: domain.over,
            sheet: domain.of.map(|slot| Box::new(self.variable(slot))),
            levels: domain.levels.as_deref().map(|ids| self.levels(ids)).unwrap_or_default(),
            table: match domain.over {
                Over::Rows(table) | Over::Totals(table) => {
                    self.form.table_at(table).map(|table| table.name.as_str())
                }
                _ => None,
            },
            named: domain.named.as_deref(),
            filter: domain.filter.as_deref().map(|filter| self.condition(filter)),
        }
    }
    /// What the texts of the innermost 每处 must not contain; the scope is without it.
    fn forbidden(&self, range: &'r Range) -> PiecesPhrase<'r> {
        let (within, pattern, filter) = match range {
            Range::Match { within, pattern, filter, .. } => {
                (within.as_slice(), *pattern, filter.as_ref())
            }
            Range::Each(_) | Range::Pair { .. } => Default::default(),
        };
        let inner = self.with_range(range);
        self.pieces(within, pattern, filter.map(|filter| inner.condition(filter)))
    }

    fn pieces(
        &self,
        within: &'r [Expr],
        pattern: Option<PatternId>,
        filter: Option<ConditionPhrase<'r>>,
    ) -> PiecesPhrase<'r> {
        let text_of = |text: &'r Expr| match found_in(text) {
            Some((_, inner)) => inner,
            None => text,
        };
        let pattern = pattern.and_then(|id| self.rules.patterns.get(id));
        let what = match (pattern, within.first().and_then(found_in)) {
            (Some(pattern), _) if pattern.list().is_some() => {
                let list = pattern.list().and_then(|list| self.rules.lists.get(list));
                What::OfList(list.map(|list| list.name.as_str()).unwrap_or_default())
            }
            (Some(pattern), _) => {
                let listed = pattern::words(pattern.as_str());
                let words = listed.filter(|listed| listed.at == At::Anywhere);
                What::Matched { pattern: pattern.as_str(), words: words.map(|listed| listed.words) }
            }
            (None, Some((finding, _))) => What::Found(finding),
            (None, None) => What::Anything,
        };
        let texts = within.iter().map(|text| self.noun(text_of(text))).collect();
        PiecesPhrase { texts, what, filter }
    }
}

/// Several conditions as one.
fn joined<'r>(
    all: bool,
    parts: impl IntoIterator<Item = ConditionPhrase<'r>>,
) -> ConditionPhrase<'r> {
    let mut flat = Vec::new();
    for part in parts {
        match (part, all) {
            (ConditionPhrase::All(inner), true) | (ConditionPhrase::Any(inner), false) => {
                flat.extend(inner)
            }
            (other, _) => flat.push(other),
        }
    }
    match (flat.len(), all) {
        (1, _) => flat.remove(0),
        (_, true) => ConditionPhrase::All(flat),
        (_, false) => ConditionPhrase::Any(flat),
    }
}

/// The innermost 每处, if the rule only requires that it does not occur: `不得 出现 m`.
fn forbidden(rule: &OnForm) -> Option<&Range> {
    let range = rule.ranges.last()?;
    let Range::Match { slot, .. } = range else { return None };
    let [demand] = rule.demands.as_slice() else { return None };
    let absent = match &demand.kind {
        Kind::Not(inner) => match &inner.kind {
            Kind::Present(true, absent) => absent,
            _ => return None,
        },
        Kind::Present(false, absent) => absent,
        _ => return None,
    };
    matches!(absent.kind, Kind::Variable(read) if read == *slot).then_some(range)
}

/// Whether a condition is about what is ranged over outside it, not only about the sheet.
fn reads_variable(expr: &Expr) -> bool {
    let mut bound = BTreeSet::new();
    let mut read = BTreeSet::new();
    walk(expr, &mut |expr| match &expr.kind {
        Kind::Variable(slot) => {
            read.insert(*slot);
        }
        Kind::Exists(_, domain) | Kind::Every(domain, _) | Kind::Count(domain) => {
            bound.insert(domain.slot);
            read.extend(domain.of);
        }
        Kind::Aggregate(_, _, range) => match range.as_ref() {
            Range::Each(domain) => {
                bound.insert(domain.slot);
            }
            Range::Pair { domain, second, .. } => bound.extend([domain.slot, *second]),
            Range::Match { slot, .. } => {
                bound.insert(*slot);
            }
        },
        _ => {}
    });
    !read.is_subset(&bound)
}
