//! Findings of a document as the protocol has them. Takes a document and its project; gives what
//! the client is to show.

use std::collections::BTreeSet;

use gen_lsp_types::{
    self, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Message,
    Range, Uri,
};

use super::documents::{DocumentKind, OpenDocument};
use super::state::DocumentView;
use super::words;
use crate::check::{self, Excerpt};
use crate::diagnostic::{self, Code, Lang, Severity};
use crate::ide;
use crate::render;
use crate::rule::Rule;
use crate::source::{SourceId, Span};

/// The most findings of a document that are sent: no person reads more, and editors slow down.
const MOST: usize = 2_000;

/// The most places of other documents that one finding points at.
const MOST_RELATED: usize = 20;

/// What the client is to show for a document: of a file with very many findings the first, and
/// those of the sheet that is being edited.
pub(super) fn diagnostics(place: DocumentView<'_>) -> Vec<Diagnostic> {
    let edited = place.document.edited;
    let (findings, is_all) = found(place, &Excerpt { around: edited..edited, most: MOST });
    let mut shown: Vec<Diagnostic> =
        findings.iter().take(2 * MOST).map(|finding| shown(place, finding)).collect();
    if !is_all || findings.len() > shown.len() {
        shown.push(self::shown(place, &words::more_findings(shown.len())));
    }
    shown
}

/// The findings in the sheets of a range of a document, or in the rules of a document.
pub(super) fn findings(
    place: DocumentView<'_>,
    around: std::ops::Range<usize>,
) -> Vec<diagnostic::Diagnostic> {
    found(place, &Excerpt { around, most: 0 }).0
}

/// The findings in a part of a document; whether it is all.
fn found(place: DocumentView<'_>, excerpt: &Excerpt) -> (Vec<diagnostic::Diagnostic>, bool) {
    let DocumentView { document, view, .. } = place;
    if document.misread {
        return (vec![words::misread()], true);
    }
    let Some(source) = place.source() else { return (vec![words::too_large()], true) };
    let is_here = |finding: &&diagnostic::Diagnostic| {
        finding.span().is_some_and(|span| span.source == source.id())
    };
    match document.kind {
        DocumentKind::Sheet => {
            let hindered = words::hindered(&view.hindrances().collect::<Vec<_>>());
            let (checked, is_all) =
                check::report_excerpt(&view.snapshot, source.id(), excerpt, view.options());
            // A form that faulty settings keep from being read is no fault of the sheet.
            let is_sheets = |finding: &diagnostic::Diagnostic| {
                hindered.is_none() || ![Code::UNKNOWN_FORM, Code::NO_RULE].contains(&finding.code)
            };
            let found = checked.findings.into_iter().filter(is_sheets).collect::<Vec<_>>();
            (hindered.into_iter().chain(found).collect(), is_all)
        }
        DocumentKind::Rules | DocumentKind::Other => {
            let tested = view.judged.book.as_ref().map(|book| {
                let is_own = |rule: &Rule| rule.span.source == source.id();
                check::test_those(book.rules(), &is_own).findings
            });
            let tested = tested.unwrap_or_default();
            let faults = view.judged.faults.iter().chain(&tested);
            (faults.filter(is_here).cloned().collect(), true)
        }
    }
}

/// The findings of a sheet that point at a byte, each with the place. Those of rules are left out:
/// their examples would be run again for it.
pub(super) fn findings_at(
    place: DocumentView<'_>,
    source: SourceId,
    offset: usize,
) -> Vec<(Span, diagnostic::Diagnostic)> {
    /// The most that are shown at one place.
    const MOST: usize = 5;
    if place.document.kind != DocumentKind::Sheet {
        return Vec::new();
    }
    let point = Span::at(source, offset);
    let mut seen = BTreeSet::new();
    let here = findings(place, offset..offset).into_iter().filter_map(|finding| {
        let span = finding.span().filter(|span| span.contains(point))?;
        Some((span, finding))
    });
    // A rule may report several things at one place.
    here.filter(|(_, finding)| seen.insert(finding.code.clone())).take(MOST).collect()
}

/// A finding as the protocol has it.
pub(super) fn shown(place: DocumentView<'_>, finding: &diagnostic::Diagnostic) -> Diagnostic {
    let (lang, own) = (place.state.lang, place.source().map(crate::source::Source::id));
    let first = finding.labels.first().filter(|label| Some(label.span.source) == own);
    let range = first.map_or(Range::default(), |label| place.range(label.span));
    // Fixes are offered as actions.
    let message = render::message_without_fixes(finding, lang).join("\n");
    let others = finding.labels.iter().skip(usize::from(first.is_some())).take(MOST_RELATED);
    let related = others.filter_map(|label| {
        let said = label.message.as_deref().unwrap_or(&finding.message).get(lang).to_owned();
        Some(DiagnosticRelatedInformation { location: place.location(label.span)?, message: said })
    });
    let name = finding.code.rule_name();
    let demands = name.into_iter().flat_map(|name| demands_of(place, name));
    let related: Vec<_> = related.chain(demands).collect();
    let href = name.and_then(|name| law_of(place, name));
    Diagnostic {
        range,
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Note => DiagnosticSeverity::Information,
        }),
        code: Some(gen_lsp_types::Code::String(finding.code.name().to_owned())),
        code_description: href.map(|href| CodeDescription { href }),
        source: Some("biaochi".to_owned()),
        message: Message::String(message),
        tags: None,
        related_information: (place.state.client.related && !related.is_empty()).then_some(related),
        data: None,
    }
}

/// What the rule that raised a finding demands, where that stands in a file.
fn demands_of(place: DocumentView<'_>, name: &str) -> Vec<DiagnosticRelatedInformation> {
    /// The most conditions that one finding points at.
    const MOST: usize = 3;
    let demands = ide::demands(&place.view.snapshot, name).into_iter();
    let message = words::demanded(name).get(place.state.lang).to_owned();
    let shown = demands.filter_map(|span| {
        let location = place.location(span)?;
        Some(DiagnosticRelatedInformation { location, message: message.clone() })
    });
    shown.take(MOST).collect()
}

/// The address of the law that a rule cites first.
fn law_of(place: DocumentView<'_>, name: &str) -> Option<Uri> {
    let rules = place.view.judged.book.as_ref()?.rules();
    let rule = rules.rules.iter().find(|rule| rule.name == name)?;
    let mut laws = rule.basis.iter().filter_map(|(law, _)| rules.laws.get(*law));
    laws.find_map(|law| law.address()).map(|address| Uri(address.to_owned()))
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
        document.sent.findings.iter().any(|sent| {
            (&sent.code, &sent.message) == (&finding.code, &finding.message) && is_on(sent.range)
        })
    };
    found.into_iter().filter(|found| !is_on(found.range) || was_shown(found)).collect()
}
