//! To be built.

use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// Stub.
pub fn sheet(source: &Source) -> Result<String, Vec<Diagnostic>> {
    Ok(source.text().to_owned())
}
