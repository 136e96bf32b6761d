//! Expressions as checked: names are slots, and each knows its type.

use serde::{Deserialize, Serialize};

use super::{
    CatalogueId, DefineId, ExprId, ListId, ParameterId, PatternId, SuffixesId, SynonymsId,
};
use super::{Domain, Function, Range, Slot, Type};
use crate::form::{AttributeId, ColumnId, FieldId};
use crate::source::Span;
pub(crate) use crate::syntax::rule::{Aggregation, Amount, BinaryOp};
use crate::value::{Date, Figure, Relation, TargetClass};

/// An expression.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Expr {
    /// Its number among all in rules and definitions; `None` until those are resolved, and for
    /// temporary ones.
    pub(crate) id: Option<ExprId>,
    /// Its place.
    pub(crate) span: Span,
    /// What it yields.
    pub(crate) ty: Type,
    /// What it is.
    pub(crate) kind: Kind,
}

impl Expr {
    /// An expression that has not been numbered.
    pub(crate) fn new(span: Span, ty: Type, kind: Kind) -> Self {
        Self { id: None, span, ty, kind }
    }
}

/// What an expression is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// Replaces something faulty; evaluates to unknown.
    Faulty,
    /// A text as written.
    Text(String),
    /// 是 or 否, as a value to compare a 是否 with.
    YesNo(bool),
    /// A figure as written.
    Figure(Figure),
    /// A date as written.
    Date(Date),
    /// `["…"]`
    List(Vec<Expr>),
    /// A word list.
    Words(ListId),
    /// A table of endings.
    Suffixes(SuffixesId),
    /// 指标库
    Catalogue(CatalogueId),
    /// A pattern.
    Pattern(PatternId),
    /// Synonyms.
    Synonyms(SynonymsId),
    /// A parameter.
    Parameter(ParameterId),
    /// A field of the sheet.
    Field(FieldId),
    /// 年度
    Year,
    /// `a.项目名称`: a field of another sheet.
    SheetField(Box<Expr>, FieldId),
    /// `a.年度`
    SheetYear(Box<Expr>),
    /// A variable.
    Variable(Slot),
    /// `i.目标值`
    Attribute(Box<Expr>, AttributeId),
    /// `r.金额`: a column of a row.
    Cell(Box<Expr>, ColumnId),
    /// `i.名称` and the like.
    Part(Box<Expr>, PartOf),
    /// `m.值`: the named group.
    Group(Box<Expr>, String),
    /// A definition with its arguments.
    Define(DefineId, Vec<Expr>),
    /// A built-in function.
    Call(Function, Vec<Expr>),
    /// 非
    Not(Box<Expr>),
    /// 且, 或 and arithmetic.
    Binary(Box<Expr>, BinaryOp, Box<Expr>),
    /// `-x`
    Negative(Box<Expr>),
    /// A number or a fragment as a percentage: `m.值%`.
    Percent(Box<Expr>),
    /// A quotient as a percentage: 0.5 is 50%.
    Ratio(Box<Expr>),
    /// `a ≤ b ≤ c`
    Chain(Box<Expr>, Vec<(Order, Expr)>),
    /// `a = b 误差 c`
    Near {
        /// One side.
        left: Box<Expr>,
        /// The other.
        right: Box<Expr>,
        /// By how much they may differ.
        tolerance: Box<Expr>,
        /// ≠
        negated: bool,
    },
    /// Comparisons of targets as sets of figures.
    SetTest {
        /// What is compared.
        subject: Box<Expr>,
        /// How.
        relation: Relation,
        /// With what.
        object: Box<Expr>,
        /// 不
        negated: bool,
    },
    /// Comparisons of text.
    Test {
        /// What is tested.
        subject: Box<Expr>,
        /// How.
        test: TextTest,
        /// With what.
        object: Box<Expr>,
        /// 不
        negated: bool,
    },
    /// `i.目标值 是 百分比`
    IsOfClass {
        /// The target.
        subject: Box<Expr>,
        /// Its 种类.
        class: TargetClass,
        /// 不
        negated: bool,
    },
    /// 有, 没有, 至少 …
    Exists(Amount, Domain),
    /// 每个 … 都 …
    Every(Domain, Box<Expr>),
    /// 个数(…)
    Count(Domain),
    /// 合计(… 对 …) and the like
    Aggregate(Aggregation, Box<Expr>, Box<Range>),
    /// `有 x`, `没有 x`
    Present(bool, Box<Expr>),
}

/// The order of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Order {
    /// =
    Equal,
    /// ≠
    Unequal,
    /// <
    Less,
    /// ≤
    AtMost,
    /// >
    Greater,
    /// ≥
    AtLeast,
}

impl Order {
    /// The order with the sides swapped.
    #[must_use]
    pub(crate) fn turned(self) -> Self {
        match self {
            Order::Less => Order::Greater,
            Order::AtMost => Order::AtLeast,
            Order::Greater => Order::Less,
            Order::AtLeast => Order::AtMost,
            Order::Equal | Order::Unequal => self,
        }
    }
}

/// Comparisons of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum TextTest {
    /// 包含
    Contains,
    /// 匹配
    Matches,
    /// 属于
    In,
    /// 开头是
    StartsWith,
    /// 结尾是
    EndsWith,
}

/// The members of an indicator, a field or a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum PartOf {
    /// 名称
    Name,
    /// 一级
    Level1,
    /// 二级
    Level2,
    /// 归属: `一级/二级`
    Filing,
    /// 值, of a field
    FieldValue,
    /// 类型, of a field
    FieldType,
    /// 数值, of a target
    Number,
    /// 符号, of a target
    Comparator,
    /// 单位, of a target
    Unit,
    /// 种类, of a target
    TargetKind,
    /// 下限, of a target
    Low,
    /// 上限, of a target
    High,
    /// 目标值, of a promise
    Aim,
    /// 起, of a time
    FirstDay,
    /// 止, of a time
    LastDay,
    /// 行号, of a row: the first of a table is 1
    RowNumber,
    /// 重复, of a promise: whether it repeats an earlier one
    Repeated,
    /// 文, of what is found in a text
    Wording,
}
