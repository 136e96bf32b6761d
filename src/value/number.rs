//! Digits to exact decimals, in text that is already folded. Knows units only as powers of ten (万,
//! 亿).

use super::Decimal;

/// The number at the start of a text and what follows it: an optional sign, digits, thousands
/// commas in well-formed groups, decimals. `None` where there is none, or where it is too long to
/// be exact.
pub(super) fn take_number(text: &str) -> Option<(Decimal, &str)> {
    let length = number_length(text)?;
    let (digits, rest) = text.split_at_checked(length)?;
    let digits = digits.strip_prefix('+').unwrap_or(digits);
    let number = if digits.contains(',') {
        Decimal::from_str_exact(&digits.replace(',', "")).ok()?
    } else {
        Decimal::from_str_exact(digits).ok()?
    };
    Some((number, rest))
}

/// A number with the powers of ten behind it multiplied out, as people mix digits and characters:
/// `26万`, `1亿2000万`, `1万2千`, `5千元`.
pub(super) struct Scaled {
    /// The number.
    pub(super) number: Decimal,
    /// The exponent of its highest power; 0 without one.
    pub(super) power: u32,
}

/// The scaled number at the start of a text and what follows it, a blank before a Latin unit left
/// out.
pub(super) fn take_scaled(text: &str) -> Option<(Scaled, &str)> {
    let (number, mut rest) = take_number(text)?;
    let Some((power, tail)) = take_power(rest) else {
        let unit = rest.strip_prefix(' ').filter(|rest| rest.starts_with(char::is_alphabetic));
        return Some((Scaled { number, power: 0 }, unit.unwrap_or(rest)));
    };
    let mut sum = shift(number, power)?;
    let mut lowest = power;
    rest = tail;
    // Each part is less than one of what was counted before: `1亿2000万`, but not `1万2万`.
    while lowest > 0
        && rest.starts_with(|at: char| at.is_ascii_digit())
        && let Some((part, tail)) = take_number(rest)
    {
        let written = rest.len() - tail.len();
        let (power, tail) = match take_power(tail) {
            Some(taken) => taken,
            // `1万2` says 12000 to some and 10002 to others; all digits written, it says one thing.
            None if written == usize::try_from(lowest).ok()? => (0, tail),
            None => break,
        };
        let value = shift(part, power)?;
        if power >= lowest || value >= shift(Decimal::ONE, lowest)? {
            break;
        }
        sum = sum.checked_add(value)?;
        (lowest, rest) = (power, tail);
    }
    Some((Scaled { number: sum, power }, rest))
}

/// A power of ten written in characters after a number, as its exponent, and what follows.
pub(super) fn take_power(text: &str) -> Option<(u32, &str)> {
    const POWERS: [(&str, u32); 6] =
        [("万亿", 12), ("千万", 7), ("百万", 6), ("十万", 5), ("亿", 8), ("万", 4)];
    // 千 and 百 begin units as well: 千克, 千瓦时, 千兆, 百分点.
    const OF_UNITS: [char; 13] =
        ['克', '瓦', '米', '伏', '卡', '帕', '赫', '焦', '牛', '比', '兆', '安', '分'];
    let large = POWERS.iter().find_map(|(word, power)| Some((*power, text.strip_prefix(word)?)));
    large.or_else(|| {
        let small = [("千", 3), ("仟", 3), ("百", 2), ("佰", 2)].into_iter();
        let mut small = small.filter_map(|(word, power)| Some((power, text.strip_prefix(word)?)));
        small.find(|(_, rest)| !rest.starts_with(OF_UNITS))
    })
}

/// The number times a power of ten, exact or not at all.
pub(super) fn shift(number: Decimal, power: u32) -> Option<Decimal> {
    multiply(number, Decimal::from_i128_with_scale(10_i128.checked_pow(power)?, 0))
}

/// The product, exact or not at all: `Decimal` itself would round where digits run out.
pub(super) fn multiply(left: Decimal, right: Decimal) -> Option<Decimal> {
    let mut mantissa = left.mantissa().checked_mul(right.mantissa())?;
    let mut scale = left.scale() + right.scale();
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    Decimal::try_from_i128_with_scale(mantissa, scale).ok()
}

/// A number with thousands commas: `260,000,000.5`.
pub(super) fn grouped(number: Decimal) -> String {
    let printed = number.normalize().to_string();
    let (sign, digits) =
        printed.strip_prefix('-').map_or(("", printed.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut text = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

fn number_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits =
        |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let byte = |at: usize| bytes.get(at).copied();
    let sign = usize::from(matches!(byte(0), Some(b'-' | b'+')));
    let first = digits(sign);
    if first == 0 {
        return None;
    }
    let mut length = sign + first;
    let mut groups = 0;
    while byte(length) == Some(b',') {
        match digits(length + 1) {
            // A comma of the sentence: `100，合规`.
            0 => break,
            3 => groups += 1,
            _ => return None,
        }
        length += 4;
    }
    if groups > 0 && first > 3 {
        return None;
    }
    if byte(length) == Some(b'.') {
        let fraction = digits(length + 1);
        if fraction > 0 {
            length += 1 + fraction;
            // `1.2.3` numbers a chapter or a version.
            if byte(length) == Some(b'.') && digits(length + 1) > 0 {
                return None;
            }
        }
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Option<String> {
        take_number(text).filter(|(_, rest)| rest.is_empty()).map(|(number, _)| number.to_string())
    }

    #[test]
    fn commas_stand_only_in_thousands() {
        let cases = [
            ("1,800", Some("1800")),
            ("260,000,000.50", Some("260000000.50")),
            ("-5", Some("-5")),
            ("+5", Some("5")),
            ("007", Some("7")),
            ("1,80", None),
            ("1800,000", None),
            ("1,8000", None),
            ("1,800,00", None),
            (",800", None),
            (".5", None),
            ("1.2.3", None),
            ("", None),
            ("-", None),
            ("79228162514264337593543950335", Some("79228162514264337593543950335")),
            ("79228162514264337593543950336", None),
            ("0.00000000000000000000000000001", None),
        ];
        for (text, expected) in cases {
            assert_eq!(whole(text).as_deref(), expected, "{text}");
        }
        assert_eq!(take_number("100,合规").unwrap().1, ",合规");
    }

    #[test]
    fn digits_and_characters_mix() {
        for (text, number, rest) in [
            ("26万元", "260000", "元"),
            ("1亿2000万元", "120000000", "元"),
            ("1万2千元", "12000", "元"),
            ("1万2000人次", "12000", "人次"),
            ("5千元", "5000", "元"),
            ("3千", "3000", ""),
            ("5千克", "5", "千克"),
            ("3千瓦时", "3", "千瓦时"),
            ("3百分点", "3", "百分点"),
            ("80 M", "80", "M"),
            ("1万2元", "10000", "2元"),
            ("1万2万元", "10000", "2万元"),
            ("2.5万3千元", "28000", "元"),
        ] {
            let (scaled, left) = take_scaled(text).unwrap();
            assert_eq!((scaled.number, left), (number.parse().unwrap(), rest), "{text}");
        }
    }

    #[test]
    fn products_are_exact_or_absent() {
        assert_eq!(shift("2.60".parse().unwrap(), 8), Some(260_000_000.into()));
        assert_eq!(shift("0.000001".parse().unwrap(), 4), "0.01".parse().ok());
        assert_eq!(shift(Decimal::MAX, 4), None);
        assert_eq!(multiply(Decimal::MAX, Decimal::MAX), None);
        assert_eq!(
            multiply("1.0000000000000000000000000001".parse().unwrap(), 10.into()),
            "10.000000000000000000000000001".parse().ok()
        );
    }

    #[test]
    fn thousands_are_grouped() {
        for (number, expected) in
            [("0", "0"), ("999", "999"), ("1000", "1,000"), ("-260000.50", "-260,000.5")]
        {
            assert_eq!(grouped(number.parse().unwrap()), expected);
        }
    }
}
