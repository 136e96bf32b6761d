//! Formatting: the fewest lines that make a text canonical. Formatting never applies fixes.

use std::ops::Range;

use gen_lsp_types::{DocumentFormattingParams, DocumentRangeFormattingParams, TextEdit};
use imara_diff::{Algorithm, Diff, Hunk, InternedInput};

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
    let input = InternedInput::new(before, after);
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    let (old, new) = (ends(before), ends(after));
    let bytes = |ends: &[usize], lines: &Range<u32>| {
        let byte = |line: u32| ends.get(line as usize).copied().unwrap_or_default();
        byte(lines.start)..byte(lines.end)
    };
    let edit = |hunk: Hunk| {
        let replaced = bytes(&old, &hunk.before);
        let text = after.get(bytes(&new, &hunk.after)).unwrap_or_default();
        TextEdit {
            range: gen_lsp_types::Range {
                start: lines.position(before, replaced.start),
                end: lines.position(before, replaced.end),
            },
            new_text: text.to_owned(),
        }
    };
    diff.hunks().flat_map(by_line).map(edit).collect()
}

/// Lines replaced by as many others, one by one.
fn by_line(hunk: Hunk) -> Vec<Hunk> {
    let Hunk { before, after } = hunk.clone();
    if before.len() != after.len() {
        return vec![hunk];
    }
    let lines = before.zip(after);
    lines.map(|(old, new)| Hunk { before: old..old + 1, after: new..new + 1 }).collect()
}

/// The first byte of each line, and the last byte of all.
fn ends(text: &str) -> Vec<usize> {
    let mut at = 0;
    let ends = text.split_inclusive('\n').map(|line| {
        at += line.len();
        at
    });
    std::iter::once(0).chain(ends).collect()
}
