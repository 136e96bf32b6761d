//! Lines and columns of the places of findings. Takes texts; a column costs the same wherever it
//! stands in its line.

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

    /// The name of a text for machines: a path counted from the root of the repository, if there is
    /// one.
    pub(super) fn path(&self, source: &'a Source, repository: Option<&Repository>) -> Cow<'a, str> {
        match repository.filter(|_| !self.sources.is_embedded(source.id())) {
            Some(repository) => Cow::Owned(repository.path(source.name())),
            None => Cow::Borrowed(source.name()),
        }
    }

    /// Whether a text is part of the program, and its name no path.
    pub(super) fn is_embedded(&self, source: &Source) -> bool {
        self.sources.is_embedded(source.id())
    }

    pub(super) fn source(&self, id: SourceId) -> Option<&'a Source> {
        self.sources.get(id)
    }

    pub(super) fn position(&self, source: &Source, offset: usize) -> Position {
        source.position(offset)
    }
}
