//! A law that is cited by its title: `依据 《办法》（示教财〔2021〕5号）第六条`. The language cites
//! laws by a short name that a 法规 declares.

use std::sync::LazyLock;

use regex::Regex;

use super::super::names::Vocabulary;
use crate::syntax::rule::Keyword;

/// The clause as the language says it.
pub(super) struct Citation {
    pub(super) line: String,
    /// The 法规, if there is none of this title.
    pub(super) law: Option<String>,
}

static CITED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = "[（(〔]([^（）()]*号)[)）〕]";
    Regex::new(&format!(
        "^(?:依据|根据|按照|依照) ?[:：]? ?《([^》]+)》 ?(?:{number})? ?的?(.*?)(?: ?的? ?规定)?[。；]?$"
    ))
    .ok()
});

/// A law that may be cited: the name that it is cited by, its title and number.
pub(super) struct CitedLaw<'t> {
    pub(super) name: &'t str,
    pub(super) title: &'t str,
    pub(super) number: Option<&'t str>,
}

/// A clause as the language says it, given the laws there are; `None` if it is no
/// such citation.
pub(super) fn cited<'t>(
    clause: &str,
    vocabulary: &Vocabulary<'_>,
    mut laws: impl Iterator<Item = CitedLaw<'t>>,
) -> Option<Citation> {
    let Some(found) = CITED.as_ref()?.captures(clause) else {
        // By its title without 《》, or by its number.
        let rest = behind_keyword(clause)?;
        let (name, article) = laws.find_map(|law| {
            let titled = rest.strip_prefix(bare(law.title));
            let numbered = || behind_number(rest, law.number?);
            Some((law.name, titled.or_else(numbered)?))
        })?;
        let article = article.trim().trim_end_matches("规定").trim_end();
        let article = article.trim_end_matches('的').trim_end();
        return Some(Citation {
            line: format!("依据 {name} {article}").trim_end().to_owned(),
            law: None,
        });
    };
    let part = |number| found.get(number).map(|part: regex::Match<'_>| part.as_str().trim());
    let (title, number, article) = (part(1)?, part(2), part(3).unwrap_or_default());
    let known = laws.find(|law| bare(law.title) == title);
    let name = match &known {
        Some(law) => law.name.to_owned(),
        None => short_name(title, vocabulary)?,
    };
    let line = format!("依据 {name} {article}").trim_end().to_owned();
    let number = number.map(|number| format!(" 文号 \"{number}\"")).unwrap_or_default();
    let law = known.is_none().then(|| format!("法规 {name} 《{title}》{number}"));
    Some(Citation { line, law })
}

/// What stands behind the number of a law, whatever brackets its year has.
fn behind_number<'t>(text: &'t str, number: &str) -> Option<&'t str> {
    let like = |letter: char| match letter {
        '[' | '［' | '【' | '(' | '（' | '{' | '〈' => '〔',
        ']' | '］' | '】' | ')' | '）' | '}' | '〉' => '〕',
        letter => letter,
    };
    let mut rest = text.trim_start();
    for letter in number.chars().filter(|letter| !letter.is_whitespace()) {
        let written = rest.chars().next()?;
        rest = rest.strip_prefix(written)?.trim_start();
        if like(written) != like(letter) {
            return None;
        }
    }
    Some(rest)
}

/// The title without what it says of itself, as a name that is not taken.
fn short_name(title: &str, vocabulary: &Vocabulary<'_>) -> Option<String> {
    let from = title.rfind("关于印发").map_or(0, |at| at + "关于印发".len());
    let title = title.get(from..)?.trim_start_matches(['《', '〈']);
    let name: String = title.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let free = |name: &str| !name.is_empty() && !vocabulary.laws.contains_key(name);
    let shorter = name.trim_end_matches("的通知").trim_end_matches("通知");
    let numbered = (2..10).map(|number| format!("{shorter}{number}"));
    [shorter.to_owned(), name.clone()].into_iter().chain(numbered).find(|name| free(name))
}

/// A title without 《》.
fn bare(title: &str) -> &str {
    title.trim_matches(['《', '》'])
}

/// What stands behind the keyword of a clause.
fn behind_keyword(clause: &str) -> Option<&str> {
    let rest = Keyword::Basis.spellings().find_map(|word| clause.strip_prefix(word))?;
    Some(rest.trim_start())
}
