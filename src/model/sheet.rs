//! A filled-in form: typed values, each with its place.

use std::sync::Arc;

use crate::form::{AttributeId, FieldId, Form, LevelId, TableId};
use crate::source::{MappedText, Source, Span};
use crate::value::{Value, is_ideograph};

use super::by_name::ByName;

/// One sheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its text.
    pub source: Source,
    /// All of its document.
    pub(crate) span: Span,
    /// The form it was read by.
    pub form: Arc<Form>,
    /// Whether nobody has declared its form: it was read by a general one.
    pub undeclared: bool,
    /// Its own title, if its form is not declared and it has one.
    pub(crate) title: Option<Arc<str>>,
    /// 年度, where given and readable.
    pub year: Option<i32>,
    /// What stands behind 年度, read or not; `None` where there is no such key.
    pub(crate) year_span: Option<Span>,
    /// Its name for people: the value of 项目名称, else its place in the file.
    pub name: Arc<str>,
    /// Whether it gives its 项目名称.
    pub(crate) is_named: bool,
    /// Where to point when a finding is about a whole sheet: its 项目名称 or its first key.
    pub head: Span,
    /// The fields, by slot; `None` is absent. A key with nothing after it is a cell with empty
    /// text.
    pub fields: Vec<Option<Cell>>,
    /// The lines that could not be read, with the names of what they were probably to be.
    pub(crate) broken: Vec<(String, Span)>,
    /// The levels, by slot; `None` is absent.
    pub(crate) levels: Vec<Option<LevelNode>>,
    /// The key of the tree of indicators (绩效目标), where present.
    pub tree: Option<LevelNode>,
    /// The tables, by slot; `None` is absent.
    pub(crate) tables: Vec<Option<SheetTable>>,
    /// The indicators, in the order of the text.
    pub indicators: Vec<Indicator>,
    /// The positions of the indicators, by name.
    pub(crate) by_name: ByName,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The key.
    pub(crate) key: Span,
    /// The value's bytes; the point after the colon where there is none.
    pub(crate) span: Span,
    /// The value as text.
    pub text: MappedText,
    /// What it was read as; `None` where it is empty or cannot be read (and that has been
    /// reported).
    pub value: Option<Value>,
}

/// A level in a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelNode {
    /// Its key.
    pub key: Span,
    /// Key and all that is nested under it.
    pub(crate) span: Span,
    /// Byte where one more entry under it would be inserted: the end of its last nested line.
    pub insert_at: u32,
    /// Columns that such an entry would be indented by.
    pub indent: u32,
    /// Whether such an entry can be a line: after the colon there is nothing, or lines below.
    pub(crate) open: bool,
}

/// One indicator.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Its name, 三级目标.
    pub name: MappedText,
    /// Key and value.
    pub span: Span,
    /// The 二级 (or 一级, if it is directly under one) that it is filed under; `None` under an
    /// unknown level, which has been reported.
    pub level: Option<LevelId>,
    /// The attributes, by slot; the first is 目标值.
    pub attributes: Vec<Option<Cell>>,
}

/// A table in a sheet.
#[derive(Clone, Debug)]
pub(crate) struct SheetTable {
    /// Its key.
    pub(crate) key: Span,
    /// Its rows, in the order of the text.
    pub(crate) rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Where it begins: its key, or its cells.
    pub(super) place: Span,
    /// Whether it adds up others.
    pub(crate) is_total: bool,
    /// The cells, by the slot of their column; the first names the row.
    pub(super) cells: Vec<Option<Cell>>,
}

impl Sheet {
    /// A table; `None` where it is absent.
    pub(crate) fn table(&self, id: TableId) -> Option<&SheetTable> {
        self.tables.get(usize::from(id.0)).and_then(Option::as_ref)
    }

    /// The rows of a table; none where it is absent.
    pub(crate) fn rows(&self, id: TableId) -> &[Row] {
        self.table(id).map_or(&[], |table| &table.rows)
    }

    /// A row by its position.
    pub(crate) fn row(&self, id: TableId, at: usize) -> Option<&Row> {
        self.rows(id).get(at)
    }
}

impl Sheet {
    /// The cell of a field; `None` where it is absent.
    pub(crate) fn field(&self, id: FieldId) -> Option<&Cell> {
        self.fields.get(usize::from(id.0)).and_then(Option::as_ref)
    }

    /// The fields in which something stands, in the order of the form.
    pub(crate) fn filled_fields(&self) -> impl Iterator<Item = (FieldId, &Cell)> {
        let fields = (0..).map(FieldId).zip(&self.fields);
        fields.filter_map(|(id, cell)| Some((id, cell.as_ref().filter(|cell| !cell.is_empty())?)))
    }

    /// A level as it stands here; `None` where it is absent.
    pub fn level(&self, id: LevelId) -> Option<&LevelNode> {
        self.levels.get(usize::from(id.0)).and_then(Option::as_ref)
    }
}

impl Sheet {
    /// The positions of the indicators that have a name, in order.
    pub(crate) fn indicators_named<'n>(
        &'n self,
        name: &'n str,
    ) -> impl Iterator<Item = usize> + 'n {
        self.by_name.find(&self.indicators, name)
    }
}

impl Indicator {
    /// The cell of an attribute; `None` where it is absent.
    pub(crate) fn attribute(&self, id: AttributeId) -> Option<&Cell> {
        self.attributes.get(usize::from(id.0)).and_then(Option::as_ref)
    }
}

impl Cell {
    /// Whether it is blank.
    pub(crate) fn is_empty(&self) -> bool {
        let text = self.text.as_str();
        // Most begin with a letter or a digit.
        !text.starts_with(|first: char| first.is_ascii_graphic() || is_ideograph(first))
            && text.chars().all(char::is_whitespace)
    }
}
