//! A check of a corpus, compared with its truth.

use std::collections::BTreeSet;

use biaochi::check::{Checked, PackSources, rulebook};
use biaochi::diagnostic::Diagnostic;
use biaochi::project;
use biaochi::rule::RuleSet;
use biaochi::source::{Source, Sources};

use super::{Corpus, KINDS};

/// A place: file, rule, line.
pub(crate) type Place = (usize, String, usize);

/// The shipped rules, and the sheets.
pub(crate) struct Read {
    pub(crate) sources: Sources,
    pub(crate) rules: RuleSet,
    pub(crate) texts: Vec<Source>,
}

/// Reads the sheets of a corpus, and the shipped rules.
pub(crate) fn read(corpus: &Corpus) -> Read {
    let mut sources = Sources::new();
    let (rules, _) = shipped(&mut sources);
    let texts = corpus.files.iter().map(|(name, text)| sources.add(name, text)).collect();
    Read { sources, rules, texts }
}

/// The shipped rules and their findings.
pub(crate) fn shipped(sources: &mut Sources) -> (RuleSet, Vec<Diagnostic>) {
    let packs = project::embedded(sources).unwrap_or_default();
    let files: Vec<PackSources<'_>> = packs
        .iter()
        .map(|pack| PackSources {
            name: pack.name(),
            sources: &pack.sources,
            judges: true,
            upper: pack.upper(),
        })
        .collect();
    rulebook(&files)
}

/// The planted places that no finding points at, and the places of findings of a planted kind that
/// point at nothing planted.
pub(crate) fn against(corpus: &Corpus, texts: &[Source], checked: &Checked) -> [Vec<Place>; 2] {
    let planted: BTreeSet<Place> = corpus
        .truth
        .iter()
        .map(|defect| (defect.file, defect.rule.to_owned(), defect.line))
        .collect();
    let (mut pointed, mut blamed) = (BTreeSet::new(), BTreeSet::new());
    for finding in &checked.findings {
        if !KINDS.iter().any(|kind| finding.code.name() == kind.rule) {
            continue;
        }
        let places: Vec<Place> = finding
            .labels
            .iter()
            .filter_map(|label| {
                let file = texts.binary_search_by_key(&label.span.source, Source::id).ok()?;
                let line = texts.get(file)?.position(label.span.start as usize).line as usize;
                Some((file, finding.code.to_string(), line))
            })
            .collect();
        // A finding shows what it compares: one of its places must be the planted one.
        if !places.iter().any(|place| planted.contains(place)) {
            blamed.extend(places.first().cloned());
        }
        pointed.extend(places);
    }
    let missed = planted.difference(&pointed).cloned().collect();
    [missed, blamed.into_iter().collect()]
}
