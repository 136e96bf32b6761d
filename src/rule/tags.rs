//! 标签: by which words rules are told apart. Takes the words of the clause; gives the criterion of review that a
//! rule serves, how far it may be trusted, and the rest.

use super::checker::Checker;
use super::tag_words;
use crate::diagnostic::Criterion;
use crate::form::is_slip;
use crate::source::Span;
use crate::syntax::rule::Name;

/// How far what a rule finds may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// 确定: what it finds is a fault, and it finds all of them.
    Certain,
    /// 可能多报: what it finds may be none.
    MayCryWolf,
    /// 可能漏报: what it finds is a fault, but there may be others.
    MayMiss,
}

impl Strength {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Certain, Self::MayCryWolf, Self::MayMiss];

    /// As rules say it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Certain => "确定",
            Self::MayCryWolf => "可能多报",
            Self::MayMiss => "可能漏报",
        }
    }
}

/// What 标签 says of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    /// The criterion that it serves.
    pub criterion: Option<Criterion>,
    /// How far it may be trusted.
    pub strength: Option<Strength>,
    /// Words of the author's own.
    pub others: Vec<String>,
}

impl Tags {
    /// All words: criterion, strength, then the author's own.
    pub fn words(&self) -> Vec<&str> {
        let criterion = self.criterion.map(Criterion::name);
        let strength = self.strength.map(Strength::name);
        let others = self.others.iter().map(String::as_str);
        criterion.into_iter().chain(strength).chain(others).collect()
    }
}

impl Checker<'_> {
    /// Takes the words of a 标签; `seen` are those of the same rule so far.
    pub(super) fn tags(&mut self, tags: &mut Tags, words: &[Name], seen: &mut Vec<(String, Span)>) {
        for word in words {
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == word.text) {
                self.say(tag_words::twice(word, *first));
                continue;
            }
            seen.push((word.text.clone(), word.span));
            let criterion = Criterion::ALL.into_iter().find(|it| it.name() == word.text);
            let strength = Strength::ALL.into_iter().find(|it| it.name() == word.text);
            match (criterion, strength) {
                (Some(criterion), _) => match tags.criterion {
                    Some(first) => self.say(tag_words::two_criteria(word, first.name())),
                    None => tags.criterion = Some(criterion),
                },
                (_, Some(strength)) => match tags.strength {
                    Some(first) => self.say(tag_words::two_strengths(word, first.name())),
                    None => tags.strength = Some(strength),
                },
                (None, None) => {
                    let criteria = Criterion::ALL.into_iter().map(Criterion::name);
                    let strengths = Strength::ALL.into_iter().map(Strength::name);
                    let meant = criteria.chain(strengths).find(|known| is_slip(&word.text, known));
                    if let Some(meant) = meant {
                        self.say(tag_words::misspelt(word, meant));
                    }
                    tags.others.push(word.text.clone());
                }
            }
        }
    }
}
