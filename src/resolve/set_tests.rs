//! Comparisons of targets as sets of figures: 严于, 含, 低于, 高于.

use super::agree::agree;
use super::diagnostic_sink::DiagnosticSink;
use super::{target_words, words};
use crate::rule::types::is_target;
use crate::rule::{Expr, Kind};
use crate::source::Span;
use crate::syntax::rule::CompareOp;
use crate::value::Relation;

/// The relation of two sets of figures for an operator, and whether it is negated.
pub(super) fn relation(op: &CompareOp) -> Option<(Relation, bool)> {
    Some(match op {
        CompareOp::Stricter { negated } => (Relation::Stricter, *negated),
        CompareOp::Includes { negated } => (Relation::Includes, *negated),
        CompareOp::Below { negated } => (Relation::Below, *negated),
        CompareOp::Above { negated } => (Relation::Above, *negated),
        _ => return None,
    })
}

/// `t 严于 u` and the like.
pub(super) fn set_test(
    diagnostics: &mut DiagnosticSink,
    subject: Expr,
    (relation, negated): (Relation, bool),
    op: Span,
    object: Expr,
) -> Kind {
    let mut fits = true;
    for side in [&subject, &object] {
        if !is_target(&side.ty) {
            diagnostics.report(target_words::not_a_target(side.span, &side.ty, op));
            fits = false;
        }
    }
    // A text beside a target would be compatible with it as text.
    if fits && !agree(&subject.ty, &object.ty) {
        diagnostics.report(words::incomparable(&subject, &object, Some(op)));
    }
    let [subject, object] = [subject, object].map(Box::new);
    Kind::SetTest { subject, relation, object, negated }
}
