//! From anchors to places in the sheet, and from templates to filled-in words.

use std::sync::Arc;

use super::expr::Evaluator;
use super::value::Val;
use super::witness::WitnessCases;
use super::{Failure, PlaceRole, SeenElsewhere, ShownPlace, fix_edits, words};
use crate::diagnostic::{Subject, Words};
use crate::form::{AttributeId, ColumnId, FieldId, LevelId, TableId};
use crate::model::{Cell, LevelNode, Sheet};
use crate::rule::{Anchor, Expr, Kind, MessagePart, OnForm, PartOf, Template, Type};
use crate::source::Span;
use crate::value::yes_no;

/// The longest value that is put into a message, in characters; longer ones are cut.
const LONGEST_HOLE: usize = 40;

/// The reported failure, from the cases that show it. The variables stay bound as in the first.
pub(super) fn failure<'s>(
    evaluator: &mut Evaluator<'s>,
    rule: &'s OnForm,
    cases: &WitnessCases<'s>,
) -> Failure {
    let mut places: Vec<ShownPlace> = Vec::new();
    let mut subject: Option<Subject> = None;
    let own = evaluator.sheet.span;
    for case in &cases.shown {
        evaluator.slots.clone_from(case);
        for anchor in &rule.anchors {
            let (found, named) = locate(evaluator, anchor);
            // A part of a witness does not identify the finding: another witness may come before
            // it.
            if found.first().is_some_and(|place| own.contains(place.span)) {
                subject = subject.or(named);
            }
            for place in found {
                if !places.iter().any(|known| known.span == place.span) {
                    places.push(place);
                }
            }
        }
    }
    // A primary place comes before one that explains, one in the judged sheet before one
    // elsewhere.
    places.sort_by_key(|place| (place.role != PlaceRole::Fault, !own.contains(place.span)));
    if places.first().is_none_or(|first| !own.contains(first.span)) {
        places.insert(0, ShownPlace { span: evaluator.sheet.head, role: PlaceRole::Fault });
    }
    if let Some(first) = cases.shown.first() {
        evaluator.slots.clone_from(first);
    }
    Failure {
        places,
        message: fill(evaluator, rule, &rule.message, cases),
        help: rule.help.as_ref().map(|help| fill(evaluator, rule, help, cases)),
        subject,
        witnesses: witnesses(rule, cases),
        repairs: fix_edits::repairs(evaluator, rule),
    }
}

fn fault(span: Span) -> ShownPlace {
    ShownPlace { span, role: PlaceRole::Fault }
}

/// The places of an anchor, and its subject.
fn locate<'s>(
    evaluator: &mut Evaluator<'s>,
    anchor: &'s Anchor,
) -> (Vec<ShownPlace>, Option<Subject>) {
    match anchor {
        Anchor::Level(id) => (
            level(evaluator.sheet, *id),
            Some(Subject::Level(evaluator.sheet.form.level_path(*id))),
        ),
        Anchor::Tree => {
            let tree = evaluator.sheet.tree.as_ref();
            (vec![fault(tree.map_or(evaluator.sheet.head, |node| node.key))], None)
        }
        Anchor::Field(id) => field(evaluator.sheet, *id),
        Anchor::Table(id) => {
            let sheet = evaluator.sheet;
            let place = sheet.table(*id).map_or(sheet.head, |table| table.key);
            let name = sheet.form.table_at(*id).map(|table| Subject::Text(table.name.clone()));
            (vec![fault(place)], name)
        }
        Anchor::Expr(expr) => expression(evaluator, expr),
    }
}

/// The key of a level; if that is absent, the key of the nearest level present and the point of
/// insertion.
fn level(sheet: &Sheet, id: LevelId) -> Vec<ShownPlace> {
    if let Some(node) = sheet.level(id) {
        return vec![fault(node.key)];
    }
    let parent = sheet.form.level_at(id).and_then(|level| level.parent);
    let node = parent.and_then(|parent| sheet.level(parent)).or(sheet.tree.as_ref());
    match node {
        Some(node) => vec![fault(node.key), insertion(sheet, node)],
        None => vec![fault(sheet.head)],
    }
}

fn insertion(sheet: &Sheet, node: &LevelNode) -> ShownPlace {
    let at = node.insert_at as usize;
    ShownPlace { span: Span::at(sheet.source.id(), at), role: PlaceRole::Insert }
}

fn field(sheet: &Sheet, id: FieldId) -> (Vec<ShownPlace>, Option<Subject>) {
    let name = sheet.form.field_at(id).map(|field| Subject::Field(field.name.clone()));
    let place = match sheet.field(id) {
        Some(cell) => fault(shown(cell)),
        None => fault(sheet.head),
    };
    (vec![place], name)
}

/// A short value is underlined itself; a long text by its key, since a frame full of underlining
/// shows nothing.
fn shown(cell: &Cell) -> Span {
    let text = cell.text.as_str().trim_end();
    let long = text.contains('\n') || text.chars().count() > LONGEST_HOLE;
    if long || text.is_empty() { cell.key } else { cell.text.span(0..text.len()) }
}

fn expression<'s>(
    evaluator: &mut Evaluator<'s>,
    expr: &'s Expr,
) -> (Vec<ShownPlace>, Option<Subject>) {
    let sheet = evaluator.sheet;
    let of = match &expr.kind {
        Kind::Part(of, _) | Kind::Attribute(of, _) | Kind::Cell(of, _) => evaluator.value(of).ok(),
        _ => None,
    };
    match (&expr.kind, of) {
        (Kind::Attribute(_, id), Some(Val::Indicator(sheet, at))) => {
            return (attribute(sheet, at, *id), Some(indicator(sheet, at)));
        }
        (Kind::Cell(_, id), Some(Val::Row(sheet, table, at))) => {
            return (cell(sheet, (table, at), *id), Some(row(sheet, table, at)));
        }
        // A figure found in a text is shown at the words that express it.
        (Kind::Part(of, part), Some(Val::Fragments(_)))
            if !matches!(part, PartOf::Name | PartOf::Aim) =>
        {
            return expression(evaluator, of);
        }
        // Of the parts of a target only the target itself has a place.
        (Kind::Part(of, _), Some(Val::Target(_))) => return expression(evaluator, of),
        (
            Kind::Part(_, PartOf::Level1 | PartOf::Level2 | PartOf::Filing),
            Some(Val::Indicator(sheet, at)),
        ) => {
            let level = sheet.indicators.get(at).and_then(|indicator| indicator.level);
            let node = level.and_then(|level| sheet.level(level));
            return (
                node.map(|node| fault(node.key)).into_iter().collect(),
                Some(indicator(sheet, at)),
            );
        }
        (Kind::Part(_, PartOf::FieldType | PartOf::Name), Some(Val::Field(sheet, id))) => {
            let key = sheet.field(id).map(|cell| fault(cell.key));
            return (key.into_iter().collect(), field(sheet, id).1);
        }
        _ => {}
    }
    if let Kind::Field(id) = expr.kind {
        return field(sheet, id);
    }
    if let Kind::SheetField(of, id) = &expr.kind
        && let Ok(Val::Sheet(sheet)) = evaluator.value(of)
    {
        return field(sheet, *id);
    }
    let Ok(value) = evaluator.value(expr) else { return (Vec::new(), None) };
    match &value {
        Val::Sheet(sheet) => (vec![fault(sheet.head)], Some(Subject::Text(sheet.name.to_string()))),
        Val::Indicator(sheet, at) => {
            let name = sheet.indicators.get(*at).map(|found| fault(found.name.whole()));
            (name.into_iter().collect(), Some(indicator(sheet, *at)))
        }
        Val::Row(sheet, table, at) => whole_row(sheet, *table, *at),
        Val::Field(sheet, id) => field(sheet, *id),
        Val::Fragments(fragments) => {
            let mut places = Vec::new();
            for fragment in fragments.iter() {
                places.extend(fragment.snippet.span().map(fault));
                if let Some((related, role)) = &fragment.related {
                    places.extend(related.span().map(|span| ShownPlace { span, role: *role }));
                }
            }
            let subject =
                fragments.first().map(|first| Subject::Text(first.snippet.text.to_string()));
            (places, subject)
        }
        _ => {
            let snippet = evaluator.snippet(&value);
            let place = snippet.as_ref().and_then(|snippet| snippet.span()).map(fault);
            let subject = match &expr.kind {
                Kind::Part(of, PartOf::Name) => match evaluator.value(of) {
                    Ok(Val::Indicator(sheet, at)) => Some(indicator(sheet, at)),
                    Ok(Val::Row(sheet, table, at)) => Some(row(sheet, table, at)),
                    _ => None,
                },
                _ => snippet.map(|snippet| Subject::Text(snippet.text.to_string())),
            };
            (place.into_iter().collect(), subject)
        }
    }
}

/// The value of an attribute; if that is absent, the name of the indicator.
fn attribute(sheet: &Sheet, at: usize, id: AttributeId) -> Vec<ShownPlace> {
    let Some(indicator) = sheet.indicators.get(at) else { return Vec::new() };
    let cell = indicator.attribute(id).filter(|cell| !cell.is_empty());
    let place = cell.map_or_else(|| indicator.name.whole(), |cell| cell.text.whole());
    vec![fault(place)]
}

/// The value of a column; if that is absent, the row.
fn cell(sheet: &Sheet, (table, at): (TableId, usize), id: ColumnId) -> Vec<ShownPlace> {
    let Some(row) = sheet.row(table, at) else { return Vec::new() };
    let cell = row.cell(id).filter(|cell| !cell.is_empty());
    vec![fault(cell.map_or_else(|| row.place(), |cell| cell.text.whole()))]
}

fn whole_row(sheet: &Sheet, table: TableId, at: usize) -> (Vec<ShownPlace>, Option<Subject>) {
    let place = sheet.row(table, at).map(|row| fault(row.place()));
    (place.into_iter().collect(), Some(row(sheet, table, at)))
}

/// `表格/行`
fn row(sheet: &Sheet, table: TableId, at: usize) -> Subject {
    let table_name = sheet.form.table_at(table).map_or("", |table| table.name.as_str());
    let name = sheet.row(table, at).and_then(|row| row.name());
    Subject::Text(format!("{table_name}/{}", name.map_or("", |name| name.as_str())))
}

/// `一级/二级/指标`
fn indicator(sheet: &Sheet, at: usize) -> Subject {
    let found = sheet.indicators.get(at);
    let level = found.and_then(|found| found.level).map(|level| sheet.form.level_path(level));
    let name = found.map_or("", |found| found.name.as_str());
    Subject::Indicator(format!("{}/{name}", level.unwrap_or_default()))
}

/// The witnesses, if the rule looks at other sheets.
fn witnesses<'s>(rule: &OnForm, cases: &WitnessCases<'s>) -> Option<SeenElsewhere> {
    let sheet = |case: &Vec<Val<'s>>| {
        let values = rule.witnesses.slots.iter().filter_map(|slot| case.get(*slot));
        values.into_iter().find_map(|value| match value {
            Val::Sheet(sheet) => Some((sheet.name.clone(), sheet.head)),
            _ => None,
        })
    };
    let examples: Vec<(Arc<str>, Span)> = cases.shown.iter().filter_map(sheet).collect();
    (!examples.is_empty()).then(|| SeenElsewhere { heads: cases.heads.clone(), examples })
}

fn fill<'s>(
    evaluator: &mut Evaluator<'s>,
    rule: &'s OnForm,
    template: &'s Template,
    cases: &WitnessCases<'s>,
) -> Words {
    if let [MessagePart::Text(text)] = &*template.parts {
        return Words::verbatim(Arc::clone(text));
    }
    // Only what is read of witnesses is worded in each language.
    let (mut zh, mut en) = (String::new(), None);
    let mut put = |in_zh: &str, in_en: &str| {
        if in_zh != in_en {
            en.get_or_insert_with(|| zh.clone());
        }
        en.iter_mut().for_each(|en: &mut String| en.push_str(in_en));
        zh.push_str(in_zh);
    };
    for part in &template.parts {
        match part {
            MessagePart::Text(text) => put(text, text),
            MessagePart::Hole(expr) => match read_of_witness(rule, expr) {
                Some(whole) => {
                    let words = of_witnesses(evaluator, expr, whole, cases);
                    put(&words.zh, &words.en);
                }
                None => {
                    let value = said(evaluator, expr);
                    put(&value, &value);
                }
            },
        }
    }
    match en {
        Some(en) => Words::new(zh, en),
        None => Words::verbatim(zh),
    }
}

/// Whether an expression only reads a part of a witness, and then whether that is a text of the
/// sheet itself, which represents the sheet. A value computed from several things, such as a
/// similarity, is that of the first witness.
fn read_of_witness(rule: &OnForm, expr: &Expr) -> Option<bool> {
    let (of, whole) = match &expr.kind {
        Kind::SheetField(of, _) => (&**of, expr.ty.is_textual()),
        Kind::SheetYear(of) => (&**of, false),
        Kind::Attribute(of, _) | Kind::Cell(of, _) | Kind::Part(of, _) | Kind::Group(of, _) => {
            (&**of, false)
        }
        Kind::Variable(_) => (expr, expr.ty == Type::Sheet),
        _ => return None,
    };
    match of.kind {
        Kind::Variable(slot) => rule.witnesses.slots.contains(&slot).then_some(whole),
        _ => read_of_witness(rule, of).map(|_| false),
    }
}

/// The values that a hole reads of each witness shown, without repetitions.
fn of_witnesses<'s>(
    evaluator: &mut Evaluator<'s>,
    expr: &'s Expr,
    whole: bool,
    cases: &WitnessCases<'s>,
) -> Words {
    let mut values: Vec<String> = Vec::new();
    for case in cases.shown.iter().rev() {
        evaluator.slots.clone_from(case);
        let value = said(evaluator, expr);
        values.retain(|known| *known != value);
        values.insert(0, value);
    }
    match whole {
        true => words::of_sheets(&values, cases.heads.len()),
        false => {
            words::of_things(&values, values.len() > 1 && cases.heads.len() > cases.shown.len())
        }
    }
}

/// A value as it is shown to people.
fn said<'s>(evaluator: &mut Evaluator<'s>, expr: &'s Expr) -> String {
    let field = match &expr.kind {
        Kind::Field(id) => evaluator.sheet.field(*id),
        Kind::SheetField(of, id) => match evaluator.value(of) {
            Ok(Val::Sheet(sheet)) => sheet.field(*id),
            _ => None,
        },
        _ => None,
    };
    if let Some(cell) = field.filter(|cell| !cell.is_empty()) {
        return cut(cell.text.as_str());
    }
    match evaluator.value(expr) {
        Ok(Val::Truth(truth)) => yes_no(truth).to_owned(),
        Ok(Val::Figure(figure)) => figure.to_string(),
        Ok(Val::Date(date)) => date.to_string(),
        Ok(Val::Fragments(fragments)) => {
            let all: Vec<&str> = fragments.iter().map(|fragment| &*fragment.snippet.text).collect();
            cut(&all.join("、"))
        }
        Ok(Val::Sheet(sheet)) => cut(&sheet.name),
        Ok(value) => match evaluator.snippet(&value) {
            Some(snippet) => cut(&snippet.text),
            None => "（无）".to_owned(),
        },
        Err(_) => "（未填）".to_owned(),
    }
}

/// On one line, and short enough for a message.
fn cut(text: &str) -> String {
    let mut line = String::new();
    // No more of a long text is read than is shown.
    for word in text.split_whitespace().take(LONGEST_HOLE + 1) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().take(LONGEST_HOLE + 1));
    }
    if line.chars().count() <= LONGEST_HOLE {
        return line;
    }
    let mut short: String = line.chars().take(LONGEST_HOLE - 1).collect();
    short.push('…');
    short
}
