//! 字数, 规范化, 相似度.

use std::cell::OnceCell;

pub(crate) use crate::value::normalise;

use crate::value::Decimal;

/// Characters, blanks not counted.
pub(crate) fn length(text: &str) -> u32 {
    let count = text.chars().filter(|character| !character.is_whitespace()).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The parts of a text that similarity compares: its normal form and the pairs of neighbouring
/// characters in it.
#[derive(Debug)]
pub(crate) struct Profile {
    normal: String,
    /// How many pairs there are.
    count: usize,
    /// Each packed into one number; in order. Most texts are distinguished by their lengths, and
    /// most others by the counts.
    pairs: OnceCell<Vec<u64>>,
    /// How many pairs fall into each of some classes.
    counts: OnceCell<[u16; CLASSES]>,
}

/// How many classes of pairs are counted: enough to tell most texts apart.
const CLASSES: usize = 64;

impl Profile {
    /// Of a text.
    pub(crate) fn new(text: &str) -> Self {
        let normal = normalise(text);
        let count = normal.chars().count().saturating_sub(1);
        Self { normal, count, pairs: OnceCell::new(), counts: OnceCell::new() }
    }

    fn pairs(&self) -> &[u64] {
        self.pairs.get_or_init(|| pairs(&self.normal))
    }

    /// The Sørensen–Dice coefficient of the two texts' pairs of neighbouring characters,
    /// normalised, in percent: 100 for texts that differ in layout and punctuation at most.
    pub(crate) fn similarity(&self, other: &Profile) -> Decimal {
        if self.normal == other.normal {
            return Decimal::ONE_HUNDRED;
        }
        let (left, right) = (self.pairs(), other.pairs());
        let total = left.len() + right.len();
        if total == 0 {
            return Decimal::ZERO;
        }
        let (mut at, mut with, mut common) = (0, 0, 0usize);
        while let (Some(a), Some(b)) = (left.get(at), right.get(with)) {
            common += usize::from(a == b);
            at += usize::from(a <= b);
            with += usize::from(b <= a);
        }
        percent(common, total)
    }

    fn counts(&self) -> &[u16; CLASSES] {
        self.counts.get_or_init(|| {
            let mut counts = [0u16; CLASSES];
            each_pair(&self.normal, |pair| {
                let class = pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58;
                let count = counts.get_mut(usize::try_from(class).unwrap_or_default());
                count.into_iter().for_each(|count| *count = count.saturating_add(1));
            });
            counts
        })
    }

    /// Whether the similarity can be so great, by the lengths, and by how many pairs of each class
    /// the texts have.
    pub(crate) fn may_reach(&self, other: &Profile, least: Decimal) -> bool {
        let (left, right) = (self.count, other.count);
        // Rounding may add a hundredth of a percent.
        let wanted = hundredths(least).saturating_sub(1);
        let both = u128::try_from(left + right).unwrap_or(u128::MAX);
        let enough = |common: usize| wanted.saturating_mul(both) <= 20_000 * common as u128;
        // Texts without pairs are equal or not, and longer ones than can be counted are compared.
        if left.min(right) == 0 || left.max(right) >= usize::from(u16::MAX) {
            return left == right || enough(left.min(right));
        }
        enough(left.min(right)) && {
            let common = self.counts().iter().zip(other.counts()).map(|(a, b)| (*a).min(*b));
            enough(common.map(usize::from).sum())
        }
    }
}

/// A percentage in hundredths of a percent, rounded down; zero if it is negative.
fn hundredths(percent: Decimal) -> u128 {
    let digits = u128::try_from(percent.mantissa()).unwrap_or(0);
    match percent.scale() {
        0 => digits.saturating_mul(100),
        1 => digits.saturating_mul(10),
        scale => digits / 10u128.saturating_pow(scale - 2),
    }
}

/// The share of a total that two sets have in common, given the number of common elements.
pub(in crate::eval) fn percent(common: usize, total: usize) -> Decimal {
    (Decimal::from(200 * common) / Decimal::from(total)).round_dp(2)
}

/// The similarity of two texts, see [`Profile::similarity`].
#[cfg(test)]
pub(crate) fn similarity(left: &str, right: &str) -> Decimal {
    Profile::new(left).similarity(&Profile::new(right))
}

/// A pair of characters as one number: each needs 21 bits.
fn pack(first: char, second: char) -> u64 {
    u64::from(u32::from(first)) << 21 | u64::from(u32::from(second))
}

fn pairs(text: &str) -> Vec<u64> {
    let mut pairs = Vec::with_capacity(text.len() / 3);
    each_pair(text, |pair| pairs.push(pair));
    pairs.sort_unstable();
    pairs
}

fn each_pair(text: &str, mut take: impl FnMut(u64)) {
    let mut characters = text.chars();
    let Some(mut first) = characters.next() else { return };
    for second in characters {
        take(pack(first, second));
        first = second;
    }
}

/// The unit that [`Profile::similarity`] counts: a pair of neighbouring characters with the number
/// of its earlier occurrences, packed into one number. Texts are as similar as their sets of
/// grains.
pub(crate) type Grain = u64;

/// The distinct grains of a text.
pub(crate) fn grains(text: &str) -> Vec<Grain> {
    let text = normalise(text);
    let pairs = pairs(&text);
    if pairs.is_empty() {
        // No pair: equal to the same text alone. There is no character 1F_FFFF.
        let only = text.chars().next().unwrap_or_default();
        return vec![u64::from(u32::from(only)) << 42 | 0x1F_FFFF << 21];
    }
    let (mut before, mut last) = (0u64, None);
    pairs
        .into_iter()
        .map(|pair| {
            before = if last == Some(pair) { before + 1 } else { 0 };
            last = Some(pair);
            pair << 21 | before.min(0x1F_FFFF)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_and_punctuation_do_not_count() {
        assert_eq!(similarity("根据批复，（一）实施。", "根据批复 (一)实施"), Decimal::ONE_HUNDRED);
        assert_eq!(similarity("甲乙", "丙丁"), Decimal::ZERO);
        assert_eq!(similarity("甲", "乙"), Decimal::ZERO);
        let close = similarity("对区县住宅配套工程款补助项目", "对市级住宅配套工程款补助项目");
        assert!(Decimal::from(70) < close && close < Decimal::from(90), "{close}");
    }

    #[test]
    fn lengths_and_counts_bound_the_similarity() {
        let texts =
            ["", "甲", "甲乙", "甲乙丙", "甲乙甲乙甲乙", "道路养护十二公里", "道路养护二十公里"];
        for (left, right) in texts.iter().flat_map(|left| texts.map(|right| (left, right))) {
            let (left, right) = (Profile::new(left), Profile::new(right));
            let similarity = left.similarity(&right);
            assert!(left.may_reach(&right, similarity), "{left:?} {right:?}");
            assert!(left.may_reach(&right, Decimal::from(-1)));
        }
    }

    #[test]
    fn blanks_are_no_characters() {
        assert_eq!(length(" 甲 乙\n丙 "), 3);
    }
}
