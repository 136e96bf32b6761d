//! The canonical text of a sheet file: two spaces a level, `键: 值`, `"…"`, `{键: 值, 键: 值}`.
//! Takes the tree and its source; values are never changed.

use crate::source::{MappedText, Source, Span};
use crate::syntax::sheet::{
    BlockItem, Element, Entry, FlowEntry, Node, NodeKind, SheetFile, write,
};

/// The canonical text of a file that can be parsed completely.
pub(super) fn print(source: &Source, file: &SheetFile) -> String {
    let mut printer =
        SheetPrinter { source, out: String::with_capacity(source.text().len()), blank: false };
    for document in &file.documents {
        if let Some(separator) = document.separator {
            let comment = source.slice(separator).strip_prefix("---").unwrap_or_default();
            printer.start_line(0);
            printer.out.push_str("---");
            printer.comment_text(comment.trim(), "  ");
            printer.out.push('\n');
        }
        printer.items(&document.items, 0);
    }
    printer.out
}

struct SheetPrinter<'a> {
    source: &'a Source,
    out: String,
    /// Whether a blank line is pending.
    blank: bool,
}

impl SheetPrinter<'_> {
    fn items(&mut self, items: &[BlockItem], level: usize) {
        for item in items {
            match item {
                BlockItem::Blank(_) => {
                    self.blank = !self.out.is_empty();
                    continue;
                }
                BlockItem::Junk(_) => continue,
                _ => self.start_line(level),
            }
            match item {
                BlockItem::Comment(span) => {
                    self.comment_text(self.source.slice(*span), "");
                    self.out.push('\n');
                }
                BlockItem::Entry(entry) => self.entry(entry, level),
                BlockItem::Element(element) => self.element(element, level),
                BlockItem::Blank(_) | BlockItem::Junk(_) => {}
            }
        }
    }

    fn start_line(&mut self, level: usize) {
        if std::mem::take(&mut self.blank) {
            self.out.push('\n');
        }
        self.indent(level);
    }

    fn indent(&mut self, level: usize) {
        self.out.extend(std::iter::repeat_n("  ", level));
    }

    /// From the key on; the line is indented already.
    fn entry(&mut self, entry: &Entry, level: usize) {
        self.key(&entry.key, entry.key_span);
        self.out.push(':');
        self.value(&entry.value, entry.comment, level);
    }

    fn element(&mut self, element: &Element, level: usize) {
        self.out.push('-');
        if let (NodeKind::Block(items), None) = (&element.value.kind, element.comment)
            && let Some((first @ (BlockItem::Entry(_) | BlockItem::Element(_)), rest)) =
                items.split_first()
        {
            self.out.push(' ');
            match first {
                BlockItem::Entry(entry) => self.entry(entry, level + 1),
                BlockItem::Element(inner) => self.element(inner, level + 1),
                _ => {}
            }
            self.items(rest, level + 1);
            return;
        }
        self.value(&element.value, element.comment, level);
    }

    /// What follows a colon or a dash, to the end of its last line.
    fn value(&mut self, node: &Node, comment: Option<Span>, level: usize) {
        match &node.kind {
            NodeKind::Empty | NodeKind::Block(_) => {}
            NodeKind::Literal { .. } => self.out.push_str(" |"),
            _ => {
                self.out.push(' ');
                self.inline(node);
            }
        }
        if let Some(comment) = comment {
            self.comment_text(self.source.slice(comment), "  ");
        }
        self.out.push('\n');
        match &node.kind {
            NodeKind::Literal { text, .. } => self.literal(text, level + 1),
            NodeKind::Block(items) => self.items(items, level + 1),
            _ => {}
        }
    }

    fn literal(&mut self, text: &MappedText, level: usize) {
        if text.as_str().is_empty() {
            return;
        }
        for line in text.as_str().split('\n') {
            if !line.is_empty() {
                self.indent(level);
                self.out.push_str(line);
            }
            self.out.push('\n');
        }
    }

    /// A value on its line.
    fn inline(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::Scalar { text, quoted: true } => self.quoted(text.as_str()),
            NodeKind::Scalar { text, quoted: false } | NodeKind::Unreadable { text } => {
                self.out.push_str(text.as_str());
            }
            NodeKind::FlowMap(entries) => {
                self.separated('{', entries, '}', |printer, entry: &FlowEntry| {
                    printer.key(&entry.key, entry.key_span);
                    printer.out.push_str(": ");
                    printer.inline(&entry.value);
                });
            }
            NodeKind::FlowList(nodes) => self.separated('[', nodes, ']', SheetPrinter::inline),
            NodeKind::Empty | NodeKind::Literal { .. } | NodeKind::Block(_) => {}
        }
    }

    fn separated<T>(
        &mut self,
        open: char,
        items: &[T],
        close: char,
        write: impl Fn(&mut Self, &T),
    ) {
        self.out.push(open);
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.out.push_str(", ");
            }
            write(self, item);
        }
        self.out.push(close);
    }

    /// A key, in quotes if it was written so.
    fn key(&mut self, key: &MappedText, span: Span) {
        let written = self.source.slice(span);
        if written.starts_with('"') && written != key.as_str() {
            self.quoted(key.as_str());
        } else {
            self.out.push_str(key.as_str());
        }
    }

    fn quoted(&mut self, text: &str) {
        self.out.push_str(&write::quoted(text));
    }

    /// A comment after `gap`, its `#` in half width.
    fn comment_text(&mut self, comment: &str, gap: &str) {
        if let Some(text) = comment.strip_prefix(['#', '＃']) {
            self.out.push_str(gap);
            self.out.push('#');
            self.out.push_str(text);
        }
    }
}
