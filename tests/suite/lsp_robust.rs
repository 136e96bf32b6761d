//! The language server never dies of what a client sends: malformed messages, unknown methods,
//! positions beyond the text, documents that are not open.

use serde_json::{Value, json};

use crate::lsp_client::Client;

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
            "context": { "diagnostics": [] }, "options": { "tabSize": 2, "insertSpaces": true },
        });
        for method in ["formatting", "codeAction", "diagnostic"] {
            assert_eq!(refused(client, &format!("textDocument/{method}"), params.clone()), 0);
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
