//! `biaochi impact`: what other rules would report on a batch of sheets. The batch is read once and
//! judged by both sides; where their forms agree, sheets are also parsed once, and outcomes of
//! unchanged rules are reused.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::args::ImpactFormatName;
use super::impact_rules::{AskedRules, Revisions};
use super::output::{self, OutputFormat};
use super::progress::Progress;
use super::projects::{Gathered, Project, Workspaces};
use super::report::merged;
use super::{Console, Status, args, impact_words, words};
use crate::check::{self, Checked, Options, Snapshot};
use crate::diagnostic::{Code, ComparedRun, Diagnostic, Severity, compare};
use crate::project::{Filter, Projects, Tree};
use crate::render::{self, ImpactReport, ImpactSide, PackInfo, RuleState, render_impact};
use crate::source::{Source, Sources, Span};

impl OutputFormat for ImpactFormatName {
    fn is_binary(self) -> bool {
        self.format().is_binary()
    }

    fn is_built(self) -> bool {
        self.format().is_built()
    }

    fn is_for_people(self) -> bool {
        self == Self::Text
    }
}

pub(super) fn run(console: &Console, arguments: &args::Impact) -> Status {
    if output::mixed(&arguments.format) {
        console.note(words::two_formats_on_stdout().get(console.lang()));
        return Status::Failed;
    }
    let mut sources = Sources::new();
    let (batch, mut failures) = read_batch(console, arguments, &mut sources);
    let (mut workspaces, mut revisions) = (Workspaces::caching(), Revisions::default());
    let mut judged = [&arguments.from, &arguments.to].map(|asked| {
        let mut side = JudgedSide::default();
        side.judge(
            console,
            (arguments, asked),
            &batch,
            &mut revisions,
            &mut sources,
            &mut workspaces,
        );
        failures.append(&mut side.failures);
        side
    });
    // The process ends soon: dropping everything first would only take time.
    std::mem::forget(workspaces);
    let mut inputs: Vec<PathBuf> = places(arguments);
    inputs.extend(sources.iter().map(|source| PathBuf::from(source.name())));
    let targets = match output::plan(&arguments.format, &inputs) {
        Ok(targets) => targets,
        Err(faults) => {
            console.complain(&sources, &faults);
            return Status::Failed;
        }
    };
    note_unjudged(&mut judged, arguments, &mut failures);
    let mut said = BTreeSet::new();
    failures.retain(|failure| said.insert(render::line(&sources, failure, console.lang())));
    let [from, to] = &judged;
    let is_error = |failure: &Diagnostic| failure.severity == Severity::Error;
    failures.extend(hindrances(&from.checked, &to.checked));
    let incomplete = failures.iter().any(is_error);
    // A side without sheets while the other has some was not judged: nothing vanished.
    let sides = [from, to].map(|side| side.checked.sheets.is_empty());
    let (differences, same) = match incomplete && sides != [false, false] {
        true => Default::default(),
        false => compare(&sources, from.run(), to.run()),
    };
    let report = ImpactReport {
        from: from.shown(),
        to: to.shown(),
        files: batch.len(),
        differences,
        same,
        rules: states(&from.rules, &to.rules),
        failures: &failures,
        incomplete,
    };
    console.complain(&sources, &failures);
    let asked = (&*arguments.format, ImpactFormatName::Text);
    let written = output::deliver(console, &sources, asked, &targets, &|name, options, out| {
        render_impact(name.format(), &sources, &report, options, out)
    });
    if output::silent(&arguments.format) {
        console.note(&render::impact_verdict(&report, console.lang()));
    }
    match (written && !incomplete, report.differences.is_empty()) {
        (false, _) => Status::Failed,
        (true, false) => Status::Findings,
        (true, true) => Status::Clean,
    }
}

fn places(arguments: &args::Impact) -> Vec<PathBuf> {
    match arguments.paths.is_empty() {
        true => vec![PathBuf::from(".")],
        false => arguments.paths.clone(),
    }
}

/// The sheets of the batch, and what could not be found or read.
fn read_batch(
    console: &Console,
    arguments: &args::Impact,
    sources: &mut Sources,
) -> (Vec<Source>, Vec<Diagnostic>) {
    let projects = Projects::new(&Tree::Disk, arguments.config.as_deref(), Filter::default());
    let gathered = Gathered::from_disk(console, &places(arguments), &projects, sources);
    let mut failures = gathered.failures;
    failures.extend(gathered.left_out.notes());
    let mut sheets: Vec<Source> = gathered.sheets.into_values().flatten().collect();
    sheets.sort_by_key(Source::id);
    (sheets, failures)
}

/// One side of the comparison: its rules, and what they find.
#[derive(Default)]
struct JudgedSide {
    asked: Vec<String>,
    packs: Vec<PackInfo>,
    checked: Checked,
    /// What the rules are, by name: equal where nothing of them changed.
    rules: BTreeMap<String, BTreeSet<(Severity, u64)>>,
    /// What prevented judging.
    failures: Vec<Diagnostic>,
}

impl JudgedSide {
    fn judge(
        &mut self,
        console: &Console,
        (arguments, asked): (&args::Impact, &[PathBuf]),
        batch: &[Source],
        revisions: &mut Revisions,
        sources: &mut Sources,
        workspaces: &mut Workspaces,
    ) {
        self.asked = AskedRules::shown(asked);
        let rules = match AskedRules::read(asked, revisions) {
            Ok(rules) => rules,
            Err(failure) => {
                self.failures.push(failure);
                return;
            }
        };
        let projects = Projects::new(rules.tree(), arguments.config.as_deref(), Filter::default());
        let mut groups: BTreeMap<Option<PathBuf>, Vec<Source>> = BTreeMap::new();
        for sheet in batch {
            let settings = projects.of(Path::new(sheet.name()));
            groups.entry(settings).or_default().push(sheet.clone());
        }
        if groups.is_empty() {
            // Faults in settings or rules are reported, with or without sheets.
            groups.extend(places(arguments).iter().map(|place| (projects.of(place), Vec::new())));
        }
        let combined = |config| rules.settings(config, arguments.as_of);
        let progress = Progress::new(console, batch.len(), words::judging());
        let judged = || progress.step();
        let mut all = Vec::new();
        for (file, sheets) in groups {
            let (by, which) = ((rules.tree(), &combined as _), (&projects, file.as_deref()));
            match Project::open(by, which, sheets, sources, workspaces) {
                Ok(mut project) => {
                    let options = Options { judged: Some(&judged), ..project.options() };
                    all.push(check::report(&project.snapshot, options));
                    project.snapshot = Snapshot::default();
                    self.take_rules(&mut project);
                }
                Err(faults) => self.failures.extend(faults),
            }
        }
        progress.finish();
        self.failures.extend(projects.faults().into_values());
        self.checked = merged(all);
    }

    fn take_rules(&mut self, project: &mut Project) {
        self.failures.append(&mut project.failures);
        let new = project.book.packs.iter().filter(|pack| !self.packs.contains(pack));
        let new: Vec<PackInfo> = new.cloned().collect();
        self.packs.extend(new);
        let rules = project.book.rules();
        for (id, rule) in project.judging.rules(rules) {
            let severity = project.judging.severity(id, rule);
            let bodies = rule.forms.iter().map(|on| (severity, on.body_hash(rules)));
            self.rules.entry(rule.name.clone()).or_default().extend(bodies);
        }
        // They are there, though faulty.
        for name in &rules.faulty {
            self.rules.entry(name.to_string()).or_default();
        }
    }

    fn run(&self) -> ComparedRun<'_> {
        ComparedRun { sheets: &self.checked.sheets, findings: &self.checked.findings }
    }

    fn shown(&self) -> ImpactSide<'_> {
        ImpactSide {
            asked: self.asked.clone(),
            packs: self.packs.clone(),
            run: self.run(),
            outcomes: self.checked.outcomes,
        }
    }
}

/// Reports that nothing was judged: by one side, or, which is no comparison, by neither.
fn note_unjudged(
    judged: &mut [JudgedSide; 2],
    arguments: &args::Impact,
    failures: &mut Vec<Diagnostic>,
) {
    let [from, to] = judged;
    let sheets = from.checked.sheets.len().max(to.checked.sheets.len());
    match (from.checked.packs.is_empty(), to.checked.packs.is_empty()) {
        _ if failures.iter().any(|failure| failure.severity == Severity::Error) => {}
        (true, true) => failures.push(impact_words::nothing_judged(sheets, arguments.as_of)),
        (true, false) => failures.push(impact_words::side_unjudged(true)),
        (false, true) => failures.push(impact_words::side_unjudged(false)),
        (false, false) => {}
    }
}

/// Why neither side could judge something, or one side gave up. What only one side can judge is a
/// difference.
fn hindrances(from: &Checked, to: &Checked) -> Vec<Diagnostic> {
    let hindering = |checked: &Checked| -> BTreeMap<(Code, Option<Span>), Diagnostic> {
        let findings = checked.findings.iter().filter(|finding| finding.hinders());
        findings.map(|found| ((found.code.clone(), found.span()), found.clone())).collect()
    };
    let (mut before, mut after) = (hindering(from), hindering(to));
    before.retain(|key, _| key.0 == Code::OVER_BUDGET || after.contains_key(key));
    after.retain(|key, _| key.0 == Code::OVER_BUDGET);
    before.into_values().chain(after.into_values()).collect()
}

/// What becomes of each rule.
fn states(
    from: &BTreeMap<String, BTreeSet<(Severity, u64)>>,
    to: &BTreeMap<String, BTreeSet<(Severity, u64)>>,
) -> BTreeMap<String, RuleState> {
    let names: BTreeSet<&String> = from.keys().chain(to.keys()).collect();
    let state = |name: &String| match (from.get(name), to.get(name)) {
        (None, _) => RuleState::Added,
        (_, None) => RuleState::Removed,
        (before, after) if before == after => RuleState::Unchanged,
        _ => RuleState::Changed,
    };
    names.into_iter().map(|name| (name.clone(), state(name))).collect()
}
