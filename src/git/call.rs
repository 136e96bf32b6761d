//! Calls `git` in the current folder: takes arguments, gives bytes. The only place that starts a
//! process. The environment of a hook (GIT_DIR, GIT_INDEX_FILE, a worktree) applies to `git` too.
//! Nothing that a repository's own configuration names is run: see [`command`]. Knows no sheet.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::diagnostic::Diagnostic;

use super::words;

/// What `git` prints.
///
/// # Errors
/// There is no `git`, this is not a repository with a work tree, or it fails otherwise.
pub(super) fn git<S: AsRef<OsStr>>(arguments: &[S]) -> Result<Vec<u8>, Diagnostic> {
    let output = command(arguments)?.output().map_err(|cause| words::no_git(&cause))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(match said.as_str() {
        text if text.contains("not a git repository") => words::no_repository(),
        text if text.contains("must be run in a work tree") => words::no_work_tree(),
        _ => {
            let name =
                arguments.first().map(|argument| argument.as_ref().to_string_lossy().into_owned());
            words::git_failed(&name.unwrap_or_default(), &said)
        }
    })
}

/// Whether `git` succeeds; its output is ignored.
pub(super) fn succeeds(arguments: &[&str]) -> Result<bool, Diagnostic> {
    let output = command(arguments)?.output().map_err(|cause| words::no_git(&cause))?;
    Ok(output.status.success())
}

/// One path that `git` prints.
pub(super) fn path(arguments: &[&str]) -> Result<PathBuf, Diagnostic> {
    let mut printed = git(arguments)?;
    if printed.last() == Some(&b'\n') {
        printed.pop();
    }
    Ok(to_path(printed))
}

/// Fields that end in a zero byte (`-z`), since names may contain anything else.
pub(super) fn fields(printed: &[u8]) -> impl Iterator<Item = &[u8]> {
    printed.split(|byte| *byte == 0).filter(|field| !field.is_empty())
}

/// A name as `git` keeps it. On Windows names are UTF-8, elsewhere they are bytes.
pub(super) fn to_path(name: Vec<u8>) -> PathBuf {
    #[cfg(unix)]
    let name = <std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(name);
    #[cfg(not(unix))]
    let name = String::from_utf8_lossy(&name).into_owned();
    PathBuf::from(name)
}

/// Settings of a repository that would start a program, overridden. Only plumbing commands that
/// show neither diffs nor checked-out files are called, so that filters, text conversions and
/// external diffs never run; aliases cannot replace git's own commands.
const QUIET: [&str; 7] = [
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "core.pager=cat",
    "core.editor=false",
    "core.alternateRefsCommand=false",
    "core.sshCommand=false",
    "credential.helper=",
];

/// The same in the environment: no locks, so that the index is not rewritten, no prompts, no
/// fetching of objects.
const SILENT: [(&str, &str); 6] = [
    // Its messages are parsed here.
    ("LC_ALL", "C"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_NO_LAZY_FETCH", "1"),
    // A list of what is allowed; no configuration can extend it.
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_PAGER", "cat"),
];

fn command<S: AsRef<OsStr>>(arguments: &[S]) -> Result<Command, Diagnostic> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let missing = || words::no_git(&std::io::ErrorKind::NotFound.into());
    let mut command = Command::new(program(&path).ok_or_else(missing)?);
    command.arg("--no-pager").args(QUIET.iter().flat_map(|setting| ["-c", setting]));
    command.args(arguments).stdin(Stdio::null()).envs(SILENT);
    // `:/` must mean the top.
    for name in ["LITERAL", "GLOB", "NOGLOB", "ICASE"] {
        command.env_remove(format!("GIT_{name}_PATHSPECS"));
    }
    Ok(command)
}

/// The first `git` in the PATH. A relative or empty entry would mean the current folder, which may
/// have just been unpacked: it is skipped.
fn program(path: &OsStr) -> Option<PathBuf> {
    let name = format!("git{}", std::env::consts::EXE_SUFFIX);
    let folders = std::env::split_paths(path).filter(|folder| folder.is_absolute());
    folders.map(|folder| folder.join(&name)).find(|program| is_program(program))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// Contents of objects, from two processes that answer one request after another.
#[derive(Debug)]
pub(super) struct Objects {
    sizes: RunningGit,
    contents: RunningGit,
}

/// What is known of a requested object.
pub(super) enum Object {
    Content(Vec<u8>),
    TooLarge,
}

impl Objects {
    pub(super) fn open() -> Result<Self, Diagnostic> {
        Ok(Self { sizes: RunningGit::new("--batch-check")?, contents: RunningGit::new("--batch")? })
    }

    /// The content of an object of at most `limit` bytes: its size is requested first.
    pub(super) fn read(&mut self, id: &str, limit: usize) -> Result<Object, Diagnostic> {
        if self.size(id)? > limit {
            return Ok(Object::TooLarge);
        }
        let size = self.contents.ask(id)?;
        let mut content = vec![0; size.min(limit)];
        let mut end = [0];
        self.contents
            .output
            .read_exact(&mut content)
            .and_then(|()| self.contents.output.read_exact(&mut end))
            .map_err(|cause| words::git_failed("cat-file", &cause.to_string()))?;
        Ok(Object::Content(content))
    }

    pub(super) fn size(&mut self, id: &str) -> Result<usize, Diagnostic> {
        self.sizes.ask(id)
    }
}

#[derive(Debug)]
struct RunningGit {
    child: Child,
    /// `None` once the process is to end.
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl RunningGit {
    fn new(how: &str) -> Result<Self, Diagnostic> {
        let broken = || words::git_failed("cat-file", "");
        let mut child = command(&["cat-file", how])?
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|cause| words::no_git(&cause))?;
        let input = child.stdin.take().ok_or_else(broken)?;
        let output = BufReader::new(child.stdout.take().ok_or_else(broken)?);
        Ok(Self { child, input: Some(input), output })
    }

    /// Requests an object; returns its size.
    fn ask(&mut self, id: &str) -> Result<usize, Diagnostic> {
        let failed = |why: &str| words::git_failed("cat-file", why);
        let input = self.input.as_mut().ok_or_else(|| failed(""))?;
        input
            .write_all(format!("{id}\n").as_bytes())
            .map_err(|error| failed(&error.to_string()))?;
        let mut head = String::new();
        self.output.read_line(&mut head).map_err(|error| failed(&error.to_string()))?;
        // `<id> blob <size>`, or `<id> missing`.
        let mut parts = head.trim_end().split(' ').skip(1);
        match (parts.next(), parts.next().and_then(|size| size.parse().ok())) {
            (Some("blob"), Some(size)) => Ok(size),
            _ => Err(failed(head.trim_end())),
        }
    }
}

impl Drop for RunningGit {
    fn drop(&mut self) {
        // It ends with its input.
        self.input = None;
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn git_is_never_taken_from_where_we_stand() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let git = folder.path().join("git");
        std::fs::write(&git, "").unwrap();
        std::fs::set_permissions(&git, std::fs::Permissions::from_mode(0o755)).unwrap();
        let found = |entries: &[&Path]| program(&std::env::join_paths(entries).unwrap());
        let absolute = folder.path().to_owned();
        for relative in ["", ".", "./", "..", "bin"] {
            assert_eq!(found(&[Path::new(relative)]), None, "{relative}");
            assert_eq!(found(&[Path::new(relative), &absolute]), Some(git.clone()));
        }
        // What cannot be run does not count.
        std::fs::set_permissions(&git, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(found(&[&absolute]), None);
    }
}
