//! Sheets of forms that nobody has declared, read by a general form (通用): any field, and levels
//! wherever they stand. What is not known is listed, and is no finding.

use super::fields::Fields;
use super::names;
use super::reader::SheetReader;
use super::table::is_table;
use super::tree::{LevelTree, Pair, is_map, pairs_under};
use super::words;
use crate::diagnostic::Subject;
use crate::form::{FieldId, Form};
use crate::nearest::is_slip_of;
use crate::syntax::sheet::{Entry, Node};

/// What a sheet says that its general form does not know, in its order.
#[derive(Debug, Default)]
pub(super) struct NotKnown {
    pub(super) fields: Vec<String>,
    pub(super) levels: Vec<String>,
    /// Tables, whose rows are not listed.
    pub(super) tables: Vec<String>,
    /// Trees of indicators besides the one that is judged.
    pub(super) trees: Vec<String>,
}

/// The years of the tree that is judged, if there are several: this one's, not all.
const OF_THIS_YEAR: [&str; 4] = ["年度", "当年", "本年", "今年"];

impl SheetReader<'_> {
    /// Reads the entries whose keys the general form does not list.
    pub(super) fn read_free(
        &mut self,
        entries: Vec<&Entry>,
        fields: &mut Fields,
        tree: &mut LevelTree,
    ) {
        let form = self.form;
        let (trees, others): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|entry| holds_levels(form, &entry.value));
        let main = match fields.has_tree {
            true => None,
            false => tree_of_this_year(&trees, |entry| entry.key.as_str()),
        };
        if let Some(entry) = main {
            fields.has_tree = true;
            self.read_tree(entry, tree);
        }
        let is_main = |entry: &Entry| main.is_some_and(|main| main.key_span == entry.key_span);
        let besides = trees.into_iter().filter(|entry| !is_main(entry));
        self.not_known.trees.extend(besides.map(|entry| entry.key.as_str().to_owned()));
        for entry in others {
            self.read_free_entry(entry, fields, tree);
        }
    }

    fn read_free_entry(&mut self, entry: &Entry, fields: &mut Fields, tree: &mut LevelTree) {
        let (form, key) = (self.form, entry.key.as_str());
        let mark = self.diagnostics.len();
        if names::level_anywhere(form, key).is_some() && !fields.has_tree {
            self.read_first(Pair::of(entry), tree);
        } else if is_table(&entry.value) {
            self.not_known.tables.push(key.to_owned());
        } else if let Some(group) = pairs_under(&entry.value) {
            for nested in group {
                let name = nested.name();
                match names::field(form, name).filter(|_| !is_map(nested.value)) {
                    Some(id) if fields.is_absent(id) => self.read_field(nested, id, fields),
                    _ if names::is_unjudged(form, name) => {}
                    _ => self.not_known.fields.push(format!("{key}/{name}")),
                }
            }
        } else if let Some((id, near)) = absent_like(form, key, fields) {
            self.report(words::like_known(entry.key_span, key, near));
            fields.excuse(id);
        } else {
            self.not_known.fields.push(key.to_owned());
        }
        self.about(mark, || Subject::Text(key.to_owned()));
    }
}

/// The tree that is judged: this year's, else the first.
pub(super) fn tree_of_this_year<'n, T: Copy>(
    trees: &[T],
    name: impl Fn(T) -> &'n str,
) -> Option<T> {
    let of_this_year = |tree: &T| OF_THIS_YEAR.iter().any(|word| name(*tree).contains(word));
    trees.iter().copied().find(of_this_year).or(trees.first().copied())
}

/// The absent field whose name a key is a slip of.
fn absent_like<'f>(form: &'f Form, key: &str, fields: &Fields) -> Option<(FieldId, &'f str)> {
    let slots = (0_u16..).map(FieldId).zip(&form.fields);
    slots.filter(|(id, _)| fields.is_absent(*id)).find_map(|(id, field)| {
        let mut names = names::keys(std::iter::once(field));
        names.find(|name| is_slip_of(key, name)).map(|name| (id, name))
    })
}

/// Whether levels stand directly under a key: it is a tree of indicators.
fn holds_levels(form: &Form, node: &Node) -> bool {
    let pairs = pairs_under(node).unwrap_or_default();
    pairs.iter().any(|pair| names::level_anywhere(form, pair.name()).is_some())
}
