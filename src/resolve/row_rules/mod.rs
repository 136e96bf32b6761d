//! 规则表: a rule written once, with a table that has a rule in each row. Takes rules and tables as
//! written; gives a rule for each row, whose values stand in the cells, and what is wrong with the
//! table. Knows no form: each row is checked like any other rule.

mod cell;
mod columns;
mod fill;
mod review;
mod words;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use columns::columns_of;
pub(super) use review::Review;
pub(super) use words::{column_outside, in_this_row};

use self::fill::Filler;
use super::{Data, RuleSource};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Source, Span, beside};
use crate::syntax::rule::{Item, Name, RuleItem};
use crate::syntax::table::{Rows, TableCell, TableContent, TableNode};

/// The most rows of a 规则表: each is a rule, which every sheet is judged by.
const MOST_ROWS: usize = 2_000;

/// Headings of the column that names the rows.
const KEYS: [&str; 3] = ["编号", "行名", "key"];

/// A 规则表, row by row.
#[derive(Debug, Default)]
pub(super) struct RowRules {
    pub(super) rules: Vec<RowRule>,
    pub(super) findings: Vec<Diagnostic>,
    /// What can be judged only with a form: whether every value of a field has a row.
    pub(super) review: Option<Review>,
    /// The table, for readers.
    pub(super) head: Vec<String>,
}

/// The rule of a row.
#[derive(Debug)]
pub(super) struct RowRule {
    pub(super) item: RuleItem,
    /// The cells, one for each heading.
    pub(super) cells: Vec<String>,
}

/// The rules of all tables, by the place of the name that they share.
pub(super) fn expand(units: &[RuleSource<'_>], data: &[Data<'_>]) -> BTreeMap<Span, RowRules> {
    let mut all = BTreeMap::new();
    for unit in units {
        for item in &unit.tree.items {
            let Item::Rule(item) = item else { continue };
            let Some(from) = &item.from else { continue };
            let name = beside(unit.source.name(), &from.text);
            let file = data.iter().find(|data| data.source.name() == name);
            // A file that is not there, or cannot be read, is reported as such.
            let content = file.and_then(|file| Some((file.source, file.table.content.as_ref()?)));
            let rules = match content {
                Some((source, content)) => {
                    let written = unit.source.slice(item.span);
                    rules_of((item, written), from, source, content)
                }
                None => RowRules::default(),
            };
            all.insert(item.name.span, rules);
        }
    }
    all
}

fn rules_of(
    (item, written): (&RuleItem, &str),
    from: &Name,
    source: &Source,
    content: &TableContent,
) -> RowRules {
    let mut found = RowRules::default();
    if let Some(upper) = &item.tightens {
        found.findings.push(words::cannot_tighten(upper));
    }
    let Some(rows) = rows_of(content) else {
        found.findings.push(words::no_rows(from));
        return found;
    };
    if let Some(beyond) = rows.rows.get(MOST_ROWS).and_then(|row| row.first()) {
        found.findings.push(words::too_many_rows(beyond.span, MOST_ROWS));
    }
    found.head = rows.head.iter().map(|cell| cell.text.clone()).collect();
    let review = Review::of(item, written, &rows, source);
    found.findings.extend(review.repeated());
    let key = rows.head.iter().position(|cell| KEYS.contains(&cell.text.as_str()));
    let mut names: BTreeMap<String, Span> = BTreeMap::new();
    for (at, row) in rows.rows.iter().enumerate().take(MOST_ROWS) {
        let cell = key.and_then(|key| row.get(key)).filter(|cell| !cell.text.is_empty());
        let Some(first) = cell.or_else(|| row.iter().find(|cell| !cell.text.is_empty())) else {
            continue;
        };
        let label = cell.map_or_else(|| (at + 1).to_string(), |cell| cell.text.clone());
        if let Some(other) = names.insert(label.clone(), first.span) {
            found.findings.push(words::key_twice(&label, other, first.span));
            continue;
        }
        if review.is_void(at) {
            continue;
        }
        let text = format!("{}#{label}", item.name.text);
        let filler = Filler {
            head: &rows.head,
            row,
            nothing: Cell::new(false),
            findings: RefCell::default(),
        };
        let filled = filler.rule(item, Name { text, span: first.span });
        let findings = match filler.nothing.get() {
            true => Vec::new(),
            false => filler.findings.into_inner(),
        };
        let is_sound = findings.is_empty();
        for finding in findings {
            if !found.findings.contains(&finding) {
                found.findings.push(finding);
            }
        }
        let cells = row.iter().map(|cell| cell.text.clone()).collect();
        found.rules.extend(filled.filter(|_| is_sound).map(|item| RowRule { item, cells }));
    }
    if found.findings.iter().all(|finding| finding.severity != Severity::Error) {
        found.findings.extend(review.findings());
        found.review = Some(review);
    }
    found
}

/// The rows of a CSV file, or of a YAML list of maps.
fn rows_of(content: &TableContent) -> Option<Rows> {
    let items = match content {
        TableContent::Rows(rows) => return Some(rows.clone()),
        TableContent::Tree(TableNode::List(items, _)) => items,
        TableContent::Tree(_) => return None,
    };
    let mut head: Vec<TableCell> = Vec::new();
    for item in items {
        let TableNode::Map(entries, _) = item else { return None };
        for (key, _) in entries {
            if head.iter().all(|known| known.text != key.text) {
                head.push(key.clone());
            }
        }
    }
    let rows = items.iter().map(|item| {
        let cell = |heading: &TableCell| {
            let entries = match item {
                TableNode::Map(entries, _) => entries.as_slice(),
                _ => &[],
            };
            let found = entries.iter().find(|(key, _)| key.text == heading.text);
            match found {
                Some((_, TableNode::Cell(cell))) => cell.clone(),
                Some((_, node)) => TableCell { text: listed(node), span: node.span() },
                None => TableCell { text: String::new(), span: item.span() },
            }
        };
        head.iter().map(cell).collect()
    });
    let rows = rows.collect();
    Some(Rows { head, rows })
}

/// A list in a cell of YAML, as a cell of CSV lists words.
fn listed(node: &TableNode) -> String {
    match node {
        TableNode::Cell(cell) => cell.text.clone(),
        TableNode::List(items, _) => items.iter().map(listed).collect::<Vec<_>>().join("、"),
        TableNode::Map(..) => String::new(),
    }
}

/// A clause as it reads for a row.
pub(super) fn filled_in(text: &str, head: &[String], cells: &[String]) -> String {
    head.iter().zip(cells).fold(text.to_owned(), |text, (heading, cell)| {
        let cell = if cell.is_empty() { "（不限）" } else { cell };
        let text = text.replace(&format!("列「{heading}」"), cell);
        text.replace(&format!("column「{heading}」"), cell)
    })
}
