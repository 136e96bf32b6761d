//! `biaochi check`

use std::path::PathBuf;

use super::args;
use super::fix::Mending;
use super::report::report;
use super::{Console, Status, output, packs, words};
use crate::check::{Options, check};
use crate::diagnostic::{Diagnostic, Severity};
use crate::project;
use crate::render;

pub(super) fn run(console: &Console, arguments: &args::Check) -> Status {
    if output::mixed(&arguments.format) {
        console.note(words::two_formats_on_stdout().get(console.lang()));
        return Status::Failed;
    }
    judge(console, arguments, arguments.fix)
}

fn judge(console: &Console, arguments: &args::Check, mend: bool) -> Status {
    let here = [PathBuf::from(".")];
    let paths = if arguments.paths.is_empty() { &here } else { arguments.paths.as_slice() };
    let found = project::discover(paths, &["biao"]);
    let (mut sources, unreadable) = project::read_all(&found.files);
    let sheets: Vec<_> = sources.iter().cloned().collect();
    let book = packs::load(&arguments.packs.rules, packs::Judging::WithUppers, &mut sources);

    // Hints on rules are for who writes them, and stand in `biaochi test`.
    let of_rules =
        book.findings.iter().filter(|finding| finding.severity > Severity::Note).cloned();
    let failures: Vec<Diagnostic> =
        found.diagnostics.into_iter().chain(unreadable).chain(of_rules).collect();
    // What was approved until a day holds on that day, wherever the law of another day is asked for.
    let options = Options {
        as_of: arguments.as_of,
        today: arguments.as_of.or_else(super::today),
        ..Options::default()
    };
    let mending = Mending {
        console,
        book: &book,
        sheets: &sheets,
        options,
        consent: arguments.unsafe_fixes,
        sources: &sources,
    };
    if arguments.diff {
        console.complain(&sources, &failures);
        let shown = mending.show();
        let read = failures.iter().all(|failure| failure.severity < Severity::Error);
        // A diff of what could be read must not pass for one of everything.
        if read && !check(&book.rules, &sheets, options).incomplete {
            return shown;
        }
        console.note(words::not_all_checked().get(console.lang()));
        return Status::Failed;
    }
    if mend {
        let written = mending.write();
        // What is told is what stands in the files now.
        let again = judge(console, arguments, false);
        return if written { again } else { Status::Failed };
    }
    let checked = check(&book.rules, &sheets, options);
    let report = report(&book, sheets.len(), failures, checked);
    let summary = report.summary;
    let written = output::write(console, &arguments.format, &sources, &report);
    if output::silent(&arguments.format) {
        console.note(&render::summary(&report, console.lang()));
    }
    if report.incomplete || !written {
        console.note(words::not_all_checked().get(console.lang()));
        return Status::Failed;
    }
    let denied = arguments.deny_warnings && summary.warnings > 0;
    if summary.errors > 0 || summary.outcomes.undecidable > 0 || denied {
        Status::Findings
    } else {
        Status::Clean
    }
}
