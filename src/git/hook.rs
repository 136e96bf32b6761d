//! The pre-commit hook of a repository: put in, taken out. Takes what it is to run; gives what was done. An existing
//! hook, whatever it is written in, is moved aside and called first, and comes back byte for byte.

use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;

use super::call::path;
use super::words;
use crate::files::{self, write_bytes};

/// Between these lines a hook is ours.
const BEGIN: &str = "# >>> biaochi";
const END: &str = "# <<< biaochi";
const SHEBANG: &str = "#!/bin/sh";

/// The hook that was there before ours.
const KEPT: &str = "pre-commit.before-biaochi";

/// What the hook runs, and what it says.
#[derive(Clone, Debug)]
pub(crate) struct HookText<'a> {
    /// Further arguments of `check --staged`.
    pub(crate) arguments: &'a [String],
    /// Where the program lies, should it not be in the PATH.
    pub(crate) program: Option<&'a Path>,
    /// What the hook is, for who reads it.
    pub(crate) about: &'a str,
    /// Said where there is no program; the commit is stopped.
    pub(crate) missing: &'a str,
    /// Said after findings.
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
    /// Ours was there, otherwise; it was written anew.
    Renewed,
    /// Ours was there, or on removal, none of ours.
    Nothing,
    /// Ours was removed.
    Removed,
    /// Ours was removed and the one before it came back.
    Restored,
}

/// Who else writes the hooks of a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manager {
    Husky,
    Lefthook,
    /// The framework `pre-commit`.
    PreCommit,
}

/// Puts the hook in.
///
/// # Errors
/// There is no repository, another program writes its hooks, they serve other repositories too, or a file is in the
/// way or cannot be written.
pub(crate) fn install_hook(text: &HookText<'_>) -> Result<HookDone, Diagnostic> {
    let folder = folder()?;
    let hook = folder.join("pre-commit");
    if let Some(manager) = manager(&folder, &hook) {
        return Err(words::hooks_are_managed(manager));
    }
    let kept = folder.join(KEPT);
    let there = read(&hook)?;
    let ours = there.as_deref().is_some_and(is_ours);
    // A folder that is committed must not name a place on one machine.
    let program = if is_shared(&folder)? { None } else { text.program };
    let written = written(&HookText { program, ..text.clone() });
    let change = match there {
        Some(bytes) if bytes == written.as_bytes() => HookChange::Nothing,
        Some(bytes) if ours && around(&bytes) => HookChange::Renewed,
        Some(_) if ours => return Err(words::hook_was_changed(&hook, BEGIN, END)),
        None if !exists(&hook) => HookChange::Installed,
        _ if exists(&kept) => return Err(words::kept_hook_in_the_way(&kept)),
        _ => HookChange::InstalledBeside,
    };
    if change == HookChange::Nothing {
        return Ok(HookDone { path: hook, change });
    }
    let failed = |cause: io::Error| files::words::unwritable(&hook, &cause);
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let beside = change == HookChange::InstalledBeside;
    if beside {
        std::fs::rename(&hook, &kept).map_err(failed)?;
    }
    let done = write_bytes(&hook, written.as_bytes())
        .and_then(|()| make_executable(&hook).map_err(failed));
    if done.is_err() && beside {
        // As it was; the failure itself is what is reported.
        let _ = std::fs::rename(&kept, &hook);
    }
    done.map(|()| HookDone { path: hook, change })
}

/// Takes the hook out; the one that was there before comes back.
///
/// # Errors
/// There is no repository, the hook was changed by hand, or a file cannot be written.
pub(crate) fn uninstall_hook() -> Result<HookDone, Diagnostic> {
    let folder = folder()?;
    let (hook, kept) = (folder.join("pre-commit"), folder.join(KEPT));
    let there = read(&hook)?;
    let done = |change| Ok(HookDone { path: hook.clone(), change });
    match there {
        Some(bytes) if is_ours(&bytes) && !around(&bytes) => {
            return Err(words::hook_was_changed(&hook, BEGIN, END));
        }
        Some(bytes) if is_ours(&bytes) => {}
        // Ours was removed by hand.
        None if exists(&kept) && !exists(&hook) => {}
        _ => return done(HookChange::Nothing),
    }
    let failed = |cause: io::Error| files::words::unwritable(&hook, &cause);
    if exists(&kept) {
        std::fs::rename(&kept, &hook).map_err(failed)?;
        return done(HookChange::Restored);
    }
    std::fs::remove_file(&hook).map_err(failed)?;
    done(HookChange::Removed)
}

/// Where git looks for hooks: a worktree's are those of its repository, and `core.hooksPath` may name any folder.
fn folder() -> Result<PathBuf, Diagnostic> {
    path(&["rev-parse", "--git-path", "hooks"])
}

/// Whether the folder of the hooks lies in the work tree, where it is committed. One that lies in neither the work
/// tree nor the repository serves others too, and is refused.
fn is_shared(folder: &Path) -> Result<bool, Diagnostic> {
    let real = |path: PathBuf| {
        let existing = path.ancestors().find(|it| it.exists()).map(Path::to_owned);
        let existing =
            existing.filter(|it| !it.as_os_str().is_empty()).unwrap_or_else(|| ".".into());
        let rest = path.strip_prefix(&existing).unwrap_or(Path::new("")).to_owned();
        existing.canonicalize().map_or(path, |it| it.join(rest))
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

/// Who writes the hooks here, by the folder or by what stands in the hook.
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

/// The hook; `None` where there is none, or a link to nowhere.
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

/// Whether nothing but what we write stands around our lines.
fn around(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines();
    lines.next() == Some(SHEBANG)
        && lines.next() == Some(BEGIN)
        && lines.skip_while(|line| *line != END).count() == 1
}

fn written(text: &HookText<'_>) -> String {
    let arguments: String =
        text.arguments.iter().map(|argument| format!(" {}", quoted(argument))).collect();
    let program = text.program.map(|it| quoted(&it.to_string_lossy())).unwrap_or_default();
    let about: String = text.about.lines().map(|line| format!("# {line}\n")).collect();
    let (missing, stopped) = (quoted(text.missing), quoted(text.stopped));
    format!(
        "{SHEBANG}
{BEGIN}
{about}kept=$(dirname \"$0\")/{KEPT}
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

/// A word for the shell.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(unix)]
fn make_executable(hook: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(hook)?.permissions().mode();
    // Whoever may read it may run it.
    let mode = mode | (mode & 0o444) >> 2;
    std::fs::set_permissions(hook, std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn make_executable(_hook: &Path) -> io::Result<()> {
    // The shell that comes with git runs it as it is.
    Ok(())
}
