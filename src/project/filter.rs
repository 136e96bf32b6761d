//! Which files of a walk are included: patterns as in a `.gitignore`, from the settings of a
//! project and from the command line. Takes paths; answers yes or no. Reads nothing.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::diagnostic::Diagnostic;

use super::words;
use crate::files::{absolute, canonical, placed};

/// Patterns relative to one folder.
#[derive(Clone, Debug, Default)]
pub(super) struct Patterns(Option<Arc<Gitignore>>);

impl Patterns {
    pub(super) fn new(patterns: Gitignore) -> Self {
        Self((!patterns.is_empty()).then(|| Arc::new(patterns)))
    }

    /// Whether a path or a folder above it matches; `None` without patterns.
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

/// Which files are included.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// If there are such patterns, one of each set must match a file.
    pub(super) include: Vec<Patterns>,
    /// None of these may match.
    pub(super) exclude: Vec<Patterns>,
    /// Whether this also applies to named files.
    pub(super) force: bool,
}

/// Includes all files of every folder.
pub fn unfiltered(_: &Path) -> Filter {
    Filter::default()
}

impl Filter {
    /// Combined with another.
    pub(super) fn and(mut self, other: &Self) -> Self {
        self.include.extend(other.include.iter().cloned());
        self.exclude.extend(other.exclude.iter().cloned());
        self.force |= other.force;
        self
    }

    /// With patterns of a command line to exclude, relative to the folder in which it was given.
    ///
    /// # Errors
    /// One of them is invalid.
    pub(crate) fn excluding(
        mut self,
        folder: &Path,
        patterns: &[String],
    ) -> Result<Self, Diagnostic> {
        let here = canonical(folder).unwrap_or_else(|_| absolute(folder));
        self.exclude.push(built(&here, patterns.iter())?);
        // A pattern that begins with `/` may also be an absolute path.
        let full: Vec<String> = patterns.iter().filter_map(|pattern| in_full(pattern)).collect();
        if let (Some(root), false) = (here.ancestors().last(), full.is_empty()) {
            self.exclude.push(built(root, full.iter())?);
        }
        Ok(self)
    }

    /// The same, also for named files if `force`.
    pub(crate) fn forced(self, force: bool) -> Self {
        Self { force, ..self }
    }

    /// Whether a file is included.
    pub(super) fn takes(&self, path: &Path) -> bool {
        if self.include.is_empty() && self.exclude.is_empty() {
            return true;
        }
        let absolute = absolute(path);
        self.include.iter().all(|patterns| patterns.matches(&absolute, false) != Some(false))
            && !self.excludes(&absolute, false)
    }

    /// Whether nothing in a folder can be included.
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

/// A pattern that is an absolute path. Its folders may be typed through links.
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
