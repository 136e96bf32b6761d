//! Text from outside, fit to be shown: on a terminal, in a page, in an office document, in JSON.
//! Takes any text; gives it with pictures or escapes for the characters that control, turn the
//! direction of writing or hide. Knows no finding.

use std::fmt::Write;
use std::io;

use maud::{Escaper, Render};
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

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

/// By byte: whether no character that is trouble begins with it, so that most bytes are passed at a
/// glance. What continues a character decides nothing by itself.
#[allow(clippy::indexing_slicing, reason = "what a constant indexes is checked when it is built")]
const HARMLESS: [bool; 256] = {
    let mut harmless = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        harmless[byte] = matches!(byte, 0x20..=0x7E | 0x80..=0xBF | 0xE4..=0xEC);
        byte += 1;
    }
    harmless
};

/// Whether the two bytes that a character begins with rule out that it is trouble: those of
/// Chinese and full-width punctuation, which stand in every sentence.
fn is_punctuation(lead: u8, next: Option<&u8>) -> bool {
    matches!((lead, next), (0xE3, Some(0x80..=0x84)) | (0xEF, Some(0xBC | 0xBD)))
}

/// The first character that is trouble, and where it stands.
fn first_trouble(text: &str) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        let rest = bytes.get(at..)?;
        let is_harmless = |byte: &u8| HARMLESS.get(usize::from(*byte)) == Some(&true);
        at += rest.iter().position(|byte| !is_harmless(byte))?;
        if !is_punctuation(*bytes.get(at)?, bytes.get(at + 1)) {
            let character = text.get(at..)?.chars().next()?;
            if is_trouble(character) {
                return Some((at, character));
            }
        }
        at += 1;
    }
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
    let formatter = Escaping::default();
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

/// Indents by two blanks, and escapes what JSON itself does not. What `serde_json` has for this
/// writes each indentation in pieces, which took a third of the time of a report.
#[derive(Default)]
struct Escaping {
    depth: usize,
    /// Whether something stands in the innermost array or object.
    filled: bool,
}

/// A line end and the indentation of the deepest that reports nest.
const LINE: &str = "\n                                ";

impl Escaping {
    fn line<W: ?Sized + io::Write>(&self, out: &mut W) -> io::Result<()> {
        let length = 1 + 2 * self.depth;
        match LINE.get(..length) {
            Some(line) => out.write_all(line.as_bytes()),
            None => write!(out, "\n{:1$}", "", length - 1),
        }
    }

    fn begin<W: ?Sized + io::Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        out.write_all(bracket)
    }

    fn end<W: ?Sized + io::Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.filled {
            self.line(out)?;
        }
        out.write_all(bracket)
    }

    fn next<W: ?Sized + io::Write>(&self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        self.line(out)
    }
}

impl Formatter for Escaping {
    fn begin_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.next(out, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.next(out, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
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
    fn no_trouble_is_passed_over() {
        for character in ('\0'..=char::MAX).filter(|character| is_trouble(*character)) {
            let text = format!("甲。（{character}");
            assert_eq!(first_trouble(&text), Some((9, character)), "{character:?}");
        }
    }

    #[test]
    fn json_is_indented_as_serde_json_does_it() {
        let value = serde_json::json!({
            "空": [], "无": {}, "表": [1, "甲。", {"深": [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}], "终": null
        });
        assert_eq!(json(&value).unwrap(), serde_json::to_string_pretty(&value).unwrap());
    }

    #[test]
    fn line_ends_of_other_systems_are_line_ends_and_a_lone_return_is_seen() {
        assert_eq!(clean("a\r\nb\rc\td\u{200b}"), "a\nb␍c\td�");
        assert_eq!(clean_painted("\u{1b}[1ma\u{9b}"), "\u{1b}[1ma�");
    }
}
