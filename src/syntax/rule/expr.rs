//! Rows of operands and operators to trees, by precedence climbing.

use std::sync::LazyLock;

use pest::iterators::Pairs as Row;
use pest::pratt_parser::{Assoc, Op, PrattParser};

use super::literal;
use super::parts::{FilePiece, Pairs, Rule};
use super::{
    Aggregation, Amount, BinaryOp, Broken, CompareOp, DomainNode, ExprKind, ExprNode, Hole,
    Keyword, Literal, Name, PieceUnit, Pieces, PlaceNode, Ranged, Ranging, Regex, Sought, words,
};
use crate::source::Span;

/// From weakest to strongest. Comparisons chain, which the climbing leaves to [`compared`].
static PRECEDENCE: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    let left = |rule| Op::infix(rule, Assoc::Left);
    PrattParser::new()
        .op(left(Rule::or))
        .op(left(Rule::and))
        .op(Op::prefix(Rule::not))
        .op(left(Rule::equal)
            | left(Rule::not_equal)
            | left(Rule::at_least)
            | left(Rule::at_most)
            | left(Rule::less)
            | left(Rule::greater)
            | left(Rule::is)
            | left(Rule::is_not)
            | left(Rule::contains)
            | left(Rule::not_contains)
            | left(Rule::matches)
            | left(Rule::not_matches)
            | left(Rule::r#in)
            | left(Rule::not_in)
            | left(Rule::starts)
            | left(Rule::not_starts)
            | left(Rule::ends)
            | left(Rule::not_ends)
            | left(Rule::stricter)
            | left(Rule::not_stricter)
            | left(Rule::includes)
            | left(Rule::not_includes)
            | left(Rule::below)
            | left(Rule::not_below)
            | left(Rule::above)
            | left(Rule::not_above)
            | left(Rule::give_or_take))
        .op(left(Rule::add) | left(Rule::subtract))
        .op(left(Rule::multiply) | left(Rule::divide))
});

/// What could not be read inside: the mistake of a hole or an amount.
pub(super) type ReadResult<T> = Result<T, Broken>;

impl FilePiece<'_> {
    /// An `expr` pair.
    pub(super) fn expr(&self, pair: Pairs<'_>) -> ReadResult<ExprNode> {
        self.row(pair.into_inner())
    }

    fn row(&self, row: Row<'_, Rule>) -> ReadResult<ExprNode> {
        PRECEDENCE
            .map_primary(|operand| self.operand(operand))
            .map_prefix(|not, inner| {
                let inner = inner?;
                let span = self.place(&not).cover(inner.span);
                Ok(ExprNode { span, kind: ExprKind::Not(Box::new(inner)) })
            })
            .map_infix(|left, op, right| {
                let (left, right) = (left?, right?);
                let span = left.span.cover(right.span);
                let binary = match op.as_rule() {
                    Rule::or => BinaryOp::Or,
                    Rule::and => BinaryOp::And,
                    Rule::add => BinaryOp::Add,
                    Rule::subtract => BinaryOp::Subtract,
                    Rule::multiply => BinaryOp::Multiply,
                    Rule::divide => BinaryOp::Divide,
                    other => {
                        let op = (compare_op(other), self.place(&op));
                        return Ok(compared(left, op, right, span));
                    }
                };
                let kind = ExprKind::Binary(Box::new(left), binary, Box::new(right));
                Ok(ExprNode { span, kind })
            })
            .parse(row)
    }

    /// An `operand` pair: a primary with its prefixes and suffixes.
    pub(super) fn operand(&self, pair: Pairs<'_>) -> ReadResult<ExprNode> {
        let (mut minus, mut expr) = (None, None);
        for part in pair.clone().into_inner() {
            let place = self.place(&part);
            match (part.as_rule(), expr.take()) {
                (Rule::minus, _) => minus = Some(place),
                (Rule::member, Some(of)) => {
                    let of: ExprNode = of;
                    let Some(member) = part.into_inner().next() else { continue };
                    let span = of.span.cover(place);
                    let kind = ExprKind::Member(Box::new(of), self.name(&member));
                    expr = Some(ExprNode { span, kind });
                }
                (Rule::percent, Some(of)) => {
                    let span = of.span.cover(place);
                    expr = Some(ExprNode { span, kind: ExprKind::Percent(Box::new(of)) });
                }
                (_, _) => expr = Some(self.primary(part)?),
            }
        }
        // The grammar gives every operand a primary.
        let expr = expr
            .unwrap_or(ExprNode { span: self.place(&pair), kind: ExprKind::Name(String::new()) });
        Ok(match minus {
            Some(minus) => {
                let span = minus.cover(expr.span);
                ExprNode { span, kind: ExprKind::Negative(Box::new(expr)) }
            }
            None => expr,
        })
    }

    fn primary(&self, pair: Pairs<'_>) -> ReadResult<ExprNode> {
        let span = self.place(&pair);
        let kind = match pair.as_rule() {
            Rule::paren => {
                let Some(inner) = pair.into_inner().next() else {
                    return Ok(ExprNode { span, kind: ExprKind::Name(String::new()) });
                };
                let inner = self.expr(inner)?;
                return Ok(ExprNode { span, kind: inner.kind });
            }
            Rule::number => ExprKind::Number(pair.as_str().trim().to_owned()),
            Rule::column => ExprKind::Column(self.column(&pair)),
            Rule::date => ExprKind::Date(pair.as_str().trim().to_owned()),
            Rule::regex => ExprKind::Regex(self.regex(&pair)),
            Rule::text => ExprKind::Text(literal::text(self, &pair, false)),
            Rule::list => ExprKind::List(self.exprs(pair.into_inner())?),
            Rule::call => {
                let mut inner = pair.into_inner();
                let Some(name) = inner.next() else {
                    return Ok(ExprNode { span, kind: ExprKind::Name(String::new()) });
                };
                ExprKind::Call(self.name(&name), self.exprs(inner)?)
            }
            Rule::count => {
                let domain = pair.into_inner().find(|part| part.as_rule() == Rule::domain);
                match domain {
                    Some(domain) => ExprKind::Count(Box::new(self.domain(domain)?)),
                    None => ExprKind::Name(String::new()),
                }
            }
            Rule::every => {
                let (mut domain, mut body) = (None, None);
                for part in pair.into_inner() {
                    match part.as_rule() {
                        Rule::domain => domain = Some(self.domain(part)?),
                        Rule::expr => body = Some(self.expr(part)?),
                        _ => {}
                    }
                }
                match (domain, body) {
                    (Some(domain), Some(body)) => ExprKind::Every(Box::new(domain), Box::new(body)),
                    _ => ExprKind::Name(String::new()),
                }
            }
            Rule::aggregate => self.aggregate(pair)?,
            Rule::exists => return self.exists(pair, span),
            _ => ExprKind::Name(self.name(&pair).text),
        };
        Ok(ExprNode { span, kind })
    }

    fn exprs(&self, row: Row<'_, Rule>) -> ReadResult<Vec<ExprNode>> {
        row.filter(|item| item.as_rule() == Rule::expr).map(|item| self.expr(item)).collect()
    }

    fn exists(&self, pair: Pairs<'_>, span: Span) -> ReadResult<ExprNode> {
        let mut amount = Amount::Some;
        let mut kind = ExprKind::Name(String::new());
        for part in pair.into_inner() {
            let place = self.place(&part);
            match part.as_rule() {
                Rule::amount => amount = self.amount(part)?,
                Rule::domain => {
                    kind = ExprKind::Exists(amount, Box::new(self.domain(part)?));
                }
                _ => {
                    let there = match amount {
                        Amount::Some => true,
                        Amount::None => false,
                        _ => {
                            let diagnostic = Box::new(words::amount_of_what(place));
                            return Err(Broken { span: self.span(), diagnostic });
                        }
                    };
                    kind = ExprKind::Present(there, Box::new(self.operand(part)?));
                }
            }
        }
        Ok(ExprNode { span, kind })
    }

    fn amount(&self, pair: Pairs<'_>) -> ReadResult<Amount> {
        let (mut kind, mut number) = (Rule::some, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::how_many => {
                    let Some(read) = literal::count(part.as_str().trim()) else {
                        let diagnostic = Box::new(words::amount_too_large(self.place(&part)));
                        return Err(Broken { span: self.span(), diagnostic });
                    };
                    number = Some(read);
                }
                Rule::k_piece => {}
                rule => kind = rule,
            }
        }
        let number: u32 = number.unwrap_or_default();
        Ok(match kind {
            Rule::least => Amount::AtLeast(number),
            Rule::most => Amount::AtMost(number),
            Rule::exactly => Amount::Exactly(number),
            Rule::none => Amount::None,
            _ => Amount::Some,
        })
    }

    fn aggregate(&self, pair: Pairs<'_>) -> ReadResult<ExprKind> {
        let mut what = Aggregation::Sum;
        let (mut body, mut over) = (None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::k_aggregate => {
                    what = match Keyword::read(Rule::k_aggregate, part.as_str()) {
                        Some(Keyword::Average) => Aggregation::Average,
                        Some(Keyword::Largest) => Aggregation::Largest,
                        Some(Keyword::Smallest) => Aggregation::Smallest,
                        _ => Aggregation::Sum,
                    };
                }
                Rule::expr => body = Some(self.expr(part)?),
                Rule::domain => over = Some(Ranging::Each(self.domain(part)?)),
                Rule::pieces_of => over = Some(Ranging::Pieces(self.pieces(part)?)),
                _ => {}
            }
        }
        Ok(match (body, over) {
            (Some(body), Some(over)) => ExprKind::Aggregate(what, Box::new(body), Box::new(over)),
            _ => ExprKind::Name(String::new()),
        })
    }

    /// A `pieces_of` pair.
    pub(super) fn pieces(&self, pair: Pairs<'_>) -> ReadResult<Pieces> {
        let mut pieces = Pieces {
            unit: PieceUnit::Match,
            name: Name { text: String::new(), span: self.place(&pair) },
            within: Vec::new(),
            pattern: None,
            filter: None,
        };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::k_match => {
                    pieces.unit = match Keyword::read(Rule::k_match, part.as_str()) {
                        Some(Keyword::EachSentence) => PieceUnit::Sentence,
                        Some(Keyword::EachParagraph) => PieceUnit::Paragraph,
                        _ => PieceUnit::Match,
                    };
                }
                Rule::name if pieces.within.is_empty() => pieces.name = self.name(&part),
                Rule::name => pieces.pattern = Some(Sought::Words(self.name(&part))),
                Rule::operand => pieces.within.push(self.operand(part)?),
                Rule::regex => pieces.pattern = Some(Sought::Pattern(self.regex(&part))),
                Rule::filter => pieces.filter = self.filter(part)?.map(Box::new),
                _ => {}
            }
        }
        Ok(pieces)
    }

    /// A `domain` pair.
    pub(super) fn domain(&self, pair: Pairs<'_>) -> ReadResult<DomainNode> {
        let mut domain = DomainNode::over(self.place(&pair));
        for part in pair.into_inner() {
            self.domain_part(&mut domain, part)?;
        }
        Ok(domain)
    }

    /// One part of a domain.
    pub(super) fn domain_part(&self, domain: &mut DomainNode, part: Pairs<'_>) -> ReadResult<()> {
        match part.as_rule() {
            Rule::field_type => {
                let ty = Keyword::field_type(part.as_str());
                domain.of_type = ty.map(|ty| (ty, self.place(&part)));
            }
            Rule::ranged => {
                domain.what = match Keyword::read(Rule::ranged, part.as_str()) {
                    Some(Keyword::OneField) => Ranged::Fields,
                    Some(Keyword::Sheet) => Ranged::Sheets,
                    Some(Keyword::Row | Keyword::EachRow) => Ranged::Rows,
                    Some(Keyword::TotalRow) => Ranged::Totals,
                    _ => Ranged::Indicators,
                };
            }
            Rule::text => domain.named = Some(literal::text(self, &part, false)),
            Rule::column => domain.named = Some(self.cell_text(&part)),
            Rule::within => {
                let places = part.into_inner().filter(|part| part.as_rule() == Rule::place);
                domain.within = places.map(|place| self.place_of(place)).collect();
            }
            Rule::filter => domain.filter = self.filter(part)?.map(Box::new),
            Rule::name => domain.variable = Some(self.name(&part)),
            _ => {}
        }
        Ok(())
    }

    /// A `filter` pair.
    pub(super) fn filter(&self, pair: Pairs<'_>) -> ReadResult<Option<ExprNode>> {
        let expr = pair.into_inner().find(|part| part.as_rule() == Rule::expr);
        expr.map(|expr| self.expr(expr)).transpose()
    }

    /// A `place` pair.
    pub(super) fn place_of(&self, pair: Pairs<'_>) -> PlaceNode {
        let span = self.place(&pair);
        let parts = pair.into_inner().filter_map(|segment| segment.into_inner().next());
        self.place_in(span, parts)
    }

    /// Levels, each a `name`, a `column` or `any_level`.
    pub(super) fn place_in<'p>(
        &self,
        span: Span,
        parts: impl Iterator<Item = Pairs<'p>>,
    ) -> PlaceNode {
        let mut place = PlaceNode { span, segments: Vec::new(), columns: Vec::new() };
        for part in parts {
            if part.as_rule() == Rule::column {
                place.columns.push((place.segments.len(), self.column(&part)));
            }
            let name = (part.as_rule() != Rule::any_level).then(|| self.name(&part).text);
            place.segments.push((name, self.place(&part)));
        }
        place
    }

    /// The heading in a `column` pair, with the place of all of it.
    pub(super) fn column(&self, pair: &Pairs<'_>) -> Name {
        let heading = pair.clone().into_inner().find(|part| part.as_rule() == Rule::quoted_name);
        let text = heading.map(|heading| self.name(&heading).text).unwrap_or_default();
        Name { text, span: self.place(pair) }
    }

    /// A `column` pair where a text stands: a text that is all hole.
    pub(super) fn cell_text(&self, pair: &Pairs<'_>) -> Literal {
        let span = self.place(pair);
        let text = self.source.mapped(span.range());
        let expr = Ok(ExprNode { span, kind: ExprKind::Column(self.column(pair)) });
        let hole = Hole { range: 0..text.as_str().len(), span, expr };
        Literal { text, span, holes: vec![hole] }
    }

    /// A `regex` pair.
    pub(super) fn regex(&self, pair: &Pairs<'_>) -> Regex {
        let written = pair.as_str().trim();
        let inner = written.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
        Regex { pattern: inner.unwrap_or_default().replace("\\/", "/"), span: self.place(pair) }
    }
}

/// `a ≤ b` joined to what may already be a chain.
fn compared(
    left: ExprNode,
    (op, place): (CompareOp, Span),
    right: ExprNode,
    span: Span,
) -> ExprNode {
    let (first, mut rest) = match left.kind {
        // A comparison in parentheses covers them, and is not a chain.
        ExprKind::Compare(first, rest) if left.span == chain_span(&first, &rest) => (first, rest),
        kind => (Box::new(ExprNode { span: left.span, kind }), Vec::new()),
    };
    rest.push((op, place, right));
    ExprNode { span, kind: ExprKind::Compare(first, rest) }
}

fn chain_span(first: &ExprNode, rest: &[(CompareOp, Span, ExprNode)]) -> Span {
    rest.last().map_or(first.span, |(_, _, last)| first.span.cover(last.span))
}

fn compare_op(rule: Rule) -> CompareOp {
    match rule {
        Rule::not_equal => CompareOp::Equal { negated: true },
        Rule::less => CompareOp::Less,
        Rule::at_most => CompareOp::AtMost,
        Rule::greater => CompareOp::Greater,
        Rule::at_least => CompareOp::AtLeast,
        Rule::is => CompareOp::Is { negated: false },
        Rule::is_not => CompareOp::Is { negated: true },
        Rule::contains => CompareOp::Contains { negated: false },
        Rule::not_contains => CompareOp::Contains { negated: true },
        Rule::matches => CompareOp::Matches { negated: false },
        Rule::not_matches => CompareOp::Matches { negated: true },
        Rule::r#in => CompareOp::In { negated: false },
        Rule::not_in => CompareOp::In { negated: true },
        Rule::starts => CompareOp::StartsWith { negated: false },
        Rule::not_starts => CompareOp::StartsWith { negated: true },
        Rule::ends => CompareOp::EndsWith { negated: false },
        Rule::not_ends => CompareOp::EndsWith { negated: true },
        Rule::stricter => CompareOp::Stricter { negated: false },
        Rule::not_stricter => CompareOp::Stricter { negated: true },
        Rule::includes => CompareOp::Includes { negated: false },
        Rule::not_includes => CompareOp::Includes { negated: true },
        Rule::below => CompareOp::Below { negated: false },
        Rule::not_below => CompareOp::Below { negated: true },
        Rule::above => CompareOp::Above { negated: false },
        Rule::not_above => CompareOp::Above { negated: true },
        Rule::give_or_take => CompareOp::GiveOrTake,
        _ => CompareOp::Equal { negated: false },
    }
}
