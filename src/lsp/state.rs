//! What the server knows at one time, for answers that are worked out beside the main loop: the
//! open documents and the projects. Cheap to make, and free to go to another thread.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use gen_lsp_types::{Location, Range, Uri};

use super::capabilities::Client;
use super::convert::ProtocolLines;
use super::documents::{OpenDocument, uri_of};
use super::main_loop::Event;
use super::roots::{RootKey, RootView};
use super::uri::Key;
use crate::diagnostic::Lang;
use crate::source::{Source, SourceId, Span};

/// The open documents and the projects at one time.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) client: Client,
    pub(super) lang: Lang,
    /// Whether letters find Chinese names by their sounds.
    pub(super) pinyin: bool,
    /// Where what is to be asked of the client goes.
    pub(super) events: Sender<Event>,
    pub(super) documents: Arc<BTreeMap<Key, Arc<OpenDocument>>>,
    pub(super) views: Arc<BTreeMap<RootKey, RootView>>,
}

/// A document with its project.
#[derive(Clone, Copy, Debug)]
pub(super) struct DocumentView<'s> {
    pub(super) state: &'s State,
    pub(super) document: &'s Arc<OpenDocument>,
    pub(super) view: &'s RootView,
}

/// A document that a text is in.
#[derive(Clone, Debug)]
pub(super) struct TargetDocument {
    /// Its URI, as the client spells it if it is open.
    pub(super) uri: Uri,
    /// Its version, if it is open.
    pub(super) version: Option<i32>,
    pub(super) lines: Arc<ProtocolLines>,
}

impl State {
    /// The document of a URI with its project, if it is open.
    pub(super) fn place(&self, uri: &Uri) -> Option<DocumentView<'_>> {
        self.place_of(&Key::of(uri))
    }

    /// The document of a key with its project, if it is open.
    pub(super) fn place_of(&self, key: &Key) -> Option<DocumentView<'_>> {
        let document = self.documents.get(key)?;
        let view = self.views.get(&document.root)?;
        Some(DocumentView { state: self, document, view })
    }
}

impl DocumentView<'_> {
    /// The text of the document as the project has it.
    pub(super) fn source(&self) -> Option<&Source> {
        self.view.source(&self.document.name)
    }

    /// The document that a text is in; `None` for what is no document.
    pub(super) fn target(&self, id: SourceId) -> Option<TargetDocument> {
        if id.is_embedded() {
            return None;
        }
        let source = self.view.sources.get(id)?;
        let open = [self.document].into_iter().chain(self.state.documents.values());
        let mut open = open.filter(|document| document.root == self.document.root);
        Some(match open.find(|document| document.name == source.name()) {
            Some(open) => TargetDocument {
                uri: open.uri.clone(),
                version: Some(open.version),
                lines: Arc::clone(&open.lines),
            },
            None => TargetDocument {
                uri: uri_of(source.name()),
                version: None,
                lines: self.view.lines(source, self.state.client.units),
            },
        })
    }

    /// The place of a span in whatever document it is.
    pub(super) fn location(&self, span: Span) -> Option<Location> {
        let TargetDocument { uri, lines, .. } = self.target(span.source)?;
        let text = self.view.sources.get(span.source)?.written();
        Some(Location { uri, range: lines.range(text, span) })
    }

    /// The range of a span of the document itself.
    pub(super) fn range(&self, span: Span) -> Range {
        self.document.lines.range(&self.document.text, span)
    }
}
