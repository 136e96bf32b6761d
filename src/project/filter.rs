//! Which files of a walk are included: patterns as in a `.gitignore`, from the settings of a
//! project and from the command line. Takes paths; answers yes or no. Reads nothing.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::diagnostic::Diagnostic;

use super::words;
use crate::files::{absolute, canonical, placed};
use crate::source::Span;

/// Patterns relative to one folder.
#[derive(Clone, Debug, Default)]
pub(super) struct Patterns(Option<Arc<PatternLines>>);

#[derive(Debug)]
struct PatternLines {
    matcher: Gitignore,
    /// As they were given, with their places, and as the matcher has them.
    all: Vec<(SpannedPattern, String)>,
    /// Those that some file matched.
    used: Mutex<BTreeSet<String>>,
}

/// A pattern, and where it stands.
pub(super) type SpannedPattern = (String, Option<Span>);

impl Patterns {
    /// Patterns relative to a folder, each as it was given and as it is to be matched.
    ///
    /// # Errors
    /// The first that is none.
    pub(super) fn new(
        folder: &Path,
        patterns: impl Iterator<Item = (SpannedPattern, String)>,
    ) -> Result<Self, SpannedPattern> {
        let mut builder = GitignoreBuilder::new(folder);
        let mut all = Vec::new();
        for (given, line) in patterns {
            if builder.add_line(None, &line).is_err() {
                return Err(given);
            }
            all.push((given, line.trim_end().to_owned()));
        }
        let first = || all.first().map(|(given, _)| given.clone()).unwrap_or_default();
        let matcher = builder.build().map_err(|_| first())?;
        let lines = PatternLines { matcher, all, used: Mutex::default() };
        Ok(Self((!lines.all.is_empty()).then(|| Arc::new(lines))))
    }

    /// Whether a path or a folder above it matches; `None` without patterns.
    fn matches(&self, absolute: &Path, is_folder: bool) -> Option<bool> {
        let lines = self.0.as_ref().filter(|lines| !lines.matcher.is_empty())?;
        // The matcher refuses paths outside its folder.
        if !absolute.starts_with(lines.matcher.path()) {
            return Some(false);
        }
        let found = lines.matcher.matched_path_or_any_parents(absolute, is_folder);
        if let Match::Ignore(glob) | Match::Whitelist(glob) = found {
            let mut used = lines.used.lock().unwrap_or_else(PoisonError::into_inner);
            if !used.contains(glob.original()) {
                used.insert(glob.original().to_owned());
            }
        }
        Some(matches!(found, Match::Ignore(_)))
    }

    fn gives(&self, pattern: &SpannedPattern) -> bool {
        self.0.as_ref().is_some_and(|lines| lines.all.iter().any(|(given, _)| given == pattern))
    }

    /// The patterns that no file has matched.
    pub(super) fn unused(&self) -> Vec<SpannedPattern> {
        let Some(lines) = &self.0 else { return Vec::new() };
        let used = lines.used.lock().unwrap_or_else(PoisonError::into_inner);
        let unused = lines.all.iter().filter(|(_, line)| !used.contains(line));
        unused.map(|(given, _)| given.clone()).collect()
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
        let given = |pattern: &String| (pattern.clone(), None);
        let bad = |(pattern, _): SpannedPattern| words::bad_exclude(&pattern);
        let own = patterns.iter().map(|pattern| (given(pattern), pattern.clone()));
        self.exclude.push(Patterns::new(&here, own).map_err(bad)?);
        // A pattern that begins with `/` may also be an absolute path.
        let full: Vec<_> = patterns
            .iter()
            .filter_map(|pattern| Some((given(pattern), in_full(pattern)?)))
            .collect();
        if let (Some(root), false) = (here.ancestors().last(), full.is_empty()) {
            self.exclude.push(Patterns::new(root, full.into_iter()).map_err(bad)?);
        }
        Ok(self)
    }

    /// The same, also for named files if `force`.
    pub(crate) fn forced(self, force: bool) -> Self {
        Self { force, ..self }
    }

    /// The patterns to leave out by that matched no file, by no list that has them.
    pub(super) fn unused_excludes(&self) -> Vec<SpannedPattern> {
        let mut lists = self.exclude.iter().map(Patterns::unused);
        let Some(mut unused) = lists.next() else { return Vec::new() };
        for (patterns, more) in self.exclude.iter().skip(1).zip(lists) {
            let has = |pattern: &SpannedPattern| patterns.gives(pattern);
            unused.retain(|pattern| !has(pattern) || more.contains(pattern));
        }
        unused
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
        // Each is asked, so that it is known which match.
        let matches = |patterns: &Patterns| patterns.matches(absolute, is_folder) == Some(true);
        self.exclude.iter().filter(|patterns| matches(patterns)).count() > 0
    }
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
