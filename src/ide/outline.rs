//! The structure of a text: symbols, and what can be folded. Takes a snapshot and a text; gives
//! places.

use std::ops::Range;

use super::IdeOptions;
use super::rules::{DeclaredKind, RuleText};
use crate::form::LevelId;
use crate::model::Sheet;
use crate::source::{SourceId, Span};
use crate::syntax::rule::{AtomKind, Item};
use crate::workspace::Snapshot;

/// A part of a text that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its name; never empty.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub span: Span,
    /// Its name or key, within `span`.
    pub name_span: Span,
    /// The parts within it.
    pub children: Vec<Symbol>,
}

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// A sheet.
    Sheet,
    /// A level of the tree of a sheet.
    Level,
    /// An indicator.
    Indicator,
    /// What a rule file declares.
    Declared(DeclaredKind),
}

/// The symbols of a text.
pub fn symbols(snapshot: &Snapshot, source: SourceId, _options: &IdeOptions) -> Vec<Symbol> {
    match RuleText::of(snapshot, source) {
        Some(file) => symbols_of_rules(file),
        None => symbols_of_sheets(snapshot, source, 0..usize::MAX),
    }
}

fn symbols_of_rules(file: RuleText<'_>) -> Vec<Symbol> {
    let mut found: Vec<Symbol> = Vec::new();
    for declared in file.declared() {
        let symbol = Symbol {
            name: declared.name.text.clone(),
            kind: SymbolKind::Declared(declared.kind),
            span: declared.span.cover(declared.name.span),
            name_span: declared.name.span,
            children: Vec::new(),
        };
        match found.last_mut().filter(|_| declared.is_inner) {
            Some(outer) => outer.children.push(symbol),
            None => found.push(symbol),
        }
    }
    found.retain(|symbol| !symbol.name.is_empty());
    found
}

/// The symbols of the sheets of a file that touch a range.
pub(super) fn symbols_of_sheets(
    snapshot: &Snapshot,
    source: SourceId,
    wanted: Range<usize>,
) -> Vec<Symbol> {
    let file = snapshot.files().iter().find(|file| file.source.id() == source);
    let mut found = Vec::new();
    for (start, part) in file.iter().flat_map(|file| &file.parts) {
        let placed = |span: Span| span.rebased(source, *start);
        let is_wanted = |sheet: &&Sheet| {
            let whole = placed(sheet.span).range();
            whole.start <= wanted.end && wanted.start <= whole.end
        };
        for sheet in part.sheets.iter().filter(is_wanted) {
            let tops = sheet
                .form
                .level_ids()
                .filter(|id| sheet.form.level_at(*id).is_some_and(|level| level.parent.is_none()));
            found.push(Symbol {
                name: sheet.name.to_string(),
                kind: SymbolKind::Sheet,
                span: placed(sheet.span.cover(sheet.head)),
                name_span: placed(sheet.head),
                children: tops.filter_map(|id| level(sheet, id, &placed)).collect(),
            });
        }
    }
    found.retain(|symbol| !symbol.name.is_empty());
    found
}

fn level(sheet: &Sheet, id: LevelId, placed: &dyn Fn(Span) -> Span) -> Option<Symbol> {
    let node = sheet.level(id)?;
    let below = sheet.form.children(id).filter_map(|child| level(sheet, child, placed));
    let own = sheet.indicators.iter().filter(|indicator| indicator.level == Some(id));
    let indicators = own.filter(|indicator| !indicator.name.as_str().is_empty()).map(|indicator| {
        let name_span = placed(indicator.name.whole());
        Symbol {
            name: indicator.name.as_str().to_owned(),
            kind: SymbolKind::Indicator,
            span: placed(indicator.span).cover(name_span),
            name_span,
            children: Vec::new(),
        }
    });
    Some(Symbol {
        name: sheet.form.level_at(id)?.name.clone(),
        kind: SymbolKind::Level,
        span: placed(node.span.cover(node.key)),
        name_span: placed(node.key),
        children: below.chain(indicators).collect(),
    })
}

/// The parts of a text of several lines that can be folded: sheets and levels; items and fragments.
pub fn folds(snapshot: &Snapshot, source: SourceId, options: &IdeOptions) -> Vec<Span> {
    let mut found = Vec::new();
    let text = match RuleText::of(snapshot, source) {
        Some(file) => {
            let items = file.layout.file.items.iter();
            found.extend(items.filter_map(|item| match item {
                Item::Rule(rule) => Some(rule.span),
                Item::Form(form) => Some(form.span),
                Item::Suffixes(table) => Some(table.span),
                _ => None,
            }));
            let fragments = file.layout.atoms.iter().filter(|atom| atom.kind == AtomKind::Fragment);
            found.extend(fragments.map(|atom| Span::new(source, atom.range.start, atom.range.end)));
            file.source
        }
        None => {
            let Some(file) = snapshot.files().iter().find(|file| file.source.id() == source) else {
                return found;
            };
            spans_of(&symbols(snapshot, source, options), &mut found);
            &file.source
        }
    };
    found.retain(|span| text.slice(*span).trim_end().contains('\n'));
    found
}

fn spans_of(symbols: &[Symbol], found: &mut Vec<Span>) {
    for symbol in symbols {
        found.push(symbol.span);
        spans_of(&symbol.children, found);
    }
}
