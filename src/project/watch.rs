//! Waits for files to change. Takes paths; gives the relevant files, and the folders, that were
//! written, created, moved or removed.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::event::{ModifyKind, RemoveKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::diagnostic::Diagnostic;

use super::discover::{IGNORE_FILES, is_passed_over};
use super::{CONFIG, words};
use crate::files::{relative, shown, tidy};

/// How long files must be unchanged before a change is reported: editors write in several steps.
const SETTLED: Duration = Duration::from_millis(100);

/// The endings of relevant files.
const ENDINGS: [&str; 6] = ["biao", "chi", "csv", "tsv", "yaml", "yml"];

/// Files that are being watched.
#[derive(Debug)]
pub(crate) struct Watch {
    watcher: RecommendedWatcher,
    /// The folders that are watched.
    folders: BTreeSet<PathBuf>,
}

impl Watch {
    /// Watches nothing yet; what it will see comes through the second.
    ///
    /// # Errors
    /// The system does not let files be watched.
    pub(crate) fn new() -> Result<(Self, FileChanges), Diagnostic> {
        let (sender, events) = channel();
        let cannot = |error: notify::Error| words::unwatchable(".", &error.to_string());
        let watcher = notify::recommended_watcher(sender).map_err(cannot)?;
        Ok((Self { watcher, folders: BTreeSet::new() }, FileChanges { events }))
    }

    /// Watches a file, or a folder with all that lies in it, besides what is watched already.
    ///
    /// # Errors
    /// It is not there, or the system allows no more.
    pub(crate) fn follow(&mut self, path: &Path) -> Result<(), Diagnostic> {
        // What was removed is watched again once it is back.
        self.folders.retain(|folder| folder.exists());
        let path = tidy(path);
        // A replaced file is a new one: watch its folder.
        let (folder, mode) = match path.is_dir() {
            true => (path, RecursiveMode::Recursive),
            false => (tidy(path.parent().unwrap_or(Path::new("."))), RecursiveMode::NonRecursive),
        };
        // The current folder has one name: watched by another as well, it would not be watched with
        // all that lies in it.
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
        if self.folders.contains(&folder) {
            return Ok(());
        }
        let cannot = |error: notify::Error| words::unwatchable(&shown(&folder), &error.to_string());
        self.watcher.watch(&folder, mode).map_err(cannot)?;
        self.folders.insert(folder);
        Ok(())
    }
}

/// What changes among the files that are watched.
#[derive(Debug)]
pub(crate) struct FileChanges {
    events: Receiver<notify::Result<Event>>,
}

impl FileChanges {
    /// Waits until relevant files have changed; returns them. `None` if nothing can change any
    /// more.
    pub(crate) fn wait(&self) -> Option<Vec<String>> {
        let mut changed = BTreeSet::new();
        loop {
            match changed.is_empty() {
                true => note(self.events.recv().ok()?, &mut changed),
                false => match self.events.recv_timeout(SETTLED) {
                    Ok(event) => note(event, &mut changed),
                    Err(_) => return Some(changed.into_iter().collect()),
                },
            }
        }
    }
}

fn note(event: notify::Result<Event>, changed: &mut BTreeSet<String>) {
    let Ok(event) = event else { return };
    if matches!(event.kind, EventKind::Access(_)) {
        return;
    }
    for path in &event.paths {
        let name = relative(path);
        if matters(event.kind, path, &name) {
            changed.insert(shown(&name));
        }
    }
}

/// Whether a change of that kind, at `name` relative to the current folder, affects what is
/// checked.
fn matters(kind: EventKind, path: &Path, name: &Path) -> bool {
    let mut folders: Vec<_> = name.components().filter_map(normal).collect();
    let Some(last) = folders.pop() else { return false };
    if folders.iter().any(|folder| is_passed_over(folder, true)) {
        return false;
    }
    if IGNORE_FILES.iter().any(|known| *known == last) {
        return true;
    }
    let ending = name.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_matter = last == CONFIG || ENDINGS.contains(&&*ending);
    if is_passed_over(last, !is_matter) {
        return false;
    }
    // The content of a moved folder has no events of its own. A path that was moved away can no
    // longer be examined.
    is_matter || path.is_dir() && !is_touched(kind) || is_gone(kind) && !path.exists()
}

fn normal(component: Component<'_>) -> Option<&OsStr> {
    match component {
        Component::Normal(name) => Some(name),
        _ => None,
    }
}

/// Whether a folder itself is unchanged: something in it has changed, with an event of its own.
fn is_touched(kind: EventKind) -> bool {
    matches!(kind, EventKind::Modify(ModifyKind::Metadata(_) | ModifyKind::Data(_)))
}

/// Whether a folder may have been removed.
fn is_gone(kind: EventKind) -> bool {
    match kind {
        EventKind::Remove(RemoveKind::File) => false,
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, RenameMode};

    use super::*;

    #[test]
    fn what_changes_the_check_matters_and_nothing_else() {
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::create_dir_all(folder.path().join("申报/2020.1")).unwrap();
        std::fs::write(folder.path().join("说明.txt"), "").unwrap();
        let moved = EventKind::Modify(ModifyKind::Name(RenameMode::From));
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let made = EventKind::Create(CreateKind::Any);
        let removed = EventKind::Remove(RemoveKind::Folder);
        for (kind, name, expected) in [
            (written, "甲.biao", true),
            (removed, "申报/甲.BIAO", true),
            (written, "申报/biaochi.yaml", true),
            (written, "空话.csv", true),
            (written, ".gitignore", true),
            (made, "申报/.ignore", true),
            // Folders created, moved in, moved away or removed, whatever their name.
            (made, "申报", true),
            (made, "申报/2020.1", true),
            (moved, "申报", true),
            (moved, "走了", true),
            (moved, "走了.d", true),
            (removed, "走了", true),
            // Other files, and what walks skip.
            (written, "说明.txt", false),
            (made, "说明.txt", false),
            (EventKind::Remove(RemoveKind::File), "旧.txt", false),
            (written, "申报", false),
            (written, ".git/index", false),
            (moved, ".git/refs/heads/main", false),
            (moved, ".甲.biao.swp", false),
            (made, "target/x/甲.biao", false),
            (written, "node_modules/甲.biao", false),
            (moved, "target", false),
        ] {
            let path = folder.path().join(name);
            assert_eq!(matters(kind, &path, Path::new(name)), expected, "{kind:?} {name}");
        }
    }
}
