//! The clause 修复: pest's pairs to what is to be changed. Knows neither forms nor sheets.

use super::items::child;
use super::literal;
use super::parts::{FilePiece, Pairs, Rule};
use super::{AnchorNode, Broken, ChangeNode, ClauseKind, ExprNode, FixClause, Name, Wording};
use crate::diagnostic::FixLevel;

/// What was read; `None` where the grammar gave less than it promises.
type ReadPart<T> = Option<Result<T, Broken>>;

impl FilePiece<'_> {
    /// A `fix` pair.
    pub(super) fn fix(&self, pair: &Pairs<'_>) -> ReadPart<ClauseKind> {
        let level = child(pair, Rule::fix_level);
        let level_span = level.as_ref().map(|level| self.place(level));
        let level =
            match level.and_then(|level| level.into_inner().next()).map(|word| word.as_rule()) {
                Some(Rule::consent) => FixLevel::Unsafe,
                Some(Rule::draft) => FixLevel::Draft,
                _ => FixLevel::Safe,
            };
        let change = pair.clone().into_inner().find(|part| {
            matches!(
                part.as_rule(),
                Rule::add_entry
                    | Rule::set_value
                    | Rule::remove
                    | Rule::move_to
                    | Rule::rename
                    | Rule::replace
            )
        })?;
        let span = self.place(&change);
        let change = match self.change(&change)? {
            Ok(change) => change,
            Err(broken) => return Some(Err(broken)),
        };
        Some(Ok(ClauseKind::Fix(FixClause { level, level_span, change, span })))
    }

    fn change(&self, pair: &Pairs<'_>) -> ReadPart<ChangeNode> {
        if pair.as_rule() == Rule::add_entry {
            return self.add(pair).map(Ok);
        }
        let of = match self.operand_in(pair)? {
            Ok(of) => of,
            Err(broken) => return Some(Err(broken)),
        };
        let with = |make: fn(ExprNode, Wording) -> ChangeNode| {
            let wording = self.wording(pair)?;
            Some(wording.map(|wording| make(of.clone(), wording)))
        };
        match pair.as_rule() {
            Rule::set_value => with(ChangeNode::Set),
            Rule::rename => with(ChangeNode::Rename),
            Rule::replace => with(ChangeNode::Replace),
            Rule::move_to => {
                let Some(place) = child(pair, Rule::place) else {
                    let last = pair
                        .clone()
                        .into_inner()
                        .filter(|operand| operand.as_rule() == Rule::operand);
                    let to = self.operand(last.last()?);
                    return Some(to.map(|to| ChangeNode::Move(of, AnchorNode::Expr(to))));
                };
                Some(Ok(ChangeNode::Move(of, AnchorNode::Place(self.place_of(place)))))
            }
            _ => Some(Ok(ChangeNode::Remove(of))),
        }
    }

    /// The levels, the name and the value of what is added.
    fn add(&self, pair: &Pairs<'_>) -> Option<ChangeNode> {
        let added = child(pair, Rule::added)?;
        let mut parts: Vec<Pairs<'_>> = added
            .into_inner()
            .filter(|part| matches!(part.as_rule(), Rule::segment | Rule::text))
            .collect();
        let name = parts.pop()?;
        let name = match (name.as_rule(), inner(&name)) {
            (Rule::text, _) => Wording::Text(literal::text(self, &name, true)),
            (_, Some(cell)) if cell.as_rule() == Rule::column => {
                Wording::Text(self.cell_text(&cell))
            }
            _ => Wording::Verbatim(self.name(&name)),
        };
        let places = parts.iter().map(|part| self.place(part));
        let span = places.reduce(|whole, part| whole.cover(part));
        let levels = span.map(|span| self.place_in(span, parts.iter().filter_map(inner)));
        let value = match child(pair, Rule::text) {
            Some(text) => Wording::Text(literal::text(self, &text, true)),
            None => {
                let Name { text, span } = self.name(&child(pair, Rule::as_written)?);
                Wording::Verbatim(Name { text: text.trim().to_owned(), span })
            }
        };
        Some(ChangeNode::Add { levels, name, value })
    }

    fn wording(&self, pair: &Pairs<'_>) -> ReadPart<Wording> {
        let wording = child(pair, Rule::wording)?;
        if let Some(text) = child(&wording, Rule::text) {
            return Some(Ok(Wording::Text(literal::text(self, &text, true))));
        }
        Some(self.operand_in(&wording)?.map(Wording::Expr))
    }

    fn operand_in(&self, pair: &Pairs<'_>) -> ReadPart<ExprNode> {
        Some(self.operand(child(pair, Rule::operand)?))
    }
}

/// What a `segment` pair holds.
fn inner<'p>(part: &Pairs<'p>) -> Option<Pairs<'p>> {
    let is_segment = part.as_rule() == Rule::segment;
    part.clone().into_inner().next().filter(|_| is_segment)
}
