//! Projects as an editor sees them: the sheets under the same settings, the rules that judge them,
//! and what has been computed of both. A root reads files; open documents stand in for theirs.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::convert::{ProtocolLines, Units};
use super::uri::Key;
use crate::check::{Change, Date, Judging, Options, Snapshot, Workspace};
use crate::diagnostic::{Diagnostic, Severity};
use crate::project::{self, Projects, Tree};
use crate::setup::{self, Criteria, JudgingPacks, Rulebook, Settings};
use crate::source::{Source, SourceId, Sources};

/// What a project is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RootKey {
    /// Its settings.
    Settings(PathBuf),
    /// A folder of the editor without settings.
    Folder(PathBuf),
    /// A sheet that belongs to no project.
    Alone(Key),
    /// Rules that no project uses: a pack, or a rule file of its own.
    Pack(PathBuf),
    /// A rule file that is no file yet, by its name.
    Text(String),
}

/// What judges the sheets of a project.
#[derive(Debug, Default)]
pub(super) struct RootRules {
    pub(super) settings: Option<Settings>,
    pub(super) book: Option<Rulebook>,
    pub(super) judging: Judging,
    /// What is wrong with settings and rules.
    pub(super) faults: Vec<Diagnostic>,
}

/// A project.
#[derive(Debug)]
pub(super) struct Root {
    key: RootKey,
    sources: Arc<Sources>,
    workspace: Workspace,
    judged: Arc<RootRules>,
    /// Files of sheets that are still to be read.
    unread: VecDeque<PathBuf>,
    lines: LineCache,
}

/// The lines of files that are not open, each with the text that they are of.
type LineCache = Arc<Mutex<BTreeMap<SourceId, (Source, Arc<ProtocolLines>)>>>;

/// A project at one time.
#[derive(Clone, Debug)]
pub(super) struct RootView {
    pub(super) snapshot: Snapshot,
    pub(super) sources: Arc<Sources>,
    pub(super) judged: Arc<RootRules>,
    pub(super) today: Option<Date>,
    lines: LineCache,
}

impl Root {
    /// Opens a project; what other projects have read of rules is shared.
    pub(super) fn open(key: RootKey, others: Option<&Self>, projects: &Projects) -> Self {
        let workspace = others.map_or_else(Workspace::caching, |root| root.workspace.beside());
        let mut root = Self {
            key,
            sources: Arc::new(Sources::lasting()),
            workspace,
            judged: Arc::default(),
            unread: VecDeque::new(),
            lines: LineCache::default(),
        };
        // First, so that these texts have the same ids in each project.
        let _ = project::embedded(Arc::make_mut(&mut root.sources));
        root.load_rules();
        root.look_for_sheets(projects);
        root
    }

    /// Reads settings and rules again. What is unchanged is not checked again.
    pub(super) fn load_rules(&mut self) {
        let sources = Arc::make_mut(&mut self.sources);
        let mut criteria = Criteria::default();
        let config = match &self.key {
            RootKey::Settings(file) => Some(Projects::default().config(file, sources)),
            RootKey::Pack(path) => {
                criteria.packs.push(path.clone());
                None
            }
            RootKey::Folder(_) | RootKey::Alone(_) | RootKey::Text(_) => None,
        };
        let settings = config.transpose().and_then(|config| Settings::new(&criteria, config));
        let settings = match settings {
            Ok(settings) => settings,
            Err(fault) => {
                self.judged = Arc::new(RootRules { faults: vec![fault], ..RootRules::default() });
                self.workspace.apply(Change::Packs(&[]));
                return;
            }
        };
        let by = match self.key {
            RootKey::Pack(_) | RootKey::Text(_) => JudgingPacks::Asked,
            _ => JudgingPacks::WithUppers,
        };
        let text = match &self.key {
            RootKey::Text(name) => sources.named(name).cloned(),
            _ => None,
        };
        let book = match text {
            Some(text) => setup::load_text(&text, &[], sources, &mut self.workspace),
            None => setup::load(&Tree::Disk, &settings.packs, by, sources, &mut self.workspace),
        };
        let (judging, misnamed) = settings.policy.resolve(book.rules());
        let faults = book.findings.iter().cloned().chain(misnamed).collect();
        let (settings, book) = (Some(settings), Some(book));
        self.judged = Arc::new(RootRules { settings, book, judging, faults });
    }

    /// Finds the sheets of the project; they are read bit by bit.
    pub(super) fn look_for_sheets(&mut self, projects: &Projects) {
        let folder = match &self.key {
            RootKey::Settings(file) => file.parent().unwrap_or(Path::new(".")),
            RootKey::Folder(folder) => folder,
            RootKey::Alone(_) | RootKey::Pack(_) | RootKey::Text(_) => return,
        };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let mut sources = Sources::new();
        let mut filters = |folder: &Path| projects.filter(folder, &mut sources);
        let found = project::discover(&[folder.to_owned()], &["biao"], &mut filters);
        let is_own = |file: &PathBuf| key_of_settings(projects, file) == self.settings_file();
        let files: VecDeque<PathBuf> = found.files.into_iter().filter(is_own).collect();
        let names: BTreeSet<String> = files.iter().map(|file| project::shown(file)).collect();
        let known = self.sources.iter().map(|source| source.name().to_owned());
        let is_gone = |name: &String| is_sheet(name) && !names.contains(name);
        let gone: Vec<String> =
            known.filter(is_gone).filter(|name| !self.sources.is_open(name)).collect();
        gone.iter().for_each(|name| self.remove(name));
        self.unread = files;
    }

    /// The settings file, if it has one.
    pub(super) fn settings_file(&self) -> Option<PathBuf> {
        match &self.key {
            RootKey::Settings(file) => Some(file.clone()),
            _ => None,
        }
    }

    /// Reads some more of the sheets that are still to be read; whether any were.
    pub(super) fn read_more(&mut self, most: usize) -> bool {
        let files: Vec<PathBuf> = self.unread.drain(..most.min(self.unread.len())).collect();
        for file in &files {
            self.read_sheet(file);
        }
        !files.is_empty()
    }

    /// Whether all sheets have been read.
    pub(super) fn is_read(&self) -> bool {
        self.unread.is_empty()
    }

    /// Reads one sheet from disk, or notes that it is gone, unless it is open.
    pub(super) fn read_sheet(&mut self, file: &Path) {
        let name = project::shown(file);
        if self.sources.is_open(&name) {
            return;
        }
        match Tree::Disk.read(file, Arc::make_mut(&mut self.sources)) {
            Ok(sheet) => self.workspace.apply(Change::Sheet(sheet)),
            Err(_) => self.remove(&name),
        }
    }

    fn remove(&mut self, name: &str) {
        self.workspace.apply(Change::Gone(name));
    }

    /// Takes in the text of a document that is open.
    pub(super) fn put(&mut self, name: &str, text: &str, is_sheet: bool) {
        let source = Arc::make_mut(&mut self.sources).open(name, text);
        if is_sheet {
            self.workspace.apply(Change::Sheet(source));
        }
    }

    /// Takes in that a document was closed: its file counts again.
    pub(super) fn close(&mut self, name: &str, file: Option<&Path>, is_sheet: bool) {
        Arc::make_mut(&mut self.sources).close(name);
        match file {
            Some(file) if is_sheet => self.read_sheet(&project::spelt(file)),
            None if is_sheet => self.remove(name),
            _ => {}
        }
    }

    /// Whether its settings or rules stand in a text of that name.
    pub(super) fn is_judged_by(&self, name: &str) -> bool {
        let packs = self.judged.book.iter().flat_map(|book| &book.read);
        let mut rules = packs.flat_map(|(pack, _)| pack.files());
        rules.any(|source| source.name() == name)
            || self.settings_file().is_some_and(|file| project::shown(&file) == name)
    }

    /// The folders in which its packs lie, and its own.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        let packs = self.judged.book.iter().flat_map(|book| &book.read);
        let packs = packs.filter_map(|(pack, _)| pack.path.clone());
        let own = match &self.key {
            RootKey::Settings(file) => file.parent().map(Path::to_owned),
            RootKey::Folder(folder) | RootKey::Pack(folder) => Some(folder.clone()),
            RootKey::Alone(_) | RootKey::Text(_) => None,
        };
        packs.chain(own).collect()
    }

    /// The project as it is now.
    pub(super) fn view(&self, today: Option<Date>) -> RootView {
        RootView {
            snapshot: self.workspace.snapshot(),
            sources: Arc::clone(&self.sources),
            judged: Arc::clone(&self.judged),
            today,
            lines: Arc::clone(&self.lines),
        }
    }
}

impl RootView {
    /// How its sheets are checked.
    pub(super) fn options(&self) -> Options<'_> {
        let as_of = self.judged.settings.as_ref().and_then(|settings| settings.as_of);
        let judging = Some(&self.judged.judging);
        Options { as_of, today: as_of.or(self.today), judging, ..Options::default() }
    }

    /// The text of that name.
    pub(super) fn source(&self, name: &str) -> Option<&Source> {
        self.sources.named(name)
    }

    /// The lines of a text that is not open.
    pub(super) fn lines(&self, source: &Source, units: Units) -> Arc<ProtocolLines> {
        let mut known = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, lines)) = known.get(&source.id())
            && of.is_same(source)
        {
            return Arc::clone(lines);
        }
        let lines = Arc::new(ProtocolLines::of(source.written(), units));
        known.insert(source.id(), (source.clone(), Arc::clone(&lines)));
        lines
    }

    /// What is wrong with settings and rules, so that sheets are not fully checked.
    pub(super) fn hindrances(&self) -> impl Iterator<Item = &Diagnostic> {
        self.judged.faults.iter().filter(|fault| fault.severity == Severity::Error)
    }
}

/// The settings of a file, in one spelling.
pub(super) fn key_of_settings(projects: &Projects, file: &Path) -> Option<PathBuf> {
    projects.of(file).map(|settings| project::spelt(&settings))
}

fn is_sheet(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".biao")
}

/// Projects by what they are known by.
pub(super) type Roots = BTreeMap<RootKey, Root>;
