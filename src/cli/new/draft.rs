//! The rules among which a new one will stand: those of the project of the current folder. Knows
//! what they declare, which files are read, and whether a drafted rule could be read with them.

use std::path::{Path, PathBuf};

use crate::check::Workspace;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::project::{self, AskedPack};
use crate::rule::RuleSet;
use crate::setup::{self, JudgingPacks, Rulebook};
use crate::source::{Source, Sources};

pub(super) struct DraftDesk {
    sources: Sources,
    workspace: Workspace,
    /// The packs of the settings; empty without settings.
    asked: Vec<AskedPack>,
    book: Rulebook,
}

impl DraftDesk {
    /// Reads the rules of the project. Faults in them are reported by `test`, not here.
    ///
    /// # Errors
    /// The settings are faulty.
    pub(super) fn open() -> Result<Self, (Sources, Diagnostic)> {
        let (mut sources, mut workspace) = (Sources::new(), Workspace::default());
        let asked = match setup::packs_here(&mut sources) {
            Ok(asked) => asked,
            Err(failure) => return Err((sources, failure)),
        };
        let (disk, uppers) = (project::Tree::Disk, JudgingPacks::WithUppers);
        let book = setup::load(&disk, &asked, uppers, &mut sources, &mut workspace);
        Ok(Self { sources, workspace, asked, book })
    }

    pub(super) fn rules(&self) -> &RuleSet {
        self.book.rules()
    }

    pub(super) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The pack that has a rule of a name.
    pub(super) fn pack_with(&self, name: &str) -> Option<&str> {
        let mut rules = self.rules().rules.iter();
        rules.find(|rule| rule.name == name).map(|rule| rule.pack.as_str())
    }

    /// Where a rule is written: into the first pack of the settings that is a folder or a file;
    /// without settings into a folder for rules, if there is one. The file has the first part of
    /// the rule's name.
    pub(super) fn file_for(&self, name: &str) -> PathBuf {
        let topic = name.split('/').next().unwrap_or(name);
        let file = format!("{topic}.chi");
        let own = self.asked.iter().map(|pack| pack.path.as_path());
        if let Some(place) = own.clone().find(|path| path.is_dir() || path.is_file()) {
            return if place.is_dir() { place.join(file) } else { place.to_owned() };
        }
        let usual = ["规则", "rules"].map(Path::new);
        let folder = usual.into_iter().find(|folder| folder.is_dir());
        folder.map_or_else(|| PathBuf::from(&file), |folder| folder.join(&file))
    }

    /// Whether checks of the project read a file of rules; without settings none is to be expected.
    pub(super) fn reads(&self, file: &Path) -> bool {
        let file = project::absolute(file);
        let holds = |pack: &AskedPack| file.starts_with(project::absolute(&pack.path));
        self.asked.is_empty() || self.asked.iter().any(holds)
    }

    /// What prevents a drafted rule from being read with the rest of its file; gaps that are left
    /// to be filled in are no fault.
    pub(super) fn faults(
        &mut self,
        rule: &str,
        (path, there): (&Path, Option<&Source>),
    ) -> Vec<Diagnostic> {
        // What a file of the project declares is known already.
        let before = there.filter(|_| self.asked.is_empty() || !self.reads(path));
        let before = before.map(|source| format!("{}\n", source.text())).unwrap_or_default();
        let draft = self.sources.add(project::shown(path), format!("{before}{rule}"));
        let (sources, workspace) = (&mut self.sources, &mut self.workspace);
        let mut found = setup::load_text(&draft, &self.asked, sources, workspace).findings;
        found.retain(|fault| {
            let span = fault.span().filter(|span| span.source == draft.id());
            fault.severity == Severity::Error
                && fault.code != Code::RULE_BLANK
                && span.is_some_and(|span| span.start as usize >= before.len())
        });
        found
    }
}
