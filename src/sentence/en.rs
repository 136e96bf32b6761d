//! The grammar of the English sentence: for every …, … must …, unless …. What is ranged over stands here;
//! conditions and nouns beside it.

mod clause;
mod noun;

use super::pattern::{self, At};
use super::{
    Logic, Mood, Noun, Scope, Twin, apart, forbidden, found_in, piece_of, reads_variable,
    set_blanks,
};
use crate::rule::{Domain, Expr, Kind, OnForm, Over, PatternId, Range, Slot};
use noun::finding;

/// English.
#[derive(Clone)]
pub(super) struct En;

pub(super) fn sentence(scope: &Scope<'_, En>, rule: &OnForm) -> String {
    let mut text = String::new();
    let when = Logic::all(&rule.when);
    // Where 当 speaks of what is ranged over, it is a condition of the thing, not of the sheet.
    let ranges = match forbidden(rule) {
        Some(_) => rule.ranges.get(..rule.ranges.len().saturating_sub(1)).unwrap_or_default(),
        None => rule.ranges.as_slice(),
    };
    let (mut inner, ranges, named) = scope.judged(ranges);
    let of_sheet = !rule.when.is_empty() && !rule.when.iter().any(reads_variable);
    if of_sheet {
        text.push_str(&format!("where {}, ", scope.told(&when)));
    }
    let mut things = Vec::new();
    for range in &ranges {
        inner = inner.with_range(range);
        things.push(format!("for every {}", inner.ranged(range)));
    }
    if !things.is_empty() {
        text.push_str(&format!("{}, ", things.join(", and ")));
    }
    if things.len() > 1 || named {
        inner = inner.without_topic();
    }
    if !of_sheet && !when.is_empty() {
        let mut scope = inner.clone();
        if forbidden(rule).is_some()
            && let Some(last) = rule.ranges.last()
        {
            scope = scope.with_range(last).without_topic();
        }
        text.push_str(&format!("if {}, ", scope.told(&when)));
    }
    match forbidden(rule) {
        Some((within, pattern, filter)) => {
            let matter = inner.matter(within, pattern, filter, rule.ranges.last());
            text.push_str(&format!("{} must not contain {matter}", inner.texts(within)));
        }
        None => {
            let demands: Vec<String> =
                rule.demands.iter().map(|demand| inner.demanded(demand)).collect();
            let demands = demands.join(", and ");
            // Every indicator must …, not: for every indicator, it must ….
            let plain = text.strip_prefix("for every ").and_then(|rest| rest.strip_suffix(", "));
            match (plain, demands.strip_prefix("it must ")) {
                (Some(thing), Some(rest)) if things.len() == 1 => {
                    text = format!("every {thing} must {rest}");
                }
                _ => text.push_str(&demands),
            }
        }
    }
    for (at, exception) in rule.exceptions.iter().enumerate() {
        let told = inner.told(&Logic::of(&exception.condition, true));
        text.push_str(&format!("{}{told}", if at == 0 { ", unless " } else { ", or unless " }));
        let cited = exception.basis.as_ref().and_then(|(law, article)| {
            let law = scope.rules.laws.get(*law)?.citation();
            let article = article.as_ref().map_or(String::new(), |article| format!(" {article}"));
            Some(format!(" ({law}{article})"))
        });
        text.push_str(&cited.unwrap_or_default());
    }
    finished(&text)
}

pub(super) fn meaning(scope: &Scope<'_, En>, body: &Expr) -> String {
    finished(&match body.ty.is_condition() {
        true => scope.told(&Logic::of(body, true)),
        false => scope.noun(body),
    })
}

/// With a capital at its head and a full stop.
fn finished(text: &str) -> String {
    let text = set_blanks(text);
    let mut characters = text.chars();
    let head = characters.next().map(|head| head.to_ascii_uppercase());
    head.into_iter().chain(characters).chain(['.']).collect()
}

/// A, B and C
fn listed(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

fn quoted(text: &str) -> String {
    format!("“{text}”")
}

impl Scope<'_, En> {
    /// A demand.
    fn demanded(&self, demand: &Expr) -> String {
        if let Kind::Not(inner) = &demand.kind {
            let inner = Logic::of(inner, true);
            if matches!(&inner, Logic::All(_)) {
                return format!("it must not be that {}", self.told(&inner));
            }
        }
        self.said(&Logic::of(demand, true), Mood::Demanded)
    }

    fn told(&self, logic: &Logic<'_>) -> String {
        self.said(logic, Mood::Told)
    }

    fn said(&self, logic: &Logic<'_>, mood: Mood) -> String {
        if self.is_too_deep() {
            return "…".to_owned();
        }
        let (parts, all) = match logic {
            Logic::Atom(expr, affirmed) => {
                let clause = self.clause(expr);
                let gap = if clause.subject.is_empty() { "" } else { " " };
                return format!("{}{gap}{}", clause.subject, clause.predicate(mood, *affirmed));
            }
            Logic::All(parts) => (parts, true),
            Logic::Any(parts) => (parts, false),
        };
        if let [only] = parts.as_slice() {
            return self.said(only, mood);
        }
        let mut text = String::new();
        let mut subject: Option<String> = None;
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                text.push_str(if all { " and " } else { " or " });
            }
            let Logic::Atom(expr, affirmed) = part else {
                text.push_str(&format!("({})", self.said(part, mood)));
                subject = None;
                continue;
            };
            let clause = self.clause(expr);
            let same = subject.as_ref().is_some_and(|known| *known == clause.subject);
            if !same && !clause.subject.is_empty() {
                text.push_str(&format!("{} ", clause.subject));
            }
            text.push_str(clause.predicate(mood, *affirmed));
            subject = (!clause.subject.is_empty()).then_some(clause.subject);
        }
        text
    }

    /// What a 对 ranges over, without an article.
    fn ranged(&self, range: &Range) -> String {
        match range {
            Range::Each(domain) => self.things(domain, false),
            Range::Pair { domain, filter, .. } => {
                let filter = filter.as_ref().map(|it| self.such(&Logic::of(it, true)));
                format!("pair of {}{}", self.plain(domain, true), filter.unwrap_or_default())
            }
            Range::Match { within, pattern, filter, .. } => {
                let matter = self.piece(within, *pattern);
                let filter = filter.as_ref().map(|it| self.such(&Logic::of(it, true)));
                format!("{matter} in {}{}", self.texts(within), filter.unwrap_or_default())
            }
        }
    }

    /// A condition behind what it is said of.
    fn such(&self, logic: &Logic<'_>) -> String {
        let told = self.told(logic);
        let joined = |rest: &str, whose: &str| {
            let rest = rest.replace(" and its ", " and whose ").replace(" or its ", " or whose ");
            let rest = rest.replace(" and it ", " and which ").replace(" or it ", " or which ");
            format!(" {whose} {rest}")
        };
        match (told.strip_prefix("its "), told.strip_prefix("it ")) {
            (Some(rest), _) => joined(rest, "whose"),
            (None, Some(rest)) => joined(rest, "that"),
            (None, None) => format!(" such that {told}"),
        }
    }

    /// indicator under “产出目标” whose name …
    fn things(&self, domain: &Domain, many: bool) -> String {
        let inner = self.with_domain(domain);
        let filter = domain.filter.as_deref().map(|filter| inner.such(&Logic::of(filter, true)));
        format!("{}{}", self.plain(domain, many), filter.unwrap_or_default())
    }

    /// The same without its filter.
    fn plain(&self, domain: &Domain, many: bool) -> String {
        let plural = if many { "s" } else { "" };
        let named = domain.named.as_deref().map(|name| format!(" {}", quoted(name)));
        let named = named.unwrap_or_default();
        let place = self.place(domain);
        match domain.over {
            Over::Indicators => format!("indicator{plural}{named}{place}"),
            Over::Fields => format!("filled-in field{plural}{named}{place}"),
            Over::ThisSheet => format!("sheet{plural}"),
            Over::Sheets(scope) => {
                let others = if scope.others { "other " } else { "" };
                let unit = if scope.unit.is_some() { " of the same unit" } else { "" };
                let year = if scope.year { " of the same year" } else { "" };
                format!("{others}sheet{plural}{unit}{year}")
            }
        }
    }

    /// under “产出目标” of the first sheet
    fn place(&self, domain: &Domain) -> String {
        let sheet = domain.of.map(|slot| format!(" of {}", self.variable(slot)));
        let levels: Vec<String> = domain
            .levels
            .as_deref()
            .map(|levels| self.levels(levels).iter().map(|name| quoted(name)).collect())
            .unwrap_or_default();
        let levels = match levels.is_empty() {
            true => String::new(),
            false => format!(" under {}", listed(&levels, "or")),
        };
        format!("{levels}{}", sheet.unwrap_or_default())
    }

    /// “项目概况” and “立项依据”
    fn texts(&self, within: &[Expr]) -> String {
        let texts: Vec<String> = within
            .iter()
            .map(|text| match found_in(text) {
                Some((_, inner)) => inner.map(|text| self.noun(text)).unwrap_or_default(),
                None => self.noun(text),
            })
            .collect();
        listed(&texts, "and")
    }

    /// What must not be in texts.
    fn matter(
        &self,
        within: &[Expr],
        pattern: Option<PatternId>,
        filter: Option<&Expr>,
        range: Option<&Range>,
    ) -> String {
        let filter = filter.map(|filter| {
            let inner = range.map_or_else(|| self.clone(), |range| self.with_range(range));
            inner.such(&Logic::of(filter, true))
        });
        let matter = match pattern {
            None => {
                let found = within.first().and_then(found_in).map(|(found, _)| finding(found).1);
                found.unwrap_or("anything").to_owned()
            }
            Some(pattern) => self.matched(pattern, "text that matches"),
        };
        format!("{matter}{}", filter.unwrap_or_default())
    }

    /// One of what is found in texts.
    fn piece(&self, within: &[Expr], pattern: Option<PatternId>) -> String {
        match (piece_of(within), pattern) {
            (Noun::Found(found), None) => finding(found).0.to_owned(),
            (Noun::Sentence, None) => "sentence".to_owned(),
            (Noun::Paragraph, None) => "paragraph".to_owned(),
            (_, None) => "piece".to_owned(),
            (_, Some(pattern)) => self.matched(pattern, "match of"),
        }
    }

    /// What a pattern finds: its words, where it only lists words.
    fn matched(&self, pattern: PatternId, otherwise: &str) -> String {
        let pattern = self.pattern(pattern);
        match pattern::words(pattern) {
            Some(found) if found.at == At::Anywhere => {
                let words: Vec<String> = found.words.iter().map(|word| quoted(word)).collect();
                listed(&words, "or")
            }
            _ => format!("{otherwise} {}", apart(format!("/{pattern}/"))),
        }
    }

    /// the indicator
    fn variable(&self, slot: Slot) -> String {
        let Some(thing) = self.thing(slot) else { return "it".to_owned() };
        let noun = match &thing.noun {
            Noun::Indicator => "indicator",
            Noun::Field => "field",
            Noun::Sheet => "sheet",
            Noun::ThisSheet => return "this sheet".to_owned(),
            Noun::Passage => "passage",
            Noun::Found(found) => finding(*found).0,
            Noun::Sentence => "sentence",
            Noun::Paragraph => "paragraph",
            Noun::Parameter(name) => return quoted(name),
        };
        match thing.twin {
            Some(Twin::First) => format!("the first {noun}"),
            Some(Twin::Second) => format!("the second {noun}"),
            None if self.is_overshadowed(slot) => format!("the former {noun}"),
            None => format!("the {noun}"),
        }
    }
}
