//! Where a report goes, and in which format: `--format F[:FILE]`, repeatable. Takes reports;
//! writes them to standard output and to files. Knows no rule.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::ValueEnum;

use super::args::FormatName;
use super::help::BadValue;
use super::{Console, args, words};
use crate::diagnostic::Diagnostic;
use crate::project::{self, Planned, WriteTarget};
use crate::render::{RenderOptions, Report, Repository, left_out, render};
use crate::source::Sources;

/// One `--format`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    /// As typed.
    asked: String,
    format: FormatName,
    /// The file; `None` is standard output.
    file: Option<PathBuf>,
}

impl FromStr for Output {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let (name, file) = match text.split_once([':', '：']) {
            Some((name, file)) => (name, Some(file)),
            None => (text, None),
        };
        let format =
            FormatName::from_str(name, true).map_err(|_| BadValue(words::no_such_format(name)))?;
        if file == Some("") {
            return Err(BadValue(words::no_file_for_format(name)));
        }
        if !format.format().is_built() {
            return Err(BadValue(words::format_not_built(name)));
        }
        if file.is_none() && format.format().is_binary() {
            return Err(BadValue(words::format_needs_a_file(name)));
        }
        let asked = format!("--format {text}");
        Ok(Self { asked, format, file: file.map(PathBuf::from) })
    }
}

/// The files that a check is to write, checked to be writable.
#[derive(Debug, Default)]
pub(super) struct Targets {
    /// In the order of their options.
    reports: Vec<WriteTarget>,
    pub(crate) certificate: Option<WriteTarget>,
    pub(crate) baselines: Vec<WriteTarget>,
}

impl Targets {
    /// The targets of a check that reads `inputs`; `baselines` is where known findings are to be
    /// written.
    ///
    /// # Errors
    /// One of them must not be written.
    pub(crate) fn plan(
        arguments: &args::Check,
        baselines: &[PathBuf],
        inputs: &[PathBuf],
    ) -> Result<Self, Vec<Diagnostic>> {
        let reports = arguments.format.iter().filter_map(|output| {
            let path = output.file.as_deref()?;
            Some(Planned { asked: &output.asked, path, baseline: false })
        });
        let asked = |option: &str, path: &Path| format!("{option} {}", project::shown(path));
        let certificate = arguments.certificate.as_deref();
        let certified = certificate.map(|path| asked("--certificate", path)).unwrap_or_default();
        let known: Vec<String> =
            baselines.iter().map(|path| asked("--write-baseline", path)).collect();
        let certificate =
            certificate.map(|path| Planned { asked: &certified, path, baseline: false });
        let known = known.iter().zip(baselines);
        let known = known.map(|(asked, path)| Planned { asked, path, baseline: true });
        let is_certified = certificate.is_some();
        let planned: Vec<_> = reports.chain(certificate).chain(known).collect();
        let mut reports = project::plan(&planned, inputs)?;
        let baselines = reports.split_off(reports.len().saturating_sub(baselines.len()));
        let certificate = is_certified.then(|| reports.pop()).flatten();
        Ok(Self { reports, certificate, baselines })
    }
}

/// Writes a report to its targets; without any, to standard output. Returns whether all could
/// be written.
pub(super) fn write(
    console: &Console,
    outputs: &[Output],
    targets: &Targets,
    sources: &Sources,
    report: &mut Report,
) -> bool {
    let repository = project::repository();
    report.repository = repository.map(|(root, here)| Repository { root, here });

    let default = [Output { asked: String::new(), format: console.default_format(), file: None }];
    let outputs = if outputs.is_empty() { &default } else { outputs };
    let mut failures = Vec::new();
    let mut targets = targets.reports.iter();
    for output in outputs {
        let format = output.format.format();
        if let Some(notice) = left_out(format, report) {
            console.complain(sources, &[notice]);
        }
        let Some(target) = output.file.as_ref().and_then(|_| targets.next()) else {
            console.report(format, sources, report);
            continue;
        };
        // A file is not a terminal.
        let options = RenderOptions { lang: console.lang(), ..RenderOptions::default() };
        let mut bytes = Vec::new();
        let rendered = render(format, sources, report, &options, &mut bytes);
        let written = rendered
            .map_err(|cause| words::not_rendered(target.path(), &cause))
            .and_then(|()| target.write(&bytes));
        failures.extend(written.err());
    }
    console.complain(sources, &failures);
    failures.is_empty()
}

/// Whether more than one report would go to standard output, where they would be mixed up.
pub(super) fn mixed(outputs: &[Output]) -> bool {
    outputs.iter().filter(|output| output.file.is_none()).count() > 1
}

/// Whether the format on standard output has no summary line, and so does not say what it leaves
/// out.
pub(super) fn says_no_sum(console: &Console, outputs: &[Output]) -> bool {
    let printed = outputs.iter().find(|output| output.file.is_none());
    printed.map_or(console.default_format(), |output| output.format) == FormatName::Short
}

/// Whether some report describes the rules themselves.
pub(super) fn tells_rules(outputs: &[Output]) -> bool {
    outputs.iter().any(|output| output.format.format().tells_rules())
}

/// Whether nothing goes to standard output.
pub(super) fn silent(outputs: &[Output]) -> bool {
    !outputs.is_empty() && outputs.iter().all(|output| output.file.is_some())
}
