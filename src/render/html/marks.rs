//! The lines of the sources that a page shows, and what is marked in them. Takes a survey; gives
//! blocks of lines, each line of a source in one of them at most, so that a link can lead to it.
//! Knows no HTML.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diagnostic::Severity;
use crate::render::survey::Survey;
use crate::source::{Source, SourceId, Span};

/// Further places of one finding are counted, not shown.
pub(super) const MOST_LABELS: usize = 12;
/// Only the first lines of a place of many lines are marked.
const MOST_LINES: u32 = 3;

/// Consecutive lines of one source.
pub(super) struct LineBlock {
    pub(super) source: SourceId,
    pub(super) first: u32,
    pub(super) last: u32,
    /// In the order of the lines.
    pub(super) marks: Vec<HtmlMark>,
}

/// Characters of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HtmlMark {
    pub(super) line: u32,
    /// Bytes of the line.
    pub(super) range: Range<usize>,
    /// The finding, by its number in the survey.
    pub(super) item: usize,
    pub(super) severity: Severity,
    /// Whether this is the primary place.
    pub(super) primary: bool,
    /// Whether the place ends here.
    pub(super) ends: bool,
}

impl HtmlMark {
    /// The order of overlapping marks: the primary place, then the worse, then the first.
    pub(super) fn rank(&self) -> (bool, std::cmp::Reverse<Severity>, usize) {
        (!self.primary, std::cmp::Reverse(self.severity), self.item)
    }
}

/// The sheets that a page shows with their lines, by what sends one back: a page of thousands would
/// open slowly. The others are in the list of sheets.
pub(super) fn shown<'s>(survey: &'s Survey<'_>) -> &'s [usize] {
    const MOST: usize = 300;
    survey.order.get(..MOST).unwrap_or(&survey.order)
}

/// All blocks of a page.
pub(super) struct Blocks {
    pub(super) all: Vec<LineBlock>,
    /// The block of each sheet.
    pub(super) sheets: Vec<Option<usize>>,
    /// The blocks outside of sheets in which something was found.
    pub(super) outside: Vec<usize>,
    /// The blocks of each source, in the order of its lines.
    by_source: BTreeMap<SourceId, Vec<usize>>,
}

impl Blocks {
    pub(super) fn new(survey: &Survey<'_>) -> Self {
        let mut blocks = Self {
            all: Vec::new(),
            sheets: Vec::new(),
            outside: Vec::new(),
            by_source: BTreeMap::new(),
        };
        blocks.sheets(survey);
        blocks.rest(survey);
        let shown: BTreeSet<usize> = shown(survey).iter().copied().collect();
        for (at, item) in survey.items.iter().enumerate() {
            if survey.owner(item.finding).is_some_and(|sheet| !shown.contains(&sheet)) {
                continue;
            }
            for (number, label) in item.finding.labels.iter().take(MOST_LABELS).enumerate() {
                blocks.mark(survey, at, item.finding.severity, label.span, number == 0);
            }
        }
        for block in &mut blocks.all {
            block.marks.sort_by_key(|mark| (mark.line, mark.range.start, mark.rank()));
        }
        blocks
    }

    /// The block and the line at which a span begins, if the page shows it.
    pub(super) fn line(&self, survey: &Survey<'_>, span: Span) -> Option<(usize, u32)> {
        let source = survey.places.source(span.source)?;
        let line = survey.places.position(source, span.start as usize).line;
        Some((self.holding(span.source, line)?, line))
    }

    fn sheets(&mut self, survey: &Survey<'_>) {
        let mut order: Vec<usize> = shown(survey).to_vec();
        let span = |at: &usize| survey.sheets.get(*at).map(|section| section.sheet.span);
        order.sort_by_key(|at| span(at).map(|span| (span.source, span.start)));
        self.sheets = vec![None; survey.sheets.len()];
        for at in order {
            let Some(span) = span(&at) else { continue };
            let Some(source) = survey.places.source(span.source) else { continue };
            let line = |offset: u32| survey.places.position(source, offset as usize).line;
            let (first, last) =
                (line(span.start), line(span.end.saturating_sub(1).max(span.start)));
            let block = self.add(span.source, first, last);
            if let Some(place) = self.sheets.get_mut(at) {
                *place = block;
            }
        }
    }

    /// What lies between the sheets of a source, and the sources without any, where something was
    /// found there that belongs to no sheet.
    fn rest(&mut self, survey: &Survey<'_>) {
        let mut wanted: BTreeMap<SourceId, Vec<u32>> = BTreeMap::new();
        for item in survey.items(&survey.outside) {
            if let Some((span, place)) = item.finding.span().zip(item.place.as_ref()) {
                wanted.entry(span.source).or_default().push(place.line);
            }
        }
        for (id, mut lines) in wanted {
            let Some(source) = survey.places.source(id) else { continue };
            lines.sort_unstable();
            let taken: Vec<(u32, u32)> = self.by_source.get(&id).map_or(vec![], |blocks| {
                blocks
                    .iter()
                    .filter_map(|at| self.all.get(*at))
                    .map(|block| (block.first, block.last))
                    .collect()
            });
            let mut from = 1;
            for (first, last) in taken.into_iter().chain([(u32::MAX, u32::MAX)]) {
                let to = (first - 1).min(source.line_count());
                let next = lines.partition_point(|line| *line < from);
                if lines.get(next).is_some_and(|line| *line <= to) {
                    let block = self.add(id, from, to);
                    self.outside.extend(block);
                }
                from = last.saturating_add(1);
            }
        }
    }

    /// Adds a block of lines that are in no other.
    fn add(&mut self, source: SourceId, first: u32, last: u32) -> Option<usize> {
        let blocks = self.by_source.entry(source).or_default();
        let before = blocks.last().and_then(|at| self.all.get(*at)).map_or(0, |block| block.last);
        // Two sheets on one line: the line is the first one's.
        let first = if before < last { first.max(before + 1) } else { first };
        if first > last {
            return None;
        }
        let at = self.all.len();
        self.all.push(LineBlock { source, first, last, marks: Vec::new() });
        blocks.push(at);
        blocks.sort_by_key(|at| self.all.get(*at).map(|block| block.first));
        Some(at)
    }

    fn holding(&self, source: SourceId, line: u32) -> Option<usize> {
        let blocks = self.by_source.get(&source)?;
        let first = |at: &usize| self.all.get(*at).map_or(0, |block| block.first);
        let after = blocks.partition_point(|at| first(at) <= line);
        let at = blocks.get(after.checked_sub(1)?)?;
        self.all.get(*at).filter(|block| line <= block.last).map(|_| *at)
    }

    fn mark(
        &mut self,
        survey: &Survey<'_>,
        item: usize,
        severity: Severity,
        span: Span,
        primary: bool,
    ) {
        let Some(source) = survey.places.source(span.source) else { return };
        let (start, end) = (span.start as usize, (span.end as usize).min(source.text().len()));
        let first = survey.places.position(source, start).line;
        let until =
            if end > start + 1 { survey.places.position(source, end - 1).line } else { first };
        let last = until.min(first.saturating_add(MOST_LINES - 1));
        for line in first..=last {
            let Some(range) = within(source, line, start..end) else { continue };
            // A blank line in the middle has nothing to underline.
            if range.is_empty() && first != last {
                continue;
            }
            let Some(block) = self.holding(span.source, line).and_then(|at| self.all.get_mut(at))
            else {
                continue;
            };
            let ends = line == last;
            block.marks.push(HtmlMark { line, range, item, severity, primary, ends });
        }
    }
}

/// The part of a range that lies in a line, as bytes of the line, at characters; in the middle of a
/// longer range without the indentation.
fn within(source: &Source, line: u32, range: Range<usize>) -> Option<Range<usize>> {
    let span = source.line(line)?;
    let text = source.slice(span);
    let at = |offset: usize| {
        let offset = offset.saturating_sub(span.start as usize).min(text.len());
        (0..=offset).rev().find(|offset| text.is_char_boundary(*offset)).unwrap_or(0)
    };
    let (mut start, mut end) = (at(range.start), at(range.end));
    let inside = text.get(start..end).unwrap_or_default();
    if range.start < span.start as usize {
        start += inside.len() - inside.trim_start().len();
    }
    if range.end > span.end as usize {
        end -= inside.len() - inside.trim_end().len();
    }
    Some(start..end.max(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Outcomes, Words};
    use crate::render::{Report, SheetInfo};
    use crate::source::Sources;

    #[test]
    fn every_line_is_in_one_block_and_long_places_are_marked_where_they_begin() {
        let mut sources = Sources::new();
        let text = "甲: 一\n  乙: 二\n\n  丙: 三\n---\n丁: 四\n# 尾\n";
        let source = sources.add("a.biao", text);
        let at = |needle: &str| text.find(needle).unwrap();
        let span = |from, to| Span::new(source.id(), from, to);
        let sheet = |name: &str, span| SheetInfo {
            name: name.into(),
            project: None,
            span,
            form: "".into(),
            undeclared: false,
            year: None,
            unit: None,
            outcomes: Outcomes::default(),
        };
        let finding = |from, to| {
            Diagnostic::error(
                crate::diagnostic::Code::rule("x"),
                span(from, to),
                Words::verbatim("x"),
            )
        };
        let report = Report {
            sheets: vec![sheet("一", span(0, at("---"))), sheet("二", span(at("丁"), at("# 尾")))],
            findings: vec![
                finding(0, at("---")),
                finding(at("四"), at("四") + 3),
                finding(at("尾"), at("尾") + 3),
            ],
            ..Report::default()
        };
        let survey = Survey::new(&sources, &report);
        let blocks = Blocks::new(&survey);
        let seen: Vec<_> = blocks
            .all
            .iter()
            .map(|block| {
                let marked = |mark: &HtmlMark| {
                    let line = source.slice(source.line(mark.line).unwrap());
                    line.get(mark.range.clone()).unwrap().to_owned()
                };
                let marks: Vec<String> = block.marks.iter().map(marked).collect();
                (block.first, block.last, marks)
            })
            .collect();
        let marks =
            |marks: &[&str]| marks.iter().map(|mark| (*mark).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            seen,
            [(1, 4, marks(&["甲: 一", "乙: 二"])), (6, 6, marks(&["四"])), (7, 8, marks(&["尾"]))]
        );
    }
}
