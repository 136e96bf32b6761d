//! Lenses: above a sheet its four counts, above a rule how its examples and the sheets of the
//! project fare. Each runs a command that answers in words, too.

use gen_lsp_types::{CodeLens, Command, Range};

use super::answers::{DocumentRequest, whole};
use super::dispatch::RequestFailure;
use super::documents::DocumentKind;
use super::state::{DocumentView, State};
use super::{commands, words};
use crate::check;
use crate::ide;
use crate::source::{SourceId, Span};

/// The lenses of a document.
pub(super) fn lenses(
    state: &State,
    params: DocumentRequest,
) -> Result<Option<Vec<CodeLens>>, RequestFailure> {
    let Some((place, source)) = whole(state, &params) else { return Ok(None) };
    Ok(Some(match place.document.kind {
        DocumentKind::Sheet => of_sheets(place, source),
        DocumentKind::Rules => of_rules(place, source),
        DocumentKind::Other => Vec::new(),
    }))
}

fn of_sheets(place: DocumentView<'_>, source: SourceId) -> Vec<CodeLens> {
    let checked = check::report_on(&place.view.snapshot, source, place.view.options());
    let lens =
        |sheet: &crate::diagnostic::SheetInfo| lens(place, sheet.span, commands::why(place, sheet));
    checked.sheets.iter().map(lens).collect()
}

fn of_rules(place: DocumentView<'_>, source: SourceId) -> Vec<CodeLens> {
    let Some(book) = &place.view.judged.book else { return Vec::new() };
    let (rules, snapshot) = (book.rules(), &place.view.snapshot);
    let tally = check::tally(snapshot, None, place.view.options());
    let mut lenses = Vec::new();
    for (span, name) in ide::rule_names(snapshot, source) {
        let is_own = |rule: &crate::rule::Rule| rule.span.source == source && rule.name == name;
        let Some((id, rule)) = rules.rules.entries().find(|(_, rule)| is_own(rule)) else {
            continue;
        };
        let tested = check::test_those(rules, &is_own);
        let outcomes = tally.get(&id).copied().unwrap_or_default();
        let title = words::rule_lens((tested.examples, tested.failed), &outcomes);
        lenses.push(lens(place, span, commands::test(place, &rule.name, &title)));
        if outcomes.fails > 0 {
            lenses.push(lens(place, span, commands::findings(place, &rule.name)));
        }
    }
    if let Some(title) =
        words::coverage_lens(&check::coverage_of(rules, &|rule| rule.span.source == source))
        && let Some(first) = lenses.first().map(|lens| lens.range)
    {
        lenses.insert(
            0,
            CodeLens { range: first, command: Some(commands::coverage(place, &title)), data: None },
        );
    }
    lenses
}

/// A lens above the line on which a span begins.
fn lens(place: DocumentView<'_>, span: Span, command: Command) -> CodeLens {
    let start = place.range(span).start;
    CodeLens { range: Range { start, end: start }, command: Some(command), data: None }
}
