//! Where names are declared and used. Takes a snapshot and a place; gives places.

use super::IdeOptions;
use super::document::{DocumentLines, Under, under_key};
use super::rules::{DeclaredKind, RuleText};
use super::targets::{self, NameTarget};
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
    match NameTarget::at(snapshot, source, offset) {
        Some((_, NameTarget::Indicator(name))) => {
            let files = snapshot.files().iter();
            files.flat_map(|file| targets::indicators_in(file, &name)).collect()
        }
        Some((_, target)) => {
            RuleText::all(snapshot).flat_map(|file| target.places_in(file)).collect()
        }
        None => {
            let file = RuleText::of(snapshot, source);
            let name = file.and_then(|file| Some(file.name_at(offset)?.1));
            let places =
                name.map(|name| RuleText::all(snapshot).flat_map(|file| file.places_of(name)));
            places.into_iter().flatten().collect()
        }
    }
}

/// The conditions that a rule demands, where they are written.
pub fn demands(snapshot: &Snapshot, rule: &str) -> Vec<Span> {
    let mut rules = snapshot.book().rules.rules.iter().filter(|known| known.name == rule);
    let on = rules.next().and_then(|rule| rule.forms.first());
    on.map(|on| on.demands.iter().map(|demand| demand.span).collect()).unwrap_or_default()
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
