//! Quotes, and the blanks around figures and patterns.

/// A blank that is needed only between words: around figures and patterns, not beside quotes.
pub(super) const SOFT: char = '\u{E000}';

pub(super) fn quoted(text: &str) -> String {
    format!("“{text}”")
}

/// Something set off from Chinese words by blanks.
pub(super) fn apart(text: impl std::fmt::Display) -> String {
    format!("{SOFT}{text}{SOFT}")
}

/// A text with its soft blanks made real or removed.
pub(super) fn set_blanks(text: &str) -> String {
    let wordlike = |letter: char| letter.is_alphanumeric() || "/%+-×÷".contains(letter);
    let mut set = String::with_capacity(text.len());
    let mut pending = false;
    for letter in text.chars() {
        if letter == SOFT {
            pending = true;
            continue;
        }
        let before = set.chars().next_back();
        // None is needed between two Chinese characters: 1元以上.
        let meets = |before: char| wordlike(before) && (before.is_ascii() || letter.is_ascii());
        if pending && wordlike(letter) && before.is_some_and(meets) {
            set.push(' ');
        }
        pending = false;
        set.push(letter);
    }
    set
}
