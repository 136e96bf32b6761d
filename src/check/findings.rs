//! A rule's failure to a finding: message, places, law.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::judges::Judge;
use super::{apply_fixes_words, words};
use crate::diagnostic::{Basis, Diagnostic, Fix, Group, GroupExample, Label, Words};
use crate::dictionary::DaySpan;
use crate::eval::{Deed, Failure, MOST_WITNESSES, Repair, SeenElsewhere};
use crate::model::Sheet;
use crate::rule::{OnForm, Rule, RuleId, RuleSet};
use crate::sentence::sentence;

/// The laws that rules cite, worded once for each rule and days.
#[derive(Debug, Default)]
pub(super) struct Bases(Mutex<BTreeMap<(RuleId, Option<DaySpan>), RuleBasis>>);

/// The laws of one rule.
type RuleBasis = Arc<[Basis]>;

impl Bases {
    fn of(&self, rules: &RuleSet, judge: &Judge<'_>, day: Option<DaySpan>) -> RuleBasis {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let worded = known.entry((judge.id, day));
        Arc::clone(worded.or_insert_with(|| basis(rules, judge.rule, day).into()))
    }
}

pub(super) fn word(
    (rules, bases): (&RuleSet, &Bases),
    judge: &Judge<'_>,
    (sheet, day): (&Sheet, Option<DaySpan>),
    failure: &Failure,
) -> Diagnostic {
    let on = judge.on;
    let message = message(rules, on, failure);
    let mut finding = Diagnostic::new(judge.code.clone(), judge.severity, message);
    finding.labels = failure
        .places
        .iter()
        .map(|place| Label { span: place.span, message: words::role(place.role) })
        .collect();
    finding.basis = bases.of(rules, judge, day);
    finding.help.clone_from(&failure.help);
    finding.sheet = Some(sheet.name.clone());
    finding.subject.clone_from(&failure.subject);
    finding.group = failure.witnesses.as_ref().map(group).map(Box::new);
    let hidden = finding.group.iter().filter(|group| group.count > group.examples.len());
    finding.notes.extend(hidden.map(|group| words::more_sheets(group)));
    finding.fixes = failure.repairs.iter().filter_map(|repair| fix(on, repair)).collect();
    finding
}

/// The message of a failure: the rule's own words, else its sentence.
pub(super) fn message(rules: &RuleSet, on: &OnForm, failure: &Failure) -> Words {
    match on.message.parts.is_empty() {
        true => sentence(rules, on),
        false => failure.message.clone(),
    }
}

fn group(witnesses: &SeenElsewhere) -> Group {
    let examples = witnesses.examples.iter();
    let examples = examples.map(|(sheet, head)| GroupExample { sheet: sheet.clone(), head: *head });
    Group {
        count: witnesses.heads.len().min(MOST_WITNESSES),
        more: witnesses.heads.len() > MOST_WITNESSES,
        examples: examples.collect(),
    }
}

fn fix(on: &OnForm, repair: &Repair) -> Option<Fix> {
    let level = on.fixes.get(repair.fix)?.level;
    let removes = matches!(repair.deed, Deed::Remove(_));
    Some(Fix {
        level,
        title: apply_fixes_words::deed(&repair.deed),
        edits: repair.edits.clone(),
        removes,
    })
}

/// The laws that a rule cites, as a finding shows them: those in force on the given days.
pub(super) fn basis(rules: &RuleSet, rule: &Rule, day: Option<DaySpan>) -> Vec<Basis> {
    let cited = rule.basis.iter().filter_map(|(law, article)| {
        let law = rules.laws.get(*law)?;
        if day.is_some_and(|day| !law.period().meets(&day)) {
            return None;
        }
        Some(Basis { law: law.citation(), article: article.clone(), force: law.force.clone() })
    });
    cited.collect()
}
