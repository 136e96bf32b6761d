//! The rules that a command works with: packs by name or path, read and checked.

use std::path::PathBuf;

use crate::check::{PackSources, rulebook};
use crate::diagnostic::{Diagnostic, Severity};
use crate::project::{self, Pack};
use crate::render::PackInfo;
use crate::rule::RuleSet;
use crate::source::Sources;

use super::words;

/// Checked rules and where they come from.
pub(super) struct Rulebook {
    pub rules: RuleSet,
    /// The packs whose rules judge.
    pub packs: Vec<PackInfo>,
    /// What is wrong with the packs or their files.
    pub findings: Vec<Diagnostic>,
}

impl Rulebook {
    /// Whether some rule could not be read or is faulty.
    pub fn is_faulty(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Reads the packs asked for; none asked for is all that are built in. The built-in packs' forms, laws
/// and lists can be used by all.
pub(super) fn load(asked: &[PathBuf], sources: &mut Sources) -> Rulebook {
    let mut findings = Vec::new();
    let mut packs: Vec<(Pack, bool)> = match project::embedded(sources) {
        Ok(packs) => packs.into_iter().map(|pack| (pack, asked.is_empty())).collect(),
        Err(finding) => {
            findings.push(finding);
            Vec::new()
        }
    };
    for path in asked {
        let named = path.to_str().and_then(|name| {
            packs.iter_mut().find(|(pack, _)| pack.builtin && pack.manifest.name == name)
        });
        if let Some((_, judges)) = named {
            *judges = true;
            continue;
        }
        if !path.exists() {
            findings.push(words::no_such_pack(
                &project::shown(path),
                packs.iter().map(|(pack, _)| pack),
            ));
            continue;
        }
        match project::load(path, sources) {
            Ok(pack) => packs.push((pack, true)),
            Err(finding) => findings.push(finding),
        }
    }
    // A pack read from disk stands in for the built-in one of its name.
    let own: Vec<String> = packs
        .iter()
        .filter(|(pack, _)| !pack.builtin)
        .map(|(pack, _)| pack.manifest.name.clone())
        .collect();
    packs.retain(|(pack, _)| !pack.builtin || !own.contains(&pack.manifest.name));
    let files: Vec<PackSources<'_>> = packs
        .iter()
        .map(|(pack, judges)| PackSources {
            name: &pack.manifest.name,
            sources: &pack.sources,
            judges: *judges,
        })
        .collect();
    let (rules, told) = rulebook(&files);
    findings.extend(told);
    let judging = packs.iter().filter(|(_, judges)| *judges).map(|(pack, _)| PackInfo {
        name: pack.manifest.name.clone(),
        version: pack.manifest.version.clone(),
        sha256: pack.sha256.clone(),
    });
    Rulebook { rules, packs: judging.collect(), findings }
}
