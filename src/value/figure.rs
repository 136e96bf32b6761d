//! A number with its unit.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Decimal;
use super::fold::{compact, fold_char};
use super::number::{Scaled, grouped, multiply, shift, take_number, take_power, take_scaled};
use super::numerals::ends;
use super::unit::{read_unit, take_time};

/// What a number counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// Nothing was said.
    None,
    /// `%`; the number stays as printed (95, not 0.95).
    Percent,
    /// Money; the number is in 元, exact.
    Yuan,
    /// Anything else, as printed: 份, 个, 天, 小时.
    Named(Arc<str>),
}

impl Unit {
    /// What it is called; empty where nothing was said.
    pub fn name(&self) -> &str {
        match self {
            Unit::None => "",
            Unit::Percent => "%",
            Unit::Yuan => "元",
            Unit::Named(name) => name,
        }
    }
}

/// A number with its unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The number, exact.
    pub number: Decimal,
    /// Its unit.
    pub unit: Unit,
}

impl Figure {
    /// A bare number.
    pub(crate) fn plain(number: impl Into<Decimal>) -> Self {
        Self { number: number.into(), unit: Unit::None }
    }

    /// A percentage, as printed.
    pub(crate) fn percent(number: impl Into<Decimal>) -> Self {
        Self { number: number.into(), unit: Unit::Percent }
    }

    /// An amount in 元.
    pub(crate) fn yuan(number: impl Into<Decimal>) -> Self {
        Self { number: number.into(), unit: Unit::Yuan }
    }
}

/// As sheets print it: `95%`, `260,000元`, `985米`.
impl fmt::Display for Figure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.unit {
            Unit::None => write!(out, "{}", self.number),
            Unit::Percent => write!(out, "{}%", self.number),
            Unit::Yuan => write!(out, "{}元", grouped(self.number)),
            Unit::Named(unit) => write!(out, "{}{unit}", self.number),
        }
    }
}

/// Reads one figure that fills the whole text: `100%`, `100.00(%)`, `1,800`, `26万元`, `￥100`,
/// `12个月`. 万 and 亿 are multiplied out. `=100%` is not one, nor is `100%合规` or `12000多`.
pub(crate) fn read_figure(text: &str) -> Option<Figure> {
    whole_figure(&compact(text))
}

/// The same in text that is already compact.
pub(super) fn whole_figure(text: &str) -> Option<Figure> {
    if let Some(amount) = strip_currency(text) {
        let figure = number_with_unit(amount)?;
        return matches!(figure.unit, Unit::None | Unit::Yuan)
            .then_some(Figure { unit: Unit::Yuan, ..figure });
    }
    match take_share(text) {
        Some((share, rest)) => rest.is_empty().then_some(share),
        None => number_with_unit(text),
    }
}

/// A share at the start of a text, and what follows: `百分之95`, `千分之5`, `3/4`, which is read as
/// 75% where it comes out even.
pub(super) fn take_share(text: &str) -> Option<(Figure, &str)> {
    if let Some(percent) = text.strip_prefix("百分之") {
        let (number, rest) = take_number(percent)?;
        return Some((Figure::percent(number), rest));
    }
    if let Some(thousandth) = text.strip_prefix("千分之") {
        let (number, rest) = take_number(thousandth)?;
        return Some((Figure { number, unit: Unit::Named("‰".into()) }, rest));
    }
    if let Some(parts) = text.strip_prefix("万分之") {
        let (number, rest) = take_number(parts)?;
        return Some((Figure::percent(multiply(number, HUNDREDTH)?), rest));
    }
    let (part, rest) = take_number(text)?;
    if let Some(rest) = rest.strip_prefix('成') {
        return tenths(part, rest);
    }
    let (part, whole, rest) = match rest.strip_prefix("分之") {
        // `4分之3`
        Some(rest) => take_number(rest).map(|(above, rest)| (above, part, rest))?,
        None => take_number(rest.strip_prefix('/')?).map(|(whole, rest)| (part, whole, rest))?,
    };
    let counts = |number: Decimal| number.fract().is_zero() && number > Decimal::ZERO;
    let goes_on =
        rest.starts_with(|at: char| at.is_ascii_alphanumeric() || matches!(at, '/' | '-'));
    if !counts(part) || !counts(whole) || part >= whole || whole > LARGEST_WHOLE || goes_on {
        return None;
    }
    let percent = multiply(part, Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    let is_even = multiply(percent, whole) == multiply(part, Decimal::ONE_HUNDRED);
    is_even.then(|| (Figure::percent(percent), rest))
}

/// `9成`, `9成5`, `9.5成`
fn tenths(number: Decimal, rest: &str) -> Option<(Figure, &str)> {
    let digit = rest.chars().next().and_then(|at| at.to_digit(10));
    let (hundredths, rest) = match digit.filter(|_| number.fract().is_zero()) {
        Some(digit) => (digit, rest.get(1..)?),
        None => (0, rest),
    };
    let percent = multiply(number, Decimal::TEN)? + Decimal::from(hundredths);
    let fits = Decimal::ZERO < percent && percent <= Decimal::ONE_HUNDRED && ends(rest);
    fits.then_some((Figure::percent(percent), rest))
}

/// 0.01
pub(super) const HUNDREDTH: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// The largest denominator of a fraction: what is larger numbers something.
const LARGEST_WHOLE: Decimal = Decimal::ONE_THOUSAND;

/// What follows a sign of currency: `¥100`, `人民币100元`.
pub(super) fn strip_currency(text: &str) -> Option<&str> {
    ["¥", "人民币", "RMB", "CNY"].iter().find_map(|sign| text.strip_prefix(sign))
}

/// A number, 万 or 亿, and a unit, which may stand in brackets: `5(万元)`.
fn number_with_unit(text: &str) -> Option<Figure> {
    let (Scaled { number, power }, tail) = take_scaled(text)?;
    if let Some((figure, "")) = take_half(number, tail).filter(|_| power == 0) {
        return Some(figure);
    }
    // `5(万元)`
    let inner = take_power(unbracketed(tail)).filter(|_| power == 0);
    let (more, rest) = inner.unwrap_or((0, tail));
    match read_unit(rest)? {
        Unit::Percent if power + more > 0 => None,
        unit if more > 0 => Some(Figure { number: shift(number, more)?, unit }),
        unit => Some(Figure { number, unit }),
    }
}

/// A whole number of a unit of time and a half, by what follows the number: `年半`, `个半小时`; and
/// what is behind it.
pub(super) fn take_half(number: Decimal, text: &str) -> Option<(Figure, &str)> {
    let (unit, rest) = match text.strip_prefix("个半") {
        Some(rest) => match rest.strip_prefix('月') {
            Some(rest) => ("个月", rest),
            None => take_time(rest)?,
        },
        None => take_time(text).and_then(|(unit, rest)| Some((unit, rest.strip_prefix('半')?)))?,
    };
    // `3天半价`
    let is_half = number.fract().is_zero() && !rest.starts_with(['价', '载']);
    let number = number.checked_add(Decimal::from_parts(5, 0, 0, false, 1))?;
    is_half.then(|| (Figure { number, unit: Unit::Named(unit.into()) }, rest))
}

/// The longest text that is searched for the wording of a figure, in characters.
const LONGEST: usize = 64;

/// How a text that says a figure words it, number and unit: `60万元` in `≥60万元`. Where a number
/// shares its unit with another, it is given that unit: `100万元` in `100-200万元`.
pub(crate) fn wording_of(text: &str, figure: &Figure) -> Option<String> {
    let text = text.trim();
    let stops: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    if stops.len() > LONGEST {
        return None;
    }
    let says = |piece: &str| read_figure(piece).as_ref() == Some(figure);
    // From the front, the longest first.
    let mut pieces: Vec<&str> = Vec::new();
    for from in &stops {
        let ends = stops.iter().rev().take_while(|end| *end > from);
        let from_here = ends.filter_map(|end| text.get(*from..*end));
        pieces.extend(from_here.filter(|piece| piece.trim() == *piece));
    }
    if let Some(whole) = pieces.iter().find(|piece| says(piece)) {
        return Some((*whole).to_owned());
    }
    // The unit of the last number.
    let unit = text.trim_start_matches(|at: char| !fold_char(at).is_ascii_digit());
    let unit = unit.rsplit(|at: char| fold_char(at).is_ascii_digit()).next().unwrap_or_default();
    let shared = |number: &str| {
        let bare = read_figure(number).is_some_and(|found| found.unit == Unit::None);
        Some(format!("{number}{unit}")).filter(|worded| bare && says(worded))
    };
    pieces.into_iter().find_map(shared)
}

fn unbracketed(text: &str) -> &str {
    text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_worded_as_its_text_words_it() {
        for (text, figure, wording) in [
            ("≥60万元", Figure::yuan(600_000), Some("60万元")),
            ("不低于 60 万元", Figure::yuan(600_000), Some("60 万元")),
            ("≥６０％", Figure::percent(60), Some("６０％")),
            ("=100.00(%)", Figure::percent(100), Some("100.00(%)")),
            ("≥100.00%", Figure::percent(100), Some("100.00%")),
            ("≤￥1,800 元以内", Figure::yuan(1800), Some("￥1,800 元")),
            ("≥12,000份", named("12000", "份"), Some("12,000份")),
            ("不低于百分之90", Figure::percent(90), Some("百分之90")),
            ("2小时以内", named("2", "小时"), Some("2小时")),
            ("100-200万元", Figure::yuan(1_000_000), Some("100万元")),
            ("９０～９５％", Figure::percent(90), Some("９０％")),
            ("每年2次", named("2", "次/年"), None),
            ("≥60万元", Figure::yuan(60), None),
            ("", Figure::plain(1), None),
        ] {
            assert_eq!(wording_of(text, &figure).as_deref(), wording, "{text}");
        }
    }

    fn named(number: &str, unit: &str) -> Figure {
        Figure { number: number.parse().unwrap(), unit: Unit::Named(unit.into()) }
    }

    #[test]
    fn figures_in_every_notation() {
        let cases = [
            ("100%", Figure::percent(100)),
            ("１００％", Figure::percent(100)),
            ("100.00(%)", Figure::percent(100)),
            ("100（％）", Figure::percent(100)),
            ("-5 %", Figure::percent(-5)),
            ("百分之90", Figure::percent(90)),
            ("百分之九十", Figure::percent(90)),
            ("千分之五", named("5", "‰")),
            ("四分之三", Figure::percent(75)),
            ("3/4", Figure::percent(75)),
            ("九成", Figure::percent(90)),
            ("+5%", Figure::percent(5)),
            ("80 M", named("80", "M")),
            ("三十座", named("30", "座")),
            ("伍万元整", Figure::yuan(50_000)),
            ("1亿2000万元", Figure::yuan(120_000_000)),
            ("5千元", Figure::yuan(5000)),
            ("1,800", Figure::plain(1800)),
            ("１，８００", Figure::plain(1800)),
            ("250万", Figure::plain(2_500_000)),
            ("26万元", Figure::yuan(260_000)),
            ("2.6 亿元", Figure::yuan(260_000_000)),
            ("5（万元）", Figure::yuan(50_000)),
            ("￥100", Figure::yuan(100)),
            ("人民币1.5万元", Figure::yuan(15_000)),
            ("3元整", Figure::yuan(3)),
            ("12个月", named("12", "个月")),
            ("1,800份", named("1800", "份")),
            ("10万平方米", named("100000", "平方米")),
            ("80M", named("80", "M")),
            ("24小时/天", named("24", "小时/天")),
            ("5美元", named("5", "美元")),
        ];
        for (text, expected) in cases {
            assert_eq!(read_figure(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_figure() {
        for text in [
            "",
            "=100%",
            "100%合规",
            "12000多",
            "12000多户",
            "10个以上",
            "24小时内",
            "1,80份",
            "10 20",
            "1-3",
            "第3名",
            "5万%",
            "1OO",
            "三分之二",
            "24/7",
            "2020/12",
            "￥5份",
            "100()",
            "健全",
            "5个左右",
            "1,800。",
            "99999999999999999999999999999亿",
        ] {
            assert_eq!(read_figure(text), None, "{text}");
        }
    }

    #[test]
    fn figures_print_as_sheets_do() {
        let printed: Vec<String> =
            ["95.50％", "26万元", "1.005万元", "985 米", "1,800", "-2,600,000元"]
                .iter()
                .map(|text| read_figure(text).unwrap().to_string())
                .collect();
        assert_eq!(printed, ["95.50%", "260,000元", "10,050元", "985米", "1800", "-2,600,000元"]);
    }

    proptest::proptest! {
        #[test]
        fn what_is_printed_is_read_again(
            mantissa in proptest::num::i64::ANY,
            scale in 0_u32..12,
            unit in proptest::sample::select(vec![
                Unit::None,
                Unit::Percent,
                Unit::Yuan,
                Unit::Named("个".into()),
                Unit::Named("人次".into()),
                Unit::Named("元/人".into()),
                Unit::Named("kW".into()),
            ]),
        ) {
            let figure = Figure { number: Decimal::new(mantissa, scale), unit };
            proptest::prop_assert_eq!(read_figure(&figure.to_string()), Some(figure));
        }

        #[test]
        fn no_text_is_too_odd(text in "[0-9万亿元%（）(),.￥百分之\\- ]{0,40}") {
            let _ = read_figure(&text);
        }
    }
}
