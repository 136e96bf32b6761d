//! Promises in running text: a name and the figure that it is to reach, `处置及时率100%`.

use std::ops::Range;

use super::{Folded, TokenKind, tokens};
use crate::value::target::{Comparator, Target, TargetKind, comparator};

/// A name with the target that a text gives it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Promise {
    /// From the name's first byte to the figure's last.
    pub(crate) range: Range<usize>,
    /// The name's bytes.
    pub(crate) name: Range<usize>,
    /// The bytes of the target: the figure with the words that compare it.
    pub(crate) aim: Range<usize>,
    /// The target.
    pub(crate) target: Target,
}

/// The longest name, in characters: a longer text is not a name.
const LONGEST_NAME: usize = 40;

/// The characters that end a clause. A quote or a bracket does not:
/// `“962121”热线（全市）接通率95%`.
const ENDS: [char; 12] = ['，', ',', ';', ':', '!', '?', '。', '、', '…', '\n', '；', '：'];

/// Words between a name and its figure that do not compare.
const FILLERS: [&str; 16] = [
    "控制在",
    "保持在",
    "稳定在",
    "维持在",
    "要达到",
    "达到",
    "达",
    "为",
    "是",
    "应",
    "须",
    "需",
    "要",
    "均",
    "约",
    "在",
];

/// Words before a name that are not part of it. 的 and 前 follow a date.
const LEADS: [&str; 21] = [
    "其中",
    "确保",
    "保持",
    "维持",
    "力争",
    "争取",
    "实现",
    "保证",
    "完成",
    "建成",
    "总目标",
    "阶段性目标",
    "以前",
    "之前",
    "年底",
    "底",
    "末",
    "前",
    "起",
    "内",
    "使",
];

/// Parts of the year: their target is a step towards that of the whole.
const STEPS: [&str; 7] = ["一季度", "二季度", "三季度", "四季度", "前三季度", "上半年", "下半年"];

/// The promises of a text in order, repetitions included. A figure is a promise if a name comes
/// before it in the same clause and it does not count a noun after it: `居民满意率95%，`, not
/// `16个区的`.
pub(crate) fn promises(text: &str) -> Vec<Promise> {
    let folded = Folded::new(text);
    let text = folded.text.as_str();
    let mut found = Vec::new();
    // The text before has its own name: a name reaches back to here at most.
    let mut from = 0;
    for token in tokens(text, None) {
        let range = token.range;
        let figures = match token.kind {
            TokenKind::Period(_) => {
                from = range.end;
                continue;
            }
            TokenKind::RoundTheClock => continue,
            TokenKind::Figure(figure) => Ok(figure),
            TokenKind::Between([(_, low), (_, high)]) => Err((low, high)),
        };
        let rest = text.get(range.end..).unwrap_or_default();
        let (after, rest) = comparator::take_following(rest);
        if rest.chars().next().is_some_and(char::is_alphanumeric) && !joins(rest) {
            continue;
        }
        let before = clause(text.get(from..range.start).unwrap_or_default());
        let (before_sign, named) = compared(before);
        let Some(name) = name(named) else { continue };
        // Where slices of the text begin, counted from its start.
        let start = range.start - before.len();
        let name = start + name.start..start + name.end;
        let aim = start + named.len()..text.len() - rest.len();
        let kind = match figures {
            Err((low, high)) => TargetKind::Range { low, high },
            Ok(figure) => match comparator::agree(before_sign, after) {
                Ok(comparator) => TargetKind::Figure { comparator, figure },
                Err(()) => {
                    let words = text.get(aim.clone()).unwrap_or_default().to_owned();
                    TargetKind::Mixed { figure, words }
                }
            },
        };
        from = aim.end;
        found.push(Promise {
            range: folded.range(name.start..aim.end),
            name: folded.range(name),
            aim: folded.range(aim),
            target: Target { kind },
        });
    }
    found
}

/// Whether the text after a figure adds another clause.
fn joins(rest: &str) -> bool {
    ["和", "及", "与", "并", "且", "以及"].iter().any(|word| rest.starts_with(word))
}

/// The last clause of a text, within the bound of a name and the words around one.
fn clause(text: &str) -> &str {
    let mut start = text.len();
    for (at, character) in text.char_indices().rev().take(LONGEST_NAME + 20) {
        if ENDS.contains(&character) {
            break;
        }
        start = at;
    }
    text.get(start..).unwrap_or_default()
}

/// The comparator at the end of a text, and the text before it without fillers.
fn compared(text: &str) -> (Option<Comparator>, &str) {
    let mut named = text;
    let mut sign = None;
    for _ in 0..4 {
        if let Some((found, rest)) = comparator::take_preceding(named).filter(|_| sign.is_none()) {
            (sign, named) = (Some(found), rest);
        } else if let Some(rest) = FILLERS.iter().find_map(|word| named.strip_suffix(word)) {
            named = rest;
        } else {
            break;
        }
    }
    (sign, named)
}

/// The bytes of the name in the text before a figure; `None` if it has no name.
fn name(text: &str) -> Option<Range<usize>> {
    let quotes = ['“', '”', '"', '(', ')', '（', '）', '和', '及', '与', '并', ' '];
    let mut name = text.trim_start_matches(quotes);
    loop {
        let shorter = item_number(name).unwrap_or(name);
        let led = LEADS.iter().find_map(|lead| shorter.strip_prefix(lead)).unwrap_or(shorter);
        let led = led.trim_start_matches(quotes);
        if led.len() == name.len() {
            break;
        }
        name = led;
    }
    let start = text.len() - name.len();
    let name = name.trim_end_matches(['"', '“', '”', ' ']);
    let letters = name.chars().filter(|at| at.is_alphabetic()).count();
    let step = STEPS.iter().any(|step| name.trim_start_matches('第').starts_with(step));
    let fits = letters >= 2 && !step && name.chars().count() <= LONGEST_NAME;
    fits.then(|| start..start + name.len())
}

/// The rest after the number of a list item: `1)`, `一是`.
fn item_number(text: &str) -> Option<&str> {
    let digit = |at: char| at.is_ascii_digit() || "一二三四五六七八九十".contains(at);
    let rest = text.trim_start_matches(digit);
    let number = text.len() - rest.len();
    (0 < number && number <= 6).then_some(())?;
    rest.strip_prefix(')').or_else(|| rest.strip_prefix('是')).or_else(|| rest.strip_prefix('.'))
}
