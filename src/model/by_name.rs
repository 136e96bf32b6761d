//! The indicators of a sheet by name. Names that compare as equal are the same.

use super::Indicator;
use crate::value::{fold_char, same_text};

/// Positions of indicators, by a hash of their names.
#[derive(Clone, Debug, Default)]
pub(crate) struct ByName(Vec<(u32, u32)>);

impl ByName {
    /// Of indicators.
    pub(super) fn of(indicators: &[Indicator]) -> Self {
        let names = indicators.iter().map(|indicator| hash(indicator.name.as_str()));
        let mut all: Vec<(u32, u32)> = names.zip(0..).collect();
        all.sort_unstable();
        Self(all)
    }

    pub(super) fn find<'n>(
        &'n self,
        indicators: &'n [Indicator],
        name: &'n str,
    ) -> impl Iterator<Item = usize> + 'n {
        let wanted = hash(name);
        let from = self.0.partition_point(|(known, _)| *known < wanted);
        let alike = self.0.iter().skip(from).take_while(move |(known, _)| *known == wanted);
        alike.map(|(_, at)| *at as usize).filter(move |at| {
            indicators.get(*at).is_some_and(|indicator| same_text(indicator.name.as_str(), name))
        })
    }
}

/// Equal for names that are equal by [`same_text`].
fn hash(name: &str) -> u32 {
    let folded = name.trim().chars().map(fold_char);
    folded.fold(0, |hash: u32, character| {
        (hash.rotate_left(5) ^ u32::from(character)).wrapping_mul(0x9E37_79B1)
    })
}
