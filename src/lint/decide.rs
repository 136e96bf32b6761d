//! Decides conditions before any sheet is read, exactly over enumerations, yes/no, presence, counts
//! and bounds. Takes conditions that must hold and others that must not; reports if that is
//! impossible, and which two parts exclude each other. What is too large or not understood is left
//! undecided.

use super::literal::{Assertion, read, same_subject};
use crate::rule::visit::walk;
use crate::rule::{BinaryOp, Expr, Kind, RuleSet};
use crate::source::Span;

/// The most cases that conditions are split into.
const MOST: usize = 256;

/// The most literals of one case.
const LONGEST: usize = 128;

/// Whether conditions can hold together.
pub(super) enum Compatibility {
    /// They cannot: the two parts exclude each other (or one excludes itself).
    Never(Conflict),
    /// They can, or it is unknown.
    Perhaps,
}

/// Two parts of conditions that exclude each other.
#[derive(Clone, Copy)]
pub(super) struct Conflict {
    pub(crate) first: Span,
    pub(crate) second: Span,
}

/// Parts that must all hold.
type Case<'e> = Vec<Assertion<'e>>;

/// Whether all of the first can hold while none of the second do.
pub(super) fn decide(set: &RuleSet, hold: &[&Expr], fail: &[&Expr]) -> Compatibility {
    let wanted =
        hold.iter().map(|expr| (*expr, true)).chain(fail.iter().map(|expr| (*expr, false)));
    let mut cases: Vec<Case<'_>> = vec![Vec::new()];
    for (expr, wanted) in wanted {
        let Some(next) = split(set, expr, wanted, 0).and_then(|next| product(&cases, &next)) else {
            return Compatibility::Perhaps;
        };
        cases = next;
    }
    let mut first = None;
    for case in &cases {
        match conflict(set, case) {
            Some(conflict) => first = first.or(Some(conflict)),
            None => return Compatibility::Perhaps,
        }
    }
    first.map_or(Compatibility::Perhaps, Compatibility::Never)
}

/// The cases in which a condition holds, or fails; `None` where there are too many.
fn split<'e>(set: &'e RuleSet, expr: &'e Expr, wanted: bool, depth: u32) -> Option<Vec<Case<'e>>> {
    match &expr.kind {
        Kind::Not(inner) => split(set, inner, !wanted, depth),
        Kind::Binary(left, op @ (BinaryOp::And | BinaryOp::Or), right) => {
            let left = split(set, left, wanted, depth)?;
            let right = split(set, right, wanted, depth)?;
            if (*op == BinaryOp::And) == wanted {
                return product(&left, &right);
            }
            let all: Vec<Case<'e>> = left.into_iter().chain(right).collect();
            (all.len() <= MOST).then_some(all)
        }
        // A definition without variables means the same wherever it stands.
        Kind::Define(at, given) if given.is_empty() && depth < 8 => {
            match set.defines.get(*at).filter(|define| define.slots == 0 && pure(&define.body)) {
                Some(define) => split(set, &define.body, wanted, depth + 1),
                None => Some(vec![read(set, expr, wanted)]),
            }
        }
        _ => Some(vec![read(set, expr, wanted)]),
    }
}

fn pure(body: &Expr) -> bool {
    let mut pure = body.ty.is_condition();
    walk(body, &mut |part| pure &= !matches!(part.kind, Kind::Variable(_)));
    pure
}

fn product<'e>(left: &[Case<'e>], right: &[Case<'e>]) -> Option<Vec<Case<'e>>> {
    if left.len() * right.len() > MOST {
        return None;
    }
    let both = left.iter().flat_map(|a| right.iter().map(move |b| [a.as_slice(), b].concat()));
    let both: Vec<Case<'e>> = both.collect();
    both.iter().all(|case| case.len() <= LONGEST).then_some(both)
}

/// Two parts of a case that exclude each other.
fn conflict(set: &RuleSet, case: &Case<'_>) -> Option<Conflict> {
    for (at, literal) in case.iter().enumerate() {
        let own = literal.expr.span;
        if literal.says.is_impossible() {
            return Some(Conflict { first: own, second: own });
        }
        let mut said = literal.says.clone();
        for earlier in case.iter().take(at).rev() {
            if !same_subject(set, &earlier.subject, &literal.subject) {
                continue;
            }
            let first = earlier.expr.span;
            if earlier.says.excludes(&said) {
                return Some(Conflict { first, second: own });
            }
            said = said.and(&earlier.says).unwrap_or(said);
        }
    }
    None
}
