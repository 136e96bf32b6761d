//! The index and the hooks of a repository, by `git` itself. Takes and gives paths and bytes; knows
//! no sheet, no rule and no setting.
#![allow(
    clippy::disallowed_methods,
    reason = "this is the module that runs git and writes its hooks"
)]

mod call;
mod hook;
mod index;
pub(crate) mod words;

pub(crate) use hook::{HookChange, HookDone, HookText, install_hooks, uninstall_hooks};
pub(crate) use index::Index;
