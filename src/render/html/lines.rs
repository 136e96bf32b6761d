//! A block of source as HTML: numbered lines, what is faulty underlined and linked to what is
//! said of it, the lines far from any finding folded. Takes a block of lines; gives markup.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html as markup};

use super::HtmlPage;
use super::marks::{HtmlMark, LineBlock};
use crate::diagnostic::Severity;
use crate::render::clean::Clean;
use crate::source::Source;

/// Lines this close to a marked one are shown with it.
const CONTEXT: u32 = 1;
/// Fewer lines than this are not folded.
const FOLDED: u32 = 4;

/// A block, by its number on the page.
pub(super) fn block(page: &HtmlPage<'_>, number: usize, block: &LineBlock) -> Markup {
    let Some(source) = page.survey.places.source(block.source) else {
        return markup! {};
    };
    let mut by_line: BTreeMap<u32, Vec<&HtmlMark>> = BTreeMap::new();
    for mark in &block.marks {
        by_line.entry(mark.line).or_default().push(mark);
    }
    let list = |first: u32, last: u32| {
        markup! {
            ol start=(first) {
                @for line in first..=last {
                    @let text = source.line(line).map_or("", |span| source.slice(span));
                    @match by_line.get(&line) {
                        Some(marks) => { li id={ "L" (number) "-" (line) } { (marked(page, text, marks)) } }
                        None => { li { (Clean(bare(text))) } }
                    }
                }
            }
        }
    };
    markup! {
        div.source {
            @for (first, last, shown) in runs(block, source, &by_line) {
                @if shown {
                    (list(first, last))
                } @else {
                    details {
                        summary { (page.folded(first, last)) }
                        (list(first, last))
                    }
                }
            }
        }
    }
}

/// Lines that are shown and lines that are folded, in turn.
fn runs(
    block: &LineBlock,
    source: &Source,
    marked: &BTreeMap<u32, Vec<&HtmlMark>>,
) -> Vec<(u32, u32, bool)> {
    let last = block.last.min(source.line_count());
    let mut runs: Vec<(u32, u32, bool)> = Vec::new();
    let mut from = block.first;
    for line in marked.keys() {
        let (start, end) = (line.saturating_sub(CONTEXT), line.saturating_add(CONTEXT).min(last));
        let start = start.max(block.first);
        if start > from && start - from >= FOLDED {
            runs.push((from, start - 1, false));
            from = start;
        }
        match runs.last_mut() {
            Some(run) if run.2 => run.1 = end,
            _ => runs.push((from, end, true)),
        }
        from = end + 1;
    }
    if from <= last {
        match runs.last_mut() {
            Some(run) if run.2 && last - from < FOLDED => run.1 = last,
            _ => runs.push((from, last, false)),
        }
    }
    runs
}

/// A byte-order mark is no part of the text.
fn bare(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// A line with its marks. Text under several is drawn by the most important one; the number of each
/// finding is at the end of its place.
fn marked(page: &HtmlPage<'_>, text: &str, marks: &[&HtmlMark]) -> Markup {
    let mut cuts: BTreeSet<usize> = [0, text.len()].into();
    let mut begin: BTreeMap<usize, Vec<&HtmlMark>> = BTreeMap::new();
    let mut end: BTreeMap<usize, Vec<&HtmlMark>> = BTreeMap::new();
    for mark in marks {
        cuts.extend([mark.range.start, mark.range.end]);
        begin.entry(mark.range.start).or_default().push(mark);
        end.entry(mark.range.end).or_default().push(mark);
    }
    let nobody = Vec::new();
    let mut open = OpenMarks::new();
    markup! {
        @for (from, to) in cuts.iter().zip(cuts.iter().skip(1).map(Some).chain([None])) {
            @let ended = end.get(from).unwrap_or(&nobody);
            @let begun = begin.get(from).unwrap_or(&nobody);
            @for mark in ended.iter().filter(|mark| mark.ends && !mark.range.is_empty()) {
                (number(page, mark))
            }
            @for mark in begun.iter().filter(|mark| mark.range.is_empty()) {
                span class={ "point " (page.class(mark.severity)) } {}
                (number(page, mark))
            }
            @let covering = turn(&mut open, ended, begun);
            @if let Some(to) = to {
                @let piece = Clean(bare(text.get(*from..*to).unwrap_or_default()));
                @match covering {
                    Some((mark, covers)) => {
                        a class={
                            (page.class(mark.severity))
                            @if !mark.primary { " also" }
                            @if covers > 1 { " deep" }
                        } href={ "#f" (mark.item) } { (piece) }
                    }
                    None => (piece),
                }
            }
        }
    }
}

/// The marks under the following text, by importance.
type OpenMarks<'m> = BTreeMap<((bool, Reverse<Severity>, usize), usize, usize), &'m HtmlMark>;

/// Passes a place at which marks end and begin: the mark that draws what comes next, and how many
/// lie under it.
fn turn<'m>(
    open: &mut OpenMarks<'m>,
    ended: &[&'m HtmlMark],
    begun: &[&'m HtmlMark],
) -> Option<(&'m HtmlMark, usize)> {
    let key = |mark: &HtmlMark| (mark.rank(), mark.range.start, mark.range.end);
    for mark in ended {
        open.remove(&key(mark));
    }
    let wide = begun.iter().filter(|mark| !mark.range.is_empty());
    open.extend(wide.map(|mark| (key(mark), *mark)));
    open.values().next().map(|mark| (*mark, open.len()))
}

/// The number of a finding, at the primary place.
fn number(page: &HtmlPage<'_>, mark: &HtmlMark) -> Markup {
    let item = page.survey.items.get(mark.item).filter(|_| mark.primary);
    markup! {
        @if let Some(item) = item {
            a.n.(page.class(mark.severity)) href={ "#f" (mark.item) } aria-label=(page.to_finding(item)) {
                (item.number)
            }
        }
    }
}
