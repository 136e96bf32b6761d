//! Runs the examples that rules carry: 合格 must pass, 不合格 must fail and point at the `[[…]]`.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::{findings, repairs, rows, undecided_words, words};
use crate::diagnostic::{Diagnostic, Severity, Words};
use crate::eval::{Facts, Failure, Outcome, PlaceRole, World, evaluate};
use crate::model::{self, Sheet, Strictness};
use crate::rule::{Example, OnForm, Rule, RuleSet};
use crate::source::{Source, SourceId, Span};
use crate::syntax;

/// What the examples have shown.
#[derive(Clone, Debug, Default)]
pub struct TestReport {
    /// How many rules have examples.
    pub(crate) rules: usize,
    /// How many examples were run.
    pub(crate) examples: usize,
    /// How many of them did not give what they should.
    pub failed: usize,
    /// The findings, placed in the rule files.
    pub findings: Vec<Diagnostic>,
}

/// Runs the examples of every rule.
pub fn test(rules: &RuleSet) -> TestReport {
    test_those(rules, &|_| true)
}

/// Runs the examples of some rules.
pub(crate) fn test_those(rules: &RuleSet, wanted: &dyn Fn(&Rule) -> bool) -> TestReport {
    let mut report = TestReport::default();
    let rules = &*rows::with_own_examples(rules);
    for rule in rules.rules.iter().filter(|rule| wanted(rule)) {
        report.findings.extend(rows::without_example(rule));
        report.rules += usize::from(!rule.accepts.is_empty() || !rule.rejects.is_empty());
        let accepted = rule.accepts.iter().map(|example| (example, true));
        let rejected = rule.rejects.iter().map(|example| (example, false));
        for (example, accept) in accepted.chain(rejected) {
            report.examples += 1;
            let findings = run(rules, rule, example, accept);
            report.failed += usize::from(!findings.is_empty());
            report.findings.extend(findings);
        }
        let vain = repairs::tried(rules, rule);
        report.failed += vain.iter().filter(|finding| finding.severity == Severity::Error).count();
        report.findings.extend(vain);
    }
    report
}

/// The forms of a rule that have what an example writes, each with the example's sheets. A rule
/// for several forms can be shown on any of them; if none fits, the faults by the nearest form are
/// given.
pub(super) fn fitting<'r>(
    name: &str,
    forms: &'r [OnForm],
    example: &Example,
) -> Result<Vec<(&'r OnForm, Vec<Sheet>)>, Vec<Diagnostic>> {
    let mut fitting = Vec::new();
    let mut nearest: Option<Vec<Diagnostic>> = None;
    // A general form reads any example: it shows a rule that has no other.
    let general = forms.iter().all(|on| on.form.general);
    for on in forms.iter().filter(|on| general || !on.form.general) {
        match sheets_of(name, on, example) {
            Ok(sheets) => fitting.push((on, sheets)),
            Err(faults) if nearest.as_ref().is_none_or(|least| faults.len() < least.len()) => {
                nearest = Some(faults);
            }
            Err(_) => {}
        }
    }
    match nearest {
        Some(faults) if fitting.is_empty() => Err(faults),
        _ => Ok(fitting),
    }
}

/// The sheets of an example; what is wrong with it where it cannot be read.
fn sheets_of(name: &str, on: &OnForm, example: &Example) -> Result<Vec<Sheet>, Vec<Diagnostic>> {
    sheets_in(on, example.text.as_str()).map_err(|faults| {
        let report = |fault| words::example_broken(in_rule_file(fault, example), name);
        faults.into_iter().map(report).collect()
    })
}

/// The sheets of a text of a rule's form; what is wrong with it where it cannot be read.
pub(super) fn sheets_in(on: &OnForm, text: &str) -> Result<Vec<Sheet>, Vec<Diagnostic>> {
    let source = Source::new(SourceId::ALONE, "", text);
    let tree = syntax::sheet::parse(&source);
    let mut faults: Vec<Diagnostic> = tree.diagnostics;
    let mut sheets: Vec<Sheet> = Vec::new();
    for document in &tree.documents {
        let form = [Arc::clone(&on.form)];
        let read = model::read(&source, document, &form, Strictness::Fragment);
        faults.extend(read.diagnostics);
        sheets.extend(read.sheet);
    }
    faults.retain(|fault| fault.severity == Severity::Error);
    if faults.is_empty() { Ok(sheets) } else { Err(faults) }
}

fn run(rules: &RuleSet, rule: &Rule, example: &Example, accept: bool) -> Vec<Diagnostic> {
    let fitting = match fitting(&rule.name, &rule.forms, example) {
        Ok(fitting) => fitting,
        Err(broken) => return broken,
    };
    let mut findings: Vec<Diagnostic> = Vec::new();
    for (on, sheets) in fitting {
        for finding in judge(rules, (&rule.name, on), (example, accept), &sheets) {
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
    }
    findings
}

/// The finding of an example against its rule; `None` if it gives what it should.
pub(super) fn judge(
    rules: &RuleSet,
    (name, on): (&str, &OnForm),
    (example, accept): (&Example, bool),
    sheets: &[Sheet],
) -> Vec<Diagnostic> {
    outcome(rules, on, sheets).verdict(rules, (name, on), example, accept)
}

/// Where a rule points in an example; `None` if it finds nothing.
pub(super) fn found_in(
    rules: &RuleSet,
    on: &OnForm,
    example: &Example,
    sheets: &[Sheet],
) -> Option<BTreeSet<(usize, usize)>> {
    let seen = outcome(rules, on, sheets);
    (!seen.failures.is_empty()).then(|| seen.places(example))
}

/// The outcome of a rule on the sheets of an example.
fn outcome(rules: &RuleSet, on: &OnForm, sheets: &[Sheet]) -> ExampleResult {
    let mut seen = ExampleResult::default();
    let world = World::new(rules, sheets.iter().collect(), None);
    for (at, sheet) in sheets.iter().enumerate() {
        match evaluate(rules, on, &world, at, &Facts::default()).0 {
            Outcome::Holds => seen.applied = true,
            Outcome::NotApplicable => {}
            Outcome::Fails(failures) => seen.failures.extend(failures.listed),
            Outcome::Undecidable(causes) => {
                let worded = |cause| undecided_words::cause_for(sheet, sheets, cause);
                seen.causes.extend(causes.into_iter().map(worded));
            }
        }
    }
    seen
}

/// The outcome of a rule on an example.
#[derive(Default)]
struct ExampleResult {
    applied: bool,
    failures: Vec<Failure>,
    causes: Vec<Words>,
}

impl ExampleResult {
    /// Where the rule points, at gaps only if the example marks any.
    fn places(&self, example: &Example) -> BTreeSet<(usize, usize)> {
        let points = example.marks.iter().any(Range::is_empty);
        let places = self.failures.iter().flat_map(|failure| &failure.places);
        let faults = places.filter(|place| {
            place.role == PlaceRole::Fault || (points && place.role == PlaceRole::Insert)
        });
        faults.map(|place| (place.span.start as usize, place.span.end as usize)).collect()
    }

    fn verdict(
        self,
        rules: &RuleSet,
        (rule, on): (&str, &OnForm),
        example: &Example,
        accept: bool,
    ) -> Vec<Diagnostic> {
        let whole = example.span;
        if let Some(cause) = self.causes.first()
            && (accept || self.failures.is_empty())
        {
            return vec![words::undecided_example(rule, whole, cause)];
        }
        if accept {
            let failures = self.failures.iter().map(|failure| {
                let at = failure.places.first().map_or(whole, |place| back(example, place.span));
                let message = findings::message(rules, on, failure);
                words::should_hold(rule, at, &message)
            });
            return failures.collect();
        }
        if self.failures.is_empty() {
            return vec![words::should_fail(rule, whole, self.applied)];
        }
        if example.marks.is_empty() {
            return Vec::new();
        }
        let wanted: BTreeSet<(usize, usize)> =
            example.marks.iter().map(|mark| (mark.start, mark.end)).collect();
        let found = self.places(example);
        if wanted == found {
            return Vec::new();
        }
        let quote = |places: &BTreeSet<(usize, usize)>| {
            let quoted = places.iter().map(|(start, end)| {
                format!("“{}”", example.text.as_str().get(*start..*end).unwrap_or_default())
            });
            quoted.collect::<Vec<_>>().join("、")
        };
        let at = found
            .iter()
            .chain(&wanted)
            .next()
            .map_or(whole, |(start, end)| example.text.span(*start..*end));
        vec![words::wrong_place(rule, at, &quote(&wanted), &quote(&found))]
    }
}

/// A place in an example as a place in the rule file.
fn back(example: &Example, span: Span) -> Span {
    example.text.span(span.range())
}

fn in_rule_file(mut diagnostic: Diagnostic, example: &Example) -> Diagnostic {
    for label in &mut diagnostic.labels {
        label.span = back(example, label.span);
    }
    diagnostic
}
