//! `biaochi trace RULE SHEET`

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::args::{self, ListFormat};
use super::explain::rule_called;
use super::{Console, Status, settings::criteria, words};
use crate::check::{Options, Question, Workspace, trace};
use crate::diagnostic::{Diagnostic, Severity};
use crate::project::{self, Filter, Projects, Tree};
use crate::render;
use crate::setup::{self, Settings};
use crate::source::{Source, Sources};
use crate::trace::{TracePage, TraceReport};

pub(super) fn run(console: &Console, arguments: &args::TraceArgs) -> Status {
    let (first, rest) = arguments.paths.split_at(arguments.paths.len().min(1));
    let find = |paths| project::discover(paths, &["biao"], &mut project::unfiltered);
    let (asked, others) = (find(first), find(rest));
    let other_files = others.files.iter().filter(|file| !asked.files.contains(file));
    let files: Vec<PathBuf> = asked.files.iter().chain(other_files).cloned().collect();
    let mut sources = Sources::new();
    let (read, unreadable) = project::read_all(&files, &mut sources, &|| ());
    let found = asked.diagnostics.into_iter().chain(others.diagnostics);
    let failures: Vec<Diagnostic> = found.chain(unreadable).collect();
    console.complain(&sources, &failures);
    let failed = failures.iter().any(|failure| failure.severity == Severity::Error);
    // Grouped by settings: sheets of different projects are not compared.
    let config = arguments.by.config.as_deref();
    let projects = Projects::new(&Tree::Disk, config, Filter::default());
    let mut groups: BTreeMap<Option<PathBuf>, (Vec<Source>, Vec<Source>)> = BTreeMap::new();
    for (path, source) in read {
        let (own, other) = groups.entry(projects.of(&path)).or_default();
        if asked.files.contains(&path) { own.push(source) } else { other.push(source) }
    }
    let all = groups.len();
    groups.retain(|_, (own, _)| !own.is_empty());
    if groups.len() < all && !groups.is_empty() {
        console.note(words::others_elsewhere().get(console.lang()));
    }
    if groups.is_empty() {
        groups.extend(first.iter().map(|path| (projects.of(path), Default::default())));
    }
    let (mut status, mut document) = (Status::Clean, None);
    for (file, sheets) in groups {
        let config = file.map(|file| projects.config(&file, &mut sources)).transpose();
        let traced = match config
            .and_then(|config| Settings::new(&criteria(&arguments.by, arguments.as_of), config))
        {
            Ok(settings) => {
                trace_sheet(console, arguments, (&settings, &sheets), &mut sources, &mut document)
            }
            Err(failure) => {
                console.complain(&sources, &[failure]);
                Status::Failed
            }
        };
        status = status.max(traced);
    }
    if let Some(document) = document {
        console.print(&format!("{}\n", render::json(&document).unwrap_or_default()));
    }
    if failed { Status::Failed } else { status }
}

/// Traces the rule on sheets of one project, among its other sheets. Output for programs goes into
/// the document.
fn trace_sheet(
    console: &Console,
    arguments: &args::TraceArgs,
    (settings, (own, other)): (&Settings, &(Vec<Source>, Vec<Source>)),
    sources: &mut Sources,
    document: &mut Option<TraceReport>,
) -> Status {
    let (uppers, mut workspace) = (setup::JudgingPacks::WithUppers, Workspace::default());
    let book = setup::load(&Tree::Disk, &settings.packs, uppers, sources, &mut workspace);
    let (judging, misnamed) = settings.policy.resolve(book.rules());
    let of_rules =
        book.findings.iter().filter(|finding| finding.severity > Severity::Note).cloned();
    let failures: Vec<Diagnostic> = of_rules.chain(misnamed).collect();
    console.complain(sources, &failures);
    let Some((id, rule)) = rule_called(console, book.rules(), &arguments.rule) else {
        return Status::Failed;
    };
    let question = Question { rule: id, only: arguments.only.as_deref() };
    let options = Options { as_of: settings.as_of, judging: Some(&judging), ..Options::default() };
    let traces = trace(book.rules(), question, (own, other), options);
    let (lang, all) = (console.lang(), arguments.all);
    let severity = words::severity(judging.severity(id, rule));
    let remark = words::bracketed(severity.get(lang), lang);
    let page = TracePage { rules: book.rules(), rule, remark, sources, lang, all };
    match (arguments.format, &mut *document) {
        (ListFormat::Text, _) => console.print(&page.text(&traces)),
        (ListFormat::Json, Some(document)) => document.traces.extend(page.json(&traces).traces),
        (ListFormat::Json, None) => *document = Some(page.json(&traces)),
    }
    if traces.is_empty() {
        console.note(words::nothing_traced().get(console.lang()));
    }
    let failed = failures.iter().any(|failure| failure.severity == Severity::Error);
    if failed || traces.is_empty() { Status::Failed } else { Status::Clean }
}
