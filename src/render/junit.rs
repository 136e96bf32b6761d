//! `--format junit`: a suite per sheet, a case per rule with findings, and one for all that hold.
//! Takes a report; gives XML for the test report of any CI. Knows no CI.
//!
//! Errors and what could not be decided fail; what could not be checked, and faulty rules, are
//! errors of the run; warnings are skipped, since CI shows those and passes; notes pass and are
//! listed in the output of their case. What a sheet suppresses, and what was known before, is
//! skipped too. The first suite is the check itself: its case fails where not all, or nothing, was
//! checked, so that no report of an empty folder is green.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::diagnostic::{Code, Diagnostic, Lang, Severity, SheetInfo};
use crate::source::{SourceId, Sources, Span};

use super::place_finder::PlaceFinder;
use super::xml::{Attribute, XmlDocument};
use super::{RenderOptions, Report, summary, suppressed, words};

pub(super) fn write(
    sources: &Sources,
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lang = options.lang;
    let suites = Gathering::new(sources, report, lang).suites();
    let count = |of: fn(&Suite) -> usize| suites.iter().map(of).sum::<usize>().to_string();
    let mut document = XmlDocument::new(out)?;
    let totals = [
        ("name", "biaochi".to_owned()),
        ("tests", count(|suite| suite.cases.len())),
        ("failures", count(|suite| suite.count("failure"))),
        ("errors", count(|suite| suite.count("error"))),
    ];
    document.start("testsuites", &totals)?;
    for suite in &suites {
        suite.write(&mut document)?;
    }
    document.end("testsuites")?;
    document.finish()
}

#[derive(Default)]
struct Suite {
    name: String,
    /// The class of cases.
    class: String,
    cases: Vec<TestCase>,
}

struct TestCase {
    name: String,
    /// Where the first finding is.
    place: Option<(String, u32)>,
    outcome: CaseOutcome,
    /// What is to be read.
    text: String,
}

/// How a case came out; the words are the first that CI shows.
enum CaseOutcome {
    Passed,
    Skipped(String),
    Failed(String),
    Error(String),
}

impl CaseOutcome {
    fn element(&self) -> &'static str {
        match self {
            CaseOutcome::Passed => "system-out",
            CaseOutcome::Skipped(_) => "skipped",
            CaseOutcome::Failed(_) => "failure",
            CaseOutcome::Error(_) => "error",
        }
    }
}

impl Suite {
    fn count(&self, element: &str) -> usize {
        self.cases.iter().filter(|case| case.outcome.element() == element).count()
    }

    fn write(&self, document: &mut XmlDocument<'_>) -> io::Result<()> {
        let attributes = [
            ("name", self.name.clone()),
            ("tests", self.cases.len().to_string()),
            ("failures", self.count("failure").to_string()),
            ("errors", self.count("error").to_string()),
            ("skipped", self.count("skipped").to_string()),
        ];
        document.start("testsuite", &attributes)?;
        for case in &self.cases {
            case.write(&self.class, document)?;
        }
        document.end("testsuite")
    }
}

impl TestCase {
    fn write(&self, class: &str, document: &mut XmlDocument<'_>) -> io::Result<()> {
        let mut attributes: Vec<Attribute<'_>> =
            vec![("name", self.name.clone()), ("classname", class.to_owned())];
        if let Some((file, line)) = &self.place {
            attributes.extend([("file", file.clone()), ("line", line.to_string())]);
        }
        document.start("testcase", &attributes)?;
        let said = match &self.outcome {
            CaseOutcome::Passed => Vec::new(),
            CaseOutcome::Skipped(words) => vec![("message", words.clone())],
            CaseOutcome::Failed(words) | CaseOutcome::Error(words) => {
                vec![("message", words.clone()), ("type", self.name.clone())]
            }
        };
        document.text(self.outcome.element(), &said, &self.text)?;
        document.end("testcase")
    }
}

/// The findings of one owner, by code.
type Cases<'a> = BTreeMap<&'a Code, Vec<&'a Diagnostic>>;

struct Gathering<'a> {
    sources: &'a Sources,
    report: &'a Report,
    lang: Lang,
    places: PlaceFinder<'a>,
    /// Where each sheet begins, and its number.
    starts: BTreeMap<(SourceId, u32), usize>,
}

/// The owner of a finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum CaseOwner {
    Check,
    Sheet(usize),
    File(SourceId),
}

impl<'a> Gathering<'a> {
    fn new(sources: &'a Sources, report: &'a Report, lang: Lang) -> Self {
        let start = |(at, sheet): (usize, &SheetInfo)| ((sheet.span.source, sheet.span.start), at);
        Self {
            sources,
            report,
            lang,
            places: PlaceFinder::new(sources),
            starts: report.sheets.iter().enumerate().map(start).collect(),
        }
    }

    fn suites(&self) -> Vec<Suite> {
        let unlisted = words::unlisted(self.report);
        let mut owned: BTreeMap<CaseOwner, Cases<'_>> = BTreeMap::new();
        for finding in self.report.findings.iter().chain(&unlisted) {
            let cases = owned.entry(self.owner(finding)).or_default();
            cases.entry(&finding.code).or_default().push(finding);
        }
        let mut left: BTreeMap<CaseOwner, BTreeMap<(&Code, &str), TestCase>> = BTreeMap::new();
        for (finding, head, why) in self.suppressed() {
            let name = format!("{}{head}", finding.code);
            let text = format!("{}\n  {why}", self.text(finding));
            let place = self.place(finding);
            let cases = left.entry(self.owner(finding)).or_default();
            if let Some(case) = cases.get_mut(&(&finding.code, head)) {
                case.text = format!("{}\n\n{text}", case.text);
            } else {
                let outcome = CaseOutcome::Skipped(why);
                cases.insert((&finding.code, head), TestCase { name, place, outcome, text });
            }
        }
        let mut suites: BTreeMap<CaseOwner, Suite> = BTreeMap::new();
        suites.insert(CaseOwner::Check, self.suite_of_check());
        for (at, sheet) in self.report.sheets.iter().enumerate() {
            suites.insert(CaseOwner::Sheet(at), self.suite_of_sheet(at, sheet));
        }
        for (owner, cases) in &owned {
            let suite = suites.entry(*owner).or_insert_with(|| self.suite_of(*owner));
            let rest = std::mem::take(&mut suite.cases);
            suite.cases = cases.iter().map(|(code, found)| self.case(code, found)).collect();
            suite.cases.extend(rest);
        }
        for (owner, cases) in left {
            suites
                .entry(owner)
                .or_insert_with(|| self.suite_of(owner))
                .cases
                .extend(cases.into_values());
        }
        suites.into_values().collect()
    }

    /// What is not listed as a finding: how its case's name ends, and why.
    fn suppressed(&self) -> impl Iterator<Item = (&'a Diagnostic, &'static str, String)> {
        let zh = self.lang == Lang::Zh;
        let lang = self.lang;
        let head = if zh { "（已忽略）" } else { " (ignored)" };
        let suppressed = self
            .report
            .suppressed
            .iter()
            .map(move |entry| (&entry.finding, head, suppressed::why(&entry.by, lang)));
        let head = if zh { "（基线）" } else { " (baseline)" };
        let known = words::known(lang);
        let baselined = self.report.baselined.iter();
        suppressed.chain(baselined.map(move |finding| (finding, head, known.to_owned())))
    }

    fn owner(&self, finding: &Diagnostic) -> CaseOwner {
        let Some(span) = finding.span() else { return CaseOwner::Check };
        self.sheet_at(span).map_or(CaseOwner::File(span.source), CaseOwner::Sheet)
    }

    fn sheet_at(&self, span: Span) -> Option<usize> {
        let before = self.starts.range(..=(span.source, span.start)).next_back();
        let (_, at) = before?;
        self.report.sheets.get(*at).filter(|sheet| sheet.span.contains(span))?;
        Some(*at)
    }

    /// The check itself: whether all, or anything, was checked.
    fn suite_of_check(&self) -> Suite {
        let (report, zh) = (self.report, self.lang == Lang::Zh);
        let text = summary(report, self.lang);
        let outcome = if report.incomplete {
            CaseOutcome::Error(words::incomplete(self.lang).to_owned())
        } else if report.summary.sheets == 0 {
            CaseOutcome::Error(text.clone())
        } else {
            CaseOutcome::Passed
        };
        let name = if zh { "全部检查完" } else { "everything was checked" };
        Suite {
            name: "biaochi".to_owned(),
            class: "biaochi".to_owned(),
            cases: vec![TestCase { name: name.to_owned(), place: None, outcome, text }],
        }
    }

    fn suite_of_sheet(&self, at: usize, sheet: &SheetInfo) -> Suite {
        let file = self.name(sheet.span.source);
        let beside = [at.checked_sub(1), at.checked_add(1)];
        let shared = beside.into_iter().flatten().any(|at| {
            self.report.sheets.get(at).is_some_and(|other| other.span.source == sheet.span.source)
        });
        let name = if shared { format!("{file} {}", sheet.name) } else { file.to_owned() };
        let outcomes = &sheet.outcomes;
        let (rest, counts, none) = match self.lang {
            Lang::Zh => (
                "其余规则",
                format!(
                    "成立 {} 次，不适用 {} 次，无法判定 {} 次",
                    outcomes.holds, outcomes.not_applicable, outcomes.undecidable
                ),
                "没有规则得到判定",
            ),
            Lang::En => (
                "all other rules",
                format!(
                    "{} hold, {} do not apply, {} cannot be decided",
                    outcomes.holds, outcomes.not_applicable, outcomes.undecidable
                ),
                "no rule was decided",
            ),
        };
        let outcome = if outcomes.holds > 0 {
            CaseOutcome::Passed
        } else {
            CaseOutcome::Skipped(none.to_owned())
        };
        let line = self.places.source(sheet.span.source).map(|source| {
            (file.to_owned(), self.places.position(source, sheet.span.start as usize).line)
        });
        let rest = TestCase { name: rest.to_owned(), place: line, outcome, text: counts };
        // Where all that was decided fails, there is no rest.
        let cases = if outcomes.holds == 0 && outcomes.fails > 0 { Vec::new() } else { vec![rest] };
        Suite { name, class: sheet.name.to_string(), cases }
    }

    /// A file none of whose sheets could be judged, or one of rules.
    fn suite_of(&self, owner: CaseOwner) -> Suite {
        let name = match owner {
            CaseOwner::File(file) => self.name(file).to_owned(),
            CaseOwner::Check | CaseOwner::Sheet(_) => String::new(),
        };
        Suite { class: name.clone(), name, cases: Vec::new() }
    }

    fn name(&self, source: SourceId) -> &'a str {
        self.sources.get(source).map_or("", |source| source.name())
    }

    /// All findings of one code, as bad as the worst.
    fn case(&self, code: &Code, findings: &[&Diagnostic]) -> TestCase {
        let rank = |finding: &&Diagnostic| match finding.severity {
            Severity::Error if finding.hinders() => 3,
            Severity::Error => 2,
            _ if finding.code == Code::UNDECIDABLE => 2,
            Severity::Warning => 1,
            Severity::Note => 0,
        };
        let first = findings.first().map(|finding| words::message_lines(finding, self.lang));
        let first = first.and_then(|lines| lines.into_iter().next()).unwrap_or_default();
        let outcome = match findings.iter().map(rank).max() {
            Some(3) => CaseOutcome::Error(first),
            Some(2) => CaseOutcome::Failed(first),
            Some(1) => CaseOutcome::Skipped(first),
            _ => CaseOutcome::Passed,
        };
        let texts: Vec<String> = findings.iter().map(|finding| self.text(finding)).collect();
        TestCase {
            name: code.to_string(),
            place: findings.first().and_then(|finding| self.place(finding)),
            outcome,
            text: texts.join("\n\n"),
        }
    }

    fn place(&self, finding: &Diagnostic) -> Option<(String, u32)> {
        let span = finding.span()?;
        let source = self.places.source(span.source)?;
        let line = self.places.position(source, span.start as usize).line;
        Some((source.name().to_owned(), line))
    }

    /// A finding with its place and all its text.
    fn text(&self, finding: &Diagnostic) -> String {
        let place = finding.span().and_then(|span| {
            let source = self.places.source(span.source)?;
            let position = self.places.position(source, span.start as usize);
            Some(format!("{}:{}:{}: ", source.name(), position.line, position.column))
        });
        let severity = words::severity(finding.severity, self.lang);
        let lines = words::message_lines(finding, self.lang).join("\n  ");
        format!("{}{severity}: {lines}", place.unwrap_or_default())
    }
}
