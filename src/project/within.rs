//! What may be read without having been named on the command line: what lies in the project, and
//! rules. Takes paths that settings or links name; says whether they lead out. Opens nothing.

use std::path::{Path, PathBuf};

use super::pack::{ENDING, MANIFEST};
use crate::files::{absolute, canonical, outside_of, project_of, real};

/// The folder out of which no link may lead, for files found in a folder: its project, else the
/// folder itself. Links resolved.
pub(crate) fn home(folder: &Path) -> PathBuf {
    let folder = canonical(folder).unwrap_or_else(|_| absolute(folder));
    project_of(&folder, Some(&folder)).unwrap_or(folder)
}

/// Where a path leads, its links resolved, if that is outside a folder and no rules. A path to
/// nothing leads nowhere.
pub(super) fn led_out(path: &Path, home: &Path) -> Option<PathBuf> {
    outside_of(home, path).filter(|real| !is_rules(real))
}

/// Whether a path that settings name is outside their folder; by its name if there is nothing.
pub(super) fn is_named_outside(path: &Path, folder: &Path) -> bool {
    let home = canonical(folder).unwrap_or_else(|_| absolute(folder));
    match path.exists() {
        true => led_out(path, &home).is_some(),
        false => !absolute(path).starts_with(absolute(folder)),
    }
}

/// Whether a path, its links resolved, lies outside the project of a folder, there or not.
pub(crate) fn lies_outside(path: &Path, folder: &Path) -> bool {
    !real(path).starts_with(home(folder))
}

/// Whether it is a pack or a file of one: made to be read by others.
fn is_rules(real: &Path) -> bool {
    real.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ENDING))
        || real.file_name().is_some_and(|name| name == MANIFEST)
        || real.join(MANIFEST).is_file()
}
