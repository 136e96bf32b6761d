//! Which sheet a finding belongs to. Takes the sheets of a run; gives their numbers.

use std::collections::BTreeMap;

use super::{Diagnostic, SheetInfo};
use crate::source::{SourceId, Span};

/// Which sheet a place belongs to.
#[derive(Debug)]
pub(crate) struct Owners<'a> {
    /// The sheets of each source by where they begin: start, end, number.
    places: BTreeMap<SourceId, Vec<(u32, u32, usize)>>,
    /// `None` where several have the name.
    names: BTreeMap<&'a str, Option<usize>>,
}

impl<'a> Owners<'a> {
    /// Of these sheets.
    pub(crate) fn new(sheets: &'a [SheetInfo]) -> Self {
        let mut owners = Self { places: BTreeMap::new(), names: BTreeMap::new() };
        for (at, sheet) in sheets.iter().enumerate() {
            let place = (sheet.span.start, sheet.span.end, at);
            owners.places.entry(sheet.span.source).or_default().push(place);
            owners.names.entry(&sheet.name).and_modify(|owner| *owner = None).or_insert(Some(at));
        }
        owners.places.values_mut().for_each(|sheets| sheets.sort_unstable());
        owners
    }

    /// The sheet that a finding is about, by its number.
    pub(crate) fn of_finding(&self, finding: &Diagnostic) -> Option<usize> {
        self.of(finding.span(), finding.sheet.as_deref())
    }

    /// By the place; by the name where the place is in no sheet, or there is none.
    pub(crate) fn of(&self, span: Option<Span>, name: Option<&str>) -> Option<usize> {
        let here = span.and_then(|span| {
            let sheets = self.places.get(&span.source)?;
            let after = sheets.partition_point(|(start, ..)| *start <= span.start);
            let (_, end, at) = sheets.get(after.checked_sub(1)?)?;
            (span.start <= *end).then_some(*at)
        });
        here.or_else(|| self.names.get(name?).copied().flatten())
    }
}
