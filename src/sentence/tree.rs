//! The content of a rule, without a language. Variables, topics and negations are resolved here, so
//! that Chinese and English only choose words.

use crate::rule::functions::StandardPart;
use crate::rule::{Aggregation, Amount, Over, PartOf};
use crate::value::{Relation, TargetClass};

/// A rule.
pub(super) struct Sentence<'r> {
    /// 当, where it speaks of the sheet alone.
    pub sheets: Option<ConditionPhrase<'r>>,
    /// 对, outermost first; without that of a [`BodyPhrase::Forbidden`].
    pub ranges: Vec<RangedPhrase<'r>>,
    /// 当, where it speaks of what is ranged over.
    pub when: Option<ConditionPhrase<'r>>,
    pub body: BodyPhrase<'r>,
    pub exceptions: Vec<ExceptionPhrase<'r>>,
}

/// What a rule asks for.
pub(super) enum BodyPhrase<'r> {
    Demands(Vec<Demand<'r>>),
    /// `不得 出现 m` of the innermost 每处: texts must not contain something.
    Forbidden(PiecesPhrase<'r>),
}

pub(super) enum Demand<'r> {
    /// The condition must hold.
    Must(ConditionPhrase<'r>),
    /// Several conditions must not hold together.
    Never(ConditionPhrase<'r>),
}

/// 例外
pub(super) struct ExceptionPhrase<'r> {
    pub condition: ConditionPhrase<'r>,
    /// The law that it rests on, and the article as written.
    pub basis: Option<(String, Option<&'r str>)>,
}

/// The meaning of a definition.
pub(super) enum DefinitionPhrase<'r> {
    Condition(ConditionPhrase<'r>),
    Value(Noun<'r>),
}

/// A condition, negation pushed inward: officials write “not A or not B”, never “not (A and B)”.
pub(super) enum ConditionPhrase<'r> {
    Single(Single<'r>),
    All(Vec<ConditionPhrase<'r>>),
    Any(Vec<ConditionPhrase<'r>>),
    /// Nested too deep to be expressed.
    Elided,
}

/// A condition without 且 and 或.
pub(super) struct Single<'r> {
    pub atom: Box<Predicate<'r>>,
    /// Whether its own sign reverses it: ≠, ≤ for “not above”, 不含, 没有.
    pub reversed: bool,
    /// Whether it is affirmed by the 非 and 不得 around it.
    pub affirmed: bool,
}

impl ConditionPhrase<'_> {
    /// Whether it is a single condition, which may stand before a noun.
    pub(super) fn is_short(&self) -> bool {
        match self {
            ConditionPhrase::Single(_) => true,
            ConditionPhrase::All(parts) | ConditionPhrase::Any(parts) => {
                parts.len() == 1 && parts.iter().all(ConditionPhrase::is_short)
            }
            ConditionPhrase::Elided => false,
        }
    }
}

/// What a single condition says of its subject.
pub(super) enum Predicate<'r> {
    /// Two values by order.
    Ordered(Noun<'r>, ComparisonPhrase, Noun<'r>, Scale),
    /// A value between two ends, each with whether it counts.
    Between {
        value: Noun<'r>,
        low: (Noun<'r>, bool),
        high: (Noun<'r>, bool),
    },
    /// A subject and a value as written.
    Is(Noun<'r>, Noun<'r>),
    /// Two things that are equal.
    Same(Noun<'r>, Noun<'r>),
    Near {
        left: Noun<'r>,
        right: Noun<'r>,
        tolerance: Noun<'r>,
    },
    /// Two sets of figures.
    Related(Noun<'r>, Relation, Noun<'r>),
    OfClass(Noun<'r>, TargetClass),
    Contains(Noun<'r>, Noun<'r>),
    StartsWith(Noun<'r>, Noun<'r>),
    EndsWith(Noun<'r>, Noun<'r>),
    Matches(Noun<'r>, Noun<'r>),
    /// A text, and the word list in which it is.
    InList(Noun<'r>, &'r str),
    /// A name, the table of endings, and where it files the name.
    FiledAt {
        name: Noun<'r>,
        table: &'r str,
        place: &'r str,
    },
    /// A name that a table of endings files somewhere.
    Filed {
        name: Noun<'r>,
        table: Noun<'r>,
    },
    /// A promise that is made before already.
    Repeated(Noun<'r>),
    Exists(Amount, Things<'r>),
    Every(Things<'r>, Box<ConditionPhrase<'r>>),
    /// A field that is filled in.
    Filled(Noun<'r>),
    Has(Noun<'r>, Member<'r>),
    /// What a text contains.
    Finds(Finding, Noun<'r>),
    /// A piece of text that occurs.
    Occurs(Noun<'r>),
    /// Anything else that is there.
    Present(Noun<'r>),
    Claim {
        claim: Claim,
        first: Noun<'r>,
        second: Noun<'r>,
        by: Option<Noun<'r>>,
    },
    /// A definition that holds of what it is given.
    Defined(&'r str, Vec<Noun<'r>>),
    /// A condition that a definition is given.
    Holds(Noun<'r>),
    /// Conditions that hold together, as one subject: `a < b < c`.
    Together(Vec<ConditionPhrase<'r>>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ComparisonPhrase {
    Equal,
    Above,
    Below,
}

/// The words for the order of two values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    /// Higher and lower.
    Figures,
    /// More and fewer: something is counted.
    Counts,
    /// Greater and smaller: a year or a month is neither high nor low.
    Ordinals,
    /// Later and earlier.
    Dates,
}

/// Something that a function says of two texts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    Tautology,
    SameName,
    Carries,
}

/// What an expression is called.
pub(super) enum Noun<'r> {
    Faulty,
    /// Words in quotes.
    Text(&'r str),
    /// A figure, a date or a pattern, as written.
    Literal(String),
    /// One of several.
    AnyOf(Vec<Noun<'r>>),
    /// One of the words that a pattern lists.
    Words(Vec<String>),
    Named(TablePhrase, &'r str),
    /// A word of a word list.
    WordOf(&'r str),
    Thing(Thing),
    /// A thing that is not known.
    It,
    /// A member of something; of the judged sheet if that is implicit.
    Member(Option<Box<Noun<'r>>>, Member<'r>),
    Measure(Measure, Vec<Noun<'r>>),
    /// What is found in a text.
    Found(Finding, Box<Noun<'r>>),
    /// A definition of what it is given.
    Defined(&'r str, Vec<Noun<'r>>),
    /// A condition as a value.
    Whether(Box<ConditionPhrase<'r>>),
    Arithmetic(Box<Noun<'r>>, Sign, Box<Noun<'r>>),
    Negative(Box<Noun<'r>>),
    Percent(Box<Noun<'r>>),
    Count(Things<'r>),
    Aggregate(Aggregation, Box<Noun<'r>>, Box<RangedPhrase<'r>>),
}

impl Noun<'_> {
    /// Whether it is the topic of the clause, and need not be named again.
    pub(super) fn is_topic(&self) -> bool {
        matches!(self, Noun::Thing(thing) if thing.is_topic)
    }
}

/// A named item of a rule file.
#[derive(Clone, Copy)]
pub(super) enum TablePhrase {
    Words,
    Catalogue,
    Suffixes,
    Synonyms,
    Parameter,
}

/// What something has.
#[derive(Clone, Copy)]
pub(super) enum Member<'r> {
    Field(&'r str),
    Year,
    Attribute {
        name: &'r str,
        /// Whether it is the first of the form, which is the target on every form.
        is_target: bool,
    },
    Part(PartOf),
    /// A group of a pattern.
    Group(&'r str),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Sign {
    /// The sign, the same in both languages.
    pub(super) fn symbol(&self) -> &'static str {
        match self {
            Sign::Add => "+",
            Sign::Subtract => "-",
            Sign::Multiply => "×",
            Sign::Divide => "÷",
        }
    }
}

/// What a variable stands for.
pub(super) struct Thing {
    pub kind: ThingPhrase,
    pub which: Which,
    pub is_topic: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ThingPhrase {
    Indicator,
    Field,
    Row,
    Sheet,
    ThisSheet,
    /// What a pattern matches.
    Passage,
    /// What a function finds in a text.
    Found(Finding),
}

/// Which of several things of a kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// The first of a pair.
    First,
    /// The second of a pair.
    Second,
    /// Another of the kind has come up since.
    Former,
    Only,
}

/// A value made of others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Length,
    Normalise,
    WithoutName,
    Similarity,
    Year,
    Month,
    Days,
    FileBySuffix,
    Standard(StandardPart),
    Occurrences,
    Absolute,
    Instead,
}

/// Pieces of a text that a function finds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Finding {
    Repeats,
    NumberingBreaks,
    UnpairedBrackets,
    Sentences,
    Paragraphs,
    Figures,
    Percents,
    Amounts,
    Periods,
    Promises,
}

/// What is ranged over.
pub(super) enum RangedPhrase<'r> {
    Each(Things<'r>),
    /// Every two, and what holds of both.
    Pair(Things<'r>, Option<ConditionPhrase<'r>>),
    Pieces(PiecesPhrase<'r>),
}

/// Indicators, fields or sheets.
pub(super) struct Things<'r> {
    pub over: Over,
    /// The sheet on which they are; `None` is the judged one.
    pub sheet: Option<Box<Noun<'r>>>,
    /// The levels under which they are.
    pub levels: Vec<String>,
    /// The table whose rows they are.
    pub table: Option<&'r str>,
    /// The required name.
    pub named: Option<&'r str>,
    pub filter: Option<ConditionPhrase<'r>>,
}

/// Pieces of texts.
pub(super) struct PiecesPhrase<'r> {
    pub texts: Vec<Noun<'r>>,
    pub what: What<'r>,
    pub filter: Option<ConditionPhrase<'r>>,
}

/// What is found in texts.
pub(super) enum What<'r> {
    Found(Finding),
    /// A word of a list, by the name of the list.
    OfList(&'r str),
    /// What a pattern matches, and the words that it lists if it does nothing else.
    Matched {
        pattern: &'r str,
        words: Option<Vec<String>>,
    },
    Anything,
}
