//! From the name of a request to its answer. An answer is worked out beside the main loop from what
//! the server knew when the request came; one that fails through a fault of ours answers so.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lsp_server::{ErrorCode, RequestId, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::state::State;
use super::{actions, annotations, answers, commands, formatting, lenses, rename, words};
use crate::diagnostic::Words;

/// Why a request has no answer.
#[derive(Debug)]
pub(super) struct RequestFailure {
    code: ErrorCode,
    message: Words,
}

impl RequestFailure {
    /// A failure that the user may see.
    pub(super) fn new(message: Words) -> Self {
        Self { code: ErrorCode::RequestFailed, message }
    }
}

/// What a request is answered with, by its parameters.
pub(super) type Handler = Box<dyn FnOnce(&State, Value) -> Result<Value, RequestFailure> + Send>;

/// Who works out an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// Answers that people wait for while they type.
    Quick,
    /// What may take longer.
    Slow,
}

/// The handler of a method; `None` for an unknown one.
pub(super) fn handler(method: &str) -> Option<(Lane, Handler)> {
    Some(match method {
        "textDocument/formatting" => (Lane::Slow, answer(formatting::whole)),
        "textDocument/completion" => (Lane::Quick, answer(answers::completion)),
        "textDocument/hover" => (Lane::Quick, answer(answers::hover)),
        "textDocument/definition" => (Lane::Quick, answer(answers::definition)),
        "textDocument/references" => (Lane::Slow, answer(answers::references)),
        "textDocument/rangeFormatting" => (Lane::Slow, answer(formatting::range)),
        "textDocument/codeLens" => (Lane::Slow, answer(lenses::lenses)),
        "textDocument/inlayHint" => (Lane::Slow, answer(annotations::hints)),
        "textDocument/documentLink" => (Lane::Slow, answer(annotations::links)),
        "textDocument/selectionRange" => (Lane::Quick, answer(annotations::selections)),
        "textDocument/prepareRename" => (Lane::Quick, answer(rename::prepare)),
        "textDocument/rename" => (Lane::Slow, answer(rename::rename)),
        "textDocument/documentSymbol" => (Lane::Slow, answer(answers::symbols)),
        "textDocument/foldingRange" => (Lane::Slow, answer(answers::folds)),
        "textDocument/semanticTokens/full" => (Lane::Slow, answer(answers::colours)),
        "textDocument/codeAction" => (Lane::Quick, answer(actions::actions)),
        "workspace/executeCommand" => (Lane::Slow, answer(commands::execute)),
        _ => return None,
    })
}

/// Reads the parameters, and writes the result.
fn answer<P: DeserializeOwned + 'static, R: Serialize + 'static>(
    work: fn(&State, P) -> Result<R, RequestFailure>,
) -> Handler {
    Box::new(move |state, params| {
        let params = serde_json::from_value(params).map_err(|error| RequestFailure {
            code: ErrorCode::InvalidParams,
            message: Words::verbatim(error.to_string()),
        })?;
        let result = work(state, params)?;
        serde_json::to_value(result).map_err(|error| RequestFailure {
            code: ErrorCode::InternalError,
            message: Words::verbatim(error.to_string()),
        })
    })
}

/// The response to a request.
pub(super) fn respond(
    state: &State,
    (id, method, params): (RequestId, &str, Value),
    handler: Handler,
) -> Response {
    let result = caught(|| handler(state, params));
    let internal =
        || Err(RequestFailure { code: ErrorCode::InternalError, message: words::internal(method) });
    match result.unwrap_or_else(internal) {
        Ok(value) => Response { id, response_result: Ok(value) },
        Err(RequestFailure { code, message }) => {
            Response::new_err(id, code as i32, message.get(state.lang).to_owned())
        }
    }
}

/// What work gives; `None` if it failed through a fault of the program, so that all else goes on.
pub(super) fn caught<R>(work: impl FnOnce() -> R) -> Option<R> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::Lang;

    #[test]
    fn a_handler_that_panics_is_answered_as_a_fault_of_the_program() {
        let (events, _) = std::sync::mpsc::channel();
        let state = State {
            client: Default::default(),
            lang: Lang::Zh,
            pinyin: true,
            events,
            documents: Arc::default(),
            views: Arc::default(),
        };
        let faulty: Handler = Box::new(|_, _| panic!("a fault"));
        let response = respond(&state, (1.into(), "textDocument/hover", Value::Null), faulty);
        let error = response.response_result.unwrap_err();
        assert_eq!(error.code, ErrorCode::InternalError as i32);
        assert!(error.message.contains("textDocument/hover"), "{}", error.message);
        assert_eq!(caught(|| 1), Some(1));
    }
}
