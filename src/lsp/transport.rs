//! Messages on a wire: a header with a length, then JSON. Takes bytes; gives messages, or what is
//! wrong with one. A message that cannot be read is reported and passed over: the next is read.

use std::io::{self, BufRead, Read, Write};

use lsp_server::{Message, Response};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// The most bytes of one message: a document of the largest size, every byte escaped.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// The most bytes of one line of a header.
const MOST_IN_LINE: u64 = 8 * 1024;

/// What was read.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message.
    Message(Message),
    /// Bytes that are none, and why.
    Malformed(String),
}

/// Reads the next message; `None` at the end of the input.
///
/// # Errors
/// The input cannot be read.
pub(super) fn read(input: &mut dyn BufRead) -> io::Result<Option<Incoming>> {
    let Some(length) = header(input)? else { return Ok(None) };
    if length > MOST_BYTES {
        io::copy(&mut input.take(length), &mut io::sink())?;
        let why = format!("a message of {length} bytes; at most {MOST_BYTES} are read");
        return Ok(Some(Incoming::Malformed(why)));
    }
    let mut body = Vec::new();
    let read = input.take(length).read_to_end(&mut body)?;
    if u64::try_from(read).unwrap_or(u64::MAX) < length {
        return Ok(None);
    }
    Ok(Some(match serde_json::from_slice(&body) {
        Ok(Message::Notification(_)) if has_id(&body) => {
            Incoming::Malformed("the id of a request is a text or a 32-bit number".to_owned())
        }
        Ok(message) => Incoming::Message(message),
        Err(error) => Incoming::Malformed(error.to_string()),
    }))
}

/// Whether a message has an id, of whatever kind: it is then no notification.
fn has_id(body: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Head {
        id: Option<IgnoredAny>,
    }
    serde_json::from_slice::<Head>(body).is_ok_and(|head| head.id.is_some())
}

/// Reads headers up to the empty line after one with a length. ProtocolLines that are no header are
/// passed over, so that reading goes on after a message with a false length.
fn header(input: &mut dyn BufRead) -> io::Result<Option<u64>> {
    const NAME: &str = "content-length:";
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.take(MOST_IN_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line).trim().to_ascii_lowercase();
        if let Some(at) = line.rfind(NAME) {
            length = line.get(at + NAME.len()..).and_then(|number| number.trim().parse().ok());
        }
        if line.is_empty() && length.is_some() {
            return Ok(length);
        }
    }
}

/// Writes a message that is JSON already.
///
/// # Errors
/// The output cannot be written.
pub(super) fn write(output: &mut impl Write, body: &[u8]) -> io::Result<()> {
    write!(output, "Content-Length: {}\r\n\r\n", body.len())?;
    output.write_all(body)?;
    output.flush()
}

/// A notification as JSON; a request of ours, if it has an id.
pub(super) fn message(id: Option<i32>, method: &str, params: impl Serialize) -> Vec<u8> {
    #[derive(Serialize)]
    struct Outgoing<'m, P> {
        jsonrpc: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<i32>,
        method: &'m str,
        params: P,
    }
    serde_json::to_vec(&Outgoing { jsonrpc: "2.0", id, method, params }).unwrap_or_default()
}

/// An answer as JSON.
pub(super) fn answer(response: &Response) -> Vec<u8> {
    #[derive(Serialize)]
    struct Answer<'r> {
        jsonrpc: &'static str,
        #[serde(flatten)]
        response: &'r Response,
    }
    serde_json::to_vec(&Answer { jsonrpc: "2.0", response }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &str) -> Vec<String> {
        let mut input = bytes.as_bytes();
        std::iter::from_fn(|| read(&mut input).unwrap())
            .map(|read| match read {
                Incoming::Message(Message::Notification(notification)) => notification.method,
                Incoming::Message(other) => format!("{other:?}"),
                Incoming::Malformed(_) => "malformed".to_owned(),
            })
            .collect()
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn what_is_malformed_is_passed_over_and_reading_goes_on() {
        let good = framed(r#"{"jsonrpc":"2.0","method":"好"}"#);
        let cases = [
            (framed("{"), vec!["malformed", "好"]),
            (framed("[1,2]"), vec!["malformed", "好"]),
            (framed(r#"{"id":null,"method":"x"}"#), vec!["x", "好"]),
            (framed(""), vec!["malformed", "好"]),
            ("乱七八糟\r\n\r\n".to_owned(), vec!["好"]),
            ("Content-Length: -3\r\n\r\n".to_owned(), vec!["好"]),
            ("Content-Length: 1\r\n\r\n{}}\r\n".to_owned(), vec!["malformed", "好"]),
            ("Content-Type: x\r\ncontent-length: 2\r\n\r\n{}".to_owned(), vec!["malformed", "好"]),
        ];
        for (bad, expected) in cases {
            assert_eq!(all(&(bad.clone() + &good)), expected, "{bad:?}");
        }
        assert_eq!(all(&good.repeat(3)), ["好", "好", "好"]);
        assert!(all("Content-Length: 99\r\n\r\n{}").is_empty(), "the input ends within a message");
    }
}
