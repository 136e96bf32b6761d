//! A file with more findings than an editor lists: the first sheets and the one being edited have
//! theirs, and it says so.

use serde_json::{Value, json};

use crate::lsp_client::{Client, position};

const SHEETS: usize = 300;

/// Sheets with ten findings each.
fn text() -> String {
    let sheet = |number: usize| {
        let keys: String = (0..10).map(|key| format!("没有的栏{key}: 甲\n")).collect();
        format!("表单: 小表\n年度: 2020\n项目名称: 第{number}号\n{keys}")
    };
    (0..SHEETS).map(sheet).collect::<Vec<_>>().join("---\n")
}

struct Editor {
    folder: tempfile::TempDir,
    client: Client,
    text: String,
    version: i32,
}

impl Editor {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let rules = "表单 小表 年度 2020：\n    栏 项目名称 文本 必填\n法规 办法 《办法》\n规则 小/名称不宜过短：\n    依据 办法\n    须   字数(项目名称) ≥ 3\n    否则 警告 \"名称太短\" 于 项目名称\n";
        std::fs::write(folder.path().join("biaochi.yaml"), "packs: [规则.chi]\n").unwrap();
        std::fs::write(folder.path().join("规则.chi"), rules).unwrap();
        let params = json!({ "processId": null, "capabilities": {} });
        let (client, _) = Client::initialized(folder.path(), params);
        let mut editor = Self { folder, client, text: text(), version: 1 };
        let item = json!({
            "uri": editor.uri(), "languageId": "biao", "version": 1, "text": editor.text,
        });
        editor.client.notify("textDocument/didOpen", json!({ "textDocument": item }));
        editor
    }

    fn uri(&self) -> String {
        let folder = self.folder.path().canonicalize().unwrap();
        format!("file://{}", folder.join("全.biao").display())
    }

    /// Replaces words, and waits for the findings.
    fn change(&mut self, old: &str, new: &str) -> Vec<Value> {
        let at = self.text.find(old).unwrap();
        let (start, end) = (position(&self.text, at), position(&self.text, at + old.len()));
        self.text.replace_range(at..at + old.len(), new);
        self.version += 1;
        let change = json!({ "range": { "start": start, "end": end }, "text": new });
        let document = json!({ "uri": self.uri(), "version": self.version });
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        self.client.notify("textDocument/didChange", params);
        self.findings()
    }

    fn findings(&mut self) -> Vec<Value> {
        loop {
            let message = self.client.next();
            if message["params"]["version"] == self.version {
                return message["params"]["diagnostics"].as_array().unwrap().clone();
            }
        }
    }

    fn ask(&mut self, method: &str, words: &str) -> Value {
        let at = position(&self.text, self.text.find(words).unwrap());
        let params = json!({
            "textDocument": { "uri": self.uri() }, "position": at,
            "range": { "start": at, "end": at }, "context": { "diagnostics": [] },
        });
        let id = self.client.request(method, params);
        self.client.answer(id)["result"].take()
    }
}

/// Whether a finding is in the last sheet.
fn is_last(finding: &Value) -> bool {
    finding["range"]["start"]["line"].as_u64().unwrap() >= (SHEETS as u64 - 1) * 14
}

#[test]
fn the_first_sheets_and_the_edited_sheet_have_their_findings() {
    let mut editor = Editor::open();
    let opened = editor.findings();
    let (listed, note) = opened.split_at(opened.len() - 1);
    assert!((2_000..2_100).contains(&listed.len()), "{}", listed.len());
    assert!(note[0]["message"].as_str().unwrap().contains("还有没有列出的"), "{note:?}");
    assert!(listed.iter().all(|finding| !is_last(finding)));

    let last = format!("第{}号", SHEETS - 1);
    let edited = editor.change(&last, "桥");
    assert_eq!(edited.iter().filter(|finding| is_last(finding)).count(), 11);
    assert!(edited.iter().any(|finding| finding["code"] == "小/名称不宜过短"));
    let first = |findings: &[Value]| findings.iter().take(2_000).cloned().collect::<Vec<_>>();
    assert_eq!(first(&edited), first(&opened), "what is elsewhere stays");

    // What can be done in a sheet does not depend on whether its findings are listed.
    let elsewhere = editor.change("第0号", "第00号");
    assert!(elsewhere.iter().all(|finding| !is_last(finding)));
    let actions = editor.ask("textDocument/codeAction", "桥");
    assert!(actions.to_string().contains("小/名称不宜过短"), "{actions}");
    assert_eq!(editor.client.shut_down().1, Some(0));
}

#[test]
fn a_file_whose_findings_can_all_be_listed_has_them_all() {
    let mut editor = Editor::open();
    editor.findings();
    let cut = editor.text.find("第50号").unwrap();
    let end = editor.text[cut..].find("---\n").unwrap() + cut;
    let rest = editor.text[end..].to_owned();
    let findings = editor.change(&rest, "");
    assert_eq!(findings.len(), 51 * 10);
}
