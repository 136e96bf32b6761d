//! The language server: one connection with an editor. Takes messages; gives messages. Knows the
//! protocol, and of sheets and rules only what `check`, `ide` and `format` answer.

mod actions;
mod annotations;
mod answers;
mod capabilities;
mod commands;
mod composing;
mod convert;
mod dispatch;
mod documents;
mod formatting;
mod lenses;
mod main_loop;
mod notifications;
mod pending;
mod publish;
mod pulls;
mod rename;
mod roots;
mod server;
mod state;
mod transport;
mod uri;
mod watch;
mod words;
mod worker;

use std::io::{BufRead, Write};
use std::sync::mpsc::{Receiver, Sender, channel};

use gen_lsp_types::{InitializeResult, ServerInfo, Uri};
use lsp_server::{ErrorCode, Message, Response};
use serde_json::Value;

use crate::check::Date;
use crate::diagnostic::Lang;
use capabilities::Client;
use main_loop::{Event, MainLoop};
use server::Server;
use transport::Incoming;

/// What a server starts with.
#[derive(Clone, Copy, Debug)]
pub struct Startup {
    /// The language of messages, unless the client says otherwise.
    pub lang: Lang,
    /// Answers which day it is; suppressions expire.
    pub today: fn() -> Option<Date>,
}

/// Serves one client until it ends the connection; whether it was shut down first, as the protocol
/// asks.
///
/// # Errors
/// The system allows no more threads, or nothing can be written.
pub fn serve(
    input: impl BufRead + Send + 'static,
    output: impl Write + Send + 'static,
    startup: Startup,
) -> std::io::Result<bool> {
    let (events, incoming) = channel();
    let reading = events.clone();
    let thread = |name: &str| std::thread::Builder::new().name(name.to_owned());
    thread("reader").spawn(move || read_all(input, &reading))?;
    let (sender, outgoing) = channel();
    let writer = thread("writer").spawn(move || write_all(output, &outgoing))?;
    let was_shut_down = match initialize((&incoming, &events), &sender, startup) {
        Some(server) => MainLoop::new(server, sender, events)?.run(&incoming),
        None => {
            drop(sender);
            false
        }
    };
    let written = writer.join().unwrap_or(Ok(()));
    Ok(was_shut_down && written.is_ok())
}

fn read_all(mut input: impl BufRead, events: &Sender<Event>) {
    while let Ok(Some(read)) = transport::read(&mut input) {
        let event = match read {
            Incoming::Message(message) => Event::Message(message),
            Incoming::Malformed(why) => Event::Malformed(why),
        };
        if events.send(event).is_err() {
            return;
        }
    }
    let _ = events.send(Event::Gone);
}

fn write_all(mut output: impl Write, messages: &Receiver<Vec<u8>>) -> std::io::Result<()> {
    messages.iter().try_for_each(|message| transport::write(&mut output, &message))
}

/// Waits for `initialize`; `None` if the client ends instead.
fn initialize(
    (events, own): (&Receiver<Event>, &Sender<Event>),
    output: &Sender<Vec<u8>>,
    startup: Startup,
) -> Option<Server> {
    let send = |response: Response| output.send(transport::answer(&response)).ok();
    loop {
        match events.recv().ok()? {
            Event::Message(Message::Request(request)) if request.method == "initialize" => {
                let client = Client::of(&request.params);
                let result = InitializeResult {
                    capabilities: client.offered(),
                    server_info: Some(ServerInfo {
                        name: "biaochi".to_owned(),
                        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
                    }),
                };
                send(Response::new_ok(request.id, result))?;
                let options = request.params.get("initializationOptions");
                let folders = folders_of(&request.params);
                let mut server = Server::new(startup, client, folders, own.clone());
                server.set(options.map(ClientSettings::of).unwrap_or_default());
                return Some(server);
            }
            Event::Message(Message::Request(request)) => {
                let error = "the first request is initialize".to_owned();
                let code = ErrorCode::ServerNotInitialized as i32;
                send(Response::new_err(request.id, code, error))?;
            }
            Event::Message(Message::Notification(notification))
                if notification.method == "exit" =>
            {
                return None;
            }
            Event::Gone => return None,
            _ => {}
        }
    }
}

/// The folders that are open in a client.
fn folders_of(params: &Value) -> Vec<std::path::PathBuf> {
    let listed = params.get("workspaceFolders").and_then(Value::as_array);
    let listed = listed.into_iter().flatten().filter_map(|folder| folder.get("uri"));
    let root = params.get("rootUri").into_iter();
    let mut uris: Vec<&str> = listed.filter_map(Value::as_str).collect();
    if uris.is_empty() {
        uris = root.filter_map(Value::as_str).collect();
    }
    uris.into_iter().filter_map(|uri| uri::path(&Uri(uri.to_owned()))).collect()
}

/// What a client's settings say, on their own or under `biaochi`; what they leave out stays.
#[derive(Clone, Copy, Debug, Default)]
struct ClientSettings {
    lang: Option<Lang>,
    pinyin: Option<bool>,
}

impl ClientSettings {
    fn of(settings: &Value) -> Self {
        let at = |name: &str| {
            settings.get("biaochi").and_then(|own| own.get(name)).or(settings.get(name))
        };
        let lang = match at("lang").and_then(Value::as_str) {
            Some("zh") => Some(Lang::Zh),
            Some("en") => Some(Lang::En),
            _ => None,
        };
        Self { lang, pinyin: at("pinyin").and_then(Value::as_bool) }
    }
}
