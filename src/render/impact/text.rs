//! `impact --format text`: the verdict, a table by rule with the first differences of each, a table
//! by unit.

use std::io::{self, Write};

use super::{ImpactSurvey, ImpactTally};
use crate::diagnostic::{Difference, Lang, PlacedDifference, Words};
use crate::render::clean::clean_piece;
use crate::render::{RenderOptions, impact_words as words, line, window};
use crate::source::Sources;

/// The differences that are shown of a rule.
const EXAMPLES: usize = 3;
/// The rows of a table.
const ROWS: usize = 40;

pub(super) fn write(
    sources: &Sources,
    survey: &ImpactSurvey<'_>,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lang = options.lang;
    let say = |words: Words| words.get(lang).to_owned();
    writeln!(out, "{}", say(words::verdict(survey)))?;
    for (head, side) in [(words::from(), &survey.report.from), (words::to(), &survey.report.to)] {
        let packs: Vec<String> =
            side.packs.iter().map(|pack| format!("{} {}", pack.name, pack.version)).collect();
        let asked = clean_piece(&side.asked.join(" "));
        writeln!(out, "  {}  {asked}  [{}]", say(head), clean_piece(&packs.join(", ")))?;
    }
    if !survey.rules.is_empty() {
        let heads = [words::rule(), words::state()].map(say);
        let rows = survey.rules.iter().take(ROWS);
        let names: Vec<[String; 2]> = rows
            .clone()
            .map(|rule| [rule.name.to_owned(), say(words::rule_state(rule.state))])
            .collect();
        let widths = widths(&heads, &names);
        writeln!(out, "\n{}", table_head(&heads, &widths, lang))?;
        for (rule, names) in rows.zip(&names) {
            writeln!(out, "{}", table_row(names, &widths, &rule.tally))?;
            for placed in rule.differences.iter().take(EXAMPLES) {
                example(sources, placed, lang, out)?;
            }
            let rest = rule.differences.len().saturating_sub(EXAMPLES);
            if rest > 0 {
                writeln!(out, "      {}", say(words::and_more(rest)))?;
            }
        }
        more_rows(survey.rules.len(), lang, out)?;
    }
    for idle in survey.idle_rules() {
        writeln!(out, "\n  {}", clean_piece(idle.get(lang)))?;
    }
    if !survey.units.is_empty() {
        let heads = [say(words::unit())];
        let name = |unit: Option<&str>| unit.map_or(say(words::no_unit()), str::to_owned);
        let rows = survey.units.iter().take(ROWS);
        let names: Vec<[String; 1]> = rows.clone().map(|(unit, _)| [name(*unit)]).collect();
        let widths = widths(&heads, &names);
        writeln!(out, "\n{}", table_head(&heads, &widths, lang))?;
        for ((_, tally), names) in rows.zip(&names) {
            writeln!(out, "{}", table_row(names, &widths, tally))?;
        }
        more_rows(survey.units.len(), lang, out)?;
    }
    Ok(())
}

fn more_rows(count: usize, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    match count.saturating_sub(ROWS) {
        0 => Ok(()),
        rest => writeln!(out, "  {}", words::rows_unlisted(rest).get(lang)),
    }
}

/// `+` appears, `-` vanishes, `~` changes: as it was, then as it is.
fn example(
    sources: &Sources,
    placed: &PlacedDifference<'_>,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut say = |sign: &str, finding| {
        writeln!(out, "    {sign} {}", clean_piece(&line(sources, finding, lang)))
    };
    match placed.difference {
        Difference::Appears(finding) => say("+", finding),
        Difference::Vanishes(finding) => say("-", finding),
        Difference::Changes { before, after } => {
            say("~", before)?;
            say("→", after)
        }
    }
}

/// The widths of the first columns of a table.
fn widths<const N: usize>(heads: &[String; N], rows: &[[String; N]]) -> [usize; N] {
    let mut widths = heads.each_ref().map(|head| window::columns_of(head));
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(window::columns_of(&clean_piece(cell)));
        }
    }
    widths
}

const NUMBER: usize = 8;

fn table_head<const N: usize>(heads: &[String; N], widths: &[usize; N], lang: Lang) -> String {
    let counts = words::counts();
    let texts = padded(heads, widths);
    counts.iter().fold(texts, |texts, head| texts + &right(head.get(lang)))
}

fn table_row<const N: usize>(
    names: &[String; N],
    widths: &[usize; N],
    tally: &ImpactTally,
) -> String {
    tally.counts().iter().fold(padded(names, widths), |row, count| row + &right(&count.to_string()))
}

fn padded<const N: usize>(cells: &[String; N], widths: &[usize; N]) -> String {
    let mut row = String::from(" ");
    for (cell, width) in cells.iter().zip(widths) {
        let cell = clean_piece(cell);
        let gap = width.saturating_sub(window::columns_of(&cell));
        row.push_str(&format!(" {cell}{}", " ".repeat(gap)));
    }
    row
}

fn right(cell: &str) -> String {
    let gap = NUMBER.saturating_sub(window::columns_of(cell));
    format!("  {}{cell}", " ".repeat(gap))
}
