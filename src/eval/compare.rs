//! Comparisons of values.

use std::cmp::Ordering;

use super::Cause;
use super::expr::Evaluator;
use super::value::{Known, Meaning, Val, unknown};
use crate::rule::{Expr, Kind, Order, TextTest};
use crate::value::{Figure, Unit, same_text};

/// The bytes of a text that are taken to be read through in one step.
const TEXT_READ_IN_A_STEP: usize = 16;

/// The steps that reading so many bytes takes.
pub(super) fn steps_to_read(bytes: usize) -> usize {
    bytes / TEXT_READ_IN_A_STEP
}

/// Why two values cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Incomparable {
    /// One of them has no figure.
    NoFigure,
    /// Their units differ.
    Units,
}

/// `a ≤ b`. A value that does not exist compares with nothing: the result is false.
pub(super) fn ordered<'s>(
    evaluator: &mut Evaluator<'s>,
    left: &Val<'s>,
    order: Order,
    right: &Val<'s>,
) -> Result<bool, Incomparable> {
    let ordering = match (left, right) {
        (Val::Nothing, _) | (_, Val::Nothing) => return Ok(false),
        (Val::Date(a), Val::Date(b)) => a.cmp(b),
        (Val::Truth(a), Val::Truth(b)) => a.cmp(b),
        (Val::Truth(truth), word) | (word, Val::Truth(truth)) => {
            let said = evaluator.text(word).and_then(crate::value::read_yes_no);
            return Ok(holds(order, said == Some(*truth), None));
        }
        _ if compares_figures(left, order, right) => {
            match (evaluator.figure(left), evaluator.figure(right)) {
                (Some(a), Some(b)) if comparable(&a, &b) => a.number.cmp(&b.number),
                (Some(_), Some(_)) => return Err(Incomparable::Units),
                _ => return Err(Incomparable::NoFigure),
            }
        }
        _ => {
            let (Some(a), Some(b)) = (evaluator.text(left), evaluator.text(right)) else {
                return Ok(false);
            };
            evaluator.work((a.len() + b.len()) / TEXT_READ_IN_A_STEP);
            return Ok(holds(order, same_text(a, b), None));
        }
    };
    Ok(holds(order, ordering == Ordering::Equal, Some(ordering)))
}

/// Whether the figures of two values are what is compared: one is a figure, or both are targets of
/// which the greater is requested.
fn compares_figures(left: &Val<'_>, order: Order, right: &Val<'_>) -> bool {
    let is_figure = |value: &Val<'_>| match value {
        Val::Figure(_) => true,
        Val::Fragments(found) => {
            found.sole().is_some_and(|found| matches!(found.meaning, Meaning::Figure(_)))
        }
        _ => false,
    };
    let has_figure = |value: &Val<'_>| match value {
        Val::Target(_) => true,
        Val::Fragments(found) => found.sole().is_some_and(|found| {
            matches!(found.meaning, Meaning::Target(_) | Meaning::Promise { .. })
        }),
        _ => false,
    };
    let asks_order = !matches!(order, Order::Equal | Order::Unequal);
    is_figure(left) || is_figure(right) || (asks_order && has_figure(left) && has_figure(right))
}

fn holds(order: Order, equal: bool, ordering: Option<Ordering>) -> bool {
    match order {
        Order::Equal => equal,
        Order::Unequal => !equal,
        Order::Less => ordering == Some(Ordering::Less),
        Order::AtMost => equal || ordering == Some(Ordering::Less),
        Order::Greater => ordering == Some(Ordering::Greater),
        Order::AtLeast => equal || ordering == Some(Ordering::Greater),
    }
}

/// Equal units compare; a number written bare in a rule also compares with one that counts things.
pub(super) fn comparable(left: &Figure, right: &Figure) -> bool {
    left.unit == right.unit
        || matches!(
            (&left.unit, &right.unit),
            (Unit::None, Unit::Named(_)) | (Unit::Named(_), Unit::None)
        )
}

/// 包含, 匹配, 属于, 开头是, 结尾是.
pub(super) fn text<'s>(
    evaluator: &mut Evaluator<'s>,
    (subject, expr): (&Val<'s>, &'s Expr),
    test: TextTest,
    object: &Val<'s>,
) -> Known<bool> {
    if test == TextTest::In {
        return is_in(evaluator, (subject, expr), object);
    }
    let Some(text) = evaluator.text(subject) else { return Ok(false) };
    let rules = evaluator.rules;
    let once = text.len() / TEXT_READ_IN_A_STEP;
    evaluator.work(match (object, test) {
        (Val::Words(at), TextTest::StartsWith | TextTest::EndsWith) => {
            once + rules.lists.get(*at).map_or(0, |list| list.words.len())
        }
        (Val::List(items), _) => items.len().saturating_mul(1 + once),
        _ => once,
    });
    if evaluator.exhausted() {
        return unknown(Cause::TooMuchWork);
    }
    Ok(match object {
        Val::Pattern(at) => {
            let pattern = rules.patterns.get(*at);
            pattern
                .is_some_and(|pattern| evaluator.may_match(*at, subject) && pattern.is_match(text))
        }
        Val::Words(at) => rules.lists.get(*at).is_some_and(|list| match test {
            TextTest::Contains => list.is_in(text),
            TextTest::StartsWith => list.words.iter().any(|word| text.starts_with(&**word)),
            _ => list.words.iter().any(|word| text.ends_with(&**word)),
        }),
        Val::List(items) => items
            .iter()
            .filter_map(|item| evaluator.text(item))
            .any(|item| passes(test, text, item)),
        object => evaluator.text(object).is_some_and(|object| passes(test, text, object)),
    })
}

/// The same with texts that stand in the rule; `None` of anything else.
pub(super) fn with_literals<'s>(
    evaluator: &mut Evaluator<'s>,
    subject: &Val<'s>,
    test: TextTest,
    object: &Expr,
) -> Option<bool> {
    let Kind::List(items) = &object.kind else { return None };
    let is_text = matches!(subject, Val::Text(_) | Val::Match(_) | Val::Target(_));
    if evaluator.is_followed() || !is_text {
        return None;
    }
    let (holds, steps) = any_literal(items, test, evaluator.text(subject)?)?;
    evaluator.work(1 + steps);
    Some(holds)
}

/// Whether a text passes a test with one of some items, and the steps that this takes: as many as
/// if each item were compared by itself. `None` unless all items are texts that stand in the rule.
pub(super) fn any_literal(items: &[Expr], test: TextTest, text: &str) -> Option<(bool, usize)> {
    let literal = |item: &Expr| matches!(item.kind, Kind::Text(_));
    if !items.iter().all(literal) {
        return None;
    }
    let mut texts = items.iter().filter_map(|item| match &item.kind {
        Kind::Text(item) => Some(item.as_str()),
        _ => None,
    });
    let (holds, searched) = match test {
        TextTest::In => (texts.any(|item| same_text(text, item)), 0),
        test => (texts.any(|item| passes(test, text, item)), steps_to_read(text.len())),
    };
    Some((holds, items.len() + searched))
}

pub(super) fn passes(test: TextTest, text: &str, part: &str) -> bool {
    match test {
        TextTest::Contains => text.contains(part),
        TextTest::StartsWith => text.starts_with(part),
        TextTest::EndsWith => text.ends_with(part),
        TextTest::Matches | TextTest::In => false,
    }
}

fn is_in<'s>(
    evaluator: &mut Evaluator<'s>,
    (subject, expr): (&Val<'s>, &'s Expr),
    object: &Val<'s>,
) -> Known<bool> {
    if let Val::Words(at) = object {
        let Some(text) = evaluator.text(subject) else { return Ok(false) };
        let list = evaluator.rules.lists.get(*at);
        evaluator.work(list.map_or(0, |list| list.words.len()));
        return Ok(list.is_some_and(|list| list.words.iter().any(|word| same_text(word, text))));
    }
    let Val::List(items) = object else { return Ok(false) };
    let mut doubt = None;
    for item in items.iter() {
        match ordered(evaluator, subject, Order::Equal, item) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(why) => doubt = Some(unknown(evaluator.incomparable(why, &[(subject, expr)]))),
        }
    }
    doubt.unwrap_or(Ok(false))
}
