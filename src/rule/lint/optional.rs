//! Fields that a sheet may leave out, read without asking whether they are there. Such a rule cannot be
//! decided on a sheet that rightly lacks the field. Takes a rule; gives hints.

use std::collections::BTreeSet;

use super::super::joins::walk;
use super::super::ruleset::{BinaryOp, Expr, Kind, Rule};
use super::{filter_of, words};
use crate::diagnostic::Diagnostic;
use crate::form::FieldId;
use crate::source::Span;

/// The first read of each field that may be absent and is not asked for before.
pub(super) fn unguarded(rule: &Rule) -> Vec<Diagnostic> {
    let optional = |id: FieldId| rule.form.field_at(id).is_some_and(|field| !field.required);
    let mut asked: BTreeSet<FieldId> = BTreeSet::new();
    let mut read: Vec<(FieldId, Span)> = Vec::new();
    let ranged = rule.ranges.iter().filter_map(filter_of);
    // All 当 are joined by 且: one guards the others, whatever their order.
    let conditions: Vec<&Expr> = ranged.chain(&rule.when).collect();
    for condition in &conditions {
        guards(condition, true, &mut asked);
    }
    for condition in conditions.into_iter().chain(&rule.demands) {
        reads(condition, &asked, &mut read);
    }
    let mut told = BTreeSet::new();
    read.into_iter()
        .filter(|(id, _)| optional(*id) && told.insert(*id))
        .filter_map(|(id, span)| {
            let field = rule.form.field_at(id)?;
            Some(words::optional_unasked(&field.name, span))
        })
        .collect()
}

/// The fields that are there wherever the condition holds (or, if not `wanted`, fails).
fn guards(condition: &Expr, wanted: bool, asked: &mut BTreeSet<FieldId>) {
    match &condition.kind {
        Kind::Not(inner) => guards(inner, !wanted, asked),
        Kind::Binary(left, op @ (BinaryOp::And | BinaryOp::Or), right)
            if (*op == BinaryOp::And) == wanted =>
        {
            guards(left, wanted, asked);
            guards(right, wanted, asked);
        }
        Kind::Present(there, of) if *there == wanted => {
            if let Kind::Field(id) = of.kind {
                asked.insert(id);
            }
        }
        _ => {}
    }
}

/// What a condition reads without having asked for it.
fn reads(condition: &Expr, asked: &BTreeSet<FieldId>, read: &mut Vec<(FieldId, Span)>) {
    match &condition.kind {
        Kind::Not(inner) => reads(inner, asked, read),
        Kind::Binary(left, op @ (BinaryOp::And | BinaryOp::Or), right) => {
            // The right side matters only where the left one holds (且) or fails (或).
            let holds = *op == BinaryOp::And;
            let (mut by_left, mut by_right) = (asked.clone(), asked.clone());
            guards(left, holds, &mut by_left);
            guards(right, holds, &mut by_right);
            reads(left, &by_right, read);
            reads(right, &by_left, read);
        }
        // Whether it is there is the question itself.
        Kind::Present(_, of) if matches!(of.kind, Kind::Field(_)) => {}
        _ => walk(condition, &mut |part| {
            if let Kind::Field(id) = part.kind
                && !asked.contains(&id)
            {
                read.push((id, part.span));
            }
        }),
    }
}
