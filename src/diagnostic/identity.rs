//! The identity of a finding, stable when its text is edited elsewhere, its file renamed, or other
//! files checked with it: rule, subject and sheet, never the line. Takes findings with the sheets
//! of their run; gives identities, and fingerprints as hexadecimal words.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use super::{Code, Diagnostic, Owners, SheetInfo, Stage, Subject};
use crate::source::{SourceId, Sources};

/// A sheet, identified by its own content.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SheetKey {
    /// The unit that submits it.
    pub(crate) unit: Option<String>,
    /// The year that it is for.
    pub(crate) year: Option<i32>,
    /// The name of its project.
    pub(crate) name: Option<String>,
}

impl SheetKey {
    /// Whether its content is enough to identify it; else its file counts too.
    pub(crate) fn is_whole(&self) -> bool {
        self.unit.is_some() && self.year.is_some() && self.name.is_some()
    }
}

/// The identity of a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FindingIdentity {
    /// What it is an instance of.
    pub(crate) code: Code,
    /// What it is about.
    pub(crate) subject: Option<Subject>,
    /// The sheet, where it is in one.
    pub(crate) sheet: Option<SheetKey>,
    /// The file, as sources name it.
    pub(crate) file: Option<String>,
    /// Its number among the findings of its sheet with the same identity, from 0; sheets of one
    /// file with the same identity count as one.
    pub(crate) number: usize,
}

impl FindingIdentity {
    /// Whether the file is part of it.
    pub(crate) fn needs_file(&self) -> bool {
        !self.sheet.as_ref().is_some_and(SheetKey::is_whole)
    }

    pub(super) fn fingerprint(&self) -> Fingerprint {
        // A rule may have the name of a check of the program's own.
        let stage = if self.code.stage() == Stage::Rule { "" } else { "biaochi" };
        let sheet = self.sheet.as_ref();
        let year = sheet.and_then(|sheet| sheet.year).map(|year| year.to_string());
        let file = self.file.as_deref().filter(|_| self.needs_file());
        let number = if self.number > 0 { self.number.to_string() } else { String::new() };
        let (kind, path) = match &self.subject {
            Some(Subject::Field(path)) => ("field", path.as_str()),
            Some(Subject::Indicator(path)) => ("indicator", path.as_str()),
            Some(Subject::Level(path)) => ("level", path.as_str()),
            Some(Subject::Text(path)) => ("text", path.as_str()),
            Some(Subject::Rule(path)) => ("rule", path.as_str()),
            None => ("", ""),
        };
        let parts = [
            stage,
            self.code.name(),
            kind,
            path,
            sheet.and_then(|sheet| sheet.unit.as_deref()).unwrap_or_default(),
            year.as_deref().unwrap_or_default(),
            sheet.and_then(|sheet| sheet.name.as_deref()).unwrap_or_default(),
            file.unwrap_or_default(),
            &number,
        ];
        Fingerprint(fnv1a(&parts))
    }
}

/// The identity of a finding as one number, written as 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint(u64);

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:016x}", self.0)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The identity of each finding, one after the other: those of a large run fill more memory than
/// the findings.
pub(crate) fn identities<'a>(
    sources: &'a Sources,
    sheets: &'a [SheetInfo],
    findings: impl IntoIterator<Item = &'a Diagnostic>,
) -> impl Iterator<Item = FindingIdentity> {
    let owners = Owners::new(sheets);
    let mut counts: BTreeMap<(Fingerprint, Option<SourceId>), usize> = BTreeMap::new();
    findings.into_iter().map(move |finding| {
        let sheet = owners.of_finding(finding).and_then(|at| sheets.get(at));
        let home = sheet.map(|sheet| sheet.span).or(finding.span()).map(|span| span.source);
        let file = home.and_then(|home| sources.get(home)).map(|source| source.name().to_owned());
        let key = match sheet {
            Some(sheet) => Some(SheetKey {
                unit: sheet.unit.as_deref().map(str::to_owned),
                year: sheet.year,
                name: sheet.project.as_deref().map(str::to_owned),
            }),
            None => finding
                .sheet
                .as_deref()
                .map(|name| SheetKey { name: Some(name.to_owned()), ..SheetKey::default() }),
        };
        let (code, subject) = (finding.code.clone(), finding.subject.clone());
        let mut identity = FindingIdentity { code, subject, sheet: key, file, number: 0 };
        let count = counts.entry((identity.fingerprint(), home)).or_default();
        identity.number = *count;
        *count += 1;
        identity
    })
}

/// The fingerprint of each finding.
pub fn fingerprints<'a>(
    sources: &'a Sources,
    sheets: &'a [SheetInfo],
    findings: impl IntoIterator<Item = &'a Diagnostic>,
) -> Vec<Fingerprint> {
    identities(sources, sheets, findings).map(|identity| identity.fingerprint()).collect()
}

/// FNV-1a: stable by definition, unlike the standard library's hasher.
fn fnv1a(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain(std::iter::once(0)));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
