//! All shipped rules over a generated corpus: sheets a second on one thread, for corpora of growing size; and
//! whether what was planted in them is found, and nothing else of those kinds.
//!
//! `cargo bench --bench sheets -- --write DIR [--sheets N] [--seed S]` writes a corpus and its truth to files instead.

mod corpus;

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use biaochi::check::{Options, check};
use corpus::{Corpus, against, corpus, read};

/// The sizes that are timed.
const SIZES: [usize; 4] = [100, 1_000, 3_000, 10_000];

/// The corpora that are held against their truth.
const SEEDS: [u64; 3] = [1, 2, 3];

#[allow(clippy::disallowed_methods, reason = "a bench prints what the clock says")]
fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let number = |name, default| after(name).and_then(|it| it.parse().ok()).unwrap_or(default);
    if let Some(folder) = after("--write") {
        let corpus = corpus(number("--seed", 1), number("--sheets", 3_000) as usize);
        return write(&corpus, Path::new(&folder));
    }
    let most = number("--sheets", 10_000) as usize;
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:>8} {:>10} {:>12} {:>10}", "sheets", "sheets/s", "µs a sheet", "findings")?;
    for sheets in SIZES.into_iter().filter(|size| *size <= most) {
        let (rules, texts) = read(&corpus(1, sheets));
        let started = Instant::now();
        let run = || check(&rules, &texts, Options::default());
        let checked = match &one {
            Ok(pool) => pool.install(run),
            Err(_) => run(),
        };
        let took = started.elapsed().as_secs_f64();
        let (a_second, each) = (sheets as f64 / took, took * 1e6 / sheets as f64);
        writeln!(out, "{sheets:>8} {a_second:>10.0} {each:>12.0} {:>10}", checked.findings.len())?;
    }
    for seed in SEEDS {
        let corpus = corpus(seed, most);
        let (rules, texts) = read(&corpus);
        let checked = check(&rules, &texts, Options::default());
        let [missed, wrong] = against(&corpus, &texts, &checked);
        let planted = corpus.truth.len();
        writeln!(
            out,
            "seed {seed}: {planted} places planted, {} missed, {} wrong",
            missed.len(),
            wrong.len()
        )?;
        assert!(missed.is_empty() && wrong.is_empty(), "{missed:#?} {wrong:#?}");
        let judged = checked.sheets.len();
        assert_eq!(judged, most, "some sheets were not judged");
    }
    Ok(())
}

/// A folder of sheets, and beside them `truth.csv`: file, rule, line, subject.
#[allow(clippy::disallowed_methods, reason = "the corpus is for other programs, on disk")]
fn write(corpus: &Corpus, folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut truth = String::from("file,rule,line,subject\n");
    for (name, text) in &corpus.files {
        std::fs::write(folder.join(name), text)?;
    }
    for it in &corpus.truth {
        let name = corpus.files.get(it.file).map_or("", |(name, _)| name);
        truth.push_str(&format!("{name},{},{},{}\n", it.rule, it.line, it.subject));
    }
    std::fs::write(folder.join("truth.csv"), truth)
}
