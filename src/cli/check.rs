//! `biaochi check`: collects settings, rules and sheets, checks them, and reports the result.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::certificate::Verdict;
use super::fix::Fixer;
use super::progress::Progress;
use super::projects::{Gathered, Opened, Project, Workspaces};
use super::report::{merged, report};
use super::staged::{self, Staged};
use super::{
    Console, Status, args, certificate_words, certify, fix_rules, known, output, watch, words,
};
use crate::check::{self, Checked, Options, Snapshot};
use crate::diagnostic::{Diagnostic, FixLevel, Severity};
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
    let fixes = arguments.fix || arguments.diff;
    let mut workspaces = if fixes { Workspaces::caching() } else { Workspaces::default() };
    let status = once(console, arguments, &mut workspaces);
    // The process ends here: dropping everything first would only take time.
    std::mem::forget(workspaces);
    status
}

/// One check, after the fixes that it applies. Results that the workspaces have cached are reused.
pub(super) fn once(
    console: &Console,
    arguments: &args::Check,
    workspaces: &mut Workspaces,
) -> Status {
    let mut sources = Sources::new();
    match Task::gather(console, arguments, &mut sources, workspaces) {
        Ok(task) if arguments.diff => task.show(&sources),
        Ok(task) if arguments.fix && !arguments.reads_stdin() => {
            let books = task.projects.iter().map(|project| &project.book);
            let faulty = books.filter(|book| book.is_faulty());
            let written = fix_rules::write(console, faulty, arguments.unsafe_fixes, &sources);
            if written.files == 0 {
                return task.fix(sources, workspaces);
            }
            let mut sources = Sources::new();
            *workspaces = Workspaces::caching();
            match Task::gather(console, arguments, &mut sources, workspaces) {
                Ok(task) => task.fix(sources, workspaces),
                Err(status) => status,
            }
        }
        Ok(task) if arguments.fix => task.fix(sources, workspaces),
        Ok(task) => task.tell(sources, workspaces),
        Err(status) => status,
    }
}

/// All that a check needs.
pub(super) struct Task<'a> {
    pub(crate) console: &'a Console,
    pub(crate) arguments: &'a args::Check,
    /// Where its files come from.
    pub(crate) tree: Tree,
    /// The settings of each file.
    pub(crate) settings: project::Projects,
    pub(crate) projects: Vec<Project>,
    gathered: Gathered,
    /// Where it writes.
    targets: output::Targets,
    /// What prevents the check itself.
    pub(crate) failures: Vec<Diagnostic>,
}

impl<'a> Task<'a> {
    /// Reads settings, sheets and rules. On failure, the reason has been reported.
    fn gather(
        console: &'a Console,
        arguments: &'a args::Check,
        sources: &mut Sources,
        workspaces: &mut Workspaces,
    ) -> Result<Self, Status> {
        let staged = Staged::open(console, arguments).map_err(|failure| match failure {
            Some(failure) => refuse(console, arguments, sources, vec![failure]),
            None => nothing(console, arguments, sources, Status::Clean),
        })?;
        let tree = staged.as_ref().map_or(Tree::Disk, Staged::tree);
        let from = (&tree, staged.as_ref());
        let mut opened = match Opened::read(console, arguments, from, sources, workspaces) {
            Ok(opened) => opened,
            Err(failure) => return Err(refuse(console, arguments, sources, vec![failure])),
        };
        // A certificate is written even of nothing: an older, better one must not stay.
        if opened.is_nothing && arguments.certificate.is_none() {
            console.note(words::all_excluded().get(console.lang()));
            return Err(nothing(console, arguments, sources, Status::Clean));
        }
        let is_error = |finding: &Diagnostic| finding.severity == Severity::Error;
        if opened.projects.is_empty() && opened.refused.iter().any(is_error) {
            return Err(refuse(console, arguments, sources, opened.refused));
        }
        if let Some(staged) = &staged {
            staged
                .focus(console, &mut opened, sources)
                .map_err(|status| nothing(console, arguments, sources, status))?;
        }
        let Opened { settings, mut projects, mut gathered, refused, .. } = opened;
        let mut failures = refused;
        failures.append(&mut gathered.failures);
        projects.iter_mut().for_each(|project| failures.append(&mut project.failures));
        // A fault in a rule file that several projects use is reported once.
        let mut said = BTreeSet::new();
        failures.retain(|failure| said.insert(render::line(sources, failure, console.lang())));
        let known = known::files(arguments, &projects);
        let mut inputs = inputs(arguments, sources);
        inputs.append(&mut gathered.files);
        if !arguments.write_baseline {
            inputs.extend(known.iter().cloned());
        }
        let baselines = if arguments.write_baseline { &*known } else { &[] };
        let targets = output::Targets::plan(arguments, baselines, &inputs).map_err(|failures| {
            console.complain(sources, &failures);
            Status::Failed
        })?;
        Ok(Self { console, arguments, tree, settings, projects, gathered, targets, failures })
    }

    fn fixer<'t>(&'t self, sources: &'t Sources) -> Fixer<'t> {
        let (console, consent) = (self.console, self.arguments.unsafe_fixes);
        Fixer { console, projects: &self.projects, consent, sources }
    }

    /// Whether something prevented the check itself.
    pub(crate) fn hindered(&self) -> bool {
        self.projects.iter().any(|project| project.book.is_faulty())
            || self.failures.iter().any(|failure| failure.severity == Severity::Error)
    }

    /// Prints what fixes would change.
    fn show(mut self, sources: &Sources) -> Status {
        let checked = self.check();
        self.note_unjudged(&checked);
        self.console.complain(sources, &self.failures);
        let (shown, incomplete) = self.fixer(sources).show();
        // A diff of the readable files must not pass for one of all files.
        if !self.hindered() && !incomplete {
            return shown;
        }
        self.console.note(words::not_all_checked().get(self.console.lang()));
        Status::Failed
    }

    /// Applies fixes, and reports what is left. For standard input the sheet is printed, and the
    /// remaining findings go to standard error.
    fn fix(mut self, mut sources: Sources, workspaces: &mut Workspaces) -> Status {
        let fixer = self.fixer(&sources);
        let (fixed, all) = match self.arguments.reads_stdin() {
            true => (fixer.fixed().texts.into_iter().map(|fixed| fixed.after).collect(), true),
            false => fixer.write(),
        };
        fixed.into_iter().for_each(|text| sources.replace(text));
        self.projects.iter_mut().for_each(|project| project.reread(&sources, workspaces));
        let status = match self.arguments.reads_stdin() {
            true => self.tell_stdin(&sources),
            false => self.tell(sources, workspaces),
        };
        if all { status } else { Status::Failed }
    }

    fn tell_stdin(mut self, sources: &Sources) -> Status {
        let sheets = self.projects.iter().flat_map(|project| &project.sheets);
        sheets.for_each(|sheet| self.console.print_exact(sheet.written()));
        let checked = self.check();
        self.note_unjudged(&checked);
        let failures = std::mem::take(&mut self.failures);
        let report = report(&self.projects, false, failures, merged(checked));
        self.console.complain(sources, &report.findings);
        self.console.note(&render::summary(&report, self.console.lang()));
        self.verdict(&report)
    }

    /// Checks, and writes the report.
    fn tell(mut self, mut sources: Sources, workspaces: &mut Workspaces) -> Status {
        let lang = self.console.lang();
        let checked = self.check();
        self.release(workspaces);
        self.note_unjudged(&checked);
        if self.arguments.write_baseline {
            return known::write(&self, sources, checked);
        }
        let parted = match known::part(&self, &mut sources, checked) {
            Ok(parted) => parted,
            Err(failures) => return refuse(self.console, self.arguments, &sources, failures),
        };
        let mut failures = std::mem::take(&mut self.failures);
        failures.extend(parted.failures);
        let tells_rules = output::tells_rules(&self.arguments.format);
        let mut report = report(&self.projects, tells_rules, failures, merged(parted.checked));
        report.summary.left_out = self.gathered.left_out.count();
        report.summary.baselined = parted.known.len();
        // What a known finding leaves unlisted is known no more than looked at.
        report.summary.unlisted += parted.known.iter().map(|finding| finding.more).sum::<usize>();
        report.baselined = parted.known;
        let status = self.verdict(&report);
        let status = self.certify(&report, status, &sources);
        self.cut(&mut report);
        let formats = &self.arguments.format;
        let written = output::write(self.console, formats, &self.targets, &sources, &mut report);
        if self.arguments.watch {
            watch::compare(self.console, &sources, &report, &mut workspaces.last);
        }
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

    /// The findings of each project.
    fn check(&self) -> Vec<Checked> {
        let sheets = self.projects.iter().map(|project| project.sheets.len()).sum();
        let progress = Progress::new(self.console, sheets, words::judging());
        let judged = || progress.step();
        let judge = |project: &Project| {
            let options = Options { judged: Some(&judged), ..project.options() };
            check::report(&project.snapshot, options)
        };
        let checked = self.projects.iter().map(judge).collect();
        progress.finish();
        checked
    }

    /// Releases what was read of the sheets, which a report does not need: of many, it takes more
    /// memory than their texts and findings. A workspace that caches keeps it for the next check.
    fn release(&mut self, workspaces: &mut Workspaces) {
        self.projects.iter_mut().for_each(|project| project.snapshot = Snapshot::default());
        workspaces.release();
    }

    /// Reports that no rule judged: a sheet that no rule was applied to has not passed.
    fn note_unjudged(&mut self, checked: &[Checked]) {
        // A pack without rules of its own passes on those that it builds on.
        let named = |project: &Project| -> Vec<String> {
            let has_rules =
                |name: &&String| project.book.rules().rules.iter().any(|rule| rule.pack == **name);
            project.book.named.iter().filter(has_rules).cloned().collect()
        };
        let judged = |(project, checked): (&Project, &Checked)| {
            let named = named(project);
            named.iter().any(|name| checked.packs.contains(name))
                || (named.is_empty() && !checked.packs.is_empty())
        };
        let some_judged = self.projects.iter().zip(checked).any(judged);
        for (project, checked) in self.projects.iter().zip(checked) {
            let named = named(project);
            let unused = named.iter().filter(|name| !checked.packs.contains(*name));
            // Texts without a sheet, and sheets whose form has no rule, have been reported.
            if checked.sheets.is_empty() || checked.incomplete || project.book.is_faulty() {
                continue;
            }
            if !judged((project, checked)) {
                let (sheets, as_of) = (checked.sheets.len(), project.options().as_of);
                let mut nothing = words::nothing_judged(sheets, &named, as_of);
                if some_judged {
                    nothing.severity = Severity::Note;
                }
                self.failures.push(nothing);
            } else {
                self.failures.extend(unused.map(|name| words::pack_unused(name)));
            }
        }
    }

    /// After fixing: how many more could be fixed with a person's consent.
    fn tell_of_consent(&self, report: &Report) {
        let asks =
            |finding: &&Diagnostic| finding.fixes.iter().any(|fix| fix.level == FixLevel::Unsafe);
        let count = report.findings.iter().filter(asks).count();
        if self.arguments.fix && !self.arguments.unsafe_fixes && count > 0 {
            self.console.note(words::more_with_consent(count).get(self.console.lang()));
        }
    }

    /// Writes the certificate, if requested. If it cannot be written, or certifies nothing, the
    /// check has failed.
    fn certify(&self, report: &Report, status: Status, sources: &Sources) -> Status {
        let Some(target) = &self.targets.certificate else { return status };
        let (arguments, projects) = (self.arguments, &*self.projects);
        match certify::write(
            target,
            &certify::CertifiedRun { arguments, projects, sources, report, status },
        ) {
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

    /// The files that known findings are written to.
    pub(crate) fn baselines(&self) -> &[project::WriteTarget] {
        &self.targets.baselines
    }

    /// The project to which each text belongs; the first, if several read it.
    pub(crate) fn owners(&self) -> BTreeMap<SourceId, usize> {
        let all = self.projects.iter().enumerate().rev();
        all.flat_map(|(at, project)| project.sources.iter().map(move |id| (*id, at))).collect()
    }

    /// The exit code of a report.
    fn verdict(&self, report: &Report) -> Status {
        if report.incomplete {
            return Status::Failed;
        }
        let summary = &report.summary;
        let owners = self.owners();
        let denies =
            |finding: &Diagnostic| match finding.span().map(|span| owners.get(&span.source)) {
                Some(Some(at)) => {
                    self.projects.get(*at).is_some_and(|project| project.settings.deny_warnings)
                }
                // It concerns all.
                _ => self.projects.iter().any(|project| project.settings.deny_warnings),
            };
        let mut warnings =
            report.findings.iter().filter(|finding| finding.severity == Severity::Warning);
        let denied = warnings.any(denies);
        // Rules that could not be decided, and were known before, do not count.
        let tells = |finding: &Diagnostic| finding.code.explains_undecided();
        let reported_before =
            report.baselined.iter().any(tells) && !report.findings.iter().any(tells);
        let undecided = summary.outcomes.undecidable > 0 && !reported_before;
        if summary.errors > 0 || undecided || denied { Status::Findings } else { Status::Clean }
    }

    /// Leaves out findings beyond the limit: that of the command line is for all, that of settings
    /// for a project.
    fn cut(&self, report: &mut Report) {
        let most = |project: &Project| project.settings.max_findings.unwrap_or(usize::MAX);
        let mut left: Vec<usize> = self.projects.iter().map(most).collect();
        let owners = match (left.len(), self.arguments.max_findings) {
            (2.., None) => Some(self.owners()),
            _ => None,
        };
        let before = report.findings.len();
        report.findings.retain(|finding| {
            let at = match &owners {
                None => Some(&0),
                Some(owners) => finding.span().and_then(|span| owners.get(&span.source)),
            };
            let Some(left) = at.and_then(|at| left.get_mut(*at)) else { return true };
            let is_left = *left > 0;
            *left = left.saturating_sub(1);
            is_left
        });
        report.summary.unlisted += before - report.findings.len();
    }

    /// Rule files beside the sheets that belong to no pack.
    fn unused_rules(&self, sources: &Sources) -> Vec<String> {
        let is_rules = |name: &str| name.ends_with(".chi");
        let read: Vec<&str> =
            sources.iter().map(Source::name).filter(|name| is_rules(name)).collect();
        let is_read = |name: &str| {
            read.iter().any(|source| project::same_file(Path::new(source), Path::new(name)))
        };
        let beside = self.gathered.beside.iter().map(|file| project::shown(file));
        beside.filter(|name| is_rules(name) && !is_read(name)).collect()
    }
}

/// Reports what lets nothing be checked: in the requested reports, so that their readers
/// do not take silence for success; else on standard error.
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
    if write_empty(console, arguments, sources, failures) {
        console.note(words::not_all_checked().get(console.lang()));
    }
    Status::Failed
}

/// Nothing is to be checked, which is no failure: a report in a file does not stay that of an
/// earlier check.
fn nothing(
    console: &Console,
    arguments: &args::Check,
    sources: &Sources,
    status: Status,
) -> Status {
    let is_reported = status == Status::Clean && !arguments.format.is_empty();
    match is_reported && !write_empty(console, arguments, sources, Vec::new()) {
        true => Status::Failed,
        false => status,
    }
}

/// Writes the report of a check of nothing, with what prevented it; whether that could be done.
fn write_empty(
    console: &Console,
    arguments: &args::Check,
    sources: &Sources,
    failures: Vec<Diagnostic>,
) -> bool {
    let targets = match output::Targets::plan(arguments, &[], &inputs(arguments, sources)) {
        Ok(targets) => targets,
        Err(more) => {
            console.complain(sources, &[failures, more].concat());
            return false;
        }
    };
    let summary = Summary { errors: failures.len(), ..Summary::default() };
    let incomplete = !failures.is_empty();
    let mut report = Report { summary, findings: failures, incomplete, ..Report::default() };
    output::write(console, &arguments.format, &targets, sources, &mut report);
    true
}

/// Everything that is read: what the command line names, and what that refers to.
fn inputs(arguments: &args::Check, sources: &Sources) -> Vec<PathBuf> {
    let named = arguments.places().into_iter().chain(arguments.by.packs.rules.clone());
    let named = named.chain(arguments.by.config.clone());
    named.chain(sources.iter().map(|source| PathBuf::from(source.name()))).collect()
}

impl args::Check {
    /// Whether the sheet comes from standard input.
    pub(crate) fn reads_stdin(&self) -> bool {
        self.paths.iter().any(|path| path.as_os_str() == "-")
    }

    /// The places to search: the current folder, if none is given; for standard input, the folder
    /// that it would be in.
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
