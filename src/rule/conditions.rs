//! The conditions of a rule: everything that holds or not while it is applied, in its clauses, its
//! filters and the definitions that it uses. Takes checked rules; knows no sheet.

use std::collections::{BTreeMap, BTreeSet};

use super::{BinaryOp, DefineId, Domain, Expr, ExprId, Kind, OnForm, Range, RuleSet};
use crate::source::Span;

/// A condition of a rule or of a definition that it uses.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    /// Which expression it is.
    pub(crate) id: ExprId,
    /// Its place.
    pub(crate) span: Span,
    /// The conditions joined in it by 且, 或, or those of the definition that it names.
    pub(crate) parts: Vec<ExprId>,
}

/// Every condition of a rule, in the order of the text, each once. A negation is identified by what
/// it negates.
pub(crate) fn conditions(set: &RuleSet, rule: &OnForm) -> Vec<Condition> {
    let mut found = ConditionFinder { set, conditions: BTreeMap::new(), defines: BTreeSet::new() };
    rule.ranges.iter().for_each(|range| found.range(range));
    let exceptions = rule.exceptions.iter().map(|exception| &exception.condition);
    rule.when
        .iter()
        .chain(exceptions)
        .chain(&rule.demands)
        .for_each(|condition| found.condition(condition));
    let found = found.conditions.into_iter();
    found.map(|((span, id), parts)| Condition { id, span, parts }).collect()
}

struct ConditionFinder<'r> {
    set: &'r RuleSet,
    conditions: BTreeMap<(Span, ExprId), Vec<ExprId>>,
    defines: BTreeSet<DefineId>,
}

impl ConditionFinder<'_> {
    fn condition(&mut self, expr: &Expr) {
        match &expr.kind {
            Kind::Not(inner) => self.condition(inner),
            Kind::Binary(left, BinaryOp::And | BinaryOp::Or, right) => {
                let parts = [left, right].into_iter().filter_map(|part| known_by(part)).collect();
                self.conditions.extend(expr.id.map(|id| ((expr.span, id), parts)));
                self.condition(left);
                self.condition(right);
            }
            _ => {
                let parts = self.body_of(expr).into_iter().filter_map(known_by).collect();
                self.conditions.extend(expr.id.map(|id| ((expr.span, id), parts)));
                self.operand(expr);
            }
        }
    }

    /// What is evaluated for its value, not as a condition, but may contain conditions.
    fn operand(&mut self, expr: &Expr) {
        match &expr.kind {
            Kind::Exists(_, domain) | Kind::Count(domain) => self.domain(domain),
            Kind::Every(domain, body) => {
                self.domain(domain);
                self.condition(body);
            }
            Kind::Aggregate(_, body, range) => {
                self.range(range);
                self.operand(body);
            }
            Kind::Define(slot, given) => {
                for argument in given {
                    self.either(argument);
                }
                if let Some(define) = self.set.defines.get(*slot)
                    && self.defines.insert(*slot)
                {
                    self.either(&define.body);
                }
            }
            _ => expr.children().into_iter().for_each(|child| self.operand(child)),
        }
    }

    /// The body of the definition that a condition names.
    fn body_of(&self, expr: &Expr) -> Option<&Expr> {
        let Kind::Define(slot, _) = &expr.kind else { return None };
        self.set.defines.get(*slot).map(|define| &define.body)
    }

    fn either(&mut self, expr: &Expr) {
        match expr.ty.is_condition() {
            true => self.condition(expr),
            false => self.operand(expr),
        }
    }

    fn domain(&mut self, domain: &Domain) {
        domain.filter.iter().for_each(|filter| self.condition(filter));
    }

    fn range(&mut self, range: &Range) {
        match range {
            Range::Each(domain) => self.domain(domain),
            Range::Pair { filter, .. } => filter.iter().for_each(|filter| self.condition(filter)),
            Range::Match { within, filter, .. } => {
                within.iter().for_each(|text| self.operand(text));
                filter.iter().for_each(|filter| self.condition(filter));
            }
        }
    }
}

/// The expression that identifies a condition: itself, or what it negates.
fn known_by(expr: &Expr) -> Option<ExprId> {
    match &expr.kind {
        Kind::Not(inner) => known_by(inner),
        _ => expr.id,
    }
}
