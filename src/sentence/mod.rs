//! The canonical sentence of a rule, in Chinese and in English. Takes the checked rule, never its text,
//! so that it cannot drift from what is enforced; gives one sentence in each language. Knows no sheet.
//!
//! What both languages need stands here: conditions with negation pushed to their atoms, what variables
//! stand for, levels summed up. Each language has its own grammar beside it.

mod en;
mod pattern;
mod zh;

use std::collections::BTreeSet;
use std::marker::PhantomData;

use crate::diagnostic::Words;
use crate::dictionary::Synonyms;
use crate::form::{Form, LevelId};
use crate::rule::functions::{Function, StandardPart};
use crate::rule::types::Type;
use crate::rule::visit::walk;
use crate::rule::{
    BinaryOp, CatalogueId, Define, DefineId, Domain, Expr, Kind, ListId, OnForm, Order, Over,
    ParameterId, PatternId, Range, RuleSet, Slot, SuffixesId, SynonymsId,
};

/// What a rule says, as one sentence in each language.
pub fn sentence(rules: &RuleSet, rule: &OnForm) -> Words {
    let zh = zh::sentence(&Scope::new(rules, &rule.form), rule);
    let en = en::sentence(&Scope::new(rules, &rule.form), rule);
    Words::new(bounded(zh), bounded(en))
}

/// What a definition stands for, in words of each language.
pub fn meaning(rules: &RuleSet, form: &Form, define: &Define) -> Words {
    let zh = zh::meaning(&Scope::of_definition(rules, form, define), &define.body);
    let en = en::meaning(&Scope::of_definition(rules, form, define), &define.body);
    Words::new(bounded(zh), bounded(en))
}

/// The most characters of a sentence: longer ones are read by nobody, and a hostile rule makes any.
const LONGEST: usize = 2_000;

fn bounded(sentence: String) -> String {
    if sentence.chars().count() <= LONGEST {
        return sentence;
    }
    sentence.chars().take(LONGEST).chain("……".chars()).collect()
}

/// What is said of a subject, in four moods.
struct Clause {
    subject: String,
    /// It is so.
    yes: String,
    /// It is not so.
    no: String,
    /// It must be so.
    must: String,
    /// It must not be so.
    must_not: String,
}

/// Whether something is told or demanded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    Told,
    Demanded,
}

impl Clause {
    fn predicate(&self, mood: Mood, affirmed: bool) -> &str {
        match (mood, affirmed) {
            (Mood::Told, true) => &self.yes,
            (Mood::Told, false) => &self.no,
            (Mood::Demanded, true) => &self.must,
            (Mood::Demanded, false) => &self.must_not,
        }
    }
}

/// A condition, negation pushed inward: officials write “not A or not B”, never “not (A and B)”.
enum Logic<'e> {
    /// A condition without 且 and 或, and whether it is affirmed.
    Atom(&'e Expr, bool),
    All(Vec<Logic<'e>>),
    Any(Vec<Logic<'e>>),
}

impl<'e> Logic<'e> {
    fn of(expr: &'e Expr, affirmed: bool) -> Self {
        match &expr.kind {
            Kind::Not(inner) => Logic::of(inner, !affirmed),
            Kind::Binary(left, op @ (BinaryOp::And | BinaryOp::Or), right) => {
                let all = (*op == BinaryOp::And) == affirmed;
                let mut parts = Vec::new();
                for side in [left, right] {
                    match (Logic::of(side, affirmed), all) {
                        (Logic::All(inner), true) | (Logic::Any(inner), false) => {
                            parts.extend(inner);
                        }
                        (other, _) => parts.push(other),
                    }
                }
                if all { Logic::All(parts) } else { Logic::Any(parts) }
            }
            _ => Logic::Atom(expr, affirmed),
        }
    }

    /// Several conditions of which all must hold.
    fn all(exprs: impl IntoIterator<Item = &'e Expr>) -> Self {
        let mut parts = Vec::new();
        for expr in exprs {
            match Logic::of(expr, true) {
                Logic::All(inner) => parts.extend(inner),
                other => parts.push(other),
            }
        }
        Logic::All(parts)
    }

    fn is_empty(&self) -> bool {
        matches!(self, Logic::All(parts) | Logic::Any(parts) if parts.is_empty())
    }

    /// Whether it is one condition, which may stand before a noun.
    fn is_short(&self) -> bool {
        match self {
            Logic::Atom(..) => true,
            Logic::All(parts) | Logic::Any(parts) => {
                parts.len() == 1 && parts.iter().all(Logic::is_short)
            }
        }
    }
}

/// What a variable stands for.
#[derive(Clone, PartialEq, Eq)]
enum Noun {
    Indicator,
    Field,
    Sheet,
    ThisSheet,
    Passage,
    /// What a function finds in a text.
    Found(Finding),
    Sentence,
    Paragraph,
    Parameter(String),
}

/// Which one of a pair.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Twin {
    First,
    Second,
}

#[derive(Clone)]
struct Thing {
    slot: Slot,
    noun: Noun,
    twin: Option<Twin>,
}

/// What is being spoken of, in a language.
#[derive(Clone)]
struct Scope<'r, L> {
    rules: &'r RuleSet,
    form: &'r Form,
    things: Vec<Thing>,
    /// The thing of which the clause is said: it need not be named again.
    topic: Option<Slot>,
    /// How many domains stand around.
    depth: usize,
    language: PhantomData<L>,
}

/// The deepest that domains are told in each other.
const DEEPEST: usize = 6;

impl<'r, L: Clone> Scope<'r, L> {
    fn new(rules: &'r RuleSet, form: &'r Form) -> Self {
        let language = PhantomData;
        Self { rules, form, things: Vec::new(), topic: None, depth: 0, language }
    }

    fn of_definition(rules: &'r RuleSet, form: &'r Form, define: &Define) -> Self {
        let mut scope = Self::new(rules, form);
        for (slot, name) in define.parameters.iter().enumerate() {
            scope.things.push(Thing { slot, noun: Noun::Parameter(name.clone()), twin: None });
        }
        scope
    }

    fn is_too_deep(&self) -> bool {
        self.depth > DEEPEST
    }

    /// With one more thing, which is spoken of next.
    fn with(&self, slot: Slot, noun: Noun) -> Self {
        let mut inner = self.clone();
        inner.things.push(Thing { slot, noun, twin: None });
        inner.topic = Some(slot);
        inner.depth += 1;
        inner
    }

    fn with_domain(&self, domain: &Domain) -> Self {
        self.with(domain.slot, noun_of(domain.over))
    }

    /// With the judged sheet, where a rule gives it a name beside what else it ranges over; these other ranges; and
    /// whether every sheet must be named.
    fn judged<'e>(&self, ranges: &'e [Range]) -> (Self, Vec<&'e Range>, bool) {
        let slot_of = |range: &Range| match range {
            Range::Each(Domain { over: Over::ThisSheet, slot, filter: None, .. }) => Some(*slot),
            _ => None,
        };
        let mut scope = self.clone();
        if ranges.len() < 2 {
            return (scope, ranges.iter().collect(), false);
        }
        let judged = ranges.iter().filter_map(slot_of);
        scope.things.extend(judged.map(|slot| Thing { slot, noun: Noun::ThisSheet, twin: None }));
        let others: Vec<_> = ranges.iter().filter(|range| slot_of(range).is_none()).collect();
        let named = others.len() < ranges.len();
        (scope, others, named)
    }

    fn with_pair(&self, domain: &Domain, second: Slot) -> Self {
        let mut inner = self.clone();
        for (slot, twin) in [(domain.slot, Twin::First), (second, Twin::Second)] {
            let noun = noun_of(domain.over);
            inner.things.push(Thing { slot, noun, twin: Some(twin) });
        }
        inner.topic = None;
        inner
    }

    fn with_range(&self, range: &Range) -> Self {
        match range {
            Range::Each(domain) => self.with_domain(domain),
            Range::Pair { domain, second, .. } => self.with_pair(domain, *second),
            Range::Match { slot, within, .. } => self.with(*slot, piece_of(within)),
        }
    }

    /// Without a topic: everything is named.
    fn without_topic(mut self) -> Self {
        self.topic = None;
        self
    }

    fn is_topic(&self, expr: &Expr) -> bool {
        matches!(expr.kind, Kind::Variable(slot) if self.topic == Some(slot))
    }

    fn thing(&self, slot: Slot) -> Option<&Thing> {
        self.things.iter().rev().find(|thing| thing.slot == slot)
    }

    /// Whether a later thing of the same kind, not the topic, would be taken for it.
    fn is_overshadowed(&self, slot: Slot) -> bool {
        let Some(at) = self.things.iter().position(|thing| thing.slot == slot) else {
            return false;
        };
        let Some(noun) = self.things.get(at).map(|thing| &thing.noun) else { return false };
        self.things
            .iter()
            .skip(at + 1)
            .any(|later| later.noun == *noun && Some(later.slot) != self.topic)
    }

    fn field(&self, id: crate::form::FieldId) -> String {
        self.form.field_at(id).map(|field| field.name.clone()).unwrap_or_default()
    }

    fn attribute(&self, id: crate::form::AttributeId) -> String {
        self.form.attribute_at(id).map(|field| field.name.clone()).unwrap_or_default()
    }

    /// The names of levels: a 一级 for all that stands under it, a bare name where it is unique.
    fn levels(&self, ids: &[LevelId]) -> Vec<String> {
        let whole = |id: LevelId| {
            let mut children = self.form.children(id).peekable();
            children.peek().is_some() && children.all(|child| ids.contains(&child))
        };
        let mut names = Vec::new();
        for id in ids {
            let parent = self.form.level_at(*id).and_then(|level| level.parent);
            let named = match parent {
                Some(parent) if whole(parent) => parent,
                _ => *id,
            };
            let Some(level) = self.form.level_at(named) else { continue };
            let name = if self.form.levels_called(&level.name).len() == 1 {
                level.name.clone()
            } else {
                self.form.level_path(named)
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Whether another sheet is spoken of, so that the judged one must be named.
    fn has_other_sheets(&self) -> bool {
        self.things.iter().any(|thing| thing.noun == Noun::Sheet)
    }

    fn word_list(&self, at: ListId) -> &'r str {
        self.rules.lists.get(at).map(|list| list.name.as_str()).unwrap_or_default()
    }

    fn suffix_table(&self, at: SuffixesId) -> &'r str {
        self.rules.suffixes.get(at).map(|table| table.name.as_str()).unwrap_or_default()
    }

    fn catalogue(&self, at: CatalogueId) -> &'r str {
        self.rules.catalogues.get(at).map(|found| found.name.as_str()).unwrap_or_default()
    }

    fn pattern(&self, at: PatternId) -> &'r str {
        self.rules.patterns.get(at).map(|pattern| pattern.as_str()).unwrap_or_default()
    }

    fn synonyms(&self, at: SynonymsId) -> &'r str {
        self.rules.synonyms.get(at).map(|found| found.name.as_str()).unwrap_or_default()
    }

    fn parameter(&self, at: ParameterId) -> &'r str {
        self.rules.parameters.get(at).map(|found| found.name.as_str()).unwrap_or_default()
    }

    fn define(&self, at: DefineId) -> &'r str {
        self.rules.defines.get(at).map(|define| define.name.as_str()).unwrap_or_default()
    }
}

fn noun_of(over: Over) -> Noun {
    match over {
        Over::Indicators => Noun::Indicator,
        Over::Fields => Noun::Field,
        Over::Sheets(_) => Noun::Sheet,
        Over::ThisSheet => Noun::ThisSheet,
    }
}

fn piece_of(within: &[Expr]) -> Noun {
    match within.first().and_then(found_in) {
        Some((Finding::Sentences, _)) => Noun::Sentence,
        Some((Finding::Paragraphs, _)) => Noun::Paragraph,
        Some((finding, _)) => Noun::Found(finding),
        None => Noun::Passage,
    }
}

/// What a function tells: the one place that sorts them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    Measure(Measure),
    Claim(Claim),
    Finds(Finding),
}

/// A value made of what is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Length,
    Normalise,
    Similarity,
    Year,
    Month,
    Days,
    FileBySuffix,
    Standard(StandardPart),
    Occurrences,
}

/// Something that holds of what is given, or does not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    Tautology,
    SameName,
    Carries,
    BoundOnly,
}

/// Pieces of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Finding {
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

fn sense(function: Function) -> Sense {
    match function {
        Function::Length => Sense::Measure(Measure::Length),
        Function::Normalise => Sense::Measure(Measure::Normalise),
        Function::Similarity => Sense::Measure(Measure::Similarity),
        Function::Year => Sense::Measure(Measure::Year),
        Function::Month => Sense::Measure(Measure::Month),
        Function::Days => Sense::Measure(Measure::Days),
        Function::FileBySuffix => Sense::Measure(Measure::FileBySuffix),
        Function::Standard(part) => Sense::Measure(Measure::Standard(part)),
        Function::Occurrences => Sense::Measure(Measure::Occurrences),
        Function::Tautology => Sense::Claim(Claim::Tautology),
        Function::SameName => Sense::Claim(Claim::SameName),
        Function::Carries => Sense::Claim(Claim::Carries),
        Function::BoundOnly => Sense::Claim(Claim::BoundOnly),
        Function::Repeats => Sense::Finds(Finding::Repeats),
        Function::NumberingBreaks => Sense::Finds(Finding::NumberingBreaks),
        Function::UnpairedBrackets => Sense::Finds(Finding::UnpairedBrackets),
        Function::Sentences => Sense::Finds(Finding::Sentences),
        Function::Paragraphs => Sense::Finds(Finding::Paragraphs),
        Function::Figures => Sense::Finds(Finding::Figures),
        Function::Percents => Sense::Finds(Finding::Percents),
        Function::Amounts => Sense::Finds(Finding::Amounts),
        Function::Periods => Sense::Finds(Finding::Periods),
        Function::Promises => Sense::Finds(Finding::Promises),
    }
}

/// What a call finds, and in what.
fn found_in(expr: &Expr) -> Option<(Finding, Option<&Expr>)> {
    let Kind::Call(function, arguments) = &expr.kind else { return None };
    match sense(*function) {
        Sense::Finds(finding) => Some((finding, arguments.first())),
        Sense::Measure(_) | Sense::Claim(_) => None,
    }
}

/// Whether it counts something: then there is more or fewer of it, not higher or lower.
fn is_count(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        Kind::Count(_) | Kind::Call(Function::Length | Function::Occurrences | Function::Days, _)
    )
}

/// Whether it is a year or a month: a number of its own, neither high nor low.
fn is_ordinal(expr: &Expr) -> bool {
    matches!(expr.kind, Kind::Year | Kind::SheetYear(_))
        || matches!(expr.kind, Kind::Call(Function::Year | Function::Month, _))
}

/// The synonyms that a condition names itself; those that a pack sees together go without saying.
fn synonyms_named<'e>(scope: &RuleSet, arguments: &'e [Expr]) -> Option<&'e Expr> {
    let named = arguments.get(2)?;
    match named.kind {
        Kind::Synonyms(at) if scope.synonyms.get(at).is_some_and(Synonyms::is_unnamed) => None,
        _ => Some(named),
    }
}

/// `a ≤ x ≤ b`: the lower end, what stands between, the upper end, and whether each end counts.
fn between<'e>(
    first: &'e Expr,
    rest: &'e [(Order, Expr)],
) -> Option<(&'e Expr, &'e Expr, &'e Expr, [bool; 2])> {
    let [(one, middle), (two, last)] = rest else { return None };
    let rising = |order| matches!(order, Order::Less | Order::AtMost);
    let falling = |order| matches!(order, Order::Greater | Order::AtLeast);
    let counts = |order| matches!(order, Order::AtMost | Order::AtLeast);
    if rising(*one) && rising(*two) {
        return Some((first, middle, last, [counts(*one), counts(*two)]));
    }
    (falling(*one) && falling(*two)).then_some((last, middle, first, [counts(*two), counts(*one)]))
}

/// `词尾归类(名称, 表) = "产出目标/质量"`: a name, a table, and where the one belongs by the other.
fn filed<'e>(
    first: &'e Expr,
    rest: &'e [(Order, Expr)],
) -> Option<(&'e Expr, SuffixesId, &'e str, bool)> {
    let [(order @ (Order::Equal | Order::Unequal), place)] = rest else { return None };
    let (Kind::Call(Function::FileBySuffix, arguments), Kind::Text(place)) =
        (&first.kind, &place.kind)
    else {
        return None;
    };
    let [name, table] = arguments.as_slice() else { return None };
    match table.kind {
        Kind::Suffixes(table) => Some((name, table, place, *order == Order::Equal)),
        _ => None,
    }
}

/// Whether the sides of a comparison are days, which come before and after rather than below and above.
fn are_dates(left: &Expr, right: &Expr) -> bool {
    left.ty == Type::Date || right.ty == Type::Date
}

/// Whether a comparison is of numbers.
fn are_figures(left: &Expr, right: &Expr) -> bool {
    [left, right].iter().any(|side| matches!(side.ty, Type::Figure(_)))
}

/// Whether it is a value as written.
fn is_literal(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        Kind::Text(_) | Kind::YesNo(_) | Kind::Figure(_) | Kind::Date(_) | Kind::Pattern(_)
    )
}

/// `不得 出现 m` of the innermost 每处: what must not be there, and where.
fn forbidden(rule: &OnForm) -> Option<(&[Expr], Option<PatternId>, Option<&Expr>)> {
    let Some(Range::Match { slot, within, pattern, filter }) = rule.ranges.last() else {
        return None;
    };
    let [demand] = rule.demands.as_slice() else { return None };
    let absent = match &demand.kind {
        Kind::Not(inner) => match &inner.kind {
            Kind::Present(true, inner) => inner,
            _ => return None,
        },
        Kind::Present(false, inner) => inner,
        _ => return None,
    };
    matches!(absent.kind, Kind::Variable(of) if of == *slot).then_some((
        within.as_slice(),
        *pattern,
        filter.as_ref(),
    ))
}

/// Whether a condition speaks of what is ranged over outside it, not of the sheet alone.
fn reads_variable(expr: &Expr) -> bool {
    let mut bound = BTreeSet::new();
    let mut read = BTreeSet::new();
    walk(expr, &mut |expr| match &expr.kind {
        Kind::Variable(slot) => {
            read.insert(*slot);
        }
        Kind::Exists(_, domain) | Kind::Every(domain, _) | Kind::Count(domain) => {
            bound.insert(domain.slot);
            read.extend(domain.of);
        }
        Kind::Aggregate(_, _, range) => match range.as_ref() {
            Range::Each(domain) => {
                bound.insert(domain.slot);
            }
            Range::Pair { domain, second, .. } => bound.extend([domain.slot, *second]),
            Range::Match { slot, .. } => {
                bound.insert(*slot);
            }
        },
        _ => {}
    });
    !read.is_subset(&bound)
}

/// A blank that is only wanted between words: around figures and patterns, not beside quotes.
const SOFT: char = '\u{E000}';

/// A text with its soft blanks made real or taken out.
fn set_blanks(text: &str) -> String {
    let wordlike = |it: char| it.is_alphanumeric() || "/%+-×÷".contains(it);
    let mut set = String::with_capacity(text.len());
    let mut pending = false;
    for it in text.chars() {
        if it == SOFT {
            pending = true;
            continue;
        }
        let before = set.chars().next_back();
        // Between two Chinese characters none is wanted: 1元以上.
        let meets = |before: char| wordlike(before) && (before.is_ascii() || it.is_ascii());
        if pending && wordlike(it) && before.is_some_and(meets) {
            set.push(' ');
        }
        pending = false;
        set.push(it);
    }
    set
}

/// Something set off from Chinese words by blanks.
fn apart(text: impl std::fmt::Display) -> String {
    format!("{SOFT}{text}{SOFT}")
}
