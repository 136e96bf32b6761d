//! Commands that a client runs by name. Each answers with data and with a text; the text is also
//! shown, unless the client says that it shows answers itself.

use std::collections::BTreeMap;

use gen_lsp_types::{
    Command, ExecuteCommandParams, Location, MessageType, Range, ShowMessageParams, Uri,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::dispatch::RequestFailure;
use super::documents::DocumentKind;
use super::main_loop::Event;
use super::state::{DocumentView, State};
use super::words;
use crate::check::{self, Question};
use crate::diagnostic::Outcomes;
use crate::rule::{Rule, RuleId, RuleSet};
use crate::source::Source;
use crate::trace::TracePage;

/// Shows a range of a document: its URI, the range.
const SHOW: &str = "biaochi.show";

/// Why a rule has its outcome on the sheets of a document: its URI, the rule, and, if not all, what
/// the things that are traced have in their names.
const TRACE: &str = "biaochi.trace";

/// Runs the examples of rules: the URI of a rule file, the rule if not all.
const TEST: &str = "biaochi.test";

/// How many rules have which outcome on each sheet of a document: its URI.
const COUNTS: &str = "biaochi.counts";

/// Where the sheets of the project break a rule: the URI of a document of the project, the rule.
const FINDINGS: &str = "biaochi.findings";

/// The names of the commands.
pub(super) const NAMES: [&str; 5] = [SHOW, TRACE, TEST, COUNTS, FINDINGS];

/// The arguments of a command about a document.
#[derive(Debug, Default)]
struct CommandArguments {
    rule: Option<String>,
    only: Option<String>,
}

/// Runs a command.
pub(super) fn execute(
    state: &State,
    params: ExecuteCommandParams,
) -> Result<Value, RequestFailure> {
    let arguments = params.arguments.unwrap_or_default();
    let argument = |at: usize| arguments.get(at).cloned().unwrap_or_default();
    if params.command == SHOW {
        let shown = json!({ "uri": argument(0), "takeFocus": true, "selection": argument(1) });
        let _ = state.events.send(Event::Ask("window/showDocument", shown));
        return Ok(Value::Null);
    }
    if !NAMES.contains(&params.command.as_str()) {
        return Err(RequestFailure::new(words::no_command(&params.command)));
    }
    let uri = Uri::deserialize(argument(0)).unwrap_or_else(|_| Uri(String::new()));
    let place = state.place(&uri).ok_or_else(|| RequestFailure::new(words::not_open(&uri.0)))?;
    let text = |at: usize| argument(at).as_str().map(str::to_owned);
    let arguments = CommandArguments { rule: text(1), only: text(2) };
    let answer = match params.command.as_str() {
        TRACE => traced(place, &arguments)?,
        TEST => tested(place, &arguments)?,
        COUNTS => counted(place),
        _ => found(place, &arguments)?,
    };
    if !state.client.shows_answers
        && let Some(text) = answer.get("text").and_then(Value::as_str)
    {
        let shown = ShowMessageParams { kind: MessageType::Info, message: text.to_owned() };
        let _ = state.events.send(Event::Say("window/showMessage", json!(shown)));
    }
    Ok(answer)
}

/// The rule that a command names.
fn named<'r>(
    rules: &'r RuleSet,
    arguments: &CommandArguments,
) -> Result<(RuleId, &'r Rule), RequestFailure> {
    let name = arguments.rule.as_deref().unwrap_or_default();
    let found = rules.rules.entries().find(|(_, rule)| rule.name == name);
    found.ok_or_else(|| RequestFailure::new(words::no_rule(name)))
}

/// The rules of the project of a document.
fn rules<'p>(place: DocumentView<'p>) -> Result<&'p RuleSet, RequestFailure> {
    let book = place.view.judged.book.as_ref();
    book.map(|book| book.rules()).ok_or_else(|| RequestFailure::new(words::no_rules()))
}

fn traced(place: DocumentView<'_>, arguments: &CommandArguments) -> Result<Value, RequestFailure> {
    let rules = rules(place)?;
    let (id, rule) = named(rules, arguments)?;
    let own: Vec<Source> = place.source().cloned().into_iter().collect();
    let sheets = place.view.snapshot.files().iter().map(|file| &file.source);
    let others: Vec<Source> =
        sheets.filter(|sheet| sheet.name() != place.document.name).cloned().collect();
    let question = Question { rule: id, only: arguments.only.as_deref() };
    let traces = check::trace(rules, question, (&own, &others), place.view.options());
    let (sources, lang) = (&place.view.sources, place.state.lang);
    let page = TracePage { rules, rule, remark: String::new(), sources, lang, all: false };
    Ok(json!({ "text": page.text(&traces), "trace": page.json(&traces) }))
}

fn tested(place: DocumentView<'_>, arguments: &CommandArguments) -> Result<Value, RequestFailure> {
    let rules = rules(place)?;
    let source = place.source().map(Source::id);
    let is_wanted = |rule: &Rule| match &arguments.rule {
        Some(name) => rule.name == *name,
        None => Some(rule.span.source) == source,
    };
    if arguments.rule.is_some() {
        named(rules, arguments)?;
    }
    let report = check::test_those(rules, &is_wanted);
    let (examples, failed) = (report.examples, report.failed);
    let mut text = words::tested(examples, failed).get(place.state.lang).to_owned();
    for finding in &report.findings {
        text = format!("{text}\n{}", finding.message.get(place.state.lang));
    }
    Ok(json!({ "text": text, "examples": examples, "failed": failed }))
}

fn counted(place: DocumentView<'_>) -> Value {
    let lang = place.state.lang;
    let Some(source) = place.source() else { return Value::Null };
    if place.document.kind != DocumentKind::Sheet {
        return broken(place);
    }
    let checked = check::report_on(&place.view.snapshot, source.id(), place.view.options());
    let sheets = checked.sheets.iter();
    let lines = sheets
        .clone()
        .map(|sheet| format!("{}  {}", sheet.name, words::counts(&sheet.outcomes).get(lang)));
    let text = lines.collect::<Vec<_>>().join("\n");
    let shown = |sheet: &crate::diagnostic::SheetInfo| {
        let Outcomes { holds, fails, not_applicable, undecidable, faulty } = sheet.outcomes;
        json!({
            "sheet": sheet.name, "range": place.range(sheet.span), "holds": holds, "fails": fails,
            "not_applicable": not_applicable, "undecidable": undecidable, "faulty": faulty,
        })
    };
    json!({ "text": text, "sheets": sheets.map(shown).collect::<Vec<_>>() })
}

/// How often the sheets of the project break each rule of a file.
fn broken(place: DocumentView<'_>) -> Value {
    let (book, source) = (place.view.judged.book.as_ref(), place.source().map(Source::id));
    let rules = book.into_iter().flat_map(|book| &book.rules().rules);
    let own = rules.filter(|rule| Some(rule.span.source) == source);
    let mut counts: BTreeMap<&str, usize> = own.map(|rule| (rule.name.as_str(), 0)).collect();
    let checked = check::report(&place.view.snapshot, place.view.options());
    for finding in &checked.findings {
        let name = finding.code.rule_name().unwrap_or_default();
        counts.entry(name).and_modify(|count| *count += 1 + finding.more);
    }
    let lines = counts
        .iter()
        .map(|(name, count)| format!("{name}  {}", words::findings(*count).get(place.state.lang)));
    json!({ "text": lines.collect::<Vec<_>>().join("\n"), "findings": counts })
}

/// Where the sheets of the project break a rule.
fn found(place: DocumentView<'_>, arguments: &CommandArguments) -> Result<Value, RequestFailure> {
    let (_, rule) = named(rules(place)?, arguments)?;
    let checked = check::report(&place.view.snapshot, place.view.options());
    let own = checked.findings.iter();
    let own = own.filter(|finding| finding.code.rule_name() == Some(&rule.name));
    let places: Vec<Location> = own.filter_map(|finding| place.location(finding.span()?)).collect();
    let text = format!("{}  {}", rule.name, words::findings(places.len()).get(place.state.lang));
    Ok(json!({ "text": text, "locations": places }))
}

/// The command that shows a range of a document.
pub(super) fn show(place: DocumentView<'_>, range: Range) -> Command {
    command(place, SHOW, &words::show(), vec![json!(place.document.uri), json!(range)])
}

/// The command that shows why a rule has its outcome on the sheets of a document.
pub(super) fn trace(place: DocumentView<'_>, rule: &str) -> Command {
    command(place, TRACE, &words::why(rule), vec![json!(place.document.uri), json!(rule)])
}

fn command(
    place: DocumentView<'_>,
    name: &str,
    title: &crate::diagnostic::Words,
    arguments: Vec<Value>,
) -> Command {
    Command {
        title: title.get(place.state.lang).to_owned(),
        tooltip: None,
        command: name.to_owned(),
        arguments: Some(arguments),
    }
}
