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
use super::{actions, annotations, words};
use crate::check::{self, Question};
use crate::diagnostic::{Outcomes, SheetInfo, Words};
use crate::render;
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

/// Which rules do not hold on a sheet of a document, and what they report: its URI, the name of the
/// sheet.
const WHY: &str = "biaochi.why";

/// Which conditions of a rule file its examples leave open: its URI.
const COVERAGE: &str = "biaochi.coverage";

/// Applies all safe fixes of a sheet file, through the client: its URI.
const FIX: &str = "biaochi.fixAll";

/// The names of the commands.
pub(super) const NAMES: [&str; 8] = [SHOW, TRACE, TEST, COUNTS, FINDINGS, WHY, COVERAGE, FIX];

/// The most places that the text of an answer lists.
const MOST_LISTED: usize = 20;

/// The arguments of a command about a document.
#[derive(Debug, Default)]
struct CommandArguments {
    /// The rule, or the sheet.
    name: Option<String>,
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
    let arguments = CommandArguments { name: text(1), only: text(2) };
    let answer = match params.command.as_str() {
        TRACE => traced(place, &arguments)?,
        TEST => tested(place, &arguments)?,
        COUNTS => counted(place),
        WHY => explained(place, &arguments)?,
        COVERAGE => covered(place)?,
        FIX => fixed(place),
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
    let name = arguments.name.as_deref().unwrap_or_default();
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
    let is_wanted = |rule: &Rule| match &arguments.name {
        Some(name) => rule.name == *name,
        None => Some(rule.span.source) == source,
    };
    if arguments.name.is_some() {
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

/// Has the client apply all safe fixes.
fn fixed(place: DocumentView<'_>) -> Value {
    let lang = place.state.lang;
    let fixed = Some(place).filter(|place| !place.document.misread).and_then(actions::fix_all);
    let Some((applied, edit)) = fixed else {
        return json!({ "applied": 0, "text": words::nothing_to_fix().get(lang) });
    };
    let request = json!({ "label": words::fix_all(Some(applied)).get(lang), "edit": edit });
    let _ = place.state.events.send(Event::Ask("workspace/applyEdit", request));
    json!({ "applied": applied })
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

/// What does not hold on the sheets of a name, rule by rule.
fn explained(
    place: DocumentView<'_>,
    arguments: &CommandArguments,
) -> Result<Value, RequestFailure> {
    let (lang, options) = (place.state.lang, place.view.options());
    let Some(source) = place.source() else { return Ok(Value::Null) };
    let (snapshot, rules) = (&place.view.snapshot, &place.view.snapshot.book().rules);
    let checked = check::report_on(snapshot, source.id(), options);
    let (mut lines, mut listed) = (Vec::new(), Vec::new());
    for sheet in &checked.sheets {
        if arguments.name.as_deref().is_some_and(|name| name != &*sheet.name) {
            continue;
        }
        lines.push(format!("{}  {}", sheet.name, words::counts(&sheet.outcomes).get(lang)));
        for (id, outcomes) in check::tally(snapshot, Some(sheet.span), options) {
            let Some(rule) = rules.rules.get(id) else { continue };
            let (outcome, shown) = match (outcomes.fails, outcomes.undecidable) {
                (0, 0) => continue,
                (0, _) => ("undecidable", words::undecidable()),
                _ => ("fails", words::fails()),
            };
            let own = checked.findings.iter().filter(|finding| {
                finding.code.rule_name() == Some(&rule.name)
                    && finding.span().is_some_and(|span| sheet.span.contains(span))
            });
            let said: Vec<&str> = own.map(|finding| finding.message.get(lang)).collect();
            lines.push(format!("  {}  {}", shown.get(lang), rule.name));
            lines.extend(said.iter().map(|said| format!("    {said}")));
            listed.push(json!({ "sheet": sheet.name, "rule": rule.name, "outcome": outcome, "findings": said }));
        }
    }
    if let (Some(name), true) = (&arguments.name, lines.is_empty()) {
        return Err(RequestFailure::new(words::no_sheet(name)));
    }
    Ok(json!({ "text": lines.join("\n"), "rules": listed }))
}

/// What the examples of a rule file leave open.
fn covered(place: DocumentView<'_>) -> Result<Value, RequestFailure> {
    let rules = rules(place)?;
    let source = place.source().map(Source::id);
    let coverage = check::coverage_of(rules, &|rule| Some(rule.span.source) == source);
    let marks = source.map(|source| annotations::marks(place, source)).unwrap_or_default();
    let mut lines = vec![words::covered(&coverage).get(place.state.lang).to_owned()];
    let marks = marks.into_iter().map(|(span, message)| {
        let range = place.range(span);
        lines.push(format!("{}  {message}", range.start.line + 1));
        json!({ "range": range, "message": message })
    });
    let marks: Vec<Value> = marks.collect();
    Ok(json!({
        "text": lines.join("\n"), "seen": coverage.seen, "outcomes": coverage.outcomes(), "marks": marks,
    }))
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
    let (mut places, mut lines) = (Vec::<Location>::new(), Vec::new());
    for finding in own {
        let Some(span) = finding.span() else { continue };
        let Some(location) = place.location(span) else { continue };
        let file = place.view.sources.get(span.source).map_or("", Source::name);
        let line = location.range.start.line + 1;
        lines.push(format!("{file}:{line}  {}", finding.message.get(place.state.lang)));
        places.push(location);
    }
    lines.truncate(MOST_LISTED);
    let count = words::findings(places.len());
    lines.insert(0, format!("{}  {}", rule.name, count.get(place.state.lang)));
    let text = lines.join("\n");
    Ok(json!({ "text": text, "locations": places }))
}

/// The command that shows what does not hold on a sheet.
pub(super) fn why(place: DocumentView<'_>, sheet: &SheetInfo) -> Command {
    let arguments = vec![json!(place.document.uri), json!(sheet.name)];
    command(place, WHY, &words::counts(&sheet.outcomes), arguments)
}

/// The command that runs the examples of a rule.
pub(super) fn test(place: DocumentView<'_>, rule: &str, title: &Words) -> Command {
    command(place, TEST, title, vec![json!(place.document.uri), json!(rule)])
}

/// The command that lists where sheets break a rule.
pub(super) fn findings(place: DocumentView<'_>, rule: &str) -> Command {
    let arguments = vec![json!(place.document.uri), json!(rule)];
    command(place, FINDINGS, &words::show_findings(), arguments)
}

/// The command that lists what the examples of a rule file leave open.
pub(super) fn coverage(place: DocumentView<'_>, title: &Words) -> Command {
    command(place, COVERAGE, title, vec![json!(place.document.uri)])
}

/// A link, in Markdown, that shows why a rule has its outcome; `None` if the client runs no
/// commands from there.
pub(super) fn why_link(place: DocumentView<'_>, rule: &str) -> Option<String> {
    let Command { title, command, arguments, .. } = trace(place, rule);
    let arguments = render::escape(&serde_json::to_string(&arguments).ok()?);
    place.state.client.command_links.then(|| format!("[{title}](command:{command}?{arguments})"))
}

/// The command that shows a range of a document.
pub(super) fn show(place: DocumentView<'_>, range: Range) -> Command {
    command(place, SHOW, &words::show(), vec![json!(place.document.uri), json!(range)])
}

/// The command that shows why a rule has its outcome on the sheets of a document.
pub(super) fn trace(place: DocumentView<'_>, rule: &str) -> Command {
    command(place, TRACE, &words::why(rule), vec![json!(place.document.uri), json!(rule)])
}

/// The command that applies all safe fixes of a document.
pub(super) fn fix_all(place: DocumentView<'_>) -> Command {
    command(place, FIX, &words::fix_all(None), vec![json!(place.document.uri)])
}

fn command(place: DocumentView<'_>, name: &str, title: &Words, arguments: Vec<Value>) -> Command {
    Command {
        title: title.get(place.state.lang).to_owned(),
        tooltip: None,
        command: name.to_owned(),
        arguments: Some(arguments),
    }
}
