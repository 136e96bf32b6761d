//! The vocabulary as data: the fields, levels and indicators of a form, by place and year.
//! Built from 表单 items of rule files. Knows no sheet and no rule.

mod role;

pub use role::Role;

use serde::{Deserialize, Serialize};

use crate::value::{Decimal, same_name};

/// One form, e.g. 财政项目支出绩效目标表 of Shanghai in 2020.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize, Deserialize)]
pub struct Form {
    /// Its title, as sheets name it under 表单.
    pub name: String,
    /// Its other titles (又名).
    pub aliases: Vec<String>,
    /// 通用: sheets whose form nobody has declared are read by it. It takes any field, and levels
    /// in any order.
    pub general: bool,
    /// Keys that are printed on the form and not judged (不判).
    pub unjudged: Vec<String>,
    /// First year it is used, inclusive.
    pub from_year: Option<i32>,
    /// Last year it is used, inclusive.
    pub until_year: Option<i32>,
    /// The years in which a form of a pack below stands in its place.
    pub replaced: Vec<Years>,
    /// The place that issued it, e.g. 上海市.
    pub place: Option<String>,
    /// The fields, in the order of the form.
    pub fields: Vec<Field>,
    /// The field with the unit that submits a sheet.
    pub unit: Option<FieldId>,
    /// The trees of indicators, e.g. 绩效目标.
    pub trees: Vec<IndicatorTree>,
    /// The levels of the tree, each 一级 followed by its 二级.
    pub levels: Vec<Level>,
    /// What an indicator may hold besides its name; the first is what a bare value means (目标值).
    pub attributes: Vec<Field>,
    /// The tables inside a sheet (表格).
    pub tables: Vec<Table>,
}

/// A table inside a sheet: rows with the same columns, e.g. 预算成本构成.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub struct Table {
    /// The key, as printed on the form.
    pub name: String,
    /// Its other names (又名).
    pub aliases: Vec<String>,
    /// Its columns; the first names a row.
    pub columns: Vec<Field>,
    /// The names of rows that add up others (合计行).
    pub totals: Vec<String>,
}

/// Slot of a table in its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TableId(pub(crate) u16);

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ColumnId {
    /// The table.
    pub(crate) table: TableId,
    /// The slot of the column in it.
    pub(crate) at: u16,
}

/// From a year to a year, both included; `None` is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Years(pub Option<i32>, pub Option<i32>);

impl Years {
    fn cover(self, year: i32) -> bool {
        self.0.is_none_or(|from| from <= year) && self.1.is_none_or(|until| year <= until)
    }

    fn enclose(self, other: Years) -> bool {
        let from = self.0.is_none_or(|from| other.0.is_some_and(|other| from <= other));
        from && self.1.is_none_or(|until| other.1.is_some_and(|other| other <= until))
    }
}

/// A tree of indicators.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub struct IndicatorTree {
    /// The key that it stands under.
    pub name: String,
    /// Other keys that mean it.
    pub aliases: Vec<String>,
}

impl IndicatorTree {
    /// Whether a key means this tree.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.iter().any(|alias| alias == name)
    }
}

/// Slot of a field in its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FieldId(pub(crate) u16);

impl FieldId {
    /// Its slot after others have moved.
    pub(crate) fn shifted(self, moved: impl Fn(u16) -> Option<u16>) -> Option<Self> {
        moved(self.0).map(Self)
    }
}

/// Slot of a level in its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LevelId(pub u16);

/// Slot of an indicator's attribute in its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AttributeId(pub(crate) u16);

impl AttributeId {
    /// Its slot after others have moved.
    pub(crate) fn shifted(self, moved: impl Fn(u16) -> Option<u16>) -> Option<Self> {
        moved(self.0).map(Self)
    }
}

/// One field of a form, or one attribute of an indicator.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub struct Field {
    /// The key, as printed on the form.
    pub name: String,
    /// Its other names (又名).
    pub aliases: Vec<String>,
    /// The type of its value.
    pub kind: FieldKind,
    /// Whether a sheet without it is incomplete.
    pub required: bool,
    /// Whether its value may lie below zero (可为负); a budget, a count, a weight or a share does
    /// not.
    pub signed: bool,
    /// Of an attribute: those that its value is put together from, where it has no column of its
    /// own (由).
    pub joins: Vec<AttributeId>,
}

/// The type of a field's value.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub enum FieldKind {
    /// 文本
    Text,
    /// 整数
    Integer,
    /// 小数
    Number,
    /// 百分比
    Percent,
    /// 金额; a bare number counts this many 元 (10000 for a field in 万元).
    Money {
        /// The 元 in one unit of a bare number.
        unit: Decimal,
    },
    /// 日期
    Date,
    /// 是否
    YesNo,
    /// 枚举
    Enum {
        /// The values.
        values: Vec<String>,
        /// Whether other values may occur (the list ended in 等).
        open: bool,
    },
    /// 目标值
    Target,
}

impl FieldKind {
    /// The names of all types in rules.
    pub(crate) const NAMES: [&str; 9] =
        ["文本", "整数", "小数", "百分比", "金额", "日期", "是否", "枚举", "目标值"];

    /// Its name in rules.
    pub fn zh(&self) -> &'static str {
        match self {
            FieldKind::Text => "文本",
            FieldKind::Integer => "整数",
            FieldKind::Number => "小数",
            FieldKind::Percent => "百分比",
            FieldKind::Money { .. } => "金额",
            FieldKind::Date => "日期",
            FieldKind::YesNo => "是否",
            FieldKind::Enum { .. } => "枚举",
            FieldKind::Target => "目标值",
        }
    }
}

/// One 一级 or 二级 of the tree of indicators.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub struct Level {
    /// Its name.
    pub name: String,
    /// Other names that mean it.
    pub aliases: Vec<String>,
    /// The 一级 that a 二级 belongs to; `None` for a 一级.
    pub parent: Option<LevelId>,
    /// What it is for (角色), if its name does not say so.
    pub role: Option<Role>,
}

impl Form {
    /// Whether the form is used in a year; a sheet without a year fits every form of its name.
    pub(crate) fn covers(&self, year: Option<i32>) -> bool {
        let own = Years(self.from_year, self.until_year);
        match year {
            Some(year) => own.cover(year) && !self.replaced.iter().any(|years| years.cover(year)),
            None => !self.replaced.iter().any(|years| years.enclose(own)),
        }
    }

    /// The key of its first tree of indicators.
    pub(crate) fn tree_name(&self) -> Option<&str> {
        self.trees.first().map(|tree| tree.name.as_str())
    }

    /// Whether sheets of that title are of this form.
    pub(crate) fn is_titled(&self, title: &str) -> bool {
        self.titles().any(|name| same_name(name, title))
    }

    /// Its title, and its other titles.
    pub(crate) fn titles(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    /// The field of that name or alias.
    pub(crate) fn field(&self, name: &str) -> Option<FieldId> {
        position(&self.fields, |field| field.is_called(name)).map(FieldId)
    }

    /// The indicator's attribute of that name or alias.
    pub(crate) fn attribute(&self, name: &str) -> Option<AttributeId> {
        position(&self.attributes, |field| field.is_called(name)).map(AttributeId)
    }

    /// A field by its slot.
    pub(crate) fn field_at(&self, id: FieldId) -> Option<&Field> {
        self.fields.get(usize::from(id.0))
    }

    /// An attribute by its slot.
    pub(crate) fn attribute_at(&self, id: AttributeId) -> Option<&Field> {
        self.attributes.get(usize::from(id.0))
    }

    /// The table of that name or alias.
    pub(crate) fn table(&self, name: &str) -> Option<TableId> {
        position(&self.tables, |table| table.names().any(|known| known == name)).map(TableId)
    }

    /// A table by its slot.
    pub(crate) fn table_at(&self, id: TableId) -> Option<&Table> {
        self.tables.get(usize::from(id.0))
    }

    /// The column of that name or alias.
    pub(crate) fn column(&self, table: TableId, name: &str) -> Option<ColumnId> {
        let columns = &self.table_at(table)?.columns;
        position(columns, |column| column.is_called(name)).map(|at| ColumnId { table, at })
    }

    /// A column by its slot.
    pub(crate) fn column_at(&self, id: ColumnId) -> Option<&Field> {
        self.table_at(id.table)?.columns.get(usize::from(id.at))
    }

    /// The columns of its indicators, and of its tables.
    pub(crate) fn all_columns(&self) -> impl Iterator<Item = &Field> {
        self.attributes.iter().chain(self.tables.iter().flat_map(|table| &table.columns))
    }

    /// A level by its slot.
    pub(crate) fn level_at(&self, id: LevelId) -> Option<&Level> {
        self.levels.get(usize::from(id.0))
    }

    /// The level of that name directly under `parent` (`None`: the 一级).
    pub(crate) fn level(&self, parent: Option<LevelId>, name: &str) -> Option<LevelId> {
        position(&self.levels, |level| level.parent == parent && level.is_called(name)).map(LevelId)
    }

    /// Every level of that name, wherever it stands.
    pub(crate) fn levels_called(&self, name: &str) -> Vec<LevelId> {
        self.level_ids()
            .filter(|id| self.level_at(*id).is_some_and(|level| level.is_called(name)))
            .collect()
    }

    /// The 二级 of a 一级, in the order of the form.
    pub(crate) fn children(&self, parent: LevelId) -> impl Iterator<Item = LevelId> + '_ {
        self.level_ids()
            .filter(move |id| self.level_at(*id).is_some_and(|level| level.parent == Some(parent)))
    }

    /// All levels' slots.
    pub fn level_ids(&self) -> impl Iterator<Item = LevelId> + use<> {
        (0..u16::try_from(self.levels.len()).unwrap_or(u16::MAX)).map(LevelId)
    }

    /// `一级/二级`, as rules write it.
    pub fn level_path(&self, id: LevelId) -> String {
        let Some(level) = self.level_at(id) else { return String::new() };
        match level.parent.and_then(|parent| self.level_at(parent)) {
            Some(parent) => format!("{}/{}", parent.name, level.name),
            None => level.name.clone(),
        }
    }
}

impl Field {
    /// Whether a key means this field.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.iter().any(|alias| alias == name)
    }
}

impl Table {
    /// Every key that means this table.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    /// The names of its columns.
    pub(crate) fn column_names(&self) -> Vec<&str> {
        self.columns.iter().map(|column| column.name.as_str()).collect()
    }

    /// Whether a row of that name adds up others.
    pub(crate) fn is_total(&self, row: &str) -> bool {
        self.totals.iter().any(|total| same_name(total, row))
    }
}

impl Level {
    /// Whether a key means this level.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.iter().any(|alias| alias == name)
    }
}

fn position<T>(items: &[T], wanted: impl Fn(&T) -> bool) -> Option<u16> {
    items.iter().position(wanted).and_then(|at| u16::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_kinds_are_all_there() {
        let kinds = [
            FieldKind::Text,
            FieldKind::Integer,
            FieldKind::Number,
            FieldKind::Percent,
            FieldKind::Money { unit: Decimal::ONE },
            FieldKind::Date,
            FieldKind::YesNo,
            FieldKind::Enum { values: Vec::new(), open: true },
            FieldKind::Target,
        ];
        assert_eq!(kinds.map(|kind| kind.zh()), FieldKind::NAMES);
    }
}
