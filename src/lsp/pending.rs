//! Requests that are being answered beside the main loop, and whether their answers are still
//! wanted: a client may cancel a request, and an answer about a text that has changed since would
//! point at wrong places.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use lsp_server::{ErrorCode, RequestId, Response};

use super::uri::Key;

/// Whether an answer is still wanted.
#[derive(Clone, Debug, Default)]
pub(super) struct StillWanted(Arc<AtomicU8>);

const CANCELLED: u8 = 1;
const OUTDATED: u8 = 2;

impl StillWanted {
    /// The answer to a request whose answer is not wanted any more.
    pub(super) fn refusal(&self, id: &RequestId) -> Option<Response> {
        let (code, why) = match self.0.load(Ordering::Relaxed) {
            CANCELLED => (ErrorCode::RequestCanceled, "cancelled"),
            OUTDATED => (ErrorCode::ContentModified, "the document has changed since"),
            _ => return None,
        };
        Some(Response::new_err(id.clone(), code as i32, why.to_owned()))
    }
}

/// The requests under way, each with the document that it is about.
#[derive(Debug, Default)]
pub(super) struct Pending(BTreeMap<String, (Option<Key>, StillWanted)>);

impl Pending {
    /// A request came.
    pub(super) fn add(&mut self, id: &RequestId, about: Option<Key>) -> StillWanted {
        let wanted = StillWanted::default();
        self.0.insert(id.to_string(), (about, wanted.clone()));
        wanted
    }

    /// A request was cancelled.
    pub(super) fn cancel(&self, id: &RequestId) {
        if let Some((_, wanted)) = self.0.get(&id.to_string()) {
            wanted.0.store(CANCELLED, Ordering::Relaxed);
        }
    }

    /// A document was changed: what is asked about its former text is not wanted any more.
    pub(super) fn changed(&self, key: &Key) {
        let about = self.0.values().filter(|(about, _)| about.as_ref() == Some(key));
        for (_, StillWanted(wanted)) in about {
            // What was cancelled stays so.
            let _ = wanted.compare_exchange(0, OUTDATED, Ordering::Relaxed, Ordering::Relaxed);
        }
    }

    /// A request was answered: what goes to the client.
    pub(super) fn answer(&mut self, response: Response) -> Response {
        let wanted = self.0.remove(&response.id.to_string()).map(|(_, wanted)| wanted);
        wanted.and_then(|wanted| wanted.refusal(&response.id)).unwrap_or(response)
    }
}
