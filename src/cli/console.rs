//! The only access to standard output and standard error. Whatever a file, a folder, an argument
//! or the environment contains, no character is printed that moves a cursor, changes the direction
//! of writing or is hidden. Takes texts and reports; knows no command.
//!
//! Text and style are distinguished by their origin, never by their content: texts are cleaned
//! here, including escapes. Reports for people are cleaned by `render`, piece by piece, before it
//! colours them, and here again, except for escapes where colour is on. Reports for programs escape
//! by their own grammar.

#![allow(
    clippy::disallowed_methods,
    reason = "this is the module that writes to the standard streams"
)]

use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

use super::args::{Arguments, FormatName, When};
use super::words;
use crate::diagnostic::{Diagnostic, Lang};
use crate::render::{RenderOptions, clean, clean_painted, render_findings};
use crate::source::Sources;

/// Where and how to print.
pub(super) struct Console {
    options: RenderOptions,
    /// Whether what goes to stderr is coloured.
    color_stderr: bool,
    /// Whether stdout is a terminal.
    terminal: bool,
    /// Why stdout could not be written to.
    unwritten: RefCell<Option<io::Error>>,
}

impl Console {
    pub(super) fn new(arguments: &Arguments) -> Self {
        let stdout = io::stdout();
        let terminal = stdout.is_terminal();
        let lang = arguments.lang.lang();
        let color = |auto| match arguments.color {
            When::Always => true,
            When::Never => false,
            When::Auto => auto != ColorChoice::Never,
        };
        let options =
            RenderOptions { lang, color: color(AutoStream::choice(&stdout)), width: columns() };
        let color_stderr = color(AutoStream::choice(&io::stderr()));
        Self { options, color_stderr, terminal, unwritten: RefCell::default() }
    }

    /// The format that suits where the output goes.
    pub(super) fn default_format(&self) -> FormatName {
        if self.terminal { FormatName::Pretty } else { FormatName::Short }
    }

    /// Text to stdout, cleaned.
    pub(super) fn print(&self, text: &str) {
        self.write(&clean(text));
    }

    /// A user's own text to stdout, byte for byte; cleaned only on a terminal.
    pub(super) fn print_exact(&self, text: &str) {
        if self.terminal { self.print(text) } else { self.write(text) }
    }

    fn write(&self, text: &str) {
        let mut out = io::stdout().lock();
        self.noting(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
    }

    /// Records that stdout could not be written to. A closed pipe (`| head`) is not a failure.
    fn noting(&self, written: io::Result<()>) {
        if let Err(cause) = written
            && cause.kind() != io::ErrorKind::BrokenPipe
        {
            self.unwritten.borrow_mut().get_or_insert(cause);
        }
    }

    /// Whether everything could be written to stdout; reports why not.
    pub(super) fn all_written(&self) -> bool {
        let unwritten = self.unwritten.borrow();
        if let Some(cause) = &*unwritten {
            self.note(words::stdout_failed(cause).get(self.lang()));
        }
        unwritten.is_none()
    }

    /// One line to stderr, cleaned.
    pub(super) fn note(&self, text: &str) {
        note(text);
    }

    /// A question to stderr, cleaned; the answer is typed after it.
    pub(super) fn ask(&self, question: &str) {
        let mut err = io::stderr().lock();
        let _ = write!(err, "{} ", clean(question)).and_then(|()| err.flush());
    }

    /// A report to stdout.
    pub(super) fn draw(
        &self,
        is_for_people: bool,
        draw: &dyn Fn(&RenderOptions, &mut dyn Write) -> io::Result<()>,
    ) {
        let mut out = io::BufWriter::new(io::stdout().lock());
        let written = if is_for_people {
            let mut drawn = Vec::new();
            draw(&self.options, &mut drawn)
                .and_then(|()| out.write_all(drawn_clean(drawn, self.options.color).as_bytes()))
        } else {
            draw(&self.options, &mut out)
        };
        self.noting(written.and_then(|()| out.flush()));
    }

    /// Findings that prevent the work itself, to stderr.
    pub(super) fn complain(&self, sources: &Sources, findings: &[Diagnostic]) {
        let options = RenderOptions { color: self.color_stderr, ..self.options };
        let mut drawn = Vec::new();
        let _ = render_findings(sources, findings, &options, &mut drawn);
        let _ = io::stderr().lock().write_all(drawn_clean(drawn, options.color).as_bytes());
    }

    pub(super) fn stderr_is_terminal(&self) -> bool {
        io::stderr().is_terminal()
    }

    pub(super) fn lang(&self) -> Lang {
        self.options.lang
    }
}

/// Columns of the terminal; without one, a suitable page width.
fn columns() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0).clamp(40, 160))
}

/// What was drawn for people, cleaned except for its colours.
fn drawn_clean(drawn: Vec<u8>, color: bool) -> String {
    let drawn = String::from_utf8_lossy(&drawn);
    if color { clean_painted(&drawn) } else { clean(&drawn) }
}

/// One line to stderr, cleaned, before there is a console.
pub(super) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", clean(text));
}

/// Help and version, which clap colours and which contain only our own words.
///
/// # Errors
/// Those of the stream, except for a closed pipe.
pub(super) fn help(error: &clap::Error) -> io::Result<()> {
    match error.print() {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => Err(cause),
        _ => Ok(()),
    }
}
