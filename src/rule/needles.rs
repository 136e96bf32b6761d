//! Which patterns can match in a text at all. One automaton looks for the texts of which a match needs one, of all
//! patterns together; most texts hold few of them. Takes patterns; knows no rule.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::{Id, Pattern, PatternId, Table};

/// What the patterns of a rule set need to match.
#[derive(Clone, Debug, Default)]
pub struct Needles {
    /// `None` where there is nothing to look for: then nothing is ruled out.
    automaton: Option<AhoCorasick>,
    /// By needle: the patterns that need it.
    of: Vec<Vec<PatternId>>,
    /// The patterns of which no need is known.
    always: Live,
}

/// The patterns that may match in a text; a bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Live(Vec<u64>);

impl Live {
    /// Whether a pattern may match. One that was not asked about may.
    pub fn has(&self, pattern: PatternId) -> bool {
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
    pub fn of(patterns: &Table<PatternId, Pattern>) -> Self {
        let words = patterns.len().div_ceil(64);
        let mut always = Live(vec![0; words]);
        let mut of: BTreeMap<&str, Vec<PatternId>> = BTreeMap::new();
        for (id, pattern) in patterns.entries() {
            match pattern.needs() {
                Some(needs) => needs.iter().for_each(|need| of.entry(need).or_default().push(id)),
                None => always.add(id),
            }
        }
        // What is beyond the last pattern was not asked about.
        (patterns.len()..words * 64).for_each(|beyond| always.add(PatternId::new(beyond)));
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let automaton = AhoCorasick::builder().kind(kind).build(of.keys());
        Self { automaton: automaton.ok(), of: of.into_values().collect(), always }
    }

    /// The patterns that may match in a text, or in a part of it.
    pub fn live_in(&self, text: &str) -> Live {
        let Some(automaton) = &self.automaton else { return Live::default() };
        let mut live = self.always.clone();
        for found in automaton.find_overlapping_iter(text) {
            let patterns = self.of.get(found.pattern().as_usize()).into_iter().flatten();
            patterns.for_each(|pattern| live.add(*pattern));
        }
        live
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::{SourceId, Span};

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
        let at = Span::at(SourceId::ALONE, 0);
        written.into_iter().filter_map(|it| Pattern::new(&it, at).ok()).collect()
    }

    fn holds(patterns: &Table<PatternId, Pattern>, needles: &Needles, text: &str) {
        let live = needles.live_in(text);
        for (id, pattern) in patterns.entries() {
            let matches = regex::Regex::new(pattern.as_str()).unwrap().is_match(text);
            assert!(live.has(id) || !matches, "{} in {text}", pattern.as_str());
            assert_eq!(pattern.is_match(text), matches, "{} in {text}", pattern.as_str());
        }
    }

    proptest! {
        #[test]
        fn no_match_is_ever_ruled_out(
            texts in prop::collection::vec("[甲乙路桥月份初至到公里米满意度率段km0-9 。]{0,12}", 1..8),
            made in prop::collection::vec("(?:[甲乙路桥]|[甲乙]\\?|\\([路桥]\\|[甲乙]?\\)|\\[路桥\\]|路\\{0,2\\}|\\.){1,5}", 0..6),
        ) {
            let patterns = patterns(PATTERNS.map(str::to_owned).into_iter().chain(made));
            let needles = Needles::of(&patterns);
            texts.iter().for_each(|text| holds(&patterns, &needles, text));
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
        assert_eq!(left, ["."]);
        assert!(live.has(PatternId::new(PATTERNS.len())), "it was not asked about");
    }
}
