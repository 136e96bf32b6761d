//! The table of `docs/performance.md`, in one run: what is measured, what it must reach, and the
//! floors beside it; then whether what was planted in the corpora is found, and nothing else of
//! those kinds.
//!
//! `cargo bench` prints it. `cargo bench -- --docs` also writes table and plots to `docs/`; `--
//! --truth` looks for the planted defects alone; `-- --sheets N` takes fewer sheets; `-- --write
//! DIR [--sheets N] [--seed S]` writes a corpus, with its truth and as JSON, to files and measures
//! nothing.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench that cannot start has nothing to measure, and prints what the clock says"
)]

#[path = "../corpus/mod.rs"]
mod corpus;
mod desk;
#[cfg(feature = "lsp")]
mod editor;
mod engine;
mod floors;
mod plot;
mod program;
mod table;

use std::path::Path;

use biaochi::check::{Options, check};
use corpus::{Read, against, corpus, files, read};
use table::Table;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The corpora that are compared with their truth.
const SEEDS: [u64; 3] = [1, 2, 3];

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let number = |name, default| after(name).and_then(|text| text.parse().ok()).unwrap_or(default);
    let sheets = number("--sheets", 10_000) as usize;
    if let Some(folder) = after("--write") {
        let corpus = corpus(number("--seed", 1), sheets);
        files::write(&corpus, &Path::new(&folder).join("biao"))?;
        return files::write_plain(&corpus, &Path::new(&folder).join("json"));
    }
    let asked = |name: &str| arguments.iter().any(|argument| argument == name);
    if !asked("--truth") {
        let mut table = Table::new();
        floors::measure(&mut table, sheets.min(3_000))?;
        engine::measure(&mut table, sheets);
        desk::measure(&mut table, sheets.min(500));
        #[cfg(feature = "lsp")]
        editor::measure(&mut table, sheets.min(500))?;
        program::measure(&mut table, sheets)?;
        table.finish();
        if asked("--docs") {
            table.write(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs"))?;
        }
    }
    for seed in SEEDS {
        truth(seed, sheets);
    }
    Ok(())
}

/// Says how many of the planted defects are found, and how many findings of their kinds point at
/// nothing planted.
fn truth(seed: u64, sheets: usize) {
    let corpus = corpus(seed, sheets);
    let Read { rules, texts, .. } = read(&corpus);
    let checked = check(&rules, &texts, Options::default());
    let [missed, wrong] = against(&corpus, &texts, &checked);
    let planted = corpus.truth.len();
    let (missing, blamed) = (missed.len(), wrong.len());
    println!("seed {seed}: {planted} places planted, {missing} missed, {blamed} wrong");
    assert!(missed.is_empty() && wrong.is_empty(), "{missed:#?} {wrong:#?}");
    assert_eq!(checked.sheets.len(), sheets, "some sheets were not judged");
}
