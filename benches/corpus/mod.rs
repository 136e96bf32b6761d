//! Sheets of the 2020 form as a city would hand them in, by seed: 7 KB each, many units, no two
//! projects of one name, some twenty findings a sheet that nobody planted, and in every tenth sheet
//! a planted defect of a known kind. Gives the texts, and beside them the truth: which rule must
//! find what, where.

// Each of the programs that share this module uses a part of it.
#![allow(dead_code)]

mod defects;
mod draft;
pub(crate) mod files;
mod prose;
pub(crate) mod truth;

pub(crate) use defects::{DUTIES, KINDS};
use draft::Draft;
pub(crate) use truth::{Read, against, read};

/// A corpus.
pub(crate) struct Corpus {
    /// The texts, each with the name of its file.
    pub(crate) files: Vec<(String, String)>,
    /// The same facts as JSON, for programs that do not read the form.
    pub(crate) plain: Vec<String>,
    /// What is planted in them.
    pub(crate) truth: Vec<Planted>,
}

/// A place at which a rule must find something. A defect across sheets has one in each of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Planted {
    /// The position of the file.
    pub(crate) file: usize,
    /// The rule.
    pub(crate) rule: &'static str,
    /// The line, from 1.
    pub(crate) line: usize,
    /// What is planted there, in words of the sheet.
    pub(crate) subject: String,
}

/// Numbers that look random and are the same for a seed on every machine (splitmix64).
pub(crate) struct Rng(u64);

impl Rng {
    /// Of a seed, and what the numbers are for.
    pub(crate) fn new(seed: u64, purpose: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ purpose.wrapping_mul(0xD134_2543_DE82_EF95))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number of a range, its end left out.
    pub(crate) fn within(&mut self, range: std::ops::Range<usize>) -> usize {
        range.start + (self.next() % range.len().max(1) as u64) as usize
    }

    /// One of some words.
    pub(crate) fn pick<'w>(&mut self, words: &[&'w str]) -> &'w str {
        let at = self.within(0..words.len());
        words.get(at).copied().unwrap_or_default()
    }

    /// The same things in another order.
    pub(crate) fn shuffled<T: Copy>(&mut self, things: &[T]) -> Vec<T> {
        let mut shuffled = things.to_vec();
        for at in (1..shuffled.len()).rev() {
            let with = self.within(0..at + 1);
            shuffled.swap(at, with);
        }
        shuffled
    }
}

/// One sheet in so many has a planted defect.
const ONE_IN: usize = 10;

/// How many sheets the unit with the most of them has in a batch of [`BATCH`].
const BATCH: usize = 3_000;
const LARGEST: usize = 60;

/// The number of the unit that a sheet belongs to: one has many sheets, scattered over the batch;
/// of the others each has about ten.
fn unit_of(at: usize) -> usize {
    let (batch, within) = (at / BATCH, at % BATCH);
    let first = batch * (BATCH / 10 + 1);
    match within % (BATCH / LARGEST) {
        7 => first,
        _ => first + 1 + within / 10,
    }
}

/// So many sheets, of a seed. The first sheets of a larger corpus are not those of a smaller one:
/// what is planted across sheets needs both of them.
pub(crate) fn corpus(seed: u64, sheets: usize) -> Corpus {
    let mut drafts: Vec<Draft> =
        (0..sheets).map(|at| Draft::new(&mut Rng::new(seed, at as u64), at, unit_of(at))).collect();
    let mut marks = Vec::new();
    let mut rng = Rng::new(seed, u64::MAX);
    for block in 0..sheets / ONE_IN {
        // A defect across sheets takes a second sheet of the unit: those of a block belong to one.
        let start = block * ONE_IN;
        let places: Vec<usize> =
            (start..start + ONE_IN).filter(|at| unit_of(*at) == unit_of(start)).collect();
        let places = rng.shuffled(&places);
        let (Some(at), Some(with)) = (places.first(), places.get(1)) else { continue };
        let Some(kind) = KINDS.get(block % KINDS.len()) else { continue };
        let other = drafts.get(*with).cloned();
        if let (Some(draft), Some(other)) = (drafts.get_mut(*at), other) {
            for anchor in (kind.plant)(draft, &other) {
                marks.push((*at, kind.rule, anchor));
            }
        }
        if let Some(across) = kind.across {
            marks.push((*with, kind.rule, across.to_owned()));
        }
    }
    let files: Vec<(String, String)> = drafts
        .iter()
        .enumerate()
        .map(|(at, draft)| (format!("{at:05}.biao"), draft.to_string()))
        .collect();
    let mut truth: Vec<Planted> = marks
        .into_iter()
        .map(|(file, rule, anchor)| {
            let text = files.get(file).map_or("", |(_, text)| text);
            let line = text.lines().position(|line| line.contains(&*anchor));
            assert!(line.is_some(), "{rule}: no line of {file} says {anchor}");
            let subject = anchor.trim().trim_end_matches(':').to_owned();
            Planted { file, rule, line: line.map_or(0, |line| line + 1), subject }
        })
        .collect();
    truth.sort();
    let plain = drafts.iter().map(Draft::plain).collect();
    Corpus { files, plain, truth }
}

/// So many sheets of one unit that are nearly the same: a project for each street, in the words of
/// the first.
pub(crate) fn alike(sheets: usize) -> Corpus {
    let first = Draft::new(&mut Rng::new(1, 0), 0, 0);
    let drafts: Vec<Draft> = (0..sheets)
        .map(|at| Draft {
            name: format!("{}（第{}标段）", first.name, at + 1),
            overview: format!("{}\n另补{}处。", first.overview, at + 1),
            ..first.clone()
        })
        .collect();
    let files = drafts.iter().enumerate();
    let files = files.map(|(at, draft)| (format!("{at:05}.biao"), draft.to_string())).collect();
    Corpus { files, plain: drafts.iter().map(Draft::plain).collect(), truth: Vec::new() }
}
