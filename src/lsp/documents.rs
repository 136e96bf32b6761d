//! Documents that are open in the editor: their text as the editor has it, under the editor's own
//! spelling of their URI.

use std::path::Path;
use std::sync::Arc;

use gen_lsp_types::{Diagnostic, TextDocumentContentChangeEvent, Uri};

use super::composing::Composing;
use super::convert::{ProtocolLines, Units};
use super::roots::RootKey;
use super::uri::{self, Key};
use crate::project;

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DocumentKind {
    /// A file of sheets.
    Sheet,
    /// A rule file.
    Rules,
    /// Something else that rules or settings may stand in: settings, manifests, dictionaries.
    Other,
}

impl DocumentKind {
    /// What a document is by its language and its name.
    pub(super) fn of(language: &str, uri: &Uri) -> Self {
        let path = uri.0.to_ascii_lowercase();
        match language {
            "biao" => Self::Sheet,
            "chi" => Self::Rules,
            _ if path.ends_with(".biao") => Self::Sheet,
            _ if path.ends_with(".chi") => Self::Rules,
            _ => Self::Other,
        }
    }
}

/// An open document.
#[derive(Clone, Debug)]
pub(super) struct OpenDocument {
    /// As the client spells it.
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) kind: DocumentKind,
    /// The name of its text among the texts of its project.
    pub(super) name: String,
    /// The project that it belongs to.
    pub(super) root: RootKey,
    pub(super) text: Arc<String>,
    pub(super) lines: Arc<ProtocolLines>,
    /// Whether the file is in GB 18030 and the editor has read it as something else.
    pub(super) misread: bool,
    /// Where it was changed last.
    pub(super) edited: usize,
    /// What an input method is composing.
    pub(super) composing: Composing,
    /// The findings that the client was sent last.
    pub(super) sent: SentFindings,
}

/// Findings as they were sent.
#[derive(Clone, Debug, Default)]
pub(super) struct SentFindings {
    /// Of which version.
    pub(super) version: Option<i32>,
    pub(super) findings: Arc<Vec<Diagnostic>>,
    /// By this a client that asks again names them: none are named alike. 0 names none.
    pub(super) number: u64,
}

impl OpenDocument {
    /// A document as it was opened.
    pub(super) fn open(
        (uri, kind, root): (Uri, DocumentKind, RootKey),
        (version, text): (i32, String),
        units: Units,
    ) -> Self {
        Self {
            name: name_of(&uri),
            lines: Arc::new(ProtocolLines::of(&text, units)),
            uri,
            version,
            kind,
            root,
            text: Arc::new(text),
            misread: false,
            edited: 0,
            composing: Composing::default(),
            sent: Default::default(),
        }
    }

    /// Takes changes in, in their order.
    pub(super) fn change(
        &mut self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        units: Units,
    ) {
        self.version = version;
        let (text, lines) = (Arc::make_mut(&mut self.text), Arc::make_mut(&mut self.lines));
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(change) => {
                    let range = lines.bytes(text, change.range);
                    let old = text.get(range.clone()).unwrap_or_default().to_owned();
                    self.composing.change(&range, &old, &change.text);
                    text.replace_range(range.clone(), &change.text);
                    self.edited = range.start;
                    lines.replace(text, range, &change.text);
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(change) => {
                    self.composing = Composing::default();
                    *text = change.text;
                    *lines = ProtocolLines::of(text, units);
                }
            }
        }
    }

    /// Looks whether the editor has read the file in another encoding than it is in.
    pub(super) fn look_for_misreading(&mut self) {
        let path = uri::path(&self.uri).filter(|_| self.text.contains('\u{fffd}'));
        self.misread = path.is_some_and(|path| project::is_gb18030(&path));
    }
}

/// The name of a document among texts: that of its file, else its URI.
pub(super) fn name_of(uri: &Uri) -> String {
    match uri::path(uri) {
        Some(path) => project::shown(&project::spelt(&path)),
        None => Key::of(uri).text().to_owned(),
    }
}

/// The URI of a text by its name, if it is a file.
pub(super) fn uri_of(name: &str) -> Uri {
    uri::file(&project::absolute(Path::new(name)))
}
