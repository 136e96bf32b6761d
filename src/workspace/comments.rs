//! 表尺忽略: comments that suppress a finding in a sheet, with a reason. Takes a tree; gives the
//! content of each comment, or why it is invalid. Knows no rule and no finding.

use crate::source::{Edit, Source, SourceId, Span};
use crate::syntax;
use crate::syntax::sheet::{BlockItem, NodeKind, SheetFile};
use crate::value::{BLANK, Date, read_date};

/// The words that begin such a comment.
const WORDS: [&str; 2] = ["表尺忽略", "biaochi-ignore"];

/// What begins those words, and what goes on.
const STEMS: [&str; 2] = ["表尺", "biaochi"];
const AFTER_STEMS: [&str; 2] = ["忽略", "ignore"];

/// The words before who allowed it.
const APPROVED: [&str; 2] = ["批准人", "approved by"];

/// The words before the last day.
const UNTIL: [&str; 2] = ["至", "until"];

/// Words that are written for these.
const NEARLY_UNTIL: [&str; 2] = ["截止", "到"];

/// The characters that separate the parts of a comment.
const STOPS: [char; 12] = ['，', ',', '；', ';', '。', '（', '(', '）', ')', '、', '：', ':'];

/// The comments of a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Suppressions {
    /// The valid ones.
    pub(crate) all: Vec<Ignore>,
    /// The invalid ones, with the primary place.
    pub(crate) misread: Vec<(Misread, Span)>,
}

/// A comment that suppresses findings.
#[derive(Clone, Debug)]
pub(crate) struct Ignore {
    /// All of it.
    pub(crate) comment: Span,
    /// What a finding must point into.
    pub(crate) covers: Span,
    /// Whether that is the whole sheet, with the comment at its head; otherwise it is one entry.
    pub(crate) whole: bool,
    /// The names of rules or of groups of rules, with their places.
    pub(crate) names: Vec<(String, Span)>,
    /// Why.
    pub(crate) reason: String,
    /// Who allowed it.
    pub(crate) approver: Option<String>,
    /// The last day on which it is valid.
    pub(crate) until: Option<Date>,
}

/// Why a comment suppresses nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misread {
    /// It is no comment but part of a text: no blank stands before its `#`, or it stands in quotes
    /// or in a text of several lines.
    InText,
    /// It begins like one but cannot be read further.
    Unreadable,
    /// The last day is not a date.
    Day,
    /// It gives no reason.
    Reason,
}

/// A line of a sheet, in order.
enum LineMark {
    Comment(Span),
    /// What a finding in it must point into, and the comment at its end.
    Entry(Span, Option<Span>),
}

impl Suppressions {
    /// Reads the comments of a document.
    pub(crate) fn read(source: &Source, tree: &SheetFile) -> Self {
        let mut ignores = Self::default();
        for document in &tree.documents {
            let mut lines = Vec::new();
            flatten(&document.items, &mut lines);
            let is_entry = |line: &LineMark| matches!(line, LineMark::Entry(..));
            let first = lines.iter().position(is_entry).unwrap_or(lines.len());
            let mut entry = 0;
            for (at, line) in lines.iter().enumerate() {
                let head = at < first;
                if entry < at {
                    entry = at;
                }
                while lines.get(entry).is_some_and(|line| !is_entry(line)) {
                    entry += 1;
                }
                let next = lines.get(entry).and_then(|line| match line {
                    LineMark::Entry(covers, _) => Some(*covers),
                    LineMark::Comment(_) => None,
                });
                match line {
                    LineMark::Entry(covers, Some(comment)) => {
                        ignores.comment(source, *comment, (*covers, false))
                    }
                    LineMark::Comment(comment) if head => {
                        ignores.comment(source, *comment, (document.span, true));
                    }
                    LineMark::Comment(comment) => {
                        // At the end of a sheet it is above nothing, and covers nothing.
                        let covers = next.unwrap_or(Span::at(comment.source, comment.end as usize));
                        ignores.comment(source, *comment, (covers, false));
                    }
                    LineMark::Entry(_, None) => {}
                }
            }
        }
        ignores.in_texts(source, tree);
        ignores
    }

    /// Looks for what would be such a comment, and stands in a value.
    fn in_texts(&mut self, source: &Source, tree: &SheetFile) {
        let text = source.text();
        if !STEMS.iter().any(|stem| text.contains(stem)) {
            return;
        }
        let comments = tree.comments();
        let is_comment = |place: Span| {
            let after = comments.partition_point(|comment| comment.start <= place.start);
            after
                .checked_sub(1)
                .and_then(|at| comments.get(at))
                .is_some_and(|comment| comment.contains(place))
        };
        let mut line_start = 0;
        for line in text.split_inclusive('\n') {
            for (at, _) in line.match_indices(['#', '＃']) {
                let from = line_start + at;
                let rest = line.get(at..).unwrap_or_default().trim_end();
                let body = body_of(rest);
                let is_like = STEMS.iter().any(|stem| {
                    body.strip_prefix(stem).is_some_and(|rest| begins_like(rest, &AFTER_STEMS))
                });
                let place = Span::new(source.id(), from, from + rest.len());
                if is_like && !is_comment(place) {
                    self.misread.push((Misread::InText, place));
                    break;
                }
            }
            line_start += line.len();
        }
    }

    fn comment(&mut self, source: &Source, comment: Span, (covers, whole): (Span, bool)) {
        let text = source.slice(comment);
        let body = body_of(text);
        let Some(rest) = WORDS.iter().find_map(|word| body.strip_prefix(word)) else {
            if is_nearly_one(body) {
                self.misread.push((Misread::Unreadable, comment));
            }
            return;
        };
        let at = |part: &str| {
            let start = part.as_ptr() as usize - text.as_ptr() as usize;
            let start = comment.start as usize + start;
            Span::new(comment.source, start, start + part.len())
        };
        let (names, tail) = rest.split_once([':', '：']).unwrap_or((rest, ""));
        let names: Vec<(String, Span)> = names
            .split(['、', '，', ','])
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(|name| (name.to_owned(), at(name)))
            .collect();
        if names.is_empty() {
            self.misread.push((Misread::Unreadable, comment));
            return;
        }
        let (tail, until) = match last(tail, UNTIL) {
            Some((before, day)) => match read_date(day.trim_matches(trimmed)) {
                Some(date) => (before, Some(date)),
                // 至 may occur in the reason itself; after the approver it can only be the day.
                None if last(before, APPROVED).is_some() || is_like_day(before, day) => {
                    self.misread.push((Misread::Day, at(day.trim())));
                    return;
                }
                None => (tail, None),
            },
            None => match last(tail, NEARLY_UNTIL).filter(|(_, day)| is_date_like(day)) {
                Some((_, day)) => {
                    self.misread.push((Misread::Day, at(day.trim())));
                    return;
                }
                None => (tail, None),
            },
        };
        let (reason, approver) = match last(tail, APPROVED) {
            Some((reason, who)) => (reason, Some(who.trim_matches(trimmed).to_owned())),
            None => (tail, None),
        };
        let reason = reason.trim_matches(trimmed).to_owned();
        if !reason.chars().any(char::is_alphanumeric) || reason.contains(BLANK) {
            self.misread.push((Misread::Reason, comment));
            return;
        }
        let approver = approver.filter(|who| !who.is_empty());
        self.all.push(Ignore { comment, covers, whole, names, reason, approver, until });
    }
}

/// The edit that writes a comment which suppresses the findings of a rule at a byte, with a reason;
/// `None` if no comment can be there. It stands above the entry, except where it would then be for
/// the whole sheet or for another entry.
pub(crate) fn comment_edit(source: &Source, at: usize, rule: &str, reason: &str) -> Option<Edit> {
    let documents = syntax::sheet::split(source.text());
    let range = documents.into_iter().find(|range| range.contains(&at))?;
    let start = range.start;
    let part = source.part(SourceId::ALONE, range);
    let at = at - start;
    let mut lines = Vec::new();
    let tree = syntax::sheet::parse(&part);
    tree.documents.iter().for_each(|document| flatten(&document.items, &mut lines));
    let mut entries = lines.iter().filter_map(|line| match line {
        LineMark::Entry(covers, comment) => Some((*covers, *comment)),
        LineMark::Comment(_) => None,
    });
    let first = entries.clone().next()?.0;
    let (entry, comment) = entries.rfind(|(covers, _)| covers.range().contains(&at))?;
    let line = part.line(part.line_at(entry.start as usize))?;
    let indent = part.text().get(line.start as usize..entry.start as usize)?;
    let words = format!("# {} {rule}: {reason}", WORDS.first()?);
    let is_above = entry != first && indent.trim().is_empty();
    let (place, text) = match is_above {
        true => {
            (line.start as usize, format!("{indent}{words}{}", part.line_end(part.line_at(at))))
        }
        false if comment.is_none() => (line.end as usize, format!(" {words}")),
        false => return None,
    };
    // A comment that would be read as something else is not written.
    let after = format!("{}{text}{}", part.text().get(..place)?, part.text().get(place..)?);
    let after = part.changed(after);
    let read = Suppressions::read(&after, &syntax::sheet::parse(&after));
    let moved = if place <= at { at + text.len() } else { at };
    let suppresses = |ignore: &Ignore| {
        !ignore.whole
            && ignore.covers.range().contains(&moved)
            && ignore.names.iter().any(|(name, _)| name == rule)
    };
    let is_unreadable = |misread: &(Misread, Span)| misread.0 != Misread::Reason;
    let is_there = match reason.contains(BLANK) {
        true => !read.misread.iter().any(is_unreadable),
        false => read.all.iter().any(suppresses),
    };
    is_there.then(|| Edit { span: Span::at(source.id(), start + place), text })
}

/// A comment without what it begins with.
fn body_of(comment: &str) -> &str {
    comment.trim_start_matches(['#', '＃', ' ', '\t', '　'])
}

/// Whether a text begins with one of some words, blanks and signs before it aside.
fn begins_like(text: &str, words: &[&str]) -> bool {
    let text = text.trim_start_matches(|c: char| trimmed(c) || matches!(c, '-' | '_'));
    words.iter().any(|word| text.starts_with(word))
}

/// Whether a comment was hardly to be anything else, and is none: another case, a sign or a blank
/// too many, a part that is left out.
fn is_nearly_one(body: &str) -> bool {
    let lower = body.to_lowercase();
    if STEMS.iter().any(|stem| lower.starts_with(stem)) {
        return true;
    }
    let Some(rest) = AFTER_STEMS.iter().find_map(|word| lower.strip_prefix(word)) else {
        return false;
    };
    // `# 忽略 预算/总额: 理由`: a rule, and a reason.
    let named = rest.split_once([':', '：']).map(|(name, _)| name.trim());
    named.is_some_and(|name| name.contains('/') && !name.contains(char::is_whitespace))
}

/// Whether what follows 至 was to be the day, rather than 至 a part of the reason: it stands apart,
/// or nothing or digits alone follow.
fn is_like_day(before: &str, day: &str) -> bool {
    before.ends_with(trimmed) || day.trim_matches(trimmed).is_empty() || is_date_like(day)
}

/// Whether a text is made of what dates are made of.
fn is_date_like(text: &str) -> bool {
    let text = text.trim_matches(trimmed);
    text.starts_with(|at: char| at.is_ascii_digit())
        && text.chars().all(|at| at.is_ascii_digit() || " -/.年月日号".contains(at))
}

/// The text before and after the last of the words.
fn last<'t>(text: &'t str, words: [&str; 2]) -> Option<(&'t str, &'t str)> {
    words.iter().find_map(|word| text.rsplit_once(word))
}

fn trimmed(character: char) -> bool {
    character.is_whitespace() || STOPS.contains(&character)
}

fn flatten(items: &[BlockItem], lines: &mut Vec<LineMark>) {
    for item in items {
        let (span, value, comment) = match item {
            BlockItem::Comment(span) => {
                lines.push(LineMark::Comment(*span));
                continue;
            }
            BlockItem::Entry(entry) => (entry.span, &entry.value, entry.comment),
            BlockItem::Element(element) => (element.span, &element.value, element.comment),
            BlockItem::Blank(_) | BlockItem::Junk(_) => continue,
        };
        match &value.kind {
            // Of a key with lines below it, only its own line.
            NodeKind::Block(below) => {
                let end = below.first().map_or(span.end, |first| first.span().start);
                lines.push(LineMark::Entry(Span { end, ..span }, comment));
                flatten(below, lines);
            }
            _ => lines.push(LineMark::Entry(span, comment)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_written_where_they_suppress_their_entry_and_no_more() {
        let cases = [
            ("甲: 1\n乙: ‸2\n", "甲: 1\n# 表尺忽略 组/规则: 因\n乙: 2\n"),
            ("甲: ‸1\n乙: 2\n", "甲: 1 # 表尺忽略 组/规则: 因\n乙: 2\n"),
            (
                "甲: 1\r\n乙:\r\n  丙: ‸2\r\n",
                "甲: 1\r\n乙:\r\n  # 表尺忽略 组/规则: 因\r\n  丙: 2\r\n",
            ),
            ("甲: 1\n乙:\n- 丙: ‸2\n", "甲: 1\n乙:\n- 丙: 2 # 表尺忽略 组/规则: 因\n"),
            ("甲: 1\n乙: |\n  一\n  ‸二\n", "甲: 1\n# 表尺忽略 组/规则: 因\n乙: |\n  一\n  二\n"),
            ("甲: 1\n---\n甲: 1\n乙: ‸2", "甲: 1\n---\n甲: 1\n# 表尺忽略 组/规则: 因\n乙: 2"),
            ("甲: ‸1 # 注\n", ""),
            ("# 注‸\n", ""),
        ];
        for (marked, expected) in cases {
            let at = marked.find('‸').unwrap();
            let source = Source::new(SourceId::ALONE, "甲.biao", marked.replace('‸', ""));
            let edit = comment_edit(&source, at, "组/规则", "因");
            let after = edit.and_then(|edit| crate::source::apply(source.text(), [&edit]));
            assert_eq!(after.unwrap_or_default(), expected, "{marked}");
        }
    }
}
