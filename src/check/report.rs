//! Outcomes to a report: findings worded, suppressions applied, places rebased to files, all in
//! order. A pure function of what was read and judged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::findings::Bases;
use super::judges::{Bench, Judge};
use super::run::SheetOutcomes;
use super::suppress;
use super::undecided::{Elsewhere, Undecided};
use super::{Checked, Options, findings, words};
use crate::diagnostic::{self, Code, Diagnostic, Label, SheetInfo};
use crate::eval::{Failure, Outcome, SeenElsewhere, World};
use crate::model::Sheet;
use crate::rule::RuleSet;
use crate::source::Span;
use crate::workspace::{DocumentPlaces, File, ReadDocument};

/// The inputs of a report besides the outcomes of each sheet.
#[derive(Clone, Copy)]
pub(super) struct Reporter<'a> {
    pub(super) rules: &'a RuleSet,
    /// The names of all rules.
    pub(super) names: &'a [&'a str],
    /// The rules whose findings stand for all others about the same thing.
    pub(super) alone: &'a BTreeSet<Code>,
    pub(super) world: &'a World<'a>,
    pub(super) places: &'a DocumentPlaces,
    pub(super) bases: &'a Bases,
    /// What sheets depend on that stands in others.
    pub(super) elsewhere: &'a Elsewhere,
    pub(super) left_out: &'a LeftOutFindings,
    pub(super) options: Options<'a>,
}

/// Findings about sheets that are not asked about, left out though they may concern one that is:
/// it may be among the witnesses that are not kept. By rule, how many.
#[derive(Debug, Default)]
pub(super) struct LeftOutFindings(Mutex<BTreeMap<Code, usize>>);

impl LeftOutFindings {
    fn add(&self, findings: &[Diagnostic]) {
        let witnesses_cut =
            |finding: &&Diagnostic| finding.group.as_ref().is_some_and(|group| group.more);
        for finding in findings.iter().filter(witnesses_cut) {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            *all.entry(finding.code.clone()).or_default() += 1;
        }
    }

    /// Those by rule.
    pub(super) fn take(&self) -> BTreeMap<Code, usize> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The outcomes of rules on a sheet.
type Judged<'j> = (&'j Sheet, &'j Bench<'j>, Vec<&'j Judge<'j>>, SheetOutcomes);

impl Reporter<'_> {
    /// The findings in a document, with its places: those of reading it, if it is asked about, and
    /// those of judging its sheets.
    pub(super) fn part<'j>(
        &self,
        part: &ReadDocument,
        judged: impl Iterator<Item = Judged<'j>>,
        asked: bool,
    ) -> Checked {
        let mut checked = Checked::default();
        if asked {
            checked.findings.clone_from(&part.findings);
            checked.incomplete = part.incomplete;
        }
        judged.for_each(|judged| self.sheet(judged, asked, &mut checked));
        checked
    }

    fn sheet(&self, (sheet, bench, judges, came): Judged<'_>, asked: bool, checked: &mut Checked) {
        let day = self.world.day_of(sheet);
        let mut undecided = Undecided::default();
        let mut outcomes = diagnostic::Outcomes {
            faulty: self.rules.faulty.len(),
            not_applicable: bench.not_in_force,
            ..diagnostic::Outcomes::default()
        };
        // Rules of one pack follow each other.
        let mut last_pack = "";
        for (at, judge) in judges.into_iter().enumerate() {
            let (name, pack) = (&judge.rule.name, judge.rule.pack.as_str());
            let judged = !matches!(came.get(at), None | Some(Outcome::NotApplicable));
            if judged && pack != last_pack {
                last_pack = pack;
                checked.packs.insert(pack.to_owned());
            }
            match came.get(at) {
                None => {}
                Some(Outcome::Holds) => outcomes.holds += 1,
                Some(Outcome::NotApplicable) => outcomes.not_applicable += 1,
                Some(Outcome::Undecidable(causes)) => {
                    outcomes.undecidable += 1;
                    undecided.note(name, causes.iter().copied());
                }
                Some(Outcome::Fails(failures)) => {
                    outcomes.fails += 1;
                    undecided.note(name, failures.causes.iter().copied());
                    let worded = |failure| {
                        let mut finding =
                            findings::word((self.rules, self.bases), judge, (sheet, day), failure);
                        let witness = self.asked_witness(&finding, failure);
                        finding.labels.extend(witness);
                        finding
                    };
                    let found = failures.listed.iter().map(worded).collect();
                    checked.findings.extend(findings::by_cause(sheet, found));
                    if failures.more > 0
                        && let Some(last) = checked.findings.last_mut()
                    {
                        last.more = failures.more;
                        last.notes.extend(last.words_of_more());
                    }
                }
            }
        }
        let elsewhere = undecided.split_elsewhere(sheet);
        undecided.report(sheet, &mut checked.findings);
        if asked {
            self.elsewhere.add(sheet, elsewhere, self.places);
        }
        if bench.for_form == bench.left_out {
            checked.findings.push(words::no_rule(
                sheet,
                bench.left_out > 0,
                !self.rules.faulty.is_empty(),
            ));
            checked.incomplete = true;
        }
        checked.outcomes += outcomes;
        let unit = sheet.form.unit.and_then(|unit| sheet.field(unit));
        let unit = unit.filter(|cell| !cell.is_empty());
        checked.sheets.push(SheetInfo {
            name: sheet.name.clone(),
            project: sheet.is_named.then(|| sheet.name.clone()),
            span: sheet.span,
            form: sheet.title.clone().unwrap_or_else(|| sheet.form.name.as_str().into()),
            undeclared: sheet.undeclared,
            year: sheet.year,
            unit: unit.map(|cell| cell.text.as_str().trim().into()),
            outcomes,
        });
    }

    /// Of the sheets that show a failure, one to report on, if none is pointed at.
    fn asked_witness(&self, finding: &Diagnostic, failure: &Failure) -> Option<Label> {
        self.options.focus?;
        let is_asked = |place: &Span| self.options.asks_about(self.places.in_file(*place).source);
        if finding.labels.iter().any(|label| is_asked(&label.span)) {
            return None;
        }
        let SeenElsewhere { heads, .. } = failure.witnesses.as_ref()?;
        let head = heads.iter().find(|head| is_asked(head))?;
        Some(Label { span: *head, message: Some(words::is_one_of_them().into()) })
    }

    /// The findings in a file, from those in some of its documents.
    pub(super) fn file(&self, file: &File, numbers: &[usize], parts: Vec<Checked>) -> Checked {
        let asked = self.options.asks_about(file.source.id());
        let mut checked = Checked::default();
        parts.into_iter().for_each(|part| checked.add(part));
        let seen = file.parts.iter().any(|(_, part)| part.seen);
        if asked && !seen {
            checked.findings.push(words::no_sheet(file.source.id()));
            checked.incomplete = true;
        }
        let documents = numbers.iter().filter_map(|number| file.parts.get(*number));
        let suppressions: Vec<_> = documents.map(|(_, part)| &part.suppressions).collect();
        let found = std::mem::take(&mut checked.findings);
        (checked.findings, checked.suppressed) =
            suppress::apply(&suppressions, self.names, found, self.options.today);
        findings::leave_out_consequences(self.alone, &mut checked.findings);
        self.put_in_file(&mut checked);
        if !asked {
            let Checked { mut findings, mut suppressed, .. } = checked;
            let left_out = findings.extract_if(.., |finding| !self.options.asks_for(finding));
            self.left_out.add(&left_out.collect::<Vec<_>>());
            suppressed.retain(|entry| self.options.asks_for(&entry.finding));
            checked = Checked { findings, suppressed, ..Checked::default() };
        }
        checked.findings.sort_by_key(|finding| {
            let start = finding.span().map_or(0, |span| span.start);
            (start, std::cmp::Reverse(finding.severity))
        });
        checked
    }

    /// Places in documents become places in their files.
    fn put_in_file(&self, checked: &mut Checked) {
        let moved = |span| self.places.in_file(span);
        checked.findings.iter_mut().for_each(|finding| finding.move_places(&moved));
        for suppressed in &mut checked.suppressed {
            suppressed.finding.move_places(&moved);
            suppressed.by.comment = moved(suppressed.by.comment);
        }
        checked.sheets.iter_mut().for_each(|sheet| sheet.span = moved(sheet.span));
    }
}
