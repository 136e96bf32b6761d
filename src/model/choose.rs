//! Chooses the form of a document: by its 表单 and 年度, among the known forms. Reads no other key.

use std::sync::Arc;

use super::Strictness;
use super::insert_point::{line_end, newline};
use super::names::{TITLE, YEAR};
use super::reader::entries;
use super::text::scalar;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::nearest::nearest;
use crate::source::{MappedText, Source, Span};
use crate::syntax::sheet::{Document, Entry, NodeKind};
use crate::value::{fold, same_name, squash};

/// The chosen form, and the year in the sheet.
pub(super) struct Chosen {
    pub(super) form: Arc<Form>,
    pub(super) year: Option<i32>,
    /// What stands behind 年度.
    pub(super) year_span: Option<Span>,
}

pub(super) fn choose(
    source: &Source,
    document: &Document,
    first: &Entry,
    forms: &[Arc<Form>],
    strictness: Strictness,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Chosen> {
    let keyed = |key| entries(document).find(|entry| same_name(entry.key.as_str(), key));
    let year_entry = keyed(YEAR);
    let (year, year_span) = read_year(year_entry, diagnostics);
    let title = keyed(TITLE);
    let written = title.and_then(|entry| filled(scalar(&entry.value)?));
    let candidates: Vec<&Arc<Form>> = match written {
        Some(text) => named(text, forms, diagnostics),
        None => forms.iter().collect(),
    };
    let place = written.map_or(title.unwrap_or(first).key_span, MappedText::whole);
    let fitting: Vec<&Arc<Form>> =
        candidates.iter().copied().filter(|form| form.covers(year)).collect();
    let Some(form) = latest(&fitting) else {
        match (candidates.is_empty(), year, year_span) {
            (false, Some(year), Some(span)) => {
                let title = written.map(MappedText::whole);
                diagnostics.push(words::no_form_of_year(span, year, title, &candidates));
            }
            // Why there is no candidate was reported, unless there are no forms at all.
            _ if written.is_none() => diagnostics.push(words::no_forms(place)),
            _ => {}
        }
        return None;
    };
    let whole = strictness == Strictness::Whole;
    if written.is_none() {
        if fitting.iter().any(|other| other.name != form.name) {
            diagnostics.push(words::which_form(place, &fitting));
            return None;
        }
        if whole {
            let newline = newline(source, line_end(source, first.span.start as usize));
            diagnostics.push(words::form_not_named(first.key_span, title, &form.name, newline));
        }
    }
    if whole && year_entry.is_none() && fitting.len() > 1 {
        diagnostics.push(words::year_not_given(place, form));
    }
    let year_span = year_entry.map(|entry| entry.value.span);
    Some(Chosen { form: Arc::clone(form), year, year_span })
}

/// The forms with that title; if there is none, those with the nearest titles.
fn named<'f>(
    title: &MappedText,
    forms: &'f [Arc<Form>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<&'f Arc<Form>> {
    let called = |name: &str| -> Vec<&Arc<Form>> {
        forms.iter().filter(|form| same_name(&form.name, name)).collect()
    };
    let found = called(title.as_str());
    if !found.is_empty() {
        return found;
    }
    let suggestion = nearest(title.as_str(), forms.iter().map(|form| form.name.as_str()));
    diagnostics.push(words::unknown_form(title, suggestion, forms));
    suggestion.map(called).unwrap_or_default()
}

/// The form introduced last; the first of equals.
fn latest<'f>(forms: &[&'f Arc<Form>]) -> Option<&'f Arc<Form>> {
    forms.iter().rev().copied().max_by_key(|form| form.from_year)
}

fn read_year(
    entry: Option<&Entry>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<i32>, Option<Span>) {
    let Some(entry) = entry else { return (None, None) };
    let text = match &entry.value.kind {
        NodeKind::Empty => return (None, None),
        _ => scalar(&entry.value),
    };
    let year = text.and_then(|text| year_of(text.as_str()));
    if year.is_none() {
        let written = text.map(MappedText::as_str).unwrap_or_default();
        diagnostics.push(words::unreadable_year(entry.value.span, written));
    }
    (year, Some(entry.value.span))
}

/// The first year that a date or a form can have.
const FIRST_YEAR: i32 = 1900;

/// `2020`, `2020年`, `（2020年度）`.
fn year_of(text: &str) -> Option<i32> {
    let folded = fold(text);
    let bare = squash(&folded);
    let bare = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(&bare);
    let bare = bare.strip_suffix("年度").or_else(|| bare.strip_suffix('年')).unwrap_or(bare);
    // A possible year of the form: 0 and 20 are slips.
    let digits = bare.len() == 4 && bare.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| bare.parse().ok()).flatten().filter(|year| *year >= FIRST_YEAR)
}

fn filled(text: &MappedText) -> Option<&MappedText> {
    (!text.as_str().trim().is_empty()).then_some(text)
}
