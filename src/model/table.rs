//! The tables inside a sheet: rows with the columns that the form declares. A row is a key with its
//! cells nested or in braces, or a line of cells between bars; rows without a name of their own are
//! elements of a list. Takes nodes; knows no rules.

use super::reader::SheetReader;
use super::tree::{Pair, pairs_under};
use super::{Cell, Row, SheetTable, names, words};
use crate::diagnostic::Subject;
use crate::form::{ColumnId, Field, Table, TableId};
use crate::source::{MappedText, Span};
use crate::syntax::sheet::{BlockItem, Node, NodeKind};

/// The most rows of a table that are read: printed tables have dozens.
const MOST_ROWS: usize = 500;

/// A row as written.
struct WrittenRow<'d> {
    span: Span,
    /// Its name and where it stands, if it is the key of a line.
    key: Option<Pair<'d>>,
    /// What its cells stand in.
    cells: &'d Node,
}

impl SheetReader<'_> {
    pub(super) fn read_table(
        &mut self,
        pair: Pair<'_>,
        id: TableId,
        tables: &mut [Option<SheetTable>],
    ) {
        let form = self.form;
        let (Some(table), Some(slot)) = (form.table_at(id), tables.get_mut(usize::from(id.0)))
        else {
            return;
        };
        let mark = self.diagnostics.len();
        if let Some(first) = slot {
            self.report(words::repeated_key(pair.key_span, pair.name(), first.key));
        } else {
            let in_key = names::unit_in_key(pair.name()).map(|(_, (_, yuan))| yuan);
            let outer = self.money_unit;
            self.money_unit = in_key.or(outer);
            let written = written_rows(pair.value);
            if written.is_none() {
                self.report(words::text_for_table(pair.value.span, table));
            }
            let written = written.unwrap_or_default();
            if let Some(beyond) = written.get(MOST_ROWS) {
                self.report(words::table_too_long(beyond.span, table, MOST_ROWS));
            }
            let mut unknown = Vec::new();
            let rows = written.into_iter().take(MOST_ROWS);
            let rows =
                rows.filter_map(|row| self.read_row(&row, (id, table), &mut unknown)).collect();
            self.money_unit = outer;
            *slot = Some(SheetTable { key: pair.key_span, rows });
        }
        self.about(mark, || Subject::Text(table.name.clone()));
    }

    /// A row; `None` of a printed line in which nothing stands.
    fn read_row(
        &mut self,
        row: &WrittenRow<'_>,
        (id, table): (TableId, &Table),
        unknown: &mut Vec<String>,
    ) -> Option<Row> {
        let mut cells: Vec<Option<Cell>> = vec![None; table.columns.len()];
        if let (Some(key), Some(first), Some(slot)) =
            (row.key, table.columns.first(), cells.first_mut())
        {
            *slot = Some(self.read_text_as(first, key.key_span, key.key_span, key.key.clone()));
        }
        let place = row.key.map_or(row.cells.span, |key| key.key_span);
        let behind = usize::from(row.key.is_some());
        match (&row.cells.kind, pairs_under(row.cells)) {
            (_, Some(pairs)) => {
                for pair in pairs {
                    let column = names::column(self.form, id, pair.name());
                    let found = column.and_then(|column| {
                        let slot = cells.get_mut(usize::from(column.at))?;
                        Some((self.form.column_at(column)?, slot))
                    });
                    self.read_keyed(pair, found, table, unknown);
                }
            }
            (NodeKind::FlowList(nodes), None) => {
                for (at, node) in nodes.iter().enumerate() {
                    match (table.columns.get(at + behind), cells.get_mut(at + behind)) {
                        (Some(column), Some(slot)) => {
                            *slot = Some(self.read_cell(column, place, node));
                        }
                        _ => return self.too_many(node.span, table),
                    }
                }
            }
            (NodeKind::Scalar { text, quoted }, None) => {
                let parts = if *quoted { vec![text.clone()] } else { between_bars(text) };
                for (at, part) in parts.into_iter().enumerate() {
                    match (table.columns.get(at + behind), cells.get_mut(at + behind)) {
                        (Some(column), Some(slot)) => {
                            *slot = Some(self.read_text_as(column, place, part.whole(), part));
                        }
                        _ => return self.too_many(part.whole(), table),
                    }
                }
            }
            (NodeKind::Empty, None) => {}
            _ => {
                self.report(words::text_for_table(row.cells.span, table));
                return None;
            }
        }
        let is_filled = cells.iter().flatten().any(|cell| !cell.is_empty());
        let name = cells.first().and_then(Option::as_ref).map(|cell| cell.text.as_str());
        let is_total = name.is_some_and(|name| table.is_total(name));
        if is_filled && !is_total && self.is_whole() {
            let lacking = table.columns.iter().zip(&cells);
            for (column, _) in lacking.filter(|(column, cell)| column.required && cell.is_none()) {
                self.report(words::missing_cell(place, table, column));
            }
        }
        is_filled.then_some(Row { place, is_total, cells })
    }

    /// A cell under the name of its column.
    fn read_keyed(
        &mut self,
        pair: Pair<'_>,
        found: Option<(&Field, &mut Option<Cell>)>,
        table: &Table,
        unknown: &mut Vec<String>,
    ) {
        match found {
            Some((column, slot @ None)) => {
                *slot = Some(self.read_cell(column, pair.key_span, pair.value));
            }
            Some((_, Some(first))) => {
                self.report(words::repeated_key(pair.key_span, pair.name(), first.key));
            }
            // Once in a table, not in each of its rows.
            None if unknown.iter().any(|known| known == pair.name()) => {}
            None => {
                unknown.push(pair.name().to_owned());
                let near = self.nearest(pair.name(), names::keys(table.columns.iter()));
                if self.form.general && near.is_none() {
                    self.not_known.fields.push(format!("{}/{}", table.name, pair.name()));
                } else {
                    self.report(words::unknown_column(pair.key_span, pair.name(), near, table));
                }
            }
        }
    }

    fn too_many(&mut self, span: Span, table: &Table) -> Option<Row> {
        self.report(words::too_many_cells(span, table));
        None
    }
}

/// The rows under a key; `None` where something else stands there.
fn written_rows(node: &Node) -> Option<Vec<WrittenRow<'_>>> {
    match &node.kind {
        NodeKind::Empty => Some(Vec::new()),
        NodeKind::FlowMap(entries) => {
            Some(entries.iter().map(|entry| keyed_row(Pair::of_flow(entry))).collect())
        }
        NodeKind::FlowList(nodes) => {
            let rows = nodes.iter().map(|cells| WrittenRow { span: cells.span, key: None, cells });
            Some(rows.collect())
        }
        NodeKind::Block(items) => {
            let mut rows = Vec::new();
            for item in items {
                match item {
                    BlockItem::Entry(entry) => rows.push(keyed_row(Pair::of(entry))),
                    BlockItem::Element(element) => rows.push(WrittenRow {
                        span: element.span,
                        key: None,
                        cells: &element.value,
                    }),
                    BlockItem::Comment(_) | BlockItem::Blank(_) | BlockItem::Junk(_) => {}
                }
            }
            Some(rows)
        }
        _ => None,
    }
}

fn keyed_row(pair: Pair<'_>) -> WrittenRow<'_> {
    WrittenRow { span: pair.span, key: Some(pair), cells: pair.value }
}

/// The cells of a line: `120 | 采购预算 | 100`.
fn between_bars(text: &MappedText) -> Vec<MappedText> {
    let mut cells = Vec::new();
    let mut start = 0;
    for (at, bar) in text.as_str().match_indices(['|', '｜']) {
        cells.push(text.part(start..at));
        start = at + bar.len();
    }
    cells.push(text.part(start..text.as_str().len()));
    cells
}

/// Whether rows of cells stand under a key, and nothing deeper: a table, whatever it is called.
pub(super) fn is_table(node: &Node) -> bool {
    let rows = written_rows(node).unwrap_or_default();
    let is_text = |node: &Node| {
        matches!(node.kind, NodeKind::Empty | NodeKind::Scalar { .. } | NodeKind::Literal { .. })
    };
    let is_line = |node: &Node| match &node.kind {
        NodeKind::Scalar { text, quoted: false } => text.as_str().contains(['|', '｜']),
        _ => false,
    };
    let cells_of = |row: &WrittenRow<'_>| match &row.cells.kind {
        NodeKind::FlowList(nodes) => row.key.is_some() && nodes.iter().all(is_text),
        _ => match pairs_under(row.cells) {
            Some(pairs) => pairs.iter().all(|pair| is_text(pair.value)),
            None => is_line(row.cells),
        },
    };
    let may_be_row = |row: &WrittenRow<'_>| cells_of(row) || is_text(row.cells);
    rows.iter().any(cells_of) && rows.iter().all(may_be_row)
}

/// The columns of a table, by what its rows say or by what is known of it, each with the first text
/// in it; and the names of its rows.
pub(super) fn columns_of(
    node: &Node,
    known: Option<&Table>,
) -> (Vec<(String, String)>, Vec<String>) {
    let rows = written_rows(node).unwrap_or_default();
    let mut columns: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, sample: &str| match columns.iter_mut().find(|known| known.0 == name)
    {
        Some((_, text)) if text.is_empty() => sample.trim().clone_into(text),
        Some(_) => {}
        None => columns.push((name.to_owned(), sample.trim().to_owned())),
    };
    let declared = |at: usize| {
        let column = known.and_then(|table| table.columns.get(at));
        column.map_or_else(|| format!("第{}列", at + 1), |column| column.name.clone())
    };
    let first = known.and_then(|table| table.columns.first());
    let first = first.map_or("项目", |column| column.name.as_str());
    for row in &rows {
        let behind = usize::from(row.key.is_some());
        row.key.iter().for_each(|key| add(first, key.name()));
        let cells: Vec<(String, String)> = match (&row.cells.kind, pairs_under(row.cells)) {
            (_, Some(pairs)) => {
                pairs.iter().map(|pair| (pair.name().to_owned(), text_in(pair.value))).collect()
            }
            (NodeKind::FlowList(nodes), None) => {
                let cells = nodes.iter().enumerate();
                cells.map(|(at, node)| (declared(at + behind), text_in(node))).collect()
            }
            (NodeKind::Scalar { text, .. }, None) => {
                let cells = between_bars(text).into_iter().enumerate();
                cells.map(|(at, cell)| (declared(at + behind), cell.as_str().to_owned())).collect()
            }
            _ => Vec::new(),
        };
        cells.iter().for_each(|(name, sample)| add(name, sample));
    }
    let names = rows.iter().filter_map(|row| Some(row.key?.name().to_owned()));
    (columns, names.collect())
}

fn text_in(node: &Node) -> String {
    super::text::scalar(node).map(|text| text.as_str().to_owned()).unwrap_or_default()
}

impl Row {
    /// The cell of a column; `None` where it is absent.
    pub(crate) fn cell(&self, id: ColumnId) -> Option<&Cell> {
        self.cells.get(usize::from(id.at)).and_then(Option::as_ref)
    }

    /// What stands in its first column.
    pub(crate) fn name(&self) -> Option<&MappedText> {
        let first = self.cells.first().and_then(Option::as_ref);
        first.filter(|cell| !cell.is_empty()).map(|cell| &cell.text)
    }

    /// Where to point when a finding is about all of it.
    pub(crate) fn place(&self) -> Span {
        self.name().map_or(self.place, MappedText::whole)
    }
}
