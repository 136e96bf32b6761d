//! `--format docx`: for each unit the opinion on its sheets, in the parts of the official review
//! form, to be checked, graded and signed by people. Takes a report with its
//! sources; gives a file.

use std::cmp::Reverse;
use std::io::{self, Write};
use std::sync::Arc;

use maud::{Markup, html as xml};

use super::package::{self, HEADING, TEXT};
use super::words;
use crate::diagnostic::{Lang, Words};
use crate::render::clean::Clean;
use crate::render::survey::{FindingTally, Survey, SurveyItem, group, quote};
use crate::render::units::{UnitReport, units};
use crate::render::{RenderOptions, Report, summary, words as common};
use crate::source::Sources;

pub(in crate::render) fn write(
    sources: &Sources,
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let survey = Survey::new(sources, report);
    let opinion = Opinion { survey: &survey, lang: options.lang };
    let file = package::package(&opinion.body(), &opinion.say(words::title()), options.lang)?;
    out.write_all(&file)
}

struct Opinion<'a> {
    survey: &'a Survey<'a>,
    lang: Lang,
}

/// The widths of the table's columns, in twentieths of a point: all between the margins.
const WIDTHS: [u32; 6] = [620, 980, 2800, 1825, 1940, 680];
const WIDTH: u32 = 8845;
/// The characters of the sheet that a row quotes.
const QUOTED: usize = 40;

#[derive(Clone, Copy)]
enum Align {
    Left,
    Center,
}

impl Opinion<'_> {
    fn body(&self) -> Markup {
        let survey = self.survey;
        let nothing = survey.sheets.is_empty() && survey.outside.is_empty();
        let units = units(survey);
        xml! {
            @if nothing {
                (self.title(false))
                (paragraph(&self.say(words::nothing_checked())))
                (paragraph(&summary(survey.report, self.lang)))
            }
            @for (at, unit) in units.iter().enumerate() { (self.unit(unit, at > 0)) }
            @if !survey.outside.is_empty() {
                (heading(&self.say(words::outside()), "Heading1", !units.is_empty()))
                @if units.is_empty() { (paragraph(&summary(survey.report, self.lang))) }
                (self.table(&survey.outside, &survey.outside_tally(), true))
            }
        }
    }

    fn title(&self, apart: bool) -> Markup {
        heading(&self.say(words::title()), "Heading1", apart)
    }

    fn unit(&self, unit: &UnitReport<'_>, apart: bool) -> Markup {
        let sheets = || unit.sheets.iter().filter_map(|at| self.survey.sheets.get(*at));
        let mut years: Vec<i32> = sheets().filter_map(|section| section.sheet.year).collect();
        years.sort_unstable();
        years.dedup();
        let mut years: Vec<String> = years.iter().map(i32::to_string).collect();
        if years.is_empty() {
            years.push(self.say(words::no_year()));
        }
        let name = unit.name.map_or(self.say(words::no_unit()), str::to_owned);
        xml! {
            (self.title(apart))
            (paragraph(&self.named(words::unit(), &name)))
            (paragraph(&self.named(words::year(), &years.join(self.comma()))))
            (heading(&self.say(words::projects()), "Heading2", false))
            @for (at, section) in sheets().enumerate() {
                @let sheet = section.sheet;
                @let facts = self.say(words::facts(sheet.year, &sheet.form, section.file));
                @let tally = self.say(words::tally(&section.tally));
                (paragraph(&self.named(Words::verbatim(format!("{}. {}{facts}", at + 1, sheet.name)), &tally)))
            }
            @if unit.sheets.len() > 1 {
                (paragraph(&self.named(words::total(), &self.say(words::tally(&unit.tally)))))
            }
            (heading(&self.say(words::opinions()), "Heading2", false))
            @for (at, section) in sheets().enumerate() {
                (heading(&format!("{}{}", words::nth(at + 1, self.lang), section.sheet.name), "Heading3", false))
                @if !section.items.is_empty() {
                    (self.table(&section.items, &section.tally, false))
                } @else if section.sheet.outcomes.holds > 0 {
                    (paragraph(&self.say(words::no_findings())))
                } @else {
                    (paragraph(&self.say(words::no_decision())))
                }
            }
            (heading(&self.say(words::undecided()), "Heading2", false))
            (self.not_decided(unit))
            (heading(&self.say(words::grounds()), "Heading2", false))
            (small(&self.say(words::people_decide())))
            (small(&words::severities(self.lang)))
            (small(&self.say(words::unconfirmed())))
            (small(&self.say(words::packs_used(self.survey))))
            (self.signatures())
        }
    }

    fn not_decided(&self, unit: &UnitReport<'_>) -> Markup {
        let sheets = || unit.sheets.iter().filter_map(|at| self.survey.sheets.get(*at));
        let mut lines = Vec::new();
        for section in sheets() {
            let name = || Words::verbatim(Arc::clone(&section.sheet.name));
            if let Some(words) = words::not_decided(&section.sheet.outcomes) {
                lines.push(self.named(name(), &format!("{}{}", self.say(words), self.stop())));
            }
            for entry in &section.suppressed {
                lines.push(self.named(name(), &self.say(words::suppressed_by(entry))));
            }
        }
        xml! {
            @if lines.is_empty() { (paragraph(&self.say(words::none()))) }
            @for line in &lines { (paragraph(line)) }
        }
    }

    /// For people to fill in.
    fn signatures(&self) -> Markup {
        let lines = [[words::reviewer(), words::second()], [words::office(), words::date()]];
        xml! {
            @for [left, right] in lines {
                w:p {
                    w:pPr {
                        w:keepNext {}
                        w:tabs { w:tab w:val="left" w:pos="4600" {} }
                        w:spacing w:before="280" {}
                    }
                    (run(&self.say(left), 28))
                    w:r { w:tab {} }
                    (run(&self.say(right), 28))
                }
            }
        }
    }

    /// The findings of one sheet, the worst first, then by criterion, and their number.
    fn table(&self, numbers: &[usize], tally: &FindingTally, with_file: bool) -> Markup {
        let mut items: Vec<&SurveyItem<'_>> = self.survey.items(numbers).collect();
        items.sort_by_key(|item| (Reverse(item.finding.severity), group(item.criterion)));
        let heads = [
            words::number(),
            words::criterion(),
            words::problem(),
            words::basis(),
            words::change(),
            words::severity_head(),
        ];
        let border = |name: &str| match name {
            "top" => xml! { w:top w:val="single" w:sz="4" w:space="0" w:color="000000" {} },
            "left" => xml! { w:left w:val="single" w:sz="4" w:space="0" w:color="000000" {} },
            "bottom" => xml! { w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000" {} },
            "right" => xml! { w:right w:val="single" w:sz="4" w:space="0" w:color="000000" {} },
            "insideH" => xml! { w:insideH w:val="single" w:sz="4" w:space="0" w:color="000000" {} },
            _ => xml! { w:insideV w:val="single" w:sz="4" w:space="0" w:color="000000" {} },
        };
        xml! {
            w:tbl {
                w:tblPr {
                    w:tblW w:w=(WIDTH) w:type="dxa" {}
                    w:tblBorders {
                        @for name in ["top", "left", "bottom", "right", "insideH", "insideV"] { (border(name)) }
                    }
                    w:tblLayout w:type="fixed" {}
                    w:tblCellMar {
                        w:top w:w="40" w:type="dxa" {}
                        w:left w:w="50" w:type="dxa" {}
                        w:bottom w:w="40" w:type="dxa" {}
                        w:right w:w="50" w:type="dxa" {}
                    }
                }
                w:tblGrid { @for width in WIDTHS { w:gridCol w:w=(width) {} } }
                w:tr {
                    // Repeated on each page.
                    w:trPr { w:cantSplit {} w:tblHeader {} }
                    @for (head, width) in heads.into_iter().zip(WIDTHS) {
                        (cell(width, 1, &[self.say(head)], Align::Center, true))
                    }
                }
                @for (at, item) in items.into_iter().enumerate() { (self.row(at + 1, item, with_file)) }
                w:tr {
                    w:trPr { w:cantSplit {} }
                    (cell(WIDTHS.iter().take(2).sum(), 2, &[self.say(words::total())], Align::Center, true))
                    (cell(WIDTHS.iter().skip(2).sum(), 4, &[self.say(words::tally(tally))], Align::Left, true))
                }
            }
            // Two tables with nothing between them would be one.
            w:p { w:pPr { w:spacing w:line="120" w:lineRule="exact" {} } }
        }
    }

    fn row(&self, number: usize, item: &SurveyItem<'_>, with_file: bool) -> Markup {
        let finding = item.finding;
        let mut problem = vec![common::problem(finding, self.lang)];
        problem.extend(item.place.as_ref().map(|place| {
            let at = common::whereabouts(finding.subject.as_ref(), place.line, self.lang);
            let file = if with_file { format!("{} ", place.file) } else { String::new() };
            match quote(place.excerpt, QUOTED) {
                quoted if quoted.is_empty() => self.aside(&format!("{file}{at}")),
                quoted => self.aside(&format!("{file}{at}“{quoted}”")),
            }
        }));
        let strength = item.rule.and_then(|rule| rule.strength.as_deref());
        problem.extend(strength.filter(|strength| *strength != "确定").map(|strength| {
            let means = common::strength_means(strength, self.lang);
            self.aside(&self.named(
                Words::verbatim(common::strength(strength, self.lang)),
                means.unwrap_or_default(),
            ))
        }));
        let basis: Vec<String> =
            finding.basis.iter().map(|basis| common::basis(basis, self.lang)).collect();
        let help: Vec<String> =
            finding.help.iter().map(|help| help.get(self.lang).to_owned()).collect();
        let criterion = common::criterion(item.criterion, self.lang).to_owned();
        let severity = common::severity(finding.severity, self.lang).to_owned();
        let columns = [
            (vec![number.to_string()], Align::Center),
            (vec![criterion], Align::Center),
            (problem, Align::Left),
            (basis, Align::Left),
            (help, Align::Left),
            (vec![severity], Align::Center),
        ];
        xml! {
            w:tr {
                w:trPr { w:cantSplit {} }
                @for ((texts, align), width) in columns.iter().zip(WIDTHS) {
                    (cell(width, 1, texts, *align, false))
                }
            }
        }
    }

    fn say(&self, words: Words) -> String {
        words.get(self.lang).to_owned()
    }

    /// 单位：某某
    fn named(&self, name: Words, text: &str) -> String {
        let colon = if self.lang == Lang::Zh { "：" } else { ": " };
        format!("{}{colon}{text}", self.say(name))
    }

    fn aside(&self, text: &str) -> String {
        if self.lang == Lang::Zh { format!("（{text}）") } else { format!("({text})") }
    }

    fn comma(&self) -> &'static str {
        if self.lang == Lang::Zh { "、" } else { ", " }
    }

    fn stop(&self) -> &'static str {
        if self.lang == Lang::Zh { "。" } else { "." }
    }
}

fn heading(text: &str, style: &str, apart: bool) -> Markup {
    let first = style == "Heading1";
    xml! {
        w:p {
            w:pPr {
                w:pStyle w:val=(style) {}
                @if apart { w:pageBreakBefore {} }
                @if first { w:jc w:val="center" {} }
            }
            w:r { (text_of(text)) }
        }
    }
}

fn paragraph(text: &str) -> Markup {
    xml! {
        w:p {
            w:pPr { w:ind w:firstLineChars="200" w:firstLine="560" {} }
            (run(text, 28))
        }
    }
}

/// A paragraph of the notes.
fn small(text: &str) -> Markup {
    xml! {
        w:p {
            w:pPr {
                w:spacing w:line="400" w:lineRule="exact" {}
                w:ind w:firstLineChars="200" w:firstLine="480" {}
            }
            (run(text, 24))
        }
    }
}

fn run(text: &str, size: u32) -> Markup {
    xml! { w:r { (package::run_style(&TEXT, size, false)) (text_of(text)) } }
}

/// A text with its line ends.
fn text_of(text: &str) -> Markup {
    xml! {
        @for (at, line) in text.split('\n').enumerate() {
            @if at > 0 { w:br {} }
            w:t xml:space="preserve" { (Clean(line)) }
        }
    }
}

fn cell(width: u32, span: usize, texts: &[String], align: Align, head: bool) -> Markup {
    let nothing = ["—".to_owned()];
    let texts = if texts.is_empty() { &nothing } else { texts };
    let font = if head { &HEADING } else { &TEXT };
    xml! {
        w:tc {
            w:tcPr {
                w:tcW w:w=(width) w:type="dxa" {}
                @if span > 1 { w:gridSpan w:val=(span) {} }
                w:vAlign w:val="center" {}
            }
            @for text in texts {
                w:p {
                    w:pPr {
                        w:spacing w:line="280" w:lineRule="exact" {}
                        w:jc w:val=(match align { Align::Left => "left", Align::Center => "center" }) {}
                    }
                    w:r { (package::run_style(font, 21, false)) (text_of(text)) }
                }
            }
        }
    }
}
