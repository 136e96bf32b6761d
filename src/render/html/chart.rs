//! Charts as inline SVG, readable without colour and by screen readers: bars with their counts,
//! a grid of counts. Takes labels and counts; gives markup. Knows no report.

use maud::{Markup, html as markup};

use crate::render::clean::Clean;
use crate::render::window;

/// The width of a chart, in its own units, and of its labels.
const WIDTH: usize = 960;
const LABELS: usize = 280;
/// Room for the counts behind the longest bar.
const COUNTS: usize = 90;
/// The height of a row, and of the bar in it.
const ROW: usize = 26;
const BAR: usize = 16;
/// What fits into the width of the labels: a Chinese character takes two columns.
const LABEL_COLUMNS: usize = 36;

/// A row of a chart: its label, and its counts with the class that draws each.
pub(super) struct ChartRow<'a> {
    pub(super) label: &'a str,
    pub(super) parts: Vec<(&'static str, usize)>,
}

/// Bars from left to right, the parts of a row one after the other.
pub(super) fn bars(title: &str, rows: &[ChartRow<'_>]) -> Markup {
    let total = |row: &ChartRow<'_>| row.parts.iter().map(|(_, count)| count).sum::<usize>();
    let most = rows.iter().map(total).max().unwrap_or(0).max(1);
    let room = WIDTH - LABELS - COUNTS;
    chart(title, rows, |row, top| {
        let mut left = LABELS;
        let parts: Vec<(usize, usize, &str, usize)> = row
            .parts
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(class, count)| {
                let (at, width) = (left, scaled(*count, most, room));
                left += width;
                (at, width, *class, *count)
            })
            .collect();
        markup! {
            @for (at, width, class, count) in parts {
                rect class=(class) x=(at) y=(top) width=(width) height=(BAR) { title { (count) } }
            }
            text x=(left + 6) y=(top + BAR - 3) { (total(row)) }
        }
    })
}

/// Bars to both sides of a line: the first part to the left, the second to the right.
pub(super) fn two_sided(title: &str, rows: &[ChartRow<'_>]) -> Markup {
    let part = |row: &ChartRow<'_>, at: usize| row.parts.get(at).copied().unwrap_or(("", 0));
    let most = rows.iter().flat_map(|row| &row.parts).map(|(_, count)| *count).max();
    let most = most.unwrap_or(0).max(1);
    let room = (WIDTH - LABELS) / 2 - COUNTS / 2;
    let middle = LABELS + (WIDTH - LABELS) / 2;
    chart(title, rows, |row, top| {
        let ((left_class, left), (right_class, right)) = (part(row, 0), part(row, 1));
        let (left_width, right_width) = (scaled(left, most, room), scaled(right, most, room));
        let base = top + BAR - 3;
        markup! {
            @if left > 0 {
                rect class=(left_class) x=(middle - left_width) y=(top) width=(left_width) height=(BAR) {}
                text.end x=(middle - left_width - 6) y=(base) { "−" (left) }
            }
            @if right > 0 {
                rect class=(right_class) x=(middle) y=(top) width=(right_width) height=(BAR) {}
                text x=(middle + right_width + 6) y=(base) { "+" (right) }
            }
            line.axis x1=(middle) x2=(middle) y1=(top - 5) y2=(top + ROW - 5) {}
        }
    })
}

fn chart(
    title: &str,
    rows: &[ChartRow<'_>],
    drawn: impl Fn(&ChartRow<'_>, usize) -> Markup,
) -> Markup {
    markup! {
        figure.chart {
            figcaption { (title) }
            svg viewBox={ "0 0 " (WIDTH) " " (rows.len() * ROW + 4) } role="img" aria-label=(title) {
                @for (at, row) in rows.iter().enumerate() {
                    @let top = at * ROW + 5;
                    g {
                        title { (Clean(row.label)) }
                        text.end x=(LABELS - 10) y=(top + BAR - 3) { (Clean(&short(row.label))) }
                        (drawn(row, top))
                    }
                }
            }
        }
    }
}

/// A grid of counts, the more the darker. The labels of its columns stand upright beneath it.
pub(super) fn grid(title: &str, columns: &[&str], rows: &[(&str, Vec<usize>)]) -> Markup {
    const FOOT: usize = 190;
    let most = rows.iter().flat_map(|(_, counts)| counts).copied().max().unwrap_or(0).max(1);
    let cell = (WIDTH - LABELS) / columns.len().max(1);
    let bottom = rows.len() * ROW + 8;
    markup! {
        figure.chart {
            figcaption { (title) }
            svg viewBox={ "0 0 " (WIDTH) " " (bottom + FOOT) } role="img" aria-label=(title) {
                @for (at, (label, counts)) in rows.iter().enumerate() {
                    @let top = at * ROW;
                    text.end x=(LABELS - 10) y=(top + ROW - 8) { title { (Clean(label)) } (Clean(&short(label))) }
                    @for (column, count) in counts.iter().enumerate() {
                        @let left = LABELS + column * cell;
                        g {
                            title { (Clean(label)) " · " (Clean(columns.get(column).copied().unwrap_or_default())) " · " (count) }
                            rect class={ "heat h" (heat(*count, most)) } x=(left) y=(top) width=(cell - 2) height=(ROW - 2) {}
                            @if *count > 0 {
                                text.middle.strong[heat(*count, most) > 3] x=(left + cell / 2 - 1) y=(top + ROW - 8) { (count) }
                            }
                        }
                    }
                }
                @for (column, label) in columns.iter().enumerate() {
                    @let left = LABELS + column * cell + cell / 2;
                    text.end transform={ "translate(" (left + 3) " " (bottom) ") rotate(-60)" } {
                        title { (Clean(label)) } (Clean(&cut(label, 26)))
                    }
                }
            }
        }
    }
}

/// How dark a cell is, from 0 for nothing to 5.
fn heat(count: usize, most: usize) -> usize {
    if count == 0 { 0 } else { (count * 5).div_ceil(most).min(5) }
}

/// The length of a bar: at least visible.
fn scaled(count: usize, most: usize, room: usize) -> usize {
    if count == 0 { 0 } else { (count.saturating_mul(room) / most).max(2) }
}

fn short(label: &str) -> String {
    cut(label, LABEL_COLUMNS)
}

/// A label that fits: its end gives way.
fn cut(label: &str, columns: usize) -> String {
    let label: String = label.split_whitespace().collect::<Vec<_>>().join(" ");
    if window::columns_of(&label) <= columns {
        return label;
    }
    let mut cut = String::new();
    for character in label.chars() {
        cut.push(character);
        if window::columns_of(&cut) >= columns - 1 {
            break;
        }
    }
    cut + "…"
}
