//! 收紧: a rule of a lower pack in place of one of an upper pack. It may demand more and never
//! less: whatever the upper rule finds, the lower one must find too. If that cannot be shown, it is
//! an error.

use std::cmp::Ordering;

use crate::rule::same::{same, same_domain, same_range};
use crate::rule::{Amount, BinaryOp, Expr, Kind, OnForm, Order, Range, Rule, RuleSet};

/// In what respect a rule demands less than the one that it should tighten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relaxed {
    Range,
    Condition,
    Exception,
    Demand,
    Severity,
}

/// In what respect the lower rule demands less, if it does or may.
pub(crate) fn relaxed(
    set: &RuleSet,
    (upper_rule, upper): (&Rule, &OnForm),
    (lower_rule, lower): (&Rule, &OnForm),
) -> Option<Relaxed> {
    let ranges = upper.ranges.len() == lower.ranges.len()
        && upper.ranges.iter().zip(&lower.ranges).all(|(a, b)| covers(set, b, a));
    if !ranges {
        return Some(Relaxed::Range);
    }
    let (asked, given): (Vec<&Expr>, Vec<&Expr>) = (parts(&upper.when), parts(&lower.when));
    // Fewer conditions: more sheets are judged.
    if !given.iter().all(|own| asked.iter().any(|known| implies(set, known, own))) {
        return Some(Relaxed::Condition);
    }
    let excepted =
        |own: &Expr| upper.exceptions.iter().any(|known| implies(set, own, &known.condition));
    if !lower.exceptions.iter().all(|exception| excepted(&exception.condition)) {
        return Some(Relaxed::Exception);
    }
    let demands = parts(&lower.demands);
    let kept = |asked: &Expr| demands.iter().any(|own| implies(set, own, asked));
    if !parts(&upper.demands).into_iter().all(kept) {
        return Some(Relaxed::Demand);
    }
    if lower_rule.severity < upper_rule.severity {
        return Some(Relaxed::Severity);
    }
    None
}

/// All parts of several conditions.
fn parts(conditions: &[Expr]) -> Vec<&Expr> {
    let mut all = Vec::new();
    for condition in conditions {
        split(condition, &mut all);
    }
    all
}

fn split<'e>(condition: &'e Expr, all: &mut Vec<&'e Expr>) {
    match &condition.kind {
        Kind::Binary(left, BinaryOp::And, right) => {
            split(left, all);
            split(right, all);
        }
        _ => all.push(condition),
    }
}

/// Whether the wider range includes the narrower one.
fn covers(set: &RuleSet, wider: &Range, narrower: &Range) -> bool {
    let (Range::Each(wide), Range::Each(narrow)) = (wider, narrower) else {
        return same_range(set, wider, narrower);
    };
    let levels = match (&wide.levels, &narrow.levels) {
        (None, _) => true,
        (Some(wide), Some(narrow)) => narrow.iter().all(|level| wide.contains(level)),
        (Some(_), None) => false,
    };
    let filter = match (&wide.filter, &narrow.filter) {
        (None, _) => true,
        (Some(wide), Some(narrow)) => implies(set, narrow, wide),
        (Some(_), None) => false,
    };
    let named = wide.named.is_none() || wide.named == narrow.named;
    wide.over == narrow.over && wide.of == narrow.of && levels && filter && named
}

/// Whether the first implies the second, as far as can be shown: they are the same, or the first
/// sets a narrower bound.
fn implies(set: &RuleSet, strong: &Expr, weak: &Expr) -> bool {
    if same(set, strong, weak) {
        return true;
    }
    match (&strong.kind, &weak.kind) {
        (Kind::Not(strong), Kind::Not(weak)) => implies(set, weak, strong),
        (Kind::Binary(a, BinaryOp::And, b), _) => implies(set, a, weak) || implies(set, b, weak),
        (_, Kind::Binary(a, BinaryOp::And, b)) => {
            implies(set, strong, a) && implies(set, strong, b)
        }
        (_, Kind::Binary(a, BinaryOp::Or, b)) => implies(set, strong, a) || implies(set, strong, b),
        (Kind::Exists(more, a), Kind::Exists(less, b)) => {
            let narrower = match (more, less) {
                (Amount::AtLeast(more), Amount::AtLeast(less)) => more >= less,
                (Amount::AtLeast(more), Amount::Some) => *more >= 1,
                (Amount::Exactly(more), Amount::Some) => *more >= 1,
                (Amount::AtMost(fewer), Amount::AtMost(many)) => fewer <= many,
                (Amount::None, Amount::AtMost(_)) => true,
                _ => false,
            };
            narrower && same_domain(set, a, b)
        }
        (Kind::Chain(a, strong), Kind::Chain(b, weak)) => {
            let ([(order, strong)], [(other, weak)]) = (strong.as_slice(), weak.as_slice()) else {
                return false;
            };
            same(set, a, b) && bound_implies((*order, strong), (*other, weak))
        }
        (
            Kind::Near { left: a, right: c, tolerance: small, negated: false },
            Kind::Near { left: b, right: d, tolerance: large, negated: false },
        ) => {
            let closer = compared(small, large).is_some_and(Ordering::is_le);
            closer && same(set, a, b) && same(set, c, d)
        }
        _ => false,
    }
}

fn bound_implies((order, strong): (Order, &Expr), (other, weak): (Order, &Expr)) -> bool {
    use Ordering::{Equal, Greater, Less};
    let Some(compared) = compared(strong, weak) else { return false };
    match (order, other) {
        (Order::AtLeast, Order::AtLeast) | (Order::Greater, Order::Greater) => compared != Less,
        (Order::Greater, Order::AtLeast) => compared != Less,
        (Order::AtLeast, Order::Greater) => compared == Greater,
        (Order::AtMost, Order::AtMost) | (Order::Less, Order::Less) => compared != Greater,
        (Order::Less, Order::AtMost) => compared != Greater,
        (Order::AtMost, Order::Less) => compared == Less,
        (Order::Equal, Order::AtLeast) => compared != Less,
        (Order::Equal, Order::AtMost) => compared != Greater,
        (Order::Equal, Order::Greater) => compared == Greater,
        (Order::Equal, Order::Less) => compared == Less,
        (Order::Greater | Order::Less, Order::Unequal) => compared == Equal,
        _ => false,
    }
}

/// The order of two values as written, where they have one.
fn compared(left: &Expr, right: &Expr) -> Option<Ordering> {
    match (&left.kind, &right.kind) {
        (Kind::Figure(a), Kind::Figure(b)) if a.unit == b.unit => Some(a.number.cmp(&b.number)),
        (Kind::Date(a), Kind::Date(b)) => Some(a.cmp(b)),
        _ => None,
    }
}
