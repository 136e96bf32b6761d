//! Finds the sheets whose text in one field is as similar to a text as a rule requires, without
//! comparing it with each. Takes the texts and the least similarity; gives all that reach it. Knows
//! no rule.
//!
//! 相似度 is a Dice coefficient of two sets. Of two sets that have enough in common, the rarest
//! elements of both, as many as may be missing from the common part and one more, share at least
//! one (prefix filtering: Bayardo, Ma, Srikant, “Scaling up all pairs similarity search”, WWW
//! 2007).

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use foldhash::HashMap;

use super::text::{Grain, grains, percent};
use crate::value::Decimal;

/// The rank of a grain: its place among all, rarest first.
type Rank = u32;

/// The texts of one field, as the ranks of their grains.
#[derive(Debug, Default)]
pub(super) struct Similar {
    /// Each grain's rank. Never iterated.
    ranks: HashMap<Grain, Rank>,
    /// The rarest grains of each text, by rank and then by text.
    by: Vec<(Rank, usize)>,
    /// The sheet of each text, and all its ranks in order.
    texts: Vec<(usize, Vec<Rank>)>,
    /// The sheets without a readable text: whether they are similar is unknown.
    unknown: Vec<usize>,
    /// The least similarity, as a fraction.
    least: Decimal,
}

/// The rank of a grain that occurs in no text of the index.
const NOWHERE: Rank = Rank::MAX;

/// The position of a text that is not in the index.
const ITSELF: usize = usize::MAX - 1;

/// A search for the texts that are similar to a given one: sheet by sheet, in order, evaluated
/// lazily.
#[derive(Debug)]
pub(super) struct Near {
    index: Arc<Similar>,
    ranks: Vec<Rank>,
    /// The next text of each run of texts that share a deciding grain: its position, and where that
    /// stands in the index.
    next: BinaryHeap<Reverse<(usize, usize)>>,
    /// How many of the sheets without a text have been returned.
    unknown: usize,
    last: Option<usize>,
}

/// A sheet that may be similar enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Neighbour {
    pub sheet: usize,
    /// The similarity of its text; `None` if it has none.
    pub similarity: Option<Decimal>,
    /// Whether that is enough; true if it is unknown.
    pub enough: bool,
    /// How many grains have been compared.
    pub compared: usize,
}

impl Similar {
    /// From the texts of sheets, in order, and the least similarity in percent.
    pub(super) fn new<'t>(
        texts: impl Iterator<Item = (usize, Option<&'t str>)>,
        least: Decimal,
    ) -> Self {
        // The measure is rounded to two digits.
        let least = (least - Decimal::new(1, 2)) / Decimal::ONE_HUNDRED;
        let mut index = Self { least, ..Self::default() };
        // Each grain by a number, in the order in which they are first met, and how often it is.
        let (mut numbers, mut counts) = (HashMap::default(), Vec::new());
        let mut all: Vec<(usize, Vec<u32>)> = Vec::new();
        for (sheet, text) in texts {
            let Some(text) = text else {
                index.unknown.push(sheet);
                continue;
            };
            let number = |grain: Grain| {
                let number = *numbers.entry(grain).or_insert_with(|| {
                    counts.push(0);
                    u32::try_from(counts.len() - 1).unwrap_or(NOWHERE)
                });
                counts.get_mut(number as usize).into_iter().for_each(|count| *count += 1);
                number
            };
            all.push((sheet, grains(text).into_iter().map(number).collect()));
        }
        let mut rarest: Vec<(usize, u32)> = counts.into_iter().zip(0..).collect();
        rarest.sort_unstable();
        let mut rank_of = vec![NOWHERE; rarest.len()];
        for ((_, number), rank) in rarest.into_iter().zip(0..NOWHERE) {
            rank_of.get_mut(number as usize).into_iter().for_each(|known| *known = rank);
        }
        let rank = |number: u32| rank_of.get(number as usize).copied().unwrap_or(NOWHERE);
        for (sheet, numbers) in all {
            let mut ranks: Vec<Rank> = numbers.into_iter().map(rank).collect();
            ranks.sort_unstable();
            let text = index.texts.len();
            let deciding = index.deciding(&ranks).iter().map(|rank| (*rank, text));
            let deciding: Vec<(Rank, usize)> = deciding.collect();
            index.by.extend(deciding);
            index.texts.push((sheet, ranks));
        }
        index.by.sort_unstable();
        numbers.values_mut().for_each(|number| *number = rank(*number));
        index.ranks = numbers;
        index
    }

    /// The ranks of grains, in order; of those that no text has, at the end.
    fn ranked(&self, grains: &[Grain]) -> Vec<Rank> {
        let rank = |grain: &Grain| self.ranks.get(grain).copied().unwrap_or(NOWHERE);
        let mut ranks: Vec<Rank> = grains.iter().map(rank).collect();
        ranks.sort_unstable();
        ranks
    }

    /// The rarest of the ranks, as many as decide. (Grains in no text would be the rarest, and find
    /// nothing.)
    fn deciding<'r>(&self, ranks: &'r [Rank]) -> &'r [Rank] {
        let nowhere = ranks.iter().rev().take_while(|rank| **rank == NOWHERE).count();
        // At least t / (2 - t) of the grains are common to both.
        let common = self.least / (Decimal::TWO - self.least) * Decimal::from(ranks.len());
        let common: usize = common.ceil().try_into().unwrap_or_default();
        let deciding = (ranks.len() + 1).saturating_sub(common.max(1) + nowhere);
        ranks.get(..deciding).unwrap_or(ranks)
    }

    /// How many grains two texts have in common; `None` if these are too few.
    fn common(&self, left: &[Rank], right: &[Rank]) -> Option<usize> {
        let total = left.len() + right.len();
        let wanted = (self.least * Decimal::from(total) / Decimal::TWO).ceil();
        let wanted: usize = wanted.try_into().unwrap_or_default();
        let (mut at, mut with, mut common) = (0, 0, 0);
        while let (Some(a), Some(b)) = (left.get(at), right.get(with)) {
            if common + (left.len() - at).min(right.len() - with) < wanted {
                return None;
            }
            common += usize::from(a == b);
            at += usize::from(a <= b);
            with += usize::from(b <= a);
        }
        (common >= wanted).then_some(common)
    }
}

impl Near {
    /// Begins a search for what is similar to any text.
    pub(super) fn to_text(index: Arc<Similar>, text: &str) -> Self {
        let ranks = index.ranked(&grains(text));
        Self::to_ranks(index, ranks, None)
    }

    /// Begins a search for what is similar to the text of a sheet of the index, which is found as
    /// well.
    pub(super) fn to_sheet(index: Arc<Similar>, sheet: usize) -> Option<Self> {
        let own = index.texts.binary_search_by_key(&sheet, |(sheet, _)| *sheet).ok()?;
        let ranks = index.texts.get(own)?.1.clone();
        Some(Self::to_ranks(index, ranks, Some(own)))
    }

    fn to_ranks(index: Arc<Similar>, ranks: Vec<Rank>, own: Option<usize>) -> Self {
        let first = |rank: &Rank| {
            let at = index.by.partition_point(|(known, _)| known < rank);
            let text = |at: usize| {
                let (_, text) = index.by.get(at).filter(|(known, _)| known == rank)?;
                Some(*text)
            };
            // Most of its deciding grains occur in no other text; one finds the text itself.
            let alone = own.is_some() && text(at) == own && text(at + 1).is_none();
            Some(Reverse((text(at)?, at))).filter(|_| !alone)
        };
        let mut next: BinaryHeap<_> = index.deciding(&ranks).iter().filter_map(first).collect();
        if let Some(own) = own {
            next.push(Reverse((own, ITSELF)));
        }
        Self { index, ranks, next, unknown: 0, last: None }
    }

    /// The next text that shares a deciding grain.
    fn candidate(&mut self) -> Option<usize> {
        loop {
            let Reverse((text, at)) = self.next.pop()?;
            let by = &self.index.by;
            if let (Some((rank, _)), Some((next, further))) = (by.get(at), by.get(at + 1))
                && rank == next
            {
                self.next.push(Reverse((*further, at + 1)));
            }
            if self.last.replace(text) != Some(text) {
                return Some(text);
            }
        }
    }

    fn compare(&self, text: usize) -> Option<Neighbour> {
        let (sheet, other) = self.index.texts.get(text)?;
        let common = self.index.common(&self.ranks, other);
        let compared = self.ranks.len() + other.len();
        let similarity = common.map(|common| percent(common, compared));
        Some(Neighbour { sheet: *sheet, similarity, enough: common.is_some(), compared })
    }
}

impl Iterator for Near {
    type Item = Neighbour;

    fn next(&mut self) -> Option<Neighbour> {
        let unknown = self.index.unknown.get(self.unknown).copied();
        let text = self.next.peek().map(|Reverse((text, ..))| *text);
        let known = text.and_then(|text| self.index.texts.get(text)).map(|(sheet, _)| *sheet);
        match (unknown, known) {
            (Some(sheet), known) if known.is_none_or(|known| sheet < known) => {
                self.unknown += 1;
                Some(Neighbour { sheet, similarity: None, enough: true, compared: 0 })
            }
            _ => {
                let text = self.candidate()?;
                self.compare(text)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::similarity;
    use super::*;

    /// The sheets whose text is similar enough, or unknown; the similarity must equal 相似度.
    fn found(index: &Arc<Similar>, text: &str) -> Vec<usize> {
        let near = Near::to_text(Arc::clone(index), text);
        near.filter(|near| near.enough).map(|near| near.sheet).collect()
    }

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
            let index = Arc::new(Similar::new(of_sheets, least));
            let mut tried = 0;
            for (sheet, text) in texts.iter().enumerate() {
                let found = found(&index, text);
                let own = Near::to_sheet(Arc::clone(&index), sheet).unwrap();
                let own: Vec<usize> =
                    own.filter(|near| near.enough).map(|near| near.sheet).collect();
                assert_eq!(own, found, "{text}");
                assert!(found.is_sorted(), "{found:?}");
                tried += found.len();
                for (at, other) in texts.iter().enumerate() {
                    let near = similarity(text, other) >= least;
                    assert!(!near || found.contains(&at), "{text} {other}");
                }
                for near in Near::to_text(Arc::clone(&index), text).filter(|near| near.enough) {
                    let same = texts.get(near.sheet).map(|other| similarity(text, other));
                    assert_eq!(near.similarity, same, "{text}");
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
        let texts = [(0, Some("略")), (1, Some("略。")), (2, None), (3, Some("无")), (4, None)];
        let index = Arc::new(Similar::new(texts.into_iter(), Decimal::from(90)));
        assert_eq!(found(&index, "略"), [0, 1, 2, 4]);
    }
}
