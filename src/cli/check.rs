//! `biaochi check`

use std::path::PathBuf;

use super::args;
use super::fix::Mending;
use super::report::report;
use super::staged::{self, Staged};
use super::{Console, Status, output, packs, words};
use crate::check::{Options, check};
use crate::diagnostic::{Diagnostic, Severity};
use crate::project::{self, Tree};
use crate::render;
use crate::source::Sources;

pub(super) fn run(console: &Console, arguments: &args::Check) -> Status {
    if output::mixed(&arguments.format) {
        console.note(words::two_formats_on_stdout().get(console.lang()));
        return Status::Failed;
    }
    if !staged::goes_with(console, arguments) {
        return Status::Failed;
    }
    let mut staged = match arguments.staged.then(|| Staged::open(&arguments.paths)).transpose() {
        Ok(staged) => staged,
        Err(failure) => {
            console.complain(&Sources::new(), &[failure]);
            return Status::Failed;
        }
    };
    judge(console, arguments, staged.as_mut(), arguments.fix)
}

fn judge(
    console: &Console,
    arguments: &args::Check,
    mut staged: Option<&mut Staged>,
    mend: bool,
) -> Status {
    let (mut sources, mut failures) = match staged.as_mut() {
        None => read(&arguments.paths),
        Some(staged) => staged.read(),
    };
    let staged = staged.map(|staged| &*staged);
    let sheets: Vec<_> = sources.iter().cloned().collect();
    let tree = staged.map_or(Tree::Disk, Staged::tree);
    let judging = packs::Judging::WithUppers;
    let book = packs::load_from(&tree, &arguments.packs.rules, judging, &mut sources);
    let asked = staged.map(|staged| staged.asked(console));
    // A commit that changes neither sheets nor rules need not wait for faults in them.
    let idle = asked.as_ref().is_some_and(|asked| asked.idle);

    // Hints on rules are for who writes them, and stand in `biaochi test`.
    let of_rules =
        book.findings.iter().filter(|finding| finding.severity > Severity::Note).cloned();
    if !idle {
        failures.extend(staged.into_iter().flat_map(Staged::lacking));
        failures.extend(of_rules);
    }
    // What was approved until a day holds on that day, wherever the law of another day is asked for.
    let options = Options {
        as_of: arguments.as_of,
        today: arguments.as_of.or_else(super::today),
        focus: asked.as_ref().map(|asked| &asked.sheets),
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
        let again = judge(console, arguments, None, false);
        return if written { again } else { Status::Failed };
    }
    let checked = check(&book.rules, if idle { &[] } else { &sheets }, options);
    let failed = checked.incomplete
        || (book.is_faulty() && !idle)
        || failures.iter().any(|failure| failure.severity == Severity::Error);

    let files = asked.as_ref().map_or(sheets.len(), |asked| asked.sheets.len());
    let report = report(&book, files, failures, checked);
    let summary = report.summary;
    let written = output::write(console, &arguments.format, &sources, &report);
    if output::silent(&arguments.format) {
        console.note(&render::summary(&report, console.lang()));
    }
    if failed || !written {
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

/// The sheets on disk, and what stands in the way of reading them.
fn read(paths: &[PathBuf]) -> (Sources, Vec<Diagnostic>) {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut found = project::discover(paths, &["biao"]);
    let (sources, unreadable) = project::read_all(&found.files);
    found.diagnostics.extend(unreadable);
    (sources, found.diagnostics)
}
