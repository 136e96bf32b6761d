//! 表尺忽略 applied: takes the comments of a text and its findings; gives those that stand, those that are ignored
//! and by what, and what is wrong with the comments themselves. Knows no clock: the day is given.

use std::collections::BTreeMap;

use super::words;
use crate::diagnostic::{Diagnostic, Suppressed, Suppression};
use crate::nearest::nearest;
use crate::source::SourceId;
use crate::value::Date;
use crate::workspace::{Ignore, Misread, Suppressions};

/// Parts the findings of a text, by the comments of its parts. `rules` are the names of all rules that were
/// applied; `today` is the day on which the comments must still hold, `None` for any.
pub(super) fn apply(
    parts: &[&Suppressions],
    rules: &[&str],
    findings: Vec<Diagnostic>,
    today: Option<Date>,
) -> (Vec<Diagnostic>, Vec<Suppressed>) {
    let misread = parts.iter().flat_map(|part| &part.misread);
    let mut reported: Vec<Diagnostic> = misread
        .map(|(why, span)| match why {
            Misread::Unreadable => words::ignore_unreadable(*span),
            Misread::Day => words::ignore_without_day(*span),
            Misread::Reason => words::ignore_without_reason(*span),
        })
        .collect();
    // By the part that they stand in.
    let mut live: BTreeMap<SourceId, Vec<(&Ignore, Vec<bool>)>> = BTreeMap::new();
    for ignore in parts.iter().flat_map(|part| &part.all) {
        let expired = ignore.until.zip(today).filter(|(until, today)| until < today);
        if let Some((until, _)) = expired {
            reported.push(words::ignore_expired(ignore.comment, until));
            continue;
        }
        let unused = vec![false; ignore.names.len()];
        live.entry(ignore.comment.source).or_default().push((ignore, unused));
    }
    let mut suppressed = Vec::new();
    for finding in findings {
        let by = finding.code.rule_name().zip(finding.span()).and_then(|(rule, span)| {
            live.get_mut(&span.source)?.iter_mut().find_map(|(ignore, used)| {
                let covers = ignore.covers.start..ignore.covers.end.max(ignore.covers.start + 1);
                let inside = covers.contains(&span.start);
                let mut named = false;
                for ((name, _), used) in ignore.names.iter().zip(used) {
                    if inside && means(name, rule) {
                        *used = true;
                        named = true;
                    }
                }
                named.then_some(*ignore)
            })
        });
        match by {
            Some(ignore) => suppressed.push(Suppressed { finding, by: suppression(ignore) }),
            None => reported.push(finding),
        }
    }
    for (ignore, used) in live.into_values().flatten() {
        for ((name, span), used) in ignore.names.iter().zip(used) {
            if used {
                continue;
            }
            reported.push(if rules.iter().any(|rule| means(name, rule)) {
                words::ignores_nothing(name, *span)
            } else {
                words::ignores_unknown(name, *span, nearest(name, rules.iter().copied()))
            });
        }
    }
    (reported, suppressed)
}

fn suppression(ignore: &Ignore) -> Suppression {
    Suppression {
        comment: ignore.comment,
        reason: ignore.reason.clone(),
        approver: ignore.approver.clone(),
        until: ignore.until.map(|until| until.to_string()),
    }
}

/// Whether a name means a rule: its own, or that of its group, with or without `/*`.
pub(super) fn means(name: &str, rule: &str) -> bool {
    let group = name.trim_end_matches(['*', '＊']).trim_end_matches('/');
    name == rule || rule.strip_prefix(group).is_some_and(|rest| rest.starts_with('/'))
}
