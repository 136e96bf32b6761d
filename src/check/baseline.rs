//! Known findings: those that a project had when it took the tool up, and works off by and by. Takes findings and what is
//! known; parts the new from the known, and tells what is known and gone. Knows no file format.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Lang, fingerprints};
use crate::source::Sources;

/// The findings that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// Each once, by file, rule and name.
    pub known: Vec<Known>,
}

/// A finding that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// The file that it was found in.
    pub file: String,
    /// The rule that found it.
    pub rule: String,
    /// The sheet that it was found in.
    pub sheet: Option<String>,
    /// What was said; for people who read what is known.
    pub message: String,
    /// Its name, which survives edits elsewhere.
    pub fingerprint: String,
}

/// Findings held against what is known.
#[derive(Clone, Debug, Default)]
pub struct Parted<'b> {
    /// Those that are not known.
    pub new: Vec<Diagnostic>,
    /// Those that are.
    pub known: Vec<Diagnostic>,
    /// What is known of the files that were looked at, and is found no more.
    pub gone: Vec<&'b Known>,
}

impl Baseline {
    /// Makes all findings known. `file` gives a source's name as it is to be written.
    pub fn of(sources: &Sources, findings: &[Diagnostic], file: &dyn Fn(&str) -> String) -> Self {
        let known: BTreeSet<Known> = findings
            .iter()
            .zip(fingerprints(sources, findings))
            .map(|(finding, fingerprint)| {
                let span = finding.span();
                let source = span.and_then(|span| sources.get(span.source));
                Known {
                    file: source.map(|source| file(source.name())).unwrap_or_default(),
                    rule: finding.code.name().to_owned(),
                    sheet: finding.sheet.clone(),
                    message: finding.message.get(Lang::Zh).to_owned(),
                    fingerprint,
                }
            })
            .collect();
        Self { known: known.into_iter().collect() }
    }

    /// Parts findings. `looked_at` says of a known finding's file whether this run has looked at it, or it is no more.
    pub fn part(
        &self,
        sources: &Sources,
        findings: Vec<Diagnostic>,
        looked_at: &dyn Fn(&str) -> bool,
    ) -> Parted<'_> {
        let names: BTreeSet<&str> = self.known.iter().map(|known| &*known.fingerprint).collect();
        let mut found = BTreeSet::new();
        let mut parted = Parted::default();
        let fingerprints = fingerprints(sources, &findings);
        for (finding, fingerprint) in findings.into_iter().zip(fingerprints) {
            match names.contains(&*fingerprint) {
                true => parted.known.push(finding),
                false => parted.new.push(finding),
            }
            found.insert(fingerprint);
        }
        let gone = |known: &&Known| !found.contains(&known.fingerprint) && looked_at(&known.file);
        parted.gone = self.known.iter().filter(gone).collect();
        parted
    }
}
