//! Where the program may write: the only way to write reports, certificates and other new files.
//! Takes what is planned and what is read; gives targets that can be written to, or reports what
//! they would destroy. Sheets and rule files are changed by `rewrite`, which knows their content.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;

use super::discover::IGNORE_FILES;
use super::pack::{ENDING, TABLES};
use super::words;
use crate::files::{self, FileIdentity, canonical, is_taken, placed, shown, write_bytes};

/// A file that is to be written, and the option that requests it.
#[derive(Clone, Debug)]
pub(crate) struct Planned<'a> {
    /// The option, as it was typed: `--format json:o.json`.
    pub(crate) asked: &'a str,
    /// The file.
    pub(crate) path: &'a Path,
    /// Whether it is the file of known findings, which only replaces another one.
    pub(crate) baseline: bool,
}

/// A file that may be written.
#[derive(Debug)]
pub(crate) struct WriteTarget(PathBuf);

impl WriteTarget {
    /// The file.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes it, all or nothing.
    ///
    /// # Errors
    /// It cannot be written. It is then unchanged.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Diagnostic> {
        write_bytes(&self.0, bytes)
    }
}

/// Names of standard output on systems that have them: a shell may have redirected it to a file.
const STREAMS: [&str; 2] = ["/dev/stdout", "/dev/stderr"];

/// Compares the files to be written with those that are read, and with each other, by identity and
/// not by spelling. Nothing is written yet.
///
/// # Errors
/// A file would be replaced that must not be.
pub(crate) fn plan(
    planned: &[Planned<'_>],
    inputs: &[PathBuf],
) -> Result<Vec<WriteTarget>, Vec<Diagnostic>> {
    if planned.is_empty() {
        return Ok(Vec::new());
    }
    let read: Vec<(FileIdentity, &PathBuf)> =
        inputs.iter().map(|path| (FileIdentity::of(path), path)).collect();
    let printed = STREAMS.map(|stream| FileIdentity::of(Path::new(stream)));
    let mut taken: Vec<(FileIdentity, &Planned<'_>)> = Vec::new();
    let (mut targets, mut failures) = (Vec::new(), Vec::new());
    for plan in planned {
        let identity = FileIdentity::of(plan.path);
        let input = read.iter().find(|(known, _)| *known == identity);
        let other = taken.iter().find(|(known, _)| *known == identity);
        let fault = match (input, other) {
            _ if printed.contains(&identity) => Some(words::output_is_stream(plan.asked)),
            (Some((_, input)), _) => Some(words::output_is_input(plan.asked, &shown(input))),
            (_, Some((_, other))) => Some(words::output_twice(other.asked, plan.asked)),
            _ => plan.fault(),
        };
        taken.push((identity, plan));
        match fault {
            None => targets.push(WriteTarget(plan.path.to_owned())),
            Some(fault) => failures.push(fault),
        }
    }
    if failures.is_empty() { Ok(targets) } else { Err(failures) }
}

impl Planned<'_> {
    /// Why this file must not be written, whatever is read.
    fn fault(&self) -> Option<Diagnostic> {
        let path = self.path;
        let real = match canonical(path) {
            Ok(real) => real,
            Err(_) if is_taken(path) => return Some(files::words::broken_link(path)),
            Err(_) => placed(path).unwrap_or_else(|_| path.to_owned()),
        };
        // Existing or not: it would be read as a sheet, a rule or a setting by
        // the next run.
        if [path, &real].into_iter().any(is_input) {
            return Some(words::output_like_input(self.asked));
        }
        if real.components().any(|part| part.as_os_str() == ".git") {
            return Some(words::output_in_repository(self.asked));
        }
        let metadata = std::fs::metadata(&real).ok()?;
        // A folder, or a write-protected file: trying to write it does no harm and reports
        // why.
        if metadata.is_dir() || metadata.permissions().readonly() {
            return None;
        }
        if !metadata.is_file() {
            return Some(words::output_no_file(self.asked));
        }
        match (self.baseline, held(&real)) {
            (_, ExistingFile::Program) => Some(words::output_over_program(self.asked)),
            (true, ExistingFile::Other) => Some(words::no_baseline_to_replace(self.asked)),
            (false, ExistingFile::Baseline) => Some(words::output_over_baseline(self.asked)),
            _ => None,
        }
    }
}

/// Whether a file of that name is read by some run: no output has such a name.
fn is_input(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let name = path.file_name().unwrap_or_default();
    ["biao", ENDING].contains(&&*ending)
        || TABLES.contains(&&*ending)
        || IGNORE_FILES.iter().any(|ignore_file| name == *ignore_file)
}

/// The kind of a file that would be replaced.
enum ExistingFile {
    Nothing,
    Baseline,
    /// A script, such as a hook.
    Program,
    Other,
}

/// By the beginning of a file. It may be incomplete: a broken one can be rewritten.
fn held(path: &Path) -> ExistingFile {
    const BEGINNING: u64 = 4096;
    let mut bytes = Vec::new();
    let read =
        std::fs::File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text {
        // An unreadable file may be anything.
        _ if read.is_err() => ExistingFile::Other,
        "" => ExistingFile::Nothing,
        _ if text.starts_with("#!") => ExistingFile::Program,
        _ if text.starts_with('{') && text.contains("\"biaochi.baseline/") => {
            ExistingFile::Baseline
        }
        _ => ExistingFile::Other,
    }
}
