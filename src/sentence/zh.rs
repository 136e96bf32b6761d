//! The grammar of the Chinese sentence: 凡……的，……须……。 What is ranged over stands here; conditions and nouns
//! beside it.

mod clause;
mod noun;

use super::pattern::{self, At};
use super::{Logic, Mood, Noun, Scope, Twin, apart, forbidden, found_in, set_blanks};
use crate::rule::{Domain, Expr, Kind, OnForm, Over, PatternId, Range, Slot};
use noun::finding;

/// Chinese.
#[derive(Clone)]
pub(super) struct Zh;

pub(super) fn sentence(scope: &Scope<'_, Zh>, rule: &OnForm) -> String {
    let mut text = String::new();
    let when = Logic::all(&rule.when);
    // Where 当 speaks of what is ranged over, it is a condition of the thing, not of the sheet.
    let ranges = match forbidden(rule) {
        Some(_) => rule.ranges.get(..rule.ranges.len().saturating_sub(1)).unwrap_or_default(),
        None => rule.ranges.as_slice(),
    };
    let (mut inner, ranges, named) = scope.judged(ranges);
    let of_sheet = !rule.when.is_empty() && !rule.when.iter().any(super::reads_variable);
    if of_sheet {
        text.push_str(&format!("凡{}的表，", scope.told(&when)));
    }
    match ranges.as_slice() {
        [] if !of_sheet => text.push_str("每张表，"),
        [] => {}
        [only] => {
            inner = inner.with_range(only);
            if named {
                inner = inner.without_topic();
            }
            text.push_str(&inner.ranged_first(only));
        }
        several => {
            let mut things = Vec::new();
            for range in several {
                inner = inner.with_range(range);
                things.push(inner.ranged(range));
            }
            inner = inner.without_topic();
            text.push_str(&format!("对{}，", things.join("，以及")));
        }
    }
    if !of_sheet && !when.is_empty() {
        let mut scope = inner.clone();
        if forbidden(rule).is_some()
            && let Some(last) = rule.ranges.last()
        {
            scope = scope.with_range(last).without_topic();
        }
        text.push_str(&format!("凡{}的，", scope.told(&when)));
    }
    match forbidden(rule) {
        Some((within, pattern, filter)) => {
            let slot = match rule.ranges.last() {
                Some(Range::Match { slot, .. }) => Some(*slot),
                _ => None,
            };
            let matter = inner.matter(within, pattern, filter, slot);
            text.push_str(&format!("{}中不得有{matter}", inner.texts(within)));
        }
        None => {
            let demands: Vec<String> =
                rule.demands.iter().map(|demand| inner.demanded(demand)).collect();
            text.push_str(&demands.join("，并且"));
        }
    }
    for (at, exception) in rule.exceptions.iter().enumerate() {
        let told = inner.told(&Logic::of(&exception.condition, true));
        text.push_str(&match at {
            0 => format!("；但{told}的除外"),
            _ => format!("；{told}的也除外"),
        });
        let cited = exception.basis.as_ref().and_then(|(law, article)| {
            let law = scope.rules.laws.get(*law)?.citation();
            Some(format!("（依据{law}{}）", article.as_deref().unwrap_or_default()))
        });
        text.push_str(&cited.unwrap_or_default());
    }
    text.push('。');
    set_blanks(&text)
}

pub(super) fn meaning(scope: &Scope<'_, Zh>, body: &Expr) -> String {
    let text =
        if body.ty.is_condition() { scope.told(&Logic::of(body, true)) } else { scope.noun(body) };
    set_blanks(&format!("{text}。"))
}

/// 甲、乙和丙
fn listed(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{}{last}{end}", first.join("、")),
    }
}

fn quoted(text: &str) -> String {
    format!("“{text}”")
}

impl Scope<'_, Zh> {
    /// A demand.
    fn demanded(&self, demand: &Expr) -> String {
        if let Kind::Not(inner) = &demand.kind {
            let inner = Logic::of(inner, true);
            if matches!(&inner, Logic::All(_)) {
                return format!("不得出现{}的情形", self.told(&inner));
            }
        }
        self.said(&Logic::of(demand, true), Mood::Demanded)
    }

    fn told(&self, logic: &Logic<'_>) -> String {
        self.said(logic, Mood::Told)
    }

    fn said(&self, logic: &Logic<'_>, mood: Mood) -> String {
        if self.is_too_deep() {
            return "……".to_owned();
        }
        let (parts, all) = match logic {
            Logic::Atom(expr, affirmed) => {
                let clause = self.clause(expr);
                return format!("{}{}", clause.subject, clause.predicate(mood, *affirmed));
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
            let word = if all { "且" } else { "或" };
            match part {
                Logic::Atom(expr, affirmed) => {
                    let clause = self.clause(expr);
                    let same = subject.as_ref().is_some_and(|known| *known == clause.subject);
                    if at > 0 {
                        text.push_str(if same || mood == Mood::Told { "" } else { "，" });
                        text.push_str(word);
                    }
                    if !same {
                        text.push_str(&clause.subject);
                    }
                    // 须含有甲或含有乙: the first 须 holds for both.
                    let continued = same && !all && mood == Mood::Demanded && *affirmed;
                    let mood = if continued { Mood::Told } else { mood };
                    text.push_str(clause.predicate(mood, *affirmed));
                    subject = (!clause.subject.is_empty()).then_some(clause.subject);
                }
                group => {
                    if at > 0 {
                        text.push_str(if mood == Mood::Told { "" } else { "，" });
                        text.push_str(word);
                    }
                    text.push_str(&format!("（{}）", self.said(group, mood)));
                    subject = None;
                }
            }
        }
        text
    }

    /// What a rule of one 对 ranges over, at the head of its sentence.
    fn ranged_first(&self, range: &Range) -> String {
        let filter = match range {
            Range::Each(domain) => domain.filter.as_deref(),
            Range::Pair { filter, .. } | Range::Match { filter, .. } => filter.as_ref(),
        };
        let Some(filter) = filter else { return format!("{}，", self.ranged(range)) };
        let logic = Logic::of(filter, true);
        let is_of_sheets =
            matches!(range, Range::Each(domain) if matches!(domain.over, Over::Sheets(_)));
        if logic.is_short() && !is_of_sheets && !matches!(range, Range::Pair { .. }) {
            return format!("{}，", self.ranged(range));
        }
        let plain = match range {
            Range::Each(domain) => self.each(domain, None),
            Range::Pair { domain, .. } => self.pair(domain),
            Range::Match { within, pattern, .. } => self.every_piece(within, *pattern, None),
        };
        format!("{plain}，{}的，", self.told(&logic))
    }

    /// What a 对 ranges over, its filter before the noun.
    fn ranged(&self, range: &Range) -> String {
        match range {
            Range::Each(domain) => self.each(domain, domain.filter.as_deref()),
            Range::Pair { domain, filter, .. } => match filter {
                Some(filter) => {
                    let told = self.told(&Logic::of(filter, true));
                    format!("{}（{told}）", self.pair(domain))
                }
                None => self.pair(domain),
            },
            Range::Match { within, pattern, filter, slot } => {
                self.every_piece(within, *pattern, filter.as_ref().map(|filter| (filter, *slot)))
            }
        }
    }

    fn each(&self, domain: &Domain, filter: Option<&Expr>) -> String {
        let filter = filter.map(|filter| format!("{}的", self.told(&Logic::of(filter, true))));
        let filter = filter.unwrap_or_default();
        let place = self.place(domain, "和");
        let place = if place.is_empty() || !filter.is_empty() { place } else { place + "的" };
        match domain.over {
            Over::Indicators => format!("{place}{filter}每个指标{}", named(domain)),
            Over::Fields => format!("{place}{filter}每个已填字段{}", named(domain)),
            Over::Sheets(_) => format!("{filter}{}", self.sheets(domain, "每张")),
            Over::ThisSheet => format!("{filter}每张表"),
        }
    }

    fn pair(&self, domain: &Domain) -> String {
        let place = self.place(domain, "和");
        let place = if place.is_empty() { place } else { place + "的" };
        match domain.over {
            Over::Indicators => format!("{place}每两个指标（甲指标、乙指标）"),
            _ => format!("{place}每两个已填字段（甲字段、乙字段）"),
        }
    }

    /// 本单位本年度的每张表
    fn sheets(&self, domain: &Domain, each: &str) -> String {
        let Over::Sheets(scope) = domain.over else { return format!("{each}表") };
        let unit = if scope.unit.is_some() { "本单位" } else { "" };
        let year = if scope.year { "本年度" } else { "" };
        let others = if scope.others { "其他" } else { "" };
        let of = if unit.is_empty() && year.is_empty() { "" } else { "的" };
        format!("{unit}{year}{of}{each}{others}表")
    }

    /// 甲表“产出目标”下; `last` joins the last of several levels.
    fn place(&self, domain: &Domain, last: &str) -> String {
        let sheet = domain.of.map(|slot| self.variable(slot)).unwrap_or_default();
        let levels: Vec<String> = domain
            .levels
            .as_deref()
            .map(|levels| self.levels(levels).iter().map(|name| quoted(name)).collect())
            .unwrap_or_default();
        match levels.is_empty() {
            true if sheet.is_empty() => String::new(),
            true => format!("{sheet}中"),
            false => format!("{sheet}{}下", listed(&levels, last)),
        }
    }

    /// 名称含有“满意度”的指标, as what there is or is not.
    fn things(&self, domain: &Domain) -> String {
        let inner = self.with_domain(domain);
        let filter = domain.filter.as_deref();
        let filter = filter.map(|filter| format!("{}的", inner.told(&Logic::of(filter, true))));
        let filter = filter.unwrap_or_default();
        match domain.over {
            Over::Indicators => format!("{filter}指标{}", named(domain)),
            Over::Fields => format!("{filter}已填字段{}", named(domain)),
            Over::Sheets(_) => format!("{filter}{}", self.sheets(domain, "")),
            Over::ThisSheet => format!("{filter}表"),
        }
    }

    /// 项目概况和立项依据
    fn texts(&self, within: &[Expr]) -> String {
        let texts: Vec<String> = within
            .iter()
            .map(|text| match found_in(text) {
                Some((_, inner)) => inner.map(|text| self.noun(text)).unwrap_or_default(),
                None => self.noun(text),
            })
            .collect();
        listed(&texts, "和")
    }

    /// What there is in texts: 匹配 /…/ 的文字, 重复的语句.
    fn matter(
        &self,
        within: &[Expr],
        pattern: Option<PatternId>,
        filter: Option<&Expr>,
        slot: Option<Slot>,
    ) -> String {
        let filter = filter.map(|filter| {
            let inner =
                slot.map_or_else(|| self.clone(), |slot| self.with(slot, super::piece_of(within)));
            inner.told(&Logic::of(filter, true))
        });
        let Some(pattern) = pattern else {
            let found = within.first().and_then(found_in).map(|(found, _)| finding(found));
            // “每一含有‘其中’的句”: that it is the sentence need not be said again.
            let said = ["该句", "该段"];
            let bare = |filter: String| {
                let bare = said.iter().find_map(|said| filter.strip_prefix(said));
                format!("{}的", bare.unwrap_or(&filter))
            };
            let filter = filter.map(bare).unwrap_or_default();
            return format!("{filter}{}", found.unwrap_or("内容"));
        };
        let filter = filter.map(|filter| format!("且{filter}")).unwrap_or_default();
        let pattern = self.pattern(pattern);
        match pattern::words(pattern) {
            Some(found) if found.at == At::Anywhere && filter.is_empty() => {
                let words: Vec<String> = found.words.iter().map(|word| quoted(word)).collect();
                format!("{}字样", listed(&words, "或"))
            }
            _ => format!("匹配{}{filter}的文字", apart(format!("/{pattern}/"))),
        }
    }

    fn every_piece(
        &self,
        within: &[Expr],
        pattern: Option<PatternId>,
        filter: Option<(&Expr, Slot)>,
    ) -> String {
        let slot = filter.map(|(_, slot)| slot);
        let matter = self.matter(within, pattern, filter.map(|(filter, _)| filter), slot);
        let each = match super::piece_of(within) {
            Noun::Sentence | Noun::Paragraph => "每一",
            _ => "每处",
        };
        format!("{}中{each}{matter}", self.texts(within))
    }

    /// 该指标
    fn variable(&self, slot: Slot) -> String {
        let Some(thing) = self.thing(slot) else { return "其".to_owned() };
        let noun = match &thing.noun {
            Noun::Indicator => "指标",
            Noun::Field => "字段",
            Noun::Sheet => "表",
            Noun::ThisSheet => return "本表".to_owned(),
            Noun::Passage => "处文字",
            Noun::Found(found) => finding(*found),
            Noun::Sentence => "句",
            Noun::Paragraph => "段",
            Noun::Parameter(name) => return quoted(name),
        };
        match thing.twin {
            Some(Twin::First) => format!("甲{noun}"),
            Some(Twin::Second) => format!("乙{noun}"),
            None if self.is_overshadowed(slot) => format!("前述{noun}"),
            None => format!("该{noun}"),
        }
    }
}

/// The name asked for.
fn named(domain: &Domain) -> String {
    domain.named.as_deref().map(quoted).unwrap_or_default()
}
