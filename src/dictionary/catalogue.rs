//! 指标库: the indicators that a form's reviewers regard as standard, each with where it belongs,
//! its units, its direction and its usual target. Takes rows of a table beside the rule file; gives
//! catalogues, looked up by name. Knows no sheet.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::nearest::is_slip_of;
use crate::source::Span;
use crate::value::normalise;

/// 指标库
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Catalogue {
    /// Its name.
    pub(crate) name: String,
    /// Where it was declared.
    pub(crate) span: Span,
    /// Its indicators, by their names with width, blanks, brackets and punctuation left out.
    pub(crate) entries: BTreeMap<String, Standard>,
}

/// A standard indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Standard {
    /// Its name.
    pub(crate) name: String,
    /// Where the name stands.
    pub(crate) span: Span,
    /// `一级/二级`: where it belongs.
    pub(crate) place: String,
    /// Where that stands.
    pub(crate) place_span: Span,
    /// The units that it may have; empty if its name says its unit, or it has none.
    pub(crate) units: Vec<String>,
    /// Which way is better.
    pub(crate) direction: Option<Direction>,
    /// The usual target, as written.
    pub(crate) target: Option<String>,
    /// What it measures.
    pub(crate) about: Option<String>,
    /// The pack that declares it.
    pub(crate) pack: String,
}

/// Which way an indicator gets better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Direction {
    /// 越高越好
    Up,
    /// 越低越好
    Down,
    /// 适中: neither; a plan is kept.
    Level,
}

impl Direction {
    /// Its names, in the order of the variants.
    pub(crate) const NAMES: [&'static str; 3] = ["越高越好", "越低越好", "适中"];

    /// The Chinese name.
    pub(crate) fn zh(self) -> &'static str {
        match self {
            Direction::Up => "越高越好",
            Direction::Down => "越低越好",
            Direction::Level => "适中",
        }
    }

    pub(crate) fn find(text: &str) -> Option<Direction> {
        match text {
            "越高越好" | "up" => Some(Direction::Up),
            "越低越好" | "down" => Some(Direction::Down),
            "适中" | "level" => Some(Direction::Level),
            _ => None,
        }
    }
}

/// A hash of its content, wherever it is written.
impl Hash for Catalogue {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
        self.entries.len().hash(state);
        for (folded, standard) in &self.entries {
            let Standard { name, place, units, direction, target, .. } = standard;
            (folded, name, place, units, direction, target).hash(state);
        }
    }
}

/// The fewest characters of a name whose slips are looked up: in a name of four, a different
/// character may well be intended.
const SHORTEST_SLIP: usize = 5;

/// The first characters of a name, which say what it is about.
const HEAD: usize = 2;

impl Catalogue {
    /// The standard indicator of that name.
    pub(crate) fn find(&self, name: &str) -> Option<&Standard> {
        self.entries.get(&normalise(name))
    }

    /// The standard indicator whose name is a slip away from this one, unless this one is standard.
    pub(crate) fn near(&self, name: &str) -> Option<&Standard> {
        let name = normalise(name);
        if name.chars().count() < SHORTEST_SLIP || self.entries.contains_key(&name) {
            return None;
        }
        let near = |known: &str| is_slip_of(&name, known) && self.is_slip_of_the_pen(&name, known);
        self.entries.iter().find(|(known, _)| near(known)).map(|(_, standard)| standard)
    }

    /// Whether one wrong character makes a name that nobody would write on purpose. 市民满意度 is
    /// no slip of 居民满意度, nor 按时 of 按期: what it is about stands at the head, and a
    /// character of other standard names makes another word. A name that lacks one is a shorter
    /// name.
    fn is_slip_of_the_pen(&self, name: &str, known: &str) -> bool {
        let (name, known): (Vec<char>, Vec<char>) =
            (name.chars().collect(), known.chars().collect());
        let same = name.iter().zip(&known).take_while(|(left, right)| left == right).count();
        let (Some(written), Some(before)) = (name.get(same), same.checked_sub(1)) else {
            return false;
        };
        if name.len() > known.len() {
            return name.get(before) == Some(written);
        }
        let rest = |from: &[char]| from.get(same + 1..).map(<[char]>::to_vec);
        let swapped = name.len() == known.len() && rest(&name) != rest(&known);
        swapped
            || (name.len() == known.len()
                && same >= HEAD
                && !self.entries.keys().any(|known| known.contains(*written)))
    }

    /// All of them, by where they belong and then by name.
    pub(crate) fn indicators(&self) -> Vec<&Standard> {
        let mut all: Vec<&Standard> = self.entries.values().collect();
        all.sort_by_key(|standard| standard.span);
        all
    }
}
