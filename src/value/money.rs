//! Money: `260,000,000`, `2.6亿元`, `26,000 万元`, in 元 and exact.

use super::Decimal;
use super::figure::{Unit, strip_currency, whole_figure};
use super::fold::compact;
use super::number::multiply;

/// The units of bare amounts, as forms print them, with what they are in 元.
const UNITS: [(&str, i64); 3] = [("元", 1), ("万元", 10_000), ("亿元", 100_000_000)];

/// A unit of bare amounts by its name: as known here, and in 元.
pub(crate) fn money_unit(name: &str) -> Option<(&'static str, Decimal)> {
    let known = UNITS.into_iter().find(|(known, _)| *known == name);
    known.map(|(known, yuan)| (known, Decimal::from(yuan)))
}

/// Reads an amount that fills the whole text, in 元. A bare number counts in `default_unit` of the
/// field (1 for 元, 10000 for 万元); one with 元, 万, 亿 or ￥ counts as it says.
pub(crate) fn read_money(text: &str, default_unit: Decimal) -> Option<Decimal> {
    let text = compact(text);
    let figure = whole_figure(&text)?;
    let says_unit = strip_currency(&text).is_some() || text.contains(['万', '亿', '千']);
    match figure.unit {
        Unit::Yuan => Some(figure.number),
        Unit::None if says_unit => Some(figure.number),
        Unit::None => multiply(figure.number, default_unit),
        Unit::Percent | Unit::Named(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_every_notation() {
        let cases = [
            ("260,000,000", "260000000"),
            ("２６０，０００，０００", "260000000"),
            ("2.6亿元", "260000000"),
            ("2.6亿", "260000000"),
            ("26,000 万元", "260000000"),
            ("5,170,885 元", "5170885"),
            ("￥100", "100"),
            ("¥1.5万", "15000"),
            ("100元", "100"),
            ("-100元", "-100"),
            ("0.001元", "0.001"),
            ("28.123456万元", "281234.56"),
            ("五万元", "50000"),
            ("伍万元整", "50000"),
            ("一亿二千万元", "120000000"),
            ("1万2千", "12000"),
            ("1亿2000万元", "120000000"),
        ];
        for (text, expected) in cases {
            assert_eq!(read_money(text, Decimal::ONE), expected.parse().ok(), "{text}");
        }
    }

    #[test]
    fn a_bare_number_counts_in_the_unit_of_the_field() {
        let ten_thousand = Decimal::from(10_000);
        assert_eq!(read_money("517.0885", ten_thousand), Some(5_170_885.into()));
        assert_eq!(read_money("5170885元", ten_thousand), Some(5_170_885.into()));
        assert_eq!(read_money("￥100", ten_thousand), Some(100.into()));
        assert_eq!(read_money("2亿", ten_thousand), Some(200_000_000.into()));
        assert_eq!(read_money("79228162514264337593543950335", ten_thousand), None);
    }

    #[test]
    fn what_is_no_amount() {
        for text in ["", "元", "26,00万元", "100%", "5美元", "约5万元", "1万2", "1OO万元", "10 000"]
        {
            assert_eq!(read_money(text, Decimal::ONE), None, "{text}");
        }
    }
}
