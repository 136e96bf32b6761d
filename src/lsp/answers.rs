//! What `ide` knows of a place in an open document, in the protocol's words: what can be written
//! there, what it means, where it is declared and used; symbols, parts that fold, colours.

use gen_lsp_types::{Range, TextDocumentIdentifier, TextDocumentPositionParams};
use serde::Deserialize;
use serde_json::{Value, json};

use super::dispatch::RequestFailure;
use super::documents::DocumentKind;
use super::state::{DocumentView, State};
use super::{commands, publish};
use crate::ide::{
    self, ColourKind, Completion, CompletionKind, DeclaredKind, IdeOptions, Symbol, SymbolKind,
};
use crate::source::{SourceId, Span};

/// The kinds of colours, in the order in which the answers number them.
pub(super) const COLOURS: [(&str, ColourKind); 9] = [
    ("keyword", ColourKind::Keyword),
    ("operator", ColourKind::Operator),
    ("string", ColourKind::Text),
    ("number", ColourKind::Number),
    ("comment", ColourKind::Comment),
    ("property", ColourKind::Field),
    ("namespace", ColourKind::Level),
    ("variable", ColourKind::Indicator),
    ("function", ColourKind::Declaration),
];

/// A request for a whole document.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DocumentRequest {
    text_document: TextDocumentIdentifier,
}

impl DocumentRequest {
    /// A request for a document that asks more besides.
    pub(super) fn of(text_document: TextDocumentIdentifier) -> Self {
        Self { text_document }
    }
}

/// A request for what can be written at a place.
#[derive(Debug, Deserialize)]
pub(super) struct CompletionRequest {
    #[serde(flatten)]
    place: TextDocumentPositionParams,
    context: Option<CompletionContext>,
}

/// What made a client request it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct CompletionContext {
    trigger_character: Option<String>,
}

/// What can be written at a place. The server filters and ranks: an editor that filters by what is
/// typed keeps all, since each offer is filtered by that.
pub(super) fn completion(
    state: &State,
    params: CompletionRequest,
) -> Result<Value, RequestFailure> {
    let Some((place, source, offset)) = at(state, &params.place) else { return Ok(Value::Null) };
    // Blanks are typed everywhere: one asks only where something is to follow it.
    let typed = params.context.and_then(|context| context.trigger_character);
    let document = place.document;
    let before = document.text.get(..offset).unwrap_or_default();
    let is_sheet = document.kind == DocumentKind::Sheet;
    if typed.as_deref() == Some(" ") && !ide::awaits(before, is_sheet) {
        return Ok(Value::Null);
    }
    let options = options(state);
    let offers = ide::complete(&place.view.snapshot, source, offset, &options);
    let items: Vec<Value> =
        offers.iter().enumerate().map(|(rank, offer)| item(place, rank, offer)).collect();
    Ok(json!({ "isIncomplete": true, "items": items }))
}

fn item(place: DocumentView<'_>, rank: usize, offer: &Completion) -> Value {
    let kind = match offer.kind {
        CompletionKind::Field => 5,
        CompletionKind::Level => 9,
        CompletionKind::Indicator => 6,
        CompletionKind::Value => 12,
        CompletionKind::Keyword => 14,
        CompletionKind::Name => 21,
        CompletionKind::Function => 3,
    };
    let documentation = offer.documentation.as_ref();
    let mut item = json!({
        "label": offer.label,
        "kind": kind,
        "detail": offer.detail,
        "documentation": documentation.map(|text| json!({ "kind": "markdown", "value": text })),
        "sortText": format!("{rank:04}"),
        "filterText": if offer.typed.is_empty() { &offer.label } else { &offer.typed },
        "insertTextFormat": if offer.is_snippet { 2 } else { 1 },
        // The indentation is part of the text.
        "insertTextMode": 1,
        "textEdit": { "range": place.range(offer.span), "newText": offer.text },
    });
    // What is optional is left out: some clients take null for a text.
    if let Some(fields) = item.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    item
}

/// What is shown of the thing at a place.
pub(super) fn hover(
    state: &State,
    params: TextDocumentPositionParams,
) -> Result<Value, RequestFailure> {
    let Some((place, source, offset)) = at(state, &params) else { return Ok(Value::Null) };
    let found = ide::hover(&place.view.snapshot, source, offset, &options(state));
    let mut shown: Vec<(Range, String)> = Vec::new();
    shown.extend(found.map(|found| (place.range(found.span), found.markdown)));
    for (span, finding) in publish::findings_at(place, source, offset) {
        let about = ide::about_finding(&place.view.snapshot, &finding, &options(state));
        let why = finding.code.rule_name().and_then(|rule| commands::why_link(place, rule));
        let about: Vec<String> = about.into_iter().chain(why).collect();
        if !about.is_empty() {
            shown.push((place.range(span), about.join("\n\n")));
        }
    }
    let Some((range, _)) = shown.first() else { return Ok(Value::Null) };
    let range = *range;
    let texts: Vec<String> = shown.into_iter().map(|(_, text)| text).collect();
    let contents = json!({ "kind": "markdown", "value": texts.join("\n\n---\n\n") });
    Ok(json!({ "contents": contents, "range": range }))
}

/// Where the name at a place is declared.
pub(super) fn definition(
    state: &State,
    params: TextDocumentPositionParams,
) -> Result<Value, RequestFailure> {
    let Some((place, source, offset)) = at(state, &params) else { return Ok(Value::Null) };
    let snapshot = &place.view.snapshot;
    let mut found = ide::definition(snapshot, source, offset, &options(state));
    if found.is_empty() {
        // Of a value with findings, what the rules demand of it.
        let findings = publish::findings_at(place, source, offset);
        let rules = findings.iter().filter_map(|(_, finding)| finding.code.rule_name());
        found = rules.flat_map(|rule| ide::demands(snapshot, rule)).collect();
    }
    Ok(locations(place, &found))
}

/// Where the name at a place is used.
pub(super) fn references(
    state: &State,
    params: TextDocumentPositionParams,
) -> Result<Value, RequestFailure> {
    let Some((place, source, offset)) = at(state, &params) else { return Ok(Value::Null) };
    let found = ide::references(&place.view.snapshot, source, offset, &options(state));
    Ok(locations(place, &found))
}

/// Shipped rules are part of the program: they have no place that an editor could open.
fn locations(place: DocumentView<'_>, found: &[Span]) -> Value {
    let all: Vec<_> = found.iter().filter_map(|span| place.location(*span)).collect();
    json!(all)
}

/// The symbols of a document.
pub(super) fn symbols(state: &State, params: DocumentRequest) -> Result<Value, RequestFailure> {
    let Some((place, source)) = whole(state, &params) else { return Ok(Value::Null) };
    let found = ide::symbols(&place.view.snapshot, source, &options(state));
    Ok(found.iter().map(|symbol| symbol_of(place, symbol)).collect())
}

fn symbol_of(place: DocumentView<'_>, symbol: &Symbol) -> Value {
    let kind = match symbol.kind {
        SymbolKind::Sheet => 1,
        SymbolKind::Level => 3,
        SymbolKind::Indicator => 7,
        SymbolKind::Declared(DeclaredKind::Rule) => 12,
        SymbolKind::Declared(_) => 13,
    };
    let range = place.range(symbol.span);
    let name = place.range(symbol.name_span);
    // A client refuses a name that is not inside its symbol.
    let inside = range.start <= name.start && name.end <= range.end;
    json!({
        // A symbol without a name is refused.
        "name": if symbol.name.trim().is_empty() { "…" } else { &symbol.name },
        "kind": kind,
        "range": range,
        "selectionRange": if inside { name } else { Range { end: range.start, ..range } },
        "children": symbol.children.iter().map(|child| symbol_of(place, child)).collect::<Vec<_>>(),
    })
}

/// The parts of a document that fold.
pub(super) fn folds(state: &State, params: DocumentRequest) -> Result<Value, RequestFailure> {
    let Some((place, source)) = whole(state, &params) else { return Ok(Value::Null) };
    let found = ide::folds(&place.view.snapshot, source, &options(state));
    let lines = found.iter().map(|span| {
        let range = place.range(*span);
        // What ends with its line's end does not reach into the next line.
        let ends_before = range.end.character == 0 && range.end.line > range.start.line;
        let end = range.end.line - u32::from(ends_before);
        json!({ "startLine": range.start.line, "endLine": end })
    });
    Ok(lines.collect())
}

/// The colours of a document: each as far from the one before it as the protocol wants.
pub(super) fn colours(state: &State, params: DocumentRequest) -> Result<Value, RequestFailure> {
    let Some((place, source)) = whole(state, &params) else { return Ok(Value::Null) };
    let found = ide::tokens(&place.view.snapshot, source, &options(state));
    let mut data: Vec<u32> = Vec::new();
    let (mut line, mut column) = (0, 0);
    for token in found {
        let Range { start, end } = place.range(token.span);
        let number = COLOURS.iter().position(|(_, kind)| *kind == token.kind);
        let number = number.and_then(|number| u32::try_from(number).ok());
        // A token of several lines is what no client takes.
        let (Some(number), true) = (number, start.line == end.line) else { continue };
        let from = if start.line == line { column } else { 0 };
        let (Some(lines), Some(columns), Some(length)) = (
            start.line.checked_sub(line),
            start.character.checked_sub(from),
            end.character.checked_sub(start.character),
        ) else {
            continue;
        };
        data.extend([lines, columns, length, number, 0]);
        (line, column) = (start.line, start.character);
    }
    Ok(json!({ "data": data }))
}

/// How `ide` answers.
pub(super) fn options(state: &State) -> IdeOptions {
    IdeOptions { lang: state.lang, snippets: state.client.snippets, pinyin: state.pinyin }
}

/// The document with its text as the project has it.
pub(super) fn whole<'s>(
    state: &'s State,
    params: &DocumentRequest,
) -> Option<(DocumentView<'s>, SourceId)> {
    let place = state.place(&params.text_document.uri)?;
    let source = place.source().filter(|_| !place.document.misread)?;
    Some((place, source.id()))
}

/// The same with the byte of a position.
pub(super) fn at<'s>(
    state: &'s State,
    params: &TextDocumentPositionParams,
) -> Option<(DocumentView<'s>, SourceId, usize)> {
    let place = state.place(&params.text_document.uri)?;
    let source = place.source().filter(|_| !place.document.misread)?;
    let document = place.document;
    let offset = document.lines.offset(&document.text, params.position);
    Some((place, source.id(), offset))
}
