//! All sheets of a run, and the lookups by which a rule finds other sheets without trying each. Takes
//! sheets and the fields that the rules look up by; knows no rule's outcome.

use std::collections::BTreeMap;

use super::similar::Similar;
use crate::dictionary::Period;
use crate::form::FieldId;
use crate::model::Sheet;
use crate::rule::{Alike, FormId, RuleSet, SheetKey, SheetScope};
use crate::value::{Date, Decimal, Figure, Unit, Value, fold};

/// The sheets of a run.
#[derive(Debug)]
pub struct World<'s> {
    sheets: Vec<&'s Sheet>,
    /// The form of each sheet; `None` where the rules know none like it.
    forms: Vec<Option<FormId>>,
    /// By form: its sheets, in order.
    of_form: BTreeMap<FormId, Vec<usize>>,
    indexes: BTreeMap<(FormId, SheetKey), Index>,
    similar: BTreeMap<(FormId, FieldId, Decimal), Similar>,
    as_of: Option<Date>,
}

/// Sheets by the value of one field, in order.
#[derive(Debug, Default)]
pub(super) struct Index {
    by: BTreeMap<Key, Vec<usize>>,
    /// Those without a readable value: whether they match is unknown.
    unknown: Vec<usize>,
}

/// A value to look up by. Two values that compare as equal have one key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Text(String),
    Number(Decimal, String),
    Date(Date),
    Truth(bool),
}

impl Key {
    pub(super) fn of_text(text: &str) -> Self {
        Key::Text(fold(text).trim().to_owned())
    }

    pub(super) fn of_figure(figure: &Figure) -> Self {
        let unit = match &figure.unit {
            Unit::None => "",
            Unit::Percent => "%",
            Unit::Yuan => "元",
            Unit::Named(unit) => unit,
        };
        Key::Number(figure.number.normalize(), unit.to_owned())
    }
}

impl Index {
    /// The sheets that have the value, and those of which it is not known; both in order.
    pub(super) fn find(&self, key: &Key) -> (&[usize], &[usize]) {
        (self.by.get(key).map(Vec::as_slice).unwrap_or_default(), &self.unknown)
    }
}

impl<'s> World<'s> {
    /// All sheets, in order.
    pub(super) fn sheets(&self) -> impl Iterator<Item = &'s Sheet> {
        self.sheets.iter().copied()
    }

    /// The sheets of a run, in order. `as_of` is the day whose law is asked for; without it, each
    /// sheet's own 年度 counts.
    pub fn new(rules: &RuleSet, sheets: Vec<&'s Sheet>, as_of: Option<Date>) -> Self {
        let mut world = Self {
            of_form: BTreeMap::new(),
            forms: sheets.iter().map(|sheet| rules.form_id(&sheet.form)).collect(),
            sheets,
            indexes: BTreeMap::new(),
            similar: BTreeMap::new(),
            as_of,
        };
        for at in 0..world.sheets.len() {
            if let Some(form) = world.form_of(at) {
                world.of_form.entry(form).or_default().push(at);
            }
        }
        for (form, key) in &rules.keys {
            let mut index = Index::default();
            for at in world.of_form.get(form).into_iter().flatten() {
                let Some(sheet) = world.sheet(*at) else { continue };
                match key_of(sheet, *key) {
                    Some(value) => index.by.entry(value).or_default().push(*at),
                    None => index.unknown.push(*at),
                }
            }
            world.indexes.insert((*form, *key), index);
        }
        for (form, field, least) in &rules.similar {
            let sheets = world.of_form.get(form).into_iter().flatten();
            let texts =
                sheets.map(|at| (*at, world.sheet(*at).and_then(|sheet| text_of(sheet, *field))));
            let index = Similar::new(texts, *least);
            world.similar.insert((*form, *field, *least), index);
        }
        world
    }

    /// The sheet at a position.
    pub fn sheet(&self, at: usize) -> Option<&'s Sheet> {
        self.sheets.get(at).copied()
    }

    /// How many sheets there are.
    pub fn len(&self) -> usize {
        self.sheets.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sheets.is_empty()
    }

    /// The days whose law a sheet is judged by; `None` if neither a day is asked for nor the sheet
    /// says its year.
    pub fn day_of(&self, sheet: &Sheet) -> Option<Period> {
        match (self.as_of, sheet.year) {
            (Some(day), _) => Some(Period { from: Some(day), until: Some(day) }),
            (None, Some(year)) => Some(Period::years(Some(year), Some(year))),
            (None, None) => None,
        }
    }

    /// The days whose law the sheet at a position is judged by.
    pub fn days_at(&self, at: usize) -> Option<Period> {
        self.sheet(at).and_then(|sheet| self.day_of(sheet))
    }

    /// The form of the sheet at a position, among those of the rules.
    pub fn form_of(&self, at: usize) -> Option<FormId> {
        self.forms.get(at).copied().flatten()
    }

    /// All sheets of the form that one has, in order.
    pub(super) fn like(&self, at: usize) -> &[usize] {
        let form = self.form_of(at);
        form.and_then(|form| self.of_form.get(&form)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Among which sheets a scope has the one at a position looked up, that one included; in order. `None` where
    /// it lacks what the scope goes by.
    pub fn peers(&self, at: usize, scope: SheetScope) -> Option<Vec<usize>> {
        let sheet = self.sheet(at)?;
        let unit = scope.unit.map(SheetKey::Field);
        let mut peers: Option<Vec<usize>> = None;
        for key in unit.into_iter().chain(scope.year.then_some(SheetKey::Year)) {
            let value = key_of(sheet, key)?;
            let found = self.index(at, key).map(|index| index.find(&value).0).unwrap_or_default();
            peers = Some(match peers {
                Some(mut known) => {
                    known.retain(|at| found.binary_search(at).is_ok());
                    known
                }
                None => found.to_vec(),
            });
        }
        Some(peers.unwrap_or_else(|| self.like(at).to_vec()))
    }

    /// The sheets of the form that one has whose field may be similar to a text.
    pub(super) fn similar(&self, at: usize, to: &Alike, text: &str) -> Option<Vec<usize>> {
        let index = self.similar.get(&(self.form_of(at)?, to.field, to.least))?;
        Some(index.find(text))
    }

    /// The lookup by a field, among the sheets of the form that one has.
    pub(super) fn index(&self, at: usize, key: SheetKey) -> Option<&Index> {
        self.indexes.get(&(self.form_of(at)?, key))
    }
}

fn text_of(sheet: &Sheet, id: FieldId) -> Option<&str> {
    let cell = sheet.field(id).filter(|cell| !cell.is_empty() && cell.value.is_some());
    cell.map(|cell| cell.text.as_str())
}

/// The value that a sheet is looked up by.
pub(super) fn key_of(sheet: &Sheet, key: SheetKey) -> Option<Key> {
    let id = match key {
        SheetKey::Year => return sheet.year.map(|year| Key::of_figure(&Figure::plain(year))),
        SheetKey::Field(id) => id,
    };
    let cell = sheet.field(id).filter(|cell| !cell.is_empty())?;
    Some(match cell.value.as_ref()? {
        Value::Text(_) | Value::Target(_) => Key::of_text(cell.text.as_str()),
        Value::Figure(figure) => Key::of_figure(figure),
        Value::Date(date) => Key::Date(*date),
        Value::YesNo(truth) => Key::Truth(*truth),
    })
}
