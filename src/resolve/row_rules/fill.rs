//! A rule of a 规则表 for one row: each 列「…」 is filled with the cell. Takes the rule as written
//! and a row; gives a rule like any other, whose cells are the places of what they say.

use std::cell::{Cell, RefCell};

use super::cell::{self, CellReading};
use super::words;
use crate::diagnostic::{Diagnostic, Severity};
use crate::nearest::nearest;
use crate::resolve::table;
use crate::resolve::words::cell_empty;
use crate::source::Span;
use crate::syntax::rule::{
    AnchorNode, BinaryOp, ChangeNode, Clause, ClauseKind, CompareOp, DomainNode, ExprKind,
    ExprNode, FixClause, Hole, Keyword, Literal, Name, Pieces, PlaceNode, Ranging, Regex, RuleItem,
    Sought, Wording,
};
use crate::syntax::table::TableCell;

/// Fills in one row.
pub(super) struct Filler<'t> {
    pub(super) head: &'t [TableCell],
    pub(super) row: &'t [TableCell],
    /// Whether a demand stands in a cell that says that nothing is demanded.
    pub(super) nothing: Cell<bool>,
    pub(super) findings: RefCell<Vec<Diagnostic>>,
}

/// A condition with several answers: any of them, or all if it is negated.
fn joined(parts: impl Iterator<Item = ExprNode>, op: BinaryOp) -> Option<ExprNode> {
    parts.reduce(|left, right| {
        let span = left.span;
        ExprNode { span, kind: ExprKind::Binary(Box::new(left), op, Box::new(right)) }
    })
}

impl<'t> Filler<'t> {
    /// The rule of this row; `None` if it demands nothing.
    pub(super) fn rule(&self, item: &RuleItem, name: Name) -> Option<RuleItem> {
        let clauses = item.clauses.iter().filter_map(|clause| {
            let kind = self.clause(&clause.kind)?;
            Some(Clause { kind, ..clause.clone() })
        });
        let clauses: Vec<Clause> = clauses.collect();
        let filled = RuleItem { span: item.span, name, tightens: None, from: None, clauses };
        (!self.nothing.get()).then_some(filled)
    }

    fn report(&self, finding: Diagnostic) {
        let mut findings = self.findings.borrow_mut();
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }

    /// The cell of this row under a heading; reports a heading that the table lacks.
    fn cell(&self, column: &Name) -> Option<&'t TableCell> {
        let found = self.head.iter().position(|head| head.text == column.text);
        if found.is_none() {
            let known = || self.head.iter().map(|head| head.text.as_str());
            let near = nearest(&column.text, known());
            self.report(words::no_such_column(column, near, &known().collect::<Vec<_>>()));
        }
        found.and_then(|at| self.row.get(at))
    }

    /// The text of a cell that must have one.
    fn needed(&self, column: &Name) -> Option<&'t TableCell> {
        let cell = self.cell(column)?;
        if cell.text.is_empty() {
            self.report(cell_empty(cell.span));
            return None;
        }
        Some(cell)
    }

    fn clause(&self, kind: &ClauseKind) -> Option<ClauseKind> {
        Some(match kind {
            ClauseKind::When(expr) => ClauseKind::When(self.expr(expr)?),
            ClauseKind::Must(expr) => ClauseKind::Must(self.demand(expr)?),
            ClauseKind::MustNot(expr) => ClauseKind::MustNot(self.demand(expr)?),
            ClauseKind::Unless { condition, basis } => {
                ClauseKind::Unless { condition: self.expr(condition)?, basis: basis.clone() }
            }
            ClauseKind::Each(domain) => ClauseKind::Each(self.domain(domain)),
            ClauseKind::EachPair(domain, second) => {
                ClauseKind::EachPair(self.domain(domain), second.clone())
            }
            ClauseKind::EachMatch(pieces) => ClauseKind::EachMatch(self.pieces(pieces)),
            ClauseKind::Help(text) => ClauseKind::Help(self.literal(text)),
            ClauseKind::Else { severity, severity_in, message, anchors } => ClauseKind::Else {
                severity: severity_in.as_ref().map_or(*severity, |column| self.severity(column)),
                severity_in: None,
                message: message.as_ref().map(|message| self.literal(message)),
                anchors: anchors.iter().flat_map(|anchor| self.anchor(anchor)).collect(),
            },
            ClauseKind::BasisIn(column) => {
                let cell = self.cell(column).filter(|cell| !cell.text.is_empty())?;
                let (law, article) = citation(cell);
                ClauseKind::Basis { law, article }
            }
            ClauseKind::Fix(fix) => ClauseKind::Fix(self.fix(fix)?),
            ClauseKind::About(_)
            | ClauseKind::Basis { .. }
            | ClauseKind::Tags(_)
            | ClauseKind::InForce { .. }
            | ClauseKind::Accepts(_)
            | ClauseKind::Rejects(_)
            | ClauseKind::Broken(_) => kind.clone(),
        })
    }

    /// What a row demands: its cells must say what, or that it is nothing.
    fn demand(&self, expr: &ExprNode) -> Option<ExprNode> {
        let mut columns = Vec::new();
        super::columns_of(expr, &mut columns);
        let cells: Vec<&TableCell> =
            columns.iter().filter_map(|column| self.cell(column)).collect();
        if cells.iter().any(|cell| cell::asks_nothing(cell)) {
            self.nothing.set(true);
            return None;
        }
        if let Some(empty) = cells.iter().find(|cell| cell.text.is_empty()) {
            self.report(words::demand_empty(empty.span));
        }
        self.expr(expr)
    }

    fn severity(&self, column: &Name) -> Severity {
        let Some(cell) = self.needed(column) else { return Severity::Error };
        let is = |keyword: Keyword| keyword.is_spelled(&cell.text);
        if is(Keyword::Warning) {
            return Severity::Warning;
        }
        if is(Keyword::Note) {
            return Severity::Note;
        }
        if !is(Keyword::Error) {
            self.report(words::no_severity(cell));
        }
        Severity::Error
    }

    /// The levels in a cell, and those around it; several where it lists several.
    fn place(&self, place: &PlaceNode) -> Vec<PlaceNode> {
        let Some((at, column)) = place.columns.first() else { return vec![place.clone()] };
        let Some(cell) = self.cell(column).filter(|cell| !cell.text.is_empty()) else {
            return Vec::new();
        };
        let before = place.segments.get(..*at).unwrap_or_default();
        let behind = place.segments.get(at + 1..).unwrap_or_default();
        let filled = table::split(cell).into_iter().map(|path| {
            let levels = path.text.split(['/', '／']).map(str::trim);
            let levels: Vec<(Option<String>, Span)> =
                levels.map(|level| ((level != "*").then(|| level.to_owned()), path.span)).collect();
            let shift = levels.len();
            let columns = place.columns.iter().skip(1);
            let columns = columns.map(|(at, name)| (at + shift - 1, name.clone())).collect();
            let segments = [before, &levels, behind].concat();
            PlaceNode { span: path.span, segments, columns }
        });
        filled.flat_map(|place| self.place(&place)).collect()
    }

    fn anchor(&self, anchor: &AnchorNode) -> Vec<AnchorNode> {
        match anchor {
            AnchorNode::Place(place) => {
                self.place(place).into_iter().map(AnchorNode::Place).collect()
            }
            AnchorNode::Expr(expr) => self.expr(expr).map(AnchorNode::Expr).into_iter().collect(),
        }
    }

    fn domain(&self, domain: &DomainNode) -> DomainNode {
        let named = domain.named.as_ref().and_then(|named| match named.holes.first() {
            Some(Hole { expr: Ok(ExprNode { kind: ExprKind::Column(column), .. }), .. }) => {
                let cell = self.cell(column)?;
                match cell::read(cell) {
                    CellReading::Any => None,
                    CellReading::Words(_) => {
                        self.report(words::several_names(cell.span));
                        None
                    }
                    _ => Some(cell::literal(&table::named(cell))),
                }
            }
            _ => Some(named.clone()),
        });
        DomainNode {
            named,
            within: domain.within.iter().flat_map(|place| self.place(place)).collect(),
            filter: domain.filter.as_ref().and_then(|filter| self.expr(filter)).map(Box::new),
            ..domain.clone()
        }
    }

    fn pieces(&self, pieces: &Pieces) -> Pieces {
        Pieces {
            within: pieces.within.iter().filter_map(|within| self.expr(within)).collect(),
            filter: pieces.filter.as_ref().and_then(|filter| self.expr(filter)).map(Box::new),
            pattern: pieces.pattern.as_ref().map(|sought| match sought {
                Sought::Pattern(pattern) => Sought::Pattern(pattern.clone()),
                Sought::Words(list) => Sought::Words(list.clone()),
            }),
            ..pieces.clone()
        }
    }

    /// An expression; `None` if it is a condition on a cell that says that it is all the same.
    fn expr(&self, node: &ExprNode) -> Option<ExprNode> {
        let boxed = |expr: &ExprNode| self.expr(expr).map(Box::new);
        let kind = match &node.kind {
            ExprKind::Column(column) => return self.single(column, false),
            ExprKind::Text(text) => ExprKind::Text(self.literal(text)),
            ExprKind::Member(of, name) => ExprKind::Member(boxed(of)?, name.clone()),
            ExprKind::List(items) => {
                ExprKind::List(items.iter().filter_map(|item| self.expr(item)).collect())
            }
            ExprKind::Call(name, arguments) => {
                let filled = arguments.iter().map(|argument| self.expr(argument));
                ExprKind::Call(name.clone(), filled.collect::<Option<_>>()?)
            }
            ExprKind::Count(domain) => ExprKind::Count(Box::new(self.domain(domain))),
            ExprKind::Aggregate(what, of, over) => {
                let over = match &**over {
                    Ranging::Each(domain) => Ranging::Each(self.domain(domain)),
                    Ranging::Pieces(pieces) => Ranging::Pieces(self.pieces(pieces)),
                };
                ExprKind::Aggregate(*what, boxed(of)?, Box::new(over))
            }
            ExprKind::Not(inner) => ExprKind::Not(boxed(inner)?),
            ExprKind::Negative(inner) => ExprKind::Negative(boxed(inner)?),
            ExprKind::Percent(inner) => ExprKind::Percent(boxed(inner)?),
            ExprKind::Binary(left, op, right) => match (self.expr(left), self.expr(right)) {
                (Some(left), Some(right)) => ExprKind::Binary(Box::new(left), *op, Box::new(right)),
                (left, right) if op.is_logical() => return left.or(right),
                _ => return None,
            },
            ExprKind::Compare(first, rest) => match rest.as_slice() {
                [(op, place, ExprNode { kind: ExprKind::Column(column), .. })] => {
                    let cell = self.cell(column)?;
                    return self.compared(self.expr(first)?, (*op, *place), cell, node.span);
                }
                rest => {
                    let filled = rest.iter().map(|(op, at, to)| Some((*op, *at, self.expr(to)?)));
                    ExprKind::Compare(boxed(first)?, filled.collect::<Option<_>>()?)
                }
            },
            ExprKind::Exists(amount, domain) => {
                ExprKind::Exists(*amount, Box::new(self.domain(domain)))
            }
            ExprKind::Every(domain, body) => {
                ExprKind::Every(Box::new(self.domain(domain)), boxed(body)?)
            }
            ExprKind::Present(there, of) => ExprKind::Present(*there, boxed(of)?),
            ExprKind::Name(_) | ExprKind::Number(_) | ExprKind::Date(_) | ExprKind::Regex(_) => {
                node.kind.clone()
            }
        };
        Some(ExprNode { span: node.span, kind })
    }

    /// The one value of a cell.
    fn single(&self, column: &Name, as_text: bool) -> Option<ExprNode> {
        let cell = self.cell(column)?;
        match cell::read(cell) {
            CellReading::Any => None,
            CellReading::Single(name) => Some(cell::value(&name, as_text)),
            CellReading::Words(words) => {
                let items = words.iter().map(|word| cell::value(word, as_text)).collect();
                Some(ExprNode { span: cell.span, kind: ExprKind::List(items) })
            }
            CellReading::Range(_) => {
                self.report(words::no_range_here(cell.span));
                None
            }
        }
    }

    /// What a comparison with a cell says.
    fn compared(
        &self,
        left: ExprNode,
        (op, place): (CompareOp, Span),
        cell: &TableCell,
        span: Span,
    ) -> Option<ExprNode> {
        let compare = |op, right: ExprNode| {
            let kind = ExprKind::Compare(Box::new(left.clone()), vec![(op, place, right)]);
            ExprNode { span, kind }
        };
        let is_any_of = match op {
            CompareOp::Is { negated }
            | CompareOp::In { negated }
            | CompareOp::Equal { negated } => Some(negated),
            _ => None,
        };
        let of_text = match op {
            CompareOp::Contains { negated }
            | CompareOp::StartsWith { negated }
            | CompareOp::EndsWith { negated } => Some(negated),
            _ => None,
        };
        let pattern = |words: &[Name]| {
            let words: Vec<String> = words.iter().map(|word| regex::escape(&word.text)).collect();
            let pattern = Regex { pattern: words.join("|"), span: cell.span };
            ExprNode { span: cell.span, kind: ExprKind::Regex(pattern) }
        };
        let either = |negated| if negated { BinaryOp::And } else { BinaryOp::Or };
        Some(match (cell::read(cell), is_any_of, of_text) {
            (CellReading::Any, ..) => return None,
            (CellReading::Range(bounds), Some(negated), _) => {
                let number = |end: &cell::RangeBound| {
                    let kind = ExprKind::Number(end.figure.clone());
                    compare(end.op, ExprNode { span: end.span, kind })
                };
                let within = joined(bounds.iter().map(number), BinaryOp::And)?;
                match negated {
                    true => ExprNode { span, kind: ExprKind::Not(Box::new(within)) },
                    false => within,
                }
            }
            (CellReading::Range(_), None, Some(_)) => {
                compare(op, cell::value(&table::named(cell), true))
            }
            (CellReading::Range(_), ..) => {
                self.report(words::no_range_here(cell.span));
                return None;
            }
            (CellReading::Words(words), Some(negated), _) => {
                let items = words.iter().map(|word| cell::value(word, false)).collect();
                let list = ExprNode { span: cell.span, kind: ExprKind::List(items) };
                compare(CompareOp::In { negated }, list)
            }
            (CellReading::Words(words), _, Some(negated)) => {
                let parts = words.iter().map(|word| compare(op, cell::value(word, true)));
                joined(parts, either(negated))?
            }
            (CellReading::Words(words), ..) => match op {
                CompareOp::Matches { .. } => compare(op, pattern(&words)),
                _ => {
                    self.report(words::one_value(cell.span));
                    return None;
                }
            },
            (CellReading::Single(name), Some(negated), _) => {
                let value = cell::value(&name, false);
                match value.kind {
                    ExprKind::Text(_) => compare(CompareOp::Is { negated }, value),
                    _ => compare(CompareOp::Equal { negated }, value),
                }
            }
            (CellReading::Single(name), _, Some(_)) => compare(op, cell::value(&name, true)),
            (CellReading::Single(name), ..) => match op {
                CompareOp::Matches { .. } => match inside_slashes(&name.text) {
                    Some(inner) => {
                        let pattern = Regex { pattern: inner.replace("\\/", "/"), span: name.span };
                        compare(op, ExprNode { span: name.span, kind: ExprKind::Regex(pattern) })
                    }
                    None => compare(op, pattern(&[name])),
                },
                _ => compare(op, cell::value(&name, false)),
            },
        })
    }

    /// A text whose holes say what the cells say.
    fn literal(&self, literal: &Literal) -> Literal {
        let holes = literal.holes.iter().map(|hole| {
            let expr = match &hole.expr {
                Ok(ExprNode { kind: ExprKind::Column(column), span }) => {
                    let cell = self.cell(column);
                    let name = cell.map_or(Name { text: String::new(), span: *span }, table::named);
                    Ok(cell::value(&name, true))
                }
                Ok(expr) => Ok(self.expr(expr).unwrap_or_else(|| expr.clone())),
                Err(broken) => Err(broken.clone()),
            };
            Hole { expr, ..hole.clone() }
        });
        Literal { holes: holes.collect(), ..literal.clone() }
    }

    fn wording(&self, wording: &Wording) -> Option<Wording> {
        Some(match wording {
            Wording::Text(text) => Wording::Text(self.literal(text)),
            Wording::Expr(expr) => Wording::Expr(self.expr(expr)?),
            Wording::Verbatim(name) => Wording::Verbatim(name.clone()),
        })
    }

    fn fix(&self, fix: &FixClause) -> Option<FixClause> {
        let change = match &fix.change {
            ChangeNode::Add { levels, name, value } => ChangeNode::Add {
                levels: match levels {
                    Some(levels) => Some(self.place(levels).into_iter().next()?),
                    None => None,
                },
                name: self.wording(name)?,
                value: self.wording(value)?,
            },
            ChangeNode::Set(of, to) => ChangeNode::Set(self.expr(of)?, self.wording(to)?),
            ChangeNode::Remove(of) => ChangeNode::Remove(self.expr(of)?),
            ChangeNode::Move(of, to) => {
                ChangeNode::Move(self.expr(of)?, self.anchor(to).into_iter().next()?)
            }
            ChangeNode::Rename(of, to) => ChangeNode::Rename(self.expr(of)?, self.wording(to)?),
            ChangeNode::Replace(of, by) => ChangeNode::Replace(self.expr(of)?, self.wording(by)?),
        };
        Some(FixClause { change, ..fix.clone() })
    }
}

/// A pattern in a cell, without its slashes.
fn inside_slashes(text: &str) -> Option<&str> {
    text.strip_prefix('/')?.strip_suffix('/').filter(|inner| !inner.is_empty())
}

/// `财预101号 第三条`, `财预101号第三条`: the law and the article of a cell.
fn citation(cell: &TableCell) -> (Name, Option<Name>) {
    let text = cell.text.as_str();
    let end = text.find(|sign: char| sign.is_whitespace()).or_else(|| text.find('第'));
    let (law, article) = text.split_at_checked(end.unwrap_or(text.len())).unwrap_or((text, ""));
    let name = |text: &str| Name { text: text.trim().to_owned(), span: cell.span };
    (name(law), Some(article.trim()).filter(|article| !article.is_empty()).map(name))
}
