//! Finds the sheets whose text in one field is as similar to a text as a rule asks, without comparing
//! it with each. Takes the texts and the least similarity; gives all that reach it. Knows no rule.
//!
//! 相似度 is a Dice coefficient of two sets. Of two sets that have enough in common, the rarest elements
//! of both, as many as may be missing from the common part and one more, share at least one (prefix
//! filtering: Bayardo, Ma, Srikant, “Scaling up all pairs similarity search”, WWW 2007).

use std::collections::BTreeMap;

use super::text::{Grain, grains};
use crate::value::Decimal;

/// How rare a grain is: its place among all, rarest first.
type Rank = u32;

/// The texts of one field, as the ranks of their grains.
#[derive(Debug, Default)]
pub(super) struct Similar {
    /// Each grain's rank, by grain.
    ranks: Vec<(Grain, Rank)>,
    /// By rank: the texts among whose rarest grains it is.
    by: BTreeMap<Rank, Vec<usize>>,
    /// The sheet of each text, and all its ranks in order.
    texts: Vec<(usize, Vec<Rank>)>,
    /// The sheets without a readable text: whether they are similar is unknown.
    unknown: Vec<usize>,
    /// The least similarity, as a fraction.
    least: Decimal,
}

/// A rank that no text has: of a grain that is only sought.
const NOWHERE: Rank = Rank::MAX;

impl Similar {
    /// Of sheets, in order, with their texts; and of the least similarity, in percent.
    pub(super) fn new<'t>(
        texts: impl Iterator<Item = (usize, Option<&'t str>)>,
        least: Decimal,
    ) -> Self {
        // The measure is rounded to two digits.
        let least = (least - Decimal::new(1, 2)) / Decimal::ONE_HUNDRED;
        let mut index = Self { least, ..Self::default() };
        let mut all: Vec<(usize, Vec<Grain>)> = Vec::new();
        for (sheet, text) in texts {
            let Some(text) = text else {
                index.unknown.push(sheet);
                continue;
            };
            let grains = grains(text);
            all.push((sheet, grains));
        }
        let mut occurrences: Vec<Grain> =
            all.iter().flat_map(|(_, grains)| grains).copied().collect();
        occurrences.sort_unstable();
        let mut rarest: Vec<(usize, Grain)> = occurrences
            .chunk_by(|a, b| a == b)
            .filter_map(|same| Some((same.len(), *same.first()?)))
            .collect();
        rarest.sort_unstable();
        index.ranks = rarest.into_iter().map(|(_, grain)| grain).zip(0..NOWHERE).collect();
        index.ranks.sort_unstable();
        for (sheet, grains) in all {
            let ranks = index.ranked(&grains);
            for rank in index.deciding(&ranks) {
                index.by.entry(*rank).or_default().push(index.texts.len());
            }
            index.texts.push((sheet, ranks));
        }
        index
    }

    /// The sheets that are similar enough to a text, or not known to be different; in order.
    pub(super) fn find(&self, text: &str) -> Vec<usize> {
        let ranks = self.ranked(&grains(text));
        let mut tried = vec![false; self.texts.len()];
        let mut found = self.unknown.clone();
        for rank in self.deciding(&ranks) {
            for at in self.by.get(rank).into_iter().flatten() {
                let (Some(tried), Some((sheet, other))) = (tried.get_mut(*at), self.texts.get(*at))
                else {
                    continue;
                };
                if !std::mem::replace(tried, true) && self.enough(&ranks, other) {
                    found.push(*sheet);
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// The ranks of grains, in order; of those that no text has, at the end.
    fn ranked(&self, grains: &[Grain]) -> Vec<Rank> {
        let rank = |grain: &Grain| {
            let at = self.ranks.binary_search_by_key(grain, |(known, _)| *known).ok();
            at.and_then(|at| self.ranks.get(at)).map_or(NOWHERE, |(_, rank)| *rank)
        };
        let mut ranks: Vec<Rank> = grains.iter().map(rank).collect();
        ranks.sort_unstable();
        ranks
    }

    /// The rarest of the ranks, as many as decide. (Grains that no text has would be the rarest, and
    /// find nothing.)
    fn deciding<'r>(&self, ranks: &'r [Rank]) -> &'r [Rank] {
        let nowhere = ranks.iter().rev().take_while(|rank| **rank == NOWHERE).count();
        // At least t / (2 - t) of the grains are common to both.
        let common = self.least / (Decimal::TWO - self.least) * Decimal::from(ranks.len());
        let common: usize = common.ceil().try_into().unwrap_or_default();
        let deciding = (ranks.len() + 1).saturating_sub(common.max(1) + nowhere);
        ranks.get(..deciding).unwrap_or(ranks)
    }

    /// Whether two texts have enough grains in common.
    fn enough(&self, left: &[Rank], right: &[Rank]) -> bool {
        let total = left.len() + right.len();
        let wanted = (self.least * Decimal::from(total) / Decimal::TWO).ceil();
        let wanted: usize = wanted.try_into().unwrap_or_default();
        let (mut at, mut with, mut common) = (0, 0, 0);
        while let (Some(a), Some(b)) = (left.get(at), right.get(with)) {
            if common + (left.len() - at).min(right.len() - with) < wanted {
                return false;
            }
            common += usize::from(a == b);
            at += usize::from(a <= b);
            with += usize::from(b <= a);
        }
        common >= wanted
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::similarity;
    use super::*;

    #[test]
    fn finds_all_that_are_similar_and_no_others() {
        // Sentences out of a few clauses, so that some are near to each other.
        let clauses =
            ["养护道路", "检查桥梁", "更换井盖", "清扫街道", "维修路灯", "种植树木", "疏通河道"];
        let texts: Vec<String> = (0..60u32)
            .map(|n| {
                let picks = [n % 7, n / 7 % 7, n % 5, n / 3 % 7, n % 3, n / 11 % 7, n % 2];
                picks.iter().filter_map(|at| clauses.get(*at as usize)).copied().collect::<String>()
                    + &format!("共{}处", n * 37 % 101)
            })
            .collect();
        for least in [Decimal::from(60), Decimal::from(80), Decimal::from(95)] {
            let of_sheets = texts.iter().map(|text| Some(text.as_str())).enumerate();
            let index = Similar::new(of_sheets, least);
            let mut tried = 0;
            for text in &texts {
                let found = index.find(text);
                tried += found.len();
                for (at, other) in texts.iter().enumerate() {
                    let near = similarity(text, other) >= least;
                    assert!(!near || found.contains(&at), "{text} {other}");
                }
            }
            let near = texts.iter().flat_map(|text| {
                texts.iter().filter(move |other| similarity(text, other) >= least)
            });
            assert_eq!(tried, near.count());
        }
    }

    #[test]
    fn texts_too_short_to_have_pairs_are_found_when_equal() {
        let index = Similar::new(
            [(0, Some("略")), (1, Some("略。")), (2, Some("无")), (3, None)].into_iter(),
            Decimal::from(90),
        );
        assert_eq!(index.find("略"), [0, 1, 3]);
    }
}
