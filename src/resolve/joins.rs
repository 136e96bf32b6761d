//! Finds the equalities that conditions require of a sheet, so that such sheets can be looked up
//! instead of tried one by one. Takes checked conditions; gives [`Join`]s and [`Alike`]s. Does not
//! change the conditions: a join narrows what is tried and never decides.

use std::collections::BTreeSet;

use crate::rule::functions::Function;
use crate::rule::types::{Type, UnitKind};
use crate::rule::visit::walk;
use crate::rule::{Alike, BinaryOp, Expr, Join, Kind, LookupKey, Order, Slot};
use crate::value::Decimal;

/// The equalities that all the conditions together require of the sheet in `slot`, whose other side
/// reads neither it nor later variables.
pub(super) fn equalities(conditions: &[&Expr], slot: Slot, unbound: &BTreeSet<Slot>) -> Vec<Join> {
    let mut joins = Vec::new();
    for condition in conditions {
        conjuncts(condition, &mut |conjunct| {
            let Kind::Chain(left, rest) = &conjunct.kind else { return };
            let [(Order::Equal, right)] = rest.as_slice() else { return };
            for (sought, with) in [(&**left, right), (right, &**left)] {
                let Some(key) = key_of(sought, slot) else { continue };
                let known = !reads(with, &|read| read == slot || unbound.contains(&read));
                if known && hashable(&sought.ty) && sought.ty == with.ty {
                    joins.push(Join { key, with: with.clone(), forbidden: false });
                    return;
                }
            }
        });
    }
    joins
}

/// The equalities that a demand forbids the sheet in `slot`, all together.
pub(super) fn forbidden_equalities(
    demand: &Expr,
    slot: Slot,
    unbound: &BTreeSet<Slot>,
) -> Vec<Join> {
    let Kind::Not(inner) = &demand.kind else { return Vec::new() };
    let joins = equalities(&[inner], slot, unbound).into_iter();
    joins.map(|join| Join { forbidden: true, ..join }).collect()
}

/// The least similarity that all the conditions together require of the sheet in `slot`.
pub(super) fn similarity(
    conditions: &[&Expr],
    slot: Slot,
    unbound: &BTreeSet<Slot>,
) -> Option<Alike> {
    let mut found = None;
    for condition in conditions {
        conjuncts(condition, &mut |conjunct| {
            found = found
                .take()
                .or_else(|| alike(conjunct, [Order::AtLeast, Order::Greater], slot, unbound));
        });
    }
    found
}

/// The similarity that a demand forbids the sheet in `slot`.
pub(super) fn forbidden_similarity(
    demand: &Expr,
    slot: Slot,
    unbound: &BTreeSet<Slot>,
) -> Option<Alike> {
    let found = match &demand.kind {
        Kind::Not(inner) => alike(inner, [Order::AtLeast, Order::Greater], slot, unbound),
        _ => alike(demand, [Order::Less, Order::AtMost], slot, unbound),
    };
    found.map(|alike| Alike { forbidden: true, ..alike })
}

/// `相似度(b.字段, 其他) ≥ 常数`, with one of the given orders.
fn alike(
    condition: &Expr,
    orders: [Order; 2],
    slot: Slot,
    unbound: &BTreeSet<Slot>,
) -> Option<Alike> {
    let Kind::Chain(left, rest) = &condition.kind else { return None };
    let [(order, right)] = rest.as_slice() else { return None };
    let (Kind::Call(Function::Similarity, texts), Kind::Figure(least)) = (&left.kind, &right.kind)
    else {
        return None;
    };
    let [first, second] = texts.as_slice() else { return None };
    if !orders.contains(order) || least.number < Decimal::ONE {
        return None;
    }
    [(first, second), (second, first)].into_iter().find_map(|(sought, with)| {
        let Some(LookupKey::Field(field)) = key_of(sought, slot) else { return None };
        let known = !reads(with, &|read| read == slot || unbound.contains(&read));
        let (with, least) = (with.clone(), least.number);
        known.then_some(Alike { field, with, least, forbidden: false })
    })
}

/// Calls back for each part of a condition that must hold for the whole to hold.
fn conjuncts(condition: &Expr, found: &mut impl FnMut(&Expr)) {
    match &condition.kind {
        Kind::Binary(left, BinaryOp::And, right) => {
            conjuncts(left, found);
            conjuncts(right, found);
        }
        _ => found(condition),
    }
}

fn key_of(expr: &Expr, slot: Slot) -> Option<LookupKey> {
    let (of, key) = match &expr.kind {
        Kind::SheetField(of, id) => (of, LookupKey::Field(*id)),
        Kind::SheetYear(of) => (of, LookupKey::Year),
        _ => return None,
    };
    matches!(of.kind, Kind::Variable(read) if read == slot).then_some(key)
}

/// Whether equal values of a type have equal keys. Figures of unknown units do not: 3 equals 3个.
fn hashable(ty: &Type) -> bool {
    match ty {
        Type::Text | Type::Enum { .. } | Type::Date | Type::YesNo => true,
        Type::Figure(unit) => matches!(unit, UnitKind::Plain | UnitKind::Yuan | UnitKind::Percent),
        _ => false,
    }
}

/// Whether an expression reads a variable.
fn reads(expr: &Expr, asked: &impl Fn(Slot) -> bool) -> bool {
    let mut found = false;
    walk(expr, &mut |part| {
        found |= matches!(part.kind, Kind::Variable(slot) if asked(slot));
    });
    found
}
