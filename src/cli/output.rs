//! Where a report goes, and in which format: `--format F[:FILE]`, repeatable. Takes reports;
//! writes them to standard output and to files. Knows no rule.

use std::io::{self, Write};
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

/// The formats that a command writes.
pub(super) trait OutputFormat: ValueEnum + Copy {
    /// Whether the output is binary.
    fn is_binary(self) -> bool;
    /// Whether this build can write it.
    fn is_built(self) -> bool;
    /// Whether it is drawn for people's terminals.
    fn is_for_people(self) -> bool;
}

impl OutputFormat for FormatName {
    fn is_binary(self) -> bool {
        self.format().is_binary()
    }

    fn is_built(self) -> bool {
        self.format().is_built()
    }

    fn is_for_people(self) -> bool {
        self.format().is_for_people()
    }
}

/// One `--format`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output<F = FormatName> {
    /// As typed.
    asked: String,
    format: F,
    /// The file; `None` is standard output.
    file: Option<PathBuf>,
}

impl<F: OutputFormat> FromStr for Output<F> {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let (name, file) = match text.split_once([':', '：']) {
            Some((name, file)) => (name, Some(file)),
            None => (text, None),
        };
        let format =
            F::from_str(name, true).map_err(|_| BadValue(words::no_such_format::<F>(name)))?;
        if file == Some("") {
            return Err(BadValue(words::no_file_for_format(name)));
        }
        if !format.is_built() {
            return Err(BadValue(words::format_not_built(name)));
        }
        if file.is_none() && format.is_binary() {
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
        let reports = planned(&arguments.format);
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
        let planned: Vec<_> = reports.into_iter().chain(certificate).chain(known).collect();
        let mut reports = project::plan(&planned, inputs)?;
        let baselines = reports.split_off(reports.len().saturating_sub(baselines.len()));
        let certificate = is_certified.then(|| reports.pop()).flatten();
        Ok(Self { reports, certificate, baselines })
    }
}

/// The files of the outputs that go to files.
fn planned<F>(outputs: &[Output<F>]) -> Vec<Planned<'_>> {
    let planned = outputs.iter().filter_map(|output| {
        let path = output.file.as_deref()?;
        Some(Planned { asked: &output.asked, path, baseline: false })
    });
    planned.collect()
}

/// The targets of a command that reads `inputs` and writes nothing but its reports.
///
/// # Errors
/// One of them must not be written.
pub(super) fn plan<F>(
    outputs: &[Output<F>],
    inputs: &[PathBuf],
) -> Result<Vec<WriteTarget>, Vec<Diagnostic>> {
    project::plan(&planned(outputs), inputs)
}

/// Writes to all outputs, those in files to their targets; without any, to standard output in the
/// default format. Returns whether all could be written.
pub(super) fn deliver<F: OutputFormat>(
    console: &Console,
    sources: &Sources,
    (outputs, default): (&[Output<F>], F),
    targets: &[WriteTarget],
    draw: &dyn Fn(F, &RenderOptions, &mut dyn Write) -> io::Result<()>,
) -> bool {
    let default = [Output { asked: String::new(), format: default, file: None }];
    let outputs = if outputs.is_empty() { &default } else { outputs };
    let mut failures = Vec::new();
    let mut targets = targets.iter();
    for output in outputs {
        let format = output.format;
        let Some(target) = output.file.as_ref().and_then(|_| targets.next()) else {
            console.draw(format.is_for_people(), &|options, out| draw(format, options, out));
            continue;
        };
        // A file is not a terminal.
        let options = RenderOptions { lang: console.lang(), ..RenderOptions::default() };
        let mut bytes = Vec::new();
        let written = draw(format, &options, &mut bytes)
            .map_err(|cause| words::not_rendered(target.path(), &cause))
            .and_then(|()| target.write(&bytes));
        failures.extend(written.err());
    }
    console.complain(sources, &failures);
    failures.is_empty()
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

    let default = console.default_format();
    let formats = outputs.iter().map(|output| output.format.format());
    let notices: Vec<_> = formats.filter_map(|format| left_out(format, report)).collect();
    console.complain(sources, &notices);
    let report = &*report;
    deliver(console, sources, (outputs, default), &targets.reports, &|name, options, out| {
        render(name.format(), sources, report, options, out)
    })
}

/// Whether more than one report would go to standard output, where they would be mixed up.
pub(super) fn mixed<F>(outputs: &[Output<F>]) -> bool {
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
pub(super) fn silent<F>(outputs: &[Output<F>]) -> bool {
    !outputs.is_empty() && outputs.iter().all(|output| output.file.is_some())
}
