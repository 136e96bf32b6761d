//! `biaochi check --fix` and `--diff`.

use similar::TextDiff;

use super::packs::Rulebook;
use super::{Console, Status, words};
use crate::check::{self, Fixed, Options};
use crate::project;
use crate::source::{Source, Sources};

/// Prints what fixes would change, as a unified diff, and writes nothing.
pub(super) fn show(
    console: &Console,
    book: &Rulebook,
    sheets: &[Source],
    options: Options,
    consent: bool,
    sources: &Sources,
) -> Status {
    let all = fixed(console, book, sheets, options, consent, sources);
    for Fixed { source, text, .. } in &all {
        let (from, to) = (format!("a/{}", source.name()), format!("b/{}", source.name()));
        let diff = TextDiff::from_lines(source.text(), text);
        console.print(&diff.unified_diff().header(&from, &to).to_string());
    }
    match (book.is_faulty(), all.is_empty()) {
        (true, _) => Status::Failed,
        (false, true) => Status::Clean,
        (false, false) => Status::Findings,
    }
}

/// Writes the fixed texts back; whether all could be written.
pub(super) fn write(
    console: &Console,
    book: &Rulebook,
    sheets: &[Source],
    options: Options,
    consent: bool,
    sources: &Sources,
) -> bool {
    let all = fixed(console, book, sheets, options, consent, sources);
    let (mut failures, mut files, mut fixes) = (Vec::new(), 0, 0);
    for Fixed { source, text, applied, .. } in &all {
        match project::write(source.name().as_ref(), text, source.encoding()) {
            Ok(()) => {
                files += 1;
                fixes += applied;
            }
            Err(failure) => failures.push(failure),
        }
    }
    console.complain(sources, &failures);
    console.note(words::fixed(fixes, files).get(console.lang()));
    failures.is_empty()
}

/// The texts that fixes change; what did not help is told.
fn fixed(
    console: &Console,
    book: &Rulebook,
    sheets: &[Source],
    options: Options,
    consent: bool,
    sources: &Sources,
) -> Vec<Fixed> {
    let each = sheets.iter().map(|sheet| check::fix(&book.rules, sheet, options, consent));
    let (mut changed, mut vain) = (Vec::new(), Vec::new());
    for one in each {
        vain.extend(one.findings.iter().cloned());
        if one.applied > 0 {
            changed.push(one);
        }
    }
    console.complain(sources, &vain);
    changed
}
