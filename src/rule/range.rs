//! What rules, quantifiers and aggregates range over, and how other sheets are looked up.

use serde::{Deserialize, Serialize};

use super::{Expr, PatternId};
use crate::form::{FieldId, LevelId, TableId};
use crate::value::Decimal;

/// Slot of a variable.
pub(crate) type Slot = usize;

/// 对
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Range {
    /// 每个
    Each(Domain),
    /// 每两个, of indicators or fields: each pair once, in the order of the text. (每两个 表 is the
    /// judged sheet, and each of the others.)
    Pair {
        /// The first, without a filter of its own.
        domain: Domain,
        /// The variable of the second.
        second: Slot,
        /// 当, of both.
        filter: Option<Expr>,
    },
    /// 每处
    Match {
        /// The variable.
        slot: Slot,
        /// Texts, or lists of fragments.
        within: Vec<Expr>,
        /// The pattern.
        pattern: Option<PatternId>,
        /// 当
        filter: Option<Expr>,
    },
}

/// What is ranged over.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Domain {
    /// 指标, 字段 or 表.
    pub(crate) over: Over,
    /// The sheet whose indicators or fields it ranges over; `None` is the judged one.
    pub(crate) of: Option<Slot>,
    /// The variable.
    pub(crate) slot: Slot,
    /// The required name.
    pub(crate) named: Option<String>,
    /// The levels that it must be filed under.
    pub(crate) levels: Option<Vec<LevelId>>,
    /// 当
    pub filter: Option<Box<Expr>>,
    /// For sheets: the equalities of the filter, to look sheets up instead of trying each.
    pub(crate) joins: Vec<Join>,
    /// For sheets: the similarity that the filter requires.
    pub(crate) alike: Option<Box<Alike>>,
}

/// A similarity that is required of a sheet's field: `相似度(b.项目概况, 项目概况) ≥ 90%`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Alike {
    /// The field of the sheet that is sought.
    pub(crate) field: FieldId,
    /// What it must be similar to; does not read the sheet that is sought.
    pub(crate) with: Expr,
    /// The least similarity, in percent.
    pub(crate) least: Decimal,
    /// Whether it is what the rule forbids: sheets that are not so similar meet its demand.
    pub(crate) forbidden: bool,
}

/// An equality that a filter requires of a sheet: `b.项目名称 = 项目名称`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Join {
    /// The field of the sheet that is sought.
    pub(crate) key: LookupKey,
    /// What it must equal; does not read the sheet that is sought.
    pub(crate) with: Expr,
    /// Whether it is what the rule forbids: sheets that are not equal meet its demand.
    pub(crate) forbidden: bool,
}

/// What sheets can be looked up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum LookupKey {
    /// A field's value.
    Field(FieldId),
    /// 年度
    Year,
}

/// Which sheets a 表 ranges over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct SheetScope {
    /// 本单位: those with the same value in this field.
    pub(crate) unit: Option<FieldId>,
    /// 本年度
    pub(crate) year: bool,
    /// 其他表: without the judged one.
    pub(crate) others: bool,
}

/// What can be ranged over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Over {
    /// 指标
    Indicators,
    /// 字段
    Fields,
    /// 行 of a table, without those that add up others
    Rows(TableId),
    /// 合计行 of a table
    Totals(TableId),
    /// 表
    Sheets(SheetScope),
    /// 表 without a scope: the judged sheet itself.
    ThisSheet,
}
