//! Expressions as written.

use serde::{Deserialize, Serialize};

use super::{Literal, Name, PlaceNode};
use crate::source::Span;
use crate::syntax::rule::Keyword;

/// `每处 名称 于 文本、文本 匹配 /…/ 当 …`; without 匹配 the texts are fragments themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Pieces {
    /// The unit of text.
    pub unit: PieceUnit,
    /// The name of each.
    pub name: Name,
    /// The texts, or lists of fragments.
    pub(crate) within: Vec<ExprNode>,
    /// What is looked for.
    pub pattern: Option<Sought>,
    /// 当
    pub(crate) filter: Option<Box<ExprNode>>,
}

/// What 匹配 looks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Sought {
    /// What a pattern matches.
    Pattern(Regex),
    /// The words of a list, by its name.
    Words(Name),
}

/// The units into which a text can be divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PieceUnit {
    /// 每处
    Match,
    /// 每句
    Sentence,
    /// 每段
    Paragraph,
}

/// `指标 i 于 产出目标/时效 当 …`
#[derive(Clone, Debug, PartialEq)]
pub struct DomainNode {
    /// All of it.
    pub span: Span,
    /// 指标, 字段 or 表.
    pub what: Ranged,
    /// The type that the fields must have: `文本 字段`.
    pub(crate) of_type: Option<(Keyword, Span)>,
    /// The required name: `指标 "系统运维规范性"`.
    pub(crate) named: Option<Literal>,
    /// The name of each.
    pub(crate) variable: Option<Name>,
    /// 于
    pub within: Vec<PlaceNode>,
    /// 当; extends as far as possible.
    pub filter: Option<Box<ExprNode>>,
}

impl DomainNode {
    /// All indicators: what a domain is before its parts are read.
    pub(in crate::syntax::rule) fn over(span: Span) -> Self {
        let what = Ranged::Indicators;
        let within = Vec::new();
        Self { span, what, of_type: None, named: None, variable: None, within, filter: None }
    }
}

/// What can be ranged over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ranged {
    /// 指标
    Indicators,
    /// 字段
    Fields,
    /// 表
    Sheets,
    /// 行
    Rows,
    /// 合计行
    Totals,
}

/// `/…/`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regex {
    /// The pattern; `\/` already is `/`.
    pub pattern: String,
    /// Its place, slashes included.
    pub(crate) span: Span,
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct ExprNode {
    /// All of it, parentheses included.
    pub(crate) span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A name: a field, a variable, a definition, a word list, a kind of target.
    Name(String),
    /// `x.名称`
    Member(Box<ExprNode>, Name),
    /// `"…"`
    Text(Literal),
    /// `列「名」`: the cell of a 规则表 under that heading.
    Column(Name),
    /// `90%`, `26万元`, `0.01元`, `12`: as written, blanks taken out.
    Number(String),
    /// `2020-01-01`, `2020年1月1日`: as written.
    Date(String),
    /// `/…/`
    Regex(Regex),
    /// `["…", "…"]`
    List(Vec<ExprNode>),
    /// `字数(x)`
    Call(Name, Vec<ExprNode>),
    /// `个数(指标 于 …)`
    Count(Box<DomainNode>),
    /// `合计(i.权重 对 每个 指标 i 于 …)`
    Aggregate(Aggregation, Box<ExprNode>, Box<Ranging>),
    /// `非 x`
    Not(Box<ExprNode>),
    /// `-x`
    Negative(Box<ExprNode>),
    /// `x%`, where x is not a literal number.
    Percent(Box<ExprNode>),
    /// `x 且 y`, `x + y`
    Binary(Box<ExprNode>, BinaryOp, Box<ExprNode>),
    /// `a ≤ b`, `a ≤ b ≤ c`, `x 包含 y`; at least one comparison.
    Compare(Box<ExprNode>, Vec<(CompareOp, Span, ExprNode)>),
    /// `有 指标 …`, `至少 2 个 指标 …`
    Exists(Amount, Box<DomainNode>),
    /// `每个 指标 … 都 x`
    Every(Box<DomainNode>, Box<ExprNode>),
    /// `有 项目概况`, `出现 m`: a value is there; `没有`, `未填`: it is not.
    Present(bool, Box<ExprNode>),
}

/// What an aggregate runs over.
#[derive(Clone, Debug, PartialEq)]
pub enum Ranging {
    /// 每个 …
    Each(DomainNode),
    /// 每处 …
    Pieces(Pieces),
}

/// Aggregates of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Aggregation {
    /// 合计
    Sum,
    /// 平均
    Average,
    /// 最大
    Largest,
    /// 最小
    Smallest,
}

/// How many there must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Amount {
    /// 有
    Some,
    /// 没有
    None,
    /// 至少 n 个
    AtLeast(u32),
    /// 至多 n 个
    AtMost(u32),
    /// 恰有 n 个
    Exactly(u32),
}

/// Operators of two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BinaryOp {
    /// 且
    And,
    /// 或
    Or,
    /// +
    Add,
    /// -
    Subtract,
    /// ×
    Multiply,
    /// ÷
    Divide,
}

impl BinaryOp {
    /// Whether it joins conditions.
    pub(crate) fn is_logical(self) -> bool {
        matches!(self, BinaryOp::And | BinaryOp::Or)
    }
}

/// Comparisons. Those of text have a negated twin, written with 不 (不包含, 不是).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    /// = ; ≠ is the negated one
    Equal {
        /// ≠
        negated: bool,
    },
    /// <
    Less,
    /// ≤
    AtMost,
    /// >
    Greater,
    /// ≥
    AtLeast,
    /// 是
    Is {
        /// 不是
        negated: bool,
    },
    /// 包含
    Contains {
        /// 不包含
        negated: bool,
    },
    /// 匹配
    Matches {
        /// 不匹配
        negated: bool,
    },
    /// 属于
    In {
        /// 不属于
        negated: bool,
    },
    /// 严于
    Stricter {
        /// 不严于
        negated: bool,
    },
    /// 含
    Includes {
        /// 不含
        negated: bool,
    },
    /// 低于
    Below {
        /// 不低于
        negated: bool,
    },
    /// 高于
    Above {
        /// 不高于
        negated: bool,
    },
    /// 开头是
    StartsWith {
        /// 开头不是
        negated: bool,
    },
    /// 结尾是
    EndsWith {
        /// 结尾不是
        negated: bool,
    },
    /// 误差, after = and the like: by how much the two sides may differ.
    GiveOrTake,
}
