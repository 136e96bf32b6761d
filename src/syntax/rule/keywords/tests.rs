//! The grammar and the table agree: `keywords.pest` is the table written as a grammar, and no other
//! file of the grammar names a keyword.

use std::collections::{BTreeMap, BTreeSet};

use super::{Keyword, Rule, first_word};

const RULE: &str = include_str!("../../../../grammar/rule.pest");
const KEYWORDS: &str = include_str!("../../../../grammar/keywords.pest");

#[test]
#[allow(clippy::disallowed_methods, reason = "it writes a file of the source tree when asked to")]
fn the_grammar_of_keywords_is_the_table() {
    let expected = grammar();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/grammar/keywords.pest");
    if std::env::var_os("BIAOCHI_UPDATE").is_some() {
        std::fs::write(path, &expected).unwrap();
        return;
    }
    assert_eq!(
        KEYWORDS, expected,
        "grammar/keywords.pest differs from the table in src/syntax/rule/keywords.rs: run \
         `BIAOCHI_UPDATE=1 cargo test keywords` (a rule that is new must be added by hand first)"
    );
}

/// Words in letters that are not keywords: those of a date, and numerals.
#[test]
fn the_rest_of_the_grammar_names_no_keyword() {
    let mut literals = BTreeSet::new();
    for line in RULE.lines().filter(|line| !line.starts_with("//")) {
        // Signs that are escaped aside.
        let line = ["\\\\", "\\\"", "\\n", "\\r", "\\t"]
            .iter()
            .fold(line.to_owned(), |line, sign| line.replace(sign, ""));
        let pieces = line.split('"').skip(1).step_by(2);
        let in_letters = pieces.filter(|literal| literal.chars().any(char::is_alphabetic));
        literals.extend(in_letters.map(str::to_owned));
    }
    let others = "年日月一二两三四五六七八九十";
    assert_eq!(literals, others.chars().map(String::from).collect());
}

#[test]
fn a_rule_of_the_grammar_reads_each_word_as_one_keyword() {
    let mut seen: BTreeMap<(Rule, &str), Keyword> = BTreeMap::new();
    for keyword in Keyword::ALL {
        for rule in keyword.row().rules {
            for word in keyword.spellings() {
                assert_eq!(Keyword::read(*rule, word), Some(*keyword), "{word} by {rule:?}");
                let other = seen.insert((*rule, word), *keyword);
                assert_eq!(other, None, "{word} by {rule:?}");
            }
        }
    }
}

#[test]
fn every_keyword_has_a_word_in_both_languages() {
    for keyword in Keyword::ALL {
        let (zh, en) = (keyword.zh(), keyword.en());
        assert!(!zh.is_empty() && !zh.is_ascii(), "{keyword:?}");
        assert!(en.is_ascii(), "{keyword:?}");
        // 2 个 is `2`.
        assert!(!en.is_empty() || *keyword == Keyword::Pieces, "{keyword:?}");
    }
}

#[test]
fn keywords_are_found_by_what_a_line_begins_with() {
    assert_eq!(Keyword::clause("不得 有 甲"), Some(Keyword::MustNot));
    assert_eq!(Keyword::clause("must not has x"), Some(Keyword::MustNot));
    assert_eq!(Keyword::clause("须有 甲"), None);
    assert_eq!(Keyword::item("rule a/b:"), Some(Keyword::Rule));
    assert_eq!(Keyword::form_line("栏「甲」 文本"), Some(Keyword::Field));
    assert_eq!(Keyword::read(Rule::k_demand, "must   not "), Some(Keyword::MustNot));
    assert_eq!(Keyword::read(Rule::name, "must"), None);
}

/// The table as rules of the grammar.
fn grammar() -> String {
    let mut text =
        "// The keywords, as src/syntax/rule/keywords.rs lists them. Written by its test: \
                    BIAOCHI_UPDATE=1.\n\n"
            .to_owned();
    let mut done: Vec<Rule> = Vec::new();
    for rule in Keyword::ALL.iter().flat_map(|keyword| keyword.row().rules) {
        if done.contains(rule) {
            continue;
        }
        done.push(*rule);
        let words = Keyword::read_by(*rule).flat_map(Keyword::spellings);
        text += &format!("{rule:?} = @{{ ({}) ~ !letter }}\n", choice(words));
    }
    text + "\n// Words that cannot be names. By their first letters, a few at a time, for speed.\n"
        + &reserved()
}

/// One of several words; of two that begin alike, the longer first.
fn choice<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut words: Vec<&str> = words.collect();
    words.sort_by_key(|word| (word.is_ascii(), std::cmp::Reverse(word.chars().count())));
    let written = |word: &&str| {
        let parts: Vec<String> = word.split(' ').map(|part| format!("\"{part}\"")).collect();
        parts.join(" ~ \" \"+ ~ ")
    };
    words.iter().map(written).collect::<Vec<_>>().join(" | ")
}

/// So many first letters are tried one after the other.
const MOST_OF_A_LOT: usize = 6;

fn reserved() -> String {
    let rows = Keyword::ALL.iter().map(|keyword| keyword.row()).filter(|row| row.reserved);
    let words: BTreeSet<&str> = rows.flat_map(|row| [row.zh, first_word(row.en)]).collect();
    let mut by_letter: BTreeMap<(bool, char), Vec<&str>> = BTreeMap::new();
    for word in words {
        let mut rest = word.chars();
        let first = rest.next().unwrap();
        by_letter.entry((first.is_ascii(), first)).or_default().push(rest.as_str());
    }
    let group = |((_, first), rests): (&(bool, char), &Vec<&str>)| match rests.as_slice() {
        [rest] => format!("\"{first}{rest}\""),
        rests => {
            let longer = choice(rests.iter().copied().filter(|rest| !rest.is_empty()));
            let optional = if rests.contains(&"") { "?" } else { "" };
            format!("\"{first}\" ~ ({longer}){optional}")
        }
    };
    // A few letters at a time, each lot behind the range that its letters lie in.
    let letters: Vec<_> = by_letter.iter().collect();
    let lots = letters.chunk_by(|((left, _), _), ((right, _), _)| left == right);
    let lots = lots.flat_map(|lot| lot.chunks(MOST_OF_A_LOT)).map(|lot| {
        let ends = lot.first().zip(lot.last()).map(|(((_, from), _), ((_, to), _))| (from, to));
        let (from, to) = ends.unwrap();
        let words = lot.iter().map(|(letter, rests)| group((letter, rests))).collect::<Vec<_>>();
        format!("&'{from}'..'{to}' ~ ( {} )", words.join(" | "))
    });
    format!(
        "reserved = _{{\n    ( {} )\n    ~ !letter\n}}\n",
        lots.collect::<Vec<_>>().join("\n    | ")
    )
}
