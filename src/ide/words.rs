//! What is shown of the parts of sheets and rules, in Chinese and in English.

use crate::diagnostic::{Lang, Words};
use crate::dictionary::{Direction, Standard};
use crate::form::{Field, FieldKind};

/// `枚举 · 必填`
pub(super) fn field_in_short(field: &Field, lang: Lang) -> String {
    let kind = kind(&field.kind);
    let words = match field.required {
        true => Words::new(
            format!("{} · 必填", kind.get(Lang::Zh)),
            format!("{} · required", kind.get(Lang::En)),
        ),
        false => kind,
    };
    words.get(lang).to_owned()
}

/// A field in Markdown: its values and its other names; `None` if there is nothing more to say.
pub(super) fn field_at_length(field: &Field, lang: Lang) -> Option<String> {
    let mut lines = Vec::new();
    if let FieldKind::Enum { values, open } = &field.kind {
        let list = values.join("、");
        let words = match open {
            true => Words::new(
                format!("常用的值：{list}；也可以写别的"),
                format!("usual values: {list}; others may be written"),
            ),
            false => Words::new(format!("可以写：{list}"), format!("values: {list}")),
        };
        lines.push(words);
    }
    if !field.aliases.is_empty() {
        let list = field.aliases.join("、");
        lines.push(Words::new(format!("又名：{list}"), format!("also called: {list}")));
    }
    let lines: Vec<&str> = lines.iter().map(|words| words.get(lang)).collect();
    (!lines.is_empty()).then(|| lines.join("\n\n"))
}

/// The type of a field.
fn kind(kind: &FieldKind) -> Words {
    let en = match kind {
        FieldKind::Text => "text",
        FieldKind::Integer => "whole number",
        FieldKind::Number => "number",
        FieldKind::Percent => "percentage",
        FieldKind::Money { .. } => "amount of money",
        FieldKind::Date => "date",
        FieldKind::YesNo => "是 or 否",
        FieldKind::Enum { .. } => "choice",
        FieldKind::Target => "target",
    };
    Words::new(kind.zh(), en)
}

/// The entry of a standard indicator, in Markdown.
pub(super) fn standard(standard: &Standard, lang: Lang) -> String {
    let mut lines = Vec::new();
    lines.extend(standard.about.as_ref().map(|about| Words::verbatim(about.clone())));
    lines.push(Words::new(
        format!("归类：{}", standard.place),
        format!("belongs to: {}", standard.place),
    ));
    if let Some(target) = &standard.target {
        lines.push(Words::new(format!("常用目标：{target}"), format!("usual target: {target}")));
    }
    if !standard.units.is_empty() {
        let units = standard.units.join("、");
        lines.push(Words::new(format!("单位：{units}"), format!("units: {units}")));
    }
    if let Some(direction) = standard.direction {
        let en = match direction {
            Direction::Up => "the higher, the better",
            Direction::Down => "the lower, the better",
            Direction::Level => "as planned",
        };
        lines.push(Words::new(format!("方向：{}", direction.zh()), format!("direction: {en}")));
    }
    let lines: Vec<&str> = lines.iter().map(|words| words.get(lang)).collect();
    lines.join("\n\n")
}

/// What a key of every sheet is for.
pub(super) fn title_key(lang: Lang) -> String {
    Words::new("这张表用哪一种表单", "the form that the sheet follows").get(lang).to_owned()
}

/// The same of 年度.
pub(super) fn year_key(lang: Lang) -> String {
    Words::new("这张表是哪一年的", "the year of the sheet").get(lang).to_owned()
}

/// What the key of the tree is for.
pub(super) fn tree_key(lang: Lang) -> String {
    Words::new("指标写在下面，一级、二级缩进", "the indicators stand below, indented by level")
        .get(lang)
        .to_owned()
}

/// What a level is.
pub(super) fn level(is_first: bool, lang: Lang) -> String {
    let words = match is_first {
        true => Words::new("一级", "first level"),
        false => Words::new("二级", "second level"),
    };
    words.get(lang).to_owned()
}

/// What a standard indicator is.
pub(super) fn standard_indicator(lang: Lang) -> String {
    Words::new("常用指标", "standard indicator").get(lang).to_owned()
}

/// Beside the usual target of an indicator.
pub(super) fn usual_target(lang: Lang) -> String {
    Words::new("常用目标", "usual target").get(lang).to_owned()
}
