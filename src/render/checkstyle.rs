//! `--format checkstyle`: an element per checked file, with one per finding. Takes a report; gives
//! XML as Checkstyle writes it, for tools that read the reports of linters. Knows no such tool.
//!
//! A file without findings is listed too, empty, so that nothing found differs from nothing
//! checked. Findings without a place are listed under the folder of the check, at line 0, which is
//! a whole file in Checkstyle. The format cannot express suppressed findings; they are not listed.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::source::{SourceId, Sources};

use super::place_finder::PlaceFinder;
use super::xml::{Attribute, XmlDocument};
use super::{RenderOptions, Report, words};

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
    let mut files: BTreeMap<Option<SourceId>, Vec<&Diagnostic>> = BTreeMap::new();
    for sheet in &report.sheets {
        files.entry(Some(sheet.span.source)).or_default();
    }
    for finding in report.findings.iter().chain(&unlisted) {
        files.entry(finding.span().map(|span| span.source)).or_default().push(finding);
    }
    let mut document = XmlDocument::new(out)?;
    document.start("checkstyle", &[("version", "4.3".to_owned())])?;
    for (file, findings) in files {
        let source = file.and_then(|file| places.source(file));
        let name = [("name", source.map_or(HERE, |source| source.name()).to_owned())];
        if findings.is_empty() {
            document.empty("file", &name)?;
            continue;
        }
        document.start("file", &name)?;
        for finding in findings {
            document.empty("error", &error(finding, &places, options.lang))?;
        }
        document.end("file")?;
    }
    document.end("checkstyle")?;
    document.finish()
}

fn error(finding: &Diagnostic, places: &PlaceFinder<'_>, lang: Lang) -> Vec<Attribute<'static>> {
    let position = finding.span().and_then(|span| {
        let source = places.source(span.source)?;
        Some(places.position(source, span.start as usize))
    });
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "info",
    };
    let mut attributes = vec![("line", position.map_or(0, |position| position.line).to_string())];
    attributes.extend(position.map(|position| ("column", position.column.to_string())));
    attributes.extend([
        ("severity", severity.to_owned()),
        ("message", words::in_one_line(finding, lang)),
        ("source", format!("biaochi.{}", finding.code)),
    ]);
    attributes
}
