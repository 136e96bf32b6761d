//! The program as its users start it: one sheet, and the memory that many take.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::corpus::{corpus, files};
use super::table::{Goal, Table, best};

const PROGRAM: &str = env!("CARGO_BIN_EXE_biaochi");
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// How often the program is started: the shortest time counts.
const STARTS: usize = 20;

pub(crate) fn measure(table: &mut Table, sheets: usize) -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let all = folder.path().join("all");
    files::write(&corpus(1, sheets), &all)?;
    let first = all.join("00003.biao");
    let start = |arguments: &[&str]| {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        best(STARTS, || drop(command.status()))
    };
    table.note("floor: the program says its version", start(&["--version"]), "ms");
    let sheet = first.to_string_lossy();
    let took = start(&["check", &sheet, "--format=json"]);
    table.row("one sheet, whole process, shipped packs", took, "ms", Goal::AtMost(12.0, 6.0));
    let own: Vec<String> =
        packs()?.iter().map(|pack| format!("--rules={}", pack.display())).collect();
    let arguments: Vec<&str> = ["check", &sheet, "--format=json"]
        .into_iter()
        .chain(own.iter().map(|option| &**option))
        .collect();
    let what = "the same, with the shipped rules as files of one's own";
    table.row(what, start(&arguments), "ms", Goal::AtMost(40.0, 25.0));
    let (few, many) = (peak(&first)?, peak(&all)?);
    let each = many.saturating_sub(few) as f64 / sheets as f64;
    table.row(format!("memory of {sheets} sheets, each"), each, "KB", Goal::AtMost(15.0, 5.0));
    Ok(())
}

/// The folders of the shipped packs.
fn packs() -> std::io::Result<Vec<PathBuf>> {
    let folders = fs::read_dir(Path::new(ROOT).join("rules"))?;
    let mut folders: Vec<PathBuf> = folders.flatten().map(|entry| entry.path()).collect();
    folders.retain(|path| path.join("pack.yaml").is_file());
    folders.sort();
    Ok(folders)
}

/// The most that a check holds, in KB, where the system says so.
fn peak(place: &Path) -> std::io::Result<u64> {
    let mut command = Command::new(PROGRAM);
    command.arg("check").arg(place).arg("--format=json");
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait()?.is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let held = line.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
        most = most.max(held.unwrap_or_default());
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok(most)
}
