//! What has been said of rule files so far, each thing once. Takes findings; knows how many are
//! errors, and where each is, so that a file of thousands of rules is not searched for each.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// Findings, in order.
#[derive(Default)]
pub(super) struct DiagnosticSink {
    all: Vec<Diagnostic>,
    /// By place, their positions.
    at: BTreeMap<Option<Span>, Vec<usize>>,
    errors: usize,
}

impl DiagnosticSink {
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// How many are errors.
    pub(super) fn errors(&self) -> usize {
        self.errors
    }

    pub(super) fn contains(&self, finding: &Diagnostic) -> bool {
        let here = self.at.get(&finding.span()).into_iter().flatten();
        here.into_iter().any(|at| self.all.get(*at) == Some(finding))
    }

    pub(super) fn push(&mut self, finding: Diagnostic) {
        self.errors += usize::from(finding.severity == Severity::Error);
        self.at.entry(finding.span()).or_default().push(self.all.len());
        self.all.push(finding);
    }

    /// Takes back what was said since there were so many.
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
    use crate::diagnostic::{Code, Words};
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
        assert_eq!((said.len(), said.errors()), (1, 1));
        taken.into_iter().for_each(|finding| said.push(finding));
        assert_eq!((said.len(), said.errors()), (3, 3));
        assert!(said.contains(&finding(2, "丙")));
    }
}
