//! `--format html`: one page that needs no network and no program but a browser. The numbers come
//! first, then each sheet with its source and findings; filters are optional. Takes a report with
//! its sources; gives HTML.

mod chart;
mod finding;
mod head;
mod impact;
mod lines;
mod marks;
mod pictures;
mod words;

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

use super::clean::Clean;
use super::survey::{GROUPS, SEVERITIES, Section, Survey, SurveyItem, group};
use super::{RenderOptions, Report, words as common};
use crate::diagnostic::{Lang, Severity, Words};
use crate::source::Sources;
pub(super) use impact::write as impact;
use marks::{Blocks, shown};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// A browser that is asked to fetch anything refuses.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

pub(super) fn write(
    sources: &Sources,
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let survey = Survey::new(sources, report);
    let page = HtmlPage { survey: &survey, blocks: &Blocks::new(&survey), lang: options.lang };
    out.write_all(page.whole().into_string().as_bytes())
}

/// A whole page.
fn document(title: &str, lang: Lang, body: &Markup) -> Markup {
    markup! {
        (DOCTYPE)
        html lang=(words::language(lang)) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    }
}

/// The data of all parts of the page.
struct HtmlPage<'a> {
    survey: &'a Survey<'a>,
    blocks: &'a Blocks,
    lang: Lang,
}

impl HtmlPage<'_> {
    fn whole(&self) -> Markup {
        let report = self.survey.report;
        let title = self.say(words::title());
        let body = markup! {
            (head::head(self, &title))
            main {
                (head::overview(self))
                (head::packs(self))
                (head::contents(self))
                (self.filters())
                @for at in shown(self.survey) {
                    @if let Some(section) = self.survey.sheets.get(*at) { (self.sheet(*at, section)) }
                }
                @if !self.survey.outside.is_empty() { (self.outside()) }
                @if !report.suppressed.is_empty() {
                    section #suppressed {
                        h2 { (self.say(words::suppressed())) " " (self.count(report.suppressed.len())) }
                        p { (self.say(words::suppressed_about())) }
                        (finding::suppressed(self, &report.suppressed))
                    }
                }
                @if !report.baselined.is_empty() {
                    section #baselined {
                        h2 { (self.say(words::baselined())) " " (self.count(report.baselined.len())) }
                        p { (self.say(words::baselined_about())) }
                        (finding::baselined(self, &report.baselined))
                    }
                }
            }
            footer { p { (self.say(words::people_decide())) } p { (self.say(words::made_by())) } }
            script { (PreEscaped(SCRIPT)) }
        };
        document(&title, self.lang, &body)
    }

    /// For the script, which brings them to light; the words are here, so that it knows no
    /// language.
    fn filters(&self) -> Markup {
        let all = self.say(words::all());
        markup! {
            form #filter hidden aria-label=(self.say(words::filter())) data-shown=(self.say(words::shown_of())) {
                fieldset {
                    legend { (self.say(words::severity())) }
                    @for severity in SEVERITIES {
                        label {
                            input type="checkbox" name="severity" value=(self.class(severity)) checked;
                            (self.badge(severity))
                        }
                    }
                }
                label {
                    (self.say(words::criterion())) " "
                    select name="criterion" {
                        option value="" { (all) }
                        @for criterion in GROUPS {
                            option value=(group(criterion)) { (common::criterion(criterion, self.lang)) }
                        }
                    }
                }
                label {
                    (self.say(words::rule())) " "
                    select name="rule" { option value="" { (all) } }
                }
                label {
                    (self.say(words::unit())) " "
                    select name="unit" { option value="" { (all) } }
                }
                label {
                    (self.say(words::text())) " "
                    input type="search" name="text" placeholder=(self.say(words::text_hint()));
                }
                label { input type="checkbox" name="only"; (self.say(words::only_with())) }
                label { input type="checkbox" name="open"; (self.say(words::open_all())) }
                output aria-live="polite" {}
            }
        }
    }

    fn sheet(&self, at: usize, section: &Section<'_>) -> Markup {
        let sheet = section.sheet;
        let block = self.blocks.sheets.get(at).copied().flatten();
        let block = block.and_then(|number| Some((number, self.blocks.all.get(number)?)));
        markup! {
            section.sheet id={ "s" (at) } aria-labelledby={ "h" (at) } data-unit=(Clean(&unit_name(self, section))) {
                h2 id={ "h" (at) } {
                    (Clean(&sheet.name))
                    @for severity in SEVERITIES {
                        @let count = section.tally.with(severity);
                        @if count > 0 { " " (self.badge(severity)) (count) }
                    }
                }
                dl.facts {
                    dt { (self.say(words::unit())) }
                    dd { (self.or(sheet.unit.as_deref(), words::no_unit())) }
                    dt { (self.say(words::year())) }
                    dd { (sheet.year.map_or(self.say(words::no_year()), |year| self.say(words::year_of(year)))) }
                    dt { (self.say(words::form())) }
                    dd { (Clean(&sheet.form)) }
                    dt { (self.say(words::file())) }
                    dd {
                        (Clean(section.file))
                        @if let Some((_, block)) = block { " " (self.say(words::lines(block.first, block.last))) }
                    }
                    dt { (self.say(words::verdicts())) }
                    dd { (self.say(words::outcomes(&sheet.outcomes))) }
                    @if !section.suppressed.is_empty() {
                        dt { (self.say(words::suppressed())) }
                        dd { a href="#suppressed" { (self.say(words::count_of(section.suppressed.len()))) } }
                    }
                }
                @if section.items.is_empty() {
                    p.empty {
                        @if sheet.outcomes.holds > 0 { (self.say(words::nothing_found())) }
                        @else { (self.say(words::nothing_decided())) }
                    }
                }
                @if let Some((number, block)) = block {
                    h3 { (self.say(words::source())) }
                    (lines::block(self, number, block))
                }
                (self.findings(&section.items))
                p.back { a href="#contents" { (self.say(words::to_contents())) } }
            }
        }
    }

    fn outside(&self) -> Markup {
        markup! {
            section.sheet #outside {
                h2 { (self.say(words::outside())) " " (self.count(self.survey.outside.len())) }
                @for number in &self.blocks.outside {
                    @if let Some(block) = self.blocks.all.get(*number) {
                        @let source = self.survey.places.source(block.source);
                        h3 { (Clean(source.map_or("", |source| source.name()))) }
                        (lines::block(self, *number, block))
                    }
                }
                (self.findings(&self.survey.outside))
            }
        }
    }

    fn findings(&self, numbers: &[usize]) -> Markup {
        markup! {
            @if !numbers.is_empty() {
                h3 { (self.say(words::findings())) " " (self.count(numbers.len())) }
                @for (at, item) in numbers.iter().zip(self.survey.items(numbers)) {
                    (finding::article(self, *at, item))
                }
            }
        }
    }

    fn say(&self, words: Words) -> String {
        words.get(self.lang).to_owned()
    }

    /// What was filled in, or that nothing was.
    fn or(&self, text: Option<&str>, otherwise: Words) -> Markup {
        let text = text.filter(|text| !text.trim().is_empty());
        markup! {
            @match text {
                Some(text) => (Clean(text)),
                None => em { (self.say(otherwise)) },
            }
        }
    }

    /// The head of a table.
    fn heads(&self, heads: &[Words]) -> Markup {
        markup! { thead { tr { @for head in heads { th scope="col" { (head.get(self.lang)) } } } } }
    }

    fn count(&self, count: usize) -> Markup {
        markup! { span.count { (self.say(words::count_of(count))) } }
    }

    fn badge(&self, severity: Severity) -> Markup {
        badge(severity, self.lang)
    }

    fn to_finding(&self, item: &SurveyItem<'_>) -> String {
        self.say(words::to_finding(item.number))
    }

    fn folded(&self, first: u32, last: u32) -> String {
        self.say(words::folded(first, last))
    }

    fn class(&self, severity: Severity) -> &'static str {
        class(severity)
    }
}

/// The unit of a sheet, as the page names it.
fn unit_name(page: &HtmlPage<'_>, section: &Section<'_>) -> String {
    let unit = section.sheet.unit.as_deref().map(str::trim).filter(|unit| !unit.is_empty());
    unit.map_or_else(|| page.say(words::no_unit()), str::to_owned)
}

fn badge(severity: Severity, lang: Lang) -> Markup {
    markup! { span.badge.(class(severity)) { (common::severity(severity, lang)) } }
}

fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
