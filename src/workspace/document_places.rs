//! Places of documents. Takes places in a document; gives places in its file.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::File;
use crate::source::{SourceId, Span};

/// The file and the first byte of each document.
#[derive(Clone, Debug, Default)]
pub(crate) struct DocumentPlaces(BTreeMap<SourceId, (SourceId, u32)>);

impl DocumentPlaces {
    /// Of the documents of some files.
    pub(crate) fn of(files: &[Arc<File>]) -> Self {
        let mut places = Self::default();
        files.iter().for_each(|file| places.put(file));
        places
    }

    /// Adds the documents of a file.
    pub(super) fn put(&mut self, file: &File) {
        let of = |(start, part): &(u32, Arc<super::ReadDocument>)| {
            (part.id(), (file.source.id(), *start))
        };
        self.0.extend(file.parts.iter().map(of));
    }

    /// Removes the documents of a file.
    pub(super) fn remove(&mut self, file: &File) {
        for (_, part) in &file.parts {
            self.0.remove(&part.id());
        }
    }

    /// A place in a document as one in its file; any other place is unchanged.
    pub(crate) fn in_file(&self, span: Span) -> Span {
        let part = self.0.get(&span.source);
        part.map_or(span, |(file, start)| span.rebased(*file, *start))
    }
}
