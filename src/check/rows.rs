//! The examples of a 规则表 are written once for all its rows: a sheet that is 合格 must pass
//! every row, one that is 不合格 belongs to the rows that find something in it. Takes checked
//! rules; gives them with the examples of each row.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::examples::{fitting, found_in};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::rule::{Example, Rule, RuleId, RuleSet};

/// Places in an example, in bytes.
type Marks = BTreeSet<(usize, usize)>;

/// The rules, each row of a table with its own examples.
pub(super) fn with_own_examples(rules: &RuleSet) -> Cow<'_, RuleSet> {
    let mut tables: BTreeMap<&str, Vec<(RuleId, &Rule)>> = BTreeMap::new();
    for (id, rule) in rules.rules.entries() {
        if let Some(table) = rule.table() {
            tables.entry(table).or_default().push((id, rule));
        }
    }
    if tables.is_empty() {
        return Cow::Borrowed(rules);
    }
    let mut own = rules.clone();
    for rows in tables.values() {
        let mut rejects: Vec<Vec<Example>> = vec![Vec::new(); rows.len()];
        let all = rows.first().map_or(&[][..], |(_, rule)| rule.rejects.as_slice());
        for example in all {
            let found: Vec<Option<Marks>> =
                rows.iter().map(|(_, rule)| found_by(rules, rule, example)).collect();
            let anywhere: Marks = found.iter().flatten().flatten().copied().collect();
            // What no row finds is the first one's to explain.
            let nobody = found.iter().all(Option::is_none);
            for (at, (found, rejects)) in found.iter().zip(&mut rejects).enumerate() {
                let mut example = example.clone();
                match found {
                    Some(found) => example.marks.retain(|mark| {
                        let mark = (mark.start, mark.end);
                        found.contains(&mark) || !anywhere.contains(&mark)
                    }),
                    None if nobody && at == 0 => {}
                    None => continue,
                }
                rejects.push(example);
            }
        }
        for ((id, _), rejects) in rows.iter().zip(rejects) {
            if let Some(rule) = own.rules.get_mut(*id) {
                rule.rejects = rejects;
            }
        }
    }
    Cow::Owned(own)
}

/// Where a rule finds something in an example; `None` if it finds nothing.
fn found_by(rules: &RuleSet, rule: &Rule, example: &Example) -> Option<Marks> {
    let fitting = fitting(&rule.name, &rule.forms, example).ok()?;
    let found = fitting.iter().filter_map(|(on, sheets)| found_in(rules, on, example, sheets));
    found.reduce(|all, more| &all | &more)
}

/// A row that no example shows.
pub(super) fn without_example(rule: &Rule) -> Option<Diagnostic> {
    let bare = rule.table().is_some() && rule.rejects.is_empty() && !rule.accepts.is_empty();
    bare.then(|| words::row_without_example(&rule.name, rule.span))
}
