//! The entries of a sheet to the fields of its form; the tree of indicators is passed on.

use super::names::{self, TITLE, YEAR};
use super::reader::SheetReader;
use super::table::is_table;
use super::tree::{LevelTree, Pair, is_map, pairs_under};
use super::{Cell, SheetTable, words};
use crate::diagnostic::Subject;
use crate::form::{FieldId, Form, TableId};
use crate::source::Span;
use crate::syntax::sheet::{BlockItem, Document, Entry};
use crate::value::same_name;

/// The fields found so far, by slot.
pub(super) struct Fields {
    pub(super) cells: Vec<Option<Cell>>,
    /// All of the entry.
    pub(super) spans: Vec<Option<Span>>,
    /// Absent because of a reported mistake: not to be reported as missing too.
    pub(super) excused: Vec<bool>,
    /// The first 表单 and the first 年度.
    pub(super) heading: [Option<Span>; 2],
    /// The broken lines that were probably to be fields, with their names.
    pub(super) broken: Vec<(String, Span)>,
    /// Whether there is a tree of indicators.
    pub(super) has_tree: bool,
    /// The tables found so far, by slot.
    pub(super) tables: Vec<Option<SheetTable>>,
}

impl Fields {
    pub(super) fn new(form: &Form) -> Self {
        let count = form.fields.len();
        Self {
            cells: vec![None; count],
            spans: vec![None; count],
            excused: vec![false; count],
            heading: [None; 2],
            broken: Vec::new(),
            has_tree: false,
            tables: vec![None; form.tables.len()],
        }
    }

    pub(super) fn is_absent(&self, id: FieldId) -> bool {
        let at = usize::from(id.0);
        self.cells.get(at).is_some_and(Option::is_none) && self.excused.get(at) != Some(&true)
    }

    pub(super) fn excuse(&mut self, id: FieldId) {
        if let Some(excused) = self.excused.get_mut(usize::from(id.0)) {
            *excused = true;
        }
    }
}

impl SheetReader<'_> {
    pub(super) fn read_fields(
        &mut self,
        document: &Document,
        fields: &mut Fields,
        tree: &mut LevelTree,
    ) {
        let (mut unknown, mut broken) = (Vec::new(), Vec::new());
        let mut first_element = None;
        for item in &document.items {
            match item {
                BlockItem::Entry(entry) => {
                    if !self.read_entry(entry, fields, tree) {
                        unknown.push(entry);
                    }
                }
                BlockItem::Element(element) => {
                    first_element.get_or_insert(element.span);
                }
                BlockItem::Junk(span) => broken.push(*span),
                BlockItem::Comment(_) | BlockItem::Blank(_) => {}
            }
        }
        if let Some(span) = first_element {
            self.report(words::list_for_sheet(span));
        }
        // Only now it is known which fields are absent, and so which one an unknown key may mean.
        if self.form.general {
            self.read_free(std::mem::take(&mut unknown), fields, tree);
        }
        for entry in unknown {
            self.read_unknown(entry, fields, tree);
        }
        broken.into_iter().for_each(|line| self.excuse(line, fields));
        self.settle_indicators(tree);
    }

    /// Reads an entry whose key is known; `false` where it is not.
    fn read_entry(&mut self, entry: &Entry, fields: &mut Fields, tree: &mut LevelTree) -> bool {
        let key = entry.key.as_str();
        // A field with further fields under it is a heading of the printed form.
        let is_heading_of_fields = self.form.general && is_map(&entry.value);
        let field = names::field(self.form, key).filter(|_| !is_heading_of_fields);
        let heading = if same_name(key, TITLE) {
            fields.heading.first_mut()
        } else if same_name(key, YEAR) {
            fields.heading.last_mut()
        } else {
            None
        };
        let is_heading = heading.is_some();
        if let Some(heading) = heading {
            match *heading {
                Some(first) if field.is_none() => {
                    self.report(words::repeated_key(entry.key_span, key, first));
                }
                Some(_) => {}
                None => *heading = Some(entry.key_span),
            }
        }
        if let Some(id) = names::table(self.form, key)
            && self.holds_table(id, entry)
        {
            self.read_table(Pair::of(entry), id, &mut fields.tables);
            return true;
        }
        if let Some(id) = field {
            self.read_field(Pair::of(entry), id, fields);
            return true;
        }
        if names::is_tree(self.form, key) {
            fields.has_tree = true;
            self.read_tree(entry, tree);
            return true;
        }
        // Where the form has no tree, its levels stand beside its fields.
        if self.form.trees.is_empty()
            && !self.form.general
            && names::level_anywhere(self.form, key).is_some()
        {
            fields.has_tree = true;
            self.read_first(Pair::of(entry), tree);
            return true;
        }
        is_heading || names::is_unjudged(self.form, key)
    }

    /// Whether what stands under the name of a table is that table: a field may have the same name,
    /// and so may a heading, under which fields are called as columns are.
    fn holds_table(&self, id: TableId, entry: &Entry) -> bool {
        let form = self.form;
        let is_cell =
            |pair: &Pair<'_>| !is_map(pair.value) && names::column(form, id, pair.name()).is_some();
        let is_heading = pairs_under(&entry.value).unwrap_or_default().iter().any(is_cell);
        let is_field = names::field(form, entry.key.as_str()).is_some();
        is_table(&entry.value) || !is_heading && !is_field
    }

    pub(super) fn read_field(&mut self, pair: Pair<'_>, id: FieldId, fields: &mut Fields) {
        let form = self.form;
        let slot = usize::from(id.0);
        let (Some(field), Some(cell)) = (form.field_at(id), fields.cells.get_mut(slot)) else {
            return;
        };
        let mark = self.diagnostics.len();
        if let Some(first) = cell {
            self.report(words::repeated_key(pair.key_span, pair.name(), first.key));
        } else {
            *cell = Some(self.read_cell(field, pair.key_span, pair.value));
            if let Some(span) = fields.spans.get_mut(slot) {
                *span = Some(pair.span);
            }
        }
        self.about(mark, || Subject::Field(field.name.clone()));
    }
}
