//! `biaochi check --fix` and `--diff`.

use super::projects::Project;
use super::{Console, Status, diff, words};
use crate::check::{self, FixResults, Fixed};
use crate::project;
use crate::source::{Source, Sources};

/// What is to be fixed.
pub(super) struct Fixer<'a> {
    pub(crate) console: &'a Console,
    pub(crate) projects: &'a [Project],
    /// Whether to apply fixes that may change the meaning.
    pub(crate) consent: bool,
    pub(crate) sources: &'a Sources,
}

impl Fixer<'_> {
    /// Prints what fixes would change, as a unified diff, and writes nothing. Also returns whether
    /// something could not be checked.
    pub(super) fn show(&self) -> (Status, bool) {
        let FixResults { texts: all, incomplete, .. } = self.fixed();
        for Fixed { before, after, .. } in &all {
            self.console.print(&diff::unified(before.name(), before.written(), after.written()));
        }
        let is_faulty = self.projects.iter().any(|project| project.book.is_faulty());
        let status = match (is_faulty, all.is_empty()) {
            (true, _) => Status::Failed,
            (false, true) => Status::Clean,
            (false, false) => Status::Findings,
        };
        (status, incomplete)
    }

    /// Writes the fixed texts back; returns those that were written, and whether these are all.
    pub(super) fn write(&self) -> (Vec<Source>, bool) {
        let (mut failures, mut warnings, mut written, mut fixes) =
            (Vec::new(), Vec::new(), Vec::new(), 0);
        for Fixed { before, after, applied } in self.fixed().texts {
            match project::rewrite(&before, after.written()) {
                Ok(warning) => {
                    warnings.extend(warning);
                    written.push(after);
                    fixes += applied;
                }
                Err(failure) => failures.push(failure),
            }
        }
        self.console.complain(self.sources, &failures);
        self.console.complain(self.sources, &warnings);
        self.console.note(words::fixed(fixes, written.len()).get(self.console.lang()));
        (written, failures.is_empty())
    }

    /// The texts that fixes change, in order; fixes that did not help are reported.
    pub(super) fn fixed(&self) -> FixResults {
        let mut all = FixResults::default();
        for project in self.projects {
            let fixed = check::fix_in(&project.snapshot, project.options(), self.consent);
            all.texts.extend(fixed.texts);
            all.findings.extend(fixed.findings);
            all.incomplete |= fixed.incomplete;
        }
        all.texts.sort_by_key(|text| text.before.id());
        let mut sources = self.sources.clone();
        all.texts.iter().for_each(|text| sources.replace(text.after.clone()));
        self.console.complain(&sources, &all.findings);
        all
    }
}
