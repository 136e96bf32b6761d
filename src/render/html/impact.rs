//! `impact --format html`: what a change of rules does to a batch, drawn before and after. Takes a
//! comparison; gives one page that needs no network.

use std::io::{self, Write};

use maud::{Markup, html as markup};

use super::chart::{ChartRow, bars, two_sided};
use super::{badge, class, document, words as page_words};
use crate::diagnostic::{Diagnostic, Difference, Lang, PlacedDifference, Words};
use crate::render::clean::Clean;
use crate::render::impact::{ImpactSide, ImpactSurvey, ImpactTally, RuleImpact};
use crate::render::place_finder::PlaceFinder;
use crate::render::{RenderOptions, impact_words as words, words as common};
use crate::source::Sources;

/// The bars of a chart.
const BARS: usize = 20;
/// The rows of a table of units.
const UNITS: usize = 200;
/// The differences that the page lists, of one rule and of all.
const LISTED_OF_RULE: usize = 200;
const LISTED: usize = 3000;

pub(in crate::render) fn write(
    sources: &Sources,
    survey: &ImpactSurvey<'_>,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let page = ImpactPage { survey, places: PlaceFinder::new(sources), lang: options.lang };
    out.write_all(page.whole().into_string().as_bytes())
}

struct ImpactPage<'a> {
    survey: &'a ImpactSurvey<'a>,
    places: PlaceFinder<'a>,
    lang: Lang,
}

impl ImpactPage<'_> {
    fn whole(&self) -> Markup {
        let report = self.survey.report;
        let title = self.say(words::title());
        let total = &self.survey.total;
        let verdict = match (report.incomplete, total.differs()) {
            (true, _) => "bad",
            (false, true) => "some",
            (false, false) => "good",
        };
        let numbers = [
            (total.before, words::before(), ""),
            (total.after, words::after(), ""),
            (total.appeared, words::appeared(), "error"),
            (total.vanished, words::vanished(), ""),
            (total.changed, words::changed(), "warning"),
            (total.sheets, words::sheets(), ""),
        ];
        let body = markup! {
            header {
                h1 { (title) }
                div.verdict.(verdict) { p.word { (self.say(words::verdict(self.survey))) } }
                ul.numbers {
                    @for (count, what, class) in numbers {
                        li class={ (class) @if count == 0 { " zero" } } { b { (count) } " " (self.say(what)) }
                    }
                }
            }
            main {
                (self.failures())
                section {
                    dl.facts {
                        dt { (self.say(words::from())) } dd { (self.side(&report.from)) }
                        dt { (self.say(words::to())) } dd { (self.side(&report.to)) }
                    }
                    (self.severities())
                }
                (self.rules())
                (self.units())
                (self.list())
            }
            footer { p { (self.say(words::people_decide())) } p { (self.say(page_words::made_by())) } }
        };
        document(&title, self.lang, &body)
    }

    fn side(&self, side: &ImpactSide<'_>) -> Markup {
        markup! {
            (Clean(&side.asked.join(" ")))
            @for pack in &side.packs { "\n" (Clean(&pack.name)) " " (Clean(&pack.version)) " " code { (pack.sha256.get(..12).unwrap_or_default()) } }
        }
    }

    fn failures(&self) -> Markup {
        let report = self.survey.report;
        markup! {
            @if !report.failures.is_empty() {
                section {
                    h2 { (self.say(words::failures())) }
                    @if report.incomplete { p { (self.say(words::incomplete())) } }
                    ul { @for failure in report.failures { li { (self.finding(failure)) } } }
                }
            }
        }
    }

    fn severities(&self) -> Markup {
        let rows = self.survey.severities.iter().flat_map(|(severity, before, after)| {
            let word = common::severity(*severity, self.lang);
            [(words::before(), before), (words::after(), after)].map(|(when, count)| {
                (format!("{word} · {}", when.get(self.lang)), class(*severity), *count)
            })
        });
        let rows: Vec<_> = rows.collect();
        let rows: Vec<ChartRow<'_>> = rows
            .iter()
            .map(|(label, class, count)| ChartRow { label, parts: vec![(*class, *count)] })
            .collect();
        bars(&self.say(words::by_severity()), &rows)
    }

    fn rules(&self) -> Markup {
        let rules = &self.survey.rules;
        let drawn: Vec<ChartRow<'_>> =
            rules.iter().take(BARS).map(|rule| row(rule.name, &rule.tally)).collect();
        markup! {
            @if !rules.is_empty() || !self.survey.idle.is_empty() {
                section {
                    h2 { (self.say(words::by_rule())) }
                    @if !drawn.is_empty() { (two_sided(&self.say(words::legend()), &drawn)) }
                    @if !rules.is_empty() { div.scroll { table {
                        (self.heads(&[words::rule(), words::state()]))
                        tbody {
                            @for (at, rule) in rules.iter().enumerate() {
                                tr {
                                    td { a href={ "#r" (at) } { (Clean(rule.name)) } }
                                    td { (self.say(words::rule_state(rule.state))) }
                                    (cells(&rule.tally))
                                }
                            }
                        }
                    } } }
                    @for idle in self.survey.idle_rules() { p.empty { (Clean(idle.get(self.lang))) } }
                }
            }
        }
    }

    fn units(&self) -> Markup {
        let no_unit = self.say(words::no_unit());
        let units = self.survey.units.iter().map(|(unit, tally)| (unit.unwrap_or(&no_unit), tally));
        let drawn: Vec<ChartRow<'_>> =
            units.clone().take(BARS).map(|(unit, tally)| row(unit, tally)).collect();
        let rest = self.survey.units.len().saturating_sub(UNITS);
        markup! {
            @if !drawn.is_empty() {
                section {
                    h2 { (self.say(words::by_unit())) }
                    (two_sided(&self.say(words::legend()), &drawn))
                    div.scroll { table {
                        (self.heads(&[words::unit()]))
                        tbody {
                            @for (unit, tally) in units.take(UNITS) {
                                tr { td { (Clean(unit)) } (cells(tally)) }
                            }
                        }
                    } }
                    @if rest > 0 { p { (self.say(words::rows_unlisted(rest))) } }
                }
            }
        }
    }

    fn list(&self) -> Markup {
        let mut left = LISTED;
        let mut take = |rule: &RuleImpact<'_>| {
            let count = rule.differences.len().min(LISTED_OF_RULE).min(left);
            left -= count;
            count
        };
        let shown: Vec<usize> = self.survey.rules.iter().map(&mut take).collect();
        let rest = self.survey.report.differences.len() - shown.iter().sum::<usize>();
        markup! {
            @if self.survey.total.differs() {
                section {
                    h2 { (self.say(words::list())) }
                    @if rest > 0 { p { (self.say(words::unlisted(rest))) } }
                    @for (at, (rule, shown)) in self.survey.rules.iter().zip(shown).enumerate() {
                        details id={ "r" (at) } open[at == 0] {
                            summary {
                                (Clean(rule.name)) " "
                                span.count { "+" (rule.tally.appeared) " −" (rule.tally.vanished) " (" (rule.tally.changed) ")" }
                            }
                            ul.differences {
                                @for placed in rule.differences.iter().take(shown) { (self.difference(placed)) }
                            }
                            @if rule.differences.len() > shown {
                                p { (self.say(words::and_more(rule.differences.len() - shown))) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn difference(&self, placed: &PlacedDifference<'_>) -> Markup {
        let (class, word) = match placed.difference {
            Difference::Appears(_) => ("appeared", words::appeared()),
            Difference::Vanishes(_) => ("vanished", words::vanished()),
            Difference::Changes { .. } => ("changed", words::changed()),
        };
        markup! {
            li.(class) {
                b { (self.say(word)) } " "
                @match placed.difference {
                    Difference::Changes { before, after } => {
                        del { (self.finding(before)) } br; (self.finding(after))
                        " " span.count { (words::aspects(&placed.difference.aspects(), self.lang)) }
                    }
                    other => (self.finding(other.finding())),
                }
            }
        }
    }

    fn finding(&self, finding: &Diagnostic) -> Markup {
        let place = finding.span().and_then(|span| {
            let source = self.places.source(span.source)?;
            Some((source.name(), self.places.position(source, span.start as usize).line))
        });
        markup! {
            (badge(finding.severity, self.lang)) " " (Clean(finding.message.get(self.lang)))
            span.about {
                @if let Some(sheet) = &finding.sheet { " · " (Clean(sheet)) }
                @if let Some((name, line)) = place {
                    " · " (Clean(name)) " " (common::whereabouts(finding.subject.as_ref(), line, self.lang))
                }
            }
        }
    }

    fn heads(&self, first: &[Words]) -> Markup {
        let counts = words::counts();
        markup! {
            thead { tr {
                @for head in first { th scope="col" { (head.get(self.lang)) } }
                @for head in counts { th.number scope="col" { (head.get(self.lang)) } }
            } }
        }
    }

    fn say(&self, words: Words) -> String {
        words.get(self.lang).to_owned()
    }
}

fn row<'a>(label: &'a str, tally: &ImpactTally) -> ChartRow<'a> {
    ChartRow { label, parts: vec![("vanished", tally.vanished), ("appeared", tally.appeared)] }
}

fn cells(tally: &ImpactTally) -> Markup {
    markup! {
        @for count in tally.counts() {
            td class={ "number" @if count == 0 { " zero" } } { (count) }
        }
    }
}
