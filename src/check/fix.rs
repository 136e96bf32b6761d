//! Applies the fixes of findings to their texts. Takes texts and a rule set; gives the texts as they would
//! be, and which fixes did not help. Writes nothing.
//!
//! One fix is applied at a time and the text is read and checked again: so fixes that touch the same place
//! come one after the other, and a fix stays only if its finding is gone and nothing became unreadable.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Options, check, words};
use crate::diagnostic::{Diagnostic, Fix, FixLevel, Severity};
use crate::rule::RuleSet;
use crate::source::Source;

/// The most fixes that are applied to one text.
const MOST: usize = 2_000;

/// A text after its fixes.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The text as it was.
    pub source: Source,
    /// The text as it would be.
    pub text: String,
    /// How many fixes were applied.
    pub applied: usize,
    /// The fixes that did not help: told at the text as it was.
    pub findings: Vec<Diagnostic>,
}

/// Applies the safe fixes of a text's findings, and with `consent` those that may change what is meant.
pub fn fix(rules: &RuleSet, source: &Source, options: Options, consent: bool) -> Fixed {
    let mut fixed = Fixed {
        source: source.clone(),
        text: source.text().to_owned(),
        applied: 0,
        findings: Vec::new(),
    };
    let read = |text: &str| Source::new(source.id(), source.name(), text);
    let mut findings = check(rules, &[read(&fixed.text)], options).findings;
    // What has been tried in vain: the finding's code and what it is about.
    let mut vain: BTreeSet<(String, String)> = BTreeSet::new();
    // Every text that stood, by its hash, so that fixes cannot run in circles.
    let mut stood: BTreeSet<u64> = BTreeSet::from([hash(&fixed.text)]);
    while fixed.applied < MOST {
        let about = |finding: &Diagnostic| {
            let place = finding.span().filter(|span| span.source == source.id());
            let excerpt = place.and_then(|span| fixed.text.get(span.range()));
            let subject = finding.subject.as_deref().or(excerpt).unwrap_or_default();
            (finding.code.clone(), subject.to_owned())
        };
        let next = findings.iter().find_map(|finding| {
            let change = allowed(finding, source, consent)?;
            (!vain.contains(&about(finding))).then_some((finding, change))
        });
        let Some((finding, change)) = next else { break };
        let key = about(finding);
        let Some(text) = applied(&fixed.text, change) else {
            vain.insert(key);
            continue;
        };
        let after = check(rules, &[read(&text)], options).findings;
        let count = |all: &[Diagnostic], what: &dyn Fn(&Diagnostic) -> bool| {
            all.iter().filter(|finding| what(finding)).count()
        };
        let same = |other: &Diagnostic| other.code == finding.code;
        let unreadable =
            |other: &Diagnostic| other.code.starts_with("表/") && other.severity == Severity::Error;
        let gone = count(&after, &same) < count(&findings, &same);
        let sound = count(&after, &unreadable) <= count(&findings, &unreadable);
        if gone && sound && stood.insert(hash(&text)) {
            fixed.text = text;
            fixed.applied += 1;
            findings = after;
        } else {
            // Later, places are of another text; the finding itself is told when that is checked.
            if fixed.applied == 0 {
                fixed.findings.push(words::fix_in_vain(finding, change));
            }
            vain.insert(key);
        }
    }
    fixed
}

/// The fix of a finding that may be applied: all of it in the text itself.
fn allowed<'f>(finding: &'f Diagnostic, source: &Source, consent: bool) -> Option<&'f Fix> {
    finding.fixes.iter().find(|fix| {
        let level = match fix.level {
            FixLevel::Safe => true,
            FixLevel::Unsafe => consent,
            FixLevel::Draft => false,
        };
        level
            && !fix.edits.is_empty()
            && fix.edits.iter().all(|edit| edit.span.source == source.id())
    })
}

/// The text after a fix; `None` where its edits overlap or stand outside the text.
fn applied(text: &str, fix: &Fix) -> Option<String> {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (mut after, mut at) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        let range = edit.span.range();
        after.push_str(text.get(at..range.start)?);
        after.push_str(&edit.text);
        at = range.end;
        text.get(range)?;
    }
    after.push_str(text.get(at..)?);
    Some(after)
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
