//! `check --certificate FILE`: which rules were held against which sheets, and what came of it, by checksums: what a
//! result can be held to later. Takes a report with its sources; gives JSON, `biaochi.certificate/1`, and reads it.
//! Checks nothing itself.

use crate::check::Judging;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::packs::Rulebook;
use super::settings::Settings;
use super::{Status, project_words};
use crate::diagnostic::{Diagnostic, Lang, Outcomes, Severity};
use crate::project::{self, Target};
use crate::render::{self, Report, SheetInfo};
use crate::source::{Source, Sources, Span};

const SCHEMA: &str = "biaochi.certificate/1";

/// What a check came to. Only the first two are a pass, and a check of nothing is neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    /// Checked, and nothing found.
    Clean,
    /// Checked, and nothing found that fails a check; what was found is counted.
    Passed,
    /// Checked, and errors found, or rules that could not be decided.
    Failed,
    /// Something could not be checked.
    NotChecked,
}

/// A certificate.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Certificate {
    schema: String,
    /// The program's.
    pub version: String,
    /// The day of the check, in Beijing's time.
    pub date: Option<String>,
    /// The day whose law counted, if not each sheet's own year.
    as_of: Option<String>,
    pub verdict: Verdict,
    /// What could not be checked, in words.
    not_checked: Vec<String>,
    pub packs: Vec<Pack>,
    /// The rules that the project leaves out.
    rules_left_out: Vec<String>,
    /// The rules that are faulty and judged nothing.
    rules_faulty: Vec<String>,
    /// The places that were looked through, counted from the certificate's folder.
    pub covers: Vec<String>,
    pub files: Vec<File>,
    summary: Summary,
    /// The checksum of all else, so that a change by accident is seen. No signature.
    seal: String,
}

/// A pack whose rules judged.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pack {
    pub name: String,
    pub version: String,
    pub sha256: String,
    /// Where it lies, counted from the certificate's folder; `None` of those that came with the program.
    pub path: Option<String>,
    pub rules: Vec<String>,
}

/// A file whose sheets were judged.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// Counted from the certificate's folder.
    pub file: String,
    pub sha256: String,
    sheets: Vec<Sheet>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    name: String,
    unit: Option<String>,
    form: String,
    year: Option<i32>,
    outcomes: OutcomeCounts,
    errors: usize,
    warnings: usize,
    notes: usize,
    suppressed: usize,
    baselined: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Summary {
    files: usize,
    sheets: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    suppressed: usize,
    baselined: usize,
    outcomes: OutcomeCounts,
}

/// The five outcomes.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OutcomeCounts {
    holds: usize,
    fails: usize,
    not_applicable: usize,
    undecidable: usize,
    faulty: usize,
}

impl From<Outcomes> for OutcomeCounts {
    fn from(it: Outcomes) -> Self {
        let Outcomes { holds, fails, not_applicable, undecidable, faulty } = it;
        Self { holds, fails, not_applicable, undecidable, faulty }
    }
}

/// What a certificate tells of.
pub(super) struct Told<'a> {
    pub report: &'a Report,
    pub judging: &'a Judging,
    pub book: &'a Rulebook,
    pub settings: &'a Settings,
    /// The files that were asked about.
    pub files: Vec<&'a Source>,
    /// What was looked through.
    pub places: Vec<PathBuf>,
    pub status: Status,
}

/// Writes a certificate.
///
/// # Errors
/// The file may not be written.
pub(super) fn write(target: &Target, told: &Told<'_>) -> Result<(), Diagnostic> {
    let folder = folder(target.path());
    let mut certificate = told.certificate(folder);
    certificate.seal = certificate.sealed();
    let mut text = render::json(&certificate).unwrap_or_default();
    text.push('\n');
    target.write(text.as_bytes())
}

/// Reads a certificate.
///
/// # Errors
/// It cannot be read, is none, or was changed after it was written.
pub(super) fn read(file: &Path, sources: &mut Sources) -> Result<Certificate, Diagnostic> {
    let source = project::read(file, sources)?;
    let text = source.text().trim_start_matches('\u{feff}');
    let certificate: Certificate = serde_json::from_str(text).map_err(|error| {
        let line = u32::try_from(error.line()).unwrap_or(1).clamp(1, source.line_count());
        let span = source.line(line).unwrap_or(Span::at(source.id(), 0));
        project_words::bad_certificate(span, &error.to_string())
    })?;
    let at = |needle: &str| {
        let start = source.text().find(needle).unwrap_or(0);
        Span::new(source.id(), start, start + needle.len())
    };
    if certificate.schema != SCHEMA {
        return Err(project_words::other_certificate(
            at(&certificate.schema),
            &certificate.schema,
            SCHEMA,
        ));
    }
    let seal = at(&certificate.seal);
    let mut certificate = certificate;
    let said = std::mem::take(&mut certificate.seal);
    if certificate.sealed() != said {
        return Err(project_words::broken_seal(seal));
    }
    Ok(certificate)
}

/// The folder from which a certificate's paths count.
pub(super) fn folder(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

impl Certificate {
    /// The checksum of all but the seal, which must be empty.
    fn sealed(&self) -> String {
        project::sha256(&serde_json::to_vec(self).unwrap_or_default())
    }
}

impl Told<'_> {
    fn certificate(&self, folder: &Path) -> Certificate {
        let it = &self.report.summary;
        let found = it.errors + it.warnings + it.notes + it.suppressed + it.baselined;
        let verdict = match self.status {
            Status::Clean if it.sheets == 0 || it.outcomes.holds == 0 => Verdict::NotChecked,
            Status::Clean if found == 0 => Verdict::Clean,
            Status::Clean => Verdict::Passed,
            Status::Findings => Verdict::Failed,
            Status::Failed => Verdict::NotChecked,
        };
        let rules = self.book.rules();
        let left_out = self.judging.rules_left_out(rules);
        let hindrances = self.report.findings.iter().filter(|finding| {
            finding.severity == Severity::Error && (finding.labels.is_empty() || finding.hinders())
        });
        Certificate {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            date: super::today().map(|day| day.to_string()),
            as_of: self.settings.as_of.map(|day| day.to_string()),
            verdict,
            not_checked: match verdict {
                Verdict::NotChecked => {
                    hindrances.map(|it| it.message.get(Lang::Zh).to_owned()).collect()
                }
                _ => Vec::new(),
            },
            packs: self.packs(folder),
            rules_left_out: left_out.map(|rule| rule.name.clone()).collect(),
            rules_faulty: rules.faulty.clone(),
            covers: self
                .places
                .iter()
                .map(|place| project::in_folder(&project::shown(place), folder))
                .collect(),
            files: self.files.iter().map(|source| self.file(source, folder)).collect(),
            summary: Summary {
                files: it.files,
                sheets: it.sheets,
                errors: it.errors,
                warnings: it.warnings,
                notes: it.notes,
                suppressed: it.suppressed,
                baselined: it.baselined,
                outcomes: it.outcomes.into(),
            },
            seal: String::new(),
        }
    }

    fn packs(&self, folder: &Path) -> Vec<Pack> {
        let mut rules: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (_, rule) in self.judging.rules(self.book.rules()) {
            rules.entry(&rule.pack).or_default().push(rule.name.clone());
        }
        let packs = self.book.packs.iter().zip(&self.book.places);
        packs
            .map(|(pack, place)| Pack {
                name: pack.name.clone(),
                version: pack.version.clone(),
                sha256: pack.sha256.clone(),
                path: place.as_ref().map(|place| project::in_folder(place, folder)),
                rules: rules.remove(&*pack.name).unwrap_or_default(),
            })
            .collect()
    }

    fn file(&self, source: &Source, folder: &Path) -> File {
        let of_file = |sheet: &&SheetInfo| sheet.span.source == source.id();
        File {
            file: project::in_folder(source.name(), folder),
            sha256: project::checksum_of(source),
            sheets: self
                .report
                .sheets
                .iter()
                .filter(of_file)
                .map(|sheet| self.sheet(sheet))
                .collect(),
        }
    }

    fn sheet(&self, sheet: &SheetInfo) -> Sheet {
        let within =
            |finding: &Diagnostic| finding.span().is_some_and(|it| sheet.span.contains(it));
        let of = |severity| {
            let found = self.report.findings.iter();
            found.filter(|finding| finding.severity == severity && within(finding)).count()
        };
        Sheet {
            name: sheet.name.clone(),
            unit: sheet.unit.clone(),
            form: sheet.form.clone(),
            year: sheet.year,
            outcomes: sheet.outcomes.into(),
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            notes: of(Severity::Note),
            suppressed: self.report.suppressed.iter().filter(|it| within(&it.finding)).count(),
            baselined: self.report.baselined.iter().filter(|it| within(it)).count(),
        }
    }
}
