//! Rule files corrected by the remedies that the checker names. Takes a rulebook; gives the texts
//! as they would be. A remedy is kept only if its finding is gone and no error comes up instead;
//! where several are offered, a person chooses. Writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::rulebook::{JudgingPacks, Rulebook, checked};
use crate::check::Workspace;
use crate::diagnostic::{Diagnostic, Fix, FixLevel, Lang, Severity};
use crate::project::{Assembled, Pack};
use crate::source::{Edit, Source, SourceId, apply};

/// The most times that the packs are checked again.
const MOST_TRIALS: usize = 100;

/// A rule file that remedies change.
#[derive(Clone, Debug)]
pub(crate) struct Corrected {
    /// As it was read.
    pub(crate) before: Source,
    /// As it would be.
    pub(crate) after: Source,
    /// How many remedies were applied to it.
    pub(crate) applied: usize,
}

/// A finding and its only remedy.
type SoleRemedy = (Diagnostic, Fix);

/// Applies the safe remedies, and with `consent` those that may change the meaning.
pub(crate) fn correct(book: &Rulebook, consent: bool) -> Vec<Corrected> {
    let mut workspace = Workspace::default();
    let mut check = |packs: Vec<(Pack, bool)>| {
        let all = Assembled { packs, faults: Vec::new(), unread: Vec::new() };
        checked(all, JudgingPacks::Asked, &mut workspace)
    };
    let mut applied: BTreeMap<SourceId, usize> = BTreeMap::new();
    let mut best = check(book.read.clone());
    let mut refused: BTreeSet<String> = BTreeSet::new();
    for _ in 0..MOST_TRIALS {
        let mut chosen = choose(&best, consent, &refused);
        let Some(first) = chosen.first().cloned() else { break };
        let mut next = changed(&best, &chosen).map(&mut check);
        if chosen.len() > 1 && !next.as_ref().is_some_and(|next| helps(&best, next, &chosen)) {
            chosen = vec![first.clone()];
            next = changed(&best, &chosen).map(&mut check);
        }
        match next.filter(|next| helps(&best, next, &chosen)) {
            Some(next) => {
                best = next;
                for edit in chosen.iter().filter_map(|(_, fix)| fix.edits.first()) {
                    *applied.entry(edit.span.source).or_default() += 1;
                }
            }
            None => {
                refused.insert(key(&first));
            }
        }
    }
    let texts = |book: &Rulebook| -> BTreeMap<SourceId, Source> {
        let all = book.read.iter().flat_map(|(pack, _)| &pack.sources);
        all.map(|source| (source.id(), source.clone())).collect()
    };
    let (before, mut after) = (texts(book), texts(&best));
    let changed = |(id, before): (SourceId, Source)| {
        let applied = *applied.get(&id)?;
        after.remove(&id).map(|after| Corrected { before, after, applied })
    };
    before.into_iter().filter_map(changed).collect()
}

/// Remedies that can be applied together.
fn choose(book: &Rulebook, consent: bool, refused: &BTreeSet<String>) -> Vec<SoleRemedy> {
    let own: BTreeSet<SourceId> = book
        .read
        .iter()
        .filter(|(pack, judges)| *judges && !pack.builtin)
        .flat_map(|(pack, _)| pack.sources.iter().map(Source::id))
        .collect();
    let mut taken: Vec<Edit> = Vec::new();
    let mut chosen = Vec::new();
    for finding in &book.findings {
        let usable = |fix: &&Fix| match fix.level {
            FixLevel::Safe => true,
            FixLevel::Unsafe => consent,
            FixLevel::Draft => false,
        };
        let mut fixes = finding.fixes.iter().filter(usable);
        let (Some(fix), None) = (fixes.next(), fixes.next()) else { continue };
        let remedy = (finding.clone(), fix.clone());
        let meets = |edit: &Edit| {
            taken.iter().any(|other| {
                let (a, b) = (edit.span, other.span);
                a.source == b.source && a.start <= b.end && b.start <= a.end
            })
        };
        let fits = |edit: &Edit| own.contains(&edit.span.source) && !meets(edit);
        if fix.edits.iter().all(fits) && !fix.edits.is_empty() && !refused.contains(&key(&remedy)) {
            taken.extend(fix.edits.iter().cloned());
            chosen.push(remedy);
        }
    }
    chosen
}

/// The packs with those remedies; `None` if they do not fit the texts.
fn changed(book: &Rulebook, chosen: &[SoleRemedy]) -> Option<Vec<(Pack, bool)>> {
    let mut packs = book.read.clone();
    for source in packs.iter_mut().flat_map(|(pack, _)| &mut pack.sources) {
        let edits = chosen.iter().flat_map(|(_, fix)| &fix.edits);
        let edits: Vec<&Edit> = edits.filter(|edit| edit.span.source == source.id()).collect();
        if !edits.is_empty() {
            *source = source.changed(apply(source.written(), edits)?);
        }
    }
    Some(packs)
}

/// Whether the findings of the remedies are gone, and no error came up instead.
fn helps(before: &Rulebook, after: &Rulebook, chosen: &[SoleRemedy]) -> bool {
    let errors = |book: &Rulebook| {
        book.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
    };
    let gone = |(finding, _): &SoleRemedy| {
        let count =
            |book: &Rulebook| book.findings.iter().filter(|other| same(finding, other)).count();
        count(after) < count(before)
    };
    errors(after) <= errors(before) && chosen.iter().all(gone)
}

fn same(first: &Diagnostic, second: &Diagnostic) -> bool {
    let said = |finding: &Diagnostic| finding.message.get(Lang::Zh).to_owned();
    first.code == second.code && said(first) == said(second)
}

/// What identifies a remedy, wherever other changes move it.
fn key((finding, fix): &SoleRemedy) -> String {
    let texts: Vec<&str> = fix.edits.iter().map(|edit| edit.text.as_str()).collect();
    format!("{} {} {}", finding.code.name(), finding.message.get(Lang::Zh), texts.join("\n"))
}
