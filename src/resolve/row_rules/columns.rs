//! Which columns of a table an expression of a 规则表 reads.

use crate::syntax::rule::{DomainNode, ExprKind, ExprNode, Name, Pieces, PlaceNode, Ranging};

/// The columns that an expression reads, in order.
pub(super) fn columns_of(node: &ExprNode, found: &mut Vec<Name>) {
    match &node.kind {
        ExprKind::Column(column) => found.push(column.clone()),
        ExprKind::Text(text) => {
            let holes = text.holes.iter().filter_map(|hole| hole.expr.as_ref().ok());
            holes.for_each(|expr| columns_of(expr, found));
        }
        ExprKind::Member(of, _)
        | ExprKind::Not(of)
        | ExprKind::Negative(of)
        | ExprKind::Percent(of)
        | ExprKind::Present(_, of) => columns_of(of, found),
        ExprKind::List(items) | ExprKind::Call(_, items) => {
            items.iter().for_each(|item| columns_of(item, found));
        }
        ExprKind::Count(domain) | ExprKind::Exists(_, domain) => in_domain(domain, found),
        ExprKind::Every(domain, body) => {
            in_domain(domain, found);
            columns_of(body, found);
        }
        ExprKind::Aggregate(_, of, over) => {
            columns_of(of, found);
            match &**over {
                Ranging::Each(domain) => in_domain(domain, found),
                Ranging::Pieces(pieces) => in_pieces(pieces, found),
            }
        }
        ExprKind::Binary(left, _, right) => {
            columns_of(left, found);
            columns_of(right, found);
        }
        ExprKind::Compare(first, rest) => {
            columns_of(first, found);
            rest.iter().for_each(|(_, _, to)| columns_of(to, found));
        }
        ExprKind::Name(_) | ExprKind::Number(_) | ExprKind::Date(_) | ExprKind::Regex(_) => {}
    }
}

fn in_domain(domain: &DomainNode, found: &mut Vec<Name>) {
    let holes = domain.named.iter().flat_map(|named| &named.holes);
    holes.filter_map(|hole| hole.expr.as_ref().ok()).for_each(|expr| columns_of(expr, found));
    domain.within.iter().for_each(|place| in_place(place, found));
    domain.filter.iter().for_each(|filter| columns_of(filter, found));
}

fn in_pieces(pieces: &Pieces, found: &mut Vec<Name>) {
    pieces.within.iter().for_each(|within| columns_of(within, found));
    pieces.filter.iter().for_each(|filter| columns_of(filter, found));
}

fn in_place(place: &PlaceNode, found: &mut Vec<Name>) {
    found.extend(place.columns.iter().map(|(_, column)| column.clone()));
}
