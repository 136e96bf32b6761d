//! A plot of growth: both axes logarithmic, so that what grows with its input is a line of slope
//! one, and time per sheet a level one.

use maud::html;

/// A line of a plot: its name, and points (sheets, what was measured).
pub(crate) type Line = (String, Vec<(f64, f64)>);

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 150.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 40.0;
const COLORS: [&str; 4] = ["#0072b2", "#d55e00", "#009e73", "#555555"];

/// The plot as SVG.
pub(crate) fn svg(title: &str, unit: &str, lines: &[Line]) -> String {
    let points = || lines.iter().flat_map(|(_, points)| points);
    let (left, right) = decades(points().map(|(sheets, _)| *sheets));
    let (bottom, top) = decades(points().map(|(_, measured)| *measured));
    let x = |value: f64| LEFT + (value.log10() - left) / (right - left) * (WIDTH - LEFT - RIGHT);
    let y = |value: f64| {
        HEIGHT - BOTTOM - (value.log10() - bottom) / (top - bottom) * (HEIGHT - TOP - BOTTOM)
    };
    let path = |points: &[(f64, f64)]| {
        let places = points
            .iter()
            .map(|(sheets, measured)| format!("{:.1},{:.1}", x(*sheets), y(*measured)));
        places.collect::<Vec<_>>().join(" ")
    };
    let ticks = |from: f64, to: f64| (from as i32..=to as i32).map(|power| 10f64.powi(power));
    let drawn = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (WIDTH) " " (HEIGHT) }
            font-family="sans-serif" font-size="12" role="img" {
            title { (title) }
            rect width="100%" height="100%" fill="#ffffff" {}
            text x=(LEFT) y="20" font-size="14" { (title) }
            @for sheets in ticks(left, right) {
                line x1=(x(sheets)) x2=(x(sheets)) y1=(TOP) y2=(HEIGHT - BOTTOM) stroke="#dddddd" {}
                text x=(x(sheets)) y=(HEIGHT - BOTTOM + 18.0) text-anchor="middle" { (sheets) }
            }
            @for measured in ticks(bottom, top) {
                line x1=(LEFT) x2=(WIDTH - RIGHT) y1=(y(measured)) y2=(y(measured)) stroke="#dddddd" {}
                text x=(LEFT - 8.0) y=(y(measured) + 4.0) text-anchor="end" { (measured) }
            }
            text x=(LEFT - 8.0) y=(TOP - 8.0) text-anchor="end" { (unit) }
            text x=(WIDTH - RIGHT) y=(HEIGHT - 6.0) text-anchor="end" { "sheets" }
            @for ((name, points), color) in lines.iter().zip(COLORS.iter().cycle()) {
                polyline points=(path(points)) fill="none" stroke=(color) stroke-width="2" {}
                @for (sheets, measured) in points {
                    circle cx=(x(*sheets)) cy=(y(*measured)) r="3" fill=(color) {}
                }
                @if let Some((sheets, measured)) = points.last() {
                    text x=(x(*sheets) + 8.0) y=(y(*measured) + 4.0) fill=(color) { (name) }
                }
            }
        }
    };
    drawn.into_string() + "\n"
}

/// The powers of ten between which some values lie.
fn decades(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (least, most) = values.fold((f64::INFINITY, 0.0), |(least, most): (f64, f64), value| {
        (least.min(value), most.max(value))
    });
    let (low, high) = (least.log10().floor(), most.log10().ceil());
    (low, high.max(low + 1.0))
}
