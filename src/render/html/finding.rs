//! One finding as HTML: what is wrong, where, by which law, and what to do. Takes an item of the
//! survey; gives markup.

use maud::{Markup, html as markup};

use super::marks::MOST_LABELS;
use super::{HtmlPage, words as page_words};
use crate::diagnostic::{Diagnostic, Label, Subject, Suppressed};
use crate::render::clean::Clean;
use crate::render::survey::{SurveyItem, group, quote};
use crate::render::words;

/// The characters of the source that a finding quotes.
const QUOTED: usize = 60;

pub(super) fn article(page: &HtmlPage<'_>, at: usize, item: &SurveyItem<'_>) -> Markup {
    let finding = item.finding;
    let strength = item.rule.and_then(|rule| rule.strength.as_deref());
    let (first, others) = finding.labels.split_first().unzip();
    let hidden = finding.labels.len().saturating_sub(MOST_LABELS);
    markup! {
        article.finding.(page.class(finding.severity)) id={ "f" (at) } data-c=(group(item.criterion)) {
            h4 {
                a.n.(page.class(finding.severity)) href={ "#f" (at) } { (item.number) }
                " " (page.badge(finding.severity)) " "
                (Clean(finding.message.get(page.lang)))
            }
            p.about {
                @if let Some(label) = first { (place(page, label, finding.subject.as_ref())) " · " }
                span.rule { (Clean(finding.code.name())) }
                " · " (words::criterion(item.criterion, page.lang))
                // Only uncertain findings are marked.
                @if let Some(strength) = strength.filter(|strength| *strength != "确定") {
                    " " span.strength { (Clean(&strength_of(page, strength))) }
                }
            }
            dl {
                @if let Some(message) = first.and_then(|label| label.message.as_ref()) {
                    dt { (page.say(page_words::note())) }
                    dd { (Clean(message.get(page.lang))) }
                }
                @for note in &finding.notes {
                    dt { (page.say(page_words::note())) }
                    dd { (Clean(note.get(page.lang))) }
                }
                @for label in others.unwrap_or_default().iter().take(MOST_LABELS - 1) {
                    dt { (page.say(page_words::also())) }
                    dd {
                        (place(page, label, None))
                        @if let Some(message) = &label.message { " " (Clean(message.get(page.lang))) }
                    }
                }
                @if hidden > 0 {
                    dt { (page.say(page_words::also())) }
                    dd { (words::hidden(hidden, page.lang)) }
                }
                @for basis in finding.basis.iter() {
                    dt { (page.say(page_words::basis())) }
                    dd { (Clean(&words::basis(basis, page.lang))) }
                }
                @if let Some(help) = &finding.help {
                    dt { (page.say(page_words::help())) }
                    dd.help { (Clean(help.get(page.lang))) }
                }
                @for fix in &finding.fixes {
                    dt { (page.say(page_words::fix())) }
                    dd { (Clean(&words::fix(fix, page.lang))) }
                }
            }
        }
    }
}

fn strength_of(page: &HtmlPage<'_>, strength: &str) -> String {
    let word = words::strength(strength, page.lang);
    match words::strength_means(strength, page.lang) {
        Some(means) if page.lang == crate::diagnostic::Lang::Zh => format!("{word}：{means}"),
        Some(means) => format!("{word}: {means}"),
        None => word.to_owned(),
    }
}

/// A place, as a link if the page shows it, and its text.
fn place(page: &HtmlPage<'_>, label: &Label, subject: Option<&Subject>) -> Markup {
    let Some(place) = page.survey.place(label.span) else {
        return markup! {};
    };
    let here = page.blocks.line(page.survey, label.span);
    let at = words::whereabouts(subject, place.line, page.lang);
    let quoted = quote(place.excerpt, QUOTED);
    markup! {
        @match here {
            Some((block, line)) => a href={ "#L" (block) "-" (line) } { (Clean(&at)) },
            None => { (Clean(place.file)) " " (Clean(&at)) },
        }
        @if !quoted.is_empty() { " " q { (Clean(&quoted)) } }
    }
}

/// The findings that the sheets suppress.
pub(super) fn suppressed(page: &HtmlPage<'_>, list: &[Suppressed]) -> Markup {
    let said = |text: Option<&str>| {
        let text = text.filter(|text| !text.trim().is_empty());
        markup! {
            @match text {
                Some(text) => (Clean(text)),
                None => em { (page.say(page_words::not_said())) },
            }
        }
    };
    let heads = [
        page_words::project(),
        page_words::place(),
        page_words::message(),
        page_words::reason(),
        page_words::approver(),
        page_words::until(),
    ];
    markup! {
        table {
            (page.heads(&heads))
            tbody {
                @for Suppressed { finding, by } in list {
                    tr {
                        td { (Clean(finding.sheet.as_deref().unwrap_or_default())) }
                        td { (file_and_place(page, finding)) }
                        td {
                            (page.badge(finding.severity)) " " (Clean(finding.message.get(page.lang)))
                            " " span.rule { (Clean(finding.code.name())) }
                        }
                        td { (said(Some(&by.reason))) }
                        td { (said(by.approver.as_deref())) }
                        td { (said(by.until.as_deref())) }
                    }
                }
            }
        }
    }
}

/// The findings that were known before.
pub(super) fn baselined(page: &HtmlPage<'_>, list: &[Diagnostic]) -> Markup {
    let heads = [page_words::project(), page_words::place(), page_words::message()];
    markup! {
        table {
            (page.heads(&heads))
            tbody {
                @for finding in list {
                    tr {
                        td { (Clean(finding.sheet.as_deref().unwrap_or_default())) }
                        td { (file_and_place(page, finding)) }
                        td {
                            (page.badge(finding.severity)) " " (Clean(finding.message.get(page.lang)))
                            " " span.rule { (Clean(finding.code.name())) }
                        }
                    }
                }
            }
        }
    }
}

fn file_and_place(page: &HtmlPage<'_>, finding: &Diagnostic) -> Markup {
    let place = finding.span().and_then(|span| page.survey.place(span));
    markup! {
        @if let Some(place) = place {
            (Clean(place.file)) " "
            (Clean(&words::whereabouts(finding.subject.as_ref(), place.line, page.lang)))
        }
    }
}
