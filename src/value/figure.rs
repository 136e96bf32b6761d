//! A number with its unit.

use std::fmt;

use super::Decimal;
use super::fold::compact;
use super::number::{grouped, shift, take_number, take_power};
use super::unit::read_unit;

/// What a number counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Nothing was said.
    None,
    /// `%`; the number stays as printed (95, not 0.95).
    Percent,
    /// Money; the number is in 元, exact.
    Yuan,
    /// Anything else, as printed: 份, 个, 天, 小时.
    Named(String),
}

/// A number with its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The number, exact.
    pub number: Decimal,
    /// Its unit.
    pub unit: Unit,
}

impl Figure {
    /// A bare number.
    pub fn plain(number: impl Into<Decimal>) -> Self {
        Self { number: number.into(), unit: Unit::None }
    }

    /// A percentage, as printed.
    pub fn percent(number: impl Into<Decimal>) -> Self {
        Self { number: number.into(), unit: Unit::Percent }
    }

    /// An amount in 元.
    pub fn yuan(number: impl Into<Decimal>) -> Self {
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
pub fn read_figure(text: &str) -> Option<Figure> {
    whole_figure(&compact(text))
}

/// The same in text that is already compact.
pub(super) fn whole_figure(text: &str) -> Option<Figure> {
    if let Some(amount) = strip_currency(text) {
        let figure = number_with_unit(amount)?;
        return matches!(figure.unit, Unit::None | Unit::Yuan)
            .then_some(Figure { unit: Unit::Yuan, ..figure });
    }
    if let Some(percent) = text.strip_prefix("百分之") {
        let (number, rest) = take_number(percent)?;
        return rest.is_empty().then(|| Figure::percent(number));
    }
    number_with_unit(text)
}

/// What follows a sign of currency: `¥100`, `人民币100元`.
pub(super) fn strip_currency(text: &str) -> Option<&str> {
    ["¥", "人民币", "RMB", "CNY"].iter().find_map(|sign| text.strip_prefix(sign))
}

/// A number, 万 or 亿, and a unit, which may stand in brackets: `5(万元)`.
fn number_with_unit(text: &str) -> Option<Figure> {
    let (number, tail) = take_number(text)?;
    let (power, rest) = take_power(unbracketed(tail)).unwrap_or((0, tail));
    match read_unit(rest)? {
        Unit::Percent if power > 0 => None,
        unit if power > 0 => Some(Figure { number: shift(number, power)?, unit }),
        unit => Some(Figure { number, unit }),
    }
}

fn unbracketed(text: &str) -> &str {
    text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(number: &str, unit: &str) -> Figure {
        Figure { number: number.parse().unwrap(), unit: Unit::Named(unit.to_owned()) }
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
                Unit::Named("个".to_owned()),
                Unit::Named("人次".to_owned()),
                Unit::Named("元/人".to_owned()),
                Unit::Named("kW".to_owned()),
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
