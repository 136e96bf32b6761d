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

/// What [`similarity`] counts: a pair of neighbouring characters with how often it stood before, packed
/// into one number. Texts are as similar as their sets of grains.
pub type Grain = u64;

/// The grains of a text, each once.
pub fn grains(text: &str) -> Vec<Grain> {
    // A character needs 21 bits.
    let pack = |first: char, second: u32, before: u64| {
        u64::from(u32::from(first)) << 42 | u64::from(second) << 21 | before.min(0x1F_FFFF)
    };
    let text = normalise(text);
    let pairs = pairs(&text);
    if pairs.is_empty() {
        // No pair: equal to the same text alone. There is no character 1F_FFFF.
        return vec![pack(text.chars().next().unwrap_or_default(), 0x1F_FFFF, 0)];
    }
    let mut grains: Vec<Grain> = Vec::with_capacity(pairs.len());
    let (mut before, mut last) = (0, None);
    for (first, second) in pairs {
        before = if last == Some((first, second)) { before + 1 } else { 0 };
        last = Some((first, second));
        grains.push(pack(first, u32::from(second), before));
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
