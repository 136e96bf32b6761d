//! Figures, dates and promises in running text, each with its bytes. Distinguishes figures from
//! digits that are names: hotlines, document numbers, years, ordinals, list numbers. Knows no
//! fields and no sheets.

mod dates;
mod figures;
mod folded;
mod promises;

use std::ops::Range;

pub(crate) use promises::promises;

use self::folded::Folded;
use super::{Date, Figure};

/// Something found in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mention<T> {
    /// Its bytes in the text.
    pub(crate) range: Range<usize>,
    /// Its value.
    pub(crate) value: T,
}

/// A run of days that a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    /// Its first day.
    pub(crate) first: Date,
    /// Its last day.
    pub(crate) last: Date,
}

/// The figures of a text that have a unit; both ends of a range, each by itself.
pub(crate) fn figures(text: &str) -> Vec<Mention<Figure>> {
    let folded = Folded::new(text);
    let mut found = Vec::new();
    for token in tokens(&folded.text, None) {
        match token.kind {
            TokenKind::Figure(figure) => {
                found.push(Mention { range: folded.range(token.range), value: figure });
            }
            TokenKind::Between([low, high]) => {
                for (range, figure) in [low, high] {
                    found.push(Mention { range: folded.range(range), value: figure });
                }
            }
            TokenKind::Period(_) | TokenKind::RoundTheClock => {}
        }
    }
    found
}

/// The days, months and years of a text, and the spans between two of them. The given year
/// completes those without a year; if there is none, they are left out.
pub(crate) fn periods(text: &str, year: Option<i16>) -> Vec<Mention<Period>> {
    let folded = Folded::new(text);
    let mut found = Vec::new();
    for token in tokens(&folded.text, year) {
        if let TokenKind::Period(Some(period)) = token.kind {
            found.push(Mention { range: folded.range(token.range), value: period });
        }
    }
    found
}

/// The meaning of digits in a folded text, where they are more than a name.
#[derive(Debug)]
struct Token {
    range: Range<usize>,
    kind: TokenKind,
}

#[derive(Debug)]
enum TokenKind {
    /// A time; `None` where the year is not known.
    Period(Option<Period>),
    /// `365天×24小时`, `7×24小时`: an idiom, no figure.
    RoundTheClock,
    /// A figure with its unit.
    Figure(Figure),
    /// `90%~95%`, `3至5个`: both ends with their bytes and the same unit.
    Between([(Range<usize>, Figure); 2]),
}

/// The longest title in 《》, in characters: a lone 《 must not hide what follows.
const LONGEST_TITLE: usize = 80;

/// Reads a folded text once, from its start to its end.
fn tokens(text: &str, year: Option<i16>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut before: Option<char> = None;
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(character) = rest.chars().next()
    {
        let mut length = character.len_utf8();
        if character == '《' {
            // A title is a name: nothing in it is a figure.
            let end = rest.char_indices().take(LONGEST_TITLE).find(|(_, inner)| *inner == '》');
            length = end.map_or(length, |(end, close)| end + close.len_utf8());
        } else if character.is_ascii_digit() || is_share(rest) {
            let read = if before.is_some_and(belongs) { None } else { read(rest, year) };
            match read {
                Some((kind, taken)) if taken > 0 => {
                    length = taken;
                    let kind = kind.moved(at);
                    tokens.push(Token { range: at..at + length, kind });
                }
                _ if character.is_ascii_digit() => length = name_length(rest),
                _ => {}
            }
        }
        before = rest.get(..length).and_then(|taken| taken.chars().next_back());
        at += length;
    }
    tokens
}

fn is_share(rest: &str) -> bool {
    ["百分之", "千分之", "万分之"].iter().any(|share| rest.starts_with(share))
}

fn read(rest: &str, year: Option<i16>) -> Option<(TokenKind, usize)> {
    if let Some((period, length)) = dates::take(rest, year) {
        return Some((TokenKind::Period(period), length));
    }
    if let Some(length) = figures::round_the_clock(rest) {
        return Some((TokenKind::RoundTheClock, length));
    }
    figures::take(rest)
}

/// Whether digits after this character belong to the text before: `第12`, `[2007]`, `A3`, `021-…`.
fn belongs(before: char) -> bool {
    before.is_ascii_alphanumeric()
        || matches!(before, '第' | '[' | '〔' | '【' | '-' | '/' | '.' | '_' | '#' | '№')
}

/// The bytes of digits that are a name, with the letters and digits run together with them.
fn name_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let run = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let mut length = 0;
    while run(length) || (matches!(bytes.get(length), Some(b'.' | b'-' | b'/')) && run(length + 1))
    {
        length += 1;
    }
    length.max(1)
}

impl TokenKind {
    /// With its inner bytes counted from the text's start.
    fn moved(self, by: usize) -> Self {
        match self {
            TokenKind::Between(ends) => TokenKind::Between(
                ends.map(|(range, figure)| (range.start + by..range.end + by, figure)),
            ),
            kind => kind,
        }
    }
}

#[cfg(test)]
mod tests;
