//! What differs between the findings of two runs over the same sheets. Takes the findings with the
//! sheets of each run; gives those that appear, vanish or change, and the number of the rest.
//! Findings are paired by identity, as known findings are.

use std::collections::BTreeMap;

use super::identity::{FindingIdentity, identities};
use super::{Basis, Diagnostic, Fingerprint, Owners, Severity, SheetInfo};
use crate::source::{Sources, Span};

/// The findings of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ComparedRun<'a> {
    /// The sheets that were judged.
    pub(crate) sheets: &'a [SheetInfo],
    /// The findings.
    pub(crate) findings: &'a [Diagnostic],
}

/// A finding that only one of two runs has, or that differs between them.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Difference<'a> {
    Appears(&'a Diagnostic),
    Vanishes(&'a Diagnostic),
    Changes { before: &'a Diagnostic, after: &'a Diagnostic },
}

/// What of a finding differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Aspect {
    Severity,
    Message,
    Place,
    Basis,
    Help,
    /// How many more there are that are not listed.
    Count,
}

/// A difference and where it belongs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlacedDifference<'a> {
    pub(crate) difference: Difference<'a>,
    /// The fingerprint of its finding.
    pub(crate) fingerprint: Fingerprint,
    /// The sheet, as the run knows it that has the finding.
    pub(crate) sheet: Option<&'a SheetInfo>,
}

impl<'a> Difference<'a> {
    /// The finding as it is in the end, or was if it is gone.
    pub(crate) fn finding(self) -> &'a Diagnostic {
        match self {
            Self::Appears(finding) | Self::Vanishes(finding) => finding,
            Self::Changes { after, .. } => after,
        }
    }

    /// What differs, if the finding is in both runs.
    pub(crate) fn aspects(self) -> Vec<Aspect> {
        let Self::Changes { before, after } = self else { return Vec::new() };
        let (before, after) = (Content::of(before), Content::of(after));
        let all = [
            (before.severity != after.severity, Aspect::Severity),
            (before.message != after.message, Aspect::Message),
            (before.span != after.span, Aspect::Place),
            (before.basis != after.basis, Aspect::Basis),
            (before.help != after.help, Aspect::Help),
            (before.more != after.more, Aspect::Count),
        ];
        all.into_iter().filter_map(|(differs, aspect)| differs.then_some(aspect)).collect()
    }

    /// How many findings appear and vanish by it, those included that are not listed.
    pub(crate) fn counts(self) -> (usize, usize) {
        match self {
            Self::Appears(finding) => (finding.count(), 0),
            Self::Vanishes(finding) => (0, finding.count()),
            Self::Changes { before, after } => {
                (after.more.saturating_sub(before.more), before.more.saturating_sub(after.more))
            }
        }
    }
}

/// What a report shows of a finding: findings of one identity are the same if it is equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Content<'a> {
    severity: Severity,
    message: &'a str,
    span: Option<Span>,
    help: Option<&'a str>,
    basis: &'a [Basis],
    more: usize,
}

impl<'a> Content<'a> {
    fn of(finding: &'a Diagnostic) -> Self {
        Self {
            severity: finding.severity,
            message: &finding.message.zh,
            span: finding.span(),
            help: finding.help.as_ref().map(|help| &*help.zh),
            basis: &finding.basis,
            more: finding.more,
        }
    }
}

/// A finding with its fingerprint.
type KnownBy<'a> = (Fingerprint, &'a Diagnostic);

/// The findings of one identity in both runs.
type BothSides<'a> = (Vec<KnownBy<'a>>, Vec<KnownBy<'a>>);

/// The differences from one run to another, by sheet and place, and the number of findings that are
/// the same in both.
pub(crate) fn compare<'a>(
    sources: &'a Sources,
    from: ComparedRun<'a>,
    to: ComparedRun<'a>,
) -> (Vec<PlacedDifference<'a>>, usize) {
    let mut alike: BTreeMap<FindingIdentity, BothSides<'a>> = BTreeMap::new();
    for (key, finding) in keyed(sources, from) {
        alike.entry(key).or_default().0.push(finding);
    }
    for (key, finding) in keyed(sources, to) {
        alike.entry(key).or_default().1.push(finding);
    }
    let (mut found, mut same) = (Vec::new(), 0);
    for (before, after) in alike.into_values() {
        let (differing, equal) = paired(before, after);
        found.extend(differing);
        same += equal;
    }
    let (before, after) = (Owners::new(from.sheets), Owners::new(to.sheets));
    let placed = |(fingerprint, difference): (Fingerprint, Difference<'a>)| {
        let finding = difference.finding();
        let sheet = match difference {
            Difference::Vanishes(_) => {
                before.of_finding(finding).and_then(|at| from.sheets.get(at))
            }
            _ => after.of_finding(finding).and_then(|at| to.sheets.get(at)),
        };
        PlacedDifference { difference, fingerprint, sheet }
    };
    let mut found: Vec<PlacedDifference<'a>> = found.into_iter().map(placed).collect();
    found.sort_by_key(|placed| {
        let finding = placed.difference.finding();
        (finding.span(), &finding.code, !matches!(placed.difference, Difference::Vanishes(_)))
    });
    (found, same)
}

/// The findings by identity, without a number among those alike, and without the file where the
/// sheet is enough.
fn keyed<'a>(
    sources: &'a Sources,
    run: ComparedRun<'a>,
) -> impl Iterator<Item = (FindingIdentity, KnownBy<'a>)> {
    let all = identities(sources, run.sheets, run.findings).zip(run.findings);
    all.map(|(mut key, finding)| {
        let fingerprint = key.fingerprint();
        key.number = 0;
        if !key.needs_file() {
            key.file = None;
        }
        (key, (fingerprint, finding))
    })
}

/// Of findings with one identity: equal ones first, then the rest in order.
fn paired<'a>(
    before: Vec<KnownBy<'a>>,
    after: Vec<KnownBy<'a>>,
) -> (Vec<(Fingerprint, Difference<'a>)>, usize) {
    let mut left: BTreeMap<Content<'_>, Vec<usize>> = BTreeMap::new();
    for (at, (_, finding)) in before.iter().enumerate().rev() {
        left.entry(Content::of(finding)).or_default().push(at);
    }
    let mut is_equal = vec![false; before.len()];
    let mut new = Vec::new();
    for (fingerprint, finding) in after {
        match left.get_mut(&Content::of(finding)).and_then(Vec::pop) {
            Some(at) => is_equal.get_mut(at).into_iter().for_each(|equal| *equal = true),
            None => new.push((fingerprint, finding)),
        }
    }
    let same = is_equal.iter().filter(|equal| **equal).count();
    let old = before.into_iter().zip(is_equal).filter(|(_, equal)| !equal);
    let (mut old, mut new) = (old.map(|(known, _)| known), new.into_iter());
    let mut differing = Vec::new();
    loop {
        differing.push(match (old.next(), new.next()) {
            (Some((_, before)), Some((by, after))) => (by, Difference::Changes { before, after }),
            (Some((by, before)), None) => (by, Difference::Vanishes(before)),
            (None, Some((by, after))) => (by, Difference::Appears(after)),
            (None, None) => return (differing, same),
        });
    }
}
