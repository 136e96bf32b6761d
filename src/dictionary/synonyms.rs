//! 同义: words that count as equal when names are compared. Takes groups of words; gives the normal
//! form of a name, which is equal for names that mean the same. Knows no sheet.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};

use crate::value::normalise;

/// Groups of words that count as equal.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Synonyms {
    /// Their name in rules; for all synonyms of a pack together, a name for people.
    pub(crate) name: String,
    /// The groups; no word is in two.
    groups: Vec<Vec<String>>,
    /// The group of each word.
    of: BTreeMap<String, usize>,
    /// Built when a name is first brought into its normal form.
    #[serde(skip)]
    passes: OnceLock<Passes>,
}

/// From the shortest words to the longest: what is replaced, and by what.
#[derive(Clone, Debug, Default)]
struct Passes(Vec<(AhoCorasick, Vec<String>)>);

/// A hash of the groups, wherever they are written.
impl Hash for Synonyms {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.name, &self.groups).hash(state);
    }
}

/// The name of all synonyms that a pack sees.
const TOGETHER: &str = "各组同义词";

impl Synonyms {
    /// An empty set for all synonyms that a pack sees.
    pub(crate) fn together() -> Self {
        Self::called(TOGETHER)
    }

    /// Whether they are all that a pack sees, which no rule need name.
    pub(crate) fn is_unnamed(&self) -> bool {
        self.name == TOGETHER
    }

    /// The number of passes over a name for its normal form.
    pub(crate) fn passes(&self) -> usize {
        self.built().0.len()
    }

    /// An empty set with a name.
    pub(crate) fn called(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Adds groups; those that share a word are merged.
    pub(crate) fn extend<'g>(&mut self, groups: impl IntoIterator<Item = &'g [String]>) {
        for group in groups {
            let words: Vec<String> = group.iter().map(|word| normalise(word)).collect();
            let mut known: Vec<usize> =
                words.iter().filter_map(|word| self.of.get(word).copied()).collect();
            known.sort_unstable();
            known.dedup();
            let home = known.first().copied().unwrap_or(self.groups.len());
            if home == self.groups.len() {
                self.groups.push(Vec::new());
            }
            let merged = known.iter().skip(1).flat_map(|other| {
                self.groups.get_mut(*other).map(std::mem::take).unwrap_or_default()
            });
            let merged: Vec<String> = merged.chain(words).collect();
            for word in merged {
                if self.of.insert(word.clone(), home) != Some(home)
                    && let Some(group) = self.groups.get_mut(home)
                {
                    group.push(word);
                }
            }
        }
        self.passes = OnceLock::new();
    }

    /// The normal form of a name.
    pub(crate) fn normal(&self, name: &str) -> String {
        self.built().over(name)
    }

    fn built(&self) -> &Passes {
        self.passes.get_or_init(|| self.build())
    }

    /// Shorter words first, each pass on the result of the one before, so that 处置率 and
    /// 处理度 are one also where a longer word 处置率 has synonyms of its own.
    fn build(&self) -> Passes {
        let length = |word: &str| word.chars().count();
        // The shortest word of a group represents it.
        let first = |group: &Vec<String>| {
            group.iter().min_by_key(|word| (length(word), (*word).clone())).cloned()
        };
        let firsts: Vec<Option<String>> = self.groups.iter().map(first).collect();
        let mut by_length: BTreeMap<usize, Vec<(&String, &String)>> = BTreeMap::new();
        for (word, group) in &self.of {
            if let Some(first) = firsts.get(*group).and_then(Option::as_ref) {
                by_length.entry(length(word)).or_default().push((word, first));
            }
        }
        let mut passes = Passes::default();
        for words in by_length.values() {
            let replaced: BTreeMap<String, String> = words
                .iter()
                .map(|(word, first)| (passes.over(word), passes.over(first)))
                .filter(|(word, first)| word != first)
                .collect();
            let built = AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(replaced.keys());
            if let (Ok(automaton), false) = (built, replaced.is_empty()) {
                passes.0.push((automaton, replaced.into_values().collect()));
            }
        }
        passes
    }
}

impl Passes {
    fn over(&self, name: &str) -> String {
        let mut name = normalise(name);
        for (automaton, by) in &self.0 {
            if automaton.is_match(&name) {
                name = automaton.replace_all(&name, by);
            }
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::Synonyms;

    /// Whether two names mean the same: width, blanks, brackets and punctuation do not count, and
    /// words of one group count as equal.
    fn same(words: &Synonyms, left: &str, right: &str) -> bool {
        words.normal(left) == words.normal(right)
    }

    fn synonyms(groups: &[&[&str]]) -> Synonyms {
        let groups: Vec<Vec<String>> = groups
            .iter()
            .map(|group| group.iter().map(|word| (*word).to_owned()).collect())
            .collect();
        let mut synonyms = Synonyms::default();
        synonyms.extend(groups.iter().map(Vec::as_slice));
        synonyms
    }

    #[test]
    fn words_of_a_group_count_as_one_wherever_they_stand_in_a_name() {
        let words = synonyms(&[&["处置", "处理"], &["率", "度"], &["群众", "居民", "公众"]]);
        assert!(same(&words, "投诉处置及时率", "投诉处理及时度"));
        assert!(same(&words, "居民满意率", "公众满意度"));
        assert!(same(&words, "公众（居民）满意度", "群众居民满意率"));
        assert!(!same(&words, "居民满意度", "居民知晓度"));
        assert!(!same(&Synonyms::default(), "满意率", "满意度"));
        assert!(same(&Synonyms::default(), "满意度（％）", " 满意度 "));
    }

    #[test]
    fn a_longer_word_has_synonyms_of_its_own_and_keeps_those_of_its_parts() {
        let words = synonyms(&[&["处置", "处理"], &["率", "度"], &["处置率", "办结率"]]);
        assert!(same(&words, "投诉处理率", "投诉办结度"));
        assert!(same(&words, "投诉处理度", "投诉处置率"));
        assert!(!same(&words, "投诉处理数", "投诉办结数"));
    }

    #[test]
    fn groups_that_share_a_word_are_one() {
        let mut words = synonyms(&[&["处置", "处理"], &["办理", "办结"]]);
        assert!(!same(&words, "处置", "办结"));
        words.extend([["处理".to_owned(), "办理".to_owned()].as_slice()]);
        assert!(same(&words, "处置", "办结"));
    }
}
