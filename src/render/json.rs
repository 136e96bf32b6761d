//! `--format json`: one object, schema `biaochi.check/1`. Its fields, their names and their order
//! are a contract: additions need a new schema name only if they break a reader.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeSeq, Serializer};

use crate::diagnostic::{Diagnostic, FixLevel, Lang, Severity, Stage, Subject};
use crate::source::{Sources, Span};

use super::clean::write_json;
use super::place_finder::PlaceFinder;
use super::report::{PackInfo, Summary};
use super::{Fingerprint, RenderOptions, Report, fingerprints};

pub(super) fn write(
    sources: &Sources,
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let document = JsonReport {
        schema: "biaochi.check/1",
        version: env!("CARGO_PKG_VERSION"),
        packs: &report.packs,
        summary: &report.summary,
        findings: Findings {
            findings: &report.findings,
            fingerprints: fingerprints(sources, &report.sheets, &report.findings),
            context: JsonContext { places: PlaceFinder::new(sources), lang: options.lang },
        },
        suppressed: suppressed(sources, report, options.lang),
    };
    write_json(&document, out)?;
    writeln!(out)
}

#[derive(serde::Serialize)]
struct JsonReport<'a> {
    schema: &'a str,
    version: &'a str,
    packs: &'a [PackInfo],
    summary: &'a Summary,
    findings: Findings<'a>,
    suppressed: Vec<JsonSuppressed<'a>>,
}

/// A finding that the sheet suppresses, and why.
#[derive(serde::Serialize)]
struct JsonSuppressed<'a> {
    rule: &'a str,
    stage: Stage,
    message: &'a str,
    file: Option<&'a str>,
    sheet: Option<&'a str>,
    subject: Option<&'a Subject>,
    span: Option<JsonRange>,
    excerpt: Option<&'a str>,
    comment: Option<JsonRange>,
    reason: &'a str,
    approver: Option<&'a str>,
    until: Option<&'a str>,
}

fn suppressed<'a>(sources: &'a Sources, report: &'a Report, lang: Lang) -> Vec<JsonSuppressed<'a>> {
    let context = JsonContext { places: PlaceFinder::new(sources), lang };
    let shaped = report.suppressed.iter().map(|crate::diagnostic::Suppressed { finding, by }| {
        let span = finding.span();
        JsonSuppressed {
            rule: finding.code.name(),
            stage: finding.code.stage(),
            message: finding.message.get(lang),
            file: span.and_then(|span| context.file(span)),
            sheet: finding.sheet.as_deref(),
            subject: finding.subject.as_ref(),
            span: span.and_then(|span| context.range(span)),
            excerpt: span.and_then(|span| context.excerpt(span)),
            comment: context.range(by.comment),
            reason: &by.reason,
            approver: by.approver.as_deref(),
            until: by.until.as_deref(),
        }
    });
    shaped.collect()
}

/// The findings, each converted when it is written.
struct Findings<'a> {
    findings: &'a [Diagnostic],
    fingerprints: Vec<Fingerprint>,
    context: JsonContext<'a>,
}

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.findings.len()))?;
        for (finding, fingerprint) in self.findings.iter().zip(&self.fingerprints) {
            list.serialize_element(&self.context.finding(finding, Some(*fingerprint)))?;
        }
        list.end()
    }
}

#[derive(serde::Serialize)]
pub(super) struct JsonFinding<'a> {
    rule: &'a str,
    stage: Stage,
    severity: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    sheet: Option<&'a str>,
    subject: Option<&'a Subject>,
    span: Option<JsonRange>,
    excerpt: Option<&'a str>,
    labels: Vec<JsonLabel<'a>>,
    basis: Vec<JsonBasis<'a>>,
    help: Option<&'a str>,
    fixes: Vec<JsonFix<'a>>,
    /// The other sheets that it is about, if the rule compares sheets.
    group: Option<JsonGroup<'a>>,
    /// How many more findings of the same rule the sheet has, which are not listed.
    more: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<Fingerprint>,
}

#[derive(serde::Serialize)]
struct JsonGroup<'a> {
    count: usize,
    /// Whether there are more than were counted.
    more: bool,
    examples: Vec<JsonExample<'a>>,
}

#[derive(serde::Serialize)]
struct JsonExample<'a> {
    file: Option<&'a str>,
    sheet: &'a str,
    span: Option<JsonRange>,
}

#[derive(serde::Serialize)]
struct JsonRange {
    start: Point,
    end: Point,
}

#[derive(serde::Serialize)]
struct Point {
    /// Bytes from 0.
    offset: u32,
    /// From 1.
    line: u32,
    /// Characters from 1.
    column: u32,
}

#[derive(serde::Serialize)]
struct JsonLabel<'a> {
    file: Option<&'a str>,
    span: Option<JsonRange>,
    excerpt: Option<&'a str>,
    message: Option<&'a str>,
}

#[derive(serde::Serialize)]
struct JsonBasis<'a> {
    law: &'a str,
    article: Option<&'a str>,
    force: Option<&'a str>,
}

#[derive(serde::Serialize)]
struct JsonFix<'a> {
    level: &'static str,
    title: &'a str,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(serde::Serialize)]
struct JsonEdit<'a> {
    file: Option<&'a str>,
    span: Option<JsonRange>,
    text: &'a str,
}

pub(super) struct JsonContext<'a> {
    pub(super) places: PlaceFinder<'a>,
    pub(super) lang: Lang,
}

impl<'a> JsonContext<'a> {
    pub(super) fn finding(
        &self,
        finding: &'a Diagnostic,
        fingerprint: Option<Fingerprint>,
    ) -> JsonFinding<'a> {
        let span = finding.span();
        JsonFinding {
            rule: finding.code.name(),
            stage: finding.code.stage(),
            severity: match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            },
            message: finding.message.get(self.lang),
            file: span.and_then(|span| self.file(span)),
            sheet: finding.sheet.as_deref(),
            subject: finding.subject.as_ref(),
            span: span.and_then(|span| self.range(span)),
            excerpt: span.and_then(|span| self.excerpt(span)),
            labels: finding
                .labels
                .iter()
                .map(|label| JsonLabel {
                    file: self.file(label.span),
                    span: self.range(label.span),
                    excerpt: self.excerpt(label.span),
                    message: label.message.as_ref().map(|words| words.get(self.lang)),
                })
                .collect(),
            basis: finding
                .basis
                .iter()
                .map(|basis| JsonBasis {
                    law: &basis.law,
                    article: basis.article.as_deref(),
                    force: basis.force.as_deref(),
                })
                .collect(),
            help: finding.help.as_ref().map(|words| words.get(self.lang)),
            fixes: finding.fixes.iter().map(|fix| self.fix(fix)).collect(),
            group: finding.group.as_ref().map(|group| self.group(group)),
            more: finding.more,
            fingerprint,
        }
    }

    fn group(&self, group: &'a crate::diagnostic::Group) -> JsonGroup<'a> {
        let examples = group.examples.iter().map(|example| JsonExample {
            file: self.file(example.head),
            sheet: &example.sheet,
            span: self.range(example.head),
        });
        JsonGroup { count: group.count, more: group.more, examples: examples.collect() }
    }

    fn fix(&self, fix: &'a crate::diagnostic::Fix) -> JsonFix<'a> {
        let edit = |edit: &'a crate::diagnostic::Edit| JsonEdit {
            file: self.file(edit.span),
            span: self.range(edit.span),
            text: &edit.text,
        };
        JsonFix {
            level: match fix.level {
                FixLevel::Safe => "safe",
                FixLevel::Unsafe => "unsafe",
                FixLevel::Draft => "draft",
            },
            title: fix.title.get(self.lang),
            edits: fix.edits.iter().map(edit).collect(),
        }
    }

    fn file(&self, span: Span) -> Option<&'a str> {
        self.places.source(span.source).map(|source| source.name())
    }

    fn excerpt(&self, span: Span) -> Option<&'a str> {
        self.places.source(span.source).map(|source| source.slice(span))
    }

    fn range(&self, span: Span) -> Option<JsonRange> {
        let source = self.places.source(span.source)?;
        let point = |offset: u32| {
            let position = self.places.position(source, offset as usize);
            Point { offset, line: position.line, column: position.column }
        };
        Some(JsonRange { start: point(span.start), end: point(span.end) })
    }
}
