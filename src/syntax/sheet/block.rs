//! Lines to blocks: counts indentation and nests. It keeps its own stack of open blocks, so that no
//! text, however nested, overflows that of the program.

use crate::diagnostic::Edit;
use crate::source::Span;

use super::line::{LineContent, Raw, Shape, SheetLine, is_blank, width};
use super::scalar::ScalarReader;
use super::tree::{BlockItem, Document, Element, Entry, Node, NodeKind, SheetFile};
use super::{MAX_DEPTH, flow, literal, words};

/// A block that is still open.
#[derive(Default)]
struct OpenBlock {
    /// The column of its lines; for the outermost, that of its first line.
    column: usize,
    items: Vec<BlockItem>,
    /// Whether its first line began with a dash, and where that line is.
    first: Option<(bool, Span)>,
    /// Whether mixed entries and elements have been reported here.
    mixed: bool,
    /// Another column whose lines were read as this block's, and its diagnostic.
    also: Option<(usize, usize)>,
}

/// A blank line or a comment that is placed with the line after it.
enum Trivia {
    Blank(Span),
    Comment(Span, usize),
}

/// Where a line goes.
enum LinePlace {
    /// Into the open block of that number; whether it is aligned with it.
    Level(usize, Aligned),
    /// Into a new block, under the last line.
    Nested,
}

/// The alignment of a line with its block.
#[derive(Clone, Copy, PartialEq)]
enum Aligned {
    Yes,
    No,
    /// No, like lines before it, with this diagnostic.
    Like(usize),
}

struct Builder<'a> {
    reader: ScalarReader<'a>,
    lines: &'a [SheetLine<'a>],
    at: usize,
    blocks: Vec<OpenBlock>,
    trivia: Vec<Trivia>,
    /// Lines deeper than this belong to what has just been reported; the last diagnostic may be
    /// extended to them.
    swallow: Option<(usize, Option<usize>)>,
    /// The column of nested lines without colons, and the diagnostic for all of them.
    prose: Option<(usize, usize)>,
    documents: Vec<Document>,
    separator: Option<Span>,
    from: usize,
}

impl OpenBlock {
    /// Whether lines at that column have been read as this block's before.
    fn like(&self, column: usize) -> Option<Aligned> {
        let (also, diagnostic) = self.also?;
        (also == column).then_some(Aligned::Like(diagnostic))
    }
}

/// Builds the tree of a file.
pub(super) fn build<'a>(reader: ScalarReader<'a>, lines: &'a [SheetLine<'a>]) -> SheetFile {
    let mut builder = Builder {
        reader,
        lines,
        at: 0,
        blocks: vec![OpenBlock::default()],
        trivia: Vec::new(),
        swallow: None,
        prose: None,
        documents: Vec::new(),
        separator: None,
        from: 0,
    };
    while let Some(line) = lines.get(builder.at) {
        builder.at += 1;
        builder.line(line);
    }
    builder.document(builder.reader.text.len());
    SheetFile { documents: builder.documents, diagnostics: builder.reader.diagnostics }
}

impl<'a> Builder<'a> {
    fn line(&mut self, line: &'a SheetLine<'a>) {
        match line.shape(self.reader.text) {
            Shape::Blank => self.blank(line),
            Shape::Comment => {
                let span = self.reader.span(line.first..line.end);
                self.trivia.push(Trivia::Comment(span, line.column));
            }
            Shape::Separator => {
                if self.documents.is_empty() && self.is_bare() {
                    self.trivia.clear();
                } else {
                    self.document(line.start);
                }
                self.separator = Some(self.reader.span(line.first..line.end));
                self.from = line.next;
            }
            Shape::Content(content) => self.content(line, content),
        }
    }

    fn blank(&mut self, line: &SheetLine<'_>) {
        let span = self.reader.span(line.start..line.next);
        // Nothing comes after the last line end.
        if span.is_empty() {
            return;
        }
        match self.trivia.last_mut() {
            Some(Trivia::Blank(before)) => *before = before.cover(span),
            _ => self.trivia.push(Trivia::Blank(span)),
        }
    }

    /// Whether there is nothing before the first separator.
    fn is_bare(&self) -> bool {
        let comment = self.trivia.iter().any(|trivia| matches!(trivia, Trivia::Comment(..)));
        let empty = self.blocks.iter().all(|block| block.items.is_empty());
        empty && !comment && self.separator.is_none()
    }

    /// Ends a document.
    fn document(&mut self, to: usize) {
        for trivia in std::mem::take(&mut self.trivia) {
            self.trail(trivia);
        }
        self.close_to(0);
        let root = self.blocks.first_mut().map(std::mem::take).unwrap_or_default();
        self.documents.push(Document {
            span: self.reader.span(self.from..to),
            separator: self.separator.take(),
            items: root.items,
        });
        self.swallow = None;
        self.prose = None;
        self.from = to;
    }

    fn content(&mut self, line: &'a SheetLine<'a>, content: LineContent<'a>) {
        let whole = self.reader.span(line.first..line.end);
        if let Some((above, diagnostic)) = self.swallow {
            if line.column > above {
                self.grow(diagnostic, whole);
                self.flush_here();
                return self.push(BlockItem::Junk(whole));
            }
            self.swallow = None;
        }
        self.indentation(line);
        let place = self.place(line.column, !content.dashes.is_empty());
        let bare = content.dashes.is_empty() && content.key.is_none();
        if bare && (self.continued(line, &place).is_some() || !self.has_nested_lines(line)) {
            return self.colonless(line, whole, &place);
        }
        self.prose = None;
        if let Some(key) = content.key.as_ref().filter(|key| key.range.is_empty()) {
            self.reader.report(words::empty_key(self.reader.span(key.colon.clone())));
            if !self.has_nested_lines(line) {
                return self.junk(line, &place);
            }
        }
        if self.enter(line, &place, whole, content.dashes.len()) {
            self.elements(line, content);
        }
    }

    /// Tabs and wide blanks in the indentation.
    fn indentation(&mut self, line: &SheetLine<'_>) {
        let blanks = self.reader.slice(line.start..line.first);
        let wrong = blanks.chars().find(|c| is_blank(*c) && *c != ' ');
        if let Some(wrong) = wrong {
            let span = self.reader.span(line.start..line.first);
            self.reader.report(words::crooked_indent(span, wrong, line.column));
        }
    }

    /// Where a line of that column belongs.
    fn place(&self, column: usize, dashed: bool) -> LinePlace {
        let top = self.blocks.len() - 1;
        let Some(block) = self.blocks.last() else { return LinePlace::Level(0, Aligned::Yes) };
        if top == 0 && block.first.is_none() {
            return LinePlace::Level(0, Aligned::Yes);
        }
        let nestable = block.items.last().is_some_and(is_nestable);
        if column > block.column {
            return match nestable {
                true => LinePlace::Nested,
                false => LinePlace::Level(top, block.like(column).unwrap_or(Aligned::No)),
            };
        }
        let above = self.blocks.iter().rposition(|block| block.column <= column);
        let Some((above, outer)) = above.and_then(|at| Some((at, self.blocks.get(at)?))) else {
            return LinePlace::Level(0, block.like(column).unwrap_or(Aligned::No));
        };
        if outer.column == column {
            // A list may be in the column of its key; the next key there ends it.
            let begins = |dash: bool| outer.first.is_some_and(|(first, _)| first == dash);
            if dashed && nestable && above == top && begins(false) {
                return LinePlace::Nested;
            }
            let parent = above.checked_sub(1).filter(|_| !dashed && begins(true));
            let parent =
                parent.filter(|at| self.blocks.get(*at).is_some_and(|b| b.column == column));
            return LinePlace::Level(parent.unwrap_or(above), Aligned::Yes);
        }
        // Between two levels: the nearer one; the inner one if both are equally near.
        let distance = |block: &OpenBlock| block.column.abs_diff(column);
        let inner = self.blocks.get(above + 1);
        let known = inner.and_then(|inner| Some((above + 1, inner.like(column)?)));
        if let Some((level, like)) = known.or_else(|| Some((above, outer.like(column)?))) {
            return LinePlace::Level(level, like);
        }
        let nearer = inner.is_some_and(|inner| distance(inner) <= distance(outer));
        LinePlace::Level(above + usize::from(nearer), Aligned::No)
    }

    /// Whether the next line that counts is indented deeper than this one.
    fn has_nested_lines(&self, line: &SheetLine<'_>) -> bool {
        let rest = self.lines.get(self.at..).unwrap_or_default();
        let next = rest.iter().find(|next| !next.is_blank() && !next.is_comment());
        next.is_some_and(|next| next.is_content() && next.column > line.column)
    }

    /// The text in the line above, if a line can only be its continuation.
    fn continued(&self, line: &SheetLine<'_>, place: &LinePlace) -> Option<(Span, bool)> {
        let LinePlace::Level(level, _) = place else {
            return None;
        };
        let block = self.blocks.get(*level).filter(|block| line.column > block.column)?;
        plain_value(block.items.last()?)
    }

    /// A line without a colon, and nothing nested under it.
    fn colonless(&mut self, line: &SheetLine<'_>, whole: Span, place: &LinePlace) {
        let next = self.reader.diagnostics.len();
        if let Some((value, fixable)) = self.continued(line, place) {
            let source = self.reader.source;
            let end = source.line_end(source.line_at(value.range().start));
            let end = fixable.then_some(end);
            self.reader.report(words::continuation(whole, value, end, line.column));
            self.junk(line, place);
            self.swallow = Some((self.column(), Some(next)));
            return;
        }
        let nested = matches!(place, LinePlace::Nested);
        match self.prose.filter(|(column, _)| *column == line.column && !nested) {
            Some((_, diagnostic)) => self.grow(Some(diagnostic), whole),
            None => {
                let parent = if nested { self.blocks.last().and_then(last_key) } else { None };
                let parent = parent.map(|key| self.reader.source.slice(key));
                let written = self.reader.slice(whole.range());
                self.reader.report(words::missing_colon(whole, written, parent));
                self.prose = nested.then_some((line.column, next));
            }
        }
        self.junk(line, place);
    }

    /// Keeps an unreadable line in its place.
    fn junk(&mut self, line: &SheetLine<'_>, place: &LinePlace) {
        self.settle(place);
        if matches!(place, LinePlace::Nested) && self.blocks.len() < MAX_DEPTH {
            self.blocks.push(OpenBlock { column: line.column, ..OpenBlock::default() });
            self.flush_here();
        }
        let whole = self.reader.span(line.first..line.end);
        self.push(BlockItem::Junk(whole));
    }

    /// Prepares for an entry or element at its place; `false` if it is nested too deeply.
    fn enter(
        &mut self,
        line: &SheetLine<'_>,
        place: &LinePlace,
        whole: Span,
        dashes: usize,
    ) -> bool {
        self.settle(place);
        let nested = matches!(place, LinePlace::Nested);
        // Each dash may open a block of its own.
        let opened = dashes + usize::from(nested);
        if opened > 0 && self.blocks.len() + opened > MAX_DEPTH {
            self.reader.report(words::too_deep(whole));
            self.swallow = Some((self.column(), None));
            self.flush_here();
            self.push(BlockItem::Junk(whole));
            return false;
        }
        if nested {
            self.blocks.push(OpenBlock { column: line.column, ..OpenBlock::default() });
            self.flush_here();
        }
        if let LinePlace::Level(level, aligned) = place {
            match aligned {
                Aligned::Yes => {}
                Aligned::No => self.misaligned(line, *level),
                Aligned::Like(diagnostic) => self.misaligned_too(line, *level, *diagnostic),
            }
        }
        self.first_of_block(line.column, dashes > 0, whole);
        true
    }

    /// Notes what the lines of a block begin with, and reports where they differ.
    fn first_of_block(&mut self, column: usize, dashed: bool, whole: Span) {
        let Some(block) = self.blocks.last_mut() else {
            return;
        };
        match block.first {
            None => {
                block.column = column;
                block.first = Some((dashed, whole));
            }
            Some((first, place)) if first != dashed && !block.mixed => {
                block.mixed = true;
                self.reader.report(words::mixed(whole, place, dashed));
            }
            Some(_) => {}
        }
    }

    /// Reports that a line is aligned with no level.
    fn misaligned(&mut self, line: &SheetLine<'_>, level: usize) {
        // Unusual blanks are the cause, and have been reported.
        if self.reader.slice(line.start..line.first).contains(|c| c != ' ') {
            return;
        }
        let columns: Vec<usize> = self.blocks.iter().map(|block| block.column).collect();
        let Some(block) = self.blocks.get_mut(level) else {
            return;
        };
        block.also = Some((line.column, self.reader.diagnostics.len()));
        let text = block.items.last().and_then(plain_value).map(|(span, _)| span);
        let text = text.filter(|_| line.column > block.column);
        let indent = self.reader.span(line.start..line.first);
        let whole = self.reader.span(line.first..line.end);
        let diagnostic =
            words::misaligned(whole, indent, line.column, &columns, block.column, text);
        self.reader.report(diagnostic);
    }

    /// Extends the fix for the first of several lines at one wrong column to this one.
    fn misaligned_too(&mut self, line: &SheetLine<'_>, level: usize, diagnostic: usize) {
        let span = self.reader.span(line.start..line.first);
        let text = " ".repeat(self.blocks.get(level).map_or(0, |block| block.column));
        let diagnostic = self.reader.diagnostics.get_mut(diagnostic);
        if let Some(fix) = diagnostic.and_then(|diagnostic| diagnostic.fixes.first_mut()) {
            fix.edits.push(Edit { span, text });
        }
    }

    fn entry(&mut self, line: &'a SheetLine<'a>, content: LineContent<'a>, column: usize) {
        let Some(key) = content.key else {
            return self.entry_without_colon(line);
        };
        let written = self.reader.slice(key.range.clone());
        let key_span = self.reader.span(key.range.clone());
        let text = if key.quoted {
            self.reader.unescape(key.range.clone())
        } else {
            if written.starts_with('"') && written.matches('"').count() == 1 {
                self.reader.report(words::unclosed_key_quote(key_span));
            }
            self.reader.verbatim(key.range.clone())
        };
        let colon = self.reader.span(key.colon.clone());
        let (value, comment) = self.value(line, content.value, column, key.colon.end);
        let span = key_span.cover(value.span);
        self.push(BlockItem::Entry(Entry { span, key: text, key_span, colon, value, comment }));
    }

    /// A line without a colon that has lines nested under it can only be their key.
    fn entry_without_colon(&mut self, line: &SheetLine<'_>) {
        let (stop, comment) = self.reader.split_comment(line.first, line.end);
        let key_span = self.reader.span(line.first..stop);
        let colon = self.reader.span(stop..stop);
        self.reader.report(words::key_without_colon(key_span, colon));
        let key = self.reader.verbatim(line.first..stop);
        let value = self.reader.empty(stop);
        self.push(BlockItem::Entry(Entry { span: key_span, key, key_span, colon, value, comment }));
    }

    /// The content of a line: an entry, after dashes or not, or the value of the last dash.
    fn elements(&mut self, line: &'a SheetLine<'a>, mut content: LineContent<'a>) {
        let dashes = std::mem::take(&mut content.dashes);
        let column_of =
            |builder: &Self, at: usize| line.column + width(builder.reader.slice(line.first..at));
        for (at, dash) in dashes.iter().enumerate() {
            let column = column_of(self, *dash);
            let key = content.key.as_ref().map(|key| key.range.start);
            let inner = dashes.get(at + 1).copied();
            let span = self.reader.span(*dash..dash + 1);
            let Some(first) = inner.or(key) else {
                let (value, comment) = self.value(line, content.value, column, dash + 1);
                let whole = span.cover(value.span);
                return self.push(BlockItem::Element(Element {
                    span: whole,
                    dash: span,
                    value,
                    comment,
                }));
            };
            // The element's block begins on its own line.
            let value = self.reader.empty(dash + 1);
            self.push(BlockItem::Element(Element { span, dash: span, value, comment: None }));
            let column = column_of(self, first);
            self.blocks.push(OpenBlock { column, ..OpenBlock::default() });
            self.first_of_block(column, inner.is_some(), self.reader.span(first..line.end));
        }
        let column = content.key.as_ref().map(|key| column_of(self, key.range.start));
        self.entry(line, content, column.unwrap_or(line.column));
    }

    /// A value, and the comment after it.
    fn value(
        &mut self,
        line: &SheetLine<'_>,
        raw: Raw<'a>,
        column: usize,
        empty_at: usize,
    ) -> (Node, Option<Span>) {
        let (node, from) = match raw {
            Raw::Text(start) => return self.reader.plain(start.min(line.end), line.end, empty_at),
            Raw::Flow(pair) => return flow::read(&mut self.reader, pair, line.end),
            Raw::Quoted(range) => (self.reader.quoted(range.clone()), range.end),
            Raw::Curly(range) => (self.reader.curly(range.clone()), range.end),
            Raw::Bar(range) => {
                let rest = self.lines.get(self.at..).unwrap_or_default();
                let from = range.end;
                let (node, used) = literal::read(&mut self.reader, rest, column, range);
                self.at += used;
                (node, from)
            }
        };
        let (_, comment) = self.reader.split_comment(from, line.end);
        (node, comment)
    }

    fn column(&self) -> usize {
        self.blocks.last().map_or(0, |block| block.column)
    }

    fn push(&mut self, item: BlockItem) {
        if let Some(block) = self.blocks.last_mut() {
            block.items.push(item);
        }
    }

    /// Places pending lines before a line, and closes the blocks that the line ends.
    fn settle(&mut self, place: &LinePlace) {
        let LinePlace::Level(level, _) = place else {
            return;
        };
        let column = self.blocks.get(*level).map_or(0, |block| block.column);
        let mut waiting = std::mem::take(&mut self.trivia).into_iter().peekable();
        let mut blanks = Vec::new();
        for trivia in waiting.by_ref() {
            match trivia {
                Trivia::Comment(_, deep) if deep > column && self.blocks.len() > level + 1 => {
                    blanks.drain(..).for_each(|blank| self.trail(blank));
                    self.trail(trivia);
                }
                Trivia::Blank(_) => blanks.push(trivia),
                Trivia::Comment(..) => {
                    blanks.push(trivia);
                    break;
                }
            }
        }
        self.close_to(*level);
        self.trivia = blanks.into_iter().chain(waiting).collect();
        self.flush_here();
    }

    /// Puts a blank line or comment into the deepest open block that extends to its column.
    fn trail(&mut self, trivia: Trivia) {
        match trivia {
            Trivia::Blank(span) => self.push(BlockItem::Blank(span)),
            Trivia::Comment(span, column) => {
                let level = self.blocks.iter().rposition(|block| block.column <= column);
                self.close_to(level.unwrap_or(0));
                self.push(BlockItem::Comment(span));
            }
        }
    }

    /// Puts pending lines into the current block.
    fn flush_here(&mut self) {
        for trivia in std::mem::take(&mut self.trivia) {
            self.push(match trivia {
                Trivia::Blank(span) => BlockItem::Blank(span),
                Trivia::Comment(span, _) => BlockItem::Comment(span),
            });
        }
    }

    /// Closes the blocks inside that one: each becomes the value of the line above it.
    fn close_to(&mut self, level: usize) {
        while self.blocks.len() > level + 1 {
            let Some(block) = self.blocks.pop() else {
                return;
            };
            let spans = || block.items.iter().filter(|item| !matches!(item, BlockItem::Blank(_)));
            let (Some(first), Some(last)) = (spans().next(), spans().next_back()) else {
                continue;
            };
            let span = first.span().cover(last.span());
            let node = Node { span, kind: NodeKind::Block(block.items) };
            match self.blocks.last_mut().and_then(|block| block.items.last_mut()) {
                Some(BlockItem::Entry(entry)) => {
                    entry.span = entry.span.cover(span);
                    entry.value = node;
                }
                Some(BlockItem::Element(element)) => {
                    element.span = element.span.cover(span);
                    element.value = node;
                }
                _ => {}
            }
        }
    }

    /// Extends a finding over one more line.
    fn grow(&mut self, diagnostic: Option<usize>, line: Span) {
        let diagnostic = diagnostic.and_then(|at| self.reader.diagnostics.get_mut(at));
        if let Some(label) = diagnostic.and_then(|diagnostic| diagnostic.labels.first_mut()) {
            label.span = label.span.cover(line);
        }
    }
}

/// The key of the last line of a block.
fn last_key(block: &OpenBlock) -> Option<Span> {
    match block.items.last() {
        Some(BlockItem::Entry(entry)) => Some(entry.key_span),
        _ => None,
    }
}

/// Whether lines may nest under it.
fn is_nestable(item: &BlockItem) -> bool {
    match item {
        BlockItem::Entry(Entry { value, .. }) | BlockItem::Element(Element { value, .. }) => {
            matches!(value.kind, NodeKind::Empty)
        }
        _ => false,
    }
}

/// The place of an item's value that is text on its line, and whether it may become literal text:
/// not where it is quoted or has a comment.
fn plain_value(item: &BlockItem) -> Option<(Span, bool)> {
    let (value, comment) = match item {
        BlockItem::Entry(entry) => (&entry.value, entry.comment),
        BlockItem::Element(element) => (&element.value, element.comment),
        _ => return None,
    };
    match value.kind {
        NodeKind::Scalar { quoted, .. } => Some((value.span, !quoted && comment.is_none())),
        _ => None,
    }
}
