//! `impact --format json`: one object, schema `biaochi.impact/1`, with every difference.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::{ImpactSide, ImpactSurvey, ImpactTally, RuleState};
use crate::diagnostic::{Aspect, Difference, Outcomes, PlacedDifference};
use crate::render::clean::write_json;
use crate::render::json::{JsonContext, JsonFinding};
use crate::render::place_finder::PlaceFinder;
use crate::render::report::PackInfo;
use crate::render::{Fingerprint, RenderOptions};
use crate::source::Sources;

pub(super) fn write(
    sources: &Sources,
    survey: &ImpactSurvey<'_>,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let report = survey.report;
    let context = JsonContext { places: PlaceFinder::new(sources), lang: options.lang };
    let document = JsonImpact {
        schema: "biaochi.impact/1",
        version: env!("CARGO_PKG_VERSION"),
        incomplete: report.incomplete,
        from: side(&report.from),
        to: side(&report.to),
        summary: JsonTotals { files: report.files, tally: &survey.total, unchanged: report.same },
        rules: survey
            .rules
            .iter()
            .map(|rule| JsonRule { rule: rule.name, state: rule.state, tally: &rule.tally })
            .collect(),
        idle: survey.idle.iter().map(|(rule, state)| JsonIdle { rule, state: *state }).collect(),
        units: survey.units.iter().map(|(unit, tally)| JsonUnit { unit: *unit, tally }).collect(),
        differences: Differences { all: &report.differences, context: &context },
        failures: report.failures.iter().map(|failure| context.finding(failure, None)).collect(),
    };
    write_json(&document, out)?;
    writeln!(out)
}

#[derive(serde::Serialize)]
struct JsonImpact<'a> {
    schema: &'a str,
    version: &'a str,
    /// Whether something prevented the comparison: the rest is then not all.
    incomplete: bool,
    from: JsonSide<'a>,
    to: JsonSide<'a>,
    summary: JsonTotals<'a>,
    rules: Vec<JsonRule<'a>>,
    /// Rules that are not the same on both sides, without a difference.
    idle: Vec<JsonIdle<'a>>,
    units: Vec<JsonUnit<'a>>,
    differences: Differences<'a>,
    failures: Vec<JsonFinding<'a>>,
}

#[derive(serde::Serialize)]
struct JsonSide<'a> {
    rules: &'a [String],
    packs: &'a [PackInfo],
    sheets: usize,
    outcomes: Outcomes,
}

#[derive(serde::Serialize)]
struct JsonTotals<'a> {
    files: usize,
    #[serde(flatten)]
    tally: &'a ImpactTally,
    unchanged: usize,
}

#[derive(serde::Serialize)]
struct JsonRule<'a> {
    rule: &'a str,
    state: RuleState,
    #[serde(flatten)]
    tally: &'a ImpactTally,
}

#[derive(serde::Serialize)]
struct JsonIdle<'a> {
    rule: &'a str,
    state: RuleState,
}

#[derive(serde::Serialize)]
struct JsonUnit<'a> {
    unit: Option<&'a str>,
    #[serde(flatten)]
    tally: &'a ImpactTally,
}

fn side<'a>(side: &'a ImpactSide<'_>) -> JsonSide<'a> {
    JsonSide {
        rules: &side.asked,
        packs: &side.packs,
        sheets: side.run.sheets.len(),
        outcomes: side.outcomes,
    }
}

/// The differences, each converted when it is written.
struct Differences<'a> {
    all: &'a [PlacedDifference<'a>],
    context: &'a JsonContext<'a>,
}

#[derive(serde::Serialize)]
struct JsonDifference<'a> {
    change: &'static str,
    fingerprint: Fingerprint,
    unit: Option<&'a str>,
    /// What differs, if the finding is on both sides.
    differs_in: Vec<Aspect>,
    before: Option<JsonFinding<'a>>,
    after: Option<JsonFinding<'a>>,
}

impl Serialize for Differences<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.all.len()))?;
        for placed in self.all {
            let (change, before, after) = match placed.difference {
                Difference::Appears(finding) => ("appeared", None, Some(finding)),
                Difference::Vanishes(finding) => ("vanished", Some(finding), None),
                Difference::Changes { before, after } => ("changed", Some(before), Some(after)),
            };
            list.serialize_element(&JsonDifference {
                change,
                fingerprint: placed.fingerprint,
                unit: placed.sheet.and_then(super::unit_of),
                differs_in: placed.difference.aspects(),
                before: before.map(|finding| self.context.finding(finding, None)),
                after: after.map(|finding| self.context.finding(finding, None)),
            })?;
        }
        list.end()
    }
}
