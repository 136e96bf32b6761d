//! What is shown in a text besides its findings, in the protocol's words: hints beside values,
//! links, and what a selection grows to.

use gen_lsp_types::{
    DocumentLink, InlayHint, InlayHintParams, Label, SelectionRange, SelectionRangeParams, Uri,
};

use super::answers::{DocumentRequest, options, whole};
use super::dispatch::RequestFailure;
use super::documents::DocumentKind;
use super::state::{DocumentView, State};
use crate::check;
use crate::ide;
use crate::source::{SourceId, Span};

/// The hints in a range of a document: beside the values of sheets; in rules, beside the conditions
/// that the examples do not show both true and false.
pub(super) fn hints(
    state: &State,
    params: InlayHintParams,
) -> Result<Option<Vec<InlayHint>>, RequestFailure> {
    let document = DocumentRequest::of(params.text_document);
    let Some((place, source)) = whole(state, &document) else { return Ok(None) };
    let bytes = place.document.lines.bytes(&place.document.text, params.range);
    let range = Span::new(source, bytes.start, bytes.end);
    let found: Vec<(Span, String)> = match place.document.kind {
        DocumentKind::Sheet => {
            let hints = ide::hints(&place.view.snapshot, range, &options(state));
            hints.into_iter().map(|hint| (hint.at, hint.text)).collect()
        }
        _ => marks(place, source),
    };
    let hint = |(at, text): (Span, String)| InlayHint {
        position: place.range(at).end,
        label: Label::String(text),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    let here = found.into_iter().filter(|(at, _)| (range.start..=range.end).contains(&at.end));
    Ok(Some(here.map(hint).collect()))
}

/// The conditions of a rule file that its examples leave open, each with what they leave open.
pub(super) fn marks(place: DocumentView<'_>, source: SourceId) -> Vec<(Span, String)> {
    let Some(book) = &place.view.judged.book else { return Vec::new() };
    let covered = check::coverage_of(book.rules(), &|rule| rule.span.source == source);
    let mark = |finding: &crate::diagnostic::Diagnostic| {
        let label = finding.labels.first().filter(|label| label.span.source == source)?;
        let text = label.message.as_deref().unwrap_or(&finding.message).get(place.state.lang);
        Some((label.span, text.to_owned()))
    };
    covered.findings.iter().filter_map(mark).collect()
}

/// The addresses of laws.
pub(super) fn links(
    state: &State,
    params: DocumentRequest,
) -> Result<Option<Vec<DocumentLink>>, RequestFailure> {
    let Some((place, source)) = whole(state, &params) else { return Ok(None) };
    let link = |(span, address): (Span, String)| DocumentLink {
        range: place.range(span),
        target: Some(Uri(address)),
        tooltip: None,
        data: None,
    };
    Ok(Some(ide::links(&place.view.snapshot, source).into_iter().map(link).collect()))
}

/// What a selection at each of some places grows to.
pub(super) fn selections(
    state: &State,
    params: SelectionRangeParams,
) -> Result<Option<Vec<SelectionRange>>, RequestFailure> {
    /// The most places that are answered.
    const MOST: usize = 1_000;
    let document = DocumentRequest::of(params.text_document);
    let Some((place, source)) = whole(state, &document) else { return Ok(None) };
    let grown = params.positions.into_iter().take(MOST).map(|position| {
        let offset = place.document.lines.offset(&place.document.text, position);
        let found = ide::selections(&place.view.snapshot, source, offset, &options(state));
        let point = gen_lsp_types::Range { start: position, end: position };
        let outer = found.into_iter().rev().fold(None, |parent, span| {
            Some(SelectionRange { range: place.range(span), parent: parent.map(Box::new) })
        });
        outer.unwrap_or(SelectionRange { range: point, parent: None })
    });
    Ok(Some(grown.collect()))
}
