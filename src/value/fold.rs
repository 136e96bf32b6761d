//! Full-width forms to their half-width twins.

/// The half-width twin of one character, or the character itself.
pub fn fold_char(character: char) -> char {
    character
}

/// A text with every character folded.
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}
