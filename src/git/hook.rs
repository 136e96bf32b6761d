//! Installs and removes the hooks of a repository that guard commits and merges. Takes what they
//! run; gives what was done. An existing hook, whatever it is written in, is moved aside and called
//! first, and is restored byte for byte.

use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;

use super::call::path;
use super::words;
use crate::files::{self, write_bytes};

/// The part of a hook between these lines is ours.
const BEGIN: &str = "# >>> biaochi";
const END: &str = "# <<< biaochi";
const SHEBANG: &str = "#!/bin/sh";

/// What git runs before a commit, and before the commit of a merge without conflicts, which skips
/// the first.
const HOOKS: [&str; 2] = ["pre-commit", "pre-merge-commit"];

/// The suffix of a hook that existed before ours.
const KEPT: &str = ".before-biaochi";

/// What the hook runs and prints.
#[derive(Clone, Debug)]
pub(crate) struct HookText<'a> {
    /// Further arguments of `check --staged`.
    pub(crate) arguments: &'a [String],
    /// The path of the program, in case it is not in the PATH.
    pub(crate) program: Option<&'a Path>,
    /// The description of the hook, for its readers.
    pub(crate) about: &'a str,
    /// Printed if the program is missing; the commit is stopped.
    pub(crate) missing: &'a str,
    /// Printed after findings.
    pub(crate) stopped: &'a str,
}

/// What was done to the hook, and which file it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HookDone {
    /// The hook.
    pub(crate) path: PathBuf,
    /// What was done.
    pub(crate) change: HookChange,
}

/// What was done to the hook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HookChange {
    /// There was none; ours was written.
    Installed,
    /// Another one was kept; ours calls it.
    InstalledBeside,
    /// Ours existed with other content; it was rewritten.
    Renewed,
    /// Ours existed, or, on removal, did not.
    Nothing,
    /// Ours was removed.
    Removed,
    /// Ours was removed and the earlier one restored.
    Restored,
}

/// Another program that writes the hooks of a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manager {
    Husky,
    Lefthook,
    /// The framework `pre-commit`.
    PreCommit,
}

/// One of the hooks: its path, and that of the earlier one.
struct Place {
    hook: PathBuf,
    kept: PathBuf,
}

fn places(folder: &Path) -> [Place; 2] {
    HOOKS.map(|name| Place { hook: folder.join(name), kept: kept_of(&folder.join(name)) })
}

/// Installs the hooks: all or none.
///
/// # Errors
/// There is no repository, another program writes its hooks, they serve other repositories too, or
/// a file exists already or cannot be written.
pub(crate) fn install_hooks(text: &HookText<'_>) -> Result<Vec<HookDone>, Diagnostic> {
    let folder = folder()?;
    let places = places(&folder);
    if let Some(manager) = places.iter().find_map(|place| manager(&folder, &place.hook)) {
        return Err(words::hooks_are_managed(manager));
    }
    // A committed folder must not contain a path of one machine.
    let program = if is_shared(&folder)? { None } else { text.program };
    let text = HookText { program, ..text.clone() };
    // Obstacles are found before anything is written.
    let changes: Vec<(&Place, HookChange, String)> = places
        .iter()
        .map(|place| {
            let written = written(&text, &place.kept);
            Ok((place, change_of(place, &written)?, written))
        })
        .collect::<Result<_, Diagnostic>>()?;
    let mut done: Vec<HookDone> = Vec::new();
    for (place, change, written) in changes {
        if let Err(failure) = put_in(place, change, &written) {
            // Restore; the failure itself is reported.
            for earlier in &done {
                if matches!(earlier.change, HookChange::Installed | HookChange::InstalledBeside) {
                    let (hook, kept) = (earlier.path.clone(), kept_of(&earlier.path));
                    let _ = take_out(&Place { hook, kept });
                }
            }
            return Err(failure);
        }
        done.push(HookDone { path: place.hook.clone(), change });
    }
    Ok(done)
}

fn kept_of(hook: &Path) -> PathBuf {
    let mut name = hook.as_os_str().to_owned();
    name.push(KEPT);
    name.into()
}

/// What installing would do to a hook.
fn change_of(place: &Place, written: &str) -> Result<HookChange, Diagnostic> {
    let there = read(&place.hook)?;
    let ours = there.as_deref().is_some_and(is_ours);
    match there {
        Some(bytes) if bytes == written.as_bytes() => Ok(HookChange::Nothing),
        Some(bytes) if ours && around(&bytes) => Ok(HookChange::Renewed),
        Some(_) if ours => Err(words::hook_was_changed(&place.hook, BEGIN, END)),
        None if !exists(&place.hook) => Ok(HookChange::Installed),
        _ if exists(&place.kept) => Err(words::kept_hook_in_the_way(&place.kept)),
        _ => Ok(HookChange::InstalledBeside),
    }
}

fn put_in(place: &Place, change: HookChange, written: &str) -> Result<(), Diagnostic> {
    let Place { hook, kept } = place;
    if change == HookChange::Nothing {
        return Ok(());
    }
    let failed = |cause: io::Error| files::words::unwritable(hook, &cause);
    if let Some(folder) = hook.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let beside = change == HookChange::InstalledBeside;
    if beside {
        std::fs::rename(hook, kept).map_err(failed)?;
    }
    let done =
        write_bytes(hook, written.as_bytes()).and_then(|()| make_executable(hook).map_err(failed));
    if done.is_err() && beside {
        // Restore; the failure itself is reported.
        let _ = std::fs::rename(kept, hook);
    }
    done
}

/// Removes the hooks; earlier ones are restored.
///
/// # Errors
/// There is no repository, a hook was changed by hand, or a file cannot be written.
pub(crate) fn uninstall_hooks() -> Result<Vec<HookDone>, Diagnostic> {
    let places = places(&folder()?);
    // Changed ones are found before any is removed.
    for place in &places {
        if read(&place.hook)?.is_some_and(|bytes| is_ours(&bytes) && !around(&bytes)) {
            return Err(words::hook_was_changed(&place.hook, BEGIN, END));
        }
    }
    let taken = |place: &Place| Ok(HookDone { path: place.hook.clone(), change: take_out(place)? });
    places.iter().map(taken).collect()
}

fn take_out(place: &Place) -> Result<HookChange, Diagnostic> {
    let Place { hook, kept } = place;
    match read(hook)? {
        Some(bytes) if is_ours(&bytes) => {}
        // Ours was removed by hand.
        None if exists(kept) && !exists(hook) => {}
        _ => return Ok(HookChange::Nothing),
    }
    let failed = |cause: io::Error| files::words::unwritable(hook, &cause);
    if exists(kept) {
        std::fs::rename(kept, hook).map_err(failed)?;
        return Ok(HookChange::Restored);
    }
    std::fs::remove_file(hook).map_err(failed)?;
    Ok(HookChange::Removed)
}

/// The folder of git's hooks: a worktree uses those of its repository, and `core.hooksPath` may
/// name any folder.
fn folder() -> Result<PathBuf, Diagnostic> {
    path(&["rev-parse", "--git-path", "hooks"])
}

/// Whether the folder of the hooks is in the work tree, where it is committed. One in neither the
/// work tree nor the repository serves other repositories too, and is refused.
fn is_shared(folder: &Path) -> Result<bool, Diagnostic> {
    let real = |path: PathBuf| {
        let existing = path.ancestors().find(|ancestor| ancestor.exists()).map(Path::to_owned);
        let existing =
            existing.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| ".".into());
        let rest = path.strip_prefix(&existing).unwrap_or(Path::new("")).to_owned();
        existing.canonicalize().map_or(path, |folder| folder.join(rest))
    };
    let folder = real(folder.to_owned());
    let repository = real(path(&["rev-parse", "--git-common-dir"])?);
    if folder.starts_with(&repository) {
        return Ok(false);
    }
    // A bare repository with worktrees has hooks too.
    let top = path(&["rev-parse", "--show-toplevel"]).map(real);
    match top {
        Ok(top) if folder.starts_with(&top) => Ok(true),
        _ => Err(words::hooks_serve_others(&folder)),
    }
}

/// The program that writes the hooks here, from the folder or the content of the hook.
fn manager(folder: &Path, hook: &Path) -> Option<Manager> {
    if folder.components().any(|part| part.as_os_str() == ".husky") {
        return Some(Manager::Husky);
    }
    let text = std::fs::read(hook).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let signs = [
        ("File generated by pre-commit: https://pre-commit.com", Manager::PreCommit),
        ("call_lefthook", Manager::Lefthook),
        ("husky.sh", Manager::Husky),
    ];
    signs.into_iter().find(|(sign, _)| text.contains(sign)).map(|(_, manager)| manager)
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// The hook; `None` if there is none, or a broken link.
fn read(hook: &Path) -> Result<Option<Vec<u8>>, Diagnostic> {
    match std::fs::read(hook) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(files::words::unreadable(hook, &cause)),
    }
}

fn is_ours(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.lines().any(|line| line == BEGIN) && text.lines().any(|line| line == END)
}

/// Whether there is nothing but our own text around our lines.
fn around(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines();
    lines.next() == Some(SHEBANG)
        && lines.next() == Some(BEGIN)
        && lines.skip_while(|line| *line != END).count() == 1
}

fn written(text: &HookText<'_>, kept: &Path) -> String {
    let kept = kept.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let arguments: String =
        text.arguments.iter().map(|argument| format!(" {}", quoted(argument))).collect();
    let program =
        text.program.map(|program| quoted(&program.to_string_lossy())).unwrap_or_default();
    let about: String = text.about.lines().map(|line| format!("# {line}\n")).collect();
    let (missing, stopped) = (quoted(text.missing), quoted(text.stopped));
    format!(
        "{SHEBANG}
{BEGIN}
{about}kept=$(dirname \"$0\")/{kept}
if [ -x \"$kept\" ]; then
  \"$kept\" \"$@\" || exit $?
fi
biaochi=$(command -v biaochi) || biaochi={program}
if [ ! -x \"$biaochi\" ]; then
  printf '%s\\n' {missing} >&2
  exit 1
fi
\"$biaochi\" check --staged{arguments} || {{
  status=$?
  printf '%s\\n' {stopped} >&2
  exit $status
}}
{END}
"
    )
}

/// A quoted word for the shell.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(unix)]
fn make_executable(hook: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(hook)?.permissions().mode();
    // Those who may read it may run it.
    let mode = mode | (mode & 0o444) >> 2;
    std::fs::set_permissions(hook, std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn make_executable(_hook: &Path) -> io::Result<()> {
    // The shell of git for Windows runs it as it is.
    Ok(())
}
