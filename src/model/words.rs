//! The words for faults of a sheet as a filled-in form. Takes places and names; gives findings.
//! Decides nothing.

mod boxes;
mod form;
mod table;

pub(super) use boxes::ticked_amiss;
pub(super) use form::*;
pub(super) use table::*;

use super::Cell;
use crate::diagnostic::{Code, Diagnostic, Edit, FixLevel, Subject, Words};
use crate::form::{Field, FieldKind, Form, LevelId};
use crate::source::Span;
use crate::value::{Decimal, Flaw, suggested_target, written_date};

/// What an unknown key may be instead.
pub(super) enum Misplaced<'a> {
    /// A level of the tree.
    Level { path: &'a str, tree: Option<&'a str> },
    /// There are fields under it; this is one of them.
    FieldsNested(&'a str),
    /// It looks like this one, which is already present.
    LikePresent(&'a str),
    /// Its value looks like the target of an indicator of this tree.
    Indicator(&'a str),
}

/// What an unknown level may be instead.
pub(super) enum Home<'a> {
    /// A level that belongs somewhere else.
    Elsewhere(LevelId),
    /// Probably this one.
    Misspelt(&'a str),
    /// Nothing known.
    Nowhere,
}

/// Where a missing field belongs.
pub(super) struct MissingPlace<'a> {
    /// The key that it belongs beside.
    pub(super) beside: Span,
    /// The exact place.
    pub(super) point: Span,
    /// What comes before and after it there: a line end on one side.
    pub(super) before: &'a str,
    pub(super) after: &'a str,
}

// The form

// Keys

pub(super) fn repeated_key(span: Span, key: &str, first: Span) -> Diagnostic {
    let message = Words::new(format!("“{key}”重复出现"), format!("“{key}” occurs twice"));
    let help = Words::new(
        "只留一处；现在以首次出现的为准",
        "keep one of them; for now the first one counts",
    );
    Diagnostic::error(Code::REPEATED_KEY, span, message).label(first, first_here()).help(help)
}

pub(super) fn unknown_key(
    span: Span,
    key: &str,
    suggestion: Option<&str>,
    misplaced: Option<Misplaced<'_>>,
) -> Diagnostic {
    let message = Words::new(
        format!("表单里没有“{}”这一栏", brief(key)),
        format!("the form has no field “{}”", brief(key)),
    );
    let diagnostic = Diagnostic::error(Code::UNKNOWN_KEY, span, message);
    if let Some(suggestion) = suggestion {
        return diagnostic.did_you_mean(span, suggestion);
    }
    let help = match misplaced {
        Some(Misplaced::Level { path, tree: Some(tree) }) => Words::new(
            format!("它是“{tree}”里的层级，请移到“{tree}/{path}”的位置"),
            format!("it is a level of “{tree}”: move it to “{tree}/{path}”"),
        ),
        Some(Misplaced::Level { path, tree: None }) => Words::new(
            format!("它是层级“{path}”，不是一栏"),
            format!("it is the level “{path}”, not a field"),
        ),
        Some(Misplaced::FieldsNested(field)) => Words::new(
            format!("“{field}”等栏直接写在最外层，不要套在别的键下面"),
            format!("write “{field}” and the other fields at the top, not under another key"),
        ),
        Some(Misplaced::LikePresent(present)) => Words::new(
            format!("是否为“{present}”？表里已经有这一栏，两处请合为一处"),
            format!("is it “{present}”? The sheet has that one already: merge them"),
        ),
        Some(Misplaced::Indicator(tree)) => Words::new(
            format!("如果它是指标，请写到“{tree}”中相应的二级目标之下"),
            format!("if it is an indicator, write it under its level in “{tree}”"),
        ),
        None => Words::new(
            "改用表单上印的栏名；不属于这张表的内容可以写成注释（# 开头）",
            "use the names printed on the form; anything else can be a comment (#)",
        ),
    };
    diagnostic.help(help)
}

/// A name that stands under several headings of the form.
pub(super) fn several_fields(span: Span, key: &str, names: &[&str]) -> Diagnostic {
    let key = brief(key);
    let message = Words::new(
        format!("“{key}”在表单上有{}处，看不出是哪一处", names.len()),
        format!(
            "“{key}” stands {} times on the form, and it is not clear which of them this is",
            names.len()
        ),
    );
    let listed = |between: &str| {
        names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(between)
    };
    let help = Words::new(format!("写成{}", listed("或")), format!("write {}", listed(" or ")));
    let fixes = names.iter().map(|name| {
        (
            Words::new(format!("改为“{name}”"), format!("change to “{name}”")),
            vec![Edit { span, text: (*name).to_owned() }],
        )
    });
    fixes.fold(
        Diagnostic::error(Code::UNKNOWN_KEY, span, message).help(help),
        |all, (title, edits)| all.fix(FixLevel::Draft, title, edits),
    )
}

/// In a sheet of no known form.
pub(super) fn like_known(span: Span, key: &str, known: &str) -> Diagnostic {
    let message = Words::new(
        format!("“{}”很像“{known}”，没有当作它来判", brief(key)),
        format!("“{}” is much like “{known}”, and was not taken for it", brief(key)),
    );
    Diagnostic::warning(Code::UNKNOWN_KEY, span, message).did_you_mean(span, known)
}

pub(super) fn unknown_attribute(
    span: Span,
    key: &str,
    near: Option<&str>,
    known: &[Field],
) -> Diagnostic {
    let message = Words::new(
        format!("指标没有“{}”这一项", brief(key)),
        format!("an indicator has no “{}”", brief(key)),
    );
    let diagnostic = Diagnostic::error(Code::UNKNOWN_KEY, span, message);
    match near {
        Some(near) => diagnostic.did_you_mean(span, near),
        None => diagnostic.help(one_of(known.iter().map(|field| field.name.as_str()))),
    }
}

pub(super) fn list_for_sheet(span: Span) -> Diagnostic {
    let message = Words::new("最外层不能是列表", "a sheet is not a list");
    let help = Words::new("每行写成“键: 值”", "write “key: value” on each line");
    Diagnostic::error(Code::WRONG_SHAPE, span, message).help(help)
}

// What is not there

pub(super) fn still_blank(span: Span) -> Diagnostic {
    let message = Words::new("这里还没有填", "this is not filled in yet");
    Diagnostic::error(Code::SHEET_BLANK, span, message)
        .help(Words::new("写上内容，去掉〔待填〕", "write it in place of 〔待填〕"))
}

pub(super) fn missing_field(field: &Field, gap: &MissingPlace<'_>) -> Diagnostic {
    let name = &field.name;
    let message =
        Words::new(format!("缺少必填的“{name}”"), format!("the required “{name}” is missing"));
    let key = if name.contains([':', '：', '"']) {
        format!("\"{}\"", name.replace('"', "\\\""))
    } else {
        name.clone()
    };
    let text = format!("{}{key}: 〔待填〕{}", gap.before, gap.after);
    let help = Words::new(
        format!("补上这一栏，填{}", accepted(field).zh),
        format!("add it; it holds {}", accepted(field).en),
    );
    let fix_title =
        Words::new(format!("补上“{name}”一栏，留待填写"), format!("add “{name}”, to be filled in"));
    Diagnostic::error(Code::MISSING_FIELD, gap.beside, message)
        .label(gap.point, Words::new("在此处补写", "add it here"))
        .help(help)
        .fix(FixLevel::Draft, fix_title, vec![Edit { span: gap.point, text }])
        .about(Subject::Field(name.to_owned()))
}

pub(super) fn missing_attribute(span: Span, indicator: &str, field: &Field) -> Diagnostic {
    let (indicator, name) = (brief(indicator), &field.name);
    let message = Words::new(
        format!("指标“{indicator}”缺少必填的“{name}”"),
        format!("the indicator “{indicator}” lacks the required “{name}”"),
    );
    let help = Words::new(
        format!("补上“{name}”，填{}", accepted(field).zh),
        format!("add “{name}”; it holds {}", accepted(field).en),
    );
    Diagnostic::error(Code::MISSING_FIELD, span, message).help(help)
}

pub(super) fn empty_field(key: Span, value: Span, field: &Field) -> Diagnostic {
    let name = &field.name;
    let message = Words::new(
        format!("“{name}”是必填项，却没有填写"),
        format!("“{name}” is required, but nothing is filled in"),
    );
    let help =
        Words::new(format!("填{}", accepted(field).zh), format!("fill in {}", accepted(field).en));
    let place = Words::new("在此处填写", "fill it in here");
    let diagnostic = Diagnostic::error(Code::EMPTY_FIELD, key, message).help(help);
    if value.is_empty() { diagnostic.label(value, place) } else { diagnostic }
}

// Values

pub(super) fn unreadable(span: Span, written: &str, field: &Field) -> Diagnostic {
    let (name, text) = (&field.name, brief(written));
    let no_such_day = written_date(written).filter(|_| field.kind == FieldKind::Date);
    let message = match no_such_day {
        Some((year, month, day)) => Words::new(
            format!("“{name}”的日期{year}年{month}月{day}日不存在"),
            format!("“{name}”: the day {year:04}-{month:02}-{day:02} does not exist"),
        ),
        None if field.kind == FieldKind::YesNo => {
            Words::new(format!("“{name}”不能填“{text}”"), format!("“{name}” cannot be “{text}”"))
        }
        None => Words::new(
            format!("“{name}”的值“{text}”不是{}", kind_of(&field.kind).zh),
            format!("“{name}”: “{text}” is not {}", kind_of(&field.kind).en),
        ),
    };
    let help = Words::new(
        format!("应填{}", accepted(field).zh),
        format!("it takes {}", accepted(field).en),
    );
    Diagnostic::error(Code::UNREADABLE_VALUE, span, message).help(help)
}

/// A target that looks like a figure but is not one.
pub(super) fn unreadable_target(cell: &Cell, field: &Field, flaw: Flaw) -> Diagnostic {
    let written = cell.text.as_str().trim();
    let (name, text) = (&field.name, brief(written));
    let message = Words::new(
        format!("“{name}”的“{text}”读不成数：{}", reason(flaw).zh),
        format!("“{name}”: “{text}” cannot be read as a figure: {}", reason(flaw).en),
    );
    let diagnostic = Diagnostic::error(Code::UNREADABLE_VALUE, cell.span, message);
    let example = Words::new(
        format!("写成一个数或一个区间，例如 ≥90%、12公里、90%~95%；{}", otherwise(flaw).zh),
        format!(
            "write one figure or one range, e.g. ≥90%, 12公里, 90%~95%; {}",
            otherwise(flaw).en
        ),
    );
    match suggested_target(written) {
        Some(near) => diagnostic.did_you_mean(cell.text.whole(), &near).remark(example),
        None => diagnostic.help(example),
    }
}

fn reason(flaw: Flaw) -> Words {
    match flaw {
        Flaw::Comparators => Words::new(
            "比较符号后面不是一个数，或者符号多了、互相矛盾",
            "its sign has no figure after it, is repeated or contradicts another",
        ),
        Flaw::Reversed => {
            Words::new("区间的前一头比后一头大", "the first end of the range is above the second")
        }
        Flaw::Units => {
            Words::new("区间两头的单位不同", "the ends of the range are in different units")
        }
        Flaw::Number => Words::new(
            "里面的数字不是一个数（千分位、空格、小数点或字母有误）",
            "its digits are not a number (separators, blanks, a decimal point or letters)",
        ),
        Flaw::Negative => Words::new("数量不会小于零", "a count is never below zero"),
        Flaw::NoSuchDay => Words::new("没有这样的日期", "there is no such date"),
        Flaw::Fraction => Words::new(
            "这个分数化不成有限小数",
            "the fraction does not come out even as a percentage",
        ),
    }
}

fn otherwise(flaw: Flaw) -> Words {
    match flaw {
        Flaw::NoSuchDay => Words::new(
            "日期写成 2020年6月底前 或 2020-06-30",
            "a date is written 2020年6月底前 or 2020-06-30",
        ),
        Flaw::Fraction => Words::new("分数写成百分数", "a fraction is written as a percentage"),
        _ => Words::new(
            "不是数的要求只写文字，不带比较符号",
            "a requirement without a figure is words alone, without a sign",
        ),
    }
}

/// A negative number that cannot be one.
pub(super) fn below_zero(span: Span, written: &str, field: &Field) -> Diagnostic {
    let (name, text) = (&field.name, brief(written));
    let message = Words::new(
        format!("“{name}”不能小于零：{text}"),
        format!("“{name}” cannot be below zero: {text}"),
    );
    let help = Words::new(
        format!("核对数字；应填{}", accepted(field).zh),
        format!("check the figure; it takes {}", accepted(field).en),
    );
    Diagnostic::error(Code::UNREADABLE_VALUE, span, message).help(help)
}

pub(super) fn unknown_choice(
    cell: &Cell,
    field: &Field,
    near: Option<&str>,
    values: &[String],
) -> Diagnostic {
    let (name, text) = (&field.name, brief(cell.text.as_str().trim()));
    let message = Words::new(
        format!("“{name}”不能填“{text}”"),
        format!("“{text}” is not one of the values of “{name}”"),
    );
    let list = one_of(values.iter().map(String::as_str));
    let diagnostic = Diagnostic::error(Code::UNKNOWN_CHOICE, cell.span, message);
    match near {
        Some(near) => diagnostic.did_you_mean(cell.text.whole(), near).remark(list),
        None => diagnostic.help(list),
    }
}

pub(super) fn unusual_choice(cell: &Cell, field: &Field, near: &str) -> Diagnostic {
    let (name, text) = (&field.name, brief(cell.text.as_str().trim()));
    let message = Words::new(
        format!("“{name}”填的“{text}”与“{near}”只差一个字"),
        format!("“{text}” in “{name}” is one character off “{near}”"),
    );
    Diagnostic::warning(Code::UNKNOWN_CHOICE, cell.span, message)
        .did_you_mean(cell.text.whole(), near)
}

pub(super) fn wrong_shape(span: Span, field: &Field) -> Diagnostic {
    let name = &field.name;
    let (message, help) = if field.kind == FieldKind::Text {
        (
            Words::new(
                format!("“{name}”应是文字，下面却又分了栏"),
                format!("“{name}” is a text, but fields are nested in it"),
            ),
            Words::new(
                "多行文字在冒号后写“|”，从下一行起缩进书写",
                "for several lines write “|” after the colon and indent the lines below",
            ),
        )
    } else {
        (
            Words::new(format!("“{name}”应只有一个值"), format!("“{name}” takes one value")),
            Words::new(
                format!("在冒号后填{}", accepted(field).zh),
                format!("after the colon write {}", accepted(field).en),
            ),
        )
    };
    Diagnostic::error(Code::WRONG_SHAPE, span, message).help(help)
}

// The tree of indicators

pub(super) fn text_for_level(span: Span, level: &str) -> Diagnostic {
    let message = Words::new(
        format!("“{level}”是层级，不能直接填值"),
        format!("“{level}” is a level and takes no value itself"),
    );
    let help = Words::new(
        "从下一行起缩进，每行写一个“指标: 目标值”",
        "indent the lines below it and write “indicator: target” on each",
    );
    Diagnostic::error(Code::WRONG_SHAPE, span, message)
        .help(help)
        .about(Subject::Level(level.to_owned()))
}

pub(super) fn list_for_level(span: Span, level: &str) -> Diagnostic {
    let message = Words::new(
        format!("“{level}”之下不能写列表"),
        format!("there can be no list under “{level}”"),
    );
    let help = Words::new(
        "去掉行首的“-”，每行写“键: 值”",
        "leave out the dashes and write “key: value” on each line",
    );
    Diagnostic::error(Code::WRONG_SHAPE, span, message)
        .help(help)
        .about(Subject::Level(level.to_owned()))
}

pub(super) fn unknown_level(
    span: Span,
    name: &str,
    parent: Option<LevelId>,
    home: &Home<'_>,
    form: &Form,
) -> Diagnostic {
    let name = brief(name);
    let message = match parent.and_then(|id| form.level_at(id)) {
        Some(parent) => Words::new(
            format!("“{}”之下没有“{name}”这个二级目标", parent.name),
            format!("there is no level “{name}” under “{}”", parent.name),
        ),
        None => Words::new(
            format!("没有“{name}”这个一级目标"),
            format!("there is no first level “{name}”"),
        ),
    };
    let siblings = || {
        let here = form.level_ids().filter_map(|id| form.level_at(id));
        one_of(here.filter(|level| level.parent == parent).map(|level| level.name.as_str()))
    };
    let diagnostic =
        Diagnostic::error(Code::UNKNOWN_LEVEL, span, message).about(Subject::Level(name.clone()));
    match home {
        Home::Misspelt(suggestion) => diagnostic.did_you_mean(span, suggestion).remark(siblings()),
        Home::Elsewhere(level) => {
            let path = form.level_path(*level);
            let help = Words::new(
                format!("“{name}”的位置在“{path}”，请移过去"),
                format!("its place is “{path}”: move it there"),
            );
            diagnostic.help(help).remark(siblings())
        }
        Home::Nowhere => diagnostic.help(siblings()),
    }
}

pub(super) fn indicator_without_level(
    span: Span,
    name: &str,
    level: Option<LevelId>,
    form: &Form,
) -> Diagnostic {
    let shown = brief(name);
    let Some(level) = level else {
        let firsts = form.levels.iter().filter(|level| level.parent.is_none());
        let message = Words::new(
            format!("指标“{shown}”没有归入任何层级"),
            format!("the indicator “{shown}” is under no level"),
        );
        return Diagnostic::error(Code::NO_FIRST_LEVEL, span, message)
            .help(filed_under(firsts.map(|level| level.name.as_str())))
            .about(Subject::Indicator(name.to_owned()));
    };
    let path = form.level_path(level);
    let message = Words::new(
        format!("指标“{shown}”直接写在“{path}”之下，没有归入二级目标"),
        format!("the indicator “{shown}” is directly under “{path}”, in no second level"),
    );
    let seconds = form.children(level).filter_map(|id| form.level_at(id));
    Diagnostic::error(Code::NO_SECOND_LEVEL, span, message)
        .help(filed_under(seconds.map(|level| level.name.as_str())))
        .about(Subject::Indicator(format!("{path}/{name}")))
}

pub(super) fn repeated_indicator(span: Span, name: &str, first: Span, path: &str) -> Diagnostic {
    let name = brief(name);
    let message = Words::new(
        format!("“{path}”之下已有指标“{name}”"),
        format!("“{path}” has an indicator “{name}” already"),
    );
    let help = Words::new(
        "删去重复的一条，或改名写明两者的区别；现在以首次出现的为准",
        "remove one of them, or give it another name; for now the first one counts",
    );
    Diagnostic::error(Code::REPEATED_INDICATOR, span, message).label(first, first_here()).help(help)
}

pub(super) fn too_deep(span: Span, name: &str) -> Diagnostic {
    let shown = brief(name);
    let message = Words::new(
        format!("“{shown}”之下的层级过深"),
        format!("the levels under “{shown}” go too deep"),
    );
    let help = Words::new(
        "指标树只有一级目标、二级目标和指标三层，多出的一层请去掉",
        "a tree has first levels, second levels and indicators: remove the further level",
    );
    Diagnostic::error(Code::LEVELS_TOO_DEEP, span, message)
        .help(help)
        .about(Subject::Text(name.to_owned()))
}

// Parts of sentences

fn first_here() -> Words {
    Words::new("首次出现在这里", "it occurs here first")
}

fn filed_under<'a>(levels: impl Iterator<Item = &'a str>) -> Words {
    let list = listed(levels);
    Words::new(format!("请归入其中之一：{list}"), format!("file it under one of: {list}"))
}

fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> Words {
    let list = listed(names);
    Words::new(format!("可选：{list}"), format!("one of: {list}"))
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const MOST: usize = 12;
    let mut names = names.peekable();
    let mut shown: Vec<&str> = names.by_ref().take(MOST).collect();
    if names.peek().is_some() {
        shown.push("…");
    }
    shown.join("、")
}

fn kind_of(kind: &FieldKind) -> Words {
    match kind {
        FieldKind::Text | FieldKind::Enum { .. } => Words::new("文字", "a text"),
        FieldKind::Integer => Words::new("整数", "a whole number"),
        FieldKind::Number => Words::new("数", "a number"),
        FieldKind::Percent => Words::new("百分比", "a percentage"),
        FieldKind::Money { .. } => Words::new("金额", "an amount of money"),
        FieldKind::Date => Words::new("日期", "a date"),
        FieldKind::YesNo => Words::new("“是”或“否”", "是 or 否"),
        FieldKind::Target => Words::new("目标值", "a target"),
    }
}

/// What a field takes, with an example.
fn accepted(field: &Field) -> Words {
    match &field.kind {
        FieldKind::Text => Words::new("具体内容", "its text"),
        FieldKind::Integer => {
            Words::new("整数，例如 12 或 1,800", "a whole number, e.g. 12 or 1,800")
        }
        FieldKind::Number => Words::new("数，例如 3.5", "a number, e.g. 3.5"),
        FieldKind::Percent => Words::new("百分比，例如 95%", "a percentage, e.g. 95%"),
        FieldKind::Money { unit } if *unit == Decimal::ONE => Words::new(
            "金额，例如 260,000 或 26万元（只写数时单位为元）",
            "an amount, e.g. 260,000 or 26万元 (a bare number counts 元)",
        ),
        FieldKind::Money { unit } => {
            let unit = match unit.normalize().to_string().as_str() {
                "10000" => "万元".to_owned(),
                "100000000" => "亿元".to_owned(),
                other => format!("{other}元"),
            };
            Words::new(
                format!("金额，例如 26 或 260,000元（只写数时单位为{unit}）"),
                format!("an amount, e.g. 26 or 260,000元 (a bare number counts {unit})"),
            )
        }
        FieldKind::Date => Words::new(
            "日期，例如 2020-01-01 或 2020年1月1日",
            "a date, e.g. 2020-01-01 or 2020年1月1日",
        ),
        FieldKind::YesNo => Words::new("“是”或“否”", "是 or 否"),
        FieldKind::Enum { values, .. } => {
            let list = listed(values.iter().map(String::as_str));
            Words::new(format!("其中之一：{list}"), format!("one of: {list}"))
        }
        FieldKind::Target => {
            Words::new("目标值，例如 ≥90% 或 12公里", "a target, e.g. ≥90% or 12公里")
        }
    }
}

/// The text on one line, cut where it is long.
fn brief(text: &str) -> String {
    const MOST: usize = 24;
    let mut characters = text.chars().map(|at| if at.is_control() { ' ' } else { at });
    let mut shown: String = characters.by_ref().take(MOST).collect();
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}
