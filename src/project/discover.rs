//! From paths as typed to the files they refer to. Folders are walked in order of name; what ignore
//! files exclude is left out, what is named explicitly is included.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::Diagnostic;

use super::left_out::{self, Unsearched};
use super::pack::ENDING;
use super::{CONFIG, Filter, within, words};
use crate::files::{
    self, FileIdentity, absolute, canonical, is_linked, relative, shown, spelt, tidy, wants,
};
use crate::nearest::nearest;

/// The files of a command line.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    /// The files, sorted, each once.
    pub files: Vec<PathBuf>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
    /// Rule files that were found while searching other files.
    pub beside: Vec<PathBuf>,
    /// What was left out where other files were found.
    pub(crate) left_out: Unsearched,
}

/// Names of ignore files, weakest first.
pub(crate) const IGNORE_FILES: [&str; 2] = [".gitignore", ".ignore"];

/// Folders that never contain sources.
const PASSED_OVER: [&str; 2] = ["target", "node_modules"];

/// Decides which files of a folder are included.
pub type Filters<'f> = &'f mut dyn FnMut(&Path) -> Filter;

/// Finds the files with one of some endings (`biao`) under some paths that the filters of their
/// folders include. A named file is included whatever its ending, and whatever the filter, unless
/// it is forced.
pub fn discover(paths: &[PathBuf], extensions: &[&str], filters: Filters<'_>) -> Discovery {
    let mut found = FileSearch {
        extensions,
        filters,
        files: Vec::new(),
        beside: Vec::new(),
        left_out: Unsearched::default(),
        diagnostics: Vec::new(),
    };
    for path in paths {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => found.folder(&spelt(path)),
            Ok(_) => {
                let path = spelt(path);
                let filter = (found.filters)(path.parent().unwrap_or(Path::new("")));
                if !filter.force || filter.takes(&path) {
                    found.files.push(path);
                }
            }
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                found.diagnostics.push(match path.is_symlink() {
                    true => files::words::broken_link(path),
                    false => files::words::missing(path, sibling(path).as_deref()),
                });
            }
            Err(cause) => found.diagnostics.push(files::words::unreadable(path, &cause)),
        }
    }
    let files = once_each(found.files);
    Discovery {
        left_out: found.left_out.without(&files),
        files,
        diagnostics: found.diagnostics,
        beside: once_each(found.beside),
    }
}

/// Each file once, in order of name: under its own name rather than that of a link.
fn once_each(paths: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut files: BTreeMap<FileIdentity, PathBuf> = BTreeMap::new();
    for path in paths {
        match files.entry(FileIdentity::of(&path)) {
            Entry::Vacant(place) => {
                place.insert(path);
            }
            Entry::Occupied(mut known) if *known.get() != path => {
                let rank = |path: &PathBuf| (is_linked(path), path.clone());
                if rank(&path) < rank(known.get()) {
                    known.insert(path);
                }
            }
            Entry::Occupied(_) => {}
        }
    }
    // What is below the current folder is not written through a folder above.
    let is_above = |path: &PathBuf| path.starts_with("..");
    let near = |path: PathBuf| if is_above(&path) { relative(&absolute(&path)) } else { path };
    let mut files: Vec<PathBuf> = files.into_values().map(near).collect();
    files.sort();
    files
}

/// The nearest name beside a path that does not exist.
fn sibling(path: &Path) -> Option<String> {
    let folder = path.parent()?;
    let name = path.file_name()?.to_string_lossy();
    let entries = std::fs::read_dir(tidy(folder)).ok()?;
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let near = nearest(&name, names.iter().map(String::as_str))?;
    Some(shown(&folder.join(near)))
}

struct FileSearch<'a> {
    extensions: &'a [&'a str],
    filters: Filters<'a>,
    files: Vec<PathBuf>,
    beside: Vec<PathBuf>,
    left_out: Unsearched,
    diagnostics: Vec<Diagnostic>,
}

impl FileSearch<'_> {
    fn folder(&mut self, root: &Path) {
        let mut ignores = self.ignores_above(root);
        let above = ignores.len();
        let before = self.files.len();
        // For each folder on the way to an entry: its filter, and the folder that its links must
        // not leave.
        let mut folders: Vec<(Filter, PathBuf)> = Vec::new();
        let own = ((self.filters)(root), within::home(root));
        let (mut filtered, mut troubles) = (0, 0);
        let mut left_out = Unsearched::default();
        let mut walk = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    ignores.truncate(above + error.depth());
                    folders.truncate(error.depth());
                    let finding =
                        self.trouble(root, &error, &ignores, &folders.last().unwrap_or(&own).0);
                    troubles += usize::from(finding.is_some());
                    self.diagnostics.extend(finding);
                    continue;
                }
            };
            let (path, is_folder) = (entry.path(), entry.file_type().is_dir());
            // Only the ignore files of the folders above this entry apply.
            ignores.truncate(above + entry.depth());
            folders.truncate(entry.depth());
            let (filter, home) = folders.last().unwrap_or(&own);
            if entry.depth() > 0 && (is_hidden(&entry) || is_ignored(&ignores, path, is_folder)) {
                self.leave_out(&entry, &mut left_out);
                if is_folder {
                    walk.skip_current_dir();
                }
            } else if is_folder && filter.passes_over(path) {
                filtered += 1;
                walk.skip_current_dir();
            } else if entry.path_is_symlink()
                && entry.depth() > 0
                && (is_folder || self.wants(path))
                && let Some(target) = within::led_out(path, home)
            {
                troubles += 1;
                self.diagnostics.push(words::link_outside(&tidy(path), &target));
                if is_folder {
                    walk.skip_current_dir();
                }
            } else if is_folder {
                // Settings start a new project.
                let is_project = entry.depth() > 0 && path.join(CONFIG).exists();
                let below = match is_project {
                    true => canonical(path).unwrap_or_else(|_| absolute(path)),
                    false => home.clone(),
                };
                folders.push(((self.filters)(path), below));
                ignores.push(self.ignore_files(path));
            } else if self.wants(path) && !filter.takes(path) {
                filtered += 1;
            } else if self.wants(path) {
                self.files.push(self.own_name(&entry, root));
            } else if judges(path) {
                self.beside.push(tidy(path));
            }
        }
        if self.files.len() == before && troubles == 0 {
            let why = (left_out.ignored.len(), filtered > 0);
            self.diagnostics.push(words::nothing_found(root, self.extensions, why));
        } else {
            self.left_out.ignored.append(&mut left_out.ignored);
            self.left_out.passed_over.append(&mut left_out.passed_over);
        }
    }

    /// Keeps in mind an entry that is hidden or ignored, where it is one of the kind or holds some.
    fn leave_out(&self, entry: &DirEntry, left_out: &mut Unsearched) {
        let (path, is_folder) = (entry.path(), entry.file_type().is_dir());
        let list = match is_hidden(entry) {
            false => &mut left_out.ignored,
            true if is_folder && PASSED_OVER.iter().any(|name| *name == entry.file_name()) => {
                &mut left_out.passed_over
            }
            true => return,
        };
        let is_wanted = match is_folder {
            true => left_out::holds(path, self.extensions),
            false => self.wants(path),
        };
        list.extend(is_wanted.then(|| tidy(path)));
    }

    /// The name of a file: for a link, that of its target, if that has one of the endings.
    fn own_name(&self, entry: &DirEntry, root: &Path) -> PathBuf {
        let path = tidy(entry.path());
        if !entry.path_is_symlink() {
            return path;
        }
        let real = canonical(&path).ok().filter(|real| self.wants(real));
        let below = |real: &PathBuf| {
            let below = real.strip_prefix(canonical(root).ok()?).ok()?;
            Some(tidy(&root.join(below)))
        };
        real.map_or(path, |real| below(&real).unwrap_or_else(|| spelt(&real)))
    }

    fn wants(&self, path: &Path) -> bool {
        wants(path, self.extensions)
    }

    /// The ignore files of the folders above, up to the root of the repository.
    fn ignores_above(&mut self, root: &Path) -> Vec<Gitignore> {
        let Ok(absolute) = std::path::absolute(root) else { return Vec::new() };
        let is_repository = |folder: &&Path| folder.join(".git").exists();
        let Some(top) = absolute.ancestors().find(is_repository) else { return Vec::new() };
        let mut above: Vec<&Path> =
            absolute.ancestors().skip(1).take_while(|folder| folder.starts_with(top)).collect();
        above.reverse();
        above.into_iter().map(|folder| self.ignore_files(folder)).collect()
    }

    /// The ignore rules of a folder.
    fn ignore_files(&mut self, folder: &Path) -> Gitignore {
        let mut builder =
            GitignoreBuilder::new(std::path::absolute(folder).unwrap_or(folder.to_owned()));
        for name in IGNORE_FILES {
            let file = folder.join(name);
            if !file.is_file() {
                continue;
            }
            if let Some(error) = builder.add(&file) {
                self.diagnostics.push(files::words::bad_ignore_file(&file, line(&error)));
            }
        }
        builder.build().unwrap_or_else(|_| Gitignore::empty())
    }

    /// The finding for an entry that cannot be read; none for a broken link that is excluded
    /// anyway.
    fn trouble(
        &self,
        root: &Path,
        error: &walkdir::Error,
        ignores: &[Gitignore],
        filter: &Filter,
    ) -> Option<Diagnostic> {
        let path = error.path().unwrap_or(root);
        let is_broken = path.is_symlink() && !path.exists();
        if is_broken {
            let name = path.file_name().unwrap_or_default();
            let left_out = is_passed_over(name, false) || is_ignored(ignores, path, false);
            if error.depth() > 0 && (left_out || !filter.takes(path)) {
                return None;
            }
        }
        Some(match error.io_error() {
            _ if error.loop_ancestor().is_some() => words::link_loop(path),
            Some(cause) if is_broken && cause.kind() == std::io::ErrorKind::NotFound => {
                files::words::broken_link(path)
            }
            Some(cause) => files::words::unreadable(path, cause),
            None => files::words::not_a_file(path),
        })
    }
}

/// Whether a file may affect how sheets are judged.
pub(super) fn judges(path: &Path) -> bool {
    wants(path, &[ENDING])
}

fn is_hidden(entry: &DirEntry) -> bool {
    is_passed_over(entry.file_name(), entry.file_type().is_dir())
}

/// Whether a file or folder of that name is skipped.
pub(super) fn is_passed_over(name: &OsStr, is_folder: bool) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || (is_folder && PASSED_OVER.contains(&name.as_ref()))
}

/// Whether the ignore rules, the nearest first, exclude a path.
fn is_ignored(ignores: &[Gitignore], path: &Path, is_folder: bool) -> bool {
    let Ok(path) = std::path::absolute(path) else { return false };
    for rules in ignores.iter().rev() {
        match rules.matched(&path, is_folder) {
            Match::Ignore(_) => return true,
            Match::Whitelist(_) => return false,
            Match::None => {}
        }
    }
    false
}

/// The line of the first fault in an ignore file.
fn line(error: &ignore::Error) -> Option<u64> {
    match error {
        ignore::Error::Partial(errors) => errors.iter().find_map(line),
        ignore::Error::WithLineNumber { line, .. } => Some(*line),
        ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } => line(err),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    /// A folder with files of these names; a text after ` = ` is their content.
    fn folder(files: &[&str]) -> tempfile::TempDir {
        let parted = files.iter().map(|file| file.split_once(" = ").unwrap_or((file, "")));
        crate::files::test_folder(&parted.collect::<Vec<_>>())
    }

    /// What is found, by name within the folder, and the codes of the findings.
    fn found(folder: &tempfile::TempDir, paths: &[&str]) -> (Vec<String>, Vec<Code>) {
        let root = folder.path();
        let paths: Vec<PathBuf> = paths.iter().map(|path| root.join(path)).collect();
        let discovery = discover(&paths, &["biao"], &mut crate::project::unfiltered);
        let name = |file: &PathBuf| shown(file.strip_prefix(root).unwrap());
        let codes = discovery.diagnostics.iter().map(|finding| finding.code.clone()).collect();
        (discovery.files.iter().map(name).collect(), codes)
    }

    #[test]
    fn folders_are_walked_in_order_and_ignore_files_are_honoured() {
        let folder = folder(&[
            "乙 表.biao",
            "甲/一.biao",
            "甲/二.BIAO",
            "甲/三.txt",
            "甲/草稿.biao",
            "甲/深/留.biao",
            "甲/深/弃.biao",
            "甲/.gitignore = 草稿.biao\n弃*\n",
            "甲/深/.ignore = !弃.biao\n",
            ".隐/四.biao",
            "target/五.biao",
            "node_modules/六.biao",
            "target.biao",
        ]);
        let all = [
            "target.biao",
            "乙 表.biao",
            "甲/一.biao",
            "甲/二.BIAO",
            "甲/深/弃.biao",
            "甲/深/留.biao",
        ];
        assert_eq!(found(&folder, &["."]), (all.map(str::to_owned).to_vec(), vec![]));
        // Named twice, and named though ignored.
        let (files, codes) =
            found(&folder, &["甲/草稿.biao", "甲/深", "甲/深/留.biao", "甲/三.txt"]);
        assert_eq!(files, ["甲/三.txt", "甲/深/弃.biao", "甲/深/留.biao", "甲/草稿.biao"]);
        assert!(codes.is_empty());
    }

    #[test]
    fn ignore_files_above_count_within_a_repository() {
        let files =
            [".gitignore = 弃.biao\n/甲/深/\n", "甲/弃.biao", "甲/深/一.biao", "甲/留.biao"];
        let folder = folder(&files);
        assert_eq!(found(&folder, &["甲"]).0, ["甲/弃.biao", "甲/深/一.biao", "甲/留.biao"]);
        std::fs::create_dir(folder.path().join(".git")).unwrap();
        assert_eq!(found(&folder, &["甲"]).0, ["甲/留.biao"]);
    }

    #[test]
    fn what_cannot_be_found_is_said_with_a_hint() {
        let folder =
            folder(&["道路养护.biao", "空/说明.txt", "弃/甲.biao", "弃/.ignore = *.biao\n"]);
        let discovery = discover(
            &["道路养户.biao", "空", "弃"].map(|name| folder.path().join(name)),
            &["biao"],
            &mut crate::project::unfiltered,
        );
        assert!(discovery.files.is_empty());
        let [missing, empty, ignored] = &discovery.diagnostics[..] else {
            panic!("three findings")
        };
        assert_eq!(missing.code, Code::PATH_MISSING);
        assert!(missing.help.as_ref().unwrap().zh.contains("道路养护.biao"), "{missing:?}");
        assert_eq!(empty.code, Code::NO_FILE);
        assert!(ignored.help.as_ref().unwrap().zh.contains("1 个被忽略文件"), "{ignored:?}");
    }

    #[test]
    fn a_broken_line_of_an_ignore_file_is_said() {
        let folder = folder(&["甲.biao", ".ignore = 乙.biao\n[a\\\n{\n"]);
        let (files, codes) = found(&folder, &["."]);
        assert_eq!(files, ["甲.biao"]);
        assert_eq!(codes, [Code::IGNORE_FILE_FAULTY]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_within_the_project_and_loops_are_said() {
        use std::os::unix::fs::symlink;
        let outside =
            folder(&["外.biao", "外.txt", "深/外.biao", "密 = 密码", "包/pack.yaml", "包/一.chi"]);
        let folder = folder(&["甲/一.biao", "甲/乙/二.biao", ".藏/三.biao"]);
        let link = |to: &Path, name: &str| symlink(to, folder.path().join(name)).unwrap();
        link(&folder.path().join("甲/乙"), "甲/同");
        link(&folder.path().join(".藏"), "甲/露");
        link(Path::new("一.biao"), "甲/又.biao");
        let files = ["甲/一.biao", "甲/乙/二.biao", "甲/露/三.biao"].map(str::to_owned).to_vec();
        assert_eq!(found(&folder, &["."]), (files.clone(), vec![]));
        link(outside.path(), "甲/接");
        link(&outside.path().join("密"), "甲/密.biao");
        link(&outside.path().join("包"), "甲/包");
        link(&outside.path().join("外.txt"), "甲/外.txt");
        link(Path::new("/dev/zero"), "甲/零.biao");
        link(folder.path(), "甲/环");
        link(Path::new("无"), "甲/断.biao");
        link(Path::new("无"), "甲/.断.biao");
        let (all, mut codes) = found(&folder, &["."]);
        codes.sort_by_key(ToString::to_string);
        let mut expected = [Code::LINK_OUTSIDE, Code::LINK_OUTSIDE, Code::LINK_OUTSIDE]
            .into_iter()
            .chain([Code::BROKEN_LINK, Code::CIRCULAR_LINK])
            .collect::<Vec<_>>();
        expected.sort_by_key(ToString::to_string);
        assert_eq!((all, codes), (files, expected));
        // Named on the command line it may lie anywhere.
        assert_eq!(found(&folder, &["甲/密.biao"]).0, ["甲/密.biao"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_may_not_be_read_is_said() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder(&["甲.biao", "锁/乙.biao"]);
        let locked = folder.path().join("锁");
        std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o0)).unwrap();
        // The superuser may read everything.
        if std::fs::read_dir(&locked).is_err() {
            let (files, codes) = found(&folder, &["."]);
            assert_eq!((files, codes), (vec!["甲.biao".into()], vec![Code::UNREADABLE]));
        }
        std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
}
