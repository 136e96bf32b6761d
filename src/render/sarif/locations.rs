//! Places of findings in SARIF: artifacts with their numbers, regions in code points
//! and, where the file holds the bytes that were counted, in bytes. Takes spans; gives locations.
//! Knows no rule.

use std::collections::{BTreeMap, BTreeSet};

use crate::render::place_finder::PlaceFinder;
use crate::render::{Repository, uri};
use crate::source::{Encoding, Source, SourceId, Sources, Span};

use super::shapes::{
    Artifact, ArtifactLocation, Bytes, Message, PhysicalLocation, Region, SarifLocation, SarifText,
};

/// The root of the repository, without one the folder in which the check ran, from which relative
/// names count.
pub(super) const ROOT: &str = "%SRCROOT%";

/// The rules that are part of the program, whose names lead to no file.
pub(super) const EMBEDDED: &str = "BIAOCHI";

/// Longer texts are not quoted: many findings may be about a whole file.
const MOST_QUOTED: usize = 4096;

pub(super) struct Locations<'a> {
    places: PlaceFinder<'a>,
    index: BTreeMap<SourceId, usize>,
    repository: Option<&'a Repository>,
}

impl<'a> Locations<'a> {
    /// Numbers the sources in their order.
    pub(super) fn new(
        sources: &'a Sources,
        used: &BTreeSet<SourceId>,
        repository: Option<&'a Repository>,
    ) -> Self {
        let known = used.iter().filter(|id| sources.get(**id).is_some());
        let index = known.enumerate().map(|(at, id)| (*id, at)).collect();
        Self { places: PlaceFinder::new(sources), index, repository }
    }

    /// The artifacts; `targets` are those that were judged.
    pub(super) fn artifacts(&self, targets: &BTreeSet<SourceId>) -> Vec<Artifact> {
        let sources = self.index.keys().filter_map(|id| self.places.source(*id));
        let artifact = |source: &Source| Artifact {
            location: ArtifactLocation { index: None, ..self.artifact(source) },
            length: holds_the_bytes(source).then(|| source.text().len()),
            encoding: match source.encoding() {
                Encoding::Utf8 => "UTF-8",
                Encoding::Gb18030 => "GB18030",
            },
            roles: if targets.contains(&source.id()) { &["analysisTarget"] } else { &[] },
        };
        sources.map(artifact).collect()
    }

    /// A place; where there is none, the folder in which the check ran. Code scanning refuses a
    /// file one of whose results has no place.
    pub(super) fn location(&self, span: Option<Span>, message: Option<Message>) -> SarifLocation {
        let place = span.and_then(|span| {
            Some(PhysicalLocation {
                artifact_location: self.artifact(self.places.source(span.source)?),
                region: self.region(span, true),
            })
        });
        let physical_location = place.unwrap_or_else(|| PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: ".".to_owned(),
                uri_base_id: Some(ROOT),
                index: None,
            },
            region: None,
        });
        SarifLocation { physical_location, message }
    }

    pub(super) fn source(&self, id: SourceId) -> Option<&'a Source> {
        self.places.source(id)
    }

    pub(super) fn artifact(&self, source: &'a Source) -> ArtifactLocation {
        let uri = uri::of(&self.places.path(source, self.repository));
        ArtifactLocation {
            uri: uri.text,
            uri_base_id: uri.relative.then_some(if source.id().is_embedded() {
                EMBEDDED
            } else {
                ROOT
            }),
            index: self.index.get(&source.id()).copied(),
        }
    }

    pub(super) fn region(&self, span: Span, quoted: bool) -> Option<Region> {
        let source = self.places.source(span.source)?;
        let (offset, end) = (clipped(source, span.start), clipped(source, span.end));
        let start = self.places.position(source, offset);
        let stop = self.places.position(source, end);
        let text =
            source.text().get(offset..end).filter(|text| quoted && text.len() <= MOST_QUOTED);
        Some(Region {
            start_line: start.line,
            start_column: start.column,
            end_line: stop.line,
            end_column: stop.column,
            bytes: holds_the_bytes(source)
                .then(|| Bytes { byte_offset: offset, byte_length: end - offset }),
            snippet: text
                .filter(|text| !text.is_empty())
                .map(|text| SarifText { text: text.to_owned() }),
        })
    }
}

fn clipped(source: &Source, offset: u32) -> usize {
    (offset as usize).min(source.text().len())
}

/// Whether offsets in the text are offsets in the file.
fn holds_the_bytes(source: &Source) -> bool {
    source.encoding() == Encoding::Utf8
}
