//! 表尺忽略: comments by which a sheet lets a finding stand, with a reason. Takes the tree of a text and
//! its findings; gives those that stand, those that are ignored and by what, and what is wrong with the
//! comments themselves. Knows no clock: the day is given.

use std::collections::BTreeMap;

use super::words;
use crate::diagnostic::{Diagnostic, Suppressed, Suppression};
use crate::nearest::nearest;
use crate::source::{Source, SourceId, Span};
use crate::syntax::sheet::{Item, NodeKind, SheetFile};
use crate::value::{Date, read_date};

/// What such a comment begins with.
const WORDS: [&str; 2] = ["表尺忽略", "biaochi-ignore"];

/// What names who allowed it.
const APPROVED: [&str; 2] = ["批准人", "approved by"];

/// What stands before the last day.
const UNTIL: [&str; 2] = ["至", "until"];

/// What may stand between the parts of a comment.
const STOPS: [char; 12] = ['，', ',', '；', ';', '。', '（', '(', '）', ')', '、', '：', ':'];

/// The comments of a part of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Suppressions {
    all: Vec<Ignore>,
    findings: Vec<Diagnostic>,
}

#[derive(Clone, Debug)]
struct Ignore {
    comment: Span,
    /// What a finding must point into.
    covers: Span,
    /// The names of rules or of their groups, with their places.
    names: Vec<(String, Span)>,
    reason: String,
    approver: Option<String>,
    until: Option<Date>,
}

/// A line of a sheet, in order.
enum Line {
    Comment(Span),
    /// What a finding in it must point into, and the comment at its end.
    Entry(Span, Option<Span>),
}

impl Suppressions {
    /// Reads the comments of a part.
    pub(super) fn read(source: &Source, tree: &SheetFile) -> Self {
        let mut ignores = Self::default();
        for document in &tree.documents {
            let mut lines = Vec::new();
            flatten(&document.items, &mut lines);
            for (at, line) in lines.iter().enumerate() {
                let next = lines.iter().skip(at).find_map(|line| match line {
                    Line::Entry(covers, _) => Some(*covers),
                    Line::Comment(_) => None,
                });
                let before = lines.iter().take(at);
                let head = before.clone().all(|line| matches!(line, Line::Comment(_)));
                match line {
                    Line::Entry(covers, Some(comment)) => {
                        ignores.comment(source, *comment, *covers)
                    }
                    Line::Comment(comment) if head => {
                        ignores.comment(source, *comment, document.span);
                    }
                    Line::Comment(comment) => {
                        // At the end of a sheet it stands above nothing, and covers nothing.
                        let covers = next.unwrap_or(Span::at(comment.source, comment.end as usize));
                        ignores.comment(source, *comment, covers);
                    }
                    Line::Entry(_, None) => {}
                }
            }
        }
        ignores
    }

    fn comment(&mut self, source: &Source, comment: Span, covers: Span) {
        let text = source.slice(comment);
        let body = text.trim_start_matches(['#', '＃', ' ', '\t', '　']);
        let Some(rest) = WORDS.iter().find_map(|word| body.strip_prefix(word)) else {
            if body.starts_with("表尺") || body.starts_with("biaochi") {
                self.findings.push(words::ignore_unreadable(comment));
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
            self.findings.push(words::ignore_unreadable(comment));
            return;
        }
        let (tail, until) = match last(tail, UNTIL) {
            Some((before, day)) => match read_date(day.trim_matches(trimmed)) {
                Some(date) => (before, Some(date)),
                // 至 may stand in the reason itself; behind the approver it can only be the day.
                None if last(before, APPROVED).is_some() => {
                    self.findings.push(words::ignore_without_day(at(day.trim())));
                    return;
                }
                None => (tail, None),
            },
            None => (tail, None),
        };
        let (reason, approver) = match last(tail, APPROVED) {
            Some((reason, who)) => (reason, Some(who.trim_matches(trimmed).to_owned())),
            None => (tail, None),
        };
        let reason = reason.trim_matches(trimmed).to_owned();
        if !reason.chars().any(char::is_alphanumeric) {
            self.findings.push(words::ignore_without_reason(comment));
            return;
        }
        let approver = approver.filter(|who| !who.is_empty());
        self.all.push(Ignore { comment, covers, names, reason, approver, until });
    }
}

/// Parts the findings of a text, by the comments of its parts. `rules` are the names of all rules that were
/// applied; `today` is the day on which the comments must still hold, `None` for any.
pub(super) fn apply(
    parts: &[&Suppressions],
    rules: &[&str],
    findings: Vec<Diagnostic>,
    today: Option<Date>,
) -> (Vec<Diagnostic>, Vec<Suppressed>) {
    let mut told: Vec<Diagnostic> = parts.iter().flat_map(|part| &part.findings).cloned().collect();
    // By the part that they stand in.
    let mut live: BTreeMap<SourceId, Vec<(&Ignore, Vec<bool>)>> = BTreeMap::new();
    for ignore in parts.iter().flat_map(|part| &part.all) {
        let expired = ignore.until.zip(today).filter(|(until, today)| until < today);
        if let Some((until, _)) = expired {
            told.push(words::ignore_expired(ignore.comment, until));
            continue;
        }
        let unused = vec![false; ignore.names.len()];
        live.entry(ignore.comment.source).or_default().push((ignore, unused));
    }
    let mut suppressed = Vec::new();
    for finding in findings {
        let by = finding.code.rule_name().zip(finding.span()).and_then(|(rule, span)| {
            live.get_mut(&span.source)?.iter_mut().find_map(|(ignore, used)| {
                let covers = ignore.covers.start..ignore.covers.end.max(ignore.covers.start + 1);
                let inside = covers.contains(&span.start);
                let mut named = false;
                for ((name, _), used) in ignore.names.iter().zip(used) {
                    if inside && means(name, rule) {
                        *used = true;
                        named = true;
                    }
                }
                named.then_some(*ignore)
            })
        });
        match by {
            Some(ignore) => suppressed.push(Suppressed { finding, by: ignore.told() }),
            None => told.push(finding),
        }
    }
    for (ignore, used) in live.into_values().flatten() {
        for ((name, span), used) in ignore.names.iter().zip(used) {
            if used {
                continue;
            }
            told.push(if rules.iter().any(|rule| means(name, rule)) {
                words::ignores_nothing(name, *span)
            } else {
                words::ignores_unknown(name, *span, nearest(name, rules.iter().copied()))
            });
        }
    }
    (told, suppressed)
}

impl Ignore {
    fn told(&self) -> Suppression {
        Suppression {
            comment: self.comment,
            reason: self.reason.clone(),
            approver: self.approver.clone(),
            until: self.until.map(|until| until.to_string()),
        }
    }
}

/// Whether a name means a rule: its own, or that of its group, with or without `/*`.
pub(super) fn means(name: &str, rule: &str) -> bool {
    let group = name.trim_end_matches(['*', '＊']).trim_end_matches('/');
    name == rule || rule.strip_prefix(group).is_some_and(|rest| rest.starts_with('/'))
}

/// What stands before and behind the last of the words.
fn last<'t>(text: &'t str, words: [&str; 2]) -> Option<(&'t str, &'t str)> {
    words.iter().find_map(|word| text.rsplit_once(word))
}

fn trimmed(character: char) -> bool {
    character.is_whitespace() || STOPS.contains(&character)
}

fn flatten(items: &[Item], lines: &mut Vec<Line>) {
    for item in items {
        let (span, value, comment) = match item {
            Item::Comment(span) => {
                lines.push(Line::Comment(*span));
                continue;
            }
            Item::Entry(entry) => (entry.span, &entry.value, entry.comment),
            Item::Element(element) => (element.span, &element.value, element.comment),
            Item::Blank(_) | Item::Junk(_) => continue,
        };
        match &value.kind {
            // Of a key with lines below it, its own line alone.
            NodeKind::Block(below) => {
                let end = below.first().map_or(span.end, |first| first.span().start);
                lines.push(Line::Entry(Span { end, ..span }, comment));
                flatten(below, lines);
            }
            _ => lines.push(Line::Entry(span, comment)),
        }
    }
}
