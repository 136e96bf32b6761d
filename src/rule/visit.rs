//! The parts of checked expressions, to be read or changed. Takes checked rules; knows nothing of
//! what is done with them.

use std::collections::BTreeSet;

use super::{
    Anchor, DefineId, Domain, Expr, FixChange, Goal, Kind, MessagePart, OnForm, Over, Range,
    RuleSet, SheetScope, Slot, Template,
};

/// The only place that knows the direct parts of an expression, a range, a message, a fix and a
/// rule; once to be read, once to be changed.
macro_rules! parts_of {
    ($children:ident $expressions:ident $roots:ident $($mutable:ident)?) => {
        impl Expr {
            /// The expressions directly inside, those of its domains included, in the order of
            /// evaluation.
            pub(crate) fn $children(& $($mutable)? self) -> Vec<& $($mutable)? Expr> {
                let mut parts: Vec<& $($mutable)? Expr> = Vec::new();
                match & $($mutable)? self.kind {
                    Kind::Faulty
                    | Kind::Text(_)
                    | Kind::YesNo(_)
                    | Kind::Figure(_)
                    | Kind::Date(_)
                    | Kind::Words(_)
                    | Kind::Suffixes(_)
                    | Kind::Catalogue(_)
                    | Kind::Pattern(_)
                    | Kind::Synonyms(_)
                    | Kind::Parameter(_)
                    | Kind::Field(_)
                    | Kind::Year
                    | Kind::Variable(_) => {}
                    Kind::List(items) | Kind::Define(_, items) | Kind::Call(_, items) => {
                        parts.extend(items);
                    }
                    Kind::SheetField(of, _)
                    | Kind::SheetYear(of)
                    | Kind::Attribute(of, _)
                    | Kind::Cell(of, _)
                    | Kind::Part(of, _)
                    | Kind::Group(of, _)
                    | Kind::Not(of)
                    | Kind::Negative(of)
                    | Kind::Percent(of)
                    | Kind::Ratio(of)
                    | Kind::IsOfClass { subject: of, .. }
                    | Kind::Present(_, of) => parts.push(of),
                    Kind::Binary(left, _, right) => parts.extend([& $($mutable)? **left, right]),
                    Kind::Test { subject, object, .. } | Kind::SetTest { subject, object, .. } => {
                        parts.extend([& $($mutable)? **subject, object]);
                    }
                    Kind::Near { left, right, tolerance, .. } => {
                        parts.extend([& $($mutable)? **left, right, tolerance]);
                    }
                    Kind::Chain(first, rest) => {
                        parts.push(first);
                        parts.extend(rest.into_iter().map(|(_, part)| part));
                    }
                    Kind::Exists(_, domain) | Kind::Count(domain) => {
                        parts.extend((& $($mutable)? domain.filter).into_iter().map(|filter| & $($mutable)? **filter));
                    }
                    Kind::Every(domain, body) => {
                        parts.extend((& $($mutable)? domain.filter).into_iter().map(|filter| & $($mutable)? **filter));
                        parts.push(body);
                    }
                    Kind::Aggregate(_, body, range) => {
                        parts.extend(range.$expressions());
                        parts.push(body);
                    }
                }
                parts
            }
        }

        impl Range {
            /// Its expressions.
            pub(crate) fn $expressions(& $($mutable)? self) -> Vec<& $($mutable)? Expr> {
                let mut parts: Vec<& $($mutable)? Expr> = Vec::new();
                match self {
                    Range::Each(domain) => parts.extend((& $($mutable)? domain.filter).into_iter().map(|filter| & $($mutable)? **filter)),
                    Range::Pair { filter, .. } => parts.extend(filter),
                    Range::Match { within, filter, .. } => {
                        parts.extend(within);
                        parts.extend(filter);
                    }
                }
                parts
            }
        }

        impl Template {
            /// The content of its holes.
            pub(crate) fn $expressions(& $($mutable)? self) -> Vec<& $($mutable)? Expr> {
                let parts = (& $($mutable)? self.parts).into_iter();
                let holes = parts.filter_map(|part| match part {
                    MessagePart::Hole(expr) => Some(expr),
                    MessagePart::Text(_) => None,
                });
                holes.collect()
            }
        }

        impl FixChange {
            /// Its expressions.
            pub(crate) fn $expressions(& $($mutable)? self) -> Vec<& $($mutable)? Expr> {
                let mut parts: Vec<& $($mutable)? Expr> = Vec::new();
                match self {
                    FixChange::AddIndicator { name, value, .. } => {
                        parts.extend(name.$expressions());
                        parts.extend(value.$expressions());
                    }
                    FixChange::AddField(_, value) => parts.extend(value.$expressions()),
                    FixChange::Set(of, wording)
                    | FixChange::Rename(of, wording)
                    | FixChange::Replace(of, wording) => {
                        parts.push(of);
                        parts.extend(wording.$expressions());
                    }
                    FixChange::Move(of, Goal::Path(to)) => parts.extend([of, to]),
                    FixChange::Move(of, Goal::Level(_)) | FixChange::Remove(of) => parts.push(of),
                }
                parts
            }
        }

        impl OnForm {
            /// All expressions in it.
            pub(crate) fn $roots(& $($mutable)? self) -> Vec<& $($mutable)? Expr> {
                let mut roots: Vec<& $($mutable)? Expr> = Vec::new();
                for range in & $($mutable)? self.ranges {
                    roots.extend(range.$expressions());
                }
                roots.extend(& $($mutable)? self.when);
                roots.extend(& $($mutable)? self.demands);
                for exception in & $($mutable)? self.exceptions {
                    roots.push(& $($mutable)? exception.condition);
                }
                roots.extend(self.message.$expressions());
                if let Some(help) = & $($mutable)? self.help {
                    roots.extend(help.$expressions());
                }
                for fix in & $($mutable)? self.fixes {
                    roots.extend(fix.change.$expressions());
                }
                for anchor in & $($mutable)? self.anchors {
                    if let Anchor::Expr(expr) = anchor {
                        roots.push(expr);
                    }
                }
                roots
            }
        }
    };
}

parts_of!(children expressions roots);
parts_of!(children_mut expressions_mut roots_mut mut);

impl Expr {
    /// The domain that it ranges over.
    pub(crate) fn domain(&self) -> Option<&Domain> {
        match &self.kind {
            Kind::Exists(_, domain) | Kind::Count(domain) | Kind::Every(domain, _) => Some(domain),
            Kind::Aggregate(_, _, range) => match &**range {
                Range::Each(domain) | Range::Pair { domain, .. } => Some(domain),
                Range::Match { .. } => None,
            },
            _ => None,
        }
    }

    /// The same, to be changed.
    pub(crate) fn domain_mut(&mut self) -> Option<&mut Domain> {
        match &mut self.kind {
            Kind::Exists(_, domain) | Kind::Count(domain) | Kind::Every(domain, _) => Some(domain),
            Kind::Aggregate(_, _, range) => range.domain_mut(),
            _ => None,
        }
    }

    /// Removes the lookups, so that each sheet is tried.
    fn try_all(&mut self) {
        self.domain_mut().into_iter().for_each(Domain::try_all);
        self.children_mut().into_iter().for_each(Expr::try_all);
    }
}

impl Domain {
    /// The sheets that it ranges over, if it does.
    fn scope(&self) -> Option<SheetScope> {
        match self.over {
            Over::Sheets(scope) => Some(scope),
            _ => None,
        }
    }

    fn try_all(&mut self) {
        self.joins.clear();
        self.alike = None;
    }
}

/// Visits expressions and the bodies of the definitions that they use, directly or not: each body
/// once, however often it is used.
fn walk_with_definitions(
    set: &RuleSet,
    walk_roots: impl FnOnce(&mut dyn FnMut(&Expr)),
    visit: &mut dyn FnMut(&Expr),
) {
    let mut used: Vec<DefineId> = Vec::new();
    let mut note = |used: &mut Vec<DefineId>, expr: &Expr| {
        visit(expr);
        if let Kind::Define(id, _) = expr.kind
            && !used.contains(&id)
        {
            used.push(id);
        }
    };
    walk_roots(&mut |expr| note(&mut used, expr));
    let mut at = 0;
    while let Some(define) = used.get(at).and_then(|id| set.defines.get(*id)) {
        walk(&define.body, &mut |expr| note(&mut used, expr));
        at += 1;
    }
}

/// The sheets that an expression itself looks at.
fn scope_of(expr: &Expr) -> Option<SheetScope> {
    match &expr.kind {
        Kind::Exists(_, domain) | Kind::Count(domain) | Kind::Every(domain, _) => domain.scope(),
        Kind::Aggregate(_, _, range) => range.scope(),
        _ => None,
    }
}

impl Range {
    /// The sheets that it ranges over, if it does.
    fn scope(&self) -> Option<SheetScope> {
        match self {
            Range::Each(domain) | Range::Pair { domain, .. } => domain.scope(),
            Range::Match { .. } => None,
        }
    }

    /// The domain that it ranges over.
    pub(crate) fn domain_mut(&mut self) -> Option<&mut Domain> {
        match self {
            Range::Each(domain) | Range::Pair { domain, .. } => Some(domain),
            Range::Match { .. } => None,
        }
    }
}

impl OnForm {
    /// Whether it compares sheets, itself or in a definition.
    pub(crate) fn compares_sheets(&self, set: &RuleSet) -> bool {
        let exceptions = self.exceptions.iter().map(|exception| &exception.condition);
        let ranges = self.ranges.iter().flat_map(Range::expressions);
        let conditions = ranges.chain(&self.when).chain(exceptions).chain(&self.demands);
        let mut found = self.ranges.iter().any(|range| range.scope().is_some());
        walk_with_definitions(
            set,
            |visit| conditions.for_each(|condition| walk(condition, visit)),
            &mut |expr| found |= scope_of(expr).is_some(),
        );
        found
    }

    /// The sheets that it looks at, in all its parts.
    pub(crate) fn scopes(&self, set: &RuleSet) -> Vec<SheetScope> {
        let mut scopes: Vec<_> = self.ranges.iter().filter_map(Range::scope).collect();
        walk_with_definitions(set, |visit| walk_rule(self, visit), &mut |expr| {
            scopes.extend(scope_of(expr));
        });
        scopes
    }

    /// Its conditions: filters, 当, 例外, 须.
    pub(crate) fn conditions_mut(&mut self) -> Vec<&mut Expr> {
        let exceptions = self.exceptions.iter_mut().map(|exception| &mut exception.condition);
        let ranges = self.ranges.iter_mut().flat_map(Range::expressions_mut);
        ranges.chain(&mut self.when).chain(exceptions).chain(&mut self.demands).collect()
    }

    /// The same rule without lookups of other sheets: it tries each of them, and so applies its
    /// filters to those that a lookup would have skipped.
    #[must_use]
    pub fn trying_all(&self) -> Self {
        let mut rule = self.clone();
        for range in &mut rule.ranges {
            range.domain_mut().into_iter().for_each(Domain::try_all);
        }
        rule.conditions_mut().into_iter().for_each(Expr::try_all);
        rule
    }
}

/// Calls back for an expression and all inside it, outermost first.
pub(crate) fn walk(expr: &Expr, seen: &mut (impl FnMut(&Expr) + ?Sized)) {
    seen(expr);
    expr.children().into_iter().for_each(|part| walk(part, seen));
}

/// The same, to change them.
pub(crate) fn walk_mut(expr: &mut Expr, change: &mut impl FnMut(&mut Expr)) {
    change(expr);
    expr.children_mut().into_iter().for_each(|part| walk_mut(part, change));
}

/// Calls back for all expressions of a range.
pub(crate) fn walk_range(range: &Range, seen: &mut (impl FnMut(&Expr) + ?Sized)) {
    range.expressions().into_iter().for_each(|part| walk(part, seen));
}

/// Calls back for every expression of a rule.
pub(crate) fn walk_rule(rule: &OnForm, seen: &mut (impl FnMut(&Expr) + ?Sized)) {
    rule.roots().into_iter().for_each(|root| walk(root, seen));
}

/// The variables of a rule that something reads.
pub(crate) fn read_slots(rule: &OnForm) -> BTreeSet<Slot> {
    let mut read: BTreeSet<Slot> = BTreeSet::new();
    walk_rule(rule, &mut |expr| match &expr.kind {
        Kind::Variable(slot) => {
            read.insert(*slot);
        }
        Kind::Exists(_, domain) | Kind::Count(domain) | Kind::Every(domain, _) => {
            read.extend(domain.of);
        }
        _ => {}
    });
    for range in &rule.ranges {
        if let Range::Each(domain) | Range::Pair { domain, .. } = range {
            read.extend(domain.of);
        }
    }
    read
}
