//! Whether the examples of rules notice small changes of them. Takes checked rules and their texts;
//! gives the unnoticed changes, with their places. Knows no file.

use super::examples::{fitting, judge};
use super::{rows, words};
use crate::diagnostic::Diagnostic;
use crate::lint::{DefineMutant, Mutant, define_mutants, mutants};
use crate::model::Sheet;
use crate::rule::{Example, OnForm, Rule, RuleSet, definitions};
use crate::source::{Sources, Span};

/// The results of the changes.
#[derive(Clone, Debug, Default)]
pub struct Mutation {
    /// How many changes were tried.
    pub tried: usize,
    /// How many of them an example noticed.
    pub noticed: usize,
    /// How many of the others the rule file explains.
    pub explained: usize,
    /// The changes that no example noticed; those that are explained are listed as hints.
    pub findings: Vec<Diagnostic>,
}

impl Mutation {
    /// How many changes were neither noticed nor explained.
    pub(crate) fn survived(&self) -> usize {
        self.tried - self.noticed - self.explained
    }
}

/// A rule by one of its forms, with the sheets of the examples that fit the form; all of them give
/// what they should.
struct Sound<'r> {
    rule: &'r Rule,
    on: &'r OnForm,
    examples: Vec<((&'r Example, bool), Vec<Sheet>)>,
}

/// The forms of a rule by which it has examples; none where some example cannot be read or does not
/// give what it should.
fn sound<'r>(rules: &RuleSet, rule: &'r Rule) -> Option<Vec<Sound<'r>>> {
    let mut sound: Vec<Sound<'r>> =
        rule.forms.iter().map(|on| Sound { rule, on, examples: Vec::new() }).collect();
    let accepted = rule.accepts.iter().map(|example| (example, true));
    for (example, accept) in accepted.chain(rule.rejects.iter().map(|example| (example, false))) {
        for (on, sheets) in fitting(&rule.name, &rule.forms, example).ok()? {
            let own = sound.iter_mut().find(|judge| judge.on.id == on.id)?;
            own.examples.push(((example, accept), sheets));
        }
    }
    sound.retain(|judge| !judge.examples.is_empty());
    let as_said = sound.iter().all(|judge| !judge.notices(rules, judge.on));
    as_said.then_some(sound)
}

impl Sound<'_> {
    /// Whether some example gives something else by another rule.
    fn notices(&self, rules: &RuleSet, on: &OnForm) -> bool {
        let judged = |(example, sheets): &((&Example, bool), Vec<Sheet>)| {
            !judge(rules, (&self.rule.name, on), *example, sheets).is_empty()
        };
        self.examples.iter().any(judged)
    }
}

/// Changes every rule, and every definition that rules use, in every small way and runs the
/// examples on each. Rules without examples, and those whose examples fail, are left out: they have
/// been reported by the run itself.
pub fn mutate(rules: &RuleSet, sources: &Sources) -> Mutation {
    let mut report = Mutation::default();
    let rules = &*rows::with_own_examples(rules);
    let written: Vec<Vec<Sound<'_>>> =
        rules.rules.iter().filter_map(|rule| sound(rules, rule)).collect();
    let mut changes = Changes::default();
    let mut table = None;
    for forms in &written {
        // What is written once for all rows of a table is changed for all of them.
        let own = forms.first().and_then(|judge| judge.rule.table());
        if own.is_none() || own != table {
            report.take(sources, &mut changes);
        }
        table = own;
        for judge in forms {
            for mutant in mutants(judge.rule, judge.on) {
                let noticed = judge.notices(rules, &mutant.on);
                changes.note(&judge.rule.name, mutant, noticed);
            }
        }
    }
    report.take(sources, &mut changes);
    let sound: Vec<&Sound<'_>> = written.iter().flatten().collect();
    let mut changed = rules.clone();
    for (id, define) in rules.defines.entries() {
        let using: Vec<&Sound<'_>> = sound
            .iter()
            .copied()
            .filter(|judge| {
                definitions(rules, judge.on)
                    .iter()
                    .any(|definition| std::ptr::eq(*definition, define))
            })
            .collect();
        let Some(first) = using.first() else { continue };
        for DefineMutant { body, span, change } in define_mutants(define, &first.on.form) {
            if let Some(place) = changed.defines.get_mut(id) {
                place.body = body;
            }
            let noticed = using.iter().any(|judge| judge.notices(&changed, &judge.on.trying_all()));
            changes.note(&first.rule.name, Mutant { on: first.on.clone(), span, change }, noticed);
        }
        if let Some(place) = changed.defines.get_mut(id) {
            *place = define.clone();
        }
    }
    report.take(sources, &mut changes);
    report
}

/// Changes of the text, each with whether an example noticed it. One change is made to a rule, or a
/// definition, by all its forms: an example of any of them may notice.
#[derive(Default)]
struct Changes<'r>(Vec<(&'r str, Mutant, bool)>);

impl<'r> Changes<'r> {
    fn note(&mut self, rule: &'r str, mutant: Mutant, noticed: bool) {
        let same = |(_, known, _): &&mut (&str, Mutant, bool)| {
            known.span == mutant.span && known.change == mutant.change
        };
        match self.0.iter_mut().find(same) {
            Some((_, _, known)) => *known |= noticed,
            None => self.0.push((rule, mutant, noticed)),
        }
    }
}

impl Mutation {
    fn take(&mut self, sources: &Sources, changes: &mut Changes<'_>) {
        for (rule, mutant, noticed) in changes.0.drain(..) {
            self.note(sources, noticed, (rule, &mutant));
        }
    }

    fn note(&mut self, sources: &Sources, noticed: bool, (rule, mutant): (&str, &Mutant)) {
        self.tried += 1;
        if noticed {
            self.noticed += 1;
            return;
        }
        let reason = explained(sources, mutant);
        self.explained += usize::from(reason.is_some());
        self.findings.push(words::unnoticed(rule, mutant, reason.as_deref()));
    }
}

/// What a comment on the line of a change, or on the line above, says of it: `# 变异：把 ≥ 改成
/// >，因为…`.
fn explained(sources: &Sources, mutant: &Mutant) -> Option<String> {
    let Span { source, start, .. } = mutant.span;
    let text = sources.get(source)?.text();
    let (before, after) = text.split_at_checked(start as usize)?;
    let mut lines = before.rsplit('\n');
    let own = format!("{}{}", lines.next()?, after.lines().next().unwrap_or_default());
    let above = lines.next().filter(|line| line.trim_start().starts_with(['#', '＃']));
    [Some(own.as_str()), above].into_iter().flatten().find_map(|line| {
        let (_, comment) = line.split_once("# 变异：").or_else(|| line.split_once("＃变异："))?;
        let (_, reason) = comment.split_once(&*mutant.change.zh)?;
        // One comment may explain several changes; the reason stands behind the last.
        let reason = match reason.strip_prefix('、') {
            Some(further) => further.split_once('，').map_or("", |(_, reason)| reason),
            None => reason,
        };
        let reason = reason.trim_start_matches(['，', ',', '：', ':', ' ']).trim();
        (!reason.is_empty()).then(|| reason.to_owned())
    })
}
