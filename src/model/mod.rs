//! Sheets: the tree of a text, typed by its form. A repeated, unknown, missing or unreadable field
//! is reported here. Knows no rules.

mod boxes;
mod broken;
mod by_name;
mod cell;
mod choose;
mod draft_form;
mod edit;
mod fields;
mod general;
mod insert_point;
mod missing;
pub(crate) mod names;
mod reader;
mod sheet;
mod table;
mod text;
mod tree;
mod unknown;
mod words;

pub(crate) use by_name::ByName;
pub use draft_form::draft_form;
pub use sheet::*;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::source::Source;
use crate::syntax::sheet::Document;

/// The result of reading one document.
#[derive(Clone, Debug)]
pub struct ReadSheet {
    /// The sheet; `None` if no form fits or the document is empty.
    pub sheet: Option<Sheet>,
    /// What is wrong with it as a filled-in form.
    pub diagnostics: Vec<Diagnostic>,
}

/// How strictly a document is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// A submitted sheet: what the form requires must be there.
    Whole,
    /// An example in a rule: whatever is left out is simply absent.
    Fragment,
}

/// Reads a document by the form that it names (表单, 年度). Without a name, it is read by the only
/// form, if there is just one. The findings are in the order of the text.
pub fn read(
    source: &Source,
    document: &Document,
    forms: &[Arc<Form>],
    strictness: Strictness,
) -> ReadSheet {
    reader::read(source, document, forms, strictness)
}
