//! `--fix` of rule files: the remedies that the checker names, written back.

use super::{Console, words};
use crate::project;
use crate::setup::{Rulebook, mend};
use crate::source::Sources;

/// What was written.
#[derive(Default)]
pub(super) struct MendedFiles {
    /// How many files.
    pub(super) files: usize,
    /// How many could not be written.
    pub(super) failed: usize,
}

/// Mends the rule files of rulebooks, and reports how many.
pub(super) fn write<'b>(
    console: &Console,
    books: impl IntoIterator<Item = &'b Rulebook>,
    consent: bool,
    sources: &Sources,
) -> MendedFiles {
    let (mut written, mut fixes, mut said) = (MendedFiles::default(), 0, Vec::new());
    for mended in books.into_iter().flat_map(|book| mend(book, consent)) {
        match project::rewrite(&mended.before, mended.after.written()) {
            Ok(warning) => {
                said.extend(warning);
                written.files += 1;
                fixes += mended.applied;
            }
            Err(failure) => {
                said.push(failure);
                written.failed += 1;
            }
        }
    }
    console.complain(sources, &said);
    if written.files > 0 {
        console.note(words::mended(fixes, written.files).get(console.lang()));
    }
    written
}
