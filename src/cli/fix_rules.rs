//! `--fix` of rule files: the remedies that the checker names, written back.

use super::{Console, words};
use crate::project;
use crate::setup::{Rulebook, correct};
use crate::source::Sources;

/// What was written.
#[derive(Default)]
pub(super) struct CorrectedFiles {
    /// How many files.
    pub(super) files: usize,
    /// How many could not be written.
    pub(super) failed: usize,
}

/// Corrects the rule files of rulebooks, and reports how many.
pub(super) fn write<'b>(
    console: &Console,
    books: impl IntoIterator<Item = &'b Rulebook>,
    consent: bool,
    sources: &Sources,
) -> CorrectedFiles {
    let (mut written, mut fixes, mut said) = (CorrectedFiles::default(), 0, Vec::new());
    for corrected in books.into_iter().flat_map(|book| correct(book, consent)) {
        match project::rewrite(&corrected.before, corrected.after.written()) {
            Ok(warning) => {
                said.extend(warning);
                written.files += 1;
                fixes += corrected.applied;
            }
            Err(failure) => {
                said.push(failure);
                written.failed += 1;
            }
        }
    }
    console.complain(sources, &said);
    if written.files > 0 {
        console.note(words::corrected(fixes, written.files).get(console.lang()));
    }
    written
}
