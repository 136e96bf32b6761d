//! 重复句: clauses that are repeated in the same text.

use std::collections::BTreeMap;

use super::measure::normalise;
use crate::eval::PlaceRole;
use crate::eval::value::{Fragment, Meaning, Snippet};
use crate::value::each_normal;

/// The least length of a repeated clause, in letters and digits: shorter ones recur legitimately.
const LEAST: usize = 8;

/// A clause: its bytes, blanks around it left out.
type ClauseRange = std::ops::Range<usize>;

/// The second and later occurrences of clauses, neighbours joined; each with its first occurrence.
pub(in crate::eval) fn repeats<'s>(text: &Snippet<'s>) -> Vec<Fragment<'s>> {
    if text.text.len() < 2 * LEAST {
        return Vec::new();
    }
    let clauses = clauses(&text.text);
    if !clauses_may_repeat(&text.text, &clauses) {
        return Vec::new();
    }
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    // Runs of repeated clauses whose first occurrences are neighbours as well.
    let mut runs: Vec<(ClauseRange, ClauseRange, usize, usize)> = Vec::new();
    for (at, clause) in clauses.iter().enumerate() {
        let key = normalise(text.text.get(clause.clone()).unwrap_or_default());
        if key.chars().count() < LEAST {
            continue;
        }
        let Some(earlier) = first.get(&key).copied() else {
            first.insert(key, at);
            continue;
        };
        let Some(original) = clauses.get(earlier) else { continue };
        match runs.last_mut() {
            Some((run, of, last, last_of)) if *last + 1 == at && *last_of + 1 == earlier => {
                run.end = clause.end;
                of.end = original.end;
                (*last, *last_of) = (at, earlier);
            }
            _ => runs.push((clause.clone(), original.clone(), at, earlier)),
        }
    }
    runs.into_iter()
        .map(|(run, of, _, _)| Fragment {
            snippet: text.part(run),
            related: Some((text.part(of), PlaceRole::FirstOccurrence)),
            meaning: Meaning::Words,
        })
        .collect()
}

/// Whether two clauses have the same hash: most texts repeat nothing, and need not be copied.
fn clauses_may_repeat(text: &str, clauses: &[ClauseRange]) -> bool {
    let hash = |clause: &ClauseRange| {
        let (mut hash, mut length) = (0u64, 0);
        each_normal(text.get(clause.clone()).unwrap_or_default(), |character| {
            let mixed = hash.rotate_left(5) ^ u64::from(u32::from(character));
            hash = mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            length += 1;
        });
        (length >= LEAST).then_some(hash)
    };
    let mut hashes: Vec<u64> = clauses.iter().filter_map(hash).collect();
    hashes.sort_unstable();
    hashes.windows(2).any(|pair| matches!(pair, [before, after] if before == after))
}

fn clauses(text: &str) -> Vec<ClauseRange> {
    let stops =
        |c: char| matches!(c, '，' | '。' | '；' | '！' | '？' | ',' | ';' | '!' | '?' | '\n');
    let mut clauses = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(stops) {
        let body = piece.trim_end_matches(stops);
        let from = start + (body.len() - body.trim_start().len());
        let to = start + body.trim_end().len();
        if from < to {
            clauses.push(from..to);
        }
        start += piece.len();
    }
    clauses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_repeats_are_one() {
        let text = Snippet::loose(
            "报修处置居民满意率95%，投诉处置的居民满意率85%，报修处置居民满意率95%，投诉处置的居民满意率85%。完",
        );
        let found = repeats(&text);
        let said: Vec<&str> = found.iter().map(|fragment| &*fragment.snippet.text).collect();
        assert_eq!(said, ["报修处置居民满意率95%，投诉处置的居民满意率85%"]);
    }

    #[test]
    fn short_clauses_recur_by_right() {
        assert!(repeats(&Snippet::loose("加强管理，提高水平，加强管理。")).is_empty());
    }
}
