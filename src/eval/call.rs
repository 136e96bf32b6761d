//! The built-in functions and the parameters, called with values. Takes what is given; gives values. What a
//! function does with a text stands in `text`.

use std::rc::Rc;

use super::expr::Evaluator;
use super::value::{Known, Snippet, Val, unknown};
use super::{Cause, text};
use crate::dictionary::{Standard, Synonyms};
use crate::rule::{Expr, Function, NoValue, ParameterId, StandardPart};
use crate::value::{Figure, Relation, Unit};

impl<'s> Evaluator<'s> {
    #[allow(clippy::too_many_lines, reason = "a flat match")]
    pub(super) fn call(&mut self, function: Function, arguments: &[Expr]) -> Known<Val<'s>> {
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(self.value(argument)?);
        }
        let snippet = |at: usize| {
            values.get(at).and_then(|value| self.snippet(value)).unwrap_or(Snippet::loose(""))
        };
        let date = |at: usize| match values.get(at) {
            Some(Val::Date(date)) => Some(*date),
            _ => None,
        };
        let first = snippet(0);
        let cost = first.text.len() / 8;
        let value = match function {
            Function::Length => Val::Figure(Figure::plain(text::length(&first.text))),
            Function::Normalise => Val::Text(Snippet::loose(text::normalise(&first.text))),
            Function::Similarity => {
                let similarity = text::similarity(&first.text, &snippet(1).text);
                Val::Figure(Figure::percent(similarity))
            }
            Function::Repeats => Val::Fragments(text::repeats(&first).into()),
            Function::NumberingBreaks => Val::Fragments(text::numbering_breaks(&first).into()),
            Function::UnpairedBrackets => Val::Fragments(text::unpaired_brackets(&first).into()),
            Function::Tautology => {
                let idle = match values.get(2) {
                    Some(Val::Words(at)) => {
                        self.rules.lists.get(*at).map(|list| list.words.clone()).unwrap_or_default()
                    }
                    Some(Val::List(items)) => {
                        let texts = items.iter().filter_map(|item| self.snippet(item));
                        texts.map(|item| item.text.into_owned()).collect()
                    }
                    _ => Vec::new(),
                };
                Val::Truth(text::is_tautology(&first.text, &snippet(1).text, &idle))
            }
            Function::FileBySuffix => {
                let table = match values.get(1) {
                    Some(Val::Suffixes(at)) => self.rules.suffixes.get(*at),
                    _ => None,
                };
                let filed = table.and_then(|table| table.file(first.text.trim()));
                filed.map_or(Val::Nothing, |place| Val::Text(Snippet::loose(place)))
            }
            Function::Standard(of) => {
                let catalogue = match values.get(1) {
                    Some(Val::Catalogue(at)) => self.rules.catalogues.get(*at),
                    _ => None,
                };
                let name = first.text.trim();
                let found = catalogue.and_then(|catalogue| match of {
                    StandardPart::NearName => catalogue.near(name),
                    _ => catalogue.find(name),
                });
                found.map_or(Val::Nothing, |standard| part_of(standard, of))
            }
            Function::Sentences => Val::Fragments(text::sentences(&first).into()),
            Function::Paragraphs => Val::Fragments(text::paragraphs(&first).into()),
            Function::Figures => Val::Fragments(text::figures(&first, |_| true).into()),
            Function::Percents => {
                Val::Fragments(text::figures(&first, |unit| *unit == Unit::Percent).into())
            }
            Function::Amounts => {
                Val::Fragments(text::figures(&first, |unit| *unit == Unit::Yuan).into())
            }
            Function::Periods => Val::Fragments(text::periods(&first, self.sheet.year).into()),
            Function::Promises => Val::Fragments(text::promises(&first).into()),
            Function::Occurrences => {
                let count = text::occurrences(&first.text, &snippet(1).text);
                Val::Figure(Figure::plain(count))
            }
            Function::BoundOnly => match (values.as_slice(), arguments) {
                ([left, right], [one, other]) => {
                    Val::Truth(self.relate(Relation::BoundOnly, (left, one), (right, other))?)
                }
                _ => Val::Nothing,
            },
            Function::SameName | Function::Carries => {
                let synonyms = match values.get(2) {
                    Some(Val::Synonyms(at)) => self.rules.synonyms.get(*at),
                    _ => None,
                };
                // The checker has seen to it that they are given.
                let none = Synonyms::default();
                let synonyms = synonyms.unwrap_or(&none);
                let (one, other) = (&first.text, &snippet(1).text);
                Val::Truth(match function {
                    Function::Carries => {
                        text::carries(&synonyms.normal(one), &synonyms.normal(other))
                    }
                    _ => synonyms.same(one, other),
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
        };
        self.work(cost);
        Ok(value)
    }

    /// The value of a parameter in the sheet's place and year.
    pub(super) fn parameter(&mut self, at: ParameterId) -> Known<Val<'s>> {
        let rules = self.rules;
        let Some(parameter) = rules.parameters.get(at) else { return Ok(Val::Nothing) };
        let form = &self.sheet.form;
        // A form of one year tells the year of a sheet, or of an example, that does not say it.
        let only = form.from_year.filter(|from| Some(*from) == form.until_year);
        match parameter.value(form.place.as_deref(), self.sheet.year.or(only)) {
            Ok(valued) => self.value(&valued.value),
            Err(NoValue::NoYear) => unknown(Cause::NoYear),
            // The checker has seen to it that there is one wherever the form is used.
            Err(NoValue::Unsaid) => Ok(Val::Nothing),
        }
    }
}

/// What a catalogue says of an indicator.
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
