//! `--format pretty`: for each finding a frame of source drawn by miette, and beneath it the law,
//! the remedy and the fixes. Sole user of miette.

use std::fmt;
use std::io::{self, Write};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeStyles,
};

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

use super::clean::clean_piece;
use super::place_finder::PlaceFinder;
use super::view::{View, ViewLayout, ViewMark};
use super::words::{self, Remark};
use super::{RenderOptions, Report, suppressed, window};

pub(super) fn write(
    sources: &Sources,
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_findings(sources, &report.findings, options, out)?;
    suppressed::write(sources, report, options.lang, out)?;
    writeln!(out, "{}", words::summary(report, options.lang))
}

pub(super) fn write_findings(
    sources: &Sources,
    findings: &[Diagnostic],
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let places = PlaceFinder::new(sources);
    let mut text = String::new();
    for diagnostic in findings {
        text.clear();
        finding(diagnostic, &places, options, &mut text).map_err(io::Error::other)?;
        out.write_all(text.as_bytes())?;
    }
    Ok(())
}

fn finding(
    diagnostic: &Diagnostic,
    places: &PlaceFinder<'_>,
    options: &RenderOptions,
    out: &mut String,
) -> fmt::Result {
    let layout = ViewLayout { lang: options.lang, width: options.width, apart: true };
    let frame = Frame {
        view: View::new(diagnostic, places, layout),
        headline: headline(diagnostic, options),
        severity: diagnostic.severity,
        width: options.width,
    };
    GraphicalReportHandler::new_themed(frame.theme(options.color))
        .with_width(options.width.max(20))
        .with_context_lines(0)
        .render_report(out, &frame)?;
    for each in words::remarks(diagnostic, frame.view.hidden, options.lang) {
        remark(&each, options, out);
    }
    out.push('\n');
    Ok(())
}

/// Severity, rule and message.
fn headline(diagnostic: &Diagnostic, options: &RenderOptions) -> String {
    let severity = words::severity(diagnostic.severity, options.lang);
    let code = clean_piece(diagnostic.code.name());
    let title = if code.is_empty() { severity.to_owned() } else { format!("{severity}[{code}]") };
    let message = clean_piece(diagnostic.message.get(options.lang));
    format!("{}: {message}", painted(&title, color(diagnostic.severity), options.color))
}

fn remark(remark: &Remark, options: &RenderOptions, out: &mut String) {
    let head = format!("  {} ", remark.head);
    let indent = " ".repeat(window::columns_of(&head));
    let room = options.width.saturating_sub(indent.len()).max(20);
    for (at, line) in textwrap::wrap(&remark.text, room).iter().enumerate() {
        let head = if at == 0 { painted(&head, CYAN, options.color) } else { indent.clone() };
        out.push_str(&head);
        out.push_str(line);
        out.push('\n');
    }
}

const CYAN: &str = "36";

fn color(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "31;1",
        Severity::Warning => "33;1",
        Severity::Note => "36;1",
    }
}

fn painted(text: &str, color: &str, wanted: bool) -> String {
    if wanted { format!("\u{1b}[{color}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// One finding as miette wants it.
struct Frame {
    view: View,
    headline: String,
    severity: Severity,
    width: usize,
}

impl Frame {
    /// The primary place in the colour of the severity, the places that explain in another.
    fn theme(&self, color: bool) -> GraphicalTheme {
        if !color {
            return GraphicalTheme::unicode_nocolor();
        }
        let styles = ThemeStyles::ansi();
        let main = match self.severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
            Severity::Note => styles.advice,
        };
        let other = styles.highlights.first().copied().unwrap_or(main);
        let mut theme = GraphicalTheme::unicode();
        if !self.view.marks.is_empty() {
            let style = |mark: &ViewMark| if mark.primary { main } else { other };
            theme.styles.highlights = self.view.marks.iter().map(style).collect();
        }
        theme
    }

    /// The words beside a mark, folded to the space to the right of its middle.
    fn words(&self, mark: &ViewMark) -> Option<String> {
        let words = mark.words.as_deref()?;
        let number = self.view.lines.get(mark.line).map_or(1, |line| line.number);
        let inside = self.view.text.get(mark.range.clone()).unwrap_or_default();
        let taken = View::gutter(number)
            + window::columns_of(self.view.before(mark))
            + window::columns_of(inside) / 2
            + "╰── ".chars().count();
        Some(textwrap::fill(words, self.width.saturating_sub(taken).max(16)))
    }
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline)
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline)
    }
}

impl std::error::Error for Frame {}

impl miette::Diagnostic for Frame {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.view)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        if self.view.marks.is_empty() {
            return None;
        }
        Some(Box::new(self.view.marks.iter().map(|mark| {
            let make = if mark.primary {
                LabeledSpan::new_primary_with_span
            } else {
                LabeledSpan::new_with_span
            };
            make(self.words(mark), mark.range.clone())
        })))
    }
}

impl SourceCode for View {
    /// Whole lines, but with the column of the requested mark: miette takes the lines to draw them
    /// and the column to head the frame with. Lines of two frames are refused: miette asks for them
    /// to see whether two places may share a frame.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (from, to) = (self.line_at(span.offset()), self.line_at(span.offset() + span.len()));
        let (Some(first), Some(last)) = (self.lines.get(from), self.lines.get(to)) else {
            return Err(MietteError::OutOfBounds);
        };
        if first.frame != last.frame {
            return Err(MietteError::OutOfBounds);
        }
        let range = first.range.start..last.range.end;
        let mark = self.marks.partition_point(|mark| mark.range.start < span.offset());
        let column = self
            .marks
            .get(mark)
            .filter(|mark| mark.range.start == span.offset())
            .map_or(0, |mark| mark.column.saturating_sub(1));
        Ok(Box::new(MietteSpanContents::new_named(
            self.name(first.frame).to_owned(),
            self.text.get(range.clone()).unwrap_or_default().as_bytes(),
            range.into(),
            first.number.saturating_sub(1) as usize,
            column as usize,
            // The maximum: whether two places share a frame is decided above.
            u32::MAX as usize,
        )))
    }
}
