//! `biaochi test`

use super::{Console, Status, args, packs, words};
use crate::check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

pub(super) fn run(console: &Console, arguments: &args::Packs) -> Status {
    let mut sources = Sources::new();
    let book = packs::load(&arguments.packs, &mut sources);
    let faulty = book.is_faulty();
    let report = check::test(&book.rules);
    let lang = console.lang();
    let findings: Vec<Diagnostic> =
        book.findings.iter().cloned().chain(report.findings.iter().cloned()).collect();
    let errors = check::count(&book.findings, Severity::Error);
    let warnings = check::count(&book.findings, Severity::Warning);
    console.complain(&sources, &findings);
    if report.examples == 0 {
        console.note(words::no_examples().get(lang));
        return Status::Failed;
    }
    console.print(&format!("{}\n", words::tested(&report, errors, warnings).get(lang)));
    match (faulty, report.failed) {
        (true, _) => Status::Failed,
        (false, 0) => Status::Clean,
        (false, _) => Status::Findings,
    }
}
