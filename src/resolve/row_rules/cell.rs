//! What a cell of a 规则表 says: anything, a list, a range, or one value. Takes its text; knows no
//! form.

use std::borrow::Cow;

use crate::resolve::table;
use crate::source::MappedText;
use crate::source::Span;
use crate::syntax::rule::{CompareOp, ExprKind, ExprNode, Literal, Name};
use crate::syntax::table::TableCell;
use crate::value::{Comparator, TargetKind, read_date, read_figure, read_target};

/// Cells that say that it is all the same.
const ANY: [&str; 7] = ["任意", "不限", "全部", "所有", "any", "all", "*"];

/// Cells that say that nothing is demanded.
const NOTHING: [&str; 8] = ["无", "不要求", "none", "-", "—", "－", "——", "/"];

/// Words for less than that targets, which are to be reached, have no use for.
const BELOW: [&str; 4] = ["不满", "未满", "不足", "不到"];

/// What stands between the ends of a range.
const BETWEEN: [char; 6] = ['至', '到', '~', '—', '–', '-'];

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum CellReading {
    /// It is empty, or says that it is all the same.
    Any,
    /// Several words.
    Words(Vec<Name>),
    /// Figures between bounds.
    Range(Vec<RangeBound>),
    /// One value.
    Single(Name),
}

/// An end of a range.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RangeBound {
    pub(super) op: CompareOp,
    /// The figure, as a rule writes it.
    pub(super) figure: String,
    pub(super) span: Span,
}

/// Whether a cell says that nothing is demanded.
pub(super) fn asks_nothing(cell: &TableCell) -> bool {
    NOTHING.contains(&cell.text.as_str())
}

/// Reads a cell.
pub(super) fn read(cell: &TableCell) -> CellReading {
    let text = cell.text.as_str();
    if text.is_empty() || ANY.contains(&text) {
        return CellReading::Any;
    }
    let single = || CellReading::Single(table::named(cell));
    let is_pattern = text.len() > 2 && text.starts_with('/') && text.ends_with('/');
    if is_pattern || read_figure(text).is_some() || read_date(text).is_some() {
        return single();
    }
    if let Some(bounds) = range(text, cell.span) {
        return CellReading::Range(bounds);
    }
    match table::parted(cell, &['、', '，', ',', '；', ';', '\n']) {
        words if words.len() > 1 => CellReading::Words(words),
        _ => single(),
    }
}

/// `100万元以上`, `50万至100万元`, `50万元以上不满100万元`.
fn range(text: &str, span: Span) -> Option<Vec<RangeBound>> {
    if let Some(bounds) = part(text, span).or_else(|| part(&ends_alike(text)?, span)) {
        return Some(bounds);
    }
    let cuts = text.char_indices().filter(|(_, sign)| "且、，,并和；;".contains(*sign));
    let cuts = cuts.map(|(at, sign)| (at, at + sign.len_utf8()));
    let behind = ["以上（含）", "（含）以上", "以上", "及以上"].into_iter().filter_map(|word| {
        let at = text.find(word)? + word.len();
        Some((at, at))
    });
    cuts.chain(behind).find_map(|(end, start)| {
        let mut bounds = part(text.get(..end)?, span)?;
        bounds.extend(part(text.get(start..)?, span)?);
        (bounds.len() == 2).then_some(bounds)
    })
}

/// Figures compared by one word, or between two.
fn part(text: &str, span: Span) -> Option<Vec<RangeBound>> {
    let bound = |op, figure: String| RangeBound { op, figure, span };
    let below = BELOW.iter().find_map(|word| text.strip_prefix(word));
    let text = below.map_or(Cow::Borrowed(text), |rest| Cow::Owned(format!("<{rest}")));
    let Ok(target) = read_target(&text) else {
        // The wrong way round: it is no figure, and reported as such.
        let (low, high) = text.split_once(BETWEEN)?;
        let (low, high) = (read_figure(low)?.to_string(), read_figure(high)?.to_string());
        return Some(vec![bound(CompareOp::AtLeast, low), bound(CompareOp::AtMost, high)]);
    };
    match target.kind {
        TargetKind::Figure { comparator: Some(comparator), figure } => {
            let op = match comparator {
                Comparator::Equal => CompareOp::Equal { negated: false },
                Comparator::AtLeast => CompareOp::AtLeast,
                Comparator::AtMost => CompareOp::AtMost,
                Comparator::Above => CompareOp::Greater,
                Comparator::Below => CompareOp::Less,
            };
            Some(vec![bound(op, figure.to_string())])
        }
        TargetKind::Range { low, high } => Some(vec![
            bound(CompareOp::AtLeast, low.to_string()),
            bound(CompareOp::AtMost, high.to_string()),
        ]),
        _ => None,
    }
}

/// `50万至100万元` with the unit of its second end at both: `50万元至100万元`.
fn ends_alike(text: &str) -> Option<String> {
    let (low, high) = text.split_once(BETWEEN)?;
    let unit = high.trim_start_matches(|sign: char| !sign.is_alphabetic() && sign != '%');
    let own = low.trim_start_matches(|sign: char| !sign.is_alphabetic() && sign != '%');
    let missing = unit.strip_prefix(own)?;
    Some(format!("{low}{missing}至{high}"))
}

/// One value of a cell in an expression: a figure or a date where it reads as such, else a text.
pub(super) fn value(name: &Name, as_text: bool) -> ExprNode {
    let text = &name.text;
    let kind = match (as_text, read_date(text), read_figure(text)) {
        (false, Some(_), _) => ExprKind::Date(text.clone()),
        (false, None, Some(figure)) => ExprKind::Number(figure.to_string()),
        _ => ExprKind::Text(literal(name)),
    };
    ExprNode { span: name.span, kind }
}

/// A text of a cell, without holes.
pub(super) fn literal(name: &Name) -> Literal {
    let text = MappedText::verbatim(name.span, &name.text);
    Literal { text, span: name.span, holes: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn reads(text: &str) -> String {
        let span = Span::new(SourceId::ALONE, 0, text.len());
        let sign = |op| match op {
            CompareOp::AtLeast => "≥",
            CompareOp::AtMost => "≤",
            CompareOp::Greater => ">",
            CompareOp::Less => "<",
            _ => "=",
        };
        match read(&TableCell { text: text.to_owned(), span }) {
            CellReading::Any => "任意".to_owned(),
            CellReading::Single(name) => name.text,
            CellReading::Words(words) => {
                words.into_iter().map(|word| word.text).collect::<Vec<_>>().join("|")
            }
            CellReading::Range(bounds) => {
                let bounds = bounds.iter().map(|end| format!("{}{}", sign(end.op), end.figure));
                bounds.collect::<Vec<_>>().join(" ")
            }
        }
    }

    #[test]
    fn cells_are_read_as_people_fill_them() {
        for (text, wanted) in [
            ("", "任意"),
            ("不限", "任意"),
            ("信息化建设类", "信息化建设类"),
            ("工程类、购置类", "工程类|购置类"),
            ("工程类,购置类", "工程类|购置类"),
            ("100万元以上", "≥1,000,000元"),
            ("100万元（含）以上", "≥1,000,000元"),
            ("100万元以下", "≤1,000,000元"),
            ("不满100万元", "<1,000,000元"),
            ("超过100万元", ">1,000,000元"),
            (">100万元", ">1,000,000元"),
            ("≥95%", "≥95%"),
            ("50万元至100万元", "≥500,000元 ≤1,000,000元"),
            ("50万至100万元", "≥500,000元 ≤1,000,000元"),
            ("50-100万元", "≥500,000元 ≤1,000,000元"),
            ("50万元以上不满100万元", "≥500,000元 <1,000,000元"),
            ("50万元以上、100万元以下", "≥500,000元 ≤1,000,000元"),
            ("≥50万元且<100万元", "≥500,000元 <1,000,000元"),
            ("80%~90%", "≥80% ≤90%"),
            ("1,000,000元", "1,000,000元"),
            ("2021年1月1日", "2021年1月1日"),
            ("/验收|合格/", "/验收|合格/"),
        ] {
            assert_eq!(reads(text), wanted, "{text}");
        }
    }
}
