//! 指标库 as declared: rows of a table beside the rule file, one layer per pack. Gives catalogues,
//! and reports places that no form has and repeated names.

use std::collections::BTreeMap;

use super::checker::Checker;
use super::table::CatalogueRow;
use super::{RuleSource, words};
use crate::diagnostic::Diagnostic;
use crate::dictionary::{Catalogue, Direction, Standard};
use crate::nearest::nearest;
use crate::syntax::rule::{CatalogueItem, Name};
use crate::value::normalise;

impl<'a> Checker<'a> {
    /// 指标库. A lower pack adds to it, or overrides an indicator.
    pub(super) fn catalogue(&mut self, item: &CatalogueItem, unit: &RuleSource<'a>) {
        let known = self.vocabulary.catalogues.get(&item.name.text).copied();
        if self.dictionary(&item.name, known.is_some(), unit).is_none() {
            return;
        }
        let faults = self.diagnostics.faults();
        let rows = match self.content(&item.from, unit) {
            Some(content) => self.tables().standards_of(content, &item.from),
            None => Vec::new(),
        };
        if rows.is_empty() {
            self.nothing_read(&item.name, &item.from, faults);
        }
        let slot = known.unwrap_or_else(|| {
            let id = self.set.catalogues.push(Catalogue {
                name: item.name.text.clone(),
                span: item.name.span,
                entries: BTreeMap::new(),
            });
            self.vocabulary.catalogues.insert(item.name.text.clone(), id);
            id
        });
        let mut reported = Vec::new();
        if let Some(catalogue) = self.set.catalogues.get_mut(slot) {
            for row in rows {
                reported.extend(enter(catalogue, row, unit.pack));
            }
        }
        for finding in reported {
            self.diagnostics.report(finding);
        }
    }

    /// Checks of catalogues that need all forms: places that none of them has.
    pub(super) fn catalogues(&mut self, levels: &[String]) {
        let all = self.set.catalogues.iter().flat_map(Catalogue::indicators);
        let unknown =
            all.filter(|standard| !levels.is_empty() && !levels.contains(&standard.place));
        let reported: Vec<Diagnostic> = unknown
            .map(|standard| {
                let near = nearest(&standard.place, levels.iter().map(String::as_str));
                words::place_unknown(&standard.place, standard.place_span, near, &[])
            })
            .collect();
        for finding in reported {
            self.diagnostics.report(finding);
        }
    }
}

/// Adds a row to a catalogue.
fn enter(catalogue: &mut Catalogue, row: CatalogueRow, pack: &str) -> Option<Diagnostic> {
    let CatalogueRow { name, place, units, direction, target, about } = row;
    if let Some(fault) = super::dictionaries::unfit(&name) {
        return Some(fault);
    }
    let direction = match &direction {
        None => None,
        Some(cell) => match Direction::find(&cell.text) {
            Some(direction) => Some(direction),
            None => return Some(words::direction_unknown(cell)),
        },
    };
    let text = |name: Name| name.text;
    let standard = Standard {
        span: name.span,
        place: place.text,
        place_span: place.span,
        units: units.into_iter().map(text).collect(),
        direction,
        target: target.map(text),
        about: about.map(text),
        pack: pack.to_owned(),
        name: name.text,
    };
    match catalogue.entries.get(&normalise(&standard.name)) {
        Some(first) if first.pack == pack => {
            Some(words::word_twice(&standard.name, first.span, standard.span))
        }
        _ => {
            catalogue.entries.insert(normalise(&standard.name), standard);
            None
        }
    }
}
