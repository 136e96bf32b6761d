//! `biaochi rules`

use serde::Serialize;

use super::{Console, Status, args, words};
use crate::diagnostic::{FixLevel, Lang, Severity, Words};
use crate::render;
use crate::rule::{Lack, Rule, RuleSet, Wanted, reads};
use crate::sentence::{sentence, tightening};
use crate::setup::{self, JudgingPacks};
use crate::source::Sources;

use args::ListFormat;

/// The list as other programs read it.
#[derive(Serialize)]
struct RuleList<'r> {
    schema: &'static str,
    rules: Vec<ListedRule<'r>>,
    /// With `--form`: the rules that do not apply to such a form, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_applicable: Vec<LackingForm<'r>>,
}

/// A rule that does not apply to a form.
#[derive(Serialize)]
struct LackingForm<'r> {
    name: &'r str,
    form: &'r str,
    reason: ListedSentence,
}

/// A rule as other programs read it.
#[derive(Serialize)]
struct ListedRule<'r> {
    name: &'r str,
    pack: &'r str,
    forms: Vec<&'r str>,
    severity: &'static str,
    criterion: Option<&'static str>,
    strength: Option<&'static str>,
    tags: &'r [String],
    about: Option<&'r str>,
    sentence: ListedSentence,
    basis: Vec<ListedBasis>,
    reads: Vec<String>,
    fixes: Vec<&'static str>,
    examples: usize,
    /// The rules that it replaces while it is in force.
    tightens: Vec<&'r str>,
    /// The rules that replace it while they are in force.
    tightened_by: Vec<&'r str>,
}

/// The sentence made from its conditions.
#[derive(Serialize)]
struct ListedSentence {
    zh: String,
    en: String,
}

#[derive(Serialize)]
struct ListedBasis {
    law: String,
    article: Option<String>,
    force: Option<String>,
}

pub(super) fn run(console: &Console, arguments: &args::RulesArgs) -> Status {
    let mut sources = Sources::new();
    let book = setup::load_here(&arguments.packs.rules, JudgingPacks::WithUppers, &mut sources);
    let faulty = book.is_faulty();
    let name: Vec<String> = arguments.name.iter().cloned().collect();
    let Some(selected) = arguments.selection.apply(console, book.rules(), &name) else {
        console.complain(&sources, &book.findings);
        return Status::Failed;
    };
    match arguments.format {
        ListFormat::Text => {
            console.print(&text(console, book.rules(), &selected));
            console.print(&not_applicable(console, book.rules(), &arguments.selection.form));
        }
        ListFormat::Json => {
            let listed: Vec<ListedRule<'_>> =
                selected.iter().filter_map(|wanted| listed(book.rules(), wanted)).collect();
            let lacking = lacking(book.rules(), &arguments.selection.form);
            let lacking = lacking.map(|(rule, form, lack)| LackingForm {
                name: &rule.name,
                form,
                reason: ListedSentence { zh: lack.zh.clone(), en: lack.en.clone() },
            });
            let not_applicable = lacking.collect();
            let list = RuleList { schema: "biaochi.rules/1", rules: listed, not_applicable };
            let json = render::json(&list).unwrap_or_default();
            console.print(&format!("{json}\n"));
        }
    }
    console.complain(&sources, &book.findings);
    if book.rules().rules.is_empty() {
        console.note(words::no_rules().get(console.lang()));
    } else if selected.is_empty() {
        console.note(words::none_selected().get(console.lang()));
    }
    if faulty || selected.is_empty() { Status::Failed } else { Status::Clean }
}

fn text(console: &Console, rules: &RuleSet, selected: &[Wanted<'_>]) -> String {
    let lang = console.lang();
    let mut lines = String::new();
    let mut group = "";
    for Wanted { rule, forms } in selected {
        let (topic, _) = rule.name.split_once('/').unwrap_or((&rule.name, ""));
        if topic != group {
            if !group.is_empty() {
                lines.push('\n');
            }
            group = topic;
        }
        let severity = words::severity(rule.severity);
        let tags = rule.tags.words().join(words::comma(lang));
        let tags = if tags.is_empty() { tags } else { words::bracketed(&tags, lang) };
        lines.push_str(&format!("{}  {}{tags}\n", severity.get(lang), rule.name));
        let text = match &rule.about {
            Some(about) => about.clone(),
            None => forms
                .first()
                .map_or_else(String::new, |on| sentence(rules, on).get(lang).to_owned()),
        };
        lines.push_str(&format!("      {text}\n"));
        let cited: Vec<String> = rule
            .basis
            .iter()
            .filter_map(|(law, article)| {
                let citation = rules.laws.get(*law)?.citation();
                let article =
                    article.as_ref().map_or(String::new(), |article| format!(" {article}"));
                Some(format!("{citation}{article}"))
            })
            .collect();
        if !cited.is_empty() {
            let head = words::basis();
            lines.push_str(&format!("      {}{}\n", head.get(lang), cited.join("；")));
        }
        for line in tightening(rules, rule) {
            lines.push_str(&format!("      {}\n", line.get(lang)));
        }
    }
    let total = words::rule_count(selected.len());
    lines.push_str(&format!("\n{}\n", total.get(lang)));
    lines
}

/// The rules that do not apply to forms whose names hold one of these, and what the forms lack.
fn lacking<'r>(
    rules: &'r RuleSet,
    asked: &[String],
) -> impl Iterator<Item = (&'r Rule, &'r str, &'r Lack)> {
    let of_rule = |rule: &'r Rule| rule.lacks.iter().map(move |lack| (rule, lack));
    rules.rules.iter().flat_map(of_rule).filter_map(move |(rule, lack)| {
        let form = rules.forms.get(lack.form)?.name.as_str();
        asked.iter().any(|part| form.contains(part.as_str())).then_some((rule, form, lack))
    })
}

fn not_applicable(console: &Console, rules: &RuleSet, asked: &[String]) -> String {
    let lang = console.lang();
    let lines: Vec<String> = lacking(rules, asked)
        .map(|(rule, form, lack)| {
            let reason = if lang == Lang::Zh { &lack.zh } else { &lack.en };
            format!("      {}  {form}  {reason}\n", rule.name)
        })
        .collect();
    match lines.len() {
        0 => String::new(),
        count => format!("\n{}\n{}", words::rules_not_applicable(count).get(lang), lines.concat()),
    }
}

fn listed<'r>(rules: &'r RuleSet, wanted: &Wanted<'r>) -> Option<ListedRule<'r>> {
    let Wanted { rule, forms } = wanted;
    let on = *forms.first()?;
    let basis = rule.basis.iter().filter_map(|(law, article)| {
        let law = rules.laws.get(*law)?;
        let (law, force) = (law.citation(), law.force.clone());
        Some(ListedBasis { law, article: article.clone(), force })
    });
    let Words { zh, en } = sentence(rules, on);
    let mut read: Vec<String> = Vec::new();
    for name in forms.iter().flat_map(|on| reads(rules, on)) {
        if !read.contains(&name) {
            read.push(name);
        }
    }
    Some(ListedRule {
        name: &rule.name,
        pack: &rule.pack,
        forms: forms.iter().map(|on| on.form.name.as_str()).collect(),
        severity: match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        criterion: rule.tags.criterion.map(|criterion| criterion.name()),
        strength: rule.tags.strength.map(|strength| strength.name()),
        tags: &rule.tags.others,
        about: rule.about.as_deref(),
        sentence: ListedSentence { zh: zh.to_string(), en: en.to_string() },
        basis: basis.collect(),
        reads: read,
        fixes: on.fixes.iter().map(|fix| level(fix.level)).collect(),
        examples: rule.accepts.len() + rule.rejects.len(),
        tightens: rules.tightened(rule).into_iter().map(|upper| upper.name.as_str()).collect(),
        tightened_by: rules.tighteners(rule).into_iter().map(|lower| &*lower.name).collect(),
    })
}

fn level(level: FixLevel) -> &'static str {
    match level {
        FixLevel::Safe => "safe",
        FixLevel::Unsafe => "unsafe",
        FixLevel::Draft => "draft",
    }
}
