//! A text from a file, fit to stand in a page or an office document: what maud puts between tags. Takes any text;
//! gives it escaped, with pictures for the characters that control. Knows no finding.

use std::fmt::Write;

use maud::{Escaper, Render};

use super::window;

/// Cleaned and escaped where it is put. Tabs and line ends stay.
#[derive(Clone, Copy)]
pub(super) struct Clean<'a>(pub(super) &'a str);

impl Render for Clean<'_> {
    fn render_to(&self, buffer: &mut String) {
        let mut out = Escaper::new(buffer);
        // What needs no picture goes in as it is, in one piece.
        for piece in self.0.split_inclusive(|it| fit(it) != it) {
            let last = piece.chars().next_back().filter(|it| fit(*it) != *it);
            let (kept, last) = match last {
                Some(last) => (piece.strip_suffix(last).unwrap_or_default(), Some(fit(last))),
                None => (piece, None),
            };
            // A `String` takes all.
            let _ = out.write_str(kept);
            let _ = last.map_or(Ok(()), |last| out.write_char(last));
        }
    }
}

/// A character as it may stand there.
pub(super) fn fit(character: char) -> char {
    match character {
        '\t' | '\n' => character,
        // No characters of XML.
        '\u{fffe}' | '\u{ffff}' => '�',
        _ => window::shown(character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_controls_and_marks_of_direction_are_inert() {
        let text = "</script>\u{1b}[1m&\u{202e}\"a\tb\n\u{ffff}\u{feff}";
        let seen = Clean(text).render().into_string();
        assert_eq!(seen, "&lt;/script&gt;␛[1m&amp;�&quot;a\tb\n�\u{feff}");
    }
}
