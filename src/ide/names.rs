//! Where names are declared and used. Takes a snapshot and a place; gives places.

use super::IdeOptions;
use super::document::{DocumentLines, Under, under_key};
use super::rules::{DeclaredKind, RuleText};
use crate::model::names::TITLE;
use crate::source::{SourceId, Span};
use crate::syntax::sheet::OutlineKind;
use crate::value::same_name;
use crate::workspace::Snapshot;

/// Where the name at a place is declared: of a key of a sheet, in the form or in a catalogue; of a
/// word of a rule, in the rule files.
pub fn definition(
    snapshot: &Snapshot,
    source: SourceId,
    offset: usize,
    _options: &IdeOptions,
) -> Vec<Span> {
    match RuleText::of(snapshot, source) {
        Some(file) => {
            let name = file.name_at(offset).map(|(_, name)| name);
            name.map(|name| declarations(snapshot, &|_, known| known == name)).unwrap_or_default()
        }
        None => definition_of_key(snapshot, source, offset).unwrap_or_default(),
    }
}

/// Where the name at a place is used: of a word of a rule, in the rule files, its declaration
/// included; of an indicator, in the sheets.
pub fn references(
    snapshot: &Snapshot,
    source: SourceId,
    offset: usize,
    _options: &IdeOptions,
) -> Vec<Span> {
    if let Some(file) = RuleText::of(snapshot, source) {
        let Some((_, name)) = file.name_at(offset) else { return Vec::new() };
        return RuleText::all(snapshot).flat_map(|file| file.places_of(name)).collect();
    }
    let Some(name) = indicator_at(snapshot, source, offset) else { return Vec::new() };
    let mut found = Vec::new();
    for file in snapshot.files() {
        for (start, part) in &file.parts {
            for sheet in &part.sheets {
                let named = sheet.indicators_named(&name).filter_map(|at| sheet.indicators.get(at));
                found.extend(
                    named.map(|indicator| indicator.name.whole().rebased(file.source.id(), *start)),
                );
            }
        }
    }
    found
}

fn declarations(snapshot: &Snapshot, is_wanted: &dyn Fn(DeclaredKind, &str) -> bool) -> Vec<Span> {
    let declared = RuleText::all(snapshot).flat_map(RuleText::declared);
    let wanted = declared.filter(|declared| is_wanted(declared.kind, &declared.name.text));
    wanted.map(|declared| declared.name.span).collect()
}

fn definition_of_key(snapshot: &Snapshot, id: SourceId, offset: usize) -> Option<Vec<Span>> {
    let document = DocumentLines::at(snapshot, id, offset)?;
    let offset = document.within(offset);
    let at = document.line_at(offset)?;
    let line = document.lines.get(at)?;
    let OutlineKind::Entry { key: range, value, .. } = &line.kind else { return None };
    let key = document.key(line)?;
    if same_name(key, TITLE) && line.column == 0 {
        let title = document.slice(value.clone());
        let is_title = |kind, known: &str| kind == DeclaredKind::Form && same_name(known, title);
        return Some(declarations(snapshot, &is_title));
    }
    if !(range.start..=range.end).contains(&offset) {
        return None;
    }
    let form = document.form.as_deref()?;
    let (_, under) = document.parent(at, line.column);
    if let Under::Indicator(name) = under_key(form, &under, key) {
        let catalogues = snapshot.book().rules.catalogues.iter();
        return Some(catalogues.filter_map(|known| Some(known.find(&name)?.span)).collect());
    }
    // Of the forms with such a key, the one that the sheet follows.
    let mut found = Vec::new();
    for file in RuleText::all(snapshot) {
        let mut in_form = false;
        for declared in file.declared() {
            match declared.kind {
                DeclaredKind::Form => in_form = declared.name.text == form.name,
                DeclaredKind::Field | DeclaredKind::Level if in_form => {
                    let field = form.fields.iter().chain(&form.attributes);
                    let mut called = field.filter(|field| field.is_called(key));
                    let is_same = same_name(&declared.name.text, key)
                        || called.any(|field| field.name == declared.name.text);
                    found.extend(is_same.then_some(declared.name.span));
                }
                _ => {}
            }
        }
    }
    Some(found)
}

/// The name of the indicator whose key is at a place.
fn indicator_at(snapshot: &Snapshot, id: SourceId, offset: usize) -> Option<String> {
    let document = DocumentLines::at(snapshot, id, offset)?;
    let offset = document.within(offset);
    let at = document.line_at(offset)?;
    let line = document.lines.get(at)?;
    let OutlineKind::Entry { key, .. } = &line.kind else { return None };
    let (_, under) = document.parent(at, line.column);
    match under_key(document.form.as_deref()?, &under, document.key(line)?) {
        Under::Indicator(name) if (key.start..=key.end).contains(&offset) => Some(name),
        _ => None,
    }
}
