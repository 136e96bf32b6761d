//! Snippets of editors: texts with tab stops. Takes texts; gives snippets, or plain texts for
//! editors that have none.

use std::ops::Range;

use crate::dictionary::{Direction, Standard};

/// A text that is built with tab stops, as a snippet or plain.
#[derive(Clone, Debug, Default)]
pub(super) struct SnippetText {
    is_snippet: bool,
    text: String,
    stops: usize,
}

impl SnippetText {
    /// An empty one, for an editor that has snippets or none.
    pub(super) fn new(is_snippet: bool) -> Self {
        Self { is_snippet, ..Self::default() }
    }

    /// Adds a text as it is.
    pub(super) fn push(&mut self, text: &str) {
        for character in text.chars() {
            if self.is_snippet && matches!(character, '$' | '}' | '\\') {
                self.text.push('\\');
            }
            self.text.push(character);
        }
    }

    /// Adds a tab stop that holds a text.
    pub(super) fn stop(&mut self, text: &str) {
        if !self.is_snippet {
            return self.push(text);
        }
        self.stops += 1;
        self.text.push_str(&format!("${{{}", self.stops));
        if !text.is_empty() {
            self.text.push(':');
        }
        self.push(text);
        self.text.push('}');
    }

    /// Adds a usual target, its figure as a tab stop: `≥${1:95}%`.
    pub(super) fn target(&mut self, standard: &Standard) {
        let target = standard.target.clone().unwrap_or_else(|| blank_target(standard));
        let figure = figure(&target);
        self.push(target.get(..figure.start).unwrap_or_default());
        self.stop(target.get(figure.clone()).unwrap_or_default());
        self.push(target.get(figure.end..).unwrap_or_default());
    }

    /// The text, and whether it is a snippet.
    pub(super) fn finish(self) -> (String, bool) {
        (self.text, self.stops > 0)
    }
}

/// A target without its figure, in the direction and the unit of an indicator.
fn blank_target(standard: &Standard) -> String {
    let sign = match standard.direction {
        Some(Direction::Up) => "≥",
        Some(Direction::Down) => "≤",
        Some(Direction::Level) => "=",
        None => "",
    };
    format!("{sign}{}", standard.units.first().map_or("", String::as_str))
}

/// The bytes of the first figure of a target; the place after its sign if it has none.
fn figure(target: &str) -> Range<usize> {
    let is_sign = |character: char| "≥≤=<>＝＞＜≧≦".contains(character);
    let is_digit = |character: char| character.is_numeric();
    let signs = target.len() - target.trim_start_matches(is_sign).len();
    let start = target.find(is_digit).unwrap_or(signs);
    let rest = target.get(start..).unwrap_or_default();
    let run = rest.find(|character| !is_digit(character) && !",.，．".contains(character));
    start..start + run.unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::{SnippetText, figure};

    #[test]
    fn the_figure_of_a_target_is_its_stop() {
        for (target, expected) in
            [("≥95%", "95"), ("≥5,000份", "5,000"), ("11月底前", "11"), ("优", ""), ("≤%", "")]
        {
            assert_eq!(target.get(figure(target)), Some(expected), "{target}");
        }
        assert_eq!(figure("≤%"), 3..3);
    }

    #[test]
    fn signs_of_snippets_are_escaped() {
        let mut snippet = SnippetText::new(true);
        snippet.push("$1}");
        snippet.stop("a\\");
        assert_eq!(snippet.finish(), ("\\$1\\}${1:a\\\\}".to_owned(), true));
        let mut plain = SnippetText::new(false);
        plain.push("$1}");
        plain.stop("a");
        assert_eq!(plain.finish(), ("$1}a".to_owned(), false));
    }
}
