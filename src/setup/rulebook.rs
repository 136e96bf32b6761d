//! The rules of a project or of a command: packs by name or path, read and checked.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::check::{Book, Change, Library, PackSources, ReferenceTo, Trust, Workspace, claims};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::project::{self, AskedPack, Assembled, NamedInRules, Pack, Tree};
use crate::render::PackInfo;
use crate::rule::RuleSet;
use crate::source::{Source, Sources};

/// Checked rules and where they come from.
#[derive(Debug)]
pub(crate) struct Rulebook {
    pub(crate) book: Arc<Book>,
    /// The packs whose rules judge.
    pub(crate) packs: Vec<PackInfo>,
    /// Those requested by name.
    pub(crate) named: Vec<String>,
    /// Their names, in order.
    pub(crate) titles: Vec<String>,
    /// The packs that were requested, without those that they build on.
    pub(crate) asked: BTreeSet<String>,
    /// All packs that were read, and whether their rules judge; others build on the rest.
    pub(crate) read: Vec<(Pack, bool)>,
    /// What is wrong with the packs or their files.
    pub(crate) findings: Vec<Diagnostic>,
}

impl Rulebook {
    /// The rules, checked.
    pub(crate) fn rules(&self) -> &RuleSet {
        &self.book.rules
    }

    /// The rules of the requested packs, without those that they build on.
    pub(crate) fn asked_rules(&self) -> RuleSet {
        let mut rules = self.rules().clone();
        rules.keep_packs(|pack| self.asked.contains(pack));
        rules
    }

    /// Whether some rule could not be read or is faulty.
    pub(crate) fn is_faulty(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Whose rules judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JudgingPacks {
    /// The requested packs and those that they build on: the rules for a sheet.
    WithUppers,
    /// The requested packs alone, as their authors test them.
    Asked,
}

/// Reads the packs that a command line requests; without any, those of the project of the current
/// folder.
pub(crate) fn load_here(
    asked: &[PathBuf],
    judging: JudgingPacks,
    sources: &mut Sources,
) -> Rulebook {
    let mut workspace = Workspace::default();
    if !asked.is_empty() {
        return load(&Tree::Disk, &AskedPack::all(asked), judging, sources, &mut workspace);
    }
    let (asked, failure) = match packs_here(sources) {
        Ok(asked) => (asked, None),
        Err(failure) => (Vec::new(), Some(failure)),
    };
    let mut book = load(&Tree::Disk, &asked, judging, sources, &mut workspace);
    book.findings.extend(failure);
    book
}

/// The packs that the project of the current folder requests; empty without settings.
///
/// # Errors
/// The settings are faulty.
pub(crate) fn packs_here(sources: &mut Sources) -> Result<Vec<AskedPack>, Diagnostic> {
    let projects = project::Projects::default();
    let config = projects.of(Path::new(".")).map(|file| projects.config(&file, sources));
    Ok(config.transpose()?.as_ref().map(super::packs).unwrap_or_default())
}

/// What a rule file names.
fn named_in(library: &mut Library, source: &Source) -> Vec<NamedInRules> {
    let named = library.references(source).into_iter().map(|reference| match reference.to {
        ReferenceTo::Pack(name) => NamedInRules::Pack(name),
        ReferenceTo::File(name) => NamedInRules::File(name, reference.span),
    });
    named.collect()
}

/// Reads the requested packs, and checks their rules.
pub(crate) fn load(
    tree: &Tree,
    asked: &[AskedPack],
    judging: JudgingPacks,
    sources: &mut Sources,
    workspace: &mut Workspace,
) -> Rulebook {
    let library = workspace.library();
    let mut named = |source: &Source| named_in(library, source);
    let mut all = project::assemble(tree, asked, sources, &mut named);
    let all_builtin = asked.iter().any(|asked| project::ALL.contains(&&*asked.name));
    let is_named = |pack: &Pack| !(asked.is_empty() || pack.builtin && all_builtin);
    let named = all.packs.iter().filter(|(pack, judges)| *judges && is_named(pack));
    let named = named.map(|(pack, _)| pack.manifest.name.clone()).collect();
    let names = all.packs.iter().filter(|(_, judges)| *judges);
    let asked = names.map(|(pack, _)| pack.manifest.name.clone()).collect();
    if judging == JudgingPacks::WithUppers {
        all.uppers_judge();
    }
    tightened_judge(&mut all, library);
    Rulebook { named, asked, ..checked(all, judging, workspace) }
}

/// Makes the packs judge with the rules that judging packs tighten: a file that tightens a rule
/// builds on that rule's pack.
fn tightened_judge(all: &mut Assembled, library: &mut Library) {
    let own = |(pack, judges): &(Pack, bool)| *judges && !pack.builtin;
    if !all.packs.iter().any(own) {
        return;
    }
    let names: Vec<(Vec<String>, Vec<String>)> = all
        .packs
        .iter()
        .map(|(pack, _)| {
            let mut names: (Vec<String>, Vec<String>) = Default::default();
            for file in pack.sources.iter().map(|source| library.rule_names(source)) {
                names.0.extend(file.declared);
                names.1.extend(file.tightened);
            }
            names
        })
        .collect();
    loop {
        let judging = all.packs.iter().zip(&names).filter(|((_, judges), _)| *judges);
        let tightened: BTreeSet<&String> =
            judging.flat_map(|(_, (_, tightened))| tightened).collect();
        let is_tightened =
            |declared: &[String]| declared.iter().any(|name| tightened.contains(name));
        let mut silent = all.packs.iter_mut().zip(&names).filter(|((_, judges), _)| !judges);
        match silent.find(|(_, (declared, _))| is_tightened(declared)) {
            Some(((_, judges), _)) => *judges = true,
            None => return,
        }
    }
}

/// Checks the rules of a text that is no file, with all that the shipped packs and those requested
/// declare.
pub(crate) fn load_text(
    text: &Source,
    asked: &[AskedPack],
    sources: &mut Sources,
    workspace: &mut Workspace,
) -> Rulebook {
    let library = workspace.library();
    let mut named = |source: &Source| named_in(library, source);
    let mut all = project::assemble(&Tree::Disk, asked, sources, &mut named);
    all.packs.iter_mut().for_each(|(_, judges)| *judges = false);
    all.packs.push((Pack::of_text(text), true));
    tightened_judge(&mut all, workspace.library());
    checked(all, JudgingPacks::Asked, workspace)
}

/// Checks the rules of packs that have been read.
pub(super) fn checked(
    all: Assembled,
    judging: JudgingPacks,
    workspace: &mut Workspace,
) -> Rulebook {
    let Assembled { packs, faults, unread } = all;
    let files: Vec<PackSources<'_>> = packs
        .iter()
        .map(|(pack, judges)| PackSources {
            name: &pack.manifest.name,
            sources: &pack.sources,
            judges: *judges,
            upper: pack.upper(),
        })
        .collect();
    // The shipped packs are linted by tests. Beside other packs their lints may differ.
    let ours = packs.iter().all(|(pack, _)| pack.builtin);
    workspace.trust(match ours && judging == JudgingPacks::WithUppers {
        true => trust_in_ours(),
        false => Trust::Nothing,
    });
    workspace.apply(Change::Packs(&files));
    let book = Arc::clone(workspace.snapshot().book());
    let mut of_rules = book.findings.clone();
    // Why a file could not be read was reported in more detail where that was tried.
    of_rules.retain(|finding| {
        finding.code != Code::FILE_MISSING
            || !unread.iter().any(|missing| missing.span() == finding.span())
    });
    let mut findings: Vec<Diagnostic> = faults.into_iter().chain(unread).chain(of_rules).collect();
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
    Rulebook {
        book,
        packs: infos,
        named: Vec::new(),
        titles,
        asked: BTreeSet::new(),
        read: packs,
        findings,
    }
}

/// What is assumed of the shipped packs: a test says when what is kept of them is out of date.
fn trust_in_ours() -> Trust {
    project::checked().map_or(Trust::Sound, Trust::Checked)
}

/// The names of shipped packs.
pub(crate) fn builtin_names() -> BTreeSet<String> {
    let packs = project::embedded(&mut Sources::new()).unwrap_or_default();
    let names = packs.into_iter().map(|pack| pack.manifest.name);
    names.chain(project::ALL.map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    static SHIPPED: LazyLock<Rulebook> = LazyLock::new(|| {
        let (mut sources, mut workspace) = (Sources::new(), Workspace::default());
        load(&Tree::Disk, &[], JudgingPacks::WithUppers, &mut sources, &mut workspace)
    });

    /// Texts made from pieces of the patterns, so that many nearly match.
    fn texts() -> impl Strategy<Value = String> {
        let written = SHIPPED.rules().patterns.iter().flat_map(|pattern| pattern.as_str().chars());
        let mut letters: Vec<char> =
            written.filter(|character| character.is_alphanumeric()).collect();
        letters.sort_unstable();
        letters.dedup();
        letters.extend("，,。、（）()%≥-— \n".chars());
        let needs = SHIPPED.rules().patterns.iter().flat_map(|pattern| pattern.needs());
        let needed: Vec<String> = needs.flatten().cloned().collect();
        let letter = prop::sample::select(letters).prop_map(String::from);
        let piece = prop_oneof![3 => letter, 1 => prop::sample::select(needed)];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn no_match_of_a_shipped_pattern_is_ever_ruled_out(text in texts()) {
            let rules = SHIPPED.rules();
            let live = rules.live_in(&text);
            for (id, pattern) in rules.patterns.entries() {
                let ruled_out = !live.has(id);
                prop_assert!(!(ruled_out && pattern.is_match(&text)), "{}", pattern.as_str());
            }
        }
    }
}
