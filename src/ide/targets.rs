//! What a word stands for, and where else it stands for the same. Takes a snapshot and a place;
//! gives names with their kind, and places.

use super::document::{DocumentLines, Under, under_key};
use super::rules::{DeclaredKind, RuleText};
use crate::source::{SourceId, Span};
use crate::syntax::sheet::OutlineKind;
use crate::workspace::{File, Snapshot};

/// What a word stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NameTarget {
    /// A law that rules cite.
    Law(String),
    /// A rule.
    Rule(String),
    /// What conditions read: a definition, words, a parameter, a field.
    Value(DeclaredKind, String),
    /// A variable, in the item of that place.
    Variable(String, Span),
    /// An indicator of sheets.
    Indicator(String),
    /// What a form calls its parts, or the form itself.
    Form(DeclaredKind, String),
}

impl NameTarget {
    /// What the word at a byte stands for, and its place.
    pub(super) fn at(snapshot: &Snapshot, id: SourceId, offset: usize) -> Option<(Span, Self)> {
        let Some(file) = RuleText::of(snapshot, id) else {
            let (span, name) = indicator_at(snapshot, id, offset)?;
            return Some((span, Self::Indicator(name)));
        };
        let (range, name) = file.name_at(offset)?;
        let span = Span::new(id, range.start, range.end);
        let is_here = |place: Span| place.contains(span);
        let name = name.to_owned();
        let declared = file.declared().into_iter().find(|known| is_here(known.name.span));
        if let Some(declared) = declared {
            return Some((span, Self::declared(declared.kind, name)));
        }
        if let Some(law) = file.cited().find(|law| is_here(law.span)) {
            return Some((law.span, Self::Law(law.text.clone())));
        }
        if let Some(rule) = file.tightened().find(|rule| is_here(rule.span)) {
            return Some((rule.span, Self::Rule(rule.text.clone())));
        }
        if let Some((item, _)) = file.variable(&name, span) {
            return Some((span, Self::Variable(name, item)));
        }
        let known = || RuleText::all(snapshot).flat_map(RuleText::declared);
        let is_value = |kind| matches!(Self::declared(kind, String::new()), Self::Value(..));
        let fields = known().filter(|known| known.kind == DeclaredKind::Field);
        let values = known().filter(|known| is_value(known.kind));
        let kind = fields.chain(values).find(|known| known.name.text == name)?.kind;
        Some((span, Self::declared(kind, name)))
    }

    fn declared(kind: DeclaredKind, name: String) -> Self {
        match kind {
            DeclaredKind::Law => Self::Law(name),
            DeclaredKind::Rule => Self::Rule(name),
            DeclaredKind::Form | DeclaredKind::Field | DeclaredKind::Level => {
                Self::Form(kind, name)
            }
            DeclaredKind::Words | DeclaredKind::Parameter | DeclaredKind::Define => {
                Self::Value(kind, name)
            }
        }
    }

    /// The name.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Law(name)
            | Self::Rule(name)
            | Self::Value(_, name)
            | Self::Variable(name, _)
            | Self::Indicator(name)
            | Self::Form(_, name) => name,
        }
    }

    /// Whether reports name it: words and parameters.
    pub(super) fn is_reported(&self) -> bool {
        matches!(self, Self::Value(DeclaredKind::Parameter | DeclaredKind::Words, _))
    }

    /// Whether a file has another thing of that name, with which this would be confused.
    pub(super) fn is_taken(&self, file: RuleText<'_>, name: &str) -> bool {
        let other = match self {
            Self::Law(_) => Self::Law(name.to_owned()),
            Self::Rule(_) => Self::Rule(name.to_owned()),
            Self::Variable(_, item) => Self::Variable(name.to_owned(), *item),
            Self::Value(..) | Self::Form(..) => return !file.places_of(name).is_empty(),
            Self::Indicator(_) => return false,
        };
        !other.places_in(file).is_empty()
    }

    /// Where it stands in rule files, its declarations included.
    pub(super) fn places_in(&self, file: RuleText<'_>) -> Vec<Span> {
        let declared = |kind: DeclaredKind, name: &str| {
            let own = file.declared().into_iter();
            let own = own.filter(|known| known.kind == kind && known.name.text == name);
            own.map(|known| known.name.span).collect::<Vec<_>>()
        };
        match self {
            Self::Law(name) => {
                let cited = file.cited().filter(|law| law.text == *name).map(|law| law.span);
                declared(DeclaredKind::Law, name).into_iter().chain(cited).collect()
            }
            Self::Rule(name) => {
                let upper = file.tightened().filter(|rule| rule.text == *name);
                let upper = upper.map(|rule| rule.span);
                declared(DeclaredKind::Rule, name).into_iter().chain(upper).collect()
            }
            Self::Variable(name, item) => {
                file.places_of(name).into_iter().filter(|place| item.contains(*place)).collect()
            }
            Self::Value(_, name) | Self::Form(_, name) => {
                let laws = Self::Law(name.clone()).places_in(file);
                let is_other =
                    |place: &Span| laws.contains(place) || file.variable(name, *place).is_some();
                let mut places = file.places_of(name);
                places.retain(|place| !is_other(place));
                places
            }
            Self::Indicator(_) => Vec::new(),
        }
    }
}

/// The places of the indicators of a name in a file of sheets.
pub(super) fn indicators_in(file: &File, name: &str) -> Vec<Span> {
    let parts = file
        .parts
        .iter()
        .flat_map(|(start, part)| part.sheets.iter().map(move |sheet| (*start, sheet)));
    let named = parts.flat_map(|(start, sheet)| {
        let own = sheet.indicators_named(name).filter_map(|at| sheet.indicators.get(at));
        own.map(move |indicator| indicator.name.whole().rebased(file.source.id(), start))
    });
    named.collect()
}

/// The indicator whose key is at a place, and the key.
fn indicator_at(snapshot: &Snapshot, id: SourceId, offset: usize) -> Option<(Span, String)> {
    let document = DocumentLines::at(snapshot, id, offset)?;
    let offset = document.within(offset);
    let at = document.line_at(offset)?;
    let line = document.lines.get(at)?;
    let OutlineKind::Entry { key, .. } = &line.kind else { return None };
    let (_, under) = document.parent(at, line.column);
    match under_key(document.form.as_deref()?, &under, document.key(line)?) {
        Under::Indicator(name) if (key.start..=key.end).contains(&offset) => {
            Some((document.span(key.clone()), name))
        }
        _ => None,
    }
}
