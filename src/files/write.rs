//! Sources back to files: written beside, then renamed, so that a file is either old or new.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sha2::{Digest, Sha256};

use crate::diagnostic::Diagnostic;
use crate::source::{Encoding, MAX_BYTES, Source};

use super::identity::{is_taken, outside};
use super::read::{bytes_within, read_within};
use super::{shown, words};

/// Writes a new text for a file that was read, in its encoding. A link stays one: its target is
/// written, if that is in the project. Permissions are kept. A file that was changed meanwhile is
/// not written, unless it has the new text already. Returns a warning if the file has other names
/// that keep the old text.
///
/// # Errors
/// The file cannot be written, its encoding cannot represent the text, or it was changed meanwhile.
/// It is then unchanged.
pub(crate) fn rewrite(read: &Source, text: &str) -> Result<Option<Diagnostic>, Diagnostic> {
    let path: &Path = read.name().as_ref();
    if let Some(target) = outside(path, None) {
        return Err(words::not_through_link(read.name(), &target));
    }
    let has_other_names = has_other_names(path);
    let bytes = encoded_whole(path, text, read.encoding())?;
    let now = || match read_within(path, MAX_BYTES) {
        Ok(now) if now.encoding != read.encoding() => Now::Changed,
        Ok(now) if now.text == text => Now::Done,
        Ok(now) if now.text == read.written() => Now::AsRead,
        Ok(_) | Err(_) => Now::Changed,
    };
    match replace(path, &bytes, &now) {
        Ok(Now::Changed) => Err(words::changed_since(&shown(path))),
        Ok(_) => Ok(has_other_names.then(|| words::hard_link_broken(read.name()))),
        Err(cause) => Err(words::unwritable(path, &cause)),
    }
}

/// Whether there are hard links to a file.
fn has_other_names(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata(path).is_ok_and(|metadata| metadata.nlink() > 1)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Creates a new file.
///
/// # Errors
/// It exists, even as a broken link, or cannot be written.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let now = || if is_taken(path) { Now::Changed } else { Now::AsRead };
    let exists = || words::unwritable(path, &io::ErrorKind::AlreadyExists.into());
    match now() {
        Now::AsRead => match replace(path, bytes, &now) {
            Ok(Now::Changed) => Err(exists()),
            Ok(_) => Ok(()),
            Err(cause) => Err(words::unwritable(path, &cause)),
        },
        _ => Err(exists()),
    }
}

/// The state of a file since it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Now {
    AsRead,
    /// It has the new text.
    Done,
    Changed,
}

fn encoded_whole<'t>(
    path: &Path,
    text: &'t str,
    encoding: Encoding,
) -> Result<Cow<'t, [u8]>, Diagnostic> {
    match encoded(text, encoding) {
        (bytes, true) => Ok(bytes),
        (_, false) => Err(words::not_in_gb18030(path)),
    }
}

/// A text in an encoding, and whether that can represent all of it.
fn encoded(text: &str, encoding: Encoding) -> (Cow<'_, [u8]>, bool) {
    match encoding {
        Encoding::Utf8 => (Cow::Borrowed(text.as_bytes()), true),
        Encoding::Gb18030 => {
            let (bytes, _, lossy) = encoding_rs::GB18030.encode(text);
            (bytes, !lossy)
        }
    }
}

/// The SHA-256 of a file as it was read.
pub(crate) fn checksum_of(source: &Source) -> String {
    sha256(&source.bytes())
}

/// The SHA-256 of a file on disk, text or not.
///
/// # Errors
/// It is not a regular file, cannot be read, or is too large.
pub(crate) fn checksum(path: &Path) -> Result<String, Diagnostic> {
    Ok(sha256(&bytes_within(path, MAX_BYTES)?))
}

/// Writes bytes, all or nothing.
///
/// # Errors
/// The file cannot be written. It is then unchanged.
pub(crate) fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    replace(path, bytes, &|| Now::AsRead).map(drop).map_err(|cause| words::unwritable(path, &cause))
}

/// Creates a folder and its parents, if missing.
///
/// # Errors
/// It cannot be created.
pub(crate) fn make_folder(path: &Path) -> Result<(), Diagnostic> {
    std::fs::create_dir_all(path).map_err(|cause| words::unwritable(path, &cause))
}

/// Replaces a whole file; `now` checks at the last moment that it is still the one to replace.
fn replace(path: &Path, bytes: &[u8], now: &dyn Fn() -> Now) -> io::Result<Now> {
    let is_link = std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    let target = if is_link { std::fs::canonicalize(path)? } else { path.to_owned() };
    let permissions = match std::fs::metadata(&target) {
        Ok(metadata) if metadata.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        // Renaming would bypass it.
        Ok(metadata) if metadata.permissions().readonly() => {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        Ok(metadata) => Some(metadata.permissions()),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => None,
        Err(cause) => return Err(cause),
    };
    let (beside, mut file) = beside(&target)?;
    let done = (|| {
        file.write_all(bytes)?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.sync_all()?;
        let now = now();
        if now == Now::AsRead {
            std::fs::rename(&beside, &target)?;
        }
        Ok(now)
    })();
    if !matches!(done, Ok(Now::AsRead)) {
        // The failure itself is reported.
        let _ = std::fs::remove_file(&beside);
    }
    done
}

/// How many names are tried for a temporary file.
const MOST_NAMES: usize = 100;

/// The mark in the name of a temporary file, and its ending.
const MARK: &str = ".biaochi-";
const ENDING: &str = ".tmp";

/// A new file in the same folder, under a unique name. It is locked while this run has it open,
/// which distinguishes it from one that an interrupted run left behind.
fn beside(target: &Path) -> io::Result<(PathBuf, File)> {
    let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    sweep_once(target);
    let mut taken = io::Error::from(io::ErrorKind::AlreadyExists);
    for number in 0..MOST_NAMES {
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!("{MARK}{}-{number}{ENDING}", std::process::id()));
        let path = target.with_file_name(hidden);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => {
                // Without locks in the file system, nothing is cleaned up either.
                let _ = file.lock();
                // Another run may have removed it before it was locked.
                if path.exists() {
                    return Ok((path, file));
                }
            }
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => taken = cause,
            Err(cause) => return Err(cause),
        }
    }
    Err(taken)
}

/// Removes what interrupted runs left in the folder of a file, once per run and folder.
fn sweep_once(target: &Path) {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let is_new = SWEPT.lock().is_ok_and(|mut swept| swept.insert(folder.to_owned()));
    if is_new {
        sweep(folder);
    }
}

/// Removes the temporary files in a folder that no run has open. Those that cannot be removed do no
/// harm.
fn sweep(folder: &Path) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| is_ours(&entry.file_name())) {
        // Opening a pipe would wait.
        if !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let opened = OpenOptions::new().write(true).open(entry.path());
        if let Ok(left) = opened
            && left.try_lock().is_ok()
        {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Whether a file has a name as given by [`beside`]: `.甲.biao.biaochi-123-0.tmp`.
fn is_ours(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let Some((of, numbers)) = name.strip_suffix(ENDING).and_then(|name| name.rsplit_once(MARK))
    else {
        return false;
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let numbered =
        numbers.split_once('-').is_some_and(|(run, file)| is_number(run) && is_number(file));
    numbered && of.len() > 1 && of.starts_with('.')
}

/// The SHA-256 of bytes, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Bytes as digits.
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    fn write(path: &Path, text: &str, encoding: Encoding) -> Result<(), Diagnostic> {
        write_bytes(path, &encoded_whole(path, text, encoding)?)
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_keeps_its_encoding_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("道 路.biao");
        write(&path, "年度: 2020\n", Encoding::Utf8).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "年度: 2020\n");
        write(&path, "年度: 2021 \u{20000}\n", Encoding::Gb18030).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(encoding_rs::GB18030.decode(&bytes).0, "年度: 2021 \u{20000}\n");
        assert_eq!(names(folder.path()), ["道 路.biao"]);
    }

    #[test]
    fn a_failure_is_said_and_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let code = |path: &Path| write(path, "x", Encoding::Utf8).unwrap_err().code;
        assert_eq!(code(folder.path()), Code::UNWRITABLE);
        assert_eq!(code(&folder.path().join("无/甲.biao")), Code::UNWRITABLE);
        let path = folder.path().join("甲.biao");
        std::fs::write(&path, "旧").unwrap();
        let mut permissions = std::fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&path, permissions).unwrap();
        assert_eq!(code(&path), Code::UNWRITABLE);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "旧");
        assert_eq!(names(folder.path()), ["甲.biao"]);
    }

    #[test]
    fn what_someone_else_changed_since_is_left_to_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("甲.biao");
        std::fs::write(&path, "读到的").unwrap();
        let read = crate::files::read(&path, &mut crate::source::Sources::new()).unwrap();
        std::fs::write(&path, "别人改的").unwrap();
        assert_eq!(rewrite(&read, "新的").unwrap_err().code, Code::FILE_CHANGED);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "别人改的");
        // Another process made the same change.
        std::fs::write(&path, "新的").unwrap();
        rewrite(&read, "新的").unwrap();
        std::fs::write(&path, "读到的").unwrap();
        rewrite(&read, "新的").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "新的");
        std::fs::remove_file(&path).unwrap();
        assert_eq!(rewrite(&read, "新的").unwrap_err().code, Code::FILE_CHANGED);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn what_a_run_left_behind_is_swept_away_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let others = [".甲.biao.tmp", ".甲.biao.biaochi-.tmp", "甲.biao.biaochi-1-0.tmp", ".git"];
        for name in
            others.into_iter().chain([".甲.biao.biaochi-1-0.tmp", ".乙.chi.biaochi-77-12.tmp"])
        {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let own = folder.path().join(".丙.biao.biaochi-1-0.tmp");
        std::fs::create_dir(&own).unwrap();
        let path = folder.path().join("甲.biao");
        write(&path, "新", Encoding::Utf8).unwrap();
        let mut kept = [others.as_slice(), &["甲.biao", ".丙.biao.biaochi-1-0.tmp"]].concat();
        kept.sort_unstable();
        assert_eq!(names(folder.path()), kept);
    }

    #[test]
    fn what_another_run_is_writing_is_left_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("甲.biao");
        let (writing, open) = beside(&path).unwrap();
        sweep(folder.path());
        assert!(writing.exists());
        // A name that is taken is skipped.
        write(&path, "新", Encoding::Utf8).unwrap();
        assert_eq!(names(folder.path()).len(), 2);
        drop(open);
        sweep(folder.path());
        assert_eq!(names(folder.path()), ["甲.biao"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("真.biao"), folder.path().join("链.biao"));
        std::fs::write(&file, "旧").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
        symlink("真.biao", &link).unwrap();
        write(&link, "新", Encoding::Utf8).unwrap();
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "新");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        let dangling = folder.path().join("断.biao");
        symlink("无.biao", &dangling).unwrap();
        assert!(write(&dangling, "新", Encoding::Utf8).is_err());
        assert!(std::fs::symlink_metadata(&dangling).unwrap().is_symlink());
    }
}
