//! Lines and columns of the places of findings. Takes texts; a column costs the same anywhere in
//! its line.

use std::borrow::Cow;

use super::Repository;
use crate::source::{Position, Source, SourceId, Sources};

pub(super) struct PlaceFinder<'a> {
    sources: &'a Sources,
}

impl<'a> PlaceFinder<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { sources }
    }

    /// The name of a text for programs: a path relative to the root of the repository, if there is
    /// one.
    pub(super) fn path(&self, source: &'a Source, repository: Option<&Repository>) -> Cow<'a, str> {
        match repository.filter(|_| !source.id().is_embedded()) {
            Some(repository) => Cow::Owned(repository.path(source.name())),
            None => Cow::Borrowed(source.name()),
        }
    }

    pub(super) fn source(&self, id: SourceId) -> Option<&'a Source> {
        self.sources.get(id)
    }

    pub(super) fn position(&self, source: &Source, offset: usize) -> Position {
        source.position(offset)
    }
}
