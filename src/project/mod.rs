//! Finds, reads and writes files, and loads rule packs, those embedded in the program too. Sole user of
//! the file system. Takes paths; gives sources. Knows nothing of what a text means.
#![allow(clippy::disallowed_methods, reason = "this is the module that reads and writes files")]

mod discover;
mod fetch;
mod git;
mod git_words;
mod hook;
mod index;
mod manifest;
mod pack;
mod read;
mod tree;
mod words;
mod write;

use std::path::{Component, Path, PathBuf};

pub use discover::{Discovery, discover};
pub use fetch::{beside, fetch};
pub use hook::{HookChange, HookDone, HookText, install_hook, uninstall_hook};
pub use index::Index;
pub use manifest::Manifest;
pub use pack::{Pack, embedded, load};
pub use read::{decode_named, read, read_all};
pub use tree::Tree;
pub use write::{write, write_bytes};

/// A path as people read it: with `/`, without `./` in front.
pub fn shown(path: &Path) -> String {
    let text = tidy(path).to_string_lossy().into_owned();
    if cfg!(windows) { text.replace('\\', "/") } else { text }
}

/// A path without its `.` components; the empty one is `.`.
fn tidy(path: &Path) -> PathBuf {
    let tidy: PathBuf = path.components().filter(|it| *it != Component::CurDir).collect();
    if tidy.as_os_str().is_empty() { PathBuf::from(".") } else { tidy }
}

/// The name nearest to a misspelt one, if it differs in no more than one character in three.
fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let distance = |candidate: &str| strsim::osa_distance(name, candidate);
    let longest = |candidate: &str| name.chars().count().max(candidate.chars().count());
    candidates
        .into_iter()
        .filter(|it| longest(it) <= 64 && distance(it) <= (longest(it) / 3).max(1))
        .filter(|it| distance(it) < longest(it))
        .min_by_key(|it| distance(it))
}
