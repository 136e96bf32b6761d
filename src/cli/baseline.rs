//! The file of known findings: `biaochi.baseline/1`, JSON that people can read and compare. Writes
//! and reads it. Knows no rule.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::project_words;
use crate::check::{Baseline, BaselineRun, KnownFinding};
use crate::diagnostic::{Diagnostic, SheetInfo, SheetKey, Subject};
use crate::project::{self, Tree, WriteTarget};
use crate::render;
use crate::source::{Source, Sources, Span};

const SCHEMA: &str = "biaochi.baseline/1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BaselineFile {
    schema: String,
    findings: Vec<BaselineEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BaselineEntry {
    rule: String,
    subject: Option<Subject>,
    sheet: Option<SheetKey>,
    file: String,
    value: Option<String>,
}

/// Findings compared with a file of known ones.
pub(super) struct BaselineOutcome {
    pub(crate) new: Vec<Diagnostic>,
    pub(crate) known: Vec<Diagnostic>,
    /// What is wrong with the file: entries that are no longer found.
    pub(crate) gone: Vec<Diagnostic>,
}

/// Whether a rule was applied to a file, both given by name.
type WasJudged<'a> = dyn Fn(&Path, &str) -> bool + 'a;

/// What a run checked.
pub(super) struct Looked<'a> {
    pub(crate) tree: &'a Tree,
    /// The places that were named.
    pub(crate) places: Vec<PathBuf>,
    /// The names of the files that were checked.
    pub(crate) files: BTreeSet<String>,
    /// Whether the rule of this name was applied to the sheets of a file.
    pub(crate) judged: Box<WasJudged<'a>>,
    pub(crate) sources: &'a Sources,
    pub(crate) sheets: &'a [SheetInfo],
}

impl Looked<'_> {
    /// Whether this run would have found a known finding if it still existed.
    fn covers(&self, known: &KnownFinding, folder: &Path) -> bool {
        let name = project::from_folder(&known.file, folder);
        let below = || {
            let file = std::path::absolute(&name).unwrap_or_default();
            self.places.iter().any(|place| {
                let place = if place == Path::new(".") { Path::new("") } else { place };
                let here = std::path::absolute(".").unwrap_or_default();
                file.starts_with(here.join(place))
            })
        };
        let looked = self.files.contains(&name) || (!self.tree.has(Path::new(&name)) && below());
        looked && (self.judged)(Path::new(&name), &known.rule)
    }
}

/// Reads the text of a file of known findings.
///
/// # Errors
/// It does not exist or cannot be read.
pub(super) fn open(tree: &Tree, file: &Path, sources: &mut Sources) -> Result<Source, Diagnostic> {
    let holding = tree.holding(file);
    if !holding.has(file) {
        return Err(project_words::no_baseline(file));
    }
    holding.read(file, sources)
}

/// Splits findings by a file, whose text is among the sources.
///
/// # Errors
/// The file is not a baseline.
pub(super) fn part(
    source: &Source,
    file: &Path,
    findings: Vec<Diagnostic>,
    looked: &Looked<'_>,
) -> Result<BaselineOutcome, Diagnostic> {
    let baseline = read(source)?;
    let folder = folder(file);
    let name = |name: &str| project::in_folder(name, folder);
    let run = BaselineRun { sources: looked.sources, sheets: looked.sheets, file: &name };
    let parted = baseline.part(run, findings, &|known| looked.covers(known, folder));
    let places = places(source);
    let gone = parted.gone.iter().map(|(at, known)| {
        let place = places.get(*at).copied().unwrap_or(Span::at(source.id(), 0));
        project_words::known_and_gone(place, known)
    });
    let gone = gone.collect();
    Ok(BaselineOutcome { new: parted.new, known: parted.known, gone })
}

/// Records all findings in a file; entries that this run did not look for are kept.
/// Returns how many there are.
///
/// # Errors
/// It cannot be written.
pub(super) fn write(
    old: Option<&Source>,
    target: &WriteTarget,
    findings: &[Diagnostic],
    looked: &Looked<'_>,
) -> Result<usize, Diagnostic> {
    let folder = folder(target.path());
    let name = |name: &str| project::in_folder(name, folder);
    let run = BaselineRun { sources: looked.sources, sheets: looked.sheets, file: &name };
    // An unreadable one is replaced.
    let old = old.and_then(|old| read(old).ok()).unwrap_or_default();
    let parted = old.part(run, findings.to_vec(), &|known| looked.covers(known, folder));
    let baseline = Baseline::of(run, findings).with(parted.beyond.into_iter().cloned());
    let entries = baseline.known.into_iter().map(|known| {
        let KnownFinding { file, sheet, rule, subject, value } = known;
        BaselineEntry { rule, subject, sheet, file, value }
    });
    let written = BaselineFile { schema: SCHEMA.to_owned(), findings: entries.collect() };
    let mut text = render::json(&written).unwrap_or_default();
    text.push('\n');
    target.write(text.as_bytes())?;
    Ok(written.findings.len())
}

fn read(source: &Source) -> Result<Baseline, Diagnostic> {
    let text = source.text().trim_start_matches('\u{feff}');
    let file: BaselineFile = serde_json::from_str(text).map_err(|error| {
        let line = u32::try_from(error.line()).unwrap_or(1).clamp(1, source.line_count());
        let span = source.line(line).unwrap_or(Span::at(source.id(), 0));
        project_words::bad_baseline(span, &error.to_string())
    })?;
    if file.schema != SCHEMA {
        return Err(project_words::other_baseline(Span::at(source.id(), 0), &file.schema, SCHEMA));
    }
    let known = file.findings.into_iter().map(|entry| {
        let BaselineEntry { rule, subject, sheet, file, value } = entry;
        KnownFinding { file, sheet, rule, subject, value }
    });
    Ok(Baseline { known: known.collect() })
}

/// The place of each entry: a quote within a value would be escaped.
fn places(source: &Source) -> Vec<Span> {
    let word = "\"rule\":";
    let found = source.text().match_indices(word);
    found.map(|(at, _)| Span::new(source.id(), at, at + word.len())).collect()
}

fn folder(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}
