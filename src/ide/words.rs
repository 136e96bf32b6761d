//! What is shown of the parts of sheets and rules, in Chinese and in English.

use crate::diagnostic::{Lang, Words};
use crate::dictionary::{Direction, Law, Standard};
use crate::form::{Field, FieldKind, Table};

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

/// A table inside a sheet.
pub(super) fn table(table: &Table, lang: Lang) -> String {
    let columns = table.column_names().join("、");
    Words::new(format!("表格 · {columns}"), format!("table · {columns}")).get(lang).to_owned()
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

/// The rules that read a field or a level; the first of them by name.
pub(super) fn readers(listed: &[&str], count: usize, lang: Lang) -> String {
    let names = listed.join("、");
    let words = match count > listed.len() {
        true => Words::new(
            format!("读它的规则有 {count} 条：{names} 等"),
            format!("read by {count} rules: {names} …"),
        ),
        false => Words::new(format!("读它的规则：{names}"), format!("read by: {names}")),
    };
    words.get(lang).to_owned()
}

/// A law, with its force and its days.
pub(super) fn law(law: &Law, lang: Lang) -> String {
    let days = match (law.from, law.until) {
        (Some(from), Some(until)) => Some(Words::new(
            format!("施行 {from}，废止 {until}"),
            format!("in force from {from}, repealed {until}"),
        )),
        (Some(from), None) => {
            Some(Words::new(format!("施行 {from}"), format!("in force from {from}")))
        }
        (None, Some(until)) => {
            Some(Words::new(format!("废止 {until}"), format!("repealed {until}")))
        }
        (None, None) => None,
    };
    let mut parts = vec![linked(law)];
    parts.extend(law.force.as_ref().map(|force| {
        Words::new(format!("效力：{force}"), format!("force: {force}")).get(lang).to_owned()
    }));
    parts.extend(days.map(|days| days.get(lang).to_owned()));
    parts.join("\n\n")
}

/// A law and its article, as a rule cites them.
pub(super) fn basis(law: &Law, article: Option<&str>, lang: Lang) -> String {
    let article = article.map_or(String::new(), |article| format!(" {article}"));
    let law = linked(law);
    Words::new(format!("依据：{law}{article}"), format!("basis: {law}{article}"))
        .get(lang)
        .to_owned()
}

/// The citation of a law, linked to its address.
fn linked(law: &Law) -> String {
    match law.address() {
        Some(url) => format!("[{}]({url})", law.citation()),
        None => law.citation(),
    }
}

/// The most words of a list that are shown.
const MOST_WORDS: usize = 12;

/// The words of a list; the first of them if there are many.
pub(super) fn word_list(list: &[String], lang: Lang) -> String {
    let shown: Vec<&str> = list.iter().take(MOST_WORDS).map(String::as_str).collect();
    let (shown, count) = (shown.join("、"), list.len());
    let words = match count > MOST_WORDS {
        true => Words::new(
            format!("词表，{count} 个词：{shown} 等"),
            format!("word list of {count}: {shown} …"),
        ),
        false => Words::new(format!("词表：{shown}"), format!("word list: {shown}")),
    };
    words.get(lang).to_owned()
}

/// A field as a rule names it: of which form, of which type.
pub(super) fn field_of_form(field: &Field, form: &str, lang: Lang) -> String {
    let short = field_in_short(field, lang);
    let words = Words::new(format!("{form}的栏：{short}"), format!("field of {form}: {short}"));
    words.get(lang).to_owned()
}

/// What a rule calls the name of an indicator.
pub(super) fn indicator_name(lang: Lang) -> String {
    Words::new("指标的名称", "the name of the indicator").get(lang).to_owned()
}

/// A place where nothing has a name that can be changed.
pub(super) fn nothing_to_rename() -> Words {
    Words::new(
        "这里没有可以改名的东西：可以改名的有指标、规则、法规、词表、定义、参数和变量",
        "there is nothing to rename here: indicators, rules, laws, word lists, definitions, parameters and variables can be renamed",
    )
}

/// A name that a form gives.
pub(super) fn named_by_form(name: &str) -> Words {
    Words::new(
        format!("“{name}”是表单定的名字，改了以后已有的表就读不出来；要改名，给它加一个“又名”"),
        format!(
            "“{name}” is a name of the form, and sheets that use it could no longer be read; give it another name with 又名"
        ),
    )
}

/// What a user entered is no name.
pub(super) fn no_name(name: &str) -> Words {
    Words::new(
        format!("“{name}”不能作名字：名字不能是空的，也不能是关键字或者含有这里不能写的字符"),
        format!(
            "“{name}” cannot be a name: a name is not empty, is no keyword, and has no characters that cannot be written here"
        ),
    )
}

/// A name that is declared in a shipped pack.
pub(super) fn shipped(name: &str) -> Words {
    Words::new(
        format!("“{name}”在表尺自带的规则包里，不能改名"),
        format!("“{name}” is in a pack that comes with biaochi, and cannot be renamed"),
    )
}

/// A name that has a meaning already.
pub(super) fn name_taken(name: &str) -> Words {
    Words::new(
        format!("“{name}”已经有别的意思，换一个名字"),
        format!("“{name}” already stands for something else; choose another name"),
    )
}

/// A name that another indicator has.
pub(super) fn indicator_taken(name: &str, sheet: &str) -> Words {
    Words::new(
        format!("“{sheet}”的同一级下已有指标“{name}”，换一个名字"),
        format!(
            "“{sheet}” already has an indicator “{name}” at the same level; choose another name"
        ),
    )
}

/// A name that would raise a finding.
pub(super) fn would_raise(message: &Words) -> Words {
    let Words { zh, en } = message;
    Words::new(format!("没有改名，改了会出错：{zh}"), format!("not renamed, it would raise: {en}"))
}

/// A name with which a rule would ask something else.
pub(super) fn would_change(rule: &str) -> Words {
    Words::new(
        format!("没有改名：改了以后规则“{rule}”的意思会变"),
        format!("not renamed: the rule “{rule}” would ask something else"),
    )
}

/// How many days there are since another date, both included.
pub(super) fn days_since(field: &str, days: i64) -> Words {
    Words::new(format!("自“{field}”起 {days} 天"), format!("{days} days from “{field}” on"))
}

/// So many days.
pub(super) fn days(days: i64) -> Words {
    Words::new(format!("{days} 天"), format!("{days} days"))
}

/// The units of a standard indicator.
pub(super) fn usual_units(units: &[String]) -> Words {
    let list = units.join("、");
    Words::new(format!("常用单位：{list}"), format!("usual units: {list}"))
}
