//! Lines as people say them, to lines that the language has: `项目概况 字数 ≥ 50` becomes
//! `字数(项目概况) ≥ 50`. A line is proposed only if the rule that it makes has fewer faults, and
//! none in that line.

mod citation;
mod masked;
mod remedy;
mod respaced;
mod sayings;

use std::collections::BTreeSet;

use super::RuleSource;
use super::checker::Checker;
use super::missing_spaces::{parted, reads_well};
use crate::diagnostic::{Code, Words};
use crate::form::{FieldKind, Form};
use crate::source::{Source, SourceId, Span};
use crate::syntax::rule::{self as written, Clause, Item, Keyword, RuleFile, RuleItem};
use elsa::FrozenVec;
use masked::Masked;
pub(super) use remedy::Remedy;
use remedy::remedy;
pub(super) use respaced::is_said;
use respaced::{Names, respaced};
use sayings::SAYINGS;

/// The most clauses that are looked at in one check, the most lines that are made of each, and how
/// many sayings one line may hold.
const MOST_CLAUSES: usize = 40;
const MOST_LINES: usize = 300;
const MOST_SAYINGS: usize = 6;

/// The most lines that are tried in one check: a file with more faults is helped at its first ones,
/// and at the next when these are corrected.
const MOST_TRIALS: usize = 1_000;

/// The longest clause that is looked at, in bytes.
const LONGEST: usize = 600;

/// A line that may be what was intended.
#[derive(Clone, Debug)]
pub(super) struct Proposal {
    /// The clause, or two.
    pub(super) line: String,
    /// What the written line is taken to mean, where it can mean two things.
    pub(super) reading: Option<Words>,
    /// The item that it needs: the law that is cited.
    pub(super) law: Option<String>,
}

/// A line, and what the written one is taken to mean where it can mean two things.
type LineSaid = (String, Option<Words>);

/// A clause with faults, and where it stands.
struct Attempt<'a> {
    unit: RuleSource<'a>,
    item: &'a RuleItem,
    clause: &'a Clause,
}

/// A rule with another line in it.
pub(super) struct Trial {
    source: Source,
    tree: RuleFile,
}

/// What has been tried: it lives as long as the check, which refers to it.
pub(super) type Trials = FrozenVec<Box<Trial>>;

/// Gives the findings on clauses the remedies that hold.
pub(super) fn propose<'a>(
    mut checker: Checker<'a>,
    units: &[RuleSource<'a>],
    trials: &'a Trials,
) -> Checker<'a> {
    let rules = units.iter().filter(|unit| unit.judges).flat_map(|unit| {
        let rules = unit.tree.items.iter().filter_map(|item| match item {
            Item::Rule(item) => Some(item),
            _ => None,
        });
        rules.map(move |item| (*unit, item))
    });
    let faulty = rules.filter(|(_, item)| checker.diagnostics.errors_in(item.span) > 0);
    let attempts = faulty.flat_map(|(unit, item)| {
        let clauses = item.clauses.iter().filter(|clause| {
            checker.diagnostics.lacks_fixes_in(clause.span) && clause.span.len() <= LONGEST
        });
        clauses.map(move |clause| Attempt { unit, item, clause })
    });
    let attempts: Vec<Attempt<'a>> = attempts.take(MOST_CLAUSES).collect();
    for attempt in attempts {
        let (accepted, errors) = checker.search(&attempt, trials);
        // Without a fault left, those of other clauses followed from this one.
        let (clause, item) = (attempt.clause.span, attempt.item.span);
        let explained = if errors == 0 { item } else { clause };
        if let Some(remedy) = remedy(attempt.unit.source, item, clause, &accepted) {
            checker.diagnostics.replace_errors((clause, explained), remedy);
        }
    }
    checker
}

impl<'a> Checker<'a> {
    /// The lines that hold: the first, or the readings of one that can mean two things. With the
    /// errors that are left in the rule.
    fn search(&mut self, attempt: &Attempt<'a>, trials: &'a Trials) -> (Vec<Proposal>, usize) {
        let Attempt { unit, item, clause } = *attempt;
        let text = unit.source.slice(clause.span);
        let before = self.diagnostics.errors_in(item.span);
        let laws = self.vocabulary.laws.iter().filter_map(|(name, id)| {
            let law = self.set.laws.get(*id)?;
            let number = law.number.as_deref();
            Some(citation::CitedLaw { name, title: &law.title, number })
        });
        if let Some(cited) = citation::cited(text, &self.vocabulary, laws) {
            let citation::Citation { line, law } = cited;
            return (vec![Proposal { line, reading: None, law }], before.saturating_sub(1));
        }
        let Some(masked) = Masked::of(text) else { return (Vec::new(), before) };
        let sayable = self.sayable(unit.pack, clause);
        let mut lines: Vec<LineSaid> = vec![(masked.line.clone(), None)];
        let names = sayable.names.as_ref();
        let spaced = names.and_then(|names| respaced(&masked.line, names));
        lines.extend(spaced.into_iter().map(|line| (line, None)));
        lines.iter_mut().for_each(|(line, _)| *line = without_idle_words(line));
        // Only blanks may be wrong.
        let (accepted, left) = self.first_that_holds(attempt, &masked, &lines, trials);
        if !accepted.is_empty() {
            return (accepted, left);
        }
        lines.extend(masked.bare(&sayable.values).map(|line| (line, None)));
        if clause.word.is_none() {
            // What is demanded, without 须.
            let demands = lines.iter().map(|(line, _)| (format!("须 {line}"), None));
            lines.extend(demands.collect::<Vec<_>>());
        }
        let mut seen: BTreeSet<String> = lines.iter().map(|(line, _)| line.clone()).collect();
        for _ in 0..=MOST_SAYINGS {
            let mut next: Vec<LineSaid> = Vec::new();
            for (line, reading) in &lines {
                for (line, reading) in said_otherwise(line, reading.as_ref(), clause, &sayable) {
                    if seen.len() < MOST_LINES && seen.insert(line.clone()) {
                        next.push((line, reading));
                    }
                }
            }
            let (accepted, left) = self.first_that_holds(attempt, &masked, &next, trials);
            if !accepted.is_empty() {
                return (accepted, left);
            }
            lines = next;
        }
        (Vec::new(), before)
    }

    /// The first of some lines that holds, or all readings of it; with the errors that are left.
    fn first_that_holds(
        &mut self,
        attempt: &Attempt<'a>,
        masked: &Masked<'_>,
        lines: &[LineSaid],
        trials: &'a Trials,
    ) -> (Vec<Proposal>, usize) {
        let before = self.diagnostics.errors_in(attempt.item.span);
        let written = attempt.unit.source.slice(attempt.clause.span);
        let (mut accepted, mut left): (Vec<Proposal>, usize) = (Vec::new(), before);
        for (line, reading) in lines.iter().take(MOST_TRIALS.saturating_sub(trials.len())) {
            let line = masked.put_back(line);
            if (reading.is_none() && !accepted.is_empty()) || !reads_well(&line) || line == written
            {
                continue;
            }
            let errors = self.errors_with(attempt, &line, trials);
            let Some(errors) = errors.filter(|left| *left < before) else { continue };
            left = left.min(errors);
            accepted.push(Proposal { line, reading: reading.clone(), law: None });
            if reading.is_none() {
                break;
            }
        }
        (accepted, left)
    }

    fn sayable(&self, pack: &str, clause: &Clause) -> Sayable {
        // A rule file of its own need fit one form of all.
        let ids = self.forms_of(pack).0;
        let forms: Vec<&Form> =
            ids.iter().filter_map(|id| self.form_at(*id)).map(|form| &**form).collect();
        let known = forms.iter().flat_map(|form| self.vocabulary.known_words(Some(form), None));
        let known: BTreeSet<String> = known.collect();
        let values: BTreeSet<(String, String)> =
            forms.iter().flat_map(|form| values(form)).collect();
        // Prose holds words of all kinds: there only the begin of the clause is looked at.
        let begins = matches!(clause.word, Some(Keyword::About | Keyword::Help | Keyword::Else));
        let is_prose = begins || clause.word == Some(Keyword::Basis);
        let names = (!is_prose).then(|| {
            let values = values.iter().map(|(value, _)| value.clone());
            Names::of(known.iter().cloned().chain(values).collect(), &forms)
        });
        Sayable {
            begins,
            names,
            known: known.into_iter().collect(),
            values: values.into_iter().collect(),
        }
    }

    /// The errors in a rule with another line; `None` if there are any in that line.
    fn errors_with(
        &mut self,
        attempt: &Attempt<'a>,
        line: &str,
        trials: &'a Trials,
    ) -> Option<usize> {
        let Attempt { unit, item, clause } = *attempt;
        let text = with_line(unit.source, item.span, clause.span, line);
        let source = Source::new(SourceId::ALONE, "", text);
        let tree = written::parse(&source);
        let trial = trials.push_get(Box::new(Trial { source, tree }));
        let [Item::Rule(item)] = trial.tree.items.as_slice() else { return None };
        let (from, rules, faulty) =
            (self.diagnostics.len(), self.set.rules.len(), self.set.faulty.len());
        let patterns = self.set.patterns.len();
        self.pack = unit.pack;
        let unit = RuleSource { source: &trial.source, tree: &trial.tree, ..unit };
        self.rule(item, &unit);
        let start = (attempt.clause.span.start - attempt.item.span.start) as usize;
        let line = Span::new(SourceId::ALONE, start, start + line.len());
        let (errors, in_line) =
            (self.diagnostics.errors_in(item.span), self.diagnostics.errors_in(line));
        let said = self.diagnostics.take_back(from);
        self.set.rules.truncate(rules);
        self.set.faulty.truncate(faulty);
        self.set.patterns.truncate(patterns);
        self.interned.forget(SourceId::ALONE);
        // A word that the language does not have can be read as a name.
        let names = said.iter().any(|found| found.code == Code::NAME_NOT_SOUGHT);
        (in_line == 0 && !names).then_some(errors)
    }
}

/// The text of an item with another clause in it.
fn with_line(source: &Source, item: Span, clause: Span, line: &str) -> String {
    let head = Span { end: clause.start, ..item };
    let tail = Span { start: clause.end, ..item };
    format!("{}{line}{}", source.slice(head), source.slice(tail))
}

/// What a line of a rule may speak of.
struct Sayable {
    /// Whether only sayings count that are about the begin of a clause.
    begins: bool,
    /// The names that part a line into words; `None` in prose.
    names: Option<Names>,
    /// The words between which a blank may be missing.
    known: Vec<String>,
    /// The values of the form's enumerations, each with its field.
    values: Vec<(String, String)>,
}

/// A line without what says nothing: the mark that ends a sentence, 时 behind a condition.
fn without_idle_words(line: &str) -> String {
    let idle = SAYINGS.in_line(line).filter(|saying| saying.is_idle);
    idle.fold(line.to_owned(), |line, saying| {
        let said = saying.captures(&line).zip(saying.readings.first());
        said.and_then(|(found, reading)| reading.line(&found)).unwrap_or(line)
    })
}

/// A line with one saying in it said as the language does, for each saying.
fn said_otherwise(
    line: &str,
    reading: Option<&Words>,
    clause: &Clause,
    sayable: &Sayable,
) -> Vec<LineSaid> {
    let mut lines: Vec<LineSaid> = Vec::new();
    for (value, field) in &sayable.values {
        let condition = format!("{field} 是 ⟪{value}⟫ ");
        lines.extend(projects_called(line, value).map(|named| {
            (line.replacen(&named, &condition, 1).trim_end().to_owned(), reading.cloned())
        }));
    }
    for saying in SAYINGS.in_line(line).filter(|saying| saying.begins || !sayable.begins) {
        let Some(found) = saying.captures(line) else { continue };
        let Some(whole) = found.get(0) else { continue };
        let around = line.get(..whole.start()).zip(line.get(whole.end()..));
        for said in &saying.readings {
            if let (Some((before, after)), Some(becomes)) = (around, said.line(&found)) {
                let reading = said.meaning.as_ref().or(reading);
                let line = format!("{before}{becomes}{after}").replace("  ", " ");
                lines.push((line, reading.cloned()));
            }
        }
    }
    // Last: what is a saying run together is not so many known words.
    if let Some((_, parted)) = parted(line, clause.span, &sayable.known) {
        lines.push((parted, reading.cloned()));
    }
    lines
}

/// What a line says for the projects of a kind: 一次性项目, 其他类的项目, 项目 是 其他类; behind
/// the word of its clause the kind alone.
fn projects_called(line: &str, value: &str) -> Option<String> {
    let behind = [" 的 项目", "的项目", "项目", " 项目"].map(|after| format!("{value}{after}"));
    let before = ["项目 是 ", "项目 为 ", "项目 属于 "].map(|before| format!("{before}{value}"));
    let of_project = before.iter().flat_map(|said| {
        [format!("该 {said}"), format!("本 {said}"), format!("该{said}"), format!("本{said}")]
    });
    let mut all: Vec<String> = of_project.collect();
    all.extend(before.into_iter().chain(behind));
    all.extend(value.ends_with("项目").then(|| value.to_owned()));
    if let Some(named) = all.into_iter().find(|named| line.contains(named.as_str())) {
        return Some(named);
    }
    // The kind alone, where a condition begins.
    let words: Vec<&str> = line.split(' ').collect();
    let at = words.iter().position(|word| *word == value)?;
    let (before, _) = words.split_at_checked(at)?;
    let (before, named) = match before.split_last() {
        Some((is @ &("是" | "为" | "属于"), before)) => (before, format!("{is} {value}")),
        _ => (before, value.to_owned()),
    };
    let begins = before.last().is_some_and(|word| {
        ["除了", "除", "除去", "凡", "凡是", "对", "对于", "只要", "一旦"].contains(word)
            || Keyword::clause(word).is_some()
    });
    begins.then_some(named)
}

/// The values of the form's enumerations, each with its field: what kinds of projects are called.
fn values(form: &Form) -> Vec<(String, String)> {
    let fields = form.fields.iter().filter_map(|field| match &field.kind {
        FieldKind::Enum { values, .. } => Some((field, values)),
        _ => None,
    });
    let all = fields
        .flat_map(|(field, values)| values.iter().map(|value| (value.clone(), field.name.clone())));
    all.collect()
}
