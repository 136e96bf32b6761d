//! 编号断点: numbers of a list that are out of sequence, for each style separately: 一、 （一） 1、
//! 1. （1） 一是.

use crate::eval::PlaceRole;
use crate::eval::value::{Fragment, Meaning, Snippet};
use crate::value::is_ideograph;

/// How an item is numbered. Full- and half-width brackets are one style.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    ChineseComma,
    ChineseBracket,
    ChineseIs,
    DigitComma,
    DigitDot,
    DigitBracket,
}

/// A number of a list.
struct ListNumeral {
    style: Style,
    number: u32,
    /// The bytes of the number itself, without its mark.
    range: std::ops::Range<usize>,
}

/// Each number that neither follows the one before of its style nor restarts at one.
pub(in crate::eval) fn numbering_breaks<'s>(text: &Snippet<'s>) -> Vec<Fragment<'s>> {
    let numerals = numerals(&text.text);
    let mut breaks: Vec<(usize, Fragment<'s>)> = Vec::new();
    for style in [
        Style::ChineseComma,
        Style::ChineseBracket,
        Style::ChineseIs,
        Style::DigitComma,
        Style::DigitDot,
        Style::DigitBracket,
    ] {
        let mut before: Option<&ListNumeral> = None;
        for numeral in numerals.iter().filter(|numeral| numeral.style == style) {
            let follows = match before {
                // A list that is continued from elsewhere, or a figure that only looks like a
                // number.
                None => true,
                Some(before) => {
                    numeral.number == before.number + 1
                        || (numeral.number == 1 && before.number != 1)
                }
            };
            if !follows {
                let partner =
                    before.map(|before| (text.part(before.range.clone()), PlaceRole::Partner));
                let snippet = text.part(numeral.range.clone());
                breaks.push((
                    numeral.range.start,
                    Fragment { snippet, related: partner, meaning: Meaning::Words },
                ));
            }
            // After 一、二、三、二 comes 四: a number that falls back does not restart the count.
            if follows || before.is_some_and(|before| numeral.number > before.number) {
                before = Some(numeral);
            }
        }
    }
    breaks.sort_by_key(|(at, _)| *at);
    breaks.into_iter().map(|(_, fragment)| fragment).collect()
}

/// Whether the bracket at a byte closes the number of a list item that has no opening one: `1）`.
pub(super) fn closes_number(text: &str, bracket: usize) -> bool {
    let Some(before) = text.get(..bracket) else { return false };
    let digits =
        before.trim_end_matches(|c: char| c.is_ascii_digit() || chinese_digit(c).is_some());
    let number = before.len() - digits.len();
    number > 0 && number <= 9 && digits.chars().next_back().is_none_or(opens_item)
}

/// Whether an item may begin after this character.
fn opens_item(before: char) -> bool {
    // Most characters are ideographs, and open nothing.
    !is_ideograph(before)
        && (before.is_whitespace()
            || matches!(before, '。' | '；' | ';' | '：' | ':' | '，' | ',' | '、'))
}

fn numerals(text: &str) -> Vec<ListNumeral> {
    let mut numerals = Vec::new();
    let mut before: Option<char> = None;
    let mut skip_to = 0;
    for (at, character) in text.char_indices() {
        let before = before.replace(character);
        if at < skip_to || !before.is_none_or(opens_item) {
            continue;
        }
        let sentence_start = before.is_none_or(|before| !matches!(before, '，' | ',' | '、'));
        let bracket = matches!(character, '（' | '(');
        let start = if bracket { at + character.len_utf8() } else { at };
        let rest = text.get(start..).unwrap_or_default();
        let Some((number, length, chinese)) = number(rest) else { continue };
        let mut after = rest.get(length..).unwrap_or_default().chars();
        let style = match (bracket, chinese, after.next(), after.next()) {
            (true, true, Some('）' | ')'), _) => Style::ChineseBracket,
            (true, false, Some('）' | ')'), _) => Style::DigitBracket,
            (false, true, Some('、'), _) if sentence_start => Style::ChineseComma,
            (false, true, Some('是'), _) if sentence_start => Style::ChineseIs,
            (false, false, Some('、'), _) => Style::DigitComma,
            (false, false, Some('.' | '．'), next)
                if next.is_none_or(|next| !next.is_ascii_digit()) =>
            {
                Style::DigitDot
            }
            _ => continue,
        };
        numerals.push(ListNumeral { style, number, range: start..start + length });
        skip_to = start + length;
    }
    numerals
}

/// A number of at most two digits at the start of a text: its value, its bytes, whether it is
/// Chinese.
fn number(text: &str) -> Option<(u32, usize, bool)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits) {
        return text.get(..digits)?.parse().ok().map(|number| (number, digits, false));
    }
    let mut length = 0;
    let mut characters = Vec::new();
    for character in text.chars().take(4) {
        let Some(digit) = chinese_digit(character) else { break };
        characters.push(digit);
        length += character.len_utf8();
    }
    // 十 is 10, 十二 is 12, 二十 is 20, 二十一 is 21.
    let value = match characters.as_slice() {
        [digit] => *digit,
        [10, unit] if *unit < 10 => 10 + unit,
        [ten, 10] if *ten < 10 => ten * 10,
        [ten, 10, unit] if *ten < 10 && *unit < 10 => ten * 10 + unit,
        _ => return None,
    };
    Some((value, length, true))
}

fn chinese_digit(character: char) -> Option<u32> {
    let digits = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    digits.iter().position(|digit| *digit == character).and_then(|at| u32::try_from(at + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaks(text: &str) -> Vec<(String, usize)> {
        let found = numbering_breaks(&Snippet::loose(text));
        let place = |fragment: &Fragment<'_>| {
            let said = fragment.snippet.text.to_string();
            let related = fragment.related.as_ref().map(|(partner, _)| partner.text.len());
            (said, related.unwrap_or_default())
        };
        found.iter().map(place).collect()
    }

    #[test]
    fn the_number_that_falls_back_is_the_fault() {
        assert_eq!(breaks("一、甲。二、乙。三、丙。二、丁。四、戊。五、己。"), [("二".into(), 3)]);
        assert_eq!(breaks("1、甲。2、乙。4、丙。5、丁"), [("4".into(), 1)]);
        assert_eq!(breaks("（1）甲；（2）乙；（2）丙"), [("2".into(), 1)]);
    }

    #[test]
    fn styles_count_by_themselves_and_may_nest() {
        assert!(
            breaks("1、3月前，排定计划。2、（1）5月前；（2）8月前；（3）10月前。3、11月支付。")
                .is_empty()
        );
        assert!(breaks("五、监督。一是甲；二是乙；三是丙。六、防治。").is_empty());
        assert!(breaks("制定计划，1.根据合同。2.按照要求。3.检查。4.在2020年完成。").is_empty());
        assert!(breaks("一、甲：1.子；2.丑。二、乙：1.寅；2.卯。").is_empty());
    }

    #[test]
    fn figures_are_no_numbers() {
        assert!(breaks("增长1.5倍，3.2亿元，2.8万。").is_empty());
        assert!(breaks("（1995）66号；（2018-2020）").is_empty());
    }
}
