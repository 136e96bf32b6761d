//! Chinese numerals to digits, in folded text: `三十座` is read as `30座`, `二〇二〇年` as
//! `2020年`, `百分之九十五` as `百分之95`. What everybody reads as a word (`一网通办`, `十分`,
//! `两个维护`) stays.

use std::ops::Range;

use super::target::comparator;
use super::unit::{measure_length, take_time};

/// A numeral in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Numeral {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// What it says, in digits.
    pub(super) digits: String,
}

/// Measure words that follow a numeral in names as often as they count: `一级`, `二类`, `三期`,
/// `四面`.
const NAMING: [&str; 14] =
    ["级", "类", "期", "度", "点", "分", "面", "口", "门", "时", "层", "节", "路", "段"];

/// What counts in a slogan or stands for “a” where more words follow: `两个维护`, `一次性`,
/// `三项制度`.
const LOOSE: [&str; 7] = ["个", "种", "批", "项", "次", "条", "件"];

/// The numerals of a folded text, in its order.
pub(super) fn numerals(text: &str) -> Vec<Numeral> {
    let mut found: Vec<Numeral> = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(first) = rest.chars().next()
    {
        let before = text.get(..at).unwrap_or_default();
        let read = if begins_numeral(first) { read(before, rest) } else { None };
        match read {
            Some((length, digits)) => {
                found.push(Numeral { range: at..at + length, digits });
                at += length;
            }
            None => at += spelt_length(rest).max(first.len_utf8()),
        }
    }
    found
}

/// The text with its numerals in digits.
pub(super) fn in_digits(text: String) -> String {
    let numerals = numerals(&text);
    if numerals.is_empty() {
        return text;
    }
    let mut written = String::with_capacity(text.len());
    let mut from = 0;
    for numeral in &numerals {
        written.push_str(text.get(from..numeral.range.start).unwrap_or_default());
        written.push_str(&numeral.digits);
        from = numeral.range.end;
    }
    written.push_str(text.get(from..).unwrap_or_default());
    written
}

fn begins_numeral(character: char) -> bool {
    // Most characters of a text begin none; this check alone rules them out.
    matches!(character, '十' | '拾' | '百') || digit_of(character).is_some()
}

/// The numeral at the start of `rest`, if it counts something there: its length and its digits.
fn read(before: &str, rest: &str) -> Option<(usize, String)> {
    let is_named = before.ends_with(|at: char| {
        at == '第' || at == '.' || at.is_ascii_alphanumeric() || begins_numeral(at)
    });
    // `几十座`, `数百人`: nobody knows how many.
    let is_vague =
        before.ends_with(['几', '数']) && rest.starts_with(|at| power_of_ten(at).is_some());
    if is_named || is_vague {
        return None;
    }
    if let Some(behind) = rest.strip_prefix("百分百") {
        return Some((rest.len() - behind.len(), "100%".to_owned()));
    }
    if let Some(read) = percentage(rest) {
        return Some(read);
    }
    let share = ["百分之", "千分之", "万分之"].iter().any(|share| before.ends_with(share));
    if share && rest.starts_with('百') {
        return Some(("百".len(), "100".to_owned()));
    }
    if let Some(read) = year(rest) {
        return Some(read);
    }
    let (length, digits) = spelt(rest)?;
    let after = rest.get(length..)?;
    if share || after.starts_with('月') || after.starts_with("分之") {
        return Some((length, digits));
    }
    if after.starts_with('号') || after.starts_with('日') {
        // A day of a month that was spelt out.
        return before.ends_with('月').then_some((length, digits));
    }
    // `≥十`, and a text that is a numeral and nothing else.
    let is_compared = before.is_empty() || comparator::take_preceding(before).is_some();
    if is_compared && comparator::take_following(after).1.is_empty() {
        return Some((length, digits));
    }
    // `三点五万元`, `三至五个`
    let joins = after.starts_with(['万', '亿'])
        || after.strip_prefix(['~', '-', '—', '–', '至', '到']).is_some_and(|next| {
            next.starts_with(|at: char| at.is_ascii_digit()) || is_measured(next)
        });
    if joins {
        return Some((length, digits));
    }
    // `一百多座`, `十几个`
    let after = after.strip_prefix(['多', '余', '几']).unwrap_or(after);
    // One character, as in names and slogans; what is spelt at more length counts something.
    let is_single = length == '一'.len_utf8();
    let unit = take_time(after).or_else(|| after.split_at_checked(measure_length(after)?));
    let counts = match unit {
        None => false,
        Some((unit, _)) if NAMING.iter().any(|naming| unit.starts_with(naming)) => false,
        // `五位一体`
        Some((_, behind))
            if is_single && behind.starts_with(begins_numeral) && !behind.starts_with("百分点") =>
        {
            false
        }
        Some((unit, behind)) => {
            let is_loose = rest.starts_with('一') || LOOSE.contains(&unit);
            // `两个半小时`, `一年半`
            let is_said = ends(behind) || behind.starts_with('半');
            !is_single || !is_loose || is_said || comparator::take_preceding(before).is_some()
        }
    };
    counts.then_some((length, digits))
}

/// `三分之二`, `九成`: as a percentage where it comes out even, else as `2/3`.
fn percentage(rest: &str) -> Option<(usize, String)> {
    let (length, whole) = spelt(rest)?;
    let after = rest.get(length..)?;
    if let Some(behind) = after.strip_prefix('成') {
        let tenths: u32 = whole.parse().ok().filter(|tenths| (1..=10).contains(tenths))?;
        // `九成五`
        let more = behind.chars().next().and_then(|at| Some((at.len_utf8(), digit_of(at)?)));
        let (more, hundredths) = more.unwrap_or_default();
        let length = length + "成".len() + more;
        let percent = tenths * 10 + u32::from(hundredths);
        return ends(rest.get(length..)?).then(|| (length, format!("{percent}%")));
    }
    let (share, part) = spelt(after.strip_prefix("分之")?)?;
    let length = length + "分之".len() + share;
    Some((length, format!("{part}/{whole}")))
}

/// Whether a text begins with a numeral that a unit follows.
fn is_measured(text: &str) -> bool {
    spelt(text).and_then(|(length, _)| text.get(length..)).is_some_and(|unit| {
        unit.starts_with(['万', '亿'])
            || take_time(unit).is_some()
            || measure_length(unit).is_some()
    })
}

/// `二〇二〇年`: the digits of a year.
fn year(rest: &str) -> Option<(usize, String)> {
    // `二○二○年`, `二O二O年`
    let digit = |at| digit_of(at).or(matches!(at, '○' | 'O' | 'o').then_some(0));
    let digits: String = rest.chars().map_while(digit).map(|at| char::from(b'0' + at)).collect();
    let length: usize = rest.chars().take(digits.len()).map(char::len_utf8).sum();
    (digits.len() == 4 && rest.get(length..)?.starts_with('年')).then_some((length, digits))
}

/// Whether nothing that is counted follows: the end, a mark, or words that compare.
pub(super) fn ends(behind: &str) -> bool {
    behind.starts_with(|at: char| !at.is_alphanumeric())
        || behind.is_empty()
        || behind.starts_with("左右")
        || comparator::take_following(behind).0.is_some()
}

/// The length of the run of characters that could spell a number.
fn spelt_length(text: &str) -> usize {
    let is_part = |at: &char| digit_of(*at).is_some() || power_of_ten(*at).is_some();
    text.chars().take_while(is_part).map(char::len_utf8).sum()
}

/// What follows a numeral of several characters at the start of a text that is read as no number
/// where it stands: `二十百座`, `一〇〇%`, a bare `三十`. Digits in a row are vague (`三五个`).
pub(super) fn unread_numeral(text: &str) -> Option<&str> {
    let (numeral, rest) = text.split_at_checked(spelt_length(text))?;
    let counts = |at: char| matches!(at, '零' | '〇') || power_of_ten(at).is_some();
    let several = numeral.chars().nth(1).is_some();
    if several && numeral.contains(counts) && numeral.starts_with(begins_numeral) {
        return Some(rest);
    }
    // `一OO%`
    let behind = rest.trim_start_matches(['O', 'o', 'I', 'l', '0']);
    let is_mistyped = numeral.starts_with(begins_numeral) && behind.len() < rest.len();
    (is_mistyped && !behind.is_empty()).then_some(behind)
}

/// The text with the numeral that it begins with in digits.
pub(super) fn in_full(text: &str) -> Option<String> {
    let (length, digits) = spelt(text)?;
    Some(format!("{digits}{}", text.get(length..)?))
}

/// A number that is spelt out at the start of a text, below 10^16: its length and its digits.
/// Digits in a row (`三五`, `一二三`) are no number.
fn spelt(text: &str) -> Option<(usize, String)> {
    let mut total: u64 = 0;
    let mut section: u64 = 0;
    let mut pending: Option<u64> = None;
    let mut lowest = u32::MAX;
    let mut lowest_section = u32::MAX;
    let mut length = 0;
    // The power that was said last, nothing after it.
    let mut said: u32 = 0;
    for character in text.chars() {
        if let Some(digit) = digit_of(character) {
            if pending.is_some_and(|pending| pending != 0) {
                return None;
            }
            said = if digit == 0 { 0 } else { said };
            pending = Some(u64::from(digit));
        } else if let Some(power) = power_of_ten(character) {
            let is_vague = said >= 2 && pending.is_some_and(|digit| digit != 0);
            said = power;
            if power >= 4 {
                if is_vague {
                    return None;
                }
                let value = section + pending.take().unwrap_or(0);
                let scale = 10_u64.checked_pow(power)?;
                // `一万亿`: a 亿 counts all that was said.
                if power > lowest && total > 0 && value == 0 && total < 10_u64.pow(8) {
                    total *= scale;
                } else if value == 0 || power >= lowest {
                    return None;
                } else {
                    total += value.checked_mul(scale)?;
                }
                (section, lowest, lowest_section) = (0, power, u32::MAX);
            } else {
                // 十二 alone leaves its one unsaid.
                let leads = length == 0 && power == 1;
                let digit = pending.take().filter(|digit| *digit != 0).or(leads.then_some(1))?;
                if power >= lowest_section {
                    return None;
                }
                section += digit * 10_u64.checked_pow(power)?;
                lowest_section = power;
            }
        } else {
            break;
        }
        length += character.len_utf8();
    }
    let whole = total + section + pending.unwrap_or(0);
    // `一百零` lacks a digit; `两百五` is said for 250 and 205.
    let is_vague = match pending {
        Some(0) => whole > 0,
        Some(_) => said >= 2,
        None => false,
    };
    if length == 0 || is_vague {
        return None;
    }
    let fraction: String = text
        .get(length..)
        .and_then(|rest| rest.strip_prefix('点'))
        .map(|rest| rest.chars().map_while(digit_of).map(|at| char::from(b'0' + at)).collect())
        .unwrap_or_default();
    if fraction.is_empty() {
        return Some((length, whole.to_string()));
    }
    let spelt = text.get(length + "点".len()..)?;
    let spelt: usize = spelt.chars().take(fraction.len()).map(char::len_utf8).sum();
    Some((length + "点".len() + spelt, format!("{whole}.{fraction}")))
}

fn digit_of(character: char) -> Option<u8> {
    Some(match character {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '贰' | '两' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn power_of_ten(character: char) -> Option<u32> {
    match character {
        '十' | '拾' => Some(1),
        '百' | '佰' => Some(2),
        '千' | '仟' => Some(3),
        '万' => Some(4),
        '亿' => Some(8),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::fold::fold;

    fn digits(text: &str) -> String {
        in_digits(fold(text))
    }

    #[test]
    fn numerals_that_count() {
        for (text, expected) in [
            ("三十座", "30座"),
            ("十二公里", "12公里"),
            ("两百零五户", "205户"),
            ("一千二百人次", "1200人次"),
            ("五万元", "50000元"),
            ("伍拾万元整", "500000元整"),
            ("一亿二千万元", "120000000元"),
            ("一万亿元", "1000000000000元"),
            ("三点五万元", "3.5万元"),
            ("不少于三次", "不少于3次"),
            ("不少于两个项目", "不少于2个项目"),
            ("每年一次", "每年1次"),
            ("每季度一次/户", "每季度1次/户"),
            ("三个月内", "3个月内"),
            ("三至五个", "3至5个"),
            ("十到20户", "10到20户"),
            ("二十四小时以内", "24小时以内"),
            ("三个工作日内办结", "3个工作日内办结"),
            ("维修三座泵站，检查两次。", "维修3座泵站，检查2次。"),
            ("百分之九十五", "百分之95"),
            ("百分之九十九点九以上", "百分之99.9以上"),
            ("百分之百", "百分之100"),
            ("千分之五", "千分之5"),
            ("四分之三以上", "3/4以上"),
            ("九成以上", "90%以上"),
            ("二〇二〇年六月底前", "2020年6月底前"),
            ("二零二零年十二月三十一日", "2020年12月31日"),
        ] {
            assert_eq!(digits(text), expected.replace('，', ","), "{text}");
        }
    }

    #[test]
    fn words_that_hold_numerals() {
        for text in [
            "一网通办",
            "十分满意",
            "万无一失",
            "百姓满意",
            "千家万户",
            "一次性通过",
            "两个维护、四个意识",
            "三重一大",
            "五位一体",
            "三支一扶",
            "八项规定",
            "十三五规划",
            "第十二条",
            "第三方",
            "一级",
            "二级以上",
            "一类",
            "三期工程",
            "三甲医院",
            "一户一档",
            "一般",
            "统一",
            "唯一",
            "零事故",
            "三三制",
            "一二三四五",
            "成立三年来第一",
        ] {
            let expected = if text.contains("三年") { "成立3年来第一" } else { text };
            assert_eq!(digits(text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn numerals_stand_where_they_are_said_to(
            text in "[零一二三十百千万亿两第点分之成年月个次座元，以上0-9]{0,40}",
        ) {
            let mut from = 0;
            for numeral in numerals(&text) {
                proptest::prop_assert!(numeral.range.start >= from);
                proptest::prop_assert!(text.get(numeral.range.clone()).is_some());
                from = numeral.range.end;
            }
        }
    }
}
