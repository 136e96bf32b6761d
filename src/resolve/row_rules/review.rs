//! Rows beside each other: repeated, overlapping and contradicting ones, and what no row covers.
//! Takes a table and the rule that reads it; a column that a 当 compares with a field is a
//! condition, a column in a 须 is what is demanded.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::{self, CellReading, RangeBound};
use super::columns::columns_of;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use crate::syntax::rule::{BinaryOp, ClauseKind, CompareOp, ExprKind, ExprNode, RuleItem};
use crate::syntax::table::{Rows, TableCell};
use crate::value::{BLANK, Decimal, normalise, read_figure};

/// The most rows that are compared pair by pair.
const MOST_COMPARED: usize = 500;

/// A column that a 当 compares with a field.
#[derive(Debug)]
struct ConditionColumn {
    /// The field, as it is written.
    field: String,
    at: usize,
}

/// What a cell of a condition admits.
#[derive(Clone, Debug, PartialEq)]
enum Admitted {
    Any,
    Words(BTreeSet<String>),
    Figures(FigureRange),
}

/// Figures between two ends, each with whether it is inside.
#[derive(Clone, Copy, Debug, PartialEq)]
struct FigureRange {
    low: Option<(Decimal, bool)>,
    high: Option<(Decimal, bool)>,
}

/// The rows of a table, as they are compared.
#[derive(Debug)]
pub(in crate::resolve) struct Review {
    conditions: Vec<ConditionColumn>,
    /// What each row admits, by condition.
    admitted: Vec<Vec<Admitted>>,
    demanded: BTreeSet<usize>,
    /// The columns that the rule reads.
    used: BTreeSet<usize>,
    /// Whether the demand says that something is equal to a cell.
    exact: BTreeSet<usize>,
    /// Rows that say what an earlier one says, with that.
    twins: BTreeMap<usize, usize>,
    rows: Rows,
    /// Where a row is added, and what separates its cells; `None` in YAML.
    end: Option<(Span, String, bool)>,
}

impl Review {
    pub(super) fn of(item: &RuleItem, written: &str, rows: &Rows, source: &Source) -> Self {
        let column = |name: &str| rows.head.iter().position(|cell| cell.text == name);
        let is_used = |heading: &TableCell| written.contains(&format!("「{}」", heading.text));
        let used = rows.head.iter().enumerate().filter(|(_, heading)| is_used(heading));
        let mut review = Self {
            conditions: Vec::new(),
            admitted: Vec::new(),
            demanded: BTreeSet::new(),
            used: used.map(|(at, _)| at).collect(),
            exact: BTreeSet::new(),
            twins: BTreeMap::new(),
            rows: rows.clone(),
            end: end_of(rows, source),
        };
        for clause in &item.clauses {
            let mut found = Vec::new();
            match &clause.kind {
                ClauseKind::When(expr) => review.condition(expr, &column),
                ClauseKind::Must(expr) | ClauseKind::MustNot(expr) => {
                    columns_of(expr, &mut found);
                    review.demanded.extend(found.iter().filter_map(|name| column(&name.text)));
                    if let ExprKind::Compare(_, rest) = &expr.kind
                        && let [(op, _, ExprNode { kind: ExprKind::Column(name), .. })] =
                            rest.as_slice()
                        && matches!(clause.kind, ClauseKind::Must(_))
                        && matches!(
                            op,
                            CompareOp::Equal { negated: false } | CompareOp::Is { negated: false }
                        )
                    {
                        review.exact.extend(column(&name.text));
                    }
                }
                _ => {}
            }
        }
        for row in &rows.rows {
            let of =
                |condition: &ConditionColumn| row.get(condition.at).map_or(Admitted::Any, admitted);
            review.admitted.push(review.conditions.iter().map(of).collect());
        }
        review.twins = review.twins();
        review
    }

    /// Conjuncts that compare a field with a column.
    fn condition(&mut self, expr: &ExprNode, column: &dyn Fn(&str) -> Option<usize>) {
        match &expr.kind {
            ExprKind::Binary(left, BinaryOp::And, right) => {
                self.condition(left, column);
                self.condition(right, column);
            }
            ExprKind::Compare(first, rest) => {
                if let ExprKind::Name(field) = &first.kind
                    && let [(op, _, ExprNode { kind: ExprKind::Column(name), .. })] =
                        rest.as_slice()
                    && matches!(
                        op,
                        CompareOp::Is { negated: false }
                            | CompareOp::In { negated: false }
                            | CompareOp::Equal { negated: false }
                    )
                    && let Some(at) = column(&name.text)
                {
                    self.conditions.push(ConditionColumn { field: field.clone(), at });
                }
            }
            _ => {}
        }
    }

    fn cell(&self, row: usize, at: usize) -> Option<&TableCell> {
        self.rows.rows.get(row)?.get(at)
    }

    fn same(&self, first: usize, second: usize, columns: &BTreeSet<usize>) -> bool {
        let text = |row, at| self.cell(row, at).map(|cell| normalise(&cell.text));
        columns.iter().all(|at| text(first, *at) == text(second, *at))
    }

    /// The earlier row that says the same in every column that the rule reads.
    fn twins(&self) -> BTreeMap<usize, usize> {
        let mut first: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        let mut twins = BTreeMap::new();
        for (at, _) in self.rows.rows.iter().enumerate().filter(|_| !self.used.is_empty()) {
            let cells = self.used.iter().filter_map(|column| self.cell(at, *column));
            let known =
                *first.entry(cells.map(|cell| normalise(&cell.text)).collect()).or_insert(at);
            if known < at {
                twins.insert(at, known);
            }
        }
        twins
    }

    /// Whether a row gives no rule: an earlier one says the same, or no figure is in its range.
    pub(super) fn is_void(&self, row: usize) -> bool {
        let admitted = self.admitted.get(row).into_iter().flatten();
        let mut empty = admitted.filter(
            |admitted| matches!(admitted, Admitted::Figures(interval) if interval.is_empty()),
        );
        self.twins.contains_key(&row) || empty.next().is_some()
    }

    /// Rows that say what an earlier one says.
    pub(super) fn repeated(&self) -> Vec<Diagnostic> {
        let found = self.twins.iter().filter_map(|(at, twin)| {
            let first = self.rows.rows.get(*twin)?.first()?.span;
            let row = extent(self.rows.rows.get(*at)?)?;
            Some(words::row_twice((twin + 1, first), (at + 1, row)))
        });
        found.collect()
    }

    /// Ranges without a figure, overlaps, contradictions, and ranges between rows.
    pub(super) fn findings(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (at, admitted) in self.admitted.iter().enumerate() {
            for (condition, admitted) in self.conditions.iter().zip(admitted) {
                if let Admitted::Figures(interval) = admitted
                    && interval.is_empty()
                    && let Some(cell) = self.cell(at, condition.at)
                {
                    found.push(words::never_applies(cell.span, &cell.text));
                }
            }
        }
        let count = self.admitted.len().min(MOST_COMPARED);
        for second in 0..count {
            found.extend((0..second).find_map(|first| self.beside(first, second)));
        }
        for (nth, condition) in self.conditions.iter().enumerate() {
            found.extend(self.range_gaps(nth, condition));
        }
        found
    }

    fn asks_nothing(&self, row: usize) -> bool {
        let demanded = self.demanded.iter().filter_map(|at| self.cell(row, *at));
        demanded.into_iter().any(cell::asks_nothing)
    }

    /// What is wrong between two rows that apply to the same sheets.
    fn beside(&self, first: usize, second: usize) -> Option<Diagnostic> {
        let (former, latter) = (self.admitted.get(first)?, self.admitted.get(second)?);
        let meet = former.iter().zip(latter).all(|(former, latter)| former.meets(latter));
        if !meet || self.is_void(second) || self.is_void(first) {
            return None;
        }
        let conditions: BTreeSet<usize> = self.conditions.iter().map(|column| column.at).collect();
        let rest: BTreeSet<usize> = self.used.difference(&conditions).copied().collect();
        let demanded = self.same(first, second, &self.demanded);
        let place = |columns: &BTreeSet<usize>| {
            let differs = |at: &&usize| !self.same(first, second, &BTreeSet::from([**at]));
            let at = columns.iter().find(differs)?;
            Some((self.cell(first, *at)?, self.cell(second, *at)?))
        };
        if self.asks_nothing(first) != self.asks_nothing(second) {
            let (former, latter) = place(&self.demanded)?;
            return Some(words::rows_conflict((first + 1, former), (second + 1, latter)));
        }
        if demanded && self.same(first, second, &rest) {
            let (former, latter) = place(&conditions)?;
            return Some(words::rows_overlap((first + 1, former), (second + 1, latter)));
        }
        let besides: BTreeSet<usize> = rest.difference(&self.exact).copied().collect();
        let exact = !self.exact.is_empty() && self.same(first, second, &besides);
        if exact || (demanded && !self.demanded.is_empty()) {
            let differing = if exact { &self.exact } else { &rest };
            let (former, latter) = place(differing)?;
            return Some(words::rows_conflict((first + 1, former), (second + 1, latter)));
        }
        None
    }

    /// Ranges between those of rows whose other conditions are the same.
    fn range_gaps(&self, nth: usize, condition: &ConditionColumn) -> Vec<Diagnostic> {
        let mut groups: BTreeMap<Vec<String>, Vec<(usize, FigureRange)>> = BTreeMap::new();
        for (row, admitted) in self.admitted.iter().enumerate() {
            let Some(Admitted::Figures(interval)) = admitted.get(nth) else { continue };
            let others = self.conditions.iter().enumerate().filter(|(at, _)| *at != nth);
            let key =
                others.filter_map(|(_, column)| Some(self.cell(row, column.at)?.text.clone()));
            groups.entry(key.collect()).or_default().push((row, *interval));
        }
        let mut found = Vec::new();
        for mut rows in groups.into_values() {
            rows.sort_by_key(|(_, interval)| interval.low);
            let mut reached: Option<(Decimal, bool)> = None;
            for (at, (row, interval)) in rows.iter().enumerate() {
                if let (true, Some((end, closed)), Some((start, open))) =
                    (at > 0, reached, interval.low)
                    && (end < start || (end == start && !closed && !open))
                    && let Some(cell) = self.cell(*row, condition.at)
                {
                    let range = between((end, closed), (start, open), &cell.text);
                    let row = self.new_row(*row, condition.at, &range);
                    found.push(words::gap_of_range(cell.span, &condition.field, &range, row));
                }
                reached = match (reached, interval.high) {
                    (_, None) => break,
                    (Some(known), Some(high)) if at > 0 => Some(known.max(high)),
                    (_, high) => high,
                };
            }
        }
        found
    }

    /// The fields that rows are chosen by, and the words of all rows; `None` where a row takes any.
    pub(in crate::resolve) fn words(&self) -> Vec<(&str, BTreeSet<String>)> {
        let mut all = Vec::new();
        for (nth, condition) in self.conditions.iter().enumerate() {
            let column = self.admitted.iter().filter_map(|row| row.get(nth));
            let words: Option<Vec<&BTreeSet<String>>> = column
                .map(|admitted| match admitted {
                    Admitted::Words(words) => Some(words),
                    _ => None,
                })
                .collect();
            if let Some(words) = words.filter(|words| !words.is_empty()) {
                let words = words.into_iter().flatten().cloned().collect();
                all.push((condition.field.as_str(), words));
            }
        }
        all
    }

    /// The gap that a value of a field leaves, at the heading, with the row that is missing.
    pub(in crate::resolve) fn gap(&self, field: &str, missing: &[&str]) -> Option<Diagnostic> {
        let condition = self.conditions.iter().find(|column| column.field == field)?;
        let heading = self.rows.head.get(condition.at)?;
        let last = self.rows.rows.len().checked_sub(1)?;
        let rows: Option<Vec<_>> =
            missing.iter().map(|value| self.new_row(last, condition.at, value)).collect();
        let edits = rows.map(|rows| {
            let (span, _) = rows.first()?;
            let text: String = rows.iter().map(|(_, text)| text.as_str()).collect();
            Some((*span, text))
        });
        Some(words::gap_of_words(heading.span, field, missing, edits.flatten()))
    }

    /// A row like another with one cell changed and the demands left to be filled in.
    fn new_row(&self, like: usize, at: usize, value: &str) -> Option<(Span, String)> {
        let (end, separator, line_open) = self.end.as_ref()?;
        let conditions: BTreeSet<usize> = self.conditions.iter().map(|column| column.at).collect();
        let cells = self.rows.head.iter().enumerate().map(|(column, _)| {
            let text = match self.cell(like, column) {
                _ if column == at => value,
                Some(cell) if conditions.contains(&column) => cell.text.as_str(),
                _ if self.used.contains(&column) => BLANK,
                _ => "",
            };
            match text.contains([',', ';', '\t', '"', '\n']) {
                true => format!("\"{}\"", text.replace('"', "\"\"")),
                false => text.to_owned(),
            }
        });
        let row = cells.collect::<Vec<_>>().join(separator);
        let open = if *line_open { "\n" } else { "" };
        Some((*end, format!("{open}{row}\n")))
    }
}

fn extent(row: &[TableCell]) -> Option<Span> {
    let first = row.first()?.span;
    Some(row.iter().fold(first, |all, cell| all.cover(cell.span)))
}

/// Where rows can be added to a CSV file, by what its cells are separated, and whether its last
/// line is open.
fn end_of(rows: &Rows, source: &Source) -> Option<(Span, String, bool)> {
    let text = source.text();
    if !crate::syntax::table::is_csv(source.name()) {
        return None;
    }
    let separator = match rows.head.as_slice() {
        [first, second, ..] => {
            let between = text.get(first.span.end as usize..second.span.start as usize)?;
            between.chars().find(|sign| [',', ';', '\t'].contains(sign))?.to_string()
        }
        _ => ",".to_owned(),
    };
    let end = Span::at(source.id(), text.len());
    Some((end, separator, !text.ends_with('\n')))
}

fn admitted(cell: &TableCell) -> Admitted {
    let words = |names: &[crate::syntax::rule::Name]| {
        Admitted::Words(names.iter().map(|name| normalise(&name.text)).collect())
    };
    match cell::read(cell) {
        CellReading::Any => Admitted::Any,
        CellReading::Words(names) => words(&names),
        CellReading::Range(bounds) => Admitted::Figures(FigureRange::of(&bounds)),
        CellReading::Single(name) => match read_figure(&name.text) {
            Some(figure) => {
                let end = Some((figure.number, true));
                Admitted::Figures(FigureRange { low: end, high: end })
            }
            None => words(std::slice::from_ref(&name)),
        },
    }
}

impl Admitted {
    fn meets(&self, latter: &Self) -> bool {
        match (self, latter) {
            (Admitted::Any, _) | (_, Admitted::Any) => true,
            (Admitted::Words(former), Admitted::Words(latter)) => !former.is_disjoint(latter),
            (Admitted::Figures(former), Admitted::Figures(latter)) => {
                let both = former.and(latter);
                !both.is_empty()
            }
            _ => false,
        }
    }
}

impl FigureRange {
    fn of(bounds: &[RangeBound]) -> Self {
        let mut all = Self { low: None, high: None };
        for bound in bounds {
            let Some(figure) = read_figure(&bound.figure) else { continue };
            let (low, high) = match bound.op {
                CompareOp::AtLeast => (Some((figure.number, true)), None),
                CompareOp::Greater => (Some((figure.number, false)), None),
                CompareOp::AtMost => (None, Some((figure.number, true))),
                CompareOp::Less => (None, Some((figure.number, false))),
                _ => (Some((figure.number, true)), Some((figure.number, true))),
            };
            all = all.and(&Self { low, high });
        }
        all
    }

    fn and(&self, latter: &Self) -> Self {
        // Of two equal ends the open one bounds more.
        let low = match (self.low, latter.low) {
            (Some(former), Some(latter)) => {
                Some(if (former.0, !former.1) >= (latter.0, !latter.1) { former } else { latter })
            }
            (former, latter) => former.or(latter),
        };
        let high = match (self.high, latter.high) {
            (Some(former), Some(latter)) => Some(former.min(latter)),
            (former, latter) => former.or(latter),
        };
        Self { low, high }
    }

    fn is_empty(&self) -> bool {
        match (self.low, self.high) {
            (Some((low, low_in)), Some((high, high_in))) => {
                low > high || (low == high && !(low_in && high_in))
            }
            _ => false,
        }
    }
}

/// A range between two others, as a cell says it, in the unit of a cell.
fn between(end: (Decimal, bool), start: (Decimal, bool), like: &str) -> String {
    let unit = cell_unit(like);
    let figure = |number: Decimal| {
        let (number, unit) = match unit.as_str() {
            "万元" => (number / Decimal::from(10_000), "万元"),
            "亿元" => (number / Decimal::from(100_000_000), "亿元"),
            unit => (number, unit),
        };
        format!("{}{unit}", number.normalize())
    };
    let low = if end.1 { "大于" } else { "不低于" };
    let high = if start.1 { "小于" } else { "不超过" };
    match end.0 == start.0 {
        true => format!("={}", figure(end.0)),
        false => format!("{low}{}且{high}{}", figure(end.0), figure(start.0)),
    }
}

fn cell_unit(text: &str) -> String {
    ["万元", "亿元", "元", "%", "％"]
        .into_iter()
        .find(|unit| text.contains(unit))
        .map(|unit| if unit == "％" { "%" } else { unit }.to_owned())
        .unwrap_or_default()
}
