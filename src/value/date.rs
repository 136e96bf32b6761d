//! Dates: `2020-01-01`, `2020/1/1`, `2020.1.1`, `2020年1月1日`. Knows the calendar, no clock.

use super::Date;
use super::fold::compact;

/// Reads a date that fills the whole text; `None` also for one that does not exist (2月30日).
pub fn read_date(text: &str) -> Option<Date> {
    let (year, month, day) = written_date(text)?;
    Date::new(year, month, day).ok()
}

/// Year, month and day of a text that is written as a date, whether such a day exists or not.
pub(crate) fn written_date(text: &str) -> Option<(i16, i8, i8)> {
    match take_date(&compact(text))? {
        (Written { year, month: Some(month), day: Some(day) }, "") => Some((year, month, day)),
        _ => None,
    }
}

/// A date as written, down to the year, the month or the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) year: i16,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
}

impl Written {
    /// The first day of it, if that exists.
    pub(super) fn first(self) -> Option<Date> {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }

    /// The last day of it, if that exists.
    pub(super) fn last(self) -> Option<Date> {
        match self.day {
            Some(_) => self.first(),
            None => Some(Date::new(self.year, self.month.unwrap_or(12), 1).ok()?.last_of_month()),
        }
    }
}

/// The date at the start of a compact text, as far down as it goes, and what follows. The year has
/// four digits.
pub(super) fn take_date(text: &str) -> Option<(Written, &str)> {
    let (year, rest) = take_digits(text, 4)?;
    // `0000` and `0020` are slips: all dates of sheets and laws come later.
    if text.len() - rest.len() != 4 || year < 1900 {
        return None;
    }
    if let Some(rest) = rest.strip_prefix('年') {
        let (month, day, rest) = take_month(rest).unwrap_or((None, None, rest));
        return Some((Written { year, month, day }, rest));
    }
    let whole = |rest| Some((Written { year, month: None, day: None }, rest));
    let Some(separator) = rest.chars().next().filter(|at| matches!(at, '-' | '/' | '.')) else {
        return whole(rest);
    };
    let Some((month, after_month)) = take_part(rest, separator) else {
        return whole(rest);
    };
    match take_part(after_month, separator) {
        Some((day, rest)) => Some((Written { year, month: Some(month), day: Some(day) }, rest)),
        None => Some((Written { year, month: Some(month), day: None }, after_month)),
    }
}

/// `6月`, `6月30日`, `6月30`: month and day without a year, and what follows.
pub(super) fn take_month(text: &str) -> Option<(Option<i8>, Option<i8>, &str)> {
    let (month, rest) = take_digits(text, 2)?;
    let rest = rest.strip_prefix('月')?;
    let month = i8::try_from(month).ok();
    match take_digits(rest, 2) {
        Some((day, rest)) => {
            let rest = rest.strip_prefix(['日', '号']).unwrap_or(rest);
            Some((month, i8::try_from(day).ok(), rest))
        }
        None => Some((month, None, rest)),
    }
}

fn take_part(text: &str, separator: char) -> Option<(i8, &str)> {
    let (number, rest) = take_digits(text.strip_prefix(separator)?, 2)?;
    Some((i8::try_from(number).ok()?, rest))
}

/// A run of at most `most` digits, and what follows; `None` where the run is longer.
fn take_digits(text: &str, most: usize) -> Option<(i16, &str)> {
    let length = text.bytes().take(most + 1).take_while(u8::is_ascii_digit).count();
    if length > most {
        return None;
    }
    let (digits, rest) = text.split_at_checked(length)?;
    Some((digits.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_notation() {
        for text in [
            "2020-01-02",
            "2020-1-2",
            "2020/1/2",
            "2020.01.02",
            "2020年1月2日",
            "2020 年 1 月 2 日",
            "2020年1月2号",
            "２０２０－０１－０２",
            "２０２０年１月２日",
            " 2020年01月02日 ",
        ] {
            assert_eq!(read_date(text), Date::new(2020, 1, 2).ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "2020",
            "2020-01",
            "2020年1月",
            "20-01-02",
            "20200102",
            "2020-01-02-03",
            "2020-1.2",
            "2020-001-02",
            "1月2日",
            "2020年1月2日前",
            "2020-02-30",
            "2020-13-01",
            "2019年2月29日",
            "2020-00-10",
            "0000-01-01",
            "0020-01-01",
        ] {
            assert_eq!(read_date(text), None, "{text}");
        }
        assert_eq!(written_date("2020年2月30日"), Some((2020, 2, 30)));
        assert_eq!(written_date("2020年2月"), None);
    }

    proptest::proptest! {
        #[test]
        fn what_is_printed_is_read_again(day in 0_i32..200_000) {
            let date = Date::constant(1900, 1, 1)
                .checked_add(jiff::Span::new().days(day)).unwrap();
            proptest::prop_assert_eq!(read_date(&date.to_string()), Some(date));
        }
    }
}
