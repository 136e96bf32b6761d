//! A pattern of a rule: read when the rule is checked, built when a text is first matched with it.
//! Takes what is written between the slashes. Most runs match few texts with most patterns, and
//! building one costs more than reading it; what would be too large to build is found when the rule
//! is checked.

use std::cmp::Reverse;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use regex_automata::meta::{Config, Regex};
use regex_automata::util::captures::Captures;
use regex_automata::util::syntax;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};

use super::ListId;

/// How deep groups may nest.
const DEEPEST: u32 = 64;

/// The most memory that the automaton of a pattern may take.
const MOST_BYTES: usize = 1 << 20;

/// The most memory that a byte, or a range of a class, takes in an automaton.
const BYTES_OF_ONE: usize = 1 << 10;

/// The most alternatives of a clause.
const MOST_NEEDED: usize = 64;

/// The most clauses that are kept for a pattern: the rarest.
const MOST_CLAUSES: usize = 3;

/// Texts of which every match contains one.
pub(crate) type RequiredTexts = Vec<String>;

/// A pattern, known to compile.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Pattern {
    written: String,
    /// The list of which it finds the words.
    list: Option<ListId>,
    groups: Vec<String>,
    needs: Vec<RequiredTexts>,
    #[serde(skip)]
    automata: Automata,
}

/// The automata of a pattern, both of which find the same. The first is built in a third of the
/// time and suffices for a sheet or two, as in most runs. Clones build their own.
#[derive(Debug, Default)]
struct Automata {
    first: OnceLock<Option<Regex>>,
    second: OnceLock<Option<Regex>>,
    /// The bytes of the texts that the first was matched with.
    bytes: AtomicUsize,
}

/// The bytes of texts for which it pays to build the second automaton.
const BYTES_OF_FIRST: usize = 1 << 14;

impl Clone for Automata {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Pattern {
    /// Reads a pattern; gives its shape, too.
    ///
    /// # Errors
    /// It is malformed, nests too deeply, or is too large.
    pub(crate) fn new(written: &str) -> Result<(Self, Hir), regex::Error> {
        let shape = ParserBuilder::new().nest_limit(DEEPEST).build().parse(written);
        let small = shape.as_ref().is_ok_and(|shape| weight(shape) < MOST_BYTES / BYTES_OF_ONE);
        if !small {
            regex::RegexBuilder::new(written).size_limit(MOST_BYTES).nest_limit(DEEPEST).build()?;
        }
        // The same limits as for the builder.
        let shape = shape.unwrap_or_else(|_| Hir::empty());
        let mut groups = Vec::new();
        name_groups(&shape, &mut groups);
        let needs = needs(&shape);
        Ok((
            Self {
                written: written.to_owned(),
                list: None,
                groups,
                needs,
                automata: Automata::default(),
            },
            shape,
        ))
    }

    /// Finds the words of a list, the longest that fits first.
    ///
    /// # Errors
    /// The list is too large.
    pub(crate) fn of_list(list: ListId, words: &[String]) -> Result<Self, regex::Error> {
        let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
        words.sort_by_key(|word| Reverse(word.len()));
        let escaped: Vec<String> = words.into_iter().map(regex_syntax::escape).collect();
        let (pattern, _) = Self::new(&escaped.join("|"))?;
        Ok(Self { list: Some(list), ..pattern })
    }

    /// The list of which it finds the words, if it was made of one.
    pub(crate) fn list(&self) -> Option<ListId> {
        self.list
    }

    /// The clauses that every match meets, as far as they are known.
    pub(crate) fn needs(&self) -> &[RequiredTexts] {
        &self.needs
    }

    /// What is written between the slashes.
    pub(crate) fn as_str(&self) -> &str {
        &self.written
    }

    /// The names of its groups, in order.
    pub(crate) fn groups(&self) -> &[String] {
        &self.groups
    }

    /// Whether it matches somewhere in a text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.on(text).is_some_and(|automaton| automaton.is_match(text))
    }

    /// Its matches in a text, in order, none overlapping: where each stands, and the groups in it
    /// that have a name, where they took part.
    pub(crate) fn matches<'p, 't>(
        &'p self,
        text: &'t str,
    ) -> Box<dyn Iterator<Item = Match<'p>> + 't>
    where
        'p: 't,
    {
        let Some(automaton) = self.on(text) else { return Box::new(std::iter::empty()) };
        if self.groups.is_empty() {
            let whole = automaton.find_iter(text);
            return Box::new(whole.map(|whole| Match { whole: whole.range(), groups: Vec::new() }));
        }
        let of = move |captures: Captures| {
            let range = |name: &String| Some(captures.get_group_by_name(name)?.range());
            let group = |name: &'p String| Some((name.as_str(), range(name)?));
            let whole = captures.get_match()?.range();
            Some(Match { whole, groups: self.groups.iter().filter_map(group).collect() })
        };
        Box::new(automaton.captures_iter(text).filter_map(of))
    }

    /// The automaton, if it may match in a text; built only then.
    fn on(&self, text: &str) -> Option<&Regex> {
        if let Some(second) = self.automata.second.get() {
            return second.as_ref();
        }
        let met =
            |clause: &RequiredTexts| clause.iter().any(|needed| text.contains(needed.as_str()));
        if !self.needs.iter().all(met) {
            return None;
        }
        match self.automata.bytes.fetch_add(text.len(), Ordering::Relaxed) {
            0..BYTES_OF_FIRST => self.automata.first.get_or_init(|| {
                // These make the second fast, and take long to build.
                build(&self.written, config().hybrid(false).onepass(false).auto_prefilter(false))
            }),
            _ => self.automata.second.get_or_init(|| build(&self.written, config())),
        }
        .as_ref()
    }
}

/// A match of a pattern, in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Match<'p> {
    /// All of it.
    pub(crate) whole: std::ops::Range<usize>,
    /// Its groups by name.
    pub(crate) groups: Vec<(&'p str, std::ops::Range<usize>)>,
}

fn config() -> Config {
    Config::new().nfa_size_limit(Some(MOST_BYTES))
}

fn build(written: &str, config: Config) -> Option<Regex> {
    let syntax = syntax::Config::new().nest_limit(DEEPEST);
    Regex::builder().configure(config).syntax(syntax).build(written).ok()
}

/// An upper bound on the bytes and ranges of an automaton.
fn weight(shape: &Hir) -> usize {
    match shape.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        // A range of characters may fall into several of bytes, of up to four bytes each.
        HirKind::Class(Class::Unicode(class)) => class.ranges().len().saturating_mul(16),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(repetition.min);
            let times = usize::try_from(times).unwrap_or(usize::MAX).saturating_add(1);
            weight(&repetition.sub).saturating_add(1).saturating_mul(times)
        }
        HirKind::Capture(capture) => weight(&capture.sub).saturating_add(2),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(weight).fold(1, usize::saturating_add)
        }
    }
}

fn name_groups(shape: &Hir, names: &mut Vec<String>) {
    match shape.kind() {
        HirKind::Capture(capture) => {
            names.extend(capture.name.as_deref().map(str::to_owned));
            name_groups(&capture.sub, names);
        }
        HirKind::Repetition(repetition) => name_groups(&repetition.sub, names),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().for_each(|part| name_groups(part, names));
        }
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => {}
    }
}

/// The clauses that every match meets; empty if none are known.
fn needs(shape: &Hir) -> Vec<RequiredTexts> {
    let mut clauses = all_needs(shape);
    // Clauses whose shortest text is longest are the rarest.
    clauses.sort_by_key(|clause| {
        (Reverse(clause.iter().map(String::len).min()), clause.len(), clause.clone())
    });
    clauses.dedup();
    clauses.truncate(MOST_CLAUSES);
    // Requiring a digit rules out hardly any text.
    let is_digit = |text: &String| matches!(text.as_bytes(), [b'0'..=b'9']);
    let rules_out = |clause: &RequiredTexts| !clause.iter().any(is_digit);
    if clauses.iter().any(rules_out) {
        clauses.retain(rules_out);
    }
    clauses
}

fn all_needs(shape: &Hir) -> Vec<RequiredTexts> {
    let is_said = |clause: &RequiredTexts| !clause.iter().any(String::is_empty);
    if let Some(all) = exact(shape).filter(is_said) {
        return vec![all];
    }
    match shape.kind() {
        HirKind::Repetition(repetition) if repetition.min > 0 => needs(&repetition.sub),
        HirKind::Capture(capture) => needs(&capture.sub),
        HirKind::Concat(parts) => {
            let runs = runs(parts).into_iter().filter(is_said);
            let others = parts.iter().filter(|part| exact(part).is_none());
            runs.chain(others.flat_map(needs)).collect()
        }
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                let Some(rarest) = needs(part).into_iter().next() else { return Vec::new() };
                all.extend(rarest);
            }
            if all.len() <= MOST_NEEDED { vec![all] } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

/// How many texts a shape matches; the maximum if they cannot be listed.
fn count(shape: &Hir) -> usize {
    match shape.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) => 1,
        HirKind::Class(class) => match class {
            Class::Unicode(class) => class.iter().map(|range| range.len()).sum(),
            Class::Bytes(_) => usize::MAX,
        },
        HirKind::Repetition(repetition) if repetition.max == Some(1) => {
            count(&repetition.sub).saturating_add(1)
        }
        HirKind::Repetition(_) => usize::MAX,
        HirKind::Capture(capture) => count(&capture.sub),
        HirKind::Alternation(parts) => parts.iter().map(count).fold(0, usize::saturating_add),
        HirKind::Concat(parts) => parts.iter().map(count).fold(1, usize::saturating_mul),
    }
}

/// All texts that a shape matches, if they are few.
fn exact(shape: &Hir) -> Option<Vec<String>> {
    if count(shape) > MOST_NEEDED {
        return None;
    }
    match shape.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(vec![String::new()]),
        HirKind::Literal(literal) => {
            std::str::from_utf8(&literal.0).ok().map(|text| vec![text.to_owned()])
        }
        HirKind::Class(Class::Unicode(class)) => {
            let characters = class.iter().flat_map(|range| range.start()..=range.end());
            let some: Vec<String> = characters.take(MOST_NEEDED + 1).map(String::from).collect();
            (some.len() <= MOST_NEEDED).then_some(some)
        }
        HirKind::Repetition(repetition) if repetition.max == Some(1) => {
            let mut all = exact(&repetition.sub)?;
            all.extend((repetition.min == 0).then(String::new));
            (all.len() <= MOST_NEEDED).then_some(all)
        }
        HirKind::Capture(capture) => exact(&capture.sub),
        HirKind::Alternation(parts) => {
            let all = parts.iter().map(exact).collect::<Option<Vec<_>>>()?.concat();
            (all.len() <= MOST_NEEDED).then_some(all)
        }
        HirKind::Concat(parts) => {
            let mut all = vec![String::new()];
            for part in parts {
                all = joined(&all, &exact(part)?)?;
            }
            Some(all)
        }
        _ => None,
    }
}

/// The concatenations of two sets of texts; `None` if they are many.
fn joined(heads: &[String], tails: &[String]) -> Option<Vec<String>> {
    let of = |head: &String| tails.iter().map(|tail| format!("{head}{tail}")).collect::<Vec<_>>();
    (heads.len() * tails.len() <= MOST_NEEDED).then(|| heads.iter().flat_map(of).collect())
}

/// The texts that neighbouring shapes match together, as long as these are few.
fn runs(parts: &[Hir]) -> Vec<Vec<String>> {
    let mut runs: Vec<Vec<String>> = Vec::new();
    let mut run: Option<Vec<String>> = None;
    for part in parts {
        let Some(next) = exact(part) else {
            runs.extend(run.take());
            continue;
        };
        run = Some(match run.take() {
            None => next,
            Some(before) => match joined(&before, &next) {
                Some(longer) => longer,
                None => {
                    runs.push(before);
                    next
                }
            },
        });
    }
    runs.extend(run);
    runs
}

#[cfg(test)]
mod tests {
    use regex::{Regex, RegexBuilder};

    use super::*;

    fn build(written: &str) -> Result<Regex, regex::Error> {
        RegexBuilder::new(written).size_limit(MOST_BYTES).nest_limit(DEEPEST).build()
    }

    const PATTERNS: [&str; 22] = [
        "路段",
        "路|桥",
        "^路$",
        "(?:满意度|满意率)$",
        "路{2}",
        "(?i)km",
        r"\d+(?P<单位>公里|米)",
        "(?P<a>路)|(?P<b>桥)",
        "[甲乙]路?",
        "(?:路)*桥",
        "(?:路)+",
        r"\b路",
        "路(?:桥)?",
        "(?:甲|乙|)路",
        "[^路]桥",
        "(?s).*路",
        "路(?:甲|.)",
        r"\p{Han}+路",
        "^(?:甲路|乙桥)",
        "甲(?:路|桥)乙",
        "ſ|(?i)s",
        "(?P<a>路)(?P<b>桥)?",
    ];

    const TEXTS: [&str; 16] = [
        "",
        "路",
        "桥",
        "路桥",
        "路段",
        "甲路乙",
        "甲桥乙路",
        "12公里",
        "3 米和4米",
        "KM",
        "K",
        "S",
        "ſ",
        "居民满意度",
        "满意率。",
        "路路",
    ];

    fn pattern(written: &str) -> Pattern {
        Pattern::new(written).unwrap().0
    }

    #[test]
    fn a_pattern_matches_as_its_automaton_does() {
        for written in PATTERNS {
            let regex = Regex::new(written).unwrap();
            let names: Vec<&str> = regex.capture_names().flatten().collect();
            assert_eq!(pattern(written).groups(), names, "{written}");
            for (text, bytes) in TEXTS.iter().flat_map(|text| [(*text, 0), (*text, BYTES_OF_FIRST)])
            {
                // Each from the beginning: the first text decides whether it is built.
                let pattern = || {
                    let pattern = pattern(written);
                    pattern.automata.bytes.store(bytes, Ordering::Relaxed);
                    pattern
                };
                let captures = regex.captures_iter(text).map(|captures| Match {
                    whole: captures.get(0).unwrap().range(),
                    groups: names
                        .iter()
                        .filter_map(|name| Some((*name, captures.name(name)?.range())))
                        .collect(),
                });
                let expected: Vec<_> = captures.collect();
                assert_eq!(pattern().is_match(text), !expected.is_empty(), "{written} on {text}");
                let pattern = pattern();
                assert_eq!(pattern.matches(text).collect::<Vec<_>>(), expected, "{written} {text}");
            }
        }
    }

    #[test]
    fn a_pattern_is_built_for_a_text_that_it_may_match() {
        let pattern = pattern("(?:满意度|满意率)$");
        assert!(!pattern.is_match("路段"));
        assert!(pattern.automata.first.get().is_none());
        assert!(pattern.is_match("居民满意度"));
        assert!(pattern.automata.first.get().is_some());
        assert!(pattern.automata.second.get().is_none());
        let long = format!("{}满意度", "路".repeat(BYTES_OF_FIRST));
        assert!(pattern.is_match(&long) && pattern.is_match("居民满意度"));
        assert!(pattern.automata.second.get().is_some());
    }

    #[test]
    fn what_is_too_large_is_found_at_once() {
        let of = |written: &str| Pattern::new(written).map(|(pattern, _)| pattern);
        for written in
            ["(", "路{1000000}", r"\w{1000}", r"(?:\p{Han}{100}){100}", "(?P<a>路)(?P<a>桥)"]
        {
            let (ours, theirs) = (of(written).unwrap_err(), build(written).unwrap_err());
            assert_eq!(ours.to_string(), theirs.to_string());
        }
        let deep = format!("{}路{}", "(".repeat(65), ")".repeat(65));
        assert_eq!(of(&deep).unwrap_err().to_string(), build(&deep).unwrap_err().to_string());
        // Whatever is left for later can be built then.
        for class in ["路", r"\d", "[甲-乙丙-丁]", "(?i)[a-zſ]", "(?:甲|乙丙)", "[^路]", "."]
        {
            for times in [1, 8, 40, 64, 200, 1_000] {
                for form in ["CLASS{N}", "(?:CLASS{N})?", "(CLASS){0,N}", "(?:(CLASS)路?){N,}"] {
                    let written = form.replace("CLASS", class).replace('N', &times.to_string());
                    if let Ok(pattern) = of(&written) {
                        assert!(build(pattern.as_str()).is_ok(), "{written}");
                    }
                }
            }
        }
    }
}
