//! What an input method is composing. Editors send each step as a change: letters that replace the
//! letters before them (`j`, `jx`, `jxlx`), in the end the characters. Findings that such letters
//! raise would flicker, so new ones on that line wait.

use std::ops::Range;

/// The letters that may be a composition under way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Composing(Option<Range<usize>>);

impl Composing {
    /// Takes in that the bytes `range`, which were `old`, became `new`.
    pub(super) fn change(&mut self, range: &Range<usize>, old: &str, new: &str) {
        let is_step = !new.is_empty()
            && new.chars().all(|letter| letter.is_ascii_alphabetic() || " '".contains(letter))
            && new.starts_with(|letter: char| letter.is_ascii_alphabetic());
        let after = range.start..range.start + new.len();
        self.0 = match &self.0 {
            // Its own letters are replaced or taken back, or more are typed behind them.
            Some(own) if own.start <= range.start && range.end <= own.end => {
                let all = own.start..own.end + new.len() - old.len();
                (is_step || new.is_empty()).then_some(all).filter(|all| !all.is_empty())
            }
            _ if is_step && old.is_empty() => Some(after),
            _ => None,
        };
    }

    /// The bytes of the letters.
    pub(super) fn letters(&self) -> Option<Range<usize>> {
        self.0.clone()
    }

    /// Ends it: what was typed stands.
    pub(super) fn end(&mut self) {
        self.0 = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The letters after each change of a text.
    fn after(changes: &[(Range<usize>, &str)]) -> Vec<Option<String>> {
        let (mut text, mut composing) = (String::from("名称: "), Composing::default());
        let step = |(range, new): &(Range<usize>, &str)| {
            let old = text.get(range.clone()).unwrap().to_owned();
            composing.change(range, &old, new);
            text.replace_range(range.clone(), new);
            composing.letters().map(|letters| text.get(letters).unwrap().to_owned())
        };
        changes.iter().map(step).collect()
    }

    fn letters(all: &[&str]) -> Vec<Option<String>> {
        all.iter().map(|text| (!text.is_empty()).then(|| (*text).to_owned())).collect()
    }

    #[test]
    fn letters_that_replace_their_own_are_a_composition_until_characters_come() {
        let replayed = after(&[(8..8, "j"), (8..9, "jx"), (8..10, "ji xiao"), (8..15, "绩效")]);
        assert_eq!(replayed, letters(&["j", "jx", "ji xiao", ""]));
        let typed = after(&[(8..8, "d"), (9..9, "l"), (9..10, ""), (8..9, "")]);
        assert_eq!(typed, letters(&["d", "dl", "d", ""]));
        let elsewhere = after(&[(8..8, "d"), (0..0, "字")]);
        assert_eq!(elsewhere, letters(&["d", ""]));
        assert_eq!(after(&[(8..8, "5"), (0..6, "abc")]), letters(&["", ""]), "not typed letters");
    }
}
