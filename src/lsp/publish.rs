//! Findings of a document as the protocol has them. Takes a document and its project; gives what
//! the client is to show.

use gen_lsp_types::{
    self, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Message, Range,
};

use super::documents::{DocumentKind, OpenDocument};
use super::state::DocumentView;
use super::words;
use crate::check;
use crate::diagnostic::{self, Code, Lang, Severity};
use crate::render;
use crate::rule::Rule;

/// The most findings of a document that are sent: no person reads more, and editors slow down.
const MOST: usize = 2_000;

/// The most places of other documents that one finding points at.
const MOST_RELATED: usize = 20;

/// What the client is to show for a document.
pub(super) fn diagnostics(place: DocumentView<'_>) -> Vec<Diagnostic> {
    let findings = findings(place);
    let more = findings.len().saturating_sub(MOST);
    let mut shown: Vec<Diagnostic> =
        findings.iter().take(MOST).map(|finding| shown(place, finding)).collect();
    if more > 0 {
        let note = words::more_findings(more, MOST);
        shown.push(self::shown(place, &note));
    }
    shown
}

/// The findings in a document.
pub(super) fn findings(place: DocumentView<'_>) -> Vec<diagnostic::Diagnostic> {
    let DocumentView { document, view, .. } = place;
    if document.misread {
        return vec![words::misread()];
    }
    let Some(source) = place.source() else { return vec![words::too_large()] };
    let is_here = |finding: &&diagnostic::Diagnostic| {
        finding.span().is_some_and(|span| span.source == source.id())
    };
    match document.kind {
        DocumentKind::Sheet => {
            let hindered = words::hindered(&view.hindrances().collect::<Vec<_>>());
            let checked = check::report_on(&view.snapshot, source.id(), view.options());
            // A form that faulty settings keep from being read is no fault of the sheet.
            let is_sheets = |finding: &diagnostic::Diagnostic| {
                hindered.is_none() || ![Code::UNKNOWN_FORM, Code::NO_RULE].contains(&finding.code)
            };
            let found = checked.findings.into_iter().filter(is_sheets).collect::<Vec<_>>();
            hindered.into_iter().chain(found).collect()
        }
        DocumentKind::Rules | DocumentKind::Other => {
            let tested = view.judged.book.as_ref().map(|book| {
                let is_own = |rule: &Rule| rule.span.source == source.id();
                check::test_those(book.rules(), &is_own).findings
            });
            let tested = tested.unwrap_or_default();
            let faults = view.judged.faults.iter().chain(&tested);
            faults.filter(is_here).cloned().collect()
        }
    }
}

/// A finding as the protocol has it.
pub(super) fn shown(place: DocumentView<'_>, finding: &diagnostic::Diagnostic) -> Diagnostic {
    let (lang, own) = (place.state.lang, place.source().map(crate::source::Source::id));
    let first = finding.labels.first().filter(|label| Some(label.span.source) == own);
    let range = first.map_or(Range::default(), |label| place.range(label.span));
    // Fixes are offered as actions.
    let worded = diagnostic::Diagnostic { fixes: Vec::new(), ..finding.clone() };
    let message = render::message_lines(&worded, lang).join("\n");
    let others = finding.labels.iter().skip(usize::from(first.is_some())).take(MOST_RELATED);
    let related = others.filter_map(|label| {
        let said = label.message.as_deref().unwrap_or(&finding.message).get(lang).to_owned();
        Some(DiagnosticRelatedInformation { location: place.location(label.span)?, message: said })
    });
    let rule = finding.code.rule_name().and_then(|name| rule_of(place, name));
    let related: Vec<_> = related.chain(rule).collect();
    Diagnostic {
        range,
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Note => DiagnosticSeverity::Information,
        }),
        code: Some(gen_lsp_types::Code::String(finding.code.name().to_owned())),
        code_description: None,
        source: Some("biaochi".to_owned()),
        message: Message::String(message),
        tags: None,
        related_information: (place.state.client.related && !related.is_empty()).then_some(related),
        data: None,
    }
}

/// The rule that raised a finding, where it stands in a file.
fn rule_of(place: DocumentView<'_>, name: &str) -> Option<DiagnosticRelatedInformation> {
    let book = place.view.judged.book.as_ref()?;
    let rule = book.rules().rules.iter().find(|rule| rule.name == name)?;
    let message = words::the_rule(name).get(place.state.lang).to_owned();
    Some(DiagnosticRelatedInformation { location: place.location(rule.span)?, message })
}

/// What is shown in place of the findings of a document, where computing them failed.
pub(super) fn failed(lang: Lang) -> Diagnostic {
    let message = words::internal("publishDiagnostics").get(lang).to_owned();
    Diagnostic {
        severity: Some(DiagnosticSeverity::Error),
        source: Some("biaochi".to_owned()),
        message: Message::String(message),
        ..Diagnostic::default()
    }
}

/// The findings that may be shown while an input method composes on a line: those of other lines,
/// and those that were shown there before.
pub(super) fn settled(document: &OpenDocument, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let Some(letters) = document.composing.letters() else { return found };
    let line = document.lines.position(&document.text, letters.start).line;
    let is_on = |range: Range| range.start.line <= line && line <= range.end.line;
    let was_shown = |finding: &Diagnostic| {
        document.sent.1.iter().any(|sent| {
            (&sent.code, &sent.message) == (&finding.code, &finding.message) && is_on(sent.range)
        })
    };
    found.into_iter().filter(|found| !is_on(found.range) || was_shown(found)).collect()
}
