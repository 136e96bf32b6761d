//! `biaochi check --staged`: which sheets of the index a commit changes. Takes paths; gives sources
//! and which of them to report on. Knows no rule.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::progress::Progress;
use super::projects::{Gathered, Opened};
use super::{Console, Status, args, words};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::git::Index;
use crate::project::{self, Projects, Tree};
use crate::source::{Source, SourceId, Sources};

/// A check of the index.
pub(super) struct Staged {
    index: Arc<Index>,
    /// What to report on; `None` is everything.
    paths: Vec<PathBuf>,
    /// The path of each sheet: a path that is not text cannot be derived from its shown name.
    sheets: RefCell<BTreeMap<SourceId, PathBuf>>,
}

/// The endings of sheets and of files that judge them.
const MATTER: [&str; 7] = ["biao", "chi", "csv", "tsv", "yaml", "yml", "json"];

/// Whether `--staged` fits the other options; reports why not.
pub(super) fn goes_with(console: &Console, arguments: &args::Check) -> bool {
    let args::Check { fix, diff, watch, write_baseline, certificate, .. } = arguments;
    let writes = *fix || *diff || *watch || *write_baseline || certificate.is_some();
    let writes = writes || arguments.reads_stdin();
    if arguments.staged && writes {
        console.note(words::staged_is_not_fixed().get(console.lang()));
    }
    !(arguments.staged && writes)
}

impl Staged {
    /// The index, if it is to be checked.
    ///
    /// # Errors
    /// Why the index cannot be read; `None` if nothing is staged that is to be checked, which has
    /// been said.
    pub(super) fn open(
        console: &Console,
        arguments: &args::Check,
    ) -> Result<Option<Self>, Option<Diagnostic>> {
        if !arguments.staged {
            return Ok(None);
        }
        let index = Index::open()?;
        // Faults in settings or rules do not concern a commit that changes none.
        if arguments.paths.is_empty() && index.leaves_alone(&MATTER) {
            console.note(words::nothing_staged().get(console.lang()));
            return Err(None);
        }
        let paths = arguments.paths.clone();
        Ok(Some(Self { index: Arc::new(index), paths, sheets: RefCell::default() }))
    }

    /// Where rules and settings are read from.
    pub(super) fn tree(&self) -> Tree {
        Tree::Index(self.index.clone())
    }

    /// All sheets of the projects of some places, since rules across sheets see them all; and what
    /// is wrong with them.
    pub(super) fn gather(
        &self,
        console: &Console,
        (projects, places): (&Projects, &[PathBuf]),
        sources: &mut Sources,
    ) -> Gathered {
        let (tree, endings) = (self.tree(), ["biao"]);
        // The commit is the same in any folder of the project.
        let root = |place: &PathBuf| {
            let root = projects.of(place).and_then(|file| Some(file.parent()?.to_owned()));
            let root =
                root.map(|folder| if folder.as_os_str().is_empty() { ".".into() } else { folder });
            root.filter(|root| self.index.covers(root)).unwrap_or_else(|| self.index.root())
        };
        let roots: BTreeSet<PathBuf> = places.iter().map(root).collect();
        let roots: Vec<PathBuf> = roots.into_iter().collect();
        let mut filters = |folder: &Path| projects.filter(folder, sources);
        let all = tree.discover(&roots, &endings, &mut filters);
        let named = tree.discover(&self.paths, &endings, &mut filters);
        let left_out = all.left_out.without(&named.files);
        let mut gathered = Gathered { beside: all.beside, left_out, ..Gathered::default() };
        for finding in all.diagnostics.into_iter().chain(named.diagnostics) {
            // Having no sheet is not a fault: other files are committed too.
            if finding.code != Code::NO_FILE && !gathered.failures.contains(&finding) {
                gathered.failures.push(finding);
            }
        }
        let files: BTreeSet<PathBuf> = all.files.into_iter().chain(named.files).collect();
        let progress = Progress::new(console, files.len(), words::reading());
        for file in files {
            match tree.read(&file, sources) {
                Ok(source) => {
                    let id = source.id();
                    gathered.take(projects, &file, source);
                    self.sheets.borrow_mut().insert(id, file);
                }
                // It was committed before; it must not block another commit.
                Err(failure) if !(self.is_named(&file) && self.index.changes(&file)) => {
                    gathered.failures.push(as_a_warning(failure));
                }
                Err(failure) => gathered.failures.push(failure),
            }
            progress.step();
        }
        progress.finish();
        gathered
    }

    /// What is wrong with the settings of some sheets; ignored for a commit that changes neither
    /// them nor what judges.
    pub(super) fn weighed(
        &self,
        settings: Option<&Path>,
        sheets: &BTreeSet<SourceId>,
        faults: Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        let own = self.sheets.borrow();
        let mut own = own.iter().filter(|(id, _)| sheets.contains(id));
        let touches = settings.is_some_and(|file| self.index.changes(file))
            || own.any(|(_, path)| self.is_named(path) && self.index.changes(path))
            || !self.changed_judges(&|path| !wants_sheet(path), &[]).is_empty();
        match touches {
            true => faults,
            false => faults.into_iter().map(as_a_warning).collect(),
        }
    }

    fn changed_judges(&self, judges: &dyn Fn(&Path) -> bool, sheets: &[&Path]) -> Vec<PathBuf> {
        self.index.changed_judges(judges, sheets, &[".chi", "pack.yaml", "biaochi.yaml"])
    }

    /// Sets which sheets to report on, once the rules have been read: those that the commit
    /// changes; all of a project, if it changes what judges them. An unchanged project is not
    /// checked. If nothing is left, that has been reported.
    pub(super) fn focus(
        &self,
        console: &Console,
        opened: &mut Opened,
        sources: &Sources,
    ) -> Result<(), Status> {
        let sheets = self.sheets.borrow();
        let mut focused = Vec::new();
        for mut project in std::mem::take(&mut opened.projects) {
            let own: BTreeMap<SourceId, &Path> = project
                .sheets
                .iter()
                .map(Source::id)
                .filter_map(|id| Some((id, sheets.get(&id)?.as_path())))
                .collect();
            let texts = project.sources.iter().filter(|id| !own.contains_key(id));
            let judges: BTreeSet<&str> =
                texts.filter_map(|id| Some(sources.get(*id)?.name())).collect();
            let is_judge = |path: &Path| {
                path.file_name().is_some_and(|name| name == ".ignore")
                    || judges.contains(&*project::shown(path))
            };
            let paths: Vec<&Path> = own.values().copied().collect();
            let judges = self.changed_judges(&is_judge, &paths);
            let asked = |path: &Path| {
                self.is_named(path) && (!judges.is_empty() || self.index.changes(path))
            };
            let focus: BTreeSet<SourceId> =
                own.iter().filter(|(_, path)| asked(path)).map(|(id, _)| *id).collect();
            if !judges.is_empty() {
                console.note(words::judges_staged(&judges, focus.len()).get(console.lang()));
            } else if focus.is_empty() {
                continue;
            }
            project.focus = Some(focus);
            focused.push(project);
        }
        opened.projects = focused;
        let failures = &mut opened.gathered.failures;
        if opened.projects.is_empty() {
            console.note(words::nothing_staged().get(console.lang()));
            let is_slight = |failure: &Diagnostic| failure.severity == Severity::Note;
            if failures.iter().all(is_slight) && opened.refused.is_empty() {
                console.complain(sources, failures);
                return Err(Status::Clean);
            }
        }
        failures.extend(self.index.lacking());
        Ok(())
    }

    fn is_named(&self, path: &Path) -> bool {
        self.paths.is_empty() || self.index.is_among(path, &self.paths)
    }
}

fn wants_sheet(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("biao"))
}

fn as_a_warning(failure: Diagnostic) -> Diagnostic {
    let severity = failure.severity.min(Severity::Warning);
    Diagnostic { severity, ..failure }
}
