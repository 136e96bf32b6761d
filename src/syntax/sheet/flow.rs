//! `{键: 值, …}` and `[值, …]`: marks and pieces of one line to a value. It keeps its own stack, so
//! that no line, however nested, overflows that of the program.

use std::ops::Range;

use pest::iterators::Pair;

use crate::source::Span;

use super::line::{Rule, is_blank};
use super::scalar::ScalarReader;
use super::tree::{FlowEntry, Node, NodeKind};
use super::{MAX_DEPTH, words};

/// A brace or bracket that is still open.
struct OpenFlow {
    /// Its byte.
    at: usize,
    map: bool,
    entries: Vec<FlowEntry>,
    nodes: Vec<Node>,
    /// The key without its value yet, and the byte after its colon.
    key: Option<(FlowEntry, usize)>,
    part: FlowPart,
}

/// The text between two marks.
#[derive(Default)]
struct FlowPart {
    range: Option<Range<usize>>,
    /// How it is quoted, if it is only a quote.
    quote: Option<Rule>,
    /// A value in brackets of its own.
    node: Option<Node>,
    /// Brackets that are open in the text.
    brackets: usize,
}

struct FlowScan<'r, 'a> {
    reader: &'r mut ScalarReader<'a>,
    stack: Vec<OpenFlow>,
    /// The end of the line.
    end: usize,
    /// Whether a fault has been reported.
    faulty: bool,
    comment: Option<usize>,
}

/// Reads the value, and the comment after it. A faulty value is kept as text: half a value must not
/// be judged.
pub(super) fn read(
    reader: &mut ScalarReader<'_>,
    pair: Pair<'_, Rule>,
    end: usize,
) -> (Node, Option<Span>) {
    let start = pair.as_span().start();
    let mut flow = FlowScan { reader, stack: Vec::new(), end, faulty: false, comment: None };
    let node = flow.read(pair);
    let (node, comment) = match node {
        Some(node) => flow.after(node, start),
        None => {
            let node = flow.unclosed(start);
            let comment = flow.comment.map(|at| flow.reader.span(at..end));
            (node, comment.or_else(|| flow.reader.split_comment(start, end).1))
        }
    };
    if !flow.faulty {
        return (node, comment);
    }
    let rest = reader.slice(start..comment.map_or(end, |comment| comment.range().start));
    let range = start..start + rest.trim_end_matches(is_blank).len();
    let kind = NodeKind::Unreadable { text: reader.verbatim(range.clone()) };
    (Node { span: reader.span(range), kind }, comment)
}

/// Whether brackets hold nothing but a code: letters and digits.
fn is_code(node: &Node) -> bool {
    let NodeKind::FlowList(nodes) = &node.kind else { return false };
    let [Node { kind: NodeKind::Scalar { text, quoted: false }, .. }] = nodes.as_slice() else {
        return false;
    };
    text.as_str().chars().all(|at| at.is_ascii_alphanumeric() || at == '-')
}

enum Step {
    More,
    Closed(Node),
    TooDeep(usize),
    Comment,
}

impl FlowScan<'_, '_> {
    /// The value, if its brackets close.
    fn read(&mut self, pair: Pair<'_, Rule>) -> Option<Node> {
        for token in pair.into_inner() {
            let range = token.as_span().start()..token.as_span().end().min(self.end);
            if range.is_empty() {
                continue;
            }
            match self.token(token.as_rule(), range) {
                Step::More => {}
                Step::Closed(node) => return Some(node),
                Step::TooDeep(at) => {
                    let place = self.reader.span(at..at + 1);
                    self.fault(words::too_deep(place));
                    return None;
                }
                Step::Comment => return None,
            }
        }
        None
    }

    fn token(&mut self, rule: Rule, range: Range<usize>) -> Step {
        match rule {
            Rule::mark => self.mark(range),
            Rule::piece => {
                let text = self.reader.slice(range.clone());
                let comment = self.comment_in(range.start, text);
                let stop = comment.unwrap_or(range.end);
                let kept = self.reader.slice(range.start..stop);
                let trimmed = kept.trim_start_matches(is_blank);
                let from = stop - trimmed.len();
                let to = from + trimmed.trim_end_matches(is_blank).len();
                if from < to {
                    self.add(from..to, None);
                }
                self.comment = comment;
                if comment.is_some() { Step::Comment } else { Step::More }
            }
            Rule::unclosed => {
                self.fault(words::unclosed_flow_quote(self.reader.span(range.clone())));
                self.add(range, Some(rule));
                Step::More
            }
            _ => {
                self.add(range, Some(rule));
                Step::More
            }
        }
    }

    /// Where a comment starts in a piece: at a `#` after a blank, a mark or nothing.
    fn comment_in(&self, start: usize, text: &str) -> Option<usize> {
        text.match_indices(['#', '＃']).map(|(at, _)| at).find_map(|at| {
            let (before, after) = text.split_at_checked(at)?;
            let mark = || {
                let earlier = self.reader.slice(0..start);
                earlier.chars().next_back().is_none_or(|c| "{}[],:，：".contains(c))
            };
            let open = before.chars().next_back().map_or_else(mark, is_blank);
            (open && after.chars().nth(1).is_none_or(is_blank)).then_some(start + at)
        })
    }

    fn mark(&mut self, range: Range<usize>) -> Step {
        let mark = self.reader.slice(range.clone());
        let deep = self.stack.len() >= MAX_DEPTH;
        let Some(top) = self.stack.last_mut() else {
            self.open(range.start, mark == "{");
            return Step::More;
        };
        let in_text = top.part.brackets > 0;
        match mark {
            "{" | "[" if top.part.range.is_none() => {
                if deep {
                    return Step::TooDeep(range.start);
                }
                self.open(range.start, mark == "{");
            }
            "{" | "[" => {
                top.part.brackets += 1;
                self.add(range.clone(), None);
                self.fault(words::bracket_in_text(self.reader.span(range)));
            }
            "}" | "]" if in_text => {
                top.part.brackets -= 1;
                self.add(range, None);
            }
            "}" | "]" => {
                if top.map != (mark == "}") {
                    let open = self.reader.span(top.at..top.at + 1);
                    self.fault(words::wrong_bracket(self.reader.span(range.clone()), open));
                }
                return self.close(range.end);
            }
            "," | "，" if !in_text => {
                let (list, nothing) = (!top.map, top.part.range.is_none());
                if nothing && (list || top.key.is_none()) {
                    self.fault(words::stray_comma(self.reader.span(range)));
                } else {
                    self.finish_part();
                }
            }
            ":" | "：" if top.map && top.key.is_none() && !in_text => self.key(range),
            _ => self.add(range, None),
        }
        Step::More
    }

    fn open(&mut self, at: usize, map: bool) {
        let part = FlowPart::default();
        self.stack.push(OpenFlow {
            at,
            map,
            entries: Vec::new(),
            nodes: Vec::new(),
            key: None,
            part,
        });
    }

    /// Takes a piece, a quote or a mark that is text into the part under way.
    fn add(&mut self, range: Range<usize>, quote: Option<Rule>) {
        let Some(top) = self.stack.last_mut() else {
            return;
        };
        if top.part.node.is_some() {
            let fault = words::text_after_bracket(self.reader.span(range.clone()));
            self.fault(fault);
            return;
        }
        let part = &mut top.part;
        match &mut part.range {
            None => {
                part.quote = quote;
                part.range = Some(range);
            }
            Some(before) => {
                part.quote = None;
                before.end = range.end;
            }
        }
    }

    /// The part before a colon is a key.
    fn key(&mut self, colon: Range<usize>) {
        let Some(top) = self.stack.last_mut() else {
            return;
        };
        let part = std::mem::take(&mut top.part);
        let range = part.range.clone().unwrap_or(colon.start..colon.start);
        if range.is_empty() || part.node.is_some() {
            let fault = words::empty_key(self.reader.span(colon.clone()));
            self.fault(fault);
        }
        let key = match part.quote {
            Some(Rule::quoted) => self.reader.unescape(range.clone()),
            _ => self.reader.verbatim(range.clone()),
        };
        let key_span = self.reader.span(range);
        let value = self.reader.empty(colon.end);
        if let Some(top) = self.stack.last_mut() {
            top.key = Some((FlowEntry { key, key_span, value }, colon.end));
        }
    }

    /// The part before a comma or a closing bracket is an entry or a value.
    fn finish_part(&mut self) {
        let Some(top) = self.stack.last_mut() else {
            return;
        };
        let part = std::mem::take(&mut top.part);
        let key = top.key.take();
        let map = top.map;
        let range = part.range.clone();
        let node = match (part.node, part.range) {
            (Some(node), _) => Some(node),
            (None, Some(range)) => Some(self.node(range, part.quote)),
            (None, None) => None,
        };
        let colonless = map && key.is_none();
        if let (true, Some(range)) = (colonless, range) {
            let span = self.reader.span(range);
            let text = self.reader.source.slice(span);
            self.fault(words::flow_without_colon(span, text));
        }
        let Some(top) = self.stack.last_mut() else {
            return;
        };
        match (key, node) {
            (Some((mut entry, _)), node) => {
                entry.value = node.unwrap_or(entry.value);
                top.entries.push(entry);
            }
            (None, Some(node)) if !map => top.nodes.push(node),
            _ => {}
        }
    }

    fn node(&mut self, range: Range<usize>, quote: Option<Rule>) -> Node {
        match quote {
            Some(Rule::quoted) => self.reader.quoted(range),
            Some(Rule::curly) => self.reader.curly(range),
            _ => {
                let text = self.reader.verbatim(range.clone());
                let kind = NodeKind::Scalar { text, quoted: false };
                Node { span: self.reader.span(range), kind }
            }
        }
    }

    /// Closes the innermost bracket.
    fn close(&mut self, end: usize) -> Step {
        self.finish_part();
        let Some(open) = self.stack.pop() else {
            return Step::More;
        };
        let kind =
            if open.map { NodeKind::FlowMap(open.entries) } else { NodeKind::FlowList(open.nodes) };
        let node = Node { span: self.reader.span(open.at..end), kind };
        match self.stack.last_mut() {
            None => Step::Closed(node),
            Some(top) => {
                top.part.range = Some(open.at..end);
                top.part.node = Some(node);
                Step::More
            }
        }
    }

    /// What may follow the last bracket: a comment.
    fn after(&mut self, node: Node, start: usize) -> (Node, Option<Span>) {
        let from = node.span.range().end;
        let (stop, comment) = self.reader.split_comment(from, self.end);
        let rest = self.reader.slice(from..stop);
        let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
        if rest.chars().find(|at| !is_blank(*at)).is_some_and(char::is_alphanumeric)
            && is_code(&node)
        {
            // `[015001]某局`: a code before a name, as printed.
            let range = start..from + rest.trim_end_matches(is_blank).len();
            let text = self.reader.verbatim(range.clone());
            let kind = NodeKind::Scalar { text, quoted: false };
            return (Node { span: self.reader.span(range), kind }, comment);
        }
        if blanks < rest.len() {
            let whole = self.reader.span(start..stop);
            let written = self.reader.slice(whole.range());
            self.fault(words::after_flow(self.reader.span(from + blanks..stop), whole, written));
        }
        (node, comment)
    }

    /// The line ends with brackets open.
    fn unclosed(&mut self, start: usize) -> Node {
        let rest = self.reader.slice(start..self.comment.unwrap_or(self.end));
        let stop = start + rest.trim_end_matches(is_blank).len();
        let closers = self.stack.iter().rev().map(|open| if open.map { '}' } else { ']' });
        let closers: String = closers.collect();
        let open = self.reader.span(start..start + 1);
        self.fault(words::unclosed_bracket(open, self.reader.span(stop..stop), &closers));
        self.reader.empty(start)
    }

    /// Reports the first fault of the line; the others may be its consequences.
    fn fault(&mut self, diagnostic: crate::diagnostic::Diagnostic) {
        if !self.faulty {
            self.faulty = true;
            self.reader.report(diagnostic);
        }
    }
}
