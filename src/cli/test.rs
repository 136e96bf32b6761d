//! `biaochi test`

use super::{Console, Status, args, fix_rules, words};
use crate::check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rule::RuleSet;
use crate::setup;
use crate::source::Sources;

pub(super) fn run(console: &Console, arguments: &args::Test) -> Status {
    let mut sources = Sources::new();
    let load = |sources: &mut Sources| {
        setup::load_here(&arguments.packs, setup::JudgingPacks::Asked, sources)
    };
    let mut book = load(&mut sources);
    if arguments.fix {
        let written = fix_rules::write(console, [&book], arguments.unsafe_fixes, &sources);
        if written.failed > 0 {
            return Status::Failed;
        }
        if written.files > 0 {
            sources = Sources::new();
            book = load(&mut sources);
        }
    }
    let faulty = book.is_faulty();
    let rules = book.asked_rules();
    let report = check::test(&rules);
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
    let lone = book.read.iter().any(|(pack, _)| pack.is_lone() && book.asked.contains(pack.name()));
    if lone {
        console.print(&format!("{}\n", words::compiled_for(&forms(&rules)).get(lang)));
    }
    let mut lacking = report.failed > 0;
    if arguments.coverage {
        let coverage = check::coverage(&rules);
        console.complain(&sources, &coverage.findings);
        console.print(&format!("{}\n", words::covered(&coverage).get(lang)));
        lacking |= !coverage.findings.is_empty();
    }
    if arguments.mutate {
        let mutation = check::mutate(&rules, &sources);
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

/// The forms that rules judge, each with their number, in the order of the rules.
fn forms(rules: &RuleSet) -> Vec<(&str, usize)> {
    let mut forms: Vec<(&str, usize)> = Vec::new();
    for name in rules.rules.iter().flat_map(|rule| &rule.forms).map(|on| on.form.name.as_str()) {
        match forms.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => forms.push((name, 1)),
        }
    }
    forms
}
