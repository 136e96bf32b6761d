//! `biaochi check --staged`: which sheets of the index a commit changes. Takes paths; gives sources and the ones that
//! are asked about. Knows no rule.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::check::Gathered;
use super::progress::Progress;
use super::settings::Settings;
use super::{Console, Status, args, words};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::git::Index;
use crate::project::Tree;
use crate::source::{SourceId, Sources};

/// A check of the index.
pub(super) struct Staged {
    index: Arc<Index>,
    /// What is asked about; nothing is all of it.
    paths: Vec<PathBuf>,
    /// Where each sheet lies: a name that is no text cannot be derived from how it is shown.
    sheets: RefCell<BTreeMap<SourceId, PathBuf>>,
}

/// What the names of sheets, and of files that judge them, end in.
const MATTER: [&str; 7] = ["biao", "chi", "csv", "tsv", "yaml", "yml", "json"];

/// Whether `--staged` goes with what else is asked for; says why not.
pub(super) fn goes_with(console: &Console, arguments: &args::Check) -> bool {
    let args::Check { fix, diff, watch, write_baseline, certificate, .. } = arguments;
    let writes = *fix || *diff || *watch || *write_baseline || certificate.is_some();
    let writes = writes || arguments.reads_stdin();
    if arguments.staged && writes {
        console.note(words::staged_is_not_mended().get(console.lang()));
    }
    !(arguments.staged && writes)
}

impl Staged {
    /// The index, where it is what is to be checked. Where that comes to nothing, it has been said.
    pub(super) fn open(console: &Console, arguments: &args::Check) -> Result<Option<Self>, Status> {
        if !arguments.staged {
            return Ok(None);
        }
        let index = Index::open().map_err(|failure| {
            console.complain(&Sources::new(), &[failure]);
            Status::Failed
        })?;
        // Faults of settings or rules are no matter of a commit that touches nothing of the kind.
        if arguments.paths.is_empty() && index.leaves_alone(&MATTER) {
            console.note(words::nothing_staged().get(console.lang()));
            return Err(Status::Clean);
        }
        let paths = arguments.paths.clone();
        Ok(Some(Self { index: Arc::new(index), paths, sheets: RefCell::default() }))
    }

    /// Where rules and settings are read from.
    pub(super) fn tree(&self) -> Tree {
        Tree::Index(self.index.clone())
    }

    /// All sheets of the project, for rules across sheets see them all; and what is wrong with them.
    pub(super) fn gather(
        &self,
        console: &Console,
        settings: &Settings,
        sources: &mut Sources,
    ) -> Gathered {
        let (tree, endings) = (self.tree(), ["biao"]);
        // Wherever in the project one stands, it is the same commit.
        let root = settings.config.as_ref().map(|config| config.root.clone());
        let root = root.filter(|root| self.index.covers(root));
        let root = root.unwrap_or_else(|| self.index.root());
        let all = tree.discover(&[root], &endings, &settings.filter);
        let named = tree.discover(&self.paths, &endings, &settings.filter);
        let mut gathered = Gathered { beside: all.beside, ..Gathered::default() };
        for finding in all.diagnostics.into_iter().chain(named.diagnostics) {
            // No sheet is no fault: other files are committed too.
            if finding.code != Code::NO_FILE && !gathered.failures.contains(&finding) {
                gathered.failures.push(finding);
            }
        }
        let files: BTreeSet<PathBuf> = all.files.into_iter().chain(named.files).collect();
        let progress = Progress::new(console, files.len(), words::reading());
        for file in files {
            match tree.read(&file, sources) {
                Ok(source) => {
                    self.sheets.borrow_mut().insert(source.id(), file);
                    gathered.sheets.push(source);
                }
                // It was committed as it is; another commit need not wait for it.
                Err(failure) if !(self.is_named(&file) && self.index.changes(&file)) => {
                    let severity = failure.severity.min(Severity::Warning);
                    gathered.failures.push(Diagnostic { severity, ..failure });
                }
                Err(failure) => gathered.failures.push(failure),
            }
            progress.step();
        }
        progress.finish();
        gathered
    }

    /// Says which of the sheets are asked about, once the rules have been read: those that the commit changes; all,
    /// where it changes what judges them. Where it does neither, that has been said.
    pub(super) fn focus(&self, console: &Console, gathered: &mut Gathered) -> Result<(), Status> {
        let gone = [".chi", "pack.yaml", "biaochi.yaml"];
        let judges = self.index.changed_judges(&[".biao"], &gone);
        let asked =
            |path: &Path| self.is_named(path) && (!judges.is_empty() || self.index.changes(path));
        let sheets = self.sheets.borrow();
        let focus: BTreeSet<SourceId> =
            sheets.iter().filter(|(_, path)| asked(path)).map(|(id, _)| *id).collect();
        if !judges.is_empty() {
            console.note(words::judges_staged(&judges, focus.len()).get(console.lang()));
        } else if focus.is_empty() {
            console.note(words::nothing_staged().get(console.lang()));
            if gathered.failures.is_empty() {
                return Err(Status::Clean);
            }
        }
        gathered.focus = Some(focus);
        gathered.failures.extend(self.index.lacking());
        Ok(())
    }

    fn is_named(&self, path: &Path) -> bool {
        self.paths.is_empty() || self.index.is_among(path, &self.paths)
    }
}
