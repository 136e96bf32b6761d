//! Whether checked expressions and ranges mean the same: spans, names of variables and slots of
//! patterns and lists aside. Variables count by slot, so both sides must stand behind the same ranges.

use super::{Domain, Expr, Kind, PatternId, Range, RuleSet};

/// Whether two expressions mean the same.
pub(crate) fn same(set: &RuleSet, left: &Expr, right: &Expr) -> bool {
    let both = |left: &Expr, right: &Expr| same(set, left, right);
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
            let text = |at: &PatternId| set.patterns.get(*at).map(|pattern| pattern.as_str());
            text(a) == text(b)
        }
        (Kind::Field(a), Kind::Field(b)) => a == b,
        (Kind::Year, Kind::Year) => true,
        (Kind::Variable(a), Kind::Variable(b)) => a == b,
        (Kind::SheetField(a, x), Kind::SheetField(b, y)) => x == y && both(a, b),
        (Kind::Attribute(a, x), Kind::Attribute(b, y)) => x == y && both(a, b),
        (Kind::Part(a, x), Kind::Part(b, y)) => x == y && both(a, b),
        (Kind::Group(a, x), Kind::Group(b, y)) => x == y && both(a, b),
        (Kind::Present(x, a), Kind::Present(y, b)) => x == y && both(a, b),
        (Kind::SheetYear(a), Kind::SheetYear(b))
        | (Kind::Not(a), Kind::Not(b))
        | (Kind::Negative(a), Kind::Negative(b))
        | (Kind::Percent(a), Kind::Percent(b))
        | (Kind::Ratio(a), Kind::Ratio(b)) => both(a, b),
        (Kind::List(a), Kind::List(b)) => all_same(set, a, b),
        (Kind::Define(x, a), Kind::Define(y, b)) => x == y && all_same(set, a, b),
        (Kind::Call(x, a), Kind::Call(y, b)) => x == y && all_same(set, a, b),
        (Kind::Binary(a, x, c), Kind::Binary(b, y, d)) => x == y && both(a, b) && both(c, d),
        (Kind::Chain(a, rest), Kind::Chain(b, others)) => {
            let mut pairs = rest.iter().zip(others);
            both(a, b)
                && rest.len() == others.len()
                && pairs.all(|((x, c), (y, d))| x == y && both(c, d))
        }
        (
            Kind::Near { left: a, right: c, tolerance: e, negated: x },
            Kind::Near { left: b, right: d, tolerance: f, negated: y },
        ) => x == y && both(a, b) && both(c, d) && both(e, f),
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
        (Kind::Exists(x, a), Kind::Exists(y, b)) => x == y && same_domain(set, a, b),
        (Kind::Count(a), Kind::Count(b)) => same_domain(set, a, b),
        (Kind::Every(a, x), Kind::Every(b, y)) => same_domain(set, a, b) && both(x, y),
        (Kind::Aggregate(x, a, c), Kind::Aggregate(y, b, d)) => {
            x == y && both(a, b) && same_range(set, c, d)
        }
        _ => false,
    }
}

fn all_same(set: &RuleSet, left: &[Expr], right: &[Expr]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(a, b)| same(set, a, b))
}

/// Whether two domains mean the same.
pub(crate) fn same_domain(set: &RuleSet, left: &Domain, right: &Domain) -> bool {
    left.over == right.over
        && left.of == right.of
        && left.slot == right.slot
        && left.named == right.named
        && left.levels == right.levels
        && same_filter(set, left.filter.as_deref(), right.filter.as_deref())
}

fn same_filter(set: &RuleSet, left: Option<&Expr>, right: Option<&Expr>) -> bool {
    match (left, right) {
        (None, None) => true,
        (Some(a), Some(b)) => same(set, a, b),
        _ => false,
    }
}

/// Whether two ranges mean the same.
pub(crate) fn same_range(set: &RuleSet, left: &Range, right: &Range) -> bool {
    match (left, right) {
        (Range::Each(a), Range::Each(b)) => same_domain(set, a, b),
        (
            Range::Pair { domain: a, second: x, filter: m, .. },
            Range::Pair { domain: b, second: y, filter: n, .. },
        ) => x == y && same_domain(set, a, b) && same_filter(set, m.as_ref(), n.as_ref()),
        (
            Range::Match { slot: x, within: a, pattern: p, filter: m },
            Range::Match { slot: y, within: b, pattern: q, filter: n },
        ) => {
            let text = |at: &Option<PatternId>| {
                at.and_then(|at| set.patterns.get(at)).map(|pattern| pattern.as_str())
            };
            x == y
                && text(p) == text(q)
                && all_same(set, a, b)
                && same_filter(set, m.as_ref(), n.as_ref())
        }
        _ => false,
    }
}
