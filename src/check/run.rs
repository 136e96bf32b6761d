//! One run over the sheets of a snapshot, or of some texts: each held against the rules that judge it, and what
//! came of it put together. Words nothing.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::judges::{Bench, Judge, Judges, Judging};
use super::report::Reporter;
use super::{Checked, Options};
use crate::dictionary::DaySpan;
use crate::eval::{Facts, Outcome, World, evaluate};
use crate::form::FieldId;
use crate::rule::{FormId, RuleSet, SheetScope};
use crate::source::{Source, SourceId};
use crate::workspace::{
    Dependencies, DocumentPlaces, File, Numbers, OutcomeKey, ReadDocument, Remembered, Snapshot,
    read_all,
};

/// Checks every sheet of every text, from a fresh start. Rules across sheets see all of them.
pub fn check(rules: &RuleSet, sources: &[Source], options: Options<'_>) -> Checked {
    let files = read_all(&rules.forms, sources, &[], &mut Numbers::default());
    let places = DocumentPlaces::of(&files);
    with_run((rules, None), &files, &places, options, |run| run.all())
}

/// The same for what a workspace holds. What came of a rule before is not asked again, as long as nothing that it
/// depends on has changed.
pub fn report(snapshot: &Snapshot, options: Options<'_>) -> Checked {
    let (files, places) = (snapshot.files(), snapshot.places());
    with_run(rules_of(snapshot), files, places, options, |run| run.all())
}

/// The part of [`report`] that is found in one file.
pub fn report_on(snapshot: &Snapshot, file: SourceId, options: Options<'_>) -> Checked {
    let (files, places) = (snapshot.files(), snapshot.places());
    with_run(rules_of(snapshot), files, places, options, |run| run.one(file))
}

/// The rules of a snapshot, and what outcomes depend on, if they are to be remembered.
fn rules_of(snapshot: &Snapshot) -> (&RuleSet, Option<&Dependencies>) {
    let book = snapshot.book();
    (&book.rules, snapshot.remembers().then_some(&book.dependencies))
}

/// Checks by the same rules of texts that change: what stands as it stood before is neither read nor judged again.
pub(super) struct Again<'r> {
    pub(super) rules: &'r RuleSet,
    options: Options<'r>,
    dependencies: Dependencies,
    files: Mutex<(Vec<Arc<File>>, Numbers)>,
}

impl<'r> Again<'r> {
    /// From a fresh start.
    pub(super) fn new(rules: &'r RuleSet, options: Options<'r>) -> Self {
        let dependencies = Dependencies::of(rules);
        Self { rules, options, dependencies, files: Mutex::default() }
    }

    /// From what a workspace holds.
    pub(super) fn of(snapshot: &'r Snapshot, options: Options<'r>) -> Self {
        let book = snapshot.book();
        let files = Mutex::new((snapshot.files().to_vec(), snapshot.numbers()));
        Self { rules: &book.rules, options, dependencies: book.dependencies.clone(), files }
    }

    /// The same as [`check`].
    pub(super) fn check(&self, sources: &[Source]) -> Checked {
        let mut known = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let (files, numbers) = &mut *known;
        *files = read_all(&self.rules.forms, sources, files, numbers);
        let places = DocumentPlaces::of(files);
        let rules = (self.rules, Some(&self.dependencies));
        with_run(rules, files, &places, self.options, |run| run.all())
    }
}

/// What all sheets of a run are judged with.
struct CheckRun<'a> {
    rules: &'a RuleSet,
    /// What outcomes depend on, if they are to be remembered.
    dependencies: Option<&'a Dependencies>,
    files: &'a [Arc<File>],
    world: World<'a>,
    benches: BTreeMap<(Option<FormId>, Option<DaySpan>), Bench<'a>>,
    /// By position of a sheet: the document that it stands in.
    documents: Vec<SourceId>,
    groups: GroupHashes,
    options: Options<'a>,
}

/// What is known of groups of sheets, by what they have in common and their first: a hash of their documents.
type GroupHashes = Mutex<BTreeMap<(Option<FieldId>, bool, usize), u64>>;

/// What came of the rules of a bench on one sheet, in their order.
pub(super) enum SheetOutcomes {
    Fresh(Vec<Outcome>),
    Known(Remembered),
}

impl SheetOutcomes {
    pub(super) fn get(&self, at: usize) -> Option<&Outcome> {
        match self {
            Self::Fresh(outcomes) => outcomes.get(at),
            Self::Known(outcomes) => outcomes.get(at),
        }
    }
}

fn with_run(
    (rules, dependencies): (&RuleSet, Option<&Dependencies>),
    files: &[Arc<File>],
    places: &DocumentPlaces,
    options: Options<'_>,
    work: impl FnOnce(&Reporting<'_>) -> Checked,
) -> Checked {
    let sheets: Vec<_> = files.iter().flat_map(|file| file.sheets()).collect();
    let world = World::new(rules, sheets, options.as_of);
    let as_written = Judging::default();
    let judges = Judges::new(rules, options.judging.unwrap_or(&as_written));
    let mut benches: BTreeMap<(Option<FormId>, Option<DaySpan>), Bench<'_>> = BTreeMap::new();
    for at in 0..world.len() {
        let (form, days) = (world.form_of(at), world.days_at(at));
        benches.entry((form, days)).or_insert_with(|| judges.bench(form, days));
    }
    let parts = files.iter().flat_map(|file| &file.parts);
    let documents =
        parts.flat_map(|(_, part)| part.sheets.iter().map(move |_| part.id())).collect();
    let groups = GroupHashes::default();
    let run = CheckRun { rules, dependencies, files, world, benches, documents, groups, options };
    let names: Vec<&str> = rules.rules.iter().map(|rule| rule.name.as_str()).collect();
    let reporter = Reporter { rules, names: &names, world: &run.world, places, options };
    work(&Reporting { run: &run, reporter })
}

/// A run and who words what comes of it.
struct Reporting<'a> {
    run: &'a CheckRun<'a>,
    reporter: Reporter<'a>,
}

impl Reporting<'_> {
    fn all(&self) -> Checked {
        let files: Vec<(&Arc<File>, usize)> = self.numbered().collect();
        let one = |(file, first): (&Arc<File>, usize)| {
            let checked = self.file(file, first);
            self.run.options.judged.into_iter().for_each(|tell| tell());
            checked
        };
        let checked: Vec<Checked> = files.into_par_iter().map(one).collect();
        let mut all = Checked::default();
        checked.into_iter().for_each(|one| all.add(one));
        all
    }

    fn one(&self, wanted: SourceId) -> Checked {
        let mut files = self.numbered();
        let found = files.find(|(file, _)| file.source.id() == wanted);
        found.map(|(file, first)| self.file(file, first)).unwrap_or_default()
    }

    /// The files, each with the number of sheets before it.
    fn numbered(&self) -> impl Iterator<Item = (&Arc<File>, usize)> {
        let mut before = 0;
        self.run.files.iter().map(move |file| {
            let first = before;
            before += file.sheets().count();
            (file, first)
        })
    }

    fn file(&self, file: &File, first: usize) -> Checked {
        let asked = self.run.options.asks_about(file.source.id());
        let mut sheets = first;
        let mut parts = Vec::with_capacity(file.parts.len());
        for (_, part) in &file.parts {
            parts.push((part, sheets));
            sheets += part.sheets.len();
        }
        let part = |(part, first): (&Arc<ReadDocument>, usize)| {
            let sheets = part.sheets.iter().zip(first..).enumerate();
            let judged = sheets.filter_map(|(number, (sheet, at))| {
                let (bench, judges) = self.run.judges(at, asked)?;
                let outcomes = self.run.outcomes(part, number, at, &judges, asked);
                Some((sheet, bench, judges, outcomes))
            });
            self.reporter.part(part, judged, asked)
        };
        let parts = parts.into_par_iter().map(part).collect();
        self.reporter.file(file, parts)
    }
}

impl<'a> CheckRun<'a> {
    /// The rules that judge the sheet at a position: of one that is not asked about, those that compare sheets.
    fn judges(&self, at: usize, asked: bool) -> Option<(&Bench<'a>, Vec<&Judge<'a>>)> {
        let bench = self.benches.get(&(self.world.form_of(at), self.world.days_at(at)))?;
        let judges = bench.judges.iter();
        let judges = judges.filter(|judge| asked || judge.on.compares_sheets(self.rules)).collect();
        Some((bench, judges))
    }

    fn outcomes<'s>(
        &'s self,
        part: &ReadDocument,
        number: usize,
        at: usize,
        judges: &[&'s Judge<'a>],
        asked: bool,
    ) -> SheetOutcomes {
        let facts = Facts::default();
        let evaluate =
            |judge: &'s Judge<'a>| evaluate(self.rules, judge.on, &self.world, at, &facts).0;
        // What is asked of others besides would take the place of what is remembered of them.
        let keys = self.dependencies.filter(|_| asked).and_then(|dependencies| {
            let key = |judge: &&Judge<'_>| {
                let depends = dependencies.get(judge.id, judge.on.id)?;
                Some((depends.key, self.context(at, &depends.scopes)))
            };
            judges.iter().map(key).collect::<Option<Vec<OutcomeKey>>>()
        });
        let Some(keys) = keys else {
            return SheetOutcomes::Fresh(judges.iter().map(|judge| evaluate(judge)).collect());
        };
        let anew = |at: usize| judges.get(at).map_or(Outcome::NotApplicable, |it| evaluate(it));
        SheetOutcomes::Known(part.memory.outcomes(number, &keys, &anew))
    }

    /// What the outcome of a rule that looks among other sheets depends on besides the sheet: a hash of the day
    /// that is asked for and of the documents among which it looks.
    fn context(&self, at: usize, scopes: &[SheetScope]) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.options.as_of.hash(&mut hasher);
        for scope in scopes {
            self.group(at, *scope).hash(&mut hasher);
        }
        hasher.finish()
    }

    fn group(&self, at: usize, scope: SheetScope) -> Option<(u64, usize)> {
        let peers = self.world.peers(at, scope)?;
        let own = peers.binary_search(&at).unwrap_or_else(|at| at);
        let key = (scope.unit, scope.year, *peers.first()?);
        let lock = || self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(&key).copied();
        let hash = known.unwrap_or_else(|| {
            let mut hasher = DefaultHasher::new();
            peers.iter().for_each(|peer| self.documents.get(*peer).hash(&mut hasher));
            lock().insert(key, hasher.finish());
            hasher.finish()
        });
        // Of a pair only what stands behind is looked at: the place of the sheet counts, too.
        Some((hash, own))
    }
}
