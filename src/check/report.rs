//! Outcomes to a report: findings worded, suppressions applied, places those of the texts, all in order.
//! A function of what was read and judged, and of nothing else.

use super::judge::Judged;
use super::places::Places;
use super::read::{Part, Text};
use super::suppress;
use super::undecided::Undecided;
use super::{Checked, Options, findings, words};
use crate::diagnostic::{Outcomes, SheetInfo};
use crate::eval::{Outcome, World};
use crate::model::Sheet;
use crate::rule::RuleSet;

/// What a report is made of, besides what came of each sheet.
#[derive(Clone, Copy)]
pub(super) struct Reporter<'a> {
    pub(super) rules: &'a RuleSet,
    /// The names of all rules.
    pub(super) names: &'a [&'a str],
    pub(super) world: &'a World<'a>,
    pub(super) places: &'a Places,
    pub(super) options: Options<'a>,
}

impl Reporter<'_> {
    /// What was found in a part, with its places: while it was read, if that is asked for, and when its
    /// sheets were judged.
    pub(super) fn part(&self, part: &Part, judged: Vec<Judged<'_>>, reading: bool) -> Checked {
        let mut checked = Checked::default();
        if reading {
            checked.findings.clone_from(&part.findings);
            checked.incomplete = part.incomplete;
        }
        for (sheet, judged) in part.sheets.iter().zip(judged) {
            self.sheet(sheet, judged, &mut checked);
        }
        checked
    }

    fn sheet(&self, sheet: &Sheet, judged: Judged<'_>, checked: &mut Checked) {
        let day = self.world.day_of(sheet);
        let mut undecided = Undecided::default();
        let bench = judged.bench;
        let mut outcomes = Outcomes {
            faulty: self.rules.faulty.len(),
            not_applicable: bench.not_in_force,
            ..Outcomes::default()
        };
        for (judge, outcome) in judged.outcomes {
            let rule = judge.rule;
            match outcome {
                Outcome::Holds => outcomes.holds += 1,
                Outcome::NotApplicable => outcomes.not_applicable += 1,
                Outcome::Undecidable(causes) => {
                    outcomes.undecidable += 1;
                    undecided.note(&rule.name, causes.into_iter().map(|it| self.places.cause(it)));
                }
                Outcome::Fails(failures) => {
                    outcomes.fails += 1;
                    let causes = failures.causes.into_iter().map(|it| self.places.cause(it));
                    undecided.note(&rule.name, causes);
                    let worded = |failure| findings::word(self.rules, judge, (sheet, day), failure);
                    checked.findings.extend(failures.told.into_iter().map(worded));
                    if failures.more > 0
                        && let Some(last) = checked.findings.last_mut()
                    {
                        last.notes.push(words::more(failures.more));
                        let text = self.places.in_text(sheet.span).source;
                        checked.untold.push((rule.name.clone(), text, failures.more));
                    }
                }
            }
        }
        undecided.report(sheet, &mut checked.findings);
        if bench.for_form == bench.left_out {
            checked.findings.push(words::no_rule(sheet, bench.left_out > 0));
            checked.incomplete = true;
        }
        checked.outcomes += outcomes;
        let unit = sheet.form.unit.and_then(|unit| sheet.field(unit));
        let unit = unit.filter(|cell| !cell.is_empty());
        checked.sheets.push(SheetInfo {
            name: sheet.name.clone(),
            project: sheet.is_named.then(|| sheet.name.clone()),
            span: sheet.span,
            form: sheet.form.name.clone(),
            year: sheet.year,
            unit: unit.map(|cell| cell.text.as_str().trim().to_owned()),
            outcomes,
        });
    }

    /// What was found in a text, out of what was found in its parts.
    pub(super) fn text(&self, text: &Text, parts: Vec<Checked>) -> Checked {
        let asked = self.options.asks_about(text.source);
        let mut checked = Checked::default();
        parts.into_iter().for_each(|part| checked.add(part));
        if asked && !text.parts.iter().any(|part| part.seen) {
            checked.findings.push(words::no_sheet(text.source));
            checked.incomplete = true;
        }
        let suppressions: Vec<_> = text.parts.iter().map(|part| &part.suppressions).collect();
        let found = std::mem::take(&mut checked.findings);
        (checked.findings, checked.suppressed) =
            suppress::apply(&suppressions, self.names, found, self.options.today);
        self.put_in_text(&mut checked);
        if !asked {
            let Checked { mut findings, mut suppressed, .. } = checked;
            findings.retain(|it| self.options.asks_for(it));
            suppressed.retain(|it| self.options.asks_for(&it.finding));
            checked = Checked { findings, suppressed, ..Checked::default() };
        }
        checked.findings.sort_by_key(|finding| {
            let start = finding.span().map_or(0, |span| span.start);
            (start, std::cmp::Reverse(finding.severity))
        });
        checked
    }

    /// Places in parts become places in their texts.
    fn put_in_text(&self, checked: &mut Checked) {
        let moved = |span| self.places.in_text(span);
        checked.findings.iter_mut().for_each(|finding| finding.move_places(&moved));
        for suppressed in &mut checked.suppressed {
            suppressed.finding.move_places(&moved);
            suppressed.by.comment = moved(suppressed.by.comment);
        }
        checked.sheets.iter_mut().for_each(|sheet| sheet.span = moved(sheet.span));
    }
}
