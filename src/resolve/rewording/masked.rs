//! A clause with its quoted texts, patterns and names in 「」 taken out, so that no saying is found
//! in them.

use std::ops::Range;

use crate::syntax::rule::Keyword;

/// The marks around the number of what was taken out: a text or a pattern, and a name in 「」.
const TAKEN: [char; 2] = ['⟦', '⟧'];
const NAME: [char; 2] = ['⟬', '⟭'];

/// The marks by which a saying asks for what is between them as a text, and as a pattern.
const AS_TEXT: [char; 2] = ['⟪', '⟫'];
const AS_PATTERN: [char; 2] = ['⟮', '⟯'];

/// A clause on one line, and what was taken out of it.
pub(super) struct Masked<'t> {
    /// The rest, blanks made single.
    pub(super) line: String,
    taken: Vec<&'t str>,
}

impl<'t> Masked<'t> {
    /// `None` if it holds a comment, which no other line would keep.
    pub(super) fn of(clause: &'t str) -> Option<Self> {
        let (mut line, mut taken) = (String::new(), Vec::new());
        let mut at = 0;
        while let Some(character) = clause.get(at..).and_then(|rest| rest.chars().next()) {
            let marks = [TAKEN, NAME, AS_TEXT, AS_PATTERN];
            if matches!(character, '#' | '＃') || marks.as_flattened().contains(&character) {
                return None;
            }
            match quoted(clause, at, character) {
                Some(range) => {
                    let [open, close] = if character == '「' { NAME } else { TAKEN };
                    line.push_str(&format!("{open}{}{close}", taken.len()));
                    at = range.end;
                    taken.push(clause.get(range)?);
                }
                None => {
                    line.push(character);
                    at += character.len_utf8();
                }
            }
        }
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Self { line, taken })
    }

    /// The line with those of its texts bare that are among some words; `None` if none is.
    pub(super) fn bare(&self, words: &[(String, String)]) -> Option<String> {
        let texts = self.taken.iter().enumerate().filter_map(|(at, taken)| {
            let text = taken.trim_matches(['"', '“', '”']);
            words.iter().any(|(word, _)| word == text).then_some((at, text))
        });
        let [open, close] = TAKEN;
        let bare = texts.fold(self.line.clone(), |line, (at, text)| {
            line.replace(&format!("{open}{at}{close}"), text)
        });
        (bare != self.line).then_some(bare)
    }

    /// A line made of it, with what was taken out put back.
    pub(super) fn put_back(&self, line: &str) -> String {
        let whole = self.taken.iter().enumerate().fold(line.to_owned(), |line, (at, taken)| {
            [TAKEN, NAME].iter().fold(line, |line, [open, close]| {
                line.replace(&format!("{open}{at}{close}"), taken)
            })
        });
        let texts = between(&whole, AS_TEXT, |inside| match inside.contains('"') {
            true => format!("“{inside}”"),
            false => format!("\"{}\"", inside.replace('\\', "\\\\")),
        });
        between(&texts, AS_PATTERN, |inside| format!("/{}/", inside.replace('/', "\\/")))
    }
}

/// A line with what stands between two marks, without its own quotes, written otherwise.
fn between(line: &str, [open, close]: [char; 2], written: impl Fn(&str) -> String) -> String {
    let mut rest = line;
    let mut whole = String::new();
    while let Some((before, after)) = rest.split_once(open)
        && let Some((inside, behind)) = after.split_once(close)
    {
        let quotes = [('"', '"'), ('“', '”'), ('「', '」')];
        let bare = quotes.iter().find_map(|(open, close)| {
            inside.strip_prefix(*open).and_then(|rest| rest.strip_suffix(*close))
        });
        whole += before;
        whole += &written(bare.unwrap_or(inside));
        rest = behind;
    }
    whole + rest
}

/// What is enclosed from here on.
fn quoted(clause: &str, at: usize, open: char) -> Option<Range<usize>> {
    let close = match open {
        '"' => '"',
        '“' => '”',
        '「' => '」',
        '/' if after_matches(clause.get(..at)?) => '/',
        _ => return None,
    };
    let mut escaped = false;
    let inside = clause.get(at + open.len_utf8()..)?;
    let end = inside.char_indices().find(|(_, character)| {
        let ends = *character == close && !escaped;
        escaped = *character == '\\' && !escaped;
        ends
    });
    end.map(|(end, _)| at..at + open.len_utf8() + end + close.len_utf8())
}

fn after_matches(before: &str) -> bool {
    let before = before.trim_end();
    Keyword::Matches.spellings().any(|word| before.ends_with(word))
}
