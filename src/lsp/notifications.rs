//! What a client says without asking: documents opened, changed and closed; files, folders and
//! settings changed. Also its answers to what the server asks.

use gen_lsp_types::{
    ConfigurationItem, ConfigurationParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams,
};
use lsp_server::{Notification, RequestId, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::main_loop::{Asked, MainLoop};
use super::uri::{self, Key};
use super::{ClientSettings, watch};

impl MainLoop {
    /// Takes a notification in. One that cannot be read, or is not known, changes nothing.
    pub(super) fn notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match method.as_str() {
            "exit" => self.exit(),
            "initialized" => self.initialized(),
            "$/cancelRequest" => {
                let id = params.get("id").cloned();
                if let Some(Ok(id)) = id.map(serde_json::from_value::<RequestId>) {
                    self.cancel(id);
                }
            }
            "textDocument/didOpen" => {
                let Some(DidOpenTextDocumentParams { text_document: opened }) = read(params) else {
                    return;
                };
                let language = opened.language_id.to_string();
                self.server.open(opened.uri, &language, opened.version, opened.text);
            }
            "textDocument/didChange" => {
                let Some(params) = read::<DidChangeTextDocumentParams>(params) else { return };
                let uri = params.text_document.text_document_identifier.uri;
                self.server.change(&uri, params.text_document.version, params.content_changes);
                self.note_typing(&Key::of(&uri));
            }
            "textDocument/didClose" => {
                let Some(DidCloseTextDocumentParams { text_document }) = read(params) else {
                    return;
                };
                let key = Key::of(&text_document.uri);
                // The findings were shown under the spelling with which it was opened.
                let Some(uri) = self.server.document(&key).map(|open| open.uri.clone()) else {
                    return;
                };
                self.server.close(&uri);
                self.forget(uri);
            }
            "textDocument/didSave" => {
                let Some(DidSaveTextDocumentParams { text_document, .. }) = read(params) else {
                    return;
                };
                let file = uri::path(&text_document.uri);
                self.server.files_changed(&file.into_iter().collect::<Vec<_>>());
            }
            "workspace/didChangeWatchedFiles" => {
                let Some(DidChangeWatchedFilesParams { changes }) = read(params) else { return };
                let files = changes.iter().filter_map(|change| uri::path(&change.uri));
                self.server.files_changed(&files.collect::<Vec<_>>());
            }
            "workspace/didChangeWorkspaceFolders" => {
                let Some(DidChangeWorkspaceFoldersParams { event }) = read(params) else { return };
                let paths = |folders: &[gen_lsp_types::WorkspaceFolder]| {
                    folders.iter().filter_map(|folder| uri::path(&folder.uri)).collect::<Vec<_>>()
                };
                self.server.change_folders(paths(&event.added), &paths(&event.removed));
            }
            "workspace/didChangeConfiguration" => {
                let settings = params.get("settings").cloned().unwrap_or_default();
                self.settings(&settings);
                self.ask_for_settings();
            }
            _ => {}
        }
    }

    /// The client is ready for questions.
    fn initialized(&mut self) {
        self.ask_for_settings();
        if self.server.client.watches {
            self.ask("client/registerCapability", watch::registration(), Asked::Nothing);
        } else {
            self.watcher = Some(watch::Watcher::start(self.events.clone()));
        }
    }

    fn ask_for_settings(&mut self) {
        if self.server.client.configures {
            let item = ConfigurationItem { scope_uri: None, section: Some("biaochi".to_owned()) };
            let params = ConfigurationParams { items: vec![item] };
            self.ask("workspace/configuration", params, Asked::Settings);
        }
    }

    /// Takes in the answer to a request of ours.
    pub(super) fn response(&mut self, response: Response) {
        let asked = self.asked.remove(&response.id.to_string());
        if let (Some(Asked::Settings), Ok(Value::Array(items))) = (asked, response.response_result)
        {
            items.first().into_iter().for_each(|settings| self.settings(settings));
        }
    }

    /// Takes the client's settings in.
    fn settings(&mut self, settings: &Value) {
        self.server.set(ClientSettings::of(settings));
    }
}

fn read<P: DeserializeOwned>(params: Value) -> Option<P> {
    serde_json::from_value(params).ok()
}
