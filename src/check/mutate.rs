//! Whether the examples of rules notice small changes of them. Takes checked rules and their texts; gives the
//! changes that nobody noticed, with their places. Knows no file.

use super::examples::{judge, sheets_of};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::rule::{Mutant, Rule, RuleSet, mutants};
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

/// Changes every rule in every small way and runs its examples on each. Rules without examples, and those
/// whose examples fail, are left out: they have been reported by the run itself.
pub fn mutate(rules: &RuleSet, sources: &Sources) -> Mutation {
    let mut report = Mutation::default();
    for rule in &rules.rules {
        let accepted = rule.accepts.iter().map(|example| (example, true));
        let examples = accepted.chain(rule.rejects.iter().map(|example| (example, false)));
        let read: Option<Vec<_>> = examples
            .map(|(example, accept)| Some(((example, accept), sheets_of(rule, example).ok()?)))
            .collect();
        let Some(read) = read.filter(|read| !read.is_empty()) else { continue };
        let noticed = |rule: &Rule| {
            read.iter().any(|(example, sheets)| !judge(rules, rule, *example, sheets).is_empty())
        };
        if noticed(rule) {
            continue;
        }
        for mutant in mutants(rule) {
            report.tried += 1;
            if noticed(&mutant.rule) {
                report.noticed += 1;
                continue;
            }
            let reason = explained(sources, &mutant);
            report.explained += usize::from(reason.is_some());
            report.findings.push(words::unnoticed(&mutant, reason.as_deref()));
        }
    }
    report
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
