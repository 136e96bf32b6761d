//! `biaochi test`

use super::{Console, Status, args, mend, words};
use crate::check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::setup;
use crate::source::Sources;

pub(super) fn run(console: &Console, arguments: &args::Test) -> Status {
    let mut sources = Sources::new();
    let load = |sources: &mut Sources| {
        setup::load_here(&arguments.packs, setup::JudgingPacks::Asked, sources)
    };
    let mut book = load(&mut sources);
    if arguments.fix {
        let written = mend::write(console, [&book], arguments.unsafe_fixes, &sources);
        if written.failed > 0 {
            return Status::Failed;
        }
        if written.files > 0 {
            sources = Sources::new();
            book = load(&mut sources);
        }
    }
    let faulty = book.is_faulty();
    let report = check::test(book.rules());
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
    let mut lacking = report.failed > 0;
    if arguments.coverage {
        let coverage = check::coverage(book.rules());
        console.complain(&sources, &coverage.findings);
        console.print(&format!("{}\n", words::covered(&coverage).get(lang)));
        lacking |= !coverage.findings.is_empty();
    }
    if arguments.mutate {
        let mutation = check::mutate(book.rules(), &sources);
        console.complain(&sources, &mutation.findings);
        console.print(&format!("{}\n", words::mutated(&mutation).get(lang)));
        lacking |= mutation.survived() > 0;
    }
    match (faulty, lacking) {
        (true, _) => Status::Failed,
        (false, false) => Status::Clean,
        (false, true) => Status::Findings,
    }
}
