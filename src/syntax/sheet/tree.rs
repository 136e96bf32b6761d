//! The tree of a `.biao` file. It keeps comments, blank lines and junk in order, so that the
//! formatter can print everything.

use crate::diagnostic::Diagnostic;
use crate::source::{MappedText, Span};

/// A whole file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetFile {
    /// The sheets, separated by `---` lines. A file of blank lines and comments has one, without
    /// entries.
    pub documents: Vec<Document>,
    /// What is wrong with the text itself.
    pub diagnostics: Vec<Diagnostic>,
}

impl SheetFile {
    /// Its comments, in order, each from its `#` to the end of its line.
    pub fn comments(&self) -> Vec<Span> {
        let mut found = Vec::new();
        self.documents.iter().for_each(|document| comments_of(&document.items, &mut found));
        found
    }
}

fn comments_of(items: &[BlockItem], found: &mut Vec<Span>) {
    for item in items {
        let (comment, value) = match item {
            BlockItem::Comment(span) => (Some(*span), None),
            BlockItem::Entry(entry) => (entry.comment, Some(&entry.value)),
            BlockItem::Element(element) => (element.comment, Some(&element.value)),
            BlockItem::Blank(_) | BlockItem::Junk(_) => (None, None),
        };
        found.extend(comment);
        if let Some(NodeKind::Block(items)) = value.map(|value| &value.kind) {
            comments_of(items, found);
        }
    }
}

/// One sheet of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// From the first byte after the separator (or of the file) to the next separator (or the end).
    pub span: Span,
    /// The `---` line before it, if there is one.
    pub separator: Option<Span>,
    /// Its content, in order.
    pub items: Vec<BlockItem>,
}

/// One line or block.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockItem {
    /// `键: 值`
    Entry(Entry),
    /// `- 值`
    Element(Element),
    /// A line that is a comment, from its `#` to the end of the line.
    Comment(Span),
    /// One or more blank lines.
    Blank(Span),
    /// A line that is nothing else, with a diagnostic.
    Junk(Span),
}

impl BlockItem {
    /// The bytes of the line or block.
    pub fn span(&self) -> Span {
        match self {
            BlockItem::Entry(entry) => entry.span,
            BlockItem::Element(element) => element.span,
            BlockItem::Comment(span) | BlockItem::Blank(span) | BlockItem::Junk(span) => *span,
        }
    }
}

/// `键: 值`
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// From the key to the end of the value, nested lines included, no trailing blank lines.
    pub span: Span,
    /// The key without quotes and surrounding blanks.
    pub key: MappedText,
    /// The key as written, quotes included.
    pub key_span: Span,
    /// The colon, `:` or `：`.
    pub colon: Span,
    /// The value.
    pub value: Node,
    /// The comment at the end of the key's line, from its `#`.
    pub comment: Option<Span>,
}

/// `- 值`
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// From the dash to the end of the value.
    pub span: Span,
    /// The dash.
    pub dash: Span,
    /// The value; `- 键: 值` gives a [`NodeKind::Block`] of entries.
    pub value: Node,
    /// The comment at the end of the dash's line.
    pub comment: Option<Span>,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value's bytes, quotes and brackets included; for [`NodeKind::Empty`] the point after the
    /// colon.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// Nothing after the colon and nothing nested.
    Empty,
    /// Text on the line, plain or quoted.
    Scalar {
        /// The text without quotes and escapes.
        text: MappedText,
        /// Whether it was quoted.
        quoted: bool,
    },
    /// Text after `|`: its lines without common indentation, joined by `\n`, without
    /// trailing blanks.
    Literal {
        /// The text.
        text: MappedText,
        /// The `|`.
        bar: Span,
    },
    /// Text that opens with a bracket and cannot be read, with a diagnostic: the text as written.
    Unreadable {
        /// The text.
        text: MappedText,
    },
    /// Entries or elements nested by indentation; a mix has a diagnostic.
    Block(Vec<BlockItem>),
    /// `{键: 值, …}` on one line.
    FlowMap(Vec<FlowEntry>),
    /// `[值, …]` on one line.
    FlowList(Vec<Node>),
}

/// `键: 值` inside braces.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowEntry {
    /// The key without quotes.
    pub key: MappedText,
    /// The key as written.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}
