//! One line of source, cut to what a terminal can show: the marked characters with as much context
//! as fits, and `…` for what was left out. Never reads more of a line than it shows.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::clean::shown;

/// A line as shown, and where the marks went.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) text: String,
    /// The marks as ranges of `text`, in the order in which they came.
    pub(super) marks: Vec<Range<usize>>,
}

/// Columns of a text.
pub(super) fn columns_of(text: &str) -> usize {
    text.chars().map(|character| character.width().unwrap_or(0)).sum()
}

const TAB: &str = "    ";

/// The columns of a character. At least one, so that a line of a million zero-width marks is cut
/// too.
fn cost(character: char) -> usize {
    if character == '\t' { TAB.len() } else { shown(character).width().unwrap_or(0).max(1) }
}

/// Cuts a line to `columns`, keeping the marks (byte ranges of the line).
pub(super) fn cut(line: &str, marks: &[Range<usize>], columns: usize) -> Window {
    let pieces = if forward(line, 0..line.len(), columns).0 == line.len() {
        std::iter::once(0..line.len()).collect()
    } else {
        pieces(line, marks, columns)
    };
    assemble(line, marks, &pieces)
}

/// The parts of a long line that are kept.
fn pieces(line: &str, marks: &[Range<usize>], columns: usize) -> Vec<Range<usize>> {
    let share = (columns / marks.len().max(1)).saturating_sub(4).max(4);
    let mut kept: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        let (end, _) = forward(line, mark.clone(), share);
        if end >= mark.end {
            kept.push(mark.clone());
        } else {
            // Too long to be kept whole: where it begins and where it ends.
            let (head, _) = forward(line, mark.clone(), share * 2 / 3);
            let (tail, _) = backward(line, head..mark.end, share / 3);
            kept.extend([mark.start..head, tail..mark.end]);
        }
    }
    if kept.is_empty() {
        kept.push(0..0);
    }
    kept.sort_by_key(|piece| (piece.start, piece.end));
    let mut kept = joined(line, kept);

    let used: usize = kept.iter().map(|piece| forward(line, piece.clone(), columns).1 + 2).sum();
    let mut spare = columns.saturating_sub(used);
    let each = spare / (2 * kept.len());
    // First an equal share on both sides of each, then the rest to those that can use it.
    for quota in [each, columns] {
        for at in 0..kept.len() {
            let floor = at.checked_sub(1).and_then(|at| kept.get(at)).map_or(0, |left| left.end);
            let ceiling = kept.get(at + 1).map_or(line.len(), |right| right.start);
            let Some(piece) = kept.get_mut(at) else {
                continue;
            };
            let (end, used) = forward(line, piece.end..ceiling, quota.min(spare));
            piece.end = end;
            spare -= used;
            let (start, used) = backward(line, floor..piece.start, quota.min(spare));
            piece.start = start;
            spare -= used;
        }
    }
    joined(line, kept)
}

/// Sorted pieces, those joined between which `…` would take as much room as what it stands for.
fn joined(line: &str, pieces: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut result: Vec<Range<usize>> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match result.last_mut() {
            Some(last) if forward(line, last.end..piece.start, 1).0 >= piece.start => {
                last.end = last.end.max(piece.end);
            }
            _ => result.push(piece),
        }
    }
    result
}

/// How far one gets from the start of a range, and the columns it takes.
fn forward(line: &str, range: Range<usize>, columns: usize) -> (usize, usize) {
    walk(
        line.get(range.clone()).unwrap_or_default().chars(),
        columns,
        |at, size| at + size,
        range.start,
    )
}

/// How far back one gets from the end of a range, and the columns it takes.
fn backward(line: &str, range: Range<usize>, columns: usize) -> (usize, usize) {
    let characters = line.get(range.clone()).unwrap_or_default().chars().rev();
    walk(characters, columns, |at, size| at - size, range.end)
}

fn walk(
    characters: impl Iterator<Item = char>,
    columns: usize,
    step: impl Fn(usize, usize) -> usize,
    from: usize,
) -> (usize, usize) {
    let (mut at, mut used) = (from, 0);
    for character in characters {
        if used + cost(character) > columns {
            break;
        }
        used += cost(character);
        at = step(at, character.len_utf8());
    }
    (at, used)
}

/// Writes the pieces one after the other and follows the marks.
fn assemble(line: &str, marks: &[Range<usize>], pieces: &[Range<usize>]) -> Window {
    let mut text = String::new();
    // Where each kept character of the line went, in order.
    let mut moved: Vec<(usize, usize)> = Vec::new();
    let mut done = 0;
    for piece in pieces {
        if piece.start > done {
            text.push('…');
        }
        for (at, character) in line.get(piece.clone()).unwrap_or_default().char_indices() {
            moved.push((piece.start + at, text.len()));
            match character {
                '\t' => text.push_str(TAB),
                // The byte-order mark that a file begins with is no character of the text.
                '\u{feff}' if piece.start + at == 0 => {}
                _ => text.push(shown(character)),
            }
        }
        moved.push((piece.end, text.len()));
        done = piece.end;
    }
    if done < line.len() {
        text.push('…');
    }
    let place = |offset: usize| {
        let after = moved.partition_point(|(from, _)| *from <= offset);
        after.checked_sub(1).and_then(|at| moved.get(at)).map_or(0, |(_, to)| *to)
    };
    let marks = marks.iter().map(|mark| place(mark.start)..place(mark.end)).collect();
    Window { text, marks }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The window with its marks bracketed.
    fn seen(line: &str, needles: &[&str], columns: usize) -> String {
        let marks: Vec<_> = needles
            .iter()
            .map(|needle| line.find(needle).map(|at| at..at + needle.len()).unwrap())
            .collect();
        let window = cut(line, &marks, columns);
        assert!(columns_of(&window.text) <= columns, "{} columns: {}", columns, window.text);
        for (mark, needle) in window.marks.iter().zip(needles) {
            let inside = window.text.get(mark.clone()).unwrap();
            assert!(inside == *needle || inside.contains('…'), "{needle} became {inside}");
        }
        window.text
    }

    const DIGITS: &str = "零一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥";

    #[test]
    fn a_short_line_stays_as_it_is() {
        assert_eq!(seen("项目: 甲", &["甲"], 8), "项目: 甲");
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        assert_eq!(seen(DIGITS, &["庚辛"], 20), "…丁戊己庚辛壬癸子丑…");
        assert_eq!(seen(DIGITS, &["零"], 20), "零一二三四五六七八…");
        assert_eq!(seen(DIGITS, &["亥"], 20), "…卯辰巳午未申酉戌亥");
    }

    #[test]
    fn marks_far_apart_both_stay() {
        assert_eq!(seen(DIGITS, &["二", "亥"], 24), "零一二三四五六…酉戌亥");
        assert_eq!(seen(DIGITS, &["零", "癸", "亥"], 24), "零一二三…壬癸子…戌亥");
    }

    #[test]
    fn a_mark_longer_than_the_room_shows_its_ends() {
        assert_eq!(seen(DIGITS, &[DIGITS], 20), "零一二三四五…戌亥");
    }

    #[test]
    fn control_characters_are_pictured_and_a_byte_order_mark_is_not_shown() {
        assert_eq!(seen("\u{feff}a\u{1b}[31m\tb\u{202e}c", &["b"], 40), "a␛[31m    b�c");
    }

    #[test]
    fn a_line_of_characters_without_width_is_cut_too() {
        let line = "\u{301}".repeat(100_000);
        assert!(cut(&line, &vec![5000..5002; 2], 80).text.chars().count() <= 80);
    }
}
