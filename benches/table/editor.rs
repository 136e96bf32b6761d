//! What an editor waits for, through the messages of the language server: the first findings of a
//! folder, those after a keystroke, after an edit of a rule.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::desk::sheet;
use super::table::{Goal, Table, timed};

/// How often what takes milliseconds is done: the shortest time counts.
const OFTEN: usize = 40;

/// How long the server is given to read a folder.
const READING: Duration = Duration::from_secs(5);

pub(crate) fn measure(table: &mut Table, sheets: usize) -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let texts: Vec<String> = (0..sheets).map(|number| sheet(number, 5)).collect();
    for (number, text) in texts.iter().enumerate() {
        fs::write(folder.path().join(format!("{number:04}.biao")), text)?;
    }
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/shanghai-2020");
    fs::create_dir(folder.path().join("规则"))?;
    for file in fs::read_dir(rules)?.flatten() {
        fs::copy(file.path(), folder.path().join("规则").join(file.file_name()))?;
    }
    let open = folder.path().join("0007.biao");
    let first = (0..5)
        .map(|_| timed(|| Editor::open(folder.path(), &open, &texts[7])).0)
        .fold(f64::INFINITY, f64::min);
    let what = format!("editor: first findings in a folder of {sheets} sheets");
    table.row(what, first * 1e3, "ms", Goal::AtMost(1_000.0, 500.0));
    let mut editor = Editor::open(folder.path(), &open, &texts[7]);
    std::thread::sleep(READING);
    let took = editor.fastest(OFTEN, |editor| editor.keystroke(&open));
    let what = format!("editor: findings after a keystroke among {sheets} sheets, through pipes");
    table.row(what, took, "ms", Goal::AtMost(5.0, 2.0));
    drop(editor);

    fs::write(folder.path().join("biaochi.yaml"), "packs: [规则]\n")?;
    let mut editor = Editor::open(folder.path(), &open, &texts[7]);
    std::thread::sleep(READING);
    let rule = folder.path().join("规则/batch.chi");
    let text = fs::read_to_string(&rule)?;
    editor.did_open(&rule, "chi", &text);
    std::thread::sleep(READING);
    let place = text.find("否则 警告 \"").map(|at| at + "否则 警告 \"".len()).expect("a message");
    let took = editor.fastest(OFTEN, |editor| {
        editor.insert(&rule, &text, place, "改");
        editor.wait_for(&open);
    });
    let what = "editor: the open sheet judged again after an edit of a rule";
    table.row(what, took, "ms", Goal::AtMost(20.0, 10.0));
    drop(editor);

    let folder = tempfile::tempdir()?;
    let number = sheets * 7 / 5;
    let text = (0..number).map(|number| sheet(number, 5)).collect::<Vec<_>>().join("---\n");
    let open = folder.path().join("全.biao");
    let mut editor = Editor::open(folder.path(), &open, &text);
    std::thread::sleep(READING);
    let took = editor.fastest(10, |editor| editor.keystroke(&open));
    let what = format!("editor: findings after a keystroke in a file of {number} sheets");
    table.row(what, took, "ms", Goal::AtMost(60.0, 30.0));
    Ok(())
}

/// A server, and what an editor knows of it.
struct Editor {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    version: i64,
}

impl Editor {
    /// Starts a server and opens a sheet: ready when its findings are there.
    fn open(folder: &Path, file: &Path, text: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_biaochi"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let input = child.stdin.take().expect("its input");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let mut editor = Self { child, input, output, version: 1 };
        let params = json!({ "rootUri": uri(folder), "capabilities": {} });
        editor
            .send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }));
        editor.notify("initialized", &json!({}));
        editor.did_open(file, "biao", text);
        editor.wait_for(file);
        editor
    }

    fn did_open(&mut self, file: &Path, language: &str, text: &str) {
        let version = self.version;
        let item =
            json!({ "uri": uri(file), "languageId": language, "version": version, "text": text });
        self.notify("textDocument/didOpen", &json!({ "textDocument": item }));
    }

    /// A comment more at the start, and the findings of that version.
    fn keystroke(&mut self, file: &Path) {
        let place = json!({ "line": 0, "character": 0 });
        self.change(file, &place, "#字\n");
        let version = self.version;
        while self.next_findings(file)["version"] != version {}
    }

    fn insert(&mut self, file: &Path, text: &str, at: usize, new: &str) {
        let before = text.get(..at).unwrap_or_default();
        let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
        let line = before.matches('\n').count();
        self.change(file, &json!({ "line": line, "character": column }), new);
    }

    fn change(&mut self, file: &Path, place: &Value, text: &str) {
        self.version += 1;
        let params = json!({
            "textDocument": { "uri": uri(file), "version": self.version },
            "contentChanges": [{ "range": { "start": place, "end": place }, "text": text }],
        });
        self.notify("textDocument/didChange", &params);
    }

    fn wait_for(&mut self, file: &Path) {
        drop(self.next_findings(file));
    }

    fn next_findings(&mut self, file: &Path) -> Value {
        let wanted = uri(file);
        loop {
            let message = self.read();
            if message["params"]["uri"] == wanted {
                return message["params"].clone();
            }
        }
    }

    /// The shortest of so many times, in milliseconds, with a pause after each.
    fn fastest(&mut self, times: usize, mut work: impl FnMut(&mut Self)) -> f64 {
        let all = (0..times).map(|_| {
            let took = timed(|| work(self)).0;
            std::thread::sleep(Duration::from_millis(200));
            took
        });
        all.fold(f64::INFINITY, f64::min) * 1e3
    }

    fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("it reads");
    }

    fn read(&mut self) -> Value {
        let (mut length, mut line) = (0, String::new());
        loop {
            line.clear();
            self.output.read_line(&mut line).expect("it writes");
            match line.trim().strip_prefix("Content-Length: ") {
                Some(number) => length = number.parse().expect("a length"),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("a message");
        serde_json::from_slice(&body).expect("a message")
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn uri(file: &Path) -> String {
    format!("file://{}", file.display())
}
