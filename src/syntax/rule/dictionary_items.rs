//! Items that name words, figures and other files: 同义, 参数, 引用, and 来自 of all of them. Takes
//! pieces; gives items, and for a whole text the files that it refers to. Knows no file on disk.

use super::cut::CodeLine;
use super::items::{ItemReader, bare, bares, child, cut_before, line_text};
use super::literal;
use super::parts::{FilePiece, Pairs, Rule};
use super::{
    Broken, Item, Keyword, Name, ParameterItem, RuleFile, SynonymsItem, UseItem, Used, Variant,
    keywords,
};
use crate::source::{Span, beside};

/// The end of a span of years that has none: 2021 起.
const LAST_YEAR: i32 = 9999;

/// What a rule file refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The place of the reference.
    pub(crate) span: Span,
    /// Its target.
    pub to: ReferenceTo,
}

/// The target of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceTo {
    /// A file, by the name that it has as a source: 来自 and 引用.
    File(String),
    /// A pack, by its name.
    Pack(String),
}

/// The rules of a file, and those that they tighten.
#[derive(Clone, Debug, Default)]
pub struct RuleNames {
    /// The names of its rules.
    pub declared: Vec<String>,
    /// The names of rules that they tighten.
    pub tightened: Vec<String>,
}

/// The names of the rules of a file, and of those that they tighten.
pub fn rule_names(file: &RuleFile) -> RuleNames {
    let mut names = RuleNames::default();
    for item in &file.items {
        let Item::Rule(rule) = item else { continue };
        names.declared.push(rule.name.text.clone());
        names.tightened.extend(rule.tightens.as_ref().map(|upper| upper.text.clone()));
    }
    names
}

/// The files and packs that a rule file names, in order.
pub fn references(name: &str, file: &RuleFile) -> Vec<Reference> {
    let named = file.items.iter().filter_map(|item| match item {
        Item::Words(item) => item.from.as_ref(),
        Item::Suffixes(item) => item.from.as_ref(),
        Item::Catalogue(item) => Some(&item.from),
        Item::Synonyms(item) => item.from.as_ref(),
        Item::Parameter(item) => item.from.as_ref(),
        Item::Rule(item) => item.from.as_ref(),
        Item::Use(UseItem { of: Used::File(file), .. }) => Some(file),
        Item::Use(UseItem { of: Used::Pack(_), .. }) => None,
        _ => None,
    });
    let files = named
        .map(|path| Reference { span: path.span, to: ReferenceTo::File(beside(name, &path.text)) });
    let packs = file.items.iter().filter_map(|item| match item {
        Item::Use(UseItem { of: Used::Pack(pack), .. }) => {
            Some(Reference { span: pack.span, to: ReferenceTo::Pack(pack.text.clone()) })
        }
        _ => None,
    });
    files.chain(packs).collect()
}

impl<'s> ItemReader<'s> {
    /// 来自 "…": the path as written.
    pub(super) fn source_file(&self, piece: &FilePiece<'s>, pair: &Pairs<'s>) -> Option<Name> {
        let from = child(pair, Rule::from_file)?;
        let text = child(&from, Rule::text)?;
        Some(path(piece, &text))
    }

    pub(super) fn synonyms(&self, lines: &[CodeLine]) -> Result<SynonymsItem, Broken> {
        let (piece, pair) = self.read(lines, Rule::synonyms)?;
        let groups = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::synonym);
        Ok(SynonymsItem {
            span: piece.span(),
            name: name_of(&piece, &pair),
            groups: groups.map(|group| bares(&piece, &group)).collect(),
            from: self.source_file(&piece, &pair),
        })
    }

    pub(super) fn parameter(
        &self,
        lines: &[CodeLine],
        head: &[CodeLine],
        rest: &[CodeLine],
    ) -> Result<ParameterItem, Broken> {
        let span = self.piece(lines).span();
        // `参数 来自 "…"` reads as a parameter called 来自 otherwise.
        if let Ok((piece, pair)) = self.read(lines, Rule::set_from) {
            let from = self.source_file(&piece, &pair);
            return Ok(ParameterItem {
                span,
                name: None,
                variants: Vec::new(),
                broken: Vec::new(),
                from,
            });
        }
        let starts = |line: &CodeLine| {
            let word = keywords::first_word(line_text(self.source, line));
            [Rule::k_year, Rule::k_place].iter().any(|rule| Keyword::read(*rule, word).is_some())
        };
        // A value may run over several lines; a variant starts with 年度 or 地区.
        let own = rest.iter().take_while(|line| !starts(line)).count();
        let (value, below) = lines.split_at((head.len() + own).min(lines.len()));
        let (piece, pair) = self.read(value, Rule::set)?;
        let (mut variants, mut broken) = (Vec::new(), Vec::new());
        if let Some(operand) = child(&pair, Rule::operand) {
            let value = piece.operand(operand)?;
            variants.push(Variant { span: value.span, years: None, place: None, value });
        }
        for lines in cut_before(below, starts) {
            match self.variant(lines) {
                Ok(variant) => variants.push(variant),
                Err(fault) => broken.push(fault),
            }
        }
        let from = self.source_file(&piece, &pair);
        Ok(ParameterItem { span, name: Some(name_of(&piece, &pair)), variants, broken, from })
    }

    fn variant(&self, lines: &[CodeLine]) -> Result<Variant, Broken> {
        let (piece, pair) = self.read(lines, Rule::variant)?;
        let years = child(&pair, Rule::form_years).map(|years| {
            let (first, last) = literal::years(&years);
            let first = first.unwrap_or_default();
            (first, last.unwrap_or(LAST_YEAR))
        });
        let place = child(&pair, Rule::form_place).and_then(|place| child(&place, Rule::name));
        let place = place.map(|place| piece.name(&place));
        let operand = child(&pair, Rule::operand).ok_or_else(|| Broken {
            span: piece.span(),
            diagnostic: Box::new(super::words::unreadable(piece.span())),
        })?;
        Ok(Variant { span: piece.span(), years, place, value: piece.operand(operand)? })
    }

    pub(super) fn used(&self, lines: &[CodeLine]) -> Result<UseItem, Broken> {
        let text = self.piece(lines).text;
        let word = keywords::first_word(text);
        let rest = text.get(word.len()..).unwrap_or_default().trim_start();
        let pack = Keyword::Pack.is_spelled(keywords::first_word(rest));
        let (piece, pair) = self.read(lines, if pack { Rule::use_pack } else { Rule::use_file })?;
        let file = child(&pair, Rule::text).map(|text| Used::File(path(&piece, &text)));
        let of = match child(&pair, Rule::pack_name) {
            Some(name) => Used::Pack(piece.name(&name)),
            None => file.ok_or_else(|| Broken {
                span: piece.span(),
                diagnostic: Box::new(super::words::unreadable(piece.span())),
            })?,
        };
        Ok(UseItem { span: piece.span(), of })
    }
}

/// A path in quotes; its place is what is between them.
fn path(piece: &FilePiece<'_>, text: &Pairs<'_>) -> Name {
    let Name { text, span } = bare(piece, text);
    Name { text: text.trim().to_owned(), span }
}

fn name_of(piece: &FilePiece<'_>, pair: &Pairs<'_>) -> Name {
    let name = child(pair, Rule::name).map(|name| piece.name(&name));
    name.unwrap_or(Name { text: String::new(), span: piece.span() })
}
