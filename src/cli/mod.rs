//! Arguments to calls to an exit code. Sole owner of clap, stdout and stderr.

use std::process::ExitCode;

/// Runs the program.
pub fn main() -> ExitCode {
    ExitCode::from(2)
}
