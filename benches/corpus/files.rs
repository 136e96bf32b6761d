//! A corpus as files.

use std::path::Path;

use super::Corpus;

/// Writes a folder of sheets, and beside them `truth.csv`: file, rule, line, subject.
#[allow(clippy::disallowed_methods, reason = "the corpus is for other programs, on disk")]
pub(crate) fn write(corpus: &Corpus, folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut truth = String::from("file,rule,line,subject\n");
    for (name, text) in &corpus.files {
        std::fs::write(folder.join(name), text)?;
    }
    for defect in &corpus.truth {
        let name = corpus.files.get(defect.file).map_or("", |(name, _)| name);
        truth.push_str(&format!("{name},{},{},{}\n", defect.rule, defect.line, defect.subject));
    }
    std::fs::write(folder.join("truth.csv"), truth)
}

/// Writes the same facts as JSON, a file a sheet.
#[allow(clippy::disallowed_methods, reason = "the corpus is for other programs, on disk")]
pub(crate) fn write_plain(corpus: &Corpus, folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for ((name, _), text) in corpus.files.iter().zip(&corpus.plain) {
        std::fs::write(folder.join(name.replace(".biao", ".json")), text)?;
    }
    Ok(())
}
