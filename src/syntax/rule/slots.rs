//! What the grammar reads at a place of a rule file: found by trying, so that what is offered there
//! parses. Takes a text and a byte; gives keywords, and what kind of name fits.

use super::clause::clause_entry;
use super::cut;
use super::parts::{self, Rule};
use super::{Keyword, KeywordPlace};

/// A place where more can be written.
#[derive(Clone, Debug)]
pub(crate) struct RuleSlot {
    /// The first byte of the word that is being typed there.
    pub(crate) start: usize,
    /// The keywords that fit.
    pub(crate) keywords: Vec<Keyword>,
    /// The kind of name that fits, if one does.
    pub(crate) name: Option<NameSlot>,
    /// Whether the text is written with English keywords.
    pub(crate) is_english: bool,
    /// The clause up to there.
    clause: String,
}

/// The kind of name that fits a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameSlot {
    /// A field, a variable, a definition, a function: what has a value.
    Value,
    /// A level or a field.
    Place,
    /// A law.
    Law,
    /// What stands after a dot.
    Member,
}

/// A name that no text has.
const NAME: &str = "〇";
/// What no rule reads but free text.
const NONSENSE: &str = "\u{1}";

/// What fits a byte of a text; `None` in comments, in texts and in sheet fragments.
pub(crate) fn slot(text: &str, offset: usize) -> Option<RuleSlot> {
    let before = text.get(..offset)?;
    let is_of_word = |character: char| character.is_alphanumeric() || character == '_';
    let before = before.trim_end_matches(is_of_word);
    let start = before.len();
    let cut = cut::cut(before);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.get(line_start..)?.trim_start_matches('\u{feff}');
    let in_comment = cut.comments.last().is_some_and(|comment| comment.start >= line_start);
    let in_text =
        cut.unclosed.iter().any(|open| open.quote == "\"\"\"" || open.range.start >= line_start);
    if in_comment || in_text {
        return None;
    }
    let code = |line: &cut::CodeLine| before.get(line.start..line.end).unwrap_or_default();
    let head = cut
        .lines
        .iter()
        .rev()
        .find(|line| line.flush && !line.inside && Keyword::item(code(line)).is_some());
    let item = head.and_then(|line| Keyword::item(code(line)));
    let is_english = cut
        .lines
        .first()
        .is_some_and(|line| code(line).starts_with(|c: char| c.is_ascii_alphabetic()));
    let found = |keywords: Vec<Keyword>, name, clause: &str| {
        Some(RuleSlot { start, keywords, name, is_english, clause: clause.to_owned() })
    };
    if line.is_empty() {
        return found(Keyword::of(KeywordPlace::Item).collect(), None, "");
    }
    if line.trim().is_empty() {
        let place = match item {
            Some(Keyword::Rule | Keyword::RuleTable) => KeywordPlace::Clause,
            Some(Keyword::Form) => KeywordPlace::FormLine,
            _ => return None,
        };
        return found(Keyword::of(place).collect(), None, "");
    }
    let starts = |line: &&cut::CodeLine| !line.inside && entry(code(line)).is_some();
    let first = cut.lines.iter().rev().find(starts)?;
    let clause = before.get(first.start..)?;
    if reaches(clause, NONSENSE) {
        return None;
    }
    let takes_name = reaches(clause, NAME);
    // Where even the keyword of a clause is read, every word is a name.
    let takes_any = reaches(clause, Keyword::About.zh());
    let fits = |keyword: &Keyword| {
        let word = if is_english { keyword.en() } else { keyword.zh() };
        !word.is_empty()
            && !takes_any
            && reaches(clause, word)
            && (!takes_name || !parts::reads(Rule::name, word))
    };
    let mut keywords: Vec<Keyword> = Keyword::ALL.iter().copied().filter(fits).collect();
    let word = |keyword: &Keyword| if is_english { keyword.en() } else { keyword.zh() };
    let mut words: Vec<&str> = Vec::new();
    keywords.retain(|keyword| {
        let is_new = !words.contains(&word(keyword));
        words.push(word(keyword));
        is_new
    });
    let name = takes_name.then(|| name_slot(clause)).flatten();
    found(keywords, name, clause)
}

impl RuleSlot {
    /// Whether the grammar reads a text there.
    pub(crate) fn reads(&self, text: &str) -> bool {
        reaches(&self.clause, text)
    }

    /// The words of the clause up to there, the last first.
    pub(crate) fn words_before(&self) -> impl Iterator<Item = &str> {
        let is_of_word = |character: char| character.is_alphanumeric() || character == '_';
        self.clause.rsplit(move |character| !is_of_word(character)).filter(|word| !word.is_empty())
    }
}

/// The kind of name that fits the end of a clause; `None` for a new name.
fn name_slot(clause: &str) -> Option<NameSlot> {
    let trimmed = clause.trim_end();
    let reads = |rule| {
        Keyword::words_of(rule).any(|word| {
            let before = trimmed.strip_suffix(word);
            before.is_some_and(|before| !before.ends_with(char::is_alphanumeric))
        })
    };
    let is_declaration = Keyword::clause(clause).is_none();
    match () {
        () if reads(Rule::k_basis) => Some(NameSlot::Law),
        () if trimmed.ends_with(['.', '．']) => Some(NameSlot::Member),
        () if is_declaration && !trimmed.contains([':', '：']) => None,
        () if is_declaration && Keyword::item(clause) != Some(Keyword::Define) => None,
        () if reads(Rule::k_in) || trimmed.ends_with(['/', '／']) => Some(NameSlot::Place),
        () if reads(Rule::ranged) || reads(Rule::k_pair) => None,
        () => Some(NameSlot::Value),
    }
}

/// Whether the grammar reads a clause up to the end of what is added.
fn reaches(clause: &str, added: &str) -> bool {
    let whole = format!("{clause}{added}");
    entry(&whole).is_some_and(|entry| parts::reached(entry, &format!("{whole} \0")) >= whole.len())
}

/// The entry rule of a clause, of an item, or of a line of a 表单.
fn entry(text: &str) -> Option<Rule> {
    if let Some(word) = Keyword::clause(text) {
        return Some(clause_entry(word, text));
    }
    if let Some(item) = Keyword::item(text) {
        return Some(match item {
            Keyword::Rule | Keyword::RuleTable => Rule::rule_head,
            Keyword::Form => Rule::form,
            Keyword::Suffixes => Rule::suffixes,
            Keyword::Catalogue => Rule::catalogue,
            Keyword::Law => Rule::law,
            Keyword::Words => Rule::words,
            Keyword::Define => Rule::define,
            Keyword::Synonyms => Rule::synonyms,
            Keyword::Parameter => Rule::set,
            Keyword::SharedBasis => Rule::shared_basis,
            _ => Rule::use_pack,
        });
    }
    match Keyword::form_line(text)? {
        Keyword::Tree => Some(Rule::tree),
        Keyword::Level => Some(Rule::level),
        Keyword::LevelAlias => Some(Rule::level_alias),
        Keyword::Unjudged => Some(Rule::unjudged),
        Keyword::Totals => Some(Rule::totals),
        Keyword::Table => Some(Rule::table),
        Keyword::Role => Some(Rule::role),
        Keyword::Renamed => Some(Rule::renamed),
        Keyword::Dropped => Some(Rule::dropped),
        _ => Some(Rule::field),
    }
}
