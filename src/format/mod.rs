//! Text to its canonical text: the same content, comments and order in a fixed layout. Takes a
//! text; gives a text. Knows no form, no field and no rule's meaning.

mod line_ends;
mod rule;
mod sheet;
mod words;

use crate::diagnostic::{Code, Diagnostic, Lang, Severity};
use crate::source::Source;
use crate::syntax;

/// Errors of layout that formatting itself fixes: the canonical text does not have them.
const FIXED: [Code; 2] = [Code::TAB_INDENT, Code::WIDE_INDENT];

/// The canonical text of a sheet file: two blanks a level, `键: 值`, at most one blank line in a
/// row, line ends and byte-order mark as they are.
///
/// # Errors
/// What is wrong with the text, if it cannot be parsed completely: nothing of it may be lost.
pub fn sheet(source: &Source) -> Result<String, Vec<Diagnostic>> {
    let file = syntax::sheet::parse(source);
    let prevents_formatting =
        |found: &Diagnostic| found.severity == Severity::Error && !FIXED.contains(&found.code);
    if file.diagnostics.iter().any(prevents_formatting) {
        return Err(file.diagnostics);
    }
    Ok(line_ends::restored(source, &sheet::print(source, &file)))
}

/// The canonical text of a rule file; with `lang`, its keywords in that language. Names, functions
/// and texts stay, and so do the breaks of lines inside a clause.
///
/// # Errors
/// What is wrong with the text, if it cannot be parsed completely, or its result would be parsed
/// differently: nothing of it may be lost or change.
pub fn rules(source: &Source, lang: Option<Lang>) -> Result<String, Vec<Diagnostic>> {
    let layout = syntax::rule::layout(source);
    let faults = layout.file.faults();
    if !faults.is_empty() {
        return Err(faults.into_iter().cloned().collect());
    }
    let text = line_ends::restored(source, &rule::print(source, &layout, lang));
    // The result is parsed again: a layout that changes the structure is never returned.
    let after = syntax::rule::parse(&source.changed(text.as_str()));
    match after.faults().is_empty() && after.outline() == layout.file.outline() {
        true => Ok(text),
        false => Err(vec![words::read_otherwise(source)]),
    }
}
