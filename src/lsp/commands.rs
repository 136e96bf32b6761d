//! Commands that a client runs by name.

use gen_lsp_types::ExecuteCommandParams;
use serde_json::Value;

use super::dispatch::RequestFailure;
use super::state::State;
use super::words;

/// The names of the commands.
pub(super) const NAMES: [&str; 0] = [];

/// Runs a command.
pub(super) fn execute(_: &State, params: ExecuteCommandParams) -> Result<Value, RequestFailure> {
    Err(RequestFailure::new(words::no_command(&params.command)))
}
