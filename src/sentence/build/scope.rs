//! The meaning of variables in a context, and the topic of the clause.

use super::super::tree::{Noun, Thing, ThingPhrase, Which};
use super::noun::found_in;
use crate::form::{Form, LevelId};
use crate::rule::{Define, Domain, Expr, Over, Range, RuleSet, Slot};

/// The deepest nesting of domains that is worded.
const DEEPEST: usize = 6;

/// The variables in scope.
#[derive(Clone)]
pub(super) struct PhraseScope<'r> {
    pub rules: &'r RuleSet,
    pub form: &'r Form,
    variables: Vec<PhraseVariable<'r>>,
    /// The topic of the clause, which need not be named again.
    topic: Option<Slot>,
    /// How many domains enclose it.
    depth: usize,
}

#[derive(Clone)]
struct PhraseVariable<'r> {
    slot: Slot,
    stands_for: StandsFor<'r>,
    /// First or second of a pair.
    twin: Option<Which>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum StandsFor<'r> {
    Thing(ThingPhrase),
    /// What a definition is given, by its name.
    Parameter(&'r str),
}

impl<'r> PhraseScope<'r> {
    pub(super) fn new(rules: &'r RuleSet, form: &'r Form) -> Self {
        Self { rules, form, variables: Vec::new(), topic: None, depth: 0 }
    }

    pub(super) fn of_definition(rules: &'r RuleSet, form: &'r Form, define: &'r Define) -> Self {
        let mut scope = Self::new(rules, form);
        for (slot, name) in define.parameters.iter().enumerate() {
            let stands_for = StandsFor::Parameter(name);
            scope.variables.push(PhraseVariable { slot, stands_for, twin: None });
        }
        scope
    }

    pub(super) fn is_too_deep(&self) -> bool {
        self.depth > DEEPEST
    }

    /// With one more thing, which the clause is about.
    fn with(&self, slot: Slot, kind: ThingPhrase) -> Self {
        let mut inner = self.clone();
        inner.variables.push(PhraseVariable {
            slot,
            stands_for: StandsFor::Thing(kind),
            twin: None,
        });
        inner.topic = Some(slot);
        inner.depth += 1;
        inner
    }

    pub(super) fn with_domain(&self, domain: &Domain) -> Self {
        self.with(domain.slot, kind_of(domain.over))
    }

    pub(super) fn with_range(&self, range: &Range) -> Self {
        match range {
            Range::Each(domain) => self.with_domain(domain),
            Range::Match { slot, within, .. } => self.with(*slot, kind_of_piece(within)),
            Range::Pair { domain, second, .. } => {
                let mut inner = self.clone();
                let stands_for = StandsFor::Thing(kind_of(domain.over));
                for (slot, twin) in [(domain.slot, Which::First), (*second, Which::Second)] {
                    inner.variables.push(PhraseVariable { slot, stands_for, twin: Some(twin) });
                }
                inner.without_topic()
            }
        }
    }

    /// Without a topic: everything is named.
    pub(super) fn without_topic(mut self) -> Self {
        self.topic = None;
        self
    }

    /// The noun of a variable.
    pub(super) fn variable(&self, slot: Slot) -> Noun<'r> {
        let Some(variable) = self.variables.iter().rev().find(|known| known.slot == slot) else {
            return Noun::It;
        };
        let kind = match variable.stands_for {
            StandsFor::Thing(kind) => kind,
            StandsFor::Parameter(name) => return Noun::Text(name),
        };
        let which = match variable.twin {
            Some(twin) => twin,
            None if self.is_overshadowed(slot) => Which::Former,
            None => Which::Only,
        };
        Noun::Thing(Thing { kind, which, is_topic: self.topic == Some(slot) })
    }

    /// Whether it is a parameter of a definition.
    pub(super) fn is_parameter(&self, slot: Slot) -> bool {
        let variable = self.variables.iter().rev().find(|known| known.slot == slot);
        variable.is_some_and(|known| matches!(known.stands_for, StandsFor::Parameter(_)))
    }

    /// Whether a later thing of the same kind, not the topic, could be confused with it.
    fn is_overshadowed(&self, slot: Slot) -> bool {
        let mut after = self.variables.iter().skip_while(|known| known.slot != slot);
        let Some(first) = after.next() else { return false };
        after.any(|later| later.stands_for == first.stands_for && Some(later.slot) != self.topic)
    }

    /// The judged sheet, if another is mentioned, so that it must be named.
    pub(super) fn this_sheet(&self) -> Option<Box<Noun<'r>>> {
        let sheet = StandsFor::Thing(ThingPhrase::Sheet);
        let others = self.variables.iter().any(|known| known.stands_for == sheet);
        others.then(|| {
            let thing = Thing { kind: ThingPhrase::ThisSheet, which: Which::Only, is_topic: false };
            Box::new(Noun::Thing(thing))
        })
    }

    /// The names of levels: a 一级 for all that stands under it, a bare name where it is unique.
    pub(super) fn levels(&self, ids: &[LevelId]) -> Vec<String> {
        let whole = |id: LevelId| {
            let mut children = self.form.children(id).peekable();
            children.peek().is_some() && children.all(|child| ids.contains(&child))
        };
        let mut names = Vec::new();
        for id in ids {
            let parent = self.form.level_at(*id).and_then(|level| level.parent);
            let named = match parent {
                Some(parent) if whole(parent) => parent,
                _ => *id,
            };
            let Some(level) = self.form.level_at(named) else { continue };
            let name = if self.form.levels_called(&level.name).len() == 1 {
                level.name.clone()
            } else {
                self.form.level_path(named)
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

fn kind_of(over: Over) -> ThingPhrase {
    match over {
        Over::Indicators => ThingPhrase::Indicator,
        Over::Fields => ThingPhrase::Field,
        Over::Rows(_) | Over::Totals(_) => ThingPhrase::Row,
        Over::Sheets(_) => ThingPhrase::Sheet,
        Over::ThisSheet => ThingPhrase::ThisSheet,
    }
}

fn kind_of_piece(within: &[Expr]) -> ThingPhrase {
    match within.first().and_then(found_in) {
        Some((finding, _)) => ThingPhrase::Found(finding),
        None => ThingPhrase::Passage,
    }
}
