//! Missing spaces: Chinese has no word boundaries, so `当绩效类型是"…"` is one name to the parser.
//! For a run of letters that splits completely into known words, the corrected line is suggested.

use super::names::{Scope, Vocabulary};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::source::{Source, SourceId, Span};
use crate::syntax::rule::{self as written, ClauseKind, Item, Keyword};

/// The longest run that is examined, in characters: no line of a rule is longer.
const LONGEST_RUN: usize = 80;

impl Vocabulary<'_> {
    /// The finding for a name that is several known words run together.
    pub(super) fn missing_space(
        &self,
        scope: &Scope,
        name: &str,
        span: Span,
    ) -> Option<Diagnostic> {
        let known = self.known_words(Some(&scope.form), Some(scope));
        let parted = part(name, &known)?;
        Some(words::space_missing(span, &parted, &parted))
    }

    /// The same for the text of a clause or line that could not be read at all.
    pub(super) fn missing_space_in(&self, text: &str, span: Span) -> Option<Diagnostic> {
        let forms: Vec<_> = self.forms.iter().map(|(form, _)| Some(&**form)).collect();
        let forms = if forms.is_empty() { vec![None] } else { forms };
        forms.into_iter().find_map(|form| self.missing_space_for(text, span, form))
    }

    fn missing_space_for(&self, text: &str, span: Span, form: Option<&Form>) -> Option<Diagnostic> {
        let (place, corrected) = parted(text, span, &self.known_words(form, None))?;
        reads_well(&corrected).then(|| words::space_missing(place, &corrected, &corrected))
    }
}

/// A text with a blank between the known words that are run together in it, and the first place
/// where one was missing.
pub(super) fn parted(text: &str, span: Span, known: &[String]) -> Option<(Span, String)> {
    let (mut corrected, mut first) = (String::new(), None);
    for run in runs(text) {
        match run {
            NameRun::Other(other) => corrected.push_str(other),
            NameRun::Name(at, name) => match part(name, known) {
                Some(parted) => {
                    let start = span.start as usize + at;
                    first.get_or_insert(Span::new(span.source, start, start + name.len()));
                    // A following quote or bracket is separated as well: `是"…"` reads better
                    // so.
                    corrected.push_str(&parted);
                    corrected.push(' ');
                }
                None => corrected.push_str(name),
            },
        }
    }
    Some((first?, tidy(&corrected)))
}

/// A run split into known words with blanks between; `None` if it is itself known or cannot be
/// split.
fn part(run: &str, known: &[String]) -> Option<String> {
    let is_known = |word: &str| known.iter().any(|name| name == word) || Keyword::is_in_rules(word);
    if run.chars().count() > LONGEST_RUN || is_known(run) {
        return None;
    }
    let ends: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    // best[i]: the fewest words that make up the rest after the i-th boundary, and the end of the
    // first.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; ends.len()];
    if let Some(last) = best.last_mut() {
        *last = Some((0, ends.len()));
    }
    for from in (0..ends.len().saturating_sub(1)).rev() {
        for to in from + 1..ends.len() {
            let Some((rest, _)) = best.get(to).copied().flatten() else { continue };
            let word = slice(run, &ends, from, to);
            // `100万元` too, whose unit is no longer than that.
            let unit = word.trim_start_matches(|digit: char| digit.is_ascii_digit());
            let number = unit.len() < word.len() && unit.chars().count() <= 2;
            let better =
                best.get(from).copied().flatten().is_none_or(|(least, _)| rest + 1 < least);
            if better
                && (number || is_known(word))
                && let Some(entry) = best.get_mut(from)
            {
                *entry = Some((rest + 1, to));
            }
        }
    }
    let mut words = Vec::new();
    let mut at = 0;
    while at + 1 < ends.len() {
        let (_, next) = best.get(at).copied().flatten()?;
        words.push(slice(run, &ends, at, next));
        at = next;
    }
    (words.len() > 1).then(|| words.join(" "))
}

fn slice<'t>(run: &'t str, ends: &[usize], from: usize, to: usize) -> &'t str {
    let bounds = ends.get(from).copied().zip(ends.get(to).copied());
    bounds.and_then(|(start, end)| run.get(start..end)).unwrap_or_default()
}

enum NameRun<'t> {
    /// A run of letters and digits, with its first byte.
    Name(usize, &'t str),
    /// Anything between, quoted text included.
    Other(&'t str),
}

/// A clause split into names and the rest; quoted text and patterns are rest.
fn runs(text: &str) -> Vec<NameRun<'_>> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut quote: Option<char> = None;
    let mut in_name = false;
    let mut push = |from: usize, to: usize, name: bool| {
        let Some(piece) = text.get(from..to).filter(|piece| !piece.is_empty()) else { return };
        runs.push(if name { NameRun::Name(from, piece) } else { NameRun::Other(piece) });
    };
    for (at, character) in text.char_indices() {
        let letter = quote.is_none() && (character.is_alphanumeric() || character == '_');
        if letter != in_name {
            push(start, at, in_name);
            (start, in_name) = (at, letter);
        }
        quote = match (quote, character) {
            (None, '"' | '/') => Some(character),
            (None, '“') => Some('”'),
            (None, '「') => Some('」'),
            (Some(open), close) if open == close => None,
            (open, _) => open,
        };
    }
    push(start, text.len(), in_name);
    runs
}

/// One blank where there are several, none before a dot or a closing mark.
fn tidy(line: &str) -> String {
    let mut tidied = line.split_whitespace().collect::<Vec<_>>().join(" ");
    for mark in [".", ",", "，", "、", ")", "）", "：", ":"] {
        tidied = tidied.replace(&format!(" {mark}"), mark);
    }
    for mark in ["(", "（"] {
        tidied = tidied.replace(&format!(" {mark}"), mark);
    }
    tidied
}

/// Whether the corrected clause can be parsed: no advice that leads to the next error.
pub(super) fn reads_well(clause: &str) -> bool {
    let text = format!("规则 甲：\n    {clause}\n");
    let tree = written::parse(&Source::new(SourceId::ALONE, "", text));
    let readable = |item: &Item| match item {
        Item::Rule(rule) => {
            let broken = |clause: &written::Clause| matches!(clause.kind, ClauseKind::Broken(_));
            !rule.clauses.is_empty() && !rule.clauses.iter().any(broken)
        }
        _ => false,
    };
    tree.diagnostics.is_empty() && tree.items.iter().all(readable)
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn a_run_falls_into_known_words_or_stays_whole() {
        let known: Vec<String> = ["绩效类型", "信息化项目", "项目"].map(String::from).into();
        assert_eq!(part("当绩效类型是", &known).as_deref(), Some("当 绩效类型 是"));
        assert_eq!(part("非信息化项目", &known).as_deref(), Some("非 信息化项目"));
        assert_eq!(part("信息化项目", &known), None);
        assert_eq!(part("信息化工程", &known), None);
    }
}
