//! What a search leaves out, or takes no notice of, though somebody may have wanted it: sheets that
//! ignore files exclude, folders that are skipped, files that are almost called like the
//! settings, patterns that match nothing. Takes what was met; gives notes. Reads no text.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::{CONFIG, left_out_words as words};
use crate::diagnostic::Diagnostic;
use crate::files::{same_file, wants};
use crate::nearest::is_slip_of;

/// The most entries of a folder that is left out among which a sheet is looked for.
const MOST_LOOKED_AT: usize = 1000;

/// What a search has left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unsearched {
    /// Files that ignore files exclude, and such folders with files that are wanted.
    pub(super) ignored: Vec<PathBuf>,
    /// Folders that are never looked into, with files that are wanted.
    pub(super) passed_over: Vec<PathBuf>,
}

impl Unsearched {
    /// How many files and folders there are.
    pub(crate) fn count(&self) -> usize {
        self.ignored.len() + self.passed_over.len()
    }

    /// The same without what is named.
    pub(crate) fn without(mut self, named: &[PathBuf]) -> Self {
        for list in [&mut self.ignored, &mut self.passed_over] {
            list.sort();
            list.dedup();
            list.retain(|path| !named.contains(path));
        }
        self
    }

    /// What to say of it: a line a kind.
    pub(crate) fn notes(&self) -> impl Iterator<Item = Diagnostic> {
        let ignored = (!self.ignored.is_empty()).then(|| words::ignored(&self.ignored));
        let folders = (!self.passed_over.is_empty()).then(|| words::passed_over(&self.passed_over));
        ignored.into_iter().chain(folders)
    }
}

/// Whether a folder that is left out holds a file that is wanted, among the first that are met.
pub(super) fn holds(folder: &Path, endings: &[&str]) -> bool {
    let entries = WalkDir::new(folder).into_iter().take(MOST_LOOKED_AT).flatten();
    entries.into_iter().any(|entry| entry.file_type().is_file() && wants(entry.path(), endings))
}

/// What lies in a folder and may have been intended as its settings, by name in order.
pub(super) fn misnamed(folder: &Path) -> Vec<PathBuf> {
    let settings = folder.join(CONFIG);
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| {
            // By their names first: a folder may hold thousands of files.
            let name = entry.file_name();
            match name == CONFIG {
                true => entry.path().is_dir(),
                false => is_nearly_settings(&name.to_string_lossy()) && !entry.path().is_dir(),
            }
        })
        .map(|entry| entry.path())
        // Where upper and lower case are the same, it is the settings.
        .filter(|path| path.is_dir() || !settings.is_file() || !same_file(path, &settings))
        .collect();
    found.sort();
    found
}

/// Whether a name is almost that of the settings: in other case, hidden, with another ending, or
/// with a slip.
fn is_nearly_settings(name: &str) -> bool {
    let name = name.to_lowercase();
    let bare = name.strip_suffix(".txt").unwrap_or(&name).trim_start_matches('.');
    let bare: String = bare.split_whitespace().collect();
    let (stem, ending) = bare.rsplit_once('.').unwrap_or((&bare, ""));
    matches!(stem, "biaochi" | "表尺") && matches!(ending, "yaml" | "yml" | "json" | "toml")
        || is_slip_of(&bare, CONFIG)
        || is_slip_of(&bare, "biaochi.yml")
}

/// Why a pattern can match no file, where it cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoMatch {
    /// It begins with `./`, or has `..` in it.
    Dots,
    /// It is a path in full.
    Full,
    /// Its folders are parted by `\`.
    Backslash,
    /// It begins with a blank.
    Blank,
    /// It begins with `#`: a comment.
    Comment,
    /// There is nothing in it.
    Empty,
}

impl NoMatch {
    /// Of a pattern that has matched nothing, counted from a folder.
    pub(super) fn of(pattern: &str, root: &Path) -> Option<Self> {
        let bare = pattern.strip_prefix('!').unwrap_or(pattern);
        let mut parts = bare.split('/');
        Some(match bare {
            _ if bare.trim().is_empty() => Self::Empty,
            _ if bare.starts_with('#') => Self::Comment,
            _ if bare.starts_with(char::is_whitespace) => Self::Blank,
            _ if parts.any(|part| matches!(part, "." | "..")) => Self::Dots,
            _ if bare.contains('\\') => Self::Backslash,
            _ if Path::new(bare).starts_with(root) && root.is_absolute() => Self::Full,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_almost_those_of_settings() {
        for name in [
            "biaochi.yml",
            ".biaochi.yaml",
            ".biaochi.yml",
            "Biaochi.yaml",
            "BIAOCHI.YAML",
            "biaochi.yaml.txt",
            "biaochi.json",
            "biaochi .yaml",
            "biaoci.yaml",
            "biaochi.yam",
            "表尺.yaml",
        ] {
            assert!(is_nearly_settings(name), "{name}");
        }
        for name in ["pack.yaml", "biaochi-baseline.json", "biaochi.biao", "表尺.md", "甲.yaml"]
        {
            assert!(!is_nearly_settings(name), "{name}");
        }
    }

    #[test]
    fn patterns_that_can_match_nothing() {
        let root = Path::new("/项目");
        for (pattern, why) in [
            ("./草稿/", Some(NoMatch::Dots)),
            ("../草稿", Some(NoMatch::Dots)),
            ("申报/../草稿", Some(NoMatch::Dots)),
            ("!./草稿", Some(NoMatch::Dots)),
            ("/项目/草稿", Some(NoMatch::Full)),
            ("草稿\\一.biao", Some(NoMatch::Backslash)),
            (" 草稿", Some(NoMatch::Blank)),
            ("#草稿", Some(NoMatch::Comment)),
            ("", Some(NoMatch::Empty)),
            ("  ", Some(NoMatch::Empty)),
            ("/草稿", None),
            ("草稿/", None),
            ("*.旧.biao", None),
            ("..草稿", None),
        ] {
            assert_eq!(NoMatch::of(pattern, root), why, "{pattern}");
        }
    }
}
