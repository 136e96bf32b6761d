//! Files that others change. A client that can watches them; otherwise the folders of sheets and
//! packs are watched here, and no more.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::Sender;

use gen_lsp_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, Registration,
    RegistrationParams,
};

use super::main_loop::Event;
use crate::project::Watch;

/// The folders that are watched here.
#[derive(Debug)]
pub(super) struct Watcher {
    watch: Option<Watch>,
    folders: BTreeSet<PathBuf>,
}

impl Watcher {
    /// Watches nothing yet; what changes is sent. Where files cannot be watched, documents are
    /// still checked as they are edited.
    pub(super) fn start(events: Sender<Event>) -> Self {
        let watch = Watch::new().ok().and_then(|(watch, changes)| {
            let run = move || {
                while let Some(changed) = changes.wait() {
                    let files = changed.into_iter().map(PathBuf::from).collect();
                    if events.send(Event::Files(files)).is_err() {
                        return;
                    }
                }
            };
            std::thread::Builder::new().name("watch".to_owned()).spawn(run).ok()?;
            Some(watch)
        });
        Self { watch, folders: BTreeSet::new() }
    }

    /// Watches these folders, too.
    pub(super) fn follow(&mut self, folders: &BTreeSet<PathBuf>) {
        let Some(watch) = &mut self.watch else { return };
        for folder in folders.difference(&self.folders) {
            // What cannot be watched is read when it is opened or saved.
            let _ = watch.follow(folder);
        }
        self.folders.clone_from(folders);
    }
}

/// The files that sheets are judged by, and sheets.
const PATTERNS: [&str; 2] = ["**/*.{biao,chi,csv,tsv,yaml,yml}", "**/{.gitignore,.ignore}"];

/// Has the client watch them.
pub(super) fn registration() -> RegistrationParams {
    let watcher = |pattern: &&str| FileSystemWatcher {
        glob_pattern: GlobPattern::Pattern((*pattern).to_owned()),
        kind: None,
    };
    let options = DidChangeWatchedFilesRegistrationOptions {
        watchers: PATTERNS.iter().map(watcher).collect(),
    };
    RegistrationParams {
        registrations: vec![Registration {
            id: "biaochi-files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: serde_json::to_value(options).ok(),
        }],
    }
}
