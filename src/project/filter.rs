//! Which files of a walk are taken: patterns as in a `.gitignore`, from the settings of a project and from the command
//! line. Takes paths; answers yes or no. Reads nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::diagnostic::Diagnostic;

use super::words;
use crate::files::absolute;

/// Patterns that count from one folder.
#[derive(Clone, Debug, Default)]
pub(super) struct Patterns(Option<Arc<Gitignore>>);

impl Patterns {
    pub(super) fn new(patterns: Gitignore) -> Self {
        Self((!patterns.is_empty()).then(|| Arc::new(patterns)))
    }

    /// Whether a path or a folder above it is meant; `None` where there are no patterns.
    fn mean(&self, absolute: &Path, is_folder: bool) -> Option<bool> {
        let patterns = self.0.as_ref()?;
        // The matcher refuses paths outside its folder.
        let meant = absolute.starts_with(patterns.path())
            && matches!(
                patterns.matched_path_or_any_parents(absolute, is_folder),
                Match::Ignore(_)
            );
        Some(meant)
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
    pub force: bool,
}

impl Filter {
    /// With patterns of the command line to leave out, which count from the current folder.
    ///
    /// # Errors
    /// One of them is none.
    pub fn excluding(mut self, patterns: &[String]) -> Result<Self, Diagnostic> {
        let here = std::path::absolute(".").unwrap_or_else(|_| PathBuf::from("."));
        let mut builder = GitignoreBuilder::new(here);
        for pattern in patterns {
            builder.add_line(None, pattern).map_err(|_| words::bad_exclude(pattern))?;
        }
        let built = builder.build().map_err(|_| words::bad_exclude(&patterns.join(" ")))?;
        self.exclude.push(Patterns::new(built));
        Ok(self)
    }

    /// Whether a file is taken.
    pub(super) fn takes(&self, path: &Path) -> bool {
        if self.include.is_empty() && self.exclude.is_empty() {
            return true;
        }
        let absolute = absolute(path);
        self.include.iter().all(|patterns| patterns.mean(&absolute, false) != Some(false))
            && !self.excludes(&absolute, false)
    }

    /// Whether nothing in a folder can be taken.
    pub(super) fn passes_over(&self, folder: &Path) -> bool {
        !self.exclude.is_empty() && self.excludes(&absolute(folder), true)
    }

    fn excludes(&self, absolute: &Path, is_folder: bool) -> bool {
        self.exclude.iter().any(|patterns| patterns.mean(absolute, is_folder) == Some(true))
    }
}
