//! Targets, and what is found in prose, while a rule is applied: their members, and how they
//! compare as sets of figures.

use std::rc::Rc;

use super::Cause;
use super::compare::comparable;
use super::expr::Evaluator;
use super::value::{Fragment, Known, Meaning, Snippet, Val, unknown};
use crate::model::Cell;
use crate::rule::{Expr, PartOf};
use crate::source::Span;
use crate::value::{Decimal, Figure, Reach, Relation, Target, TargetClass, Unit, Value};

impl<'s> Evaluator<'s> {
    /// A member of a target.
    pub(super) fn target_part(
        &self,
        target: Option<&Target>,
        place: Span,
        part: PartOf,
    ) -> Known<Val<'s>> {
        let figure = target.and_then(Target::figure);
        Ok(match part {
            PartOf::Number => match figure {
                Some(figure) => Val::Figure(figure.clone()),
                None => return unknown(Cause::NoFigure(Some(place))),
            },
            PartOf::Comparator => match target.and_then(Target::comparator) {
                Some(comparator) => Val::Text(Snippet::loose(comparator.to_string())),
                None => Val::Nothing,
            },
            PartOf::Unit => {
                let reach = target.and_then(Reach::of);
                let of_range = reach.as_ref().map(Reach::unit);
                figure.map(|figure| &figure.unit).or(of_range).map_or(Val::Nothing, unit_name)
            }
            PartOf::TargetKind => {
                let class = target.map_or(TargetClass::Empty, Target::class);
                Val::Text(Snippet::loose(class.zh()))
            }
            PartOf::Low | PartOf::High => {
                let reach = target.and_then(Reach::of);
                let end = reach.and_then(|reach| match part {
                    PartOf::Low => reach.low(),
                    _ => reach.high(),
                });
                end.map_or(Val::Nothing, Val::Figure)
            }
            _ => Val::Nothing,
        })
    }

    /// A member of what was found in a text.
    pub(super) fn found_part(&self, found: &Fragment<'s>, part: PartOf) -> Known<Val<'s>> {
        if part == PartOf::Wording {
            return Ok(Val::Text(found.snippet.clone()));
        }
        Ok(match (&found.meaning, part) {
            (Meaning::Figure(figure), PartOf::Number) => Val::Figure(figure.clone()),
            (Meaning::Figure(figure), PartOf::Unit) => unit_name(&figure.unit),
            (Meaning::Period(period), PartOf::FirstDay) => Val::Date(period.first),
            (Meaning::Period(period), PartOf::LastDay) => Val::Date(period.last),
            (Meaning::Promise { name, .. }, PartOf::Name) => Val::Text(name.clone()),
            (Meaning::Promise { .. }, PartOf::Repeated) => Val::Truth(found.related.is_some()),
            (Meaning::Promise { aim, target, .. }, PartOf::Aim) => {
                let meaning = Meaning::Target(target.clone());
                let aim = Fragment { snippet: aim.clone(), related: None, meaning };
                Val::Fragments(Rc::new(vec![aim]).into())
            }
            (Meaning::Promise { target, .. } | Meaning::Target(target), part) => {
                let place = found.snippet.span().unwrap_or(self.sheet.head);
                return self.target_part(Some(target), place, part);
            }
            _ => Val::Nothing,
        })
    }

    /// Whether two targets, as sets of figures, are in the given relation.
    pub(super) fn relate(
        &mut self,
        relation: Relation,
        (left, left_expr): (&Val<'s>, &'s Expr),
        (right, right_expr): (&Val<'s>, &'s Expr),
    ) -> Known<bool> {
        let (Some(left_reach), Some(right_reach)) = (reach(left), reach(right)) else {
            let without =
                if reach(left).is_none() { (left, left_expr) } else { (right, right_expr) };
            return unknown(self.without_figure(without.0, without.1));
        };
        let zero = |reach: &Reach| Figure { number: Decimal::ZERO, unit: reach.unit().clone() };
        if !comparable(&zero(&left_reach), &zero(&right_reach)) {
            let place = self.place_of(left_expr).or_else(|| self.place_of(right_expr));
            return unknown(Cause::Units(place));
        }
        Ok(left_reach.is(relation, &right_reach))
    }
}

/// A value as a set of figures.
fn reach(value: &Val<'_>) -> Option<Reach> {
    match value {
        Val::Figure(figure) => Some(Reach::of_figure(figure)),
        Val::Target(cell) => target_of(*cell).and_then(Reach::of),
        Val::Fragments(found) => match &found.sole()?.meaning {
            Meaning::Figure(figure) => Some(Reach::of_figure(figure)),
            Meaning::Target(target) | Meaning::Promise { target, .. } => Reach::of(target),
            Meaning::Words | Meaning::Period(_) => None,
        },
        _ => None,
    }
}

/// The target in a cell.
pub(super) fn target_of(cell: Option<&Cell>) -> Option<&Target> {
    match &cell?.value {
        Some(Value::Target(target)) => Some(target),
        _ => None,
    }
}

/// Whether a target is of a class; an absent target is 空.
pub(super) fn target_is(target: Option<&Target>, class: TargetClass) -> bool {
    target.map_or(class == TargetClass::Empty, |target| target.is(class))
}

fn unit_name<'s>(unit: &Unit) -> Val<'s> {
    match unit {
        Unit::None => Val::Nothing,
        unit => Val::Text(Snippet::loose(unit.name().to_owned())),
    }
}
