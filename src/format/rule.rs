//! The canonical text of a rule file: two blanks inside an item, four for the continuation of a
//! clause, one blank between words, ≥ ≤ ≠, fragments indented by four. Takes a layout and its
//! source; the content of rules and comments and the line breaks are never changed.

use std::ops::Range;

use crate::diagnostic::Lang;
use crate::source::Source;
use crate::syntax::rule::{Atom, AtomKind, Keyword, KeywordPlace, Layout, LayoutRow, RowKind};

/// The columns of a line inside an item, of what continues it, and of a fragment.
const INNER: usize = 2;
const MORE: usize = 4;

/// The canonical text of a file without faults; with `lang`, its keywords in that language.
pub(super) fn print(source: &Source, layout: &Layout, lang: Option<Lang>) -> String {
    let around = surroundings(source.text(), &layout.rows);
    let mut printer =
        RulePrinter { text: source.text(), layout, around, lang, out: String::new(), many: false };
    let mut blank = false;
    for (at, row) in layout.rows.iter().enumerate() {
        if row.kind == RowKind::Blank {
            blank = true;
            continue;
        }
        let parted = blank || printer.starts_part(at);
        blank = false;
        if parted && !printer.out.is_empty() {
            printer.out.push('\n');
        }
        printer.row(at, row, parted);
    }
    printer.out
}

struct RulePrinter<'a> {
    text: &'a str,
    layout: &'a Layout,
    around: Vec<Around>,
    lang: Option<Lang>,
    out: String,
    /// Whether the next name is a plural, which English marks.
    many: bool,
}

/// The context of a row.
#[derive(Clone, Copy, Default)]
struct Around {
    /// The columns of a comment.
    columns: usize,
    /// The kind of the row; for a comment outside items, that of the row after it.
    leads_to: Option<RowKind>,
    /// The head of the item before it.
    after: Option<RowKind>,
}

/// The context of each row, found in one pass forward and one back.
fn surroundings(text: &str, rows: &[LayoutRow]) -> Vec<Around> {
    let mut around = vec![Around::default(); rows.len()];
    let mut after = None;
    for (row, place) in rows.iter().zip(&mut around) {
        place.after = after;
        if matches!(row.kind, RowKind::Long | RowKind::Short) {
            after = Some(row.kind);
        }
    }
    let (mut next_code, mut leads_to) = (None, None);
    for (row, place) in rows.iter().zip(&mut around).rev() {
        if row.kind == RowKind::Comment {
            let start = row.comment.as_ref().map_or(0, |comment| comment.start);
            let before = text.get(..start).unwrap_or_default();
            let indented = before.ends_with([' ', '\t', '　']) && place.after.is_some();
            let leads_inside = matches!(next_code, Some(RowKind::Inner | RowKind::More));
            place.columns = if indented || leads_inside { INNER } else { 0 };
            if place.columns > 0 {
                leads_to = Some(RowKind::Inner);
            }
        } else {
            leads_to = Some(row.kind);
            if row.kind != RowKind::Blank {
                next_code = Some(row.kind);
            }
        }
        place.leads_to = leads_to;
    }
    around
}

/// What was printed last on a line, as far as it determines the blank after it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LastPrinted {
    Start,
    /// `(`, `[`, a dot, a sign before a value: no blank follows.
    Opening,
    /// An operator.
    Sign,
    /// `、`: no blank follows.
    Separator,
    /// A half-width comma or colon: a blank follows.
    HalfWidth,
    /// A name: no blank before an opening parenthesis.
    Name,
    /// A keyword: a blank follows.
    Keyword,
    /// A keyword that is called, like a name.
    Called,
    Other,
}

impl RulePrinter<'_> {
    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// Whether a blank line belongs before a row: it, or the comments that lead to it, begins a
    /// 规则 or a 表单, or comes after one.
    fn starts_part(&self, at: usize) -> bool {
        let rows = &self.layout.rows;
        let outer_comment = |at: usize| {
            let is_comment = rows.get(at).is_some_and(|row| row.kind == RowKind::Comment);
            is_comment && self.around(at).columns == 0
        };
        if at.checked_sub(1).is_some_and(outer_comment) {
            return false;
        }
        let Around { leads_to, after, .. } = self.around(at);
        match leads_to {
            Some(RowKind::Long) => true,
            Some(RowKind::Short) => after == Some(RowKind::Long),
            _ => false,
        }
    }

    fn around(&self, at: usize) -> Around {
        self.around.get(at).copied().unwrap_or_default()
    }

    /// Whether a row that continues a clause would begin another, once its first word is written
    /// so: a `where` at the start of a line is 当 in Chinese.
    fn would_begin(&self, row: &LayoutRow) -> bool {
        let first = self.atom_at(row.code.start).map(|atom| atom.kind);
        let written = match (first, self.lang) {
            (Some(AtomKind::Keyword(keyword)), Some(Lang::Zh)) => keyword.zh(),
            (Some(AtomKind::Keyword(keyword)), Some(Lang::En)) => keyword.en(),
            _ => return false,
        };
        row.kind == RowKind::More && Keyword::clause(written).is_some()
    }

    fn row(&mut self, at: usize, row: &LayoutRow, parted: bool) {
        let before = at.checked_sub(1).and_then(|at| self.layout.rows.get(at));
        let joins = before.is_some_and(|row| row.comment.is_none()) && !parted;
        if joins && self.would_begin(row) && self.out.ends_with('\n') {
            self.out.pop();
            self.out.push(' ');
            self.code(row.code.clone());
            self.end(row);
            return;
        }
        let columns = match row.kind {
            RowKind::Blank | RowKind::Long | RowKind::Short => 0,
            RowKind::Inner => INNER,
            RowKind::More => MORE,
            RowKind::Comment => self.around(at).columns,
        };
        self.out.extend(std::iter::repeat_n(' ', columns));
        self.code(row.code.clone());
        self.end(row);
    }

    /// The comment and the end of a line.
    fn end(&mut self, row: &LayoutRow) {
        if let Some(comment) = &row.comment {
            if row.kind != RowKind::Comment {
                self.out.push_str("  ");
            }
            let comment = self.slice(comment.clone()).trim_end();
            let written = comment.strip_prefix('＃').unwrap_or(comment);
            let mark = if written.len() < comment.len() { "#" } else { "" };
            let written = format!("{mark}{written}\n");
            self.out.push_str(&written);
        } else {
            self.out.push('\n');
        }
    }

    fn code(&mut self, code: Range<usize>) {
        let (mut at, mut last, mut gap) = (code.start, LastPrinted::Start, false);
        while at < code.end {
            if let Some(atom) = self.atom_at(at) {
                last = self.atom(&atom, last, gap);
                (at, gap) = (atom.range.end.max(at + 1), false);
                continue;
            }
            let Some(character) = self.slice(at..code.end).chars().next() else { break };
            if character.is_whitespace() {
                gap = true;
                at += character.len_utf8();
                continue;
            }
            let length = match is_letter(character) {
                true => self.name(at, code.end),
                false => character.len_utf8(),
            };
            let written = self.slice(at..at + length).to_owned();
            last = match character {
                '(' | '（' | '[' => {
                    let close = matches!(
                        last,
                        LastPrinted::Name | LastPrinted::Called | LastPrinted::Opening
                    );
                    self.gap(last, !close && (gap || last == LastPrinted::Other));
                    LastPrinted::Opening
                }
                ')' | '）' | ']' => LastPrinted::Other,
                '.' | '．' | '/' | '／' => LastPrinted::Opening,
                '、' | '，' => LastPrinted::Separator,
                ',' => LastPrinted::HalfWidth,
                _ => {
                    self.gap(last, gap);
                    LastPrinted::Name
                }
            };
            self.out.push_str(&written);
            (at, gap) = (at + length, false);
        }
    }

    /// The bytes of a name, up to the next token of the grammar.
    fn name(&self, at: usize, end: usize) -> usize {
        let rest = self.slice(at..end);
        let own = rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len());
        let atoms = &self.layout.atoms;
        let next = atoms.partition_point(|atom| atom.range.start <= at);
        let next = atoms.get(next).map_or(usize::MAX, |atom| atom.range.start);
        own.min(next.saturating_sub(at)).max(1)
    }

    fn atom_at(&self, at: usize) -> Option<Atom> {
        let atoms = &self.layout.atoms;
        let first = atoms.partition_point(|atom| atom.range.start < at);
        atoms.get(first).filter(|atom| atom.range.start == at).cloned()
    }

    /// A blank, if there was one or one is always required.
    fn gap(&mut self, last: LastPrinted, stood: bool) {
        let wanted = match last {
            LastPrinted::Start | LastPrinted::Opening | LastPrinted::Separator => false,
            LastPrinted::Sign | LastPrinted::HalfWidth | LastPrinted::Keyword => true,
            LastPrinted::Name | LastPrinted::Called | LastPrinted::Other => stood,
        };
        if wanted {
            self.out.push(' ');
        }
    }

    fn atom(&mut self, atom: &Atom, last: LastPrinted, gap: bool) -> LastPrinted {
        match atom.kind {
            AtomKind::Keyword(keyword) => {
                self.gap(last, true);
                let many = std::mem::take(&mut self.many);
                let written = self.keyword(atom, keyword, many);
                self.out.push_str(&written);
                let called = keyword.place() == KeywordPlace::Aggregate;
                if called { LastPrinted::Called } else { LastPrinted::Keyword }
            }
            AtomKind::Sign(sign) => {
                self.gap(last, last != LastPrinted::Start);
                self.out.push_str(sign);
                LastPrinted::Sign
            }
            AtomKind::Minus => {
                self.gap(last, gap);
                self.out.push('-');
                LastPrinted::Opening
            }
            AtomKind::Percent => {
                // 100 % is not one figure, but would be when joined.
                self.gap(last, gap);
                self.out.push('%');
                LastPrinted::Other
            }
            AtomKind::Amount => {
                self.gap(last, true);
                let written = self.slice(atom.range.clone()).trim().to_owned();
                self.out.push_str(&written);
                if self.lang != Some(Lang::En) && !self.is_english(atom) {
                    self.out.push_str(" 个");
                }
                self.many = written != "1";
                // A blank separates whatever follows, as in 2个指标.
                LastPrinted::HalfWidth
            }
            AtomKind::Pieces => last,
            AtomKind::Colon => {
                let written = self.slice(atom.range.clone()).trim().to_owned();
                self.out.push_str(&written);
                if written == ":" { LastPrinted::HalfWidth } else { LastPrinted::Separator }
            }
            AtomKind::Verbatim => {
                self.gap(last, gap);
                let written = self.verbatim(atom);
                self.out.push_str(&written);
                LastPrinted::Other
            }
            AtomKind::Fragment => {
                self.gap(last, gap);
                let fragment = self.fragment(atom);
                self.out.push_str(&fragment);
                LastPrinted::Other
            }
        }
    }

    /// A keyword in the requested language; blanks inside it made single.
    fn keyword(&self, atom: &Atom, keyword: Keyword, many: bool) -> String {
        match self.lang {
            Some(Lang::Zh) => keyword.zh().to_owned(),
            Some(Lang::En) if many => keyword.en_many().to_owned(),
            Some(Lang::En) => keyword.en().to_owned(),
            // Chinese has several words for some; one is enough to read.
            None if !self.slice(atom.range.clone()).is_ascii() => keyword.zh().to_owned(),
            None => {
                let written = self.slice(atom.range.clone());
                written.split_whitespace().collect::<Vec<_>>().join(" ")
            }
        }
    }

    /// Whether the amount is in English: `at least 2`.
    fn is_english(&self, amount: &Atom) -> bool {
        let before = self.slice(0..amount.range.start).trim_end();
        self.lang.is_none() && before.ends_with(|c: char| c.is_ascii_alphabetic())
    }

    /// A text unchanged, except for the keywords in its holes.
    fn verbatim(&self, atom: &Atom) -> String {
        let atoms = &self.layout.atoms;
        let first = atoms.partition_point(|other| other.range.start <= atom.range.start);
        let (mut written, mut at) = (String::new(), atom.range.start);
        let inside =
            atoms.iter().skip(first).take_while(|inner| inner.range.start < atom.range.end);
        for inner in inside {
            if let AtomKind::Keyword(keyword) = inner.kind
                && inner.range.start >= at
            {
                written.push_str(self.slice(at..inner.range.start));
                written.push_str(&self.keyword(inner, keyword, false));
                at = inner.range.end;
            }
        }
        written + self.slice(at..atom.range.end)
    }

    /// A fragment with its lines indented by four; unchanged if it begins beside its `"""`.
    fn fragment(&self, atom: &Atom) -> String {
        let written = self.slice(atom.range.clone());
        let body = written.strip_prefix("\"\"\"").and_then(|rest| rest.strip_suffix("\"\"\""));
        let Some((first, lines)) = body.and_then(|body| body.split_once('\n')) else {
            return written.to_owned();
        };
        let mut lines: Vec<&str> = lines.split('\n').map(str::trim_end).collect();
        if !first.trim().is_empty() || lines.pop().is_none_or(|last| !last.trim().is_empty()) {
            return written.to_owned();
        }
        let blanks = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let full = lines.iter().filter(|line| !line.is_empty());
        let common = full.map(|line| blanks(line)).min().unwrap_or_default();
        let mut fragment = "\"\"\"\n".to_owned();
        for line in lines {
            if let Some(line) = line.get(common..).filter(|line| !line.is_empty()) {
                fragment.extend(std::iter::repeat_n(' ', MORE));
                fragment.push_str(line);
            }
            fragment.push('\n');
        }
        fragment.extend(std::iter::repeat_n(' ', MORE));
        fragment.push_str("\"\"\"");
        fragment
    }
}

fn is_letter(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}
