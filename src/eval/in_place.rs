//! Evaluates simple conditions on the texts of sheets and rules without creating values: names,
//! wordings, levels, units, literals. Takes conditions; gives what evaluating their parts would
//! give, at the same cost, or `None` for any other condition.

use super::compare;
use super::expr::{Evaluator, TEXT_IN_A_STEP, bit};
use super::facts::FactText;
use super::targets::{target_is, target_of};
use super::text::carries;
use super::value::{Meaning, Snippet, Val};
use crate::form::{AttributeId, FieldKind};
use crate::model::{Cell, Indicator};
use crate::rule::{Expr, Function, Kind, Order, PartOf, Slot, SynonymsId, TextTest};
use crate::source::MappedText;
use crate::value::{Target, Unit, Value, same_text};

/// A text that need not be copied.
pub(super) struct PlainText<'t, 's> {
    text: &'t str,
    /// The text of a sheet that it is a part of.
    whole: Option<&'s MappedText>,
    /// Whether it lives as long as the sheets and rules.
    stays: bool,
    /// The variable that was read.
    pub(super) read: Option<Slot>,
}

impl<'t, 's> PlainText<'t, 's> {
    fn of_rule(text: &'t str) -> Self {
        Self { text, whole: None, stays: true, read: None }
    }

    fn of_sheet(text: &'s MappedText) -> Self
    where
        's: 't,
    {
        Self { text: text.as_str(), whole: Some(text), stays: true, read: None }
    }

    fn of_snippet(snippet: &'t Snippet<'s>) -> Self {
        let stays = matches!(snippet.text, std::borrow::Cow::Borrowed(_));
        Self { text: &snippet.text, whole: snippet.whole(), stays, read: None }
    }

    /// The key under which facts about it are cached.
    pub(super) fn fact(&self) -> FactText<'t> {
        if self.stays { FactText::kept(self.text) } else { FactText::passing(self.text) }
    }

    /// The steps that a function spends on it.
    pub(super) fn steps(&self) -> usize {
        self.text.len() / TEXT_IN_A_STEP
    }
}

impl<'s> Evaluator<'s> {
    /// A condition that compares plain texts or tests the class of a target.
    pub(super) fn decide_in_place(&mut self, expr: &'s Expr) -> Option<bool> {
        if self.is_watched() {
            return None;
        }
        match &expr.kind {
            Kind::Chain(first, rest) => match rest.as_slice() {
                [(order @ (Order::Equal | Order::Unequal), second)] => {
                    let (left, right) = (self.plain_text(first)?, self.plain_text(second)?);
                    let equal = same_text(left.text, right.text);
                    let work = compare::steps_to_read(left.text.len() + right.text.len());
                    let read = [left.read, right.read];
                    self.charge(3 + work, read);
                    Some(equal == (*order == Order::Equal))
                }
                _ => None,
            },
            Kind::Test { subject, test, object, negated } => {
                let holds = self.test_in_place(subject, *test, object)?;
                Some(holds != *negated)
            }
            Kind::IsOfClass { subject, class, negated } => {
                let (indicator, slot) = self.indicator_of_target(subject)?;
                let cell = target_cell(indicator)?;
                self.charge(3, [Some(slot)]);
                Some(target_is(target_of(cell), *class) != *negated)
            }
            Kind::Call(function @ (Function::SameName | Function::Carries), arguments) => {
                let [left, right, synonyms @ ..] = &**arguments else { return None };
                let synonyms = match synonyms {
                    [] => None,
                    [Expr { kind: Kind::Synonyms(synonyms), .. }] => Some(*synonyms),
                    _ => return None,
                };
                self.names_in_place(*function, [left, right], synonyms)
            }
            _ => None,
        }
    }

    fn names_in_place(
        &mut self,
        function: Function,
        [left, right]: [&'s Expr; 2],
        synonyms: Option<SynonymsId>,
    ) -> Option<bool> {
        let (left, right) = (self.plain_text(left)?, self.plain_text(right)?);
        let [first, other] =
            [&left, &right].map(|name| self.facts.normal(self.rules, name.fact(), synonyms));
        let holds = match function {
            Function::Carries => carries(&first, &other),
            _ => first == other,
        };
        let size = left.steps() + right.steps();
        let times = self.times_read(synonyms);
        let read = [left.read, right.read];
        self.charge(4 + size.saturating_mul(times), read);
        Some(holds)
    }

    fn test_in_place(
        &mut self,
        subject: &'s Expr,
        test: TextTest,
        object: &'s Expr,
    ) -> Option<bool> {
        let subject = self.plain_text(subject)?;
        let (text, read) = (subject.text, subject.read);
        let once = compare::steps_to_read(text.len());
        let (holds, work) = match (&object.kind, test) {
            (Kind::Pattern(id), TextTest::Matches) => {
                let may =
                    subject.whole.is_none_or(|whole| self.facts.may_match(self.rules, *id, whole));
                let pattern = self.rules.patterns.get(*id)?;
                (may && pattern.is_match(text), once)
            }
            (Kind::Text(part), TextTest::Contains | TextTest::StartsWith | TextTest::EndsWith) => {
                (compare::passes(test, text, part), once)
            }
            (Kind::List(items), test) => compare::any_literal(items, test, text)?,
            _ => return None,
        };
        self.charge(3 + work, [read]);
        Some(holds)
    }

    /// The text of an expression, if it is plain; no cost is counted.
    pub(super) fn plain_text(&self, expr: &'s Expr) -> Option<PlainText<'_, 's>> {
        match &expr.kind {
            Kind::Text(text) => Some(PlainText::of_rule(text)),
            Kind::Field(id) => {
                let cell = self.sheet.field(*id)?;
                let said = matches!(cell.value, Some(Value::Text)) && !cell.is_empty();
                said.then(|| PlainText::of_sheet(&cell.text))
            }
            Kind::Variable(slot) => {
                let text = match self.slots.get(*slot)? {
                    Val::Text(snippet) => PlainText::of_snippet(snippet),
                    Val::Match(matched) => PlainText::of_snippet(&matched.whole),
                    _ => return None,
                };
                Some(PlainText { read: Some(*slot), ..text })
            }
            Kind::Part(of, part) => {
                if *part == PartOf::Unit
                    && let Some((indicator, slot)) = self.indicator_of_target(of)
                {
                    let unit = unit_of(target_of(target_cell(indicator)?)?)?;
                    return Some(PlainText { read: Some(slot), ..PlainText::of_rule(unit) });
                }
                let Kind::Variable(slot) = of.kind else { return None };
                let text = self.plain_part(self.slots.get(slot)?, *part)?;
                Some(PlainText { read: Some(slot), ..text })
            }
            _ => None,
        }
    }

    /// The same for a member of a value.
    fn plain_part<'t>(&'t self, value: &'t Val<'s>, part: PartOf) -> Option<PlainText<'t, 's>> {
        match (value, part) {
            (Val::Indicator(sheet, at), PartOf::Name) => {
                Some(PlainText::of_sheet(&sheet.indicators.get(*at)?.name))
            }
            (Val::Indicator(sheet, at), PartOf::Level1 | PartOf::Level2) => {
                let own = sheet.indicators.get(*at)?.level?;
                let level = sheet.form.level_at(own)?;
                let level = match part {
                    PartOf::Level1 => sheet.form.level_at(level.parent.unwrap_or(own))?,
                    _ => level.parent.and(Some(level))?,
                };
                Some(PlainText::of_rule(&level.name))
            }
            (Val::Indicator(sheet, at), PartOf::Filing) => {
                let level = sheet.indicators.get(*at)?.level?;
                let form = self.rules.form_id(&sheet.form)?;
                Some(PlainText::of_rule(self.world.path(form, level)?))
            }
            (Val::Field(sheet, id), PartOf::Name) => {
                Some(PlainText::of_rule(&sheet.form.field_at(*id)?.name))
            }
            (Val::Field(sheet, id), PartOf::FieldValue) => {
                let cell = sheet.field(*id).filter(|cell| !cell.is_empty())?;
                let readable =
                    cell.value.is_some() || sheet.form.field_at(*id)?.kind != FieldKind::Text;
                readable.then(|| PlainText::of_sheet(&cell.text))
            }
            (Val::Match(matched), PartOf::Wording) => Some(PlainText::of_snippet(&matched.whole)),
            (Val::Fragments(found), part) => {
                let found = found.sole()?;
                match (&found.meaning, part) {
                    (_, PartOf::Wording) => Some(PlainText::of_snippet(&found.snippet)),
                    (Meaning::Promise { name, .. }, PartOf::Name) => {
                        Some(PlainText::of_snippet(name))
                    }
                    (Meaning::Promise { target, .. }, PartOf::Unit) => {
                        let unit = unit_of(target)?;
                        Some(PlainText { stays: false, ..PlainText::of_rule(unit) })
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The indicator whose target an expression is, and the variable that it is bound to.
    fn indicator_of_target(&self, expr: &Expr) -> Option<(&'s Indicator, Slot)> {
        let Kind::Attribute(of, AttributeId(0)) = &expr.kind else { return None };
        let Kind::Variable(slot) = of.kind else { return None };
        match self.slots.get(slot)? {
            Val::Indicator(sheet, at) => Some((sheet.indicators.get(*at)?, slot)),
            _ => None,
        }
    }

    /// Counts what evaluating the parts would have cost, and what was read.
    pub(super) fn charge(&mut self, steps: usize, read: impl IntoIterator<Item = Option<Slot>>) {
        self.work(steps);
        let read = read.into_iter().flatten().fold(0, |all, slot| all | bit(slot));
        self.note_read(read);
    }
}

/// The cell of an indicator's target, `Some(None)` where there is none; `None` where it could not
/// be read.
fn target_cell(indicator: &Indicator) -> Option<Option<&Cell>> {
    match indicator.attribute(AttributeId(0)).filter(|cell| !cell.is_empty()) {
        Some(cell) if cell.value.is_none() => None,
        cell => Some(cell),
    }
}

/// The name of the unit of a single figure; `None` of any other target, and where there is none.
fn unit_of(target: &Target) -> Option<&str> {
    match &target.figure()?.unit {
        Unit::None => None,
        unit => Some(unit.name()),
    }
}
