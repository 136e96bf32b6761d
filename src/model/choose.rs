//! Chooses the form of a document: by its 表单 and 年度, among the known forms. Reads no other key.

use std::sync::Arc;

use super::Strictness;
use super::insert_point::{line_end, newline};
use super::names::{self, TITLE, YEAR};
use super::reader::entries;
use super::text::scalar;
use super::tree::{Pair, is_map, pairs_under};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::nearest::{is_slip_of, nearest};
use crate::source::{MappedText, Source, Span};
use crate::syntax::sheet::{Document, Entry, NodeKind};
use crate::value::{compact, fold, same_name, squash};

/// The chosen form, and the year in the sheet.
pub(super) struct Chosen {
    pub(super) form: Arc<Form>,
    pub(super) year: Option<i32>,
    /// What stands behind 年度.
    pub(super) year_span: Option<Span>,
    /// Why a general form was taken, if it was.
    pub(super) undeclared: Option<Undeclared>,
}

/// A sheet that no declared form fits.
pub(super) struct Undeclared {
    /// What is to be marked.
    pub(super) place: Span,
    pub(super) title: Option<String>,
    pub(super) why: WhyGeneral,
}

pub(super) enum WhyGeneral {
    /// No form has the title.
    Title,
    /// None of that title is used in the year.
    Year(i32),
    /// The form of that title has other fields and levels.
    Layout,
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
    let general = forms.iter().find(|form| form.general);
    let declared: Vec<&Arc<Form>> = match forms.iter().all(|form| form.general) {
        true => forms.iter().collect(),
        false => forms.iter().filter(|form| !form.general).collect(),
    };
    let place = written.map_or(title.unwrap_or(first).key_span, MappedText::whole);
    let year_value = year_entry.map(|entry| entry.value.span);
    let by_general = |why: WhyGeneral| {
        let title = written.map(|title| title.as_str().trim().to_owned());
        let undeclared = Some(Undeclared { place, title, why });
        general.map(|form| Chosen {
            form: Arc::clone(form),
            year,
            year_span: year_value,
            undeclared,
        })
    };
    let candidates: Vec<&Arc<Form>> = match written {
        // Its own title asks for it.
        Some(text) if general.is_some_and(|form| form.is_titled(text.as_str())) => {
            general.into_iter().collect()
        }
        Some(text) => match named(text, &declared, general.is_some(), diagnostics) {
            TitledForms::Forms(forms) => forms,
            TitledForms::Unlike => return by_general(WhyGeneral::Title),
        },
        None => declared,
    };
    let fitting: Vec<&Arc<Form>> =
        candidates.iter().copied().filter(|form| form.covers(year)).collect();
    if let (true, true, Some(year)) = (fitting.is_empty(), written.is_some(), year)
        && general.is_some()
    {
        return by_general(WhyGeneral::Year(year));
    }
    let Some(form) = best(document, &fitting) else {
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
    if let (true, Some(general)) = (whole && written.is_some(), general)
        && is_another(document, form, general)
    {
        return by_general(WhyGeneral::Layout);
    }
    Some(Chosen { form: Arc::clone(form), year, year_span: year_value, undeclared: None })
}

/// The fewest unknown keys, and the least part of all keys, with which a sheet is taken for one of
/// another form of the same title, rather than for one with slips of the pen.
const UNKNOWN_KEYS: usize = 4;
const PART_UNKNOWN: usize = 3;

/// Whether a sheet bears the title of a form, and is another form: the general one knows more of
/// it.
fn is_another(document: &Document, form: &Form, general: &Form) -> bool {
    let (unknown, keys) = (unknown_keys(document, form), entries(document).count());
    unknown >= UNKNOWN_KEYS
        && unknown * PART_UNKNOWN > keys
        && unknown_keys(document, general) < unknown
}

/// How many keys of a sheet a form does not have.
fn unknown_keys(document: &Document, form: &Form) -> usize {
    let is_unknown = |key: &&str| {
        !same_name(key, TITLE)
            && !same_name(key, YEAR)
            && names::field(form, key).is_none()
            && !names::is_tree(form, key)
            && !names::is_unjudged(form, key)
    };
    entries(document).map(|entry| entry.key.as_str()).filter(is_unknown).count()
}

/// How many levels of a sheet's tree a form does not have: 成本 stands beside 产出 on some, under
/// it on others.
fn unknown_levels(document: &Document, form: &Form) -> usize {
    let trees = entries(document).filter(|entry| names::is_tree(form, entry.key.as_str()));
    let firsts = trees.filter_map(|tree| pairs_under(&tree.value)).flatten();
    firsts.fold(0, |unknown, first| match names::level(form, None, first.name()) {
        None => unknown + usize::from(!names::is_unjudged(form, first.name())),
        Some(level) => {
            let seconds = pairs_under(first.value).unwrap_or_default().into_iter();
            let is_unknown = |second: &Pair<'_>| {
                second.name().ends_with("指标")
                    && is_map(second.value)
                    && names::level(form, Some(level), second.name()).is_none()
            };
            unknown + seconds.filter(is_unknown).count()
        }
    })
}

/// The forms that a title means.
enum TitledForms<'f> {
    /// Those with the title, or with the one that it is a slip of, which has been reported.
    Forms(Vec<&'f Arc<Form>>),
    /// None has it, or one that is like it.
    Unlike,
}

fn named<'f>(
    title: &MappedText,
    forms: &[&'f Arc<Form>],
    has_general: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> TitledForms<'f> {
    let called = |name: &str| -> Vec<&'f Arc<Form>> {
        forms.iter().copied().filter(|form| form.is_titled(name)).collect()
    };
    let found = called(title.as_str());
    if !found.is_empty() {
        return TitledForms::Forms(found);
    }
    let mut titles = forms.iter().flat_map(|form| form.titles());
    let suggestion = match has_general {
        true => titles.find(|name| is_slip_of(title.as_str().trim(), name)),
        false => nearest(title.as_str(), titles),
    };
    if has_general && suggestion.is_none() {
        return TitledForms::Unlike;
    }
    diagnostics.push(words::unknown_form(title, suggestion, forms));
    TitledForms::Forms(suggestion.map(called).unwrap_or_default())
}

/// The form that knows most keys of a sheet: several bureaus give their forms one title. Of equals
/// the one introduced last.
fn best<'f>(document: &Document, forms: &[&'f Arc<Form>]) -> Option<&'f Arc<Form>> {
    let rank = |form: &&Arc<Form>| {
        let unknown = match forms.len() > 1 {
            true => unknown_keys(document, form) + unknown_levels(document, form),
            false => 0,
        };
        (std::cmp::Reverse(unknown), form.from_year)
    };
    forms.iter().rev().copied().max_by_key(rank)
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

/// `2020`, `2020年`, `（2020年度）`, `二〇二〇年`.
fn year_of(text: &str) -> Option<i32> {
    let bare = compact(&squash(&fold(text)));
    let bare = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(&bare);
    let bare = bare.strip_suffix("年度").or_else(|| bare.strip_suffix('年')).unwrap_or(bare);
    // Digits in a row are spelt out of years alone.
    let bare = compact(&format!("{bare}年"));
    let bare = bare.trim_end_matches('年');
    // A possible year of the form: 0 and 20 are slips.
    let digits = bare.len() == 4 && bare.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| bare.parse().ok()).flatten().filter(|year| *year >= FIRST_YEAR)
}

fn filled(text: &MappedText) -> Option<&MappedText> {
    (!text.as_str().trim().is_empty()).then_some(text)
}
