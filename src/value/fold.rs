//! Full-width forms to their half-width twins. Takes and gives characters; knows no meaning of
//! them.

use std::borrow::Cow;

use super::numerals::in_digits;

/// The half-width twin of one character, or the character itself.
pub(crate) fn fold_char(character: char) -> char {
    // What nearly all characters of a sheet are has no twin.
    if character.is_ascii() || is_ideograph(character) {
        return character;
    }
    match character {
        '\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200a}' => ' ',
        '！'..='～' => char::from_u32(character as u32 - 0xFEE0).unwrap_or(character),
        '￥' => '¥',
        '〜' | '∼' | '﹋' => '~',
        '−' | '﹣' => '-',
        '─' => '—',
        '﹪' => '%',
        '﹐' => ',',
        '﹒' => '.',
        '﹔' => ';',
        '﹕' | '∶' => ':',
        '﹖' => '?',
        '﹗' => '!',
        '﹙' => '(',
        '﹚' => ')',
        '﹛' => '{',
        '﹜' => '}',
        '﹟' => '#',
        '﹢' => '+',
        '﹤' => '<',
        '﹥' => '>',
        '﹦' => '=',
        _ => character,
    }
}

/// A text with every character folded.
pub(crate) fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// Letters and digits alone, half-width and in lower case: what is left when layout and punctuation
/// do not count.
pub(crate) fn normalise(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        // Runs of ideographs are most of a text, and are copied at once.
        let run = rest.find(|character| !is_ideograph(character)).unwrap_or(rest.len());
        let (same, after) = rest.split_at(run);
        normal.push_str(same);
        let other = after.find(is_ideograph).unwrap_or(after.len());
        let (other, after) = after.split_at(other);
        each_normal(other, |character| normal.push(character));
        rest = after;
    }
    normal
}

/// The characters of [`normalise`], one after the other.
pub(crate) fn each_normal(text: &str, mut take: impl FnMut(char)) {
    for character in text.chars() {
        if is_ideograph(character) {
            take(character);
            continue;
        }
        let folded = fold_char(character);
        if folded.is_ascii_alphanumeric() {
            take(folded.to_ascii_lowercase());
        } else if !is_punctuation(folded) && folded.is_alphanumeric() {
            folded.to_lowercase().for_each(&mut take);
        }
    }
}

/// Of the marks that stand in nearly every sentence: no letters, and sooner known than looked up.
fn is_punctuation(character: char) -> bool {
    matches!(character, '\u{2010}'..='\u{2027}' | '\u{3001}' | '\u{3002}' | '\u{3008}'..='\u{3011}')
}

/// Whether two texts are the same but for width and outer blanks.
pub(crate) fn same_text(left: &str, right: &str) -> bool {
    let first = |text: &str| text.chars().next().filter(|first| is_ideograph(*first));
    // Most texts that differ begin with different characters that fold to themselves.
    if let (Some(first_left), Some(first_right)) = (first(left), first(right))
        && first_left != first_right
    {
        return false;
    }
    // What folds to a blank is one.
    left == right || left.trim().chars().map(fold_char).eq(right.trim().chars().map(fold_char))
}

/// Of the common Chinese characters: letters without case or width.
pub(crate) fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}')
}

/// Whether two names are the same but for width and blanks: `项目总预算 (元)` and
/// `项目总预算（元）`.
pub(crate) fn same_name(left: &str, right: &str) -> bool {
    left == right || squashed(left).eq(squashed(right))
}

/// A name folded and without blanks; borrowed where that changes nothing.
pub(crate) fn squash(name: &str) -> Cow<'_, str> {
    if name.chars().all(|character| fold_char(character) == character && !is_blank(character)) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(squashed(name).collect())
    }
}

/// A value as all readers of figures read it: folded, numerals in digits, and without the blanks
/// that mean nothing; one stays where it parts two runs of digits or Latin letters, so that `10 20`
/// does not become 1020.
pub(crate) fn compact(text: &str) -> String {
    let compact = in_digits(without_blanks(text));
    // `负5万元`
    let is_digit = |at: char| at.is_ascii_digit();
    match compact.strip_prefix('负').filter(|rest| rest.starts_with(is_digit)) {
        Some(rest) => format!("-{rest}"),
        None => compact,
    }
}

fn without_blanks(text: &str) -> String {
    let mut compact = String::with_capacity(text.len());
    let mut blank = false;
    for character in text.chars().map(fold_char) {
        if is_blank(character) {
            blank = true;
            continue;
        }
        let joins = |at: char| at.is_ascii_alphanumeric();
        if blank && joins(character) && compact.chars().next_back().is_some_and(joins) {
            compact.push(' ');
        }
        blank = false;
        compact.push(character);
    }
    compact
}

fn squashed(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().map(fold_char).filter(|character| !is_blank(*character))
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{feff}' | '\u{200b}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_full_width_character_has_its_twin() {
        assert_eq!(fold("１００％，（元）：＞＝～　￥"), "100%,(元):>=~ ¥");
        assert_eq!(fold("“美丽家园”、绩效。"), "“美丽家园”、绩效。");
        assert!(('！'..='～').all(|character| fold_char(character).is_ascii_graphic()));
    }

    #[test]
    fn short_ways_give_what_the_long_ones_do() {
        let all = (0..=0x2_FFFF).filter_map(char::from_u32);
        for character in all {
            let text = character.to_string();
            let long: String = fold(&text)
                .chars()
                .filter(|character| character.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect();
            assert_eq!(normalise(&text), long, "{character:?}");
            for other in ["", " ", "a", "（"] {
                let long = fold(&text).trim() == fold(other).trim();
                assert_eq!(same_text(&text, other), long, "{character:?} {other:?}");
            }
        }
    }

    #[test]
    fn names_differ_neither_by_width_nor_by_blanks() {
        assert!(same_name("项目总预算 (元)", "项目总预算（元）"));
        assert!(same_name("绩 效 目 标", "绩效目标"));
        assert!(!same_name("项目总预算", "项目总预算（元）"));
        assert!(matches!(squash("绩效目标"), Cow::Borrowed(_)));
        assert_eq!(squash("绩 效（元）"), "绩效(元)");
    }

    #[test]
    fn a_blank_between_digits_is_not_lost() {
        assert_eq!(compact(" ≥ 95 ％ "), "≥95%");
        assert_eq!(compact("26,000\n万元"), "26,000万元");
        assert_eq!(compact("10 20"), "10 20");
    }
}
