//! The part before the sheets: the verdict, the numbers, the rules that were used, the list of
//! sheets. Takes the page; gives markup.

use std::collections::BTreeSet;

use maud::{Markup, html as markup};

use super::marks::shown;
use super::pictures::pictures;
use super::{HtmlPage, unit_name, words};
use crate::diagnostic::Severity;
use crate::render::clean::Clean;
use crate::render::report::PackInfo;
use crate::render::survey::{GROUPS, SEVERITIES, Section, group};
use crate::render::{summary, words as common};

pub(super) fn head(page: &HtmlPage<'_>, title: &str) -> Markup {
    let report = page.survey.report;
    let (class, verdict) = words::verdict(report);
    let counts = &report.summary;
    let always = [
        (counts.files, words::files(), ""),
        (counts.sheets, words::sheets(), ""),
        (counts.errors, words::errors(), "error"),
        (counts.warnings, words::warnings(), "warning"),
        (counts.notes, words::notes(), "note"),
        (counts.outcomes.undecidable, words::times_undecidable(), ""),
        (counts.suppressed, words::are_suppressed(), ""),
        (counts.baselined, words::are_baselined(), ""),
        (counts.rules_left_out, words::are_left_out(), ""),
    ];
    let seldom = [
        (counts.outcomes.faulty, words::times_faulty(), ""),
        (counts.unlisted, words::are_unlisted(), ""),
    ];
    let numbers = always.into_iter().chain(seldom.into_iter().filter(|(count, ..)| *count > 0));
    markup! {
        header {
            h1 { (title) }
            div.verdict.(class) {
                p.word { (page.say(verdict)) }
                p { (summary(report, page.lang)) }
            }
            ul.numbers {
                @for (count, what, class) in numbers {
                    li class={ (class) @if count == 0 { " zero" } } { b { (count) } " " (page.say(what)) }
                }
            }
        }
    }
}

pub(super) fn overview(page: &HtmlPage<'_>) -> Markup {
    let unlisted = page.survey.report.summary.unlisted;
    markup! {
        section #overview {
            h2 { (page.say(words::overview())) }
            @if unlisted > 0 { p { (page.say(words::unlisted(unlisted))) } }
            (pictures(page))
            (by_criterion(page))
            (by_rule(page))
            details {
                summary { (page.say(words::how_to_read())) }
                (how_to_read(page))
            }
        }
    }
}

fn by_criterion(page: &HtmlPage<'_>) -> Markup {
    let tally = &page.survey.tally;
    markup! {
        table.counts {
            caption { (page.say(words::by_criterion())) }
            thead {
                tr {
                    th scope="col" { (page.say(words::criterion())) }
                    @for severity in SEVERITIES { th.number scope="col" { (page.badge(severity)) } }
                    th.number scope="col" { (page.say(words::total())) }
                }
            }
            tbody {
                @for criterion in GROUPS {
                    tr {
                        th scope="row" { (common::criterion(criterion, page.lang)) }
                        @for severity in SEVERITIES { (cell(tally.of(criterion, severity))) }
                        (cell(tally.under(criterion)))
                    }
                }
            }
            tfoot {
                tr {
                    th scope="row" { (page.say(words::total())) }
                    @for severity in SEVERITIES { (cell(tally.with(severity))) }
                    (cell(tally.total()))
                }
            }
        }
    }
}

fn by_rule(page: &HtmlPage<'_>) -> Markup {
    let found = page.survey.found();
    let heads = [words::rule(), words::severity(), words::criterion(), words::count()];
    if found.is_empty() {
        return Markup::default();
    }
    markup! {
        details {
            summary { (page.say(words::by_rule())) " " (page.count(found.len())) }
            table {
                (page.heads(&heads))
                tbody {
                    @for rule in found {
                        tr {
                            td { (Clean(rule.code.name())) }
                            td { (page.badge(rule.severity)) }
                            td { (common::criterion(rule.criterion, page.lang)) }
                            td.number { (rule.count) }
                        }
                    }
                }
            }
        }
    }
}

fn how_to_read(page: &HtmlPage<'_>) -> Markup {
    markup! {
        dl {
            @for severity in SEVERITIES {
                dt { (page.badge(severity)) }
                dd { (common::severity_means(severity, page.lang)) }
            }
            @for strength in ["可能多报", "可能漏报"] {
                dt { span.strength { (common::strength(strength, page.lang)) } }
                dd { (common::strength_means(strength, page.lang).unwrap_or_default()) }
            }
        }
        p { (page.say(words::marks_mean())) }
        p { (page.say(words::unconfirmed())) }
    }
}

pub(super) fn packs(page: &HtmlPage<'_>) -> Markup {
    let heads = [words::pack(), words::version(), words::checksum()];
    let packs = &page.survey.report.packs;
    if packs.is_empty() {
        return Markup::default();
    }
    let row = |pack: &PackInfo| {
        markup! {
            tr {
                td { (Clean(&pack.name)) }
                td { (Clean(&pack.version)) }
                td { code { (Clean(&pack.sha256)) } }
            }
        }
    };
    markup! {
        section #packs {
            h2 { (page.say(words::packs())) }
            div.scroll {
                table {
                    (page.heads(&heads))
                    tbody { @for pack in packs { (row(pack)) } }
                }
            }
        }
    }
}

pub(super) fn contents(page: &HtmlPage<'_>) -> Markup {
    let survey = page.survey;
    let report = survey.report;
    let mut rest = Vec::new();
    for (count, anchor, words) in [
        (report.suppressed.len(), "#suppressed", words::suppressed()),
        (report.baselined.len(), "#baselined", words::baselined()),
    ] {
        if count > 0 {
            rest.push((anchor, page.say(words), page.say(words::count_of(count))));
        }
    }
    markup! {
        section #contents {
            h2 { (page.say(words::contents())) }
            @let listed = survey.sheets.len().saturating_sub(shown(survey).len());
            @if listed > 0 { p { (page.say(words::only_listed(shown(survey).len(), listed))) } }
            @if !survey.sheets.is_empty() || !survey.outside.is_empty() {
                div.scroll { (sheet_table(page)) }
            }
            @if !rest.is_empty() {
                ul {
                    @for (anchor, what, count) in rest {
                        li { a href=(anchor) { (what) } " " span.count { (count) } }
                    }
                }
            }
        }
    }
}

/// The sheets, and what is outside of them, a row each.
fn sheet_table(page: &HtmlPage<'_>) -> Markup {
    let survey = page.survey;
    let outside = survey.outside_tally();
    let shown = shown(survey).len();
    let heads = |severity: Severity| markup! { th.number scope="col" { (page.badge(severity)) } };
    markup! {
        table {
            thead {
                tr {
                    th scope="col" { (page.say(words::project())) }
                    th scope="col" { (page.say(words::unit())) }
                    th scope="col" { (page.say(words::year())) }
                    @for severity in SEVERITIES { (heads(severity)) }
                    th.number scope="col" { (page.say(words::undecided())) }
                }
            }
            tbody {
                @for (rank, at) in survey.order.iter().enumerate() {
                    @if let Some(section) = survey.sheets.get(*at) { tr data-sheet={ "s" (at) } data-unit=(Clean(&unit_name(page, section))) data-found=(Clean(&found(page, section, rank >= shown))) {
                        td {
                            @if rank < shown { a href={ "#s" (at) } { (Clean(&section.sheet.name)) } }
                            @else { (Clean(&section.sheet.name)) }
                        }
                        td { (page.or(section.sheet.unit.as_deref(), words::no_unit())) }
                        td { (section.sheet.year.map_or(String::new(), |year| year.to_string())) }
                        @for severity in SEVERITIES { (cell(section.tally.with(severity))) }
                        (cell(section.sheet.outcomes.undecidable))
                    } }
                }
                @if !survey.outside.is_empty() {
                    tr {
                        td colspan="3" { a href="#outside" { (page.say(words::outside())) } }
                        @for severity in SEVERITIES { (cell(outside.with(severity))) }
                        td {}
                    }
                }
            }
        }
    }
}

/// What the script filters a sheet by that is only listed: severity, criterion and rule of what was
/// found in it, each once.
fn found(page: &HtmlPage<'_>, section: &Section<'_>, only_listed: bool) -> String {
    let items = page.survey.items(&section.items).filter(|_| only_listed);
    let each: BTreeSet<String> = items
        .map(|item| {
            let severity = page.class(item.finding.severity);
            format!("{severity} {} {}", group(item.criterion), item.finding.code.name())
        })
        .collect();
    each.into_iter().collect::<Vec<_>>().join("\n")
}

/// A count in a table.
fn cell(count: usize) -> Markup {
    markup! { td class={ "number" @if count == 0 { " zero" } } { (count) } }
}
