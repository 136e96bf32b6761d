//! Figures run together with words, and the digits in words that are no figures. In compact text.

use super::{TargetKind, comparator};
use crate::value::figure::{Figure, Unit};
use crate::value::number::{Scaled, take_scaled};
use crate::value::unit::measure_length;

/// `100%合规`, `12000多`, `提高5%`; `None` where no figure is in it.
pub(super) fn read(text: &str) -> Option<TargetKind> {
    let (_, body) = comparator::take(text);
    if body.starts_with(|at: char| at.is_ascii_digit() || at == '-') {
        return leading(body);
    }
    inner(text)
}

/// A figure first, words after it.
fn leading(text: &str) -> Option<TargetKind> {
    let (figure, words) = take_figure(text)?;
    let bare = figure.unit == Unit::None;
    let named = bare && text.bytes().take(5).filter(u8::is_ascii_digit).count() == 5;
    let part_of_name =
        |at: char| at.is_ascii_alphanumeric() || matches!(at, '年' | '月' | '-' | '.' | ' ' | ':');
    if words.is_empty() || is_year(&figure) {
        return None;
    }
    if bare
        && (words.starts_with(part_of_name) || (named && !words.starts_with(['多', '余', '左'])))
    {
        return None;
    }
    Some(TargetKind::Mixed {
        figure, words: words.trim_start_matches([',', ';', '、']).to_owned()
    })
}

/// Words first: the first figure among them that has a unit. Bare digits are names as a rule.
fn inner(text: &str) -> Option<TargetKind> {
    let is_digit = |at: char| at.is_ascii_digit();
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find(is_digit)) {
        let at = from + found;
        let (before, rest) = text.split_at_checked(at)?;
        let belongs =
            |at: char| at.is_ascii_alphanumeric() || matches!(at, '第' | '月' | '[' | '〔');
        if !before.ends_with(belongs)
            && let Some((figure, after)) = take_figure(rest)
            && figure.unit != Unit::None
            && !is_year(&figure)
        {
            return Some(TargetKind::Mixed { figure, words: format!("{before}{after}") });
        }
        let run = |at: char| !(at.is_ascii_digit() || matches!(at, ',' | '.'));
        from = at + rest.find(run)?;
    }
    None
}

/// A figure at the start of a text with the unit that it can be seen to have, and what follows.
fn take_figure(text: &str) -> Option<(Figure, &str)> {
    let (Scaled { number, .. }, rest) = take_scaled(text)?;
    let percent = rest.strip_prefix("(%)").or_else(|| rest.strip_prefix('%'));
    if let Some(rest) = percent {
        return Some((Figure::percent(number), rest));
    }
    if let Some(rest) = rest.strip_prefix('元') {
        return Some((Figure::yuan(number), rest));
    }
    let measure = measure_length(rest).and_then(|length| rest.split_at_checked(length));
    match measure {
        Some((unit, rest)) => Some((Figure { number, unit: Unit::Named(unit.to_owned()) }, rest)),
        None => Some((Figure::plain(number), rest)),
    }
}

/// `2011年`, `2011年版`: a year's name rather than a number of years.
pub(super) fn is_year(figure: &Figure) -> bool {
    matches!(&figure.unit, Unit::Named(unit) if unit.starts_with('年'))
        && (1900.into()..=2100.into()).contains(&figure.number)
}
