//! `check --certificate FILE`: writes the certificate of a check. Takes a report with its sources;
//! gives JSON with the checksums of rules, sheets and settings. Checks nothing itself.

use std::collections::BTreeMap;
use std::path::Path;

use super::certificate::{
    Certificate, CertifiedCommand, CertifiedFile, CertifiedOmission, CertifiedPack,
    CertifiedProject, CertifiedSheet, CertifiedSummary, SCHEMA, Stamp, Verdict, Why, folder,
};
use super::projects::Project;
use super::{Status, args, certificate_words as words};
use crate::check;
use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::project::{self, WriteTarget};
use crate::render::{self, Report, SheetInfo};
use crate::setup::{self, Settings};
use crate::source::{Source, Sources};

/// A check that is to be certified.
pub(super) struct CertifiedRun<'a> {
    pub(crate) arguments: &'a args::Check,
    pub(crate) projects: &'a [Project],
    pub(crate) sources: &'a Sources,
    pub(crate) report: &'a Report,
    pub(crate) status: Status,
}

/// Writes a certificate; returns its verdict.
///
/// # Errors
/// The file cannot be written.
pub(super) fn write(target: &WriteTarget, run: &CertifiedRun<'_>) -> Result<Verdict, Diagnostic> {
    let mut certificate = run.certificate(&folder(target.path()));
    certificate.seal = certificate.sealed();
    let mut text = render::json(&certificate).unwrap_or_default();
    text.push('\n');
    target.write(text.as_bytes())?;
    Ok(certificate.verdict)
}

fn stamp(source: &Source, folder: &Path) -> Stamp {
    let file = project::named_from(Path::new(source.name()), folder);
    Stamp { file, sha256: project::checksum_of(source) }
}

impl CertifiedRun<'_> {
    fn certificate(&self, folder: &Path) -> Certificate {
        let summary = &self.report.summary;
        let verdict = self.verdict();
        let places = self.arguments.places();
        let mut parts = self.projects.iter().map(|project| self.part(project, folder));
        let CertifiedProject {
            as_of,
            settings,
            baseline,
            packs,
            rules_left_out,
            rules_faulty,
            files,
        } = parts.next().unwrap_or_default();
        Certificate {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            date: super::today().map(|day| day.to_string()),
            as_of,
            verdict,
            not_checked: self.not_checked(verdict),
            covers: places.iter().map(|place| project::named_from(place, folder)).collect(),
            command: self.command(folder),
            settings,
            baseline,
            packs,
            rules_left_out,
            rules_faulty,
            files,
            others: parts.collect(),
            summary: CertifiedSummary {
                files: summary.files,
                sheets: summary.sheets,
                errors: summary.errors,
                warnings: summary.warnings,
                notes: summary.notes,
                suppressed: summary.suppressed,
                baselined: summary.baselined,
                outcomes: summary.outcomes.into(),
            },
            seal: String::new(),
        }
    }

    fn part(&self, project: &Project, folder: &Path) -> CertifiedProject {
        let Project { settings, book, judging, .. } = project;
        let left_out = judging.rules_left_out(book.rules()).map(|(rule, why)| CertifiedOmission {
            rule: rule.name.clone(),
            why: match why {
                check::LeftOut::NotSelected => Why::NotSelected,
                check::LeftOut::Ignored => Why::Ignored,
                check::LeftOut::Off => Why::Off,
            },
        });
        CertifiedProject {
            as_of: settings.as_of.map(|day| day.to_string()),
            settings: settings.config.as_ref().map(|config| stamp(&config.source, folder)),
            baseline: self.baseline(settings).map(|source| stamp(source, folder)),
            packs: packs_of(project, folder),
            rules_left_out: left_out.collect(),
            rules_faulty: book.rules().faulty.clone(),
            files: project.asked().map(|source| self.file(source, folder)).collect(),
        }
    }

    /// A check that decided nothing is not a pass, whatever it found.
    fn verdict(&self) -> Verdict {
        let summary = &self.report.summary;
        let found = summary.errors
            + summary.warnings
            + summary.notes
            + summary.suppressed
            + summary.baselined;
        match self.status {
            Status::Clean if summary.outcomes.holds + summary.outcomes.fails == 0 => {
                Verdict::NotChecked
            }
            Status::Clean if found == 0 => Verdict::Clean,
            Status::Clean => Verdict::Passed,
            Status::Findings => Verdict::Failed,
            Status::Failed => Verdict::NotChecked,
        }
    }

    fn not_checked(&self, verdict: Verdict) -> Vec<String> {
        if verdict != Verdict::NotChecked {
            return Vec::new();
        }
        if self.status == Status::Clean {
            let nothing = words::nothing_certified(self.report.summary.sheets);
            return vec![nothing.get(Lang::Zh).to_owned()];
        }
        let hinders = |finding: &&Diagnostic| {
            finding.severity == Severity::Error && (finding.labels.is_empty() || finding.hinders())
        };
        let hindrances = self.report.findings.iter().filter(hinders);
        hindrances.map(|finding| finding.message.get(Lang::Zh).to_owned()).collect()
    }

    fn command(&self, folder: &Path) -> CertifiedCommand {
        let args::Check { by, exclude, force_exclude, baseline, .. } = self.arguments;
        let named = |path: &Path| project::named_from(path, folder);
        let builtin = setup::builtin_names();
        let rules = by.packs.rules.iter().map(|path| {
            let typed = path.to_string_lossy();
            if builtin.contains(&*typed) {
                return typed.into_owned();
            }
            let name = named(path);
            let is_plain = name.starts_with("../") || Path::new(&name).is_absolute();
            if is_plain { name } else { format!("./{name}") }
        });
        CertifiedCommand {
            folder: named(Path::new(".")),
            rules: rules.collect(),
            config: by.config.as_deref().map(named),
            baseline: baseline.as_deref().map(named),
            select: by.select.clone(),
            ignore: by.ignore.clone(),
            exclude: exclude.clone(),
            force_exclude: *force_exclude,
        }
    }

    fn baseline(&self, settings: &Settings) -> Option<&Source> {
        let name = project::shown(settings.baseline.as_ref()?);
        self.sources.iter().find(|source| source.name() == name)
    }

    fn file(&self, source: &Source, folder: &Path) -> CertifiedFile {
        let of_file = |sheet: &&SheetInfo| sheet.span.source == source.id();
        let sheets = self.report.sheets.iter().filter(of_file);
        let Stamp { file, sha256 } = stamp(source, folder);
        CertifiedFile { file, sha256, sheets: sheets.map(|sheet| self.sheet(sheet)).collect() }
    }

    fn sheet(&self, sheet: &SheetInfo) -> CertifiedSheet {
        let within =
            |finding: &Diagnostic| finding.span().is_some_and(|span| sheet.span.contains(span));
        let of = |severity| {
            let found = self.report.findings.iter();
            found.filter(|finding| finding.severity == severity && within(finding)).count()
        };
        CertifiedSheet {
            name: sheet.name.to_string(),
            unit: sheet.unit.as_deref().map(str::to_owned),
            form: sheet.form.to_string(),
            undeclared: sheet.undeclared,
            year: sheet.year,
            outcomes: sheet.outcomes.into(),
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            notes: of(Severity::Note),
            suppressed: self
                .report
                .suppressed
                .iter()
                .filter(|entry| within(&entry.finding))
                .count(),
            baselined: self.report.baselined.iter().filter(|finding| within(finding)).count(),
        }
    }
}

/// The packs that were read. Of those that came with the program only the ones that judge: the
/// others are as the program's version says.
fn packs_of(checked: &Project, folder: &Path) -> Vec<CertifiedPack> {
    let Project { book, judging, .. } = checked;
    let mut rules: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (_, rule) in judging.rules(book.rules()) {
        rules.entry(&rule.pack).or_default().push(rule.name.clone());
    }
    let read = book.read.iter().filter(|(pack, judges)| *judges || !pack.builtin);
    read.map(|(pack, judges)| CertifiedPack {
        name: pack.manifest.name.clone(),
        version: pack.manifest.version.clone(),
        sha256: pack.sha256.clone(),
        path: pack.path.as_ref().map(|path| project::named_from(path, folder)),
        judges: *judges,
        rules: match judges {
            true => rules.remove(&*pack.manifest.name).unwrap_or_default(),
            false => Vec::new(),
        },
        files: match pack.builtin {
            true => Vec::new(),
            false => pack.files().map(|source| stamp(source, folder)).collect(),
        },
    })
    .collect()
}
