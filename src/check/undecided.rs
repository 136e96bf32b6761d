//! What could not be decided: each cause is reported once, where it stands, with all the rules that
//! depend on it. Takes causes; gives findings, or remarks on those that report the cause already.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::undecided_words as words;
use crate::diagnostic::{Code, Diagnostic, Stage};
use crate::eval::Cause;
use crate::form::FieldId;
use crate::model::Sheet;
use crate::rule::{LookupKey, RuleSet};
use crate::source::{SourceId, Span};
use crate::workspace::{DocumentPlaces, File};

/// Of one sheet, the rules that depend on each cause in it.
#[derive(Debug, Default)]
pub(super) struct Undecided {
    rules: BTreeMap<Cause, BTreeSet<String>>,
}

/// Of a run, what keeps rules from being decided on sheets and stands in none of these.
#[derive(Debug, Default)]
pub(super) struct Elsewhere(Mutex<CausesElsewhere>);

#[derive(Debug, Default)]
struct CausesElsewhere {
    /// In another sheet: by cause, placed in its file.
    in_sheets: BTreeMap<Cause, Dependents>,
    /// In what a rule computes: by the name of the rule, the sheets.
    in_rules: BTreeMap<(String, Cause), UndecidedSheets>,
}

#[derive(Debug, Default)]
struct Dependents {
    rules: BTreeSet<String>,
    sheets: usize,
}

/// The sheets on which a rule cannot be decided: how many, and the head of the first.
#[derive(Debug)]
pub(super) struct UndecidedSheets {
    pub(super) count: usize,
    pub(super) first: Span,
}

impl Undecided {
    pub(super) fn note(&mut self, rule: &str, causes: impl IntoIterator<Item = Cause>) {
        for cause in causes {
            self.rules.entry(cause).or_default().insert(rule.to_owned());
        }
    }

    /// The part that stands in other sheets than this one, or in no sheet.
    pub(super) fn split_elsewhere(&mut self, sheet: &Sheet) -> Self {
        let is_own = |cause: &Cause| cause.span().is_some_and(|span| sheet.span.contains(span));
        let (own, rules) =
            std::mem::take(&mut self.rules).into_iter().partition(|(cause, _)| is_own(cause));
        self.rules = own;
        Self { rules }
    }

    /// Adds the rules to the finding of the sheet that already reports their cause; if none does,
    /// reports the cause itself.
    pub(super) fn report(self, sheet: &Sheet, findings: &mut Vec<Diagnostic>) {
        if self.rules.is_empty() {
            return;
        }
        let reported = Reported::of((sheet, &|span| span), findings.iter().enumerate());
        for (cause, rules) in self.rules {
            let rules: Vec<String> = rules.into_iter().collect();
            let remark = words::dependent_rules(&rules);
            match reported.cause(sheet, cause).and_then(|at| findings.get_mut(at)) {
                Some(finding) => finding.notes.push(remark),
                None => findings.push(words::cause_of(sheet, cause).remark(remark)),
            }
        }
    }
}

impl Elsewhere {
    /// Takes in what one more sheet depends on.
    pub(super) fn add(&self, sheet: &Sheet, undecided: Undecided, places: &DocumentPlaces) {
        if undecided.rules.is_empty() {
            return;
        }
        let head = places.in_file(sheet.head);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (cause, rules) in undecided.rules {
            if cause.span().is_some() {
                let cause = cause.moved(|span| places.in_file(span));
                let dependents = all.in_sheets.entry(cause).or_default();
                dependents.rules.extend(rules);
                dependents.sheets += 1;
                continue;
            }
            for rule in rules {
                let sheets = all.in_rules.entry((rule, cause));
                let sheets = sheets.or_insert(UndecidedSheets { count: 0, first: head });
                sheets.count += 1;
                sheets.first = sheets.first.min(head);
            }
        }
    }

    /// Reports what rules compute where the rules stand, before the findings in sheets.
    pub(super) fn report_rules(&self, rules: &RuleSet, findings: &mut Vec<Diagnostic>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let in_rules = std::mem::take(&mut all.in_rules);
        let found = in_rules.into_iter().filter_map(|((name, cause), sheets)| {
            let rule = rules.rules.iter().find(|rule| rule.name == name)?;
            Some(words::cause_in_rule((&name, rule.span), cause, &sheets))
        });
        let mut found: Vec<Diagnostic> = found.collect();
        found.sort_by_key(Diagnostic::span);
        findings.splice(0..0, found);
    }

    /// Adds the sheets to the findings that report the causes; reports the causes that none does,
    /// each in the sheet where it stands. The findings stay in the order of their files.
    pub(super) fn report(
        &self,
        files: &[Arc<File>],
        places: &DocumentPlaces,
        findings: &mut Vec<Diagnostic>,
    ) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all = std::mem::take(&mut all.in_sheets);
        if all.is_empty() {
            return;
        }
        let in_file = |span| places.in_file(span);
        let order: BTreeMap<SourceId, usize> =
            files.iter().enumerate().map(|(at, file)| (file.source.id(), at)).collect();
        let mut of_file: BTreeMap<SourceId, Vec<usize>> = BTreeMap::new();
        for (at, finding) in findings.iter().enumerate() {
            if let Some(span) = finding.span() {
                of_file.entry(span.source).or_default().push(at);
            }
        }
        let mut last: Option<(Span, Reported)> = None;
        for (cause, Dependents { rules, sheets }) in all {
            let home = cause.span().and_then(|span| {
                let file = files.get(*order.get(&span.source)?)?;
                file.sheets().find(|sheet| in_file(sheet.span).contains(span))
            });
            let Some(sheet) = home else { continue };
            let rules: Vec<String> = rules.into_iter().collect();
            let remark = words::dependent_sheets(sheets, &rules);
            let mut own = words::cause_of(sheet, cause);
            own.move_places(&in_file);
            let whole = in_file(sheet.span);
            if last.as_ref().is_none_or(|(of, _)| *of != whole) {
                let its = of_file.get(&whole.source).into_iter().flatten();
                let its = its.filter_map(|at| Some((*at, findings.get(*at)?)));
                last = Some((whole, Reported::of((sheet, &in_file), its)));
            }
            let reported = last.as_ref().and_then(|(_, reported)| {
                reported.same(&own).or_else(|| reported.cause(sheet, cause))
            });
            match reported.and_then(|at| findings.get_mut(at)) {
                Some(finding) => finding.notes.push(remark),
                None => findings.push(own.remark(remark)),
            }
        }
        findings.sort_by_key(|finding| {
            let span = finding.span();
            let file = span.and_then(|span| order.get(&span.source).copied());
            (file, span.map(|span| span.start), std::cmp::Reverse(finding.severity))
        });
    }
}

/// What was found of a sheet, by what it is about: positions among the findings.
#[derive(Default)]
struct Reported {
    /// By the name of a field: what was found while the sheet was read and says that it is about
    /// it, or would rename a key to it.
    by_name: BTreeMap<String, usize>,
    /// By the first byte: what was found while the sheet was read.
    by_place: BTreeMap<u32, usize>,
    /// What could not be decided, by place and message.
    undecided: BTreeMap<(Span, Arc<str>), usize>,
    /// Where the values of fields stand, by field.
    values: BTreeMap<LookupKey, Span>,
}

impl Reported {
    /// `moved` takes places of the sheet to where the findings stand.
    fn of<'f>(
        (sheet, moved): (&Sheet, &dyn Fn(Span) -> Span),
        findings: impl Iterator<Item = (usize, &'f Diagnostic)>,
    ) -> Self {
        let mut reported = Self::default();
        let whole = moved(sheet.span);
        let fields = u16::try_from(sheet.fields.len()).unwrap_or(u16::MAX);
        let fields = (0..fields).map(|at| LookupKey::Field(FieldId(at)));
        let values = fields.chain([LookupKey::Year]).filter_map(|key| {
            let span = match key {
                LookupKey::Field(id) => sheet.field(id)?.span,
                LookupKey::Year => sheet.year_span?,
            };
            Some((key, moved(span)))
        });
        reported.values = values.collect();
        for (at, finding) in findings {
            let Some(span) = finding.span() else { continue };
            // A sheet may share its text with others, whose findings are not about it.
            if !whole.contains(span) {
                continue;
            }
            if finding.code == Code::UNDECIDABLE {
                reported.undecided.entry((span, finding.message.zh.clone())).or_insert(at);
            }
            if finding.code.stage() != Stage::Sheet {
                continue;
            }
            let subject = finding.subject.iter().map(|subject| subject.path());
            let edits = finding.fixes.iter().flat_map(|fix| &fix.edits);
            for name in subject.chain(edits.map(|edit| edit.text.as_str())) {
                reported.by_name.entry(name.to_owned()).or_insert(at);
            }
            reported.by_place.entry(span.start).or_insert(at);
        }
        for (name, line) in &sheet.broken {
            if let Some(at) = reported.within(moved(*line)) {
                reported.by_name.entry(name.clone()).or_insert(at);
            }
        }
        reported
    }

    /// The finding that says the same.
    fn same(&self, finding: &Diagnostic) -> Option<usize> {
        self.undecided.get(&(finding.span()?, finding.message.zh.clone())).copied()
    }

    /// The finding that reports a cause: it is about the field, or is in its value, or in a broken
    /// line that was probably to be the field.
    fn cause(&self, sheet: &Sheet, cause: Cause) -> Option<usize> {
        let asked = match cause {
            Cause::Absent(_, asked) | Cause::Unreadable(_, asked) => asked,
            Cause::UnreadableValue(span) => return self.within(span),
            _ => return None,
        };
        let name = match asked {
            LookupKey::Field(id) => sheet.form.field_at(id)?.name.as_str(),
            LookupKey::Year => "年度",
        };
        let named = self.by_name.get(name).copied();
        let is_value = matches!(cause, Cause::Unreadable(..));
        let value = self.values.get(&asked).filter(|_| is_value);
        named.or_else(|| self.within(*value?))
    }

    fn within(&self, span: Span) -> Option<usize> {
        let mut found = self.by_place.range(span.start..span.end.max(span.start + 1));
        found.next().map(|(_, at)| *at)
    }
}
