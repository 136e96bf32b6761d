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
    last: &mut Option<BTreeMap<Fingerprint, String>>,
) {
    let lang = console.lang();
    let names = render::fingerprints(sources, &report.sheets, &report.findings);
    let lines = report.findings.iter().map(|finding| render::line(sources, finding, lang));
    let now: BTreeMap<Fingerprint, String> = names.into_iter().zip(lines).collect();
    if let Some(before) = last.as_ref() {
        let only = |these: &BTreeMap<Fingerprint, String>,
                    others: &BTreeMap<Fingerprint, String>| {
            let mut lines: Vec<String> = these
                .iter()
                .filter(|(name, _)| !others.contains_key(*name))
                .map(|(_, line)| line.clone())
                .collect();
            lines.sort();
            lines
        };
        let (new, gone) = (only(&now, before), only(before, &now));
        console.note(words::since_the_last(&new, &gone).get(lang));
    }
    *last = Some(now);
}
