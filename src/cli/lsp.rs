//! `biaochi lsp`: the language server on standard input and output.

use std::io::{BufReader, stdin};

use super::{Console, Status, today, words};
use crate::lsp::{Startup, serve};

/// Serves one client. The protocol has exit codes of its own: 0 after it was shut down, else 1.
#[allow(clippy::disallowed_methods, reason = "standard output carries messages, not text to read")]
pub(super) fn run(console: &Console) -> Status {
    let startup = Startup { lang: console.lang(), today };
    match serve(BufReader::new(stdin()), std::io::stdout(), startup) {
        Ok(true) => Status::Clean,
        Ok(false) => Status::Findings,
        Err(cause) => {
            console.note(words::no_server(&cause).get(console.lang()));
            Status::Failed
        }
    }
}
