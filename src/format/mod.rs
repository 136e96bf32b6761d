//! Text to its canonical text: the same content, comments and order, one layout. Takes a text; gives
//! a text. Knows no form, no field and no rule's meaning.

mod rule;
mod sheet;

use crate::diagnostic::{Diagnostic, Lang, Severity};
use crate::source::Source;
use crate::syntax;

/// Errors of layout that formatting itself mends: their fix is what the canonical text has anyway.
const MENDED: [&str; 2] = ["表/制表符缩进", "表/全角空格缩进"];

/// The canonical text of a sheet file: two blanks a level, `键: 值`, at most one blank line in a row,
/// LF, no byte-order mark.
///
/// # Errors
/// What is wrong with the text, where it cannot be read to its end: nothing of it may be lost.
pub fn sheet(source: &Source) -> Result<String, Vec<Diagnostic>> {
    let file = syntax::sheet::parse(source);
    let stands_in_the_way = |found: &Diagnostic| {
        found.severity == Severity::Error && !MENDED.contains(&found.code.as_str())
    };
    if file.diagnostics.iter().any(stands_in_the_way) {
        return Err(file.diagnostics);
    }
    Ok(sheet::print(source, &file))
}

/// The canonical text of a rule file; with `lang`, its keywords in that language. Names, functions and texts stay,
/// and so do the breaks of lines inside a clause.
///
/// # Errors
/// What is wrong with the text, where it cannot be read to its end: nothing of it may be lost.
pub fn rules(source: &Source, lang: Option<Lang>) -> Result<String, Vec<Diagnostic>> {
    let layout = syntax::rule::layout(source);
    let faults = layout.file.faults();
    if !faults.is_empty() {
        return Err(faults.into_iter().cloned().collect());
    }
    Ok(rule::print(source, &layout, lang))
}
