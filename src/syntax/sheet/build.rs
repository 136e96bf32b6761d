//! Lines to a tree, by their indentation. Whatever is wrong is reported, and the rest is read.

use super::lines::{self, EntryLine, Line, LineKind, Range, Rest, Value};
use super::{
    Document, Element, Entry, Item, MAX_DEPTH, Node, NodeKind, SheetFile, flow, scalar, words,
};
use crate::diagnostic::Diagnostic;
use crate::source::{Piece, Source, Span, Text};

/// The most findings that one text gives; what is wrong beyond them is counted.
const MAX_FINDINGS: usize = 200;

pub(super) fn file(source: &Source) -> SheetFile {
    let (lines, trailing) = lines::lines(source.text());
    let mut builder = Builder {
        source,
        text: source.text(),
        lines,
        at: 0,
        told: Vec::new(),
        documents: Vec::new(),
    };
    builder.layout();
    builder.documents(trailing);
    let mut diagnostics = builder.told;
    diagnostics.sort_by_key(|found| found.span().map_or(0, |span| span.start));
    if let Some(beyond) = diagnostics.len().checked_sub(MAX_FINDINGS)
        && beyond > 0
    {
        diagnostics.truncate(MAX_FINDINGS);
        diagnostics.push(words::more(Span::at(source.id(), 0), beyond));
    }
    SheetFile { documents: builder.documents, diagnostics }
}

struct Builder<'s> {
    source: &'s Source,
    text: &'s str,
    lines: Vec<Line>,
    at: usize,
    told: Vec<Diagnostic>,
    documents: Vec<Document>,
}

impl Builder<'_> {
    fn span(&self, range: &Range) -> Span {
        Span::new(self.source.id(), range.start, range.end)
    }

    /// Blanks that are not to be seen, and characters that are not to be had.
    fn layout(&mut self) {
        for line in &self.lines {
            let blanks = blanks(self.text, line);
            let place = Span::new(self.source.id(), line.start, line.body.start);
            if blanks.contains('\t') {
                self.told.push(words::tab_indent(place, line.indent));
            } else if blanks.contains('　') {
                self.told.push(words::wide_indent(place, line.indent));
            }
        }
        let ends_line = |at: usize| matches!(self.text.as_bytes().get(at + 1), None | Some(b'\n'));
        let odd = self.text.char_indices().filter(|(at, character)| match character {
            '\n' | '\t' => false,
            '\r' => !ends_line(*at),
            other => other.is_control(),
        });
        for (at, character) in odd.take(MAX_FINDINGS + 1) {
            let end = at + character.len_utf8();
            let place = Span::new(self.source.id(), at, end);
            self.told.push(words::control_character(place, character));
        }
    }

    fn documents(&mut self, trailing: Option<Range>) {
        let mut start = 0;
        let mut separator = None;
        loop {
            let mut items = self.block(None, 0);
            let next = self.lines.get(self.at).map(|line| (line.body.clone(), line.blank.clone()));
            let end = next.as_ref().map_or(self.text.len(), |(body, _)| body.start);
            let blank = next.as_ref().map_or(trailing.clone(), |(_, blank)| blank.clone());
            items.extend(blank.map(|blank| Item::Blank(self.span(&blank))));
            let span = Span::new(self.source.id(), start, end);
            self.documents.push(Document { span, separator, items });
            let Some((body, _)) = next else { return };
            separator = Some(self.span(&body));
            start = body.end;
            self.at += 1;
        }
    }

    /// The line at hand; `None` at a separator and at the end.
    fn line(&self) -> Option<&Line> {
        self.lines.get(self.at).filter(|line| !matches!(line.kind, LineKind::Separator))
    }

    /// The next line that is no comment.
    fn content(&self) -> Option<&Line> {
        let rest = self.lines.get(self.at..).unwrap_or_default();
        rest.iter()
            .find(|line| !matches!(line.kind, LineKind::Comment))
            .filter(|line| !matches!(line.kind, LineKind::Separator))
    }

    /// The lines indented deeper than `parent` (`None`: the document itself).
    fn block(&mut self, parent: Option<usize>, depth: usize) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let inside = |indent: usize| parent.is_none_or(|parent| indent > parent);
        let Some(own) = self.content().map(|line| line.indent).filter(|own| inside(*own)) else {
            // Comments alone make a block of the document only.
            if parent.is_none() {
                self.comments(0, &mut items);
            }
            return items;
        };
        let mut elements: Option<bool> = None;
        loop {
            // A comment indented less than this block belongs to what follows it.
            let leaves = !self.content().is_some_and(|line| inside(line.indent));
            self.comments(if leaves { own } else { 0 }, &mut items);
            if leaves {
                if parent.is_none() {
                    self.comments(0, &mut items);
                }
                return items;
            }
            let Some(line) = self.line().cloned() else { return items };
            items.extend(line.blank.as_ref().map(|blank| Item::Blank(self.span(blank))));
            // Where blanks are not what they seem, that has been said, and is the cause.
            let odd = blanks(self.text, &line).contains(['\t', '　']);
            if line.indent != own && !odd && !matches!(line.kind, LineKind::Raw) {
                self.told.push(words::misaligned(self.span(&line.body), line.indent, own));
            }
            self.at += 1;
            match line.kind {
                LineKind::Entry(entry) => {
                    self.mixed(&mut elements, false, &line.body);
                    let entry = self.entry(entry, &line.body, line.indent, depth);
                    items.push(Item::Entry(entry));
                }
                LineKind::Element { dash, rest } => {
                    self.mixed(&mut elements, true, &line.body);
                    let element = self.element(dash, *rest, line.indent, depth);
                    items.push(Item::Element(element));
                }
                LineKind::Comment | LineKind::Separator | LineKind::Raw => {
                    let continued = items.iter().rev().find_map(|item| match item {
                        Item::Entry(entry) => Some(entry),
                        _ => None,
                    });
                    let continued = continued.filter(|entry| {
                        line.indent > own && matches!(entry.value.kind, NodeKind::Scalar { .. })
                    });
                    let key = continued.map(|entry| entry.key.as_str());
                    self.told.push(words::no_colon(self.span(&line.body), key));
                    items.push(Item::Junk(self.span(&line.body)));
                }
            }
        }
    }

    /// Comment lines at hand that are indented at least so far.
    fn comments(&mut self, least: usize, items: &mut Vec<Item>) {
        while let Some(line) = self.line()
            && matches!(line.kind, LineKind::Comment)
            && line.indent >= least
        {
            let (blank, body) = (line.blank.clone(), line.body.clone());
            items.extend(blank.map(|blank| Item::Blank(self.span(&blank))));
            items.push(Item::Comment(self.span(&body)));
            self.at += 1;
        }
    }

    fn mixed(&mut self, elements: &mut Option<bool>, element: bool, body: &Range) {
        if *elements.get_or_insert(element) != element {
            self.told.push(words::mixed(self.span(body), element));
        }
    }

    fn entry(&mut self, line: EntryLine, body: &Range, indent: usize, depth: usize) -> Entry {
        let key_span = self.span(&line.key);
        if key_span.is_empty() {
            self.told.push(words::no_key(self.span(body)));
        }
        let key = if self.source.slice(key_span).starts_with('"') && key_span.len() > 1 {
            scalar::quoted(self.source, line.key.clone(), &mut self.told).text
        } else {
            Text::verbatim(key_span, self.source.slice(key_span))
        };
        let after = line.colon.end;
        let (value, comment) = self.value(line.value, line.comment, after, indent, depth, false);
        let end = value.span.end as usize;
        let span = Span::new(self.source.id(), body.start, end.max(after));
        let (colon, comment) = (self.span(&line.colon), comment.map(|it| self.span(&it)));
        Entry { span, key, key_span, colon, value, comment }
    }

    fn element(&mut self, dash: Range, rest: Rest, indent: usize, depth: usize) -> Element {
        let (value, comment) = match rest {
            Rest::Nothing(comment) => {
                self.value(Value::Nothing, comment, dash.end, indent, depth, true)
            }
            Rest::Value(value, comment) => {
                self.value(value, comment, dash.end, indent, depth, true)
            }
            Rest::Line(column, body, kind) => {
                // What follows the dash begins a block of its own, at its own column.
                self.at -= 1;
                let start = body.start;
                if let Some(line) = self.lines.get_mut(self.at) {
                    *line = Line { start, indent: column, body, kind, blank: None };
                }
                (self.nested(indent, start, depth), None)
            }
        };
        let span = Span::new(self.source.id(), dash.start, (value.span.end as usize).max(dash.end));
        Element { span, dash: self.span(&dash), value, comment: comment.map(|it| self.span(&it)) }
    }

    fn value(
        &mut self,
        value: Value,
        comment: Option<Range>,
        after: usize,
        indent: usize,
        depth: usize,
        element: bool,
    ) -> (Node, Option<Range>) {
        let scalar = |builder: &Self, range: &Range, scalar: scalar::Scalar| Node {
            span: builder.span(range),
            kind: NodeKind::Scalar { text: scalar.text, quoted: scalar.quoted },
        };
        let node = match value {
            Value::Nothing => {
                let below = self.content();
                let nested = below.is_some_and(|line| {
                    line.indent > indent
                        || (!element
                            && line.indent == indent
                            && matches!(line.kind, LineKind::Element { .. }))
                });
                if nested {
                    // A list may stand under its key without further indentation.
                    let level = below.is_some_and(|line| line.indent == indent);
                    let parent = if level { indent.checked_sub(1) } else { Some(indent) };
                    self.list_or_block(parent, level, after, depth)
                } else {
                    Node { span: Span::at(self.source.id(), after), kind: NodeKind::Empty }
                }
            }
            Value::Bar(bar) => self.literal(bar, indent),
            Value::Quoted(range) => {
                let read = scalar::quoted(self.source, range.clone(), &mut self.told);
                scalar(self, &range, read)
            }
            Value::Plain(range) => {
                let read = scalar::plain(self.source, range.clone(), &mut self.told);
                scalar(self, &range, read)
            }
            Value::Flow(range) => {
                let (node, found) = flow::read(self.source, range, &mut self.told);
                return (node, comment.or(found));
            }
        };
        (node, comment)
    }

    /// A nested block; a list at its key's own column ends at the first line that is no element.
    fn list_or_block(
        &mut self,
        parent: Option<usize>,
        level: bool,
        after: usize,
        depth: usize,
    ) -> Node {
        if !level {
            return self.nested(parent.unwrap_or_default(), after, depth);
        }
        let mut items = Vec::new();
        let own = self.content().map_or(0, |line| line.indent);
        while self
            .content()
            .is_some_and(|line| line.indent == own && matches!(line.kind, LineKind::Element { .. }))
        {
            self.comments(own, &mut items);
            let Some(line) = self.line().cloned() else { break };
            let LineKind::Element { dash, rest } = line.kind else { break };
            items.extend(line.blank.as_ref().map(|blank| Item::Blank(self.span(blank))));
            self.at += 1;
            items.push(Item::Element(self.element(dash, *rest, line.indent, depth)));
        }
        self.block_node(items, after)
    }

    fn nested(&mut self, parent: usize, after: usize, depth: usize) -> Node {
        if depth < MAX_DEPTH {
            let items = self.block(Some(parent), depth + 1);
            return self.block_node(items, after);
        }
        let mut items = Vec::new();
        while let Some(line) = self.line().filter(|line| line.indent > parent) {
            let span = self.span(&line.body);
            if items.is_empty() {
                self.told.push(words::too_deep(span));
            }
            items.push(Item::Junk(span));
            self.at += 1;
        }
        self.block_node(items, after)
    }

    fn block_node(&self, items: Vec<Item>, after: usize) -> Node {
        let spans = items.iter().filter_map(|item| match item {
            Item::Entry(entry) => Some(entry.span),
            Item::Element(element) => Some(element.span),
            Item::Junk(span) | Item::Comment(span) => Some(*span),
            Item::Blank(_) => None,
        });
        let span = spans.reduce(Span::cover);
        let span = span.unwrap_or_else(|| Span::at(self.source.id(), after));
        Node { span, kind: NodeKind::Block(items) }
    }

    /// The text after a bar: all lines indented deeper than its key, as they stand.
    fn literal(&mut self, bar: Range, indent: usize) -> Node {
        let first = self.at;
        while self.lines.get(self.at).is_some_and(|line| line.indent > indent) {
            self.at += 1;
        }
        let lines = self.lines.get(first..self.at).unwrap_or_default();
        let common = lines.iter().map(|line| line.indent).min().unwrap_or_default();
        let (mut text, mut pieces) = (String::new(), Vec::new());
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                // Blank lines inside belong to the text.
                let blank = line.blank.clone().and_then(|blank| self.text.get(blank));
                let count = blank.map_or(0, |blank| blank.matches('\n').count());
                text.push_str(&"\n".repeat(count + 1));
            }
            let start = skip_columns(self.text, line.start, common);
            pieces.push(Piece { text: scalar::offset(text.len()), source: scalar::offset(start) });
            text.push_str(self.text.get(start..line.body.end).unwrap_or_default());
        }
        let end = lines.last().map_or(bar.end, |line| line.body.end);
        if pieces.is_empty() {
            pieces.push(Piece { text: 0, source: scalar::offset(bar.end) });
        }
        Node {
            span: Span::new(self.source.id(), bar.start, end),
            kind: NodeKind::Literal {
                text: Text::new(self.source.id(), text, pieces),
                bar: self.span(&bar),
            },
        }
    }
}

/// The indentation of a line as it stands.
fn blanks<'t>(text: &'t str, line: &Line) -> &'t str {
    text.get(line.start..line.body.start).unwrap_or_default()
}

/// The byte after so many columns of blanks.
fn skip_columns(text: &str, start: usize, columns: usize) -> usize {
    let (mut at, mut seen) = (start, 0);
    for blank in text.get(start..).unwrap_or_default().chars() {
        if seen >= columns {
            break;
        }
        seen += if matches!(blank, '\t' | '　') { 2 } else { 1 };
        at += blank.len_utf8();
    }
    at
}
