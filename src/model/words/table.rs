//! The words for tables inside a sheet.

use super::{accepted, brief, one_of};
use crate::diagnostic::{Code, Diagnostic, Words};
use crate::form::{Field, Table};
use crate::source::Span;

pub(in crate::model) fn text_for_table(span: Span, table: &Table) -> Diagnostic {
    let name = &table.name;
    let row = table.column_names().join(" | ").replacen(" | ", ": ", 1);
    let message = Words::new(
        format!("“{name}”是表格，这里没有写成行"),
        format!("“{name}” is a table, and this is no row of it"),
    );
    let help = Words::new(
        format!("从下一行起缩进，每行写“{row}”"),
        format!("indent the lines below it and write “{row}” on each"),
    );
    Diagnostic::error(Code::WRONG_SHAPE, span, message).help(help)
}

pub(in crate::model) fn too_many_cells(span: Span, table: &Table) -> Diagnostic {
    let (name, count) = (&table.name, table.columns.len());
    let message = Words::new(
        format!("“{name}”只有 {count} 列，这一行多出一格，没有读"),
        format!("“{name}” has {count} columns, and this row has more cells: it is not read"),
    );
    let columns = table.column_names().into_iter();
    Diagnostic::error(Code::WRONG_SHAPE, span, message).help(one_of(columns))
}

pub(in crate::model) fn table_too_long(span: Span, table: &Table, most: usize) -> Diagnostic {
    let name = &table.name;
    let message = Words::new(
        format!("“{name}”超过 {most} 行，从这一行起没有读"),
        format!("“{name}” has more than {most} rows: from here on it is not read"),
    );
    let help = Words::new("分成几张表填报", "split it into several sheets");
    Diagnostic::error(Code::TABLE_TOO_LONG, span, message).help(help)
}

pub(in crate::model) fn unknown_column(
    span: Span,
    key: &str,
    near: Option<&str>,
    table: &Table,
) -> Diagnostic {
    let message = Words::new(
        format!("表格“{}”没有“{}”这一列", table.name, brief(key)),
        format!("the table “{}” has no column “{}”", table.name, brief(key)),
    );
    let diagnostic = Diagnostic::error(Code::UNKNOWN_KEY, span, message);
    match near {
        Some(near) => diagnostic.did_you_mean(span, near),
        None => diagnostic.help(one_of(table.column_names().into_iter())),
    }
}

pub(in crate::model) fn missing_cell(span: Span, table: &Table, column: &Field) -> Diagnostic {
    let name = &column.name;
    let message = Words::new(
        format!("“{}”的这一行缺少必填的“{name}”", table.name),
        format!("this row of “{}” lacks the required “{name}”", table.name),
    );
    let help = Words::new(
        format!("补上“{name}”，填{}", accepted(column).zh),
        format!("add “{name}”; it holds {}", accepted(column).en),
    );
    Diagnostic::error(Code::MISSING_FIELD, span, message).help(help)
}

pub(in crate::model) fn undeclared_table(span: Span, key: &str) -> Diagnostic {
    let message = Words::new(
        format!("表单没有声明“{}”这个表格，没有判", brief(key)),
        format!("the form does not declare the table “{}”: it is not judged", brief(key)),
    );
    let help = Words::new(
        "要判它，在表单里写“表格”和“列”；不必判，写到“不判”里",
        "declare it in the form by 表格 and 列 to have it judged, or name it under 不判",
    );
    Diagnostic::note(Code::UNDECLARED_TABLE, span, message).help(help)
}
