//! What an editor is offered and shown at a place of a text. In the cases `‸` is the cursor.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use biaochi::check::{Change, Options, PackSources, Snapshot, Trust, Workspace, report_on};
use biaochi::diagnostic::Lang;
use biaochi::ide::{self, Completion, IdeOptions};
use biaochi::project;
use biaochi::source::{Source, SourceId, Sources, Span};
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

/// A sheet, and a rule file that judges it: in a case, the rules stand above `---- 表`.
fn opened_with_rules(input: &str) -> (Snapshot, Source, usize) {
    let (rules, sheet) = input.split_once("---- 表\n").unwrap_or(("", input));
    let mut sources = Sources::new();
    let (in_rules, text) = (rules.contains(CURSOR), format!("{rules}\u{0}{sheet}"));
    let at = text.find(CURSOR).unwrap_or(0);
    let text = text.replacen(CURSOR, "", 1);
    let (rules, sheet) = text.split_once('\u{0}').unwrap();
    let at = if in_rules { at } else { at.saturating_sub(rules.len() + 1) };
    let (rules, sheet) = (sources.add("例.chi", rules), sources.add("例.biao", sheet));
    let mut workspace = Workspace::caching();
    let pack = [rules.clone()];
    workspace.apply(Change::Packs(&[PackSources {
        name: "例",
        sources: &pack,
        judges: true,
        upper: None,
    }]));
    workspace.apply(Change::Sheet(sheet.clone()));
    (workspace.snapshot(), if in_rules { rules } else { sheet }, at)
}

#[test]
fn what_the_grammar_reads_is_offered_in_rules() {
    cases::run("ide/complete_rule.txt", |input| {
        let (snapshot, source, at) = opened_with_rules(input);
        let offers = ide::complete(&snapshot, source.id(), at, &IdeOptions::default());
        let shown: Vec<String> = offers
            .iter()
            .take(2 * MOST)
            .map(|offer| match offer.text == offer.label {
                true => offer.label.clone(),
                false => format!("{}→「{}」", offer.label, offer.text),
            })
            .collect();
        match offers.len() {
            0 => "无".to_owned(),
            count => format!("{count} 项：{}", shown.join("、")),
        }
    });
}

#[test]
fn the_thing_at_a_place_is_explained() {
    let shown = |input: &str, options: IdeOptions| {
        let (snapshot, source, at) = opened_with_rules(input);
        let Some(hover) = ide::hover(&snapshot, source.id(), at, &options) else {
            return "无".to_owned();
        };
        format!("「{}」\n{}", source.slice(hover.span), hover.markdown.replace("\n\n", "\n"))
    };
    cases::run("ide/hover.txt", |input| shown(input, IdeOptions::default()));
    let english = IdeOptions { lang: Lang::En, ..IdeOptions::default() };
    cases::run("ide/hover_english.txt", |input| shown(input, english));
}

#[test]
fn names_lead_to_their_declarations_and_uses() {
    cases::run("ide/names.txt", |input| {
        let (snapshot, source, at) = opened_with_rules(input);
        let options = IdeOptions::default();
        let lines = |spans: Vec<Span>| {
            let own = spans.iter().filter(|span| span.source == source.id()).map(|span| {
                let place = source.position(span.start as usize);
                format!("{}:{} {}", place.line, place.column, source.slice(*span))
            });
            let other = spans.iter().filter(|span| span.source != source.id());
            let other = other.map(|_| "在另一个文件".to_owned());
            own.chain(other).collect::<Vec<_>>().join("\n")
        };
        format!(
            "定义：\n{}\n引用：\n{}",
            lines(ide::definition(&snapshot, source.id(), at, &options)),
            lines(ide::references(&snapshot, source.id(), at, &options))
        )
    });
}

#[test]
fn a_text_has_an_outline_and_colours() {
    cases::run("ide/outline.txt", |input| {
        let (snapshot, source, _) = opened_with_rules(input);
        let options = IdeOptions::default();
        let mut shown = String::new();
        let mut rest: Vec<_> = ide::symbols(&snapshot, source.id(), &options)
            .into_iter()
            .rev()
            .map(|symbol| (0, symbol))
            .collect();
        while let Some((depth, symbol)) = rest.pop() {
            let _ = writeln!(shown, "{}{:?} {}", "  ".repeat(depth), symbol.kind, symbol.name);
            assert!(symbol.span.contains(symbol.name_span));
            rest.extend(symbol.children.into_iter().rev().map(|child| (depth + 1, child)));
        }
        let line = |at: u32| source.position(at as usize).line;
        let folds = ide::folds(&snapshot, source.id(), &options);
        let folds = folds.iter().map(|span| format!("{}-{}", line(span.start), line(span.end)));
        let _ = writeln!(shown, "折叠 {}", folds.collect::<Vec<_>>().join(" "));
        for token in ide::tokens(&snapshot, source.id(), &options) {
            let _ = write!(shown, "{:?}「{}」", token.kind, source.slice(token.span));
        }
        shown
    });
}

#[test]
fn a_finding_is_explained_by_its_rule_and_law() {
    let text = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/planted/2020-规划编制.biao"),
    );
    let (snapshot, source) = opened(&text.unwrap());
    let found = report_on(&snapshot, source.id(), Options::default()).findings;
    assert!(!found.is_empty());
    for finding in found {
        let shown = ide::about_finding(&snapshot, &finding, &IdeOptions::default());
        let Some(shown) = shown else {
            assert!(finding.basis.is_empty(), "a rule raised it");
            continue;
        };
        let rule = finding.code.name();
        assert!(shown.starts_with(&format!("**{rule}**\n\n")), "{shown}");
        // The message of the finding says this already; an editor shows both.
        assert!(!shown.contains("建议："), "{shown}");
        assert!(shown.matches("依据：").count() == shown.matches("依据：[《").count(), "{shown}");
    }
}

/// The rule files that are shipped, and texts that are none.
fn rule_texts() -> Vec<String> {
    let mut texts = vec![String::new(), "规则 甲/乙：\n  须 须\n词表 「丙：\"".to_owned()];
    let rules = project::embedded(&mut Sources::new()).unwrap();
    let sources = rules.iter().flat_map(|pack| &pack.sources);
    texts.extend(
        sources
            .filter(|source| source.name().ends_with(".chi"))
            .map(|source| source.text().to_owned()),
    );
    texts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Any place of any rule file, whole, cut off or damaged there, is answered; what is changed
    /// and pointed at are whole characters.
    #[test]
    fn any_place_of_rules_is_answered(
        file in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), damage in 0..4usize,
        name in "[甲乙a-c须 」/\"]{0,4}",
    ) {
        let texts = rule_texts();
        let mut text = texts[file.index(texts.len())].clone();
        let mut at = place.index(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        match damage {
            1 => text.truncate(at),
            2 => text.insert(at, '「'),
            3 => text.insert_str(at, "\"\"\""),
            _ => {}
        }
        let source = Sources::new().add("例.chi", text.as_str());
        let pack = [source.clone()];
        let mut workspace = Workspace::caching();
        let sources = PackSources { name: "例", sources: &pack, judges: true, upper: None };
        workspace.apply(Change::Packs(&[sources]));
        let (snapshot, id, options) = (workspace.snapshot(), source.id(), IdeOptions::default());
        let mut places: Vec<Span> = Vec::new();
        for offer in ide::complete(&snapshot, id, at, &options) {
            let range = offer.span.range();
            prop_assert!(range.start <= at && at <= range.end);
            places.push(offer.span);
        }
        places.extend(ide::hover(&snapshot, id, at, &options).map(|hover| hover.span));
        places.extend(ide::definition(&snapshot, id, at, &options));
        places.extend(ide::references(&snapshot, id, at, &options));
        places.extend(ide::folds(&snapshot, id, &options));
        places.extend(ide::tokens(&snapshot, id, &options).iter().map(|token| token.span));
        places.extend(ide::links(&snapshot, id).into_iter().map(|(span, _)| span));
        let grown = ide::selections(&snapshot, id, at, &options);
        prop_assert!(grown.windows(2).all(|pair| pair[1].contains(pair[0])));
        places.extend(grown);
        if let Ok(span) = ide::renamable(&snapshot, id, at) {
            places.push(span);
            if let Ok(renaming) = ide::rename(&snapshot, id, at, &name) {
                prop_assert!(biaochi::source::apply(&text, &renaming.edits).is_some());
                places.extend(renaming.edits.iter().map(|edit| edit.span));
            }
        }
        for place in places {
            prop_assert!(text.get(place.range()).is_some(), "{place:?}");
        }
    }
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
        let options = IdeOptions::default();
        if let Some(hover) = ide::hover(&snapshot, source.id(), at, &options) {
            prop_assert!(text.get(hover.span.range()).is_some());
        }
        let mut places = ide::references(&snapshot, source.id(), at, &options);
        places.extend(ide::folds(&snapshot, source.id(), &options));
        places.extend(ide::tokens(&snapshot, source.id(), &options).iter().map(|token| token.span));
        for place in places {
            prop_assert!(text.get(place.range()).is_some());
        }
    }
}
