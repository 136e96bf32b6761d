//! `--format rich`: dense frames, the places of a finding in several files one under the other.
//! The text beside a mark is on one line here, however long: codespan cannot fold it.

use std::io::{self, Write};

use codespan_reporting::term::DisplayStyle;

use crate::source::Sources;

use super::place_finder::PlaceFinder;
use super::view::{View, ViewLayout};
use super::{RenderOptions, Report, codespan, suppressed, words};

pub(super) fn write(
    sources: &Sources,
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let places = PlaceFinder::new(sources);
    let layout = ViewLayout { lang: options.lang, width: options.width, apart: false };
    for diagnostic in &report.findings {
        let view = View::new(diagnostic, &places, layout);
        let remarks = words::remarks(diagnostic, view.hidden, options.lang);
        let notes = remarks
            .iter()
            .map(|remark| format!("{}: {}", remark.head.trim_end(), remark.text))
            .collect();
        codespan::emit(DisplayStyle::Rich, diagnostic, &view, notes, options, out)?;
    }
    suppressed::write(sources, report, options.lang, out)?;
    writeln!(out, "{}", words::summary(report, options.lang))
}
