//! The main loop: takes messages and results in their order, hands out work, sends what comes of
//! it. Queued changes are taken in together before anything is computed, so that of many keystrokes
//! only the last is reported on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use gen_lsp_types::{Diagnostic, PublishDiagnosticsParams};
use lsp_server::{ErrorCode, Message, Request, RequestId, Response};
use serde::Serialize;
use serde_json::Value;

use super::dispatch::{self, Lane, caught};
use super::documents::{OpenDocument, SentFindings};
use super::pending::Pending;
use super::pulls::{Pull, cancelled, full, unchanged};
use super::server::Server;
use super::state::DocumentView;
use super::uri::Key;
use super::watch::Watcher;
use super::worker::Worker;
use super::{publish, transport, words};

/// How long findings of other documents wait for a pause in typing.
const OTHERS_WAIT: Duration = Duration::from_millis(150);

/// How long letters may be a composition.
const COMPOSING_LASTS: Duration = Duration::from_millis(400);

/// What the loop takes in.
#[derive(Debug)]
pub(super) enum Event {
    /// A message of the client.
    Message(Message),
    /// Bytes of the client that are no message, and why.
    Malformed(String),
    /// The client is gone.
    Gone,
    /// The findings of a document at a version; `None` if they could not be computed.
    Reported(Key, i32, Option<Vec<Diagnostic>>),
    /// A request was answered.
    Answered(Response),
    /// Files were changed by others.
    Files(Vec<PathBuf>),
    /// The client is asked to do something.
    Ask(&'static str, Value),
    /// The client is notified.
    Say(&'static str, Value),
}

/// The loop, with what it waits for.
pub(super) struct MainLoop {
    pub(super) server: Server,
    output: Sender<Vec<u8>>,
    pub(super) events: Sender<Event>,
    reporter: Worker,
    answers: Worker,
    slow: Worker,
    /// Whether a report is being computed.
    is_reporting: bool,
    /// Requests for findings that are not answered yet.
    pulls: Vec<Pull>,
    /// The last number that findings were given.
    last_number: u64,
    /// Documents that may depend on a change of another, to be reported on in a pause.
    others: BTreeSet<Key>,
    others_due: Option<Instant>,
    composing_until: Option<(Instant, Key)>,
    /// Requests under way.
    pending: Pending,
    /// Requests of ours, with what the answer is for.
    pub(super) asked: BTreeMap<String, Asked>,
    next_id: i32,
    /// Watches files, if the client does not.
    pub(super) watcher: Option<Watcher>,
    is_shut_down: bool,
    /// Whether the process is to end.
    ended: bool,
}

/// Findings as they are sent, without a copy of them.
#[derive(Serialize)]
struct Published<'f> {
    uri: &'f gen_lsp_types::Uri,
    version: i32,
    diagnostics: &'f [Diagnostic],
}

/// What a request of ours was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// The settings of the client.
    Settings,
    /// Nothing that we wait for.
    Nothing,
}

impl MainLoop {
    /// A loop for a server.
    ///
    /// # Errors
    /// The system allows no more threads.
    pub(super) fn new(
        server: Server,
        output: Sender<Vec<u8>>,
        events: Sender<Event>,
    ) -> std::io::Result<Self> {
        Ok(Self {
            server,
            output,
            events,
            reporter: Worker::start("reports")?,
            answers: Worker::start("answers")?,
            slow: Worker::start("slow answers")?,
            is_reporting: false,
            pulls: Vec::new(),
            last_number: 0,
            others: BTreeSet::new(),
            others_due: None,
            composing_until: None,
            pending: Pending::default(),
            asked: BTreeMap::new(),
            next_id: 0,
            watcher: None,
            is_shut_down: false,
            ended: false,
        })
    }

    /// Runs until the client ends it; whether it was shut down first.
    pub(super) fn run(mut self, events: &Receiver<Event>) -> bool {
        while !self.ended {
            let Some(first) = self.wait(events) else { break };
            let batch = first.into_iter().chain(events.try_iter());
            for event in batch {
                self.guarded("change", |this| this.handle(event));
            }
            self.guarded("report", Self::hand_out);
        }
        self.is_shut_down
    }

    /// Does what may fail through a fault of the program: that is logged, and all else goes on.
    fn guarded(&mut self, what: &str, work: impl FnOnce(&mut Self)) {
        if caught(|| work(self)).is_none() {
            self.log(words::internal(what).get(self.server.lang));
        }
    }

    /// Waits for an event; `None` within if it is time for something else, without if none can come
    /// any more.
    fn wait(&mut self, events: &Receiver<Event>) -> Option<Option<Event>> {
        if self.server.is_reading() && !self.is_reporting && self.server.changed.is_empty() {
            return Some(match events.try_recv() {
                Ok(event) => Some(event),
                Err(_) => {
                    self.server.read_more();
                    None
                }
            });
        }
        let due = [self.others_due, self.composing_until.as_ref().map(|(due, _)| *due)];
        let Some(due) = due.into_iter().flatten().min() else {
            return events.recv().ok().map(Some);
        };
        match events.recv_timeout(due.saturating_duration_since(now())) {
            Ok(event) => Some(Some(event)),
            Err(RecvTimeoutError::Timeout) => Some(None),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Message(Message::Request(request)) => {
                let (id, method) = (request.id.clone(), request.method.clone());
                if caught(|| self.request(request)).is_none() {
                    let message = words::internal(&method).get(self.server.lang).to_owned();
                    let code = ErrorCode::InternalError as i32;
                    self.respond(Response::new_err(id, code, message));
                }
            }
            Event::Message(Message::Notification(notification)) => self.notification(notification),
            Event::Message(Message::Response(response)) => self.response(response),
            Event::Malformed(why) => {
                let error =
                    serde_json::json!({ "code": ErrorCode::ParseError as i32, "message": why });
                let refusal = serde_json::json!({ "jsonrpc": "2.0", "id": null, "error": error });
                self.send(refusal.to_string().into_bytes());
            }
            Event::Gone => self.ended = true,
            Event::Reported(key, version, findings) => self.reported(&key, version, findings),
            Event::Answered(response) => {
                let response = self.pending.answer(response);
                self.respond(response);
            }
            Event::Ask(method, params) => self.ask(method, params, Asked::Nothing),
            Event::Say(method, params) => self.notify(method, params),
            Event::Files(files) => self.server.files_changed(&files),
        }
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        if self.is_shut_down {
            let error = "the server is shut down".to_owned();
            return self.respond(Response::new_err(id, ErrorCode::InvalidRequest as i32, error));
        }
        match method.as_str() {
            "shutdown" => {
                self.is_shut_down = true;
                self.respond(Response::new_ok(id, ()));
            }
            "initialize" => {
                let error = "the server is initialized already".to_owned();
                self.respond(Response::new_err(id, ErrorCode::InvalidRequest as i32, error));
            }
            "textDocument/diagnostic" => self.pull(id, &params),
            _ => match dispatch::handler(&method) {
                Some((lane, handler)) => {
                    let uri = params.pointer("/textDocument/uri").and_then(Value::as_str);
                    // Who types on meanwhile sees nothing offered if the answer is refused: an
                    // editor asks again after an incomplete answer, not after a refused one.
                    let uri = uri.filter(|_| method != "textDocument/completion");
                    let about = uri.map(|uri| Key::of(&gen_lsp_types::Uri(uri.to_owned())));
                    let wanted = self.pending.add(&id, about);
                    let (state, events) = (self.server.state(), self.events.clone());
                    let worker = if lane == Lane::Quick { &self.answers } else { &self.slow };
                    worker.run(move || {
                        let respond =
                            |id| dispatch::respond(&state, (id, &method, params), handler);
                        let response = wanted.refusal(&id).unwrap_or_else(|| respond(id));
                        let _ = events.send(Event::Answered(response));
                    });
                }
                None => {
                    let error = format!("there is no method “{method}”");
                    self.respond(Response::new_err(id, ErrorCode::MethodNotFound as i32, error));
                }
            },
        }
    }

    /// A client asks for the findings of a document.
    fn pull(&mut self, id: RequestId, params: &Value) {
        let uri = params.pointer("/textDocument/uri").and_then(Value::as_str);
        let Some(uri) = uri else {
            let error = "textDocument.uri is missing".to_owned();
            return self.respond(Response::new_err(id, ErrorCode::InvalidParams as i32, error));
        };
        let key = Key::of(&gen_lsp_types::Uri(uri.to_owned()));
        if self.server.document(&key).is_none() {
            return self.respond(Response::new_ok(id, full(None, Vec::new())));
        }
        let known = params.get("previousResultId").and_then(Value::as_str).map(str::to_owned);
        self.pulls.push(Pull { id, key: key.clone(), known });
        if !self.server.changed.contains(&key) {
            self.server.changed.push(key);
        }
    }

    /// Cancels a request: it is answered at once if it has not begun.
    pub(super) fn cancel(&mut self, id: RequestId) {
        self.pending.cancel(&id);
        if self.pulls.iter().any(|pull| pull.id == id) {
            self.pulls.retain(|pull| pull.id != id);
            self.respond(cancelled(id));
        }
    }

    /// A document was changed by the client.
    pub(super) fn note_typing(&mut self, key: &Key) {
        self.pending.changed(key);
        let is_composing = |document: &OpenDocument| document.composing.letters().is_some();
        self.composing_until = match self.server.document(key) {
            Some(document) if is_composing(document) => {
                Some((now() + COMPOSING_LASTS, key.clone()))
            }
            _ => None,
        };
    }

    /// A document was closed: nothing of it is shown any more.
    pub(super) fn forget(&mut self, uri: gen_lsp_types::Uri) {
        let key = Key::of(&uri);
        self.others.remove(&key);
        for Pull { id, .. } in self.take_pulls(&key) {
            self.respond(Response::new_ok(id, full(None, Vec::new())));
        }
        if !self.server.client.pulls {
            self.notify(
                "textDocument/publishDiagnostics",
                PublishDiagnosticsParams { uri, version: None, diagnostics: Vec::new() },
            );
        }
    }

    /// The requests for the findings of a document, which are then to be answered.
    fn take_pulls(&mut self, key: &Key) -> Vec<Pull> {
        let (mine, rest) =
            std::mem::take(&mut self.pulls).into_iter().partition(|pull| pull.key == *key);
        self.pulls = rest;
        mine
    }

    /// The findings of a document have been computed.
    fn reported(&mut self, key: &Key, version: i32, found: Option<Vec<Diagnostic>>) {
        self.is_reporting = false;
        let Some(document) = self.server.document(key) else { return };
        if document.version != version || self.server.changed.contains(key) {
            // Overtaken: a report on the newer text follows.
            return;
        }
        let findings = Arc::new(match found {
            Some(found) => publish::settled(document, found),
            None => vec![publish::failed(self.server.lang)],
        });
        let (sent, uri) = (document.sent.clone(), document.uri.clone());
        let is_other = sent.findings != findings;
        let is_new = is_other || sent.version != Some(version);
        self.last_number += u64::from(is_other);
        let number = if is_other { self.last_number } else { sent.number };
        if is_new && let Some(document) = self.server.document_mut(key) {
            let findings = Arc::clone(&findings);
            document.sent = SentFindings { version: Some(version), findings, number };
        }
        for Pull { id, known, .. } in self.take_pulls(key) {
            let name = number.to_string();
            let report = match known == Some(name.clone()) {
                true => unchanged(name),
                false => full(Some(name), findings.to_vec()),
            };
            self.respond(Response::new_ok(id, report));
        }
        if is_new && !self.server.client.pulls {
            let published = Published { uri: &uri, version, diagnostics: &findings };
            self.notify("textDocument/publishDiagnostics", published);
        }
    }

    /// Hands out what is to be done next.
    fn hand_out(&mut self) {
        let now = now();
        if let Some((_, key)) = self.composing_until.take_if(|(due, _)| *due <= now)
            && let Some(document) = self.server.document_mut(&key)
        {
            document.composing.end();
            self.report_on(key);
        }
        // Takes in what was changed.
        drop(self.server.state());
        if let Some(watcher) = &mut self.watcher {
            watcher.follow(&self.server.watched());
        }
        for root in std::mem::take(&mut self.server.touched) {
            self.others.extend(self.server.documents_of(&root));
            self.others_due = Some(now + OTHERS_WAIT);
        }
        if self.others_due.take_if(|due| *due <= now).is_some() {
            let others = std::mem::take(&mut self.others);
            if self.server.client.refreshes_lenses {
                self.ask("workspace/codeLens/refresh", (), Asked::Nothing);
            }
            if self.server.client.refreshes_hints {
                self.ask("workspace/inlayHint/refresh", (), Asked::Nothing);
            }
            if self.server.client.pulls {
                self.ask("workspace/diagnostic/refresh", (), Asked::Nothing);
            } else {
                others.into_iter().for_each(|key| self.report_on(key));
            }
        }
        if !self.is_reporting && !self.server.changed.is_empty() {
            self.report_first();
        }
    }

    fn report_on(&mut self, key: Key) {
        if !self.server.changed.contains(&key) {
            self.server.changed.push(key);
        }
    }

    /// Has the first of the changed documents reported on.
    fn report_first(&mut self) {
        let pulls = self.server.client.pulls;
        let is_wanted =
            |key: &Key, wanted: &[Pull]| !pulls || wanted.iter().any(|pull| pull.key == *key);
        let wanted = &self.pulls;
        self.server.changed.retain(|key| is_wanted(key, wanted));
        if self.server.changed.is_empty() {
            return;
        }
        let key = self.server.changed.remove(0);
        let Some(version) = self.server.document(&key).map(|document| document.version) else {
            return;
        };
        self.others.remove(&key);
        self.report((key, version), publish::diagnostics);
    }

    /// Has a document reported on beside the loop.
    fn report(
        &mut self,
        (key, version): (Key, i32),
        compute: fn(DocumentView<'_>) -> Vec<Diagnostic>,
    ) {
        let (state, events) = (self.server.state(), self.events.clone());
        self.is_reporting = true;
        self.reporter.run(move || {
            let found = caught(|| state.place_of(&key).map(compute)).flatten();
            drop(state);
            let _ = events.send(Event::Reported(key, version, found));
        });
    }

    /// Sends a notification.
    pub(super) fn notify(&mut self, method: &str, params: impl Serialize) {
        self.send(transport::message(None, method, params));
    }

    /// Sends a request.
    pub(super) fn ask(&mut self, method: &str, params: impl Serialize, asked: Asked) {
        let id = self.next_id;
        self.next_id = self.next_id.wrapping_add(1);
        self.asked.insert(RequestId::from(id).to_string(), asked);
        self.send(transport::message(Some(id), method, params));
    }

    fn respond(&mut self, response: Response) {
        self.send(transport::answer(&response));
    }

    /// Writes a line into the client's log.
    fn log(&mut self, line: &str) {
        self.notify("window/logMessage", serde_json::json!({ "type": 1, "message": line }));
    }

    fn send(&mut self, message: Vec<u8>) {
        if self.output.send(message).is_err() {
            self.ended = true;
        }
    }

    /// The client asks the process to end.
    pub(super) fn exit(&mut self) {
        self.ended = true;
    }
}

/// The time, which decides only when results are sent.
#[allow(clippy::disallowed_methods, reason = "no result depends on it, only when it is sent")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::mpsc::channel;

    use serde_json::json;

    use super::*;
    use crate::diagnostic::Lang;
    use crate::lsp::Startup;
    use crate::lsp::capabilities::Client;

    thread_local! {
        /// Whether asking for the day is a fault, as it is on the thread of the loop.
        static FAULTY: Cell<bool> = const { Cell::new(false) };
    }

    struct Served {
        main_loop: MainLoop,
        events: Receiver<Event>,
        sent: Receiver<Vec<u8>>,
    }

    impl Served {
        fn start() -> Self {
            let today = || {
                assert!(!FAULTY.get(), "a fault");
                None
            };
            let ((own, events), (output, sent)) = (channel(), channel());
            let startup = Startup { lang: Lang::Zh, today };
            let server = Server::new(startup, Client::default(), Vec::new(), own.clone());
            Self { main_loop: MainLoop::new(server, output, own).unwrap(), events, sent }
        }

        fn take(&mut self, message: Value) {
            let message = serde_json::from_value(message).unwrap();
            self.step(Event::Message(message));
        }

        /// What `run` does for an event.
        fn step(&mut self, event: Event) {
            self.main_loop.guarded("change", |main_loop| main_loop.handle(event));
            self.main_loop.guarded("report", MainLoop::hand_out);
        }

        fn change(&mut self, method: &str, version: i32) {
            let document = json!({
                "uri": "untitled:表", "languageId": "biao", "version": version, "text": "甲: 乙\n",
            });
            let changes = json!([{ "text": "甲: 丙\n" }]);
            let params = json!({ "textDocument": document, "contentChanges": changes });
            self.take(json!({ "method": method, "params": params }));
        }

        fn ask(&mut self) {
            let place = json!({ "line": 0, "character": 0 });
            let params = json!({ "textDocument": { "uri": "untitled:表" }, "position": place });
            self.take(json!({ "id": 7, "method": "textDocument/hover", "params": params }));
        }

        fn said(&self) -> Value {
            let sent: Vec<Value> =
                self.sent.try_iter().map(|sent| serde_json::from_slice(&sent).unwrap()).collect();
            json!(sent)
        }
    }

    #[test]
    fn a_fault_while_a_notification_is_taken_in_is_logged_and_the_next_is_taken_in() {
        let mut served = Served::start();
        FAULTY.set(true);
        served.change("textDocument/didOpen", 1);
        let said = served.said();
        assert_eq!(said[0]["method"], "window/logMessage", "{said}");
        served.ask();
        let said = served.said();
        assert_eq!((&said[0]["id"], &said[0]["error"]["code"]), (&json!(7), &json!(-32603)));
        FAULTY.set(false);
        served.change("textDocument/didChange", 2);
        let reported = served.events.recv().unwrap();
        served.step(reported);
        let said = served.said();
        assert_eq!(said[0]["params"]["version"], 2, "{said}");
    }

    #[test]
    fn a_fault_while_findings_are_computed_is_shown_and_the_next_are_computed() {
        let mut served = Served::start();
        served.change("textDocument/didOpen", 1);
        let reported = served.events.recv().unwrap();
        served.step(reported);
        served.said();
        let key = Key::of(&gen_lsp_types::Uri("untitled:表".to_owned()));
        served.main_loop.report((key, 1), |_| panic!("a fault"));
        let reported = served.events.recv().unwrap();
        served.step(reported);
        let said = served.said();
        let message = &said[0]["params"]["diagnostics"][0]["message"];
        assert!(message.as_str().unwrap().contains("表尺自己出错了"), "{said}");
        served.change("textDocument/didChange", 2);
        let reported = served.events.recv().unwrap();
        served.step(reported);
        let said = served.said();
        assert_eq!(said[0]["params"]["version"], 2, "{said}");
        assert!(!said.to_string().contains("表尺自己出错了"), "{said}");
    }
}
