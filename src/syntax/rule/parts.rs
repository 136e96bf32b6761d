//! One clause or line to pest's pairs, its depth bounded beforehand. Sole owner of the rule
//! grammar.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use pest::Parser;
use pest::error::InputLocation;
use pest::iterators::Pair;
use pest_derive::Parser;

use super::cut::ByteRange;
use super::layout::{Sink, note};
use super::{Broken, Keyword, MAX_DEPTH, MAX_OPERATORS, Name, expect, words};
use crate::source::{Source, Span};

/// The parser that pest derives.
#[derive(Parser)]
#[grammar = "../grammar/rule.pest"]
#[grammar = "../grammar/keywords.pest"]
struct RuleParser;

pub(super) type Pairs<'t> = Pair<'t, Rule>;

/// A piece of a rule file that is parsed independently.
#[derive(Clone, Copy)]
pub(super) struct FilePiece<'s> {
    pub(crate) source: &'s Source,
    /// Its first byte in the source; places in pairs are relative to it.
    pub(crate) base: usize,
    pub(crate) text: &'s str,
    /// Receives the tokens seen in it.
    pub(crate) sink: Option<&'s Sink>,
}

impl<'s> FilePiece<'s> {
    pub(crate) fn new(source: &'s Source, range: &ByteRange) -> Self {
        let text = source.text().get(range.clone()).unwrap_or_default();
        Self { source, base: range.start, text, sink: None }
    }

    /// All of it.
    pub(crate) fn span(&self) -> Span {
        self.at(0, self.text.len())
    }

    pub(crate) fn at(&self, start: usize, end: usize) -> Span {
        Span::new(self.source.id(), self.base + start, self.base + end)
    }

    /// The place of a pair, blanks at its end left out.
    pub(crate) fn place(&self, pair: &Pairs<'_>) -> Span {
        let span = pair.as_span();
        let text = pair.as_str();
        self.at(span.start(), span.start() + text.trim_end().len())
    }

    /// A name without 「」 or quotes.
    pub(crate) fn name(&self, pair: &Pairs<'_>) -> Name {
        let text = pair.as_str().trim();
        let text = text.strip_prefix('「').and_then(|rest| rest.strip_suffix('」')).unwrap_or(text);
        Name { text: text.to_owned(), span: self.place(pair) }
    }

    /// Parses it by an entry rule.
    ///
    /// # Errors
    /// It does not match, or is too deep or long to be parsed safely.
    pub(crate) fn read(&self, rule: Rule) -> Result<Pairs<'s>, Broken> {
        let broken = |diagnostic| Broken { span: self.span(), diagnostic: Box::new(diagnostic) };
        if let Some(at) = too_deep(self.text) {
            let sign = self.text.get(at..).and_then(|rest| rest.chars().next());
            let end = at + sign.map_or(0, char::len_utf8);
            return Err(broken(words::too_deep(self.at(at, end))));
        }
        match RuleParser::parse(rule, self.text) {
            Ok(mut pairs) => match pairs.next() {
                Some(pair) if operators(&pair) <= MAX_OPERATORS => {
                    if let Some(sink) = self.sink {
                        note(sink, self.base, rule, &pair);
                    }
                    Ok(pair)
                }
                _ => Err(broken(words::too_long(self.span()))),
            },
            Err(error) => {
                let at = match error.location {
                    InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
                };
                Err(broken(expect::explain(self, rule, at, &error.variant)))
            }
        }
    }
}

/// How far an entry rule reads into a text; 0 if that is too deep to be tried.
pub(super) fn reached(rule: Rule, text: &str) -> usize {
    if too_deep(text).is_some() {
        return 0;
    }
    match RuleParser::parse(rule, text) {
        Ok(_) => text.len(),
        Err(error) => match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        },
    }
}

/// Whether an entry rule reads a text.
pub(super) fn reads(rule: Rule, text: &str) -> bool {
    RuleParser::parse(rule, text).is_ok()
}

/// Where the text is nested too deeply, counting brackets and the words that nest without any.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut nesting) = (0usize, 0usize);
    let mut word_start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match character {
            '(' | '（' | '[' => depth += 1,
            ')' | '）' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if character.is_alphanumeric() {
            word_start.get_or_insert(at);
        } else if let Some(start) = word_start.take() {
            let word = text.get(start..at).unwrap_or_default();
            nesting += usize::from(NESTING_WORDS.contains(word));
        }
        if depth > MAX_DEPTH || nesting > MAX_DEPTH {
            return Some(at);
        }
    }
    None
}

/// The words that nest without brackets.
const NESTING: [Keyword; 10] = [
    Keyword::Some,
    Keyword::Occurs,
    Keyword::None,
    Keyword::AtLeast,
    Keyword::AtMost,
    Keyword::Exactly,
    Keyword::Every,
    Keyword::Not,
    Keyword::Where,
    Keyword::When,
];

/// The words that nest; of a keyword of several words, the last counts.
static NESTING_WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let words = NESTING.iter().flat_map(|keyword| keyword.spellings());
    words.filter_map(|spelling| spelling.rsplit(' ').next()).collect()
});

/// How many operators a piece has, which bounds the depth of its tree.
fn operators(pair: &Pairs<'_>) -> usize {
    let all = pair.clone().into_inner().flatten();
    all.filter(|pair| {
        matches!(
            pair.as_rule(),
            Rule::or
                | Rule::and
                | Rule::add
                | Rule::subtract
                | Rule::multiply
                | Rule::divide
                | Rule::member
                | Rule::percent
                | Rule::minus
        )
    })
    .count()
}
