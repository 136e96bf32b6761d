//! What the server knows: the open documents, the projects, and what is to be reported. Takes what
//! a client says; does not wait and computes nothing that takes long.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;

use gen_lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::capabilities::Client;
use super::documents::{DocumentKind, OpenDocument, name_of};
use super::main_loop::Event;
use super::roots::{Root, RootKey, Roots, key_of_settings};
use super::state::State;
use super::uri::{self, Key};
use super::{ClientSettings, Startup};
use crate::diagnostic::Lang;
use crate::project::{self, Projects};
use crate::setup;
use crate::source::{MAX_BYTES, Sources};

/// The open documents, the projects, and what is to be reported.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) client: Client,
    pub(super) lang: Lang,
    /// Whether letters find Chinese names by their sounds.
    pinyin: bool,
    startup: Startup,
    events: Sender<Event>,
    /// The folders that are open in the editor.
    folders: Vec<PathBuf>,
    projects: Projects,
    roots: Roots,
    documents: Arc<BTreeMap<Key, Arc<OpenDocument>>>,
    /// Open documents whose text has not gone to their project yet.
    unsettled: BTreeSet<Key>,
    /// Documents to report on, first things first.
    pub(super) changed: Vec<Key>,
    /// Projects in which something changed that other documents may depend on.
    pub(super) touched: BTreeSet<RootKey>,
    /// What was last handed out, as long as it is true.
    state: Option<Arc<State>>,
}

impl Server {
    /// A server for a client, with the folders that are open in it.
    pub(super) fn new(
        startup: Startup,
        client: Client,
        folders: Vec<PathBuf>,
        events: Sender<Event>,
    ) -> Self {
        Self {
            client,
            lang: startup.lang,
            pinyin: true,
            startup,
            events,
            folders,
            projects: Projects::default(),
            roots: Roots::new(),
            documents: Arc::default(),
            unsettled: BTreeSet::new(),
            changed: Vec::new(),
            touched: BTreeSet::new(),
            state: None,
        }
    }

    /// What the server knows now.
    pub(super) fn state(&mut self) -> Arc<State> {
        self.settle();
        let today = (self.startup.today)();
        let (client, lang, pinyin) = (self.client, self.lang, self.pinyin);
        let (roots, documents) = (&self.roots, &self.documents);
        let events = &self.events;
        let state = self.state.get_or_insert_with(|| {
            let views = roots.iter().map(|(key, root)| (key.clone(), root.view(today)));
            let (documents, views) = (Arc::clone(documents), Arc::new(views.collect()));
            Arc::new(State { client, lang, pinyin, events: events.clone(), documents, views })
        });
        Arc::clone(state)
    }

    /// The open document of a key.
    pub(super) fn document(&self, key: &Key) -> Option<&OpenDocument> {
        self.documents.get(key).map(|document| &**document)
    }

    /// The same, to change it.
    pub(super) fn document_mut(&mut self, key: &Key) -> Option<&mut OpenDocument> {
        self.state = None;
        Arc::make_mut(&mut self.documents).get_mut(key).map(Arc::make_mut)
    }

    /// The open documents of a project.
    pub(super) fn documents_of(&self, root: &RootKey) -> Vec<Key> {
        let own = self.documents.iter().filter(|(_, document)| document.root == *root);
        own.map(|(key, _)| key.clone()).collect()
    }

    /// A document was opened.
    pub(super) fn open(&mut self, uri: Uri, language: &str, version: i32, text: String) {
        let (key, kind) = (Key::of(&uri), DocumentKind::of(language, &uri));
        if self.documents.contains_key(&key) {
            self.close(&uri);
        }
        let root = self.root_of(&uri, kind);
        let mut document =
            OpenDocument::open((uri, kind, root.clone()), (version, text), self.client.units);
        document.look_for_misreading();
        Arc::make_mut(&mut self.documents).insert(key.clone(), Arc::new(document));
        if !self.roots.contains_key(&root) {
            let root_opened = Root::open(root.clone(), self.roots.values().next(), &self.projects);
            self.roots.insert(root, root_opened);
        }
        self.note_change(key);
        self.settle();
    }

    /// A document was changed.
    pub(super) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) {
        let (key, units) = (Key::of(uri), self.client.units);
        let Some(document) = self.document_mut(&key) else { return };
        document.change(version, changes, units);
        if document.misread {
            document.look_for_misreading();
        }
        self.note_change(key);
    }

    /// A document was closed.
    pub(super) fn close(&mut self, uri: &Uri) {
        self.settle();
        let key = Key::of(uri);
        self.state = None;
        let Some(document) = Arc::make_mut(&mut self.documents).remove(&key) else { return };
        self.unsettled.remove(&key);
        self.changed.retain(|other| *other != key);
        let is_lone = matches!(document.root, RootKey::Alone(_) | RootKey::Text(_));
        let is_last = self.documents_of(&document.root).is_empty();
        if is_lone || is_last && matches!(document.root, RootKey::Pack(_)) {
            self.roots.remove(&document.root);
            return;
        }
        let file = uri::path(uri);
        if let Some(root) = self.roots.get_mut(&document.root) {
            root.close(&document.name, file.as_deref(), document.kind == DocumentKind::Sheet);
        }
        self.touched.insert(document.root.clone());
        if document.kind != DocumentKind::Sheet {
            self.reload_rules(&document.name);
        }
    }

    fn note_change(&mut self, key: Key) {
        self.state = None;
        self.unsettled.insert(key.clone());
        self.changed.retain(|other| *other != key);
        self.changed.insert(0, key);
    }

    /// Hands the texts of changed documents to their projects: of many changes, the last.
    fn settle(&mut self) {
        for key in std::mem::take(&mut self.unsettled) {
            let Some(document) = self.documents.get(&key).cloned() else { continue };
            if document.misread || document.text.len() > MAX_BYTES {
                continue;
            }
            self.state = None;
            let is_sheet = document.kind == DocumentKind::Sheet;
            for (root_key, root) in &mut self.roots {
                if *root_key == document.root || !is_sheet && root.is_judged_by(&document.name) {
                    root.put(&document.name, &document.text, is_sheet);
                }
            }
            self.touched.insert(document.root.clone());
            if !is_sheet {
                self.reload_rules(&document.name);
            }
        }
    }

    /// Reads the rules of the projects that a text of that name is, or may be, a part of.
    fn reload_rules(&mut self, name: &str) {
        self.state = None;
        for (key, root) in &mut self.roots {
            let is_own = self
                .documents
                .values()
                .any(|document| document.root == *key && document.name == name);
            if is_own || root.is_judged_by(name) {
                root.load_rules();
                self.touched.insert(key.clone());
                let documents = self.documents.iter().filter(|(_, document)| document.root == *key);
                let documents = documents.map(|(document, _)| document.clone());
                let new = documents
                    .filter(|document| !self.changed.contains(document))
                    .collect::<Vec<_>>();
                self.changed.extend(new);
            }
        }
    }

    /// The project of a document.
    fn root_of(&self, uri: &Uri, kind: DocumentKind) -> RootKey {
        let Some(path) = uri::path(uri) else {
            return match kind {
                DocumentKind::Rules => RootKey::Text(name_of(uri)),
                _ => RootKey::Alone(Key::of(uri)),
            };
        };
        let name = name_of(uri);
        let user = self.roots.iter().find(|(_, root)| root.is_judged_by(&name));
        if let Some((key, _)) = user.filter(|_| kind != DocumentKind::Sheet) {
            return key.clone();
        }
        let settings = key_of_settings(&self.projects, &path);
        if let Some(file) = &settings
            && (kind != DocumentKind::Rules || self.requests_rules(file, &path))
        {
            return RootKey::Settings(file.clone());
        }
        if kind == DocumentKind::Rules {
            return RootKey::Pack(project::spelt(&project::pack_of(&path)));
        }
        let holds = |folder: &&PathBuf| path.starts_with(folder);
        let folder =
            self.folders.iter().filter(holds).max_by_key(|folder| folder.as_os_str().len());
        folder.map_or_else(
            || RootKey::Alone(Key::of(uri)),
            |folder| RootKey::Folder(project::spelt(folder)),
        )
    }

    /// Whether settings request the pack that a rule file is in.
    fn requests_rules(&self, settings: &Path, rules: &Path) -> bool {
        let config = self.projects.config(settings, &mut Sources::new());
        let packs = config.iter().flat_map(setup::packs);
        let mut paths = packs.map(|pack| project::absolute(&pack.path));
        paths.any(|path| project::absolute(rules).starts_with(path))
    }

    /// Folders were opened or closed in the editor.
    pub(super) fn change_folders(&mut self, added: Vec<PathBuf>, removed: &[PathBuf]) {
        self.folders.retain(|folder| !removed.contains(folder));
        self.folders.extend(added);
        self.regroup();
    }

    /// The settings of the client came.
    pub(super) fn set(&mut self, settings: ClientSettings) {
        let ClientSettings { lang, pinyin } = settings;
        self.state = None;
        self.pinyin = pinyin.unwrap_or(self.pinyin);
        if let Some(lang) = lang.filter(|lang| *lang != self.lang) {
            self.lang = lang;
            self.changed = self.documents.keys().cloned().collect();
        }
    }

    /// Files were written, created or removed by others.
    pub(super) fn files_changed(&mut self, files: &[PathBuf]) {
        self.state = None;
        let is_settings = |file: &PathBuf| {
            let name = file.file_name().unwrap_or_default();
            name == project::CONFIG || project::IGNORE_FILES.iter().any(|ignore| *ignore == name)
        };
        if files.iter().any(is_settings) || files.iter().any(|file| file.is_dir()) {
            self.regroup();
        }
        for file in files {
            let file = project::spelt(file);
            let name = project::shown(&file);
            if file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("biao")) {
                let uri = uri::file(&project::absolute(&file));
                let key = self.root_of(&uri, DocumentKind::Sheet);
                if let Some(root) = self.roots.get_mut(&key) {
                    root.read_sheet(&file);
                    self.touched.insert(key);
                }
            } else {
                self.rules_changed(&file, &name);
            }
        }
    }

    /// A rule file, a dictionary or a manifest was written: it may be new to a pack.
    fn rules_changed(&mut self, file: &Path, name: &str) {
        for (key, root) in &mut self.roots {
            let file = project::absolute(file);
            let mut folders = root.folders().into_iter().map(|folder| project::absolute(&folder));
            if root.is_judged_by(name) || folders.any(|folder| file.starts_with(folder)) {
                root.load_rules();
                self.touched.insert(key.clone());
            }
        }
    }

    /// Settings came, changed or went: each document is given to its project again, and each
    /// project looks for its sheets.
    fn regroup(&mut self) {
        self.settle();
        self.state = None;
        self.projects = Projects::default();
        let keys: Vec<Key> = self.documents.keys().cloned().collect();
        for key in keys {
            let Some(document) = self.documents.get(&key).cloned() else { continue };
            let root = self.root_of(&document.uri, document.kind);
            if root == document.root {
                continue;
            }
            let former = document.root.clone();
            if let Some(former) = self.roots.get_mut(&former) {
                former.close(&document.name, None, document.kind == DocumentKind::Sheet);
            }
            if let Some(document) = self.document_mut(&key) {
                document.root = root.clone();
            }
            if !self.roots.contains_key(&root) {
                let opened = Root::open(root.clone(), self.roots.values().next(), &self.projects);
                self.roots.insert(root, opened);
            }
            self.note_change(key);
        }
        let used: BTreeSet<RootKey> =
            self.documents.values().map(|document| document.root.clone()).collect();
        self.roots.retain(|key, _| used.contains(key));
        for (key, root) in &mut self.roots {
            root.load_rules();
            root.look_for_sheets(&self.projects);
            self.touched.insert(key.clone());
        }
        self.settle();
    }

    /// Reads some sheets of the folders that are still to be read; whether there is more to read.
    pub(super) fn read_more(&mut self) -> bool {
        const AT_ONCE: usize = 16;
        let Some((key, root)) = self.roots.iter_mut().find(|(_, root)| !root.is_read()) else {
            return false;
        };
        self.state = None;
        root.read_more(AT_ONCE);
        if root.is_read() {
            self.touched.insert(key.clone());
        }
        true
    }

    /// Whether sheets are still to be read.
    pub(super) fn is_reading(&self) -> bool {
        self.roots.values().any(|root| !root.is_read())
    }

    /// The folders that sheets and rules are read from.
    pub(super) fn watched(&self) -> BTreeSet<PathBuf> {
        self.roots.values().flat_map(Root::folders).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Weak};

    use serde_json::json;

    use super::*;
    use crate::lsp::publish;

    const RULES: &str = "表单 小表 年度 2020：\n    栏 项目名称 文本 必填\n法规 办法 《办法》\n规则 小/名称不宜过短：\n    依据 办法\n    须   字数(项目名称) ≥ 3\n    否则 警告 \"太短\" 于 项目名称\n";
    const SHEET: &str = "表单: 小表\n年度: 2020\n项目名称: 桥\n";

    /// What is held of former texts is counted, not measured: no allocator is asked.
    #[test]
    #[allow(clippy::disallowed_methods, reason = "a test writes the files that it needs")]
    fn nothing_is_kept_of_ten_thousand_edits() {
        const EDITS: i32 = 10_000;
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("biaochi.yaml"), "packs: [规则.chi]\n").unwrap();
        std::fs::write(folder.path().join("规则.chi"), RULES).unwrap();
        let (events, _events) = std::sync::mpsc::channel();
        let startup = Startup { lang: Lang::Zh, today: || None };
        let mut server = Server::new(startup, Client::default(), Vec::new(), events);
        let uri = uri::file(&folder.path().join("甲.biao"));
        server.open(uri.clone(), "biao", 1, SHEET.to_owned());
        let (mut states, mut documents, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        let mut known = Vec::new();
        for version in 2..2 + EDITS {
            // A character more, then one less.
            let end = 6 + i32::from(version % 2 != 0);
            let change = json!({
                "range": {
                    "start": { "line": 2, "character": 6 }, "end": { "line": 2, "character": end },
                },
                "text": if version % 2 == 0 { "长" } else { "" },
            });
            server.change(&uri, version, vec![serde_json::from_value(change).unwrap()]);
            let state = server.state();
            let place = state.place(&uri).unwrap();
            if version % 10 == 0 {
                assert_eq!(publish::diagnostics(place).len(), 1);
            }
            let files = place.view.snapshot.files().iter();
            documents
                .extend(files.flat_map(|file| &file.parts).map(|(_, read)| Arc::downgrade(read)));
            texts.push(Arc::downgrade(&place.document.text));
            states.push(Arc::downgrade(&state));
            if version % (EDITS / 2) == 0 {
                known.push((place.view.sources.iter().count(), server.roots.len()));
            }
        }
        fn alive<T>(all: &[Weak<T>]) -> usize {
            let mut all: Vec<_> = all.iter().filter(|held| held.strong_count() > 0).collect();
            all.dedup_by(|left, right| left.ptr_eq(right));
            all.len()
        }
        let held = (alive(&states), alive(&documents), alive(&texts));
        assert!(held.0 <= 1 && held.1 <= 2 && held.2 <= 2, "states, documents, texts: {held:?}");
        assert_eq!(known.first(), known.last());
    }
}
