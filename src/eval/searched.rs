//! Narrows the fields that a rule ranges over to those in which the next range can find anything:
//! a pattern is not searched for in a text in which it cannot match. Takes ranges; gives fields.

use super::expr::Evaluator;
use super::value::Val;
use crate::rule::{
    BinaryOp, Domain, Expr, Function, Kind, Over, PartOf, PatternId, Range, Slot, TextTest,
};

/// The fields of the judged sheet in whose value the next range can find something; `None` if all
/// must be tried, or an observer follows the evaluation.
pub(super) fn fields<'s>(
    evaluator: &Evaluator<'s>,
    domain: &'s Domain,
    inner: &'s [Range],
) -> Option<Vec<Val<'s>>> {
    let all = matches!(domain.over, Over::Fields)
        && domain.of.is_none()
        && domain.filter.is_none()
        && domain.named.is_none();
    let pattern = needed(inner.first()?, domain.slot).filter(|_| all && !evaluator.is_watched())?;
    let sheet = evaluator.sheet;
    let fields = evaluator.facts.fields_to_search(evaluator.rules, sheet, pattern);
    Some(fields.into_iter().map(|field| Val::Field(sheet, field)).collect())
}

/// The pattern that must match in the value of the field in a slot for the range to yield anything.
fn needed(range: &Range, field: Slot) -> Option<PatternId> {
    let Range::Match { slot, within, pattern, filter } = range else { return None };
    let [within] = within.as_slice() else { return None };
    if pattern.is_some() {
        return pattern.filter(|_| is_value(within, field));
    }
    match &within.kind {
        Kind::Call(Function::Sentences | Function::Paragraphs, arguments) => match &**arguments {
            [text] if is_value(text, field) => matched(filter.as_ref()?, *slot),
            _ => None,
        },
        _ => None,
    }
}

/// The pattern that a filter requires the text in a slot to match.
fn matched(filter: &Expr, slot: Slot) -> Option<PatternId> {
    match &filter.kind {
        Kind::Binary(left, BinaryOp::And, right) => {
            matched(left, slot).or_else(|| matched(right, slot))
        }
        Kind::Test { subject, test: TextTest::Matches, object, negated: false } => {
            match (&subject.kind, &object.kind) {
                (Kind::Variable(read), Kind::Pattern(pattern)) if *read == slot => Some(*pattern),
                _ => None,
            }
        }
        _ => None,
    }
}

/// `f.值`
fn is_value(expr: &Expr, field: Slot) -> bool {
    matches!(&expr.kind, Kind::Part(of, PartOf::FieldValue)
        if matches!(of.kind, Kind::Variable(read) if read == field))
}
