//! What a client can do, and what the server offers it. The abilities of a client are read one by
//! one, so that one that is written in an unknown way costs only itself.

use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProvider, CodeLensOptions, CompletionOptions,
    DiagnosticOptions, DiagnosticProvider, DocumentFormattingProvider, DocumentLinkOptions,
    ExecuteCommandOptions, PositionEncodingKind, RenameOptions, RenameProvider, Save,
    SemanticTokensLegend, SemanticTokensOptions, SemanticTokensProvider, ServerCapabilities,
    TextDocumentSync, TextDocumentSyncKind, TextDocumentSyncOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};
use serde_json::Value;

use super::convert::Units;
use super::{actions, answers, commands};

/// What a client can do.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Client {
    /// What its columns count.
    pub(super) units: Units,
    /// Whether it asks for findings, and can be asked to ask again; otherwise they are sent.
    pub(super) pulls: bool,
    /// Whether it watches files for the server.
    pub(super) watches: bool,
    /// Whether it answers questions for settings.
    pub(super) configures: bool,
    /// Whether edits of several documents may come in order, with versions.
    pub(super) ordered_edits: bool,
    /// Whether it applies edits that the server asks for.
    pub(super) applies_edits: bool,
    /// Whether edits may have places for the cursor.
    pub(super) snippet_edits: bool,
    /// Whether what is offered to be written may have places for the cursor.
    pub(super) snippets: bool,
    /// Whether it shows documents that the server names.
    pub(super) shows_documents: bool,
    /// Whether it shows the answers of commands itself.
    pub(super) shows_answers: bool,
    /// Whether what is shown may hold links that run commands.
    pub(super) command_links: bool,
    /// Whether it can be asked to ask for lenses and for hints again.
    pub(super) refreshes_lenses: bool,
    pub(super) refreshes_hints: bool,
    /// Whether findings may point at other places.
    pub(super) related: bool,
}

impl Client {
    /// Reads the parameters of `initialize`.
    pub(super) fn of(params: &Value) -> Self {
        let at = |path: &str| params.pointer(&format!("/capabilities/{path}"));
        let is = |path: &str| at(path).and_then(Value::as_bool).unwrap_or_default();
        let option = |name: &str| {
            let options = params.get("initializationOptions");
            options.and_then(|all| all.get(name)?.as_bool()).unwrap_or_default()
        };
        let encodings = at("general/positionEncodings").and_then(Value::as_array);
        let utf8 = encodings.is_some_and(|all| all.iter().any(|name| name == "utf-8"));
        Self {
            units: if utf8 { Units::Utf8 } else { Units::Utf16 },
            pulls: at("textDocument/diagnostic").is_some_and(Value::is_object)
                && is("workspace/diagnostics/refreshSupport"),
            watches: is("workspace/didChangeWatchedFiles/dynamicRegistration"),
            configures: is("workspace/configuration"),
            ordered_edits: is("workspace/workspaceEdit/documentChanges"),
            applies_edits: is("workspace/applyEdit"),
            snippet_edits: is("workspace/workspaceEdit/snippetEditSupport"),
            snippets: is("textDocument/completion/completionItem/snippetSupport"),
            shows_documents: is("window/showDocument/support"),
            shows_answers: option("showsAnswers"),
            command_links: option("commandLinks"),
            refreshes_lenses: is("workspace/codeLens/refreshSupport"),
            refreshes_hints: is("workspace/inlayHint/refreshSupport"),
            related: is("textDocument/publishDiagnostics/relatedInformation"),
        }
    }

    /// What the server offers.
    pub(super) fn offered(self) -> ServerCapabilities {
        let encoding = match self.units {
            Units::Utf8 => PositionEncodingKind::UTF8,
            Units::Utf16 => PositionEncodingKind::UTF16,
        };
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::Incremental),
            save: Some(Save::Bool(true)),
            ..TextDocumentSyncOptions::default()
        };
        let kinds = vec![CodeActionKind::QuickFix, CodeActionKind::Custom(actions::FIX_ALL.into())];
        let folders = WorkspaceFoldersServerCapabilities {
            supported: Some(true),
            change_notifications: Some(true.into()),
        };
        ServerCapabilities {
            position_encoding: Some(encoding),
            text_document_sync: Some(TextDocumentSync::Options(sync)),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(["：", ":", "/", ".", " "].map(str::to_owned).to_vec()),
                ..CompletionOptions::default()
            }),
            hover_provider: Some(true.into()),
            definition_provider: Some(true.into()),
            references_provider: Some(true.into()),
            rename_provider: Some(RenameProvider::RenameOptions(RenameOptions {
                prepare_provider: Some(true),
                ..RenameOptions::default()
            })),
            document_symbol_provider: Some(true.into()),
            folding_range_provider: Some(true.into()),
            semantic_tokens_provider: Some(SemanticTokensProvider::SemanticTokensOptions(
                SemanticTokensOptions {
                    legend: SemanticTokensLegend {
                        token_types: answers::COLOURS.map(|(name, _)| name.to_owned()).to_vec(),
                        token_modifiers: Vec::new(),
                    },
                    full: Some(true.into()),
                    ..SemanticTokensOptions::default()
                },
            )),
            code_lens_provider: Some(CodeLensOptions::default()),
            inlay_hint_provider: Some(true.into()),
            selection_range_provider: Some(true.into()),
            document_link_provider: Some(DocumentLinkOptions::default()),
            document_range_formatting_provider: Some(true.into()),
            document_formatting_provider: Some(DocumentFormattingProvider::Bool(true)),
            code_action_provider: Some(CodeActionProvider::CodeActionOptions(CodeActionOptions {
                code_action_kinds: Some(kinds),
                ..CodeActionOptions::default()
            })),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: commands::NAMES.map(str::to_owned).to_vec(),
                ..ExecuteCommandOptions::default()
            }),
            diagnostic_provider: self.pulls.then(|| {
                DiagnosticProvider::DiagnosticOptions(DiagnosticOptions {
                    identifier: Some("biaochi".to_owned()),
                    inter_file_dependencies: true,
                    workspace_diagnostics: false,
                    ..DiagnosticOptions::default()
                })
            }),
            workspace: Some(WorkspaceOptions {
                workspace_folders: Some(folders),
                ..WorkspaceOptions::default()
            }),
            ..ServerCapabilities::default()
        }
    }
}
