//! Diagnostics to text, one output format per file. Takes findings with their sources; gives text
//! for people or programs. Knows no rules, no terminal and no exit code.

/// Sentences that have no holes: a function each, `name: "中文", "English";`.
macro_rules! words {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        $(pub(super) fn $name() -> Words {
            Words::new($zh, $en)
        })*
    };
}

mod checkstyle;
mod clean;
mod codespan;
mod github;
mod gitlab;
mod html;
mod impact;
mod impact_words;
mod json;
mod junit;
#[cfg(feature = "office")]
mod office;
mod place_finder;
mod pretty;
mod report;
mod rich;
mod sarif;
mod short;
mod suppressed;
mod survey;
mod units;
mod uri;
mod view;
mod window;
mod words;
mod xml;

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Lang};
use crate::source::Sources;

pub use crate::diagnostic::{Fingerprint, SheetInfo, fingerprints};
pub(crate) use clean::{clean, clean_painted, json};
pub(crate) use impact::{
    ImpactFormat, ImpactReport, ImpactSide, RuleState, impact_verdict, render_impact,
};
pub use report::{PackInfo, Report, Repository, RuleInfo, Summary};
pub(crate) use uri::{escape, file_uri, unescaped};
pub(crate) use words::message_without_fixes;
pub use words::summary;

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A frame of source a finding, its law and its remedy beneath: for people.
    Pretty,
    /// `path:line:col: 错误[规则]: 消息`, one line per finding: for editors and `grep`.
    Short,
    /// A denser frame, with the places in several files in one.
    Rich,
    /// One object: for programs.
    Json,
    /// SARIF 2.1.0: for code scanning and editors.
    Sarif,
    /// Workflow commands: GitHub puts them beside the lines of a change.
    Github,
    /// A Code Quality report: GitLab puts it beside the lines of a merge request.
    Gitlab,
    /// JUnit's XML: for the test report of any CI.
    Junit,
    /// Checkstyle's XML: for tools that read the reports of linters.
    Checkstyle,
    /// One page with the sheets, what was found marked in them: for reviewers, without a network.
    Html,
    /// An opinion on the sheets of each unit, to be signed by people: for office programs.
    Docx,
    /// A workbook of counts and findings: for office programs.
    Xlsx,
}

impl Format {
    /// Whether the output is binary.
    pub(crate) fn is_binary(self) -> bool {
        matches!(self, Self::Docx | Self::Xlsx)
    }

    /// Whether it is drawn for people's terminals, and not read by programs that need every
    /// character.
    pub(crate) fn is_for_people(self) -> bool {
        matches!(self, Self::Pretty | Self::Short | Self::Rich)
    }

    /// Whether it describes the rules themselves, and not only findings.
    pub(crate) fn tells_rules(self) -> bool {
        matches!(self, Self::Sarif | Self::Html | Self::Docx | Self::Xlsx)
    }

    /// Whether this build can write it: the formats of office programs may be left out.
    pub(crate) fn is_built(self) -> bool {
        cfg!(feature = "office") || !self.is_binary()
    }
}

/// How to write.
#[derive(Clone, Copy, Debug)]
pub struct RenderOptions {
    /// The language of the words.
    pub lang: Lang,
    /// Whether to colour.
    pub color: bool,
    /// The columns of the terminal.
    pub width: usize,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self { lang: Lang::Zh, color: false, width: 100 }
    }
}

/// Writes a report. `pretty` and `rich` end with a line that sums up; `short` holds findings alone,
/// so that every line of it is one.
///
/// # Errors
/// Those of `out`; a format that is not built.
pub fn render(
    format: Format,
    sources: &Sources,
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Pretty => pretty::write(sources, report, options, out),
        Format::Short => short::write(sources, report, options, out),
        Format::Rich => rich::write(sources, report, options, out),
        Format::Json => json::write(sources, report, options, out),
        Format::Html => html::write(sources, report, options, out),
        #[cfg(feature = "office")]
        Format::Docx => office::docx(sources, report, options, out),
        #[cfg(feature = "office")]
        Format::Xlsx => office::xlsx(sources, report, options, out),
        #[cfg(not(feature = "office"))]
        Format::Docx | Format::Xlsx => Err(io::ErrorKind::Unsupported.into()),
        Format::Sarif => sarif::write(sources, report, options, out),
        Format::Github => github::write(sources, report, options, out),
        Format::Gitlab => gitlab::write(sources, report, options, out),
        Format::Junit => junit::write(sources, report, options, out),
        Format::Checkstyle => checkstyle::write(sources, report, options, out),
    }
}

/// A finding in one line, with its place: `甲.biao:4:7: 错误[规则]: 消息`.
pub(crate) fn line(sources: &Sources, finding: &Diagnostic, lang: Lang) -> String {
    let place = finding.span().and_then(|span| {
        let source = sources.get(span.source)?;
        let at = source.position(span.start as usize);
        Some(format!("{}:{}:{}: ", source.name(), at.line, at.column))
    });
    let severity = words::severity(finding.severity, lang);
    let message = words::one_line(finding.message.get(lang));
    format!("{}{severity}[{}]: {message}", place.unwrap_or_default(), finding.code.name())
}

/// What a format leaves out because its readers would reject the whole; `None` if nothing.
pub(crate) fn left_out(format: Format, report: &Report) -> Option<Diagnostic> {
    match format {
        Format::Sarif => sarif::left_out(report),
        _ => None,
    }
}

/// Writes findings as frames, nothing summed up: what is wrong with rule files while they are
/// tested.
///
/// # Errors
/// Only those of `out`.
pub(crate) fn render_findings(
    sources: &Sources,
    findings: &[Diagnostic],
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    pretty::write_findings(sources, findings, options, out)
}
