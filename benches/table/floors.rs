//! The floors: what any program must do that reads so many sheets, and what a reader of YAML does
//! with as much text.

use std::path::Path;

use biaochi::syntax::sheet;

use super::corpus::{corpus, files};
use super::table::{Table, timed};

pub(crate) fn measure(table: &mut Table, sheets: usize) -> std::io::Result<()> {
    let corpus = corpus(1, sheets);
    let folder = tempfile::tempdir()?;
    files::write(&corpus, folder.path())?;
    let a_second = |took: f64| sheets as f64 / took;
    read(folder.path())?;
    let (took, bytes) = timed(|| read(folder.path()));
    let kilobytes = bytes? as f64 / 1024.0 / sheets as f64;
    table.note(
        format!("floor: walk and read files of {kilobytes:.1} KB"),
        a_second(took),
        "sheets/s",
    );
    let texts = || corpus.files.iter().map(|(_, text)| text);
    let (took, _) = timed(|| texts().map(|text| sheet::pest_pass(text)).sum::<usize>());
    table.note("floor: pest, the grammar of sheets alone", a_second(took), "sheets/s");
    let (took, _) = timed(|| {
        corpus
            .plain
            .iter()
            .filter(|text| serde_yaml::from_str::<serde_yaml::Value>(text).is_ok())
            .count()
    });
    table.note("floor: serde_yaml, the same sheets as YAML to `Value`", a_second(took), "sheets/s");
    Ok(())
}

/// Reads all files of a folder; how many bytes they hold.
fn read(folder: &Path) -> std::io::Result<usize> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        bytes += std::fs::read(entry?.path())?.len();
    }
    Ok(bytes)
}
