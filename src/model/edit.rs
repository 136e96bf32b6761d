//! Changes to a sheet as edits of its text, keeping comments and layout. Takes what is to be
//! changed and how; gives the edits, or `None` if the layout allows none without loss. Knows no
//! rules.

use std::ops::Range;

use super::insert_point::{line_end, line_start, newline, point};
use super::{Cell, Indicator, LevelNode, Sheet};
use crate::form::{AttributeId, FieldId, LevelId};
use crate::source::{Edit, Span, apply};
use crate::syntax::sheet::write;
use crate::value::same_name;

/// Columns that a level is indented by.
const STEP: u32 = 2;

/// Where a line would be inserted.
struct InsertPoint {
    /// The end of the line before it.
    at: usize,
    /// The columns before it.
    indent: u32,
    /// The lines that must come before it: missing levels.
    heads: Vec<String>,
}

impl Sheet {
    /// Adds an indicator under a level; missing levels are added.
    pub(crate) fn add_indicator(
        &self,
        level: LevelId,
        name: &str,
        value: &str,
    ) -> Option<Vec<Edit>> {
        if name.trim().is_empty() || self.has(level, name) {
            return None;
        }
        let gap = self.gap_under(level)?;
        let entry = format!("{}: {}", write::key(name), write::value(value));
        Some(vec![self.insert(gap, &entry)])
    }

    /// Adds a missing field, after the one before it in the form.
    pub(crate) fn add_field(&self, id: FieldId, value: &str) -> Option<Vec<Edit>> {
        let field = self.form.field_at(id)?;
        if let Some(cell) = self.field(id) {
            return if cell.is_empty() { self.set(cell, value) } else { None };
        }
        let entry = format!("{}: {}", write::key(&field.name), write::value(value));
        let before = self.fields.get(..usize::from(id.0))?.iter().flatten().last();
        let Some(cell) = before else {
            let start = line_start(&self.source, self.first_key()? as usize);
            let end = newline(&self.source, line_end(&self.source, start));
            let text = format!("{entry}{end}");
            return Some(vec![Edit { span: point(&self.source, start), text }]);
        };
        let at = line_end(&self.source, cell.span.end as usize);
        Some(vec![self.insert(InsertPoint { at, indent: 0, heads: Vec::new() }, &entry)])
    }

    /// Replaces the value of an existing field or attribute.
    pub(crate) fn set(&self, cell: &Cell, value: &str) -> Option<Vec<Edit>> {
        let old = self.source.slice(cell.span);
        let is_block = old.contains('\n');
        if is_block && !write::comments(old).is_empty() {
            return None;
        }
        let written = match self.is_in_braces(cell.key) {
            true => write::value_in_braces(value),
            false => write::value(value),
        };
        if written == old {
            return None;
        }
        let before = self.source.text().get(..cell.span.start as usize)?.chars().next_back();
        let gap = if matches!(before, Some(':' | '：')) { " " } else { "" };
        Some(vec![Edit { span: cell.span, text: format!("{gap}{written}") }])
    }

    /// Sets an indicator's attribute; a missing one is added as a line if the others are lines.
    pub(crate) fn set_attribute(
        &self,
        at: usize,
        id: AttributeId,
        value: &str,
    ) -> Option<Vec<Edit>> {
        let indicator = self.indicators.get(at)?;
        if let Some(cell) = indicator.attribute(id) {
            return self.set(cell, value);
        }
        let attribute = self.form.attribute_at(id)?;
        let last = indicator.attributes.iter().flatten().max_by_key(|cell| cell.span.end)?;
        let indent = self.own_line(last.key)?;
        // Only in a block do attributes have lines of their own.
        if last.key.start == indicator.span.start {
            return None;
        }
        let entry = format!("{}: {}", write::key(&attribute.name), write::value(value));
        let at = line_end(&self.source, last.span.end as usize);
        Some(vec![self.insert(InsertPoint { at, indent, heads: Vec::new() }, &entry)])
    }

    /// Removes an indicator; its comments stay.
    pub(crate) fn remove_indicator(&self, at: usize) -> Option<Vec<Edit>> {
        self.remove_lines(self.indicators.get(at)?.span)
    }

    /// Removes a field; its comments stay.
    pub(crate) fn remove_field(&self, id: FieldId) -> Option<Vec<Edit>> {
        let cell = self.field(id)?;
        self.remove_lines(cell.key.cover(cell.span))
    }

    /// Moves an indicator to another level, with its comments.
    pub(crate) fn move_indicator(&self, at: usize, level: LevelId) -> Option<Vec<Edit>> {
        let indicator = self.indicators.get(at)?;
        if indicator.level == Some(level) || self.has(level, indicator.name.as_str()) {
            return None;
        }
        let indent = self.own_line(indicator.span)?;
        let lines = self.lines(indicator.span);
        let gap = self.gap_under(level)?;
        if lines.contains(&gap.at) {
            return None;
        }
        let own = blank(gap.indent);
        let mut entry = String::new();
        for (number, line) in self.numbered(&lines) {
            let blanks = line.len() - line.trim_start_matches(' ').len();
            let rest = line.get(blanks.min(indent as usize)..).unwrap_or_default();
            if number > self.source.line_at(lines.start) {
                entry.push_str(self.source.line_end(number - 1));
                entry.push_str(if rest.is_empty() { "" } else { &own });
            }
            entry.push_str(rest);
        }
        let end = newline(&self.source, gap.at).to_owned();
        let inserted = self.insert(gap, &entry);
        if inserted.span.start as usize == lines.end {
            // It would directly follow itself: the new lines replace the old ones.
            let text = inserted.text.strip_prefix(&end).unwrap_or(&inserted.text).to_owned();
            let span = Span::new(self.source.id(), lines.start, lines.end);
            return Some(vec![Edit { span, text }]);
        }
        Some(vec![self.cut(lines, String::new())?, inserted])
    }

    /// Renames an indicator.
    pub(crate) fn rename_indicator(&self, at: usize, name: &str) -> Option<Vec<Edit>> {
        let indicator = self.indicators.get(at)?;
        let taken = indicator.level.is_some_and(|level| self.has(level, name));
        if name.trim().is_empty() || name == indicator.name.as_str() || taken {
            return None;
        }
        Some(vec![Edit { span: self.key_of(indicator), text: write::key(name) }])
    }

    /// Removes some pieces of a value or a name, each with its separator.
    pub(crate) fn remove(&self, places: &[Span]) -> Option<Vec<Edit>> {
        let parted =
            places.iter().map(|place| Some(self.with_mark(*place, self.owner(*place)?.span)));
        self.replace(&parted.collect::<Option<Vec<Span>>>()?, "")
    }

    /// A piece with the mark after it, or the one before it if it ends a sentence.
    fn with_mark(&self, place: Span, owner: Span) -> Span {
        let text = |from: u32, to: u32| self.source.slice(Span { start: from, end: to, ..place });
        let before = text(owner.start, place.start).chars().next_back();
        let after = text(place.end, owner.end).chars().next();
        let parts = |mark: Option<char>| mark.filter(|mark| "，、；：,;:".contains(*mark));
        let ends = |mark: Option<char>| mark.filter(|mark| "。！？!?".contains(*mark));
        let length = |mark: char| u32::try_from(mark.len_utf8()).unwrap_or_default();
        match (parts(before), parts(after).or(ends(after))) {
            (Some(before), after) if after.is_none() || ends(after).is_some() => {
                Span { start: place.start - length(before), ..place }
            }
            (_, Some(after)) => Span { end: place.end + length(after), ..place },
            _ => place,
        }
    }

    /// Replaces words in a value or a name.
    pub(crate) fn replace(&self, places: &[Span], text: &str) -> Option<Vec<Edit>> {
        let mut places = places.to_vec();
        places.sort();
        places.dedup();
        let mut edits = Vec::new();
        let mut rest = places.as_slice();
        while let Some(first) = rest.first() {
            let owner = self.owner(*first)?;
            let own = rest.iter().take_while(|place| owner.span.contains(**place)).count();
            let (own, others) = rest.split_at_checked(own)?;
            edits.extend(self.replace_in(&owner, own, text)?);
            rest = others;
        }
        Some(edits)
    }

    fn replace_in(&self, owner: &KeyOrValue, places: &[Span], text: &str) -> Option<Vec<Edit>> {
        let old = self.source.slice(owner.span);
        let edits = |text: &str| -> Vec<Edit> {
            places.iter().map(|span| Edit { span: *span, text: text.to_owned() }).collect()
        };
        if old.starts_with('"') {
            return Some(edits(&write::escaped(text)));
        }
        // Lines of a block and text in full-width quotes can contain anything but their own end.
        if text.contains('\n') || (old.starts_with('“') && text.contains('”')) {
            return None;
        }
        if old.starts_with('“') || old.contains('\n') {
            return Some(
                places.iter().map(|place| self.without_empty_line(*place, text)).collect(),
            );
        }
        let base = owner.span.start;
        let inside = |edit: Edit| Edit {
            span: Span { start: edit.span.start - base, end: edit.span.end - base, ..edit.span },
            ..edit
        };
        let inner: Vec<Edit> = edits(text).into_iter().map(inside).collect();
        let changed = apply(old, &inner)?;
        let written = match (owner.is_key, self.is_in_braces(owner.span)) {
            (true, _) => write::key(&changed),
            (false, true) => write::value_in_braces(&changed),
            (false, false) => write::value(&changed),
        };
        if written == changed {
            return Some(edits(text));
        }
        Some(vec![Edit { span: owner.span, text: written }])
    }

    /// Changes a piece of a block of text; a line that is left empty is removed.
    fn without_empty_line(&self, place: Span, text: &str) -> Edit {
        let lines = self.lines(place);
        let source = self.source.text();
        let around = [lines.start..place.start as usize, place.end as usize..lines.end];
        let alone = around
            .into_iter()
            .all(|part| source.get(part).is_some_and(|rest| rest.trim().is_empty()));
        match self.cut(lines, String::new()).filter(|_| text.is_empty() && alone) {
            Some(cut) => cut,
            None => Edit { span: place, text: text.to_owned() },
        }
    }

    /// The value or the name that contains a place.
    fn owner(&self, place: Span) -> Option<KeyOrValue> {
        let value = |cell: &Cell| {
            cell.span.contains(place).then_some(KeyOrValue { span: cell.span, is_key: false })
        };
        if let Some(owner) = self.fields.iter().flatten().find_map(value) {
            return Some(owner);
        }
        let indicator = self.indicators.iter().find(|indicator| indicator.span.contains(place))?;
        let name = KeyOrValue { span: self.key_of(indicator), is_key: true };
        let values = || indicator.attributes.iter().flatten().find_map(value);
        Some(name).filter(|name| name.span.contains(place)).or_else(values)
    }

    /// The key of an indicator, quotes included.
    fn key_of(&self, indicator: &Indicator) -> Span {
        let name = indicator.name.whole();
        let closes = self.source.text().get(name.end as usize..).unwrap_or_default();
        let quoted = indicator.span.start < name.start && closes.starts_with('"');
        let end = name.end + u32::from(quoted);
        Span { start: indicator.span.start.min(name.start), end, ..name }
    }

    /// Whether a level has an indicator of that name.
    fn has(&self, level: LevelId, name: &str) -> bool {
        let own = self.indicators.iter().filter(|indicator| indicator.level == Some(level));
        own.into_iter().any(|indicator| same_name(indicator.name.as_str(), name))
    }

    /// The insertion point of an entry under a level.
    fn gap_under(&self, level: LevelId) -> Option<InsertPoint> {
        if let Some(node) = self.level(level) {
            let gap =
                InsertPoint { at: node.insert_at as usize, indent: node.indent, heads: Vec::new() };
            return node.open.then_some(gap);
        }
        let wanted = self.form.level_at(level)?;
        let mut gap = match (wanted.parent, wanted.parent.and_then(|parent| self.level(parent))) {
            (_, Some(parent)) => self.gap_after(level, parent)?,
            (Some(parent), None) => self.gap_under(parent)?,
            (None, None) => match &self.tree {
                Some(tree) => self.gap_after(level, tree)?,
                None => self.gap_at_end()?,
            },
        };
        gap.heads.push(format!("{}{}:", blank(gap.indent), write::key(&wanted.name)));
        gap.indent += STEP;
        Some(gap)
    }

    /// The insertion point of a missing level under an existing one, in the order of the form.
    fn gap_after(&self, level: LevelId, above: &LevelNode) -> Option<InsertPoint> {
        if !above.open {
            return None;
        }
        let parent = self.form.level_at(level)?.parent;
        let siblings = self.form.level_ids().take_while(|id| *id != level);
        let before = siblings
            .filter(|id| self.form.level_at(*id).is_some_and(|level| level.parent == parent))
            .filter_map(|id| self.level(id))
            .filter(|node| above.span.range().contains(&(node.key.start as usize)))
            .last();
        let at = match before {
            Some(node) => node.insert_at as usize,
            None => line_end(&self.source, above.key.end as usize),
        };
        Some(InsertPoint { at, indent: above.indent, heads: Vec::new() })
    }

    /// The insertion point of the tree of indicators in a sheet without one.
    fn gap_at_end(&self) -> Option<InsertPoint> {
        let tree = self.form.tree_name()?;
        let text = self.source.slice(self.span);
        let at = line_end(&self.source, self.span.start as usize + text.trim_end().len());
        Some(InsertPoint { at, indent: STEP, heads: vec![format!("{}:", write::key(tree))] })
    }

    fn insert(&self, gap: InsertPoint, entry: &str) -> Edit {
        let end = newline(&self.source, gap.at);
        let own = format!("{}{entry}", blank(gap.indent));
        let text = gap.heads.iter().chain([&own]).fold(String::new(), |all, line| all + end + line);
        Edit { span: point(&self.source, gap.at), text }
    }

    /// Removes the lines of an entry, except its comments.
    fn remove_lines(&self, span: Span) -> Option<Vec<Edit>> {
        let indent = self.own_line(span)?;
        let lines = self.lines(span);
        let removed = self.source.text().get(lines.clone())?;
        let mut kept = String::new();
        for at in write::comments(removed) {
            if !kept.is_empty() {
                kept.push_str(newline(&self.source, lines.start + at.start));
            }
            kept.push_str(&blank(indent));
            kept.push_str(removed.get(at)?.trim_end());
        }
        Some(vec![self.cut(lines, kept)?])
    }

    /// Replaces whole lines; without new ones, removes them with their line end.
    fn cut(&self, lines: Range<usize>, kept: String) -> Option<Edit> {
        let text = self.source.text();
        let span = |start, end| Span::new(self.source.id(), start, end);
        if !kept.is_empty() {
            return Some(Edit { span: span(lines.start, lines.end), text: kept });
        }
        let after = text.get(lines.end..)?;
        if after.is_empty() {
            // The last line of a text that does not end with a line end.
            let before = self.source.line(self.source.line_at(lines.start).saturating_sub(1));
            let start = before.map_or(lines.start, |line| line.end as usize);
            return Some(Edit { span: span(start, lines.end), text: kept });
        }
        let end = lines.end + newline(&self.source, lines.end).len();
        Some(Edit { span: span(lines.start, end), text: kept })
    }

    /// Whole lines with their numbers.
    fn numbered(&self, lines: &Range<usize>) -> impl Iterator<Item = (u32, &str)> {
        let numbers = self.source.line_at(lines.start)..=self.source.line_at(lines.end);
        numbers.filter_map(|line| Some((line, self.source.slice(self.source.line(line)?))))
    }

    /// From the start of the first line to the end of the last.
    fn lines(&self, span: Span) -> Range<usize> {
        line_start(&self.source, span.start as usize)..line_end(&self.source, span.end as usize)
    }

    /// The columns before an entry on its own lines; `None` if something precedes it.
    fn own_line(&self, span: Span) -> Option<u32> {
        let start = line_start(&self.source, span.start as usize);
        let before = self.source.text().get(start..span.start as usize)?;
        let blanks = before.chars().all(|c| c == ' ');
        blanks.then(|| u32::try_from(before.len()).unwrap_or(u32::MAX))
    }

    fn is_in_braces(&self, key: Span) -> bool {
        let start = line_start(&self.source, key.start as usize);
        let before = self.source.text().get(start..key.start as usize).unwrap_or_default();
        before.contains('{')
    }

    /// The place of the first key of the sheet.
    fn first_key(&self) -> Option<u32> {
        let fields = self.fields.iter().flatten().map(|cell| cell.key.start);
        fields.chain(self.tree.map(|tree| tree.key.start)).min()
    }
}

/// A value or a name, quotes included.
struct KeyOrValue {
    span: Span,
    is_key: bool,
}

fn blank(columns: u32) -> String {
    " ".repeat(columns as usize)
}
