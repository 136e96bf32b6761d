//! Any edits of sheets and rules: a workspace that followed them reports, byte for byte, what a
//! fresh start reports.
#![no_main]

mod common;

use std::collections::BTreeMap;

use biaochi::check::{Change, Checked, Options, PackSources, Workspace, report};
use biaochi::render::{self, Format, RenderOptions, Report};
use biaochi::source::{Source, Sources};
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Edit<'a> {
    /// A known piece in the place of some characters of a sheet.
    Piece { file: u8, at: u16, cut: u8, piece: u8 },
    /// Any text there.
    Text { file: u8, at: u16, cut: u8, text: &'a str },
    /// A sheet is gone.
    Gone { file: u8 },
    /// A change of the rules.
    Rules { at: u16, cut: u8, text: &'a str },
}

const FILES: u8 = 3;

/// As many edits as say something: each is followed by two reports.
const MOST: usize = 12;

fuzz_target!(|edits: Vec<Edit<'_>>| {
    let mut sources = Sources::new();
    let mut rules = sources.add("规则.chi", common::RULES);
    let mut sheets: BTreeMap<u8, Source> = BTreeMap::new();
    let mut kept = Workspace::caching();
    give(&mut kept, &rules);
    for edit in edits.iter().take(MOST) {
        match edit {
            Edit::Piece { file, at, cut, piece } => {
                let piece = common::PIECES[usize::from(*piece) % common::PIECES.len()];
                splice(&mut sources, &mut sheets, &mut kept, (*file, *at, *cut), piece);
            }
            Edit::Text { file, at, cut, text } => {
                splice(&mut sources, &mut sheets, &mut kept, (*file, *at, *cut), text);
            }
            Edit::Gone { file } => {
                if let Some(gone) = sheets.remove(&(file % FILES)) {
                    kept.apply(Change::Gone(gone.name()));
                }
            }
            Edit::Rules { at, cut, text } => {
                let changed = common::spliced(rules.text(), *at, *cut, text);
                rules = rules.changed(changed);
                sources.replace(rules.clone());
                give(&mut kept, &rules);
            }
        }
        let mut fresh = Workspace::default();
        give(&mut fresh, &rules);
        let all: Vec<Source> = sheets.values().cloned().collect();
        fresh.apply(Change::Sheets(&all));
        assert_eq!(shown(&sources, &kept), shown(&sources, &fresh));
    }
});

fn give(workspace: &mut Workspace, rules: &Source) {
    let files = [rules.clone()];
    let pack = PackSources { name: "包", sources: &files, judges: true, upper: None };
    workspace.apply(Change::Packs(&[pack]));
}

fn splice(
    sources: &mut Sources,
    sheets: &mut BTreeMap<u8, Source>,
    kept: &mut Workspace,
    (file, at, cut): (u8, u16, u8),
    piece: &str,
) {
    let file = file % FILES;
    let source = match sheets.get(&file) {
        Some(known) => known.changed(common::spliced(known.text(), at, cut, piece)),
        None => sources.add(format!("{file}.biao"), piece),
    };
    sources.replace(source.clone());
    sheets.insert(file, source.clone());
    kept.apply(Change::Sheet(source));
}

fn shown(sources: &Sources, workspace: &Workspace) -> String {
    let snapshot = workspace.snapshot();
    let Checked { findings, suppressed, sheets, outcomes, incomplete, packs } =
        report(&snapshot, Options::default());
    let report = Report { findings, suppressed, sheets, incomplete, ..Report::default() };
    let mut out = Vec::new();
    render::render(Format::Json, sources, &report, &RenderOptions::default(), &mut out)
        .expect("a vector takes all");
    format!("{}{outcomes:?}{packs:?}", String::from_utf8_lossy(&out))
}
