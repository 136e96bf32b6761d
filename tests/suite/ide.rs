//! What an editor is offered and shown at a place of a text. In the cases `‸` is the cursor.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use biaochi::check::{Change, PackSources, Snapshot, Trust, Workspace};
use biaochi::ide::{self, Completion, IdeOptions};
use biaochi::project;
use biaochi::source::{Source, SourceId, Sources};
use proptest::prelude::*;

use crate::cases;

/// The cursor in a text of the cases.
const CURSOR: char = '‸';

/// The most offers that a case lists.
const MOST: usize = 12;

/// The shipped rules.
static RULES: LazyLock<Workspace> = LazyLock::new(|| {
    let packs = project::embedded(&mut Sources::new()).unwrap();
    let packs = packs.iter().map(|pack| PackSources {
        name: pack.name(),
        sources: &pack.sources,
        judges: true,
        upper: pack.upper(),
    });
    let mut workspace = Workspace::caching();
    workspace.trust(Trust::Sound);
    workspace.apply(Change::Packs(&packs.collect::<Vec<_>>()));
    workspace
});

/// The shipped rules with one sheet.
fn opened(text: &str) -> (Snapshot, Source) {
    let source = Sources::new().add("例.biao", text);
    let mut workspace = RULES.clone();
    workspace.apply(Change::Sheet(source.clone()));
    (workspace.snapshot(), source)
}

/// A text without its cursor, and where that was.
fn with_cursor(input: &str) -> (String, usize) {
    let at = input.find(CURSOR).expect("a cursor");
    (input.replacen(CURSOR, "", 1), at)
}

fn offered(input: &str, options: &IdeOptions) -> String {
    let (text, at) = with_cursor(input);
    let (snapshot, source) = opened(&text);
    let offers = ide::complete(&snapshot, source.id(), at, options);
    let mut shown = String::new();
    for Completion { label, span, text, .. } in offers.iter().take(MOST) {
        let replaced = source.slice(*span);
        let _ = writeln!(shown, "{label} 「{replaced}」→「{}」", text.replace('\n', "⏎"));
    }
    match offers.len() {
        0 => "无".to_owned(),
        count if count > MOST => format!("{shown}……共 {count} 项"),
        _ => shown,
    }
}

#[test]
fn what_fits_a_place_of_a_sheet_is_offered() {
    cases::run("ide/complete.txt", |input| offered(input, &IdeOptions::default()));
    cases::run("ide/complete_crlf.txt", |input| {
        offered(&input.replace('\n', "\r\n"), &IdeOptions::default())
    });
    let plain = IdeOptions { snippets: false, pinyin: false, ..IdeOptions::default() };
    cases::run("ide/complete_plain.txt", |input| offered(input, &plain));
}

#[test]
fn nothing_is_offered_where_there_is_no_text() {
    let (snapshot, source) = opened("表单: 财政项目支出绩效目标表\n");
    let options = IdeOptions::default();
    assert!(ide::complete(&snapshot, source.id(), 10_000, &options).is_empty());
    assert!(ide::complete(&snapshot, source.id(), 1, &options).is_empty(), "within a character");
    assert!(ide::complete(&snapshot, SourceId::ALONE, 0, &options).is_empty());
}

/// The sheets that are shipped as examples, and texts that are none.
fn texts() -> Vec<String> {
    let mut texts = vec![
        String::new(),
        "\u{feff}甲:\n  乙: {丙\n".to_owned(),
        "😀: 𠮷‸\r\n---\n- 甲".to_owned(),
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for folder in ["broken", "clean", "planted", "shanghai-2020"] {
        let mut files: Vec<_> = std::fs::read_dir(root.join(folder))
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        files.sort();
        texts.extend(files.iter().map(|file| std::fs::read_to_string(file).unwrap()));
    }
    texts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Any place of any text, whole or cut off there, is answered; an offer replaces characters of
    /// the line of the cursor, and what is typed of it stands before the cursor.
    #[test]
    fn any_place_is_answered(file in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), cut: bool) {
        let texts = texts();
        let mut text = texts[file.index(texts.len())].clone();
        let mut at = place.index(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        if cut {
            text.truncate(at);
        }
        let (snapshot, source) = opened(&text);
        for offer in ide::complete(&snapshot, source.id(), at, &IdeOptions::default()) {
            let range = offer.span.range();
            prop_assert!(range.start <= at && at <= range.end);
            prop_assert_eq!(text.get(range.start..at), Some(&*offer.typed));
            prop_assert!(text.get(range).is_some_and(|replaced| !replaced.contains('\n')));
        }
    }
}
