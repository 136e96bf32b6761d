//! `biaochi verify`: whether a certificate is still valid: would the same check use the same
//! sheets, rules and settings? Takes a certificate; reports what has changed, searching as `check`
//! does. Checks no sheet again, and shows no file content.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::certificate::{self, Certificate, CertifiedPack, CertifiedPart, Stamp};
use super::certificate_words::{self as words, CertifiedKind};
use super::settings::criteria;
use super::{Console, Status, args};
use crate::check::Workspace;
use crate::diagnostic::{Code, Diagnostic, Severity, Words};
use crate::project::{self, Discovery, FileIdentity, Filter, Tree};
use crate::setup::{self, JudgingPacks, Settings};
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
    let folder = certificate::folder(&arguments.file);
    let builtin = setup::builtin_names();
    let comparison = Comparison { certificate: &certificate, folder: &folder, builtin };
    if let Some(outside) = comparison.outside() {
        console.note(outside.get(lang));
    }
    let changes = comparison.changes();
    for change in &changes {
        console.print(&format!("{}\n", change.get(lang)));
    }
    if certificate.version != env!("CARGO_PKG_VERSION") {
        console.note(words::other_version(&legible(&certificate.version)).get(lang));
    }
    let date = certificate.date.as_deref().map(legible);
    console.print(&format!("{}\n", words::covered(&certificate).get(lang)));
    let comes_to = words::certified(&certificate, date.as_deref(), changes.len());
    console.print(&format!("{}\n", comes_to.get(lang)));
    match changes.is_empty() && certificate.passes() {
        true => Status::Clean,
        false => Status::Findings,
    }
}

/// A text of a certificate on one line of bounded length: it may be forged to look like our own
/// words.
fn legible(text: &str) -> String {
    const MOST: usize = 200;
    let plain = |character: char| if character.is_control() { '\u{fffd}' } else { character };
    let mut legible: String = text.chars().take(MOST).map(plain).collect();
    if text.chars().nth(MOST).is_some() {
        legible.push('…');
    }
    legible
}

fn shown(path: &Path) -> String {
    legible(&project::shown(path))
}

/// A certificate, compared with the files on disk.
struct Comparison<'c> {
    certificate: &'c Certificate,
    /// Where it lies.
    folder: &'c Path,
    /// The names of packs that came with the program.
    builtin: BTreeSet<String>,
}

impl Comparison<'_> {
    fn path(&self, name: &str) -> PathBuf {
        project::path_from(name, self.folder)
    }

    /// What it names outside the places of the command line.
    fn outside(&self) -> Option<Words> {
        const MOST: usize = 3;
        let certificate = self.certificate;
        let command = &certificate.command;
        let stamps =
            certificate.parts().flat_map(|part| part.settings.into_iter().chain(part.baseline));
        let stamps = stamps.map(|stamp| &stamp.file);
        let rules = command.rules.iter().filter(|name| !self.builtin.contains(*name));
        let named = certificate.covers.iter().chain(certificate.all_files().map(|file| &file.file));
        let named = named
            .chain(stamps)
            .chain(rules)
            .chain([&command.config, &command.baseline].into_iter().flatten());
        let outside: BTreeSet<PathBuf> = named
            .map(|name| self.path(name))
            .filter(|path| project::lies_outside(path, self.folder))
            .collect();
        let some: Vec<String> = outside.iter().take(MOST).map(|path| shown(path)).collect();
        let home = shown(&project::home(self.folder));
        (!outside.is_empty()).then(|| words::outside(outside.len(), &some, &home))
    }

    fn changes(&self) -> Vec<Words> {
        let mut sources = Sources::new();
        let mut changes = Vec::new();
        let (by, projects) = self.by();
        let Ok(projects) = projects else {
            changes.push(words::settings_faulty());
            self.sheets(None, &mut changes);
            return changes;
        };
        let mut filters = |folder: &Path| projects.filter(folder, &mut sources);
        let covers = self.covers();
        let found = project::discover(&covers, &["biao"], &mut filters);
        let judged = if found.files.is_empty() { &covers } else { &found.files };
        let now: BTreeSet<Option<PathBuf>> = judged.iter().map(|file| projects.of(file)).collect();
        let mut faulty = projects.faults();
        let mut now: Vec<ProjectNow> = now
            .into_iter()
            .map(|file| {
                let config = file.as_ref().map(|file| projects.config(file, &mut sources));
                file.iter().for_each(|file| drop(faulty.remove(file)));
                let settings = config
                    .transpose()
                    .and_then(|config| Settings::new(&criteria(&by, None), config));
                ProjectNow { file, settings: settings.ok() }
            })
            .collect();
        let parts: Vec<CertifiedPart<'_>> = self.certificate.parts().collect();
        let is_one = parts.len() == 1 && now.len() == 1;
        let is_whole = faulty.is_empty() && now.iter().all(|project| project.settings.is_some());
        for then in parts {
            let path = then.settings.map(|stamp| self.path(&stamp.file));
            let at = now.iter().position(|now| is_one || now.is(path.as_deref()));
            match at.map(|at| now.remove(at)) {
                Some(now) => self.project(then, &now, &mut sources, &mut changes),
                None => {
                    changes.extend(self.changed_file(CertifiedKind::Settings, then.settings, None))
                }
            }
        }
        let came = now.iter().filter_map(|now| now.file.as_deref());
        changes.extend(came.map(|file| CertifiedKind::Settings.came(&shown(file))));
        changes.extend(faulty.iter().map(|_| words::settings_faulty()));
        self.sheets(is_whole.then_some(&found), &mut changes);
        changes
    }

    /// Changes of a project's settings, known findings and packs.
    fn project(
        &self,
        then: CertifiedPart<'_>,
        now: &ProjectNow,
        sources: &mut Sources,
        changes: &mut Vec<Words>,
    ) {
        let Some(settings) = &now.settings else {
            for (kind, then) in
                [(CertifiedKind::Settings, then.settings), (CertifiedKind::Baseline, then.baseline)]
            {
                let now = then.map(|stamp| self.path(&stamp.file));
                changes.extend(self.changed_file(kind, then, now.as_deref()));
            }
            changes.push(words::settings_faulty());
            return;
        };
        changes.extend(self.changed_file(
            CertifiedKind::Settings,
            then.settings,
            now.file.as_deref(),
        ));
        let baseline = self.certificate.command.baseline.as_ref().map(|name| self.path(name));
        let baseline = baseline.or_else(|| settings.baseline.clone());
        changes.extend(self.changed_file(
            CertifiedKind::Baseline,
            then.baseline,
            baseline.as_deref(),
        ));
        self.packs(then.packs, settings, sources, changes);
    }

    fn covers(&self) -> Vec<PathBuf> {
        self.certificate.covers.iter().map(|place| self.path(place)).collect()
    }

    /// What the same command line would be checked with now.
    fn by(&self) -> (args::JudgedBy, Result<project::Projects, Diagnostic>) {
        let command = &self.certificate.command;
        let rules = command.rules.iter().map(|name| match self.builtin.contains(name) {
            true => PathBuf::from(name),
            // An argument not written as a path may be the name of a pack.
            false => Path::new(".").join(self.path(name)),
        });
        let by = args::JudgedBy {
            packs: args::RulePacks { rules: rules.collect() },
            config: command.config.as_ref().map(|name| self.path(name)),
            select: command.select.clone(),
            ignore: command.ignore.clone(),
        };
        let folder = self.path(&command.folder);
        let filter = Filter::default().excluding(&folder, &command.exclude);
        let filter = filter.map(|filter| filter.forced(command.force_exclude));
        let projects =
            filter.map(|filter| project::Projects::new(&Tree::Disk, by.config.as_deref(), filter));
        (by, projects)
    }

    /// The change of one file that is used or not.
    fn changed_file(
        &self,
        kind: CertifiedKind,
        then: Option<&Stamp>,
        now: Option<&Path>,
    ) -> Option<Words> {
        let Some(then) = then else { return now.map(|now| kind.came(&shown(now))) };
        let path = self.path(&then.file);
        match now {
            _ if !path.exists() => Some(kind.gone(&shown(&path))),
            Some(now) if project::same_file(&path, now) => became(kind, &path, &then.sha256),
            Some(now) => Some(kind.came(&shown(now))),
            None => Some(kind.unused(&shown(&path))),
        }
    }

    /// Changes of the packs.
    fn packs(
        &self,
        then: &[CertifiedPack],
        settings: &Settings,
        sources: &mut Sources,
        changes: &mut Vec<Words>,
    ) {
        let mut workspace = Workspace::default();
        let (asked, uppers) = (&settings.packs, JudgingPacks::WithUppers);
        let book = setup::load(&Tree::Disk, asked, uppers, sources, &mut workspace);
        let before = changes.len();
        let mut left: Vec<&(project::Pack, bool)> =
            book.read.iter().filter(|(pack, judges)| *judges || !pack.builtin).collect();
        for then in then {
            let path = then.path.as_ref().map(|path| self.path(path));
            let name = legible(&then.name);
            let is_it = |now: &project::Pack| match (&path, &now.path) {
                (Some(path), Some(now)) => project::same_file(path, now),
                (None, None) => now.manifest.name == then.name,
                _ => false,
            };
            let Some(at) = left.iter().position(|(now, _)| is_it(now)) else {
                changes.push(match path.filter(|path| !path.exists()) {
                    Some(path) => words::pack_gone(&name, &shown(&path)),
                    None => words::pack_unknown(&name),
                });
                continue;
            };
            let (now, judges) = left.remove(at);
            if now.sha256 != then.sha256 || *judges != then.judges || now.manifest.name != then.name
            {
                let versions = (&*legible(&then.version), &*legible(&now.manifest.version));
                changes.push(words::pack_changed(&name, versions, &self.pack_files(then, now)));
            }
        }
        for (pack, _) in left {
            changes.push(words::pack_came(&legible(&pack.manifest.name)));
        }
        if changes.len() == before && self.certificate.passes() && book.is_faulty() {
            changes.push(words::rules_faulty());
        }
    }

    /// The files of a pack that were changed, added or removed.
    fn pack_files(&self, then: &CertifiedPack, now: &project::Pack) -> Vec<Words> {
        let mut files: BTreeMap<&str, &str> =
            then.files.iter().map(|file| (&*file.file, &*file.sha256)).collect();
        let mut changes = Vec::new();
        for source in now.files() {
            let path = Path::new(source.name());
            let name = shown(path);
            match files.remove(&*project::named_from(path, self.folder)) {
                Some(sha256) if *sha256 == project::checksum_of(source) => {}
                Some(_) => changes.push(words::pack_file_changed(&name)),
                None if now.builtin => {}
                None => changes.push(words::pack_file_came(&name)),
            }
        }
        let gone = files.keys().map(|name| shown(&self.path(name)));
        changes.extend(gone.map(|name| words::pack_file_gone(&name)));
        changes
    }

    /// Changes of the sheets, and sheets added since; without settings it is unknown which would be
    /// included.
    fn sheets(&self, found: Option<&Discovery>, changes: &mut Vec<Words>) {
        let files = found.iter().flat_map(|found| &found.files);
        let mut new: BTreeMap<FileIdentity, &PathBuf> =
            files.map(|path| (FileIdentity::of(path), path)).collect();
        let paths = self.certificate.all_files().map(|file| self.path(&file.file));
        // Whether each exists, and whether a check would include it.
        let then: Vec<(PathBuf, Option<bool>)> = paths
            .map(|path| {
                let taken = path.exists().then(|| new.remove(&FileIdentity::of(&path)).is_some());
                (path, taken)
            })
            .collect();
        let any_gone = then.iter().any(|(_, taken)| taken.is_none());
        let mut new: BTreeSet<&PathBuf> = new.into_values().collect();
        let mut by_checksum: BTreeMap<String, Vec<&PathBuf>> = BTreeMap::new();
        for path in new.iter().filter(|_| any_gone) {
            if let Ok(sha256) = project::checksum(path) {
                by_checksum.entry(sha256).or_default().push(path);
            }
        }
        for (file, (path, taken)) in self.certificate.all_files().zip(then) {
            let name = shown(&path);
            match taken {
                Some(taken) if taken || found.is_none() => {
                    changes.extend(became(CertifiedKind::Sheet, &path, &file.sha256));
                }
                Some(_) => changes.push(CertifiedKind::Sheet.unused(&name)),
                None => {
                    let same = by_checksum.get_mut(&file.sha256).and_then(Vec::pop);
                    changes.push(match same {
                        Some(to) => CertifiedKind::Sheet.moved(&name, &shown(to)),
                        None => CertifiedKind::Sheet.gone(&name),
                    });
                    if let Some(to) = same {
                        new.remove(to);
                    }
                }
            }
        }
        changes.extend(new.iter().map(|path| CertifiedKind::Sheet.came(&shown(path))));
        for finding in found.iter().flat_map(|found| &found.diagnostics) {
            // Removed files have been reported.
            let is_said = any_gone && [Code::NO_FILE, Code::PATH_MISSING].contains(&finding.code);
            if finding.severity == Severity::Error && !is_said && self.certificate.passes() {
                let (zh, en) = (legible(&finding.message.zh), legible(&finding.message.en));
                changes.push(words::hindered(&Words::new(zh, en)));
            }
        }
    }
}

/// A project as a check would find it now.
struct ProjectNow {
    file: Option<PathBuf>,
    /// `None` if they are faulty.
    settings: Option<Settings>,
}

impl ProjectNow {
    /// Whether it uses the settings in a file.
    fn is(&self, settings: Option<&Path>) -> bool {
        match (&self.file, settings) {
            (Some(now), Some(then)) => project::same_file(now, then),
            (now, then) => now.is_none() && then.is_none(),
        }
    }
}

/// The change of a file that still exists.
fn became(kind: CertifiedKind, path: &Path, sha256: &str) -> Option<Words> {
    match project::checksum(path) {
        Ok(now) if now == sha256 => None,
        Ok(_) => Some(kind.changed(&shown(path))),
        Err(_) => Some(kind.unreadable(&shown(path))),
    }
}
