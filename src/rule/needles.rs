//! Rules out patterns that cannot match in a text: a match of most patterns requires one of a few
//! texts, and most texts contain few of these. Each pair of neighbouring characters is looked up
//! once for all patterns; an automaton for the required texts took fifteen times as long and ruled
//! out hardly more. Takes patterns; knows no rule.

use std::collections::BTreeMap;

use super::pattern::RequiredTexts;
use super::{Id, IdTable, Pattern, PatternId};

/// Two neighbouring characters; one alone stands before [`ANY`].
type CharPair = (char, char);

/// Marks the absence of a second character; no pattern requires it.
const ANY: char = '\0';

/// The texts that matches of the patterns of a rule set require.
#[derive(Clone, Debug)]
pub(crate) struct Needles {
    /// The first pairs of the texts that are needed, with the clauses that they meet; those of one
    /// hash next to each other.
    pairs: Vec<(CharPair, Bits)>,
    /// By a hash of a pair: whether any pair has that hash. Small enough to stay in the cache.
    known: [u64; HASHES / 64],
    /// By a hash of a pair: the position of the first pair with that hash, and their number.
    buckets: Vec<(u16, u16)>,
    /// By pattern: the clauses that it needs.
    needs: Vec<Vec<usize>>,
    /// By clause: the patterns whose first clause it is.
    by_clause: Vec<Vec<usize>>,
    /// The patterns of which no required text is known.
    always: Bits,
    /// By a hash of a character: whether a pair begins with a character of that hash.
    firsts: [u64; FIRSTS / 64],
}

/// How many hashes there are: many more than pairs.
const HASHES: usize = 1 << 13;

fn hash((first, second): CharPair) -> usize {
    let mixed =
        (first as usize).wrapping_mul(0x9E37_79B1) ^ (second as usize).wrapping_mul(0x85EB_CA6B);
    (mixed >> 7) % HASHES
}

/// How many hashes of single characters there are.
const FIRSTS: usize = 1 << 12;

fn hash_first(character: char) -> usize {
    ((character as usize).wrapping_mul(0x9E37_79B1) >> 11) % FIRSTS
}

fn has(bits: &[u64], number: usize) -> bool {
    bits.get(number / 64).is_some_and(|bits| bits >> (number % 64) & 1 != 0)
}

fn add(bits: &mut [u64], number: usize) {
    bits.get_mut(number / 64).into_iter().for_each(|bits| *bits |= 1 << (number % 64));
}

/// The first pair of each text.
fn pairs(clause: &RequiredTexts) -> impl Iterator<Item = CharPair> {
    clause.iter().filter_map(|needed| {
        let mut characters = needed.chars();
        Some((characters.next()?, characters.next().unwrap_or(ANY)))
    })
}

/// Numbers up to a bound, a bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Bits(Vec<u64>);

impl Bits {
    fn none(of: usize) -> Self {
        Self(vec![0; of.div_ceil(64)])
    }

    fn has(&self, number: usize) -> bool {
        has(&self.0, number)
    }

    fn add(&mut self, number: usize) {
        add(&mut self.0, number);
    }

    fn each(&self) -> impl Iterator<Item = usize> {
        self.0.iter().zip((0..).step_by(64)).flat_map(|(bits, first)| {
            let mut left = *bits;
            std::iter::from_fn(move || {
                let next = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(first + next)
            })
        })
    }

    fn add_all(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(bits, others)| *bits |= others);
    }
}

/// The patterns that may match in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LivePatterns {
    /// Those that may match.
    live: Bits,
    /// How many patterns were considered.
    asked: usize,
}

impl LivePatterns {
    /// Whether a pattern may match; true for one that was not considered.
    pub(crate) fn has(&self, pattern: PatternId) -> bool {
        pattern.index() >= self.asked || self.live.has(pattern.index())
    }
}

impl Needles {
    /// From patterns.
    pub(crate) fn of(patterns: &IdTable<PatternId, Pattern>) -> Self {
        let mut clauses: BTreeMap<&RequiredTexts, usize> = BTreeMap::new();
        let mut needs = Vec::with_capacity(patterns.len());
        for (_, pattern) in patterns.entries() {
            let own = pattern.needs().iter().map(|clause| {
                let next = clauses.len();
                *clauses.entry(clause).or_insert(next)
            });
            needs.push(own.collect());
        }
        let mut of: BTreeMap<(usize, CharPair), Bits> = BTreeMap::new();
        for (clause, number) in &clauses {
            for pair in pairs(clause) {
                let none = || Bits::none(clauses.len());
                of.entry((hash(pair), pair)).or_insert_with(none).add(*number);
            }
        }
        let mut buckets = vec![(0, 0); HASHES];
        let mut pairs = Vec::with_capacity(of.len());
        for ((hash, pair), met) in of {
            let Some((first, count)) = buckets.get_mut(hash) else { continue };
            if *count == 0 {
                *first = u16::try_from(pairs.len()).unwrap_or(u16::MAX);
            }
            *count += 1;
            pairs.push((pair, met));
        }
        if pairs.len() > usize::from(u16::MAX) {
            // Too many to be numbered: nothing is ruled out.
            needs.iter_mut().for_each(Vec::clear);
        }
        let (mut known, mut firsts) = ([0; HASHES / 64], [0; FIRSTS / 64]);
        for ((first, second), _) in &pairs {
            add(&mut known, hash((*first, *second)));
            add(&mut firsts, hash_first(*first));
        }
        let mut always = Bits::none(needs.len());
        let mut by_clause = vec![Vec::new(); clauses.len()];
        for (pattern, own) in needs.iter().enumerate() {
            match own.first().and_then(|clause| by_clause.get_mut(*clause)) {
                Some(patterns) => patterns.push(pattern),
                None => always.add(pattern),
            }
        }
        Self { pairs, known, buckets, needs, by_clause, always, firsts }
    }

    /// The patterns that may match in a text, or in a part of it.
    pub(crate) fn live_in(&self, text: &str) -> LivePatterns {
        let mut met = Bits::none(self.by_clause.len());
        let mut look = |pair: CharPair| {
            let hash = hash(pair);
            if has(&self.known, hash) {
                let (first, count) = self.buckets.get(hash).copied().unwrap_or_default();
                let bucket = self.pairs.iter().skip(first.into()).take(count.into());
                let same = bucket.filter(|(known, _)| *known == pair);
                same.for_each(|(_, clauses)| met.add_all(clauses));
            }
        };
        let mut characters = text.chars();
        let mut before = characters.next();
        while let Some(character) = before {
            before = characters.next();
            if has(&self.firsts, hash_first(character)) {
                look((character, ANY));
                before.into_iter().for_each(|next| look((character, next)));
            }
        }
        let mut live = self.always.clone();
        let is_met = |pattern: &usize| {
            self.needs.get(*pattern).is_none_or(|needs| needs.iter().all(|clause| met.has(*clause)))
        };
        for patterns in met.each().filter_map(|clause| self.by_clause.get(clause)) {
            patterns
                .iter()
                .filter(|pattern| is_met(pattern))
                .for_each(|pattern| live.add(*pattern));
        }
        LivePatterns { live, asked: self.needs.len() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PATTERNS: [&str; 18] = [
        "路段",
        "路|桥",
        "(?:满意度|满意率)$",
        "^(?:甲|乙)路",
        r"\d+(?P<单位>公里|米)",
        "[甲乙]路?",
        "路(?:甲|乙)?桥",
        "(?i)km路",
        "甲(?:路|桥|)乙",
        "(?:甲路){2}",
        "月(?:份|初)?(?:至|到)",
        r"\b甲",
        "[^路]桥",
        ".",
        "(?:甲|乙路)+桥",
        "甲{0,2}路",
        "(?:甲?乙?路?){2}桥",
        "甲.?乙",
    ];

    fn patterns(written: impl IntoIterator<Item = String>) -> IdTable<PatternId, Pattern> {
        written.into_iter().filter_map(|text| Some(Pattern::new(&text).ok()?.0)).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_match_is_ever_ruled_out(
            texts in prop::collection::vec("[甲乙路桥月份初至到公里米满意度率段km0-9 。]{0,12}", 1..8),
            made in prop::collection::vec("(?:[甲乙路桥]|[甲乙]\\?|\\([路桥]\\|[甲乙]?\\)|\\[路桥\\]|路\\{0,2\\}|\\.){1,5}", 0..6),
        ) {
            let patterns = patterns(PATTERNS.map(str::to_owned).into_iter().chain(made));
            let needles = Needles::of(&patterns);
            for (id, pattern) in patterns.entries() {
                let regex = regex::Regex::new(pattern.as_str()).unwrap();
                for text in &texts {
                    let matches = regex.is_match(text);
                    let live = needles.live_in(text).has(id);
                    prop_assert!(live || !matches, "{} in {text}", pattern.as_str());
                    prop_assert_eq!(pattern.is_match(text), matches, "{}", pattern.as_str());
                }
            }
        }
    }

    #[test]
    fn a_text_without_what_is_needed_rules_patterns_out() {
        let patterns = patterns(PATTERNS.map(str::to_owned));
        let live = Needles::of(&patterns).live_in("项目概况");
        let left: Vec<&str> = patterns
            .entries()
            .filter(|(id, _)| live.has(*id))
            .map(|(_, pattern)| pattern.as_str())
            .collect();
        let expected = ["."];
        assert_eq!(left, expected);
        assert!(live.has(PatternId::new(PATTERNS.len())), "it was not asked about");
    }
}
