//! What people write, and how the language says it: `grammar/sayings.txt`, one saying a line.

use std::sync::{LazyLock, OnceLock};

use regex::{Captures, Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use crate::diagnostic::Words;
use crate::value::{Date, read_target};

/// A saying and what becomes of it.
pub(super) struct Saying {
    pattern: String,
    said: OnceLock<Option<Regex>>,
    /// Whether it is about the begin of a clause.
    pub(super) begins: bool,
    /// Whether it says nothing, so that a line is looked at without it.
    pub(super) is_idle: bool,
    pub(super) readings: Vec<Reading>,
}

/// What a saying means.
pub(super) struct Reading {
    /// In words, if it can mean two things.
    pub(super) meaning: Option<Words>,
    template: &'static str,
}

/// Names of patterns, each made of those after it.
const SHORTHANDS: [(&str, &str); 10] = [
    ("{I}", r"指标(?: 于 {G})?"),
    ("{E}", r"{O}(?: ?[-+×÷*/] ?{O})*"),
    ("{O}", r"(?:{D}|{W}(?:\.{W})?(?:[(（][^()（）]*[)）])?|{T}|⟬[0-9]+⟭)"),
    (
        "{C}",
        "(?:≥|≤|>=|<=|≠|!=|[=<>＝＜＞]|达到|不足|不到|\
         不?(?:大于|小于|等于|少于|多于|超过|超出|低于|高于|早于|晚于|迟于)(?:或?等于)?)",
    ),
    ("{N}", r"(?:[0-9０-９][0-9０-９,.]*(?:[%％]|[^\s0-9⟦⟧⟬⟭()（）,，、。；;+×÷*/<>≤≥=≠]{0,3}?))"),
    ("{G}", r"(?:{W}/{W}|\*/{W}|{W})"),
    ("{D}", "[0-9]{4}(?:-[0-9]{1,2}-[0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)"),
    ("{T}", "⟦[0-9]+⟧"),
    ("{W}", r"[^\s.⟦⟧⟬⟭()（）{}+×÷*/<>≤≥=≠＝,，、；;：:%％‘’'『』-]+"),
    ("⏎", "\n"),
];

/// The sayings, in the order of the file.
pub(super) struct Sayings {
    all: Vec<Saying>,
    /// All their patterns: which occur in a line is found in one pass.
    together: Option<RegexSet>,
}

impl Sayings {
    /// Those that are in a line.
    pub(super) fn in_line(&self, line: &str) -> impl Iterator<Item = &Saying> {
        let found = self.together.as_ref().map(|together| together.matches(line));
        let all = self.all.iter().enumerate();
        all.filter(move |(at, _)| found.as_ref().is_none_or(|found| found.matched(*at)))
            .map(|(_, saying)| saying)
    }
}

pub(super) static SAYINGS: LazyLock<Sayings> = LazyLock::new(|| {
    let all = read();
    let patterns = all.iter().map(|saying| saying.pattern.as_str());
    let together = RegexSetBuilder::new(patterns)
        .multi_line(true)
        .size_limit(1 << 28)
        .dfa_size_limit(1 << 26)
        .build()
        .ok();
    Sayings { all, together }
});

fn read() -> Vec<Saying> {
    let mut sayings: Vec<Saying> = Vec::new();
    for line in include_str!("../../../grammar/sayings.txt").lines() {
        let Some((left, template)) = line.split_once("=>").filter(|_| !line.starts_with('#'))
        else {
            continue;
        };
        let template = template.trim();
        match left.strip_prefix("  ").and_then(|meaning| meaning.split_once('|')) {
            Some((zh, en)) => {
                let meaning = Some(Words::new(zh.trim(), en.trim()));
                let readings = sayings.last_mut().map(|saying| &mut saying.readings);
                readings
                    .into_iter()
                    .for_each(|all| all.push(Reading { meaning: meaning.clone(), template }));
            }
            None => {
                let left = left.strip_suffix(' ').unwrap_or(left);
                let idle = left.strip_prefix("! ");
                let (left, is_idle) = (idle.unwrap_or(left), idle.is_some());
                let pattern =
                    SHORTHANDS.iter().fold(left.to_owned(), |written, (name, pattern)| {
                        written.replace(name, pattern)
                    });

                let only = Some(Reading { meaning: None, template });
                let readings = only.filter(|_| !template.is_empty()).into_iter().collect();
                let begins = left.starts_with('^');
                sayings.push(Saying { pattern, said: OnceLock::new(), begins, is_idle, readings });
            }
        }
    }
    sayings
}

impl Saying {
    /// What it finds first in a line.
    pub(super) fn captures<'l>(&self, line: &'l str) -> Option<Captures<'l>> {
        let build = || RegexBuilder::new(&self.pattern).multi_line(true).build().ok();
        self.said.get_or_init(build).as_ref()?.captures(line)
    }
}

impl Reading {
    /// How the language says what was found; `None` if it cannot.
    pub(super) fn line(&self, found: &Captures<'_>) -> Option<String> {
        let mut line = String::new();
        let mut rest = self.template;
        while let Some(at) = rest.find(['#', '&']).or_else(|| rest.find("last(")) {
            let (before, special) = rest.split_at_checked(at)?;
            found.expand(before, &mut line);
            if let Some(numbers) = special.strip_prefix("last(") {
                let (numbers, after) = numbers.split_once(')')?;
                let (year, month) = numbers.split_once(',')?;
                line += &last_day(group(found, year)?, group(found, month)?)?;
                rest = after;
                continue;
            }
            let (sign, after) = special.split_at_checked(1)?;
            let (number, after) = after.split_at_checked(1)?;
            line += &match sign {
                "#" => figure(group(found, number)?)?,
                _ => texts(group(found, number)?),
            };
            rest = after;
        }
        found.expand(rest, &mut line);
        let line = line.replace(" ⏎ ", "\n");
        Some(line.replace("  ", " "))
    }
}

fn group<'t>(found: &Captures<'t>, number: &str) -> Option<&'t str> {
    found.get(number.trim().parse().ok()?).map(|group| group.as_str().trim())
}

/// The texts in a piece of a masked line, as a list.
fn texts(piece: &str) -> String {
    let numbers = piece.split('⟧').filter_map(|part| part.split_once('⟦'));
    let texts: Vec<String> = numbers.map(|(_, number)| format!("⟦{number}⟧")).collect();
    texts.join(", ")
}

/// The last day of a month.
fn last_day(year: &str, month: &str) -> Option<String> {
    let first = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
    Some(first.last_of_month().day().to_string())
}

/// A numeral in digits.
fn figure(numeral: &str) -> Option<String> {
    let target = read_target(&format!("{numeral}座")).ok()?;
    Some(target.figure()?.number.normalize().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_saying_has_a_pattern_and_a_line() {
        let text = include_str!("../../../grammar/sayings.txt");
        let written = text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("  "));
        let written: Vec<&str> = written.collect();
        assert_eq!(SAYINGS.all.len(), written.len());
        assert!(SAYINGS.together.is_some(), "a pattern that is none");
        for (saying, line) in SAYINGS.all.iter().zip(written) {
            assert!(!saying.readings.is_empty(), "{line}");
        }
    }
}
