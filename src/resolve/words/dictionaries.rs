//! The words for faults of dictionaries, parameters and references between files.

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::dictionary::Direction;
use crate::dictionary::Filing;
use crate::nearest::nearest;
use crate::rule::types::Type;
use crate::rule::{Parameter, Valued, when_and_where};
use crate::source::Span;
use crate::syntax::rule::Name;
use crate::syntax::table::TableCell;

/// The expected form of a dictionary's file.
#[derive(Clone, Copy, Debug)]
pub(in crate::resolve) enum Shape {
    /// A list of words.
    Words,
    /// Places with lists of endings.
    Suffixes,
    /// Indicators with their attributes.
    Catalogue,
    /// Lists of words that count as one.
    Synonyms,
    /// Names with values.
    Parameters,
}

pub(in crate::resolve) fn file_not_read(path: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::FILE_MISSING,
        span,
        Words::new(format!("没有读到文件“{path}”"), format!("the file “{path}” was not read")),
    )
    .help(Words::new(
        "路径从这个规则文件所在的文件夹算起；词典是 .csv 或 .yaml 文件",
        "paths are relative to the folder of this rule file; dictionaries are .csv or .yaml files",
    ))
}

/// A dictionary of nothing: a rule that uses it would find nothing, or everything.
pub(in crate::resolve) fn nothing_in_file(path: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TABLE_EMPTY,
        span,
        Words::new(
            format!("文件“{path}”里没有一条内容"),
            format!("the file “{path}” has no entries"),
        ),
    )
    .help(Words::new(
        "在列名下面写上内容，一行一条；用到它的规则才能用",
        "write entries below the headings, one a row; rules that use it are left out until then",
    ))
}

pub(in crate::resolve) fn pack_unknown(name: &str, span: Span, near: Option<&str>) -> Diagnostic {
    let message =
        Words::new(format!("没有规则包“{name}”"), format!("there is no rule pack “{name}”"));
    let otherwise = Words::new(
        "规则包要么是内置的，要么用 --rules 一并给出，要么放在旁边同名的文件夹里",
        "a pack is built in, given with --rules too, or in a folder of its name beside this one",
    );
    Diagnostic::error(Code::UNKNOWN_PACK, span, message).suggest(span, near, otherwise)
}

pub(in crate::resolve) fn circle_of_files(circle: &[String], span: Span) -> Diagnostic {
    circle_of("文件互相引用，绕成了圈", "the files use each other in a circle", circle, span)
}

pub(in crate::resolve) fn circle_of_packs(circle: &[String], span: Span) -> Diagnostic {
    circle_of("规则包互为上位，绕成了圈", "the packs build on each other in a circle", circle, span)
}

fn circle_of(zh: &str, en: &str, circle: &[String], span: Span) -> Diagnostic {
    let way = circle.join(" → ");
    Diagnostic::error(
        Code::CIRCULAR_USE,
        span,
        Words::new(format!("{zh}：{way}"), format!("{en}: {way}")),
    )
    .help(Words::new(
        "删去其中一个引用；两边都要用的内容，放进另一个文件",
        "remove one of them; move what both need into a file of its own",
    ))
}

pub(in crate::resolve) fn wrong_shape(span: Span, of: &str, shape: Shape) -> Diagnostic {
    let (zh, en) = match shape {
        Shape::Words => ("- 词，一行一个；或 [词, 词]", "- word, one per line; or [word, word]"),
        Shape::Suffixes => (
            "产出目标/质量: [词尾, 词尾]，一行一个层级",
            "产出目标/质量: [ending, ending], one level per line",
        ),
        Shape::Catalogue => (
            "CSV 表：名称、归类、单位、方向、常用目标、说明各一列，一行一个指标",
            "a CSV table with columns 名称, 归类, 单位, 方向, 常用目标, 说明; one indicator per row",
        ),
        Shape::Synonyms => ("- [词, 词]，一行一组", "- [word, word], one group per line"),
        Shape::Parameters => ("名称: 值，一行一个", "name: value, one per line"),
    };
    let of = if of.is_empty() { String::new() } else { format!("“{of}”") };
    Diagnostic::error(
        Code::TABLE_FAULTY,
        span,
        Words::new(
            format!("{of}这里的写法不对"),
            format!("{of} this is not written as it should be"),
        ),
    )
    .help(Words::new(format!("写作：{zh}"), format!("write: {en}")))
}

pub(in crate::resolve) fn direction_unknown(cell: &Name) -> Diagnostic {
    let names = Direction::NAMES.join("、");
    Diagnostic::error(
        Code::UNKNOWN_DIRECTION,
        cell.span,
        Words::new(
            format!("没有“{}”这种方向", cell.text),
            format!("there is no direction “{}”", cell.text),
        ),
    )
    .suggest(
        cell.span,
        nearest(&cell.text, Direction::NAMES),
        Words::new(
            format!("写作：{names}；说不上的空着"),
            format!("write one of {names}, or nothing"),
        ),
    )
}

pub(in crate::resolve) fn heading_unknown(cell: &TableCell, near: Option<&str>) -> Diagnostic {
    let message = Words::new(
        format!("没有“{}”这种列", cell.text),
        format!("“{}” is not the heading of a column", cell.text),
    );
    let otherwise = Words::new(
        "只给人看的列，列名写“说明”或“备注”；否则删去这一列",
        "call a column for people 说明 or 备注, or remove it",
    );
    match near {
        Some(_) => Diagnostic::error(Code::UNKNOWN_COLUMN, cell.span, message),
        None => Diagnostic::warning(Code::UNKNOWN_COLUMN, cell.span, message),
    }
    .suggest(cell.span, near, otherwise)
}

pub(in crate::resolve) fn column_missing(names: &[&str], head: Span) -> Diagnostic {
    let (zh, en) = (names.join("”“"), names.join(", "));
    Diagnostic::error(
        Code::MISSING_COLUMN,
        head,
        Words::new(format!("缺少“{zh}”这一列"), format!("there is no column {en}")),
    )
    .help(Words::new("在第一行写上列名", "write the headings in the first row"))
}

pub(in crate::resolve) fn cell_empty(span: Span) -> Diagnostic {
    Diagnostic::error(Code::EMPTY_CELL, span, Words::new("这一格是空的", "this cell is empty"))
        .help(Words::new("填上这一格，或删去这一行", "fill it in, or remove the row"))
}

pub(in crate::resolve) fn year_unreadable(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::BAD_YEAR,
        span,
        Words::new(format!("“{text}”不是年度"), format!("“{text}” is not a year")),
    )
    .help(Words::new("写 2020，或 2020-2022", "write 2020, or 2020-2022"))
}

pub(in crate::resolve) fn years_reversed(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::BAD_YEAR,
        span,
        Words::new("起始年度晚于终止年度", "the first year is after the last"),
    )
    .help(Words::new("把两个年度调换", "swap the years"))
}

pub(in crate::resolve) fn key_unknown(key: &str, span: Span, near: Option<&str>) -> Diagnostic {
    let message =
        Words::new(format!("这里没有“{key}”这个键"), format!("“{key}” is not a known key here"));
    let otherwise = Words::new("可以写 年度、地区、值", "known keys: 年度, 地区, 值");
    Diagnostic::error(Code::TABLE_UNKNOWN_KEY, span, message).suggest(span, near, otherwise)
}

pub(in crate::resolve) fn nearly_an_upper_name(
    name: &Name,
    known: &str,
    place: Option<Span>,
) -> Diagnostic {
    let mut finding = Diagnostic::warning(
        Code::SIMILAR_NAME,
        name.span,
        Words::new(
            format!("“{}”与上位规则包的“{known}”只差一点，不会盖过它", name.text),
            format!(
                "“{}” is nearly “{known}” of the pack that this one builds on, but does not change it",
                name.text
            ),
        ),
    );
    if let Some(place) = place {
        finding = finding.label(place, Words::new("上位的在这里", "the upper one"));
    }
    finding.did_you_mean(name.span, known)
}

fn files(place: &str) -> Words {
    Words::new(format!("这里归到“{place}”"), format!("files it under {place} here"))
}

pub(in crate::resolve) fn filed_twice(word: &str, first: &Filing, second: &Filing) -> Diagnostic {
    Diagnostic::error(
        Code::CONFLICTING_CLASS,
        second.span,
        Words::new(format!("“{word}”归到了两处"), format!("“{word}” is filed in two places")),
    )
    .saying(files(&second.place))
    .label(first.span, files(&first.place))
    .help(Words::new("删去其中一处", "remove one of them"))
}

pub(in crate::resolve) fn filed_otherwise(
    word: &str,
    upper: &Filing,
    lower: &Filing,
) -> Diagnostic {
    Diagnostic::note(
        Code::CHANGED_CLASS,
        lower.span,
        Words::new(
            format!(
                "“{word}”改归“{}”；上位规则包“{}”归到“{}”",
                lower.place, upper.pack, upper.place
            ),
            format!(
                "“{word}” now belongs to {}; the pack {} that this one builds on files it under {}",
                lower.place, upper.pack, upper.place
            ),
        ),
    )
    .label(upper.span, files(&upper.place))
    .help(Words::new(
        "有意这样改，就不必动；不是有意的，删去这一条",
        "keep it if this is intended; remove it if not",
    ))
}

pub(in crate::resolve) fn upper_files_so(word: &str, upper: &Filing, lower: &Filing) -> Diagnostic {
    unneeded(
        lower.span,
        format!("上位规则包“{}”已经把“{word}”归到“{}”", upper.pack, upper.place),
        format!("the pack {} files “{word}” under {} already", upper.pack, upper.place),
        upper.span,
    )
}

pub(in crate::resolve) fn upper_has_word(word: &str, upper: Span, lower: Span) -> Diagnostic {
    unneeded(
        lower,
        format!("上位规则包的词表里已经有“{word}”"),
        format!("the list of the pack that this one builds on has “{word}” already"),
        upper,
    )
}

pub(in crate::resolve) fn word_changes_nothing(
    word: &str,
    filing: &Filing,
    shorter: &str,
    other: &Filing,
    exception: bool,
) -> Diagnostic {
    let place = &filing.place;
    let (zh, en) = if exception { ("例外", "exception") } else { ("词尾", "ending") };
    unneeded(
        filing.span,
        format!("{zh}“{word}”不起作用：词尾“{shorter}”已经归到“{place}”"),
        format!("the {en} “{word}” changes nothing: “{shorter}” files it under {place} already"),
        other.span,
    )
}

fn unneeded(span: Span, zh: String, en: String, first: Span) -> Diagnostic {
    Diagnostic::warning(Code::EXTRA_WORD, span, Words::new(zh, en))
        .label(first, Words::new("先在这里", "first here"))
        .help(Words::new("删去这一条", "remove it"))
}

pub(in crate::resolve) fn word_too_long(span: Span, most: usize) -> Diagnostic {
    Diagnostic::error(
        Code::WORD_TOO_LONG,
        span,
        Words::new(
            format!("词不能超过 {most} 个字"),
            format!("a word has at most {most} characters"),
        ),
    )
    .help(Words::new(
        "留下说明问题的那一截；要找一整句，用“包含”",
        "keep the distinctive part; search whole sentences with `contains`",
    ))
}

pub(in crate::resolve) fn synonym_alone(word: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::SYNONYM_INCOMPLETE,
        span,
        Words::new(format!("“{word}”没有同义词"), format!("“{word}” has no synonym here")),
    )
    .help(Words::new("一组至少两个词，例如 处置=处理", "a group has at least two words: 处置=处理"))
}

pub(in crate::resolve) fn groups_joined(word: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::SYNONYM_LINKED,
        second,
        Words::new(
            format!("“{word}”在两组里，两组的词都会算作同一个"),
            format!("“{word}” is in two groups: all words of both count as one"),
        ),
    )
    .label(first, Words::new("先在这里", "first here"))
    .help(Words::new(
        "真是同义，就并成一组写；不是，就删去其中一处",
        "write one group if all mean the same; else remove one of them",
    ))
}

pub(in crate::resolve) fn parameter_ambiguous(
    name: &str,
    first: &Valued,
    second: &Valued,
    place: Option<&str>,
    years: (i32, i32),
) -> Diagnostic {
    let years = (years != (i32::MIN, i32::MAX)).then_some(years);
    let both = when_and_where(place, years);
    let says = |valued: &Valued| {
        Words::new(format!("这里说是 {}", valued.text), format!("here it is {}", valued.text))
    };
    Diagnostic::error(
        Code::AMBIGUOUS_PARAMETER,
        second.span,
        Words::new(
            format!("参数“{name}”对{}有两个值，分不出用哪个", both.zh),
            format!("for {} the parameter “{name}” has two values, neither finer", both.en),
        ),
    )
    .saying(says(second))
    .label(first.span, says(first))
    .help(Words::new(
        format!("再加一行，写明{}用哪个值", both.zh),
        format!("add a line for {}", both.en),
    ))
}

pub(in crate::resolve) fn parameter_twice(
    name: &str,
    first: &Valued,
    second: &Valued,
) -> Diagnostic {
    Diagnostic::error(
        Code::AMBIGUOUS_PARAMETER,
        second.span,
        Words::new(
            format!("参数“{name}”对同一地区、同一年度说了两次"),
            format!("the parameter “{name}” is set twice for one place and year"),
        ),
    )
    .label(first.span, Words::new("先在这里", "first here"))
    .help(Words::new("删去其中一处", "remove one of them"))
}

pub(in crate::resolve) fn parameter_types(
    name: &str,
    (was, first): (&Type, Span),
    (is, second): (&Type, Span),
) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        second,
        Words::new(
            format!("参数“{name}”的值要是同一类：这是{}，别处是{}", is.zh(), was.zh()),
            format!(
                "the values of “{name}” must be of one kind: {} here, {} elsewhere",
                is.en(),
                was.en()
            ),
        ),
    )
    .label(first, Words::new(format!("这是{}", was.zh()), format!("this is {}", was.en())))
    .help(Words::new("写成同样的单位：都带 %，或都不带", "give all the same unit, % or none"))
}

pub(in crate::resolve) fn parameter_without_value(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        Code::PARAMETER_WITHOUT_VALUE,
        span,
        Words::new(format!("参数“{name}”没有值"), format!("the parameter “{name}” has no value")),
    )
    .help(Words::new(
        "在冒号后面写值；或在下面写“年度 2020 地区 上海市：值”",
        "write a value after the colon, or lines `year 2020 place 上海市: value` below",
    ))
}

pub(in crate::resolve) fn parameter_unsaid(
    parameter: &Parameter,
    span: Span,
    form: &str,
    place: Option<&str>,
    year: Option<i32>,
) -> Diagnostic {
    let wanted = when_and_where(place, year.map(|year| (year, year)));
    let (zh, en) = match wanted.zh.is_empty() {
        true => (format!("表单“{form}”").into(), format!("the form {form}").into()),
        false => (wanted.zh, wanted.en),
    };
    Diagnostic::error(
        Code::PARAMETER_WITHOUT_VALUE,
        span,
        Words::new(
            format!("参数“{}”对{zh}没有值", parameter.name),
            format!("the parameter “{}” has no value for {en}", parameter.name),
        ),
    )
    .label(parameter.span, Words::new("参数在这里", "the parameter"))
    .help(Words::new(
        "补一行给它定值；或在冒号后面写一个处处适用的值",
        "add a line that sets it, or a value for everywhere after the colon",
    ))
}

pub(in crate::resolve) fn too_many_values(name: &Name, most: usize) -> Diagnostic {
    Diagnostic::error(
        Code::TOO_MANY_PARAMETERS,
        name.span,
        Words::new(
            format!("参数“{}”的值超过 {most} 个，没有读", name.text),
            format!("the parameter “{}” has more than {most} values and was not read", name.text),
        ),
    )
    .help(Words::new("分成几个参数", "split it into several parameters"))
}

pub(in crate::resolve) fn more_in_file(span: Span, more: usize) -> Diagnostic {
    Diagnostic::error(
        Code::FILE_FAULTY,
        span,
        Words::new(
            format!("这个文件里还有 {more} 处没有列出"),
            format!("{more} more in this file are not listed"),
        ),
    )
    .help(Words::new("先改正列出的", "first correct those listed"))
}

pub(in crate::resolve) fn not_a_constant(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new("参数的值要是写定的", "the value of a parameter must be written out"),
    )
    .help(Words::new(
        "写数（90、90%、26万元）、日期、带引号的文字，或它们的列表 [\"甲\", \"乙\"]；要计算的写成“定义”",
        "write a number, a date, a quoted text or a list of them; for a computed value use `define`",
    ))
}

pub(in crate::resolve) fn parameter_unused(name: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::UNUSED,
        span,
        Words::new(
            format!("参数“{name}”没有用到"),
            format!("the parameter “{name}” is never used"),
        ),
    )
    .help(Words::new(
        "在规则里用它的名称代替数；不再需要就删去",
        "use its name in a rule instead of the figure, or remove it",
    ))
}
