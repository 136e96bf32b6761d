//! The nouns of expressions.

use super::super::tree::{Claim, Finding, Measure, Member, Noun, Sign, TablePhrase};
use super::scope::PhraseScope;
use crate::form::{AttributeId, ColumnId, FieldId};
use crate::rule::functions::Function;
use crate::rule::{BinaryOp, Expr, Kind};
use crate::value::{Relation, yes_no};

impl<'r> PhraseScope<'r> {
    #[allow(clippy::too_many_lines, reason = "a flat match")]
    pub(super) fn noun(&self, expr: &'r Expr) -> Noun<'r> {
        let boxed = |expr: &'r Expr| Box::new(self.noun(expr));
        let rules = self.rules;
        match &expr.kind {
            Kind::Faulty => Noun::Faulty,
            Kind::Text(text) => Noun::Text(text),
            Kind::YesNo(truth) => Noun::Text(yes_no(*truth)),
            Kind::Figure(figure) => Noun::Literal(figure.to_string()),
            Kind::Date(date) => Noun::Literal(date.to_string()),
            Kind::Pattern(id) => {
                let pattern = rules.patterns.get(*id).map(|pattern| pattern.as_str());
                Noun::Literal(format!("/{}/", pattern.unwrap_or_default()))
            }
            Kind::List(items) => Noun::AnyOf(self.nouns(items)),
            Kind::Words(id) => {
                named(TablePhrase::Words, rules.lists.get(*id).map(|list| list.name.as_str()))
            }
            Kind::Catalogue(id) => named(
                TablePhrase::Catalogue,
                rules.catalogues.get(*id).map(|known| known.name.as_str()),
            ),
            Kind::Suffixes(id) => named(
                TablePhrase::Suffixes,
                rules.suffixes.get(*id).map(|known| known.name.as_str()),
            ),
            Kind::Synonyms(id) => named(
                TablePhrase::Synonyms,
                rules.synonyms.get(*id).map(|known| known.name.as_str()),
            ),
            Kind::Parameter(id) => named(
                TablePhrase::Parameter,
                rules.parameters.get(*id).map(|known| known.name.as_str()),
            ),
            Kind::Field(id) => Noun::Member(self.this_sheet(), self.field(*id)),
            Kind::Year => Noun::Member(self.this_sheet(), Member::Year),
            Kind::SheetField(of, id) => Noun::Member(Some(boxed(of)), self.field(*id)),
            Kind::SheetYear(of) => Noun::Member(Some(boxed(of)), Member::Year),
            Kind::Attribute(of, id) => Noun::Member(Some(boxed(of)), self.attribute(*id)),
            Kind::Cell(of, id) => Noun::Member(Some(boxed(of)), self.column(*id)),
            Kind::Part(of, part) => Noun::Member(Some(boxed(of)), Member::Part(*part)),
            Kind::Group(of, name) => Noun::Member(Some(boxed(of)), Member::Group(name)),
            Kind::Variable(slot) => self.variable(*slot),
            Kind::Define(id, given) => {
                let name = rules.defines.get(*id).map(|define| define.name.as_str());
                Noun::Defined(name.unwrap_or_default(), self.nouns(given))
            }
            Kind::Call(function, given) => match (sense(*function), given.first()) {
                (Sense::Measure(measure), _) => Noun::Measure(measure, self.nouns(given)),
                (Sense::Finds(finding), Some(text)) => Noun::Found(finding, boxed(text)),
                (Sense::Finds(_) | Sense::Claims(_) | Sense::Relates(_), _) => self.whether(expr),
            },
            Kind::Binary(left, op, right) => {
                let sign = match op {
                    BinaryOp::Add => Sign::Add,
                    BinaryOp::Subtract => Sign::Subtract,
                    BinaryOp::Multiply => Sign::Multiply,
                    BinaryOp::Divide => Sign::Divide,
                    BinaryOp::And | BinaryOp::Or => return self.whether(expr),
                };
                Noun::Arithmetic(boxed(left), sign, boxed(right))
            }
            Kind::Not(_)
            | Kind::Test { .. }
            | Kind::SetTest { .. }
            | Kind::IsOfClass { .. }
            | Kind::Chain(..)
            | Kind::Near { .. }
            | Kind::Exists(..)
            | Kind::Every(..)
            | Kind::Present(..) => self.whether(expr),
            Kind::Negative(inner) => Noun::Negative(boxed(inner)),
            Kind::Percent(inner) => Noun::Percent(boxed(inner)),
            Kind::Ratio(inner) => self.noun(inner),
            Kind::Count(domain) => Noun::Count(self.with_domain(domain).things(domain)),
            Kind::Aggregate(what, body, range) => {
                let inner = self.with_range(range);
                Noun::Aggregate(*what, Box::new(inner.noun(body)), Box::new(inner.ranged(range)))
            }
        }
    }

    pub(super) fn nouns(&self, exprs: &'r [Expr]) -> Vec<Noun<'r>> {
        exprs.iter().map(|expr| self.noun(expr)).collect()
    }

    fn whether(&self, expr: &'r Expr) -> Noun<'r> {
        Noun::Whether(Box::new(self.condition(expr)))
    }

    fn field(&self, id: FieldId) -> Member<'r> {
        Member::Field(self.form.field_at(id).map(|field| field.name.as_str()).unwrap_or_default())
    }

    fn column(&self, id: ColumnId) -> Member<'r> {
        let name = self.form.column_at(id).map(|column| column.name.as_str());
        Member::Attribute { name: name.unwrap_or_default(), is_target: false }
    }

    pub(super) fn attribute(&self, id: AttributeId) -> Member<'r> {
        let name = self.form.attribute_at(id).map(|field| field.name.as_str());
        Member::Attribute { name: name.unwrap_or_default(), is_target: id == AttributeId(0) }
    }
}

fn named<'r>(table: TablePhrase, name: Option<&'r str>) -> Noun<'r> {
    Noun::Named(table, name.unwrap_or_default())
}

/// What a function makes of its arguments.
pub(super) enum Sense {
    /// A value.
    Measure(Measure),
    /// A condition.
    Claims(Claim),
    /// A condition on two targets.
    Relates(Relation),
    /// Pieces of a text.
    Finds(Finding),
}

pub(super) fn sense(function: Function) -> Sense {
    match function {
        Function::Length => Sense::Measure(Measure::Length),
        Function::Normalise => Sense::Measure(Measure::Normalise),
        Function::WithoutName => Sense::Measure(Measure::WithoutName),
        Function::Similarity => Sense::Measure(Measure::Similarity),
        Function::Year => Sense::Measure(Measure::Year),
        Function::Month => Sense::Measure(Measure::Month),
        Function::Days => Sense::Measure(Measure::Days),
        Function::FileBySuffix => Sense::Measure(Measure::FileBySuffix),
        Function::Standard(part) => Sense::Measure(Measure::Standard(part)),
        Function::Occurrences => Sense::Measure(Measure::Occurrences),
        Function::Absolute => Sense::Measure(Measure::Absolute),
        Function::Instead => Sense::Measure(Measure::Instead),
        Function::Tautology => Sense::Claims(Claim::Tautology),
        Function::SameName => Sense::Claims(Claim::SameName),
        Function::Carries => Sense::Claims(Claim::Carries),
        Function::BoundOnly => Sense::Relates(Relation::BoundOnly),
        Function::Repeats => Sense::Finds(Finding::Repeats),
        Function::NumberingBreaks => Sense::Finds(Finding::NumberingBreaks),
        Function::UnpairedBrackets => Sense::Finds(Finding::UnpairedBrackets),
        Function::Sentences => Sense::Finds(Finding::Sentences),
        Function::Paragraphs => Sense::Finds(Finding::Paragraphs),
        Function::Figures => Sense::Finds(Finding::Figures),
        Function::Percents => Sense::Finds(Finding::Percents),
        Function::Amounts => Sense::Finds(Finding::Amounts),
        Function::Periods => Sense::Finds(Finding::Periods),
        Function::Promises => Sense::Finds(Finding::Promises),
    }
}

/// What a call finds, and in what.
pub(super) fn found_in(expr: &Expr) -> Option<(Finding, &Expr)> {
    let Kind::Call(function, arguments) = &expr.kind else { return None };
    match sense(*function) {
        Sense::Finds(finding) => Some((finding, arguments.first()?)),
        Sense::Measure(_) | Sense::Claims(_) | Sense::Relates(_) => None,
    }
}
