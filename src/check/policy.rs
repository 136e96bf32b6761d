//! A project's settings for the rules: which of them judge, and their severities. Takes names of
//! rules and groups; resolves them for checked rules. Knows no configuration file and no option.

use std::collections::BTreeSet;

use super::suppress::means;
use super::{Judging, LeftOut, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::nearest::nearest;
use crate::rule::RuleSet;
use crate::source::Span;

/// A name of a rule, or of a group (`预算`, `预算/*`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Where it is written; `None` on a command line.
    pub span: Option<Span>,
}

/// A project's settings for the rules.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The rules that judge; empty for all.
    pub select: Vec<Named>,
    /// Those that do not, though selected.
    pub ignore: Vec<Named>,
    /// Severities; `None` leaves the rule out. If several names match a rule, the longest counts:
    /// its own before its group's.
    pub severity: Vec<(Named, Option<Severity>)>,
}

impl Policy {
    /// The settings for the rules of a set, and faults in the names: one that no rule has would
    /// silently have no effect.
    pub fn resolve(&self, rules: &RuleSet) -> (Judging, Vec<Diagnostic>) {
        let mut judging = Judging::default();
        for (id, rule) in rules.rules.entries() {
            let mut left_out = if named(&self.ignore, &rule.name) {
                Some(LeftOut::Ignored)
            } else if self.select.is_empty() || named(&self.select, &rule.name) {
                None
            } else {
                Some(LeftOut::NotSelected)
            };
            let said = self.severity.iter().filter(|(named, _)| means(&named.name, &rule.name));
            match said.max_by_key(|(named, _)| named.name.len()) {
                Some((_, Some(severity))) => {
                    judging.severity.insert(id, *severity);
                }
                Some((_, None)) => left_out = left_out.or(Some(LeftOut::Off)),
                None => {}
            }
            if let Some(why) = left_out {
                judging.left_out.insert(id, why);
            }
        }
        let known: BTreeSet<&str> = rules
            .rules
            .iter()
            .map(|rule| &*rule.name)
            .chain(rules.faulty.iter().map(|rule| &**rule))
            .collect();
        let said = self.severity.iter().map(|(named, _)| named);
        let unknown = |name: &&Named| !known.iter().any(|rule| means(&name.name, rule));
        let said = self.select.iter().chain(&self.ignore).chain(said).filter(unknown);
        let unknown = said.map(|named| words::no_such_rule(named, near(&named.name, &known)));
        (judging, unknown.collect())
    }
}

fn named(names: &[Named], rule: &str) -> bool {
    names.iter().any(|named| means(&named.name, rule))
}

/// The rule or group with the nearest name.
fn near<'r>(name: &str, rules: &BTreeSet<&'r str>) -> Option<&'r str> {
    let groups = rules.iter().filter_map(|rule| rule.split_once('/').map(|(group, _)| group));
    match name.trim_end_matches(['*', '＊', '/']) {
        group if !group.contains('/') => nearest(group, groups),
        _ => nearest(name, rules.iter().copied()),
    }
}
