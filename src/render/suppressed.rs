//! What the sheets let stand, one line each, for the formats that people read: never left out, and never
//! mistaken for a finding.

use std::io::{self, Write};

use crate::diagnostic::{Lang, Suppressed};
use crate::source::Sources;

use super::places::Places;
use super::{Report, window};

pub(super) fn write(
    sources: &Sources,
    report: &Report,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let places = Places::new(sources);
    report.suppressed.iter().try_for_each(|it| writeln!(out, "{}", line(it, &places, lang)))
}

fn line(Suppressed { finding, by }: &Suppressed, places: &Places<'_>, lang: Lang) -> String {
    let place = finding.span().and_then(|span| {
        let source = places.source(span.source)?;
        let position = places.position(source, span.start as usize);
        Some(format!("{}:{}:{}: ", source.name(), position.line, position.column))
    });
    let message = window::clean(finding.message.get(lang));
    let reason = window::clean(&by.reason);
    let (head, why, who, until) = match lang {
        Lang::Zh => ("已忽略", "理由：", "；批准人 ", "；至 "),
        Lang::En => ("ignored", "reason: ", "; approved by ", "; until "),
    };
    let mut text = format!("{}{head}[{}]: {message}", place.unwrap_or_default(), finding.code);
    text.push_str(if lang == Lang::Zh { "（" } else { " (" });
    text.push_str(&format!("{why}{reason}"));
    for (before, said) in [(who, &by.approver), (until, &by.until)] {
        if let Some(said) = said {
            text.push_str(&format!("{before}{}", window::clean(said)));
        }
    }
    text.push_str(if lang == Lang::Zh { "）" } else { ")" });
    text
}
