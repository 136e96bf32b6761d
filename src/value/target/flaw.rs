//! Texts in the form of a figure that are none: the flaw, and the probable target.

use super::figures::{RANGE, ends, measured};
use super::{TargetKind, comparator, mixed, read_target, when};
use crate::value::fold::fold;
use crate::value::number::{take_number, take_power};
use crate::value::numerals::{in_full, unread_numeral};
use crate::value::unit::{counts_things, is_measure, measure_length, read_unit};
use crate::value::{Decimal, Figure, Unit};

/// Why a target that is written as a figure cannot be read as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// A sign or word that compares is followed by no figure, or by another one: `≥≥160座`,
    /// `≤90%以上`.
    Comparators,
    /// A range whose first end is above its second: `170-160座`, `2021年至2020年`.
    Reversed,
    /// A range whose ends count different things: `90%~95个`.
    Units,
    /// Digits that are no number: `1,60座`, `1 60座`, `160.5.1座`, `1e2座`, `1OO%`, `.5%`.
    Number,
    /// Fewer than no things: `-160座`.
    Negative,
    /// A day that does not exist in any calendar: `2020年2月30日前`.
    NoSuchDay,
    /// A fraction without an exact decimal value: `三分之二`.
    Fraction,
}

/// Signs that compare, or are typed for one. Words that compare may also begin a sentence:
/// `不低于上年`.
const SIGNS: [char; 14] = ['>', '=', '<', '≥', '≧', '⩾', '≤', '≦', '⩽', '≠', '≈', '〉', '》', '~'];

/// Characters between digits that were intended as one number or two, and characters that are
/// mistyped for digits.
const DIGIT_LIKE: &str = "0123456789.,'’·。+-±eEOoIl|%‰~—–至到×*xX^/_ <>=≥≤≧≦…";

/// The flaw of a text with digits that was read as no figure, range or time.
pub(super) fn of_unread(text: &str) -> Option<Flaw> {
    let text = text.strip_prefix('!').filter(|rest| rest.starts_with('=')).unwrap_or(text);
    if measured(bare(text)).is_some() {
        return Some(Flaw::Number);
    }
    if when::is_no_day(text) {
        return Some(Flaw::NoSuchDay);
    }
    if when::is_reversed(text) {
        return Some(Flaw::Reversed);
    }
    if in_interval(text).is_some() {
        return Some(Flaw::Number);
    }
    let (sign, body) = comparator::take(text);
    if let Some((low, high)) = ends(body) {
        return Some(match low.unit == high.unit {
            true if low.number > high.number => Flaw::Reversed,
            true => Flaw::Comparators,
            false => Flaw::Units,
        });
    }
    let (after, _) = comparator::take_after(body);
    if comparator::agree(sign, after).is_err() && measured(comparator::take_after(body).1).is_some()
    {
        return Some(Flaw::Comparators);
    }
    if is_fraction(comparator::take_after(body).1) {
        return Some(Flaw::Fraction);
    }
    if body.starts_with(SIGNS) || (sign.is_none() && text.starts_with(SIGNS)) {
        return Some(Flaw::Comparators);
    }
    if is_number_shaped(body) {
        return Some(Flaw::Number);
    }
    if !text.starts_with(SIGNS) {
        return None;
    }
    // After a sign, a figure may be followed by words; anything else is a sign without its figure.
    let leads = body.starts_with(|at: char| at.is_ascii_digit());
    match mixed::read(text) {
        Some(TargetKind::Mixed { words, .. }) if leads && words.contains(char::is_alphabetic) => {
            words.contains(SIGNS).then_some(Flaw::Comparators)
        }
        _ if leads => Some(Flaw::Number),
        _ => Some(Flaw::Comparators),
    }
}

/// The text inside brackets that stand around it.
fn bare(text: &str) -> &str {
    let inside = |(open, close)| text.strip_prefix(open)?.strip_suffix(close);
    let brackets = [('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕'), ('“', '”'), ('"', '"')];
    brackets.into_iter().find_map(inside).unwrap_or(text)
}

/// The range that `(20,30]` stands for, as sheets write it.
fn in_interval(text: &str) -> Option<String> {
    let inner = text.strip_prefix(['(', '['])?.strip_suffix([')', ']'])?;
    let range = inner.replacen([',', ';'], "~", 1);
    (range != inner && ends(&range).is_some()).then_some(range)
}

/// Whether a text is digits and what digits are mistyped as, with at most a unit behind: no words.
fn is_number_shaped(body: &str) -> bool {
    let length: usize = number_like(body);
    let Some((run, tail)) = body.split_at_checked(length) else { return false };
    let starts = run.starts_with(|at: char| at.is_ascii_digit() || ".+-±OoIl".contains(at));
    let is_year = |digits: &str| digits.len() == 4;
    let digits = || run.split(|at: char| !at.is_ascii_digit()).filter(|digits| !digits.is_empty());
    if !starts || digits().next().is_none() || tail.starts_with('月') {
        return false;
    }
    // `2019-2020年度`
    if tail.starts_with('年') && digits().all(is_year) {
        return false;
    }
    let (_, unit) = comparator::take_after(tail);
    let (scaled, unit) = take_power(unit).map_or((false, unit), |(_, unit)| (true, unit));
    // `160万万座`, `100W元`, `10²`
    let power = |at: char| "十百千万亿".contains(at) || is_foreign_digit(at);
    let colloquial = |rest: &str| measure_length(rest) == Some(rest.len());
    if (scaled && unit.starts_with(power))
        || unit.starts_with(is_foreign_digit)
        || unit.strip_prefix(['W', 'w', 'K', 'k']).is_some_and(colloquial)
    {
        return true;
    }
    let unit = unit.trim_end_matches('/');
    unit.is_empty() || (read_unit(unit).is_some() && (unit.starts_with('(') || is_measure(unit)))
}

/// The length of what could be digits at the start of a text.
fn number_like(text: &str) -> usize {
    let mut length = 0;
    for character in text.chars() {
        let rest = text.get(length..).unwrap_or_default();
        // `1、800`
        let groups = |rest: &str| {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            length > 0 && digits == 3
        };
        if !DIGIT_LIKE.contains(character) && !rest.strip_prefix('、').is_some_and(groups) {
            break;
        }
        length += character.len_utf8();
    }
    length
}

/// `2/3` or `3分之2`: the smaller number of the larger one.
fn is_fraction(text: &str) -> bool {
    let whole = |text| take_number(text).filter(|(number, _)| number.fract().is_zero());
    let parts = whole(text).and_then(|(first, rest)| match rest.strip_prefix("分之") {
        Some(rest) => whole(rest).map(|(part, rest)| (part, first, rest)),
        None => whole(rest.strip_prefix('/')?).map(|(all, rest)| (first, all, rest)),
    });
    parts.is_some_and(|(part, all, rest)| rest.is_empty() && part < all)
}

/// The flaw of a text without digits: a sign that no figure follows, digits of other scripts
/// (`½`, `𝟗𝟓%`), or a numeral that says no number (`二十百座`, `一〇〇%`).
pub(super) fn of_words(text: &str) -> Option<Flaw> {
    let (_, body) = comparator::take(text);
    let body = comparator::take_after(body.strip_prefix(['负', '-']).unwrap_or(body)).1;
    if body.starts_with(is_foreign_digit) {
        return Some(Flaw::Number);
    }
    let is_unit =
        |rest: &str| rest.is_empty() || rest == "%" || measure_length(rest) == Some(rest.len());
    if unread_numeral(body).is_some_and(is_unit) {
        return Some(Flaw::Number);
    }
    let signed = text.strip_prefix('!').unwrap_or(text);
    signed.starts_with(SIGNS).then_some(Flaw::Comparators)
}

/// Digits that are not read: `½`, `²`, `٩`. What numbers things (`Ⅲ`, `①`) is none.
fn is_foreign_digit(character: char) -> bool {
    let numbers_things = matches!(character, '\u{2160}'..='\u{2188}' | '\u{2460}'..='\u{24ff}'
        | '\u{2776}'..='\u{2793}' | '\u{3220}'..='\u{32ff}');
    let is_numeral =
        matches!(character, '\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{4e00}'..='\u{9fff}');
    character.is_numeric() && !character.is_ascii() && !numbers_things && !is_numeral
}

/// The flaw of a target that was read as figures.
pub(super) fn of_read(kind: &TargetKind) -> Option<Flaw> {
    let is_negative = |figure: &Figure| match &figure.unit {
        Unit::Named(unit) => figure.number < Decimal::ZERO && counts_things(unit),
        Unit::None | Unit::Percent | Unit::Yuan => false,
    };
    let negative = match kind {
        TargetKind::Figure { figure, .. } => is_negative(figure),
        TargetKind::Range { low, .. } => is_negative(low),
        _ => false,
    };
    negative.then_some(Flaw::Negative)
}

/// The target that an unreadable text was probably intended as: the first usual slip whose
/// correction gives a figure, a range or a duration.
pub(crate) fn suggested_target(text: &str) -> Option<String> {
    let text = fold(text);
    let text = text.trim();
    let reads = |candidate: &String| {
        candidate != text
            && matches!(
                read_target(candidate).map(|target| target.kind),
                Ok(TargetKind::Figure { .. } | TargetKind::Range { .. } | TargetKind::Duration(_))
            )
    };
    let retyped = retyped(text);
    let swapped = swapped(&retyped);
    // `7/24`: at all hours of the week.
    let times = text.starts_with('7').then(|| text.replacen('/', "×", 1));
    let hours = times.as_ref().map(|times| format!("{times}小时"));
    let bare = (bare(text) != text).then(|| bare(text).to_owned());
    let (spelt, interval) = (in_full(text), in_interval(text));
    [Some(retyped), swapped, times, hours, bare, spelt, interval].into_iter().flatten().find(reads)
}

/// Letters replaced by the digits that they look like, repeated signs removed, and a zero before a
/// bare decimal point.
fn retyped(text: &str) -> String {
    let mut retyped = String::with_capacity(text.len());
    for character in text.chars() {
        let typed = match character {
            'O' | 'o' => '0',
            'I' | 'l' | '|' => '1',
            '〉' | '》' => '>',
            '。' => '.',
            '、' => ',',
            other => other,
        };
        let before = retyped.chars().next_back();
        let is_sign = SIGNS.contains(&typed) || typed == '%';
        if is_sign && before == Some(typed) {
            continue;
        }
        if typed == '.' && !before.is_some_and(|at| at.is_ascii_digit()) {
            retyped.push('0');
        }
        retyped.push(typed);
    }
    retyped
}

/// The numbers of a range in the other order, the text around them unchanged.
fn swapped(text: &str) -> Option<String> {
    let start = text.find(|at: char| at.is_ascii_digit())?;
    let (lead, body) = text.split_at_checked(start)?;
    let (_, after) = take_number(body)?;
    let first = body.get(..body.len() - after.len())?;
    let gap = after.find(|at: char| at.is_ascii_digit())?;
    let (between, rest) = after.split_at_checked(gap)?;
    let (_, tail) = take_number(rest)?;
    let second = rest.get(..rest.len() - tail.len())?;
    between.contains(RANGE).then(|| format!("{lead}{second}{between}{first}{tail}"))
}
