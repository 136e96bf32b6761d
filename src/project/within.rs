//! What may be read without being named on the command line: what is in the project, and rules.
//! Takes paths from settings or links; decides whether they lead out. Opens nothing.

use std::path::{Path, PathBuf};

use super::pack::{ENDING, MANIFEST};
use crate::files::{absolute, canonical, outside_of, project_of, real};

/// The folder that links of files found in a folder must not leave: its project, else the folder
/// itself. Links resolved.
pub(crate) fn home(folder: &Path) -> PathBuf {
    let folder = canonical(folder).unwrap_or_else(|_| absolute(folder));
    project_of(&folder, Some(&folder)).unwrap_or(folder)
}

/// Where a path leads, its links resolved, if that is outside a folder and not rules; `None` if
/// nothing is there.
pub(super) fn led_out(path: &Path, home: &Path) -> Option<PathBuf> {
    outside_of(home, path).filter(|real| !is_rules(real))
}

/// Whether a path in settings is outside their folder; judged by name if nothing is there.
pub(super) fn is_named_outside(path: &Path, folder: &Path) -> bool {
    let home = canonical(folder).unwrap_or_else(|_| absolute(folder));
    match path.exists() {
        true => led_out(path, &home).is_some(),
        false => !absolute(path).starts_with(absolute(folder)),
    }
}

/// Whether a path, its links resolved, is outside the project of a folder, existing or not.
pub(crate) fn lies_outside(path: &Path, folder: &Path) -> bool {
    !real(path).starts_with(home(folder))
}

/// Whether it is a pack or a file of one, intended to be read by others.
fn is_rules(real: &Path) -> bool {
    real.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ENDING))
        || real.file_name().is_some_and(|name| name == MANIFEST)
        || real.join(MANIFEST).is_file()
}
