//! The tree of a sheet file to its canonical text.

use crate::source::{Source, Span};
use crate::syntax::sheet::{Element, Entry, Item, Node, NodeKind, SheetFile};

/// Blanks for one level.
const INDENT: usize = 2;

pub(super) fn print(source: &Source, file: &SheetFile) -> String {
    let mut printer = Printer { source, out: String::new() };
    for document in &file.documents {
        if document.separator.is_some() {
            printer.out.push_str("---\n");
        }
        printer.items(&document.items, 0);
    }
    let text = printer.out.trim_matches('\n');
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}

struct Printer<'s> {
    source: &'s Source,
    out: String,
}

impl Printer<'_> {
    fn items(&mut self, items: &[Item], depth: usize) {
        for item in items {
            self.item(item, depth);
        }
    }

    fn item(&mut self, item: &Item, depth: usize) {
        match item {
            Item::Entry(entry) => {
                self.indent(depth);
                self.entry(entry, depth);
            }
            Item::Element(element) => {
                self.indent(depth);
                self.element(element, depth);
            }
            Item::Comment(span) => {
                self.indent(depth);
                self.out.push_str(self.source.slice(*span).trim_end());
                self.out.push('\n');
            }
            Item::Blank(_) => {
                if !self.out.ends_with("\n\n") {
                    self.out.push('\n');
                }
            }
            // A text with junk has errors, and is not printed.
            Item::Junk(span) => {
                self.indent(depth);
                self.out.push_str(self.source.slice(*span));
                self.out.push('\n');
            }
        }
    }

    fn indent(&mut self, depth: usize) {
        self.out.push_str(&" ".repeat(depth * INDENT));
    }

    fn entry(&mut self, entry: &Entry, depth: usize) {
        let key = entry.key.as_str();
        if key_needs_quotes(key) {
            self.quoted(key);
        } else {
            self.out.push_str(key);
        }
        self.out.push(':');
        self.value(&entry.value, entry.comment, depth);
    }

    fn element(&mut self, element: &Element, depth: usize) {
        self.out.push('-');
        // A block goes on beside its dash, unless a comment or a blank line comes first.
        if let NodeKind::Block(items) = &element.value.kind
            && element.comment.is_none()
            && let Some((first @ (Item::Entry(_) | Item::Element(_)), rest)) = items.split_first()
        {
            self.out.push(' ');
            match first {
                Item::Entry(entry) => self.entry(entry, depth + 1),
                Item::Element(inner) => self.element(inner, depth + 1),
                _ => {}
            }
            self.items(rest, depth + 1);
            return;
        }
        self.value(&element.value, element.comment, depth);
    }

    /// What follows a colon or a dash, to the end of its last line.
    fn value(&mut self, node: &Node, comment: Option<Span>, depth: usize) {
        match &node.kind {
            NodeKind::Empty | NodeKind::Block(_) => {}
            NodeKind::Literal { .. } => self.out.push_str(" |"),
            _ => {
                self.out.push(' ');
                self.inline(node);
            }
        }
        if let Some(comment) = comment {
            self.out.push_str("  ");
            self.out.push_str(self.source.slice(comment).trim_end());
        }
        self.out.push('\n');
        match &node.kind {
            NodeKind::Block(items) => self.items(items, depth + 1),
            NodeKind::Literal { text, .. } => {
                for line in text.as_str().lines() {
                    let body = line.trim_start_matches([' ', '\t', '　']);
                    if !body.trim_end().is_empty() {
                        self.indent(depth + 1);
                        let blanks = line.strip_suffix(body).unwrap_or_default();
                        self.out.push_str(&blanks.replace(['\t', '　'], "  "));
                        self.out.push_str(body.trim_end());
                    }
                    self.out.push('\n');
                }
            }
            _ => {}
        }
    }

    /// A value on one line.
    fn inline(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::Scalar { text, quoted: true } => self.quoted(text.as_str()),
            NodeKind::Scalar { text, quoted: false } => self.out.push_str(text.as_str()),
            NodeKind::Unreadable { text } => self.out.push_str(text.as_str()),
            NodeKind::FlowMap(entries) => {
                self.out.push('{');
                for (at, entry) in entries.iter().enumerate() {
                    if at > 0 {
                        self.out.push_str(", ");
                    }
                    let key = entry.key.as_str();
                    if key_needs_quotes(key) || key.contains(['{', '}', '[', ']', ',', '，']) {
                        self.quoted(key);
                    } else {
                        self.out.push_str(key);
                    }
                    self.out.push_str(": ");
                    self.inline(&entry.value);
                }
                self.out.push('}');
            }
            NodeKind::FlowList(items) => {
                self.out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        self.out.push_str(", ");
                    }
                    self.inline(item);
                }
                self.out.push(']');
            }
            NodeKind::Empty | NodeKind::Literal { .. } | NodeKind::Block(_) => {}
        }
    }

    fn quoted(&mut self, text: &str) {
        self.out.push('"');
        for character in text.chars() {
            match character {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\t' => self.out.push_str("\\t"),
                other => self.out.push(other),
            }
        }
        self.out.push('"');
    }
}

/// Whether a key would be read as something else if it stood bare.
fn key_needs_quotes(key: &str) -> bool {
    key.is_empty()
        || key.trim() != key
        || key.contains([':', '：', '\n', '\t'])
        || key.starts_with(['#', '＃', '"', '\u{feff}'])
        || key == "-"
        || key.starts_with("- ")
        || key.starts_with("---")
}
