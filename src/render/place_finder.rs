//! Lines and columns of the places of findings. Takes texts; a column costs the same wherever it stands in its line.

use crate::source::{Position, Source, SourceId, Sources};

pub(super) struct PlaceFinder<'a> {
    sources: &'a Sources,
}

impl<'a> PlaceFinder<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { sources }
    }

    pub(super) fn source(&self, id: SourceId) -> Option<&'a Source> {
        self.sources.get(id)
    }

    pub(super) fn position(&self, source: &Source, offset: usize) -> Position {
        source.position(offset)
    }
}
