//! The tree of indicators: 一级, 二级 and the indicators under them, by the levels of the form.

use super::insert_point::{indent, line_end};
use super::names;
use super::reader::SheetReader;
use super::words::{self, Home};
use super::{Cell, Indicator, LevelNode};
use crate::diagnostic::Subject;
use crate::form::{AttributeId, Form, LevelId};
use crate::source::{MappedText, Span};
use crate::syntax::sheet::{BlockItem, Entry, FlowEntry, Node, NodeKind};
use crate::value::squash;

/// How deep unknown levels may nest before they are no longer read.
const DEEPEST: usize = 4;

/// The part of the tree found so far.
pub(super) struct LevelTree {
    pub(super) root: Option<LevelNode>,
    pub(super) levels: Vec<Option<LevelNode>>,
    pub(super) indicators: Vec<Indicator>,
}

impl LevelTree {
    pub(super) fn new(form: &Form) -> Self {
        Self { root: None, levels: vec![None; form.levels.len()], indicators: Vec::new() }
    }
}

/// A key with its value, in a block or in braces.
#[derive(Clone, Copy)]
pub(super) struct Pair<'d> {
    pub(super) key: &'d MappedText,
    pub(super) key_span: Span,
    pub(super) value: &'d Node,
    pub(super) span: Span,
}

impl<'d> Pair<'d> {
    pub(super) fn of(entry: &'d Entry) -> Self {
        Self { key: &entry.key, key_span: entry.key_span, value: &entry.value, span: entry.span }
    }

    pub(super) fn of_flow(entry: &'d FlowEntry) -> Self {
        Self {
            key: &entry.key,
            key_span: entry.key_span,
            value: &entry.value,
            span: entry.key_span.cover(entry.value.span),
        }
    }

    pub(super) fn name(&self) -> &'d str {
        self.key.as_str()
    }
}

impl SheetReader<'_> {
    pub(super) fn read_tree(&mut self, entry: &Entry, tree: &mut LevelTree) {
        let pair = Pair::of(entry);
        match &tree.root {
            Some(first) => self.report(words::repeated_key(pair.key_span, pair.name(), first.key)),
            None => tree.root = Some(self.node(pair)),
        }
        for child in self.children(pair) {
            self.read_first(child, tree);
        }
    }

    /// A misplaced 一级, which has been reported.
    pub(super) fn read_level_out_of_place(
        &mut self,
        entry: &Entry,
        level: LevelId,
        tree: &mut LevelTree,
    ) {
        self.read_level(Pair::of(entry), level, false, tree);
    }

    /// The entries directly under the tree: each a 一级.
    pub(super) fn read_first(&mut self, pair: Pair<'_>, tree: &mut LevelTree) {
        let form = self.form;
        // Where levels stand beside the fields, a 二级 may be printed without its 一级.
        let level = match form.general || form.trees.is_empty() {
            true => names::level_anywhere(form, pair.name()),
            false => names::level(form, None, pair.name()),
        };
        match level {
            _ if names::is_unjudged(form, pair.name()) => {}
            Some(level) => self.read_level(pair, level, false, tree),
            None if form.levels.is_empty() => self.read_indicator(pair, None, tree),
            None if self.is_indicator(pair, None) => {
                if !form.general {
                    let name = pair.name();
                    self.report(words::indicator_without_level(pair.key_span, name, None, form));
                }
                self.read_indicator(pair, None, tree);
            }
            None => self.read_strange(pair, None, tree),
        }
    }

    /// `excused` if the level above occurs twice, so that what is under it may too.
    fn read_level(&mut self, pair: Pair<'_>, level: LevelId, excused: bool, tree: &mut LevelTree) {
        let form = self.form;
        let mut repeated = excused;
        if let Some(slot) = tree.levels.get_mut(usize::from(level.0)) {
            match slot {
                Some(_) if excused => {}
                Some(first) => {
                    repeated = true;
                    let diagnostic = words::repeated_key(pair.key_span, pair.name(), first.key);
                    self.report(diagnostic.about(Subject::Level(form.level_path(level))));
                }
                None => *slot = Some(self.node(pair)),
            }
        }
        let mut seconds = form.children(level);
        let (first_second, has_several) = (seconds.next(), seconds.next().is_some());
        let has_second = first_second.is_some();
        let only_second = first_second.filter(|_| !has_several);
        for child in self.children(pair) {
            if !has_second {
                self.read_indicator(child, Some(level), tree);
                continue;
            }
            match names::level(form, Some(level), child.name()) {
                Some(second) => self.read_level(child, second, repeated, tree),
                None if self.is_indicator(child, Some(level)) => {
                    // Under 满意度指标 with one 二级, that one need not be printed.
                    if let Some(second) = only_second {
                        self.read_indicator(child, Some(second), tree);
                        continue;
                    }
                    if !form.general {
                        self.report(words::indicator_without_level(
                            child.key_span,
                            child.name(),
                            Some(level),
                            form,
                        ));
                    }
                    self.read_indicator(child, Some(level), tree);
                }
                None => match names::level_anywhere(form, child.name()).filter(|_| form.general) {
                    // Printed twice, as the first level and as the second.
                    Some(other) if other == level => {
                        self.read_under_strange(child, 1, Some(level), tree);
                    }
                    Some(other) => self.read_level(child, other, repeated, tree),
                    None => self.read_strange(child, Some(level), tree),
                },
            }
        }
    }

    /// A level that the form does not have here; its indicators are still read.
    fn read_strange(&mut self, pair: Pair<'_>, parent: Option<LevelId>, tree: &mut LevelTree) {
        let form = self.form;
        if form.general {
            self.not_known.levels.push(pair.name().to_owned());
            self.read_under_strange(pair, 1, parent, tree);
            return;
        }
        let siblings = form
            .level_ids()
            .filter_map(|id| form.level_at(id))
            .filter(|level| level.parent == parent)
            .map(|level| level.name.as_str());
        let elsewhere = form.level_ids().find(|id| {
            form.level_at(*id)
                .is_some_and(|level| level.parent != parent && level.is_called(pair.name()))
        });
        let home = match elsewhere {
            Some(level) => Home::Elsewhere(level),
            None => match self.nearest(pair.name(), siblings) {
                Some(name) => Home::Misspelt(name),
                None => Home::Nowhere,
            },
        };
        self.report(words::unknown_level(pair.key_span, pair.name(), parent, &home, form));
        self.read_under_strange(pair, 1, None, tree);
    }

    /// Its indicators, filed under the known level above it, if there is any.
    fn read_under_strange(
        &mut self,
        pair: Pair<'_>,
        depth: usize,
        level: Option<LevelId>,
        tree: &mut LevelTree,
    ) {
        for child in self.children(pair) {
            let is_leaf = !is_map(child.value) || has_attribute(self.form, child.value);
            if is_leaf {
                self.read_indicator(child, level, tree);
            } else if depth < DEEPEST {
                self.read_under_strange(child, depth + 1, level, tree);
            } else {
                self.report(words::too_deep(child.key_span, child.name()));
            }
        }
    }

    /// Whether an entry in the place of a level is an indicator. A key with nothing under it is
    /// one, unless it looks like a level.
    fn is_indicator(&mut self, pair: Pair<'_>, parent: Option<LevelId>) -> bool {
        let form = self.form;
        if !form.levels_called(pair.name()).is_empty() {
            return false;
        }
        match &pair.value.kind {
            NodeKind::Empty => {
                let siblings = form
                    .levels
                    .iter()
                    .filter(|level| level.parent == parent)
                    .map(|level| level.name.as_str());
                self.nearest(pair.name(), siblings).is_none()
            }
            NodeKind::Scalar { .. }
            | NodeKind::Literal { .. }
            | NodeKind::Unreadable { .. }
            | NodeKind::FlowList(_) => true,
            NodeKind::FlowMap(_) | NodeKind::Block(_) => has_attribute(form, pair.value),
        }
    }

    fn read_indicator(&mut self, pair: Pair<'_>, level: Option<LevelId>, tree: &mut LevelTree) {
        let form = self.form;
        let mark = self.diagnostics.len();
        let mut attributes: Vec<Option<Cell>> = vec![None; form.attributes.len()];
        if is_map(pair.value) {
            self.read_attributes(pair, &mut attributes);
        } else if let (Some(field), Some(slot)) = (form.attributes.first(), attributes.first_mut())
        {
            *slot = Some(self.read_cell(field, pair.key_span, pair.value));
        }
        // Most have the first attribute alone.
        while attributes.pop_if(|last| last.is_none()).is_some() {}
        attributes.shrink_to_fit();
        self.about(mark, || Subject::Indicator(path(form, level, pair.name())));
        let name = pair.key.clone();
        self.blanks(&name);
        tree.indicators.push(Indicator { name, span: pair.span, level, attributes });
    }

    fn read_attributes(&mut self, pair: Pair<'_>, attributes: &mut [Option<Cell>]) {
        let form = self.form;
        let pairs = self.children(pair);
        let is_attribute = |child: &Pair<'_>| {
            names::attribute(form, child.name()).is_some() || !is_map(child.value)
        };
        if !pairs.is_empty() && !pairs.iter().any(is_attribute) {
            self.report(words::too_deep(pair.key_span, pair.name()));
            return;
        }
        for child in pairs {
            let id = names::attribute(form, child.name());
            let slot = id.and_then(|AttributeId(at)| attributes.get_mut(usize::from(at)));
            match (id.and_then(|id| form.attribute_at(id)), slot) {
                (Some(field), Some(slot @ None)) => {
                    *slot = Some(self.read_cell(field, child.key_span, child.value));
                }
                (Some(_), Some(Some(first))) => {
                    self.report(words::repeated_key(child.key_span, child.name(), first.key));
                }
                _ if form.general || names::is_unjudged(form, child.name()) => {}
                _ => {
                    let near = self.nearest(child.name(), names::keys(form.attributes.iter()));
                    let known = &form.attributes;
                    self.report(words::unknown_attribute(
                        child.key_span,
                        child.name(),
                        near,
                        known,
                    ));
                }
            }
        }
        self.join_attributes(pair, attributes);
        if self.is_whole() {
            let absent = form.attributes.iter().zip(attributes.iter());
            for (field, _) in absent.filter(|(field, cell)| field.required && cell.is_none()) {
                self.report(words::missing_attribute(pair.key_span, pair.name(), field));
            }
        }
    }

    /// Puts together the values that stand in several columns (≥, 95, %).
    fn join_attributes(&mut self, pair: Pair<'_>, attributes: &mut [Option<Cell>]) {
        let form = self.form;
        for (at, field) in form.attributes.iter().enumerate() {
            if field.joins.is_empty() || attributes.get(at).is_none_or(Option::is_some) {
                continue;
            }
            let columns = field.joins.iter();
            let parts: Vec<&Cell> = columns
                .filter_map(|id| attributes.get(usize::from(id.0))?.as_ref())
                .filter(|cell| !cell.is_empty())
                .collect();
            let joined = joined(&parts);
            if let (Some((span, text)), Some(slot)) = (joined, attributes.get_mut(at)) {
                *slot = Some(self.read_text_as(field, pair.key_span, span, text));
            }
        }
    }

    /// What is nested under a level. A list is reported, and its maps are read.
    fn children<'d>(&mut self, pair: Pair<'d>) -> Vec<Pair<'d>> {
        let mut children = Vec::new();
        match &pair.value.kind {
            NodeKind::Empty => {}
            NodeKind::Block(items) => {
                if gather(items, &mut children) {
                    self.report(words::list_for_level(pair.key_span, pair.name()));
                }
            }
            NodeKind::FlowMap(entries) => children.extend(entries.iter().map(Pair::of_flow)),
            NodeKind::Scalar { .. }
            | NodeKind::Literal { .. }
            | NodeKind::Unreadable { .. }
            | NodeKind::FlowList(_) => {
                self.report(words::text_for_level(pair.value.span, pair.name()));
            }
        }
        children
    }

    fn node(&self, pair: Pair<'_>) -> LevelNode {
        let first = match &pair.value.kind {
            NodeKind::Block(items) => items.iter().find_map(|item| match item {
                BlockItem::Entry(entry) => Some(entry.key_span),
                _ => None,
            }),
            _ => None,
        };
        let indent = match first {
            Some(child) => indent(self.source, child.start as usize),
            None => indent(self.source, pair.key_span.start as usize) + 2,
        };
        let end = line_end(self.source, pair.span.end as usize);
        let insert_at = u32::try_from(end).unwrap_or(u32::MAX);
        let open = match &pair.value.kind {
            NodeKind::Empty => true,
            NodeKind::Block(items) => {
                !items.iter().any(|item| matches!(item, BlockItem::Element(_)))
            }
            _ => false,
        };
        LevelNode { key: pair.key_span, span: pair.span, insert_at, indent, open }
    }

    /// Reports an indicator that occurs twice under a level; only the first is kept. The rest is in
    /// the order of the text.
    pub(super) fn settle_indicators(&mut self, tree: &mut LevelTree) {
        let form = self.form;
        // Misplaced indicators were read last.
        tree.indicators.sort_by_key(|indicator| indicator.span.start);
        let mut order: Vec<_> = tree
            .indicators
            .iter()
            .enumerate()
            .filter_map(|(at, indicator)| {
                Some((indicator.level?, squash(indicator.name.as_str()), at))
            })
            .collect();
        order.sort_unstable();
        let mut repeated = vec![false; tree.indicators.len()];
        let mut first: Option<&(LevelId, std::borrow::Cow<'_, str>, usize)> = None;
        for entry in &order {
            let same = first.filter(|first| (first.0, &first.1) == (entry.0, &entry.1));
            let Some(original) = same.and_then(|first| tree.indicators.get(first.2)) else {
                first = Some(entry);
                continue;
            };
            if let (Some(indicator), Some(slot)) =
                (tree.indicators.get(entry.2), repeated.get_mut(entry.2))
            {
                *slot = true;
                let name = indicator.name.as_str();
                let words = words::repeated_indicator(
                    indicator.name.whole(),
                    name,
                    original.name.whole(),
                    &form.level_path(entry.0),
                );
                self.diagnostics.push(words.about(Subject::Indicator(path(
                    form,
                    Some(entry.0),
                    name,
                ))));
            }
        }
        let mut repeated = repeated.into_iter();
        tree.indicators.retain(|_| repeated.next() != Some(true));
    }
}

/// Words of a column that say which kind a target is, and are no part of it.
const KINDS_OF_TARGET: [&str; 4] = ["定性", "定量", "定量(其他)", "其他"];

/// The texts of columns as one, each character with its own place.
fn joined(parts: &[&Cell]) -> Option<(Span, MappedText)> {
    let is_part = |cell: &&&Cell| {
        let text = squash(cell.text.as_str());
        !KINDS_OF_TARGET.contains(&&*text)
    };
    let parts: Vec<&&Cell> = parts.iter().filter(is_part).collect();
    let span = parts.iter().map(|cell| cell.span).reduce(Span::cover)?;
    let texts: Vec<&MappedText> = parts.iter().map(|cell| &cell.text).collect();
    Some((span, MappedText::joined(&texts)?))
}

/// Collects the entries of a block, including those in its elements; returns whether it has any.
fn gather<'d>(items: &'d [BlockItem], pairs: &mut Vec<Pair<'d>>) -> bool {
    let mut is_list = false;
    for item in items {
        match item {
            BlockItem::Entry(entry) => pairs.push(Pair::of(entry)),
            BlockItem::Element(element) => {
                is_list = true;
                if let NodeKind::Block(nested) = &element.value.kind {
                    let entries = nested.iter().filter_map(|item| match item {
                        BlockItem::Entry(entry) => Some(Pair::of(entry)),
                        _ => None,
                    });
                    pairs.extend(entries);
                }
            }
            BlockItem::Comment(_) | BlockItem::Blank(_) | BlockItem::Junk(_) => {}
        }
    }
    is_list
}

/// What stands under a key, line by line or in braces; `None` if nothing does.
pub(super) fn pairs_under(node: &Node) -> Option<Vec<Pair<'_>>> {
    let pairs: Vec<Pair<'_>> = match &node.kind {
        NodeKind::Block(items) => items
            .iter()
            .filter_map(|item| match item {
                BlockItem::Entry(entry) => Some(Pair::of(entry)),
                _ => None,
            })
            .collect(),
        NodeKind::FlowMap(entries) => entries.iter().map(Pair::of_flow).collect(),
        _ => return None,
    };
    (!pairs.is_empty()).then_some(pairs)
}

pub(super) fn is_map(node: &Node) -> bool {
    match &node.kind {
        NodeKind::FlowMap(_) => true,
        NodeKind::Block(items) => items.iter().any(|item| matches!(item, BlockItem::Entry(_))),
        _ => false,
    }
}

/// Whether a map holds an attribute of an indicator, and so is one.
fn has_attribute(form: &Form, node: &Node) -> bool {
    let known = |key: &MappedText| names::attribute(form, key.as_str()).is_some();
    match &node.kind {
        NodeKind::FlowMap(entries) => entries.iter().any(|entry| known(&entry.key)),
        NodeKind::Block(items) => items.iter().any(|item| match item {
            BlockItem::Entry(entry) => known(&entry.key),
            _ => false,
        }),
        _ => false,
    }
}

/// `一级/二级/指标`, which identifies an indicator across edits.
fn path(form: &Form, level: Option<LevelId>, name: &str) -> String {
    match level {
        Some(level) => format!("{}/{name}", form.level_path(level)),
        None => name.to_owned(),
    }
}
