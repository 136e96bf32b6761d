//! Why a rule has its outcome on a sheet, as text for people or as data for programs. Takes traces;
//! gives their pages. Knows no argument and no protocol.

mod words;

use serde::Serialize;

use crate::check::{RulePart, Trace, TraceNode, Traced};
use crate::diagnostic::{Lang, Words};
use crate::rule::{Rule, RuleSet};
use crate::sentence::{sentence, tightening};
use crate::source::{Sources, Span};

/// The most characters of a text or a value on a line.
const LONGEST: usize = 60;

/// Traces of a rule, to be shown.
pub(crate) struct TracePage<'a> {
    pub(crate) rules: &'a RuleSet,
    pub(crate) rule: &'a Rule,
    /// What stands behind the name of the rule.
    pub(crate) remark: String,
    pub(crate) sources: &'a Sources,
    pub(crate) lang: Lang,
    /// Whether conditions that hold are shown in detail too.
    pub(crate) all: bool,
}

/// The position of a node.
#[derive(Clone, Copy)]
struct NodePlace {
    depth: usize,
    /// The head of the sheet that is traced.
    home: Span,
    /// What it is part of.
    around: Option<Span>,
    /// Whether its parent is not met: then what is met is of no interest.
    unmet: bool,
}

impl TracePage<'_> {
    /// As text for people.
    pub(crate) fn text(&self, traces: &[Trace]) -> String {
        let mut page = String::new();
        if let Some(on) = self.rule.shown() {
            let text = sentence(self.rules, on);
            let (name, remark) = (&self.rule.name, &self.remark);
            page.push_str(&format!("{name}{remark}\n{}\n", text.get(self.lang)));
            for line in tightening(self.rules, self.rule) {
                page.push_str(&format!("{}\n", line.get(self.lang)));
            }
        }
        for trace in traces {
            let (sign, outcome) = words::traced(trace.outcome);
            let (place, outcome) = (self.place(trace.head, None), outcome.get(self.lang));
            page.push_str(&format!("\n{sign} {outcome}  {}  {place}\n", trace.sheet));
            for why in trace.reason.iter().chain(&trace.causes) {
                page.push_str(&format!("    {}\n", why.get(self.lang)));
            }
            let ranged = self.rule.forms.iter().any(|on| !on.ranges.is_empty());
            if trace.nodes.is_empty() && trace.reason.is_none() && ranged {
                page.push_str(&format!("    {}\n", words::nothing_ranged().get(self.lang)));
            }
            for node in &trace.nodes {
                let unmet = is_unmet(trace.outcome) && node.role != RulePart::Thing;
                let at = NodePlace { depth: 1, home: trace.head, around: None, unmet };
                self.node(node, at, &mut page);
            }
        }
        page
    }

    fn node(&self, node: &TraceNode, at: NodePlace, page: &mut String) {
        // 不得 and 非 share a line with the condition in them.
        let same = node.span.is_some() && node.span == at.around;
        let is_rest = node.span.is_none() && node.value.is_none();
        let depth = if same || is_rest { at.depth } else { at.depth + 1 };
        if !same && !is_rest {
            page.push_str(&format!("{}{}\n", "  ".repeat(at.depth), self.line(node, at.home)));
        }
        for cause in node.causes.iter().filter(|_| node.children.is_empty()) {
            page.push_str(&format!("{}{}\n", "  ".repeat(depth + 1), cause.get(self.lang)));
        }
        let is_clause = !matches!(node.role, RulePart::Thing | RulePart::Part);
        if is_clause && at.unmet && node.outcome == Traced::Holds && !self.all {
            return;
        }
        let unmet = at.unmet || (node.role == RulePart::Thing && is_unmet(node.outcome));
        for child in &node.children {
            self.node(child, NodePlace { depth, around: node.span, unmet, ..at }, page);
        }
        if !node.more.is_empty() {
            let more = words::more_things(&node.more);
            page.push_str(&format!("{}{}\n", "  ".repeat(depth), more.get(self.lang)));
        }
    }

    fn line(&self, node: &TraceNode, home: Span) -> String {
        let (sign, outcome) = words::traced(node.outcome);
        let role = words::role(node.role);
        let role = role.get(self.lang);
        let gap = if role.is_empty() { "" } else { " " };
        let place = node.place.map(|place| format!("  {}", self.place(place, Some(home))));
        let place = place.unwrap_or_default();
        let value = node.value.as_deref().map(short);
        let Some(span) = node.span else {
            let name = value.unwrap_or_default();
            let outcome = match node.outcome {
                Traced::Value => String::new(),
                _ => format!("  {}", outcome.get(self.lang)),
            };
            return format!("{sign} “{name}”{outcome}{place}");
        };
        let text = short(self.sources.slice(span));
        let value = match (node.outcome, value) {
            (Traced::Value, None) => format!(" → {}", words::no_value().get(self.lang)),
            (_, Some(value)) => format!(" → {value}"),
            (Traced::NotAsked | Traced::Unknown, None) => {
                format!("  {}", outcome.get(self.lang))
            }
            (_, None) => String::new(),
        };
        format!("{sign} {role}{gap}{text}{value}{place}")
    }

    /// File, line and column; of a place in the sheet that is traced, line and column.
    fn place(&self, span: Span, home: Option<Span>) -> String {
        let Some(source) = self.sources.get(span.source) else { return String::new() };
        let position = source.position(span.start as usize);
        if home.is_some_and(|home| home.source == span.source) {
            return format!("@{}:{}", position.line, position.column);
        }
        format!("{}:{}:{}", source.name(), position.line, position.column)
    }

    /// As data for programs.
    pub(crate) fn json(&self, traces: &[Trace]) -> TraceReport {
        TraceReport {
            schema: "biaochi.trace/1",
            rule: self.rule.name.clone(),
            sentence: self
                .rule
                .shown()
                .map(|on| sentence(self.rules, on).get(self.lang).to_owned()),
            traces: traces.iter().map(|trace| self.traced(trace)).collect(),
        }
    }

    fn traced(&self, trace: &Trace) -> JsonTrace {
        JsonTrace {
            sheet: trace.sheet.clone(),
            place: self.json_place(trace.head),
            outcome: key(trace.outcome),
            reason: trace.reason.as_ref().map(|reason| reason.get(self.lang).to_owned()),
            causes: self.all(&trace.causes),
            nodes: trace.nodes.iter().map(|node| self.json_node(node)).collect(),
        }
    }

    fn json_node(&self, node: &TraceNode) -> JsonNode {
        JsonNode {
            role: match node.role {
                RulePart::Filter => "filter",
                RulePart::When => "when",
                RulePart::Unless => "unless",
                RulePart::Must => "must",
                RulePart::MustNot => "must_not",
                RulePart::Thing => "thing",
                RulePart::Part => "part",
            },
            text: node.span.map(|span| self.sources.slice(span).to_owned()),
            outcome: key(node.outcome),
            value: node.value.clone(),
            place: node.place.and_then(|place| self.json_place(place)),
            causes: self.all(&node.causes),
            children: node.children.iter().map(|child| self.json_node(child)).collect(),
            more: node.more.iter().map(|(outcome, count)| (key(*outcome), *count)).collect(),
        }
    }

    fn all(&self, words: &[Words]) -> Vec<String> {
        words.iter().map(|words| words.get(self.lang).to_owned()).collect()
    }

    fn json_place(&self, span: Span) -> Option<JsonPlace> {
        let source = self.sources.get(span.source)?;
        let position = source.position(span.start as usize);
        let file = source.name().to_owned();
        Some(JsonPlace { file, line: position.line, column: position.column })
    }
}

fn is_unmet(outcome: Traced) -> bool {
    matches!(outcome, Traced::Fails | Traced::Unknown)
}

/// One line, cut to what a screen shows.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    line.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// An outcome as other programs read it.
fn key(outcome: Traced) -> &'static str {
    match outcome {
        Traced::Holds => "holds",
        Traced::Fails => "fails",
        Traced::NotApplicable => "not_applicable",
        Traced::Unknown => "undecidable",
        Traced::NotAsked => "not_asked",
        Traced::Value => "value",
    }
}

/// A trace as other programs read it. Fields are added, never removed, while the schema's name
/// stays.
#[derive(Serialize)]
pub(crate) struct TraceReport {
    schema: &'static str,
    rule: String,
    sentence: Option<String>,
    pub(crate) traces: Vec<JsonTrace>,
}

#[derive(Serialize)]
pub(crate) struct JsonTrace {
    sheet: String,
    place: Option<JsonPlace>,
    outcome: &'static str,
    reason: Option<String>,
    causes: Vec<String>,
    nodes: Vec<JsonNode>,
}

#[derive(Serialize)]
struct JsonNode {
    role: &'static str,
    text: Option<String>,
    outcome: &'static str,
    value: Option<String>,
    place: Option<JsonPlace>,
    causes: Vec<String>,
    children: Vec<JsonNode>,
    more: std::collections::BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
struct JsonPlace {
    file: String,
    line: u32,
    column: u32,
}
