//! Which settings apply where: those of the nearest `biaochi.yaml` above each file, or those that a
//! command line gives for all. Takes paths; gives settings, each read once. Knows no sheet and no
//! rule.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::source::Sources;

use super::left_out::{self, NoMatch};
use super::{CONFIG, Config, Filter, Tree, left_out_words, load_config, within, words};
use crate::files::{absolute, placed, relative};

/// The projects of a run, each known by its file of settings.
#[derive(Debug, Default)]
pub(crate) struct Projects {
    tree: Tree,
    /// The settings for all files, wherever these are.
    named: Option<PathBuf>,
    /// What a command line also excludes.
    besides: Filter,
    /// By folder: the nearest settings.
    nearest: RefCell<BTreeMap<PathBuf, Option<PathBuf>>>,
    /// What may have been intended as settings, in the folders where they were looked for.
    misnamed: RefCell<BTreeMap<PathBuf, Vec<PathBuf>>>,
    /// By file, as shown.
    read: RefCell<BTreeMap<PathBuf, Result<Config, Diagnostic>>>,
}

impl Projects {
    /// The projects of a tree; `named`, if given, has the settings of all files. `besides` is
    /// excluded in addition to the settings.
    pub(crate) fn new(tree: &Tree, named: Option<&Path>, besides: Filter) -> Self {
        let (tree, named) = (tree.clone(), named.map(Path::to_owned));
        Self { tree, named, besides, ..Self::default() }
    }

    /// The settings of a file or a folder: their file, as shown.
    pub(crate) fn of(&self, path: &Path) -> Option<PathBuf> {
        if self.named.is_some() {
            return self.named.clone();
        }
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        let full = placed(path).unwrap_or_else(|_| absolute(path));
        let is_folder = self.tree.is_folder(&full) || full.is_dir();
        let folder = if is_folder { full.as_path() } else { full.parent()? };
        if let Some(known) = self.nearest.borrow().get(folder) {
            return known.clone();
        }
        // What is not in the tree at all is read from disk.
        let on_disk = || nearest(&Tree::Disk, folder).filter(|file| self.tree.may_lack(file));
        let found = nearest(&self.tree, folder).or_else(on_disk).map(|file| relative(&file));
        self.look_for_misnamed(folder, found.as_deref());
        self.nearest.borrow_mut().insert(folder.to_owned(), found.clone());
        found
    }

    /// The content of a settings file.
    ///
    /// # Errors
    /// It cannot be read, is faulty, or leads out of its project.
    pub(crate) fn config(&self, file: &Path, sources: &mut Sources) -> Result<Config, Diagnostic> {
        if let Some(known) = self.read.borrow().get(file) {
            return known.clone();
        }
        let read = match led_out(file).filter(|_| self.named.is_none()) {
            Some(target) => Err(words::link_outside(file, &target)),
            None => load_config(&self.tree, file, sources),
        };
        self.read.borrow_mut().insert(file.to_owned(), read.clone());
        read
    }

    /// Which files of a folder are included. Those under faulty settings are, so that the fault is
    /// reported for them.
    pub(crate) fn filter(&self, folder: &Path, sources: &mut Sources) -> Filter {
        let config = self.of(folder).and_then(|file| self.config(&file, sources).ok());
        config.map(|config| config.filter()).unwrap_or_default().and(&self.besides)
    }

    /// Keeps in mind what may have been intended as settings, from a folder up to the one that has
    /// them.
    fn look_for_misnamed(&self, folder: &Path, found: Option<&Path>) {
        let top = found.map(absolute).and_then(|file| file.parent().map(Path::to_owned));
        let mut misnamed = self.misnamed.borrow_mut();
        for folder in folder.ancestors() {
            if misnamed.contains_key(folder) {
                break;
            }
            misnamed.insert(folder.to_owned(), left_out::misnamed(folder));
            if top.as_deref() == Some(folder) {
                break;
            }
        }
    }

    /// What was taken no notice of: files that are almost called like settings; patterns that
    /// matched nothing, where all that they count for was looked at under some places.
    pub(crate) fn unheeded(&self, places: &[PathBuf]) -> Vec<Diagnostic> {
        let misnamed = self.misnamed.borrow();
        let mut notes: Vec<Diagnostic> = misnamed
            .values()
            .flatten()
            .map(|path| left_out_words::misnamed(&relative(path)))
            .collect();
        let places: Vec<PathBuf> = places.iter().filter_map(|place| placed(place).ok()).collect();
        for config in self.read.borrow().values().flatten() {
            let root = placed(&config.root).unwrap_or_else(|_| absolute(&config.root));
            notes.extend(config.unmatched(places.iter().any(|place| root.starts_with(place))));
        }
        let here = absolute(Path::new("."));
        let walked = places.iter().any(|place| place.is_dir());
        for (pattern, _) in self.besides.unused_excludes() {
            let why = NoMatch::of(&pattern, &here).filter(|why| *why != NoMatch::Full);
            if walked || why.is_some() {
                notes.push(left_out_words::unmatched(("--exclude", &pattern), None, why));
            }
        }
        notes
    }

    /// The settings files found so far, in order.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        self.read.borrow().keys().cloned().collect()
    }

    /// What is wrong with the settings found so far, by file.
    pub(crate) fn faults(&self) -> BTreeMap<PathBuf, Diagnostic> {
        let read = self.read.borrow();
        read.iter().filter_map(|(file, read)| Some((file.clone(), read.clone().err()?))).collect()
    }
}

/// The nearest settings in a folder or above it.
fn nearest(tree: &Tree, folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(CONFIG)).find(|file| tree.is_file(file))
}

/// The target of settings that are a link out of their own project.
fn led_out(file: &Path) -> Option<PathBuf> {
    let full = absolute(file);
    let folder = full.parent().filter(|_| full.is_symlink())?;
    within::led_out(&full, &within::home(folder))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::files::test_folder;

    #[test]
    fn the_nearest_settings_hold_unless_some_are_named() {
        let folder = test_folder(&[
            ("项目/biaochi.yaml", "max_findings: 1\n"),
            ("项目/甲/biaochi.yaml", "max_findings: 2\n"),
            ("项目/甲/深/一.biao", ""),
            ("项目/乙/二.biao", ""),
            ("外/三.biao", ""),
        ]);
        let of = |projects: &Projects, path: &str| {
            let file = projects.of(&folder.path().join(path))?;
            projects.config(&file, &mut Sources::new()).unwrap().max_findings
        };
        let projects = Projects::default();
        assert_eq!(of(&projects, "项目/甲/深/一.biao"), Some(2));
        assert_eq!(of(&projects, "项目/甲"), Some(2));
        assert_eq!(of(&projects, "项目/乙/二.biao"), Some(1));
        assert_eq!(of(&projects, "项目/甲/没有/四.biao"), Some(2));
        assert_eq!(of(&projects, "外/三.biao"), None);
        let named = folder.path().join("项目/biaochi.yaml");
        let projects = Projects::new(&Tree::Disk, Some(&named), Filter::default());
        assert_eq!(of(&projects, "项目/甲/深/一.biao"), Some(1));
        assert_eq!(of(&projects, "外/三.biao"), Some(1));
    }

    #[test]
    fn what_is_wrong_with_settings_is_kept_until_it_is_read() {
        let folder = test_folder(&[("甲/biaochi.yaml", "坏: 1\n"), ("乙/biaochi.yaml", "")]);
        let projects = Projects::default();
        for name in ["甲", "乙", "甲"] {
            projects.filter(&folder.path().join(name), &mut Sources::new());
        }
        let codes: Vec<Code> = projects.faults().into_values().map(|fault| fault.code).collect();
        assert_eq!(codes, [Code::SETTINGS_KEY]);
    }
}
