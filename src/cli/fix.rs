//! `biaochi check --fix` and `--diff`.

use similar::TextDiff;

use super::projects::Project;
use super::{Console, Status, words};
use crate::check::{self, Fixed, Mended};
use crate::project;
use crate::source::{Source, Sources};

/// What is to be mended.
pub(super) struct Mending<'a> {
    pub(crate) console: &'a Console,
    pub(crate) projects: &'a [Project],
    /// Whether fixes that may change the meaning are welcome.
    pub(crate) consent: bool,
    pub(crate) sources: &'a Sources,
}

impl Mending<'_> {
    /// Prints what fixes would change, as a unified diff, and writes nothing. Also whether
    /// something could not be checked.
    pub(super) fn show(&self) -> (Status, bool) {
        let Mended { texts: all, incomplete, .. } = self.fixed();
        for Fixed { before, after, .. } in &all {
            let (from, to) = (format!("a/{}", before.name()), format!("b/{}", before.name()));
            let diff = TextDiff::from_lines(before.written(), after.written());
            self.console.print(&diff.unified_diff().header(&from, &to).to_string());
        }
        let is_faulty = self.projects.iter().any(|project| project.book.is_faulty());
        let status = match (is_faulty, all.is_empty()) {
            (true, _) => Status::Failed,
            (false, true) => Status::Clean,
            (false, false) => Status::Findings,
        };
        (status, incomplete)
    }

    /// Writes the fixed texts back: those that stand in the files now, and whether these are all.
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

    /// The texts that fixes change, in order; what did not help is reported.
    pub(super) fn fixed(&self) -> Mended {
        let mut all = Mended::default();
        for project in self.projects {
            let mended = check::fix_in(&project.snapshot, project.options(), self.consent);
            all.texts.extend(mended.texts);
            all.findings.extend(mended.findings);
            all.incomplete |= mended.incomplete;
        }
        all.texts.sort_by_key(|text| text.before.id());
        let mut sources = self.sources.clone();
        all.texts.iter().for_each(|text| sources.replace(text.after.clone()));
        self.console.complain(&sources, &all.findings);
        all
    }
}
