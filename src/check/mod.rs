//! The façade: runs the stages over texts, words what rules find, and sums up. Takes texts and a
//! checked rule set; gives findings in the order of the texts. Knows no terminal, no protocol and no
//! file on disk.

mod examples;
mod findings;
mod undecided;
mod words;

pub use examples::{TestReport, test};

use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Outcomes, Severity};
use crate::eval::{Outcome, evaluate};
use crate::form::Form;
use crate::model::{self, Sheet, Strictness};
use crate::rule::{self, Rule, RuleSet, Unit};
use crate::source::Source;
use crate::syntax;

/// The files of one pack.
#[derive(Clone, Copy, Debug)]
pub struct PackSources<'a> {
    /// The pack's name.
    pub name: &'a str,
    /// Its rule files.
    pub sources: &'a [Source],
    /// Whether its rules judge sheets; what it declares can be used in any case.
    pub judges: bool,
}

/// Reads and checks rule files together.
pub fn rulebook(packs: &[PackSources<'_>]) -> (RuleSet, Vec<Diagnostic>) {
    let files: Vec<_> = packs
        .iter()
        .flat_map(|pack| pack.sources.iter().map(move |source| (pack, source)))
        .map(|(pack, source)| (pack, source, syntax::rule::parse(source)))
        .collect();
    let units: Vec<Unit<'_>> = files
        .iter()
        .map(|(pack, source, tree)| Unit { source, tree, pack: pack.name, judges: pack.judges })
        .collect();
    rule::check(&units)
}

/// What a check has found.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The findings: by text in the order given, then by place.
    pub findings: Vec<Diagnostic>,
    /// How many sheets were read.
    pub sheets: usize,
    /// The outcomes.
    pub outcomes: Outcomes,
    /// Whether some text could not be checked at all: it holds no sheet, or no rule is for its form.
    pub incomplete: bool,
}

/// Checks every sheet of every text.
pub fn check(rules: &RuleSet, sources: &[Source]) -> Checked {
    let each: Vec<Checked> = sources.par_iter().map(|source| check_one(rules, source)).collect();
    let mut all = Checked::default();
    for one in each {
        all.findings.extend(one.findings);
        all.sheets += one.sheets;
        all.outcomes += one.outcomes;
        all.incomplete |= one.incomplete;
    }
    all.outcomes.faulty = rules.faulty.len() * all.sheets;
    all
}

fn check_one(rules: &RuleSet, source: &Source) -> Checked {
    let mut tree = syntax::sheet::parse(source);
    let mut checked =
        Checked { findings: std::mem::take(&mut tree.diagnostics), ..Checked::default() };
    let mut seen = false;
    for document in &tree.documents {
        let read = model::read(source, document, &rules.forms, Strictness::Whole);
        let told = read.diagnostics.len();
        checked.findings.extend(read.diagnostics);
        let Some(sheet) = read.sheet else {
            seen |= told > 0;
            // A sheet whose form is unknown has been reported, but it has not been judged.
            checked.incomplete |= told > 0;
            continue;
        };
        seen = true;
        checked.sheets += 1;
        judge(rules, &sheet, &mut checked);
    }
    if !seen {
        checked.findings.push(words::no_sheet(source));
        checked.incomplete = true;
    }
    checked.findings.sort_by_key(|finding| {
        let start = finding.span().map_or(0, |span| span.start);
        (start, std::cmp::Reverse(finding.severity))
    });
    checked
}

/// The rules for a form.
fn rules_for<'r>(rules: &'r RuleSet, form: &'r Arc<Form>) -> impl Iterator<Item = &'r Rule> {
    rules.rules.iter().filter(move |rule| Arc::ptr_eq(&rule.form, form))
}

fn judge(rules: &RuleSet, sheet: &Sheet, checked: &mut Checked) {
    let mut undecided = undecided::Undecided::default();
    let mut any = false;
    for rule in rules_for(rules, &sheet.form) {
        any = true;
        match evaluate(rules, rule, sheet) {
            Outcome::Holds => checked.outcomes.holds += 1,
            Outcome::NotApplicable => checked.outcomes.not_applicable += 1,
            Outcome::Undecidable(causes) => {
                checked.outcomes.undecidable += 1;
                undecided.note(&rule.name, causes);
            }
            Outcome::Fails(failures) => {
                checked.outcomes.fails += 1;
                undecided.note(&rule.name, failures.causes);
                let worded = |failure| findings::word(rules, rule, sheet, failure);
                checked.findings.extend(failures.told.into_iter().map(worded));
                if failures.more > 0
                    && let Some(last) = checked.findings.last_mut()
                {
                    last.notes.push(words::more(failures.more));
                }
            }
        }
    }
    undecided.report(sheet, &mut checked.findings);
    if !any {
        checked.findings.push(words::no_rule(sheet));
        checked.incomplete = true;
    }
}

/// How many findings there are of a severity.
pub fn count(findings: &[Diagnostic], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.severity == severity).count()
}
