//! A line with one blank between its words, however it was spaced: sayings are looked for in this,
//! too, so that none depends on where a writer puts blanks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::form::Form;
use crate::syntax::rule::Keyword;

/// The longest run of letters that is split, and the longest word looked up, in characters.
const LONGEST_RUN: usize = 120;
const LONGEST_WORD: usize = 24;

/// What a reading costs, by word: known names and words of the language, single letters of these,
/// words that nobody knows and each letter of them, and a blank inside a word.
const KNOWN: u32 = 10;
const SINGLE: u32 = 12;
const UNKNOWN: u32 = 30;
const LETTER: u32 = 5;
const BLANK_IN_KNOWN: u32 = 1;
const BLANK_IN_UNKNOWN: u32 = 50;

/// The words of the sayings.
static SAID: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../grammar/sayings.txt").lines();
    let patterns = lines.filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (pattern, _) = line.split_once("=>")?;
        (!pattern.starts_with("  ")).then_some(pattern)
    });
    let runs = patterns.flat_map(|pattern| pattern.split(|letter| !is_hanzi(letter)));
    runs.filter(|run| !run.is_empty()).collect()
});

/// Whether a word occurs in what people say where the language says it otherwise: no misspelt name.
pub(in crate::resolve) fn is_said(word: &str) -> bool {
    SAID.contains(word)
}

const NUMERALS: &str = "零〇一二两三四五六七八九十百千";
const UNITS: [&str; 18] = [
    "万元", "亿元", "元", "万", "亿", "天", "日", "月", "年", "个", "项", "条", "字", "个字", "倍",
    "分", "成", "次",
];

/// The names that a line may hold.
pub(super) struct Names {
    known: BTreeSet<String>,
    /// Levels by what is said for short: 数量 for 数量指标.
    short: BTreeMap<String, String>,
}

impl Names {
    pub(super) fn of(known: BTreeSet<String>, forms: &[&Form]) -> Self {
        let levels = forms.iter().flat_map(|form| &form.levels);
        let short = levels.filter_map(|level| {
            let name = level.name.as_str();
            let short = ["指标", "目标"].iter().find_map(|end| name.strip_suffix(end))?;
            let free = !short.is_empty() && !known.contains(short);
            free.then(|| (short.to_owned(), name.to_owned()))
        });
        let short = short.collect();
        let yes_or_no: Vec<String> =
            known.iter().filter_map(|name| Some(name.strip_prefix("是否")?.to_owned())).collect();
        let known = known.into_iter().chain(yes_or_no).collect();
        Self { known, short }
    }

    fn knows(&self, word: &str) -> bool {
        self.known.contains(word)
            || self.short.contains_key(word)
            || SAID.contains(word)
            || Keyword::is_in_rules(word)
    }
}

/// The line; `None` if that is how it is written.
pub(super) fn respaced(line: &str, names: &Names) -> Option<String> {
    let mut words: Vec<Word> = Vec::new();
    let mut rest = line;
    let mut behind_figure = false;
    while let Some(first) = rest.chars().next() {
        let until = |ends: &dyn Fn(char) -> bool| rest.find(ends).unwrap_or(rest.len());
        let end = match first {
            ' ' => until(&|letter| letter != ' '),
            letter if is_hanzi(letter) => until(&|letter| letter != ' ' && !is_hanzi(letter)),
            letter if letter.is_ascii_alphanumeric() => {
                until(&|letter: char| !letter.is_ascii_alphanumeric() && !".,_%％".contains(letter))
            }
            '⟦' | '⟬' => until(&|letter| "⟧⟭".contains(letter)) + '⟧'.len_utf8(),
            letter if is_sign(letter) => until(&|letter| !is_sign(letter)),
            letter => letter.len_utf8(),
        };
        let (run, after) = rest.split_at_checked(end)?;
        match is_hanzi(first) {
            true => {
                let parts = split(run, names)?.into_iter().enumerate();
                words.extend(parts.map(|(at, part)| {
                    let is_unit = behind_figure && at == 0 && part.chars().count() <= 2;
                    let text = names.short.get(&part).cloned().unwrap_or(part);
                    Word { text, is_unit }
                }));
            }
            false if first != ' ' => words.push(Word { text: run.to_owned(), is_unit: false }),
            false => {}
        }
        behind_figure = first.is_ascii_digit();
        rest = after;
    }
    let joined = joined(&words);
    (joined != line).then_some(joined)
}

/// A word, and whether it is the unit that stands right behind a figure.
struct Word {
    text: String,
    is_unit: bool,
}

fn joined(words: &[Word]) -> String {
    let mut line = String::new();
    for Word { text: word, is_unit } in words {
        let tight = *is_unit
            || line.is_empty()
            || line.ends_with(['，', ',', '、', '；', '：', '(', '（', '.', '/', '[', '{'])
            || word.starts_with([
                '，', ',', '、', '；', '：', ':', '(', '（', ')', '）', '.', '/', ']', '}', '。',
            ])
            || (is_number(last_word(&line)) && UNITS.contains(&word.as_str()));
        if !tight {
            line.push(' ');
        }
        line += word;
    }
    line
}

fn last_word(line: &str) -> &str {
    line.rsplit(' ').next().unwrap_or_default()
}

fn is_number(word: &str) -> bool {
    let digit = |letter: char| letter.is_ascii_digit() || NUMERALS.contains(letter);
    word.chars().next().is_some_and(digit)
        && word.chars().all(|letter| digit(letter) || ".,万亿".contains(letter))
}

fn is_hanzi(letter: char) -> bool {
    letter.is_alphanumeric() && !letter.is_ascii()
}

fn is_sign(letter: char) -> bool {
    "≥≤≠=<>＝＜＞!+×÷*-".contains(letter)
}

/// The words of a run: the cheapest reading.
fn split(run: &str, names: &Names) -> Option<Vec<String>> {
    let mut letters: Vec<char> = Vec::new();
    // Whether a blank stands before the letter.
    let mut parted: Vec<bool> = Vec::new();
    let mut blank = false;
    for letter in run.chars() {
        if letter == ' ' {
            blank = true;
        } else {
            letters.push(letter);
            parted.push(std::mem::take(&mut blank));
        }
    }
    if letters.len() > LONGEST_RUN {
        return None;
    }
    // By end of a word: what reading up to there costs, and where its last word begins.
    let mut best: Vec<(u32, usize)> = vec![(0, 0)];
    for end in 1..=letters.len() {
        let starts = end.saturating_sub(LONGEST_WORD)..end;
        let reading = starts.filter_map(|start| {
            let word: String = letters.get(start..end)?.iter().collect();
            let blanks = parted.get(start + 1..end)?.iter().filter(|blank| **blank).count();
            let (blanks, count) = (u32::try_from(blanks).ok()?, u32::try_from(end - start).ok()?);
            let cost = match () {
                () if names.knows(&word) || is_number(&word) => {
                    let word = if count == 1 { SINGLE } else { KNOWN };
                    word + BLANK_IN_KNOWN * blanks
                }
                () => UNKNOWN + LETTER * count + BLANK_IN_UNKNOWN * blanks,
            };
            Some((best.get(start)?.0 + cost, start))
        });
        best.push(reading.min()?);
    }
    let (mut words, mut end) = (Vec::new(), letters.len());
    while end > 0 {
        let (_, start) = *best.get(end)?;
        words.push(letters.get(start..end)?.iter().collect());
        end = start;
    }
    words.reverse();
    Some(words)
}
