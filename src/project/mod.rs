//! Finds files, on disk or in the index of git, loads rule packs, those embedded in the program
//! too, and settings. Takes paths; gives sources. Knows nothing of what a text means.
#![allow(clippy::disallowed_methods, reason = "this is the module that reads and writes files")]

mod assemble;
mod checksum;
mod config;
mod discover;
mod fetch;
mod filter;
mod keys;
mod left_out;
mod left_out_words;
mod manifest;
mod pack;
mod projects;
mod tree;
#[cfg(feature = "cli")]
mod watch;
mod within;
mod words;
mod write_target;

pub(crate) use assemble::{ALL, AskedPack, Assembled, NamedInRules, assemble};
pub use config::check_settings;
pub(crate) use config::{CONFIG, Config, SpannedText, load_config};
pub(crate) use discover::IGNORE_FILES;
pub use discover::{Discovery, Filters, discover};
pub(crate) use fetch::{beside, fetch};
pub use filter::{Filter, unfiltered};
pub(crate) use left_out::Unsearched;
pub(crate) use manifest::Manifest;
pub use pack::{Pack, checked, checked_head, embedded};
pub(crate) use pack::{load, pack_of};
pub(crate) use projects::Projects;
pub(crate) use tree::Tree;
#[cfg(feature = "cli")]
pub(crate) use watch::Watch;
pub(crate) use within::{home, lies_outside};
pub(crate) use write_target::{Planned, WriteTarget, plan};

pub use crate::files::read;
pub(crate) use crate::files::{
    FileIdentity, absolute, checksum, checksum_of, create, decode_named, from_folder, in_folder,
    is_gb18030, is_taken, make_folder, named_from, path_from, read_all, real, repository, rewrite,
    same_file, sha256, shown, spelt,
};

/// Sets how many files are processed at a time (by default one per processor), and the stack size
/// of each thread. Must be called first: later it has no effect.
pub(crate) fn work_on(files: Option<std::num::NonZeroUsize>, stack: usize) {
    let files = files.map_or(0, std::num::NonZeroUsize::get);
    // It fails if the pool exists, which works too, only with more threads.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(files).stack_size(stack).build_global();
}
