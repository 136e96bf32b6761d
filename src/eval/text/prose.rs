//! 数目, 百分比, 金额, 日期, 承诺: values in running text, with their places; and 承接, 出现次数.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::eval::PlaceRole;
use crate::eval::value::{Fragment, Meaning, Snippet};
use crate::value::{Figure, Unit, normalise, prose};

/// The figures whose unit is requested.
pub(in crate::eval) fn figures<'s>(
    text: &Snippet<'s>,
    wanted: impl Fn(&Unit) -> bool,
) -> Vec<Fragment<'s>> {
    let found = prose::figures(&text.text).into_iter();
    found
        .filter(|mention| wanted(&mention.value.unit))
        .map(|mention: prose::Mention<Figure>| Fragment {
            snippet: text.part(mention.range),
            related: None,
            meaning: Meaning::Figure(mention.value),
        })
        .collect()
}

/// The days, months and years, those without a year in the sheet's own.
pub(in crate::eval) fn periods<'s>(text: &Snippet<'s>, year: Option<i32>) -> Vec<Fragment<'s>> {
    let year = year.and_then(|year| i16::try_from(year).ok());
    let found = prose::periods(&text.text, year).into_iter();
    found
        .map(|mention| Fragment {
            snippet: text.part(mention.range),
            related: None,
            meaning: Meaning::Period(mention.value),
        })
        .collect()
}

/// The promises with their places; a repeated one with its first occurrence.
pub(in crate::eval) fn promises<'s>(text: &Snippet<'s>) -> Vec<Fragment<'s>> {
    let mut first: BTreeMap<String, Snippet<'s>> = BTreeMap::new();
    let mut found = Vec::new();
    for promise in prose::promises(&text.text) {
        let snippet = text.part(promise.range);
        let earlier = match first.entry(normalise(&snippet.text)) {
            Entry::Occupied(entry) => Some((entry.get().clone(), PlaceRole::FirstOccurrence)),
            Entry::Vacant(entry) => {
                entry.insert(snippet.clone());
                None
            }
        };
        found.push(Fragment {
            snippet,
            related: earlier,
            meaning: Meaning::Promise {
                name: text.part(promise.name),
                aim: text.part(promise.aim),
                target: promise.target,
            },
        });
    }
    found
}

/// How often a text contains a word; zero if the word is empty.
pub(in crate::eval) fn occurrences(text: &str, word: &str) -> usize {
    if word.is_empty() { 0 } else { text.matches(word).count() }
}

/// The least that two names must share at their end, in characters: 满意度, 及时率.
const LEAST_END: usize = 3;

/// The longest name that is compared, in characters.
const LONGEST_NAME: usize = 80;

/// Whether one name stands for the other, both in normal form: they are the same, or one is the
/// other with a piece left out, at its head (处置及时度 of 投诉处置及时度) or inside (居民满意度 of
/// 居民咨询满意度), never at its end, which says what is measured. 投诉处置度 is not
/// 投诉处置及时度.
pub(in crate::eval) fn carries(left: &str, right: &str) -> bool {
    // Names with different ends are neither equal nor one a shortening of the other.
    let short = |name: &str| name.len() <= LONGEST_NAME;
    if short(left) && short(right) && left.chars().next_back() != right.chars().next_back() {
        return false;
    }
    let (left, right) = (bounded(left), bounded(right));
    let lengths = (left.chars().count(), right.chars().count());
    let ((short, length), long) = match lengths.0 <= lengths.1 {
        true => ((left, lengths.0), right),
        false => ((right, lengths.1), left),
    };
    if lengths.0 == lengths.1 {
        return short == long && !short.is_empty();
    }
    let head = short.chars().zip(long.chars()).take_while(|(a, b)| a == b).count();
    let ends = short.chars().rev().zip(long.chars().rev());
    let end = ends.take_while(|(a, b)| a == b).count();
    // A piece inside is left out between a subject and a measure: each must be whole words, two at
    // least.
    let inside = length - end.min(length);
    end >= LEAST_END && (inside == 0 || (inside >= 2 && head >= inside))
}

fn bounded(name: &str) -> &str {
    let end = name.char_indices().nth(LONGEST_NAME).map_or(name.len(), |(at, _)| at);
    name.get(..end).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_one_with_a_piece_more() {
        for (left, right) in [
            ("居民满意度", "居民满意度"),
            ("居民满意度", "报修处置居民满意度"),
            ("居民满意度", "居民咨询满意度"),
            ("处置及时率", "投诉处置及时率"),
            ("公建配套设施建设质量验收合格率", "质量验收合格率"),
            ("962121热线电话接通率", "热线电话接通率"),
        ] {
            assert!(carries(left, right) && carries(right, left), "{left} {right}");
        }
    }

    #[test]
    fn the_end_says_what_is_measured() {
        for (left, right) in [
            ("投诉处置率", "投诉处置及时率"),
            ("报修回访率", "投诉回访率"),
            ("报修处置率", "报修处置满意率"),
            ("居民满意度", "业主满意度"),
            ("投诉率", "居民重复投诉处置率"),
            ("测评报告", "测评报告完成及时率"),
            ("", ""),
            ("率", "完成率"),
        ] {
            assert!(!carries(left, right) && !carries(right, left), "{left} {right}");
        }
    }

    #[test]
    fn words_are_counted() {
        assert_eq!(occurrences("提高效率，提高水平", "提高"), 2);
        assert_eq!(occurrences("提高", ""), 0);
    }
}
