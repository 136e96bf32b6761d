//! The findings of rule files so far, each once. Counts the errors, and finds findings by place, so
//! that a file of thousands of rules is not searched for each.

use std::collections::BTreeMap;

use super::rewording::Remedy;
use super::words;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{SourceId, Span};

/// The most findings of one dictionary's file: a wrong column causes one per row.
const MOST_OF_TABLE: usize = 100;

/// Findings, in order.
#[derive(Debug, Default)]
pub(super) struct DiagnosticSink {
    all: Vec<Diagnostic>,
    /// By place, their positions.
    at: BTreeMap<Option<Span>, Vec<usize>>,
    errors: usize,
    /// How often something was used that could not be read and has been reported.
    tainted: usize,
    /// How many findings of each dictionary's file are reported, and how many withheld.
    of_tables: BTreeMap<SourceId, (usize, usize)>,
}

impl DiagnosticSink {
    /// An empty sink, which bounds the findings of the given dictionaries.
    pub(super) fn new(tables: impl Iterator<Item = SourceId>) -> Self {
        Self { of_tables: tables.map(|table| (table, (0, 0))).collect(), ..Self::default() }
    }

    /// Reports a finding. A rule is checked once for each form of its pack: what is wrong for all
    /// of them is reported once.
    pub(super) fn report(&mut self, finding: Diagnostic) {
        if self.contains(&finding) {
            return;
        }
        let source = finding.span().map(|span| span.source);
        if let Some((reported, withheld)) = source.and_then(|id| self.of_tables.get_mut(&id)) {
            if *reported >= MOST_OF_TABLE {
                *withheld += 1;
                return;
            }
            *reported += 1;
        }
        self.push(finding);
    }

    /// Reports how many findings of dictionaries' files have been withheld.
    pub(super) fn report_withheld(&mut self) {
        for (id, (_, withheld)) in std::mem::take(&mut self.of_tables) {
            if withheld > 0 {
                self.report(words::more_in_file(Span::at(id, 0), withheld));
            }
        }
    }

    /// Notes the use of something that could not be read, and has been reported.
    pub(super) fn taint(&mut self) {
        self.tainted += 1;
    }

    /// How many faults there are so far: whatever adds to them is faulty.
    pub(super) fn faults(&self) -> (usize, usize) {
        (self.errors, self.tainted)
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    fn contains(&self, finding: &Diagnostic) -> bool {
        let here = self.at.get(&finding.span()).into_iter().flatten();
        here.into_iter().any(|at| self.all.get(*at) == Some(finding))
    }

    pub(super) fn push(&mut self, finding: Diagnostic) {
        self.errors += usize::from(finding.severity == Severity::Error);
        self.at.entry(finding.span()).or_default().push(self.all.len());
        self.all.push(finding);
    }

    /// The positions of the errors inside a place of a rule file.
    fn errors_at(&self, place: Span) -> Vec<usize> {
        let first = Some(Span::at(place.source, place.range().start));
        let last = Some(Span::at(place.source, place.range().end));
        let inside =
            self.at.range(first..=last).filter(|(at, _)| at.is_some_and(|at| place.contains(at)));
        let all = inside.flat_map(|(_, at)| at).copied();
        let is_error = |at: &usize| {
            self.all.get(*at).is_some_and(|finding| finding.severity == Severity::Error)
        };
        all.filter(is_error).collect()
    }

    /// How many errors there are inside a place of a rule file.
    pub(super) fn errors_in(&self, place: Span) -> usize {
        self.errors_at(place).len()
    }

    /// Whether there is an error inside a place of a rule file for which no change is known.
    pub(super) fn lacks_fixes_in(&self, place: Span) -> bool {
        let errors = self.errors_at(place).into_iter();
        errors.filter_map(|at| self.all.get(at)).any(|finding| finding.fixes.is_empty())
    }

    /// Gives the first error inside a clause another remedy, which resolves all errors inside a
    /// place around it.
    pub(super) fn replace_errors(&mut self, (clause, place): (Span, Span), remedy: Remedy) {
        let Some(first) = self.errors_at(clause).into_iter().min() else { return };
        let mut more = self.errors_at(place);
        more.retain(|at| *at != first);
        if let Some(finding) = self.all.get_mut(first) {
            // Where the parser stopped, or what it took for run together, explains nothing.
            if [Code::SYNTAX, Code::MISSING_SPACE].contains(&finding.code) {
                (finding.code, finding.message) = (remedy.code, remedy.message);
            }
            (finding.labels, finding.help) = (remedy.labels, Some(remedy.help));
            (finding.asks, finding.fixes) = (false, remedy.fixes);
        }
        let kept = std::mem::take(&mut self.all).into_iter().enumerate();
        let kept: Vec<_> = kept.filter(|(at, _)| !more.contains(at)).collect();
        (self.at, self.errors) = (BTreeMap::new(), 0);
        kept.into_iter().for_each(|(_, finding)| self.push(finding));
    }

    /// Drops the findings reported since there were this many.
    pub(super) fn take_back(&mut self, from: usize) -> Vec<Diagnostic> {
        let taken = self.all.split_off(from.min(self.all.len()));
        for finding in &taken {
            self.errors -= usize::from(finding.severity == Severity::Error);
            if let Some(here) = self.at.get_mut(&finding.span()) {
                here.retain(|at| *at < from);
            }
        }
        taken
    }

    pub(super) fn into_all(self) -> Vec<Diagnostic> {
        self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Words;
    use crate::source::SourceId;

    fn finding(at: usize, words: &str) -> Diagnostic {
        let span = Span::at(SourceId::ALONE, at);
        Diagnostic::error(Code::BAD_PATTERN, span, Words::new(words, words))
    }

    #[test]
    fn what_is_taken_back_can_be_said_again() {
        let mut said = DiagnosticSink::default();
        for finding in [finding(1, "甲"), finding(1, "乙"), finding(2, "丙")] {
            said.push(finding);
        }
        assert!(said.contains(&finding(1, "乙")) && !said.contains(&finding(2, "乙")));
        let taken = said.take_back(1);
        assert_eq!(taken, [finding(1, "乙"), finding(2, "丙")]);
        assert!(said.contains(&finding(1, "甲")) && !said.contains(&finding(1, "乙")));
        assert_eq!((said.len(), said.errors), (1, 1));
        taken.into_iter().for_each(|finding| said.push(finding));
        assert_eq!((said.len(), said.errors), (3, 3));
        assert!(said.contains(&finding(2, "丙")));
    }
}
