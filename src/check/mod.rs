//! The façade: runs the stages over texts, words what rules find, and sums up. Takes texts and a
//! checked rule set; gives findings in the order of the texts. Knows no terminal, no protocol and
//! no file on disk.

mod apply_fixes;
mod apply_fixes_words;
mod baseline;
mod claims;
mod coverage;
mod draft_forms;
mod examples;
mod findings;
mod judges;
mod loss;
mod mutate;
mod policy;
mod repairs;
mod report;
mod rows;
mod run;
mod suppress;
mod trace;
mod undecided;
mod undecided_words;
mod words;

pub(crate) use apply_fixes::fix_in;
pub use apply_fixes::{FixResults, Fixed, fix};
pub(crate) use baseline::{Baseline, BaselineRun, KnownFinding};
pub(crate) use claims::claims;
pub(crate) use coverage::coverage_of;
pub use coverage::{Coverage, coverage};
pub(crate) use draft_forms::draft_forms;
pub(crate) use examples::test_those;
pub use examples::{TestReport, test};
pub use judges::Judging;
pub(crate) use judges::LeftOut;
pub use mutate::{Mutation, mutate};
pub use policy::{Named, Policy};
pub(crate) use run::{Excerpt, report_excerpt, tally};
pub use run::{check, report, report_on};
pub use trace::{Question, Trace, Traced, trace};
pub(crate) use trace::{RulePart, TraceNode};

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Outcomes, Severity, SheetInfo, Suppressed};
use crate::rule::RuleSet;
use crate::source::SourceId;
pub(crate) use crate::syntax::rule::ReferenceTo;
pub use crate::value::{Date, read_date};
pub(crate) use crate::workspace::comment_edit;
pub use crate::workspace::{Book, Change, Library, PackSources, Snapshot, Trust, Workspace};

/// Reads and checks rule files together.
pub fn rulebook(packs: &[PackSources<'_>]) -> (RuleSet, Vec<Diagnostic>) {
    let book = Library::default().check(packs);
    Arc::into_inner(book).map(|book| (book.rules, book.findings)).unwrap_or_default()
}

/// What a check has found.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The findings: by text in the order given, then by place.
    pub findings: Vec<Diagnostic>,
    /// The findings that the sheets themselves suppress.
    pub suppressed: Vec<Suppressed>,
    /// The sheets that were judged, in the order of the texts.
    pub sheets: Vec<SheetInfo>,
    /// The outcomes.
    pub outcomes: Outcomes,
    /// The packs of which some rule judged some sheet: it held, failed, or could not be decided.
    pub packs: BTreeSet<String>,
    /// Whether some text could not be checked at all: it holds no sheet, or no rule is for its
    /// form.
    pub incomplete: bool,
}

/// How a check is run.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// The day whose law applies to the sheets; without it, each sheet's own 年度 applies.
    pub as_of: Option<Date>,
    /// The day on which 表尺忽略 must not have expired; without it, none does.
    pub today: Option<Date>,
    /// The project's settings for the rules; without them, rules apply as written.
    pub judging: Option<&'a Judging>,
    /// The texts to report on; the others are there for rules across sheets. Without it, everything
    /// is reported.
    pub focus: Option<&'a BTreeSet<SourceId>>,
    /// The most steps that the run may take; by default far more than the sheets need.
    pub budget: Option<u64>,
    /// Called each time a text has been judged.
    pub judged: Option<&'a (dyn Fn() + Sync)>,
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { as_of, today, judging, focus, budget, judged: _ } = self;
        let mut shown = out.debug_struct("Options");
        shown.field("as_of", as_of).field("today", today).field("judging", judging);
        shown.field("focus", focus).field("budget", budget).finish()
    }
}

impl Options<'_> {
    /// Whether to report on a text.
    fn asks_about(&self, source: SourceId) -> bool {
        self.focus.is_none_or(|focus| focus.contains(&source))
    }

    /// Whether to report a finding: one that belongs to no text always is.
    fn asks_for(&self, finding: &Diagnostic) -> bool {
        finding.labels.is_empty()
            || finding.labels.iter().any(|label| self.asks_about(label.span.source))
    }
}

impl Checked {
    /// Adds the results of later texts.
    pub fn add(&mut self, other: Self) {
        append(&mut self.findings, other.findings);
        append(&mut self.suppressed, other.suppressed);
        append(&mut self.sheets, other.sheets);
        self.outcomes += other.outcomes;
        self.packs.extend(other.packs);
        self.incomplete |= other.incomplete;
    }
}

/// Adds to a list; one without room for it takes the other over if it is empty.
fn append<T>(list: &mut Vec<T>, mut other: Vec<T>) {
    match list.is_empty() && list.capacity() < other.len() {
        true => *list = other,
        false => list.append(&mut other),
    }
}

/// How many findings there are of a severity, those included that are not listed.
pub(crate) fn count(findings: &[Diagnostic], severity: Severity) -> usize {
    let alike = findings.iter().filter(|finding| finding.severity == severity);
    alike.map(Diagnostic::count).sum()
}
