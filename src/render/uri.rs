//! The name of a source as a URI reference, percent-encoded. Takes names as people read them; gives
//! URIs. Does not access the file system.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// All but what RFC 3986 leaves unreserved, and the `/` between the parts of a path.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A URI reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Uri {
    pub(super) text: String,
    /// Whether it is relative to the folder in which the check ran.
    pub(super) relative: bool,
}

/// The URI of a source's name: relative as the name is, `file://…` for an absolute one.
pub(super) fn of(name: &str) -> Uri {
    let drive = name.split_once(':').filter(|(drive, path)| {
        drive.len() == 1
            && drive.starts_with(|character: char| character.is_ascii_alphabetic())
            && path.starts_with('/')
    });
    match drive {
        Some((drive, path)) => {
            Uri { text: format!("file:///{drive}:{}", escape(path)), relative: false }
        }
        None if name.starts_with('/') => {
            Uri { text: format!("file://{}", escape(name)), relative: false }
        }
        None => Uri { text: escape(name), relative: true },
    }
}

/// The URI of a file by its absolute name.
pub(crate) fn file_uri(name: &str) -> String {
    of(name).text
}

/// A text as a part of a URI.
pub(crate) fn escape(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// A part of a URI with its escapes resolved; `None` if it then is no text.
pub(crate) fn unescaped(part: &str) -> Option<String> {
    percent_decode_str(part).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn names_become_uris_that_decode_to_them() {
        let cases = [
            ("a.biao", "a.biao"),
            ("../甲/a b.biao", "../%E7%94%B2/a%20b.biao"),
            ("100%#?[1].biao", "100%25%23%3F%5B1%5D.biao"),
            ("a:b.biao", "a%3Ab.biao"),
            ("C:/表/a.biao", "file:///C:/%E8%A1%A8/a.biao"),
            ("/表/a.biao", "file:///%E8%A1%A8/a.biao"),
        ];
        for (name, uri) in cases {
            let written = of(name);
            assert_eq!(written.text, uri);
            assert_eq!(written.relative, !uri.starts_with("file:"));
            let decoded = percent_encoding::percent_decode_str(&written.text).decode_utf8();
            assert!(decoded.unwrap().ends_with(name));
        }
    }
}
