//! Demands on a target that its figure alone meets: `须 i.目标值 ≥ 95%` also holds of `≤95%`. Takes
//! the demands of a rule; gives hints with both things that can be intended.

use super::words;
use crate::diagnostic::Diagnostic;
use crate::form::AttributeId;
use crate::rule::types::Type;
use crate::rule::visit::walk_rule;
use crate::rule::{BinaryOp, Expr, Kind, OnForm, Order, PartOf};
use crate::source::Span;
use crate::value::Relation;

/// A comparison of a target with a figure.
pub(super) struct Bound {
    /// The target.
    pub(super) target: Span,
    /// The figure.
    pub(super) figure: Span,
    /// From the one to the other.
    pub(super) whole: Span,
    /// The sign that stands between target and figure.
    pub(super) sign: &'static str,
    /// Whether the target must lie at the figure or above.
    pub(super) at_least: bool,
}

/// The comparisons that a target of the other direction meets.
pub(super) fn undirected<'s>(
    on: &OnForm,
    slice: impl Fn(Span) -> &'s str + Copy,
) -> Vec<Diagnostic> {
    let mut directed = false;
    walk_rule(on, &mut |expr| {
        let ends = [PartOf::Comparator, PartOf::Low, PartOf::High];
        directed |= matches!(&expr.kind, Kind::Part(_, part) if ends.contains(part));
    });
    if directed {
        return Vec::new();
    }
    let mut bounds = Vec::new();
    on.demands.iter().for_each(|demand| demanded(demand, &mut bounds));
    bounds.iter().map(|bound| words::direction_open(bound, slice)).collect()
}

fn demanded(expr: &Expr, bounds: &mut Vec<Bound>) {
    match &expr.kind {
        Kind::Binary(left, BinaryOp::And | BinaryOp::Or, right) => {
            demanded(left, bounds);
            demanded(right, bounds);
        }
        Kind::Every(_, body) => demanded(body, bounds),
        Kind::Exists(_, domain) => domain.filter.iter().for_each(|filter| demanded(filter, bounds)),
        Kind::Chain(first, rest) => {
            if let [(order, second)] = rest.as_slice() {
                bounds.extend(bound(first, *order, second));
                bounds.extend(bound(second, mirrored(*order), first));
            }
        }
        Kind::SetTest { subject, relation, object, negated: true } => {
            let order = match relation {
                Relation::Below => Order::AtLeast,
                Relation::Above => Order::AtMost,
                _ => return,
            };
            bounds.extend(bound(subject, order, object));
        }
        _ => {}
    }
}

fn bound(target: &Expr, order: Order, figure: &Expr) -> Option<Bound> {
    let is_target = matches!(target.kind, Kind::Attribute(_, AttributeId(0)));
    let is_figure = matches!(figure.kind, Kind::Figure(_)) && matches!(figure.ty, Type::Figure(_));
    let (sign, at_least) = match order {
        Order::AtLeast => ("≥", true),
        Order::Greater => (">", true),
        Order::AtMost => ("≤", false),
        Order::Less => ("<", false),
        Order::Equal | Order::Unequal => return None,
    };
    let (target, figure) = (target.span, figure.span);
    let start = target.start.min(figure.start);
    let whole = Span { start, end: target.end.max(figure.end), ..target };
    (is_target && is_figure).then_some(Bound { target, figure, whole, sign, at_least })
}

fn mirrored(order: Order) -> Order {
    match order {
        Order::AtLeast => Order::AtMost,
        Order::AtMost => Order::AtLeast,
        Order::Greater => Order::Less,
        Order::Less => Order::Greater,
        same => same,
    }
}
