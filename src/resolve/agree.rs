//! Which types can be compared, added and passed for each other. Knows no expression.

use crate::rule::types::{Find, Type, UnitKind};

/// The arithmetic type of a value: a fragment is the number in it, such as `m.值`. `None` is not a
/// number.
pub(super) fn number_type(ty: &Type) -> Option<Type> {
    match ty {
        Type::Figure(_) | Type::Faulty => Some(ty.clone()),
        Type::Fragment | Type::Match(_) => Some(Type::Figure(UnitKind::Any)),
        _ => None,
    }
}

/// Whether a parameter of one type accepts a value of another.
pub(super) fn takes(wanted: &Type, given: &Type) -> bool {
    match wanted {
        _ if *given == Type::Faulty || *wanted == Type::Faulty => true,
        Type::Text => given.is_textual(),
        Type::Fragment => matches!(given, Type::Fragment | Type::Match(_) | Type::Found(_)),
        Type::YesNo => given.is_condition(),
        Type::Figure(wanted) => match given {
            Type::Figure(given) => units_agree(wanted, given),
            Type::Target => true,
            _ => false,
        },
        wanted => wanted == given,
    }
}

/// Whether values of two types can be compared at all.
pub(super) fn agree(left: &Type, right: &Type) -> bool {
    match (left, right) {
        (Type::Faulty, _) | (_, Type::Faulty) => true,
        (Type::Figure(a), Type::Figure(b)) => units_agree(a, b),
        (Type::Target, Type::Figure(_)) | (Type::Figure(_), Type::Target) => true,
        (Type::Figure(_), Type::Fragment | Type::Match(_))
        | (Type::Fragment | Type::Match(_), Type::Figure(_)) => true,
        (Type::Found(find), Type::Figure(unit)) | (Type::Figure(unit), Type::Found(find)) => {
            find.unit().is_some_and(|found| units_agree(&found, unit)) || *find == Find::Promise
        }
        (Type::Date, Type::Date) => true,
        (Type::YesNo, Type::YesNo | Type::Text) | (Type::Text, Type::YesNo) => true,
        (left, right) => left.is_textual() && right.is_textual(),
    }
}

fn units_agree(left: &UnitKind, right: &UnitKind) -> bool {
    use UnitKind::{Any, Named, Percent, Plain, Ratio, Yuan};
    match (left, right) {
        (Any, _) | (_, Any) => true,
        (Ratio, Plain | Percent | Ratio) | (Plain | Percent, Ratio) => true,
        (Plain, Named(_)) | (Named(_), Plain) => true,
        (Percent, Percent) | (Yuan, Yuan) | (Plain, Plain) => true,
        (Named(left), Named(right)) => left == right,
        _ => false,
    }
}
