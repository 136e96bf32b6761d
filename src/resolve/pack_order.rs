//! 引用 and 上位: which file uses which, which pack builds on which. Takes the files' trees; gives
//! the order of packs, and reports cycles and missing files.

use std::collections::{BTreeMap, BTreeSet};

use super::diagnostic_sink::DiagnosticSink;
use super::{RuleSource, words};
use crate::nearest::nearest;
use crate::source::{SourceId, Span, beside};
use crate::syntax::rule::{Item, Used};

/// Which pack builds on which, by its manifest or by `引用 包`.
#[derive(Debug, Default)]
pub(super) struct Packs<'a> {
    /// The packs directly below, with the place that names them.
    uppers: BTreeMap<&'a str, Vec<(&'a str, Span)>>,
    /// Those that have no part in the run: they neither judge nor does one that judges build on
    /// them.
    aside: BTreeSet<&'a str>,
}

impl<'a> Packs<'a> {
    pub(crate) fn of(units: &[RuleSource<'a>]) -> Self {
        let mut packs = Self::default();
        for unit in units {
            let uppers = packs.uppers.entry(unit.pack).or_default();
            let used = unit.tree.items.iter().filter_map(|item| match item {
                Item::Use(item) => match &item.of {
                    Used::Pack(name) => Some((name.text.as_str(), name.span)),
                    Used::File(_) => None,
                },
                _ => None,
            });
            for (upper, span) in unit.upper.into_iter().chain(used) {
                if !uppers.iter().any(|(known, _)| *known == upper) {
                    uppers.push((upper, span));
                }
            }
        }
        let judging = units.iter().filter(|unit| unit.judges).map(|unit| unit.pack);
        let mut of_run: BTreeSet<&str> = judging.collect();
        let uppers: Vec<_> = of_run.iter().flat_map(|pack| packs.all_uppers(pack)).collect();
        of_run.extend(uppers);
        let all = units.iter().map(|unit| unit.pack);
        packs.aside = all.filter(|pack| !of_run.contains(pack)).collect();
        packs
    }

    /// Whether a pack has no part in the run.
    pub(crate) fn is_aside(&self, pack: &str) -> bool {
        self.aside.contains(pack)
    }

    /// Whether a pack builds on another, directly or not.
    pub(crate) fn builds_on(&self, lower: &str, upper: &str) -> bool {
        self.all_uppers(lower).contains(upper)
    }

    /// How many packs it builds on: fewer for those that others build on.
    pub(crate) fn height(&self, pack: &str) -> usize {
        self.all_uppers(pack).len()
    }

    fn all_uppers(&self, pack: &str) -> BTreeSet<&'a str> {
        let mut found: BTreeSet<&'a str> = BTreeSet::new();
        let mut open: Vec<&'a str> = self.direct(pack).collect();
        while let Some(next) = open.pop() {
            if found.insert(next) {
                open.extend(self.direct(next));
            }
        }
        found
    }

    fn direct(&self, pack: &str) -> impl Iterator<Item = &'a str> {
        self.uppers.get(pack).into_iter().flatten().map(|(upper, _)| *upper)
    }

    /// Every named file and pack must exist, and there must be no cycle.
    pub(super) fn references(&self, units: &[RuleSource<'a>], diagnostics: &mut DiagnosticSink) {
        let files: BTreeSet<&str> = units.iter().map(|unit| unit.source.name()).collect();
        let mut named: BTreeMap<String, Vec<(String, Span)>> = BTreeMap::new();
        for unit in units {
            for item in &unit.tree.items {
                let Item::Use(item) = item else { continue };
                let Used::File(path) = &item.of else { continue };
                let target = beside(unit.source.name(), &path.text);
                if files.contains(target.as_str()) {
                    let own = named.entry(unit.source.name().to_owned()).or_default();
                    own.push((target, path.span));
                } else {
                    diagnostics.report(words::file_not_read(&path.text, path.span));
                }
            }
        }
        for (circle, span) in circles(&named) {
            diagnostics.report(words::circle_of_files(&circle, span));
        }
        let known: BTreeSet<&str> = units.iter().map(|unit| unit.pack).collect();
        let mut built: BTreeMap<String, Vec<(String, Span)>> = BTreeMap::new();
        let uppers = self.uppers.iter();
        let uppers: Vec<(&str, &str, Span)> = uppers
            .flat_map(|(pack, uppers)| uppers.iter().map(|(upper, span)| (*pack, *upper, *span)))
            .collect();
        for (pack, upper, span) in uppers {
            if known.contains(upper) {
                built.entry(pack.to_owned()).or_default().push((upper.to_owned(), span));
            } else {
                let near = nearest(upper, known.iter().copied().filter(|name| *name != pack));
                diagnostics.report(words::pack_unknown(upper, span, near));
            }
        }
        for (circle, span) in circles(&built) {
            diagnostics.report(words::circle_of_packs(&circle, span));
        }
    }

    /// The files whose names must be used: those of packs that have rules and judge now, if no pack
    /// that may use them is silent.
    pub(super) fn judging(&self, units: &[RuleSource<'_>]) -> BTreeSet<SourceId> {
        let has_rules = |pack: &str| {
            let mut own = units.iter().filter(|unit| unit.judges && unit.pack == pack);
            own.any(|unit| unit.tree.items.iter().any(|item| matches!(item, Item::Rule(_))))
        };
        units
            .iter()
            .filter(|unit| unit.judges && has_rules(unit.pack))
            .filter(|unit| !self.silent_below(units, unit.pack))
            .map(|unit| unit.source.id())
            .collect()
    }

    /// Whether a pack that builds on this one does not judge now, so that what it uses is not
    /// known.
    pub(super) fn silent_below(&self, units: &[RuleSource<'_>], pack: &str) -> bool {
        let mut silent = units.iter().filter(|unit| !unit.judges);
        silent.any(|unit| self.builds_on(unit.pack, pack))
    }
}

/// Each cycle once: the names along it, the first again at the end, and the place that closes it.
fn circles(named: &BTreeMap<String, Vec<(String, Span)>>) -> Vec<(Vec<String>, Span)> {
    let mut found = Vec::new();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in named.keys() {
        // The way from the start, with how many of each name's references have been followed.
        let mut way: Vec<(&str, usize)> = vec![(start, 0)];
        while let Some((name, at)) = way.pop() {
            let next = named.get(name).and_then(|next| next.get(at));
            let Some((next, span)) = next.filter(|_| !done.contains(name)) else {
                done.insert(name);
                continue;
            };
            way.push((name, at + 1));
            match way.iter().position(|(open, _)| open == next) {
                Some(from) => {
                    let along = way.iter().skip(from).map(|(name, _)| (*name).to_owned());
                    found.push((along.chain([next.clone()]).collect(), *span));
                }
                None => way.push((next, 0)),
            }
        }
    }
    found
}
