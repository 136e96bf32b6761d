//! 字数, 规范化, 相似度.

pub use crate::value::normalise;

use crate::value::Decimal;

/// Characters, blanks not counted.
pub fn length(text: &str) -> u32 {
    let count = text.chars().filter(|character| !character.is_whitespace()).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The Sørensen–Dice coefficient of the two texts' pairs of neighbouring characters, normalised, in
/// percent: 100 for texts that differ in layout and punctuation at most.
pub fn similarity(left: &str, right: &str) -> Decimal {
    let (left, right) = (normalise(left), normalise(right));
    if left == right {
        return Decimal::ONE_HUNDRED;
    }
    let (left, right) = (pairs(&left), pairs(&right));
    let total = left.len() + right.len();
    if total == 0 {
        return Decimal::ZERO;
    }
    let (mut at, mut with, mut common) = (0, 0, 0usize);
    while let (Some(a), Some(b)) = (left.get(at), right.get(with)) {
        match a.cmp(b) {
            std::cmp::Ordering::Equal => {
                common += 1;
                at += 1;
                with += 1;
            }
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => with += 1,
        }
    }
    (Decimal::from(200 * common) / Decimal::from(total)).round_dp(2)
}

fn pairs(text: &str) -> Vec<(char, char)> {
    let mut pairs: Vec<_> = text.chars().zip(text.chars().skip(1)).collect();
    pairs.sort_unstable();
    pairs
}

/// What [`similarity`] counts: a pair of neighbouring characters with how often it stood before, or a
/// text that has no pair. Texts are as similar as their sets of grains.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    Pair(char, char, u32),
    Whole(String),
}

/// The grains of a text, each once.
pub fn grains(text: &str) -> Vec<Grain> {
    let text = normalise(text);
    let pairs = pairs(&text);
    if pairs.is_empty() {
        return vec![Grain::Whole(text)];
    }
    let mut grains: Vec<Grain> = Vec::with_capacity(pairs.len());
    let mut before = 0;
    let mut last = None;
    for (first, second) in pairs {
        before = if last == Some((first, second)) { before + 1 } else { 0 };
        last = Some((first, second));
        grains.push(Grain::Pair(first, second, before));
    }
    grains
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
    fn blanks_are_no_characters() {
        assert_eq!(length(" 甲 乙\n丙 "), 3);
    }
}
