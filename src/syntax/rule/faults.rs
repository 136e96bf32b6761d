//! The parts of a rule file that could not be read. Takes the tree; gives the diagnostics of the
//! parser.

use std::mem::{Discriminant, discriminant};

use super::{
    Broken, ChangeNode, ClauseKind, FormLine, Item, Literal, RuleFile, SuffixLine, Wording,
};
use crate::diagnostic::Diagnostic;

impl RuleFile {
    /// The parts of the file that could not be read.
    pub fn faults(&self) -> Vec<&Diagnostic> {
        let mut faults: Vec<&Diagnostic> = self.diagnostics.iter().collect();
        faults.extend(self.items.iter().flat_map(Item::broken).map(|broken| &*broken.diagnostic));
        faults
    }
}

impl RuleFile {
    /// The pieces of the file: each item, and each clause of a rule, by kind.
    pub(crate) fn outline(&self) -> Vec<(Discriminant<Item>, Vec<Discriminant<ClauseKind>>)> {
        let clauses = |item: &Item| match item {
            Item::Rule(rule) => {
                rule.clauses.iter().map(|clause| discriminant(&clause.kind)).collect()
            }
            _ => Vec::new(),
        };
        self.items.iter().map(|item| (discriminant(item), clauses(item))).collect()
    }
}

impl Item {
    /// The parts of it that could not be read.
    fn broken(&self) -> Vec<&Broken> {
        let mut found: Vec<&Broken> = Vec::new();
        match self {
            Item::Broken(broken) => found.push(broken),
            Item::Form(form) => found.extend(form.lines.iter().filter_map(|line| match line {
                FormLine::Broken(broken) => Some(broken),
                _ => None,
            })),
            Item::Law(law) => found.extend(&law.broken),
            Item::Suffixes(table) => {
                found.extend(table.lines.iter().filter_map(|line| match line {
                    SuffixLine::Broken(broken) => Some(broken),
                    _ => None,
                }));
            }
            Item::Parameter(parameter) => found.extend(&parameter.broken),
            Item::Define(define) => found.extend(define.body.as_ref().err()),
            Item::Rule(rule) => {
                for clause in &rule.clauses {
                    match &clause.kind {
                        ClauseKind::Broken(broken) => found.push(broken),
                        kind => found.extend(kind.texts().into_iter().flat_map(|text| {
                            text.holes.iter().filter_map(|hole| hole.expr.as_ref().err())
                        })),
                    }
                }
            }
            Item::Words(_)
            | Item::Catalogue(_)
            | Item::Synonyms(_)
            | Item::Use(_)
            | Item::Basis(..) => {}
        }
        found
    }
}

impl ClauseKind {
    /// Its texts that may have holes.
    fn texts(&self) -> Vec<&Literal> {
        match self {
            ClauseKind::Help(text) => vec![text],
            ClauseKind::Else { message, .. } => message.iter().collect(),
            ClauseKind::Fix(fix) => match &fix.change {
                ChangeNode::Add { name, value, .. } => {
                    [name, value].into_iter().filter_map(wording).collect()
                }
                ChangeNode::Set(_, by) | ChangeNode::Rename(_, by) | ChangeNode::Replace(_, by) => {
                    wording(by).into_iter().collect()
                }
                ChangeNode::Remove(_) | ChangeNode::Move(..) => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}

fn wording(wording: &Wording) -> Option<&Literal> {
    match wording {
        Wording::Text(text) => Some(text),
        Wording::Expr(_) | Wording::Verbatim(_) => None,
    }
}
