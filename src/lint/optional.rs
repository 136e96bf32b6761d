//! Optional fields that a rule reads without checking that they are there. Such a rule cannot be
//! decided on a sheet that rightly lacks the field. Takes a rule; gives hints.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::{filter_of, words};
use crate::diagnostic::Diagnostic;
use crate::form::FieldId;
use crate::rule::visit::walk;
use crate::rule::{BinaryOp, Define, DefineId, Expr, Kind, OnForm, RuleSet};
use crate::source::Span;

/// The most definitions that one rule is followed into: each may use others many times.
const MOST: u32 = 1000;

/// The definitions, and how many more of them may be followed.
struct DefinitionFlow<'s> {
    set: &'s RuleSet,
    left: Cell<u32>,
}

impl<'s> DefinitionFlow<'s> {
    fn enter(&self, at: DefineId) -> Option<&'s Define> {
        let left = self.left.get().checked_sub(1)?;
        self.left.set(left);
        self.set.defines.get(at)
    }
}

/// The first read of each field that may be absent and is not checked before.
pub(super) fn unguarded(set: &RuleSet, rule: &OnForm) -> Vec<Diagnostic> {
    // On a general form a rule does not apply where a field is absent.
    let optional = |id: FieldId| {
        !rule.form.general && rule.form.field_at(id).is_some_and(|field| !field.required)
    };
    let flow = DefinitionFlow { set, left: Cell::new(MOST) };
    let mut asked: BTreeSet<FieldId> = BTreeSet::new();
    let mut read: Vec<(FieldId, Span)> = Vec::new();
    let ranged = rule.ranges.iter().filter_map(filter_of);
    // All 当 are joined by 且: one guards the others, whatever their order.
    let conditions: Vec<&Expr> = ranged.chain(&rule.when).collect();
    for condition in &conditions {
        guards(&flow, condition, true, &mut asked);
    }
    let exceptions = rule.exceptions.iter().map(|exception| &exception.condition);
    for condition in conditions.into_iter().chain(exceptions).chain(&rule.demands) {
        reads(&flow, condition, &asked, &mut read);
    }
    let mut seen = BTreeSet::new();
    read.into_iter()
        .filter(|(id, _)| optional(*id) && seen.insert(*id))
        .filter_map(|(id, span)| {
            let field = rule.form.field_at(id)?;
            Some(words::optional_unasked(&field.name, span))
        })
        .collect()
}

/// The fields that are there wherever the condition holds (or, if not `wanted`, fails).
fn guards(
    flow: &DefinitionFlow<'_>,
    condition: &Expr,
    wanted: bool,
    asked: &mut BTreeSet<FieldId>,
) {
    match &condition.kind {
        Kind::Not(inner) => guards(flow, inner, !wanted, asked),
        Kind::Binary(left, op @ (BinaryOp::And | BinaryOp::Or), right)
            if (*op == BinaryOp::And) == wanted =>
        {
            guards(flow, left, wanted, asked);
            guards(flow, right, wanted, asked);
        }
        Kind::Present(there, of) if *there == wanted => {
            if let Kind::Field(id) = of.kind {
                asked.insert(id);
            }
        }
        Kind::Define(at, _) => {
            if let Some(define) = flow.enter(*at) {
                guards(flow, &define.body, wanted, asked);
            }
        }
        _ => {}
    }
}

/// What a condition reads without checking that it is there.
fn reads(
    flow: &DefinitionFlow<'_>,
    condition: &Expr,
    asked: &BTreeSet<FieldId>,
    read: &mut Vec<(FieldId, Span)>,
) {
    match &condition.kind {
        Kind::Not(inner) => reads(flow, inner, asked, read),
        Kind::Binary(left, op @ (BinaryOp::And | BinaryOp::Or), right) => {
            // The right side matters only where the left one holds (且) or fails (或).
            let holds = *op == BinaryOp::And;
            let (mut by_left, mut by_right) = (asked.clone(), asked.clone());
            guards(flow, left, holds, &mut by_left);
            guards(flow, right, holds, &mut by_right);
            reads(flow, left, &by_right, read);
            reads(flow, right, &by_left, read);
        }
        // The condition itself is whether it is there.
        Kind::Present(_, of) if matches!(of.kind, Kind::Field(_)) => {}
        Kind::Exists(_, domain) | Kind::Count(domain) => {
            domain.filter.iter().for_each(|filter| reads(flow, filter, asked, read));
        }
        Kind::Every(domain, body) => {
            let mut by_filter = asked.clone();
            if let Some(filter) = domain.filter.as_deref() {
                guards(flow, filter, true, &mut by_filter);
                reads(flow, filter, asked, read);
            }
            reads(flow, body, &by_filter, read);
        }
        _ => walk(condition, &mut |part| match part.kind {
            Kind::Field(id) if !asked.contains(&id) => read.push((id, part.span)),
            // What a definition reads is reported where the rule uses it.
            Kind::Define(at, _) => {
                if let Some(define) = flow.enter(at) {
                    let mut inside = Vec::new();
                    reads(flow, &define.body, asked, &mut inside);
                    read.extend(inside.into_iter().map(|(id, _)| (id, part.span)));
                }
            }
            _ => {}
        }),
    }
}
