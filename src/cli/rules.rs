//! `biaochi rules`

use serde::Serialize;

use super::args::{self, ListFormat};
use super::{Console, Status, packs, words};
use crate::diagnostic::{Severity, Words};
use crate::rule::{Rule, RuleSet, sentence};
use crate::source::Sources;

/// A rule as other programs read it.
#[derive(Serialize)]
struct Listed<'r> {
    name: &'r str,
    pack: &'r str,
    form: &'r str,
    severity: &'static str,
    about: Option<&'r str>,
    sentence: ListedSentence,
    basis: Vec<ListedBasis>,
    reads: &'r [String],
    examples: usize,
}

/// What the rule says, made of its conditions.
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

pub(super) fn run(console: &Console, arguments: &args::Rules) -> Status {
    let mut sources = Sources::new();
    let book = packs::load(&arguments.packs.rules, &mut sources);
    let faulty = book.is_faulty();
    match arguments.format {
        ListFormat::Text => console.print(&text(console, &book.rules)),
        ListFormat::Json => {
            let listed: Vec<Listed<'_>> =
                book.rules.rules.iter().map(|rule| listed(&book.rules, rule)).collect();
            let json = serde_json::to_string_pretty(&listed).unwrap_or_default();
            console.print(&format!("{json}\n"));
        }
    }
    console.complain(&sources, &book.findings);
    if book.rules.rules.is_empty() {
        console.note(words::no_rules().get(console.lang()));
    }
    if faulty || book.rules.rules.is_empty() { Status::Failed } else { Status::Clean }
}

fn text(console: &Console, rules: &RuleSet) -> String {
    let lang = console.lang();
    let mut lines = String::new();
    let mut group = "";
    for rule in &rules.rules {
        let (topic, _) = rule.name.split_once('/').unwrap_or((&rule.name, ""));
        if topic != group {
            if !group.is_empty() {
                lines.push('\n');
            }
            group = topic;
        }
        let severity = words::severity(rule.severity);
        lines.push_str(&format!("{}  {}\n", severity.get(lang), rule.name));
        let told = match &rule.about {
            Some(about) => about.clone(),
            None => sentence(rules, rule).get(lang).to_owned(),
        };
        lines.push_str(&format!("      {told}\n"));
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
    }
    let total = words::rule_count(rules.rules.len());
    lines.push_str(&format!("\n{}\n", total.get(lang)));
    lines
}

fn listed<'r>(rules: &'r RuleSet, rule: &'r Rule) -> Listed<'r> {
    let basis = rule.basis.iter().filter_map(|(law, article)| {
        let law = rules.laws.get(*law)?;
        let (law, force) = (law.citation(), law.force.clone());
        Some(ListedBasis { law, article: article.clone(), force })
    });
    let Words { zh, en } = sentence(rules, rule);
    Listed {
        name: &rule.name,
        pack: &rule.pack,
        form: &rule.form.name,
        severity: match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        about: rule.about.as_deref(),
        sentence: ListedSentence { zh, en },
        basis: basis.collect(),
        reads: &rule.reads,
        examples: rule.accepts.len() + rule.rejects.len(),
    }
}
