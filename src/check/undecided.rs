//! What could not be decided: each cause is reported once, with all the rules that depend on it.

use std::collections::{BTreeMap, BTreeSet};

use super::words;
use crate::diagnostic::{Code, Diagnostic, Stage};
use crate::eval::Cause;
use crate::model::Sheet;

/// The rules that depend on each cause.
#[derive(Debug, Default)]
pub(super) struct Undecided {
    rules: BTreeMap<Cause, BTreeSet<String>>,
}

impl Undecided {
    pub(super) fn note(&mut self, rule: &str, causes: impl IntoIterator<Item = Cause>) {
        for cause in causes {
            self.rules.entry(cause).or_default().insert(rule.to_owned());
        }
    }

    /// Adds the rules to the finding of the sheet that already reports their cause; if none does,
    /// reports the cause itself.
    pub(super) fn report(self, sheet: &Sheet, findings: &mut Vec<Diagnostic>) {
        if self.rules.is_empty() {
            return;
        }
        let reported = Reported::of(sheet, findings);
        for (cause, rules) in self.rules {
            let rules: Vec<String> = rules.into_iter().collect();
            let found = reported.cause(sheet, cause).and_then(|at| findings.get_mut(at));
            match found {
                Some(finding) => finding.notes.push(words::dependent_rules(&rules)),
                None => findings.push(words::undecidable(sheet, cause, &rules)),
            }
        }
    }
}

/// What was found while a sheet was read, by what it is about: positions among the findings.
#[derive(Default)]
struct Reported {
    /// By the name of a field: findings about it, or that would rename a key to it.
    by_name: BTreeMap<String, usize>,
    /// By the first byte.
    by_place: BTreeMap<u32, usize>,
    /// By the text of a broken line.
    by_line: BTreeMap<String, usize>,
}

impl Reported {
    fn of(sheet: &Sheet, findings: &[Diagnostic]) -> Self {
        let mut reported = Self::default();
        for (at, finding) in findings.iter().enumerate() {
            let Some(span) = finding.span() else { continue };
            // A sheet may share its text with others, whose findings are not about it.
            if finding.code.stage() != Stage::Sheet || !sheet.span.contains(span) {
                continue;
            }
            let subject = finding.subject.iter().map(|subject| subject.path());
            let edits = finding.fixes.iter().flat_map(|fix| &fix.edits);
            for name in subject.chain(edits.map(|edit| edit.text.as_str())) {
                reported.by_name.entry(name.to_owned()).or_insert(at);
            }
            reported.by_place.entry(span.start).or_insert(at);
            if finding.code == Code::MISSING_COLON {
                reported.by_line.entry(sheet.source.slice(span).to_owned()).or_insert(at);
            }
        }
        reported
    }

    /// The finding that reports a cause: it is about the field, or is in its value, or in a broken
    /// line that begins with its name.
    fn cause(&self, sheet: &Sheet, cause: Cause) -> Option<usize> {
        let (Cause::Absent(id) | Cause::Unreadable(id)) = cause else { return None };
        let name = &sheet.form.field_at(id)?.name;
        if let Some(at) = self.by_name.get(name) {
            return Some(*at);
        }
        if let Cause::Unreadable(_) = cause {
            let span = sheet.field(id)?.span;
            return self
                .by_place
                .range(span.start..span.end.max(span.start + 1))
                .next()
                .map(|entry| *entry.1);
        }
        let line = self.by_line.range(name.clone()..).next();
        line.filter(|(line, _)| line.starts_with(name)).map(|(_, at)| *at)
    }
}
