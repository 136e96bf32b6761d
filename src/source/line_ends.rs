//! Line ends. Takes a text; gives their places. The only place that decides what ends a line.

use std::ops::Range;

use memchr::memchr2;

/// The line ends of a text, in order: LF, CR LF, a lone CR, and CR CR LF, which programs make of
/// CR LF when they write it as text again, and so one line end without an empty line.
pub fn line_ends<T: AsRef<[u8]> + ?Sized>(text: &T) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_ref();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + memchr2(b'\n', b'\r', bytes.get(at..)?)?;
        let length = match bytes.get(start..)? {
            [b'\r', b'\r', b'\n', ..] => 3,
            [b'\r', b'\n', ..] => 2,
            _ => 1,
        };
        at = start + length;
        Some(start..at)
    })
}

/// A text for the grammars, to which a line ends with LF or CR LF: a lone CR becomes LF, and the
/// first CR of CR CR LF a blank, so that every byte stays where it is. `None` where there are none
/// of these.
pub(super) fn for_grammars(text: &str) -> Option<String> {
    // Most texts have none, which is much faster to find than line ends.
    if !text.contains('\r') {
        return None;
    }
    let mut read = String::new();
    let mut at = 0;
    for end in line_ends(text) {
        let instead = match text.get(end.clone()) {
            Some("\r") => "\n",
            Some("\r\r\n") => " \r\n",
            _ => continue,
        };
        read.push_str(text.get(at..end.start)?);
        read.push_str(instead);
        at = end.end;
    }
    if at == 0 {
        return None;
    }
    read.push_str(text.get(at..)?);
    Some(read)
}

#[cfg(test)]
mod tests {
    use super::{for_grammars, line_ends};

    #[test]
    fn every_kind_of_line_end_is_one() {
        let ends = |text: &'static str| {
            line_ends(text).filter_map(|end| text.get(end)).collect::<Vec<_>>()
        };
        assert_eq!(ends("a\nb\r\nc\rd\r\r\ne"), ["\n", "\r\n", "\r", "\r\r\n"]);
        assert_eq!(ends("\r\r\r\n\r\r"), ["\r", "\r\r\n", "\r", "\r"]);
        assert!(ends("甲").is_empty() && ends("").is_empty());
    }

    #[test]
    fn what_the_grammars_read_has_every_byte_in_its_place() {
        assert_eq!(for_grammars("甲\r乙\r\r\n丙\r\n\r").as_deref(), Some("甲\n乙 \r\n丙\r\n\n"));
        assert_eq!(for_grammars("甲\r\n乙\n"), None);
    }
}
