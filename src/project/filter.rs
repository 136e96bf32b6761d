//! Which files of a walk are taken: patterns as in a `.gitignore`, from the settings of a project
//! and from the command line. Takes paths; answers yes or no. Reads nothing.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::diagnostic::Diagnostic;

use super::words;
use crate::files::{absolute, canonical, placed};

/// Patterns that count from one folder.
#[derive(Clone, Debug, Default)]
pub(super) struct Patterns(Option<Arc<Gitignore>>);

impl Patterns {
    pub(super) fn new(patterns: Gitignore) -> Self {
        Self((!patterns.is_empty()).then(|| Arc::new(patterns)))
    }

    /// Whether a path or a folder above it matches; `None` where there are no patterns.
    fn matches(&self, absolute: &Path, is_folder: bool) -> Option<bool> {
        let patterns = self.0.as_ref()?;
        // The matcher refuses paths outside its folder.
        let matched = absolute.starts_with(patterns.path())
            && matches!(
                patterns.matched_path_or_any_parents(absolute, is_folder),
                Match::Ignore(_)
            );
        Some(matched)
    }
}

/// Which files are taken.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Where there are such patterns, one of each must mean a file.
    pub(super) include: Vec<Patterns>,
    /// None of these may.
    pub(super) exclude: Vec<Patterns>,
    /// Whether this holds for files that are named, too.
    pub(super) force: bool,
}

/// Says of every folder that all files in it are taken.
pub fn unfiltered(_: &Path) -> Filter {
    Filter::default()
}

impl Filter {
    /// With what another says besides.
    pub(super) fn and(mut self, other: &Self) -> Self {
        self.include.extend(other.include.iter().cloned());
        self.exclude.extend(other.exclude.iter().cloned());
        self.force |= other.force;
        self
    }

    /// With patterns of a command line to leave out, which count from the folder that it was given
    /// in.
    ///
    /// # Errors
    /// One of them is none.
    pub(crate) fn excluding(
        mut self,
        folder: &Path,
        patterns: &[String],
    ) -> Result<Self, Diagnostic> {
        let here = canonical(folder).unwrap_or_else(|_| absolute(folder));
        self.exclude.push(built(&here, patterns.iter())?);
        // What begins with `/` may be a path in full as well.
        let full: Vec<String> = patterns.iter().filter_map(|pattern| in_full(pattern)).collect();
        if let (Some(root), false) = (here.ancestors().last(), full.is_empty()) {
            self.exclude.push(built(root, full.iter())?);
        }
        Ok(self)
    }

    /// The same, for files that are named, too, if `force`.
    pub(crate) fn forced(self, force: bool) -> Self {
        Self { force, ..self }
    }

    /// Whether a file is taken.
    pub(super) fn takes(&self, path: &Path) -> bool {
        if self.include.is_empty() && self.exclude.is_empty() {
            return true;
        }
        let absolute = absolute(path);
        self.include.iter().all(|patterns| patterns.matches(&absolute, false) != Some(false))
            && !self.excludes(&absolute, false)
    }

    /// Whether nothing in a folder can be taken.
    pub(super) fn passes_over(&self, folder: &Path) -> bool {
        !self.exclude.is_empty() && self.excludes(&absolute(folder), true)
    }

    fn excludes(&self, absolute: &Path, is_folder: bool) -> bool {
        self.exclude.iter().any(|patterns| patterns.matches(absolute, is_folder) == Some(true))
    }
}

fn built<'p>(
    folder: &Path,
    patterns: impl Iterator<Item = &'p String>,
) -> Result<Patterns, Diagnostic> {
    let mut builder = GitignoreBuilder::new(folder);
    for pattern in patterns {
        builder.add_line(None, pattern).map_err(|_| words::bad_exclude(pattern))?;
    }
    Ok(Patterns::new(builder.build().map_err(|_| words::bad_exclude(""))?))
}

/// A pattern that is a path in full, counted from the root of the disk. Its folders may be typed by
/// way of links.
fn in_full(pattern: &str) -> Option<String> {
    let (not, path) = pattern.strip_prefix('!').map_or(("", pattern), |path| ("!", path));
    let full = Path::new(path);
    if !full.is_absolute() {
        return None;
    }
    let is_plain = |part: &Component<'_>| {
        !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{', '\\'])
    };
    let plain: PathBuf = full.components().take_while(is_plain).collect();
    let real = placed(&plain).ok()?.join(full.strip_prefix(&plain).ok()?);
    let below = super::shown(real.strip_prefix(real.ancestors().last()?).ok()?);
    let folder = if path.ends_with('/') { "/" } else { "" };
    Some(format!("{not}/{below}{folder}"))
}
