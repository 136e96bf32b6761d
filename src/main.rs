//! The `biaochi` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    biaochi::cli::main()
}
