//! The façade: runs the stages over texts, words what rules find, and sums up. Takes texts and a
//! checked rule set; gives findings in the order of the texts. Knows no terminal, no protocol and no
//! file on disk.

mod baseline;
mod claims;
mod coverage;
mod examples;
mod findings;
mod fix;
mod fix_words;
mod mutate;
mod policy;
mod repairs;
mod suppress;
mod trace;
mod undecided;
mod words;

pub use baseline::{Baseline, Known, Parted};
pub use claims::{Claimed, claims};
pub use coverage::{Coverage, coverage};
pub use examples::{TestReport, test};
pub use fix::{Fixed, Mended, fix};
pub use mutate::{Mutation, mutate};
pub use policy::{Named, Policy};
pub use trace::{Node, Question, Role, Trace, Traced, trace};
pub use undecided::UNDECIDED;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

use suppress::Suppressions;

use crate::diagnostic::{Diagnostic, Outcomes, Severity, SheetInfo, Suppressed};
use crate::eval::{Facts, Outcome, World, evaluate};
use crate::form::Form;
use crate::model::{self, Sheet, Strictness};
use crate::rule::{self, Data, Rule, RuleSet, Unit};
use crate::source::{Source, SourceId, Span};
pub use crate::syntax::rule::{Reference, ReferenceTo};
use crate::syntax::{self, table};
pub use crate::value::{Date, read_date};

/// The files of one pack.
#[derive(Clone, Copy, Debug)]
pub struct PackSources<'a> {
    /// The pack's name.
    pub name: &'a str,
    /// Its rule files, and the dictionaries in files of their own.
    pub sources: &'a [Source],
    /// Whether its rules judge sheets; what it declares can be used in any case.
    pub judges: bool,
    /// The pack that it builds on, and where that is said.
    pub upper: Option<(&'a str, Span)>,
}

/// Reads and checks rule files together.
pub fn rulebook(packs: &[PackSources<'_>]) -> (RuleSet, Vec<Diagnostic>) {
    let sources =
        packs.iter().flat_map(|pack| pack.sources.iter().map(move |source| (pack, source)));
    let (tables, rules): (Vec<_>, Vec<_>) =
        sources.partition(|(_, source)| table::is_table(source.name()));
    let tables: Vec<_> =
        tables.into_iter().map(|(_, source)| (source, table::parse(source))).collect();
    let files: Vec<_> = rules
        .into_iter()
        .map(|(pack, source)| (pack, source, syntax::rule::parse(source)))
        .collect();
    let units: Vec<Unit<'_>> = files
        .iter()
        .map(|(pack, source, tree)| Unit {
            source,
            tree,
            pack: pack.name,
            judges: pack.judges,
            upper: pack.upper,
        })
        .collect();
    let data: Vec<Data<'_>> = tables.iter().map(|(source, table)| Data { source, table }).collect();
    rule::check(&units, &data)
}

/// The files and packs that a rule file names: what is to be read besides it.
pub fn references(source: &Source) -> Vec<Reference> {
    // Most files name none: they need not be read twice.
    let starts = |words: &[&str]| {
        source.text().lines().any(|line| words.iter().any(|word| line.starts_with(word)))
    };
    let dictionary = [
        "词表",
        "词尾表",
        "指标库",
        "同义",
        "参数",
        "words",
        "suffixes",
        "catalogue",
        "synonyms",
        "parameter",
    ];
    let named = ["来自", "from"].iter().any(|word| source.text().contains(word));
    let names = starts(&["引用", "use"]) || (named && starts(&dictionary));
    if !names || table::is_table(source.name()) {
        return Vec::new();
    }
    syntax::rule::references(source.name(), &syntax::rule::parse(source))
}

/// What a check has found.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The findings: by text in the order given, then by place.
    pub findings: Vec<Diagnostic>,
    /// The findings that the sheets themselves let stand.
    pub suppressed: Vec<Suppressed>,
    /// The sheets that were judged, in the order of the texts.
    pub sheets: Vec<SheetInfo>,
    /// The outcomes.
    pub outcomes: Outcomes,
    /// Findings beyond those of a rule that are told one by one: the rule, the text, how many.
    pub untold: Vec<(String, SourceId, usize)>,
    /// Whether some text could not be checked at all: it holds no sheet, or no rule is for its form.
    pub incomplete: bool,
}

/// How a check is run.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// The day whose law the sheets are held against; without it, each sheet's own 年度 counts.
    pub as_of: Option<Date>,
    /// The day on which 表尺忽略 must not have expired; without it, none does.
    pub today: Option<Date>,
    /// The texts that are asked about; the others are there for rules across sheets, and only what
    /// touches one of these is told. Without it, all are.
    pub focus: Option<&'a BTreeSet<SourceId>>,
    /// Is told each time a text has been judged.
    pub judged: Option<&'a (dyn Fn() + Sync)>,
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { as_of, today, focus, judged: _ } = self;
        let mut shown = out.debug_struct("Options");
        shown.field("as_of", as_of).field("today", today).field("focus", focus).finish()
    }
}

impl Options<'_> {
    /// Whether a text is asked about.
    fn asks_about(&self, source: SourceId) -> bool {
        self.focus.is_none_or(|focus| focus.contains(&source))
    }

    /// Whether a finding is to be told: one that no text is to blame for is.
    fn asks_for(&self, finding: &Diagnostic) -> bool {
        finding.labels.is_empty()
            || finding.labels.iter().any(|label| self.asks_about(label.span.source))
    }
}

/// Checks every sheet of every text. Rules across sheets see all of them.
pub fn check(rules: &RuleSet, sources: &[Source], options: Options<'_>) -> Checked {
    let read: Vec<Read> = sources.par_iter().map(|source| read(rules, source)).collect();
    let sheets: Vec<&Sheet> = read.iter().flat_map(|one| &one.sheets).collect();
    let world = World::new(rules, sheets, options.as_of);
    let starts: Vec<usize> = read
        .iter()
        .scan(0, |start, one| {
            let here = *start;
            *start += one.sheets.len();
            Some(here)
        })
        .collect();
    let names: Vec<&str> = rules.rules.iter().map(|rule| rule.name.as_str()).collect();
    let all: Vec<&Rule> = rules.rules.iter().filter(|rule| !rule.left_out).collect();
    let across: Vec<&Rule> = match options.focus {
        Some(_) => all.iter().copied().filter(|rule| rule.compares_sheets(rules)).collect(),
        None => Vec::new(),
    };
    let judged: Vec<Checked> = read
        .par_iter()
        .zip(starts)
        .map(|(one, start)| {
            let asked = options.asks_about(one.source);
            let mut checked = if asked { one.checked.clone() } else { Checked::default() };
            let judging = if asked { &all } else { &across };
            for at in start..start + one.sheets.len() {
                judge(rules, judging, &world, at, &mut checked);
            }
            (checked.findings, checked.suppressed) =
                one.suppressions.apply(&names, checked.findings, options.today);
            if !asked {
                let Checked { mut findings, mut suppressed, .. } = checked;
                findings.retain(|it| options.asks_for(it));
                suppressed.retain(|it| options.asks_for(&it.finding));
                checked = Checked { findings, suppressed, ..Checked::default() };
            }
            checked.findings.sort_by_key(|finding| {
                let start = finding.span().map_or(0, |span| span.start);
                (start, std::cmp::Reverse(finding.severity))
            });
            options.judged.into_iter().for_each(|tell| tell());
            checked
        })
        .collect();
    let mut all = Checked::default();
    for one in judged {
        all.findings.extend(one.findings);
        all.suppressed.extend(one.suppressed);
        all.untold.extend(one.untold);
        all.sheets.extend(one.sheets);
        all.outcomes += one.outcomes;
        all.incomplete |= one.incomplete;
    }
    all
}

/// One text, read: its sheets, and what was found while reading.
struct Read {
    source: SourceId,
    sheets: Vec<Sheet>,
    checked: Checked,
    suppressions: Suppressions,
}

fn read(rules: &RuleSet, source: &Source) -> Read {
    let mut tree = syntax::sheet::parse(source);
    let mut checked =
        Checked { findings: std::mem::take(&mut tree.diagnostics), ..Checked::default() };
    let mut sheets = Vec::new();
    let mut seen = false;
    for document in &tree.documents {
        let read = model::read(source, document, &rules.forms, Strictness::Whole);
        let told = !read.diagnostics.is_empty();
        checked.findings.extend(read.diagnostics);
        seen |= told || read.sheet.is_some();
        // A sheet whose form is unknown has been reported, but it is not judged.
        checked.incomplete |= told && read.sheet.is_none();
        sheets.extend(read.sheet);
    }
    if !seen {
        checked.findings.push(words::no_sheet(source));
        checked.incomplete = true;
    }
    let suppressions = Suppressions::read(source, &tree);
    Read { source: source.id(), sheets, checked, suppressions }
}

/// The rules for a form.
fn rules_for<'r>(rules: &'r [&'r Rule], form: &'r Arc<Form>) -> impl Iterator<Item = &'r Rule> {
    rules.iter().copied().filter(move |rule| Arc::ptr_eq(&rule.form, form))
}

/// Holds some of the rules against one sheet.
fn judge(rules: &RuleSet, judging: &[&Rule], world: &World<'_>, at: usize, checked: &mut Checked) {
    let Some(sheet) = world.sheet(at) else { return };
    let (day, facts) = (world.day_of(sheet), Facts::default());
    let mut undecided = undecided::Undecided::default();
    let mut outcomes = Outcomes { faulty: rules.faulty.len(), ..Outcomes::default() };
    let mut any = false;
    for rule in rules_for(judging, &sheet.form) {
        any = true;
        let mut tighter = rule.tightened_by.iter().filter_map(|at| rules.rules.get(*at));
        if tighter.any(|tighter| !tighter.left_out && tighter.binds(day)) {
            continue;
        }
        match evaluate(rules, rule, world, at, &facts).0 {
            Outcome::Holds => outcomes.holds += 1,
            Outcome::NotApplicable => outcomes.not_applicable += 1,
            Outcome::Undecidable(causes) => {
                outcomes.undecidable += 1;
                undecided.note(&rule.name, causes);
            }
            Outcome::Fails(failures) => {
                outcomes.fails += 1;
                undecided.note(&rule.name, failures.causes);
                let worded = |failure| findings::word(rules, rule, (sheet, day), failure);
                checked.findings.extend(failures.told.into_iter().map(worded));
                if failures.more > 0
                    && let Some(last) = checked.findings.last_mut()
                {
                    last.notes.push(words::more(failures.more));
                    checked.untold.push((rule.name.clone(), sheet.source.id(), failures.more));
                }
            }
        }
    }
    undecided.report(sheet, &mut checked.findings);
    if !any {
        let left_out = rules.rules.iter().any(|rule| Arc::ptr_eq(&rule.form, &sheet.form));
        checked.findings.push(words::no_rule(sheet, left_out));
        checked.incomplete = true;
    }
    checked.outcomes += outcomes;
    let unit = sheet.form.unit.and_then(|unit| sheet.field(unit)).filter(|cell| !cell.is_empty());
    checked.sheets.push(SheetInfo {
        name: sheet.name.clone(),
        span: sheet.span,
        form: sheet.form.name.clone(),
        year: sheet.year,
        unit: unit.map(|cell| cell.text.as_str().trim().to_owned()),
        outcomes,
    });
}

/// How many findings there are of a severity.
pub fn count(findings: &[Diagnostic], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.severity == severity).count()
}
