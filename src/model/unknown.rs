//! Keys that the form does not have: what was probably intended, and what can still be read.

use super::fields::Fields;
use super::names::{self, TITLE, YEAR};
use super::reader::SheetReader;
use super::table::is_table;
use super::text::scalar;
use super::tree::{LevelTree, Pair, pairs_under};
use super::words::{self, Misplaced};
use crate::diagnostic::Subject;
use crate::form::{FieldId, Form, Table};
use crate::syntax::sheet::{BlockItem, Entry, Node, NodeKind};
use crate::value::{TargetKind, read_target, same_name};

impl SheetReader<'_> {
    pub(super) fn read_unknown(
        &mut self,
        entry: &Entry,
        fields: &mut Fields,
        tree: &mut LevelTree,
    ) {
        let form = self.form;
        let key = entry.key.as_str();
        let mark = self.diagnostics.len();
        if let Some(under) = fields_under_heading(form, key, &entry.value) {
            // A heading of the printed form: 全期: with 其他资金 under it.
            for (nested, id) in under {
                self.read_field(nested, id, fields);
            }
            return;
        }
        let headed = headed_fields(form, key);
        let nested = nested_fields(form, &entry.value);
        if let [_, _, ..] = headed.as_slice() {
            headed.iter().for_each(|(id, _)| fields.excuse(*id));
            let names: Vec<&str> = headed.iter().map(|(_, name)| *name).collect();
            self.report(words::several_fields(entry.key_span, key, &names));
        } else if let Some(first) = nested.first() {
            let name = form.field_at(first.1).map_or("", |field| field.name.as_str());
            let remark = Misplaced::FieldsNested(name);
            self.report(words::unknown_key(entry.key_span, key, None, Some(remark)));
            for (nested, id) in nested {
                self.read_field(Pair::of(nested), id, fields);
            }
        } else if let [level] = *form.levels_called(key).as_slice() {
            let path = form.level_path(level);
            let remark = Misplaced::Level { path: &path, tree: form.tree_name() };
            self.report(words::unknown_key(entry.key_span, key, None, Some(remark)));
            self.read_level_out_of_place(entry, level, tree);
        } else if is_table(&entry.value) {
            self.guess_table(entry, fields);
        } else {
            self.guess(entry, fields, tree);
        }
        self.about(mark, || Subject::Text(key.to_owned()));
    }

    /// A table that the form does not have: a slip of the name of an absent one, or listed.
    fn guess_table(&mut self, entry: &Entry, fields: &mut Fields) {
        let form = self.form;
        let key = entry.key.as_str();
        let slots = form.tables.iter().zip(&fields.tables);
        let absent = slots.filter(|(_, read)| read.is_none()).map(|(table, _)| table);
        match self.nearest(key, absent.flat_map(Table::names)) {
            Some(near) => {
                self.report(words::unknown_key(entry.key_span, key, Some(near), None));
                if let Some(id) = form.table(near) {
                    self.read_table(Pair::of(entry), id, &mut fields.tables);
                }
            }
            None if self.is_whole() => {
                self.report(words::undeclared_table(entry.key_span, key));
            }
            None => {}
        }
    }

    /// An absent key that looks like this one is the intended one; a present one may be.
    fn guess(&mut self, entry: &Entry, fields: &mut Fields, tree: &mut LevelTree) {
        let form = self.form;
        let key = entry.key.as_str();
        let slots = (0_u16..).map(FieldId).zip(&form.fields);
        let absent_fields = slots.filter(|(id, _)| fields.is_absent(*id)).map(|(_, field)| field);
        let absent_tree = form.tree_name().filter(|_| !fields.has_tree);
        let absent_heading = [TITLE, YEAR]
            .into_iter()
            .zip(fields.heading)
            .filter_map(|(name, found)| found.is_none().then_some(name));
        let absent = names::keys(absent_fields).chain(absent_tree).chain(absent_heading);
        if let Some(suggestion) = self.nearest(key, absent) {
            self.report(words::unknown_key(entry.key_span, key, Some(suggestion), None));
            match names::field(form, suggestion) {
                Some(id) => fields.excuse(id),
                // Without its tree a sheet is nearly empty: this slip would cause a hundred
                // findings.
                None if names::is_tree(form, suggestion) => {
                    fields.has_tree = true;
                    self.read_tree(entry, tree);
                }
                None => {}
            }
            return;
        }
        let present = self.nearest(key, names::keys(form.fields.iter()));
        let remark = match present {
            Some(present) => Some(Misplaced::LikePresent(present)),
            None => looks_like_indicator(&entry.value)
                .then_some(form.tree_name())
                .flatten()
                .map(Misplaced::Indicator),
        };
        self.report(words::unknown_key(entry.key_span, key, None, remark));
    }
}

/// The fields under a heading, if all that stands there is named so (全期/其他资金).
fn fields_under_heading<'d>(
    form: &Form,
    heading: &str,
    node: &'d Node,
) -> Option<Vec<(Pair<'d>, FieldId)>> {
    let under: Option<Vec<(Pair<'d>, FieldId)>> = pairs_under(node)?
        .into_iter()
        .map(|pair| Some((pair, names::field(form, &format!("{heading}/{}", pair.name()))?)))
        .collect();
    under.filter(|under| !under.is_empty())
}

/// The fields of that name under several headings.
fn headed_fields<'f>(form: &'f Form, key: &str) -> Vec<(FieldId, &'f str)> {
    let slots = (0_u16..).map(FieldId).zip(&form.fields);
    let named = |name: &str| name.rsplit_once('/').is_some_and(|(_, last)| same_name(last, key));
    slots
        .filter(|(_, field)| named(&field.name))
        .map(|(id, field)| (id, field.name.as_str()))
        .collect()
}

/// The fields under a key that is used like a group of them.
fn nested_fields<'d>(form: &Form, node: &'d Node) -> Vec<(&'d Entry, FieldId)> {
    let NodeKind::Block(items) = &node.kind else { return Vec::new() };
    items
        .iter()
        .filter_map(|item| match item {
            BlockItem::Entry(entry) => Some((entry, names::field(form, entry.key.as_str())?)),
            _ => None,
        })
        .collect()
}

fn looks_like_indicator(node: &Node) -> bool {
    scalar(node).is_some_and(|text| {
        let is_short = text.as_str().len() < 64;
        is_short
            && matches!(
                read_target(text.as_str()).map(|target| target.kind),
                Err(_)
                    | Ok(TargetKind::Figure { .. }
                        | TargetKind::Range { .. }
                        | TargetKind::Duration(_)
                        | TargetKind::Mixed { .. })
            )
    })
}
