//! Splits a text into stretches that can be parsed independently. Takes a text; gives ranges of
//! bytes. Knows nothing of the content between separators.

use std::ops::Range;

use super::line::{is_blank, is_separator};

/// The stretches of a text, in order, which together are all of it. A stretch begins at a `---`
/// that is not indented, and so is one document. (An indented `---` may be a line of literal text:
/// only the parser knows, and if it is a separator after all, its stretch has several documents.)
/// Blank lines before the first separator are not a document, and belong to the stretch that
/// follows.
///
/// Parsing each stretch gives what parsing the whole text gives, with places relative to the
/// stretch.
pub fn split(text: &str) -> Vec<Range<usize>> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut stretches = Vec::new();
    let (mut start, mut at) = (0, text.len() - body.len());
    let mut bare = true;
    for line in body.split_inclusive('\n') {
        if is_separator(line) {
            if !bare {
                stretches.push(start..at);
                start = at;
            }
            bare = false;
        } else if bare {
            let ended = line.strip_suffix('\n').unwrap_or(line);
            let ended = ended.strip_suffix('\r').unwrap_or(ended);
            bare = ended.chars().all(is_blank);
        }
        at += line.len();
    }
    stretches.push(start..text.len());
    stretches
}
