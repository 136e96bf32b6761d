//! Mutants: small changes of a rule that its examples should notice. Takes a checked rule; gives
//! the changed rules, in the order of the text, with a description of each change. Changes the
//! checked form, never the text; knows no sheet.

use crate::diagnostic::Words;
use crate::form::{FieldId, Form, LevelId};
use crate::rule::types::Type;
use crate::rule::{
    Amount, Anchor, BinaryOp, Define, Domain, Expr, Kind, OnForm, Order, PartOf, Range, Rule,
    reads_any,
};
use crate::source::Span;
use crate::value::{Decimal, Figure};

/// The most changes of one rule that are tried.
const MOST: usize = 400;

/// A rule with one small change.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// The changed rule; it looks at every sheet, since a changed filter may select others.
    pub on: OnForm,
    /// Where the change was made.
    pub(crate) span: Span,
    /// What was changed: 把 ≥ 改成 >.
    pub change: Words,
}

/// One way to change an expression.
struct ExprChange {
    words: Words,
    kind: Kind,
}

/// The changes of a rule.
pub fn mutants(rule: &Rule, on: &OnForm) -> Vec<Mutant> {
    let original = on.trying_all();
    let mut found = Vec::new();
    let count = original.clone().conditions_mut().len();
    for at in 0..count {
        if let Some(root) = original.clone().conditions_mut().into_iter().nth(at) {
            changes(root, &on.form, &mut |node, change| {
                found.push((at, node, change));
            });
        }
        if found.len() >= MOST {
            break;
        }
    }
    let mut mutants: Vec<Mutant> = Vec::new();
    for (at, node, change) in found.into_iter().take(MOST) {
        let mut on = original.clone();
        let mut span = None;
        if let Some(root) = on.conditions_mut().into_iter().nth(at) {
            let mut left = node;
            if let Some(target) = nth(root, &mut left) {
                span = Some(target.span);
                target.kind = change.kind;
            }
        }
        mutants.extend(span.map(|span| Mutant { on, span, change: change.words }));
    }
    mutants.extend(dropped(&original));
    mutants.extend(ranges_elsewhere(rule.span, &original));
    mutants.extend(points_elsewhere(rule.span, &original));
    mutants.sort_by_key(|mutant| mutant.span);
    mutants
}

/// A definition with one small change.
#[derive(Clone, Debug)]
pub struct DefineMutant {
    /// Its new body.
    pub body: Expr,
    /// Where the change was made.
    pub(crate) span: Span,
    /// What was changed.
    pub change: Words,
}

/// The changes of a definition, as it is read for a form.
pub fn define_mutants(define: &Define, form: &Form) -> Vec<DefineMutant> {
    let mut found = Vec::new();
    changes(&define.body, form, &mut |node, change| {
        if found.len() < MOST {
            found.push((node, change));
        }
    });
    let mutants = found.into_iter().filter_map(|(node, change)| {
        let (mut body, mut left) = (define.body.clone(), node);
        let target = nth(&mut body, &mut left)?;
        let span = target.span;
        target.kind = change.kind;
        Some(DefineMutant { body, span, change: change.words })
    });
    mutants.collect()
}

/// The expression at a position, outermost first.
fn nth<'e>(expr: &'e mut Expr, left: &mut usize) -> Option<&'e mut Expr> {
    if *left == 0 {
        return Some(expr);
    }
    *left -= 1;
    expr.children_mut().into_iter().find_map(|child| nth(child, left))
}

/// Calls back for each change of an expression and of all inside, with the position of what is
/// changed.
fn changes(root: &Expr, form: &Form, found: &mut impl FnMut(usize, ExprChange)) {
    let (mut at, mut open) = (0, vec![root]);
    while let Some(expr) = open.pop() {
        for change in of(expr, form) {
            found(at, change);
        }
        at += 1;
        let mut children = expr.children();
        children.reverse();
        open.extend(children);
    }
}

fn put(from: &str, to: &str) -> Words {
    Words::new(format!("把 {from} 改成 {to}"), format!("{from} changed to {to}"))
}

/// A figure one step up and one down.
fn nudged(figure: &Figure) -> Vec<ExprChange> {
    let step = Decimal::new(1, figure.number.scale());
    let nudged = [figure.number.checked_add(step), figure.number.checked_sub(step)];
    let nudged = nudged.into_iter().flatten().map(|number| {
        let to = Figure { number, unit: figure.unit.clone() };
        ExprChange { words: put(&figure.to_string(), &to.to_string()), kind: Kind::Figure(to) }
    });
    nudged.collect()
}

/// An operator as written, the one in its place as written, and that one.
fn other_operator(op: BinaryOp) -> (&'static str, &'static str, BinaryOp) {
    match op {
        BinaryOp::And => ("且", "或", BinaryOp::Or),
        BinaryOp::Or => ("或", "且", BinaryOp::And),
        BinaryOp::Add => ("+", "-", BinaryOp::Subtract),
        BinaryOp::Subtract => ("-", "+", BinaryOp::Add),
        BinaryOp::Multiply => ("×", "÷", BinaryOp::Divide),
        BinaryOp::Divide => ("÷", "×", BinaryOp::Multiply),
    }
}

#[allow(clippy::too_many_lines, reason = "a flat match")]
fn of(expr: &Expr, form: &Form) -> Vec<ExprChange> {
    let change = |words, kind| ExprChange { words, kind };
    match &expr.kind {
        Kind::Chain(first, rest) => chain(first, rest),
        Kind::Figure(figure) => nudged(figure),
        Kind::Binary(left, op, right) => {
            let (from, to, other) = other_operator(*op);
            vec![change(put(from, to), Kind::Binary(left.clone(), other, right.clone()))]
        }
        Kind::Not(inner) => {
            let words = Words::new("去掉“非”（“不得”改成“须”）", "“not” taken away");
            vec![change(words, inner.kind.clone())]
        }
        Kind::Test { subject, test, object, negated } => {
            let (subject, object) = (subject.clone(), object.clone());
            let kind = Kind::Test { subject, test: *test, object, negated: !negated };
            vec![change(turned(), kind)]
        }
        Kind::SetTest { subject, relation, object, negated } => {
            let (subject, object) = (subject.clone(), object.clone());
            let kind = Kind::SetTest { subject, relation: *relation, object, negated: !negated };
            vec![change(turned(), kind)]
        }
        Kind::IsOfClass { subject, class, negated } => {
            let (subject, class) = (subject.clone(), *class);
            vec![change(turned(), Kind::IsOfClass { subject, class, negated: !negated })]
        }
        Kind::Near { left, right, tolerance, negated } => {
            let (left, right, tolerance) = (left.clone(), right.clone(), tolerance.clone());
            vec![change(turned(), Kind::Near { left, right, tolerance, negated: !negated })]
        }
        Kind::Present(wanted, inner) => {
            let (from, to) = if *wanted { ("有", "没有") } else { ("没有", "有") };
            vec![change(put(from, to), Kind::Present(!wanted, inner.clone()))]
        }
        Kind::Exists(amount, domain) => {
            let mut all = amounts(*amount)
                .into_iter()
                .map(|to| change(put(&say(*amount), &say(to)), Kind::Exists(to, domain.clone())))
                .collect::<Vec<_>>();
            let narrowed = narrowed(domain, form).into_iter();
            all.extend(
                narrowed.map(|(words, domain)| change(words, Kind::Exists(*amount, domain))),
            );
            all
        }
        Kind::Count(domain) => {
            let narrowed = narrowed(domain, form).into_iter();
            narrowed.map(|(words, domain)| change(words, Kind::Count(domain))).collect()
        }
        Kind::Every(domain, body) => {
            let mut some = domain.clone();
            some.filter = Some(match some.filter.take() {
                None => body.clone(),
                Some(filter) => {
                    let (span, ty) = (body.span, body.ty.clone());
                    let kind = Kind::Binary(filter, BinaryOp::And, body.clone());
                    Box::new(Expr::new(span, ty, kind))
                }
            });
            let mut all = vec![change(put("每个", "有"), Kind::Exists(Amount::Some, some))];
            let narrowed = narrowed(domain, form).into_iter();
            all.extend(
                narrowed.map(|(words, domain)| change(words, Kind::Every(domain, body.clone()))),
            );
            all
        }
        Kind::List(items) if items.len() > 1 => {
            let without = |at: usize| {
                let kept = items.iter().enumerate().filter(|(other, _)| *other != at);
                Kind::List(kept.map(|(_, item)| item.clone()).collect())
            };
            let words = |item: &Expr| match &item.kind {
                Kind::Text(text) => {
                    Words::new(format!("去掉“{text}”"), format!("“{text}” taken away"))
                }
                _ => Words::new("去掉一项", "an item taken away"),
            };
            items.iter().enumerate().map(|(at, item)| change(words(item), without(at))).collect()
        }
        Kind::Field(id) => sibling(form, *id)
            .map(|other| change(put(name(form, *id), name(form, other)), Kind::Field(other)))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

fn turned() -> Words {
    Words::new("把这个条件改成它的反面", "this condition turned round")
}

fn chain(first: &Expr, rest: &[(Order, Expr)]) -> Vec<ExprChange> {
    let mut found = Vec::new();
    for (at, (order, _)) in rest.iter().enumerate() {
        let others: &[Order] = match order {
            Order::Equal => &[Order::Unequal],
            Order::Unequal => &[Order::Equal],
            Order::Less => &[Order::AtMost, Order::AtLeast],
            Order::AtMost => &[Order::Less, Order::Greater],
            Order::Greater => &[Order::AtLeast, Order::AtMost],
            Order::AtLeast => &[Order::Greater, Order::Less],
        };
        for other in others {
            let mut rest = rest.to_vec();
            if let Some((order, _)) = rest.get_mut(at) {
                *order = *other;
            }
            let kind = Kind::Chain(Box::new(first.clone()), rest);
            found.push(ExprChange { words: put(sign(*order), sign(*other)), kind });
        }
    }
    found
}

fn sign(order: Order) -> &'static str {
    match order {
        Order::Equal => "=",
        Order::Unequal => "≠",
        Order::Less => "<",
        Order::AtMost => "≤",
        Order::Greater => ">",
        Order::AtLeast => "≥",
    }
}

fn amounts(amount: Amount) -> Vec<Amount> {
    let around = |count: u32| [count.checked_sub(1), count.checked_add(1)].into_iter().flatten();
    match amount {
        Amount::Some => vec![Amount::None],
        Amount::None => vec![Amount::Some],
        Amount::AtLeast(count) => around(count).map(Amount::AtLeast).collect(),
        Amount::AtMost(count) => around(count).map(Amount::AtMost).collect(),
        Amount::Exactly(count) => around(count).map(Amount::Exactly).collect(),
    }
}

fn say(amount: Amount) -> String {
    match amount {
        Amount::Some => "有".to_owned(),
        Amount::None => "没有".to_owned(),
        Amount::AtLeast(count) => format!("至少 {count} 个"),
        Amount::AtMost(count) => format!("至多 {count} 个"),
        Amount::Exactly(count) => format!("恰有 {count} 个"),
    }
}

/// A domain that asks for less, or for another level.
fn narrowed(domain: &Domain, form: &Form) -> Vec<(Words, Domain)> {
    let mut found = Vec::new();
    if let Some(name) = &domain.named {
        let words = Words::new(format!("不看名称“{name}”"), format!("the name “{name}” not asked"));
        found.push((words, Domain { named: None, ..domain.clone() }));
    }
    if domain.filter.is_some() {
        let words = Words::new("去掉这里的“当”", "the filter taken away");
        found.push((words, Domain { filter: None, ..domain.clone() }));
    }
    if let Some([level]) = domain.levels.as_deref()
        && let Some(other) = sibling_level(form, *level)
    {
        let words = put(&form.level_path(*level), &form.level_path(other));
        found.push((words, Domain { levels: Some(vec![other]), ..domain.clone() }));
    }
    if domain.levels.is_some() {
        let words = Words::new("不看归在哪里（去掉“于”）", "the level not asked");
        found.push((words, Domain { levels: None, ..domain.clone() }));
    }
    found
}

/// The next field of the same type, wrapping around the form.
fn sibling(form: &Form, id: FieldId) -> Option<FieldId> {
    let kind = &form.field_at(id)?.kind;
    let count = u16::try_from(form.fields.len()).ok()?;
    let others = (id.0 + 1..count).chain(0..id.0).map(FieldId);
    let mut alike =
        others.filter(|other| form.field_at(*other).is_some_and(|field| field.kind == *kind));
    alike.next()
}

fn name(form: &Form, id: FieldId) -> &str {
    form.field_at(id).map_or("", |field| &field.name)
}

/// The next level below the same 一级, wrapping around the form.
fn sibling_level(form: &Form, id: LevelId) -> Option<LevelId> {
    let parent = form.level_at(id)?.parent;
    let count = u16::try_from(form.levels.len()).ok()?;
    let mut others = (id.0 + 1..count).chain(0..id.0).map(LevelId);
    others.find(|other| form.level_at(*other).is_some_and(|level| level.parent == parent))
}

/// The rule without one of its filters, conditions, exceptions or demands, and with another range.
fn dropped(rule: &OnForm) -> Vec<Mutant> {
    let mut found = Vec::new();
    let mut without = |span: Span, zh: &str, en: &str, change: &dyn Fn(&mut OnForm)| {
        let mut on = rule.clone();
        change(&mut on);
        found.push(Mutant { on, span, change: Words::new(zh, en) });
    };
    for (at, range) in rule.ranges.iter().enumerate() {
        let filter = match range {
            Range::Each(domain) => domain.filter.as_deref(),
            Range::Pair { filter, .. } | Range::Match { filter, .. } => filter.as_ref(),
        };
        if let Some(filter) = filter {
            without(
                filter.span,
                "去掉“对”里的“当”",
                "the filter taken away",
                &|rule| match rule.ranges.get_mut(at) {
                    Some(Range::Each(domain)) => domain.filter = None,
                    Some(Range::Pair { filter, .. } | Range::Match { filter, .. }) => {
                        *filter = None;
                    }
                    None => {}
                },
            );
        }
    }
    for (at, condition) in rule.when.iter().enumerate() {
        without(condition.span, "去掉这句“当”", "this condition taken away", &|rule| {
            rule.when.remove(at);
        });
    }
    for (at, exception) in rule.exceptions.iter().enumerate() {
        without(
            exception.condition.span,
            "去掉这句“例外”",
            "this exception taken away",
            &|rule| {
                rule.exceptions.remove(at);
            },
        );
    }
    if rule.demands.len() > 1 {
        for (at, demand) in rule.demands.iter().enumerate() {
            without(demand.span, "去掉这句要求", "this demand taken away", &|rule| {
                rule.demands.remove(at);
            });
        }
    }
    found
}

/// The rule with another place of what it ranges over.
fn ranges_elsewhere(of_rule: Span, rule: &OnForm) -> Vec<Mutant> {
    let mut found = Vec::new();
    let mut with = |span: Span, words: Words, change: &dyn Fn(&mut OnForm)| {
        let mut on = rule.clone();
        change(&mut on);
        found.push(Mutant { on, span, change: words });
    };
    for (at, range) in rule.ranges.iter().enumerate() {
        match range {
            Range::Each(domain) | Range::Pair { domain, .. } => {
                let asked = Domain { filter: None, ..domain.clone() };
                for (words, other) in narrowed(&asked, &rule.form) {
                    with(of_rule, words, &|rule| {
                        if let Some(domain) = rule.ranges.get_mut(at).and_then(Range::domain_mut) {
                            domain.named.clone_from(&other.named);
                            domain.levels.clone_from(&other.levels);
                        }
                    });
                }
                for level in several(domain, &rule.form) {
                    let path = rule.form.level_path(level);
                    let words =
                        Words::new(format!("“于”里去掉“{path}”"), format!("“{path}” taken away"));
                    with(of_rule, words, &|rule| {
                        let form = rule.form.clone();
                        let domain = rule.ranges.get_mut(at).and_then(Range::domain_mut);
                        if let Some(levels) = domain.and_then(|domain| domain.levels.as_mut()) {
                            levels.retain(|other| {
                                *other != level && parent_of(&form, *other) != Some(level)
                            });
                        }
                    });
                }
            }
            Range::Match { within, .. } if within.len() > 1 => {
                for (text, expr) in within.iter().enumerate() {
                    let words = Words::new("“于”里去掉这一栏", "this text taken away");
                    with(expr.span, words, &|rule| {
                        if let Some(Range::Match { within, .. }) = rule.ranges.get_mut(at) {
                            within.remove(text);
                        }
                    });
                }
            }
            Range::Match { .. } => {}
        }
    }
    found
}

/// The rule with another place of what it points at.
fn points_elsewhere(of_rule: Span, rule: &OnForm) -> Vec<Mutant> {
    let mut found = Vec::new();
    let mut with = |span: Span, words: Words, change: &dyn Fn(&mut OnForm)| {
        let mut on = rule.clone();
        change(&mut on);
        found.push(Mutant { on, span, change: words });
    };
    for (at, anchor) in rule.anchors.iter().enumerate() {
        let span = match anchor {
            Anchor::Expr(expr) => expr.span,
            Anchor::Tree | Anchor::Level(_) | Anchor::Field(_) | Anchor::Table(_) => of_rule,
        };
        if rule.anchors.len() > 1 && !repeats_witnesses(rule, at) {
            let words = Words::new(
                format!("“否则”里去掉第 {} 处", at + 1),
                format!("place {} taken away", at + 1),
            );
            with(span, words, &|rule| {
                rule.anchors.remove(at);
            });
        }
        if let Some((words, other)) = moved(anchor, &rule.form) {
            with(span, words, &|rule| {
                if let Some(anchor) = rule.anchors.get_mut(at) {
                    *anchor = other.clone();
                }
            });
        }
    }
    found
}

/// Whether a place of a rule that compares sheets is in another sheet, or the only one in the
/// judged one, whose head then stands for it. Where sheets point at each other, no example can
/// tell.
fn repeats_witnesses(rule: &OnForm, at: usize) -> bool {
    let slots = &rule.witnesses.slots;
    let elsewhere = |anchor: &Anchor| match anchor {
        Anchor::Expr(expr) => reads_any(expr, slots),
        Anchor::Tree | Anchor::Level(_) | Anchor::Field(_) | Anchor::Table(_) => false,
    };
    let own = rule.anchors.iter().filter(|anchor| !elsewhere(anchor)).count();
    !slots.is_empty() && (own < 2 || rule.anchors.get(at).is_some_and(elsewhere))
}

/// The levels that a domain names, if several; each includes those below.
fn several(domain: &Domain, form: &Form) -> Vec<LevelId> {
    let levels = domain.levels.as_deref().unwrap_or_default();
    let named = levels
        .iter()
        .filter(|level| parent_of(form, **level).is_none_or(|parent| !levels.contains(&parent)));
    let named: Vec<LevelId> = named.copied().collect();
    if named.len() > 1 { named } else { Vec::new() }
}

fn parent_of(form: &Form, level: LevelId) -> Option<LevelId> {
    form.level_at(level).and_then(|level| level.parent)
}

fn pointed(from: &str, to: &str) -> Words {
    Words::new(format!("“否则”里把 {from} 改成 {to}"), format!("place {from} changed to {to}"))
}

/// Another place to point at.
fn moved(anchor: &Anchor, form: &Form) -> Option<(Words, Anchor)> {
    match anchor {
        Anchor::Field(id) => {
            let other = sibling(form, *id)?;
            Some((pointed(name(form, *id), name(form, other)), Anchor::Field(other)))
        }
        Anchor::Level(id) => {
            let other = sibling_level(form, *id)?;
            let words = pointed(&form.level_path(*id), &form.level_path(other));
            Some((words, Anchor::Level(other)))
        }
        Anchor::Expr(expr) => {
            let kind = match &expr.kind {
                Kind::Attribute(of, _) => Kind::Part(of.clone(), PartOf::Name),
                Kind::Part(of, PartOf::Name) if of.ty == Type::Indicator => {
                    Kind::Part(of.clone(), PartOf::Level2)
                }
                _ => return None,
            };
            let words = Words::new("“否则”里换一处", "another place pointed at");
            Some((words, Anchor::Expr(Expr::new(expr.span, Type::Text, kind))))
        }
        Anchor::Tree | Anchor::Table(_) => None,
    }
}
