//! Why a rule has its outcome on a sheet: the tree of its evaluations, each with value, outcome and
//! place. Takes a rule and the sheets of a run; gives trees. Knows no terminal.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::judges::{Judges, Judging, WhyNot};
use super::{Options, undecided_words, words};
use crate::diagnostic::Words;
use crate::eval::{Cause, Observed, Observer, Outcome, World, observe};
use crate::model::Sheet;
use crate::rule::{Expr, ExprId, Kind, OnForm, Range, Rule, RuleId, RuleSet, Slot};
use crate::source::{Source, Span};
use crate::workspace::{DocumentPlaces, Numbers, in_path_order, read_all};

/// The most things of one range that are shown if none fails and all are decided.
const MOST_ALIKE: usize = 3;

/// The most that are shown of those that fail or cannot be decided; if there are any, only they are
/// shown.
const MOST_TELLING: usize = 12;

/// The most nodes of one tree.
const MOST_NODES: usize = 20_000;

/// A rule applied to one sheet.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The sheet's name.
    pub sheet: String,
    /// Its place.
    pub head: Span,
    /// Its result.
    pub outcome: Traced,
    /// Why the rule was not applied to it, if it was not.
    pub reason: Option<Words>,
    /// What keeps it from being decided.
    pub(crate) causes: Vec<Words>,
    /// What was requested.
    pub(crate) nodes: Vec<TraceNode>,
}

/// A result in a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Traced {
    /// ✓ a condition holds, a rule is met.
    Holds,
    /// ✗ a condition does not hold, a rule is broken.
    Fails,
    /// The rule does not apply.
    NotApplicable,
    /// It cannot be decided.
    Unknown,
    /// The result no longer depended on it.
    NotAsked,
    /// A value, neither true nor false.
    Value,
}

/// What part of a rule something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RulePart {
    /// The filter of a 对 or of another range.
    Filter,
    /// 当
    When,
    /// 例外
    Unless,
    /// 须
    Must,
    /// 不得
    MustNot,
    /// A thing ranged over.
    Thing,
    /// A part of an expression.
    Part,
}

/// One evaluation.
#[derive(Clone, Debug)]
pub(crate) struct TraceNode {
    /// What part of the rule it is.
    pub(crate) role: RulePart,
    /// Where it is written; of a thing ranged over `None`.
    pub span: Option<Span>,
    /// Its result.
    pub outcome: Traced,
    /// Its value.
    pub(crate) value: Option<String>,
    /// The place of the value in a sheet.
    pub(crate) place: Option<Span>,
    /// Why it is unknown.
    pub(crate) causes: Vec<Words>,
    /// What it depends on, in the order of evaluation.
    pub(crate) children: Vec<TraceNode>,
    /// Things ranged over that are not shown: how many of each outcome.
    pub(crate) more: BTreeMap<Traced, usize>,
}

/// What to trace.
#[derive(Clone, Copy, Debug)]
pub struct Question<'r> {
    /// A rule.
    pub rule: RuleId,
    /// Only things whose name contains this.
    pub only: Option<&'r str>,
}

/// Applies a rule to each sheet of some texts. The other texts are those that it compares them
/// with.
pub fn trace(
    rules: &RuleSet,
    question: Question<'_>,
    (own, others): (&[Source], &[Source]),
    options: Options<'_>,
) -> Vec<Trace> {
    let sources: Vec<Source> = own.iter().chain(others).cloned().collect();
    let files = read_all(&rules.forms, &sources, &[], &mut Numbers::default());
    let places = DocumentPlaces::of(&files);
    let (sheets, first) = in_path_order(&files);
    let sheets: Vec<&Sheet> = sheets.into_iter().map(|(sheet, _)| sheet).collect();
    let asked = files.iter().zip(first).take(own.len());
    let asked = asked.flat_map(|(file, first)| (first..).take(file.sheets().count()));
    let world = World::new(rules, sheets, options.as_of);
    let Some(rule) = rules.rules.get(question.rule) else { return Vec::new() };
    let as_written = Judging::default();
    let judges = Judges::new(rules, options.judging.unwrap_or(&as_written));
    let traced = asked.filter_map(|at| {
        let sheet = world.sheet(at)?;
        let judge = judges.judge(question.rule, rule, world.form_of(at), world.days_at(at));
        let mut trace = match judge {
            // Lookups are replaced by trying each sheet, so that skipped ones are shown.
            Ok(judge) => {
                trace_of(rules, (&judge.on.trying_all(), question.only), &world, (at, sheet))
            }
            Err(why) => not_judged(sheet, why_not(rule, sheet, why)),
        };
        trace.head = places.in_file(trace.head);
        trace.nodes.iter_mut().for_each(|node| node.put_in_file(&places));
        Some(trace)
    });
    traced.collect()
}

/// Why a rule is not applied to a sheet.
fn why_not(rule: &Rule, sheet: &Sheet, why: WhyNot<'_>) -> Words {
    match why {
        WhyNot::OtherForm => {
            let mut own: Vec<&str> = rule.forms.iter().map(|on| on.form.name.as_str()).collect();
            own.dedup();
            words::other_form(&own, &sheet.form.name)
        }
        WhyNot::LeftOut => words::left_out(),
        WhyNot::TightenedBy(tighter) => words::tightened(&tighter.name),
        WhyNot::NotInForce(periods) => words::not_in_force(periods),
    }
}

fn not_judged(sheet: &Sheet, reason: Words) -> Trace {
    Trace {
        sheet: sheet.name.to_string(),
        head: sheet.head,
        outcome: Traced::NotApplicable,
        reason: Some(reason),
        causes: Vec::new(),
        nodes: Vec::new(),
    }
}

fn trace_of(
    rules: &RuleSet,
    (rule, only): (&OnForm, Option<&str>),
    world: &World<'_>,
    (at, sheet): (usize, &Sheet),
) -> Trace {
    let tracer = Tracer { rule, world, sheet, only, roles: roles(rule), state: RefCell::default() };
    let outcome = observe(rules, rule, world, at, &tracer);
    let causes = |causes: std::collections::BTreeSet<Cause>| -> Vec<Words> {
        causes.into_iter().map(|cause| worded(world, sheet, cause)).collect()
    };
    let (outcome, causes) = match outcome {
        Outcome::Holds => (Traced::Holds, Vec::new()),
        Outcome::Fails(failures) => (Traced::Fails, causes(failures.causes)),
        Outcome::NotApplicable => (Traced::NotApplicable, Vec::new()),
        Outcome::Undecidable(found) => (Traced::Unknown, causes(found)),
    };
    Trace {
        sheet: sheet.name.to_string(),
        head: sheet.head,
        outcome,
        reason: None,
        causes,
        nodes: tracer.finished(),
    }
}

fn worded(world: &World<'_>, sheet: &Sheet, cause: Cause) -> Words {
    let all = (0..world.len()).filter_map(|at| world.sheet(at));
    undecided_words::cause_for(sheet, all, cause)
}

/// Which expression is which clause of the rule.
fn roles(rule: &OnForm) -> BTreeMap<ExprId, RulePart> {
    let mut roles = BTreeMap::new();
    for range in &rule.ranges {
        let filter = match range {
            Range::Each(domain) => domain.filter.as_deref(),
            Range::Pair { filter, .. } | Range::Match { filter, .. } => filter.as_ref(),
        };
        roles.extend(filter.and_then(|filter| Some((filter.id?, RulePart::Filter))));
    }
    roles.extend(rule.when.iter().filter_map(|when| Some((when.id?, RulePart::When))));
    let exceptions = rule.exceptions.iter().map(|exception| &exception.condition);
    roles.extend(exceptions.filter_map(|exception| Some((exception.id?, RulePart::Unless))));
    for demand in &rule.demands {
        // 不得 is 非 that is not written.
        let forbids = matches!(&demand.kind, Kind::Not(inner) if inner.span == demand.span);
        let role = if forbids { RulePart::MustNot } else { RulePart::Must };
        roles.extend(demand.id.map(|id| (id, role)));
    }
    roles
}

struct Tracer<'r> {
    rule: &'r OnForm,
    world: &'r World<'r>,
    sheet: &'r Sheet,
    only: Option<&'r str>,
    roles: BTreeMap<ExprId, RulePart>,
    state: RefCell<TraceState>,
}

#[derive(Default)]
struct TraceState {
    open: Vec<OpenQuestion>,
    done: Vec<TraceNode>,
    more: BTreeMap<Traced, usize>,
    nodes: usize,
}

/// An evaluation in progress.
struct OpenQuestion {
    key: AskedKey,
    node: TraceNode,
    /// How often it is nested in itself: a condition is evaluated as such, and then as a value.
    again: usize,
    /// The right side of 且 or 或, which may never be evaluated.
    right: Option<Span>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum AskedKey {
    Expr(Option<ExprId>),
    Thing(Slot),
}

impl Observer for Tracer<'_> {
    fn follows(&self) -> bool {
        true
    }

    fn entered(&self, expr: &Expr) {
        let mut state = self.state.borrow_mut();
        let key = AskedKey::Expr(expr.id);
        if let Some(top) = state.open.last_mut()
            && top.key == key
        {
            top.again += 1;
            return;
        }
        let role = self.role_of(expr);
        let right = match &expr.kind {
            Kind::Binary(_, op, right) if op.is_logical() => Some(right.span),
            _ => None,
        };
        let node = TraceNode { span: Some(expr.span), ..TraceNode::new(role) };
        state.open.push(OpenQuestion { key, node, again: 0, right });
    }

    fn left(&self, expr: &Expr, seen: Observed) {
        let mut state = self.state.borrow_mut();
        let key = AskedKey::Expr(expr.id);
        while state.open.last().is_some_and(|top| top.key != key) {
            self.close(&mut state);
        }
        let Some(top) = state.open.last_mut() else { return };
        top.node.outcome = match seen.truth {
            Some(true) => Traced::Holds,
            Some(false) => Traced::Fails,
            None if !seen.causes.is_empty() => Traced::Unknown,
            None => Traced::Value,
        };
        top.node.value = seen.value;
        top.node.place = seen.place;
        top.node.causes = self.worded(seen.causes);
        if top.again > 0 {
            top.again -= 1;
            return;
        }
        if let Some(right) = top.right.filter(|_| top.node.children.len() == 1) {
            let node = TraceNode {
                span: Some(right),
                outcome: Traced::NotAsked,
                ..TraceNode::new(RulePart::Part)
            };
            top.node.children.push(node);
        }
        if is_plain(expr) {
            // What is written is its own value.
            state.open.pop();
            return;
        }
        self.close(&mut state);
    }

    fn bound(&self, slot: Slot, seen: Observed) {
        let mut state = self.state.borrow_mut();
        let things =
            state.open.iter().rev().take_while(|open| matches!(open.key, AskedKey::Thing(_)));
        let depth = things.into_iter().position(|open| open.key == AskedKey::Thing(slot));
        for _ in 0..depth.map_or(0, |depth| depth + 1) {
            self.close(&mut state);
        }
        let mut node = TraceNode::new(RulePart::Thing);
        (node.value, node.place) = (seen.value, seen.place);
        state.open.push(OpenQuestion { key: AskedKey::Thing(slot), node, again: 0, right: None });
    }
}

/// Whether it is a value as written, or only a variable's name.
fn is_plain(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        Kind::Text(_)
            | Kind::YesNo(_)
            | Kind::Figure(_)
            | Kind::Date(_)
            | Kind::List(_)
            | Kind::Words(_)
            | Kind::Suffixes(_)
            | Kind::Catalogue(_)
            | Kind::Synonyms(_)
            | Kind::Pattern(_)
            | Kind::Variable(_)
    )
}

impl Tracer<'_> {
    fn role_of(&self, expr: &Expr) -> RulePart {
        expr.id.and_then(|id| self.roles.get(&id)).copied().unwrap_or(RulePart::Part)
    }

    fn worded(&self, causes: Vec<Cause>) -> Vec<Words> {
        causes.into_iter().map(|cause| worded(self.world, self.sheet, cause)).collect()
    }

    /// Closes the innermost evaluation.
    fn close(&self, state: &mut TraceState) {
        let Some(mut open) = state.open.pop() else { return };
        few(&mut open.node.children, &mut open.node.more);
        if matches!(open.key, AskedKey::Thing(_)) {
            let of_rule = state.open.iter().all(|open| matches!(open.key, AskedKey::Thing(_)));
            open.node.outcome = match of_rule {
                true => self.verdict(&mut open.node),
                false => last_outcome(&open.node),
            };
        }
        state.nodes += 1;
        let full = state.nodes > MOST_NODES;
        let is_outermost = state.open.is_empty();
        let (siblings, more) = match state.open.last_mut() {
            Some(parent) => (&mut parent.node.children, &mut parent.node.more),
            None => (&mut state.done, &mut state.more),
        };
        let is_thing = open.node.role == RulePart::Thing;
        let name = open.node.value.as_deref().unwrap_or_default();
        let unwanted = is_outermost && self.only.is_some_and(|only| !name.contains(only));
        let telling = matches!(open.node.outcome, Traced::Fails | Traced::Unknown);
        let most = if telling { MOST_TELLING } else { MOST_ALIKE };
        let alike = siblings
            .iter()
            .filter(|other| other.role == RulePart::Thing && other.outcome == open.node.outcome);
        if is_thing && (full || unwanted || alike.count() >= most) {
            *more.entry(open.node.outcome).or_default() += 1;
        } else {
            siblings.push(open.node);
        }
    }

    /// The outcome of the rule for a thing, by its clauses; those not evaluated are added.
    fn verdict(&self, node: &mut TraceNode) -> Traced {
        if node.children.iter().any(|child| child.role == RulePart::Thing) || !node.more.is_empty()
        {
            return combined(&node.children, &node.more);
        }
        if of_role(&node.children, RulePart::Filter).any(|outcome| outcome != Traced::Holds) {
            return not_covered(&node.children);
        }
        self.add_not_asked(&mut node.children);
        outcome_of(&node.children)
    }

    /// The clauses of the rule that the result no longer depended on.
    fn add_not_asked(&self, children: &mut Vec<TraceNode>) {
        let clauses = self.rule.when.iter().chain(&self.rule.demands);
        for clause in clauses {
            let known = children.iter().any(|child| child.span == Some(clause.span));
            let role = self.role_of(clause);
            if !known {
                let span = Some(clause.span);
                children.push(TraceNode {
                    span,
                    outcome: Traced::NotAsked,
                    ..TraceNode::new(role)
                });
            }
        }
    }

    fn finished(self) -> Vec<TraceNode> {
        let mut state = self.state.take();
        while !state.open.is_empty() {
            self.close(&mut state);
        }
        let mut nodes = state.done;
        few(&mut nodes, &mut state.more);
        if self.rule.ranges.is_empty() {
            self.add_not_asked(&mut nodes);
        }
        if !state.more.is_empty() {
            let mut rest = TraceNode::new(RulePart::Thing);
            rest.more = state.more;
            nodes.push(rest);
        }
        nodes
    }
}

/// Keeps only the most informative things: those that fail or are unknown; else those that hold;
/// else some.
fn few(nodes: &mut Vec<TraceNode>, more: &mut BTreeMap<Traced, usize>) {
    let is_thing = |node: &TraceNode| node.role == RulePart::Thing;
    let telling = |outcome: Traced| matches!(outcome, Traced::Fails | Traced::Unknown);
    let has = |wanted: &dyn Fn(Traced) -> bool| {
        nodes.iter().any(|node| is_thing(node) && wanted(node.outcome))
    };
    let (any_telling, any_holds) = (has(&telling), has(&|outcome| outcome == Traced::Holds));
    nodes.retain(|node| {
        let stays = match (any_telling, any_holds) {
            (true, _) => telling(node.outcome),
            (false, true) => node.outcome == Traced::Holds,
            (false, false) => true,
        };
        if is_thing(node) && !stays {
            *more.entry(node.outcome).or_default() += 1;
        }
        stays || !is_thing(node)
    });
}

impl TraceNode {
    fn put_in_file(&mut self, places: &DocumentPlaces) {
        self.place = self.place.map(|span| places.in_file(span));
        self.children.iter_mut().for_each(|child| child.put_in_file(places));
    }

    fn new(role: RulePart) -> Self {
        Self {
            role,
            span: None,
            outcome: Traced::Value,
            value: None,
            place: None,
            causes: Vec::new(),
            children: Vec::new(),
            more: BTreeMap::new(),
        }
    }
}

fn of_role(nodes: &[TraceNode], role: RulePart) -> impl Iterator<Item = Traced> {
    nodes.iter().filter(move |node| node.role == role).map(|node| node.outcome)
}

/// A thing that its filter excludes or may exclude.
fn not_covered(children: &[TraceNode]) -> Traced {
    match of_role(children, RulePart::Filter).any(|outcome| outcome == Traced::Unknown) {
        true => Traced::Unknown,
        false => Traced::NotApplicable,
    }
}

/// The combined outcome of clauses.
fn outcome_of(clauses: &[TraceNode]) -> Traced {
    let any = |roles: [RulePart; 2], outcome| {
        roles.into_iter().any(|role| of_role(clauses, role).any(|seen| seen == outcome))
    };
    let demands = [RulePart::Must, RulePart::MustNot];
    let conditions = [RulePart::When, RulePart::Filter];
    if any(conditions, Traced::Fails) || any([RulePart::Unless; 2], Traced::Holds) {
        return Traced::NotApplicable;
    }
    if any(conditions, Traced::Unknown) || any([RulePart::Unless; 2], Traced::Unknown) {
        return Traced::Unknown;
    }
    if any(demands, Traced::Fails) {
        return Traced::Fails;
    }
    match any(demands, Traced::Unknown) {
        true => Traced::Unknown,
        false => Traced::Holds,
    }
}

/// The combined outcome of things: the worst of them.
fn combined(things: &[TraceNode], more: &BTreeMap<Traced, usize>) -> Traced {
    let all: Vec<Traced> = of_role(things, RulePart::Thing).chain(more.keys().copied()).collect();
    [Traced::Fails, Traced::Unknown, Traced::Holds]
        .into_iter()
        .find(|outcome| all.contains(outcome))
        .unwrap_or(Traced::NotApplicable)
}

/// The last result of an expression for a thing.
fn last_outcome(node: &TraceNode) -> Traced {
    node.children.last().map_or(Traced::Value, |last| last.outcome)
}
