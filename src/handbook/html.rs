//! The handbook as one page of HTML that needs no network: its style and its search are in it, and
//! it reads well without the search. Takes the handbook; gives text.

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

use super::{Handbook, HandbookEntry, pieces, words};
use crate::diagnostic::{Lang, Severity};
use crate::dictionary::Catalogue;
use crate::rule::{Example, Strength};

const STYLE: &str = include_str!("page.css");
const SEARCH: &str = include_str!("page.js");

/// The handbook as one page of HTML.
pub fn html(book: &Handbook<'_>) -> String {
    let title = book.say(words::title());
    let page = markup! {
        (DOCTYPE)
        html lang=(match book.lang { Lang::Zh => "zh-CN", Lang::En => "en" }) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                nav {
                    h1 { a href="#top" { (title) } }
                    input #search type="search" placeholder=(book.say(words::search()))
                        aria-label=(book.say(words::search()));
                    p #nothing hidden { (book.say(words::nothing_found())) }
                    (contents(book))
                }
                main #top {
                    (head(book))
                    (rules(book))
                    @for (at, catalogue) in book.catalogues.iter().enumerate() {
                        (table(book, at, catalogue))
                    }
                }
                script { (PreEscaped(SEARCH)) }
            }
        }
    };
    page.into_string()
}

/// The three indexes and the packs, folded.
fn contents(book: &Handbook<'_>) -> Markup {
    markup! {
        @for (heading, index) in book.indexes() {
            details {
                summary { (heading) }
                @for (name, entries) in index {
                    details {
                        summary { (name) " " span.count { (entries.len()) } }
                        (links(book, &entries))
                    }
                }
            }
        }
        details open {
            summary { (book.say(words::contents())) }
            @for (volume, entries) in &book.volumes {
                details {
                    summary { (volume.title) " " span.count { (entries.len()) } }
                    (links(book, entries))
                }
            }
            ul {
                @for (at, catalogue) in book.catalogues.iter().enumerate() {
                    li { a href={ "#catalogue-" (at) } { (book.say(words::catalogue(&catalogue.name))) } }
                }
            }
        }
    }
}

fn links(book: &Handbook<'_>, entries: &[usize]) -> Markup {
    markup! {
        ul {
            @for entry in entries.iter().filter_map(|at| book.entries.get(*at)) {
                li { a class=(class(entry.rule.severity)) href={ "#" (entry.anchor()) } { (entry.rule.name) } }
            }
        }
    }
}

fn head(book: &Handbook<'_>) -> Markup {
    let all = [Severity::Error, Severity::Warning, Severity::Note];
    let [errors, warnings, notes] = all.map(|severity| book.count(severity));
    markup! {
        header {
            p.lead { (book.say(words::summary(book.entries.len(), errors, warnings, notes))) }
            ul {
                @for (volume, entries) in &book.volumes {
                    li {
                        (volume.title) " "
                        small { code { (volume.name) } " " (volume.version) " · " (book.say(words::count(entries.len()))) }
                    }
                }
            }
            h2 { (book.say(words::how_to_read())) }
            dl {
                @for severity in all {
                    dt { (badge(book, severity)) }
                    dd { (book.say(words::severity_means(severity))) }
                }
                @for strength in Strength::ALL {
                    dt { span.tag { (strength.name()) } }
                    dd { (book.say(words::strength_means(strength))) }
                }
            }
            p { (book.say(words::articles())) }
        }
    }
}

fn rules(book: &Handbook<'_>) -> Markup {
    markup! {
        @for (volume, entries) in &book.volumes {
            section {
                h2 { (volume.title) }
                @for (table, entry) in book.with_tables(entries) {
                    @if let Some((name, rows)) = table { (row_table(book, name, &rows)) }
                    (article(book, entry))
                }
            }
        }
    }
}

/// The rows of a 规则表.
fn row_table(book: &Handbook<'_>, name: &str, rows: &[&HandbookEntry<'_>]) -> Markup {
    markup! {
        h3 { (name) }
        table {
            thead { tr { @for heading in words::rows() { th { (book.say(heading)) } } } }
            tbody {
                @for row in rows {
                    tr {
                        td { a href={ "#" (row.anchor()) } { (row.row()) } }
                        td { (book.say(words::severity(row.rule.severity))) }
                        td { (row.sentence) }
                    }
                }
            }
        }
    }
}

fn article(book: &Handbook<'_>, entry: &HandbookEntry<'_>) -> Markup {
    let rule = entry.rule;
    let [accepts, rejects] = entry.examples();
    markup! {
        article id=(entry.anchor()) class=(class(rule.severity)) {
            h3 {
                a href={ "#" (entry.anchor()) } { (rule.name) }
                " " (badge(book, rule.severity))
                @for tag in rule.tags.words() { " " span.tag { (tag) } }
            }
            @if let Some(about) = &rule.about { p.about { (about) } }
            dl {
                @if !entry.is_for_machines() {
                    dt { (book.say(words::sentence())) }
                    dd { (sentence(entry)) }
                }
                dt { (book.say(words::basis())) }
                @for cited in &entry.basis {
                    dd {
                        // Only web addresses become links.
                        @match cited.law.url.as_ref().filter(|url| url.starts_with("http")) {
                            Some(url) => { a href=(url) { (cited.law.citation()) } }
                            None => { (cited.law.citation()) }
                        }
                        @if let Some(article) = cited.article { " " (article) }
                        @if let Some(force) = &cited.law.force { (book.bracketed(force)) }
                    }
                }
                dt { (book.say(words::forms())) }
                dd { (entry.forms.join(book.comma())) }
                @if !entry.reads.is_empty() {
                    dt { (book.say(words::reads())) }
                    dd { (entry.reads.join(book.comma())) }
                }
                @if let Some(help) = &entry.help {
                    dt { (book.say(words::help())) }
                    dd { (help) }
                }
                @if !entry.fixes().is_empty() {
                    dt { (book.say(words::fixes())) }
                    dd { (entry.fixes().into_iter().map(|level| book.say(words::fix_level(level))).collect::<Vec<_>>().join(book.comma())) }
                }
            }
            div.examples {
                (example(&book.say(words::accepts()), "accepts", accepts))
                (example(&book.say(words::rejects()), "rejects", rejects))
            }
            details {
                summary { (book.say(words::rule_text())) }
                @if entry.is_for_machines() { p.about { (sentence(entry)) } }
                pre { (rule.text) }
            }
        }
    }
}

/// Its demand in one sentence, with the meaning of the definitions in it.
fn sentence(entry: &HandbookEntry<'_>) -> Markup {
    markup! {
        (entry.sentence)
        @for define in &entry.definitions { br; (define) }
    }
}

fn example(name: &str, class: &str, example: Option<&Example>) -> Markup {
    markup! {
        @if let Some(example) = example {
            figure class=(class) {
                figcaption { (name) }
                pre {
                    @for (text, marked) in pieces(example) {
                        @if marked { mark { (text) } } @else { (text) }
                    }
                }
            }
        }
    }
}

fn table(book: &Handbook<'_>, at: usize, catalogue: &Catalogue) -> Markup {
    markup! {
        section id={ "catalogue-" (at) } {
            h2 { (book.say(words::catalogue(&catalogue.name))) }
            table {
                thead { tr { @for name in words::columns() { th { (book.say(name)) } } } }
                tbody {
                    @for standard in catalogue.indicators() {
                        tr {
                            td { (standard.name) }
                            td { (standard.place) }
                            td { (standard.units.join("、")) }
                            td { (standard.direction.map_or("", |direction| direction.zh())) }
                            td { (standard.target.as_deref().unwrap_or_default()) }
                            td { (standard.about.as_deref().unwrap_or_default()) }
                        }
                    }
                }
            }
        }
    }
}

fn badge(book: &Handbook<'_>, severity: Severity) -> Markup {
    markup! { span class={ "badge " (class(severity)) } { (book.say(words::severity(severity))) } }
}

fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
