//! `biaochi check`: brings settings, rules and sheets together, has them checked, and tells what came of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::baseline::Looked;
use super::certificate::Verdict;
use super::fix::Mending;
use super::progress::Progress;
use super::report::report;
use super::rulebook::{self, Rulebook};
use super::settings::Settings;
use super::staged::{self, Staged};
use super::{
    Console, Status, args, baseline, certificate_words, certify, output, project_words, stdin,
    watch, words,
};
use crate::check::{self, Change, Checked, Judging, Options, Snapshot, Workspace};
use crate::diagnostic::{Code, Diagnostic, FixLevel, Severity, SheetInfo};
use crate::project::{self, Tree};
use crate::render::{self, Report, Summary};
use crate::source::{Source, SourceId, Sources};

pub(super) fn run(console: &Console, arguments: &args::Check) -> Status {
    if output::mixed(&arguments.format) {
        console.note(words::two_formats_on_stdout().get(console.lang()));
        return Status::Failed;
    }
    if arguments.reads_stdin() && arguments.paths.len() > 1 {
        console.note(words::stdin_alone().get(console.lang()));
        return Status::Failed;
    }
    if arguments.reads_stdin() && arguments.certificate.is_some() {
        console.note(certificate_words::stdin_certified().get(console.lang()));
        return Status::Failed;
    }
    if !staged::goes_with(console, arguments) {
        return Status::Failed;
    }
    if arguments.watch {
        return watch::run(console, arguments);
    }
    let mends = arguments.fix || arguments.diff;
    let mut workspace = if mends { Workspace::remembering() } else { Workspace::default() };
    once(console, arguments, &mut workspace)
}

/// One check, with what it mends before. What the workspace remembers of checks before is not asked again.
pub(super) fn once(
    console: &Console,
    arguments: &args::Check,
    workspace: &mut Workspace,
) -> Status {
    let mut sources = Sources::new();
    match Task::gather(console, arguments, &mut sources, workspace) {
        Ok(task) if arguments.diff => task.show(&sources),
        Ok(task) if arguments.fix && arguments.reads_stdin() => task.fix_stdin(sources, workspace),
        Ok(task) if arguments.fix => {
            let written = task.mending(&sources).write();
            // The report is of what stands in the files now.
            let mut sources = Sources::new();
            let again = match Task::gather(console, arguments, &mut sources, workspace) {
                Ok(task) => task.tell(sources),
                Err(status) => status,
            };
            if written { again } else { Status::Failed }
        }
        Ok(task) => task.tell(sources),
        Err(status) => status,
    }
}

/// All that a check needs.
struct Task<'a> {
    console: &'a Console,
    arguments: &'a args::Check,
    /// Where its files come from.
    tree: Tree,
    settings: Settings,
    book: Rulebook,
    /// What the settings say of the rules.
    judging: Judging,
    gathered: Gathered,
    /// The sheets, read.
    snapshot: Snapshot,
    /// Where it writes.
    targets: output::Targets,
    /// What stands in the way of the check itself.
    failures: Vec<Diagnostic>,
}

/// The sheets of a check.
#[derive(Default)]
pub(super) struct Gathered {
    pub(crate) sheets: Vec<Source>,
    /// The files that were found, whether they could be read or not.
    pub(crate) files: Vec<PathBuf>,
    /// Those that are asked about, where it is not all of them.
    pub(crate) focus: Option<BTreeSet<SourceId>>,
    /// What could not be found or read.
    pub(crate) failures: Vec<Diagnostic>,
    /// Rule files and settings that were met on the way.
    pub(crate) beside: Vec<PathBuf>,
    /// Whether there may be nothing to check.
    pub(crate) may_be_empty: bool,
}

impl<'a> Task<'a> {
    /// Reads settings, sheets and rules. Where that comes to nothing, it has been said.
    fn gather(
        console: &'a Console,
        arguments: &'a args::Check,
        sources: &mut Sources,
        workspace: &mut Workspace,
    ) -> Result<Self, Status> {
        let staged = Staged::open(console, arguments)?;
        let tree = staged.as_ref().map_or(Tree::Disk, Staged::tree);
        let settings = match Settings::of_check(&tree, arguments, &arguments.places(), sources) {
            Ok(settings) => settings,
            Err(failure) => return Err(refuse(console, arguments, sources, vec![failure])),
        };
        let mut gathered = match &staged {
            Some(staged) => staged.gather(console, &settings, sources),
            None => gather(console, arguments, &settings, sources),
        };
        let is_empty = gathered.sheets.is_empty() && gathered.failures.is_empty();
        // A certificate is written of nothing, too, lest an old one stay that is better.
        if is_empty && gathered.may_be_empty && arguments.certificate.is_none() {
            console.note(words::all_excluded().get(console.lang()));
            return Err(Status::Clean);
        }
        let uppers = rulebook::JudgingPacks::WithUppers;
        let baseline = arguments.write_baseline.then(|| settings.baseline_to_write());
        let book = rulebook::load(&tree, &settings.packs, uppers, sources, workspace);
        if let Some(staged) = &staged {
            staged.focus(console, &mut gathered)?;
        }
        let (judging, misnamed) = settings.policy.resolve(book.rules());
        if !misnamed.is_empty() {
            // A name may be missing because its file is faulty.
            let faults = book.findings.iter().filter(|it| it.severity == Severity::Error).cloned();
            let failures = faults.chain(misnamed).collect();
            return Err(refuse(console, arguments, sources, failures));
        }
        let mut inputs = inputs(arguments, sources);
        inputs.append(&mut gathered.files);
        inputs.extend(settings.baseline.clone().filter(|_| !arguments.write_baseline));
        let targets = output::Targets::plan(arguments, baseline.as_deref(), &inputs);
        let targets = targets.map_err(|failures| {
            console.complain(sources, &failures);
            Status::Failed
        })?;
        // Hints on rules are for who writes them, and stand in `biaochi test`.
        let of_rules =
            book.findings.iter().filter(|finding| finding.severity > Severity::Note).cloned();
        let mut failures = std::mem::take(&mut gathered.failures);
        failures.extend(of_rules);
        let known = settings.config.as_ref().map(|config| Path::new(config.source.name()));
        for file in &gathered.beside {
            let is_settings = file.file_name().is_some_and(|name| name == project::CONFIG);
            if is_settings && !known.is_some_and(|known| project::same_file(known, file)) {
                failures.push(project_words::settings_below(&project::shown(file)));
            }
        }
        workspace.apply(Change::Sheets(&gathered.sheets));
        Ok(Self {
            console,
            arguments,
            tree,
            settings,
            book,
            judging,
            gathered,
            snapshot: workspace.snapshot(),
            targets,
            failures,
        })
    }

    fn options(&self) -> Options<'_> {
        let as_of = self.settings.as_of;
        // What was approved until a day holds on that day, wherever the law of another day is asked for.
        let today = as_of.or_else(super::today);
        Options {
            as_of,
            today,
            judging: Some(&self.judging),
            focus: self.gathered.focus.as_ref(),
            judged: None,
        }
    }

    fn mending<'t>(&'t self, sources: &'t Sources) -> Mending<'t> {
        Mending {
            console: self.console,
            book: &self.book,
            snapshot: &self.snapshot,
            options: self.options(),
            consent: self.arguments.unsafe_fixes,
            sources,
        }
    }

    /// Whether something stood in the way of the check itself.
    fn hindered(&self) -> bool {
        self.book.is_faulty()
            || self.failures.iter().any(|failure| failure.severity == Severity::Error)
    }

    /// Prints what fixes would change.
    fn show(&self, sources: &Sources) -> Status {
        self.console.complain(sources, &self.failures);
        let (shown, incomplete) = self.mending(sources).show();
        // A diff of what could be read must not pass for one of everything.
        if !self.hindered() && !incomplete {
            return shown;
        }
        self.console.note(words::not_all_checked().get(self.console.lang()));
        Status::Failed
    }

    /// Prints standard input as fixes leave it, and what is left to people on standard error.
    fn fix_stdin(mut self, mut sources: Sources, workspace: &mut Workspace) -> Status {
        let fixed = self.mending(&sources).fixed();
        for fixed in fixed.texts {
            sources.replace(fixed.after.clone());
            self.gathered.sheets = vec![fixed.after];
        }
        self.gathered.sheets.iter().for_each(|sheet| self.console.print_exact(sheet.written()));
        workspace.apply(Change::Sheets(&self.gathered.sheets));
        let checked = check::report(&workspace.snapshot(), self.options());
        let failures = std::mem::take(&mut self.failures);
        let report = report(
            (&self.book, &self.judging),
            false,
            self.gathered.sheets.len(),
            failures,
            checked,
        );
        self.console.complain(&sources, &report.findings);
        self.console.note(&render::summary(&report, self.console.lang()));
        self.verdict(&report)
    }

    /// Checks, and writes the report.
    fn tell(mut self, mut sources: Sources) -> Status {
        let lang = self.console.lang();
        let progress = Progress::new(self.console, self.gathered.sheets.len(), words::judging());
        let judged = || progress.step();
        let options = Options { judged: Some(&judged), ..self.options() };
        let mut checked = check::report(&self.snapshot, options);
        progress.finish();
        if self.arguments.write_baseline {
            return self.write_baseline(sources, &checked);
        }
        let files = match &self.gathered.focus {
            Some(focus) => focus.len(),
            None => self.gathered.sheets.len(),
        };
        let mut failures = std::mem::take(&mut self.failures);
        let mut known = Vec::new();
        if let Some(file) = &self.settings.baseline {
            let parted = baseline::open(&self.tree, file, &mut sources).and_then(|source| {
                let judged = |rule: &str| self.judges(rule);
                let looked = self.looked(&sources, &checked.sheets, &judged);
                baseline::part(&source, file, std::mem::take(&mut checked.findings), &looked)
            });
            match parted {
                Ok(parted) => {
                    checked.findings = parted.new;
                    known = parted.known;
                    failures.extend(parted.gone);
                }
                Err(failure) => {
                    return refuse(self.console, self.arguments, &sources, vec![failure]);
                }
            }
        }
        let tells_rules = output::tells_rules(&self.arguments.format);
        let mut report = report((&self.book, &self.judging), tells_rules, files, failures, checked);
        report.summary.baselined = known.len();
        report.baselined = known;
        let status = self.verdict(&report);
        let status = self.certify(&report, status, &sources);
        let most = self.settings.max_findings.unwrap_or(usize::MAX);
        report.summary.unlisted = report.findings.len().saturating_sub(most);
        report.findings.truncate(most);
        let formats = &self.arguments.format;
        let written = output::write(self.console, formats, &self.targets, &sources, &report);
        if output::silent(&self.arguments.format) {
            self.console.note(&render::summary(&report, lang));
        } else if report.summary.unlisted > 0
            && output::says_no_sum(self.console, &self.arguments.format)
        {
            self.console.note(words::unlisted(report.summary.unlisted).get(lang));
        }
        self.tell_of_consent(&report);
        let unused = self.unused_rules(&sources);
        if !unused.is_empty() {
            self.console.note(words::rules_unused(&unused).get(lang));
        }
        if report.incomplete {
            self.console.note(words::not_all_checked().get(lang));
        }
        if written { status } else { Status::Failed }
    }

    /// After fixing: how many more could be fixed, if a person agreed.
    fn tell_of_consent(&self, report: &Report) {
        let asks =
            |finding: &&Diagnostic| finding.fixes.iter().any(|fix| fix.level == FixLevel::Unsafe);
        let count = report.findings.iter().filter(asks).count();
        if self.arguments.fix && !self.arguments.unsafe_fixes && count > 0 {
            self.console.note(words::more_with_consent(count).get(self.console.lang()));
        }
    }

    /// Writes the certificate, if there is to be one. Where it could not be written, or certifies nothing, the check
    /// has failed.
    fn certify(&self, report: &Report, status: Status, sources: &Sources) -> Status {
        let Some(target) = &self.targets.certificate else { return status };
        let run = certify::CertifiedRun {
            arguments: self.arguments,
            settings: &self.settings,
            book: &self.book,
            judging: &self.judging,
            sources,
            files: self.gathered.asked().collect(),
            report,
            status,
        };
        match certify::write(target, &run) {
            Ok(Verdict::NotChecked) if status == Status::Clean => {
                let nothing = certificate_words::nothing_certified(report.summary.sheets);
                self.console.note(nothing.get(self.console.lang()));
                Status::Failed
            }
            Ok(_) => status,
            Err(failure) => {
                self.console.complain(sources, &[failure]);
                Status::Failed
            }
        }
    }

    /// Whether findings of a rule would have been found: it judged, or is there no more.
    fn judges(&self, name: &str) -> bool {
        let rules = self.book.rules();
        let judges = self.judging.rules(rules).any(|(_, rule)| rule.name == name);
        let left_out = self.judging.rules_left_out(rules).any(|(rule, _)| rule.name == name);
        let is_own = || Code::ALL.iter().any(|own| own.name() == name);
        judges || (!left_out && (self.arguments.by.packs.rules.is_empty() || is_own()))
    }

    fn looked<'l>(
        &'l self,
        sources: &'l Sources,
        sheets: &'l [SheetInfo],
        judged: &'l dyn Fn(&str) -> bool,
    ) -> Looked<'l> {
        let (tree, places) = (&self.tree, self.arguments.places());
        Looked { tree, places, files: self.gathered.looked_at(), judged, sources, sheets }
    }

    fn write_baseline(&self, mut sources: Sources, checked: &Checked) -> Status {
        let lang = self.console.lang();
        if self.hindered() || checked.incomplete {
            // What could not be looked at cannot be known.
            self.console.complain(&sources, &self.failures);
            self.console.complain(&sources, &checked.findings);
            self.console.note(project_words::no_baseline_of_part().get(lang));
            return Status::Failed;
        }
        let Some(target) = &self.targets.baseline else { return Status::Failed };
        let old = baseline::open(&self.tree, target.path(), &mut sources).ok();
        let judged = |rule: &str| self.judges(rule);
        let looked = self.looked(&sources, &checked.sheets, &judged);
        match baseline::write(old.as_ref(), target, &checked.findings, &looked) {
            Ok(count) => {
                let named = self.settings.baseline.is_some();
                let file = target.path();
                self.console.note(project_words::baseline_written(file, count, named).get(lang));
                Status::Clean
            }
            Err(failure) => {
                self.console.complain(&sources, &[failure]);
                Status::Failed
            }
        }
    }

    /// What a report comes to.
    fn verdict(&self, report: &Report) -> Status {
        if report.incomplete {
            return Status::Failed;
        }
        let summary = &report.summary;
        let denied = self.settings.deny_warnings && summary.warnings > 0;
        // What could not be decided, and was known before, is no news.
        let tells = |finding: &Diagnostic| finding.code.explains_undecided();
        let reported_before =
            report.baselined.iter().any(tells) && !report.findings.iter().any(tells);
        let undecided = summary.outcomes.undecidable > 0 && !reported_before;
        if summary.errors > 0 || undecided || denied { Status::Findings } else { Status::Clean }
    }

    /// Rule files that lie beside the sheets and that no pack has.
    fn unused_rules(&self, sources: &Sources) -> Vec<String> {
        let is_rules = |name: &str| name.ends_with(".chi");
        let read: Vec<&str> = sources.iter().map(Source::name).filter(|it| is_rules(it)).collect();
        let is_read =
            |name: &str| read.iter().any(|it| project::same_file(Path::new(it), Path::new(name)));
        let beside = self.gathered.beside.iter().map(|file| project::shown(file));
        beside.filter(|name| is_rules(name) && !is_read(name)).collect()
    }
}

impl Gathered {
    /// The files that are asked about.
    fn asked(&self) -> impl Iterator<Item = &Source> {
        let focus = self.focus.as_ref();
        self.sheets.iter().filter(move |it| focus.is_none_or(|focus| focus.contains(&it.id())))
    }

    /// Their names.
    fn looked_at(&self) -> BTreeSet<String> {
        self.asked().map(|source| source.name().to_owned()).collect()
    }
}

/// Reports what lets nothing be checked: in the reports that are asked for, so that their readers do not take
/// silence for success; else on standard error.
fn refuse(
    console: &Console,
    arguments: &args::Check,
    sources: &Sources,
    failures: Vec<Diagnostic>,
) -> Status {
    if arguments.format.is_empty() || arguments.fix || arguments.diff {
        console.complain(sources, &failures);
        return Status::Failed;
    }
    let targets = match output::Targets::plan(arguments, None, &inputs(arguments, sources)) {
        Ok(targets) => targets,
        Err(more) => {
            console.complain(sources, &[failures, more].concat());
            return Status::Failed;
        }
    };
    let summary = Summary { errors: failures.len(), ..Summary::default() };
    let report = Report { summary, findings: failures, incomplete: true, ..Report::default() };
    output::write(console, &arguments.format, &targets, sources, &report);
    console.note(words::not_all_checked().get(console.lang()));
    Status::Failed
}

/// What is read: all that the command line names, and what was read for it.
fn inputs(arguments: &args::Check, sources: &Sources) -> Vec<PathBuf> {
    let named = arguments.places().into_iter().chain(arguments.by.packs.rules.clone());
    let named = named.chain(arguments.by.config.clone());
    named.chain(sources.iter().map(|source| PathBuf::from(source.name()))).collect()
}

/// Finds and reads the sheets.
fn gather(
    console: &Console,
    arguments: &args::Check,
    settings: &Settings,
    sources: &mut Sources,
) -> Gathered {
    if arguments.reads_stdin() {
        return match stdin::read(&arguments.stdin_filename, sources) {
            Ok(sheet) => Gathered { sheets: vec![sheet], ..Gathered::default() },
            Err(failure) => Gathered { failures: vec![failure], ..Gathered::default() },
        };
    }
    let found = project::discover(&arguments.places(), &["biao"], &settings.filter);
    let progress = Progress::new(console, found.files.len(), words::reading());
    let (sheets, unreadable) = project::read_all(&found.files, sources, &|| progress.step());
    progress.finish();
    Gathered {
        sheets,
        files: found.files,
        failures: found.diagnostics.into_iter().chain(unreadable).collect(),
        beside: found.beside,
        may_be_empty: settings.filter.force,
        ..Gathered::default()
    }
}

impl args::Check {
    /// Whether the sheet comes from standard input.
    pub(crate) fn reads_stdin(&self) -> bool {
        self.paths.iter().any(|path| path.as_os_str() == "-")
    }

    /// The places to look at: the current folder, where none is named; for standard input, where it would lie.
    pub(crate) fn places(&self) -> Vec<PathBuf> {
        if self.reads_stdin() {
            let folder = self.stdin_filename.parent().unwrap_or(Path::new(""));
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            return vec![folder.to_owned()];
        }
        match self.paths.is_empty() {
            true => vec![PathBuf::from(".")],
            false => self.paths.clone(),
        }
    }
}
