//! `--format sarif`: SARIF 2.1.0, one run. Takes a report; gives the object that code scanning and
//! editors read: rules with their laws, findings with places, fixes and fingerprints, and what was
//! suppressed with its reason. Knows no platform, though it heeds what they refuse.

mod fixes;
mod locations;
mod rules;
mod shapes;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Lang, Severity, Suppressed, Words};
use crate::source::{SourceId, Sources};

use super::clean::write_json;
use super::{Fingerprint, RenderOptions, Report, fingerprints, summary, suppressed, words};
use locations::{EMBEDDED, Locations, ROOT};
use rules::SarifRules;
use shapes::{
    Base, Descriptor, Driver, Extension, ExtensionProperties, FindingProperties, Invocation, Log,
    Message, Notification, RunProperties, SarifResult, SarifRun, SarifSuppression,
    SuppressionProperties, Tool,
};

/// The most results of a run that GitHub's code scanning accepts; a file with more is rejected
/// (<https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>).
const MOST_RESULTS: usize = 25_000;

/// The key of our fingerprints; gets another number if they are computed differently.
const FINGERPRINT: &str = "biaochi/v1";

pub(super) fn write(
    sources: &Sources,
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [run(sources, report, options.lang)],
    };
    write_json(&log, out)?;
    writeln!(out)
}

fn run<'a>(sources: &'a Sources, report: &'a Report, lang: Lang) -> SarifRun<'a> {
    let language = if lang == Lang::Zh { "zh-CN" } else { "en-US" };
    let targets = report.sheets.iter().map(|sheet| sheet.span.source).collect();
    let context = SarifContext {
        locations: Locations::new(sources, &used(report, &targets), report.repository.as_ref()),
        rules: SarifRules::new(report, all(report), lang),
        lang,
    };
    let here = match report.repository {
        Some(_) => Words::new("仓库的根", "the root of the repository"),
        None => Words::new("运行检查时所在的文件夹", "the folder in which the check ran"),
    };
    let embedded = Words::new("程序自带的规则", "the rules that are part of the program");
    let base = |words: &Words| Base { description: Message::new(words.get(lang)) };
    SarifRun {
        language,
        column_kind: "unicodeCodePoints",
        original_uri_base_ids: BTreeMap::from([(ROOT, base(&here)), (EMBEDDED, base(&embedded))]),
        invocations: [context.invocation(report)],
        artifacts: context.locations.artifacts(&targets),
        results: context.results(sources, report),
        properties: RunProperties { text: summary(report, lang), summary: &report.summary },
        tool: Tool {
            driver: Driver {
                name: "biaochi",
                version: env!("CARGO_PKG_VERSION"),
                language,
                rules: context.rules.declared,
            },
            extensions: report
                .packs
                .iter()
                .map(|pack| Extension {
                    name: &pack.name,
                    version: &pack.version,
                    properties: ExtensionProperties { sha256: &pack.sha256 },
                })
                .collect(),
        },
    }
}

/// All findings: those that count, those that the sheets suppress, and known ones.
fn all(report: &Report) -> impl Iterator<Item = &Diagnostic> {
    let suppressed = report.suppressed.iter().map(|entry| &entry.finding);
    report.findings.iter().chain(suppressed).chain(&report.baselined)
}

/// The note that a report has more results than are accepted; `None` if all are written.
pub(super) fn left_out(report: &Report) -> Option<Diagnostic> {
    let all = report.findings.len() + report.suppressed.len() + report.baselined.len();
    let beyond = all.checked_sub(MOST_RESULTS).filter(|count| *count > 0)?;
    Some(words::results_left_out(beyond, MOST_RESULTS))
}

/// Which of [`all`] are written where there are too many: those that count, the gravest first, then
/// those that are suppressed or known, and of equals the first. The order stays.
fn kept(report: &Report) -> Option<Vec<bool>> {
    left_out(report)?;
    let mut ranked: Vec<(bool, Reverse<Severity>, usize)> = all(report)
        .enumerate()
        .map(|(at, finding)| (at >= report.findings.len(), Reverse(finding.severity), at))
        .collect();
    ranked.sort_unstable();
    let mut kept = vec![false; ranked.len()];
    for (.., at) in ranked.into_iter().take(MOST_RESULTS) {
        if let Some(is_kept) = kept.get_mut(at) {
            *is_kept = true;
        }
    }
    Some(kept)
}

/// The sources of the findings.
fn used(report: &Report, targets: &BTreeSet<SourceId>) -> BTreeSet<SourceId> {
    let mut used = targets.clone();
    for finding in all(report) {
        used.extend(finding.labels.iter().map(|label| label.span.source));
        let edits = finding.fixes.iter().flat_map(|fix| &fix.edits);
        used.extend(edits.map(|edit| edit.span.source));
    }
    used.extend(report.suppressed.iter().map(|entry| entry.by.comment.source));
    used
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

struct SarifContext<'a> {
    locations: Locations<'a>,
    rules: SarifRules<'a>,
    lang: Lang,
}

impl<'a> SarifContext<'a> {
    /// Whether all was checked, and what prevented it. That is among the results, too: not
    /// all read this.
    fn invocation(&self, report: &Report) -> Invocation {
        let hindrances = report.findings.iter().filter(|finding| finding.hinders());
        let mut notifications: Vec<Notification> =
            hindrances.map(|finding| self.notification(finding)).collect();
        let execution_successful = !report.incomplete && notifications.is_empty();
        if !execution_successful {
            notifications.push(Notification {
                level: "error",
                message: Message::new(words::incomplete(self.lang)),
                descriptor: None,
                locations: Vec::new(),
            });
        }
        let left_out = words::unlisted(report).into_iter().chain(left_out(report));
        notifications.extend(left_out.map(|notice| self.notification(&notice)));
        Invocation { execution_successful, tool_execution_notifications: notifications }
    }

    fn notification(&self, finding: &Diagnostic) -> Notification {
        let place = finding.span().map(|span| self.locations.location(Some(span), None));
        Notification {
            level: level(finding.severity),
            message: Message::new(&words::message_lines(finding, self.lang).join("\n")),
            descriptor: Some(Descriptor { id: finding.code.to_string() }),
            locations: place.into_iter().collect(),
        }
    }

    fn results(&self, sources: &Sources, report: &'a Report) -> Vec<SarifResult<'a>> {
        let mut suppressions: Vec<Vec<SarifSuppression<'a>>> = Vec::new();
        suppressions.resize_with(report.findings.len(), Vec::new);
        suppressions.extend(report.suppressed.iter().map(|entry| vec![self.in_source(entry)]));
        let known = || SarifSuppression {
            kind: "external",
            status: "accepted",
            justification: words::known(self.lang).to_owned(),
            location: None,
            properties: None,
        };
        suppressions.extend(report.baselined.iter().map(|_| vec![known()]));
        let fingerprints = fingerprints(sources, &report.sheets, all(report));
        let with = all(report).zip(fingerprints).zip(suppressions);
        let results =
            with.map(|((finding, name), suppressions)| self.result(finding, name, suppressions));
        match kept(report) {
            Some(kept) => {
                let kept = results.zip(kept).filter(|(_, is_kept)| *is_kept);
                kept.map(|(result, _)| result).collect()
            }
            None => results.collect(),
        }
    }

    fn in_source(&self, suppressed: &'a Suppressed) -> SarifSuppression<'a> {
        let by = &suppressed.by;
        SarifSuppression {
            kind: "inSource",
            status: "accepted",
            justification: suppressed::why(by, self.lang),
            location: Some(self.locations.location(Some(by.comment), None)),
            properties: Some(SuppressionProperties {
                reason: &by.reason,
                approver: by.approver.as_deref(),
                until: by.until.as_deref(),
            }),
        }
    }

    fn result(
        &self,
        finding: &'a Diagnostic,
        fingerprint: Fingerprint,
        suppressions: Vec<SarifSuppression<'a>>,
    ) -> SarifResult<'a> {
        let mut labels = finding.labels.iter().map(|label| {
            let message =
                label.message.as_ref().map(|message| Message::new(message.get(self.lang)));
            self.locations.location(Some(label.span), message)
        });
        let first = labels.next().unwrap_or_else(|| self.locations.location(None, None));
        SarifResult {
            rule_id: finding.code.name(),
            rule_index: self.rules.index(finding),
            level: level(finding.severity),
            message: Message::new(&self.message(finding)),
            locations: [first],
            related_locations: labels.collect(),
            partial_fingerprints: BTreeMap::from([(FINGERPRINT, fingerprint)]),
            fixes: fixes::of(finding, &self.locations, self.lang),
            suppressions,
            properties: FindingProperties {
                stage: finding.code.stage(),
                sheet: finding.sheet.as_deref(),
                subject: finding.subject.as_ref(),
            },
        }
    }

    /// What is wrong, then what to do. The law stands with the rule, the fixes by themselves.
    fn message(&self, finding: &Diagnostic) -> String {
        let rest = finding.notes.iter().chain(&finding.help);
        let said = std::iter::once(&finding.message).chain(rest);
        said.map(|words| words.get(self.lang)).collect::<Vec<_>>().join("\n")
    }
}
