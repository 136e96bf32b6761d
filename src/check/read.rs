//! A text read: its documents, each from its own bytes. Takes a text and the forms; gives sheets, what was
//! found while reading them, and the comments that let findings stand. Knows no rules.

use std::sync::Arc;

use rayon::prelude::*;

use super::places::Places;
use super::suppress::Suppressions;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::model::{self, Sheet, Strictness};
use crate::source::{Source, SourceId};
use crate::syntax;

/// A text, read.
pub(super) struct Text {
    pub(super) source: SourceId,
    /// What it consists of, in order.
    pub(super) parts: Vec<Part>,
}

/// A stretch of a text that is read by itself: a document, as a rule. Its places are its own.
pub(super) struct Part {
    pub(super) sheets: Vec<Sheet>,
    /// What is wrong with the text, and with the sheets as filled-in forms.
    pub(super) findings: Vec<Diagnostic>,
    pub(super) suppressions: Suppressions,
    /// Whether there is anything that is, or was to be, a sheet.
    pub(super) seen: bool,
    /// Whether some sheet could not be read at all.
    pub(super) incomplete: bool,
}

impl Text {
    pub(super) fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        self.parts.iter().flat_map(|part| &part.sheets)
    }
}

/// Reads texts, and says where each of their parts stands.
pub(super) fn read(forms: &[Arc<Form>], sources: &[Source]) -> (Vec<Text>, Places) {
    let stretches: Vec<_> =
        sources.par_iter().map(|source| syntax::sheet::split(source.text())).collect();
    let mut places = Places::default();
    let mut texts = Vec::with_capacity(sources.len());
    for (source, stretches) in sources.iter().zip(stretches) {
        let part = |range: std::ops::Range<usize>| (places.add(source.id(), range.start), range);
        texts.push((source, stretches.into_iter().map(part).collect::<Vec<_>>()));
    }
    let read = texts.into_par_iter().map(|(source, parts)| {
        let part = |(id, range)| Part::read(forms, &source.part(id, range));
        Text { source: source.id(), parts: parts.into_par_iter().map(part).collect() }
    });
    (read.collect(), places)
}

impl Part {
    fn read(forms: &[Arc<Form>], source: &Source) -> Self {
        let mut tree = syntax::sheet::parse(source);
        let suppressions = Suppressions::read(source, &tree);
        let mut part = Self {
            sheets: Vec::new(),
            findings: std::mem::take(&mut tree.diagnostics),
            suppressions,
            seen: false,
            incomplete: false,
        };
        for document in &tree.documents {
            let read = model::read(source, document, forms, Strictness::Whole);
            let faulty = !read.diagnostics.is_empty();
            part.findings.extend(read.diagnostics);
            part.seen |= faulty || read.sheet.is_some();
            // A sheet whose form is unknown has been reported, but it is not judged.
            part.incomplete |= faulty && read.sheet.is_none();
            part.sheets.extend(read.sheet);
        }
        part
    }
}
