//! Waits for files to change. Takes paths; tells which of the files that matter were written, made, moved or removed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::diagnostic::Diagnostic;

use super::{CONFIG, words};
use crate::files::{relative, shown, tidy};

/// How long no file must have changed before a change is reported: an editor writes in several steps.
const SETTLED: Duration = Duration::from_millis(100);

/// What the names of files that matter end in.
const ENDINGS: [&str; 6] = ["biao", "chi", "csv", "tsv", "yaml", "yml"];

/// Files that are being watched.
pub(crate) struct Watch {
    events: Receiver<notify::Result<Event>>,
    /// Watches as long as it lives.
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Watches files, and folders with all that lies in them.
    ///
    /// # Errors
    /// One of them is not there, or the system allows no more.
    pub(crate) fn new(paths: &[PathBuf]) -> Result<Self, Diagnostic> {
        let (sender, events) = channel();
        let cannot = |path: &Path| {
            let name = shown(path);
            move |error: notify::Error| words::unwatchable(&name, &error.to_string())
        };
        let mut watcher = notify::recommended_watcher(sender).map_err(cannot(Path::new(".")))?;
        let mut watched = BTreeSet::new();
        for path in paths {
            let path = tidy(path);
            // A file that is replaced is another one: its folder is watched.
            let (folder, mode) = match path.is_dir() {
                true => (path, RecursiveMode::Recursive),
                false => {
                    (tidy(path.parent().unwrap_or(Path::new("."))), RecursiveMode::NonRecursive)
                }
            };
            if watched.insert(folder.clone()) {
                watcher.watch(&folder, mode).map_err(cannot(&folder))?;
            }
        }
        Ok(Self { events, _watcher: watcher })
    }

    /// Waits until something that matters has changed; which files. `None` when nothing can change any more.
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
    let matters = |path: &&PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        !name.starts_with('.') && (name == CONFIG || ENDINGS.contains(&&*ending))
    };
    changed.extend(event.paths.iter().filter(matters).map(|path| shown(&relative(path))));
}
