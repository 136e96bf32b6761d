//! What may be read without having been named on the command line: what lies in the project, and
//! rules. Takes paths that settings or links name; says whether they lead out. Opens nothing.

use std::path::{Path, PathBuf};

use super::pack::{ENDING, MANIFEST};
use crate::files::{absolute, canonical, project_of, real};

/// The folder out of which no link may lead, for files found in a folder: its project, else the
/// folder itself. Links resolved.
pub(crate) fn home(folder: &Path) -> PathBuf {
    let folder = canonical(folder).unwrap_or_else(|_| absolute(folder));
    project_of(&folder, Some(&folder)).unwrap_or(folder)
}

/// Whether a path, its links resolved, leads out of a folder to something that is no rules. What is
/// not there leads nowhere.
pub(super) fn leads_out(path: &Path, home: &Path) -> bool {
    let Ok(real) = path.canonicalize() else { return false };
    !real.starts_with(home) && !is_rules(&real)
}

/// The same of a path as settings name it: it must lie in their folder by its name as well, there
/// or not.
pub(super) fn is_named_outside(path: &Path, folder: &Path) -> bool {
    let home = folder.canonicalize().unwrap_or_else(|_| absolute(folder));
    let by_name = absolute(path).starts_with(absolute(folder));
    match by_name {
        true => leads_out(path, &home),
        false => !path.canonicalize().is_ok_and(|real| real.starts_with(home) || is_rules(&real)),
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
