//! Line ends and byte-order mark of a formatted text: those of the original. Takes the original and
//! the printed text; gives what is to be written.

use crate::source::Source;

/// A printed text, whose lines end with LF, with the byte-order mark and the line ends of its
/// source: the n-th non-blank line keeps its line end. Blank lines that are kept keep theirs; a new
/// line takes that of the line before it.
pub(super) fn restored(source: &Source, printed: &str) -> String {
    let mark = if source.written().starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let mut restored = String::with_capacity(source.written().len());
    restored.push_str(mark);
    let ends = Ends::of(source);
    // How many non-blank lines were printed, and how many blank ones since the last of these.
    let (mut written, mut blank) = (0, 0);
    for line in printed.strip_suffix('\n').unwrap_or(printed).split('\n') {
        if printed.is_empty() {
            break;
        }
        let is_blank = line.trim().is_empty();
        (written, blank) = if is_blank { (written, blank + 1) } else { (written + 1, 0) };
        restored.push_str(line);
        restored.push_str(ends.end(written, blank));
    }
    restored
}

/// The line ends of a text: of each non-blank line, with those of the blank lines after it.
struct Ends<'s>(Vec<Vec<&'s str>>);

impl<'s> Ends<'s> {
    fn of(source: &'s Source) -> Self {
        let mut ends = vec![Vec::new()];
        for number in 1..=source.line_count() {
            let Some(line) = source.line(number) else { break };
            let text = source.slice(line).trim_start_matches('\u{feff}');
            let end = source.line_end(number);
            match ends.last_mut().filter(|_| text.trim().is_empty()) {
                Some(last) => last.push(end),
                None => ends.push(vec![end]),
            }
        }
        Self(ends)
    }

    /// That of the n-th non-blank line (from 1), or of a blank line after it.
    fn end(&self, written: usize, blank: usize) -> &'s str {
        let group = |at: usize| self.0.get(at).filter(|ends| !ends.is_empty());
        let ends = group(written).or_else(|| self.0.iter().rev().find(|ends| !ends.is_empty()));
        let end = ends.and_then(|ends| ends.get(blank).or(ends.first()));
        end.copied().unwrap_or("\n")
    }
}
