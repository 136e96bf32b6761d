//! Whether checked expressions and ranges mean the same: spans, names of variables and slots of
//! patterns and lists aside, and the order of sides that can change places. Variables count by
//! slot, so both sides must follow the same ranges.

use super::visit::walk_mut;
use super::{BinaryOp, Domain, Expr, Function, Kind, PatternId, Range, RuleSet, Slot};

/// Whether a condition is symmetric in two variables.
pub(crate) fn symmetric(set: &RuleSet, condition: &Expr, slots: [Slot; 2]) -> bool {
    turned(How { set, turns: true }, condition, slots)
}

fn turned(how: How<'_>, condition: &Expr, [left, right]: [Slot; 2]) -> bool {
    let mut turned = condition.clone();
    let swap = |slot: &mut Slot| {
        *slot = match *slot {
            slot if slot == left => right,
            slot if slot == right => left,
            slot => slot,
        };
    };
    walk_mut(&mut turned, &mut |expr| {
        if let Kind::Variable(slot) = &mut expr.kind {
            swap(slot);
        }
        let of = expr.domain_mut().and_then(|domain| domain.of.as_mut());
        of.into_iter().for_each(swap);
    });
    same_how(how, condition, &turned)
}

/// How two expressions are compared.
#[derive(Clone, Copy)]
struct How<'s> {
    set: &'s RuleSet,
    /// Whether the arguments of definitions may be swapped, if their body is symmetric.
    turns: bool,
}

/// Whether two expressions mean the same.
pub(crate) fn same(set: &RuleSet, left: &Expr, right: &Expr) -> bool {
    same_how(How { set, turns: false }, left, right)
}

/// Whether two domains mean the same.
pub(crate) fn same_domain(set: &RuleSet, left: &Domain, right: &Domain) -> bool {
    domains(How { set, turns: false }, left, right)
}

/// Whether two ranges mean the same.
pub(crate) fn same_range(set: &RuleSet, left: &Range, right: &Range) -> bool {
    ranges(How { set, turns: false }, left, right)
}

fn same_how(how: How<'_>, left: &Expr, right: &Expr) -> bool {
    let both = |left: &Expr, right: &Expr| same_how(how, left, right);
    match (&left.kind, &right.kind) {
        (Kind::Text(a), Kind::Text(b)) => a == b,
        (Kind::YesNo(a), Kind::YesNo(b)) => a == b,
        (Kind::Figure(a), Kind::Figure(b)) => a == b,
        (Kind::Date(a), Kind::Date(b)) => a == b,
        (Kind::Words(a), Kind::Words(b)) => a == b,
        (Kind::Suffixes(a), Kind::Suffixes(b)) => a == b,
        (Kind::Catalogue(a), Kind::Catalogue(b)) => a == b,
        (Kind::Synonyms(a), Kind::Synonyms(b)) => a == b,
        (Kind::Parameter(a), Kind::Parameter(b)) => a == b,
        (Kind::Pattern(a), Kind::Pattern(b)) => {
            let text = |at: &PatternId| how.set.patterns.get(*at).map(|pattern| pattern.as_str());
            text(a) == text(b)
        }
        (Kind::Field(a), Kind::Field(b)) => a == b,
        (Kind::Year, Kind::Year) => true,
        (Kind::Variable(a), Kind::Variable(b)) => a == b,
        (Kind::SheetField(a, x), Kind::SheetField(b, y)) => x == y && both(a, b),
        (Kind::Attribute(a, x), Kind::Attribute(b, y)) => x == y && both(a, b),
        (Kind::Cell(a, x), Kind::Cell(b, y)) => x == y && both(a, b),
        (Kind::Part(a, x), Kind::Part(b, y)) => x == y && both(a, b),
        (Kind::Group(a, x), Kind::Group(b, y)) => x == y && both(a, b),
        (Kind::Present(x, a), Kind::Present(y, b)) => x == y && both(a, b),
        (Kind::SheetYear(a), Kind::SheetYear(b))
        | (Kind::Not(a), Kind::Not(b))
        | (Kind::Negative(a), Kind::Negative(b))
        | (Kind::Percent(a), Kind::Percent(b))
        | (Kind::Ratio(a), Kind::Ratio(b)) => both(a, b),
        (Kind::List(a), Kind::List(b)) => all_same(how, a, b),
        (
            Kind::Test { subject: a, test: x, object: c, negated: m },
            Kind::Test { subject: b, test: y, object: d, negated: n },
        ) => x == y && m == n && both(a, b) && both(c, d),
        (
            Kind::SetTest { subject: a, relation: x, object: c, negated: m },
            Kind::SetTest { subject: b, relation: y, object: d, negated: n },
        ) => x == y && m == n && both(a, b) && both(c, d),
        (
            Kind::IsOfClass { subject: a, class: x, negated: m },
            Kind::IsOfClass { subject: b, class: y, negated: n },
        ) => x == y && m == n && both(a, b),
        (Kind::Exists(x, a), Kind::Exists(y, b)) => x == y && domains(how, a, b),
        (Kind::Count(a), Kind::Count(b)) => domains(how, a, b),
        (Kind::Every(a, x), Kind::Every(b, y)) => domains(how, a, b) && both(x, y),
        (Kind::Aggregate(x, a, c), Kind::Aggregate(y, b, d)) => {
            x == y && both(a, b) && ranges(how, c, d)
        }
        _ => same_either_way(how, left, right),
    }
}

/// The same for operators with interchangeable sides.
fn same_either_way(how: How<'_>, left: &Expr, right: &Expr) -> bool {
    let both = |left: &Expr, right: &Expr| same_how(how, left, right);
    match (&left.kind, &right.kind) {
        (Kind::Define(x, a), Kind::Define(y, b)) => {
            let body = || how.set.defines.get(*x).map(|define| &define.body);
            x == y
                && (all_same(how, a, b)
                    || how.turns
                        && turned_round(how, a, b)
                        // Each body is examined once: the arguments of its own calls must be in
                        // order.
                        && body().is_some_and(|body| turned(How { turns: false, ..how }, body, [0, 1])))
        }
        (Kind::Call(x, a), Kind::Call(y, b)) => {
            let either_way = matches!(x, Function::Similarity | Function::SameName);
            x == y && (all_same(how, a, b) || either_way && turned_round(how, a, b))
        }
        (Kind::Binary(_, x @ (BinaryOp::And | BinaryOp::Or), _), Kind::Binary(_, y, _)) => {
            let (mut left_parts, mut right_parts) = (Vec::new(), Vec::new());
            joined(left, *x, &mut left_parts);
            joined(right, *y, &mut right_parts);
            x == y && same_in_any_order(how, &left_parts, &right_parts)
        }
        (Kind::Binary(a, x, c), Kind::Binary(b, y, d)) => {
            let either_way = matches!(x, BinaryOp::Add | BinaryOp::Multiply);
            x == y && (both(a, b) && both(c, d) || either_way && both(a, d) && both(c, b))
        }
        (Kind::Chain(a, rest), Kind::Chain(b, others)) => {
            if let ([(x, c)], [(y, d)]) = (rest.as_slice(), others.as_slice())
                && x.turned() == *y
                && both(a, d)
                && both(c, b)
            {
                return true;
            }
            let mut pairs = rest.iter().zip(others);
            both(a, b)
                && rest.len() == others.len()
                && pairs.all(|((x, c), (y, d))| x == y && both(c, d))
        }
        (
            Kind::Near { left: a, right: c, tolerance: e, negated: x },
            Kind::Near { left: b, right: d, tolerance: f, negated: y },
        ) => x == y && both(e, f) && (both(a, b) && both(c, d) || both(a, d) && both(c, b)),
        _ => false,
    }
}

/// The parts of a condition that one operator joins.
fn joined<'e>(expr: &'e Expr, by: BinaryOp, parts: &mut Vec<&'e Expr>) {
    match &expr.kind {
        Kind::Binary(left, op, right) if *op == by => {
            joined(left, by, parts);
            joined(right, by, parts);
        }
        _ => parts.push(expr),
    }
}

fn same_in_any_order(how: How<'_>, left: &[&Expr], right: &[&Expr]) -> bool {
    let mut rest = right.to_vec();
    left.len() == right.len()
        && left.iter().all(|part| {
            let at = rest.iter().position(|other| same_how(how, part, other));
            at.map(|at| rest.swap_remove(at)).is_some()
        })
}

/// Whether two lists are the same but for the order of their first two.
fn turned_round(how: How<'_>, left: &[Expr], right: &[Expr]) -> bool {
    match (left, right) {
        ([a, b, rest @ ..], [c, d, others @ ..]) => {
            same_how(how, a, d) && same_how(how, b, c) && all_same(how, rest, others)
        }
        _ => false,
    }
}

fn all_same(how: How<'_>, left: &[Expr], right: &[Expr]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(a, b)| same_how(how, a, b))
}

fn domains(how: How<'_>, left: &Domain, right: &Domain) -> bool {
    left.over == right.over
        && left.of == right.of
        && left.slot == right.slot
        && left.named == right.named
        && left.levels == right.levels
        && same_filter(how, left.filter.as_deref(), right.filter.as_deref())
}

fn same_filter(how: How<'_>, left: Option<&Expr>, right: Option<&Expr>) -> bool {
    match (left, right) {
        (None, None) => true,
        (Some(a), Some(b)) => same_how(how, a, b),
        _ => false,
    }
}

fn ranges(how: How<'_>, left: &Range, right: &Range) -> bool {
    match (left, right) {
        (Range::Each(a), Range::Each(b)) => domains(how, a, b),
        (
            Range::Pair { domain: a, second: x, filter: m },
            Range::Pair { domain: b, second: y, filter: n },
        ) => x == y && domains(how, a, b) && same_filter(how, m.as_ref(), n.as_ref()),
        (
            Range::Match { slot: x, within: a, pattern: p, filter: m },
            Range::Match { slot: y, within: b, pattern: q, filter: n },
        ) => {
            let text = |at: &Option<PatternId>| {
                at.and_then(|at| how.set.patterns.get(at)).map(|pattern| pattern.as_str())
            };
            x == y
                && text(p) == text(q)
                && all_same(how, a, b)
                && same_filter(how, m.as_ref(), n.as_ref())
        }
        _ => false,
    }
}
