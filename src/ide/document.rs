//! A document of a sheet file, line by line: what stands where, although it may be broken. Takes a
//! snapshot and a place; gives lines, their ancestors and the form. Knows no rules.

use std::ops::Range;
use std::sync::Arc;

use crate::form::{Form, LevelId, TableId};
use crate::model::names::{self, TITLE, YEAR};
use crate::source::{Source, SourceId, Span};
use crate::syntax::sheet::{OutlineKind, OutlineLine, outline};
use crate::value::{fold, same_name};
use crate::workspace::{File, Snapshot};

/// A document, with its lines.
#[derive(Debug)]
pub(super) struct DocumentLines<'s> {
    source: &'s Source,
    /// Its first byte in the file.
    base: usize,
    /// Its text.
    pub(super) text: &'s str,
    /// Its lines, by bytes of the document.
    pub(super) lines: Vec<OutlineLine>,
    /// The form that it follows, as far as can be seen.
    pub(super) form: Option<Arc<Form>>,
}

/// What the entries under a key are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Under {
    /// Fields.
    Root,
    /// 一级
    Tree,
    /// 二级, or indicators.
    Level(LevelId),
    /// Attributes of the indicator of that name.
    Indicator(String),
    /// Rows of a table.
    Table(TableId),
    /// Cells of a row of a table.
    Row(TableId),
    /// Nothing that the form knows.
    Unknown,
}

impl<'s> DocumentLines<'s> {
    /// The document that holds a byte of a file.
    pub(super) fn at(snapshot: &'s Snapshot, id: SourceId, offset: usize) -> Option<Self> {
        let file = snapshot.files().iter().find(|file| file.source.id() == id)?;
        if !file.source.text().is_char_boundary(offset) {
            return None;
        }
        let starts = || file.parts.iter().map(|(start, _)| *start as usize);
        Self::of(snapshot, file, starts().rposition(|start| start <= offset).unwrap_or(0))
    }

    /// All documents of a file.
    pub(super) fn all(snapshot: &'s Snapshot, id: SourceId) -> Vec<Self> {
        let file = snapshot.files().iter().find(|file| file.source.id() == id);
        let documents = file.into_iter().flat_map(|file| {
            (0..file.parts.len()).filter_map(move |at| Self::of(snapshot, file, at))
        });
        documents.collect()
    }

    fn of(snapshot: &'s Snapshot, file: &'s File, at: usize) -> Option<Self> {
        let text = file.source.text();
        let start = |at: usize| file.parts.get(at).map(|(start, _)| *start as usize);
        let base = start(at).unwrap_or(0);
        let text = text.get(base..start(at + 1).unwrap_or(text.len()))?;
        let mut document =
            Self { source: &file.source, base, text, lines: outline(text), form: None };
        let read = file.parts.get(at).and_then(|(_, part)| part.sheets.first());
        document.form = match read {
            Some(sheet) => Some(Arc::clone(&sheet.form)),
            None => document.form_by_keys(&snapshot.book().rules.forms),
        };
        Some(document)
    }

    /// Bytes of the document as a span of the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source.id(), self.base + range.start, self.base + range.end)
    }

    /// A byte of the file as one of the document.
    pub(super) fn within(&self, offset: usize) -> usize {
        offset.saturating_sub(self.base)
    }

    /// Some bytes of the document.
    pub(super) fn slice(&self, range: Range<usize>) -> &'s str {
        self.text.get(range).unwrap_or_default()
    }

    /// The line that holds a byte, by its number.
    pub(super) fn line_at(&self, offset: usize) -> Option<usize> {
        self.lines.iter().rposition(|line| line.range.start <= offset)
    }

    /// The key of a line, without quotes.
    pub(super) fn key(&self, line: &OutlineLine) -> Option<&'s str> {
        let OutlineKind::Entry { key, .. } = &line.kind else { return None };
        let key = self.slice(key.clone());
        Some(key.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(key))
    }

    /// The value of a key at the margin.
    pub(super) fn value_of(&self, wanted: &str) -> Option<&'s str> {
        let mut lines = self.lines.iter().filter(|line| line.column == 0);
        let line = lines.find(|line| self.key(line).is_some_and(|key| same_name(key, wanted)))?;
        let OutlineKind::Entry { value, .. } = &line.kind else { return None };
        let value = self.slice(value.clone());
        (!value.is_empty()).then_some(value)
    }

    /// The form by 表单 and 年度, where nothing else can be read.
    fn form_by_keys(&self, forms: &[Arc<Form>]) -> Option<Arc<Form>> {
        let title = self.value_of(TITLE);
        let year = self.value_of(YEAR).and_then(|year| fold(year).get(..4)?.parse().ok());
        let named = |form: &&Arc<Form>| title.is_none_or(|title| same_name(&form.name, title));
        let mut fitting: Vec<&Arc<Form>> = forms.iter().filter(named).collect();
        if fitting.iter().any(|form| form.covers(year)) {
            fitting.retain(|form| form.covers(year));
        }
        let first = fitting.first()?;
        let is_clear = fitting.iter().all(|form| form.name == first.name);
        let latest = || fitting.iter().rev().max_by_key(|form| form.from_year);
        is_clear.then(latest).flatten().map(|form| Arc::clone(form))
    }

    /// The lines above a line under which it stands, outermost first, if its content is indented by
    /// so many columns.
    fn ancestors(&self, line: usize, column: usize) -> Vec<usize> {
        let (mut found, mut column) = (Vec::new(), column);
        for (at, above) in self.lines.iter().enumerate().take(line).rev() {
            match &above.kind {
                OutlineKind::Separator => break,
                OutlineKind::Entry { .. } | OutlineKind::Bare { .. } if above.column < column => {
                    column = above.column;
                    found.push(at);
                }
                _ => {}
            }
            if column == 0 {
                break;
            }
        }
        found.reverse();
        found
    }

    /// What stands under a line that has nothing behind its colon; [`Under::Unknown`] for others.
    pub(super) fn under(&self, line: usize) -> Under {
        let Some(form) = &self.form else { return Under::Unknown };
        let column = self.lines.get(line).map_or(0, |line| line.column);
        let mut path = self.ancestors(line, column);
        path.push(line);
        path.into_iter().fold(Under::Root, |parent, at| {
            let line = self.lines.get(at).filter(|line| line.has_no_value());
            match line.and_then(|line| self.key(line)) {
                Some(key) => under_key(form, &parent, key),
                None => Under::Unknown,
            }
        })
    }

    /// The line under which a line stands that is indented by so many columns, and what stands
    /// there; lines that nothing can stand under are passed over.
    pub(super) fn parent(&self, line: usize, column: usize) -> (Option<usize>, Under) {
        for at in self.ancestors(line, column).into_iter().rev() {
            match self.under(at) {
                Under::Unknown if self.lines.get(at).is_some_and(OutlineLine::has_no_value) => {
                    return (Some(at), Under::Unknown);
                }
                Under::Unknown => {}
                under => return (Some(at), under),
            }
        }
        (None, Under::Root)
    }

    /// The entries right under a line (`None`: at the margin), by number.
    pub(super) fn children(&self, parent: Option<usize>) -> Vec<usize> {
        let first = parent.map_or(0, |at| at + 1);
        let beyond = parent.and_then(|at| self.lines.get(at)).map(|line| line.column);
        let mut column = None;
        let mut found = Vec::new();
        for (at, line) in self.lines.iter().enumerate().skip(first) {
            match &line.kind {
                OutlineKind::Separator if at > first => break,
                OutlineKind::Entry { .. } => {
                    if beyond.is_some_and(|beyond| line.column <= beyond) {
                        break;
                    }
                    if line.column <= *column.get_or_insert(line.column) {
                        found.push(at);
                    }
                }
                _ => {}
            }
        }
        found
    }
}

/// What stands under a key that stands somewhere.
pub(super) fn under_key(form: &Form, parent: &Under, key: &str) -> Under {
    let indicator = || Under::Indicator(key.to_owned());
    match parent {
        Under::Root if names::is_tree(form, key) => Under::Tree,
        Under::Root => names::table(form, key).map_or(Under::Unknown, Under::Table),
        Under::Table(table) => Under::Row(*table),
        Under::Tree if form.levels.is_empty() => indicator(),
        Under::Tree => names::level(form, None, key).map_or(Under::Unknown, Under::Level),
        Under::Level(level) if form.children(*level).next().is_none() => indicator(),
        Under::Level(level) => {
            names::level(form, Some(*level), key).map_or(Under::Unknown, Under::Level)
        }
        Under::Row(_) | Under::Indicator(_) | Under::Unknown => Under::Unknown,
    }
}

impl OutlineLine {
    /// Whether it is a key with nothing behind the colon.
    pub(super) fn has_no_value(&self) -> bool {
        matches!(&self.kind, OutlineKind::Entry { value, .. } if value.is_empty())
    }
}
