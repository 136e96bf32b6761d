//! The index of git, which is the content of the next commit, and the content of earlier ones.
//! Takes what `git` prints; gives paths and bytes by name. Knows no sheet. Never reads the work
//! tree.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::diagnostic::Diagnostic;

use super::call::{Object, Objects, fields, git, path, succeeds, to_path};
use super::words;
use crate::files::{self, shown};

/// The index of the current repository, or one of its revisions.
#[derive(Debug)]
pub(crate) struct Index {
    /// Whether it is a revision: complete, whatever is on disk.
    is_revision: bool,
    /// The work tree.
    top: PathBuf,
    /// The current folder in it.
    prefix: PathBuf,
    entries: BTreeMap<PathBuf, IndexEntry>,
    /// Every folder that contains an entry.
    folders: BTreeSet<PathBuf>,
    changed: BTreeSet<PathBuf>,
    deleted: BTreeSet<PathBuf>,
    seen: Mutex<IndexReads>,
}

/// What has been requested so far.
#[derive(Debug)]
struct IndexReads {
    objects: Objects,
    /// What was read from here, sheets and others.
    read: BTreeSet<PathBuf>,
    /// What is not in the index and was read from disk instead.
    from_disk: BTreeSet<PathBuf>,
}

#[derive(Clone, Debug)]
enum IndexEntry {
    File(String),
    /// A link or a submodule.
    Other,
}

impl IndexEntry {
    fn new(mode: &str, id: &str) -> Self {
        if mode.starts_with("100") { Self::File(id.to_owned()) } else { Self::Other }
    }
}

/// An entry that git lists: its name, and the three words before it.
fn entry(field: &[u8]) -> Option<(PathBuf, [&str; 3])> {
    let tab = field.iter().position(|byte| *byte == b'\t')?;
    let (head, name) = field.split_at(tab);
    let mut head = std::str::from_utf8(head).ok()?.split(' ');
    let head = [head.next()?, head.next()?, head.next()?];
    Some((to_path(name.iter().skip(1).copied().collect()), head))
}

impl Index {
    /// Reads the names in the index, and which of them differ from the last commit.
    ///
    /// # Errors
    /// There is no git or no repository, or a merge is unfinished.
    pub(crate) fn open() -> Result<Self, Diagnostic> {
        let mut index = Self::empty(false)?;
        index.list()?;
        index.compare()?;
        index.forget_intentions()?;
        index.collect_folders();
        Ok(index)
    }

    /// Reads the names in a revision: a commit, a branch or a tag.
    ///
    /// # Errors
    /// There is no git, no repository or no such revision.
    pub(crate) fn of_revision(revision: &str) -> Result<Self, Diagnostic> {
        let mut index = Self::empty(true)?;
        // Git would take it for an option.
        let is_name = !revision.is_empty() && !revision.starts_with('-');
        let tree = format!("{revision}^{{tree}}");
        let arguments = ["rev-parse", "--verify", "--quiet", &tree];
        if !is_name || !succeeds(&arguments)? {
            return Err(words::no_such_revision(revision));
        }
        let id = git(&arguments)?;
        let id = String::from_utf8_lossy(&id).trim().to_owned();
        // `<mode> <type> <id>\t<name>`, each.
        for field in fields(&git(&["ls-tree", "-r", "-z", "--full-tree", &id])?) {
            let Some((name, [mode, _, id])) = entry(field) else { continue };
            index.entries.insert(name, IndexEntry::new(mode, id));
        }
        index.collect_folders();
        Ok(index)
    }

    fn empty(is_revision: bool) -> Result<Self, Diagnostic> {
        Ok(Self {
            is_revision,
            top: path(&["rev-parse", "--show-toplevel"])?,
            prefix: path(&["rev-parse", "--show-prefix"])?.components().collect(),
            entries: BTreeMap::new(),
            folders: BTreeSet::from([PathBuf::new()]),
            changed: BTreeSet::new(),
            deleted: BTreeSet::new(),
            seen: Mutex::new(IndexReads {
                objects: Objects::open()?,
                read: BTreeSet::new(),
                from_disk: BTreeSet::new(),
            }),
        })
    }

    fn collect_folders(&mut self) {
        for name in self.entries.keys() {
            self.folders.extend(name.ancestors().skip(1).map(Path::to_owned));
        }
    }

    /// `<mode> <id> <stage>\t<name>`, each.
    fn list(&mut self) -> Result<(), Diagnostic> {
        let mut unmerged = BTreeSet::new();
        for field in fields(&git(&["ls-files", "--stage", "--full-name", "-z", "--", ":/"])?) {
            let Some((name, [mode, id, stage])) = entry(field) else { continue };
            if stage != "0" {
                unmerged.insert(shown(&self.near(&name)));
            }
            self.entries.insert(name, IndexEntry::new(mode, id));
        }
        let unmerged: Vec<String> = unmerged.into_iter().collect();
        if unmerged.is_empty() { Ok(()) } else { Err(words::unmerged(&unmerged)) }
    }

    /// Before the first commit all is new. A renamed file is a new one: its findings have another
    /// name.
    fn compare(&mut self) -> Result<(), Diagnostic> {
        if !succeeds(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])? {
            self.changed = self.entries.keys().cloned().collect();
            return Ok(());
        }
        let arguments = ["diff-index", "--cached", "--no-renames", "--name-status", "-z", "HEAD"];
        let printed = git(&arguments)?;
        let mut fields = fields(&printed);
        while let (Some(status), Some(name)) = (fields.next(), fields.next()) {
            let names = if status == b"D" { &mut self.deleted } else { &mut self.changed };
            names.insert(to_path(name.to_vec()));
        }
        Ok(())
    }

    /// `git add --intent-to-add` adds an empty file that no commit will contain. Compared with
    /// nothing, the content of a commit is all new; the work tree, for whose files filters would
    /// run, is not read.
    fn forget_intentions(&mut self) -> Result<(), Diagnostic> {
        let empty = git(&["hash-object", "-t", "blob", "--stdin"])?;
        let empty = String::from_utf8_lossy(&empty).trim().to_owned();
        if !self.entries.values().any(|entry| matches!(entry, IndexEntry::File(id) if *id == empty))
        {
            return Ok(());
        }
        let nothing = git(&["hash-object", "-t", "tree", "--stdin"])?;
        let nothing = String::from_utf8_lossy(&nothing).trim().to_owned();
        let arguments = ["diff-index", "--cached", "--ita-invisible-in-index", "--name-only", "-z"];
        let printed = git(&[&arguments[..], &[&nothing]].concat())?;
        let held: BTreeSet<PathBuf> = fields(&printed).map(|name| to_path(name.to_vec())).collect();
        self.entries.retain(|name, _| held.contains(name));
        self.changed.retain(|name| held.contains(name));
        Ok(())
    }

    /// The name in the repository of a path as typed; `None` outside it.
    fn name(&self, path: &Path) -> Option<PathBuf> {
        let inner = if path.is_absolute() {
            let real = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
            let top = self.top.canonicalize().unwrap_or(self.top.clone());
            let below = |path: &Path| {
                let below = path.strip_prefix(&self.top).or_else(|_| path.strip_prefix(&top));
                below.ok().map(Path::to_owned)
            };
            below(path).or_else(|| below(&real()?))?
        } else {
            self.prefix.join(path)
        };
        let mut name = PathBuf::new();
        for part in inner.components() {
            match part {
                Component::ParentDir if !name.pop() => return None,
                Component::ParentDir | Component::CurDir => {}
                _ => name.push(part),
            }
        }
        Some(name)
    }

    /// A name in the repository, relative to the current folder.
    fn near(&self, name: &Path) -> PathBuf {
        let shared = self.prefix.components().zip(name.components()).take_while(|(a, b)| a == b);
        let shared = shared.count();
        let up = self.prefix.components().skip(shared).map(|_| Component::ParentDir);
        let near: PathBuf = up.chain(name.components().skip(shared)).collect();
        if near.as_os_str().is_empty() { PathBuf::from(".") } else { near }
    }

    /// Whether a file that is not here may be read from disk: a revision has all that it is about.
    pub(crate) fn may_lack(&self, path: &Path) -> bool {
        !(self.is_revision && self.covers(path))
    }

    /// Whether a path is in the work tree, existing or not.
    pub(crate) fn covers(&self, path: &Path) -> bool {
        self.name(path).is_some()
    }

    pub(crate) fn is_file(&self, path: &Path) -> bool {
        let entry = self.name(path).and_then(|name| self.entries.get(&name));
        matches!(entry, Some(IndexEntry::File(_)))
    }

    pub(crate) fn is_folder(&self, path: &Path) -> bool {
        self.name(path).is_some_and(|name| self.folders.contains(&name))
    }

    /// Whether there is an entry of that name, or below it.
    pub(crate) fn holds(&self, path: &Path) -> bool {
        let Some(name) = self.name(path) else { return false };
        self.entries.contains_key(&name) || self.folders.contains(&name)
    }

    /// Whether a commit would remove this.
    pub(crate) fn removes(&self, path: &Path) -> bool {
        self.name(path)
            .is_some_and(|name| self.deleted.iter().any(|folder| folder.starts_with(&name)))
    }

    /// The files below a folder, in order of name: relative to the current folder, and to that one.
    pub(crate) fn files_below(&self, folder: &Path) -> Vec<(PathBuf, &Path)> {
        let Some(folder) = self.name(folder) else { return Vec::new() };
        let below = self.entries.range(folder.clone()..).map_while(|(name, entry)| {
            let below = name.strip_prefix(&folder).ok()?;
            Some((name, below, entry))
        });
        let files = below.filter(|(_, _, entry)| matches!(entry, IndexEntry::File(_)));
        files.map(|(name, below, _)| (self.near(name), below)).collect()
    }

    /// A path relative to the current folder, without detours.
    pub(crate) fn tidy(&self, path: &Path) -> PathBuf {
        self.name(path).map_or_else(|| path.to_owned(), |name| self.near(&name))
    }

    /// The content of a file; `None` if it is larger than `limit`.
    pub(crate) fn read(&self, path: &Path, limit: usize) -> Result<Option<Vec<u8>>, Diagnostic> {
        let name = self.name(path).unwrap_or_default();
        let id = match self.entries.get(&name) {
            Some(IndexEntry::File(id)) => id,
            Some(IndexEntry::Other) => return Err(words::staged_link(path)),
            None => return Err(files::words::missing(path, None)),
        };
        let mut seen = self.seen();
        let read = seen.objects.read(id, limit)?;
        seen.read.insert(name);
        Ok(match read {
            Object::Content(bytes) => Some(bytes),
            Object::TooLarge => None,
        })
    }

    /// The top of the repository, relative to the current folder.
    pub(crate) fn root(&self) -> PathBuf {
        let up: PathBuf = self.prefix.components().map(|_| Component::ParentDir).collect();
        if up.as_os_str().is_empty() { PathBuf::from(".") } else { up }
    }

    /// Whether a commit would change or add this file.
    pub(crate) fn changes(&self, path: &Path) -> bool {
        self.name(path).is_some_and(|name| self.changed.contains(&name))
    }

    /// Whether no file with these endings is changed or removed.
    pub(crate) fn leaves_alone(&self, endings: &[&str]) -> bool {
        !self.changed.iter().chain(&self.deleted).any(|name| files::wants(name, endings))
    }

    /// Whether a path is one of some others, or below one.
    pub(crate) fn is_among(&self, path: &Path, others: &[PathBuf]) -> bool {
        let Some(name) = self.name(path) else { return false };
        others.iter().filter_map(|other| self.name(other)).any(|other| name.starts_with(other))
    }

    /// What a commit would change or remove of the files that judge some sheets: the files read
    /// here that satisfy `judges`, and removed files with these endings. Relative to the current
    /// folder, in order of name.
    pub(crate) fn changed_judges(
        &self,
        judges: &dyn Fn(&Path) -> bool,
        sheets: &[&Path],
        gone: &[&str],
    ) -> Vec<PathBuf> {
        let seen = self.seen();
        let judges: Vec<&PathBuf> =
            seen.read.iter().filter(|name| judges(&self.near(name))).collect();
        let read = judges.iter().copied().filter(|name| self.changed.contains(*name));
        // Removed from a folder whose rules judge, or from one above a sheet; files in other
        // folders judged nothing.
        let sheets: Vec<PathBuf> = sheets.iter().filter_map(|sheet| self.name(sheet)).collect();
        let beside = |name: &Path| {
            let folder = name.parent().unwrap_or(Path::new(""));
            judges.iter().any(|judge| judge.parent().is_some_and(|folder| name.starts_with(folder)))
                || (name.file_name().is_some_and(|file_name| file_name == "biaochi.yaml")
                    && sheets.iter().any(|sheet| sheet.starts_with(folder)))
        };
        let is_gone = |name: &&PathBuf| {
            let text = name.to_string_lossy().to_lowercase();
            gone.iter().any(|ending| text.ends_with(ending)) && beside(name)
        };
        let all: BTreeSet<&PathBuf> = read.chain(self.deleted.iter().filter(is_gone)).collect();
        all.into_iter().map(|name| self.near(name)).collect()
    }

    /// Notes that a file was read from disk because it is not in the index.
    pub(crate) fn lacks(&self, path: &Path) {
        let path = self.tidy(path);
        self.seen().from_disk.insert(path);
    }

    /// Files read from disk because they are not in the index: a warning each.
    pub(crate) fn lacking(&self) -> Vec<Diagnostic> {
        self.seen().from_disk.iter().map(|path| words::not_staged(path)).collect()
    }

    /// Files of a folder that the ignore files in the index exclude. Files in the index are not
    /// ignored by git, so `.gitignore` does not apply.
    pub(crate) fn ignored(&self, name: &str) -> Ignored<'_> {
        let mut rules = BTreeMap::new();
        let (mut faulty, limit) = (Vec::new(), 1024 * 1024);
        let files =
            self.entries.keys().filter(|path| path.file_name().is_some_and(|path| path == name));
        for file in files {
            let folder = file.parent().unwrap_or(Path::new("")).to_owned();
            let near = self.near(file);
            let Ok(Some(bytes)) = self.read(&near, limit) else { continue };
            let mut builder = GitignoreBuilder::new(self.top.join(&folder));
            for (number, line) in (1..).zip(String::from_utf8_lossy(&bytes).lines()) {
                if builder.add_line(None, line).is_err() {
                    faulty.push(files::words::bad_ignore_file(&near, Some(number)));
                }
            }
            rules.insert(folder, builder.build().unwrap_or_else(|_| Gitignore::empty()));
        }
        Ignored { index: self, rules, faulty }
    }

    fn seen(&self) -> MutexGuard<'_, IndexReads> {
        // Nothing panics while holding it.
        self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The ignore files of an index, by their folders.
pub(crate) struct Ignored<'a> {
    index: &'a Index,
    rules: BTreeMap<PathBuf, Gitignore>,
    pub(crate) faulty: Vec<Diagnostic>,
}

impl Ignored<'_> {
    /// Whether a file, or a folder that contains it, is excluded.
    pub(crate) fn leaves_out(&self, path: &Path) -> bool {
        if self.rules.is_empty() {
            return false;
        }
        let Some(name) = self.index.name(path) else { return false };
        // The nearest ignore file with a match for a part decides.
        let ignores = |part: &Path| {
            let above = part.ancestors().skip(1).filter_map(|folder| self.rules.get(folder));
            let mut said =
                above.map(|ignore| ignore.matched(self.index.top.join(part), part != name));
            said.find(|answer| !answer.is_none()).is_some_and(|answer| answer.is_ignore())
        };
        name.ancestors().filter(|ancestor| !ancestor.as_os_str().is_empty()).any(ignores)
    }
}
