//! Which file a path means, however it is spelt: through `..`, links, or another name of the same
//! file. Takes paths; answers from what lies on disk.

use std::io;
use std::path::{Path, PathBuf};

use super::{relative, tidy};

/// A file, whatever it is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FileIdentity {
    /// A file of one name or several.
    #[cfg(unix)]
    Node(u64, u64),
    /// A file that can be known by its place alone, or is still to be written.
    Place(PathBuf),
}

impl FileIdentity {
    /// Of the file that a path leads to, or that would be written there.
    pub(crate) fn of(path: &Path) -> Self {
        #[cfg(unix)]
        if let Ok(metadata) = std::fs::metadata(path) {
            use std::os::unix::fs::MetadataExt;
            return Self::Node(metadata.dev(), metadata.ino());
        }
        let place = canonical(path).or_else(|_| placed(path));
        let place = place.unwrap_or_else(|_| super::absolute(path));
        // Where disks usually take upper and lower case for the same.
        if cfg!(any(windows, target_os = "macos")) {
            return Self::Place(place.to_string_lossy().to_lowercase().into());
        }
        Self::Place(place)
    }
}

/// Whether two paths mean one file.
pub(crate) fn same_file(left: &Path, right: &Path) -> bool {
    left == right || FileIdentity::of(left) == FileIdentity::of(right)
}

/// Where a path leads, all links resolved. Without the prefix by which Windows marks such paths.
pub(crate) fn canonical(path: &Path) -> io::Result<PathBuf> {
    let real = std::fs::canonicalize(path)?;
    let plain = real.to_str().and_then(|text| text.strip_prefix(r"\\?\"));
    Ok(match plain.filter(|text| !text.starts_with("UNC")) {
        Some(plain) => PathBuf::from(plain),
        None => real,
    })
}

/// Where a folder lies, all links resolved; of a file, there or not, where it stands, which may be
/// a link.
pub(crate) fn placed(path: &Path) -> io::Result<PathBuf> {
    if path.is_dir() {
        return canonical(path);
    }
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    Ok(canonical(&tidy(path.parent().unwrap_or(Path::new(""))))?.join(name))
}

/// The one way in which a path is written, whichever way it was typed: from here where it lies
/// below or above or was typed so, else in full. Where a link leads out of the project, it stays as
/// typed, for that matters.
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

/// Where a path leads in full, links resolved as far as there is anything.
pub(crate) fn real(path: &Path) -> PathBuf {
    canonical(path).or_else(|_| placed(path)).unwrap_or_else(|_| super::absolute(path))
}

/// Whether a path leads over a link to where it stands.
pub(crate) fn is_linked(path: &Path) -> bool {
    canonical(path).is_ok_and(|real| real != super::absolute(path))
}

/// Where a path leads, if a link in it leads out of the project in which the link lies. The project
/// is the folder of the nearest settings, without any the repository, without one the folder that
/// was given or in which we stand.
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

/// Where a path leads, all links resolved, if that is outside a folder. A path to nothing leads
/// nowhere.
pub(crate) fn outside_of(folder: &Path, path: &Path) -> Option<PathBuf> {
    canonical(path).ok().filter(|target| !target.starts_with(folder))
}

/// Whether something stands at a path, be it a link to nowhere.
pub(crate) fn is_taken(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// What marks the folder of a project: its settings, else its repository.
const MARKS: [&str; 2] = ["biaochi.yaml", ".git"];

/// The project in which a folder lies: that of the nearest settings, without any the repository,
/// without one the folder that was given or in which we stand.
pub(crate) fn project_of(folder: &Path, given: Option<&Path>) -> Option<PathBuf> {
    let holds = |mark: &&str| folder.ancestors().find(|ancestor| ancestor.join(mark).exists());
    if let Some(project) = MARKS.iter().find_map(holds) {
        return Some(project.to_owned());
    }
    let around = [given, Some(Path::new("."))].into_iter().flatten().map(canonical);
    around.flatten().find(|repository| folder.starts_with(repository))
}
