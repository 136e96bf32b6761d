//! A certificate, JSON with the schema `biaochi.certificate/1`: which rules were applied to which
//! sheets, and the results, with checksums. Reads one and checks that it is intact. Does not write
//! or compare any.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::certificate_words as words;
use crate::diagnostic::{Diagnostic, Outcomes};
use crate::project;
use crate::source::{Sources, Span};

pub(super) const SCHEMA: &str = "biaochi.certificate/1";

/// The verdict of a check. Only the first two are a pass, and a check of nothing is neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    /// Checked, and nothing found.
    Clean,
    /// Checked, and nothing found that fails a check; findings are counted.
    Passed,
    /// Checked, and errors found, or rules that could not be decided.
    Failed,
    /// Something could not be checked, or nothing was.
    NotChecked,
}

/// A certificate. All its paths are relative to its own folder.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Certificate {
    pub(crate) schema: String,
    /// The program's.
    pub(crate) version: String,
    /// The day of the check, in Beijing's time.
    pub(crate) date: Option<String>,
    /// The day whose law applied, if not each sheet's own year.
    pub(crate) as_of: Option<String>,
    pub(crate) verdict: Verdict,
    /// What could not be checked, in words.
    pub(crate) not_checked: Vec<String>,
    /// The places that were searched.
    pub(crate) covers: Vec<String>,
    pub(crate) command: CertifiedCommand,
    pub(crate) settings: Option<Stamp>,
    /// The file of known findings.
    pub(crate) baseline: Option<Stamp>,
    pub(crate) packs: Vec<CertifiedPack>,
    pub(crate) rules_left_out: Vec<CertifiedOmission>,
    /// The faulty rules, which judged nothing.
    pub(crate) rules_faulty: Vec<String>,
    pub(crate) files: Vec<CertifiedFile>,
    /// The other projects, if several were checked; the fields above are those of the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) others: Vec<CertifiedProject>,
    pub(crate) summary: CertifiedSummary,
    /// The checksum of everything else, to detect accidental changes. Not a signature.
    pub(crate) seal: String,
}

/// One more project that was checked.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CertifiedProject {
    pub(crate) as_of: Option<String>,
    pub(crate) settings: Option<Stamp>,
    pub(crate) baseline: Option<Stamp>,
    pub(crate) packs: Vec<CertifiedPack>,
    pub(crate) rules_left_out: Vec<CertifiedOmission>,
    pub(crate) rules_faulty: Vec<String>,
    pub(crate) files: Vec<CertifiedFile>,
}

/// What a certificate says of one project.
#[derive(Clone, Copy)]
pub(super) struct CertifiedPart<'c> {
    pub(crate) settings: Option<&'c Stamp>,
    pub(crate) baseline: Option<&'c Stamp>,
    pub(crate) packs: &'c [CertifiedPack],
}

/// What the command line selects to be judged, and by what.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CertifiedCommand {
    /// The folder that it was given in; `exclude` is relative to it.
    pub(crate) folder: String,
    /// Names of packs that came with the program; paths begin with `.`, or with `/` in full.
    pub(crate) rules: Vec<String>,
    pub(crate) config: Option<String>,
    pub(crate) baseline: Option<String>,
    pub(crate) select: Vec<String>,
    pub(crate) ignore: Vec<String>,
    pub(crate) exclude: Vec<String>,
    pub(crate) force_exclude: bool,
}

/// A file as it was.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stamp {
    pub(crate) file: String,
    /// Of its bytes.
    pub(crate) sha256: String,
}

/// A pack that was read.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CertifiedPack {
    pub(crate) name: String,
    pub(crate) version: String,
    /// Of the names and bytes of all its files.
    pub(crate) sha256: String,
    /// Its path; `None` for shipped packs.
    pub(crate) path: Option<String>,
    /// Whether its rules judge; others are built on.
    pub(crate) judges: bool,
    /// Those that judged.
    pub(crate) rules: Vec<String>,
    /// Its manifest, rule files and dictionaries; empty for shipped packs.
    pub(crate) files: Vec<Stamp>,
}

/// A rule that judged no sheet.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CertifiedOmission {
    pub(crate) rule: String,
    pub(crate) why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Why {
    NotSelected,
    Ignored,
    Off,
}

/// A file whose sheets were judged.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CertifiedFile {
    pub(crate) file: String,
    /// Of its bytes.
    pub(crate) sha256: String,
    pub(crate) sheets: Vec<CertifiedSheet>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CertifiedSheet {
    pub(crate) name: String,
    pub(crate) unit: Option<String>,
    /// As the sheet calls it, if it is not declared.
    pub(crate) form: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) undeclared: bool,
    pub(crate) year: Option<i32>,
    pub(crate) outcomes: OutcomeCounts,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) notes: usize,
    pub(crate) suppressed: usize,
    pub(crate) baselined: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CertifiedSummary {
    pub(crate) files: usize,
    pub(crate) sheets: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) notes: usize,
    pub(crate) suppressed: usize,
    pub(crate) baselined: usize,
    pub(crate) outcomes: OutcomeCounts,
}

/// The five outcomes.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutcomeCounts {
    pub(crate) holds: usize,
    pub(crate) fails: usize,
    pub(crate) not_applicable: usize,
    pub(crate) undecidable: usize,
    pub(crate) faulty: usize,
}

impl From<Outcomes> for OutcomeCounts {
    fn from(outcomes: Outcomes) -> Self {
        let Outcomes { holds, fails, not_applicable, undecidable, faulty } = outcomes;
        Self { holds, fails, not_applicable, undecidable, faulty }
    }
}

impl OutcomeCounts {
    /// Whether some rule was decided.
    pub(crate) fn decides(&self) -> bool {
        self.holds > 0 || self.fails > 0
    }
}

/// Reads a certificate.
///
/// # Errors
/// It cannot be read, is not a certificate, or was changed after it was written.
pub(super) fn read(file: &Path, sources: &mut Sources) -> Result<Certificate, Diagnostic> {
    let source = project::read(file, sources)?;
    let text = source.text().trim_start_matches('\u{feff}');
    let mut certificate: Certificate = serde_json::from_str(text).map_err(|error| {
        let line = u32::try_from(error.line()).unwrap_or(1).clamp(1, source.line_count());
        let span = source.line(line).unwrap_or(Span::at(source.id(), 0));
        words::unreadable_certificate(span, &error.to_string())
    })?;
    let at = |needle: &str| {
        let start = source.text().find(needle).unwrap_or(0);
        Span::new(source.id(), start, start + needle.len())
    };
    if certificate.schema != SCHEMA {
        let schema = &certificate.schema;
        return Err(words::other_certificate(at(schema), schema, SCHEMA));
    }
    let seal = at(&certificate.seal);
    let written = std::mem::take(&mut certificate.seal);
    if certificate.sealed() != written {
        return Err(words::broken_seal(seal));
    }
    match certificate.is_consistent() {
        true => Ok(certificate),
        false => Err(words::inconsistent(at("\"summary\""))),
    }
}

/// The folder to which a certificate's paths are relative: its own, whatever link it was named by.
pub(super) fn folder(file: &Path) -> PathBuf {
    let mut folder = project::real(file);
    folder.pop();
    folder
}

impl Certificate {
    /// The checksum of all but the seal, which must be empty.
    pub(crate) fn sealed(&self) -> String {
        project::sha256(&serde_json::to_vec(self).unwrap_or_default())
    }

    /// The part of each project.
    pub(crate) fn parts(&self) -> impl Iterator<Item = CertifiedPart<'_>> {
        let Self { settings, baseline, packs, others, .. } = self;
        let others = others.iter().map(|part| CertifiedPart {
            settings: part.settings.as_ref(),
            baseline: part.baseline.as_ref(),
            packs: &part.packs,
        });
        let first =
            CertifiedPart { settings: settings.as_ref(), baseline: baseline.as_ref(), packs };
        std::iter::once(first).chain(others)
    }

    /// The files of all projects.
    pub(crate) fn all_files(&self) -> impl Iterator<Item = &CertifiedFile> {
        self.files.iter().chain(self.others.iter().flat_map(|part| &part.files))
    }

    /// Whether the check was a pass, and not of nothing.
    pub(crate) fn passes(&self) -> bool {
        matches!(self.verdict, Verdict::Clean | Verdict::Passed)
    }

    /// Whether its numbers agree with each other and with its verdict, as in a real check.
    fn is_consistent(&self) -> bool {
        let summary = &self.summary;
        let sheets = || self.all_files().flat_map(|file| &file.sheets);
        let sum = |of: fn(&OutcomeCounts) -> usize| {
            sheets().map(|sheet| of(&sheet.outcomes)).fold(0, usize::saturating_add)
                == of(&summary.outcomes)
        };
        let counts = summary.files == self.all_files().count()
            && summary.sheets == sheets().count()
            && sum(|outcomes| outcomes.holds)
            && sum(|outcomes| outcomes.fails)
            && sum(|outcomes| outcomes.not_applicable)
            && sum(|outcomes| outcomes.undecidable)
            && sum(|outcomes| outcomes.faulty);
        let found = [
            summary.errors,
            summary.warnings,
            summary.notes,
            summary.suppressed,
            summary.baselined,
        ];
        let verdict = match self.verdict {
            Verdict::Clean => found == [0; 5],
            Verdict::Passed => summary.errors == 0 && summary.outcomes.faulty == 0,
            Verdict::Failed | Verdict::NotChecked => return counts,
        };
        counts
            && verdict
            && summary.sheets > 0
            && summary.outcomes.decides()
            && !self.covers.is_empty()
    }
}
