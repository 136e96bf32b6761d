//! `--format short`: `path:line:col: 错误[规则]: 消息`, one line a finding and nothing else.

use std::io::{self, Write};

use codespan_reporting::term::DisplayStyle;

use crate::source::Sources;

use super::place_finder::PlaceFinder;
use super::view::{View, ViewLayout};
use super::{RenderOptions, Report, codespan, suppressed};

pub(super) fn write(
    sources: &Sources,
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let places = PlaceFinder::new(sources);
    let layout = ViewLayout { lang: options.lang, width: options.width, apart: false };
    for diagnostic in &report.findings {
        let view = View::of_first(diagnostic, &places, layout);
        codespan::emit(DisplayStyle::Short, diagnostic, &view, Vec::new(), options, out)?;
    }
    suppressed::write(sources, report, options.lang, out)
}
