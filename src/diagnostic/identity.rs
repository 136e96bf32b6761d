//! The identity of a finding, stable when its text is edited elsewhere, its file renamed, or other
//! files checked with it: rule, subject and sheet, never the line. Takes findings with the sheets
//! of their run; gives identities, and fingerprints as hexadecimal words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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

    fn fingerprint(&self) -> String {
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
        format!("{:016x}", fnv1a(&parts))
    }
}

/// The identity of each finding.
pub(crate) fn identities<'a>(
    sources: &Sources,
    sheets: &[SheetInfo],
    findings: impl IntoIterator<Item = &'a Diagnostic>,
) -> Vec<FindingIdentity> {
    let owners = Owners::new(sheets);
    let mut counts: BTreeMap<(FindingIdentity, Option<SourceId>), usize> = BTreeMap::new();
    let mut identity = |finding: &Diagnostic| {
        let sheet = owners.of_finding(finding).and_then(|at| sheets.get(at));
        let home = sheet.map(|sheet| sheet.span).or(finding.span()).map(|span| span.source);
        let file = home.and_then(|home| sources.get(home)).map(|source| source.name().to_owned());
        let key = match sheet {
            Some(sheet) => Some(SheetKey {
                unit: sheet.unit.clone(),
                year: sheet.year,
                name: sheet.project.clone(),
            }),
            None => finding
                .sheet
                .clone()
                .map(|name| SheetKey { name: Some(name), ..SheetKey::default() }),
        };
        let (code, subject) = (finding.code.clone(), finding.subject.clone());
        let first = FindingIdentity { code, subject, sheet: key, file, number: 0 };
        let count = counts.entry((first.clone(), home)).or_default();
        *count += 1;
        FindingIdentity { number: *count - 1, ..first }
    };
    findings.into_iter().map(&mut identity).collect()
}

/// The fingerprint of each finding.
pub fn fingerprints<'a>(
    sources: &Sources,
    sheets: &[SheetInfo],
    findings: impl IntoIterator<Item = &'a Diagnostic>,
) -> Vec<String> {
    identities(sources, sheets, findings).iter().map(FindingIdentity::fingerprint).collect()
}

/// FNV-1a: stable by definition, unlike the standard library's hasher.
fn fnv1a(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain(std::iter::once(0)));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
