//! The language server in dialogues: `tests/lsp/*.txt`, each a conversation that reads like one.
//! What the client does stands at the margin, what the server then says behind `< `. A message that
//! is not written down fails, and so does one that does not come. `BIAOCHI_UPDATE=1` writes the
//! dialogues again.
//!
//! ```text
//! client {"capabilities": …}       what it can do, at the start; may be left out
//! file NAME                        a file on disk, its text below, indented
//! file-gb NAME                     the same in GB 18030
//! write NAME                       a file later, and the client says that it changed
//! write-silently NAME              the same, and the client does not say so
//! remove NAME                      a file goes
//! open NAME / close NAME           a document, its text below if there is no file
//! change NAME `old` -> `new`       an edit; `replay a|b|c`: one after another, each answered
//! format NAME / format-range NAME at `words`
//! actions NAME at `words`          what can be done there, and what each would change
//! fix-all NAME
//! rename NAME at `wo‸rds` to `new` what that changes, document by document
//! ask NAME METHOD at `wo‸rds`      a request for a place; the answer as JSON
//! show NAME METHOD at `wo‸rds`     the same, the answer as a person would see it
//! say METHOD {…} / call METHOD {…} a notification, a request
//! ```

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::lsp_client::{Client, position};
use crate::lsp_shown::{self, offset, place};

/// A step of a dialogue: what the client does, the text below it, what the server says.
#[derive(Debug, Default)]
struct Step {
    line: String,
    text: String,
    expected: Vec<String>,
    /// Comments and blank lines before it.
    before: String,
}

/// What is read after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// As many messages as are written down, which must come.
    Written,
    /// The same, and those that do not come soon are left out.
    Tried,
    /// All that come.
    UntilSilent,
}

struct Dialogue {
    folder: TempDir,
    client: Option<Client>,
    /// The texts of open documents, and their versions.
    open: BTreeMap<String, (String, i64)>,
    setup: Value,
    /// The document that the last step changed, and its version, if its findings are then sent.
    due: Option<(String, i64)>,
    /// What each request under way was for.
    asked: BTreeMap<i64, String>,
    /// What has been read already.
    said: Vec<Value>,
}

/// How many dialogues are played at once.
const AT_ONCE: usize = 4;

#[test]
fn dialogues_go_as_they_are_written_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    let update = std::env::var_os("BIAOCHI_UPDATE").is_some();
    // Most of a dialogue is waiting: some go at once.
    let next = AtomicUsize::new(0);
    let work = || {
        let mut failures = Vec::new();
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            failures.extend(went_wrong(file, update));
        }
        failures
    };
    let failures: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Plays the dialogue of a file, and writes it again if that is requested; else how it went
/// otherwise than it is written down.
fn went_wrong(file: &Path, update: bool) -> Option<String> {
    let written = std::fs::read_to_string(file).unwrap();
    let mut went = played(&written, if update { Reading::Tried } else { Reading::Written });
    if update && (went != written || !written.contains("\n< ")) {
        // What is new is known only when all is silent.
        went = played(&written, Reading::UntilSilent);
    }
    if update {
        std::fs::write(file, went).unwrap();
        return None;
    }
    let name = file.file_name().unwrap().to_string_lossy();
    let diff = similar::TextDiff::from_lines(&*written, &went);
    (went != written).then(|| format!("{name}:\n{}", diff.unified_diff()))
}

/// Plays a dialogue: the same with what the server says now.
fn played(written: &str, reading: Reading) -> String {
    let mut dialogue = Dialogue {
        folder: tempfile::tempdir().unwrap(),
        client: None,
        open: BTreeMap::new(),
        setup: json!({}),
        due: None,
        asked: BTreeMap::new(),
        said: Vec::new(),
    };
    let (steps, tail) = steps(written);
    let mut went = String::new();
    for step in &steps {
        went += &step.before;
        went += &format!("{}\n", step.line);
        went += &step.text.lines().map(indented).collect::<String>();
        dialogue.act(step);
        let Some(client) = dialogue.client.as_mut() else { continue };
        let wanted = step.expected.iter().filter(|line| !line.starts_with("<  ")).count();
        let mut said = std::mem::take(&mut dialogue.said);
        match reading {
            Reading::UntilSilent => {
                // A busy machine may be silent for long before it says what must come.
                while !said_all(&said, &dialogue.asked, dialogue.due.as_ref()) {
                    said.push(client.next());
                }
                said.extend(client.until_silent());
            }
            Reading::Written => said.extend((said.len()..wanted).map(|_| client.next())),
            Reading::Tried => said.extend((said.len()..wanted).map_while(|_| client.soon())),
        }
        for message in said {
            for line in dialogue.shown(&message) {
                went += &format!("< {line}\n");
            }
        }
    }
    went += &tail;
    if let Some(mut client) = dialogue.client.take() {
        let is_answered = |unread: &[Value]| {
            let ids = unread.iter().filter_map(|message| message["id"].as_i64());
            ids.collect::<Vec<_>>().len() >= dialogue.asked.len()
        };
        let mut unread = Vec::new();
        while !is_answered(&unread) {
            unread.push(client.next());
        }
        let (last, code) = client.shut_down();
        unread.extend(last);
        for message in unread {
            let shown = dialogue.shown(&message).join("\n");
            went += &format!("# not written down:\n{shown}\n");
        }
        assert_eq!(code, Some(0));
    }
    went
}

/// Whether all requests are answered, and the document that was changed has its findings.
fn said_all(said: &[Value], asked: &BTreeMap<i64, String>, due: Option<&(String, i64)>) -> bool {
    let is_answer = |message: &Value, id: i64| message["id"] == id && message["method"].is_null();
    let is_due = |message: &Value, (uri, version): &(String, i64)| {
        let findings = &message["params"];
        findings["uri"] == **uri && findings["version"] == *version
    };
    asked.keys().all(|id| said.iter().any(|message| is_answer(message, *id)))
        && due.is_none_or(|due| said.iter().any(|message| is_due(message, due)))
}

fn indented(line: &str) -> String {
    if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }
}

fn steps(written: &str) -> (Vec<Step>, String) {
    let (mut steps, mut before) = (Vec::<Step>::new(), String::new());
    for line in written.lines() {
        if let Some(said) = line.strip_prefix("< ") {
            steps.last_mut().unwrap().expected.push(format!("< {said}"));
        } else if let Some(text) = line.strip_prefix("    ") {
            let step = steps.last_mut().unwrap();
            step.text += &format!("{}{text}\n", std::mem::take(&mut before));
        } else if line.is_empty() || line.starts_with('#') {
            before += &format!("{line}\n");
        } else {
            let before = std::mem::take(&mut before);
            steps.push(Step { line: line.to_owned(), before, ..Step::default() });
        }
    }
    (steps, before)
}

impl Dialogue {
    fn act(&mut self, step: &Step) {
        let (verb, rest) = step.line.split_once(' ').unwrap_or((&step.line, ""));
        let (name, more) = rest.split_once(' ').unwrap_or((rest, ""));
        self.due = None;
        match verb {
            "client" => self.setup = serde_json::from_str(rest).unwrap(),
            "file" => self.write(name, &step.text),
            "file-gb" => {
                let (bytes, ..) = encoding_rs::GB18030.encode(&step.text);
                std::fs::write(self.folder.path().join(name), bytes).unwrap();
            }
            "write" => {
                self.write(name, &step.text);
                self.file_event(name, 2);
            }
            "write-silently" => self.write(name, &step.text),
            "remove" => {
                std::fs::remove_file(self.folder.path().join(name)).unwrap();
                self.file_event(name, 3);
            }
            "open" => {
                let text = match step.text.is_empty() {
                    true => String::from_utf8_lossy(
                        &std::fs::read(self.folder.path().join(name)).unwrap(),
                    )
                    .into_owned(),
                    false => step.text.clone(),
                };
                let language = if name.ends_with(".chi") { "chi" } else { "biao" };
                let item = json!({
                    "uri": self.uri(name), "languageId": language, "version": 1, "text": text,
                });
                self.notify("textDocument/didOpen", json!({ "textDocument": item }));
                self.open.insert(name.to_owned(), (text, 1));
                self.is_due(name);
            }
            "close" => {
                self.open.remove(name);
                let document = json!({ "uri": self.uri(name) });
                self.notify("textDocument/didClose", json!({ "textDocument": document }));
            }
            "change" => {
                self.change(name, more);
                self.is_due(name);
            }
            "format" | "format-range" => {
                let (start, end) = match more.strip_prefix("at `") {
                    Some(words) => self.range(name, words.trim_end_matches('`')),
                    None => (Value::Null, Value::Null),
                };
                let method = match verb {
                    "format" => "textDocument/formatting",
                    _ => "textDocument/rangeFormatting",
                };
                let params = json!({
                    "range": { "start": start, "end": end },
                    "textDocument": { "uri": self.uri(name) },
                    "options": { "tabSize": 4, "insertSpaces": true },
                });
                self.call(&format!("format {name}"), method, params);
            }
            "actions" | "fix-all" => {
                let (start, end) = match more.strip_prefix("at `") {
                    Some(words) => self.range(name, words.trim_end_matches('`')),
                    None => {
                        (json!({"line": 0, "character": 0}), json!({"line": 0, "character": 0}))
                    }
                };
                let only = if verb == "actions" { json!(null) } else { json!(["source.fixAll"]) };
                let mut context = json!({ "diagnostics": [] });
                if !only.is_null() {
                    context["only"] = only;
                }
                let params = json!({
                    "textDocument": { "uri": self.uri(name) },
                    "range": { "start": start, "end": end },
                    "context": context,
                });
                self.call(&format!("actions {name}"), "textDocument/codeAction", params);
            }
            "ask" | "show" => {
                let (method, words) = more.split_once(" at `").unwrap_or((more, ""));
                let mut params = self.place(name, words.trim_end_matches('`'));
                let text = &self.open[name].0;
                params["positions"] = json!([params["position"]]);
                params["range"] =
                    json!({ "start": position(text, 0), "end": position(text, text.len()) });
                let what =
                    if verb == "show" { format!("show {name} {method}") } else { String::new() };
                self.call(&what, method, params);
            }
            "rename" => {
                let (words, new) = more.split_once("` to `").unwrap();
                let mut params = self.place(name, words.trim_start_matches("at `"));
                params["newName"] = new.trim_end_matches('`').into();
                self.call(&format!("rename {name}"), "textDocument/rename", params);
            }
            "say" | "call" => {
                let params = more.replace("$FOLDER", &self.uri(""));
                let params = serde_json::from_str(&params).unwrap_or(Value::Null);
                match verb {
                    "say" => self.notify(name, params),
                    _ => self.call("", name, params),
                }
            }
            _ => panic!("{}: no such step", step.line),
        }
    }

    /// Findings of a document are to come, unless the client asks for them.
    fn is_due(&mut self, name: &str) {
        let pulls = !self.setup["capabilities"]["workspace"]["diagnostics"].is_null();
        let version = self.open[name].1;
        self.due = (!pulls).then(|| (self.uri(name), version));
    }

    fn client(&mut self) -> &mut Client {
        if self.client.is_none() {
            let mut params = json!({
                "processId": null, "capabilities": {},
                "workspaceFolders": [{ "uri": self.uri(""), "name": "表" }],
            });
            for (key, value) in self.setup.as_object().unwrap() {
                params[key] = value.clone();
            }
            let (client, _) = Client::initialized(self.folder.path(), params);
            self.client = Some(client);
        }
        self.client.as_mut().unwrap()
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.client().notify(method, params);
    }

    fn call(&mut self, what: &str, method: &str, params: Value) {
        let id = self.client().request(method, params);
        self.asked.insert(id, what.to_owned());
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn file_event(&mut self, name: &str, kind: i32) {
        let change = json!({ "uri": self.uri(name), "type": kind });
        self.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    }

    fn change(&mut self, name: &str, how: &str) {
        let (old, new) = how.split_once(" -> ").unwrap();
        let old = &old.trim_matches('`').replace("\\n", "\n");
        let is_replay = new.starts_with("replay ");
        let news: Vec<String> = match new.strip_prefix("replay ") {
            Some(all) => all.split('|').map(str::to_owned).collect(),
            None => vec![new.trim_matches('`').replace("\\n", "\n")],
        };
        let (mut at, mut length) = {
            // A mark is a place without letters.
            let place = old.replace('‸', "");
            let text = &self.open[name].0;
            let at = text.find(&place).unwrap_or_else(|| panic!("`{old}` is not there"));
            match old.find('‸') {
                Some(mark) => (at + mark, 0),
                None => (at, place.len()),
            }
        };
        for new in news {
            let uri = self.uri(name);
            let (text, version) = self.open.get_mut(name).unwrap();
            let range = json!({
                "start": position(text, at), "end": position(text, at + length),
            });
            text.replace_range(at..at + length, &new);
            *version += 1;
            let params = json!({
                "textDocument": { "uri": uri, "version": version },
                "contentChanges": [{ "range": range, "text": new }],
            });
            (at, length) = (at, new.len());
            self.notify("textDocument/didChange", params);
            if is_replay {
                let said = self.client().next();
                self.said.push(said);
            }
        }
    }

    fn uri(&self, name: &str) -> String {
        if name.contains(':') {
            return name.to_owned();
        }
        let path = self.folder.path().canonicalize().unwrap().join(name);
        format!("file://{}", path.to_string_lossy().trim_end_matches('/').replace(' ', "%20"))
    }

    /// A place in a document: that of the mark in some words.
    fn place(&self, name: &str, words: &str) -> Value {
        let (before, after) = words.split_once('‸').unwrap_or(("", ""));
        let text = &self.open[name].0;
        let at = text.find(&format!("{before}{after}")).expect("the words are there");
        let place = position(text, at + before.len());
        json!({ "textDocument": { "uri": self.uri(name) }, "position": place })
    }

    fn range(&self, name: &str, words: &str) -> (Value, Value) {
        let text = &self.open[name].0;
        let at = text.find(words).unwrap_or_else(|| panic!("`{words}` is not there"));
        (position(text, at), position(text, at + words.len()))
    }

    /// A message as lines; those after the first are indented.
    fn shown(&mut self, message: &Value) -> Vec<String> {
        if message["method"] == "textDocument/publishDiagnostics" {
            return self.diagnostics(&message["params"]);
        }
        if let Some(method) = message["method"].as_str() {
            let params = self.plain(&message["params"].to_string());
            return vec![format!("{method} {params}")];
        }
        let asked = message["id"].as_i64().and_then(|id| self.asked.remove(&id));
        let asked = asked.unwrap_or_default();
        let result = &message["result"];
        if let Some(error) = message.get("error") {
            return vec![format!(
                "error {} {}",
                error["code"],
                self.plain(error["message"].as_str().unwrap())
            )];
        }
        match asked.split_once(' ') {
            Some(("format", name)) if result.is_array() => {
                self.changed(name, result.as_array().unwrap())
            }
            Some(("show", about)) => {
                let (name, method) = about.split_once(' ').unwrap();
                let text = self.open.get(name).map_or("", |(text, _)| text);
                let shown = lsp_shown::answer(method, result, text, &|text| self.plain(text));
                let count = format!("{} lines", shown.len());
                let lines = shown.into_iter().map(|line| format!("  {line}"));
                std::iter::once(count).chain(lines).collect()
            }
            Some(("rename", name)) if result.is_object() => {
                std::iter::once("renamed".to_owned()).chain(self.edit(name, result)).collect()
            }
            Some(("actions", name)) if result.is_array() => {
                let actions = result.as_array().unwrap();
                let mut lines = vec![format!("{} actions", actions.len())];
                for action in actions {
                    let mark = if action["isPreferred"] == true { "*" } else { "" };
                    lines.push(format!(
                        "  {}{mark}: {}",
                        action["kind"].as_str().unwrap(),
                        action["title"].as_str().unwrap()
                    ));
                    lines.extend(
                        self.edit(name, &action["edit"])
                            .into_iter()
                            .map(|line| format!("  {line}")),
                    );
                    if let Some(command) = action.get("command") {
                        lines.push(format!("    {}", self.plain(&command.to_string())));
                    }
                }
                lines
            }
            _ => {
                let pretty = serde_json::to_string_pretty(result).unwrap();
                let pretty = self.plain(&pretty);
                let mut lines = pretty.lines();
                let first = format!("answer {}", lines.next().unwrap_or_default());
                std::iter::once(first).chain(lines.map(|line| format!("  {line}"))).collect()
            }
        }
    }

    fn edit(&self, name: &str, edit: &Value) -> Vec<String> {
        if edit.is_null() {
            return Vec::new();
        }
        let changes: Vec<(String, Vec<Value>)> = match edit.get("changes") {
            Some(changes) => changes
                .as_object()
                .unwrap()
                .iter()
                .map(|(uri, edits)| (uri.clone(), edits.as_array().unwrap().clone()))
                .collect(),
            None => edit["documentChanges"]
                .as_array()
                .unwrap()
                .iter()
                .map(|change| {
                    let uri = change["textDocument"]["uri"].as_str().unwrap().to_owned();
                    (uri, change["edits"].as_array().unwrap().clone())
                })
                .collect(),
        };
        let mut lines = Vec::new();
        for (uri, edits) in changes {
            let other = self.plain(&uri);
            if other != name {
                lines.push(format!("  in {other}"));
            }
            lines.extend(self.changed(&other, &edits).into_iter().skip(1));
        }
        lines
    }

    /// What edits change in a document: lines that go and lines that come.
    fn changed(&self, name: &str, edits: &[Value]) -> Vec<String> {
        let text = self
            .open
            .get(name)
            .map(|(text, _)| text.clone())
            .unwrap_or_else(|| std::fs::read_to_string(self.folder.path().join(name)).unwrap());
        let mut placed: Vec<(usize, usize, String)> = edits
            .iter()
            .map(|edit| {
                let new = edit["newText"].as_str().or(edit["snippet"]["value"].as_str()).unwrap();
                (
                    offset(&text, &edit["range"]["start"]),
                    offset(&text, &edit["range"]["end"]),
                    new.to_owned(),
                )
            })
            .collect();
        placed.sort();
        let mut after = text.clone();
        for (from, to, new) in placed.into_iter().rev() {
            after.replace_range(from..to, &new);
        }
        let diff = similar::TextDiff::from_lines(&text, &after);
        let changes =
            diff.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal);
        let lines = changes
            .map(|change| format!("  {}{}", change.tag(), change.value().trim_end_matches('\n')));
        std::iter::once(format!("{} edits", edits.len())).chain(lines).collect()
    }

    fn diagnostics(&self, params: &Value) -> Vec<String> {
        let name = self.plain(params["uri"].as_str().unwrap());
        let version =
            params["version"].as_i64().map_or(String::new(), |version| format!(" v{version}"));
        let found = params["diagnostics"].as_array().unwrap();
        let mut lines = vec![format!("{name}{version}: {} findings", found.len())];
        for finding in found {
            let range = format!(
                "{}-{}",
                place(&finding["range"]["start"]),
                place(&finding["range"]["end"])
            );
            let severity = ["", "错误", "警告", "提示"]
                [usize::try_from(finding["severity"].as_i64().unwrap()).unwrap()];
            let message = finding["message"].as_str().unwrap();
            let mut message = message.lines();
            lines.push(format!(
                "  {range} {severity} [{}] {}",
                finding["code"].as_str().unwrap_or_default(),
                self.plain(message.next().unwrap())
            ));
            lines.extend(message.map(|line| format!("      {}", self.plain(line))));
            let law = finding["codeDescription"]["href"].as_str();
            lines.extend(law.map(|law| format!("      → {law}")));
            for related in finding["relatedInformation"].as_array().into_iter().flatten() {
                let at = self.plain(related["location"]["uri"].as_str().unwrap());
                lines.push(format!(
                    "      ↳ {at} {} {}",
                    place(&related["location"]["range"]["start"]),
                    related["message"].as_str().unwrap()
                ));
            }
        }
        lines
    }

    /// A text without the folder of this run.
    fn plain(&self, text: &str) -> String {
        let folder = self.uri("");
        let decoded: String =
            percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        decoded.replace(&format!("{folder}/"), "").replace(&folder, "$FOLDER")
    }
}
