//! The files of known findings of a check: one for each project, or the one of the command line for
//! all. Takes findings; separates known from new, or records all as known. Knows nothing of the
//! file format.

use std::path::{Path, PathBuf};

use super::baseline::{self, Looked};
use super::check::Task;
use super::projects::Project;
use super::report::merged;
use super::{Status, args, project_words};
use crate::check::Checked;
use crate::diagnostic::Diagnostic;
use crate::project;
use crate::source::{Source, Sources};

/// The file of a project's known findings, if one is to be read or written.
fn file_of(arguments: &args::Check, project: &Project) -> Option<PathBuf> {
    match arguments.write_baseline {
        true => Some(project.settings.baseline_to_write()),
        false => project.settings.baseline.clone(),
    }
}

/// The files of known findings, each once.
pub(super) fn files(arguments: &args::Check, projects: &[Project]) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    for file in projects.iter().filter_map(|project| file_of(arguments, project)) {
        if !files.iter().any(|known| project::same_file(known, &file)) {
            files.push(file);
        }
    }
    files
}

/// The findings, compared with the known ones.
#[derive(Default)]
pub(super) struct KnownParted {
    /// Those not known.
    pub(crate) checked: Vec<Checked>,
    pub(crate) known: Vec<Diagnostic>,
    /// Known findings that are gone; why a file could not be read.
    pub(crate) failures: Vec<Diagnostic>,
}

/// Separates the new findings of each project from the known ones.
///
/// # Errors
/// A file of known findings could not be read: what is new cannot be determined.
pub(super) fn part(
    task: &Task<'_>,
    sources: &mut Sources,
    checked: Vec<Checked>,
) -> Result<KnownParted, Vec<Diagnostic>> {
    let mut parted = KnownParted::default();
    let mut broken = 0;
    for (file, members, mut found) in grouped(task, checked) {
        let Some(file) = file else {
            parted.checked.push(found);
            continue;
        };
        let split = baseline::open(&task.tree, &file, sources).and_then(|source| {
            let group = SharingProjects { task, members: &members };
            let findings = std::mem::take(&mut found.findings);
            baseline::part(&source, &file, findings, &group.looked(sources, &found))
        });
        match split {
            Ok(split) => {
                parted.checked.push(Checked { findings: split.new, ..found });
                parted.known.extend(split.known);
                parted.failures.extend(split.gone);
            }
            Err(failure) => {
                broken += members.len();
                parted.failures.push(failure);
            }
        }
    }
    if broken > 0 && broken == task.projects.len() { Err(parted.failures) } else { Ok(parted) }
}

/// Records all findings as known.
pub(super) fn write(task: &Task<'_>, mut sources: Sources, checked: Vec<Checked>) -> Status {
    let lang = task.console.lang();
    if task.hindered() || checked.iter().any(|checked| checked.incomplete) {
        // What could not be looked at cannot be known.
        task.console.complain(&sources, &task.failures);
        task.console.complain(&sources, &merged(checked).findings);
        task.console.note(project_words::no_baseline_of_part().get(lang));
        return Status::Failed;
    }
    let mut status = Status::Clean;
    for (file, members, found) in grouped(task, checked) {
        let mut targets = task.baselines().iter();
        let target = targets.find(|target| file.as_ref().is_some_and(|file| target.path() == file));
        let Some(target) = target else { continue };
        let old = baseline::open(&task.tree, target.path(), &mut sources).ok();
        let group = SharingProjects { task, members: &members };
        let looked = group.looked(&sources, &found);
        match baseline::write(old.as_ref(), target, &found.findings, &looked) {
            Ok(count) => {
                let named = group.projects().any(|project| project.settings.baseline.is_some());
                let file = target.path();
                task.console.note(project_words::baseline_written(file, count, named).get(lang));
            }
            Err(failure) => {
                task.console.complain(&sources, &[failure]);
                status = Status::Failed;
            }
        }
    }
    status
}

/// The findings by file of known findings, with the projects that share it.
fn grouped(task: &Task<'_>, checked: Vec<Checked>) -> Vec<(Option<PathBuf>, Vec<usize>, Checked)> {
    let mut groups: Vec<(Option<PathBuf>, Vec<usize>, Vec<Checked>)> =
        files(task.arguments, &task.projects)
            .into_iter()
            .map(|file| (Some(file), Vec::new(), Vec::new()))
            .chain([(None, Vec::new(), Vec::new())])
            .collect();
    for ((at, project), found) in task.projects.iter().enumerate().zip(checked) {
        let file = file_of(task.arguments, project);
        let is_its = |known: &Option<PathBuf>| match (known, &file) {
            (Some(known), Some(file)) => project::same_file(known, file),
            (None, None) => true,
            _ => false,
        };
        if let Some((_, members, all)) = groups.iter_mut().find(|(known, ..)| is_its(known)) {
            members.push(at);
            all.push(found);
        }
    }
    groups.retain(|(_, members, _)| !members.is_empty());
    groups.into_iter().map(|(file, members, all)| (file, members, merged(all))).collect()
}

/// Projects that share a file of known findings.
struct SharingProjects<'t> {
    task: &'t Task<'t>,
    members: &'t [usize],
}

impl<'t> SharingProjects<'t> {
    fn projects(&self) -> impl Iterator<Item = &'t Project> {
        self.members.iter().filter_map(|at| self.task.projects.get(*at))
    }

    /// Whether findings of a rule in a file would have been found if they still existed.
    fn judges(&self, file: &Path, rule: &str) -> bool {
        let settings = self.task.settings.of(file);
        let mut own = self.projects().filter(|project| project.file == settings);
        own.any(|project| project.judges(&self.task.arguments.by, rule))
    }

    fn looked<'l>(&'l self, sources: &'l Sources, found: &'l Checked) -> Looked<'l> {
        let asked = self.projects().flat_map(Project::asked);
        Looked {
            tree: &self.task.tree,
            places: self.task.arguments.places(),
            files: asked.map(|source: &Source| source.name().to_owned()).collect(),
            judged: Box::new(|file, rule| self.judges(file, rule)),
            sources,
            sheets: &found.sheets,
        }
    }
}
