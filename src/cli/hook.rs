//! `biaochi hook install` and `uninstall`: the Git hooks that check the content of a commit or a
//! merge.

use super::args::Hook;
use super::usage::Speech;
use super::{Console, Status, help, words};
use crate::diagnostic::Diagnostic;
use crate::git::{HookDone, HookText, install_hooks, uninstall_hooks};
use crate::source::Sources;

pub(super) fn run(console: &Console, hook: &Hook, speech: &Speech) -> Status {
    let done = match hook {
        Hook::Install { arguments } => match install(console, arguments, speech) {
            Some(done) => done,
            None => return Status::Failed,
        },
        Hook::Uninstall => uninstall_hooks(),
    };
    reported(console, done)
}

fn install(
    console: &Console,
    arguments: &[String],
    speech: &Speech,
) -> Option<Result<Vec<HookDone>, Diagnostic>> {
    // A hook that cannot start would stop every commit.
    let line = ["biaochi", "check", "--staged"].into_iter().map(str::to_owned);
    let line = line.chain(arguments.iter().cloned());
    if let Err(error) = help::speaking(speech).try_get_matches_from(line) {
        super::usage::explain(&error, speech);
        return None;
    }
    let program = std::env::current_exe().ok();
    let lang = console.lang();
    let about = words::hook_about();
    let missing = words::hook_without_program();
    let stopped = words::hook_stopped();
    Some(install_hooks(&HookText {
        arguments,
        program: program.as_deref(),
        about: about.get(lang),
        missing: missing.get(lang),
        stopped: stopped.get(lang),
    }))
}

fn reported(console: &Console, done: Result<Vec<HookDone>, Diagnostic>) -> Status {
    match done {
        Ok(done) => {
            for hook in &done {
                console.print(&format!("{}\n", words::hook_done(hook).get(console.lang())));
            }
            Status::Clean
        }
        Err(failure) => {
            console.complain(&Sources::new(), &[failure]);
            Status::Failed
        }
    }
}
