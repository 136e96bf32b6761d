//! A figure with its unit at the start of a folded text, distinguished from digits that are names.

use super::TokenKind;
use crate::value::Decimal;
use crate::value::figure::{Figure, Unit, take_half, take_share};
use crate::value::number::{Scaled, shift, take_number, take_scaled};
use crate::value::unit::{measure_length, take_time};

/// Units longer than the measure word that they begin with.
const COMPOUND: [&str; 12] = [
    "个百分点",
    "个工作日",
    "个小时",
    "个学时",
    "个课时",
    "个月",
    "平方米",
    "平方公里",
    "平方千米",
    "立方米",
    "千瓦时",
    "个标段",
];

/// Latin units that stand in prose. Others are names as a rule: 5G, 3D.
const LATIN: [&str; 22] = [
    "M", "Mbps", "Gbps", "MB", "GB", "TB", "KB", "kW", "KW", "kWh", "km", "m", "cm", "mm", "m2",
    "m²", "m³", "㎡", "kg", "t", "℃", "‰",
];

/// Beginnings like a measure word after a number that is a name: 3号线, 71路, 15时, 3级.
const NAMING: [&str; 16] = [
    "年版", "年级", "年度", "分之", "月", "号", "级", "路", "点", "时", "版", "届", "标段", "日报",
    "度假", "本市",
];

/// Units that make a figure even of digits like a hotline's.
const CLEAR: [&str; 14] = [
    "人次",
    "人",
    "户",
    "件",
    "个",
    "次",
    "份",
    "名",
    "公里",
    "米",
    "平方米",
    "吨",
    "元",
    "百分点",
];

/// `365天24小时`, `365天×24小时`, `365天每天24小时`, `7×24小时`: its length in bytes.
pub(super) fn round_the_clock(text: &str) -> Option<usize> {
    let (_, rest) = take_number(text)?;
    let (days, rest) = match rest.strip_prefix(['天', '日']) {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let times = ["×", "*", "x", "X", "每天", "每日"];
    let joined = times.iter().find_map(|sign| rest.strip_prefix(sign));
    if joined.is_none() && !days {
        return None;
    }
    let (_, rest) = take_number(joined.unwrap_or(rest))?;
    let (unit, rest) = take_time(rest)?;
    matches!(unit, "小时" | "个小时").then(|| text.len() - rest.len())
}

/// A figure or a range of two, and its length in bytes.
pub(super) fn take(text: &str) -> Option<(TokenKind, usize)> {
    if let Some((share, rest)) = take_share(text) {
        return Some((TokenKind::Figure(share), text.len() - rest.len()));
    }
    let (scaled, tail) = take_scaled(text)?;
    let number = scaled.number;
    let low = measured(&scaled, tail, text);
    let rest = low.as_ref().map_or(tail, |(_, rest)| rest);
    if let Some(between) = between(rest)
        && let Some((high_scaled, high_tail)) = take_scaled(between)
        && let Some((high, after)) = measured(&high_scaled, high_tail, between)
    {
        let start = text.len() - between.len();
        let low_figure = match &low {
            Some((low, _)) => Some(low.clone()),
            // `3至5万元`: what the lower end leaves out is that of the upper.
            None if scaled.power > 0 => Some(Figure { number, unit: high.unit.clone() }),
            None => shift(number, high_scaled.power)
                .map(|number| Figure { number, unit: high.unit.clone() }),
        };
        if let Some(low) =
            low_figure.filter(|low| low.unit == high.unit && low.number <= high.number)
        {
            let length = text.len() - after.len();
            let low = (0..text.len() - rest.len(), low);
            return Some((TokenKind::Between([low, (start..length, high)]), length));
        }
    }
    let (figure, rest) = low?;
    Some((TokenKind::Figure(figure), text.len() - rest.len()))
}

/// The number with the unit that follows it.
fn measured<'t>(scaled: &Scaled, rest: &'t str, text: &str) -> Option<(Figure, &'t str)> {
    let Scaled { number, power } = *scaled;
    if let Some(rest) = rest.strip_prefix("(%)").or_else(|| rest.strip_prefix('%')) {
        return Some((Figure::percent(number), rest));
    }
    if let Some(read) = take_half(number, rest).filter(|_| power == 0) {
        return Some(read);
    }
    // `12000多个`, `1800余家`
    let rest = rest.strip_prefix(['多', '余', '几']).unwrap_or(rest);
    if NAMING.iter().any(|word| rest.starts_with(word)) {
        return None;
    }
    let length = unit_length(rest)?;
    let (unit, rest) = rest.split_at_checked(length)?;
    let clear = power > 0 || CLEAR.iter().any(|word| unit.starts_with(word));
    if (!clear && is_hotline(text)) || is_year(number, unit) || is_day(unit, rest) {
        return None;
    }
    // `元/人`, `次/年`
    let per = rest.strip_prefix('/').and_then(|each| Some((each, measure_length(each)?)));
    let (unit, rest) = match per.and_then(|(each, length)| each.split_at_checked(length)) {
        Some((each, rest)) => (Unit::Named(format!("{unit}/{each}").into()), rest),
        None if unit == "元" => (Unit::Yuan, rest),
        None => (Unit::Named(unit.into()), rest),
    };
    Some((Figure { number, unit }, rest))
}

fn unit_length(text: &str) -> Option<usize> {
    let compound = COMPOUND.iter().filter(|unit| text.starts_with(**unit)).map(|unit| unit.len());
    if let Some(length) = compound.max().max(measure_length(text)) {
        return Some(length);
    }
    let latin = |character: char| character.is_ascii_alphanumeric() || "²³㎡℃‰".contains(character);
    let length =
        text.char_indices().take(5).find(|(_, at)| !latin(*at)).map_or(text.len(), |(at, _)| at);
    text.get(..length).filter(|unit| LATIN.contains(unit)).map(str::len)
}

/// Five digits from 123, or five or six from 95 or 96, as the service lines of the country have.
fn is_hotline(text: &str) -> bool {
    let digits = text.bytes().take(7).take_while(u8::is_ascii_digit).count();
    match digits {
        5 => ["123", "95", "96"].iter().any(|start| text.starts_with(start)),
        6 => ["95", "96"].iter().any(|start| text.starts_with(start)),
        3 => ["110", "119", "120", "122", "114"].iter().any(|line| text.starts_with(line)),
        _ => false,
    }
}

/// `2020年`: a year's name rather than a number of years.
fn is_year(number: Decimal, unit: &str) -> bool {
    unit.starts_with('年') && (1900.into()..=2100.into()).contains(&number)
}

/// `20日` as a day of the month, unless it is a duration: `20日内`.
fn is_day(unit: &str, rest: &str) -> bool {
    unit == "日" && !["内", "以内", "之内"].iter().any(|word| rest.starts_with(word))
}

fn between(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['~', '-', '—', '–', '至', '到'])?;
    Some(rest.strip_prefix(['—', '–']).unwrap_or(rest))
}
