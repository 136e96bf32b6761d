//! Commands that a client runs by name.

use gen_lsp_types::{Command, ExecuteCommandParams, Range};
use serde_json::{Value, json};

use super::dispatch::RequestFailure;
use super::main_loop::Event;
use super::state::{DocumentView, State};
use super::words;

/// Shows a range of a document: its URI, the range.
const SHOW: &str = "biaochi.show";

/// The names of the commands.
pub(super) const NAMES: [&str; 1] = [SHOW];

/// Runs a command.
pub(super) fn execute(
    state: &State,
    params: ExecuteCommandParams,
) -> Result<Value, RequestFailure> {
    let arguments = params.arguments.unwrap_or_default();
    let argument = |at: usize| arguments.get(at).cloned().unwrap_or_default();
    match params.command.as_str() {
        SHOW => {
            let shown = json!({ "uri": argument(0), "takeFocus": true, "selection": argument(1) });
            let _ = state.events.send(Event::Ask("window/showDocument", shown));
            Ok(Value::Null)
        }
        other => Err(RequestFailure::new(words::no_command(other))),
    }
}

/// The command that shows a range of a document.
pub(super) fn show(place: DocumentView<'_>, range: Range) -> Command {
    Command {
        title: words::show().get(place.state.lang).to_owned(),
        tooltip: None,
        command: SHOW.to_owned(),
        arguments: Some(vec![json!(place.document.uri), json!(range)]),
    }
}
