//! The rules that a command works with: packs by name or path, read and checked.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::check::{Book, Change, Library, PackSources, ReferenceTo, Workspace, claims};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::project::{self, Pack, Tree};
use crate::render::PackInfo;
use crate::rule::RuleSet;
use crate::source::{Sources, Span};

use super::{settings, words};

/// Checked rules and where they come from.
pub(super) struct Rulebook {
    pub(crate) book: Arc<Book>,
    /// The packs whose rules judge.
    pub(crate) packs: Vec<PackInfo>,
    /// What these are called, in their order.
    pub(crate) titles: Vec<String>,
    /// All packs that were read, and whether their rules judge; the others are built on.
    pub(crate) read: Vec<(Pack, bool)>,
    /// What is wrong with the packs or their files.
    pub(crate) findings: Vec<Diagnostic>,
}

impl Rulebook {
    /// The rules, checked.
    pub(crate) fn rules(&self) -> &RuleSet {
        &self.book.rules
    }

    /// Whether some rule could not be read or is faulty.
    pub(crate) fn is_faulty(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// A pack that is asked for.
#[derive(Clone, Debug)]
pub(super) struct AskedPack {
    /// As written: a built-in pack may be called so.
    pub(crate) name: String,
    /// Where it lies, if none is.
    pub(crate) path: PathBuf,
    /// Where that is written; `None` on a command line.
    pub(crate) span: Option<Span>,
}

impl AskedPack {
    /// The packs of a command line.
    pub(crate) fn all(paths: &[PathBuf]) -> Vec<Self> {
        let asked = |path: &PathBuf| Self {
            name: path.to_string_lossy().into_owned(),
            path: path.clone(),
            span: None,
        };
        paths.iter().map(asked).collect()
    }
}

/// By which all built-in packs are asked for together.
const ALL: [&str; 2] = ["内置", "builtin"];

/// Whose rules judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JudgingPacks {
    /// The packs asked for, and those that they build on: what a sheet is held to.
    WithUppers,
    /// The packs asked for alone: what their authors try.
    Asked,
}

/// Reads the packs that a command line asks for; where it asks for none, those of the project that we stand in.
pub(super) fn load_here(
    asked: &[PathBuf],
    judging: JudgingPacks,
    sources: &mut Sources,
) -> Rulebook {
    let mut workspace = Workspace::default();
    if !asked.is_empty() {
        return load(&Tree::Disk, &AskedPack::all(asked), judging, sources, &mut workspace);
    }
    let (asked, failure) = match project::config(&Tree::Disk, &[], sources) {
        Ok(config) => (config.as_ref().map(settings::packs).unwrap_or_default(), None),
        Err(failure) => (Vec::new(), Some(failure)),
    };
    let mut book = load(&Tree::Disk, &asked, judging, sources, &mut workspace);
    book.findings.extend(failure);
    book
}

/// Reads the packs asked for; none asked for is all that are built in. The built-in packs' forms, laws
/// and lists can be used by all. Other packs are read from the tree.
pub(super) fn load(
    tree: &Tree,
    asked: &[AskedPack],
    judging: JudgingPacks,
    sources: &mut Sources,
    workspace: &mut Workspace,
) -> Rulebook {
    let mut findings = Vec::new();
    let mut packs: Vec<(Pack, bool)> = match project::embedded(sources) {
        Ok(packs) => packs.into_iter().map(|pack| (pack, asked.is_empty())).collect(),
        Err(finding) => {
            findings.push(finding);
            Vec::new()
        }
    };
    for asked @ AskedPack { name, path, .. } in asked {
        let all = ALL.contains(&name.as_str());
        let mut is_builtin = false;
        for (pack, judges) in packs.iter_mut().filter(|(pack, _)| pack.builtin) {
            if all || pack.manifest.name == *name {
                *judges = true;
                is_builtin = true;
            }
        }
        if is_builtin {
            continue;
        }
        if !tree.holding(path).has(path) {
            findings.push(words::no_such_pack(asked, packs.iter().map(|(pack, _)| pack)));
            continue;
        }
        match project::load(tree, path, sources) {
            // The same rules, asked for by two names.
            Ok(pack) if packs.iter().any(|(known, _)| known.holds(&pack)) => {}
            Ok(pack) => {
                packs.retain(|(known, _)| !pack.holds(known));
                packs.push((pack, true));
            }
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
    let failures = fetch_named(&mut packs, sources, workspace.library());
    if judging == JudgingPacks::WithUppers {
        uppers_judge(&mut packs);
    }
    let files: Vec<PackSources<'_>> = packs
        .iter()
        .map(|(pack, judges)| PackSources {
            name: &pack.manifest.name,
            sources: &pack.sources,
            judges: *judges,
            upper: pack.upper(),
        })
        .collect();
    workspace.apply(Change::Packs(&files));
    let book = Arc::clone(workspace.snapshot().book());
    let mut reported = book.findings.clone();
    // Why a file could not be read has been said better where it was tried.
    reported.retain(|finding| {
        finding.code != Code::FILE_MISSING || !failures.iter().any(|it| it.span() == finding.span())
    });
    findings.extend(failures);
    findings.extend(reported);
    for (pack, _) in packs.iter().filter(|(_, judges)| *judges) {
        let said = &pack.manifest;
        let (forms, laws) = (said.forms.as_deref(), said.laws.as_deref());
        findings.extend(claims(&book.rules, &said.name, forms, laws));
    }
    let judging = || packs.iter().filter(|(_, judges)| *judges).map(|(pack, _)| pack);
    let titles = judging().map(|pack| pack.manifest.title.clone()).collect();
    let infos = judging().map(|pack| PackInfo {
        name: pack.manifest.name.clone(),
        version: pack.manifest.version.clone(),
        sha256: pack.sha256.clone(),
    });
    let infos = infos.collect();
    Rulebook { book, packs: infos, titles, read: packs, findings }
}

/// The names by which packs that came with the program are asked for.
pub(super) fn builtin_names() -> BTreeSet<String> {
    let packs = project::embedded(&mut Sources::new()).unwrap_or_default();
    packs.into_iter().map(|pack| pack.manifest.name).chain(ALL.map(str::to_owned)).collect()
}

/// A pack that judges brings along the packs that it builds on.
fn uppers_judge(packs: &mut [(Pack, bool)]) {
    let mut open: Vec<String> = packs
        .iter()
        .filter(|(_, judges)| *judges)
        .filter_map(|(pack, _)| pack.manifest.upper.clone())
        .collect();
    while let Some(name) = open.pop() {
        let upper = packs.iter_mut().find(|(pack, judges)| pack.manifest.name == name && !judges);
        if let Some((pack, judges)) = upper {
            *judges = true;
            open.extend(pack.manifest.upper.clone());
        }
    }
}

/// Reads the files and packs that rule files name, and what those name. A pack that is only built on does
/// not judge.
fn fetch_named(
    packs: &mut Vec<(Pack, bool)>,
    sources: &mut Sources,
    library: &mut Library,
) -> Vec<Diagnostic> {
    let mut failures: Vec<Diagnostic> = Vec::new();
    let mut at = 0;
    while let Some((pack, _)) = packs.get_mut(at) {
        at += 1;
        let mut wanted: Vec<String> =
            pack.upper().map(|(name, _)| name.to_owned()).into_iter().collect();
        let mut unread = pack.sources.clone();
        while let Some(source) = unread.pop() {
            for reference in library.references(&source) {
                match reference.to {
                    ReferenceTo::Pack(name) => wanted.push(name),
                    ReferenceTo::File(name) => {
                        match project::fetch(pack, &name, reference.span, sources) {
                            Ok(more) => unread.extend(more),
                            Err(failure) => failures.push(failure),
                        }
                    }
                }
            }
        }
        for name in wanted {
            if packs.iter().any(|(pack, _)| pack.manifest.name == name) {
                continue;
            }
            let found =
                packs.get(at - 1).and_then(|(pack, _)| project::beside(pack, &name, sources));
            match found {
                Some(Ok(pack)) => packs.push((pack, false)),
                Some(Err(failure)) => failures.push(failure),
                None => {}
            }
        }
    }
    failures
}
