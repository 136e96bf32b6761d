//! Calls of the built-in functions and of parameters. Takes values, gives values. What a function
//! computes on a text is in `text`.

use std::rc::Rc;

use super::expr::{Evaluator, TEXT_IN_A_STEP};
use super::facts::FactText;
use super::value::{Fragment, Known, Snippet, Val, unknown};
use super::{Cause, text};
use crate::dictionary::{Standard, Synonyms};
use crate::rule::{Expr, Function, LookupKey, NoValue, ParameterId, StandardPart, SynonymsId};
use crate::value::{Figure, Relation, Unit};

/// The most arguments that a function has.
const MOST_ARGUMENTS: usize = 3;

impl<'s> Evaluator<'s> {
    #[allow(clippy::too_many_lines, reason = "a flat match")]
    pub(super) fn call(&mut self, function: Function, arguments: &'s [Expr]) -> Known<Val<'s>> {
        let mut values = [const { Val::Nothing }; MOST_ARGUMENTS];
        for (value, argument) in values.iter_mut().zip(arguments) {
            *value = self.value(argument)?;
        }
        self.work(self.cost(function, &values));
        if self.exhausted() {
            return unknown(Cause::TooMuchWork);
        }
        let snippet = |at: usize| {
            values.get(at).and_then(|value| self.snippet(value)).unwrap_or(Snippet::loose(""))
        };
        let date = |at: usize| match values.get(at) {
            Some(Val::Date(date)) => Some(*date),
            _ => None,
        };
        let first = snippet(0);
        let found = |find: &dyn Fn(&Snippet<'s>) -> Vec<Fragment<'s>>| {
            Val::Fragments(self.facts.found(function, &first, find).into())
        };
        Ok(match function {
            Function::Length => Val::Figure(Figure::plain(text::length(&first.text))),
            Function::Normalise => Val::Text(Snippet::loose(text::normalise(&first.text))),
            Function::WithoutName => {
                Val::Text(Snippet::loose(text::without_name(&first.text, &snippet(1).text)))
            }
            Function::Similarity => {
                let (left, right) = (first.text, snippet(1).text);
                let texts = [&left, &right].map(FactText::from);
                let known = self.facts.similarity(texts);
                Val::Figure(Figure::percent(known.unwrap_or_else(|| {
                    let [left, right] = texts.map(|text| self.facts.profile(text));
                    left.similarity(&right)
                })))
            }
            Function::Repeats => found(&text::repeats),
            Function::NumberingBreaks => found(&text::numbering_breaks),
            Function::UnpairedBrackets => found(&text::unpaired_brackets),
            Function::Tautology => {
                let is_idle = |piece: &str| match values.last() {
                    Some(Val::Words(at)) => {
                        let list = self.rules.lists.get(*at);
                        list.is_some_and(|list| list.words.iter().any(|word| word == piece))
                    }
                    Some(Val::List(items)) => items
                        .iter()
                        .any(|item| self.snippet(item).is_some_and(|item| item.text == piece)),
                    _ => false,
                };
                Val::Truth(text::is_tautology(&first.text, &snippet(1).text, &is_idle))
            }
            Function::FileBySuffix => {
                let filed = match values.get(1) {
                    Some(Val::Suffixes(at)) => {
                        self.facts.filed(self.rules, *at, (&first.text).into())
                    }
                    _ => None,
                };
                filed.map_or(Val::Nothing, |place| Val::Text(Snippet::loose(place)))
            }
            Function::Standard(of) => {
                let near = of == StandardPart::NearName;
                let found = match values.get(1) {
                    Some(Val::Catalogue(at)) => {
                        self.facts.standard(self.rules, (*at, near), (&first.text).into())
                    }
                    _ => None,
                };
                found.map_or(Val::Nothing, |standard| part_of(standard, of))
            }
            Function::Sentences => found(&text::sentences),
            Function::Paragraphs => found(&text::paragraphs),
            Function::Figures => found(&|text| text::figures(text, |_| true)),
            Function::Percents => found(&|text| text::figures(text, |unit| *unit == Unit::Percent)),
            Function::Amounts => found(&|text| text::figures(text, |unit| *unit == Unit::Yuan)),
            Function::Periods => found(&|text| text::periods(text, self.sheet.year)),
            Function::Promises => found(&text::promises),
            Function::Occurrences => {
                let count = text::occurrences(&first.text, &snippet(1).text);
                Val::Figure(Figure::plain(count))
            }
            Function::Absolute => match values.first().and_then(|value| self.figure(value)) {
                Some(Figure { number, unit }) => Val::Figure(Figure { number: number.abs(), unit }),
                None => Val::Nothing,
            },
            Function::Instead => {
                let list = match values.get(1) {
                    Some(Val::Words(at)) => self.rules.lists.get(*at),
                    _ => None,
                };
                let other = list.and_then(|list| list.instead.get(&*first.text));
                other.map_or(Val::Nothing, |other| Val::Text(Snippet::loose(other.as_str())))
            }
            Function::BoundOnly => match (&values, arguments) {
                ([left, right, ..], [left_expr, right_expr]) => Val::Truth(self.relate(
                    Relation::BoundOnly,
                    (left, left_expr),
                    (right, right_expr),
                )?),
                _ => Val::Nothing,
            },
            Function::SameName | Function::Carries => {
                let synonyms = match values.get(2) {
                    Some(Val::Synonyms(at)) => Some(*at),
                    _ => None,
                };
                let normal = |text: &Snippet<'s>| {
                    self.facts.normal(self.rules, (&text.text).into(), synonyms)
                };
                let (left, right) = (normal(&first), normal(&snippet(1)));
                Val::Truth(match function {
                    Function::Carries => text::carries(&left, &right),
                    _ => left == right,
                })
            }
            Function::Year => match date(0) {
                Some(date) => Val::Figure(Figure::plain(i32::from(date.year()))),
                None => Val::Nothing,
            },
            Function::Month => match date(0) {
                Some(date) => Val::Figure(Figure::plain(i32::from(date.month()))),
                None => Val::Nothing,
            },
            Function::Days => match (date(0), date(1)) {
                // Both days count, as in “实施期 365 天”.
                (Some(from), Some(to)) => {
                    let days = from.until(to).map_or(0, |span| i64::from(span.get_days()));
                    Val::Figure(Figure::plain(days + 1))
                }
                _ => Val::Nothing,
            },
        })
    }

    /// The cost of a call, charged before it: the same whether the result is cached or not, and
    /// however soon it is found.
    fn cost(&self, function: Function, values: &[Val<'s>]) -> usize {
        let rules = self.rules;
        let size = |value: &Val<'s>| match value {
            Val::Words(at) => rules.lists.get(*at).map_or(0, |list| list.words.len()),
            Val::List(items) => items.len(),
            Val::Suffixes(at) => rules.suffixes.get(*at).map_or(0, |table| table.longest),
            Val::Catalogue(at) => match function {
                Function::Standard(StandardPart::NearName) => {
                    rules.catalogues.get(*at).map_or(0, |catalogue| catalogue.entries.len())
                }
                _ => 1,
            },
            value => self.snippet(value).map_or(0, |text| text.text.len() / TEXT_IN_A_STEP),
        };
        let given: usize = values.iter().map(size).sum();
        let times = match (function, values.get(2)) {
            (Function::Tautology, _) => text::LONGEST_TARGET,
            (Function::SameName | Function::Carries, Some(Val::Synonyms(at))) => {
                self.times_read(Some(*at))
            }
            _ => 1,
        };
        given.saturating_mul(times)
    }

    /// How often a name is gone through for its normal form.
    pub(super) fn times_read(&self, synonyms: Option<SynonymsId>) -> usize {
        let groups = synonyms.and_then(|synonyms| self.rules.synonyms.get(synonyms));
        1 + groups.map_or(0, Synonyms::passes)
    }

    /// The value of a parameter in the sheet's place and year.
    pub(super) fn parameter(&mut self, at: ParameterId) -> Known<Val<'s>> {
        let rules = self.rules;
        let Some(parameter) = rules.parameters.get(at) else { return Ok(Val::Nothing) };
        let form = &self.sheet.form;
        // A form that is valid in one year gives the year of a sheet, or of an example, that names
        // none.
        let only = form.from_year.filter(|from| Some(*from) == form.until_year);
        match parameter.value(form.place.as_deref(), self.sheet.year.or(only)) {
            Ok(valued) => self.value(&valued.value),
            Err(NoValue::NoYear) => unknown(Cause::lacking(self.sheet, LookupKey::Year)),
            // The resolver ensures that there is one wherever the form is used.
            Err(NoValue::Unsaid) => Ok(Val::Nothing),
        }
    }
}

/// An attribute of an indicator in a catalogue.
fn part_of<'s>(standard: &'s Standard, of: StandardPart) -> Val<'s> {
    let text = |text: &'s str| Val::Text(Snippet::loose(text));
    match of {
        StandardPart::NearName => text(&standard.name),
        StandardPart::Filing => text(&standard.place),
        StandardPart::Units if standard.units.is_empty() => Val::Nothing,
        StandardPart::Units => {
            Val::List(Rc::new(standard.units.iter().map(|unit| text(unit)).collect()))
        }
        StandardPart::Direction => {
            standard.direction.map_or(Val::Nothing, |direction| text(direction.zh()))
        }
        StandardPart::Target => standard.target.as_deref().map_or(Val::Nothing, text),
    }
}
