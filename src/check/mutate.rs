//! Whether the examples of rules notice small changes of them. Takes checked rules and their texts; gives the
//! changes that nobody noticed, with their places. Knows no file.

use super::examples::{judge, sheets_of};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::Sheet;
use crate::rule::{
    DefineMutant, Example, Mutant, Rule, RuleSet, define_mutants, definitions, mutants,
};
use crate::source::{Sources, Span};

/// What came of the changes.
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
    pub fn survived(&self) -> usize {
        self.tried - self.noticed - self.explained
    }
}

/// A rule whose examples all give what they should, with their sheets.
struct Sound<'r> {
    rule: &'r Rule,
    examples: Vec<((&'r Example, bool), Vec<Sheet>)>,
}

impl<'r> Sound<'r> {
    fn of(rules: &RuleSet, rule: &'r Rule) -> Option<Self> {
        let accepted = rule.accepts.iter().map(|example| (example, true));
        let examples = accepted.chain(rule.rejects.iter().map(|example| (example, false)));
        let read: Option<Vec<_>> = examples
            .map(|(example, accept)| Some(((example, accept), sheets_of(rule, example).ok()?)))
            .collect();
        let examples = read.filter(|read| !read.is_empty())?;
        let sound = Self { rule, examples };
        (!sound.notices(rules, rule)).then_some(sound)
    }

    /// Whether some example gives something else by another rule.
    fn notices(&self, rules: &RuleSet, rule: &Rule) -> bool {
        let judged = |(example, sheets): &((&Example, bool), Vec<Sheet>)| {
            !judge(rules, rule, *example, sheets).is_empty()
        };
        self.examples.iter().any(judged)
    }
}

/// Changes every rule, and every definition that rules use, in every small way and runs the examples on each.
/// Rules without examples, and those whose examples fail, are left out: they have been reported by the run itself.
pub fn mutate(rules: &RuleSet, sources: &Sources) -> Mutation {
    let mut report = Mutation::default();
    let sound: Vec<Sound<'_>> =
        rules.rules.iter().filter_map(|rule| Sound::of(rules, rule)).collect();
    for one in &sound {
        for mutant in mutants(one.rule) {
            let noticed = one.notices(rules, &mutant.rule);
            report.note(sources, noticed, &mutant);
        }
    }
    let mut changed = rules.clone();
    for (slot, define) in rules.defines.iter().enumerate() {
        let using: Vec<&Sound<'_>> = sound
            .iter()
            .filter(|one| definitions(rules, one.rule).iter().any(|it| std::ptr::eq(*it, define)))
            .collect();
        let Some(first) = using.first() else { continue };
        for DefineMutant { body, span, change } in define_mutants(define, &first.rule.form) {
            if let Some(place) = changed.defines.get_mut(slot) {
                place.body = body;
            }
            let noticed = using.iter().any(|one| one.notices(&changed, &one.rule.trying_all()));
            let mutant = Mutant { rule: first.rule.clone(), span, change };
            report.note(sources, noticed, &mutant);
        }
        if let Some(place) = changed.defines.get_mut(slot) {
            *place = define.clone();
        }
    }
    report
}

impl Mutation {
    fn note(&mut self, sources: &Sources, noticed: bool, mutant: &Mutant) {
        self.tried += 1;
        if noticed {
            self.noticed += 1;
            return;
        }
        let reason = explained(sources, mutant);
        self.explained += usize::from(reason.is_some());
        self.findings.push(words::unnoticed(mutant, reason.as_deref()));
    }
}

/// What a comment on the line of a change, or on the line above, says of it: `# 变异：把 ≥ 改成 >，因为…`.
fn explained(sources: &Sources, mutant: &Mutant) -> Option<String> {
    let Span { source, start, .. } = mutant.span;
    let text = sources.get(source)?.text();
    let (before, after) = text.split_at_checked(start as usize)?;
    let mut lines = before.rsplit('\n');
    let own = format!("{}{}", lines.next()?, after.lines().next().unwrap_or_default());
    let above = lines.next().filter(|line| line.trim_start().starts_with(['#', '＃']));
    [Some(own.as_str()), above].into_iter().flatten().find_map(|line| {
        let (_, comment) = line.split_once("# 变异：").or_else(|| line.split_once("＃变异："))?;
        let (_, reason) = comment.split_once(mutant.change.zh.as_str())?;
        let reason = reason.trim_start_matches(['，', ',', '：', ':', ' ']).trim();
        (!reason.is_empty()).then(|| reason.to_owned())
    })
}
