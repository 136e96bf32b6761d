//! Expressions to values, in three-valued logic (Kleene's): what is unknown stays unknown unless
//! the known rest decides.

use super::compare;
use super::run::each;
use super::targets::{target_is, target_of};
use super::value::{Known, Meaning, Snippet, Unknown, Val, unknown};
use super::world::{IndexKey, World};
use super::{Cause, Facts, MAX_STEPS, Observer};
use crate::form::FieldId;
use crate::model::{Cell, Indicator, Row, Sheet};
use crate::rule::{
    BinaryOp, DefineId, Domain, Expr, Kind, LookupKey, Order, PartOf, RuleSet, Slot,
};
use crate::source::Span;
use crate::value::{Decimal, Figure, Value};

/// The bytes of a text that a function is taken to look at in one step.
pub(super) const TEXT_IN_A_STEP: usize = 8;

/// Evaluates expressions of one rule on one sheet.
pub(super) struct Evaluator<'s> {
    pub(crate) rules: &'s RuleSet,
    pub(crate) world: &'s World<'s>,
    /// The position of the sheet that is judged.
    pub(crate) at: usize,
    pub(crate) sheet: &'s Sheet,
    pub(crate) slots: Vec<Val<'s>>,
    steps: u32,
    /// What has been computed on the texts of the sheet.
    pub(crate) facts: Facts<'s>,
    observer: Option<&'s dyn Observer>,
    /// The same, where it wants to see values as well.
    follower: Option<&'s dyn Observer>,
    /// The variables of the rule that have been read, see [`Evaluator::reading`].
    read: u64,
}

impl<'s> Evaluator<'s> {
    pub(crate) fn new(
        rules: &'s RuleSet,
        world: &'s World<'s>,
        (at, sheet): (usize, &'s Sheet),
        facts: &Facts<'s>,
        observer: Option<&'s dyn Observer>,
    ) -> Self {
        let follower = observer.filter(|observer| observer.follows());
        let (slots, facts) = (Vec::new(), facts.clone());
        Self { rules, world, at, sheet, slots, steps: 0, facts, observer, follower, read: 0 }
    }

    /// Makes room for so many variables.
    pub(crate) fn reserve(&mut self, slots: usize) {
        self.slots = vec![Val::Nothing; slots];
    }

    /// How much has been done.
    pub(crate) fn steps(&self) -> u32 {
        self.steps
    }

    /// The indicators whose name equals what the filter of a domain asks for; `None` if it asks for
    /// none, or if that is unknown. The filter would reject all others, so only an observer must
    /// see them.
    pub(crate) fn indicators_in_domain(
        &mut self,
        sheet: &'s Sheet,
        domain: &'s Domain,
    ) -> Option<Vec<usize>> {
        let asked = domain.filter.as_deref().filter(|_| self.observer.is_none())?;
        let name = name_asked_of(asked, domain.slot)?;
        let value = self.value(name).ok()?;
        if !matches!(value, Val::Text(_) | Val::Match(_)) {
            return None;
        }
        Some(sheet.indicators_named(self.text(&value)?).collect())
    }

    /// Runs `work` and returns which of the rule's own variables it read: a bit each, the last for
    /// all that have no bit of their own.
    pub(crate) fn reading<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> (T, u64) {
        let before = std::mem::take(&mut self.read);
        let done = work(self);
        let read = self.read;
        self.read |= before;
        (done, read)
    }

    /// Notes variables that have been read, see [`Evaluator::reading`].
    pub(super) fn note_read(&mut self, bits: u64) {
        self.read |= bits;
    }

    /// Whether someone looks on.
    pub(crate) fn is_watched(&self) -> bool {
        self.observer.is_some()
    }

    /// Whether the observer wants to see values.
    pub(crate) fn is_followed(&self) -> bool {
        self.follower.is_some()
    }

    /// Runs `work` unobserved.
    pub(crate) fn unseen<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let follower = self.follower.take();
        let done = work(self);
        self.follower = follower;
        done
    }

    /// The sheet whose indicators or fields a domain ranges over.
    pub(crate) fn sheet_of(&mut self, domain: &'s Domain) -> &'s Sheet {
        self.read |= domain.of.map_or(0, bit);
        match domain.of.and_then(|slot| self.slots.get(slot)) {
            Some(Val::Sheet(sheet)) => sheet,
            _ => self.sheet,
        }
    }

    /// The key by which a value is looked up; `None` for values that never are.
    pub(crate) fn key(&self, value: &Val<'s>) -> Option<IndexKey> {
        Some(match value {
            Val::Text(snippet) => IndexKey::of_text(&snippet.text),
            Val::Figure(figure) => IndexKey::of_figure(figure),
            Val::Date(date) => IndexKey::Date(*date),
            Val::Truth(truth) => IndexKey::Truth(*truth),
            _ => return None,
        })
    }

    /// A field's value, or why it is unknown.
    fn field(&self, sheet: &'s Sheet, id: FieldId) -> Known<Val<'s>> {
        let cell = sheet.field(id).filter(|cell| !cell.is_empty());
        let value = cell.and_then(of_cell);
        value.map_or_else(|| unknown(Cause::lacking(sheet, LookupKey::Field(id))), Ok)
    }

    pub(crate) fn bind(&mut self, slot: usize, value: Val<'s>) {
        if let Some(follower) = self.follower {
            follower.bound(slot, self.seen(&Ok(value.clone())));
        }
        if let Some(place) = self.slots.get_mut(slot) {
            *place = value;
        }
    }

    /// Counts work beyond the evaluation of single expressions.
    pub(crate) fn work(&mut self, steps: usize) {
        self.steps = self.steps.saturating_add(u32::try_from(steps).unwrap_or(u32::MAX));
    }

    /// Whether the bound on work is reached.
    pub(crate) fn exhausted(&self) -> bool {
        self.steps > MAX_STEPS
    }

    /// Whether all conditions hold.
    pub(crate) fn all(&mut self, conditions: &'s [Expr]) -> Known<bool> {
        let mut doubt: Option<Unknown> = None;
        for condition in conditions {
            match self.truth(condition) {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(causes) => doubt.get_or_insert_default().extend(*causes),
            }
        }
        doubt.map_or(Ok(true), Err)
    }

    /// A condition.
    pub(crate) fn truth(&mut self, expr: &'s Expr) -> Known<bool> {
        if let Some(follower) = self.follower {
            follower.entered(expr);
        }
        let truth = self.decide(expr);
        if let Some(observer) = self.observer {
            observer.decided(expr, truth.as_ref().ok().copied());
        }
        if let Some(follower) = self.follower {
            follower.left(expr, self.seen(&truth.clone().map(Val::Truth)));
        }
        truth
    }

    fn decide(&mut self, expr: &'s Expr) -> Known<bool> {
        match &expr.kind {
            Kind::Not(inner) => self.truth(inner).map(|truth| !truth),
            Kind::Binary(left, op @ (BinaryOp::And | BinaryOp::Or), right) => {
                let decisive = *op == BinaryOp::Or;
                // The short one is asked first; the answer is the same.
                let swapped = !self.is_watched() && is_short(right) && !is_short(left);
                let (left, right) = if swapped { (right, left) } else { (left, right) };
                let left = self.truth(left);
                if left.as_ref().is_ok_and(|truth| *truth == decisive) {
                    return Ok(decisive);
                }
                match (left, self.truth(right)) {
                    (_, Ok(right)) if right == decisive => Ok(decisive),
                    (Ok(_), right) => right,
                    (Err(causes), Ok(_)) => Err(causes),
                    (Err(mut causes), Err(more)) => {
                        causes.extend(*more);
                        Err(causes)
                    }
                }
            }
            _ => match self.decide_in_place(expr) {
                Some(truth) => Ok(truth),
                None => match self.value(expr)? {
                    Val::Truth(truth) => Ok(truth),
                    // A list of fragments or a text is a condition only after 有.
                    _ => Ok(false),
                },
            },
        }
    }

    /// Any expression.
    pub(crate) fn value(&mut self, expr: &'s Expr) -> Known<Val<'s>> {
        let Some(follower) = self.follower else { return self.value_of(expr) };
        follower.entered(expr);
        let value = self.value_of(expr);
        let mut seen = self.seen(&value);
        if matches!(expr.kind, Kind::Field(_) | Kind::SheetField(..)) {
            seen.place = self.unseen(|evaluator| evaluator.cell_of(expr));
        }
        follower.left(expr, seen);
        value
    }

    #[allow(clippy::too_many_lines, reason = "a flat match")]
    fn value_of(&mut self, expr: &'s Expr) -> Known<Val<'s>> {
        self.work(1);
        if self.exhausted() {
            return unknown(Cause::TooMuchWork);
        }
        Ok(match &expr.kind {
            // Faulty rules are left out of the set; this arm keeps evaluation total.
            Kind::Faulty => Val::Nothing,
            Kind::Text(text) => Val::Text(Snippet::loose(text.as_str())),
            Kind::YesNo(truth) => Val::Truth(*truth),
            Kind::Figure(figure) => Val::Figure(figure.clone()),
            Kind::Date(date) => Val::Date(*date),
            Kind::List(items) => {
                let items: Known<Vec<Val<'s>>> =
                    items.iter().map(|item| self.value(item)).collect();
                Val::List(items?.into())
            }
            Kind::Words(at) => Val::Words(*at),
            Kind::Suffixes(at) => Val::Suffixes(*at),
            Kind::Catalogue(at) => Val::Catalogue(*at),
            Kind::Pattern(at) => Val::Pattern(*at),
            Kind::Synonyms(at) => Val::Synonyms(*at),
            Kind::Parameter(at) => return self.parameter(*at),
            Kind::Field(id) => return self.field(self.sheet, *id),
            Kind::SheetField(of, id) => match self.value(of)? {
                Val::Sheet(sheet) => return self.field(sheet, *id),
                _ => Val::Nothing,
            },
            Kind::SheetYear(of) => match self.value(of)? {
                Val::Sheet(sheet) => match sheet.year {
                    Some(year) => Val::Figure(Figure::plain(year)),
                    None => return unknown(Cause::lacking(sheet, LookupKey::Year)),
                },
                _ => Val::Nothing,
            },
            Kind::Year => match self.sheet.year {
                Some(year) => Val::Figure(Figure::plain(year)),
                None => return unknown(Cause::lacking(self.sheet, LookupKey::Year)),
            },
            Kind::Variable(slot) => {
                self.read |= bit(*slot);
                self.slots.get(*slot).cloned().unwrap_or(Val::Nothing)
            }
            Kind::Attribute(of, id) => {
                let Some(indicator) = self.indicator(of)? else { return Ok(Val::Nothing) };
                let cell = indicator.attribute(*id).filter(|cell| !cell.is_empty());
                if *id == crate::form::AttributeId(0) {
                    return match cell {
                        Some(cell) if cell.value.is_none() => {
                            unknown(Cause::UnreadableValue(cell.span))
                        }
                        cell => Ok(Val::Target(cell)),
                    };
                }
                match cell {
                    None => Val::Nothing,
                    Some(cell) => match of_cell(cell) {
                        Some(value) => value,
                        None => return unknown(Cause::UnreadableValue(cell.span)),
                    },
                }
            }
            Kind::Cell(of, id) => {
                let cell = self.row(of)?.and_then(|row| row.cell(*id));
                match cell.filter(|cell| !cell.is_empty()) {
                    None => Val::Nothing,
                    Some(cell) => match of_cell(cell) {
                        Some(value) => value,
                        None => return unknown(Cause::UnreadableValue(cell.span)),
                    },
                }
            }
            Kind::Part(of, part) => return self.part(of, *part),
            Kind::Group(of, name) => match self.value(of)? {
                Val::Match(matched) => {
                    let group = matched.groups.iter().find(|(group, _)| group == name);
                    group.map_or(Val::Nothing, |(_, snippet)| Val::Text(snippet.clone()))
                }
                _ => Val::Nothing,
            },
            Kind::Define(at, given) => return self.defined(*at, given),
            Kind::Call(function, arguments) => return self.call(*function, arguments),
            Kind::Not(_) | Kind::Binary(_, BinaryOp::And | BinaryOp::Or, _) => {
                Val::Truth(self.truth(expr)?)
            }
            Kind::Binary(left, op, right) => return self.arithmetic(left, *op, right),
            Kind::Negative(inner) => match self.value(inner)? {
                Val::Figure(figure) => {
                    Val::Figure(Figure { number: -figure.number, unit: figure.unit })
                }
                other => other,
            },
            Kind::Percent(inner) => {
                let value = self.value(inner)?;
                let number = match self.figure(&value) {
                    Some(figure) => figure.number,
                    None => {
                        let place = self.snippet(&value).and_then(|snippet| snippet.span());
                        return unknown(Cause::NoNumber(place));
                    }
                };
                Val::Figure(Figure::percent(number))
            }
            Kind::Ratio(inner) => match self.value(inner)? {
                Val::Figure(figure) => {
                    let hundred = figure.number.checked_mul(Decimal::ONE_HUNDRED);
                    let Some(number) = hundred else {
                        return unknown(Cause::TooLarge(self.place_of(inner)));
                    };
                    Val::Figure(Figure::percent(number))
                }
                other => other,
            },
            Kind::Chain(first, rest) => return self.chain(first, rest),
            Kind::Test { subject: on, test, object, negated } => {
                let subject = self.value(on)?;
                if let Some(holds) = compare::with_literals(self, &subject, *test, object) {
                    return Ok(Val::Truth(holds != *negated));
                }
                let object = self.value(object)?;
                Val::Truth(compare::text(self, (&subject, on), *test, &object)? != *negated)
            }
            Kind::SetTest { subject, relation, object, negated } => {
                let (left, right) = (self.value(subject)?, self.value(object)?);
                let holds = self.relate(*relation, (&left, subject), (&right, object))?;
                Val::Truth(holds != *negated)
            }
            Kind::IsOfClass { subject, class, negated } => match self.value(subject)? {
                Val::Target(cell) => Val::Truth(target_is(target_of(cell), *class) != *negated),
                Val::Fragments(found) => {
                    let target = found.sole().and_then(|found| match &found.meaning {
                        Meaning::Target(target) => Some(target),
                        _ => None,
                    });
                    Val::Truth(target_is(target, *class) != *negated)
                }
                _ => Val::Truth(*negated),
            },
            Kind::Exists(amount, domain) => return self.exists(*amount, domain),
            Kind::Every(domain, body) => return self.every(domain, body),
            Kind::Count(domain) => {
                let (sure, doubtful) = self.count(domain, u32::MAX)?;
                match doubtful {
                    Some((_, causes)) => return Err(causes),
                    None => Val::Figure(Figure::plain(sure)),
                }
            }
            Kind::Aggregate(what, body, range) => {
                let values = each(self, range, body)?;
                return self.aggregate(*what, body, values);
            }
            Kind::Near { left, right, tolerance, negated } => {
                return self.near([left, right, tolerance], *negated);
            }
            Kind::Present(wanted, inner) => Val::Truth(self.present(inner)? == *wanted),
        })
    }

    /// The cell that a figure was read from, where the user can fix it.
    pub(super) fn cell_of(&mut self, expr: &'s Expr) -> Option<Span> {
        match &expr.kind {
            Kind::Part(of, PartOf::Number) => self.cell_of(of),
            Kind::Field(id) => self.sheet.field(*id).map(|cell| cell.span),
            Kind::SheetField(of, id) => match self.value(of).ok()? {
                Val::Sheet(sheet) => sheet.field(*id).map(|cell| cell.span),
                _ => None,
            },
            Kind::Percent(inner) | Kind::Ratio(inner) | Kind::Negative(inner) => {
                self.cell_of(inner)
            }
            Kind::Attribute(of, id) => {
                self.indicator(of).ok()??.attribute(*id).map(|cell| cell.span)
            }
            Kind::Cell(of, id) => self.row(of).ok()??.cell(*id).map(|cell| cell.span),
            _ => match self.value(expr).ok()? {
                Val::Target(cell) => cell.map(|cell| cell.span),
                value => self.snippet(&value).and_then(|snippet| snippet.span()),
            },
        }
    }

    /// A definition, in variables of its own.
    fn defined(&mut self, at: DefineId, given: &'s [Expr]) -> Known<Val<'s>> {
        let rules = self.rules;
        let Some(define) = rules.defines.get(at) else { return Ok(Val::Nothing) };
        let mut own = vec![Val::Nothing; define.slots.max(given.len())];
        for (slot, argument) in own.iter_mut().zip(given) {
            *slot = self.value_or_truth(argument)?;
        }
        // Its variables are not those of the rule.
        let (outer, read) = (std::mem::replace(&mut self.slots, own), self.read);
        let value = self.value_or_truth(&define.body);
        (self.slots, self.read) = (outer, read);
        value
    }

    fn value_or_truth(&mut self, expr: &'s Expr) -> Known<Val<'s>> {
        if expr.ty.is_condition() {
            return self.truth(expr).map(Val::Truth);
        }
        self.value(expr)
    }

    /// Whether there is a value. Absence, which is unknown elsewhere, is the answer here.
    fn present(&mut self, expr: &'s Expr) -> Known<bool> {
        if let Kind::Field(id) = expr.kind {
            return Ok(self.sheet.field(id).is_some_and(|cell| !cell.is_empty()));
        }
        if let Kind::SheetField(of, id) = &expr.kind
            && let Val::Sheet(sheet) = self.value(of)?
        {
            return Ok(sheet.field(*id).is_some_and(|cell| !cell.is_empty()));
        }
        // A target that cannot be read is present, as an unreadable field is.
        if let Kind::Attribute(of, id) = &expr.kind {
            let cell = self.indicator(of)?.and_then(|indicator| indicator.attribute(*id));
            return Ok(cell.is_some_and(|cell| !cell.is_empty()));
        }
        if let Kind::Cell(of, id) = &expr.kind {
            let cell = self.row(of)?.and_then(|row| row.cell(*id));
            return Ok(cell.is_some_and(|cell| !cell.is_empty()));
        }
        Ok(match self.value(expr) {
            Ok(Val::Nothing | Val::Target(None)) => false,
            Ok(Val::Fragments(fragments)) => !fragments.is_empty(),
            Ok(Val::Text(snippet)) => !snippet.text.trim().is_empty(),
            Ok(Val::Field(sheet, id)) => sheet.field(id).is_some_and(|cell| !cell.is_empty()),
            Ok(_) => true,
            Err(causes) if causes.iter().all(Cause::is_for_want_of_a_figure) => false,
            Err(causes) => return Err(causes),
        })
    }

    pub(super) fn indicator(&mut self, of: &'s Expr) -> Known<Option<&'s Indicator>> {
        self.look(of, |_, value| {
            Ok(match value {
                Val::Indicator(sheet, at) => sheet.indicators.get(*at),
                _ => None,
            })
        })
    }

    pub(super) fn row(&mut self, of: &'s Expr) -> Known<Option<&'s Row>> {
        self.look(of, |_, value| {
            Ok(match value {
                Val::Row(sheet, table, at) => sheet.row(*table, *at),
                _ => None,
            })
        })
    }

    /// Looks at the value of an expression; a variable's where it is kept.
    pub(super) fn look<T>(
        &mut self,
        of: &'s Expr,
        at: impl FnOnce(&Self, &Val<'s>) -> Known<T>,
    ) -> Known<T> {
        if let (Kind::Variable(slot), None) = (&of.kind, self.follower) {
            self.work(1);
            self.read |= bit(*slot);
            if self.exhausted() {
                return unknown(Cause::TooMuchWork);
            }
            return at(self, self.slots.get(*slot).unwrap_or(&Val::Nothing));
        }
        let value = self.value(of)?;
        at(self, &value)
    }
}

/// The bit of a variable, see [`Evaluator::reading`].
pub(super) fn bit(slot: Slot) -> u64 {
    1 << slot.min(63)
}

/// Whether a condition only looks at what is bound: it calls nothing and ranges over nothing.
fn is_short(condition: &Expr) -> bool {
    let looks = |expr: &Expr| match &expr.kind {
        Kind::Text(_) | Kind::Figure(_) | Kind::Field(_) | Kind::Variable(_) => true,
        Kind::Attribute(of, _) | Kind::Cell(of, _) => matches!(of.kind, Kind::Variable(_)),
        Kind::Part(of, _) => matches!(of.kind, Kind::Variable(_) | Kind::Attribute(..)),
        _ => false,
    };
    match &condition.kind {
        Kind::Chain(first, rest) => looks(first) && rest.iter().all(|(_, next)| looks(next)),
        Kind::IsOfClass { subject, .. } => looks(subject),
        _ => false,
    }
}

/// The expression that a filter compares the name of a slot's indicator with: `j.名称 = i.名称`.
pub(super) fn name_asked_of(filter: &Expr, slot: usize) -> Option<&Expr> {
    match &filter.kind {
        Kind::Binary(left, BinaryOp::And, right) => {
            name_asked_of(left, slot).or_else(|| name_asked_of(right, slot))
        }
        Kind::Chain(left, rest) => {
            let [(Order::Equal, right)] = rest.as_slice() else { return None };
            let is_name = |expr: &Expr| {
                matches!(&expr.kind, Kind::Part(of, PartOf::Name)
                    if matches!(of.kind, Kind::Variable(read) if read == slot))
            };
            // The other side must be known before: it reads something else.
            let is_other = |expr: &Expr| {
                matches!(&expr.kind, Kind::Part(of, PartOf::Name)
                    if matches!(of.kind, Kind::Variable(read) if read != slot))
            };
            match (&**left, right) {
                (own, other) | (other, own) if is_name(own) && is_other(other) => Some(other),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A cell's value; `None` where it could not be read.
fn of_cell(cell: &Cell) -> Option<Val<'_>> {
    Some(match cell.value.as_ref()? {
        Value::Text => Val::Text(Snippet::placed(&cell.text)),
        Value::Figure(figure) => Val::Figure(figure.clone()),
        Value::Date(date) => Val::Date(*date),
        Value::YesNo(truth) => Val::Truth(*truth),
        Value::Target(_) => Val::Target(Some(cell)),
    })
}
