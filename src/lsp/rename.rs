//! Another name for what a word stands for: the edits of `ide`, and those of the settings that name
//! a rule.

use gen_lsp_types::{Range, RenameParams, TextDocumentPositionParams, WorkspaceEdit};

use super::actions;
use super::answers::at;
use super::dispatch::RequestFailure;
use super::state::{DocumentView, State};
use super::words;
use crate::ide::{self, Renaming};
use crate::source::Edit;

/// The word that would be renamed.
pub(super) fn prepare(
    state: &State,
    params: TextDocumentPositionParams,
) -> Result<Option<Range>, RequestFailure> {
    let Some((place, source, offset)) = at(state, &params) else { return Ok(None) };
    let span = ide::renamable(&place.view.snapshot, source, offset);
    Ok(Some(place.range(span.map_err(RequestFailure::new)?)))
}

/// The edits that rename it.
pub(super) fn rename(
    state: &State,
    params: RenameParams,
) -> Result<Option<WorkspaceEdit>, RequestFailure> {
    let position = params.text_document_position_params;
    let Some((place, source, offset)) = at(state, &position) else { return Ok(None) };
    let snapshot = &place.view.snapshot;
    let renaming = ide::rename(snapshot, source, offset, &params.new_name);
    let Renaming { mut edits, former, is_rule } = renaming.map_err(RequestFailure::new)?;
    if is_rule && !edits.is_empty() {
        edits.extend(in_settings(place, &former, params.new_name.trim()));
    }
    let edit = actions::edit(place, &edits);
    Ok(Some(edit.ok_or_else(|| RequestFailure::new(words::not_utf8()))?))
}

/// The edits of the settings that name a rule.
fn in_settings(place: DocumentView<'_>, former: &str, new: &str) -> Vec<Edit> {
    let Some(settings) = &place.view.judged.settings else { return Vec::new() };
    let policy = &settings.policy;
    let severity = policy.severity.iter().map(|(named, _)| named);
    let named = policy.select.iter().chain(&policy.ignore).chain(severity);
    let spans = named.filter(|named| named.name == former).filter_map(|named| named.span);
    let is_name = |span: &crate::source::Span| {
        let source = place.view.sources.get(span.source);
        source.is_some_and(|source| source.slice(*span) == former)
    };
    spans.filter(is_name).map(|span| Edit { span, text: new.to_owned() }).collect()
}
