//! The words for what rules range over and definitions take, in both languages.

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::form::Form;
use crate::nearest::nearest;
use crate::rule::types::Type;
use crate::source::Span;
use crate::syntax::rule::{Keyword, Name};

pub(super) fn sheet_scope_unknown(span: Span, name: &str, near: Option<&str>) -> Diagnostic {
    let message = match name {
        "" => Words::new("表的范围只能写一个", "sheets have one scope only"),
        name => Words::new(
            format!("没有叫“{name}”的表的范围"),
            format!("there is no scope of sheets “{name}”"),
        ),
    };
    let otherwise = Words::new(
        "可以写：本单位各表、本年度各表、本单位本年度各表、全部各表；把“各表”写成“其他表”就不含本表",
        "write unit_sheets, year_sheets, unit_year_sheets or all_sheets; other_… excludes the sheet itself",
    );
    Diagnostic::error(Code::UNKNOWN_NAME, span, message).suggest(span, near, otherwise)
}

pub(super) fn no_unit_field(span: Span, form: &str) -> Diagnostic {
    Diagnostic::error(
        Code::NO_UNIT_FIELD,
        span,
        Words::new(
            format!("表单“{form}”没有说哪一栏是单位，无从知道哪些是本单位的表"),
            format!("the form “{form}” does not say which field is the unit"),
        ),
    )
    .help(Words::new(
        "在表单里那一栏的后面写“本单位”，例如：栏 申报单位名称 文本 必填 本单位",
        "mark that field of the form: field 申报单位名称 text required unit",
    ))
}

pub(super) fn table_unknown(span: Span, name: &str, near: Option<&str>) -> Diagnostic {
    let message = Words::new(
        format!("表单里没有叫“{name}”的表格"),
        format!("the form has no table “{name}”"),
    );
    let otherwise = Words::new(
        "行在表格里；先在表单里用“表格”和“列”声明它",
        "rows are in tables: declare it in the form by 表格 and 列",
    );
    Diagnostic::error(Code::UNKNOWN_NAME, span, message).suggest(span, near, otherwise)
}

pub(super) fn rows_of_what(span: Span, form: &Form) -> Diagnostic {
    let example = form.tables.first().map_or("预算成本构成", |table| table.name.as_str());
    Diagnostic::error(
        Code::UNKNOWN_PLACE,
        span,
        Words::new("要说清是哪一个表格的行", "say which table the rows are in, and only one"),
    )
    .help(Words::new(
        format!("写成：每行 r 于 {example}"),
        format!("write: each row r in {example}"),
    ))
}

pub(super) fn not_symmetric(span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::NOT_SYMMETRIC,
        span,
        Words::new(
            "“每两个”的两张表换过来，这个条件就不一样：甲说乙的时候，乙不一定说甲",
            "the condition changes when the two sheets of a pair are swapped",
        ),
    )
    .help(Words::new(
        "每张表都会和其他各表比一次；要分先后、大小的，改写成：对 每个 表 b 于 本单位其他表 当 …",
        "each sheet is compared with all others; to distinguish the two, write: for each sheet b in other_unit_sheets where …",
    ))
}

pub(super) fn pieces_have_no_pattern(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        Code::EXTRA_MATCH,
        span,
        Words::new(
            "每句、每段后面不能直接写“匹配”",
            "sentences and paragraphs have no pattern of their own",
        ),
    )
    .help(Words::new(
        format!("写成：当 {name} 匹配 /…/；要每一处匹配，就用“每处”"),
        format!("write: where {name} matches /…/, or range over each match"),
    ))
}

pub(super) fn whose_field(name: &str, span: Span, sheet: &str) -> Diagnostic {
    Diagnostic::error(
        Code::WHICH_SHEET,
        span,
        Words::new(
            format!("这条规则比较两张表，“{name}”没有说是哪一张的"),
            format!("the rule compares two sheets: whose “{name}” is it?"),
        ),
    )
    .did_you_mean(span, &format!("{sheet}.{name}"))
}

pub(super) fn whose_indicators(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::WHICH_SHEET,
        span,
        Words::new(
            "这条规则比较两张表，没有说是哪一张的指标或字段",
            "the rule compares two sheets: say whose indicators or fields",
        ),
    )
    .help(Words::new(
        "写明是哪一张：指标 i 于 a，指标 i 于 a/产出目标",
        "name it: indicator i in a",
    ))
}

pub(super) fn parameter_type_unknown(kind: &Name) -> Diagnostic {
    let message = Words::new(
        format!("没有叫“{}”的类型", kind.text),
        format!("there is no type “{}”", kind.text),
    );
    let types = Keyword::parameter_types();
    let near = nearest(&kind.text, types.clone().flat_map(Keyword::spellings));
    let (zh, en) = Keyword::listed(types);
    let otherwise = Words::new(format!("可以写：{zh}"), format!("write {en}"));
    Diagnostic::error(Code::UNKNOWN_NAME, kind.span, message).suggest(kind.span, near, otherwise)
}

pub(super) fn parameter_twice(name: &Name) -> Diagnostic {
    Diagnostic::error(
        Code::REPEATED_NAME,
        name.span,
        Words::new(
            format!("“{}”在这里已经是另一个的名字", name.text),
            format!("“{}” already names something else here", name.text),
        ),
    )
    .help(Words::new("换一个名字", "choose another name"))
}

pub(super) fn given_to_define(
    span: Span,
    name: &str,
    wanted: &[(String, Type)],
    given: usize,
) -> Diagnostic {
    let list = |say: fn(&Type) -> &'static str, sep: &str| {
        let all: Vec<String> =
            wanted.iter().map(|(name, ty)| format!("{} {name}", say(ty))).collect();
        all.join(sep)
    };
    Diagnostic::error(
        Code::ARGUMENT_COUNT,
        span,
        Words::new(
            format!("“{name}”要 {} 个，给了 {given} 个", wanted.len()),
            format!("“{name}” takes {} and gets {given}", wanted.len()),
        ),
    )
    .help(Words::new(
        format!("它的定义是：{name}({})", list(Type::zh, "、")),
        format!("it is defined as {name}({})", list(Type::en, ", ")),
    ))
}

pub(super) fn wrong_for_define(
    span: Span,
    name: &str,
    parameter: &str,
    wanted: &Type,
    given: &Type,
) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("“{name}”的“{parameter}”要{}，这里是{}", wanted.zh(), given.zh()),
            format!("“{parameter}” of “{name}” is {}, but this is {}", wanted.en(), given.en()),
        ),
    )
    .help(Words::new("给它要的那种", "give what it expects"))
}

pub(super) fn not_addable(span: Span, ty: &Type) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("合计、平均、最大、最小要数，这里是{}", ty.zh()),
            format!("sums, averages and extremes need numbers, but this is {}", ty.en()),
        ),
    )
    .help(Words::new(
        "写出要算的数，例如：合计(i.权重 对 每个 指标 i)、最大(i.目标值.数值 对 每个 指标 i)",
        "write the number, such as sum(i.权重 for each indicator i)",
    ))
}

pub(super) fn type_of_no_field(ty: Keyword, span: Span) -> Diagnostic {
    let (zh, en) = (ty.zh(), ty.en());
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("“{zh}”是字段的类型，只能写在“字段”前面"),
            format!("“{en}” is a type of fields, and belongs in front of “field” only"),
        ),
    )
    .help(Words::new(
        "例如：对 每个 文本 字段 f；指标和表没有类型，删去这个词",
        "such as: for each text field f; indicators and sheets have no type, remove the word",
    ))
}

pub(super) fn tolerance_alone(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TOLERANCE_PLACE,
        span,
        Words::new("“误差”只能跟在一个 = 或 ≠ 的后面", "a tolerance follows a single = or ≠"),
    )
    .help(Words::new(
        "例如：合计(i.权重 对 每个 指标 i) = 100 误差 0.01",
        "such as: sum(i.权重 for each indicator i) = 100 give or take 0.01",
    ))
}
