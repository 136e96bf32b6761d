//! One node to a cell: its text, and its value by the type of its field.

use super::boxes::boxes;
use super::reader::SheetReader;
use super::text::text_of;
use super::{Cell, names, words};
use crate::form::{Field, FieldKind};
use crate::nearest::{is_slip_of, nearest};
use crate::source::{MappedText, Span};
use crate::syntax::sheet::{Node, NodeKind};
use crate::value::{
    BLANK, Decimal, Figure, Unit, Value, read_date, read_figure, read_money, read_target,
    read_yes_no, same_name,
};

impl SheetReader<'_> {
    /// Reads a node as the value of a field; what cannot be read is reported.
    pub(super) fn read_cell(&mut self, field: &Field, key: Span, node: &Node) -> Cell {
        let Some(text) = text_of(node).filter(|_| field.kind == FieldKind::Text || !is_list(node))
        else {
            self.report(words::wrong_shape(node.span, field));
            return Cell {
                key,
                span: node.span,
                text: MappedText::verbatim(node.span, ""),
                value: None,
            };
        };
        // That it cannot be read was reported where that was tried.
        if matches!(node.kind, NodeKind::Unreadable { .. }) {
            return Cell { key, span: node.span, text, value: None };
        }
        self.read_text_as(field, key, node.span, text)
    }

    /// Reads a text as the value of a field.
    pub(super) fn read_text_as(
        &mut self,
        field: &Field,
        key: Span,
        span: Span,
        text: MappedText,
    ) -> Cell {
        let mut cell = Cell { key, span, text, value: None };
        if !self.tick(field, &mut cell) {
            return cell;
        }
        if !cell.is_empty() {
            cell.value = self.read_value(field, &cell);
        } else if field.kind == FieldKind::Target {
            cell.value = read_target("").ok().map(Value::Target);
        }
        if field.kind != FieldKind::Target && cell.value.is_some() {
            self.blanks(&cell.text);
        }
        if cell.is_empty() && field.required && self.is_whole() {
            self.report(words::empty_field(key, cell.span, field));
        }
        cell
    }

    /// Takes the ticked choice of a row of boxes for the value; `false` if it is not one.
    fn tick(&mut self, field: &Field, cell: &mut Cell) -> bool {
        let has_boxes = match field.kind {
            FieldKind::Enum { .. } => true,
            FieldKind::Text => self.form.general,
            _ => false,
        };
        let Some(choices) = boxes(cell.text.as_str()).filter(|_| has_boxes) else { return true };
        let mut ticked = choices.iter().filter(|choice| choice.ticked);
        match (ticked.next(), ticked.next()) {
            (Some(choice), None) => {
                let label = cell.text.as_str().get(choice.label.clone()).unwrap_or_default();
                cell.text = MappedText::verbatim(cell.text.span(choice.label.clone()), label);
                true
            }
            (first, _) => {
                let all = choices.iter().filter_map(|at| cell.text.as_str().get(at.label.clone()));
                let listed = all.collect::<Vec<_>>().join("、");
                if self.is_whole() {
                    self.report(words::ticked_amiss(cell, field, &listed, first.is_some()));
                }
                false
            }
        }
    }

    /// Reports the gaps of a draft. A target with a gap is a placeholder, which rules see.
    pub(super) fn blanks(&mut self, text: &MappedText) {
        if self.is_whole()
            && let Some(at) = text.as_str().find(BLANK)
        {
            self.report(words::still_blank(text.span(at..at + BLANK.len())));
        }
    }

    fn read_value(&mut self, field: &Field, cell: &Cell) -> Option<Value> {
        let text = cell.text.as_str().trim();
        let value = match &field.kind {
            FieldKind::Text => Some(Value::Text),
            // Printed tables have a dash where there is none.
            FieldKind::Integer | FieldKind::Number if is_nil(text) => {
                Some(Value::Figure(Figure::plain(0)))
            }
            FieldKind::Integer => {
                count(text).filter(|at| at.number.fract().is_zero()).map(Value::Figure)
            }
            // In the general form a share of a hundred may stand where others print a number.
            FieldKind::Number => number(match self.form.general {
                true => text.trim_end_matches(['%', '％']),
                false => text,
            })
            .map(Value::Figure),
            FieldKind::Percent if is_nil(text) => {
                Some(Value::Figure(Figure { number: Decimal::ZERO, unit: Unit::Percent }))
            }
            FieldKind::Percent => percent(text).map(Value::Figure),
            FieldKind::Money { .. } if is_nil(text) => {
                Some(Value::Figure(Figure::yuan(Decimal::ZERO)))
            }
            FieldKind::Money { unit } => read_money(text, self.unit_of_money(cell, *unit))
                .map(|amount| Value::Figure(Figure::yuan(amount))),
            FieldKind::Date => read_date(text).map(Value::Date),
            FieldKind::YesNo => read_yes_no(text).map(Value::YesNo),
            FieldKind::Target => match read_target(text) {
                Ok(target) => Some(Value::Target(target)),
                Err(flaw) => {
                    self.report(words::unreadable_target(cell, field, flaw));
                    return None;
                }
            },
            FieldKind::Enum { values, open } => {
                return self.read_choice(field, cell, values, *open);
            }
        };
        match value {
            Some(Value::Figure(figure)) if figure.number < Decimal::ZERO && !field.signed => {
                self.report(words::below_zero(cell.span, text, field));
                None
            }
            Some(value) => Some(value),
            None => {
                self.report(words::unreadable(cell.span, text, field));
                None
            }
        }
    }

    /// The unit of a bare amount: that in its key, that of the head of the sheet, that of the form.
    fn unit_of_money(&self, cell: &Cell, declared: Decimal) -> Decimal {
        let in_key = names::unit_in_key(self.source.slice(cell.key));
        in_key.map(|(_, (_, yuan))| yuan).or(self.money_unit).unwrap_or(declared)
    }

    /// One of the values of an enumeration; in an open one any text, but a near miss is noted.
    fn read_choice(
        &mut self,
        field: &Field,
        cell: &Cell,
        values: &[String],
        open: bool,
    ) -> Option<Value> {
        let text = cell.text.as_str().trim();
        let spelt = values.iter().any(|value| *value == text);
        if spelt || values.iter().any(|value| same_name(value, text)) {
            return Some(Value::Text);
        }
        let all = || values.iter().map(String::as_str);
        if open {
            let near = all().find(|value| is_slip_of(text, value));
            if let Some(near) = near {
                self.report(words::unusual_choice(cell, field, near));
            }
            return Some(Value::Text);
        }
        let near = nearest(text, all());
        self.report(words::unknown_choice(cell, field, near, values));
        None
    }
}

/// What stands in a printed table for nothing.
fn is_nil(text: &str) -> bool {
    text == "无" || text.chars().all(|at| "-—–－―/／".contains(at))
}

/// A bare number or one of things.
fn count(text: &str) -> Option<Figure> {
    read_figure(text).filter(|figure| matches!(figure.unit, Unit::None | Unit::Named(_)))
}

/// A number; points are one, too: 10分.
fn number(text: &str) -> Option<Figure> {
    let figure = count(text)?;
    let unit = if figure.unit.name() == "分" { Unit::None } else { figure.unit };
    Some(Figure { unit, ..figure })
}

/// A percentage; a bare number in such a field is one too.
fn percent(text: &str) -> Option<Figure> {
    let figure = read_figure(text)?;
    matches!(figure.unit, Unit::None | Unit::Percent)
        .then_some(Figure { unit: Unit::Percent, ..figure })
}

fn is_list(node: &Node) -> bool {
    matches!(node.kind, NodeKind::FlowList(_) | NodeKind::Block(_))
}
