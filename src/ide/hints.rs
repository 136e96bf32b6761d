//! What is shown beside the values of sheets: amounts in 万元, days between dates, the units that a
//! standard indicator has. Takes a snapshot and a text; gives places and words.

use super::{IdeOptions, words};
use crate::dictionary::Catalogue;
use crate::form::{Field, FieldKind};
use crate::model::{Cell, Sheet};
use crate::source::Span;
use crate::value::{Date, Decimal, Figure, TargetKind, Unit, Value};
use crate::workspace::Snapshot;

/// Words beside a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The place behind the value.
    pub at: Span,
    /// What is shown there.
    pub text: String,
}

/// The hints for the documents of a text that touch a range of it.
pub fn hints(snapshot: &Snapshot, range: Span, options: &IdeOptions) -> Vec<Hint> {
    let file = snapshot.files().iter().find(|file| file.source.id() == range.source);
    let catalogues = snapshot.book().rules.catalogues.iter().collect::<Vec<_>>();
    let mut found = Vec::new();
    for (start, part) in file.iter().flat_map(|file| &file.parts) {
        for sheet in &part.sheets {
            let whole = sheet.span.rebased(range.source, *start);
            if whole.end < range.start || range.end < whole.start {
                continue;
            }
            let mut add = |cell: &Cell, text: String| {
                let at = Span::at(cell.span.source, cell.span.end as usize);
                found.push(Hint { at: at.rebased(range.source, *start), text });
            };
            of_fields(sheet, options, &mut add);
            of_indicators(sheet, &catalogues, options, &mut add);
        }
    }
    found.retain(|hint| (range.start..=range.end).contains(&hint.at.start));
    found.sort_by_key(|hint| hint.at.start);
    found
}

fn of_fields(sheet: &Sheet, options: &IdeOptions, add: &mut dyn FnMut(&Cell, String)) {
    let mut last_date: Option<(&Field, Date)> = None;
    for (field, cell) in sheet.form.fields.iter().zip(&sheet.fields) {
        let date = match cell.as_ref().and_then(|cell| cell.value.as_ref()) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        };
        if let Some(cell) = cell {
            if let (FieldKind::Money { .. }, Some(Value::Figure(figure))) =
                (&field.kind, &cell.value)
                && let Some(text) = amount(cell, figure)
            {
                add(cell, text);
            }
            if let (Some((first, from)), Some(to)) = (last_date, date)
                && let Some(days) = days(from, to)
            {
                add(cell, words::days_since(&first.name, days).get(options.lang).to_owned());
            }
        }
        last_date = date.map(|date| (field, date));
    }
}

/// An amount in 万元, unless it is written so or is less than one.
fn amount(cell: &Cell, figure: &Figure) -> Option<String> {
    let written = cell.text.as_str();
    if written.contains('万') && !written.contains('亿') {
        return None;
    }
    let number = figure.number.checked_div(Decimal::from(10_000))?.normalize();
    (number.abs() >= Decimal::ONE).then(|| format!("= {number}万元"))
}

/// How many days there are from a day to another, both included.
fn days(from: crate::value::Date, to: Date) -> Option<i64> {
    let days = i64::from(from.until(to).ok()?.get_days());
    (days >= 0).then_some(days + 1)
}

fn of_indicators(
    sheet: &Sheet,
    catalogues: &[&Catalogue],
    options: &IdeOptions,
    add: &mut dyn FnMut(&Cell, String),
) {
    for indicator in &sheet.indicators {
        let Some(Some(cell)) = indicator.attributes.first() else { continue };
        let Some(Value::Target(target)) = &cell.value else { continue };
        match &target.kind {
            TargetKind::Period { start, end } => {
                let days = days(*start, *end).map(words::days);
                days.into_iter().for_each(|days| add(cell, days.get(options.lang).to_owned()));
            }
            TargetKind::Figure { figure: Figure { unit: Unit::Named(unit), .. }, .. } => {
                let name = indicator.name.as_str();
                let mut standards = catalogues.iter().filter_map(|known| known.find(name));
                let Some(standard) = standards.next() else { continue };
                let units = &standard.units;
                if !units.is_empty() && !units.iter().any(|known| **known == **unit) {
                    add(cell, words::usual_units(units).get(options.lang).to_owned());
                }
            }
            TargetKind::Figure { figure, .. } if figure.unit == Unit::Yuan => {
                let text = amount(cell, figure);
                text.into_iter().for_each(|text| add(cell, text));
            }
            _ => {}
        }
    }
}
