//! Fixes as SARIF has them: what goes and what comes, by file. Takes a finding; gives its fixes but
//! for those that no reader could carry out. Knows no file on disk.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Edit, Fix, FixLevel, Lang};
use crate::render::words;
use crate::source::{Source, SourceId};

use super::locations::Locations;
use super::shapes::{ArtifactChange, FixProperties, Message, Replacement, SarifFix, SarifText};

pub(super) fn of(finding: &Diagnostic, locations: &Locations<'_>, lang: Lang) -> Vec<SarifFix> {
    finding.fixes.iter().filter_map(|repair| fix(repair, locations, lang)).collect()
}

fn fix(fix: &Fix, locations: &Locations<'_>, lang: Lang) -> Option<SarifFix> {
    let mut files: BTreeMap<SourceId, Vec<&Edit>> = BTreeMap::new();
    for edit in &fix.edits {
        files.entry(edit.span.source).or_default().push(edit);
    }
    let changes =
        files.into_iter().map(|(id, edits)| change(locations.source(id)?, edits, locations));
    let artifact_changes =
        changes.collect::<Option<Vec<_>>>().filter(|changes| !changes.is_empty())?;
    Some(SarifFix {
        description: Message::new(&words::fix(fix, lang)),
        artifact_changes,
        properties: FixProperties {
            level: match fix.level {
                FixLevel::Safe => "safe",
                FixLevel::Unsafe => "unsafe",
                FixLevel::Draft => "draft",
            },
        },
    })
}

/// The edits of one file; `None` where they overlap or stand outside it.
fn change(
    source: &Source,
    mut edits: Vec<&Edit>,
    locations: &Locations<'_>,
) -> Option<ArtifactChange> {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut at = 0;
    let mut replacements = Vec::with_capacity(edits.len());
    for edit in edits {
        let range = edit.span.range();
        source.text().get(at.max(range.start)..range.end).filter(|_| range.start >= at)?;
        at = range.end;
        let inserted = Some(&edit.text).filter(|text| !text.is_empty());
        replacements.push(Replacement {
            deleted_region: locations.region(edit.span, false)?,
            inserted_content: inserted.map(|text| SarifText { text: text.clone() }),
        });
    }
    Some(ArtifactChange { artifact_location: locations.artifact(source), replacements })
}
