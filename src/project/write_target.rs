//! Where the program may write: the one door for reports, certificates and all else that is made
//! anew. Takes what is planned and what is read; gives targets that can be written to, or says what
//! they would destroy. Sheets and rule files are changed by `rewrite`, which knows what they held.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;

use super::discover::IGNORE_FILES;
use super::pack::{ENDING, TABLES};
use super::words;
use crate::files::{self, FileIdentity, canonical, is_taken, placed, shown, write_bytes};

/// A file that is to be written, and what asks for it.
#[derive(Clone, Debug)]
pub(crate) struct Planned<'a> {
    /// The option, as it was typed: `--format json:o.json`.
    pub(crate) asked: &'a str,
    /// The file.
    pub(crate) path: &'a Path,
    /// Whether it is the file of known findings, which replaces nothing but one of its kind.
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

    /// Writes it, as a whole or not at all.
    ///
    /// # Errors
    /// It may not be written to. It is then as it was.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Diagnostic> {
        write_bytes(&self.0, bytes)
    }
}

/// What the program prints to, where the system has names for it: behind them may lie a file, to
/// which a shell redirects what is printed.
const STREAMS: [&str; 2] = ["/dev/stdout", "/dev/stderr"];

/// Holds what is to be written against what is read, and against each other, by which files they
/// are and not by how they are spelt. Nothing is written yet.
///
/// # Errors
/// Something would be replaced that must not be.
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
    /// Why this file may not be written, whatever else is read.
    fn fault(&self) -> Option<Diagnostic> {
        let path = self.path;
        let real = match canonical(path) {
            Ok(real) => real,
            Err(_) if is_taken(path) => return Some(files::words::broken_link(path)),
            Err(_) => placed(path).unwrap_or_else(|_| path.to_owned()),
        };
        // Whether it is there already or not: it would be read as a sheet, a rule or a setting by
        // the next run.
        if [path, &real].into_iter().any(is_input) {
            return Some(words::output_like_input(self.asked));
        }
        if real.components().any(|part| part.as_os_str() == ".git") {
            return Some(words::output_in_repository(self.asked));
        }
        let metadata = std::fs::metadata(&real).ok()?;
        // A folder, or a file that is write-protected: trying to write it does no harm and says
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

/// Whether a file of that name is read by some run: nothing that the program makes has such a name.
fn is_input(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let name = path.file_name().unwrap_or_default();
    ["biao", ENDING].contains(&&*ending)
        || TABLES.contains(&&*ending)
        || IGNORE_FILES.iter().any(|ignore_file| name == *ignore_file)
}

/// What a file holds that would be replaced.
enum ExistingFile {
    Nothing,
    Baseline,
    /// A script, such as a hook.
    Program,
    Other,
}

/// By how a file begins. It need not be whole: what is broken may be written anew.
fn held(path: &Path) -> ExistingFile {
    const BEGINNING: u64 = 4096;
    let mut bytes = Vec::new();
    let read =
        std::fs::File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text {
        // What cannot be looked at may be anything.
        _ if read.is_err() => ExistingFile::Other,
        "" => ExistingFile::Nothing,
        _ if text.starts_with("#!") => ExistingFile::Program,
        _ if text.starts_with('{') && text.contains("\"biaochi.baseline/") => {
            ExistingFile::Baseline
        }
        _ => ExistingFile::Other,
    }
}
