//! From arguments to calls to an exit code. Sole owner of clap, and in `console` of stdout and
//! stderr; knows no tree and no grammar.

mod args;
mod baseline;
mod certificate;
mod certificate_words;
mod certify;
mod check;
mod console;
mod diff;
mod doc;
mod explain;
mod fix;
mod fix_rules;
mod fmt;
mod form;
mod help;
mod hook;
mod impact;
mod impact_rules;
mod impact_words;
mod init;
mod known;
#[cfg(feature = "lsp")]
mod lsp;

mod new;
mod output;
mod progress;
mod project_words;
mod projects;
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

use std::process::ExitCode;

use crate::check::Date;
use crate::project;
use args::{Arguments, Command, LangName};
use console::Console;

/// The result of a run; the exit code is a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    /// 0: clean, warnings allowed.
    Clean,
    /// 1: findings at error level, or rules that could not be decided.
    Findings,
    /// 2: it could not be done.
    Failed,
}

/// The stack of every worker thread: a system's own may be as small as 1 MiB. The nesting of inputs
/// is bounded so that it takes a small part of this, even in unoptimised builds; only what is used
/// takes memory.
const STACK: usize = 64 * 1024 * 1024;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    match std::thread::Builder::new().stack_size(STACK).spawn(run) {
        Ok(thread) => thread.join().unwrap_or(ExitCode::from(2)),
        // No room for another thread: inputs with little nesting work here too.
        Err(_) => run(),
    }
}

fn run() -> ExitCode {
    let speech = usage::Speech::of_process();
    let (arguments, named) = match Arguments::read(&speech) {
        Ok(read) => read,
        Err(error) => return usage::explain(&error, &speech),
    };
    let console = Console::new(&arguments);
    let jobs = match &arguments.command {
        Command::Check(check) => check.jobs,
        _ => None,
    };
    project::work_on(jobs, STACK);
    let status = match arguments.command {
        Command::Check(check) => check::run(&console, &check),
        Command::Impact(impact) => impact::run(&console, &impact),
        Command::Test(packs) => test::run(&console, &packs),
        Command::Rules(rules) => rules::run(&console, &rules),
        Command::Doc(doc) => doc::run(&console, &doc),
        Command::Explain(explain) => explain::run(&console, &explain),
        Command::Form(form) => form::run(&console, &form),
        Command::Trace(trace) => trace::run(&console, &trace),
        Command::Fmt(fmt) => fmt::run(&console, &fmt, named.map(LangName::lang)),
        Command::Hook(hook) => hook::run(&console, &hook, &speech),
        Command::New(args::New::Rule(rule)) => new::rule(&console, rule),
        Command::Init(init) => init::run(&console, &init),
        Command::Verify(verify) => verify::run(&console, &verify),
        #[cfg(feature = "lsp")]
        Command::Lsp => lsp::run(&console),
        Command::Schema => {
            console.print(init::SCHEMA);
            Status::Clean
        }
        Command::Completions(completions) => shell::completions(&console, &completions),
        Command::Man(man) => shell::manual(&console, &man),
    };
    let status = if console.all_written() { status } else { Status::Failed };
    ExitCode::from(match status {
        Status::Clean => 0,
        Status::Findings => 1,
        Status::Failed => 2,
    })
}

/// How far Beijing time is ahead of UTC.
const BEIJING: std::time::Duration = std::time::Duration::from_secs(8 * 60 * 60);

/// Today in Beijing time, that of the sheets.
#[allow(
    clippy::disallowed_methods,
    reason = "what was approved until a day must end on it, requested or not; rules never see this day"
)]
pub(crate) fn today() -> Option<Date> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
    Date::new(1970, 1, 1).ok()?.checked_add(since.checked_add(BEIJING)?).ok()
}
