//! 词表 and 词尾表: words found in texts by one automaton, and where names of an ending belong.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use serde::{Deserialize, Serialize};

use crate::source::Span;

/// 词表
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct WordList {
    /// Its name.
    pub(crate) name: String,
    /// Where it was declared.
    pub(crate) span: Span,
    /// The words.
    pub(crate) words: Vec<String>,
    /// What to write instead of some of them.
    pub(crate) instead: BTreeMap<String, String>,
    /// All of them in one automaton, built when a text is first searched.
    #[serde(skip)]
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl WordList {
    /// A list; `None` if it is too large for an automaton.
    pub(crate) fn new(
        name: String,
        span: Span,
        words: Vec<String>,
        instead: BTreeMap<String, String>,
    ) -> Option<Self> {
        let list = Self { name, span, words, instead, automaton: OnceLock::new() };
        list.automaton().is_some().then_some(list)
    }

    /// Whether a text contains one of the words.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.automaton().is_some_and(|automaton| automaton.is_match(text))
    }

    fn automaton(&self) -> Option<&AhoCorasick> {
        self.automaton.get_or_init(|| AhoCorasick::new(&self.words).ok()).as_ref()
    }
}

/// 词尾表
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SuffixTable {
    /// Its name.
    pub name: String,
    /// Where it was declared.
    pub(crate) span: Span,
    /// The endings.
    pub(crate) endings: BTreeMap<String, Filing>,
    /// The most characters that an ending has.
    pub(crate) longest: usize,
    /// Full names, which take precedence over endings.
    pub(crate) exceptions: BTreeMap<String, Filing>,
}

/// Where names of an ending, or one full name, belong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Filing {
    /// `一级/二级`
    pub(crate) place: String,
    /// Where the word stands.
    pub(crate) span: Span,
    /// Where the place stands.
    pub(crate) place_span: Span,
    /// The pack that declares it.
    pub(crate) pack: String,
}

/// A hash of its content, wherever it is written.
impl Hash for WordList {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.name, &self.words, &self.instead).hash(state);
    }
}

/// A hash of its content, wherever it is written.
impl Hash for SuffixTable {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
        for names in [&self.endings, &self.exceptions] {
            names.len().hash(state);
            names.iter().for_each(|(name, filing)| (name, &filing.place).hash(state));
        }
    }
}

impl SuffixTable {
    /// Where a name belongs: by its full name, else by its longest ending.
    pub fn file(&self, name: &str) -> Option<&str> {
        let exact = self.exceptions.get(name);
        exact
            .or_else(|| self.by_ending(name, 0).map(|(_, filing)| filing))
            .map(|filing| filing.place.as_str())
    }

    /// The longest ending of a name that is shorter than the name by `less` characters at least.
    pub(crate) fn by_ending(&self, name: &str, less: usize) -> Option<(&str, &Filing)> {
        let starts = name.char_indices().map(|(at, _)| at).skip(less);
        // A name longer than any ending is looked at from where the longest could start.
        let beyond = name.chars().count().saturating_sub(self.longest).saturating_sub(less);
        starts.skip(beyond).find_map(|at| {
            let ending = name.get(at..)?;
            self.endings.get_key_value(ending).map(|(ending, filing)| (ending.as_str(), filing))
        })
    }
}
