//! A text from standard input. Takes its name; gives a source, or why there is none.

use std::io::Read;
use std::path::Path;

use super::words;
use crate::diagnostic::Diagnostic;
use crate::project;
use crate::source::{MAX_BYTES, Source, Sources};

/// Reads all of standard input.
///
/// # Errors
/// It cannot be read, is too large, or is not text.
pub(super) fn read(name: &Path, sources: &mut Sources) -> Result<Source, Diagnostic> {
    let mut bytes = Vec::new();
    let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let read = std::io::stdin().lock().take(most).read_to_end(&mut bytes);
    read.map_err(|cause| words::stdin_unreadable(&cause))?;
    project::decode_named(&project::shown(name), bytes, sources)
}
