//! Cut pieces to items and clauses.

use rayon::prelude::*;

use super::clause::{citation, clause_groups};
use super::cut::{self, ByteRange, CodeLine};
use super::keywords::first_word;
use super::layout::Sink;
use super::literal;
use super::parts::{FilePiece, Pairs, Rule};
use super::{
    Broken, CatalogueItem, DefineItem, DefineParameter, FieldLine, FormItem, FormLine, FormPart,
    Item, Keyword, LawItem, ListedWord, Name, PlaceNode, RuleFile, RuleItem, SuffixLine,
    SuffixesItem, TypeName, WordsItem, words,
};
use crate::source::{Source, Span};

/// The most findings one file gives here.
const MAX_FINDINGS: usize = 200;

/// The items of a text; `sink` receives the tokens of the grammar.
pub(super) fn file(source: &Source, sink: Option<&Sink>) -> RuleFile {
    let cut = cut::cut(source.text());
    let mut file = RuleFile {
        comments: cut
            .comments
            .iter()
            .map(|range| Span::new(source.id(), range.start, range.end))
            .collect(),
        ..RuleFile::default()
    };
    let groups = groups(source, &cut.lines);
    let unclosed = cut.unclosed.as_slice();
    let items: Vec<Item> = match sink {
        Some(_) => {
            let reader = ItemReader { source, unclosed, sink };
            groups.into_iter().map(|lines| reader.item(lines)).collect()
        }
        None => {
            let read = |lines| ItemReader { source, unclosed, sink: None }.item(lines);
            groups.into_par_iter().map(read).collect()
        }
    };
    let mut broken = 0;
    for item in items {
        broken += usize::from(matches!(item, Item::Broken(_)));
        if broken <= MAX_FINDINGS {
            file.items.push(item);
        }
    }
    file
}

/// Lines by item: each starts at an item's keyword at the left edge, or at anything else there that
/// is not a clause.
fn groups<'l>(source: &Source, lines: &'l [CodeLine]) -> Vec<&'l [CodeLine]> {
    let starts = |line: &CodeLine| {
        let text = line_text(source, line);
        let inner = || {
            Keyword::clause(text).is_some()
                || Keyword::form_line(text).is_some()
                || Keyword::Except.is_spelled(first_word(text))
        };
        line.flush && !line.inside && (Keyword::item(text).is_some() || !inner())
    };
    cut_before(lines, starts)
}

/// Lines in groups, each beginning with a line that starts one.
pub(super) fn cut_before(
    lines: &[CodeLine],
    starts: impl Fn(&CodeLine) -> bool,
) -> Vec<&[CodeLine]> {
    let mut groups = Vec::new();
    let mut from = 0;
    for (at, line) in lines.iter().enumerate() {
        if at > from && starts(line) {
            groups.extend(lines.get(from..at));
            from = at;
        }
    }
    groups.extend(lines.get(from..).filter(|rest| !rest.is_empty()));
    groups
}

pub(super) fn line_text<'s>(source: &'s Source, line: &CodeLine) -> &'s str {
    source.text().get(line.start..line.end).unwrap_or_default()
}

pub(super) struct ItemReader<'s> {
    pub(super) source: &'s Source,
    unclosed: &'s [cut::Unclosed],
    sink: Option<&'s Sink>,
}

impl<'s> ItemReader<'s> {
    pub(super) fn piece(&self, lines: &[CodeLine]) -> FilePiece<'s> {
        FilePiece { sink: self.sink, ..FilePiece::new(self.source, &extent(lines)) }
    }

    /// The first word of the first line, or its first character where it starts with no word.
    pub(super) fn start_of(&self, lines: &[CodeLine]) -> Span {
        let piece = self.piece(lines);
        let word = first_word(piece.text);
        let sign = piece.text.chars().next().map_or(0, char::len_utf8);
        piece.at(0, if word.is_empty() { sign } else { word.len() })
    }

    /// Parses lines by an entry rule. An unclosed quote is reported at the quote, whatever else is
    /// wrong.
    pub(super) fn read(
        &self,
        lines: &[CodeLine],
        rule: Rule,
    ) -> Result<(FilePiece<'s>, Pairs<'s>), Broken> {
        let piece = self.piece(lines);
        let range = extent(lines);
        let open = self.unclosed.iter().find(|open| range.contains(&open.range.start));
        if let Some(open) = open {
            let at = Span::new(self.source.id(), open.range.start, open.range.end);
            let example =
                matches!(Keyword::clause(piece.text), Some(Keyword::Accepts | Keyword::Rejects));
            let diagnostic = Box::new(match example && open.quote == "\"" {
                true => words::example_in_single_quotes(at),
                false => words::quote_open(at, open.quote),
            });
            return Err(Broken { span: piece.span(), diagnostic });
        }
        piece.read(rule).map(|pair| (piece, pair))
    }

    fn item(&self, lines: &[CodeLine]) -> Item {
        let Some((head, rest)) = lines.split_first() else {
            return self.unknown(lines);
        };
        let text = line_text(self.source, head);
        let head = std::slice::from_ref(head);
        let read = match Keyword::item(text) {
            Some(Keyword::Rule | Keyword::RuleTable) => {
                self.rule(lines, head, rest).map(Item::Rule)
            }
            Some(Keyword::Form) => self.form(lines, head, rest).map(Item::Form),
            Some(Keyword::Suffixes) => self.suffixes(lines, head, rest).map(Item::Suffixes),
            Some(Keyword::Catalogue) => self.catalogue(lines).map(Item::Catalogue),
            Some(Keyword::Law) => self.law(lines).map(Item::Law),
            Some(Keyword::Words) => self.words(lines).map(Item::Words),
            Some(Keyword::Define) => self.define(lines).map(Item::Define),
            Some(Keyword::Synonyms) => self.synonyms(lines).map(Item::Synonyms),
            Some(Keyword::Parameter) => self.parameter(lines, head, rest).map(Item::Parameter),
            Some(Keyword::Use) => self.used(lines).map(Item::Use),
            Some(Keyword::SharedBasis) => self.shared_basis(lines),
            _ => return self.unknown(lines),
        };
        read.unwrap_or_else(Item::Broken)
    }

    /// 通用依据
    fn shared_basis(&self, lines: &[CodeLine]) -> Result<Item, Broken> {
        let (piece, pair) = self.read(lines, Rule::shared_basis)?;
        let cited = citation(&piece, &pair);
        let (law, article) = cited.ok_or_else(|| Broken {
            span: piece.span(),
            diagnostic: Box::new(words::unreadable(piece.place(&pair))),
        })?;
        Ok(Item::Basis(law, article))
    }

    fn unknown(&self, lines: &[CodeLine]) -> Item {
        let span = self.piece(lines).span();
        let first = lines.first().map(|line| line_text(self.source, line)).unwrap_or_default();
        let place = Span { end: span.start + length(first), ..span };
        let diagnostic = Box::new(words::item_unknown(place, first_word(first)));
        Item::Broken(Broken { span, diagnostic })
    }

    fn rule(
        &self,
        lines: &[CodeLine],
        head: &[CodeLine],
        rest: &[CodeLine],
    ) -> Result<RuleItem, Broken> {
        let (piece, pair) = self.read(head, Rule::rule_head)?;
        let is_table = child(&pair, Rule::k_item)
            .is_some_and(|word| Keyword::RuleTable.is_spelled(word.as_str().trim()));
        let from = self.source_file(&piece, &pair);
        if from.is_some() != is_table {
            let diagnostic = Box::new(words::table_or_rule(piece.place(&pair), is_table));
            return Err(Broken { span: self.piece(lines).span(), diagnostic });
        }
        let mut names = pair.into_inner().filter(|part| part.as_rule() == Rule::rule_name);
        let name = names.next().map(|name| piece.name(&name));
        let name = name.unwrap_or(Name { text: String::new(), span: piece.span() });
        let tightens = names.next().map(|name| piece.name(&name));
        let mut clauses = Vec::new();
        for lines in clause_groups(self.source, rest) {
            self.clause(lines, &mut clauses);
        }
        Ok(RuleItem { span: self.piece(lines).span(), name, tightens, from, clauses })
    }

    fn define(&self, lines: &[CodeLine]) -> Result<DefineItem, Broken> {
        let (piece, pair) = self.read(lines, Rule::define)?;
        let name = child(&pair, Rule::name).map(|name| piece.name(&name));
        let name = name.unwrap_or(Name { text: String::new(), span: piece.span() });
        let body = match child(&pair, Rule::expr) {
            Some(expr) => piece.expr(expr),
            None => Err(Broken {
                span: piece.span(),
                diagnostic: Box::new(words::unreadable(piece.span())),
            }),
        };
        let parameters =
            child(&pair, Rule::parameters).into_iter().flat_map(|all| all.into_inner());
        let parameters = parameters.filter_map(|parameter| {
            let kind = parameter.clone().into_inner().next()?;
            let name = child(&parameter, Rule::name)?;
            Some(DefineParameter {
                ty: Keyword::read(kind.as_rule(), kind.as_str()).ok_or_else(|| piece.name(&kind)),
                name: piece.name(&name),
            })
        });
        let parameters = parameters.collect();
        Ok(DefineItem { span: piece.span(), name, parameters, body })
    }

    fn words(&self, lines: &[CodeLine]) -> Result<WordsItem, Broken> {
        let (piece, pair) = self.read(lines, Rule::words)?;
        let name = child(&pair, Rule::name).map(|name| piece.name(&name));
        let name = name.unwrap_or(Name { text: String::new(), span: piece.span() });
        let from = self.source_file(&piece, &pair);
        Ok(WordsItem { span: piece.span(), name, words: listed(&piece, &pair), from })
    }

    fn law(&self, lines: &[CodeLine]) -> Result<LawItem, Broken> {
        let (piece, pair) = self.read(lines, Rule::law)?;
        let name = child(&pair, Rule::name).map(|name| piece.name(&name));
        let mut law = LawItem {
            span: piece.span(),
            name: name.unwrap_or(Name { text: String::new(), span: piece.span() }),
            title: child(&pair, Rule::title).map(|title| piece.name(&title)),
            number: None,
            scope: None,
            force: None,
            from: None,
            until: None,
            url: None,
            broken: Vec::new(),
        };
        for part in pair.into_inner().filter(|part| part.as_rule() == Rule::law_part) {
            let mut inner = part.into_inner();
            let (Some(word), Some(value)) = (inner.next(), inner.next()) else { continue };
            let place = match Keyword::read(Rule::k_law_part, word.as_str()) {
                Some(Keyword::DocumentNumber) => &mut law.number,
                Some(Keyword::Applies) => &mut law.scope,
                Some(Keyword::Force) => &mut law.force,
                Some(Keyword::Effective) => &mut law.from,
                Some(Keyword::Repealed) => &mut law.until,
                _ => &mut law.url,
            };
            if place.is_some() {
                let diagnostic = Box::new(words::said_twice(piece.place(&word)));
                law.broken.push(Broken { span: piece.span(), diagnostic });
                continue;
            }
            *place = Some(bare(&piece, &value));
        }
        Ok(law)
    }

    fn suffixes(
        &self,
        lines: &[CodeLine],
        head: &[CodeLine],
        rest: &[CodeLine],
    ) -> Result<SuffixesItem, Broken> {
        let (piece, pair) = self.read(head, Rule::suffixes)?;
        let name = child(&pair, Rule::name).map(|name| piece.name(&name));
        let name = name.unwrap_or(Name { text: String::new(), span: piece.span() });
        let lines_read = rest.iter().map(|line| {
            let line = std::slice::from_ref(line);
            match self.read(line, Rule::suffix_line) {
                Ok((piece, pair)) => {
                    let names = bares(&piece, &pair);
                    let Some(place) = child(&pair, Rule::place) else {
                        let diagnostic = Box::new(words::unreadable(piece.span()));
                        return SuffixLine::Broken(Broken { span: piece.span(), diagnostic });
                    };
                    let place = piece.place_of(place);
                    match child(&pair, Rule::k_except) {
                        Some(_) => SuffixLine::Exception { names, place },
                        None => SuffixLine::Endings { endings: names, place },
                    }
                }
                Err(broken) => SuffixLine::Broken(broken),
            }
        });
        let lines_read = lines_read.collect();
        let from = self.source_file(&piece, &pair);
        Ok(SuffixesItem { span: self.piece(lines).span(), name, lines: lines_read, from })
    }

    fn catalogue(&self, lines: &[CodeLine]) -> Result<CatalogueItem, Broken> {
        let (piece, pair) = self.read(lines, Rule::catalogue)?;
        let nothing = || Name { text: String::new(), span: piece.span() };
        let name = child(&pair, Rule::name).map_or_else(nothing, |name| piece.name(&name));
        let from = self.source_file(&piece, &pair).unwrap_or_else(nothing);
        Ok(CatalogueItem { span: piece.span(), name, from })
    }

    fn form(
        &self,
        lines: &[CodeLine],
        head: &[CodeLine],
        rest: &[CodeLine],
    ) -> Result<FormItem, Broken> {
        let (piece, pair) = self.read(head, Rule::form)?;
        let name = child(&pair, Rule::name).map(|name| piece.name(&name));
        let years = child(&pair, Rule::form_years);
        let (from_year, until_year) = years.map(|years| literal::years(&years)).unwrap_or_default();
        let place = child(&pair, Rule::form_place);
        let place = place.and_then(|place| child(&place, Rule::name));
        Ok(FormItem {
            span: self.piece(lines).span(),
            name: name.unwrap_or(Name { text: String::new(), span: piece.span() }),
            from_year,
            until_year,
            place: place.map(|place| piece.name(&place)),
            general: child(&pair, Rule::general).is_some(),
            aliases: child(&pair, Rule::alias)
                .map(|alias| names(&piece, &alias))
                .unwrap_or_default(),
            base: child(&pair, Rule::extends)
                .and_then(|base| child(&base, Rule::name))
                .map(|base| piece.name(&base)),
            lines: rest.iter().map(|line| self.form_line(line)).collect(),
        })
    }

    fn form_line(&self, line: &CodeLine) -> FormLine {
        let text = line_text(self.source, line);
        let line = std::slice::from_ref(line);
        let read = match Keyword::form_line(text) {
            Some(Keyword::Field) => self.field(line).map(FormLine::Field),
            Some(Keyword::Attribute) => self.field(line).map(FormLine::Attribute),
            Some(Keyword::TableColumn) => self.field(line).map(FormLine::Column),
            Some(Keyword::Table) => self.read(line, Rule::table).map(|(piece, pair)| {
                let name = child(&pair, Rule::name).map(|name| piece.name(&name));
                let alias = child(&pair, Rule::alias);
                FormLine::Table {
                    name: name.unwrap_or(Name { text: String::new(), span: piece.span() }),
                    aliases: alias.map(|alias| names(&piece, &alias)).unwrap_or_default(),
                }
            }),
            Some(Keyword::Totals) => self
                .read(line, Rule::totals)
                .map(|(piece, pair)| FormLine::Totals(bares(&piece, &pair))),
            Some(Keyword::Tree) => self.read(line, Rule::tree).map(|(piece, pair)| {
                let name = child(&pair, Rule::name).map(|name| piece.name(&name));
                FormLine::Tree(name.unwrap_or(Name { text: String::new(), span: piece.span() }))
            }),
            Some(Keyword::Level) => self.read(line, Rule::level).map(|(piece, pair)| {
                let mut names = names(&piece, &pair).into_iter();
                let name = names.next();
                FormLine::Level {
                    name: name.unwrap_or(Name { text: String::new(), span: piece.span() }),
                    children: names.collect(),
                }
            }),
            Some(Keyword::LevelAlias) => self.read(line, Rule::level_alias).map(|(piece, pair)| {
                let place = child(&pair, Rule::place).map(|place| piece.place_of(place));
                FormLine::LevelAlias {
                    of: place.unwrap_or(PlaceNode {
                        span: piece.span(),
                        segments: Vec::new(),
                        columns: Vec::new(),
                    }),
                    names: names(&piece, &pair),
                }
            }),
            Some(Keyword::Unjudged) => self
                .read(line, Rule::unjudged)
                .map(|(piece, pair)| FormLine::Unjudged(names(&piece, &pair))),
            Some(Keyword::Role) => self.read(line, Rule::role).and_then(|(piece, pair)| {
                let role = child(&pair, Rule::name).ok_or_else(|| self.unreadable(&piece))?;
                let places = pair.into_inner().filter(|part| part.as_rule() == Rule::place);
                let levels = places.map(|place| piece.place_of(place)).collect();
                Ok(FormLine::Role { role: piece.name(&role), levels })
            }),
            Some(Keyword::Renamed) => self.read(line, Rule::renamed).and_then(|(piece, pair)| {
                let (old, new) = (child(&pair, Rule::place), child(&pair, Rule::name));
                match (form_part(&pair), old, new) {
                    (Some(part), Some(old), Some(new)) => Ok(FormLine::Renamed {
                        part,
                        old: piece.place_of(old),
                        new: piece.name(&new),
                    }),
                    _ => Err(self.unreadable(&piece)),
                }
            }),
            Some(Keyword::Dropped) => self.read(line, Rule::dropped).and_then(|(piece, pair)| {
                let part = form_part(&pair).ok_or_else(|| self.unreadable(&piece))?;
                let places = pair.into_inner().filter(|part| part.as_rule() == Rule::place);
                let names = places.map(|place| piece.place_of(place)).collect();
                Ok(FormLine::Dropped { part, names })
            }),
            _ => {
                let span = self.piece(line).span();
                let place = self.start_of(line);
                let diagnostic = Box::new(words::form_line_unknown(place, first_word(text)));
                Err(Broken { span, diagnostic })
            }
        };
        read.unwrap_or_else(FormLine::Broken)
    }

    fn unreadable(&self, piece: &FilePiece<'_>) -> Broken {
        let span = piece.span();
        Broken { span, diagnostic: Box::new(words::unreadable(span)) }
    }

    fn field(&self, line: &[CodeLine]) -> Result<FieldLine, Broken> {
        let (piece, pair) = self.read(line, Rule::field)?;
        let name = child(&pair, Rule::name).map(|name| piece.name(&name));
        let kind = child(&pair, Rule::kind).and_then(|kind| kind.into_inner().next());
        let kind = kind.map_or(TypeName::Text, |kind| match kind.as_rule() {
            Rule::kind_enum => TypeName::Enum {
                values: bares(&piece, &kind),
                open: child(&kind, Rule::open_end).is_some(),
            },
            Rule::kind_money => {
                TypeName::Money(child(&kind, Rule::name).map(|unit| piece.name(&unit)))
            }
            rule => match Keyword::read(rule, kind.as_str()) {
                Some(Keyword::Integer) => TypeName::Integer,
                Some(Keyword::Number) => TypeName::Number,
                Some(Keyword::Percent) => TypeName::Percent,
                Some(Keyword::Date) => TypeName::Date,
                Some(Keyword::YesNo) => TypeName::YesNo,
                Some(Keyword::Target) => TypeName::Target,
                _ => TypeName::Text,
            },
        });
        let aliases = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::alias);
        Ok(FieldLine {
            name: name.unwrap_or(Name { text: String::new(), span: piece.span() }),
            kind,
            required: child(&pair, Rule::required).is_some(),
            signed: child(&pair, Rule::signed).is_some(),
            own_unit: child(&pair, Rule::own_unit).is_some(),
            joins: child(&pair, Rule::joined)
                .map(|joined| names(&piece, &joined))
                .unwrap_or_default(),
            aliases: aliases.flat_map(|alias| names(&piece, &alias)).collect(),
        })
    }
}

/// What a 改 or a 去 is about.
fn form_part(pair: &Pairs<'_>) -> Option<FormPart> {
    let word = child(pair, Rule::k_part)?;
    match Keyword::read(Rule::k_part, word.as_str())? {
        Keyword::Field => Some(FormPart::Field),
        Keyword::Attribute => Some(FormPart::Attribute),
        Keyword::Level => Some(FormPart::Level),
        Keyword::Tree => Some(FormPart::Tree),
        _ => None,
    }
}

/// From the first line's first byte to the last line's last.
fn extent(lines: &[CodeLine]) -> ByteRange {
    let start = lines.first().map_or(0, |line| line.start);
    start..lines.last().map_or(start, |line| line.end)
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// The first part of that kind.
pub(super) fn child<'t>(pair: &Pairs<'t>, rule: Rule) -> Option<Pairs<'t>> {
    pair.clone().into_inner().find(|part| part.as_rule() == rule)
}

/// The names right inside.
pub(super) fn names(piece: &FilePiece<'_>, pair: &Pairs<'_>) -> Vec<Name> {
    let parts = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::name);
    parts.map(|name| piece.name(&name)).collect()
}

/// The words right inside, quoted or not.
pub(super) fn bares(piece: &FilePiece<'_>, pair: &Pairs<'_>) -> Vec<Name> {
    let parts = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::bare);
    parts.filter_map(|part| part.into_inner().next()).map(|part| bare(piece, &part)).collect()
}

/// The words of a list, each with the one to write instead.
fn listed(piece: &FilePiece<'_>, pair: &Pairs<'_>) -> Vec<ListedWord> {
    let entries = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::listed);
    let read = |entry: Pairs<'_>| {
        let mut words = bares(piece, &entry).into_iter();
        words.next().map(|word| ListedWord { word, instead: words.next() })
    };
    entries.filter_map(read).collect()
}

pub(super) fn bare(piece: &FilePiece<'_>, pair: &Pairs<'_>) -> Name {
    if pair.as_rule() == Rule::text {
        let literal = literal::text(piece, pair, false);
        return Name { text: literal.text.as_str().to_owned(), span: literal.span };
    }
    piece.name(pair)
}
