//! The file that a path refers to, however it is written: through `..`, links, or another name of
//! the same file. Takes paths; answers from the disk.

use std::io;
use std::path::{Path, PathBuf};

use super::{relative, tidy};

/// A file, whatever its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FileIdentity {
    /// A file of one name or several.
    #[cfg(unix)]
    Node(u64, u64),
    /// A file that is known only by its path, or does not exist yet.
    Place(PathBuf),
}

impl FileIdentity {
    /// The file that a path leads to, or that would be written there.
    pub(crate) fn of(path: &Path) -> Self {
        #[cfg(unix)]
        if let Ok(metadata) = std::fs::metadata(path) {
            use std::os::unix::fs::MetadataExt;
            return Self::Node(metadata.dev(), metadata.ino());
        }
        let place = canonical(path).or_else(|_| placed(path));
        let place = place.unwrap_or_else(|_| super::absolute(path));
        // Systems whose disks usually ignore case.
        if cfg!(any(windows, target_os = "macos")) {
            return Self::Place(place.to_string_lossy().to_lowercase().into());
        }
        Self::Place(place)
    }
}

/// Whether two paths refer to the same file.
pub(crate) fn same_file(left: &Path, right: &Path) -> bool {
    left == right || FileIdentity::of(left) == FileIdentity::of(right)
}

/// Where a path leads, all links resolved, without the prefix that Windows adds to such paths.
pub(crate) fn canonical(path: &Path) -> io::Result<PathBuf> {
    let real = std::fs::canonicalize(path)?;
    let plain = real.to_str().and_then(|text| text.strip_prefix(r"\\?\"));
    Ok(match plain.filter(|text| !text.starts_with("UNC")) {
        Some(plain) => PathBuf::from(plain),
        None => real,
    })
}

/// The path of a folder, all links resolved; for a file, existing or not, its own path, which may
/// be a link.
pub(crate) fn placed(path: &Path) -> io::Result<PathBuf> {
    if path.is_dir() {
        return canonical(path);
    }
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    Ok(canonical(&tidy(path.parent().unwrap_or(Path::new(""))))?.join(name))
}

/// The normal form of a path, however it was typed: relative if it is below or above the current
/// folder or was typed so, else absolute. A link out of the project stays as typed, so that it
/// shows.
pub(crate) fn spelt(path: &Path) -> PathBuf {
    match (placed(path), canonical(Path::new("."))) {
        (Ok(real), Ok(here)) if outside(path, None).is_none() => match real.strip_prefix(&here) {
            Ok(below) => tidy(below),
            Err(_) if path.is_relative() || here.starts_with(&real) => relative(&real),
            Err(_) => real,
        },
        _ => tidy(path),
    }
}

/// The absolute path, links resolved as far as it exists.
pub(crate) fn real(path: &Path) -> PathBuf {
    canonical(path).or_else(|_| placed(path)).unwrap_or_else(|_| super::absolute(path))
}

/// Whether a path goes through a link.
pub(crate) fn is_linked(path: &Path) -> bool {
    canonical(path).is_ok_and(|real| real != super::absolute(path))
}

/// Where a path leads, if a link in it leads out of the project that contains the link. The project
/// is the folder of the nearest settings, else the repository, else the given or the current
/// folder.
pub(crate) fn outside(path: &Path, given: Option<&Path>) -> Option<PathBuf> {
    let full = std::path::absolute(path).ok()?;
    for part in full.ancestors() {
        if !part.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
            continue;
        }
        let Some(folder) = part.parent().and_then(|parent| canonical(parent).ok()) else {
            continue;
        };
        let alone = (part == full).then(|| folder.clone());
        let Some(project) = project_of(&folder, given).or(alone) else { continue };
        if let Some(target) = outside_of(&project, &full) {
            return Some(target);
        }
    }
    None
}

/// Where a path leads, all links resolved, if that is outside a folder; `None` if nothing is there.
pub(crate) fn outside_of(folder: &Path, path: &Path) -> Option<PathBuf> {
    canonical(path).ok().filter(|target| !target.starts_with(folder))
}

/// Whether something is at a path, even a broken link.
pub(crate) fn is_taken(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// What marks the folder of a project: its settings, else its repository.
const MARKS: [&str; 2] = ["biaochi.yaml", ".git"];

/// The project of a folder: that of the nearest settings, else the repository, else the given or
/// the current folder.
pub(crate) fn project_of(folder: &Path, given: Option<&Path>) -> Option<PathBuf> {
    let holds = |mark: &&str| folder.ancestors().find(|ancestor| ancestor.join(mark).exists());
    if let Some(project) = MARKS.iter().find_map(holds) {
        return Some(project.to_owned());
    }
    let around = [given, Some(Path::new("."))].into_iter().flatten().map(canonical);
    around.flatten().find(|repository| folder.starts_with(repository))
}
