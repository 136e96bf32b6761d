//! Whatever is typed, the server says of the result what a server says that never saw another text.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::lsp_client::{Client, position};

const RULES: &str = "表单 小表 年度 2020：
    栏 项目名称 文本 必填
    栏 项目概况 文本
法规 办法 《办法》
规则 小/概况不宜过短：
    依据 办法
    当   有 项目概况
    须   字数(项目概况) ≥ 3
    否则 警告 \"概况太短\" 于 项目概况
规则 小/名称不得重复：
    依据 办法
    对   每个 表 b 于 本年度其他表
    不得 b.项目名称 = 项目名称
    否则 错误 \"与另一张表同名\" 于 项目名称
";

const SHEET: &str = "表单: 小表\n年度: 2020\n项目名称: 道路😀养护\n项目概况: 修路\n";

/// What is typed: whole lines, parts of them, single characters.
const PIECES: [&str; 16] = [
    "",
    "项目名称: 道路\n",
    "项目概况: 修一条路\n",
    "年度: 2020\n",
    "---\n",
    "表单: 小表\n",
    ":",
    " ",
    "\n",
    "路",
    "𠮷",
    "# 表尺忽略 小/概况不宜过短: 因\n",
    "\"",
    "  ",
    "须 有 项目名称\n",
    "≥",
];

/// The files of the project, and how a document is edited: which, from where, how many characters,
/// what is typed.
const FILES: [(&str, &str); 3] = [("甲.biao", SHEET), ("乙.biao", SHEET), ("规则.chi", RULES)];

type RandomEdit = (usize, usize, usize, usize);

fn edits() -> impl Strategy<Value = Vec<RandomEdit>> {
    let which = prop_oneof![4 => 0usize..2, 1 => Just(2usize)];
    prop::collection::vec((which, 0usize..10_000, 0usize..6, 0..PIECES.len()), 1..12)
}

fn start(folder: &std::path::Path) -> Client {
    let params = json!({
        "processId": null, "rootUri": uri(folder, ""),
        "capabilities": {
            "textDocument": { "diagnostic": {} },
            "workspace": {
                "diagnostics": { "refreshSupport": true },
                "didChangeWatchedFiles": { "dynamicRegistration": true },
            },
        },
    });
    Client::initialized(folder, params).0
}

fn uri(folder: &std::path::Path, name: &str) -> String {
    format!("file://{}", folder.canonicalize().unwrap().join(name).display())
}

fn open(client: &mut Client, uri: &str, text: &str) {
    let language = if uri.ends_with("chi") { "chi" } else { "biao" };
    let item = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
    client.notify("textDocument/didOpen", json!({ "textDocument": item }));
}

fn findings(client: &mut Client, uri: &str) -> Value {
    let params = json!({ "textDocument": { "uri": uri } });
    let id = client.request("textDocument/diagnostic", params);
    client.answer(id)["result"]["items"].take()
}

/// Two servers over the same files: one sees each edit, the other only what comes of them.
struct Pair {
    folder: tempfile::TempDir,
    edited: Client,
    fresh: Client,
}

impl Pair {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("biaochi.yaml"), "packs: [规则.chi]\n").unwrap();
        for (name, text) in FILES {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let (edited, fresh) = (start(folder.path()), start(folder.path()));
        Self { folder, edited, fresh }
    }

    fn holds(&mut self, edits: &[RandomEdit]) -> Result<(), TestCaseError> {
        let uris = FILES.map(|(name, _)| uri(self.folder.path(), name));
        let mut texts = FILES.map(|(_, text)| text.to_owned());
        for (uri, text) in uris.iter().zip(&texts) {
            open(&mut self.edited, uri, text);
        }
        for (version, (which, from, length, piece)) in edits.iter().enumerate() {
            let text = &mut texts[*which];
            let places: Vec<usize> =
                text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let from = from % places.len();
            let to = (from + length).min(places.len() - 1);
            let (from, to) = (places[from], places[to]);
            let range = json!({ "start": position(text, from), "end": position(text, to) });
            text.replace_range(from..to, PIECES[*piece]);
            let params = json!({
                "textDocument": { "uri": uris[*which], "version": version + 2 },
                "contentChanges": [{ "range": range, "text": PIECES[*piece] }],
            });
            self.edited.notify("textDocument/didChange", params);
        }
        for (uri, text) in uris.iter().zip(&texts) {
            open(&mut self.fresh, uri, text);
        }
        for uri in &uris {
            let (edited, fresh) = (findings(&mut self.edited, uri), findings(&mut self.fresh, uri));
            prop_assert_eq!(edited, fresh, "{}", texts.join("\n=====\n"));
        }
        for uri in &uris {
            let closed = json!({ "textDocument": { "uri": uri } });
            self.edited.notify("textDocument/didClose", closed.clone());
            self.fresh.notify("textDocument/didClose", closed);
        }
        Ok(())
    }
}

#[test]
fn after_any_edits_findings_are_those_of_a_fresh_start() {
    let mut pair = Pair::new();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let pair = std::cell::RefCell::new(&mut pair);
    runner.run(&edits(), |edits| pair.borrow_mut().holds(&edits)).unwrap();
}

/// Many edits leave nothing behind.
#[cfg(target_os = "linux")]
#[test]
fn memory_is_flat_over_many_edits() {
    const EDITS: usize = 1_000;
    let mut pair = Pair::new();
    let uri = uri(pair.folder.path(), "甲.biao");
    open(&mut pair.edited, &uri, SHEET);
    let held = |client: &mut Client, from: usize| {
        for version in from..from + EDITS {
            let place = json!({ "line": 3, "character": 6 });
            let end = json!({ "line": 3, "character": 8 });
            let text = if version % 2 == 0 { "修路" } else { "修桥" };
            let params = json!({
                "textDocument": { "uri": uri, "version": version },
                "contentChanges": [{ "range": { "start": place, "end": end }, "text": text }],
            });
            client.notify("textDocument/didChange", params);
            if version % 20 == 0 {
                findings(client, &uri);
            }
        }
        client.resident_kilobytes()
    };
    let warm = held(&mut pair.edited, 2);
    let later = held(&mut pair.edited, 2 + EDITS);
    assert!(later < warm + 8_000, "{warm} kB, then {later} kB");
}
