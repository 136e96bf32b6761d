//! `biaochi check --fix` and `--diff`.

use similar::TextDiff;

use super::rulebook::Rulebook;
use super::{Console, Status, words};
use crate::check::{self, Fixed, Mended, Options, Snapshot};
use crate::project;
use crate::source::Sources;

/// What is to be mended, by what rules.
pub(super) struct Mending<'a> {
    pub(crate) console: &'a Console,
    pub(crate) book: &'a Rulebook,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) options: Options<'a>,
    /// Whether fixes that may change the meaning are welcome.
    pub(crate) consent: bool,
    pub(crate) sources: &'a Sources,
}

impl Mending<'_> {
    /// Prints what fixes would change, as a unified diff, and writes nothing. Also whether something could not be
    /// checked.
    pub(super) fn show(&self) -> (Status, bool) {
        let Mended { texts: all, incomplete, .. } = self.fixed();
        for Fixed { before, after, .. } in &all {
            let (from, to) = (format!("a/{}", before.name()), format!("b/{}", before.name()));
            let diff = TextDiff::from_lines(before.written(), after.written());
            self.console.print(&diff.unified_diff().header(&from, &to).to_string());
        }
        let status = match (self.book.is_faulty(), all.is_empty()) {
            (true, _) => Status::Failed,
            (false, true) => Status::Clean,
            (false, false) => Status::Findings,
        };
        (status, incomplete)
    }

    /// Writes the fixed texts back; whether all could be written.
    pub(super) fn write(&self) -> bool {
        let (mut failures, mut warnings, mut files, mut fixes) = (Vec::new(), Vec::new(), 0, 0);
        for Fixed { before, after, applied } in &self.fixed().texts {
            match project::rewrite(before, after.written()) {
                Ok(warning) => {
                    warnings.extend(warning);
                    files += 1;
                    fixes += applied;
                }
                Err(failure) => failures.push(failure),
            }
        }
        self.console.complain(self.sources, &failures);
        self.console.complain(self.sources, &warnings);
        self.console.note(words::fixed(fixes, files).get(self.console.lang()));
        failures.is_empty()
    }

    /// The texts that fixes change; what did not help is reported.
    pub(super) fn fixed(&self) -> Mended {
        let mended = check::fix_in(self.snapshot, self.options, self.consent);
        let mut sources = self.sources.clone();
        mended.texts.iter().for_each(|text| sources.replace(text.after.clone()));
        self.console.complain(&sources, &mended.findings);
        mended
    }
}
