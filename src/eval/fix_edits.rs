//! The 修复 of a rule as edits of the sheet. Takes the variables as they are bound; gives edits. A
//! fix that would lose something is not offered.

use super::expr::Evaluator;
use super::value::Val;
use super::{Deed, Repair};
use crate::form::LevelId;
use crate::model::Sheet;
use crate::rule::{Expr, FixChange, Goal, Kind, MessagePart, OnForm, PartOf, Template};
use crate::source::{Edit, Span};
use crate::value::{Figure, wording_of, yes_no};

/// The edits of each fix of the rule for the instance that is bound now.
pub(super) fn repairs<'s>(evaluator: &mut Evaluator<'s>, rule: &'s OnForm) -> Vec<Repair> {
    let mut repairs: Vec<Repair> = Vec::new();
    for (fix, clause) in rule.fixes.iter().enumerate() {
        let Some((deed, edits)) = repair(evaluator, &clause.change) else { continue };
        if !edits.is_empty() && !repairs.iter().any(|known| known.edits == edits) {
            repairs.push(Repair { fix, deed, edits });
        }
    }
    repairs
}

fn repair<'s>(evaluator: &mut Evaluator<'s>, change: &'s FixChange) -> Option<(Deed, Vec<Edit>)> {
    match change {
        FixChange::AddIndicator { level, name, value } => {
            let (name, value) = (wording(evaluator, name)?, wording(evaluator, value)?);
            let sheet = evaluator.sheet;
            let edits = sheet.add_indicator(*level, &name, &value)?;
            Some((Deed::Add(Some(sheet.form.level_path(*level)), name, value), edits))
        }
        FixChange::AddField(id, value) => {
            let value = wording(evaluator, value)?;
            let edits = evaluator.sheet.add_field(*id, &value)?;
            let name = evaluator.sheet.form.field_at(*id)?.name.clone();
            Some((Deed::Add(None, name, value), edits))
        }
        FixChange::Set(of, value) => {
            let value = wording(evaluator, value)?;
            let edits = set(evaluator, of, &value)?;
            Some((Deed::Set(value), edits))
        }
        FixChange::Remove(of) => remove(evaluator, of),
        FixChange::Move(of, goal) => {
            let (sheet, at) = indicator(evaluator, of)?;
            let level = goal_of(evaluator, sheet, goal)?;
            let edits = sheet.move_indicator(at, level)?;
            Some((Deed::Move(sheet.form.level_path(level)), edits))
        }
        FixChange::Rename(of, name) => {
            let name = wording(evaluator, name)?;
            let (sheet, at) = indicator(evaluator, of)?;
            let edits = sheet.rename_indicator(at, &name)?;
            Some((Deed::Rename(name), edits))
        }
        FixChange::Replace(of, by) => {
            let by = wording(evaluator, by)?;
            let (places, _) = pieces(evaluator, of)?;
            let edits = sheet_at(evaluator, &places)?.replace(&places, &by)?;
            Some((Deed::Replace(by), edits))
        }
    }
}

fn set<'s>(evaluator: &mut Evaluator<'s>, of: &'s Expr, value: &str) -> Option<Vec<Edit>> {
    let here = evaluator.sheet;
    match &of.kind {
        Kind::Field(id) => match here.field(*id) {
            Some(cell) => here.set(cell, value),
            None => here.add_field(*id, value),
        },
        Kind::SheetField(sheet, id) => match evaluator.value(sheet).ok()? {
            Val::Sheet(sheet) => sheet.set(sheet.field(*id)?, value),
            _ => None,
        },
        Kind::Attribute(indicator, id) => match evaluator.value(indicator).ok()? {
            Val::Indicator(sheet, at) => sheet.set_attribute(at, *id, value),
            _ => None,
        },
        Kind::Cell(row, id) => match evaluator.value(row).ok()? {
            Val::Row(sheet, table, at) => sheet.set(sheet.row(table, at)?.cell(*id)?, value),
            _ => None,
        },
        Kind::Part(field, PartOf::FieldValue) => set(evaluator, field, value),
        _ => match evaluator.value(of).ok()? {
            Val::Field(sheet, id) => sheet.set(sheet.field(id)?, value),
            _ => None,
        },
    }
}

fn remove<'s>(evaluator: &mut Evaluator<'s>, of: &'s Expr) -> Option<(Deed, Vec<Edit>)> {
    let field = |sheet: &Sheet, id| {
        let name = sheet.form.field_at(id)?.name.clone();
        Some((Deed::Remove(name), sheet.remove_field(id)?))
    };
    if let Kind::Field(id) = of.kind {
        return field(evaluator.sheet, id);
    }
    match evaluator.value(of).ok()? {
        Val::Indicator(sheet, at) => {
            let name = sheet.indicators.get(at)?.name.as_str().to_owned();
            Some((Deed::Remove(name), sheet.remove_indicator(at)?))
        }
        Val::Field(sheet, id) => field(sheet, id),
        _ => {
            let (places, words) = pieces(evaluator, of)?;
            let edits = sheet_at(evaluator, &places)?.remove(&places)?;
            Some((Deed::Remove(words), edits))
        }
    }
}

fn indicator<'s>(evaluator: &mut Evaluator<'s>, of: &'s Expr) -> Option<(&'s Sheet, usize)> {
    match evaluator.value(of).ok()? {
        Val::Indicator(sheet, at) => Some((sheet, at)),
        _ => None,
    }
}

/// The level to which an indicator is moved: one that has none below it.
fn goal_of<'s>(evaluator: &mut Evaluator<'s>, sheet: &Sheet, goal: &'s Goal) -> Option<LevelId> {
    let Goal::Path(path) = goal else {
        let Goal::Level(level) = goal else { return None };
        return Some(*level);
    };
    let path = said(evaluator, path)?;
    let form = &sheet.form;
    let level = form.level_ids().find(|id| form.level_path(*id) == path.trim())?;
    form.children(level).next().is_none().then_some(level)
}

/// The places of pieces of a text, and their words.
fn pieces<'s>(evaluator: &mut Evaluator<'s>, of: &'s Expr) -> Option<(Vec<Span>, String)> {
    let value = evaluator.value(of).ok()?;
    if let Val::Fragments(fragments) = &value {
        let places = fragments.iter().map(|fragment| fragment.snippet.span());
        let places: Vec<Span> = places.collect::<Option<_>>()?;
        let words = fragments.first()?.snippet.text.to_string();
        return Some((places, words));
    }
    let snippet = evaluator.snippet(&value)?;
    Some((vec![snippet.span()?], snippet.text.to_string()))
}

/// The sheet in which all the places are.
fn sheet_at<'s>(evaluator: &Evaluator<'s>, places: &[Span]) -> Option<&'s Sheet> {
    let first = places.first()?;
    let mut sheets = std::iter::once(evaluator.sheet).chain(evaluator.world.sheets());
    let sheet = sheets.find(|sheet| sheet.span.contains(*first))?;
    places.iter().all(|place| sheet.span.contains(*place)).then_some(sheet)
}

/// The text that a fix writes; `None` where a part of it is unknown.
fn wording<'s>(evaluator: &mut Evaluator<'s>, template: &'s Template) -> Option<String> {
    let mut words = String::new();
    for part in &template.parts {
        match part {
            MessagePart::Text(text) => words.push_str(text),
            MessagePart::Hole(expr) => words.push_str(&said(evaluator, expr)?),
        }
    }
    Some(words)
}

/// A value in full, as written in the sheet where it comes from one.
fn said<'s>(evaluator: &mut Evaluator<'s>, expr: &'s Expr) -> Option<String> {
    let cell = match &expr.kind {
        Kind::Field(id) => evaluator.sheet.field(*id),
        Kind::SheetField(of, id) => match evaluator.value(of).ok()? {
            Val::Sheet(sheet) => sheet.field(*id),
            _ => None,
        },
        Kind::Attribute(of, id) => match evaluator.value(of).ok()? {
            Val::Indicator(sheet, at) => {
                sheet.indicators.get(at).and_then(|found| found.attribute(*id))
            }
            _ => None,
        },
        Kind::Cell(of, id) => match evaluator.value(of).ok()? {
            Val::Row(sheet, table, at) => sheet.row(table, at).and_then(|row| row.cell(*id)),
            _ => None,
        },
        _ => None,
    };
    if let Some(cell) = cell.filter(|cell| !cell.is_empty()) {
        return Some(cell.text.as_str().trim().to_owned());
    }
    let value = evaluator.value(expr).ok()?;
    if let (Val::Figure(figure), Kind::Part(of, PartOf::Number | PartOf::Low | PartOf::High)) =
        (&value, &expr.kind)
        && let Some(wording) = taken_over(evaluator, of, figure)
    {
        return Some(wording);
    }
    match value {
        Val::Truth(truth) => Some(yes_no(truth).to_owned()),
        Val::Figure(figure) => Some(figure.to_string()),
        Val::Date(date) => Some(date.to_string()),
        Val::Fragments(fragments) => {
            let all = fragments.iter().map(|fragment| &*fragment.snippet.text);
            Some(all.collect::<Vec<_>>().join("、"))
        }
        value => evaluator.snippet(&value).map(|snippet| snippet.text.into_owned()),
    }
}

/// A figure of a target or of a piece of text, in the notation used there.
fn taken_over<'s>(evaluator: &mut Evaluator<'s>, of: &'s Expr, figure: &Figure) -> Option<String> {
    let value = evaluator.value(of).ok()?;
    let text = evaluator.snippet(&value)?.text;
    wording_of(&text, figure)
}
