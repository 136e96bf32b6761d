//! `--format github`: a workflow command per finding, what the sheets suppress, and the summary as
//! the last line. Takes a report; gives lines that GitHub Actions shows beside the lines of a
//! change. Knows no workflow.
//!
//! GitHub shows the first ten of each kind that a step writes. If there are more, a last notice
//! says how many in all; to be among the ten, it replaces the tenth note, and further notes are
//! only lines of the log.

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::source::Sources;

use super::clean::clean_piece;
use super::place_finder::PlaceFinder;
use super::{RenderOptions, Report, Repository, summary, suppressed, words};

/// How many of each kind GitHub shows.
const SHOWN: usize = 10;

pub(super) fn write(
    sources: &Sources,
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let places = PlaceFinder::new(sources);
    let lang = options.lang;
    let unlisted = words::unlisted(report);
    let findings = || report.findings.iter().chain(&unlisted);
    let of = |severity| findings().filter(|finding| finding.severity == severity).count();
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(of);
    let crowded = counts.iter().any(|count| *count > SHOWN);
    let mut notes = 0;
    for finding in findings() {
        notes += usize::from(finding.severity == Severity::Note);
        if crowded && finding.severity == Severity::Note && notes >= SHOWN {
            plain(&words::in_one_line(finding, lang), out)?;
        } else {
            command(finding, &places, report.repository.as_ref(), lang, out)?;
        }
    }
    for line in suppressed::lines(sources, report, lang) {
        plain(&line, out)?;
    }
    if crowded {
        writeln!(out, "::notice title=biaochi::{}", data(&in_all(counts, lang)))?;
    }
    plain(&summary(report, lang), out)
}

fn command(
    finding: &Diagnostic,
    places: &PlaceFinder<'_>,
    repository: Option<&Repository>,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut place = String::new();
    if let Some(span) = finding.span()
        && let Some(source) = places.source(span.source)
    {
        let start = places.position(source, span.start as usize);
        let end = places.position(source, span.end as usize);
        place = format!("file={},line={}", property(&places.path(source, repository)), start.line);
        // GitHub accepts columns only on a single line.
        if start.line == end.line {
            place.push_str(&format!(",col={},endColumn={}", start.column, end.column));
        }
        place.push_str(&format!(",endLine={},", end.line));
    }
    let title = property(finding.code.name());
    let message = data(&words::message_lines(finding, lang).join("\n"));
    writeln!(out, "::{kind} {place}title={title}::{message}")
}

/// The text after the `::`, escaped as the runner reads it.
fn data(text: &str) -> String {
    clean_piece(text).replace('%', "%25").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A line of the log that no runner reads as a command: those begin with `::`, or contain `##[`.
fn plain(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let text = words::one_line(&clean_piece(text)).replace("##[", "# #[");
    writeln!(out, "- {text}")
}

fn in_all([errors, warnings, notes]: [usize; 3], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!(
            "共 {errors} 个错误、{warnings} 个警告、{notes} 个提示；GitHub 每种只显示 {SHOWN} 个，其余见这一步的日志"
        ),
        Lang::En => format!(
            "{errors} errors, {warnings} warnings, {notes} notes in all; GitHub shows {SHOWN} of each, the log of this step has the rest"
        ),
    }
}
