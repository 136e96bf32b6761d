//! What could not be decided: each cause is reported once, with all the rules that depend on it.

use std::collections::{BTreeMap, BTreeSet};

use super::words;
use crate::diagnostic::{Code, Diagnostic, Fix, Stage};
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

    /// Adds the rules to the finding that already reports their cause; reports the cause itself
    /// where none does.
    pub(super) fn report(self, sheet: &Sheet, findings: &mut Vec<Diagnostic>) {
        for (cause, rules) in self.rules {
            let rules: Vec<String> = rules.into_iter().collect();
            let field = match cause {
                Cause::Absent(id) | Cause::Unreadable(id) => sheet.form.field_at(id),
                _ => None,
            };
            let reported = field.and_then(|field| {
                findings.iter_mut().find(|finding| {
                    finding.code.stage() == Stage::Sheet
                        && finding.sheet.as_deref().is_none_or(|name| name == sheet.name)
                        && is_about(finding, &field.name, sheet, cause)
                })
            });
            match reported {
                Some(finding) => finding.notes.push(words::dependent_rules(&rules)),
                None => findings.push(words::undecidable(sheet, cause, &rules)),
            }
        }
    }
}

/// Whether a finding is about a field: it says so, it would rename a key to it, it stands in the field's
/// value, or it is of a broken line that begins with the field's name.
fn is_about(finding: &Diagnostic, field: &str, sheet: &Sheet, cause: Cause) -> bool {
    let renames = |fix: &Fix| fix.edits.iter().any(|edit| edit.text == field);
    if finding.subject.as_ref().is_some_and(|it| it.path() == field)
        || finding.fixes.iter().any(renames)
    {
        return true;
    }
    let Some(span) = finding.span().filter(|span| span.source == sheet.source.id()) else {
        return false;
    };
    match cause {
        Cause::Unreadable(id) => sheet.field(id).is_some_and(|cell| cell.span.contains(span)),
        _ => {
            finding.code == Code::MISSING_COLON
                && sheet.span.contains(span)
                && sheet.source.slice(span).starts_with(field)
        }
    }
}
