//! The rules that `impact --from` and `--to` name: those of the project, of a revision of it, packs
//! and files. Takes values as typed; gives a tree with its settings, and packs. Reads no rule.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::impact_words;
use crate::check::{Date, Policy};
use crate::diagnostic::Diagnostic;
use crate::project::{ALL, AskedPack, Config, Tree, shown};
use crate::setup::{Criteria, Settings};

/// What stands for the rules of the project.
const PROJECT: [&str; 2] = ["项目", "project"];

/// Revisions, each opened once.
#[derive(Default)]
pub(super) struct Revisions(BTreeMap<String, Tree>);

impl Revisions {
    fn tree(&mut self, name: &str) -> Result<Tree, Diagnostic> {
        if let Some(known) = self.0.get(name) {
            return Ok(known.clone());
        }
        let tree = Tree::of_revision(name)?;
        self.0.insert(name.to_owned(), tree.clone());
        Ok(tree)
    }
}

/// The rules of one side.
pub(super) struct AskedRules {
    /// Where settings are read from.
    tree: Tree,
    /// Whether the packs of the settings judge.
    of_project: bool,
    /// The packs that judge besides.
    packs: Vec<AskedPack>,
}

impl AskedRules {
    /// The rules that some values name; without any, those of the project.
    ///
    /// # Errors
    /// A revision cannot be read, or several are named.
    pub(crate) fn read(asked: &[PathBuf], revisions: &mut Revisions) -> Result<Self, Diagnostic> {
        let mut rules = Self { tree: Tree::Disk, of_project: asked.is_empty(), packs: Vec::new() };
        let mut revision: Option<&str> = None;
        for value in asked {
            let text = value.to_str().unwrap_or_default();
            if PROJECT.contains(&text) {
                rules.of_project = true;
                continue;
            }
            match text.split_once([':', '：']) {
                Some(("git", name)) => {
                    let (name, path) = parted(name);
                    let tree = revisions.tree(name)?;
                    let Some(path) = path else {
                        if revision.is_some_and(|other| other != name) {
                            return Err(impact_words::two_revisions());
                        }
                        (rules.tree, rules.of_project, revision) = (tree, true, Some(name));
                        continue;
                    };
                    rules.add(text.to_owned(), PathBuf::from(path), tree);
                }
                Some(("pack", name)) => rules.add(name.to_owned(), PathBuf::from(name), Tree::Disk),
                _ => rules.add(value.to_string_lossy().into_owned(), value.clone(), Tree::Disk),
            }
        }
        Ok(rules)
    }

    fn add(&mut self, name: String, path: PathBuf, tree: Tree) {
        self.packs.push(AskedPack { name, path, span: None, tree: Some(tree) });
    }

    /// The rules as typed.
    pub(crate) fn shown(asked: &[PathBuf]) -> Vec<String> {
        match asked.is_empty() {
            true => PROJECT.iter().take(1).map(|name| (*name).to_owned()).collect(),
            false => asked.iter().map(|value| shown(value)).collect(),
        }
    }

    /// Where settings are read from.
    pub(crate) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The settings of a project, by this side's rules. Rules that are not those of the project
    /// apply as written.
    ///
    /// # Errors
    /// They are faulty.
    pub(crate) fn settings(
        &self,
        config: Option<Config>,
        as_of: Option<Date>,
    ) -> Result<Settings, Diagnostic> {
        let mut settings = Settings::new(&Criteria { as_of, ..Criteria::default() }, config)?;
        if !self.of_project {
            settings.packs.clone_from(&self.packs);
            settings.policy = Policy::default();
        } else if !self.packs.is_empty() {
            if settings.packs.is_empty() {
                settings.packs = AskedPack::all(&ALL.map(PathBuf::from)[..1]);
            }
            settings.packs.extend(self.packs.iter().cloned());
        }
        Ok(settings)
    }
}

/// A revision and the path behind it: `HEAD~1:规则.chi`. Braces of a revision may hold a time.
fn parted(text: &str) -> (&str, Option<&str>) {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ':' | '：' if depth == 0 => {
                let (name, path) = text.split_at(at);
                return (name, Some(path.trim_start_matches(character)));
            }
            _ => {}
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn a_revision_ends_at_the_first_colon_outside_braces() {
        for (text, name, path) in [
            ("HEAD", "HEAD", None),
            ("HEAD~1:规则/新.chi", "HEAD~1", Some("规则/新.chi")),
            ("main@{2020-01-01 10:00}", "main@{2020-01-01 10:00}", None),
            ("main@{10:00}:规则", "main@{10:00}", Some("规则")),
            ("v1：规则", "v1", Some("规则")),
            ("", "", None),
            (":规则", "", Some("规则")),
        ] {
            assert_eq!(parted(text), (name, path), "{text}");
        }
    }
}
