//! 指标库: the indicators that a form's reviewers take for standard, each with where it belongs, its units, its
//! direction and its usual target. Takes rows of a table beside the rule file; gives catalogues, looked up by name.
//! Knows no sheet.

use std::collections::BTreeMap;

use super::checker::Checker;
use super::table::CatalogueRow;
use super::{Unit, words};
use crate::diagnostic::Diagnostic;
use crate::form::{is_slip, nearest};
use crate::source::Span;
use crate::syntax::rule::{CatalogueItem, Name};
use crate::value::normalise;

/// 指标库
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// Its name.
    pub name: String,
    /// Where it was declared.
    pub span: Span,
    /// Its indicators, by their names with width, blanks, brackets and punctuation left out.
    entries: BTreeMap<String, Standard>,
}

/// A standard indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standard {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// `一级/二级`: where it belongs.
    pub place: String,
    /// Where that stands.
    pub place_span: Span,
    /// The units that it may have; none where it says its unit itself, or has none.
    pub units: Vec<String>,
    /// Which way is better.
    pub direction: Option<Direction>,
    /// The usual target, as one would write it.
    pub target: Option<String>,
    /// What it measures.
    pub about: Option<String>,
    /// The pack that says so.
    pub pack: String,
}

/// Which way an indicator gets better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// 越高越好
    Up,
    /// 越低越好
    Down,
    /// 适中: neither; a plan is kept.
    Level,
}

impl Direction {
    /// Its names, in the order of the variants.
    pub const NAMES: [&'static str; 3] = ["越高越好", "越低越好", "适中"];

    /// The Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Direction::Up => "越高越好",
            Direction::Down => "越低越好",
            Direction::Level => "适中",
        }
    }

    fn find(text: &str) -> Option<Direction> {
        match text {
            "越高越好" | "up" => Some(Direction::Up),
            "越低越好" | "down" => Some(Direction::Down),
            "适中" | "level" => Some(Direction::Level),
            _ => None,
        }
    }
}

/// The fewest characters of a name that is looked for among its slips: of four, one may well be another on purpose.
const SHORTEST_SLIP: usize = 5;

/// The characters at the head of a name that say what it is about.
const HEAD: usize = 2;

impl Catalogue {
    /// The standard indicator of that name.
    pub fn find(&self, name: &str) -> Option<&Standard> {
        self.entries.get(&normalise(name))
    }

    /// The standard indicator whose name is a slip away from this one, which is none itself.
    pub fn near(&self, name: &str) -> Option<&Standard> {
        let name = normalise(name);
        if name.chars().count() < SHORTEST_SLIP || self.entries.contains_key(&name) {
            return None;
        }
        let near = |known: &str| is_slip(&name, known) && self.is_slip_of_the_pen(&name, known);
        self.entries.iter().find(|(known, _)| near(known)).map(|(_, standard)| standard)
    }

    /// Whether one wrong character makes a name that nobody would write on purpose. 市民满意度 is no slip of 居民满意度,
    /// nor 按时 of 按期: what it is about stands at the head, and a character of other standard names makes another word.
    /// A name that lacks one is a shorter name.
    fn is_slip_of_the_pen(&self, name: &str, known: &str) -> bool {
        let (name, known): (Vec<char>, Vec<char>) =
            (name.chars().collect(), known.chars().collect());
        let same = name.iter().zip(&known).take_while(|(one, other)| one == other).count();
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
    pub fn indicators(&self) -> Vec<&Standard> {
        let mut all: Vec<&Standard> = self.entries.values().collect();
        all.sort_by_key(|standard| standard.span);
        all
    }
}

impl<'a> Checker<'a> {
    /// 指标库. A pack lower down adds to it, or says otherwise of an indicator.
    pub(super) fn catalogue(&mut self, item: &CatalogueItem, unit: &Unit<'a>) {
        let known = self.vocabulary.catalogues.get(&item.name.text).copied();
        if self.dictionary(&item.name, known.is_some(), unit).is_none() {
            return;
        }
        let rows = match self.content(&item.from, unit) {
            Some(content) => self.standards_of(content, &item.from),
            None => Vec::new(),
        };
        self.nothing_read(rows.is_empty(), &item.name);
        let slot = known.unwrap_or_else(|| {
            let slot = self.set.catalogues.len();
            self.vocabulary.catalogues.insert(item.name.text.clone(), slot);
            self.set.catalogues.push(Catalogue {
                name: item.name.text.clone(),
                span: item.name.span,
                entries: BTreeMap::new(),
            });
            slot
        });
        let mut told = Vec::new();
        if let Some(catalogue) = self.set.catalogues.get_mut(slot) {
            for row in rows {
                told.extend(enter(catalogue, row, unit.pack));
            }
        }
        for finding in told {
            self.say(finding);
        }
    }

    /// What can be said of catalogues only when all forms are known: places that none of them has.
    pub(super) fn catalogues(&mut self, levels: &[String]) {
        let all = self.set.catalogues.iter().flat_map(Catalogue::indicators);
        let unknown =
            all.filter(|standard| !levels.is_empty() && !levels.contains(&standard.place));
        let told: Vec<Diagnostic> = unknown
            .map(|standard| {
                let near = nearest(&standard.place, levels.iter().map(String::as_str));
                words::place_unknown(&standard.place, standard.place_span, near, &[])
            })
            .collect();
        for finding in told {
            self.say(finding);
        }
    }
}

/// Takes a row into a catalogue.
fn enter(catalogue: &mut Catalogue, row: CatalogueRow, pack: &str) -> Option<Diagnostic> {
    let CatalogueRow { name, place, units, direction, target, about } = row;
    if let Some(fault) = super::dictionary::unfit(&name) {
        return Some(fault);
    }
    let direction = match &direction {
        None => None,
        Some(cell) => match Direction::find(&cell.text) {
            Some(direction) => Some(direction),
            None => return Some(words::direction_unknown(cell)),
        },
    };
    let text = |name: Name| name.text;
    let standard = Standard {
        span: name.span,
        place: place.text,
        place_span: place.span,
        units: units.into_iter().map(text).collect(),
        direction,
        target: target.map(text),
        about: about.map(text),
        pack: pack.to_owned(),
        name: name.text,
    };
    match catalogue.entries.get(&normalise(&standard.name)) {
        Some(first) if first.pack == pack => {
            Some(words::word_twice(&standard.name, first.span, standard.span))
        }
        _ => {
            catalogue.entries.insert(normalise(&standard.name), standard);
            None
        }
    }
}
