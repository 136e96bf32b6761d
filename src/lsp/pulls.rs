//! Requests of a client for the findings of a document, and their answers.

use gen_lsp_types::{
    Diagnostic, DocumentDiagnosticReport, FullDocumentDiagnosticReport,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport,
};
use lsp_server::{ErrorCode, RequestId, Response};

use super::uri::Key;

/// A request for the findings of a document.
#[derive(Debug)]
pub(super) struct Pull {
    pub(super) id: RequestId,
    pub(super) key: Key,
    /// The name of the findings that the client has.
    pub(super) known: Option<String>,
}

/// The answer to a request that was cancelled.
pub(super) fn cancelled(id: RequestId) -> Response {
    Response::new_err(id, ErrorCode::RequestCanceled as i32, "cancelled".to_owned())
}

/// All findings of a document, as the answer to a request for them.
pub(super) fn full(result_id: Option<String>, items: Vec<Diagnostic>) -> DocumentDiagnosticReport {
    let report = FullDocumentDiagnosticReport { result_id, items };
    DocumentDiagnosticReport::RelatedFullDocumentDiagnosticReport(
        RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: report,
        },
    )
}

/// The answer to a client that has the findings already.
pub(super) fn unchanged(result_id: String) -> DocumentDiagnosticReport {
    let report = UnchangedDocumentDiagnosticReport { result_id };
    DocumentDiagnosticReport::RelatedUnchangedDocumentDiagnosticReport(
        RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: report,
        },
    )
}
