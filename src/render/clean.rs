//! Text from outside, fit to be shown: on a terminal, in a page, in an office document, in JSON.
//! Takes any text; gives it with pictures or escapes for the characters that control, turn the
//! direction of writing or hide. Knows no finding.

use std::fmt::Write;
use std::io;

use maud::{Escaper, Render};
use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

/// Whether a character does something to the text around it, or deceives by not being seen.
pub(super) fn is_trouble(character: char) -> bool {
    matches!(character,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        // Marks of direction.
        | '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        // Ends of lines that are not seen as such.
        | '\u{2028}'..='\u{2029}'
        // Without width, or without ink where a letter would be.
        | '\u{ad}' | '\u{34f}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180e}'
        | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{3164}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
        // Tags: a text beside the text.
        | '\u{e0000}'..='\u{e007f}')
}

/// Whether a byte is of no character that is trouble: printable ASCII, or of a common Chinese
/// character.
fn is_harmless(byte: u8) -> bool {
    // No trouble begins with one of these, and what continues a character decides nothing by
    // itself.
    matches!(byte, b' '..=b'~' | 0x80..=0xBF | 0xE4..=0xEC)
}

/// The first character that is trouble, and where it stands.
fn first_trouble(text: &str) -> Option<(usize, char)> {
    let suspects = text.bytes().enumerate().filter(|(_, byte)| !is_harmless(*byte));
    let characters = suspects.filter_map(|(at, _)| Some((at, text.get(at..)?.chars().next()?)));
    characters.into_iter().find(|(_, character)| is_trouble(*character))
}

/// A character as it may be shown: trouble becomes a picture of itself.
pub(super) fn shown(character: char) -> char {
    match character {
        '\u{7f}' => '␡',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + character as u32).unwrap_or('�'),
        _ if is_trouble(character) => '�',
        _ => character,
    }
}

/// A text that may stand on a terminal, its tabs and line ends kept.
pub(crate) fn clean(text: &str) -> String {
    cleaned(text, |character| matches!(character, '\n' | '\t'))
}

/// The same of what was put together from clean texts and painted: the escapes that paint it stay.
pub(crate) fn clean_painted(text: &str) -> String {
    cleaned(text, |character| matches!(character, '\n' | '\t' | '\u{1b}'))
}

/// A piece of a line that is laid out by us: tabs are pictures too.
pub(super) fn clean_piece(text: &str) -> String {
    cleaned(text, |character| character == '\n')
}

fn cleaned(text: &str, kept: impl Fn(char) -> bool) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            // A line end of another system is one.
            '\r' if characters.peek() == Some(&'\n') => {}
            _ => clean.push(if kept(character) { character } else { shown(character) }),
        }
    }
    clean
}

/// A value as JSON, indented, to be read by programs: what troubles a terminal is escaped, and
/// reads back as it was.
///
/// # Errors
/// Those of `out`.
pub(super) fn write_json(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    let formatter = Escaping(PrettyFormatter::new());
    // Many small pieces are written: they are gathered where that costs no call.
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    value.serialize(&mut Serializer::with_formatter(&mut out, formatter))?;
    io::Write::flush(&mut out)
}

/// The same as a text.
///
/// # Errors
/// The value cannot be written as JSON.
pub(crate) fn json(value: &impl Serialize) -> io::Result<String> {
    let mut out = Vec::new();
    write_json(value, &mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// Indents as usual, and escapes what JSON itself does not.
struct Escaping(PrettyFormatter<'static>);

/// Methods that are passed on as they are.
macro_rules! as_usual {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        $(fn $name<W: ?Sized + io::Write>(&mut self, out: &mut W, $($argument: $type),*) -> io::Result<()> {
            self.0.$name(out, $($argument),*)
        })*
    };
}

impl Formatter for Escaping {
    as_usual! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        begin_object_value();
        end_object_value();
    }

    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, character)) = first_trouble(rest) {
            out.write_all(rest.get(..at).unwrap_or_default().as_bytes())?;
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = rest.get(at + character.len_utf8()..).unwrap_or_default();
        }
        out.write_all(rest.as_bytes())
    }
}

/// Cleaned and escaped where it is put. Tabs and line ends stay.
#[derive(Clone, Copy)]
pub(super) struct Clean<'a>(pub(super) &'a str);

impl Render for Clean<'_> {
    fn render_to(&self, buffer: &mut String) {
        let mut out = Escaper::new(buffer);
        // What needs no picture goes in as it is, in one piece.
        for piece in self.0.split_inclusive(|character| fit(character) != character) {
            let last = piece.chars().next_back().filter(|character| fit(*character) != *character);
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
        _ => shown(character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_controls_and_marks_of_direction_are_inert() {
        let text = "</script>\u{1b}[1m&\u{202e}\"a\tb\n\u{ffff}\u{feff}";
        let seen = Clean(text).render().into_string();
        assert_eq!(seen, "&lt;/script&gt;␛[1m&amp;�&quot;a\tb\n��");
    }

    #[test]
    fn json_escapes_what_a_terminal_would_obey_and_reads_back() {
        let text = "甲\u{1b}\u{7f}\u{9b}\u{202e}乙\u{e0041}\u{feff}";
        let written = json(&[text]).unwrap();
        assert_eq!(written, "[\n  \"甲\\u001b\\u007f\\u009b\\u202e乙\\udb40\\udc41\\ufeff\"\n]");
        assert_eq!(serde_json::from_str::<[String; 1]>(&written).unwrap(), [text]);
    }

    #[test]
    fn bytes_that_are_taken_for_harmless_are_of_no_trouble() {
        for character in ('\0'..=char::MAX).filter(|character| is_trouble(*character)) {
            assert!(!character.to_string().bytes().all(is_harmless), "{character:?}");
        }
    }

    #[test]
    fn line_ends_of_other_systems_are_line_ends_and_a_lone_return_is_seen() {
        assert_eq!(clean("a\r\nb\rc\td\u{200b}"), "a\nb␍c\td�");
        assert_eq!(clean_painted("\u{1b}[1ma\u{9b}"), "\u{1b}[1ma�");
    }
}
