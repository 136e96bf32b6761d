//! Positions in the tables of a rule set, a type for each kind. They are valid for the rule set
//! that gave them: what outlives it is identified by name, and a form by its content.

use std::marker::PhantomData;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// A position in a [`IdTable`].
pub trait Id: Copy {
    /// From a position.
    fn new(at: usize) -> Self;
    /// The position.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        pub struct $name(usize);

        impl Id for $name {
            fn new(at: usize) -> Self {
                Self(at)
            }

            fn index(self) -> usize {
                self.0
            }
        }
    )*};
}

ids! {
    /// A rule.
    RuleId
    /// A form.
    FormId
    /// A law.
    LawId
    /// 词表
    ListId
    /// 词尾表
    SuffixesId
    /// 指标库
    CatalogueId
    /// 同义
    SynonymsId
    /// 参数
    ParameterId
    /// 定义, as it is resolved for one form.
    DefineId
    /// A pattern.
    PatternId
    /// An expression, by where it is written: the same for a rule or a definition on every form.
    /// Expressions for the same words, such as 不得 and what it forbids, have different ids.
    ExprId
}

/// A list whose positions have a type of their own.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent, bound(deserialize = "T: Deserialize<'de>"))]
pub struct IdTable<I, T> {
    entries: Vec<T>,
    id: PhantomData<I>,
}

impl<I, T> Default for IdTable<I, T> {
    fn default() -> Self {
        Self { entries: Vec::new(), id: PhantomData }
    }
}

impl<I, T> Deref for IdTable<I, T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.entries
    }
}

impl<'t, I, T> IntoIterator for &'t IdTable<I, T> {
    type Item = &'t T;
    type IntoIter = std::slice::Iter<'t, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}

impl<I, T> FromIterator<T> for IdTable<I, T> {
    fn from_iter<It: IntoIterator<Item = T>>(entries: It) -> Self {
        Self { entries: entries.into_iter().collect(), id: PhantomData }
    }
}

impl<I: Id, T> IdTable<I, T> {
    /// Adds an entry.
    pub(crate) fn push(&mut self, entry: T) -> I {
        self.entries.push(entry);
        I::new(self.entries.len() - 1)
    }

    /// The entry of that id.
    pub(crate) fn get(&self, id: I) -> Option<&T> {
        self.entries.get(id.index())
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.entries.get_mut(id.index())
    }

    /// The entries, to be changed.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.entries.iter_mut()
    }

    /// Removes entries; those after them get other ids.
    pub(super) fn retain(&mut self, wanted: impl Fn(&T) -> bool) {
        self.entries.retain(wanted);
    }

    /// The entries with their ids, in order.
    pub fn entries(&self) -> impl Iterator<Item = (I, &T)> {
        self.entries.iter().enumerate().map(|(at, entry)| (I::new(at), entry))
    }

    /// Drops the entries after the first `length`.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.entries.truncate(length);
    }

    /// The first entry that satisfies a condition.
    pub(crate) fn find(&self, wanted: impl Fn(&T) -> bool) -> Option<I> {
        self.entries.iter().position(wanted).map(I::new)
    }
}
