//! Comparators around a figure, as signs or words, in compact text.

use super::Comparator::{self, Above, AtLeast, AtMost, Below, Equal};

/// Those that stand before a figure; what begins like another stands before it.
const BEFORE: &[(&str, Comparator)] = &[
    (">=", AtLeast),
    ("=>", AtLeast),
    ("≥", AtLeast),
    ("≧", AtLeast),
    ("⩾", AtLeast),
    ("≮", AtLeast),
    ("<=", AtMost),
    ("=<", AtMost),
    ("≤", AtMost),
    ("≦", AtMost),
    ("⩽", AtMost),
    ("≯", AtMost),
    ("==", Equal),
    ("=", Equal),
    (">", Above),
    ("<", Below),
    ("大于或等于", AtLeast),
    ("大于等于", AtLeast),
    ("小于或等于", AtMost),
    ("小于等于", AtMost),
    ("不得低于", AtLeast),
    ("不得少于", AtLeast),
    ("不低于", AtLeast),
    ("不少于", AtLeast),
    ("不小于", AtLeast),
    ("不差于", AtLeast),
    ("至少", AtLeast),
    ("最少", AtLeast),
    ("不得高于", AtMost),
    ("不得超过", AtMost),
    ("不高于", AtMost),
    ("不超过", AtMost),
    ("不多于", AtMost),
    ("不大于", AtMost),
    ("至多", AtMost),
    ("最多", AtMost),
    ("大于", Above),
    ("超过", Above),
    ("高于", Above),
    ("多于", Above),
    ("小于", Below),
    ("低于", Below),
    ("少于", Below),
    ("等于", Equal),
];

/// Those that stand after a figure; what ends like another stands before it.
const AFTER: &[(&str, Comparator)] = &[
    ("(含)以上", AtLeast),
    ("以上(含)", AtLeast),
    ("及以上", AtLeast),
    ("或以上", AtLeast),
    ("以上", AtLeast),
    ("(含)以下", AtMost),
    ("以下(含)", AtMost),
    ("及以下", AtMost),
    ("或以下", AtMost),
    ("以下", AtMost),
    ("(含)以内", AtMost),
    ("以内(含)", AtMost),
    ("以内", AtMost),
    ("之内", AtMost),
    ("内(含)", AtMost),
    ("内", AtMost),
];

/// Words before a figure that compare nothing: `控制在5%以内`, `达到90%以上`.
const FILLERS: &[&str] = &["应", "须", "达到", "达", "控制在", "保持在", "稳定在", "维持在"];

/// What the words and signs before a figure begin with: most targets begin with none of it, and a
/// look through the tables is saved.
const FIRST: &str = ">=<≥≧⩾≮≤≦⩽≯大小不至最超高低多少等应须达控保稳维";

/// The comparator before a figure, if any, and the rest.
pub(super) fn take(text: &str) -> (Option<Comparator>, &str) {
    if !text.starts_with(|at| FIRST.contains(at)) {
        return (None, text);
    }
    let text = skip_fillers(text);
    let found = BEFORE.iter().find_map(|(sign, at)| Some((*at, text.strip_prefix(sign)?)));
    match found {
        Some((comparator, rest)) => (Some(comparator), skip_fillers(rest)),
        None => (None, text),
    }
}

/// The comparator after a figure, if any, and what is before it.
pub(super) fn take_after(text: &str) -> (Option<Comparator>, &str) {
    let found = AFTER.iter().find_map(|(word, at)| Some((*at, text.strip_suffix(word)?)));
    found.map_or((None, text), |(comparator, rest)| (Some(comparator), rest))
}

/// The comparator at the start of the text after a figure in running text, if any, and the rest. A
/// bare 内 is one only at the end of a clause.
pub(in crate::value) fn take_following(text: &str) -> (Option<Comparator>, &str) {
    let longest = AFTER
        .iter()
        .filter_map(|(word, at)| Some((word.len(), *at, text.strip_prefix(word)?)))
        .filter(|(length, _, rest)| {
            *length > "内".len() || !rest.starts_with(|at: char| at.is_alphanumeric())
        })
        .max_by_key(|(length, ..)| *length);
    longest.map_or((None, text), |(_, comparator, rest)| (Some(comparator), rest))
}

/// The comparator at the end of the text before a figure in running text, and the text before it.
pub(in crate::value) fn take_preceding(text: &str) -> Option<(Comparator, &str)> {
    let found =
        BEFORE.iter().filter_map(|(word, at)| Some((word.len(), *at, text.strip_suffix(word)?)));
    found.max_by_key(|(length, ..)| *length).map(|(_, comparator, rest)| (comparator, rest))
}

/// The combination of two comparators around one figure; `Err` if they contradict each other.
pub(in crate::value) fn agree(
    before: Option<Comparator>,
    after: Option<Comparator>,
) -> Result<Option<Comparator>, ()> {
    match (before, after) {
        (only, None) | (None, only) => Ok(only),
        (Some(AtLeast | Above), Some(AtLeast)) | (Some(AtMost | Below), Some(AtMost)) => Ok(before),
        _ => Err(()),
    }
}

fn skip_fillers(text: &str) -> &str {
    let skip = |text| FILLERS.iter().find_map(|filler| str::strip_prefix(text, filler));
    let once = skip(text).unwrap_or(text);
    skip(once).unwrap_or(once)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_agree_with_each_other() {
        let words = BEFORE.iter().map(|(word, _)| *word).chain(FILLERS.iter().copied());
        for word in words {
            assert!(word.starts_with(|at| FIRST.contains(at)), "{word}");
        }
        // The first that fits is taken, so a longer one must come before its own beginning.
        for (at, (word, _)) in BEFORE.iter().enumerate() {
            assert!(!BEFORE.iter().take(at).any(|(before, _)| word.starts_with(before)), "{word}");
        }
        for (at, (word, _)) in AFTER.iter().enumerate() {
            assert!(!AFTER.iter().take(at).any(|(before, _)| word.ends_with(before)), "{word}");
        }
    }
}
