//! Known findings: those that a project had when it adopted the tool. Takes findings and known
//! ones; separates the new from the known, and gives the known ones that are gone. Knows no file
//! format.

use std::collections::BTreeMap;

use super::words;
use crate::diagnostic::{Diagnostic, SheetInfo, SheetKey, Subject, identities};
use crate::source::Sources;

/// The longest value that is stored, in characters; a longer one is cut.
const LONGEST_VALUE: usize = 200;

/// The findings that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Baseline {
    /// In the order of their file; what is found twice in a sheet is there twice.
    pub(crate) known: Vec<KnownFinding>,
}

/// A finding that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct KnownFinding {
    /// The file that it was found in, as the baseline names it.
    pub(crate) file: String,
    /// The sheet that it was found in.
    pub(crate) sheet: Option<SheetKey>,
    /// The rule that found it, or the code of a check of the program's own.
    pub(crate) rule: String,
    /// What it is about.
    pub(crate) subject: Option<Subject>,
    /// The text at its place.
    pub(crate) value: Option<String>,
}

/// Findings with their texts and sheets.
#[derive(Clone, Copy)]
pub(crate) struct BaselineRun<'a> {
    /// The texts.
    pub(crate) sources: &'a Sources,
    /// The sheets that were judged.
    pub(crate) sheets: &'a [SheetInfo],
    /// Gives a source's name as the baseline writes it.
    pub(crate) file: &'a dyn Fn(&str) -> String,
}

/// Findings compared with the known ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parted<'b> {
    /// Those that are new, or known with another value.
    pub(crate) new: Vec<Diagnostic>,
    /// Those that are.
    pub(crate) known: Vec<Diagnostic>,
    /// Known findings that were looked for and are gone, by number in the baseline.
    pub(crate) gone: Vec<(usize, &'b KnownFinding)>,
    /// Known findings that were not looked for.
    pub(crate) beyond: Vec<&'b KnownFinding>,
}

impl KnownFinding {
    /// Whether its file is part of its identity.
    fn needs_file(&self) -> bool {
        !self.sheet.as_ref().is_some_and(SheetKey::is_whole)
    }

    /// What an entry and a finding must share.
    fn key(&self) -> EntryKey<'_> {
        let file = self.needs_file().then_some(&*self.file);
        (&self.rule, self.subject.as_ref(), self.sheet.as_ref(), file)
    }
}

type EntryKey<'k> = (&'k str, Option<&'k Subject>, Option<&'k SheetKey>, Option<&'k str>);

impl BaselineRun<'_> {
    fn known(&self, findings: &[Diagnostic]) -> Vec<KnownFinding> {
        let identities = identities(self.sources, self.sheets, findings);
        let all = findings.iter().zip(identities).map(|(finding, identity)| {
            let value = finding.span().map(|span| self.sources.slice(span).trim());
            KnownFinding {
                file: identity.file.as_deref().map(self.file).unwrap_or_default(),
                sheet: identity.sheet,
                rule: identity.code.name().to_owned(),
                subject: identity.subject,
                value: value.map(|value| value.chars().take(LONGEST_VALUE).collect()),
            }
        });
        all.collect()
    }
}

impl Baseline {
    /// Records all findings as known.
    pub(crate) fn of(run: BaselineRun<'_>, findings: &[Diagnostic]) -> Self {
        Self { known: run.known(findings) }
    }

    /// The same with further entries, in order.
    pub(crate) fn with(mut self, others: impl IntoIterator<Item = KnownFinding>) -> Self {
        self.known.extend(others);
        self.known.sort();
        self
    }

    /// Separates findings. An entry hides one finding: first by file and value, then by value; one
    /// with another value is new. `looked_for` tells whether this run would have found an entry
    /// without a finding.
    pub(crate) fn part(
        &self,
        run: BaselineRun<'_>,
        findings: Vec<Diagnostic>,
        looked_for: &dyn Fn(&KnownFinding) -> bool,
    ) -> Parted<'_> {
        let found = run.known(&findings);
        let mut entries: Vec<Option<usize>> = vec![None; found.len()];
        let mut used = vec![false; self.known.len()];
        for (same_file, same_value) in [(true, true), (false, true), (false, false)] {
            let by = |finding: &KnownFinding| {
                let file = same_file.then(|| finding.file.clone());
                (file, same_value.then(|| finding.value.clone()))
            };
            let mut free: BTreeMap<_, Vec<usize>> = BTreeMap::new();
            for (at, known) in self.known.iter().enumerate().rev() {
                if used.get(at) == Some(&false) {
                    free.entry((known.key(), by(known))).or_default().push(at);
                }
            }
            for (entry, found) in entries.iter_mut().zip(&found) {
                if entry.is_some() {
                    continue;
                }
                *entry = free.get_mut(&(found.key(), by(found))).and_then(Vec::pop);
                if let Some(used) = entry.and_then(|at| used.get_mut(at)) {
                    *used = true;
                }
            }
        }
        let mut parted = Parted::default();
        for ((finding, found), entry) in findings.into_iter().zip(&found).zip(entries) {
            match entry.and_then(|at| self.known.get(at)) {
                Some(known) if known.value == found.value => parted.known.push(finding),
                Some(known) => {
                    parted.new.push(finding.remark(words::known_otherwise(known.value.as_deref())));
                }
                None => parted.new.push(finding),
            }
        }
        for ((at, known), used) in self.known.iter().enumerate().zip(used) {
            if used {
                continue;
            }
            match looked_for(known) {
                true => parted.gone.push((at, known)),
                false => parted.beyond.push(known),
            }
        }
        parted
    }
}
