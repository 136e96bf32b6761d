//! The units that submitted sheets. Takes a survey; gives its sheets by unit. Knows no format.

use std::collections::BTreeMap;

use super::survey::{FindingTally, Survey};
use crate::diagnostic::Outcomes;

/// A unit and its sheets.
#[derive(Default)]
pub(super) struct UnitReport<'a> {
    /// `None` for the sheets that name no unit.
    pub(super) name: Option<&'a str>,
    /// By their number in the report.
    pub(super) sheets: Vec<usize>,
    pub(super) tally: FindingTally,
    pub(super) outcomes: Outcomes,
}

/// The name that a sheet gives of its unit.
pub(super) fn unit_of<'a>(survey: &Survey<'a>, sheet: usize) -> Option<&'a str> {
    let sheet = survey.sheets.get(sheet)?.sheet;
    sheet.unit.as_deref().map(str::trim).filter(|name| !name.is_empty())
}

/// The units in order of first occurrence; the sheets without one come last.
pub(super) fn units<'a>(survey: &Survey<'a>) -> Vec<UnitReport<'a>> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut units, mut nameless): (Vec<UnitReport<'a>>, _) = (Vec::new(), UnitReport::default());
    for (at, section) in survey.sheets.iter().enumerate() {
        let unit = match unit_of(survey, at) {
            Some(name) => {
                let place = *known.entry(name).or_insert_with(|| {
                    units.push(UnitReport { name: Some(name), ..UnitReport::default() });
                    units.len() - 1
                });
                units.get_mut(place).unwrap_or(&mut nameless)
            }
            None => &mut nameless,
        };
        unit.sheets.push(at);
        unit.outcomes += section.sheet.outcomes;
        for item in survey.items(&section.items) {
            unit.tally.add(item.criterion, item.finding);
        }
    }
    units.extend(Some(nameless).filter(|unit| !unit.sheets.is_empty()));
    units
}

/// The same, those with the most findings first.
pub(super) fn units_by_findings<'a>(survey: &Survey<'a>) -> Vec<UnitReport<'a>> {
    let mut units = units(survey);
    units.sort_by_key(|unit| std::cmp::Reverse(unit.tally.total()));
    units
}
