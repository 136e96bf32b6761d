//! A client of the language server: the program itself, through its standard input and output.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// How long a message that must come may take: far longer than it does.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long it must be silent before all has come, where nobody knows what must.
const SILENCE: Duration = Duration::from_millis(1_200);

pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    next_id: i64,
}

impl Client {
    /// Starts the program in a folder.
    pub(crate) fn start(folder: &std::path::Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_biaochi"))
            .arg("lsp")
            .current_dir(folder)
            .env_remove("BIAOCHI_LANG")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self { input: child.stdin.take(), child, messages, next_id: 1 }
    }

    /// Starts it, and shakes hands: its answer to `initialize`.
    pub(crate) fn initialized(folder: &std::path::Path, params: Value) -> (Self, Value) {
        let mut client = Self::start(folder);
        client.request("initialize", params);
        let answer = client.next();
        client.notify("initialized", json!({}));
        (client, answer)
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    pub(crate) fn request(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    pub(crate) fn send(&mut self, message: &Value) {
        self.send_raw(&message.to_string());
    }

    /// Sends messages in one piece.
    pub(crate) fn send_all(&mut self, bodies: &[String]) {
        let framed =
            bodies.iter().map(|body| format!("Content-Length: {}\r\n\r\n{body}", body.len()));
        let framed: String = framed.collect();
        let input = self.input.as_mut().unwrap();
        input.write_all(framed.as_bytes()).unwrap();
        input.flush().unwrap();
    }

    pub(crate) fn send_raw(&mut self, body: &str) {
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        input.flush().unwrap();
    }

    /// The next message, which must come.
    pub(crate) fn next(&mut self) -> Value {
        self.messages.recv_timeout(PATIENCE).expect("a message must come")
    }

    /// The next message, if one comes soon.
    pub(crate) fn soon(&mut self) -> Option<Value> {
        self.messages.recv_timeout(2 * SILENCE).ok()
    }

    /// The answer to a request; what comes before it is passed over.
    pub(crate) fn answer(&mut self, id: i64) -> Value {
        loop {
            let message = self.next();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
        }
    }

    /// All messages until it is silent.
    pub(crate) fn until_silent(&mut self) -> Vec<Value> {
        std::iter::from_fn(|| self.messages.recv_timeout(SILENCE).ok()).collect()
    }

    /// Shuts it down: what it still said, and its exit code.
    pub(crate) fn shut_down(mut self) -> (Vec<Value>, Option<i32>) {
        let id = self.request("shutdown", Value::Null);
        let mut unread = Vec::new();
        loop {
            let message = self.next();
            if message["id"] == id {
                break;
            }
            unread.push(message);
        }
        self.notify("exit", Value::Null);
        (unread, self.child.wait().unwrap().code())
    }

    /// How much memory it holds.
    #[cfg(target_os = "linux")]
    pub(crate) fn resident_kilobytes(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// Closes its input: its exit code.
    pub(crate) fn hang_up(mut self) -> Option<i32> {
        self.input = None;
        self.child.wait().unwrap().code()
    }
}

/// The position of a byte, in units of UTF-16.
pub(crate) fn position(text: &str, at: usize) -> Value {
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    json!({
        "line": before.matches('\n').count(),
        "character": before[start..].encode_utf16().count(),
    })
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().strip_prefix("Content-Length: ") {
            Some(number) => length = number.parse().unwrap(),
            None if line.trim().is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}
