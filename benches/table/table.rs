//! What was measured: printed as it comes, and written down as Markdown with plots.

use std::io;
use std::path::Path;
use std::time::Instant;

use super::plot::{self, Line};

/// The rows so far.
pub(crate) struct Table {
    rows: Vec<Row>,
    /// Plots by the name of their file: title, unit, lines.
    plots: Vec<(&'static str, &'static str, &'static str, Vec<Line>)>,
    started: Instant,
}

struct Row {
    what: String,
    measured: f64,
    unit: &'static str,
    goal: Option<Goal>,
}

/// What a figure is to reach.
#[derive(Clone, Copy)]
pub(crate) enum Goal {
    /// So much or more: must, aim.
    AtLeast(f64, f64),
    /// So much or less: must, aim.
    AtMost(f64, f64),
}

const HEAD: &str = "| measured | now | must | aim | reached |\n| --- | ---: | ---: | ---: | --- |";

impl Table {
    pub(crate) fn new() -> Self {
        println!("{HEAD}");
        Self { rows: Vec::new(), plots: Vec::new(), started: Instant::now() }
    }

    /// A floor, or anything else without a goal.
    pub(crate) fn note(&mut self, what: impl Into<String>, measured: f64, unit: &'static str) {
        self.push(Row { what: what.into(), measured, unit, goal: None });
    }

    pub(crate) fn row(
        &mut self,
        what: impl Into<String>,
        measured: f64,
        unit: &'static str,
        goal: Goal,
    ) {
        self.push(Row { what: what.into(), measured, unit, goal: Some(goal) });
    }

    fn push(&mut self, row: Row) {
        println!("{}", row.line());
        self.rows.push(row);
    }

    pub(crate) fn plot(
        &mut self,
        file: &'static str,
        title: &'static str,
        unit: &'static str,
        lines: Vec<Line>,
    ) {
        self.plots.push((file, title, unit, lines));
    }

    /// Says how long it took, and what was missed.
    pub(crate) fn finish(&self) {
        let missed = self.rows.iter().filter(|row| row.reached() == Some("no")).count();
        println!("\n{missed} goals missed; measured in {} s", self.started.elapsed().as_secs());
    }

    /// Puts the table in the place of the one in `performance.md`, and the plots beside it.
    pub(crate) fn write(&self, docs: &Path) -> io::Result<()> {
        let page = docs.join("performance.md");
        let text = std::fs::read_to_string(&page)?;
        let (begin, end) = ("<!-- table: written by `cargo bench -- --docs` -->", "<!-- end -->");
        let outside = text.split_once(begin).and_then(|(before, rest)| {
            let (_, after) = rest.split_once(end)?;
            Some((before, after))
        });
        let (before, after) = outside.ok_or(io::ErrorKind::InvalidData)?;
        let rows: Vec<String> = self.rows.iter().map(Row::line).collect();
        let machine = machine();
        let table = format!("{begin}\n\n{machine}\n\n{HEAD}\n{}\n\n{end}", rows.join("\n"));
        std::fs::write(&page, format!("{before}{table}{after}"))?;
        for (file, title, unit, lines) in &self.plots {
            std::fs::write(docs.join(file), plot::svg(title, unit, lines))?;
        }
        Ok(())
    }
}

impl Row {
    fn reached(&self) -> Option<&'static str> {
        Some(match self.goal? {
            Goal::AtLeast(_, aim) if self.measured >= aim => "aim",
            Goal::AtLeast(must, _) if self.measured >= must => "must",
            Goal::AtMost(_, aim) if self.measured <= aim => "aim",
            Goal::AtMost(must, _) if self.measured <= must => "must",
            _ => "no",
        })
    }

    fn line(&self) -> String {
        let Self { what, measured, unit, goal } = self;
        let (must, aim) = match goal {
            None => (String::new(), String::new()),
            Some(Goal::AtLeast(must, aim)) => {
                (format!("≥ {}", shown(*must)), format!("≥ {}", shown(*aim)))
            }
            Some(Goal::AtMost(must, aim)) => {
                (format!("≤ {}", shown(*must)), format!("≤ {}", shown(*aim)))
            }
        };
        let reached = self.reached().unwrap_or("–");
        format!("| {what} | {} {unit} | {must} | {aim} | {reached} |", shown(*measured))
    }
}

/// Three figures of a number.
fn shown(number: f64) -> String {
    match number.abs() {
        100.0.. => {
            let digits = format!("{number:.0}");
            let from_the_end = digits.chars().rev().enumerate();
            let grouped: String = from_the_end
                .flat_map(|(at, digit)| {
                    [(at > 0 && at % 3 == 0).then_some(','), Some(digit)].into_iter().flatten()
                })
                .collect();
            grouped.chars().rev().collect()
        }
        10.0.. => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}

/// The processor and how many of it, where the system says so.
fn machine() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let name = name.map_or("an unknown processor", |(_, name)| name);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "biaochi {version}, {} {}, {cores} cores of {name}.",
        std::env::consts::OS,
        std::env::consts::ARCH
    )
}

/// The seconds that something takes, and its result.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let started = Instant::now();
    let came = work();
    (started.elapsed().as_secs_f64(), came)
}

/// The shortest of so many times, in milliseconds: what else the machine does only ever adds.
pub(crate) fn best<T>(times: usize, mut work: impl FnMut() -> T) -> f64 {
    let all = (0..times).map(|_| timed(&mut work).0);
    all.fold(f64::INFINITY, f64::min) * 1e3
}
