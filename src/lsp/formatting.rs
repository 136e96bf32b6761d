//! Formatting: the fewest lines that make a text canonical. Formatting never applies fixes.

use gen_lsp_types::{DocumentFormattingParams, DocumentRangeFormattingParams, TextEdit};
use similar::{DiffOp, TextDiff};

use super::convert::ProtocolLines;
use super::dispatch::RequestFailure;
use super::documents::{DocumentKind, OpenDocument};
use super::state::State;
use crate::format;
use crate::source::{Source, SourceId};

/// The edits that format a document; none for one that cannot be read, whose findings say why.
pub(super) fn whole(
    state: &State,
    params: DocumentFormattingParams,
) -> Result<Option<Vec<TextEdit>>, RequestFailure> {
    let Some(place) = state.place(&params.text_document.uri) else { return Ok(None) };
    Ok(formatted(place.document)
        .map(|after| edits(&place.document.text, &after, &place.document.lines)))
}

/// The same for the lines of a range.
pub(super) fn range(
    state: &State,
    params: DocumentRangeFormattingParams,
) -> Result<Option<Vec<TextEdit>>, RequestFailure> {
    let Some(place) = state.place(&params.text_document.uri) else { return Ok(None) };
    let Some(after) = formatted(place.document) else { return Ok(None) };
    let (text, lines) = (&place.document.text, &place.document.lines);
    let bytes = lines.bytes(text, params.range);
    let (first, last) = (lines.number(bytes.start), lines.number(bytes.end));
    let is_here = |edit: &TextEdit| {
        let (start, end) = (edit.range.start.line as usize, edit.range.end.line as usize);
        start <= last && (first < end || first <= start)
    };
    Ok(Some(edits(text, &after, lines).into_iter().filter(is_here).collect()))
}

/// The canonical text of a document.
fn formatted(document: &OpenDocument) -> Option<String> {
    let source = Source::new(SourceId::ALONE, document.name.as_str(), document.text.as_str());
    match document.kind {
        _ if document.misread => None,
        DocumentKind::Sheet => format::sheet(&source).ok(),
        DocumentKind::Rules => format::rules(&source, None).ok(),
        DocumentKind::Other => None,
    }
}

/// The edits that turn a text into another, line by line.
pub(super) fn edits(before: &str, after: &str, lines: &ProtocolLines) -> Vec<TextEdit> {
    let diff = TextDiff::from_lines(before, after);
    let (old, new) = (ends(diff.iter_old_slices()), ends(diff.iter_new_slices()));
    let place = |offsets: &[usize], line: usize| offsets.get(line).copied().unwrap_or_default();
    let edit = |op: &DiffOp| {
        let (from, to) = (op.old_range(), op.new_range());
        let bytes = place(&old, from.start)..place(&old, from.end);
        let text = after.get(place(&new, to.start)..place(&new, to.end)).unwrap_or_default();
        TextEdit {
            range: gen_lsp_types::Range {
                start: lines.position(before, bytes.start),
                end: lines.position(before, bytes.end),
            },
            new_text: text.to_owned(),
        }
    };
    let changes = diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    changes.flat_map(by_line).map(|op| edit(&op)).collect()
}

/// Lines replaced by as many others, one by one.
fn by_line(op: &DiffOp) -> Vec<DiffOp> {
    match *op {
        DiffOp::Replace { old_index, old_len, new_index, new_len } if old_len == new_len => {
            let line = |at| DiffOp::Replace {
                old_index: old_index + at,
                old_len: 1,
                new_index: new_index + at,
                new_len: 1,
            };
            (0..old_len).map(line).collect()
        }
        other => vec![other],
    }
}

/// The first byte of each line, and the last byte of all.
fn ends<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<usize> {
    let mut at = 0;
    let ends = lines.map(|line| {
        at += line.len();
        at
    });
    std::iter::once(0).chain(ends).collect()
}
