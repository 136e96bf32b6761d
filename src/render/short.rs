//! `--format short`: `path:line:col: 错误[规则]: 消息`, one line a finding and nothing else.

use std::io::{self, Write};

use codespan_reporting::term::DisplayStyle;

use crate::source::Sources;

use super::places::Places;
use super::view::{Layout, View};
use super::{Options, Report, codespan, suppressed};

pub(super) fn write(
    sources: &Sources,
    report: &Report,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let places = Places::new(sources);
    let layout = Layout { lang: options.lang, width: options.width, apart: false };
    for diagnostic in &report.findings {
        let view = View::of_first(diagnostic, &places, layout);
        codespan::emit(DisplayStyle::Short, diagnostic, &view, Vec::new(), options, out)?;
    }
    suppressed::write(sources, report, options.lang, out)
}
