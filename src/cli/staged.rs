//! `biaochi check --staged`: which sheets of the index a commit changes. Takes paths; gives sources and the ones that
//! are asked about. Knows no rule.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Console, args, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::project::{Index, Tree};
use crate::source::{SourceId, Sources};

/// A check of the index.
pub(super) struct Staged {
    index: Arc<Index>,
    /// What is asked about; nothing is all of it.
    paths: Vec<PathBuf>,
    /// Where each sheet lies: a name that is no text cannot be told from how it is shown.
    sheets: BTreeMap<SourceId, PathBuf>,
}

/// What a commit is asked about.
pub(super) struct Asked {
    pub sheets: BTreeSet<SourceId>,
    /// Whether neither a sheet nor anything that judges is to be committed.
    pub idle: bool,
}

/// Whether `--staged` goes with what else is asked for; says why not.
pub(super) fn goes_with(console: &Console, arguments: &args::Check) -> bool {
    let writes = arguments.fix || arguments.diff;
    if arguments.staged && writes {
        console.note(words::staged_is_not_mended().get(console.lang()));
    }
    !(arguments.staged && writes)
}

impl Staged {
    pub(super) fn open(paths: &[PathBuf]) -> Result<Self, Diagnostic> {
        let index = Arc::new(Index::open()?);
        Ok(Self { index, paths: paths.to_vec(), sheets: BTreeMap::new() })
    }

    /// Where rules and settings are read from.
    pub(super) fn tree(&self) -> Tree {
        Tree::Index(self.index.clone())
    }

    /// All sheets of the index, for rules across sheets see them all; and what is wrong with them.
    pub(super) fn read(&mut self) -> (Sources, Vec<Diagnostic>) {
        let endings = ["biao"];
        let tree = self.tree();
        let all = tree.discover(&[self.index.root()], &endings);
        let named = tree.discover(&self.paths, &endings);
        // No sheet is no fault: other files are committed too.
        let told = all.diagnostics.into_iter().chain(named.diagnostics);
        let mut failures: Vec<Diagnostic> = Vec::new();
        for finding in told.filter(|it| it.code != "检查/没有文件") {
            if !failures.contains(&finding) {
                failures.push(finding);
            }
        }
        let files: BTreeSet<PathBuf> = all.files.into_iter().chain(named.files).collect();
        let mut sources = Sources::new();
        for file in files {
            match tree.read(&file, &mut sources) {
                Ok(source) => {
                    self.sheets.insert(source.id(), file);
                }
                // It was committed as it is; another commit need not wait for it.
                Err(failure) if !(self.is_named(&file) && self.index.changes(&file)) => {
                    let severity = failure.severity.min(Severity::Warning);
                    failures.push(Diagnostic { severity, ..failure });
                }
                Err(failure) => failures.push(failure),
            }
        }
        (sources, failures)
    }

    /// Which of the sheets are asked about: those that the commit changes; all, where it changes what judges them.
    pub(super) fn asked(&self, console: &Console) -> Asked {
        let judges = self.index.changed_judges(&[".biao"], &[".chi", "pack.yaml"]);
        let asked =
            |path: &Path| self.is_named(path) && (!judges.is_empty() || self.index.changes(path));
        let sheets: BTreeSet<SourceId> =
            self.sheets.iter().filter(|(_, path)| asked(path)).map(|(id, _)| *id).collect();
        let idle = sheets.is_empty() && judges.is_empty();
        if idle {
            console.note(words::nothing_staged().get(console.lang()));
        } else if !judges.is_empty() {
            console.note(words::judges_staged(&judges, sheets.len()).get(console.lang()));
        }
        Asked { sheets, idle }
    }

    /// What was not in the index and was read from disk.
    pub(super) fn lacking(&self) -> Vec<Diagnostic> {
        self.index.lacking()
    }

    fn is_named(&self, path: &Path) -> bool {
        self.paths.is_empty() || self.index.is_among(path, &self.paths)
    }
}
