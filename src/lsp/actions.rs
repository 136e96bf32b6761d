//! What can be done about findings: their fixes, and all safe fixes of a document.

use std::collections::BTreeSet;

use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, DocumentChange, Edit,
    OptionalVersionedTextDocumentIdentifier, Range, SnippetTextEdit, StringValue, TextDocumentEdit,
    TextDocumentIdentifier, TextEdit, Uri, WorkspaceEdit,
};

use super::convert::ProtocolLines;
use super::dispatch::RequestFailure;
use super::documents::DocumentKind;
use super::state::{DocumentView, State, TargetDocument};
use super::{commands, formatting, publish, words};
use crate::check::{self, Options};
use crate::diagnostic::{Diagnostic, Fix, FixLevel, Words};
use crate::source::{self, Encoding, SourceId};

/// The action that applies all safe fixes, also as an editor runs it on saving.
pub(super) const FIX_ALL: &str = "source.fixAll.biaochi";

/// A gap that a draft leaves.
const BLANK: &str = "〔待填〕";

/// A document, its version if it is open, and its edits.
type Changed = (Uri, Option<i32>, Vec<(Range, String)>);

/// The actions for a range of a document.
pub(super) fn actions(
    state: &State,
    params: CodeActionParams,
) -> Result<Option<Vec<CodeActionResponse>>, RequestFailure> {
    let Some(place) = state.place(&params.text_document.uri) else { return Ok(None) };
    if place.document.misread {
        return Ok(None);
    }
    let wanted = |kind: &str| {
        params.context.only.as_ref().is_none_or(|only| only.iter().any(|only| covers(only, kind)))
    };
    let (mut actions, mut has_safe) = (Vec::new(), false);
    if wanted("quickfix") {
        let around = place.document.lines.bytes(&place.document.text, params.range);
        for finding in publish::findings(place, around) {
            let is_near =
                |range: Range| range.start <= params.range.end && params.range.start <= range.end;
            let shown = publish::shown(place, &finding);
            has_safe |= finding.fixes.iter().any(|fix| fix.level == FixLevel::Safe);
            if is_near(shown.range) {
                actions.extend(fixes(place, &finding, &shown));
                actions.extend(suppression(place, &finding, &shown));
                actions.extend(why(place, &finding, &shown));
            }
        }
    }
    // Editors ask for it by name when they save. As one moves about, trying all fixes of a large
    // document would cost too much: they are tried when the command is run.
    let is_asked = params.context.only.is_some() && wanted(FIX_ALL);
    if is_asked && place.document.kind == DocumentKind::Sheet {
        actions.extend(fix_all(place).map(|(applied, edit)| CodeAction {
            title: words::fix_all(Some(applied)).get(state.lang).to_owned(),
            kind: Some(CodeActionKind::Custom(FIX_ALL.into())),
            edit: Some(edit),
            ..CodeAction::default()
        }));
    } else if has_safe && state.client.applies_edits {
        let command = commands::fix_all(place);
        actions.push(CodeAction {
            title: command.title.clone(),
            kind: Some(CodeActionKind::Custom(FIX_ALL.into())),
            command: Some(command),
            ..CodeAction::default()
        });
    }
    Ok(Some(actions.into_iter().map(CodeActionResponse::CodeAction).collect()))
}

/// Whether a kind that was requested covers another: `quickfix` covers `quickfix.x`.
fn covers(asked: &CodeActionKind, kind: &str) -> bool {
    let asked = asked.to_string();
    let rest = kind.strip_prefix(&asked);
    asked.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The fixes of a finding, the most trustworthy first.
fn fixes(
    place: DocumentView<'_>,
    finding: &Diagnostic,
    shown: &gen_lsp_types::Diagnostic,
) -> Vec<CodeAction> {
    let action = |fix: &Fix| {
        let action = quick_fix(place, &words::fix(fix), shown, &fix.edits)?;
        let is_preferred = (fix.level == FixLevel::Safe).then_some(true);
        Some(CodeAction { is_preferred, ..action })
    };
    finding.fixes.iter().filter_map(action).collect()
}

/// The comment that suppresses a finding. Its reason is a gap: nothing is suppressed until a person
/// gives one.
fn suppression(
    place: DocumentView<'_>,
    finding: &Diagnostic,
    shown: &gen_lsp_types::Diagnostic,
) -> Option<CodeAction> {
    let (rule, source) = (finding.code.rule_name()?, place.source()?);
    let span = finding.span().filter(|span| span.source == source.id())?;
    let edit = check::comment_edit(source, span.start as usize, rule, BLANK)?;
    quick_fix(place, &words::suppress(rule), shown, &[edit])
}

/// Why a finding was raised, step by step.
fn why(
    place: DocumentView<'_>,
    finding: &Diagnostic,
    shown: &gen_lsp_types::Diagnostic,
) -> Option<CodeAction> {
    let command = commands::trace(place, finding.code.rule_name()?);
    Some(CodeAction {
        title: command.title.clone(),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![shown.clone()]),
        command: Some(command),
        ..CodeAction::default()
    })
}

/// Edits that a person may choose for a finding. The cursor lands in the first gap.
fn quick_fix(
    place: DocumentView<'_>,
    title: &Words,
    shown: &gen_lsp_types::Diagnostic,
    edits: &[source::Edit],
) -> Option<CodeAction> {
    let client = place.state.client;
    let gap = (!client.snippet_edits && client.shows_documents).then(|| gap(place, edits));
    Some(CodeAction {
        title: title.get(place.state.lang).to_owned(),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![shown.clone()]),
        edit: Some(edit(place, edits)?),
        command: gap.flatten().map(|range| commands::show(place, range)),
        ..CodeAction::default()
    })
}

/// The first gap that edits leave in a document, as it is after them.
fn gap(place: DocumentView<'_>, edits: &[source::Edit]) -> Option<Range> {
    let source = place.source()?;
    let mut own: Vec<&source::Edit> =
        edits.iter().filter(|edit| edit.span.source == source.id()).collect();
    own.sort_by_key(|edit| edit.span.start);
    let at = own.iter().position(|edit| edit.text.contains(BLANK))?;
    let (before, rest) = own.split_at(at);
    let edit = rest.first()?;
    let head = source.written().get(..edit.span.start as usize)?;
    let head = source::apply(head, before.iter().copied())?;
    let start = head.len() + edit.text.find(BLANK)?;
    let after = source::apply(source.written(), own.iter().copied())?;
    let lines = ProtocolLines::of(&after, place.state.client.units);
    let end = lines.position(&after, start + BLANK.len());
    Some(Range { start: lines.position(&after, start), end })
}

/// Edits of texts as edits of documents; `None` if they change what no editor could write back.
pub(super) fn edit(place: DocumentView<'_>, edits: &[source::Edit]) -> Option<WorkspaceEdit> {
    let sources: BTreeSet<SourceId> = edits.iter().map(|edit| edit.span.source).collect();
    let mut documents = Vec::new();
    for id in sources {
        let TargetDocument { uri, version, lines } = place.target(id)?;
        let source = place.view.sources.get(id)?;
        // An editor would write a closed file back in UTF-8.
        if version.is_none() && source.encoding() != Encoding::Utf8 {
            return None;
        }
        let own = edits.iter().filter(|edit| edit.span.source == id);
        let edits = own.map(|edit| (lines.range(source.written(), edit.span), edit.text.clone()));
        documents.push((uri, version, edits.collect()));
    }
    Some(workspace_edit(place, documents))
}

/// Edits of documents, in the form that the client takes.
fn workspace_edit(place: DocumentView<'_>, documents: Vec<Changed>) -> WorkspaceEdit {
    let client = place.state.client;
    if !client.ordered_edits {
        let plain = documents.into_iter().map(|(uri, _, edits)| (uri, plain(edits)));
        return WorkspaceEdit { changes: Some(plain.collect()), ..WorkspaceEdit::default() };
    }
    let change = |(uri, version, edits): Changed| {
        let text_document = OptionalVersionedTextDocumentIdentifier {
            version,
            text_document_identifier: TextDocumentIdentifier { uri },
        };
        let edits = match client.snippet_edits && version.is_some() {
            true => edits.into_iter().map(|(range, text)| with_stops(range, text)).collect(),
            false => plain(edits).into_iter().map(Edit::TextEdit).collect(),
        };
        DocumentChange::TextDocumentEdit(TextDocumentEdit { text_document, edits })
    };
    let changes = documents.into_iter().map(change).collect();
    WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
}

fn plain(edits: Vec<(Range, String)>) -> Vec<TextEdit> {
    edits.into_iter().map(|(range, new_text)| TextEdit { range, new_text }).collect()
}

/// An edit in whose gaps the cursor stops.
fn with_stops(range: Range, text: String) -> Edit {
    if !text.contains(BLANK) {
        return Edit::TextEdit(TextEdit { range, new_text: text });
    }
    let value = snippet(&text);
    let snippet = StringValue { value };
    Edit::SnippetTextEdit(SnippetTextEdit { range, snippet, annotation_id: None })
}

/// A text as a snippet, in whose gaps the cursor stops.
fn snippet(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}");
    let mut pieces = escaped.split(BLANK);
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces
        .enumerate()
        .fold(first, |all, (at, piece)| format!("{all}${{{}:{BLANK}}}{piece}", at + 1))
}

/// All safe fixes of a document, tried together: how many, and what they change.
pub(super) fn fix_all(place: DocumentView<'_>) -> Option<(usize, WorkspaceEdit)> {
    let source = place.source()?;
    let focus = BTreeSet::from([source.id()]);
    let options = Options { focus: Some(&focus), ..place.view.options() };
    let fixed = check::fix_in(&place.view.snapshot, options, false);
    let own = fixed.texts.into_iter().find(|fixed| fixed.after.id() == source.id())?;
    let document = place.document;
    let edits = formatting::edits(&document.text, own.after.written(), &document.lines);
    let edits = edits.into_iter().map(|edit| (edit.range, edit.new_text)).collect();
    let documents = vec![(document.uri.clone(), Some(document.version), edits)];
    Some((own.applied, workspace_edit(place, documents)))
}
