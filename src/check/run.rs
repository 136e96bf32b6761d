//! One run over the sheets of a snapshot, or of some texts: evaluates the rules that judge each
//! sheet and collects the findings. Words nothing.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::findings::{Bases, reported_alone};
use super::judges::{Bench, Judge, Judges, Judging};
use super::report::{LeftOutFindings, Reporter};
use super::undecided::Elsewhere;
use super::{Checked, Options, words};
use crate::diagnostic::{Code, Diagnostic, Outcomes};
use crate::dictionary::DaySpan;
use crate::eval::{Facts, IndexKey, Outcome, World, evaluate};
use crate::form::FieldId;
use crate::rule::{FormId, RuleId, RuleSet, SheetScope};
use crate::source::{Source, SourceId, Span};
use crate::workspace::{
    CachedOutcomes, Dependencies, DocumentPlaces, File, Numbers, OutcomeKey, ReadDocument,
    Snapshot, in_path_order, read_all,
};

/// Checks every sheet of every text from a fresh start. Rules across sheets see all of them.
pub fn check(rules: &RuleSet, sources: &[Source], options: Options<'_>) -> Checked {
    let files = read_all(&rules.forms, sources, &[], &mut Numbers::default());
    let places = DocumentPlaces::of(&files);
    with_run((rules, None), &files, &places, options, |run| run.all())
}

/// The same for the content of a workspace. Cached outcomes are reused as long as nothing that they
/// depend on has changed.
pub fn report(snapshot: &Snapshot, options: Options<'_>) -> Checked {
    let (files, places) = (snapshot.files(), snapshot.places());
    with_run(rules_of(snapshot), files, places, options, |run| run.all())
}

/// The part of [`report`] that is found in one file. Which sheets of other files depend on what it
/// lacks is only known to a report on all.
pub fn report_on(snapshot: &Snapshot, file: SourceId, options: Options<'_>) -> Checked {
    let (files, places) = (snapshot.files(), snapshot.places());
    with_run(rules_of(snapshot), files, places, options, |run| run.file_of(file))
}

/// Which documents of a file are reported on: those that touch a range, and from the start on those
/// that are needed for so many findings.
#[derive(Clone, Debug)]
pub(crate) struct Excerpt {
    pub(crate) around: Range<usize>,
    pub(crate) most: usize,
}

/// How many documents are judged in parallel before their findings are counted.
const DOCUMENTS_AT_ONCE: usize = 8;

/// The part of [`report_on`] that is found in some documents of the file; whether it is all.
pub(crate) fn report_excerpt(
    snapshot: &Snapshot,
    file: SourceId,
    excerpt: &Excerpt,
    options: Options<'_>,
) -> (Checked, bool) {
    let (files, places) = (snapshot.files(), snapshot.places());
    with_run(rules_of(snapshot), files, places, options, |run| run.excerpt_of(file, excerpt))
}

/// How often each rule has which outcome, on one sheet or on all of a workspace.
pub(crate) fn tally(
    snapshot: &Snapshot,
    sheet: Option<Span>,
    options: Options<'_>,
) -> BTreeMap<RuleId, Outcomes> {
    let (files, places) = (snapshot.files(), snapshot.places());
    with_run(rules_of(snapshot), files, places, options, |run| run.tally(sheet))
}

/// The rules of a snapshot, and the dependencies of outcomes if these are to be cached.
fn rules_of(snapshot: &Snapshot) -> (&RuleSet, Option<&Dependencies>) {
    let book = snapshot.book();
    (&book.rules, snapshot.caches_outcomes().then(|| book.dependencies()))
}

/// Checks texts that change by the same rules: unchanged documents are neither read nor judged
/// again.
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
        Self { rules: &book.rules, options, dependencies: book.dependencies().clone(), files }
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

/// The inputs that all sheets of a run share.
struct CheckRun<'a> {
    rules: &'a RuleSet,
    /// The dependencies of outcomes, if these are to be cached.
    dependencies: Option<&'a Dependencies>,
    files: &'a [Arc<File>],
    world: World<'a>,
    benches: BTreeMap<(Option<FormId>, Option<DaySpan>), Bench<'a>>,
    /// By position of a sheet: its document.
    documents: Vec<SourceId>,
    /// By position of a file: the position of its first sheet.
    first: Vec<usize>,
    groups: GroupHashes,
    options: Options<'a>,
    budget: Budget,
}

/// The bound on the cost of a run, in steps. The sum does not depend on the order of threads, and
/// cached outcomes count as if they were evaluated.
struct Budget {
    most: u64,
    used: AtomicU64,
}

/// The most steps of a run: a fixed part, and a part for each sheet. All shipped rules take some
/// tens of thousands on a sheet.
const STEPS_OF_RUN: u64 = 1 << 30;
const STEPS_OF_SHEET: u64 = 1 << 20;

/// The part of its budget that a run repeats to find the rule that used it up.
const TO_FIND_THE_DEAREST: u64 = 64;

impl Budget {
    fn of(options: Options<'_>, sheets: usize) -> Self {
        let sheets = u64::try_from(sheets).unwrap_or(u64::MAX);
        let most = STEPS_OF_RUN.saturating_add(STEPS_OF_SHEET.saturating_mul(sheets));
        Self { most: options.budget.unwrap_or(most), used: AtomicU64::new(0) }
    }

    fn spend(&self, steps: u64) {
        self.used.fetch_add(steps, Ordering::Relaxed);
    }

    fn is_spent(&self) -> bool {
        self.used.load(Ordering::Relaxed) > self.most
    }
}

/// Hashes of the documents of groups of sheets, by key and first sheet.
type GroupHashes = Mutex<BTreeMap<(Option<FieldId>, bool, usize), u64>>;

/// The outcomes of the rules of a bench on one sheet, in their order.
pub(super) enum SheetOutcomes {
    Fresh(Vec<Outcome>),
    Known(CachedOutcomes),
}

impl SheetOutcomes {
    pub(super) fn get(&self, at: usize) -> Option<&Outcome> {
        match self {
            Self::Fresh(outcomes) => outcomes.get(at),
            Self::Known(outcomes) => outcomes.get(at),
        }
    }
}

fn with_run<R>(
    (rules, dependencies): (&RuleSet, Option<&Dependencies>),
    files: &[Arc<File>],
    places: &DocumentPlaces,
    options: Options<'_>,
    work: impl FnOnce(&Reporting<'_>) -> R,
) -> R {
    let (sheets, first) = in_path_order(files);
    let (sheets, documents) = sheets.into_iter().unzip();
    let world = World::new(rules, sheets, options.as_of);
    let as_written = Judging::default();
    let judges = Judges::new(rules, options.judging.unwrap_or(&as_written));
    let mut benches: BTreeMap<(Option<FormId>, Option<DaySpan>), Bench<'_>> = BTreeMap::new();
    for at in 0..world.len() {
        let (form, days) = (world.form_of(at), world.days_at(at));
        benches.entry((form, days)).or_insert_with(|| judges.bench(form, days));
    }
    let groups = GroupHashes::default();
    let budget = Budget::of(options, world.len());
    let run = CheckRun {
        rules,
        dependencies,
        files,
        world,
        benches,
        documents,
        first,
        groups,
        options,
        budget,
    };
    let names: Vec<&str> = rules.rules.iter().map(|rule| rule.name.as_str()).collect();
    let bases = Bases::default();
    let alone = &reported_alone(rules);
    let (elsewhere, left_out) = (&Elsewhere::default(), &LeftOutFindings::default());
    let (names, world, bases) = (&names, &run.world, &bases);
    let reporter =
        Reporter { rules, names, alone, world, places, bases, elsewhere, left_out, options };
    work(&Reporting { run: &run, reporter })
}

/// A file with its number, and with the position of its first sheet.
type NumberedFile<'f> = (usize, &'f File, usize);

/// A run with the reporter that words its findings.
struct Reporting<'a> {
    run: &'a CheckRun<'a>,
    reporter: Reporter<'a>,
}

impl Reporting<'_> {
    fn all(&self) -> Checked {
        let judge = |number: usize, file: &File, first: usize| {
            let checked = self.file(file, first);
            self.run.options.judged.into_iter().for_each(|tell| tell());
            (number, checked)
        };
        let judge_unit = |members: Vec<NumberedFile<'_>>| {
            let files = members.par_iter();
            let checked: Vec<_> =
                files.map(|(number, file, first)| judge(*number, file, *first)).collect();
            for (_, file, first) in members {
                let sheets = (first..).zip(file.sheets());
                sheets.for_each(|(at, _)| self.run.world.release_unit_of(at));
            }
            checked
        };
        let units: Vec<_> = self.by_unit().into_values().collect();
        let mut checked: Vec<_> = units.into_par_iter().flat_map_iter(judge_unit).collect();
        checked.sort_unstable_by_key(|(number, _)| *number);
        if self.run.budget.is_spent() {
            let dearest = self.run.dearest_rule().unwrap_or_default();
            let findings = vec![words::run_over_budget(dearest)];
            return Checked { findings, incomplete: true, ..Checked::default() };
        }
        let mut all = Checked::default();
        all.findings.reserve_exact(checked.iter().map(|(_, part)| part.findings.len()).sum());
        checked.into_iter().for_each(|(_, part)| all.add(part));
        self.leave_out_repeated(&mut all);
        self.report_elsewhere(&mut all);
        all
    }

    /// Leaves out findings about sheets that were not asked about if they share the finding with
    /// one that was, unless the rule finds nothing in that one: of two sheets with one name, the
    /// unchanged one adds nothing.
    fn leave_out_repeated(&self, all: &mut Checked) {
        let Some(focus) = self.run.options.focus else { return };
        let suppressed = all.suppressed.iter().map(|entry| &entry.finding);
        let found = all.findings.iter().chain(suppressed);
        let own: BTreeSet<(Code, SourceId)> = found
            .filter_map(|finding| Some((finding.code.clone(), finding.span()?.source)))
            .filter(|(_, source)| focus.contains(source))
            .collect();
        let is_new = |finding: &Diagnostic| {
            let source = finding.span().map(|span| span.source);
            source.is_none_or(|source| focus.contains(&source))
                || finding.labels.iter().any(|label| {
                    let source = label.span.source;
                    focus.contains(&source) && !own.contains(&(finding.code.clone(), source))
                })
        };
        all.findings.retain(is_new);
        all.suppressed.retain(|entry| is_new(&entry.finding));
        let mut left_out = self.reporter.left_out.take();
        own.iter().for_each(|(code, _)| _ = left_out.remove(code));
        all.findings.extend(left_out.iter().map(|(rule, count)| words::not_compared(rule, *count)));
    }

    fn file_of(&self, wanted: SourceId) -> Checked {
        let all = Excerpt { around: 0..usize::MAX, most: 0 };
        self.excerpt_of(wanted, &all).0
    }

    fn excerpt_of(&self, wanted: SourceId, excerpt: &Excerpt) -> (Checked, bool) {
        let mut files = self.numbered();
        let found = files.find(|(file, _)| file.source.id() == wanted);
        let found = found.map(|(file, first)| self.excerpt(file, first, excerpt));
        let (mut checked, is_all) = found.unwrap_or_default();
        let Reporter { rules, elsewhere, .. } = self.reporter;
        elsewhere.report_rules(rules, &mut checked.findings);
        (checked, is_all)
    }

    fn tally(&self, wanted: Option<Span>) -> BTreeMap<RuleId, Outcomes> {
        let mut all: BTreeMap<RuleId, Outcomes> = BTreeMap::new();
        for (file, first) in self.numbered() {
            if wanted.is_some_and(|wanted| wanted.source != file.source.id()) {
                continue;
            }
            let parts = file.parts.iter();
            let sheets = parts.flat_map(|(start, part)| {
                part.sheets.iter().enumerate().map(move |sheet| (*start, part, sheet))
            });
            for (at, (start, part, (number, sheet))) in (first..).zip(sheets) {
                let span = sheet.span.rebased(file.source.id(), start);
                if wanted.is_some_and(|wanted| wanted != span) {
                    continue;
                }
                let Some((_, judges)) = self.run.judges(at, true) else { continue };
                let outcomes = self.run.outcomes(part, number, at, &judges, true);
                for (at, judge) in judges.iter().enumerate() {
                    let counts = all.entry(judge.id).or_default();
                    match outcomes.get(at) {
                        Some(Outcome::Holds) => counts.holds += 1,
                        Some(Outcome::Fails(_)) => counts.fails += 1,
                        Some(Outcome::Undecidable(_)) => counts.undecidable += 1,
                        Some(Outcome::NotApplicable) | None => counts.not_applicable += 1,
                    }
                }
            }
        }
        all
    }

    /// What keeps rules from being decided and stands in another sheet than the judged one is
    /// reported once, in that sheet; what stands in no sheet, in the rule.
    fn report_elsewhere(&self, checked: &mut Checked) {
        let Reporter { rules, elsewhere, places, .. } = self.reporter;
        elsewhere.report(self.run.files, places, &mut checked.findings);
        elsewhere.report_rules(rules, &mut checked.findings);
    }

    /// The files, each with the position of its first sheet.
    fn numbered(&self) -> impl Iterator<Item = (&Arc<File>, usize)> {
        self.run.files.iter().zip(self.run.first.iter().copied())
    }

    /// The files by the unit of their first sheet, each with its number. Sheets are mostly looked
    /// up among those of their unit: judged unit by unit, only a few units have lookups at a time.
    fn by_unit(&self) -> BTreeMap<Option<IndexKey>, Vec<NumberedFile<'_>>> {
        let mut units: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (number, (file, first)) in self.numbered().enumerate() {
            let unit = file.sheets().next().and_then(|_| self.run.world.unit_of(first));
            units.entry(unit).or_default().push((number, &**file, first));
        }
        units
    }

    fn file(&self, file: &File, first: usize) -> Checked {
        let numbers: Vec<usize> = (0..file.parts.len()).collect();
        let parts = self.parts(file, first, &numbers);
        self.reporter.file(file, &numbers, parts)
    }

    fn excerpt(&self, file: &File, first: usize, excerpt: &Excerpt) -> (Checked, bool) {
        let start = |number: usize| file.parts.get(number).map(|(start, _)| *start as usize);
        let is_near = |number: &usize| {
            let end = start(number + 1).unwrap_or(usize::MAX);
            start(*number).is_some_and(|start| start <= excerpt.around.end)
                && excerpt.around.start < end
        };
        let (near, others): (Vec<usize>, Vec<usize>) =
            (0..file.parts.len()).partition(|number| is_near(number));
        let mut parts: Vec<(usize, Checked)> = Vec::new();
        let mut take = |numbers: &[usize]| {
            let checked = self.parts(file, first, numbers);
            let found = checked.iter().map(|part| part.findings.len()).sum::<usize>();
            parts.extend(numbers.iter().copied().zip(checked));
            found
        };
        take(&near);
        let (mut found, mut is_all) = (0, true);
        for numbers in others.chunks(DOCUMENTS_AT_ONCE) {
            if found >= excerpt.most {
                is_all = false;
                break;
            }
            found += take(numbers);
        }
        parts.sort_unstable_by_key(|(number, _)| *number);
        let (numbers, parts): (Vec<usize>, Vec<Checked>) = parts.into_iter().unzip();
        (self.reporter.file(file, &numbers, parts), is_all)
    }

    /// The findings in some documents of a file.
    fn parts(&self, file: &File, first: usize, numbers: &[usize]) -> Vec<Checked> {
        let asked = self.run.options.asks_about(file.source.id());
        let mut sheets = first;
        let mut parts = Vec::with_capacity(file.parts.len());
        for (_, part) in &file.parts {
            parts.push((part, sheets));
            sheets += part.sheets.len();
        }
        let part = |(part, first): &(&Arc<ReadDocument>, usize)| {
            let sheets = part.sheets.iter().zip(*first..).enumerate();
            let judged = sheets.filter_map(|(number, (sheet, at))| {
                let (bench, judges) = self.run.judges(at, asked)?;
                let outcomes = self.run.outcomes(part, number, at, &judges, asked);
                Some((sheet, bench, judges, outcomes))
            });
            self.reporter.part(part, judged, asked)
        };
        numbers.par_iter().filter_map(|number| parts.get(*number)).map(part).collect()
    }
}

impl<'a> CheckRun<'a> {
    /// The rules that judge the sheet at a position; for a sheet that is not asked about, only
    /// those that compare sheets.
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
        let fresh = Cell::new(0);
        let evaluate = |judge: &'s Judge<'a>| {
            // A run over its budget reports nothing.
            if self.budget.is_spent() {
                return (Outcome::NotApplicable, 0);
            }
            let (outcome, steps) = evaluate(self.rules, judge.on, &self.world, at, &facts);
            self.budget.spend(steps.into());
            fresh.set(fresh.get() + u64::from(steps));
            (outcome, steps)
        };
        // Evaluating the others for this run would replace their cached outcomes.
        let keys = self.dependencies.filter(|_| asked).and_then(|dependencies| {
            let key = |judge: &&Judge<'_>| {
                let depends = dependencies.get(judge.id, judge.on.id)?;
                Some((depends.key, self.context(at, &depends.scopes)))
            };
            judges.iter().map(key).collect::<Option<Vec<OutcomeKey>>>()
        });
        let Some(keys) = keys else {
            return SheetOutcomes::Fresh(judges.iter().map(|judge| evaluate(judge).0).collect());
        };
        let evaluate_at =
            |at: usize| judges.get(at).map_or((Outcome::NotApplicable, 0), |judge| evaluate(judge));
        let known = part.cache.outcomes(number, &keys, &evaluate_at);
        self.budget.spend(known.cost().saturating_sub(fresh.get()));
        if self.budget.is_spent() {
            part.cache.forget(number);
        }
        SheetOutcomes::Known(known)
    }

    /// The rule that has used most when the first part of the budget is spent, sheet by sheet in
    /// the order of paths: independent of how the run was divided.
    fn dearest_rule(&self) -> Option<&'a str> {
        let mut used: BTreeMap<RuleId, (u64, &str)> = BTreeMap::new();
        let (mut sum, enough) = (0u64, self.budget.most / TO_FIND_THE_DEAREST);
        'sheets: for at in 0..self.world.len() {
            let facts = Facts::default();
            let judges = self.judges(at, true).map(|(_, judges)| judges).unwrap_or_default();
            for judge in judges {
                let (_, steps) = evaluate(self.rules, judge.on, &self.world, at, &facts);
                used.entry(judge.id).or_insert((0, &judge.rule.name)).0 += u64::from(steps);
                sum += u64::from(steps);
                if sum > enough {
                    break 'sheets;
                }
            }
        }
        used.into_values().max_by_key(|(steps, _)| *steps).map(|(_, name)| name)
    }

    /// What the outcome of a rule across sheets depends on besides the sheet: a hash of the day and
    /// of the documents among which it looks.
    fn context(&self, at: usize, scopes: &[SheetScope]) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.options.as_of.hash(&mut hasher);
        for scope in scopes {
            self.group(at, *scope).hash(&mut hasher);
        }
        hasher.finish()
    }

    fn group(&self, at: usize, scope: SheetScope) -> Option<u64> {
        let peers = self.world.peers(at, scope)?;
        let peers = peers.sheets();
        let key = (scope.unit, scope.year, *peers.first()?);
        let lock = || self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(&key).copied();
        Some(known.unwrap_or_else(|| {
            let mut hasher = DefaultHasher::new();
            peers.iter().for_each(|peer| self.documents.get(*peer).hash(&mut hasher));
            lock().insert(key, hasher.finish());
            hasher.finish()
        }))
    }
}
