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
mod judge;
mod judges;
mod loss;
mod mutate;
mod places;
mod policy;
mod read;
mod repairs;
mod report;
mod suppress;
mod trace;
mod undecided;
mod words;

pub use baseline::{Baseline, Known, Parted, Run};
pub use claims::{Claimed, claims};
pub use coverage::{Coverage, coverage};
pub use examples::{TestReport, test};
pub use fix::{Fixed, Mended, fix};
pub use judges::{Judging, LeftOut};
pub use mutate::{Mutation, mutate};
pub use policy::{Named, Policy};
pub use trace::{Node, Question, Role, Trace, Traced, trace};

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rayon::prelude::*;

use judge::judge;
use judges::{Bench, Judges};
use read::{Part, Text};
use report::Reporter;

use crate::diagnostic::{Diagnostic, Outcomes, Severity, SheetInfo, Suppressed};
use crate::dictionary::Period;
use crate::eval::World;
use crate::resolve::{self, Data, Unit};
use crate::rule::{FormId, RuleSet};
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
    resolve::check(&units, &data)
}

/// The files and packs that a rule file names: what is to be read besides it.
pub fn references(source: &Source) -> Vec<Reference> {
    match table::is_table(source.name()) {
        true => Vec::new(),
        false => syntax::rule::references(source),
    }
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
    /// What the project says of the rules; without it, they judge as they are written.
    pub judging: Option<&'a Judging>,
    /// The texts that are asked about; the others are there for rules across sheets, and only what
    /// touches one of these is told. Without it, all are.
    pub focus: Option<&'a BTreeSet<SourceId>>,
    /// Is told each time a text has been judged.
    pub judged: Option<&'a (dyn Fn() + Sync)>,
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { as_of, today, judging, focus, judged: _ } = self;
        let mut shown = out.debug_struct("Options");
        shown.field("as_of", as_of).field("today", today).field("judging", judging);
        shown.field("focus", focus).finish()
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
    let (texts, places) = read::read(&rules.forms, sources);
    let world = World::new(rules, texts.iter().flat_map(Text::sheets).collect(), options.as_of);
    let names: Vec<&str> = rules.rules.iter().map(|rule| rule.name.as_str()).collect();
    let as_written = Judging::default();
    let judges = Judges::new(rules, options.judging.unwrap_or(&as_written));
    let mut benches: BTreeMap<(Option<FormId>, Option<Period>), Bench<'_>> = BTreeMap::new();
    for at in 0..world.len() {
        let (form, days) = (world.form_of(at), world.days_at(at));
        benches.entry((form, days)).or_insert_with(|| judges.bench(form, days));
    }
    let bench = |at| benches.get(&(world.form_of(at), world.days_at(at)));
    let reporter = Reporter { rules, names: &names, world: &world, places: &places, options };
    // Each part with the number of sheets before it.
    let mut sheets = 0;
    let mut numbered = |part: &'_ Part| {
        let first = sheets;
        sheets += part.sheets.len();
        first
    };
    let texts: Vec<(&Text, Vec<usize>)> =
        texts.iter().map(|text| (text, text.parts.iter().map(&mut numbered).collect())).collect();
    let checked: Vec<Checked> = texts
        .into_par_iter()
        .map(|(text, firsts)| {
            let asked = options.asks_about(text.source);
            let part = |(part, first): (&Part, usize)| {
                let sheets = first..first + part.sheets.len();
                let judged =
                    sheets.filter_map(|at| Some(judge(rules, bench(at)?, asked, &world, at)));
                reporter.part(part, judged.collect(), asked)
            };
            let parts = text.parts.par_iter().zip(firsts).map(part).collect();
            let checked = reporter.text(text, parts);
            options.judged.into_iter().for_each(|tell| tell());
            checked
        })
        .collect();
    let mut all = Checked::default();
    checked.into_iter().for_each(|one| all.add(one));
    all
}

impl Checked {
    /// Adds what was found further on.
    fn add(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.suppressed.extend(other.suppressed);
        self.untold.extend(other.untold);
        self.sheets.extend(other.sheets);
        self.outcomes += other.outcomes;
        self.incomplete |= other.incomplete;
    }
}

/// How many findings there are of a severity.
pub fn count(findings: &[Diagnostic], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.severity == severity).count()
}
