//! Targets that are times: a deadline, a period. In compact text.

use super::figures::{RANGE, skip_dash};
use super::{Comparator, TargetKind, comparator};
use crate::value::date::{Written, take_date, take_month};

/// The years that a bare `2018-2020` or `2020.5` is read as.
const YEARS: std::ops::RangeInclusive<i16> = 1949..=2100;

pub(super) fn read(text: &str) -> Option<TargetKind> {
    period(text).or_else(|| deadline(text))
}

/// `2023.07-2024.01`, `2023.07--2024.01`, `2020年1月1日至12月31日`, `2020年1-12月`, `2018-2020年`.
fn period(text: &str) -> Option<TargetKind> {
    let (mut from, rest) = take_date(text)?;
    let mut rest = rest;
    if from.month.is_none() && rest.starts_with(|at: char| at.is_ascii_digit()) {
        let (month, after) = rest.split_at_checked(rest.find(RANGE)?)?;
        (from.month, rest) = (Some(month.parse().ok()?), after);
    }
    let rest = skip_dash(rest)?;
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    let (until, tail) = match take_date(rest) {
        Some(taken) => taken,
        None => {
            let (month, day, tail) = take_month(rest)?;
            from.month?;
            (Written { year: from.year, month, day }, tail)
        }
    };
    let bare_years = from.month.is_none() && until.month.is_none();
    if !(tail.is_empty() || (bare_years && tail == "年")) || !YEARS.contains(&until.year) {
        return None;
    }
    let (start, end) = (from.first()?, until.last()?);
    (YEARS.contains(&from.year) && start <= end).then_some(TargetKind::Period { start, end })
}

/// `2020年6月底前`, `2020年底`, `2020-06-30前完成`, `不晚于2020年6月`.
fn deadline(text: &str) -> Option<TargetKind> {
    let late = ["不晚于", "不迟于", "截至", "于"].iter().find_map(|word| text.strip_prefix(word));
    let (before, body) = late.map_or_else(|| comparator::take(text), |rest| (None, rest));
    if !matches!(before, None | Some(Comparator::AtMost | Comparator::Equal)) {
        return None;
    }
    let (written, tail) = take_date(body)?;
    let in_words = body.contains('年');
    // Four digits are a number, and so may be `2020.5` behind a comparator.
    let certain =
        in_words || written.day.is_some() || (written.month.is_some() && before.is_none());
    let (within, tail) = if written.day.is_none() { end_word(tail) } else { ("", tail) };
    let tail = tail.strip_suffix("完成").unwrap_or(tail);
    let before_word = matches!(tail, "" | "前" | "之前" | "以前" | "内" | "以内" | "之内" | "止");
    let known = within.is_empty() || in_words || written.month.is_some();
    if !(certain && before_word && known && YEARS.contains(&written.year)) {
        return None;
    }
    written.last().map(TargetKind::Deadline)
}

/// `底`, `末`, `年底`: the end of the month or year, and what follows.
fn end_word(text: &str) -> (&str, &str) {
    let rest = ["年底", "年末", "月底", "底", "末"].iter().find_map(|word| text.strip_prefix(word));
    rest.and_then(|rest| text.split_at_checked(text.len() - rest.len())).unwrap_or(("", text))
}

/// Whether a text names a day or a month that does not exist in any calendar: `2020年2月30日前`,
/// `6月31日`.
pub(super) fn is_no_day(text: &str) -> bool {
    let late = ["不晚于", "不迟于", "截至", "于"].iter().find_map(|word| text.strip_prefix(word));
    let body = late.unwrap_or_else(|| comparator::take(text).1);
    let exists = |written: Written| written.month.is_none() || written.last().is_some();
    let (first, rest) = match take_date(body) {
        Some((first, rest)) => {
            // `2020.13` and `2020-2025` are figures as well as dates.
            let is_date = first.day.is_some() || body.contains('年');
            if is_date && !exists(first) {
                return true;
            }
            (first, rest)
        }
        None => match take_month(body) {
            // A leap year has all days that a year can have.
            Some((month, day, rest)) => (Written { year: 2000, month, day }, rest),
            None => return false,
        },
    };
    let second = skip_dash(rest).and_then(|rest| match take_date(rest) {
        Some((second, _)) => second.day.is_some().then_some(second),
        None => take_month(rest).map(|(month, day, _)| Written { year: first.year, month, day }),
    });
    !exists(first) && (first.day.is_some() || body.contains('月'))
        || second.is_some_and(|second| !exists(second))
}

/// Whether a text names two times with the later first: `2021年1月至2020年6月`.
pub(super) fn is_reversed(text: &str) -> bool {
    let Some((first, rest)) = take_date(text) else { return false };
    let second = skip_dash(rest).and_then(take_date);
    let in_words = text.contains('年') || (first.day.is_some() && second.is_some());
    match (in_words, first.first(), second.and_then(|(second, _)| second.last())) {
        (true, Some(first), Some(second)) => first > second,
        _ => false,
    }
}
