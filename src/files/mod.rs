//! Single files and their names: reads and writes them whole, keeping encoding and permissions, and
//! shows paths to people. Knows nothing of what a text means, nor which files belong together.
#![allow(clippy::disallowed_methods, reason = "this is the module that reads and writes files")]

mod identity;
mod read;
pub(crate) mod words;
mod write;

use std::path::{Component, Path, PathBuf};

pub(crate) use identity::{
    FileIdentity, canonical, is_linked, outside_of, placed, project_of, spelt,
};
pub(crate) use identity::{is_taken, real, same_file};
pub use read::read;
pub(crate) use read::{decode_named, is_gb18030, read_all};
pub(crate) use read::{decoded, read_within};
pub(crate) use write::{checksum, checksum_of, create, make_folder, rewrite, sha256, write_bytes};

/// A path as people read it: with `/`, without `./` in front.
pub(crate) fn shown(path: &Path) -> String {
    let text = tidy(path).to_string_lossy().into_owned();
    if cfg!(windows) { text.replace('\\', "/") } else { text }
}

/// An absolute path, without `.` and `..`, resolved by name.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let mut full = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            Component::ParentDir => {
                full.pop();
            }
            part => full.push(part),
        }
    }
    full
}

/// The root of the current repository, and the current folder, both absolute.
pub(crate) fn repository() -> Option<(String, String)> {
    let here = absolute(Path::new("."));
    let root = here.ancestors().find(|folder| folder.join(".git").exists())?;
    Some((shown(root), shown(&here)))
}

/// A path without its `.` components; the empty one is `.`.
pub(crate) fn tidy(path: &Path) -> PathBuf {
    let tidy: PathBuf =
        path.components().filter(|component| *component != Component::CurDir).collect();
    if tidy.as_os_str().is_empty() { PathBuf::from(".") } else { tidy }
}

/// The shown name of a file, relative to a folder; absolute if it is outside it.
pub(crate) fn in_folder(name: &str, folder: &Path) -> String {
    let (file, folder) = (absolute(Path::new(name)), absolute(&tidy(folder)));
    shown(file.strip_prefix(&folder).unwrap_or(&file))
}

/// The shown name of a file, from its name relative to a folder.
pub(crate) fn from_folder(name: &str, folder: &Path) -> String {
    shown(&relative(&absolute(&folder.join(name))))
}

/// A path relative to a folder, whatever the current folder: with `..` if both share a part of the
/// disk, else absolute. Links in it are kept, unless `..` follows, since its names then do not say
/// where it leads.
pub(crate) fn named_from(path: &Path, folder: &Path) -> String {
    let real = |path: &Path| placed(path).unwrap_or_else(|_| absolute(path));
    let leads_up = path.components().any(|part| part == Component::ParentDir);
    let path = if leads_up { real(path) } else { absolute(path) };
    let folder = real(&tidy(folder));
    let shares = |above: &&Path| above.parent().is_some() && path.starts_with(above);
    let Some(above) = folder.ancestors().find(shares) else { return shown(&path) };
    let ups = folder.components().count() - above.components().count();
    let up: PathBuf = std::iter::repeat_n(Component::ParentDir, ups).collect();
    shown(&up.join(path.strip_prefix(above).unwrap_or(&path)))
}

/// The path with this name in [`named_from`] a folder.
pub(crate) fn path_from(name: &str, folder: &Path) -> PathBuf {
    let folder = placed(&tidy(folder)).unwrap_or_else(|_| absolute(folder));
    relative(&absolute(&folder.join(name)))
}

/// A path relative to the current folder, if it is below it or in a folder above; else unchanged.
pub(crate) fn relative(path: &Path) -> PathBuf {
    let Ok(here) = std::path::absolute(".") else { return path.to_owned() };
    // If links lead out of the folder, `..` would lead elsewhere.
    let physical = here.canonicalize().is_ok_and(|canonical| canonical == here);
    let path = if physical { absolute(path) } else { here.join(path) };
    let ups = here.ancestors().position(|above| path.starts_with(above));
    let Some(ups) = ups.filter(|ups| *ups == 0 || physical) else { return path };
    let Some(above) = here.ancestors().nth(ups) else { return path };
    // Only the root is shared.
    if above.parent().is_none() && ups > 0 {
        return path;
    }
    let Ok(below) = path.strip_prefix(above) else { return path };
    let up: PathBuf = std::iter::repeat_n(Component::ParentDir, ups).collect();
    tidy(&up.join(below))
}

/// Whether a file has one of some endings.
pub(crate) fn wants(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|extension| {
        endings.iter().any(|wanted| extension.eq_ignore_ascii_case(wanted))
    })
}

/// A folder with files, by name and text.
#[cfg(test)]
pub(crate) fn test_folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}
