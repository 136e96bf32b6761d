//! A rule file, valid or broken: the word at a place, and what files declare. Takes a snapshot and
//! a place; gives names and their places. Knows no sheets.

use std::ops::Range;

use crate::source::{Source, SourceId, Span};
use crate::syntax::rule::{AtomKind, ClauseKind, FormLine, FormPart, Item, Layout, Name, RuleItem};
use crate::workspace::Snapshot;

/// A rule file with what is known of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct RuleText<'s> {
    pub(super) source: &'s Source,
    pub(super) layout: &'s Layout,
}

/// What a name is declared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclaredKind {
    /// 表单
    Form,
    /// 栏 or 指标栏
    Field,
    /// 层级
    Level,
    /// 法规
    Law,
    /// 词表, 词尾表, 指标库 or 同义
    Words,
    /// 参数
    Parameter,
    /// 定义
    Define,
    /// 规则
    Rule,
}

/// A name where it is declared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declaration<'f> {
    pub(super) kind: DeclaredKind,
    pub(super) name: &'f Name,
    /// The whole declaration.
    pub(super) span: Span,
    /// Whether it stands within the declaration before it that does not.
    pub(super) is_inner: bool,
}

impl<'s> RuleText<'s> {
    /// The rule file of that id.
    pub(super) fn of(snapshot: &'s Snapshot, id: SourceId) -> Option<Self> {
        let (source, layout) = snapshot.book().rule_file(id)?;
        Some(Self { source, layout })
    }

    /// All rule files.
    pub(super) fn all(snapshot: &'s Snapshot) -> impl Iterator<Item = Self> {
        let files = snapshot.book().rule_files();
        files.map(|(source, layout)| Self { source, layout })
    }

    /// The names that the file declares, in order.
    pub(super) fn declared(self) -> Vec<Declaration<'s>> {
        let mut found = Vec::new();
        for item in &self.layout.file.items {
            let (kind, name, span) = match item {
                Item::Form(form) => (DeclaredKind::Form, &form.name, form.span),
                Item::Law(law) => (DeclaredKind::Law, &law.name, law.span),
                Item::Words(words) => (DeclaredKind::Words, &words.name, words.span),
                Item::Suffixes(table) => (DeclaredKind::Words, &table.name, table.span),
                Item::Catalogue(catalogue) => {
                    (DeclaredKind::Words, &catalogue.name, catalogue.span)
                }
                Item::Synonyms(synonyms) => (DeclaredKind::Words, &synonyms.name, synonyms.span),
                Item::Parameter(parameter) => match &parameter.name {
                    Some(name) => (DeclaredKind::Parameter, name, parameter.span),
                    None => continue,
                },
                Item::Define(define) => (DeclaredKind::Define, &define.name, define.span),
                Item::Rule(rule) => (DeclaredKind::Rule, &rule.name, rule.span),
                Item::Use(_) | Item::Basis(..) | Item::Broken(_) => continue,
            };
            found.push(Declaration { kind, name, span, is_inner: false });
            if let Item::Form(form) = item {
                form.lines.iter().for_each(|line| declared_in(line, &mut found));
            }
        }
        found
    }

    /// The name that a byte is in: a word, or what stands between 「」; of a rule, its whole name.
    pub(super) fn name_at(self, offset: usize) -> Option<(Range<usize>, &'s str)> {
        let point = Span::at(self.source.id(), offset);
        let whole = self.declared().into_iter().find(|declared| declared.name.span.contains(point));
        if let Some(declared) = whole {
            return Some((declared.name.span.range(), &declared.name.text));
        }
        if self.is_prose(offset) {
            return None;
        }
        word_at(self.source.text(), offset)
    }

    /// The laws that rules cite.
    pub(super) fn cited(self) -> impl Iterator<Item = &'s Name> {
        let clauses = self.rules().flat_map(|rule| &rule.clauses);
        clauses.filter_map(|clause| match &clause.kind {
            ClauseKind::Basis { law, .. } | ClauseKind::Unless { basis: Some((law, _)), .. } => {
                Some(law)
            }
            _ => None,
        })
    }

    /// The rules of upper packs that rules tighten.
    pub(super) fn tightened(self) -> impl Iterator<Item = &'s Name> {
        self.rules().filter_map(|rule| rule.tightens.as_ref())
    }

    /// The rules of the file.
    pub(super) fn rules(self) -> impl Iterator<Item = &'s RuleItem> {
        self.layout.file.items.iter().filter_map(|item| match item {
            Item::Rule(rule) => Some(rule),
            _ => None,
        })
    }

    /// The variables that rules and definitions name, each with the item in which it has meaning.
    pub(super) fn variables(self) -> impl Iterator<Item = (Span, &'s Name)> {
        self.layout.file.items.iter().flat_map(|item| match item {
            Item::Rule(rule) => {
                let named = rule.clauses.iter().flat_map(|clause| variables_of(&clause.kind));
                named.map(|name| (rule.span, name)).collect()
            }
            Item::Define(define) => {
                let parameters = define.parameters.iter();
                parameters.map(|parameter| (define.span, &parameter.name)).collect()
            }
            _ => Vec::new(),
        })
    }

    /// The variable of a name in the item that holds a place.
    pub(super) fn variable(self, name: &str, place: Span) -> Option<(Span, &'s Name)> {
        self.variables().find(|(item, known)| item.contains(place) && known.text == name)
    }

    /// The places of a name in the file, outside comments and texts.
    pub(super) fn places_of(self, name: &str) -> Vec<Span> {
        let text = self.source.text();
        let declared = self.declared();
        let mut found: Vec<Span> = declared
            .iter()
            .filter(|declared| declared.name.text == name)
            .map(|declared| declared.name.span)
            .collect();
        for (at, _) in text.match_indices(name) {
            if self.is_prose(at) {
                continue;
            }
            if let Some((range, word)) = word_at(text, at)
                && word == name
            {
                found.push(Span::new(self.source.id(), range.start, range.end));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether what ends at a byte is called: a bracket follows.
    pub(super) fn is_called(self, end: usize) -> bool {
        let after = self.source.text().get(end..).unwrap_or_default();
        after.trim_start_matches([' ', '　']).starts_with(['(', '（'])
    }

    /// Whether a byte is in a comment, in a text outside its holes, or in a sheet fragment.
    pub(super) fn is_prose(self, offset: usize) -> bool {
        let text = self.source.text();
        let holds = |range: &Range<usize>| range.start <= offset && offset < range.end;
        if self.layout.file.comments.iter().any(|comment| holds(&comment.range())) {
            return true;
        }
        self.layout.atoms.iter().filter(|atom| holds(&atom.range)).any(|atom| match atom.kind {
            AtomKind::Fragment => true,
            AtomKind::Verbatim => {
                let written = text.get(atom.range.clone()).unwrap_or_default();
                let before = text.get(atom.range.start..offset).unwrap_or_default();
                let in_hole = before.rfind('{') > before.rfind('}');
                written.starts_with(['"', '“', '/', '《']) && !in_hole
            }
            _ => false,
        })
    }
}

/// The variables that a clause names.
pub(super) fn variables_of(clause: &ClauseKind) -> Vec<&Name> {
    match clause {
        ClauseKind::Each(domain) => domain.variable.iter().collect(),
        ClauseKind::EachMatch(pieces) => vec![&pieces.name],
        ClauseKind::EachPair(domain, second) => domain.variable.iter().chain([second]).collect(),
        _ => Vec::new(),
    }
}

fn declared_in<'f>(line: &'f FormLine, found: &mut Vec<Declaration<'f>>) {
    let mut add = |kind, name: &'f Name| {
        found.push(Declaration { kind, name, span: name.span, is_inner: true });
    };
    match line {
        FormLine::Field(field) | FormLine::Attribute(field) | FormLine::Column(field) => {
            add(DeclaredKind::Field, &field.name);
        }
        FormLine::Tree(name) => add(DeclaredKind::Level, name),
        FormLine::Level { name, children } => {
            add(DeclaredKind::Level, name);
            children.iter().for_each(|child| add(DeclaredKind::Level, child));
        }
        FormLine::Table { name, .. } => add(DeclaredKind::Level, name),
        FormLine::Renamed { part, new, .. } => match part {
            FormPart::Field | FormPart::Attribute => add(DeclaredKind::Field, new),
            FormPart::Level | FormPart::Tree => add(DeclaredKind::Level, new),
        },
        FormLine::LevelAlias { .. }
        | FormLine::Unjudged(_)
        | FormLine::Role { .. }
        | FormLine::Dropped { .. }
        | FormLine::Totals(_)
        | FormLine::Broken(_) => {}
    }
}

/// The word that a byte is in or after, without 「」.
fn word_at(text: &str, offset: usize) -> Option<(Range<usize>, &str)> {
    let (before, after) = text.split_at_checked(offset)?;
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let opened = text.get(line..offset)?.rfind('「').map(|at| line + at);
    let opened = opened.or(after.starts_with('「').then_some(offset));
    if let Some(start) = opened
        .filter(|start| !text.get(*start..offset).is_some_and(|between| between.contains('」')))
    {
        let inner = text.get(start + '「'.len_utf8()..)?;
        let end = inner
            .find(['」', '\n'])
            .filter(|end| inner.get(*end..).is_some_and(|rest| rest.starts_with('」')))?;
        return Some((start..start + '「'.len_utf8() + end + '」'.len_utf8(), inner.get(..end)?));
    }
    let is_of_word = |character: char| character.is_alphanumeric() || character == '_';
    let start = before.trim_end_matches(is_of_word).len();
    let end = text.len() - after.trim_start_matches(is_of_word).len();
    let word = text.get(start..end).filter(|word| !word.is_empty())?;
    Some((start..end, word))
}
