//! The steps from a document to a sheet, and what they share. Takes a document and the forms; knows
//! no wording.

use std::sync::Arc;

use super::choose::choose;
use super::fields::Fields;
use super::general::NotKnown;
use super::names::{self, PROJECT};
use super::text::scalar;
use super::tree::LevelTree;
use super::{ByName, ReadSheet, Sheet, Strictness, words};
use crate::diagnostic::{Diagnostic, Subject};
use crate::form::Form;
use crate::source::{Source, Span};
use crate::syntax::sheet::{BlockItem, Document, Entry};
use crate::value::{Decimal, money_unit, same_name, squash};

/// What the steps share while one document is read.
pub(super) struct SheetReader<'a> {
    pub(super) source: &'a Source,
    pub(super) form: &'a Form,
    pub(super) strictness: Strictness,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How many more names may be searched among the known ones: each search is expensive, and a
    /// text of only unknown names is not a sheet with slips in it.
    pub(super) suggestions: usize,
    /// The unit of amounts that the head of a sheet of no known form gives.
    pub(super) money_unit: Option<Decimal>,
    /// What a general form does not know.
    pub(super) not_known: NotKnown,
}

const MOST_SUGGESTIONS: usize = 64;

impl SheetReader<'_> {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn is_whole(&self) -> bool {
        self.strictness == Strictness::Whole
    }

    /// Sets the subject of every finding since `mark`.
    pub(super) fn about(&mut self, mark: usize, subject: impl Fn() -> Subject) {
        for diagnostic in self.diagnostics.iter_mut().skip(mark) {
            if diagnostic.subject.is_none() {
                diagnostic.subject = Some(subject());
            }
        }
    }

    /// The known name nearest to an unknown one.
    pub(super) fn nearest<'n>(
        &mut self,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) -> Option<&'n str> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        crate::nearest::nearest(name, known)
    }
}

pub(super) fn read(
    source: &Source,
    document: &Document,
    forms: &[Arc<Form>],
    strictness: Strictness,
) -> ReadSheet {
    let mut diagnostics = Vec::new();
    let Some(first) = entries(document).next() else {
        fields_amiss(document, &mut diagnostics);
        return ReadSheet { sheet: None, diagnostics };
    };
    let project = entries(document).find(|entry| same_name(entry.key.as_str(), PROJECT));
    let Some(chosen) = choose(source, document, first, forms, strictness, &mut diagnostics) else {
        let name = project.and_then(|entry| name_of(scalar(&entry.value)?.as_str()));
        return finish(None, name, diagnostics);
    };
    let mut reader = SheetReader {
        source,
        form: &chosen.form,
        strictness,
        diagnostics,
        suggestions: MOST_SUGGESTIONS,
        money_unit: head_unit(document),
        not_known: NotKnown::default(),
    };
    let (mut fields, mut tree) = (Fields::new(reader.form), LevelTree::new(reader.form));
    reader.read_fields(document, &mut fields, &mut tree);
    reader.report_missing(first, &fields);
    if let Some(undeclared) = &chosen.undeclared {
        let note = words::undeclared(undeclared, &reader.not_known);
        reader.report(note);
    }
    let diagnostics = reader.diagnostics;

    let project = names::field(&chosen.form, PROJECT)
        .and_then(|id| fields.cells.get(usize::from(id.0))?.as_ref())
        .filter(|cell| !cell.is_empty());
    let known = project.and_then(|cell| name_of(cell.text.as_str()));
    let head = project.map_or(first.key_span, |cell| {
        // The first line of a wrapped name, to point at.
        let line = cell.text.as_str().lines().next().map_or(0, str::len);
        cell.text.span(0..line)
    });
    let name = known.clone().unwrap_or_else(|| {
        format!("第{}行起的表", source.line_in_whole(first.span.start as usize)).into()
    });
    let sheet = Sheet {
        source: source.clone(),
        span: document.span,
        form: Arc::clone(&chosen.form),
        undeclared: chosen.undeclared.is_some(),
        title: chosen.undeclared.and_then(|undeclared| undeclared.title).map(Arc::from),
        year: chosen.year,
        year_span: chosen.year_span,
        is_named: known.is_some(),
        name,
        head,
        fields: fields.cells,
        broken: fields.broken,
        tables: fields.tables,
        levels: tree.levels,
        tree: tree.root,
        by_name: ByName::of(&tree.indicators),
        indicators: tree.indicators,
    };
    finish(Some(sheet), known, diagnostics)
}

/// The unit that the head of a printed table gives: `单位: 万元`.
fn head_unit(document: &Document) -> Option<Decimal> {
    let keys = ["金额单位", "单位", "计量单位"];
    let heads = |entry: &&Entry| keys.iter().any(|key| same_name(key, entry.key.as_str()));
    let text = scalar(&entries(document).find(heads)?.value)?.as_str().trim();
    money_unit(&squash(text)).map(|(_, yuan)| yuan)
}

/// The entries of a document, in order.
pub(super) fn entries(document: &Document) -> impl Iterator<Item = &Entry> {
    document.items.iter().filter_map(|item| match item {
        BlockItem::Entry(entry) => Some(entry),
        _ => None,
    })
}

fn fields_amiss(document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    let element = document.items.iter().find_map(|item| match item {
        BlockItem::Element(element) => Some(element.span),
        _ => None,
    });
    diagnostics.extend(element.map(super::words::list_for_sheet));
}

fn finish(
    sheet: Option<Sheet>,
    name: Option<Arc<str>>,
    mut diagnostics: Vec<Diagnostic>,
) -> ReadSheet {
    for diagnostic in &mut diagnostics {
        diagnostic.sheet.clone_from(&name);
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.span().map(|Span { start, .. }| start));
    ReadSheet { sheet, diagnostics }
}

/// The name of a project on one line, even if it was wrapped.
fn name_of(text: &str) -> Option<Arc<str>> {
    let name: String = text.lines().map(str::trim).collect();
    (!name.is_empty()).then(|| name.into())
}
