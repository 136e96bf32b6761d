//! The file of known findings: `biaochi.baseline/1`, JSON that people can read and compare. Takes what is known; gives
//! text, and reads it. Knows no rule.

use std::collections::BTreeSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::project_words;
use crate::check::{Baseline, Known};
use crate::diagnostic::Diagnostic;
use crate::project::{self, Tree};
use crate::render;
use crate::source::{Source, Sources, Span};

const SCHEMA: &str = "biaochi.baseline/1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: String,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    rule: String,
    #[serde(default)]
    sheet: Option<String>,
    message: String,
    fingerprint: String,
}

/// Findings held against a file of known ones.
pub(super) struct Parted {
    pub new: Vec<Diagnostic>,
    pub known: Vec<Diagnostic>,
    /// What is wrong with the file: what it knows and is found no more.
    pub gone: Vec<Diagnostic>,
}

/// Parts findings by a file. `checked` are the names of the files that were looked at.
///
/// # Errors
/// The file cannot be read, or is none of its kind.
pub(super) fn part(
    tree: &Tree,
    file: &Path,
    findings: Vec<Diagnostic>,
    checked: &BTreeSet<String>,
    sources: &mut Sources,
) -> Result<Parted, Diagnostic> {
    let holding = tree.holding(file);
    if !holding.has(file) {
        return Err(project_words::no_baseline(file));
    }
    let source = holding.read(file, sources)?;
    let baseline = read(&source)?;
    let folder = folder(file);
    let looked_at = |name: &str| {
        let name = project::from_folder(name, folder);
        checked.contains(&name) || !tree.has(Path::new(&name))
    };
    let parted = baseline.part(sources, findings, &looked_at);
    let gone =
        parted.gone.iter().map(|known| project_words::known_and_gone(place(&source, known), known));
    let gone = gone.collect();
    Ok(Parted { new: parted.new, known: parted.known, gone })
}

/// Makes all findings known, in a file. Gives how many they are.
///
/// # Errors
/// It may not be written.
pub(super) fn write(
    file: &Path,
    sources: &Sources,
    findings: &[Diagnostic],
) -> Result<usize, Diagnostic> {
    let folder = folder(file);
    let baseline = Baseline::of(sources, findings, &|name| project::in_folder(name, folder));
    let entries = baseline.known.into_iter().map(|known| Entry {
        file: known.file,
        rule: known.rule,
        sheet: known.sheet,
        message: known.message,
        fingerprint: known.fingerprint,
    });
    let written = File { schema: SCHEMA.to_owned(), findings: entries.collect() };
    let mut text = render::json(&written).unwrap_or_default();
    text.push('\n');
    project::write_bytes(file, text.as_bytes())?;
    Ok(written.findings.len())
}

fn read(source: &Source) -> Result<Baseline, Diagnostic> {
    let text = source.text().trim_start_matches('\u{feff}');
    let file: File = serde_json::from_str(text).map_err(|error| {
        let line = u32::try_from(error.line()).unwrap_or(1).clamp(1, source.line_count());
        let span = source.line(line).unwrap_or(Span::at(source.id(), 0));
        project_words::bad_baseline(span, &error.to_string())
    })?;
    if file.schema != SCHEMA {
        return Err(project_words::other_baseline(Span::at(source.id(), 0), &file.schema, SCHEMA));
    }
    let known = file.findings.into_iter().map(|entry| Known {
        file: entry.file,
        rule: entry.rule,
        sheet: entry.sheet,
        message: entry.message,
        fingerprint: entry.fingerprint,
    });
    Ok(Baseline { known: known.collect() })
}

/// Where an entry stands.
fn place(source: &Source, known: &Known) -> Span {
    let start = source.text().find(&known.fingerprint).unwrap_or(0);
    Span::new(source.id(), start, start + known.fingerprint.len())
}

fn folder(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}
