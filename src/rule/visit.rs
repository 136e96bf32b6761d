//! The parts of checked expressions, to be looked at or changed. Takes checked rules; knows nothing of
//! what is done with them.

use super::ruleset::{Domain, Expr, Kind, Range, Rule};

impl Expr {
    /// The expressions directly inside, those of its domains included, in the order of evaluation.
    pub(super) fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            Kind::Faulty
            | Kind::Text(_)
            | Kind::Figure(_)
            | Kind::Date(_)
            | Kind::Words(_)
            | Kind::Suffixes(_)
            | Kind::Pattern(_)
            | Kind::Synonyms(_)
            | Kind::Parameter(_)
            | Kind::Field(_)
            | Kind::Year
            | Kind::Variable(_) => Vec::new(),
            Kind::List(items) | Kind::Define(_, items) | Kind::Call(_, items) => {
                items.iter().collect()
            }
            Kind::SheetField(of, _)
            | Kind::SheetYear(of)
            | Kind::Attribute(of, _)
            | Kind::Part(of, _)
            | Kind::Group(of, _)
            | Kind::Not(of)
            | Kind::Negative(of)
            | Kind::Percent(of)
            | Kind::Ratio(of)
            | Kind::IsKind { subject: of, .. }
            | Kind::Present(_, of) => vec![of],
            Kind::Binary(left, _, right) => vec![left, right],
            Kind::Test { subject, object, .. } | Kind::SetTest { subject, object, .. } => {
                vec![subject, object]
            }
            Kind::Near { left, right, tolerance, .. } => vec![left, right, tolerance],
            Kind::Chain(first, rest) => {
                std::iter::once(&**first).chain(rest.iter().map(|(_, part)| part)).collect()
            }
            Kind::Exists(_, domain) | Kind::Count(domain) => {
                domain.filter.as_deref().into_iter().collect()
            }
            Kind::Every(domain, body) => {
                domain.filter.as_deref().into_iter().chain([&**body]).collect()
            }
            Kind::Aggregate(_, body, range) => {
                let mut parts = range.expressions();
                parts.push(body);
                parts
            }
        }
    }

    /// The same, to be changed.
    pub(super) fn children_mut(&mut self) -> Vec<&mut Expr> {
        match &mut self.kind {
            Kind::Faulty
            | Kind::Text(_)
            | Kind::Figure(_)
            | Kind::Date(_)
            | Kind::Words(_)
            | Kind::Suffixes(_)
            | Kind::Pattern(_)
            | Kind::Synonyms(_)
            | Kind::Parameter(_)
            | Kind::Field(_)
            | Kind::Year
            | Kind::Variable(_) => Vec::new(),
            Kind::List(items) | Kind::Define(_, items) | Kind::Call(_, items) => {
                items.iter_mut().collect()
            }
            Kind::SheetField(of, _)
            | Kind::SheetYear(of)
            | Kind::Attribute(of, _)
            | Kind::Part(of, _)
            | Kind::Group(of, _)
            | Kind::Not(of)
            | Kind::Negative(of)
            | Kind::Percent(of)
            | Kind::Ratio(of)
            | Kind::IsKind { subject: of, .. }
            | Kind::Present(_, of) => vec![of],
            Kind::Binary(left, _, right) => vec![left, right],
            Kind::Test { subject, object, .. } | Kind::SetTest { subject, object, .. } => {
                vec![subject, object]
            }
            Kind::Near { left, right, tolerance, .. } => vec![left, right, tolerance],
            Kind::Chain(first, rest) => {
                std::iter::once(&mut **first).chain(rest.iter_mut().map(|(_, it)| it)).collect()
            }
            Kind::Exists(_, domain) | Kind::Count(domain) => {
                domain.filter.as_deref_mut().into_iter().collect()
            }
            Kind::Every(domain, body) => {
                domain.filter.as_deref_mut().into_iter().chain([&mut **body]).collect()
            }
            Kind::Aggregate(_, body, range) => {
                let mut parts = range.expressions_mut();
                parts.push(body);
                parts
            }
        }
    }

    /// The domain that it ranges over.
    pub(super) fn domain_mut(&mut self) -> Option<&mut Domain> {
        match &mut self.kind {
            Kind::Exists(_, domain) | Kind::Count(domain) | Kind::Every(domain, _) => Some(domain),
            Kind::Aggregate(_, _, range) => range.domain_mut(),
            _ => None,
        }
    }

    /// Takes away the lookups, so that each sheet is tried.
    fn try_all(&mut self) {
        self.domain_mut().into_iter().for_each(Domain::try_all);
        self.children_mut().into_iter().for_each(Expr::try_all);
    }
}

impl Domain {
    fn try_all(&mut self) {
        self.joins.clear();
        self.alike = None;
    }
}

impl Range {
    /// Its expressions.
    pub(super) fn expressions(&self) -> Vec<&Expr> {
        match self {
            Range::Each(domain) => domain.filter.as_deref().into_iter().collect(),
            Range::Pair { filter, .. } => filter.iter().collect(),
            Range::Match { within, filter, .. } => within.iter().chain(filter).collect(),
        }
    }

    /// Its expressions, to be changed.
    pub(super) fn expressions_mut(&mut self) -> Vec<&mut Expr> {
        match self {
            Range::Each(domain) => domain.filter.as_deref_mut().into_iter().collect(),
            Range::Pair { filter, .. } => filter.iter_mut().collect(),
            Range::Match { within, filter, .. } => within.iter_mut().chain(filter).collect(),
        }
    }

    /// The domain that it ranges over.
    pub(super) fn domain_mut(&mut self) -> Option<&mut Domain> {
        match self {
            Range::Each(domain) | Range::Pair { domain, .. } => Some(domain),
            Range::Match { .. } => None,
        }
    }
}

impl Rule {
    /// Its conditions: filters, 当, 例外, 须.
    pub(super) fn conditions_mut(&mut self) -> Vec<&mut Expr> {
        let exceptions = self.exceptions.iter_mut().map(|exception| &mut exception.condition);
        let ranges = self.ranges.iter_mut().flat_map(Range::expressions_mut);
        ranges.chain(&mut self.when).chain(exceptions).chain(&mut self.demands).collect()
    }

    /// The same rule without lookups of other sheets: it tries each of them, and so asks its filters of
    /// those that a lookup would have passed over.
    #[must_use]
    pub fn trying_all(&self) -> Self {
        let mut rule = self.clone();
        for range in &mut rule.ranges {
            if let Range::Pair { joins, alike, .. } = range {
                joins.clear();
                *alike = None;
            }
            range.domain_mut().into_iter().for_each(Domain::try_all);
        }
        rule.conditions_mut().into_iter().for_each(Expr::try_all);
        rule
    }
}
