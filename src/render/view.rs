//! What a frame shows of the sources: the marked lines, cut to the terminal, as a small text of its
//! own for the library that draws the frame. So it never scans a source, and no line is too wide.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Label, Lang};
use crate::source::{Source, Span};

use super::clean::clean_piece;
use super::place_finder::PlaceFinder;
use super::{window, words};

/// Further places are counted, not shown.
const MOST_LABELS: usize = 12;
/// Of a place that runs over several lines the first few are shown.
const MOST_LINES: usize = 3;
/// Marked lines with at most this many between them share a frame.
const NEAR: u32 = 3;
/// Columns that words beside a mark should have, if they need them.
const WORDS: usize = 24;

/// The lines of all frames of one finding, one after the other.
pub(super) struct View {
    pub(super) text: String,
    pub(super) lines: Vec<ViewLine>,
    pub(super) marks: Vec<ViewMark>,
    frames: Vec<String>,
    /// How many places are not shown.
    pub(super) hidden: usize,
}

/// A line as shown.
pub(super) struct ViewLine {
    /// Its range of the view's text, with its line end.
    pub(super) range: Range<usize>,
    /// Its number in the source, from 1.
    pub(super) number: u32,
    /// Which frame it belongs to.
    pub(super) frame: usize,
}

/// Characters that are underlined; they lie in one line.
pub(super) struct ViewMark {
    /// Their range of the view's text.
    pub(super) range: Range<usize>,
    /// The line they lie in.
    pub(super) line: usize,
    /// The column in the source at which they begin, in characters from 1.
    pub(super) column: u32,
    /// The text beside them.
    pub(super) words: Option<String>,
    /// Whether this is the primary place.
    pub(super) primary: bool,
}

/// The layout of a view.
#[derive(Clone, Copy)]
pub(super) struct ViewLayout {
    /// The language of the words.
    pub(super) lang: Lang,
    /// Columns of the terminal.
    pub(super) width: usize,
    /// Whether overlapping marks need separate frames.
    pub(super) apart: bool,
}

/// The part of a label that lies in one line.
struct LabelPart<'a> {
    source: &'a Source,
    line: u32,
    /// Bytes of the source.
    range: Range<usize>,
    words: Option<String>,
    primary: bool,
    layer: usize,
}

impl View {
    /// All places of a finding.
    pub(super) fn new(
        diagnostic: &Diagnostic,
        places: &PlaceFinder<'_>,
        layout: ViewLayout,
    ) -> Self {
        Self::of(&diagnostic.labels, places, layout)
    }

    /// The primary place alone, as one mark.
    pub(super) fn of_first(
        diagnostic: &Diagnostic,
        places: &PlaceFinder<'_>,
        layout: ViewLayout,
    ) -> Self {
        let first = diagnostic.labels.get(..1).unwrap_or_default();
        let mut view = Self::of(first, places, layout);
        view.marks.truncate(1);
        view
    }

    fn of(labels: &[Label], places: &PlaceFinder<'_>, layout: ViewLayout) -> Self {
        let mut parts: Vec<LabelPart<'_>> = Vec::new();
        for (at, label) in labels.iter().take(MOST_LABELS).enumerate() {
            let words = label.message.as_ref().map(|message| clean_piece(message.get(layout.lang)));
            for part in split(label.span, words, at == 0, places, layout.lang) {
                add(&mut parts, part, layout.apart);
            }
        }
        let hidden = labels.len().saturating_sub(MOST_LABELS);
        let mut view =
            Self { text: String::new(), lines: vec![], marks: vec![], frames: vec![], hidden };
        for frame in frames(parts) {
            view.frame(&frame, places, layout);
        }
        view
    }

    /// The name over a frame.
    pub(super) fn name(&self, frame: usize) -> &str {
        self.frames.get(frame).map_or("", String::as_str)
    }

    /// The line a byte of the view's text lies in.
    pub(super) fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.range.start <= offset).saturating_sub(1)
    }

    /// The text between the start of a mark's line and the mark.
    pub(super) fn before(&self, mark: &ViewMark) -> &str {
        let start = self.lines.get(mark.line).map_or(0, |line| line.range.start);
        self.text.get(start..mark.range.start).unwrap_or_default()
    }

    /// The columns that a frame's border and line numbers take.
    pub(super) fn gutter(number: u32) -> usize {
        number.checked_ilog10().unwrap_or(0) as usize + 1 + " ".len() + " │ ".chars().count()
    }

    /// Adds one frame: its marked lines and those between them.
    fn frame(&mut self, parts: &[LabelPart<'_>], places: &PlaceFinder<'_>, layout: ViewLayout) {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return;
        };
        let frame = self.frames.len();
        self.frames.push(clean_piece(first.source.name()));
        let room = layout.width.saturating_sub(Self::gutter(last.line)).max(20);
        for number in first.line..=last.line {
            let Some(line) = first.source.line(number) else {
                continue;
            };
            let here: Vec<_> = parts.iter().filter(|part| part.line == number).collect();
            let start = line.start as usize;
            let marks: Vec<_> =
                here.iter().map(|part| part.range.start - start..part.range.end - start).collect();
            let text = first.source.slice(line);
            let mut cut = window::cut(text, &marks, room);
            if !words_fit(&cut, &here, room) {
                cut = window::cut(text, &marks, room * 2 / 3);
            }
            let (at, offset) = (self.lines.len(), self.text.len());
            self.text.push_str(&cut.text);
            self.text.push('\n');
            self.lines.push(ViewLine { range: offset..self.text.len(), number, frame });
            for (part, range) in here.iter().zip(cut.marks) {
                self.marks.push(ViewMark {
                    range: offset + range.start..offset + range.end,
                    line: at,
                    column: places.position(part.source, part.range.start).column,
                    words: part.words.clone(),
                    primary: part.primary,
                });
            }
        }
        self.marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
    }
}

/// Whether the text beside the marks fits to their right.
fn words_fit(cut: &window::Window, parts: &[&LabelPart<'_>], room: usize) -> bool {
    parts.iter().zip(&cut.marks).all(|(part, mark)| {
        let wanted = part.words.as_deref().map_or(0, |words| window::columns_of(words).min(WORDS));
        let before = cut.text.get(..mark.start).unwrap_or_default();
        let inside = cut.text.get(mark.clone()).unwrap_or_default();
        let middle = window::columns_of(before) + window::columns_of(inside) / 2;
        wanted == 0 || middle + "╰── ".chars().count() + wanted <= room
    })
}

/// The parts of a label, a line each; the words stand beside the last.
fn split<'a>(
    span: Span,
    words: Option<String>,
    primary: bool,
    places: &PlaceFinder<'a>,
    lang: Lang,
) -> Vec<LabelPart<'a>> {
    let Some(source) = places.source(span.source) else {
        return Vec::new();
    };
    let start = span.range().start.min(source.text().len());
    let end = span.range().end.min(source.text().len());
    let first = places.position(source, start).line;
    let part = |line, range| LabelPart { source, line, range, words: None, primary, layer: 0 };
    let last = if end > start + 1 { places.position(source, end - 1).line } else { first };
    let mut parts = Vec::new();
    if first == last {
        let line = source.line(first).map_or(start..end, Span::range);
        parts.push(part(first, start.min(line.end)..end.min(line.end)));
    } else {
        // Blank lines are skipped, up to a bound.
        for number in (first..=last).take(16 * MOST_LINES) {
            let Some(line) = source.line(number) else {
                break;
            };
            let (from, to) = (start.max(line.start as usize), end.min(line.end as usize));
            let text = source.text().get(from..to).unwrap_or_default();
            let blank = text.len() - text.trim_start().len();
            let body = from + blank..from + text.trim_end().len().max(blank);
            if !body.is_empty() && parts.len() < MOST_LINES {
                parts.push(part(number, body));
            }
        }
        if parts.is_empty() {
            parts.push(part(first, start..start));
        }
    }
    if let Some(shown) = parts.last_mut() {
        shown.words = match words {
            words if shown.line >= last || first == last => words,
            words => Some(words::reaches(words.as_deref(), last, lang)),
        };
    }
    parts
}

/// Adds a part; where the same characters are marked already, its words join theirs.
fn add<'a>(parts: &mut Vec<LabelPart<'a>>, mut part: LabelPart<'a>, apart: bool) {
    let same_line = |other: &&mut LabelPart<'_>| {
        other.source.id() == part.source.id() && other.line == part.line
    };
    if let Some(same) = parts.iter_mut().filter(same_line).find(|known| known.range == part.range) {
        same.words = match (same.words.take(), part.words) {
            (Some(left), Some(right)) if left != right => Some(format!("{left}\n{right}")),
            (left, right) => left.or(right),
        };
        return;
    }
    // A point takes a column too.
    let wide = |range: &Range<usize>| range.start..range.end.max(range.start + 1);
    let overlaps = |left: &Range<usize>, right: &Range<usize>| {
        wide(left).start < wide(right).end && wide(right).start < wide(left).end
    };
    if apart {
        let taken: Vec<usize> = parts
            .iter_mut()
            .filter(same_line)
            .filter(|other| overlaps(&other.range, &part.range))
            .map(|other| other.layer)
            .collect();
        part.layer = (0..).find(|layer| !taken.contains(layer)).unwrap_or(0);
    }
    parts.push(part);
}

/// The parts by frame: those near each other in one source; the primary place comes first.
fn frames(parts: Vec<LabelPart<'_>>) -> Vec<Vec<LabelPart<'_>>> {
    let mut order: Vec<_> = Vec::new();
    for part in &parts {
        if !order.contains(&part.source.id()) {
            order.push(part.source.id());
        }
    }
    let rank = |part: &LabelPart<'_>| order.iter().position(|id| *id == part.source.id());
    let mut parts = parts;
    parts.sort_by_key(|part| (rank(part), part.layer, part.line, part.range.start));
    let mut frames: Vec<Vec<LabelPart<'_>>> = Vec::new();
    for part in parts {
        match frames.last_mut() {
            Some(frame)
                if frame.last().is_some_and(|last| {
                    last.source.id() == part.source.id()
                        && last.layer == part.layer
                        && part.line - last.line <= NEAR
                }) =>
            {
                frame.push(part);
            }
            _ => frames.push(vec![part]),
        }
    }
    frames.sort_by_key(|frame| !frame.iter().any(|part| part.primary));
    frames
}
