//! Which patterns can match in a text at all: a match of most needs one of some texts, and most
//! texts hold few of these. Looks at each pair of neighbouring characters once, for all patterns
//! together; an automaton over the whole texts took fifteen times as long, and its matches ruled
//! out hardly more. Takes patterns; knows no rule.

use std::collections::BTreeMap;

use super::{Id, Pattern, PatternId, Table};

/// Two neighbouring characters; one alone stands before [`ANY`].
type CharPair = (char, char);

/// No pattern of a line needs it.
const ANY: char = '\0';

/// What the patterns of a rule set need to match.
#[derive(Clone, Debug)]
pub(crate) struct Needles {
    /// The first pairs of the texts that are needed, with the patterns that need them.
    of: BTreeMap<CharPair, Vec<PatternId>>,
    /// By a hash of a pair: whether any of these hashes so.
    hashes: Vec<bool>,
    /// The patterns of which no such pair is known.
    always: LivePatterns,
}

/// How many hashes there are: many more than pairs.
const HASHES: usize = 1 << 13;

fn hash((first, second): CharPair) -> usize {
    let mixed =
        (first as usize).wrapping_mul(0x9E37_79B1) ^ (second as usize).wrapping_mul(0x85EB_CA6B);
    (mixed >> 7) % HASHES
}

/// The first pair of each text; `None` if some text is empty.
fn pairs(needs: &[String]) -> Option<Vec<CharPair>> {
    let pair = |need: &String| {
        let mut characters = need.chars();
        Some((characters.next()?, characters.next().unwrap_or(ANY)))
    };
    needs.iter().map(pair).collect()
}

/// The patterns that may match in a text; a bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LivePatterns(Vec<u64>);

impl LivePatterns {
    /// Whether a pattern may match. One that was not asked about may.
    pub(crate) fn has(&self, pattern: PatternId) -> bool {
        let bits = self.0.get(pattern.index() / 64);
        bits.is_none_or(|bits| bits & Self::bit(pattern) != 0)
    }

    fn add(&mut self, pattern: PatternId) {
        if let Some(bits) = self.0.get_mut(pattern.index() / 64) {
            *bits |= Self::bit(pattern);
        }
    }

    fn bit(pattern: PatternId) -> u64 {
        1 << (pattern.index() % 64)
    }
}

impl Needles {
    /// Of patterns.
    pub(crate) fn of(patterns: &Table<PatternId, Pattern>) -> Self {
        let words = patterns.len().div_ceil(64);
        let mut always = LivePatterns(vec![0; words]);
        let mut of: BTreeMap<CharPair, Vec<PatternId>> = BTreeMap::new();
        for (id, pattern) in patterns.entries() {
            match pattern.needs().and_then(pairs) {
                Some(pairs) => {
                    pairs.into_iter().for_each(|pair| of.entry(pair).or_default().push(id))
                }
                None => always.add(id),
            }
        }
        // What is beyond the last pattern was not asked about.
        (patterns.len()..words * 64).for_each(|beyond| always.add(PatternId::new(beyond)));
        let mut hashes = vec![false; HASHES];
        for pair in of.keys() {
            hashes.get_mut(hash(*pair)).into_iter().for_each(|known| *known = true);
        }
        Self { of, hashes, always }
    }

    /// The patterns that may match in a text, or in a part of it.
    pub(crate) fn live_in(&self, text: &str) -> LivePatterns {
        let mut live = self.always.clone();
        let mut look = |pair: CharPair| {
            if self.hashes.get(hash(pair)) == Some(&true) {
                let patterns = self.of.get(&pair).into_iter().flatten();
                patterns.for_each(|pattern| live.add(*pattern));
            }
        };
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            look((character, ANY));
            characters.peek().into_iter().for_each(|next| look((character, *next)));
        }
        live
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

    fn patterns(written: impl IntoIterator<Item = String>) -> Table<PatternId, Pattern> {
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
