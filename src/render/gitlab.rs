//! `--format gitlab`: a Code Quality report, one list. Takes a report; gives JSON that GitLab shows
//! beside the lines of a merge request. Knows no pipeline.
//!
//! GitLab requires a path and a line for every entry: those without a place are at line 1 of the
//! folder in which the check ran. It compares two reports by their fingerprints and leaves out what
//! is in both. It cannot express suppressed findings, nor a summary; only unlisted findings have an
//! entry of their own.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::source::Sources;

use super::clean::write_json;
use super::place_finder::PlaceFinder;
use super::{Fingerprint, RenderOptions, Report, Repository, fingerprints, words};

/// The path of findings without a place: the folder in which the check ran.
const HERE: &str = ".";

pub(super) fn write(
    sources: &Sources,
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let places = PlaceFinder::new(sources);
    let unlisted = words::unlisted(report);
    let findings = || report.findings.iter().chain(&unlisted);
    let fingerprints = fingerprints(sources, &report.sheets, findings());
    let entries: Vec<GitlabIssue<'_>> = findings()
        .zip(fingerprints)
        .map(|(finding, fingerprint)| {
            entry(finding, fingerprint, &places, report.repository.as_ref(), options.lang)
        })
        .collect();
    write_json(&entries, out)?;
    writeln!(out)
}

#[derive(serde::Serialize)]
struct GitlabIssue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: Fingerprint,
    severity: &'static str,
    location: GitlabLocation<'a>,
}

#[derive(serde::Serialize)]
struct GitlabLocation<'a> {
    path: Cow<'a, str>,
    lines: Lines,
}

#[derive(serde::Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

fn entry<'a>(
    finding: &'a Diagnostic,
    fingerprint: Fingerprint,
    places: &PlaceFinder<'a>,
    repository: Option<&Repository>,
    lang: Lang,
) -> GitlabIssue<'a> {
    let location = finding.span().and_then(|span| {
        let source = places.source(span.source)?;
        let line = |offset: u32| places.position(source, offset as usize).line;
        let lines = Lines { begin: line(span.start), end: line(span.end) };
        Some(GitlabLocation { path: places.path(source, repository), lines })
    });
    GitlabIssue {
        description: words::in_one_line(finding, lang),
        check_name: finding.code.name(),
        fingerprint,
        severity: severity(finding),
        location: location.unwrap_or(GitlabLocation {
            path: Cow::Borrowed(HERE),
            lines: Lines { begin: 1, end: 1 },
        }),
    }
}

/// GitLab's five: what could not be checked blocks, since nothing is known of it; an error sends
/// the sheet back; a warning is to be changed or explained; a note is advice. `minor` is left for
/// what may come between.
fn severity(finding: &Diagnostic) -> &'static str {
    match finding.severity {
        Severity::Error if finding.hinders() => "blocker",
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Note => "info",
    }
}
