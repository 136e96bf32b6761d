//! Files cut into documents, each read from its own bytes. Takes texts and forms; gives sheets, and
//! the findings of reading them. A document that was read before is reused. Knows no rules.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::comments::Suppressions;
use super::outcomes::OutcomeCache;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::model::{self, Sheet, Strictness};
use crate::source::{Source, SourceId};
use crate::syntax;

/// A file, read.
#[derive(Debug)]
pub(crate) struct File {
    /// Its text.
    pub(crate) source: Source,
    /// Its documents in order, each with its first byte.
    pub(crate) parts: Vec<(u32, Arc<ReadDocument>)>,
}

/// A range of a file that is read by itself, usually one sheet. Its places are its own.
#[derive(Debug)]
pub(crate) struct ReadDocument {
    source: Source,
    /// The sheets in it.
    pub(crate) sheets: Vec<Sheet>,
    /// What is wrong with the text, and with the sheets as filled-in forms.
    pub(crate) findings: Vec<Diagnostic>,
    /// The comments that suppress findings.
    pub(crate) suppressions: Suppressions,
    /// Whether it has anything that is, or was intended as, a sheet.
    pub(crate) seen: bool,
    /// Whether some sheet could not be read at all.
    pub(crate) incomplete: bool,
    /// The cached outcomes of rules.
    pub(crate) cache: OutcomeCache,
}

/// Numbers for documents, none given twice.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Numbers(u32);

impl Numbers {
    fn next(&mut self) -> SourceId {
        self.0 = self.0.wrapping_add(1);
        SourceId::part(self.0)
    }
}

/// A range of a text: the document read of it before, or the id under which to read it.
type Stretch = (Range<usize>, Result<Arc<ReadDocument>, SourceId>);

/// Reads files. Documents that are unchanged from the former files are reused.
pub(crate) fn read_all(
    forms: &[Arc<Form>],
    sources: &[Source],
    former: &[Arc<File>],
    numbers: &mut Numbers,
) -> Vec<Arc<File>> {
    let former: BTreeMap<&str, &Arc<File>> =
        former.iter().map(|file| (file.source.name(), file)).collect();
    let cut = |source: &Source| match former.get(source.name()) {
        Some(file) if file.source.is_same(source) => Err(Arc::clone(file)),
        _ => Ok(syntax::sheet::split(source.text())),
    };
    let cut: Vec<_> = sources.par_iter().map(cut).collect();
    let mut files = Vec::with_capacity(sources.len());
    for (source, cut) in sources.iter().zip(cut) {
        let former = former.get(source.name()).map(|file| &***file);
        files.push(cut.map(|ranges| (source, matched(source, ranges, former, numbers))));
    }
    let read = |file: Result<(&Source, Vec<Stretch>), Arc<File>>| match file {
        Ok((source, stretches)) => Arc::new(File::of(forms, source, stretches)),
        Err(file) => file,
    };
    files.into_par_iter().map(read).collect()
}

/// Finds for each range the document that was read of the same text before, if any.
fn matched(
    source: &Source,
    ranges: Vec<Range<usize>>,
    former: Option<&File>,
    numbers: &mut Numbers,
) -> Vec<Stretch> {
    let mut known: BTreeMap<&str, Vec<&Arc<ReadDocument>>> = BTreeMap::new();
    for (_, part) in former.iter().flat_map(|file| &file.parts).rev() {
        known.entry(part.source.text()).or_default().push(part);
    }
    let mut stretches = Vec::with_capacity(ranges.len());
    for range in ranges {
        let text = source.text().get(range.clone()).unwrap_or_default();
        let part = known.get_mut(text).and_then(Vec::pop);
        // A sheet without a name is named by its line.
        let part = part.filter(|part| {
            part.sheets.iter().all(|sheet| sheet.is_named)
                || part.source.line_in_whole(0) == source.line_in_whole(range.start)
        });
        stretches.push((range, part.cloned().ok_or_else(|| numbers.next())));
    }
    stretches
}

/// The sheets of files in the order of paths, folder by folder, whatever the order of the files;
/// and the position of the first sheet of each file.
pub(crate) fn in_path_order(files: &[Arc<File>]) -> (Vec<(&Sheet, SourceId)>, Vec<usize>) {
    let mut order: Vec<(usize, &Arc<File>)> = files.iter().enumerate().collect();
    order.sort_by(|(_, left), (_, right)| by_path(left.source.name(), right.source.name()));
    let (mut sheets, mut first) = (Vec::new(), vec![0; files.len()]);
    for (at, file) in order {
        first.get_mut(at).into_iter().for_each(|first| *first = sheets.len());
        let parts = file.parts.iter();
        sheets.extend(
            parts.flat_map(|(_, part)| part.sheets.iter().map(move |sheet| (sheet, part.id()))),
        );
    }
    (sheets, first)
}

/// The order of paths, folder by folder.
pub(super) fn by_path(left: &str, right: &str) -> Ordering {
    left.split('/').cmp(right.split('/'))
}

impl File {
    /// Reads a file. Documents that are unchanged from the former file are reused.
    pub(crate) fn read(
        forms: &[Arc<Form>],
        source: &Source,
        former: Option<&File>,
        numbers: &mut Numbers,
    ) -> Self {
        let ranges = syntax::sheet::split(source.text());
        Self::of(forms, source, matched(source, ranges, former, numbers))
    }

    fn of(forms: &[Arc<Form>], source: &Source, stretches: Vec<Stretch>) -> Self {
        let part = |(range, part): Stretch| {
            let start = u32::try_from(range.start).unwrap_or(u32::MAX);
            let read = |id| Arc::new(ReadDocument::read(forms, source.part(id, range)));
            (start, part.unwrap_or_else(read))
        };
        let parts = stretches.into_par_iter().map(part).collect();
        Self { source: source.clone(), parts }
    }

    /// The sheets of all its documents.
    pub(crate) fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        self.parts.iter().flat_map(|(_, part)| &part.sheets)
    }
}

impl ReadDocument {
    fn read(forms: &[Arc<Form>], source: Source) -> Self {
        let mut tree = syntax::sheet::parse(&source);
        let suppressions = Suppressions::read(&source, &tree);
        let mut findings = std::mem::take(&mut tree.diagnostics);
        let (mut sheets, mut seen, mut incomplete) = (Vec::new(), false, false);
        for document in &tree.documents {
            let read = model::read(&source, document, forms, Strictness::Whole);
            let faulty = !read.diagnostics.is_empty();
            findings.extend(read.diagnostics);
            seen |= faulty || read.sheet.is_some();
            // A sheet whose form is unknown has been reported, but it is not judged.
            incomplete |= faulty && read.sheet.is_none();
            sheets.extend(read.sheet);
        }
        let cache = OutcomeCache::default();
        Self { source, sheets, findings, suppressions, seen, incomplete, cache }
    }

    /// Identifies this reading of this text: no other ever has the same id.
    pub(crate) fn id(&self) -> SourceId {
        self.source.id()
    }
}
