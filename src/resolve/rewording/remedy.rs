//! The remedy of a finding that writes other lines in place of a clause, in both languages.

use super::Proposal;
use crate::diagnostic::{Code, Edit, Fix, FixLevel, Label, Words};
use crate::source::{Source, Span};

/// What a finding on a clause gets.
pub(in crate::resolve) struct Remedy {
    /// What is wrong, where nothing better is known.
    pub(in crate::resolve) code: Code,
    pub(in crate::resolve) message: Words,
    /// What is underlined: all that the lines change.
    pub(in crate::resolve) labels: Vec<Label>,
    pub(in crate::resolve) help: Words,
    pub(in crate::resolve) fixes: Vec<Fix>,
}

/// `None` without lines.
pub(super) fn remedy(
    source: &Source,
    item: Span,
    clause: Span,
    lines: &[Proposal],
) -> Option<Remedy> {
    let before = source.text().get(..clause.start as usize).unwrap_or_default();
    let indent = before.rsplit('\n').next().unwrap_or_default();
    let indent: String = indent.chars().take_while(|letter| letter.is_whitespace()).collect();
    let edits: Vec<Edit> = lines
        .iter()
        .map(|line| edit(source, clause, &line.line.replace('\n', &format!("\n{indent}"))))
        .collect();
    let changed = edits.iter().map(|edit| edit.span).reduce(Span::cover)?;
    let mut labels = vec![Label { span: changed, message: None }];
    let head = Span { end: item.start, ..item };
    if lines.iter().any(|line| line.law.is_some()) {
        let message = Words::new("这里前面加一行“法规”", "a `law` goes before this");
        labels.push(Label { span: head, message: Some(message.into()) });
    }
    let fixes = lines.iter().zip(edits).map(|(line, edit)| {
        let law = line.law.as_ref().map(|law| Edit { span: head, text: format!("{law}\n\n") });
        let Words { zh, en } = said(line);
        let level = match line.reading {
            Some(_) => FixLevel::Unsafe,
            None => FixLevel::Safe,
        };
        let title = Words::new(format!("改写为“{zh}”"), format!("write “{en}”"));
        Fix { level, title, edits: law.into_iter().chain([edit]).collect(), removes: false }
    });
    let fixes = fixes.collect();
    let (zh, en): (Vec<_>, Vec<_>) =
        lines.iter().map(said).map(|Words { zh, en }| (zh, en)).unzip();
    let help = match lines {
        [_] => Words::new(format!("写作：{}", zh.concat()), format!("write: {}", en.concat())),
        _ => Words::new(
            format!("这句话可以有两种意思，写明是哪一种。{}", zh.join("；")),
            format!("this can mean two things; write which: {}", en.join("; ")),
        ),
    };
    let blanks = |text: &str| text.split_whitespace().collect::<String>();
    let (code, message) = match lines {
        [line] if blanks(&line.line) == blanks(source.slice(clause)) => (
            Code::MISSING_SPACE,
            Words::new("词与词之间漏了空格", "spaces between the words are missing"),
        ),
        _ => (Code::SYNTAX, Words::new("这一句要换一种写法", "this is written otherwise")),
    };
    Some(Remedy { code, message, labels, help, fixes })
}

/// A line with its meaning, and the law that it needs.
fn said(line: &Proposal) -> Words {
    let written = line.line.replace('\n', " ⏎ ");
    let shown = match &line.law {
        Some(law) => Words::new(
            format!("{written}（规则前面加一行：{law}）"),
            format!("{written} (with a line before the rule: {law})"),
        ),
        None => Words::verbatim(written),
    };
    match &line.reading {
        Some(Words { zh, en }) => {
            Words::new(format!("{zh}：{}", shown.zh), format!("{en}: {}", shown.en))
        }
        None => shown,
    }
}

/// The words that differ between a clause and another line, however they are spaced.
fn edit(source: &Source, clause: Span, line: &str) -> Edit {
    let written = source.slice(clause);
    let (old, new) = (words(written), words(line));
    let same = |(left, right): &(&(usize, &str), &(usize, &str))| left.1 == right.1;
    let head = old.iter().zip(&new).take_while(same).count();
    let rests = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let tail = rests.0.iter().rev().zip(rests.1.iter().rev()).take_while(same).count();
    let between = |text: &str, all: &[(usize, &str)]| {
        let first = all.get(head).map_or(text.len(), |(at, _)| *at);
        let last = all.len().checked_sub(tail + 1).and_then(|last| all.get(last));
        let end =
            last.filter(|_| all.len() > head + tail).map_or(first, |(at, word)| at + word.len());
        first..end
    };
    let (from, to) = (between(written, &old), between(line, &new));
    let mut text = line.get(to.clone()).unwrap_or_default().to_owned();
    if from.is_empty() && !to.is_empty() {
        text += " ";
    }
    let start = clause.start as usize;
    Edit { span: Span::new(clause.source, start + from.start, start + from.end), text }
}

/// The words of a line, and where they stand; without the blanks between them.
fn words(line: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, letter) in line.char_indices().chain([(line.len(), ' ')]) {
        match (start, letter.is_whitespace()) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                words.extend(line.get(from..at).map(|word| (from, word)));
                start = None;
            }
            _ => {}
        }
    }
    words
}
