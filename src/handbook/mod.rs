//! The handbook of a set of rules: every rule once, found by criterion, by law and by field. Takes
//! checked rules and which of them are wanted; gives a page of Markdown, or one of HTML that needs
//! no network. Knows no file and no terminal.

mod html;
mod markdown;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diagnostic::{Criterion, FixLevel, Lang, Severity, Words};
use crate::dictionary::{Catalogue, Law};
use crate::rule::{
    Example, MessagePart, OnForm, Rule, RuleSet, Template, Wanted, definitions, reads,
};
use crate::sentence::{meaning, sentence};

pub use html::html;
pub use markdown::markdown;

/// A pack whose rules are in the handbook.
#[derive(Clone, Copy, Debug)]
pub struct Volume<'a> {
    /// The pack's name.
    pub name: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// Its version.
    pub version: &'a str,
}

/// A handbook, ready to be written.
#[derive(Clone, Debug)]
pub struct Handbook<'r> {
    lang: Lang,
    /// The volumes that have rules, each with the positions of its entries.
    volumes: Vec<(Volume<'r>, Vec<usize>)>,
    entries: Vec<HandbookEntry<'r>>,
    catalogues: Vec<&'r Catalogue>,
}

/// A rule in the handbook.
#[derive(Clone, Debug)]
struct HandbookEntry<'r> {
    rule: &'r Rule,
    on: &'r OnForm,
    /// The forms that it judges.
    forms: Vec<&'r str>,
    sentence: String,
    /// The meaning of the definitions in the sentence.
    definitions: Vec<String>,
    basis: Vec<Cited<'r>>,
    reads: Vec<String>,
    help: Option<String>,
}

/// A law as a rule cites it.
#[derive(Clone, Debug)]
struct Cited<'r> {
    law: &'r Law,
    article: Option<&'r str>,
}

/// An index: each heading with the positions of its entries.
type Headings = Vec<(String, Vec<usize>)>;

impl<'r> Handbook<'r> {
    /// The handbook of some rules, each with the forms by which it is wanted, in the order given.
    pub fn new(
        rules: &'r RuleSet,
        wanted: &[Wanted<'r>],
        volumes: &[Volume<'r>],
        lang: Lang,
    ) -> Self {
        let entries: Vec<HandbookEntry<'r>> =
            wanted.iter().filter_map(|wanted| entry(rules, wanted, lang)).collect();
        let of = |volume: &Volume<'_>| -> Vec<usize> {
            let all = entries.iter().enumerate();
            all.filter(|(_, entry)| entry.rule.pack == volume.name).map(|(at, _)| at).collect()
        };
        let volumes: Vec<_> = volumes
            .iter()
            .map(|volume| (*volume, of(volume)))
            .filter(|(_, entries)| !entries.is_empty())
            .collect();
        // A catalogue belongs to the packs with entries in it.
        let catalogues = rules.catalogues.iter().filter(|catalogue| {
            let said = |volume: &Volume<'_>| {
                catalogue.indicators().iter().any(|standard| standard.pack == volume.name)
            };
            volumes.iter().any(|(volume, _)| said(volume))
        });
        let catalogues = catalogues.collect();
        Handbook { lang, volumes, entries, catalogues }
    }

    fn say(&self, words: Words) -> String {
        words.get(self.lang).to_owned()
    }

    /// A remark after a name.
    fn bracketed(&self, text: &str) -> String {
        match self.lang {
            Lang::Zh => format!("（{text}）"),
            Lang::En => format!(" ({text})"),
        }
    }

    /// The separator of a list.
    fn comma(&self) -> &'static str {
        if self.lang == Lang::Zh { "、" } else { ", " }
    }

    fn colon(&self) -> &'static str {
        if self.lang == Lang::Zh { "：" } else { ": " }
    }

    /// Its rules by severity.
    fn count(&self, severity: Severity) -> usize {
        self.entries.iter().filter(|entry| entry.rule.severity == severity).count()
    }

    /// By review criterion; rules without one come last.
    fn by_criterion(&self) -> Headings {
        let mut index: Headings = Vec::new();
        let criteria = Criterion::ALL.into_iter().map(Some).chain([None]);
        for criterion in criteria {
            let found = self.positions(|entry| entry.rule.tags.criterion == criterion);
            let heading = match criterion {
                Some(criterion) => criterion.name().to_owned(),
                None => self.say(words::no_criterion()),
            };
            index.push((heading, found));
        }
        index.retain(|(_, entries)| !entries.is_empty());
        index
    }

    /// By the laws that they cite, in the order of first citation.
    fn by_law(&self) -> Headings {
        let mut index: Headings = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            for cited in &entry.basis {
                let citation = cited.law.citation();
                match index.iter_mut().find(|(known, _)| *known == citation) {
                    Some((_, entries)) if entries.last() == Some(&at) => {}
                    Some((_, entries)) => entries.push(at),
                    None => index.push((citation, vec![at])),
                }
            }
        }
        let none = self.positions(|entry| entry.basis.is_empty());
        if !none.is_empty() {
            index.push((self.say(words::no_law()), none));
        }
        index
    }

    /// By what they read of a sheet, by name.
    fn by_field(&self) -> Headings {
        let mut index: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, entry) in self.entries.iter().enumerate() {
            for field in &entry.reads {
                index.entry(field).or_default().push(at);
            }
        }
        index.into_iter().map(|(field, entries)| (field.to_owned(), entries)).collect()
    }

    fn positions(&self, wanted: impl Fn(&HandbookEntry<'r>) -> bool) -> Vec<usize> {
        let all = self.entries.iter().enumerate();
        all.filter(|(_, entry)| wanted(entry)).map(|(at, _)| at).collect()
    }

    /// The three indexes with their headings.
    fn indexes(&self) -> [(String, Headings); 3] {
        [
            (self.say(words::by_criterion()), self.by_criterion()),
            (self.say(words::by_law()), self.by_law()),
            (self.say(words::by_field()), self.by_field()),
        ]
    }
}

fn entry<'r>(rules: &'r RuleSet, wanted: &Wanted<'r>, lang: Lang) -> Option<HandbookEntry<'r>> {
    let Wanted { rule, forms } = wanted;
    let on = *forms.first()?;
    let mut read: Vec<String> = Vec::new();
    for name in forms.iter().flat_map(|on| reads(rules, on)) {
        if !read.contains(&name) {
            read.push(name);
        }
    }
    let basis = rule.basis.iter().filter_map(|(law, article)| {
        Some(Cited { law: rules.laws.get(*law)?, article: article.as_deref() })
    });
    let defined = definitions(rules, on).into_iter().map(|define| {
        let means = meaning(rules, &on.form, define);
        words::meaning(&define.name, &means).get(lang).to_owned()
    });
    Some(HandbookEntry {
        rule,
        on,
        forms: forms.iter().map(|on| on.form.name.as_str()).collect(),
        sentence: sentence(rules, on).get(lang).to_owned(),
        definitions: defined.collect(),
        basis: basis.collect(),
        reads: read,
        help: on.help.as_ref().map(outline),
    })
}

/// The name of a 规则表, and its rows.
type TableEntries<'b, 'r> = (&'r str, Vec<&'b HandbookEntry<'r>>);

impl<'r> Handbook<'r> {
    /// The entries of a volume, each first row of a 规则表 with all rows of it.
    fn with_tables(
        &self,
        volume: &[usize],
    ) -> Vec<(Option<TableEntries<'_, 'r>>, &HandbookEntry<'r>)> {
        let entries: Vec<_> = volume.iter().filter_map(|at| self.entries.get(*at)).collect();
        let mut shown: BTreeSet<&str> = BTreeSet::new();
        let with_rows = |entry: &&HandbookEntry<'r>| {
            let table = entry.rule.table().filter(|table| shown.insert(table));
            table.map(|table| {
                let rows = entries.iter().copied();
                (table, rows.filter(|row| row.rule.table() == Some(table)).collect())
            })
        };
        let tables: Vec<_> = entries.iter().map(with_rows).collect();
        tables.into_iter().zip(entries).collect()
    }
}

impl HandbookEntry<'_> {
    /// The name of its row in a 规则表.
    fn row(&self) -> &str {
        self.rule.name.split_once('#').map_or("", |(_, row)| row)
    }

    /// The anchor of a link to it: its name without characters that a URL would escape.
    fn anchor(&self) -> String {
        let letter = |character: char| if character.is_alphanumeric() { character } else { '-' };
        self.rule.name.chars().map(letter).collect()
    }

    /// Whether its sentence contains a pattern, which its 说明 explains better.
    fn is_for_machines(&self) -> bool {
        self.rule.about.is_some() && self.sentence.contains(" /")
    }

    /// The levels of its fixes, each once.
    fn fixes(&self) -> Vec<FixLevel> {
        let mut levels: Vec<FixLevel> = Vec::new();
        for fix in &self.on.fixes {
            if !levels.contains(&fix.level) {
                levels.push(fix.level);
            }
        }
        levels
    }

    /// Its first example of each kind.
    fn examples(&self) -> [Option<&Example>; 2] {
        [self.rule.accepts.first(), self.rule.rejects.first()]
    }
}

/// A text of a rule with its holes left open.
fn outline(template: &Template) -> String {
    let part = |part: &MessagePart| match part {
        MessagePart::Text(text) => text.to_string(),
        MessagePart::Hole(_) => "…".to_owned(),
    };
    template.parts.iter().map(part).collect()
}

/// An example cut at its marks: each piece, and whether it is what the finding underlines. A mark
/// that encloses nothing is a point.
fn pieces(example: &Example) -> Vec<(&str, bool)> {
    let text = example.text.as_str();
    let mut marks: Vec<&Range<usize>> = example.marks.iter().collect();
    marks.sort_by_key(|mark| mark.start);
    let (mut found, mut at) = (Vec::new(), 0);
    for mark in marks {
        let before = text.get(at..mark.start).unwrap_or_default();
        found.push((before, false));
        found.push((text.get(mark.clone()).unwrap_or_default(), true));
        at = mark.end.max(at);
    }
    found.push((text.get(at..).unwrap_or_default(), false));
    found
}
