//! What expressions are called in English.

use super::super::{Finding, Logic, Measure, SOFT, Scope, Sense, apart, sense};
use super::{En, listed, quoted};
use crate::form::AttributeId;
use crate::rule::functions::{Function, StandardPart};
use crate::rule::{Aggregation, BinaryOp, Expr, Kind, PartOf};
use crate::value::yes_no;

impl Scope<'_, En> {
    /// Whose, with a blank behind it.
    pub(super) fn owner(&self, of: &Expr) -> String {
        if self.is_topic(of) { "its ".to_owned() } else { format!("{}'s ", self.noun(of)) }
    }

    /// What an expression is called.
    pub(super) fn noun(&self, expr: &Expr) -> String {
        match &expr.kind {
            Kind::Faulty => "something faulty".to_owned(),
            Kind::Text(text) => quoted(text),
            Kind::YesNo(truth) => quoted(yes_no(*truth)),
            Kind::Figure(figure) => apart(figure),
            Kind::Date(date) => apart(date),
            Kind::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.noun(item)).collect();
                listed(&items, "or")
            }
            Kind::Words(at) => format!("the word list “{}”", self.word_list(*at)),
            Kind::Catalogue(at) => format!("the catalogue “{}”", self.catalogue(*at)),
            Kind::Suffixes(at) => format!("the endings “{}”", self.suffix_table(*at)),
            Kind::Synonyms(at) => format!("the synonyms “{}”", self.synonyms(*at)),
            Kind::Parameter(at) => format!("the parameter “{}”", self.parameter(*at)),
            Kind::Pattern(at) => apart(format!("/{}/", self.pattern(*at))),
            Kind::Field(id) => format!("{}{}", self.of_this_sheet(), quoted(&self.field(*id))),
            Kind::Year => format!("{}“年度”", self.of_this_sheet()),
            Kind::SheetField(of, id) => format!("{}{}", self.owner(of), quoted(&self.field(*id))),
            Kind::SheetYear(of) => format!("{}“年度”", self.owner(of)),
            Kind::Variable(slot) => self.variable(*slot),
            Kind::Attribute(of, id) => format!("{}{}", self.owner(of), self.attribute_name(*id)),
            Kind::Part(of, part) => format!("{}{}", self.owner(of), part_name(*part).1),
            Kind::Group(of, name) => {
                let of = if self.is_topic(of) { "it".to_owned() } else { self.noun(of) };
                format!("“{name}” in {of}")
            }
            Kind::Define(at, given) => {
                let name = quoted(self.define(*at));
                if given.is_empty() {
                    return name;
                }
                let given: Vec<String> = given.iter().map(|given| self.noun(given)).collect();
                format!("{name} of {}", listed(&given, "and"))
            }
            Kind::Call(function, arguments) => self.call(*function, arguments),
            Kind::Binary(_, BinaryOp::And | BinaryOp::Or, _)
            | Kind::Not(_)
            | Kind::Test { .. }
            | Kind::SetTest { .. }
            | Kind::IsOfClass { .. }
            | Kind::Chain(..)
            | Kind::Near { .. }
            | Kind::Exists(..)
            | Kind::Every(..)
            | Kind::Present(..) => format!("whether {}", self.told(&Logic::of(expr, true))),
            Kind::Binary(left, op, right) => {
                let sign = match op {
                    BinaryOp::Add => "+",
                    BinaryOp::Subtract => "-",
                    BinaryOp::Multiply => "×",
                    BinaryOp::Divide => "÷",
                    BinaryOp::And => "and",
                    BinaryOp::Or => "or",
                };
                format!("{} {sign} {}", self.term(left), self.term(right))
            }
            Kind::Negative(inner) => format!("-{}", self.term(inner)),
            Kind::Percent(inner) => format!("{} (as a percentage)", self.noun(inner)),
            Kind::Ratio(inner) => self.noun(inner),
            Kind::Count(domain) => format!("the number of {}", self.things(domain, true)),
            Kind::Aggregate(what, body, range) => {
                let inner = self.with_range(range);
                let body = inner.noun(body);
                let body = body.strip_prefix("its ").unwrap_or(&body);
                let what = match what {
                    Aggregation::Sum => "sum",
                    Aggregation::Average => "average",
                    Aggregation::Largest => "largest",
                    Aggregation::Smallest => "smallest",
                };
                format!("the {what} of {body} over every {}", inner.ranged(range))
            }
        }
    }

    fn of_this_sheet(&self) -> &'static str {
        if self.has_other_sheets() { "this sheet's " } else { "" }
    }

    /// The first attribute of every form is the target.
    pub(super) fn attribute_name(&self, id: AttributeId) -> String {
        if id == AttributeId(0) { "target".to_owned() } else { quoted(&self.attribute(id)) }
    }

    /// An operand of arithmetic.
    fn term(&self, expr: &Expr) -> String {
        match &expr.kind {
            Kind::Binary(..) => format!("({})", self.noun(expr)),
            _ => self.noun(expr).trim_matches(SOFT).to_owned(),
        }
    }

    fn call(&self, function: Function, arguments: &[Expr]) -> String {
        let all: Vec<String> = arguments.iter().map(|argument| self.noun(argument)).collect();
        let first = all.first().cloned().unwrap_or_default();
        let second = all.get(1).cloned().unwrap_or_default();
        match sense(function) {
            Sense::Measure(measure) => match measure {
                Measure::Length => format!("the number of characters of {first}"),
                Measure::Normalise => format!("{first} (punctuation and blanks aside)"),
                Measure::Similarity => format!("the similarity of {first} and {second}"),
                Measure::Year => format!("the year of {first}"),
                Measure::Month => format!("the month of {first}"),
                Measure::Days => format!("the number of days from {first} to {second}"),
                Measure::Standard(part) => match part {
                    StandardPart::NearName => {
                        format!("the standard name in {second} that is a slip away from {first}")
                    }
                    StandardPart::Filing => format!("the place that {second} gives {first}"),
                    StandardPart::Units => format!("the units that {second} gives {first}"),
                    StandardPart::Direction => format!("the direction that {second} gives {first}"),
                    StandardPart::Target => format!("the usual target that {second} gives {first}"),
                },
                Measure::FileBySuffix => format!("the place of {first} by {second}"),
                Measure::Occurrences => {
                    format!("the number of times that {second} occurs in {first}")
                }
            },
            Sense::Claim(claim) => {
                let clause = self.claim(claim, arguments);
                format!("whether {} {}", clause.subject, clause.yes)
            }
            Sense::Finds(found) => format!("the {} in {first}", finding(found).1),
        }
    }
}

/// What a function finds in a text: one, and many.
pub(super) fn finding(found: Finding) -> (&'static str, &'static str) {
    match found {
        Finding::Repeats => ("repeated sentence", "repeated sentences"),
        Finding::NumberingBreaks => ("break in the numbering", "breaks in the numbering"),
        Finding::UnpairedBrackets => ("unpaired bracket", "unpaired brackets"),
        Finding::Sentences => ("sentence", "sentences"),
        Finding::Paragraphs => ("paragraph", "paragraphs"),
        Finding::Figures => ("figure", "figures"),
        Finding::Percents => ("percentage", "percentages"),
        Finding::Amounts => ("amount of money", "amounts of money"),
        Finding::Periods => ("date", "dates"),
        Finding::Promises => ("promise", "promises"),
    }
}

/// A part: with its article, and without.
pub(super) fn part_name(part: PartOf) -> (&'static str, &'static str) {
    match part {
        PartOf::Name => ("a name", "name"),
        PartOf::Level1 => ("a first level", "first level"),
        PartOf::Level2 => ("a second level", "second level"),
        PartOf::Filing => ("a place in the tree", "place in the tree"),
        PartOf::FieldValue => ("a value", "value"),
        PartOf::FieldType => ("a type", "type"),
        PartOf::Number => ("a figure", "figure"),
        PartOf::Comparator => ("a comparison sign", "comparison sign"),
        PartOf::Unit => ("a unit", "unit"),
        PartOf::TargetKind => ("a kind", "kind"),
        PartOf::Low => ("a lower bound", "lower bound"),
        PartOf::High => ("an upper bound", "upper bound"),
        PartOf::Aim => ("a target", "target"),
        PartOf::FirstDay => ("a first day", "first day"),
        PartOf::LastDay => ("a last day", "last day"),
        PartOf::Repeated => ("a repetition", "repetition"),
        PartOf::Wording => ("a wording", "wording"),
    }
}
