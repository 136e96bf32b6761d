//! Dictionaries in files of their own: the text of a CSV or YAML file to cells with their places.
//! Knows no dictionary: what the columns mean is decided where they are used.

mod csv;
mod words;
mod yaml;

use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// The most cells of a file: no list that people maintain is larger.
pub(crate) const MAX_CELLS: usize = 200_000;

/// The most findings one file gives here.
const MAX_FINDINGS: usize = 100;

/// A file as read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableFile {
    /// Its content; `None` if it is not readable at all.
    pub content: Option<TableContent>,
    /// What is wrong with the text itself.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl TableFile {
    /// What is wrong with the text itself.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

/// The content of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum TableContent {
    /// CSV: rows of cells under a row of headings.
    Rows(Rows),
    /// YAML: lists and maps.
    Tree(TableNode),
}

/// Rows of cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// The headings.
    pub(crate) head: Vec<TableCell>,
    /// The rows; each has as many cells as there are headings.
    pub(crate) rows: Vec<Vec<TableCell>>,
}

/// A cell, or a single value of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableCell {
    /// Its text without quotes and surrounding blanks.
    pub text: String,
    /// Its place without quotes; for an empty one the point where it would be.
    pub(crate) span: Span,
}

/// A value of a tree.
#[derive(Clone, Debug, PartialEq)]
pub enum TableNode {
    /// A single value.
    Cell(TableCell),
    /// `- …`, `[…]`
    List(Vec<TableNode>, Span),
    /// `键: …`, in order.
    Map(Vec<(TableCell, TableNode)>, Span),
}

impl TableNode {
    /// Its place.
    pub(crate) fn span(&self) -> Span {
        match self {
            TableNode::Cell(cell) => cell.span,
            TableNode::List(_, span) | TableNode::Map(_, span) => *span,
        }
    }
}

/// Whether a source of that name is read here.
pub(crate) fn is_table(name: &str) -> bool {
    is_csv(name) || is_yaml(name)
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// Whether a source of that name has rows of cells.
pub(crate) fn is_csv(name: &str) -> bool {
    ["csv", "tsv"].contains(&ending(name).as_str())
}

fn is_yaml(name: &str) -> bool {
    ["yaml", "yml"].contains(&ending(name).as_str())
}

/// Reads a file by the ending of its name.
pub fn parse(source: &Source) -> TableFile {
    if is_yaml(source.name()) { yaml::read(source) } else { csv::read(source) }
}
