//! 括号不配对: brackets and quotation marks without partner, or with one of the other width.

use super::numbering;
use crate::eval::PlaceRole;
use crate::eval::value::{Fragment, Meaning, Snippet};
use crate::value::is_ideograph;

/// Opening and closing marks by kind. Marks of one kind and different width pair, with a finding.
/// Straight quotes and ’ are left out: they do not distinguish opening from closing, or are
/// apostrophes.
const PAIRS: [(char, char, BracketKind); 10] = [
    ('(', ')', BracketKind::Round),
    ('（', '）', BracketKind::Round),
    ('[', ']', BracketKind::Square),
    ('［', '］', BracketKind::Square),
    ('【', '】', BracketKind::Lenticular),
    ('〔', '〕', BracketKind::Tortoise),
    ('《', '》', BracketKind::Title),
    ('〈', '〉', BracketKind::InnerTitle),
    ('“', '”', BracketKind::Quote),
    ('「', '」', BracketKind::Corner),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum BracketKind {
    Round,
    Square,
    Lenticular,
    Tortoise,
    Title,
    InnerTitle,
    Quote,
    Corner,
}

/// A mark of the text.
#[derive(Clone, Copy)]
struct BracketMark {
    at: usize,
    character: char,
    kind: BracketKind,
}

/// Every mark without a right partner. In a pair of unequal width, the half-width one is reported,
/// since that is the one to change in a Chinese text.
pub(in crate::eval) fn unpaired_brackets<'s>(text: &Snippet<'s>) -> Vec<Fragment<'s>> {
    let mut open: Vec<BracketMark> = Vec::new();
    let mut found: Vec<(BracketMark, Option<BracketMark>)> = Vec::new();
    for (at, character) in text.text.char_indices() {
        if is_ideograph(character) || character.is_ascii_alphanumeric() {
            continue;
        }
        if let Some((_, _, kind)) = PAIRS.iter().find(|(opening, ..)| *opening == character) {
            open.push(BracketMark { at, character, kind: *kind });
        } else if let Some((opening, _, kind)) =
            PAIRS.iter().find(|(_, closing, _)| *closing == character)
        {
            let close = BracketMark { at, character, kind: *kind };
            // Marks left open inside the pair have no partner. Nesting is shallow: the search is
            // bounded, so that a text of nothing but brackets stays linear.
            let partner = open.iter().rev().take(32).position(|mark| mark.kind == *kind);
            let Some(depth) = partner else {
                if !numbering::closes_number(&text.text, at) {
                    found.push((close, None));
                }
                continue;
            };
            for _ in 0..depth {
                found.extend(open.pop().map(|lone| (lone, None)));
            }
            if let Some(partner) = open.pop()
                && partner.character != *opening
            {
                let (wrong, right) =
                    if partner.character.is_ascii() { (partner, close) } else { (close, partner) };
                found.push((wrong, Some(right)));
            }
        }
    }
    found.extend(open.into_iter().map(|lone| (lone, None)));
    found.sort_by_key(|(mark, _)| mark.at);
    let part = |mark: BracketMark| text.part(mark.at..mark.at + mark.character.len_utf8());
    found
        .into_iter()
        .map(|(mark, partner)| Fragment {
            snippet: part(mark),
            related: partner.map(|partner| (part(partner), PlaceRole::Partner)),
            meaning: Meaning::Words,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Vec<String> {
        let found = unpaired_brackets(&Snippet::loose(text));
        found.iter().map(|fragment| fragment.snippet.text.to_string()).collect()
    }

    #[test]
    fn widths_must_agree() {
        assert_eq!(marks("通知(沪府发[1987]71号）；"), ["("]);
        assert_eq!(marks("（交易中心)"), [")"]);
        assert!(marks("（交易中心）(运维)《“美丽家园”行动》【2009】〔2020〕").is_empty());
    }

    #[test]
    fn lone_marks_are_found_and_list_numbers_are_not() {
        assert_eq!(marks("《关于（通知》"), ["（"]);
        assert_eq!(marks("通知》"), ["》"]);
        assert!(marks("1)甲；2）乙").is_empty());
    }
}
