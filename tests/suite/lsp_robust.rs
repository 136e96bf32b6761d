//! The language server never dies of what a client sends: malformed messages, unknown methods,
//! positions beyond the text, documents that are not open.

use serde_json::{Value, json};

use crate::lsp_client::Client;

/// What can be asked about a document.
const METHODS: [&str; 17] = [
    "codeAction",
    "codeLens",
    "completion",
    "definition",
    "diagnostic",
    "documentLink",
    "documentSymbol",
    "foldingRange",
    "formatting",
    "hover",
    "inlayHint",
    "prepareRename",
    "rangeFormatting",
    "references",
    "rename",
    "selectionRange",
    "semanticTokens/full",
];

fn started() -> (tempfile::TempDir, Client) {
    let folder = tempfile::tempdir().unwrap();
    let params = json!({ "processId": null, "rootUri": null, "capabilities": {} });
    let (client, _) = Client::initialized(folder.path(), params);
    (folder, client)
}

/// The code with which a request is refused; 0 if it is answered.
fn refused(client: &mut Client, method: &str, params: Value) -> i64 {
    let id = client.request(method, params);
    client.answer(id)["error"]["code"].as_i64().unwrap_or_default()
}

#[test]
fn malformed_messages_and_unknown_methods_are_refused_and_the_next_is_answered() {
    let (_folder, mut client) = started();
    for body in
        ["{", "[]", "null", "{\"id\":{}}", "{\"jsonrpc\":\"2.0\",\"id\":1e99,\"method\":\"x\"}"]
    {
        client.send_raw(body);
        assert_eq!(client.next()["error"]["code"], -32700, "{body}");
    }
    assert_eq!(refused(&mut client, "textDocument/unknown", Value::Null), -32601);
    assert_eq!(refused(&mut client, "initialize", json!({})), -32600);
    client.notify("$/unknown", json!([1]));
    client.notify("textDocument/didOpen", json!({ "textDocument": 3 }));
    client.notify("textDocument/didChange", json!(null));
    client.notify("$/cancelRequest", json!({ "id": 999 }));
    client.send(&json!({ "jsonrpc": "2.0", "id": 77, "result": null }));
    for method in ["formatting", "codeAction", "diagnostic"] {
        let method = format!("textDocument/{method}");
        assert_eq!(refused(&mut client, &method, json!({ "textDocument": 3 })), -32602, "{method}");
    }
    assert_eq!(
        refused(&mut client, "workspace/executeCommand", json!({ "command": "rm" })),
        -32803
    );
    let (unread, code) = client.shut_down();
    assert_eq!((unread, code), (vec![], Some(0)));
}

#[test]
fn documents_that_are_not_open_and_positions_beyond_a_text_have_answers() {
    let (_folder, mut client) = started();
    let uri = "untitled:表-1";
    let far = json!({ "line": 4_000_000_000_u32, "character": 4_000_000_000_u32 });
    let range = json!({ "start": far, "end": { "line": 0, "character": 0 } });
    let ask = |client: &mut Client| {
        let document = json!({ "uri": uri });
        let params = json!({
            "textDocument": document, "range": range, "position": far,
            "context": { "diagnostics": [] }, "positions": [far], "newName": "甲", "options": { "tabSize": 2, "insertSpaces": true },
        });
        for method in METHODS {
            let code = refused(client, &format!("textDocument/{method}"), params.clone());
            let is_rename = method.to_lowercase().contains("rename");
            assert!(code == 0 || is_rename && code == -32803, "{method}: {code}");
        }
    };
    ask(&mut client);
    let change = |version: i32, range: &Value| {
        let changes = json!([{ "range": range, "text": "项目名称: 甲\r" }]);
        json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": changes })
    };
    client.notify("textDocument/didChange", change(1, &range));
    let item = json!({ "uri": uri, "languageId": "biao", "version": 2, "text": "😀\r\n年度" });
    client.notify("textDocument/didOpen", json!({ "textDocument": item }));
    ask(&mut client);
    client.notify("textDocument/didChange", change(3, &range));
    client.notify("textDocument/didChange", change(4, &json!({ "start": far, "end": far })));
    ask(&mut client);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": "untitled:other" } }));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    ask(&mut client);
    assert_eq!(client.shut_down().1, Some(0));
}

/// A rule file that takes a while to format.
fn long_rules() -> String {
    (0..3_000).map(|number| format!("参数   甲{number}：{number}\n")).collect()
}

fn open(client: &mut Client, uri: &str, language: &str, text: &str) {
    let item = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
    client.notify("textDocument/didOpen", json!({ "textDocument": item }));
}

/// The messages that a client sends at once, so that the server finds them all when it looks.
struct Burst(Vec<String>);

impl Burst {
    fn request(&mut self, id: i64, method: &str, params: Value) {
        let message = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.0.push(message.to_string());
    }

    fn notify(&mut self, method: &str, params: Value) {
        let message = json!({ "jsonrpc": "2.0", "method": method, "params": params });
        self.0.push(message.to_string());
    }

    fn insert(&mut self, uri: &str, version: i32, text: &str) {
        let start = json!({ "line": 0, "character": 0 });
        let change = json!({ "range": { "start": start, "end": start }, "text": text });
        let document = json!({ "uri": uri, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        self.notify("textDocument/didChange", params);
    }

    fn format(&mut self, id: i64, uri: &str) {
        let options = json!({ "tabSize": 4, "insertSpaces": true });
        let params = json!({ "textDocument": { "uri": uri }, "options": options });
        self.request(id, "textDocument/formatting", params);
    }
}

#[test]
fn a_cancelled_request_is_refused_before_it_begins_and_after() {
    let (_folder, mut client) = started();
    let uri = "untitled:规则.chi";
    open(&mut client, uri, "chi", &long_rules());
    client.next();
    let mut burst = Burst(Vec::new());
    for id in 101..104 {
        burst.format(id, uri);
    }
    for id in [101, 102] {
        burst.notify("$/cancelRequest", json!({ "id": id }));
    }
    client.send_all(&burst.0);
    for (id, code) in [(101, -32800), (102, -32800), (103, 0)] {
        let answer = client.answer(id);
        assert_eq!(answer["error"]["code"].as_i64().unwrap_or_default(), code, "{id}");
    }
}

#[test]
fn an_answer_about_a_text_that_has_changed_since_is_refused() {
    let (_folder, mut client) = started();
    let (uri, other) = ("untitled:规则.chi", "untitled:其他.chi");
    open(&mut client, uri, "chi", &long_rules());
    open(&mut client, other, "chi", "参数   甲：1\n");
    let mut burst = Burst(Vec::new());
    burst.format(101, uri);
    burst.format(102, other);
    burst.format(103, uri);
    burst.insert(uri, 2, "# 字\n");
    burst.format(104, uri);
    client.send_all(&burst.0);
    for (id, code) in [(101, -32801), (102, 0), (103, -32801), (104, 0)] {
        let answer = client.answer(id);
        assert_eq!(answer["error"]["code"].as_i64().unwrap_or_default(), code, "{id}");
    }
}

#[test]
fn what_is_offered_to_who_types_on_is_not_refused() {
    let (_folder, mut client) = started();
    let uri = "untitled:表.biao";
    open(&mut client, uri, "biao", "j");
    let mut burst = Burst(Vec::new());
    let position = json!({ "line": 0, "character": 1 });
    let place = json!({ "textDocument": { "uri": uri }, "position": position });
    for (id, version) in (101..104).zip(2..) {
        burst.request(id, "textDocument/completion", place.clone());
        burst.insert(uri, version, "x");
    }
    client.send_all(&burst.0);
    for id in 101..104 {
        let answer = client.answer(id);
        assert_eq!(answer["result"]["isIncomplete"], true, "{answer}");
    }
}

#[test]
fn of_many_keystrokes_only_the_last_are_reported_on() {
    const KEYSTROKES: i32 = 200;
    let (_folder, mut client) = started();
    let uri = "untitled:表.biao";
    open(&mut client, uri, "biao", "表单: 没有的表\n");
    client.next();
    let mut burst = Burst(Vec::new());
    for version in 2..2 + KEYSTROKES {
        burst.insert(uri, version, "#");
    }
    client.send_all(&burst.0);
    let mut reports = 0;
    loop {
        let message = client.next();
        assert_eq!(message["method"], "textDocument/publishDiagnostics");
        reports += 1;
        if message["params"]["version"] == 1 + KEYSTROKES {
            break;
        }
    }
    assert!(reports <= KEYSTROKES / 4, "{reports} reports on {KEYSTROKES} keystrokes");
}

#[test]
fn requests_before_initialize_and_after_shutdown_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::start(folder.path());
    assert_eq!(refused(&mut client, "textDocument/formatting", json!({})), -32002);
    client.notify("initialized", json!({}));
    assert_eq!(refused(&mut client, "initialize", json!({ "capabilities": 3 })), 0);
    assert_eq!(refused(&mut client, "shutdown", Value::Null), 0);
    assert_eq!(refused(&mut client, "textDocument/formatting", json!({})), -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.hang_up(), Some(0));
}

#[test]
fn a_client_that_goes_without_a_word_leaves_no_server_behind() {
    let (_folder, client) = started();
    assert_eq!(client.hang_up(), Some(1));
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Client::start(folder.path()).hang_up(), Some(1));
    let mut client = Client::start(folder.path());
    client.notify("exit", Value::Null);
    assert_eq!(client.hang_up(), Some(1));
}
