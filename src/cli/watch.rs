//! `biaochi check --watch`: checks again whenever a sheet, a rule or the settings change, until it
//! is stopped.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::projects::Workspaces;
use super::settings;
use super::{Console, Status, args, check, words};
use crate::project;
use crate::render::{self, Fingerprint, Report};
use crate::source::Sources;

/// The findings of a report, each as a line, by what they are named.
pub(super) type ReportedLines = BTreeMap<Fingerprint, Vec<String>>;

pub(super) fn run(console: &Console, arguments: &args::Check) -> Status {
    let (mut watch, changes) = match project::Watch::new() {
        Ok(watch) => watch,
        Err(failure) => {
            console.complain(&Sources::new(), &[failure]);
            return Status::Failed;
        }
    };
    let mut workspaces = Workspaces::caching();
    loop {
        // Projects and packs come up while it runs. Watched first, so that no change in between is
        // lost.
        for path in watched(arguments) {
            if let Err(failure) = watch.follow(&path) {
                console.complain(&Sources::new(), &[failure]);
                return Status::Failed;
            }
        }
        let status = check::once(console, arguments, &mut workspaces);
        console.note(words::watching().get(console.lang()));
        let Some(changed) = changes.wait() else { return status };
        console.note(words::changed(&changed).get(console.lang()));
    }
}

/// What a check reads: its places, and the settings and packs that may lie elsewhere. What is wrong
/// with settings is reported by the check.
fn watched(arguments: &args::Check) -> Vec<PathBuf> {
    let mut watched = arguments.places();
    watched.extend(arguments.by.config.clone());
    let (tree, mut sources) = (project::Tree::Disk, Sources::new());
    let Ok(projects) = settings::projects(&tree, arguments) else { return watched };
    let mut filters = |folder: &Path| projects.filter(folder, &mut sources);
    project::discover(&arguments.places(), &["biao"], &mut filters);
    for file in projects.files().into_iter().map(Some).chain([None]) {
        let config = file.as_ref().map(|file| projects.config(file, &mut sources)).transpose();
        let settings = config.and_then(|config| settings::of_check(arguments, config));
        let packs = settings.into_iter().flat_map(|settings| settings.packs);
        watched.extend(packs.map(|asked| asked.path).filter(|path| path.exists()));
        watched.extend(file);
    }
    watched
}

/// Reports the differences from the last report, and remembers this one.
pub(super) fn compare(
    console: &Console,
    sources: &Sources,
    report: &Report,
    last: &mut Option<ReportedLines>,
) {
    let lang = console.lang();
    let names = render::fingerprints(sources, &report.sheets, &report.findings);
    let lines = report.findings.iter().map(|finding| render::line(sources, finding, lang));
    let mut now = ReportedLines::new();
    for (name, line) in names.into_iter().zip(lines) {
        now.entry(name).or_default().push(line);
    }
    if let Some(before) = last.as_ref() {
        let (new, gone) = (more(&now, before), more(before, &now));
        console.note(words::since_the_last(&new, &gone).get(lang));
    }
    *last = Some(now);
}

/// What some findings have more than others: as many of a name as there are more of it, those first
/// that stand elsewhere. A file that was renamed has the findings that it had.
fn more(these: &ReportedLines, others: &ReportedLines) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, these) in these {
        let others = others.get(name).map(Vec::as_slice).unwrap_or_default();
        let (known, new): (Vec<_>, Vec<_>) = these.iter().partition(|line| others.contains(line));
        let count = these.len().saturating_sub(others.len());
        lines.extend(new.into_iter().chain(known).take(count).cloned());
    }
    lines.sort();
    lines
}
