//! A rule's failure to a finding: message, places, law.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::judges::Judge;
use super::{apply_fixes_words, words};
use crate::diagnostic::{
    Basis, Code, Diagnostic, Fix, Group, GroupExample, Label, Stage, Subject, Words,
};
use crate::dictionary::DaySpan;
use crate::eval::{Deed, Failure, MOST_WITNESSES, Repair, SeenElsewhere};
use crate::form::FieldId;
use crate::model::Sheet;
use crate::rule::{OnForm, Rule, RuleId, RuleSet};
use crate::sentence::sentence;
use crate::source::Span;

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

/// One finding of each cause: those of one rule that say the same of one field are one finding
/// with all the places.
pub(super) fn by_cause(sheet: &Sheet, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let field_of = |finding: &Diagnostic| {
        let at = finding.span()?;
        let mut fields = sheet.filled_fields();
        fields.find_map(|(id, cell)| cell.span.contains(at).then_some(id))
    };
    let mut causes: Vec<(Diagnostic, usize)> = Vec::new();
    let mut known: BTreeMap<(FieldId, Arc<str>), usize> = BTreeMap::new();
    for finding in found {
        let first = field_of(&finding).and_then(|field| {
            let cause = (field, Arc::clone(&finding.message.zh));
            let at = *known.entry(cause).or_insert(causes.len());
            causes.get_mut(at)
        });
        match first {
            Some((first, count)) if is_alike(first, &finding) => {
                let is_new = |label: &Label| first.labels.iter().all(|at| at.span != label.span);
                *count += usize::from(finding.labels.first().is_some_and(is_new));
                let labels: Vec<Label> = finding.labels.into_iter().filter(is_new).collect();
                first.labels.extend(labels);
                for (fix, other) in first.fixes.iter_mut().zip(finding.fixes) {
                    fix.edits.extend(other.edits);
                    fix.edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
                }
            }
            _ => causes.push((finding, 1)),
        }
    }
    let counted = |(mut finding, count): (Diagnostic, usize)| {
        if count > 1 {
            finding.message = words::in_places(&finding.message, count);
        }
        finding
    };
    causes.into_iter().map(counted).collect()
}

/// The rules that are reported alone (独报).
pub(super) fn reported_alone(rules: &RuleSet) -> BTreeSet<Code> {
    let alone = rules.rules.iter().filter(|rule| rule.tags.is_alone());
    alone.map(|rule| Code::rule(&*rule.name)).collect()
}

/// Leaves out what follows from another finding: where a rule is reported alone, others about the
/// same indicator or field of the sheet.
pub(super) fn leave_out_consequences(alone: &BTreeSet<Code>, found: &mut Vec<Diagnostic>) {
    let of_thing = |finding: &Diagnostic| {
        let subject = finding.subject.clone()?;
        matches!(subject, Subject::Indicator(_) | Subject::Field(_))
            .then(|| (finding.sheet.clone(), subject))
    };
    let causes = found.iter().filter(|finding| alone.contains(&finding.code));
    let causes: BTreeSet<_> = causes.filter_map(of_thing).collect();
    if causes.is_empty() {
        return;
    }
    found.retain(|finding| {
        let is_caused = of_thing(finding).is_some_and(|thing| causes.contains(&thing));
        alone.contains(&finding.code) || finding.code.stage() != Stage::Rule || !is_caused
    });
}

/// Whether two findings of one rule differ in their places alone, and can be fixed together.
fn is_alike(first: &Diagnostic, other: &Diagnostic) -> bool {
    let fixes = |finding: &Diagnostic| {
        let fixes = finding.fixes.iter();
        fixes.map(|fix| (fix.level, fix.title.clone(), fix.removes)).collect::<Vec<_>>()
    };
    let edits = |finding: &Diagnostic| {
        let fixes = finding.fixes.iter();
        fixes.flat_map(|fix| &fix.edits).map(|edit| edit.span).collect::<Vec<_>>()
    };
    let taken = edits(first);
    let apart = |span: Span| taken.iter().all(|at| at.end < span.start || span.end < at.start);
    first.help == other.help
        && first.group == other.group
        && fixes(first) == fixes(other)
        && edits(other).into_iter().all(apart)
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
