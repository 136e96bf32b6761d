//! Days, months, years and the spans between them, at the start of a folded text.

use super::Period;
use crate::value::date::Written;

/// The years that four digits before 年 are read as.
const YEARS: std::ops::RangeInclusive<i16> = 1949..=2100;

/// Signs and words between the ends of a span.
const BETWEEN: [char; 6] = ['~', '-', '—', '–', '至', '到'];

/// Parts of a year that have names, by months.
const PARTS: [(&str, i8, i8); 10] = [
    ("上半年", 1, 6),
    ("下半年", 7, 12),
    ("第一季度", 1, 3),
    ("第二季度", 4, 6),
    ("第三季度", 7, 9),
    ("第四季度", 10, 12),
    ("一季度", 1, 3),
    ("二季度", 4, 6),
    ("三季度", 7, 9),
    ("四季度", 10, 12),
];

/// One end, as far down as it goes.
#[derive(Clone, Copy, Debug, Default)]
struct DateEnd {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
}

/// The time at the start of a text and its length in bytes; `None` inside if its year is not known.
/// Not one that does not exist (2月30日), nor a year that is part of a name (2011年版).
pub(super) fn take(text: &str, year: Option<i16>) -> Option<(Option<Period>, usize)> {
    if let Some((period, rest)) = part_of_year(text) {
        return Some((Some(period), text.len() - rest.len()));
    }
    let (from, to, rest) = ends(text)?;
    if rest.starts_with('版') {
        return None;
    }
    let length = text.len() - rest.len();
    let Some(from_year) = from.year.or(to.year).or(year) else { return Some((None, length)) };
    let to_year = to.year.unwrap_or(from_year);
    let first = Written { year: from_year, month: from.month, day: from.day }.first()?;
    let last = Written { year: to_year, month: to.month, day: to.day }.last()?;
    (first <= last && YEARS.contains(&from_year) && YEARS.contains(&to_year))
        .then_some((Some(Period { first, last }), length))
}

/// `2020年上半年`
fn part_of_year(text: &str) -> Option<(Period, &str)> {
    let (year, rest) = number(text, 4, 4)?;
    let rest = rest.strip_prefix('年')?;
    let (months, rest) =
        PARTS.iter().find_map(|(name, from, to)| Some(((*from, *to), rest.strip_prefix(name)?)))?;
    let first = Written { year, month: Some(months.0), day: None }.first()?;
    let last = Written { year, month: Some(months.1), day: None }.last()?;
    YEARS.contains(&year).then_some((Period { first, last }, rest))
}

fn ends(text: &str) -> Option<(DateEnd, DateEnd, &str)> {
    let Some((from, rest)) = end(text) else {
        return bare_start(DateEnd::default(), text);
    };
    // `2020年1-12月`
    if from.month.is_none()
        && let Some(found) = bare_start(from, rest)
    {
        return Some(found);
    }
    let Some(after) = between(rest) else { return Some((from, from, rest)) };
    let to = end(after).or_else(|| {
        // `3月1日至15日`
        let (day, rest) = number(after, 1, 2).filter(|_| from.day.is_some())?;
        let rest = rest.strip_prefix(['日', '号'])?;
        Some((
            DateEnd { month: from.month, day: i8::try_from(day).ok(), ..DateEnd::default() },
            rest,
        ))
    });
    match to {
        Some((to, rest)) if to.month.is_some() == from.month.is_some() => {
            Some((from, DateEnd { year: to.year.or(from.year), ..to }, rest))
        }
        _ => Some((from, from, rest)),
    }
}

/// A span whose first end leaves its 月 or 年 to the last: `1-12月`, `2018-2020年`.
fn bare_start(of: DateEnd, text: &str) -> Option<(DateEnd, DateEnd, &str)> {
    let (first, rest) = number(text, 1, 4)?;
    let (last, rest) = number(between(rest)?, 1, 4)?;
    if let Some(rest) = rest.strip_prefix('月') {
        let month =
            |number: i16| i8::try_from(number).ok().filter(|month| (1..=12).contains(month));
        let from = DateEnd { month: Some(month(first)?), ..of };
        return Some((from, DateEnd { month: Some(month(last)?), ..of }, rest));
    }
    let rest = rest.strip_prefix('年')?;
    let year = |year: i16| DateEnd { year: Some(year), ..DateEnd::default() };
    let years = YEARS.contains(&first) && YEARS.contains(&last) && of.year.is_none();
    years.then_some((year(first), year(last), rest))
}

/// `2020年1月1日`, `2020年1月`, `2020年`, `1月1日`, `1月`, `2020-01-01`.
fn end(text: &str) -> Option<(DateEnd, &str)> {
    if let Some((year, rest)) = number(text, 4, 4) {
        if let Some(rest) = rest.strip_prefix('年') {
            let below = month(rest).unwrap_or((DateEnd::default(), rest));
            return Some((DateEnd { year: Some(year), ..below.0 }, below.1));
        }
        let separator = rest.chars().next().filter(|at| matches!(at, '-' | '/' | '.'))?;
        let (month, rest) = number(rest.strip_prefix(separator)?, 1, 2)?;
        let (day, rest) = number(rest.strip_prefix(separator)?, 1, 2)?;
        let small = |number: i16| i8::try_from(number).ok();
        return Some((DateEnd { year: Some(year), month: small(month), day: small(day) }, rest));
    }
    month(text)
}

fn month(text: &str) -> Option<(DateEnd, &str)> {
    let (month, rest) = number(text, 1, 2)?;
    let rest = rest.strip_prefix('月')?;
    let month = i8::try_from(month).ok();
    let day = number(rest, 1, 2)
        .and_then(|(day, rest)| Some((i8::try_from(day).ok()?, rest.strip_prefix(['日', '号'])?)));
    Some(match day {
        Some((day, rest)) => (DateEnd { year: None, month, day: Some(day) }, rest),
        None => (DateEnd { year: None, month, day: None }, rest),
    })
}

/// The text after the sign between two ends; a dash may be a double one.
fn between(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(BETWEEN)?;
    Some(rest.strip_prefix(['—', '–', '-']).unwrap_or(rest))
}

/// A run of digits of a given length, and the text after it.
fn number(text: &str, least: usize, most: usize) -> Option<(i16, &str)> {
    let length = text.bytes().take(most + 1).take_while(u8::is_ascii_digit).count();
    if !(least..=most).contains(&length) {
        return None;
    }
    let (digits, rest) = text.split_at_checked(length)?;
    Some((digits.parse().ok()?, rest))
}
