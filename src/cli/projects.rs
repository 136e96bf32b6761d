//! The projects of a check: each consists of the sheets with the same nearest settings, and the
//! rules that these request. Takes arguments; gives sheets and rules, read. Checks nothing, and
//! knows no report.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::progress::Progress;
use super::settings;
use super::staged::Staged;
use super::watch::ReportedLines;
use super::{Console, args, stdin, words};
use crate::check::{Change, Judging, Options, Snapshot, Workspace};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::project::{self, Tree};
use crate::setup::{self, Rulebook, Settings};
use crate::source::{Source, SourceId, Sources};

/// A workspace for each project, by its settings: sheets of different projects are not compared.
#[derive(Default)]
pub(super) struct Workspaces {
    cache_outcomes: bool,
    of: BTreeMap<Option<PathBuf>, Workspace>,
    /// The findings of the last report, a line each, by fingerprint.
    pub(crate) last: Option<ReportedLines>,
}

impl Workspaces {
    /// Workspaces that cache the outcomes of rules.
    pub(crate) fn caching() -> Self {
        Self { cache_outcomes: true, ..Self::default() }
    }

    /// Releases the sheets, unless results are cached for further checks.
    pub(crate) fn release(&mut self) {
        if !self.cache_outcomes {
            self.of.values_mut().for_each(|workspace| workspace.apply(Change::Sheets(&[])));
        }
    }

    /// The workspace of the project with some settings. They share the shipped rules, read once.
    pub(crate) fn of(&mut self, settings: Option<&Path>) -> &mut Workspace {
        let new = match self.of.values().next() {
            Some(other) => other.beside(),
            None if self.cache_outcomes => Workspace::caching(),
            None => Workspace::default(),
        };
        self.of.entry(settings.map(Path::to_owned)).or_insert(new)
    }
}

/// What a command line names: sheets, and what was found while searching them.
#[derive(Default)]
pub(super) struct Gathered {
    /// By the settings that hold for them.
    pub(crate) sheets: BTreeMap<Option<PathBuf>, Vec<Source>>,
    /// The files that were found, whether they could be read or not.
    pub(crate) files: Vec<PathBuf>,
    /// What could not be found or read.
    pub(crate) failures: Vec<Diagnostic>,
    /// Rule files that were found on the way.
    pub(crate) beside: Vec<PathBuf>,
    /// What was left out.
    pub(crate) left_out: project::Unsearched,
    /// Whether having nothing to check is allowed.
    pub(crate) may_be_empty: bool,
}

impl Gathered {
    /// Finds and reads the sheets.
    pub(crate) fn read(
        console: &Console,
        arguments: &args::Check,
        projects: &project::Projects,
        sources: &mut Sources,
    ) -> Self {
        if arguments.reads_stdin() {
            let mut gathered = Self::default();
            match stdin::read(&arguments.stdin_filename, sources) {
                Ok(sheet) => gathered.take(projects, &arguments.stdin_filename, sheet),
                Err(failure) => gathered.failures.push(failure),
            }
            return gathered;
        }
        let gathered = Self::from_disk(console, &arguments.places(), projects, sources);
        Self { may_be_empty: arguments.force_exclude, ..gathered }
    }

    /// Finds and reads the sheets under some places.
    pub(crate) fn from_disk(
        console: &Console,
        places: &[PathBuf],
        projects: &project::Projects,
        sources: &mut Sources,
    ) -> Self {
        let mut gathered = Self::default();
        let mut filters = |folder: &Path| projects.filter(folder, sources);
        let found = project::discover(places, &["biao"], &mut filters);
        let progress = Progress::new(console, found.files.len(), words::reading());
        let (sheets, unreadable) = project::read_all(&found.files, sources, &|| progress.step());
        progress.finish();
        sheets.into_iter().for_each(|(path, sheet)| gathered.take(projects, &path, sheet));
        gathered.failures.extend(found.diagnostics.into_iter().chain(unreadable));
        gathered.left_out = found.left_out;
        gathered.files = found.files;
        gathered.beside = found.beside;
        gathered
    }

    /// Adds a sheet.
    pub(crate) fn take(&mut self, projects: &project::Projects, path: &Path, sheet: Source) {
        self.sheets.entry(projects.of(path)).or_default().push(sheet);
    }

    fn is_empty(&self) -> bool {
        self.sheets.is_empty() && self.failures.is_empty()
    }
}

/// Combines the settings of a project with what a command line asks for.
pub(super) type CombineSettings<'a> =
    &'a dyn Fn(Option<project::Config>) -> Result<Settings, Diagnostic>;

/// The sheets of a project, and what they are judged by.
pub(super) struct Project {
    /// Its file of settings.
    pub(crate) file: Option<PathBuf>,
    pub(crate) settings: Settings,
    pub(crate) book: Rulebook,
    /// What the settings say of the rules.
    pub(crate) judging: Judging,
    pub(crate) sheets: Vec<Source>,
    /// The sheets to report on, if not all.
    pub(crate) focus: Option<BTreeSet<SourceId>>,
    /// The sheets, read.
    pub(crate) snapshot: Snapshot,
    /// What is wrong with its rules.
    pub(crate) failures: Vec<Diagnostic>,
    /// Its own texts: settings, rules, sheets.
    pub(crate) sources: BTreeSet<SourceId>,
}

impl Project {
    /// The sheets under some settings, with the rules that these request.
    ///
    /// # Errors
    /// The settings are faulty.
    pub(crate) fn open(
        (tree, combined): (&Tree, CombineSettings<'_>),
        (projects, file): (&project::Projects, Option<&Path>),
        sheets: Vec<Source>,
        sources: &mut Sources,
        workspaces: &mut Workspaces,
    ) -> Result<Self, Vec<Diagnostic>> {
        let alone = |failure| vec![failure];
        let config = file.map(|file| projects.config(file, sources)).transpose().map_err(alone)?;
        let settings = combined(config).map_err(alone)?;
        let before = sources.iter().count();
        let workspace = workspaces.of(file);
        let uppers = setup::JudgingPacks::WithUppers;
        let book = setup::load(tree, &settings.packs, uppers, sources, workspace);
        let (judging, misnamed) = settings.policy.resolve(book.rules());
        if !misnamed.is_empty() {
            // A name may be missing because its file is faulty.
            let faults =
                book.findings.iter().filter(|finding| finding.severity == Severity::Error).cloned();
            return Err(faults.chain(misnamed).collect());
        }
        // Hints on rules are for their authors, and are reported by `biaochi test`.
        let of_rules =
            book.findings.iter().filter(|finding| finding.severity > Severity::Note).cloned();
        let failures = of_rules.collect();
        workspace.apply(Change::Sheets(&sheets));
        let own = settings.config.iter().map(|config| config.source.id());
        let own = own.chain(sources.iter().skip(before).map(Source::id));
        let own = own.chain(sheets.iter().map(Source::id)).collect();
        let (focus, snapshot) = (None, workspace.snapshot());
        let file = file.map(Path::to_owned);
        Ok(Self { file, settings, book, judging, sheets, focus, snapshot, failures, sources: own })
    }

    /// Updates the sheets.
    pub(crate) fn reread(&mut self, sources: &Sources, workspaces: &mut Workspaces) {
        let now = self.sheets.iter().filter_map(|sheet| sources.get(sheet.id()).cloned());
        self.sheets = now.collect();
        let workspace = workspaces.of(self.file.as_deref());
        workspace.apply(Change::Sheets(&self.sheets));
        self.snapshot = workspace.snapshot();
    }

    pub(crate) fn options(&self) -> Options<'_> {
        let as_of = self.settings.as_of;
        // Approvals until a day are compared with today, even if the law of another day is used.
        let today = as_of.or_else(super::today);
        Options {
            as_of,
            today,
            judging: Some(&self.judging),
            focus: self.focus.as_ref(),
            budget: None,
            judged: None,
        }
    }

    /// The files to report on.
    pub(crate) fn asked(&self) -> impl Iterator<Item = &Source> {
        let focus = self.focus.as_ref();
        self.sheets
            .iter()
            .filter(move |sheet| focus.is_none_or(|focus| focus.contains(&sheet.id())))
    }

    /// The rules that its settings leave out, by pack and name.
    pub(crate) fn left_out(&self) -> impl Iterator<Item = (&str, &str)> {
        let left_out = self.judging.rules_left_out(self.book.rules());
        left_out.map(|(rule, _)| (rule.pack.as_str(), rule.name.as_str()))
    }

    /// Whether findings of a rule would have been found: it judged, or no longer exists.
    pub(crate) fn judges(&self, by: &args::JudgedBy, name: &str) -> bool {
        let rules = self.book.rules();
        let judges = self.judging.rules(rules).any(|(_, rule)| rule.name == name);
        let left_out = self.judging.rules_left_out(rules).any(|(rule, _)| rule.name == name);
        let is_own = || Code::ALL.iter().any(|own| own.name() == name);
        judges || (!left_out && (by.packs.rules.is_empty() || is_own()))
    }
}

/// The projects of a check that could be opened, and everything that prevents the check.
pub(super) struct Opened {
    /// The settings of each file.
    pub(crate) settings: project::Projects,
    pub(crate) projects: Vec<Project>,
    pub(crate) gathered: Gathered,
    /// What is wrong with settings: sheets under them are not checked.
    pub(crate) refused: Vec<Diagnostic>,
    /// Whether nothing was found, for a known reason.
    pub(crate) is_nothing: bool,
}

impl Opened {
    /// Reads settings, sheets and rules.
    ///
    /// # Errors
    /// The command line is faulty.
    pub(crate) fn read(
        console: &Console,
        arguments: &args::Check,
        (tree, staged): (&Tree, Option<&Staged>),
        sources: &mut Sources,
        workspaces: &mut Workspaces,
    ) -> Result<Self, Diagnostic> {
        let settings = settings::projects(tree, arguments)?;
        // First, so that their texts have the same ids in each check of a watch and caches apply.
        // Faults in them are reported where packs are requested.
        let _ = project::embedded(sources);
        let mut gathered = match staged {
            Some(staged) => staged.gather(console, (&settings, &arguments.places()), sources),
            None => Gathered::read(console, arguments, &settings, sources),
        };
        let is_nothing = gathered.is_empty() && gathered.may_be_empty;
        // Of a commit, and of standard input, not all is looked at.
        let walked = if staged.is_some() || arguments.reads_stdin() {
            Vec::new()
        } else {
            arguments.places()
        };
        gathered.failures.extend(gathered.left_out.notes());
        gathered.failures.extend(settings.unheeded(&walked));
        let mut sheets = std::mem::take(&mut gathered.sheets);
        if sheets.is_empty() {
            // Faults in settings or rules are reported, with or without sheets.
            let none = |place: &PathBuf| (settings.of(place), Vec::new());
            sheets = arguments.places().iter().map(none).collect();
        }
        let weighed = |file: Option<&Path>, sheets: &BTreeSet<SourceId>, faults| match staged {
            Some(staged) => staged.weighed(file, sheets, faults),
            None => faults,
        };
        let (mut projects, mut refused) = (Vec::new(), Vec::new());
        let mut opened = BTreeSet::new();
        for (file, sheets) in sheets {
            let ids: BTreeSet<SourceId> = sheets.iter().map(Source::id).collect();
            let combined = |config| settings::of_check(arguments, config);
            let (by, which) = ((tree, &combined as _), (&settings, file.as_deref()));
            match Project::open(by, which, sheets, sources, workspaces) {
                Ok(project) => projects.push(project),
                Err(faults) => refused.extend(weighed(file.as_deref(), &ids, faults)),
            }
            opened.extend(file);
        }
        for (file, fault) in settings.faults() {
            if !opened.contains(&file) {
                refused.extend(weighed(Some(&file), &BTreeSet::new(), vec![fault]));
            }
        }
        let is_nothing = is_nothing && refused.is_empty();
        Ok(Self { settings, projects, gathered, refused, is_nothing })
    }
}
