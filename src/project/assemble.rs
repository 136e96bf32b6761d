//! From the requested packs to everything that is read for them: the files that their rules name,
//! the packs that they build on. Takes names and paths; gives packs. What a rule file names is
//! determined by the caller.

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::source::{Source, Sources, Span};

use super::{Pack, Tree, beside, embedded, fetch, load, words};

/// A requested pack.
#[derive(Clone, Debug)]
pub(crate) struct AskedPack {
    /// As written: it may be the name of a built-in pack.
    pub(crate) name: String,
    /// Its path, if it is not.
    pub(crate) path: PathBuf,
    /// The place of the name; `None` on a command line.
    pub(crate) span: Option<Span>,
    /// Where it is read from, if not from the tree of the run.
    pub(crate) tree: Option<Tree>,
}

impl AskedPack {
    /// The packs of a command line.
    pub(crate) fn all(paths: &[PathBuf]) -> Vec<Self> {
        let asked = |path: &PathBuf| Self {
            name: path.to_string_lossy().into_owned(),
            path: path.clone(),
            span: None,
            tree: None,
        };
        paths.iter().map(asked).collect()
    }
}

/// What a rule file names.
#[derive(Clone, Debug)]
pub(crate) enum NamedInRules {
    /// A file of its pack, and where it is named.
    File(String, Span),
    /// A pack, by its name.
    Pack(String),
}

/// The name for all built-in packs together.
pub(crate) const ALL: [&str; 2] = ["内置", "builtin"];

/// Packs, read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Assembled {
    /// The packs, and whether they were requested; requested ones build on the others.
    pub(crate) packs: Vec<(Pack, bool)>,
    /// Why packs could not be read.
    pub(crate) faults: Vec<Diagnostic>,
    /// Why files that rules name could not be read.
    pub(crate) unread: Vec<Diagnostic>,
}

/// Reads the requested packs; without a request, all built-in ones. The forms, laws and lists of
/// built-in packs can be used by all. Users' packs are read from the tree. `named` returns what a
/// rule file names.
pub(crate) fn assemble(
    tree: &Tree,
    asked: &[AskedPack],
    sources: &mut Sources,
    named: &mut dyn FnMut(&Source) -> Vec<NamedInRules>,
) -> Assembled {
    let mut all = Assembled::default();
    match embedded(sources) {
        Ok(packs) => all.packs.extend(packs.into_iter().map(|pack| (pack, asked.is_empty()))),
        Err(fault) => all.faults.push(fault),
    }
    asked.iter().for_each(|asked| all.take(tree, asked, sources));
    // A pack read from disk stands in for the built-in one of its name.
    let own = all.packs.iter().filter(|(pack, _)| !pack.builtin);
    let own: Vec<String> = own.map(|(pack, _)| pack.manifest.name.clone()).collect();
    all.packs.retain(|(pack, _)| !pack.builtin || !own.contains(&pack.manifest.name));
    let mut at = 0;
    while at < all.packs.len() {
        all.bring(at, sources, named);
        at += 1;
    }
    all
}

impl Assembled {
    fn take(&mut self, tree: &Tree, asked: &AskedPack, sources: &mut Sources) {
        let AskedPack { name, path, .. } = asked;
        let tree = asked.tree.as_ref().unwrap_or(tree);
        let is_all = ALL.contains(&name.as_str());
        let is_builtin = |pack: &Pack| pack.builtin && (is_all || pack.manifest.name == *name);
        let mut builtin: Vec<&mut bool> = self
            .packs
            .iter_mut()
            .filter(|(pack, _)| is_builtin(pack))
            .map(|(_, judges)| judges)
            .collect();
        if !builtin.is_empty() {
            builtin.iter_mut().for_each(|judges| **judges = true);
            return;
        }
        if !tree.holding(path).has(path) {
            let known = self.packs.iter().map(|(pack, _)| pack.manifest.name.as_str());
            self.faults.push(words::no_such_pack(asked, known));
            return;
        }
        match load(tree, path, sources) {
            // The same rules, requested by two names.
            Ok(pack) if self.packs.iter().any(|(known, _)| known.holds(&pack)) => {}
            Ok(pack) => {
                self.packs.retain(|(known, _)| !pack.holds(known));
                self.packs.push((pack, true));
            }
            Err(fault) => self.faults.push(fault),
        }
    }

    /// Reads the files and packs that the rule files of a pack name, recursively.
    fn bring(
        &mut self,
        at: usize,
        sources: &mut Sources,
        named: &mut dyn FnMut(&Source) -> Vec<NamedInRules>,
    ) {
        let Some((pack, _)) = self.packs.get_mut(at) else { return };
        let upper = pack.upper().map(|(name, _)| name.to_owned());
        let mut wanted: Vec<String> = upper.into_iter().collect();
        // The shipped packs are complete and all present.
        let mut unread = if pack.builtin { Vec::new() } else { pack.sources.clone() };
        while let Some(source) = unread.pop() {
            for name in named(&source) {
                match name {
                    NamedInRules::Pack(name) => wanted.push(name),
                    NamedInRules::File(name, span) => match fetch(pack, &name, span, sources) {
                        Ok(more) => unread.extend(more),
                        Err(fault) => self.unread.push(fault),
                    },
                }
            }
        }
        for name in wanted {
            if self.packs.iter().any(|(pack, _)| pack.manifest.name == name) {
                continue;
            }
            let found = self.packs.get(at).and_then(|(pack, _)| beside(pack, &name, sources));
            match found {
                Some(Ok(pack)) => self.packs.push((pack, false)),
                Some(Err(fault)) => self.unread.push(fault),
                None => {}
            }
        }
    }

    /// Makes the packs judge that the requested ones build on.
    pub(crate) fn uppers_judge(&mut self) {
        let judging = self.packs.iter().filter(|(_, judges)| *judges);
        let mut open: Vec<String> =
            judging.filter_map(|(pack, _)| pack.manifest.upper.clone()).collect();
        while let Some(name) = open.pop() {
            let mut packs = self.packs.iter_mut();
            let upper = packs.find(|(pack, judges)| pack.manifest.name == name && !judges);
            if let Some((pack, judges)) = upper {
                *judges = true;
                open.extend(pack.manifest.upper.clone());
            }
        }
    }
}
