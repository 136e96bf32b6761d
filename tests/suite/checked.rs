//! What checking the shipped rules gives is kept in `rules/checked.bin`, so that a run need not
//! check them again. It is what checking them now gives, and no report differs with it.

use std::fs;
use std::path::Path;

use biaochi::check::{Change, Options, PackSources, Trust, Workspace, check};
use biaochi::project::{self, Pack};
use biaochi::rule::RuleSet;
use biaochi::source::{Source, Sources};

use crate::corpus::generated::corpus;

/// The shipped rules, with some packs judging, checked or taken from bytes.
fn rules(packs: &[Pack], judges: &dyn Fn(&str) -> bool, trust: Trust) -> RuleSet {
    let packs: Vec<PackSources<'_>> = packs
        .iter()
        .map(|pack| PackSources {
            name: pack.name(),
            sources: &pack.sources,
            judges: judges(pack.name()),
            upper: pack.upper(),
        })
        .collect();
    let mut workspace = Workspace::default();
    workspace.trust(trust);
    workspace.apply(Change::Packs(&packs));
    let book = std::sync::Arc::clone(workspace.snapshot().book());
    assert!(book.findings.is_empty(), "{:#?}", book.findings);
    book.rules.clone()
}

/// The shipped packs, and what checking all of them gives.
fn shipped(sources: &mut Sources) -> (Vec<Pack>, Vec<u8>) {
    let packs = project::embedded(sources).unwrap();
    let bytes = rules(&packs, &|_| true, Trust::Sound).to_bytes().unwrap();
    (packs, bytes)
}

#[test]
fn what_is_kept_is_what_checking_gives() {
    let (_, bytes) = shipped(&mut Sources::new());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/checked.bin");
    let file = [project::checked_head().into_bytes(), bytes].concat();
    if std::env::var_os("BIAOCHI_UPDATE").is_some() {
        fs::write(&path, &file).unwrap();
    }
    assert!(
        fs::read(&path).unwrap_or_default() == file,
        "rules/checked.bin is not what checking rules/ gives: BIAOCHI_UPDATE=1 cargo test checked"
    );
}

#[test]
fn rules_from_bytes_are_those_that_were_written() {
    let (_, bytes) = shipped(&mut Sources::new());
    let read = RuleSet::from_bytes(&bytes).unwrap();
    assert!(read.rules.len() >= 140);
    assert!(read.to_bytes().unwrap() == bytes);
    for cut in [0, 1, bytes.len() / 2, bytes.len() - 1] {
        assert!(RuleSet::from_bytes(&bytes[..cut]).is_none(), "{cut} bytes");
    }
    assert!(RuleSet::from_bytes(&[bytes, vec![0]].concat()).is_none());
}

/// The names of a pack and of those that it builds on: what judges when it is requested.
fn with_uppers<'p>(packs: &'p [Pack], name: &'p str) -> Vec<&'p str> {
    let mut names = vec![name];
    while let Some(pack) = packs.iter().find(|pack| Some(&pack.name()) == names.last()) {
        let Some((upper, _)) = pack.upper() else { break };
        names.push(upper);
    }
    names
}

#[test]
fn no_report_differs_with_rules_from_bytes() {
    let mut sources = Sources::new();
    let (packs, bytes) = shipped(&mut sources);
    let checked = Trust::Checked(bytes.leak());
    let mut sheets: Vec<Source> = Vec::new();
    for entry in walkdir::WalkDir::new("examples").sort_by_file_name() {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|ending| ending == "biao") {
            sheets.push(sources.add(path.to_str().unwrap(), fs::read_to_string(&path).unwrap()));
        }
    }
    sheets.extend(corpus(5, 12).files.into_iter().map(|(name, text)| sources.add(name, text)));
    let all: Vec<&str> = packs.iter().map(Pack::name).collect();
    let asked = packs.iter().map(|pack| with_uppers(&packs, pack.name())).chain([all]);
    for judging in asked {
        let judges = |name: &str| judging.contains(&name);
        let fresh = rules(&packs, &judges, Trust::Sound);
        let stored = rules(&packs, &judges, checked);
        let names = |set: &RuleSet| -> Vec<String> {
            set.rules.iter().map(|rule| rule.name.clone()).collect()
        };
        assert_eq!(names(&stored), names(&fresh), "{judging:?}");
        let [fresh, stored] = [&fresh, &stored]
            .map(|rules| format!("{:#?}", check(rules, &sheets, Options::default())));
        assert!(fresh == stored, "{judging:?}");
    }
}
