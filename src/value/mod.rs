//! The small literals of sheets and rules: figures with units, percents, money, dates, yes/no and
//! targets. Takes and gives text; knows nothing of places, of fields or of floats.
//!
//! Every reader accepts full-width forms (`％`, `１００`, `，`, `≥`, `＝`) for their half-width
//! twins.

mod date;
mod figure;
mod fold;
mod money;
mod number;
mod numerals;
pub(crate) mod prose;
mod target;
mod unit;

pub use date::read_date;
pub(crate) use date::written_date;
pub use figure::{Figure, Unit};
pub(crate) use figure::{read_figure, wording_of};
pub(crate) use fold::{
    compact, each_normal, fold, fold_char, is_ideograph, normalise, same_name, same_text, squash,
};
pub(crate) use money::{money_unit, read_money};
pub use rust_decimal::Decimal;
pub(crate) use target::{
    BLANK, Comparator, Flaw, Reach, Relation, TargetKind, read_target, suggested_target,
};
pub use target::{Target, TargetClass};

/// A calendar date.
pub type Date = jiff::civil::Date;

/// Any value that a field can hold once read.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// 文本, or a value of an enumeration: what the cell says.
    Text,
    /// 整数, 小数, 百分比 or 金额 (in 元), distinguished by the unit.
    Figure(Figure),
    /// 日期.
    Date(Date),
    /// 是否.
    YesNo(bool),
    /// 目标值.
    Target(Target),
}

/// Reads 是/否 and what people write for them (有/无, yes/no, √/×).
pub(crate) fn read_yes_no(text: &str) -> Option<bool> {
    match fold(text).trim().to_lowercase().as_str() {
        "是" | "有" | "yes" | "y" | "true" | "√" | "✓" => Some(true),
        "否" | "无" | "no" | "n" | "false" | "×" => Some(false),
        _ => None,
    }
}

/// What rules call a 是否.
pub fn yes_no(truth: bool) -> &'static str {
    if truth { "是" } else { "否" }
}

/// The 是否 that rules call so; [`read_yes_no`] reads what people write for it.
pub fn yes_no_called(word: &str) -> Option<bool> {
    [true, false].into_iter().find(|truth| yes_no(*truth) == word)
}

#[cfg(test)]
mod tests {
    use super::{read_yes_no, yes_no, yes_no_called};

    #[test]
    fn each_word_is_read_as_what_it_stands_for() {
        for truth in [true, false] {
            assert_eq!(read_yes_no(yes_no(truth)), Some(truth));
            assert_eq!(yes_no_called(yes_no(truth)), Some(truth));
        }
        assert_eq!(yes_no_called("有"), None);
    }

    #[test]
    fn yes_and_no_as_people_write_them() {
        for text in ["是", " 是 ", "有", "Yes", "Ｙ", "√"] {
            assert_eq!(read_yes_no(text), Some(true), "{text}");
        }
        for text in ["否", "无", "NO", "×", "ｎ"] {
            assert_eq!(read_yes_no(text), Some(false), "{text}");
        }
        for text in ["", "部分", "是否", "不详", "/"] {
            assert_eq!(read_yes_no(text), None, "{text}");
        }
    }
}
