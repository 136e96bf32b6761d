//! Money: `260,000,000`, `2.6亿元`, `26,000 万元`, in 元 and exact.

use super::{Decimal, Unit};

/// Reads an amount that fills the whole text, in 元. A bare number counts in `default_unit` of the
/// field (1 for 元, 10000 for 万元).
pub fn read_money(_text: &str, _default_unit: Decimal) -> Option<Decimal> {
    let _ = Unit::Yuan;
    None
}
