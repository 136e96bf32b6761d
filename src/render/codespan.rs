//! What `short` and `rich` share: findings for codespan-reporting, over a view of the source, with
//! its English words for severities translated.

use std::io::{self, Write};
use std::ops::Range;

use codespan_reporting::diagnostic as theirs;
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::termcolor::{Ansi, NoColor};
use codespan_reporting::term::{
    Chars, Config, DisplayStyle, GeneralWriteResult, Styles, StylesWriter, WriteStyle,
    emit_to_write_style,
};

use crate::diagnostic::{Diagnostic, Lang, Severity};

use super::clean::clean_piece;
use super::view::View;
use super::{RenderOptions, words};

/// Writes one finding. `message` has been formatted by the caller.
pub(super) fn emit(
    style: DisplayStyle,
    diagnostic: &Diagnostic,
    view: &View,
    notes: Vec<String>,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let severity = match diagnostic.severity {
        Severity::Error => theirs::Severity::Error,
        Severity::Warning => theirs::Severity::Warning,
        Severity::Note => theirs::Severity::Note,
    };
    let labels = view.marks.iter().map(|mark| {
        let frame = view.lines.get(mark.line).map_or(0, |line| line.frame);
        let style =
            if mark.primary { theirs::LabelStyle::Primary } else { theirs::LabelStyle::Secondary };
        let words = mark.words.as_deref().map(words::one_line).unwrap_or_default();
        theirs::Label::new(style, frame, mark.range.clone()).with_message(words)
    });
    let mut message = diagnostic.message.get(options.lang).to_owned();
    // What follows a message in `rich` has no line of its own in `short`.
    if matches!(style, DisplayStyle::Short) {
        let more = diagnostic.words_of_more();
        let help = diagnostic.help.as_ref().filter(|_| diagnostic.asks);
        for words in help.into_iter().chain(&more) {
            message.push_str(match options.lang {
                Lang::Zh => "；",
                Lang::En => "; ",
            });
            message.push_str(words.get(options.lang));
        }
    }
    let finding = theirs::Diagnostic::new(severity)
        .with_code(clean_piece(diagnostic.code.name()))
        .with_message(words::one_line(&clean_piece(&message)))
        .with_labels(labels.collect())
        .with_notes(notes);
    let config = Config {
        display_style: style,
        chars: Chars { note_bullet: '=', ..Chars::default() },
        ..Config::default()
    };
    let styles = Styles::default();
    let mut text = Vec::new();
    let done = if options.color {
        let inner = StylesWriter::new(Ansi::new(&mut text), &styles);
        emit_to_write_style(&mut Localized::new(inner, options.lang), &config, view, &finding)
    } else {
        let inner = StylesWriter::new(NoColor::new(&mut text), &styles);
        emit_to_write_style(&mut Localized::new(inner, options.lang), &config, view, &finding)
    };
    done.map_err(|error| match error {
        Error::Io(error) => error,
        error => io::Error::other(error),
    })?;
    out.write_all(&text)
}

impl<'a> Files<'a> for View {
    /// A frame: codespan draws one per file.
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, frame: usize) -> Result<&'a str, Error> {
        Ok(View::name(self, frame))
    }

    fn source(&'a self, _: usize) -> Result<&'a str, Error> {
        Ok(&self.text)
    }

    fn line_index(&'a self, _: usize, byte_index: usize) -> Result<usize, Error> {
        Ok(self.line_at(byte_index))
    }

    fn line_number(&'a self, _: usize, line_index: usize) -> Result<usize, Error> {
        Ok(self.lines.get(line_index).map_or(1, |line| line.number as usize))
    }

    fn column_number(&'a self, _: usize, _: usize, byte_index: usize) -> Result<usize, Error> {
        let mark = self.marks.iter().find(|mark| mark.range.start == byte_index);
        Ok(mark.map_or(1, |mark| mark.column as usize))
    }

    fn line_range(&'a self, _: usize, line_index: usize) -> Result<Range<usize>, Error> {
        let max = self.lines.len().saturating_sub(1);
        let line = self.lines.get(line_index);
        line.map(|line| line.range.clone()).ok_or(Error::LineTooLarge { given: line_index, max })
    }
}

/// Passes everything on but the severity's English name, which codespan writes after `set_header`.
struct Localized<W> {
    inner: W,
    lang: Lang,
    /// Bytes of that name still to come.
    skip: usize,
}

impl<W> Localized<W> {
    fn new(inner: W, lang: Lang) -> Self {
        Self { inner, lang, skip: 0 }
    }
}

impl<W: Write> Write for Localized<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let skipped = self.skip.min(bytes.len());
        self.skip -= skipped;
        self.inner.write_all(bytes.get(skipped..).unwrap_or_default())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<W: WriteStyle> WriteStyle for Localized<W> {
    fn set_header(&mut self, severity: theirs::Severity) -> GeneralWriteResult {
        self.inner.set_header(severity)?;
        let ours = match severity {
            theirs::Severity::Bug | theirs::Severity::Error => Severity::Error,
            theirs::Severity::Warning => Severity::Warning,
            theirs::Severity::Note | theirs::Severity::Help => Severity::Note,
        };
        self.inner.write_all(words::severity(ours, self.lang).as_bytes())?;
        self.skip = words::severity(ours, Lang::En).len();
        Ok(())
    }

    fn set_header_message(&mut self) -> GeneralWriteResult {
        self.inner.set_header_message()
    }

    fn set_line_number(&mut self) -> GeneralWriteResult {
        self.inner.set_line_number()
    }

    fn set_note_bullet(&mut self) -> GeneralWriteResult {
        self.inner.set_note_bullet()
    }

    fn set_source_border(&mut self) -> GeneralWriteResult {
        self.inner.set_source_border()
    }

    fn set_label(
        &mut self,
        severity: theirs::Severity,
        style: theirs::LabelStyle,
    ) -> GeneralWriteResult {
        self.inner.set_label(severity, style)
    }

    fn reset(&mut self) -> GeneralWriteResult {
        self.inner.reset()
    }
}
