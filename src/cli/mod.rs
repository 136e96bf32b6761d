//! Arguments to calls to an exit code. Sole owner of clap, stdout and stderr; knows no tree and no
//! grammar.

mod args;
mod baseline;
mod certificate;
mod check;
mod doc;
mod explain;
mod fix;
mod fmt;
mod help;
mod hook;
mod init;
mod new;
mod output;
mod packs;
mod progress;
mod project_words;
mod report;
mod rules;
mod select;
mod settings;
mod shell;
mod staged;
mod stdin;
mod test;
mod trace;
mod usage;
mod verify;
mod watch;
mod words;

use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};

use crate::check::Date;
use crate::diagnostic::{Diagnostic, Lang};
use crate::render::{Format, Options, Report, render, render_findings};
use crate::source::Sources;
use args::{Arguments, Command, FormatName, LangName, When};

/// What a run comes to; the exit code is a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    /// 0: clean, warnings allowed.
    Clean,
    /// 1: findings at error level, or rules that could not be decided.
    Findings,
    /// 2: it could not be done.
    Failed,
}

/// Where and how to speak.
struct Console {
    options: Options,
    /// Whether what goes to stderr is coloured.
    color_stderr: bool,
    /// Whether stdout is a terminal.
    terminal: bool,
    /// Why stdout could not be written to.
    unwritten: RefCell<Option<io::Error>>,
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let speech = usage::Speech::of_process();
    let (arguments, named) = match Arguments::read(&speech) {
        Ok(read) => read,
        Err(error) => return usage::explain(&error, &speech),
    };
    let console = Console::new(&arguments);
    let status = match arguments.command {
        Command::Check(check) => check::run(&console, &check),
        Command::Test(packs) => test::run(&console, &packs),
        Command::Rules(rules) => rules::run(&console, &rules),
        Command::Doc(doc) => doc::run(&console, &doc),
        Command::Explain(explain) => explain::run(&console, &explain),
        Command::Trace(trace) => trace::run(&console, &trace),
        Command::Fmt(fmt) => fmt::run(&console, &fmt, named.map(LangName::lang)),
        Command::Hook(hook) => hook::run(&console, &hook, &speech),
        Command::New(args::New::Rule(rule)) => new::rule(&console, rule),
        Command::Init(init) => init::run(&console, &init),
        Command::Verify(verify) => verify::run(&console, &verify),
        Command::Schema => {
            console.print(init::SCHEMA);
            Status::Clean
        }
        Command::Completions(completions) => shell::completions(&console, &completions),
        Command::Man(man) => shell::manual(&console, &man),
    };
    let unwritten = console.unwritten.borrow();
    let status = match &*unwritten {
        Some(cause) => {
            console.note(words::stdout_failed(cause).get(console.lang()));
            Status::Failed
        }
        None => status,
    };
    ExitCode::from(match status {
        Status::Clean => 0,
        Status::Findings => 1,
        Status::Failed => 2,
    })
}

impl Console {
    fn new(arguments: &Arguments) -> Self {
        let stdout = std::io::stdout();
        let terminal = stdout.is_terminal();
        let lang = arguments.lang.lang();
        let color = |auto| match arguments.color {
            When::Always => true,
            When::Never => false,
            When::Auto => auto != ColorChoice::Never,
        };
        let options = Options { lang, color: color(AutoStream::choice(&stdout)), width: columns() };
        let color_stderr = color(AutoStream::choice(&std::io::stderr()));
        Self { options, color_stderr, terminal, unwritten: RefCell::default() }
    }

    /// The format that suits where the output goes.
    fn default_format(&self) -> FormatName {
        if self.terminal { FormatName::Pretty } else { FormatName::Short }
    }

    /// Text to stdout.
    fn print(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        self.noting(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
    }

    /// Keeps in mind that stdout could not be written to. A reader that has gone away (`| head`) is no
    /// failure.
    fn noting(&self, written: io::Result<()>) {
        if let Err(cause) = written
            && cause.kind() != io::ErrorKind::BrokenPipe
        {
            self.unwritten.borrow_mut().get_or_insert(cause);
        }
    }

    /// One line to stderr.
    fn note(&self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// A report to stdout.
    fn report(&self, format: Format, sources: &Sources, report: &Report) {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        let written = render(format, sources, report, &self.options, &mut out);
        self.noting(written.and_then(|()| out.flush()));
    }

    /// Findings that stand in the way of the work itself, to stderr.
    fn complain(&self, sources: &Sources, findings: &[Diagnostic]) {
        if findings.is_empty() {
            return;
        }
        let mut out = std::io::BufWriter::new(std::io::stderr().lock());
        let options = Options { color: self.color_stderr, ..self.options };
        let _ = render_findings(sources, findings, &options, &mut out).and_then(|()| out.flush());
    }

    fn stderr_is_terminal(&self) -> bool {
        io::stderr().is_terminal()
    }

    fn lang(&self) -> Lang {
        self.options.lang
    }
}

/// Columns of the terminal; where there is none, what suits a page.
fn columns() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0).clamp(40, 160))
}

/// How far Beijing's time is ahead of the clock's.
const BEIJING: std::time::Duration = std::time::Duration::from_secs(8 * 60 * 60);

/// Today, where the sheets are: in Beijing's time.
#[allow(
    clippy::disallowed_methods,
    reason = "what was approved until a day must end on it, asked for or not; rules never see this day"
)]
fn today() -> Option<Date> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
    Date::new(1970, 1, 1).ok()?.checked_add(since.checked_add(BEIJING)?).ok()
}
