//! Targets made of figures alone: one compared, a range of two, a duration. In compact text.

use super::mixed::is_year;
use super::{Comparator, TargetKind, comparator};
use crate::value::figure::{Figure, HUNDREDTH, Unit, take_share, whole_figure};
use crate::value::number::{multiply, take_number};
use crate::value::unit::{is_measure, take_time};

/// Signs and words between the ends of a range.
pub(super) const RANGE: [char; 6] = ['~', '-', '—', '–', '至', '到'];

pub(super) fn read(text: &str) -> Option<TargetKind> {
    duration(text).or_else(|| range(text)).or_else(|| compared(text))
}

/// `365天24小时`, `7×24小时`: a figure after a figure, each with its unit of time.
fn duration(text: &str) -> Option<TargetKind> {
    let mut figures = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        // `3年-2年` is a range, not three years and minus two.
        let (number, tail) = take_number(rest).filter(|_| !rest.starts_with('-'))?;
        let (unit, tail) = match take_time(tail) {
            Some(taken) => taken,
            // `7×24小时` leaves the days out.
            None if figures.is_empty() && tail.starts_with(TIMES) => ("天", tail),
            None => return None,
        };
        figures.push(Figure { number, unit: Unit::Named(unit.into()) });
        rest = tail.strip_prefix(TIMES).unwrap_or(tail);
        if figures.len() > 6 || (rest.is_empty() && tail.ends_with(TIMES)) {
            return None;
        }
    }
    (figures.len() > 1).then_some(TargetKind::Duration(figures))
}

const TIMES: [char; 5] = ['×', '*', 'x', 'X', '✕'];

/// `90%~95%`, `100-200万元`: what the lower end leaves out is that of the upper.
fn range(text: &str) -> Option<TargetKind> {
    let (before, text) = comparator::take(text);
    if !matches!(before, None | Some(Comparator::Equal)) {
        return None;
    }
    if let Some(deviation) = text.strip_prefix('±') {
        let (after, deviation) = comparator::take_after(deviation);
        let high = measured(deviation)?;
        let low = Figure { number: -high.number, unit: high.unit.clone() };
        let fits = matches!(after, None | Some(Comparator::AtMost)) && low.number <= high.number;
        return fits.then_some(TargetKind::Range { low, high });
    }
    if let Some((low, high)) = around(text) {
        return Some(TargetKind::Range { low, high });
    }
    let (low, high) = ends(text)?;
    (low.unit == high.unit && low.number <= high.number).then_some(TargetKind::Range { low, high })
}

/// `95%±2%`, `100±5座`; `100座±5%` deviates by a share of what it deviates from.
fn around(text: &str) -> Option<(Figure, Figure)> {
    let (middle, deviation) = text.split_once('±')?;
    let is_bare = take_number(middle)?.1.is_empty();
    let deviation = measured(deviation)?;
    let middle = match is_bare {
        true => Figure { number: take_number(middle)?.0, unit: deviation.unit.clone() },
        false => measured(middle)?,
    };
    let by = match &deviation.unit {
        unit if *unit == middle.unit => deviation.number,
        Unit::Percent => multiply(multiply(middle.number, deviation.number)?, HUNDREDTH)?,
        _ => return None,
    };
    let end = |number| Figure { number, unit: middle.unit.clone() };
    let (low, high) = (middle.number.checked_sub(by)?, middle.number.checked_add(by)?);
    (low <= high).then(|| (end(low), end(high)))
}

/// The two figures of a text in the form of a range, whether they are one or not.
pub(super) fn ends(text: &str) -> Option<(Figure, Figure)> {
    let text = text.strip_suffix("之间").unwrap_or(text);
    // `百分之90至百分之95`, `9成~95%`
    if let Some((low, rest)) = take_share(text) {
        let high = skip_dash(rest)?;
        let prefix = text.get(..text.find(|at: char| at.is_ascii_digit())?)?;
        return Some((
            low,
            measured(high)
                .filter(|high| high.unit != Unit::None)
                .or_else(|| measured(&format!("{prefix}{high}")))?,
        ));
    }
    let (_, tail) = take_number(text)?;
    let at = tail.find(RANGE)?;
    let low = text.get(..text.len() - tail.len() + at)?;
    let high = skip_dash(tail.get(at..)?)?;
    // `5--10`; behind a figure below zero the second dash is a sign.
    let high = high.strip_prefix('-').filter(|_| !low.starts_with('-')).unwrap_or(high);
    let high_figure = measured(high)?;
    // `100-200万元`, `1万-2万元`
    let shared = if at == 0 { take_number(high)?.1 } else { "" };
    let mut low = measured(&format!("{low}{shared}"))?;
    if low.unit == Unit::None && at > 0 && tail.starts_with(['万', '亿', '千', '百', '十']) {
        low.unit = high_figure.unit.clone();
    }
    Some((low, high_figure))
}

/// What follows the sign of a range; a dash may be a double one.
pub(super) fn skip_dash(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(RANGE)?;
    Some(rest.strip_prefix(['—', '–']).unwrap_or(rest))
}

/// `≥90%`, `2小时以内`, `100%`, `每年2次`.
fn compared(text: &str) -> Option<TargetKind> {
    let (each, text) = each(text);
    let (before, body) = comparator::take(text);
    // A unit may end like a comparator; the figure as written goes first.
    let (after, figure) = match measured(body) {
        Some(figure) => (None, figure),
        None => {
            let (after, body) = comparator::take_after(body);
            // `≤5天(含)`
            let body = body.strip_suffix("(含)").filter(|_| before.is_some()).unwrap_or(body);
            (after, measured(body)?)
        }
    };
    let comparator = comparator::agree(before, after).ok()?;
    let figure = match (each, figure) {
        (None, figure) => figure,
        (Some(each), Figure { number, unit: Unit::Named(unit) }) => {
            Figure { number, unit: Unit::Named(format!("{unit}/{each}").into()) }
        }
        (Some(_), _) => return None,
    };
    Some(TargetKind::Figure { comparator, figure })
}

/// The span of time in `每年2次`, and the rest.
fn each(text: &str) -> (Option<&str>, &str) {
    const EACH: [&str; 8] = ["年", "季度", "半年", "个月", "月", "周", "日", "天"];
    let each = text.strip_prefix('每');
    each.and_then(|rest| EACH.iter().find_map(|each| Some((Some(*each), rest.strip_prefix(each)?))))
        .unwrap_or((None, text))
}

/// A figure that fills the text, its unit a known measure.
pub(super) fn measured(text: &str) -> Option<Figure> {
    whole_figure(text).filter(|figure| match &figure.unit {
        Unit::Named(unit) => is_measure(unit) && !is_year(figure) && **unit != *"月",
        Unit::None | Unit::Percent | Unit::Yuan => true,
    })
}
