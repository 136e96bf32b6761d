//! Where files come from: the disk, the index of git, or a revision. Takes paths as typed; gives
//! files and sources. All searching and reading goes through here, so that a check of the index
//! cannot see the work tree by mistake.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::source::{Decoded, MAX_BYTES, Source, Sources};

use super::discover::{self, Discovery, Filters};
use super::words;
use crate::files::{self, decoded, read_within, shown};
use crate::git::{Index, words as git_words};

/// Where files come from.
#[derive(Clone, Debug, Default)]
pub(crate) enum Tree {
    /// The files on disk.
    #[default]
    Disk,
    /// The content of the next commit, or of an earlier one.
    Index(Arc<Index>),
}

impl Tree {
    /// Finds the files with one of some endings under some paths that the filters of their folders
    /// include.
    pub(crate) fn discover(
        &self,
        paths: &[PathBuf],
        endings: &[&str],
        filters: Filters<'_>,
    ) -> Discovery {
        match self {
            Self::Disk => discover::discover(paths, endings, filters),
            Self::Index(index) => staged(index, paths, endings, filters),
        }
    }

    /// Reads one file.
    ///
    /// # Errors
    /// It does not exist, is not a regular file, cannot be read, is too large, or is not text.
    pub(crate) fn read(&self, path: &Path, sources: &mut Sources) -> Result<Source, Diagnostic> {
        Ok(sources.add_decoded(shown(path), self.read_within(path, MAX_BYTES)?))
    }

    /// The tree that has a path: the disk, if the index does not have it and the disk does; the
    /// index then warns about it. No commit could contain what is outside the repository.
    pub(crate) fn holding(&self, path: &Path) -> Self {
        match self {
            Self::Index(index) if self.may_lack(path) && !index.holds(path) && path.exists() => {
                if index.covers(path) {
                    index.lacks(path);
                }
                Self::Disk
            }
            _ => self.clone(),
        }
    }

    /// Whether what the tree does not have may be read from disk.
    pub(super) fn may_lack(&self, path: &Path) -> bool {
        match self {
            Self::Disk => true,
            Self::Index(index) => index.may_lack(path),
        }
    }

    /// The content of a revision of the current repository.
    ///
    /// # Errors
    /// There is no such revision, no repository or no git.
    pub(crate) fn of_revision(revision: &str) -> Result<Self, Diagnostic> {
        Ok(Self::Index(Arc::new(Index::of_revision(revision)?)))
    }

    /// Whether anything has that name.
    pub(crate) fn has(&self, path: &Path) -> bool {
        match self {
            Self::Disk => path.exists(),
            Self::Index(index) => index.holds(path),
        }
    }

    pub(super) fn is_file(&self, path: &Path) -> bool {
        match self {
            Self::Disk => path.is_file(),
            Self::Index(index) => index.is_file(path),
        }
    }

    pub(super) fn is_folder(&self, path: &Path) -> bool {
        match self {
            Self::Disk => path.is_dir(),
            Self::Index(index) => index.is_folder(path),
        }
    }

    /// Some of the files in a folder, for suggestions.
    pub(super) fn files_in(&self, folder: &Path) -> Vec<PathBuf> {
        const MOST: usize = 1000;
        match self {
            Self::Disk => {
                let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
                files.map(|entry| entry.path()).take(MOST).collect()
            }
            Self::Index(index) => {
                let below = index.files_below(folder).into_iter();
                let direct = below.filter(|(_, below)| below.components().count() == 1);
                direct.map(|(file, _)| file).take(MOST).collect()
            }
        }
    }

    pub(super) fn read_within(&self, path: &Path, limit: usize) -> Result<Decoded, Diagnostic> {
        match self {
            Self::Disk => read_within(path, limit),
            Self::Index(index) => match index.read(path, limit)? {
                Some(bytes) => decoded(&shown(path), bytes, limit),
                None => Err(files::words::too_large(&shown(path), limit)),
            },
        }
    }
}

/// Finds files in the index as on disk: in order of name, without hidden folders and what `.ignore`
/// files exclude.
fn staged(index: &Index, paths: &[PathBuf], endings: &[&str], filters: Filters<'_>) -> Discovery {
    let ignored = index.ignored(".ignore");
    let mut found = Discovery::default();
    found.diagnostics.extend(ignored.faulty.iter().cloned());
    for path in paths {
        let path = files::tidy(path);
        if index.is_file(&path) {
            let path = index.tidy(&path);
            let filter = filters(path.parent().unwrap_or(Path::new("")));
            if !filter.force || filter.takes(&path) {
                found.files.push(path);
            }
        } else if index.is_folder(&path) {
            let (mut any, mut left_out, mut filtered) = (false, 0, false);
            let hidden = |below: &Path| {
                let mut names = below
                    .ancestors()
                    .filter_map(|ancestor| Some((ancestor, ancestor.file_name()?)));
                let hidden = names
                    .find(|(ancestor, name)| discover::is_passed_over(name, *ancestor != below));
                hidden.map(|(_, name)| name.to_string_lossy().starts_with('.'))
            };
            for (file, below) in index.files_below(&path) {
                if let Some(is_dotted) = hidden(below) {
                    // Of a commit, what it changes.
                    if !is_dotted && files::wants(&file, endings) && index.changes(&file) {
                        found.left_out.passed_over.push(file);
                    }
                } else if !files::wants(&file, endings) {
                    if discover::judges(&file) && !ignored.leaves_out(&file) {
                        found.beside.push(file);
                    }
                } else if ignored.leaves_out(&file) {
                    left_out += 1;
                    if index.changes(&file) {
                        found.left_out.ignored.push(file);
                    }
                } else if is_taken(&file, &path, filters) {
                    any = true;
                    found.files.push(file);
                } else {
                    filtered = true;
                }
            }
            if !any {
                found.diagnostics.push(words::nothing_found(&path, endings, (left_out, filtered)));
            }
        } else if index.holds(&path) {
            found.diagnostics.push(git_words::staged_link(&path));
        } else if !index.covers(&path) {
            found.diagnostics.push(git_words::outside_repository(&path));
        } else if path.exists() {
            found.diagnostics.push(git_words::sheet_not_staged(&path));
        } else if !index.removes(&path) {
            found.diagnostics.push(files::words::missing(&path, None));
        }
    }
    found.files.sort();
    found.files.dedup();
    found
}

/// Whether a walk from a folder reaches a file: no folder on the way is skipped.
fn is_taken(file: &Path, from: &Path, filters: Filters<'_>) -> bool {
    let (file, from) = (files::absolute(file), files::absolute(from));
    let folders: Vec<&Path> =
        file.ancestors().skip(1).take_while(|ancestor| ancestor.starts_with(&from)).collect();
    let pairs = folders.iter().zip(folders.iter().skip(1));
    let mut pairs = pairs.map(|(below, above)| (*below, *above));
    pairs.all(|(below, above)| !filters(above).passes_over(below))
        && folders.first().is_some_and(|folder| filters(folder).takes(&file))
}
