//! Applies the fixes of findings to their texts. Takes the texts of a run and a rule set; gives the
//! texts as they would be, and which fixes did not help. Writes nothing.
//!
//! Fixes are applied in rounds, and after each all texts are read and checked again: fixes of the
//! same place come one after the other, and a fix is kept only if its finding is gone, nothing
//! became unreadable, and no sheet, field, indicator or comment is gone that it was not intended to
//! remove. A round has one removing fix for each text, and one in all if a rule compares sheets: of
//! two paragraphs that repeat each other, not both may go.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::run::Again;
use super::{Checked, Options, apply_fixes_words, loss};
use crate::diagnostic::{Code, Diagnostic, Fix, FixLevel, Severity, Stage, Subject, Words};
use crate::rule::RuleSet;
use crate::source::{Edit, Source, SourceId, apply};
use crate::workspace::Snapshot;

/// The most fixes that are applied in one run, and the most rounds, so that a very faulty text does
/// not take too long.
const MOST: usize = 20_000;
const MOST_ROUNDS: usize = 200;

/// A text that fixes change.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// As it was.
    pub before: Source,
    /// As it would be.
    pub after: Source,
    /// How many fixes were applied to it.
    pub applied: usize,
}

/// The result of applying fixes.
#[derive(Clone, Debug, Default)]
pub struct FixResults {
    /// The texts that they change.
    pub texts: Vec<Fixed>,
    /// The fixes that did not help, reported at the texts as they would be.
    pub findings: Vec<Diagnostic>,
    /// Whether some of the original texts could not be checked at all.
    pub(crate) incomplete: bool,
}

/// Applies the safe fixes of all findings, and with `consent` those that may change the meaning.
pub fn fix(rules: &RuleSet, sources: &[Source], options: Options<'_>, consent: bool) -> FixResults {
    apply_all(&Again::new(rules, options), sources, consent)
}

/// The same for what a workspace holds.
pub(crate) fn fix_in(snapshot: &Snapshot, options: Options<'_>, consent: bool) -> FixResults {
    let sources: Vec<Source> = snapshot.files().iter().map(|file| file.source.clone()).collect();
    apply_all(&Again::of(snapshot, options), &sources, consent)
}

fn apply_all(again: &Again<'_>, sources: &[Source], consent: bool) -> FixResults {
    let rules = again.rules;
    let across =
        rules.rules.iter().filter(|rule| rule.forms.iter().any(|on| on.compares_sheets(rules)));
    let across: BTreeSet<&str> = across.map(|rule| &*rule.name).collect();
    let start = FixState {
        texts: sources.iter().map(|source| (source.id(), (source.clone(), 0))).collect(),
        checked: again.check(sources),
        vain: BTreeMap::new(),
        consent,
        across,
    };
    let mut vain = BTreeMap::new();
    loop {
        let mut state = start.clone();
        state.vain.clone_from(&vain);
        match run(again, state) {
            Ok((state, applied)) => {
                let incomplete = start.checked.incomplete;
                return FixResults { incomplete, ..state.results(sources, applied) };
            }
            // Fixes that undo each other: none of them is applied, so that a second run changes
            // nothing.
            Err(circle) => vain.extend(circle.into_iter().map(|key| (key, Vain::Useless))),
        }
    }
}

/// All rounds.
///
/// # Errors
/// The fixes that lead back to an earlier state.
fn run<'r>(
    again: &Again<'_>,
    mut state: FixState<'r>,
) -> Result<(FixState<'r>, usize), BTreeSet<FixKey>> {
    // The state after each round, by its hash, and its fixes.
    let mut rounds: Vec<(u64, Vec<FixKey>)> = vec![(state.hash(), Vec::new())];
    let (mut applied, mut limit) = (0, usize::MAX);
    // What undoes something else is never tried again; what was in vain is, once other fixes have
    // changed the texts, so that a second run finds nothing more to do.
    let circles = state.vain.clone();
    let mut changed = false;
    for _ in 0..MOST_ROUNDS {
        let chosen = state.choose(limit.min(MOST - applied));
        if chosen.is_empty() {
            if !std::mem::take(&mut changed) || state.vain == circles {
                break;
            }
            state.vain.clone_from(&circles);
            continue;
        }
        let keys: Vec<FixKey> =
            chosen.iter().map(|(finding, fix)| state.key(finding, fix)).collect();
        match (state.after(again, &chosen), chosen.len()) {
            (Ok(next), count) => {
                let hash = next.hash();
                if let Some(at) = rounds.iter().position(|(stood, _)| *stood == hash) {
                    let circle = rounds.into_iter().skip(at + 1).flat_map(|(_, keys)| keys);
                    return Err(circle.chain(keys).collect());
                }
                rounds.push((hash, keys));
                applied += count;
                changed = true;
                state = next;
                limit = limit.saturating_mul(2);
            }
            // The useless ones among them are found by bisection.
            (Err(vain), 1) => {
                state.vain.extend(keys.into_iter().map(|key| (key, vain.clone())));
                limit = usize::MAX;
            }
            (Err(_), many) => limit = many / 2,
        }
    }
    Ok((state, applied))
}

/// The texts between rounds, and their findings.
#[derive(Clone)]
struct FixState<'r> {
    /// Each with the number of fixes applied to it.
    texts: BTreeMap<SourceId, (Source, usize)>,
    checked: Checked,
    /// The fixes that were tried without success.
    vain: BTreeMap<FixKey, Vain>,
    consent: bool,
    /// The rules that compare sheets.
    across: BTreeSet<&'r str>,
}

/// A fix by what it is for: text, code, what the finding is about, what the fix does.
type FixKey = (Option<SourceId>, Code, String, String);

type Choice = (Diagnostic, Fix);

/// Why a fix is not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Vain {
    /// Its finding stays or comes back, or something becomes unreadable.
    Useless,
    /// It would lose something that it was not intended to remove.
    Loses(Words),
}

impl FixState<'_> {
    /// The fixes of the next round, none touching another.
    fn choose(&self, most: usize) -> Vec<Choice> {
        let mut chosen: Vec<Choice> = Vec::new();
        let mut taken: BTreeSet<(SourceId, u32, u32)> = BTreeSet::new();
        let mut lessened: BTreeSet<SourceId> = BTreeSet::new();
        for finding in &self.checked.findings {
            if chosen.len() >= most {
                break;
            }
            let Some(fix) = self.allowed(finding) else { continue };
            let Some(home) = fix.edits.first().map(|edit| edit.span.source) else { continue };
            if fix.edits.iter().any(|edit| touches(&taken, edit)) {
                continue;
            }
            let compares = finding.code.rule_name().is_some_and(|rule| self.across.contains(rule));
            if compares || takes_away(fix) {
                let alone = compares || fix.edits.iter().any(|edit| edit.span.source != home);
                if lessened.contains(&home) || (alone && !lessened.is_empty()) {
                    continue;
                }
                lessened.insert(home);
                if alone {
                    lessened.extend(self.texts.keys());
                }
            }
            let spans = fix.edits.iter().map(|edit| edit.span);
            taken.extend(spans.map(|span| (span.source, span.start, span.end)));
            chosen.push((finding.clone(), fix.clone()));
        }
        chosen
    }

    /// The fix of a finding that may be applied: the first, all of it in the texts of this run.
    fn allowed<'f>(&self, finding: &'f Diagnostic) -> Option<&'f Fix> {
        let known = |edit: &Edit| self.texts.contains_key(&edit.span.source);
        finding.fixes.iter().find(|fix| {
            let level = match fix.level {
                FixLevel::Safe => true,
                FixLevel::Unsafe => self.consent,
                FixLevel::Draft => false,
            };
            level
                && !fix.edits.is_empty()
                && fix.edits.iter().all(known)
                && !self.vain.contains_key(&self.key(finding, fix))
        })
    }

    fn key(&self, finding: &Diagnostic, fix: &Fix) -> FixKey {
        let source = finding.span().map(|span| span.source);
        let text = source.and_then(|source| self.texts.get(&source));
        let excerpt = text.zip(finding.span()).map(|((text, _), span)| text.slice(span));
        let subject = finding.subject.as_ref().map(Subject::path).or(excerpt).unwrap_or_default();
        (source, finding.code.clone(), subject.to_owned(), fix.title.zh.to_string())
    }

    /// The state after some fixes.
    ///
    /// # Errors
    /// One of them did not help, or did harm.
    fn after(&self, again: &Again<'_>, chosen: &[Choice]) -> Result<Self, Vain> {
        let fixes: Vec<&Fix> = chosen.iter().map(|(_, fix)| fix).collect();
        let mut next = self.clone();
        for (text, applied) in next.texts.values_mut() {
            let own = |edit: &&Edit| edit.span.source == text.id();
            let edits: Vec<&Edit> =
                chosen.iter().flat_map(|(_, fix)| &fix.edits).filter(own).collect();
            if edits.is_empty() {
                continue;
            }
            *applied += chosen.iter().filter(|(_, fix)| fix.edits.iter().any(|e| own(&e))).count();
            let changed = apply(text.written(), edits).ok_or(Vain::Useless)?;
            let before = std::mem::replace(text, text.changed(changed));
            if let Some(lost) = loss::lost(again.rules, (&before, text), &fixes) {
                return Err(Vain::Loses(lost));
            }
        }
        let texts: Vec<Source> = next.texts.values().map(|(text, _)| text.clone()).collect();
        next.checked = again.check(&texts);
        let unreadable = |other: &Diagnostic| {
            other.code.stage() == Stage::Sheet && other.severity == Severity::Error
        };
        let sound = next.count(&unreadable) <= self.count(&unreadable);
        let gone = chosen.iter().all(|(finding, _)| {
            let resolved = chosen.iter().filter(|(other, _)| same(finding, other)).count();
            next.findings_like(finding) + resolved <= self.findings_like(finding)
        });
        if sound && gone { Ok(next) } else { Err(Vain::Useless) }
    }

    /// How many findings there are of that rule in that text, unlisted ones included.
    fn findings_like(&self, finding: &Diagnostic) -> usize {
        let source = finding.span().map(|span| span.source);
        let of_rule = |other: &&Diagnostic| {
            finding.code == other.code && source == other.span().map(|span| span.source)
        };
        let unlisted = self.checked.findings.iter().filter(of_rule).map(|other| other.more);
        self.count(&|other| same(finding, other)) + unlisted.sum::<usize>()
    }

    fn count(&self, what: &dyn Fn(&Diagnostic) -> bool) -> usize {
        self.checked.findings.iter().filter(|finding| what(finding)).count()
    }

    fn results(&self, sources: &[Source], applied: usize) -> FixResults {
        let mut findings: Vec<Diagnostic> = Vec::new();
        for finding in &self.checked.findings {
            let vain = finding.fixes.iter().find_map(|fix| {
                let why = self.vain.get(&self.key(finding, fix))?;
                Some(match why {
                    Vain::Useless => apply_fixes_words::in_vain(finding, fix),
                    Vain::Loses(what) => apply_fixes_words::loses(finding, fix, what),
                })
            });
            findings.extend(vain);
        }
        // Fixes are left over only because of a bound.
        let left = self.checked.findings.iter().find(|finding| self.allowed(finding).is_some());
        findings.extend(left.map(|finding| apply_fixes_words::not_all(finding, applied)));
        let texts = sources.iter().filter_map(|before| {
            let (after, applied) = self.texts.get(&before.id())?;
            let (before, after) = (before.clone(), after.clone());
            let changed = before.written() != after.written();
            changed.then_some(Fixed { before, after, applied: *applied })
        });
        FixResults { texts: texts.collect(), findings, incomplete: false }
    }

    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.texts.values().for_each(|(text, _)| text.written().hash(&mut hasher));
        hasher.finish()
    }
}

/// Whether two findings are of one rule in one text.
fn same(left: &Diagnostic, right: &Diagnostic) -> bool {
    let source = |finding: &Diagnostic| finding.span().map(|span| span.source);
    left.code == right.code && source(left) == source(right)
}

/// Whether a fix removes something without replacement.
fn takes_away(fix: &Fix) -> bool {
    fix.edits.iter().any(|edit| edit.text.trim().is_empty() && !edit.span.is_empty())
}

/// Whether an edit overlaps one that is taken, or meets its end.
fn touches(taken: &BTreeSet<(SourceId, u32, u32)>, edit: &Edit) -> bool {
    let span = edit.span;
    // The taken ones do not overlap each other: only the last that starts before the end can touch.
    let before = taken.range(..=(span.source, span.end, u32::MAX)).next_back();
    before.is_some_and(|(source, _, end)| *source == span.source && *end >= span.start)
}
