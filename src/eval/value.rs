//! The values of expressions while a rule is applied.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Deref;
use std::rc::Rc;

use super::{Cause, PlaceRole};
use crate::form::{FieldId, TableId};
use crate::model::{Cell, Sheet};
use crate::rule::{CatalogueId, ListId, PatternId, SuffixesId, SynonymsId};
use crate::source::{MappedText, Span};
use crate::value::prose::Period;
use crate::value::{Date, Figure, Target};

/// Why a value is unknown. Boxed: this is rare.
pub(super) type Unknown = Box<BTreeSet<Cause>>;

/// A value, or why it is unknown.
pub(super) type Known<T> = Result<T, Unknown>;

/// Unknown for one cause.
pub(super) fn unknown<T>(cause: Cause) -> Known<T> {
    Err(Box::new(BTreeSet::from([cause])))
}

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Val<'s> {
    /// The value does not exist, and this is known: the comparator of a target without one.
    Nothing,
    Truth(bool),
    Text(Snippet<'s>),
    Figure(Figure),
    Date(Date),
    /// 目标值; `None` where the indicator has none.
    Target(Option<&'s Cell>),
    /// A sheet of the run.
    Sheet(&'s Sheet),
    /// An indicator of a sheet, by position.
    Indicator(&'s Sheet, usize),
    /// A row of a table of a sheet, by position.
    Row(&'s Sheet, TableId, usize),
    /// A field of a sheet, present or not.
    Field(&'s Sheet, FieldId),
    Match(Rc<Matched<'s>>),
    Fragments(FoundPieces<'s>),
    List(Rc<Vec<Val<'s>>>),
    /// A list of the rule set, looked up where it is used.
    Words(ListId),
    Suffixes(SuffixesId),
    Catalogue(CatalogueId),
    Synonyms(SynonymsId),
    Pattern(PatternId),
}

/// A text, with its place if it stands in the sheet.
#[derive(Clone, Debug)]
pub(super) struct Snippet<'s> {
    pub(crate) text: Cow<'s, str>,
    origin: Option<(&'s MappedText, usize)>,
}

/// What a function found in a text, or one piece of it: shared, not copied.
#[derive(Clone, Debug)]
pub(super) struct FoundPieces<'s> {
    found: Rc<Vec<Fragment<'s>>>,
    from: usize,
    to: usize,
}

/// A piece of a sheet that a function returns.
#[derive(Clone, Debug)]
pub(super) struct Fragment<'s> {
    pub(crate) snippet: Snippet<'s>,
    /// Another piece, which explains it.
    pub(crate) related: Option<(Snippet<'s>, PlaceRole)>,
    /// The value that it expresses.
    pub(crate) meaning: Meaning<'s>,
}

/// The value that a piece of text says.
#[derive(Clone, Debug)]
pub(super) enum Meaning<'s> {
    /// None but the words.
    Words,
    /// A figure.
    Figure(Figure),
    /// A time.
    Period(Period),
    /// The target of a promise.
    Target(Target),
    /// A promise: a name and its target.
    Promise { name: Snippet<'s>, aim: Snippet<'s>, target: Target },
}

/// What a pattern matched.
#[derive(Clone, Debug)]
pub(super) struct Matched<'s> {
    pub(crate) whole: Snippet<'s>,
    pub(crate) groups: Vec<(&'s str, Snippet<'s>)>,
}

impl<'s> FoundPieces<'s> {
    /// Each piece by itself.
    pub(crate) fn each(self) -> impl Iterator<Item = Self> {
        (self.from..self.to).map(move |at| Self { from: at, to: at + 1, found: self.found.clone() })
    }

    /// The only piece; `None` unless there is exactly one.
    pub(crate) fn sole(&self) -> Option<&Fragment<'s>> {
        match &**self {
            [only] => Some(only),
            _ => None,
        }
    }
}

impl<'s> From<Rc<Vec<Fragment<'s>>>> for FoundPieces<'s> {
    fn from(found: Rc<Vec<Fragment<'s>>>) -> Self {
        Self { from: 0, to: found.len(), found }
    }
}

impl<'s> Deref for FoundPieces<'s> {
    type Target = [Fragment<'s>];

    fn deref(&self) -> &Self::Target {
        self.found.get(self.from..self.to).unwrap_or_default()
    }
}

impl<'s> Snippet<'s> {
    /// A text that stands nowhere.
    pub(crate) fn loose(text: impl Into<Cow<'s, str>>) -> Self {
        Self { text: text.into(), origin: None }
    }

    /// A text of the sheet.
    pub(crate) fn placed(text: &'s MappedText) -> Self {
        Self { text: Cow::Borrowed(text.as_str()), origin: Some((text, 0)) }
    }

    /// A part of it, in its bytes.
    pub(crate) fn part(&self, range: std::ops::Range<usize>) -> Self {
        let text = match &self.text {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(range.clone()).unwrap_or_default()),
            Cow::Owned(text) => Cow::Owned(text.get(range.clone()).unwrap_or_default().to_owned()),
        };
        Self { text, origin: self.origin.map(|(of, start)| (of, start + range.start)) }
    }

    /// The text of the sheet that it is a part of.
    pub(crate) fn whole(&self) -> Option<&'s MappedText> {
        self.origin.map(|(of, _)| of)
    }

    /// Where it stands.
    pub(crate) fn span(&self) -> Option<Span> {
        self.origin.map(|(of, start)| of.span(start..start + self.text.len()))
    }
}
