//! The types of expressions, and their names for people.

use serde::{Deserialize, Serialize};

use crate::form::{FieldKind, TableId};
use crate::syntax::rule::Keyword;
use crate::value::Unit;

/// What an expression yields.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub(crate) enum Type {
    /// Something faulty, already reported: agrees with everything.
    Faulty,
    /// A condition.
    Truth,
    /// 是否: a condition, or the words 是 and 否.
    YesNo,
    /// 文本
    Text,
    /// 片段: a text with its place.
    Fragment,
    /// What a pattern matched, with its named groups.
    Match(Vec<String>),
    /// A list of fragments.
    Fragments,
    /// A figure, a time or a promise, with its place in a text.
    Found(Find),
    /// A list of them.
    Finds(Find),
    /// 枚举: the values that its field has, and whether others may occur.
    Enum {
        /// The values.
        values: Vec<String>,
        /// Whether others may occur.
        open: bool,
    },
    /// A number with its unit.
    Figure(UnitKind),
    /// 日期
    Date,
    /// 目标值
    Target,
    /// 指标
    Indicator,
    /// 字段
    Field,
    /// 行 of a table
    Row(TableId),
    /// 表
    Sheet,
    /// 词表, or a list of texts
    Words,
    /// 词尾表
    Suffixes,
    /// 指标库
    Catalogue,
    /// 同义
    Synonyms,
    /// `/…/`
    Pattern,
    /// A list of figures or dates, to be used with 属于.
    List(Box<Type>),
}

/// What is found in prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Find {
    /// 数目
    Figure,
    /// 百分比
    Percent,
    /// 金额
    Money,
    /// 日期
    Period,
    /// 承诺
    Promise,
}

impl Find {
    /// The unit of its figure, if it is one.
    pub(crate) fn unit(self) -> Option<UnitKind> {
        match self {
            Find::Figure => Some(UnitKind::Any),
            Find::Percent => Some(UnitKind::Percent),
            Find::Money => Some(UnitKind::Yuan),
            Find::Period | Find::Promise => None,
        }
    }
}

/// What is known about a figure's unit before any sheet is read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum UnitKind {
    /// Known only from the sheet.
    Any,
    /// None.
    Plain,
    /// A quotient: 0.5 may be compared with 50%.
    Ratio,
    /// %
    Percent,
    /// 元
    Yuan,
    /// Another, as written.
    Named(String),
}

impl UnitKind {
    /// The kind of a unit that is known.
    pub(crate) fn of(unit: &Unit) -> Self {
        match unit {
            Unit::None => UnitKind::Plain,
            Unit::Percent => UnitKind::Percent,
            Unit::Yuan => UnitKind::Yuan,
            Unit::Named(name) => UnitKind::Named(name.to_string()),
        }
    }
}

impl Type {
    /// The type that a definition's parameter is declared with.
    pub(crate) fn of_parameter(name: Keyword) -> Option<Self> {
        Some(match name {
            Keyword::Text => Type::Text,
            Keyword::Figure => Type::Figure(UnitKind::Any),
            Keyword::Percent => Type::Figure(UnitKind::Percent),
            Keyword::Money => Type::Figure(UnitKind::Yuan),
            Keyword::Date => Type::Date,
            Keyword::YesNo => Type::YesNo,
            Keyword::Target => Type::Target,
            Keyword::Indicator => Type::Indicator,
            Keyword::OneField => Type::Field,
            Keyword::Fragment => Type::Fragment,
            Keyword::Sheet => Type::Sheet,
            Keyword::Words => Type::Words,
            _ => return None,
        })
    }

    /// The type of a field's or attribute's value.
    pub(crate) fn of_field(kind: &FieldKind) -> Self {
        match kind {
            FieldKind::Text => Type::Text,
            FieldKind::Integer | FieldKind::Number => Type::Figure(UnitKind::Any),
            FieldKind::Percent => Type::Figure(UnitKind::Percent),
            FieldKind::Money { .. } => Type::Figure(UnitKind::Yuan),
            FieldKind::Date => Type::Date,
            FieldKind::YesNo => Type::YesNo,
            FieldKind::Enum { values, open } => Type::Enum { values: values.clone(), open: *open },
            FieldKind::Target => Type::Target,
        }
    }

    /// Whether it can be used as text.
    pub(crate) fn is_textual(&self) -> bool {
        matches!(
            self,
            Type::Faulty
                | Type::Text
                | Type::Fragment
                | Type::Match(_)
                | Type::Found(_)
                | Type::Enum { .. }
                | Type::Target
        )
    }

    /// Whether it can be used as a condition.
    pub(crate) fn is_condition(&self) -> bool {
        matches!(self, Type::Faulty | Type::Truth | Type::YesNo)
    }

    /// Its name for people.
    pub(crate) fn zh(&self) -> &'static str {
        match self {
            Type::Faulty => "有误的内容",
            Type::Truth => "条件",
            Type::YesNo => "是否",
            Type::Text => "文本",
            Type::Fragment | Type::Match(_) => "片段",
            Type::Fragments | Type::Finds(_) => "片段列表",
            Type::Found(Find::Figure) => "文中的数目",
            Type::Found(Find::Percent) => "文中的百分比",
            Type::Found(Find::Money) => "文中的金额",
            Type::Found(Find::Period) => "文中的日期",
            Type::Found(Find::Promise) => "承诺",
            Type::Enum { .. } => "枚举",
            Type::Figure(UnitKind::Percent) => "百分比",
            Type::Figure(UnitKind::Yuan) => "金额",
            Type::Figure(_) => "数",
            Type::Date => "日期",
            Type::Target => "目标值",
            Type::Indicator => "指标",
            Type::Field => "字段",
            Type::Row(_) => "行",
            Type::Sheet => "表",
            Type::Words => "词表",
            Type::Suffixes => "词尾表",
            Type::Catalogue => "指标库",
            Type::Synonyms => "同义词",
            Type::Pattern => "匹配式",
            Type::List(_) => "列表",
        }
    }

    /// The same in English.
    pub(crate) fn en(&self) -> &'static str {
        match self {
            Type::Faulty => "something faulty",
            Type::Truth => "a condition",
            Type::YesNo => "a yes/no",
            Type::Text => "a text",
            Type::Fragment | Type::Match(_) => "a fragment",
            Type::Fragments | Type::Finds(_) => "a list of fragments",
            Type::Found(Find::Figure) => "a figure in a text",
            Type::Found(Find::Percent) => "a percentage in a text",
            Type::Found(Find::Money) => "an amount in a text",
            Type::Found(Find::Period) => "a date in a text",
            Type::Found(Find::Promise) => "a promise",
            Type::Enum { .. } => "an enumeration",
            Type::Figure(UnitKind::Percent) => "a percentage",
            Type::Figure(UnitKind::Yuan) => "an amount of money",
            Type::Figure(_) => "a number",
            Type::Date => "a date",
            Type::Target => "a target",
            Type::Indicator => "an indicator",
            Type::Row(_) => "a row",
            Type::Field => "a field",
            Type::Sheet => "a sheet",
            Type::Words => "a word list",
            Type::Suffixes => "a table of endings",
            Type::Catalogue => "a catalogue of indicators",
            Type::Synonyms => "synonyms",
            Type::Pattern => "a pattern",
            Type::List(_) => "a list",
        }
    }
}

/// What a bare name inside a domain without a variable may mean.
pub(crate) const INDICATOR_PARTS: [&str; 5] = ["名称", "一级", "二级", "归属", "目标值"];

/// Whether values of a type are sets of figures: targets, promises and single figures.
pub(crate) fn is_target(ty: &Type) -> bool {
    match ty {
        Type::Faulty | Type::Target | Type::Figure(_) => true,
        Type::Found(find) => *find != Find::Period,
        _ => false,
    }
}
