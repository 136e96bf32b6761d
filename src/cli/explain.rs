//! `biaochi explain RULE`, and of a code of the tool's own.

use super::{Console, Status, args, words};
use crate::diagnostic::{CodePage, Lang, own_codes, page_of, pages};
use crate::nearest::nearest;
use crate::rule::{Example, OnForm, Rule, RuleId, RuleSet, definitions};
use crate::sentence::{meaning, sentence, tightening};
use crate::setup;
use crate::source::Sources;

pub(super) fn run(console: &Console, arguments: &args::Explain) -> Status {
    if let Some(page) = page_of(arguments.rule.trim()) {
        console.print(&code_page(&page, console.lang()));
        return Status::Clean;
    }
    let mut sources = Sources::new();
    let book =
        setup::load_here(&arguments.packs.rules, setup::JudgingPacks::WithUppers, &mut sources);
    let faulty = book.is_faulty();
    console.complain(&sources, &book.findings);
    if let Some(page) = table_page(console, book.rules(), arguments.rule.trim()) {
        console.print(&page);
        return if faulty { Status::Failed } else { Status::Clean };
    }
    let Some(found) = rule_called(console, book.rules(), &arguments.rule) else {
        return Status::Failed;
    };
    if let Some(page) = page(console, book.rules(), found.1, &sources) {
        console.print(&page);
    }
    if faulty { Status::Failed } else { Status::Clean }
}

/// The rows of a 规则表 of that name.
fn table_page(console: &Console, rules: &RuleSet, wanted: &str) -> Option<String> {
    let lang = console.lang();
    let rows = rules.rules.iter().filter(|rule| rule.table() == Some(wanted));
    let shown = rows.filter_map(|rule| {
        let severity = words::bracketed(words::severity(rule.severity).get(lang), lang);
        let said = sentence(rules, rule.shown()?);
        Some(format!("\n{}{severity}\n    {}\n", rule.name, said.get(lang)))
    });
    let shown: String = shown.collect();
    let about = rules.rules.iter().find(|rule| rule.table() == Some(wanted))?.about.as_deref();
    let about = about.map(|about| format!("\n{about}\n")).unwrap_or_default();
    Some(format!("{wanted}\n{about}{shown}"))
}

/// The rule with that name, or that text in its name. Reports the candidates if there are none or
/// several.
pub(super) fn rule_called<'r>(
    console: &Console,
    rules: &'r RuleSet,
    wanted: &str,
) -> Option<(RuleId, &'r Rule)> {
    let (wanted, rules, lang) = (wanted.trim(), &rules.rules, console.lang());
    let called = |wanted: &dyn Fn(&str) -> bool| -> Vec<(RuleId, &Rule)> {
        rules.entries().filter(|(_, rule)| wanted(&rule.name)).collect()
    };
    let exact = called(&|name| name == wanted);
    let found = if exact.is_empty() { called(&|name| name.contains(wanted)) } else { exact };
    match found.as_slice() {
        [] => {
            let mut names: Vec<&str> = rules.iter().map(|rule| rule.name.as_str()).collect();
            for code in own_codes() {
                names.push(code);
            }
            let near = nearest(wanted, names);
            console.note(words::no_such_rule(wanted, near).get(lang));
            None
        }
        [only] => Some(*only),
        several => {
            let names: Vec<&str> = several.iter().map(|(_, rule)| rule.name.as_str()).collect();
            console.note(words::which_rule(wanted, &names).get(lang));
            None
        }
    }
}

/// What a code of the tool's own means.
fn code_page(page: &CodePage, lang: Lang) -> String {
    let mut text = format!("{}\n\n{}\n", page.name, page.what.get(lang));
    text.push_str(&format!(
        "\n{}\n    {}\n",
        words::heading_remedy().get(lang),
        page.remedy.get(lang)
    ));
    if !page.example.is_empty() {
        text.push_str(&format!("\n{}\n", words::heading_example().get(lang)));
        page.example.lines().for_each(|line| text.push_str(&format!("    {line}\n")));
    }
    text
}

/// The pages of all codes, as Markdown.
pub(super) fn code_pages(lang: Lang) -> String {
    let mut text = format!("# {}\n", words::heading_codes().get(lang));
    for page in pages() {
        text.push_str(&format!("\n## {}\n\n{}\n\n", page.name, page.what.get(lang)));
        let remedy = words::heading_remedy();
        text.push_str(&format!("**{}** {}\n", remedy.get(lang), page.remedy.get(lang)));
        if !page.example.is_empty() {
            text.push_str(&format!("\n```text\n{}\n```\n", page.example));
        }
    }
    text
}

fn page(console: &Console, rules: &RuleSet, rule: &Rule, sources: &Sources) -> Option<String> {
    let on = rule.shown()?;
    let lang = console.lang();
    let severity = words::severity(rule.severity);
    let mut page = format!("{}{}\n", rule.name, words::bracketed(severity.get(lang), lang));
    if let Some(about) = &rule.about {
        page.push_str(&format!("\n{about}\n"));
    }
    if !rule.tags.words().is_empty() {
        let tags = rule.tags.words().join(words::comma(lang));
        page.push_str(&format!("\n{}\n    {tags}\n", words::heading_tags().get(lang)));
    }
    page.push_str(&format!("\n{}\n", words::heading_sentence().get(lang)));
    page.push_str(&format!("    {}\n", sentence(rules, on).get(lang)));
    for define in definitions(rules, on) {
        let text = meaning(rules, &on.form, define);
        page.push_str(&format!("    {}\n", words::meaning(&define.name, &text).get(lang)));
    }
    page.push_str(&format!("\n{}\n", words::heading_basis().get(lang)));
    for (law, article) in &rule.basis {
        let Some(law) = rules.laws.get(*law) else { continue };
        let article = article.as_ref().map_or(String::new(), |article| format!(" {article}"));
        let details: Vec<&str> =
            [&law.force, &law.scope].into_iter().filter_map(|part| part.as_deref()).collect();
        let details = if details.is_empty() {
            String::new()
        } else {
            words::bracketed(&details.join(if lang == Lang::Zh { "，" } else { ", " }), lang)
        };
        page.push_str(&format!("    {}{article}{details}\n", law.citation()));
        if let Some(url) = &law.url {
            page.push_str(&format!("    {url}\n"));
        }
    }
    let tightening = tightening(rules, rule);
    if !tightening.is_empty() {
        page.push_str(&format!("\n{}\n", words::heading_tightens().get(lang)));
        tightening.iter().for_each(|line| page.push_str(&format!("    {}\n", line.get(lang))));
    }
    page.push_str(&format!("\n{}\n", words::heading_forms().get(lang)));
    for on in &rule.forms {
        page.push_str(&format!("    {}\n", on.form.name));
    }
    page.push_str(&format!("\n{}\n{}\n", words::heading_text().get(lang), rule.text));
    page.push_str(&parameters(console, rules, on, sources));
    for example in &rule.accepts {
        page.push_str(&format!("\n{}\n{}", words::heading_accepts().get(lang), shown(example)));
    }
    for example in &rule.rejects {
        page.push_str(&format!("\n{}\n{}", words::heading_rejects().get(lang), shown(example)));
    }
    Some(page)
}

/// The parameters that a rule depends on: each value, where and when it applies, and its origin.
fn parameters(console: &Console, rules: &RuleSet, on: &OnForm, sources: &Sources) -> String {
    let lang = console.lang();
    let mut lines = String::new();
    for parameter in on.leans_on.iter().filter_map(|slot| rules.parameters.get(*slot)) {
        lines.push_str(&format!("    {}\n", parameter.name));
        for layer in &parameter.layers {
            for valued in &layer.values {
                let place = sources.get(valued.span.source).map_or_else(String::new, |source| {
                    let line = source.position(valued.span.start as usize).line;
                    format!("{}:{line}", source.name())
                });
                let text =
                    words::parameter_value(&valued.text, &valued.counts(), &layer.pack, &place);
                lines.push_str(&format!("        {}\n", text.get(lang)));
            }
        }
    }
    match lines.is_empty() {
        true => lines,
        false => format!("\n{}\n{lines}", words::heading_parameters().get(lang)),
    }
}

/// A fragment, indented, its marks kept.
fn shown(example: &Example) -> String {
    let mut text = example.text.as_str().to_owned();
    let mut marks = example.marks.clone();
    marks.sort_by_key(|mark| std::cmp::Reverse(mark.start));
    for mark in marks {
        if text.is_char_boundary(mark.start) && text.is_char_boundary(mark.end) {
            text.insert_str(mark.end, "]]");
            text.insert_str(mark.start, "[[");
        }
    }
    text.lines().map(|line| format!("    {line}\n")).collect()
}
