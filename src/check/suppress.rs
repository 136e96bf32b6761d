//! Applies 表尺忽略: takes the comments of a text and its findings; gives the remaining ones, the
//! ignored ones with their comments, and faults in the comments themselves. Knows no clock: the day
//! is given.

use std::collections::{BTreeMap, BTreeSet};

use super::words;
use crate::diagnostic::{Diagnostic, Suppressed, Suppression};
use crate::nearest::nearest;
use crate::source::{SourceId, Span};
use crate::value::Date;
use crate::workspace::{Ignore, Misread, Suppressions};

/// Splits the findings of a text by the comments of its parts. `rules` are the names of all rules
/// that were applied; `today` is the day on which the comments must still hold, `None` for any.
pub(super) fn apply(
    parts: &[&Suppressions],
    rules: &[&str],
    findings: Vec<Diagnostic>,
    today: Option<Date>,
) -> (Vec<Diagnostic>, Vec<Suppressed>) {
    let misread = parts.iter().flat_map(|part| &part.misread);
    let mut reported: Vec<Diagnostic> = misread
        .map(|(why, span)| match why {
            Misread::InText => words::ignore_in_text(*span),
            Misread::Unreadable => words::ignore_unreadable(*span),
            Misread::Day => words::ignore_without_day(*span),
            Misread::Reason => words::ignore_without_reason(*span),
        })
        .collect();
    let mut live = Live::default();
    for ignore in parts.iter().flat_map(|part| &part.all) {
        let expired = ignore.until.zip(today).filter(|(until, today)| until < today);
        match expired {
            Some((until, _)) => reported.push(words::ignore_expired(ignore.comment, until)),
            None => live.take_in(ignore),
        }
    }
    let mut suppressed = Vec::new();
    reported.reserve_exact(findings.len());
    for finding in findings {
        let by = finding.code.rule_name().zip(finding.span());
        match by.and_then(|(rule, span)| live.by(rule, span)) {
            Some(ignore) => suppressed.push(Suppressed { finding, by: suppression(ignore) }),
            None => reported.push(finding),
        }
    }
    let rules_in_order: BTreeSet<&str> = rules.iter().copied().collect();
    let mut near: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for (name, span) in live.unused() {
        if is_known(name, &rules_in_order) {
            reported.push(words::ignores_nothing(name, *span));
            continue;
        }
        let near = near.entry(name).or_insert_with(|| nearest(name, rules.iter().copied()));
        reported.push(words::ignores_unknown(name, *span, *near));
    }
    (reported, suppressed)
}

/// Where a name is found: the text, whether its comment covers the whole sheet, and the rule or
/// group that it names.
type NameKey<'s> = (SourceId, bool, &'s str);

/// The valid comments, by name and place.
#[derive(Default)]
struct Live<'s> {
    ignores: Vec<(&'s Ignore, Vec<bool>)>,
    /// The comment and the position of the name in it, in order.
    by: BTreeMap<NameKey<'s>, Vec<(usize, usize)>>,
}

impl<'s> Live<'s> {
    fn take_in(&mut self, ignore: &'s Ignore) {
        let at = self.ignores.len();
        for (number, (name, _)) in ignore.names.iter().enumerate() {
            let key = (ignore.comment.source, ignore.whole, group_of(name));
            self.by.entry(key).or_default().push((at, number));
        }
        self.ignores.push((ignore, vec![false; ignore.names.len()]));
    }

    /// The first comment that names a rule and covers a place; the name is then marked as used.
    fn by(&mut self, rule: &str, place: Span) -> Option<&'s Ignore> {
        let groups = rule.match_indices(['/', '#']).filter_map(|(at, _)| rule.get(..at));
        let names: Vec<&str> = groups.chain([rule, group_of(rule)]).collect();
        let first = names.iter().filter_map(|name| self.first(name, rule, place)).min()?;
        let (ignore, used) = self.ignores.get_mut(first)?;
        for ((name, _), used) in ignore.names.iter().zip(used) {
            *used |= means(name, rule);
        }
        Some(*ignore)
    }

    /// The first comment with this name. Those at the head of a sheet come before all others, which
    /// cover one entry each; entries do not overlap.
    fn first(&self, name: &str, rule: &str, place: Span) -> Option<usize> {
        let ignore = |(at, number): &(usize, usize)| {
            let (ignore, _) = self.ignores.get(*at)?;
            let (name, _) = ignore.names.get(*number)?;
            Some((*ignore, name))
        };
        [true, false].into_iter().find_map(|whole| {
            let named = self.by.get(&(place.source, whole, name))?;
            let start = |entry: &(usize, usize)| {
                ignore(entry).map_or(0, |(comment, _)| comment.covers.start)
            };
            let end = named.partition_point(|name| start(name) <= place.start);
            let last = end.checked_sub(1).and_then(|last| named.get(last)).map(start)?;
            let from = named.partition_point(|name| start(name) < last);
            let mut alike = named.get(from..end)?.iter();
            let covers = |entry: &&(usize, usize)| {
                ignore(entry).is_some_and(|(comment, name)| {
                    let covered =
                        comment.covers.start..comment.covers.end.max(comment.covers.start + 1);
                    covered.contains(&place.start) && means(name, rule)
                })
            };
            alike.find(covers).map(|(at, _)| *at)
        })
    }

    /// The names by which nothing was suppressed.
    fn unused(&self) -> impl Iterator<Item = &'s (String, Span)> {
        self.ignores.iter().flat_map(|(ignore, used)| {
            let names = ignore.names.iter().zip(used);
            names.filter(|(_, used)| !**used).map(|(name, _)| name)
        })
    }
}

/// Whether a name matches one of some rules.
fn is_known(name: &str, rules: &BTreeSet<&str>) -> bool {
    let has =
        |below: String| rules.range(&*below..).next().is_some_and(|rule| rule.starts_with(&below));
    rules.contains(name) || has(format!("{}/", group_of(name))) || has(format!("{name}#"))
}

fn suppression(ignore: &Ignore) -> Suppression {
    Suppression {
        comment: ignore.comment,
        reason: ignore.reason.clone(),
        approver: ignore.approver.clone(),
        until: ignore.until.map(|until| until.to_string()),
    }
}

/// Whether a name matches a rule: its own, that of the table of which it is a row, or that of its
/// group, with or without `/*`.
pub(super) fn means(name: &str, rule: &str) -> bool {
    let group = group_of(name);
    name == rule || rule.strip_prefix(group).is_some_and(|rest| rest.starts_with(['/', '#']))
}

/// The group that a name refers to, if any: `日期/*`, `日期/`, `日期`.
fn group_of(name: &str) -> &str {
    name.trim_end_matches(['*', '＊']).trim_end_matches('/')
}
