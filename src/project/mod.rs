//! Finds, reads and writes files, and loads rule packs, those embedded in the program too. Sole user of
//! the file system. Takes paths; gives sources. Knows nothing of what a text means.
#![allow(clippy::disallowed_methods, reason = "this is the module that reads and writes files")]

mod config;
mod discover;
mod door;
mod fetch;
mod filter;
mod git;
mod git_words;
mod hook;
mod identity;
mod index;
mod keys;
mod manifest;
mod pack;
mod read;
mod tree;
mod watch;
mod words;
mod write;

use std::path::{Component, Path, PathBuf};

pub use config::{CONFIG, Config, Said, config, load_config};
pub use discover::{Discovery, discover};
pub use door::{Planned, Target, is_taken, plan};
pub use fetch::{beside, fetch};
pub use filter::Filter;
pub use hook::{HookChange, HookDone, HookText, install_hook, uninstall_hook};
pub use identity::same_file;
pub use index::Index;
pub use manifest::Manifest;
pub use pack::{Pack, embedded, load, sha256};
pub use read::{decode_named, read, read_all};
pub use tree::Tree;
pub use watch::Watch;
pub use write::{checksum_of, create, make_folder, rewrite};

/// A path as people read it: with `/`, without `./` in front.
pub fn shown(path: &Path) -> String {
    let text = tidy(path).to_string_lossy().into_owned();
    if cfg!(windows) { text.replace('\\', "/") } else { text }
}

/// A path in full, without `.` and `..`, as far as the names tell.
fn absolute(path: &Path) -> PathBuf {
    let mut full = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            Component::ParentDir => {
                full.pop();
            }
            part => full.push(part),
        }
    }
    full
}

/// A path without its `.` components; the empty one is `.`.
fn tidy(path: &Path) -> PathBuf {
    let tidy: PathBuf = path.components().filter(|it| *it != Component::CurDir).collect();
    if tidy.as_os_str().is_empty() { PathBuf::from(".") } else { tidy }
}

/// Lets this many files be worked on at a time. Only before any is: later it has no effect.
pub fn work_on(files: std::num::NonZeroUsize) {
    // It fails where the pool is there already, which works as well, only wider.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(files.get()).build_global();
}

/// The name of a file, as shown, counted from a folder; in full where it does not lie in it.
pub fn in_folder(name: &str, folder: &Path) -> String {
    let Ok(file) = std::path::absolute(name) else { return name.to_owned() };
    let folder = std::path::absolute(tidy(folder)).unwrap_or_default();
    shown(file.strip_prefix(&folder).unwrap_or(&file))
}

/// The name of a file as shown, from its name counted from a folder.
pub fn from_folder(name: &str, folder: &Path) -> String {
    shown(&relative(&absolute(&folder.join(name))))
}

/// A path counted from the current folder, if it lies below it or in a folder above; as it is, if not.
fn relative(path: &Path) -> PathBuf {
    let Ok(here) = std::path::absolute(".") else { return path.to_owned() };
    let Ok(path) = std::path::absolute(path) else { return path.to_owned() };
    // Where links lead out of the folder, `..` would lead elsewhere.
    let physical = here.canonicalize().is_ok_and(|canonical| canonical == here);
    let ups = here.ancestors().position(|above| path.starts_with(above));
    let Some(ups) = ups.filter(|ups| *ups == 0 || physical) else { return path };
    let Some(above) = here.ancestors().nth(ups) else { return path };
    // Nothing is shared but the root.
    if above.parent().is_none() && ups > 0 {
        return path;
    }
    let Ok(below) = path.strip_prefix(above) else { return path };
    let up: PathBuf = std::iter::repeat_n(Component::ParentDir, ups).collect();
    tidy(&up.join(below))
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
