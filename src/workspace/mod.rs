//! Sheets and rules, kept across changes: texts cut into documents, documents read, rule files
//! parsed and checked, and the outcome of each rule on each sheet. Takes texts; gives snapshots,
//! from which `check` makes reports. Knows no disk, no clock, no terminal, and no wording of
//! findings.
//!
//! Caching never changes a report: it equals that of a fresh start over the same texts.

mod comments;
mod document;
mod document_places;
mod library;
mod outcomes;

use std::sync::Arc;

pub(crate) use comments::{Ignore, Misread, Suppressions, comment_edit};
pub(crate) use document::{File, Numbers, ReadDocument, in_path_order, read_all};
pub(crate) use document_places::DocumentPlaces;
pub use library::{Book, Library, PackSources, Trust};
pub(crate) use library::{Dependencies, RuleKey};
pub(crate) use outcomes::{CachedOutcomes, OutcomeKey};

use crate::source::{Source, SourceId};

/// A change of what a workspace holds.
#[derive(Clone, Debug)]
pub enum Change<'a> {
    /// All sheets, in order: what is not among them is gone.
    Sheets(&'a [Source]),
    /// One file of sheets, new or changed.
    Sheet(Source),
    /// The file of sheets of that name is gone.
    Gone(&'a str),
    /// The packs, all of them.
    Packs(&'a [PackSources<'a>]),
}

/// Sheets and rules, with what has been computed of them. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    library: Library,
    now: Snapshot,
}

/// What a workspace held at one time. Cheap to clone, and free to go to another thread.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    files: Arc<Vec<Arc<File>>>,
    places: Arc<DocumentPlaces>,
    book: Arc<Book>,
    numbers: Numbers,
    caches_outcomes: bool,
}

impl Workspace {
    /// An empty one that caches the outcomes of rules. The default does not, and takes less room:
    /// for a single report.
    pub fn caching() -> Self {
        let now = Snapshot { caches_outcomes: true, ..Snapshot::default() };
        Self { now, ..Self::default() }
    }

    /// An empty one for other sheets, which shares the rule files that this one has read.
    #[must_use]
    pub fn beside(&self) -> Self {
        let now = Snapshot { caches_outcomes: self.now.caches_outcomes, ..Snapshot::default() };
        Self { library: self.library.clone(), now }
    }

    /// Takes a change in.
    pub fn apply(&mut self, change: Change<'_>) {
        match change {
            Change::Sheets(sources) => self.all_sheets(sources),
            Change::Sheet(source) => self.sheet(&source),
            Change::Gone(name) => {
                let files = Arc::make_mut(&mut self.now.files);
                if let Some(at) = files.iter().position(|file| file.source.name() == name) {
                    Arc::make_mut(&mut self.now.places).remove(&files.remove(at));
                }
            }
            Change::Packs(packs) => self.packs(packs),
        }
    }

    /// Says what is taken for granted of the packs that come from now on.
    pub fn trust(&mut self, trust: Trust) {
        self.library.trust(trust);
    }

    /// What the workspace holds now.
    pub fn snapshot(&self) -> Snapshot {
        self.now.clone()
    }

    /// The rule files, each parsed once while its text is unchanged.
    pub(crate) fn library(&mut self) -> &mut Library {
        &mut self.library
    }

    fn all_sheets(&mut self, sources: &[Source]) {
        let forms = &self.now.book.rules.forms;
        let former = std::mem::take(&mut self.now.files);
        let files = document::read_all(forms, sources, &former, &mut self.now.numbers);
        self.now.places = Arc::new(DocumentPlaces::of(&files));
        self.now.files = Arc::new(files);
    }

    fn sheet(&mut self, source: &Source) {
        let files = Arc::make_mut(&mut self.now.files);
        let places = Arc::make_mut(&mut self.now.places);
        let known = files.iter().position(|file| file.source.name() == source.name());
        let former = known.and_then(|at| files.get(at)).cloned();
        if former.as_ref().is_some_and(|file| file.source.is_same(source)) {
            return;
        }
        let (forms, numbers) = (&self.now.book.rules.forms, &mut self.now.numbers);
        let file = File::read(forms, source, former.as_deref(), numbers);
        former.iter().for_each(|former| places.remove(former));
        places.put(&file);
        let file = Arc::new(file);
        match known.and_then(|at| files.get_mut(at)) {
            Some(place) => *place = file,
            None => {
                let before = |other: &Arc<File>| {
                    document::by_path(other.source.name(), file.source.name()).is_lt()
                };
                let at = files.partition_point(before);
                files.insert(at, file);
            }
        }
    }

    fn packs(&mut self, packs: &[PackSources<'_>]) {
        let book = self.library.check(packs);
        let read_alike = self.now.book.reads_like(&book);
        self.now.book = book;
        if !read_alike {
            let sources: Vec<Source> =
                self.now.files.iter().map(|file| file.source.clone()).collect();
            self.now.files = Arc::default();
            self.all_sheets(&sources);
        }
    }
}

impl Snapshot {
    /// The ids of all readings of documents, in order: a document that is read again has a new one.
    pub fn reading_ids(&self) -> impl Iterator<Item = SourceId> + '_ {
        self.files.iter().flat_map(|file| file.parts.iter().map(|(_, read)| read.id()))
    }

    /// The files of sheets, in order.
    pub(crate) fn files(&self) -> &[Arc<File>] {
        &self.files
    }

    /// The places of the documents in the files.
    pub(crate) fn places(&self) -> &DocumentPlaces {
        &self.places
    }

    /// The rules, checked.
    pub fn book(&self) -> &Arc<Book> {
        &self.book
    }

    /// The last number that a document was given.
    pub(crate) fn numbers(&self) -> Numbers {
        self.numbers
    }

    /// Whether the outcomes of rules are cached.
    pub(crate) fn caches_outcomes(&self) -> bool {
        self.caches_outcomes
    }
}
