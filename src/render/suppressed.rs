//! What the sheets suppress, one line each, for the formats for people: always shown, and
//! distinguished from findings.

use std::io::{self, Write};

use crate::diagnostic::{Lang, Suppressed, Suppression};
use crate::source::Sources;

use super::Report;
use super::clean::clean_piece;
use super::place_finder::PlaceFinder;

pub(super) fn write(
    sources: &Sources,
    report: &Report,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    lines(sources, report, lang).try_for_each(|line| writeln!(out, "{line}"))
}

/// The lines.
pub(super) fn lines<'a>(
    sources: &'a Sources,
    report: &'a Report,
    lang: Lang,
) -> impl Iterator<Item = String> + 'a {
    let places = PlaceFinder::new(sources);
    report.suppressed.iter().map(move |entry| line(entry, &places, lang))
}

fn line(Suppressed { finding, by }: &Suppressed, places: &PlaceFinder<'_>, lang: Lang) -> String {
    let place = finding.span().and_then(|span| {
        let source = places.source(span.source)?;
        let position = places.position(source, span.start as usize);
        let name = clean_piece(source.name());
        Some(format!("{name}:{}:{}: ", position.line, position.column))
    });
    let message = clean_piece(finding.message.get(lang));
    let head = if lang == Lang::Zh { "已忽略" } else { "ignored" };
    let why = why(by, lang);
    let why = if lang == Lang::Zh { format!("（{why}）") } else { format!(" ({why})") };
    let code = clean_piece(finding.code.name());
    format!("{}{head}[{code}]: {message}{why}", place.unwrap_or_default())
}

/// Why a finding is accepted: the reason, who allowed it, until when.
pub(super) fn why(by: &Suppression, lang: Lang) -> String {
    let (reason, who, until) = match lang {
        Lang::Zh => ("理由：", "；批准人 ", "；至 "),
        Lang::En => ("reason: ", "; approved by ", "; until "),
    };
    let mut text = format!("{reason}{}", clean_piece(&by.reason));
    for (before, said) in [(who, &by.approver), (until, &by.until)] {
        if let Some(said) = said {
            text.push_str(&format!("{before}{}", clean_piece(said)));
        }
    }
    text
}
