//! `biaochi verify`: whether what a certificate tells of still stands: the same sheets, the same rules. Takes a
//! certificate; says what has changed since. Checks no sheet again.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::certificate::{self, Certificate, Verdict};
use super::packs::{self, Asked, Judging};
use super::{Console, Status, args, project_words};
use crate::check::Workspace;
use crate::diagnostic::Words;
use crate::project::{self, Tree};
use crate::source::Sources;

pub(super) fn run(console: &Console, arguments: &args::Verify) -> Status {
    let mut sources = Sources::new();
    let certificate = match certificate::read(&arguments.file, &mut sources) {
        Ok(certificate) => certificate,
        Err(failure) => {
            console.complain(&sources, &[failure]);
            return Status::Failed;
        }
    };
    let lang = console.lang();
    let mut changes = Vec::new();
    packs(&certificate, arguments, &mut sources, &mut changes);
    files(&certificate, arguments, &mut changes);
    for change in &changes {
        console.print(&format!("{}\n", change.get(lang)));
    }
    if certificate.version != env!("CARGO_PKG_VERSION") {
        console.note(project_words::other_version(&certificate.version).get(lang));
    }
    let counts = (certificate.files.len(), certificate.packs.len());
    let date = certificate.date.as_deref();
    let told = project_words::certified(certificate.verdict, date, counts, changes.len());
    console.print(&format!("{}\n", told.get(lang)));
    match (changes.is_empty(), certificate.verdict) {
        (true, Verdict::Clean | Verdict::Passed) => Status::Clean,
        _ => Status::Findings,
    }
}

/// What has become of the packs.
fn packs(
    certificate: &Certificate,
    arguments: &args::Verify,
    sources: &mut Sources,
    changes: &mut Vec<Words>,
) {
    let folder = certificate::folder(&arguments.file);
    let mut asked = Vec::new();
    for pack in &certificate.packs {
        let path = pack.path.as_ref().map(|path| PathBuf::from(project::from_folder(path, folder)));
        match path {
            Some(path) if !path.exists() => {
                changes.push(project_words::pack_gone(&pack.name, &project::shown(&path)));
            }
            Some(path) => {
                let name = project::shown(&path);
                asked.push(Asked { name, path, span: None });
            }
            None => {
                let (name, path) = (pack.name.clone(), PathBuf::from(&pack.name));
                asked.push(Asked { name, path, span: None });
            }
        }
    }
    let book =
        packs::load(&Tree::Disk, &asked, Judging::WithUppers, sources, &mut Workspace::default());
    for pack in &certificate.packs {
        match book.packs.iter().find(|now| now.name == pack.name) {
            Some(now) if now.sha256 == pack.sha256 => {}
            Some(now) => {
                changes.push(project_words::pack_changed(&pack.name, &pack.version, &now.version))
            }
            None if pack.path.is_none() => changes.push(project_words::pack_unknown(&pack.name)),
            // That it is gone has been said; or it bears another name now.
            None => changes.push(project_words::pack_unknown(&pack.name)),
        }
    }
}

/// What has become of the sheets, and which have come since.
fn files(certificate: &Certificate, arguments: &args::Verify, changes: &mut Vec<Words>) {
    let folder = certificate::folder(&arguments.file);
    let mut known = BTreeSet::new();
    for file in &certificate.files {
        let name = project::from_folder(&file.file, folder);
        let path = PathBuf::from(&name);
        if !path.exists() {
            changes.push(project_words::sheet_gone(&name));
        } else {
            match project::read(&path, &mut Sources::new()) {
                Ok(source) if project::checksum_of(&source) == file.sha256 => {}
                Ok(_) => changes.push(project_words::sheet_changed(&name)),
                Err(_) => changes.push(project_words::sheet_unreadable(&name)),
            }
        }
        known.insert(name);
    }
    let places: Vec<PathBuf> = certificate
        .covers
        .iter()
        .map(|place| PathBuf::from(project::from_folder(place, folder)))
        .filter(|place| place.is_dir())
        .collect();
    let filter = project::config(&Tree::Disk, &places, &mut Sources::new());
    let filter = filter.ok().flatten().map(|config| config.filter()).unwrap_or_default();
    for file in project::discover(&places, &["biao"], &filter).files {
        let name = project::shown(&file);
        if !known.contains(&name) {
            changes.push(project_words::sheet_new(&name));
        }
    }
}
