//! Patterns that only list words, expressed by those words. Takes a pattern; gives its words, if a
//! person would say it so. Knows no language.

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{
    AssertionKind, Ast, ClassSet, ClassSetItem, GroupKind, RepetitionKind, RepetitionOp,
};

/// What a plain pattern asks for.
pub(super) struct Listed {
    /// Where the words stand.
    pub(crate) at: At,
    /// The words.
    pub(crate) words: Vec<String>,
}

/// Where in a text a pattern's words must stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Anywhere,
    Start,
    End,
    Whole,
}

/// Lists of more words are not readable.
const MOST: usize = 32;

/// `/A|B/`, `/^(?:A|B)/`, `/满意[度率]$/`, `/上年度?预算/`; `None` for what is more than words.
pub(super) fn words(pattern: &str) -> Option<Listed> {
    let pieces = expand(&Parser::new().parse(pattern).ok()?)?;
    let first = pieces.first()?;
    let at = match (first.start, first.end) {
        (false, false) => At::Anywhere,
        (true, false) => At::Start,
        (false, true) => At::End,
        (true, true) => At::Whole,
    };
    let alike = |piece: &Piece| (piece.start, piece.end) == (first.start, first.end);
    if !pieces.iter().all(alike) || !pieces.iter().all(|piece| readable(&piece.text)) {
        return None;
    }
    let mut words: Vec<String> = Vec::new();
    for piece in pieces {
        if !words.contains(&piece.text) {
            words.push(piece.text);
        }
    }
    Some(Listed { at, words })
}

/// A word that a pattern stands for, and whether it must stand at the head or the end of the text.
#[derive(Clone, Default)]
struct Piece {
    start: bool,
    end: bool,
    text: String,
}

fn readable(word: &str) -> bool {
    let plain = |letter: char| letter.is_alphanumeric() || "《》（）()".contains(letter);
    !word.is_empty() && word.chars().all(plain)
}

/// The words that a pattern stands for, in its order; `None` where it stands for more than a list.
fn expand(ast: &Ast) -> Option<Vec<Piece>> {
    let text = |text: String| Piece { text, ..Piece::default() };
    let pieces = match ast {
        Ast::Empty(_) => vec![Piece::default()],
        Ast::Literal(literal) => vec![text(literal.c.to_string())],
        Ast::Assertion(assertion) => match assertion.kind {
            AssertionKind::StartLine => vec![Piece { start: true, ..Piece::default() }],
            AssertionKind::EndLine => vec![Piece { end: true, ..Piece::default() }],
            _ => return None,
        },
        Ast::ClassBracketed(class) if !class.negated => {
            letters(&class.kind)?.into_iter().map(|letter| text(letter.to_string())).collect()
        }
        Ast::Repetition(repetition) => match repetition.op {
            RepetitionOp { kind: RepetitionKind::ZeroOrOne, .. } => {
                let mut pieces = expand(&repetition.ast)?;
                pieces.push(Piece::default());
                pieces
            }
            _ => return None,
        },
        Ast::Group(group) => match group.kind {
            GroupKind::NonCapturing(_) => expand(&group.ast)?,
            _ => return None,
        },
        Ast::Alternation(all) => {
            let all: Option<Vec<Vec<Piece>>> = all.asts.iter().map(expand).collect();
            all?.concat()
        }
        Ast::Concat(all) => {
            let mut pieces = vec![Piece::default()];
            for part in &all.asts {
                pieces = joined(&pieces, &expand(part)?)?;
            }
            pieces
        }
        _ => return None,
    };
    (pieces.len() <= MOST).then_some(pieces)
}

/// Each of the first before each of the second.
fn joined(first: &[Piece], second: &[Piece]) -> Option<Vec<Piece>> {
    if first.len().saturating_mul(second.len()) > MOST {
        return None;
    }
    let mut all = Vec::new();
    for before in first {
        for after in second {
            // An anchor inside a word matches nothing that a person would say.
            if (after.start && !before.text.is_empty()) || (before.end && !after.text.is_empty()) {
                return None;
            }
            all.push(Piece {
                start: before.start || after.start,
                end: before.end || after.end,
                text: format!("{}{}", before.text, after.text),
            });
        }
    }
    Some(all)
}

/// The letters of a class that lists them: `[度率]`, not `[0-9]`.
fn letters(class: &ClassSet) -> Option<Vec<char>> {
    let ClassSet::Item(item) = class else { return None };
    let letter = |item: &ClassSetItem| match item {
        ClassSetItem::Literal(literal) => Some(literal.c),
        _ => None,
    };
    match item {
        ClassSetItem::Union(union) => union.items.iter().map(letter).collect(),
        item => letter(item).map(|only| vec![only]),
    }
}

#[cfg(test)]
mod tests {
    use super::{At, words};

    #[test]
    fn patterns_that_list_words_are_worded_as_words() {
        let listed = |pattern: &str| words(pattern).map(|listed| listed.words.join(" "));
        let cases = [
            ("甲|乙丙", Some("甲 乙丙")),
            ("满意[度率]$", Some("满意度 满意率")),
            ("^(?:开展|举办)", Some("开展 举办")),
            ("上年度?预算|[上下]半年", Some("上年度预算 上年预算 上半年 下半年")),
            ("率$|度$", Some("率 度")),
            ("《|制度", Some("《 制度")),
            ("率$|度", None),
            ("^甲|乙", None),
            ("[0-9]月", None),
            ("[^不]满意", None),
            ("甲+", None),
            ("(?<名>甲)", None),
            ("甲^乙", None),
            ("\\d", None),
            ("", None),
            ("甲?", None),
            ("[甲乙丙丁戊己][甲乙丙丁戊己]", None),
        ];
        for (pattern, wanted) in cases {
            assert_eq!(listed(pattern).as_deref(), wanted, "{pattern}");
        }
        assert!(words("^甲$").is_some_and(|listed| listed.at == At::Whole));
    }
}
