//! The words for everything that can be wrong with a rule file: what, and what to do.

mod dictionaries;

pub(super) use dictionaries::*;

use crate::diagnostic::{Code, Diagnostic, Edit, FixLevel, Words};
use crate::rule::functions::Signature;
use crate::rule::types::{Find, TARGET_KINDS, Type};
use crate::rule::{Expr, TextTest};
use crate::source::Span;
use crate::syntax::rule::{Name, Regex};

pub(super) fn name_unknown(name: &str, span: Span, near: Option<&str>) -> Diagnostic {
    let message = Words::new(
        format!("没有叫“{name}”的字段、变量、定义或词表"),
        format!("no field, variable, definition or word list is called “{name}”"),
    );
    if name == "否" {
        let quoted = Edit { span, text: "\"否\"".to_owned() };
        return Diagnostic::error(Code::UNKNOWN_NAME, span, message)
            .help(Words::new(
                "要比的“否”要加引号：\"否\"；也可以写“非 字段名”",
                "put it in quotes: \"否\"; or write not and the field",
            ))
            .fix(FixLevel::Safe, Words::new("加上引号", "put it in quotes"), vec![quoted]);
    }
    let otherwise = Words::new(
        "字段名要与表单一致；变量在“对”里起名；定义和词表写在规则外面",
        "use the form's field names; variables are named in `for`, definitions and lists outside rules",
    );
    Diagnostic::error(Code::UNKNOWN_NAME, span, message).suggest(span, near, otherwise)
}

pub(super) fn level_is_no_value(name: &str, span: Span, path: &str) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("“{name}”是绩效目标的层级，本身没有值"),
            format!("“{name}” is a level of the tree and has no value of its own"),
        ),
    )
    .help(Words::new(
        format!("问其中的指标，例如：有 指标 于 {path}"),
        format!("ask for its indicators, such as: has indicator in {path}"),
    ))
}

pub(super) fn anchor_unknown(name: &str, span: Span, near: Option<&str>) -> Diagnostic {
    let message = Words::new(
        format!("“于”后面的“{name}”不是变量、字段或层级"),
        format!("“{name}” is no variable, field or level to point at"),
    );
    let otherwise = Words::new(
        "写“对”里起的名字（如 i.目标值）、字段名，或层级（如 产出目标/时效）",
        "write a variable (i.目标值), a field, or a level (产出目标/时效)",
    );
    Diagnostic::error(Code::UNKNOWN_PLACE, span, message).suggest(span, near, otherwise)
}

pub(super) fn place_unknown(
    path: &str,
    span: Span,
    near: Option<&str>,
    same_end: &[String],
) -> Diagnostic {
    let message = Words::new(
        format!("表单里没有“{path}”这一层级"),
        format!("the form has no level “{path}”"),
    );
    let near = near.or_else(|| same_end.first().map(String::as_str));
    let otherwise = Words::new(
        "层级写作“一级/二级”，名称要与表单一致；任意一级写 *",
        "write levels as first/second, named as in the form; * is any first level",
    );
    Diagnostic::error(Code::UNKNOWN_PLACE, span, message).suggest(span, near, otherwise)
}

pub(super) fn place_ambiguous(name: &str, span: Span, paths: &[String]) -> Diagnostic {
    Diagnostic::error(
        Code::AMBIGUOUS_PLACE,
        span,
        Words::new(
            format!("“{name}”在几个一级目标下都有"),
            format!("several first levels have “{name}”"),
        ),
    )
    .help(Words::new(
        format!("写全是哪一个：{}；都要就写 */{name}", paths.join("、")),
        format!("say which: {}; or */{name} for all", paths.join(", ")),
    ))
}

/// `财预88号第八条`
pub(super) fn article_run_together(law: &Name, begins: &str) -> Diagnostic {
    let message = Words::new(
        format!("没有登记过法规“{}”；“{begins}”与后面的条款连着写了", law.text),
        format!("no law is declared as “{}”: “{begins}” and its article run together", law.text),
    );
    let finding = Diagnostic::error(Code::UNKNOWN_LAW, law.span, message).help(Words::new(
        format!("在“{begins}”后面空一格"),
        format!("put a blank behind “{begins}”"),
    ));
    if law.span.len() != law.text.len() {
        return finding;
    }
    let at = law.span.start as usize + begins.len();
    let edit = Edit { span: Span::at(law.span.source, at), text: " ".to_owned() };
    finding.fix(FixLevel::Unsafe, Words::new("空一格", "put a blank"), vec![edit])
}

pub(super) fn law_unknown(law: &Name, near: Option<&str>) -> Diagnostic {
    let message = Words::new(
        format!("没有登记过法规“{}”", law.text),
        format!("no law is declared as “{}”", law.text),
    );
    let otherwise = Words::new(
        format!("先写一行：法规 {} 《标题》 文号 \"…\" 施行 日期", law.text),
        format!("declare it first: law {} 《title》 number \"…\" effective date", law.text),
    );
    Diagnostic::error(Code::UNKNOWN_LAW, law.span, message).suggest(law.span, near, otherwise)
}

pub(super) fn member_unknown(
    member: &Name,
    ty: &Type,
    near: Option<&str>,
    known: &[String],
) -> Diagnostic {
    let message = Words::new(
        format!("{}没有“{}”", ty.zh(), member.text),
        format!("{} has no “{}”", ty.en(), member.text),
    );
    let otherwise = if known.is_empty() {
        Words::new(
            format!("{}后面不能再写“.”", ty.zh()),
            format!("{} has no members: leave out the dot", ty.en()),
        )
    } else {
        Words::new(format!("可以写：{}", known.join("、")), format!("it has: {}", known.join(", ")))
    };
    Diagnostic::error(Code::UNKNOWN_NAME, member.span, message).suggest(
        member.span,
        near,
        otherwise,
    )
}

pub(super) fn function_unknown(name: &Name, near: Option<&str>, known: &[&str]) -> Diagnostic {
    let message = Words::new(
        format!("没有叫“{}”的函数", name.text),
        format!("no function is called “{}”", name.text),
    );
    let otherwise = Words::new(
        format!("可用的有：{}", known.join("、")),
        format!("there are: {}", known.join(", ")),
    );
    Diagnostic::error(Code::UNKNOWN_NAME, name.span, message).suggest(name.span, near, otherwise)
}

pub(super) fn target_kind_unknown(kind: &str, span: Span, near: Option<&str>) -> Diagnostic {
    let message =
        Words::new(format!("目标值没有“{kind}”这一种"), format!("“{kind}” is no kind of target"));
    let otherwise = Words::new(
        format!("有：{}；要比较原文就加引号", TARGET_KINDS.join("、")),
        format!("there are: {}; quote it to compare the text", TARGET_KINDS.join(", ")),
    );
    Diagnostic::error(Code::UNKNOWN_NAME, span, message).suggest(span, near, otherwise)
}

pub(super) fn enum_value_unknown(
    value: &str,
    span: Span,
    values: &[String],
    open: bool,
    near: Option<&str>,
) -> Diagnostic {
    let message = Words::new(
        format!("这一栏的取值里没有“{value}”"),
        format!("“{value}” is none of this field's values"),
    );
    let diagnostic = if open {
        Diagnostic::warning(Code::UNKNOWN_ENUM_VALUE, span, message)
    } else {
        Diagnostic::error(Code::UNKNOWN_ENUM_VALUE, span, message)
    };
    let otherwise = Words::new(
        format!("表单列出的有：{}", values.join("、")),
        format!("the form lists: {}", values.join(", ")),
    );
    // The quotes stay: only what is inside them is replaced.
    let inner = Span { start: span.start + 1, end: span.end.saturating_sub(1), ..span };
    diagnostic.suggest(inner, near, otherwise)
}

pub(super) fn incomparable(left: &Expr, right: &Expr, op: Option<Span>) -> Diagnostic {
    let (a, b) = (&left.ty, &right.ty);
    let (article, english) = (format!("{}和{}不能这样比", a.zh(), b.zh()), (a.en(), b.en()));
    let mut diagnostic = Diagnostic::error(
        Code::TYPE_MISMATCH,
        op.unwrap_or(right.span),
        Words::new(article, format!("{} cannot be compared with {}", english.0, english.1)),
    )
    .label(left.span, Words::new(format!("这是{}", a.zh()), format!("this is {}", a.en())))
    .label(right.span, Words::new(format!("这是{}", b.zh()), format!("this is {}", b.en())));
    let figures = (matches!(a, Type::Figure(_)), matches!(b, Type::Figure(_)));
    diagnostic = match figures {
        (true, true) => diagnostic.help(Words::new(
            "两边写同样的单位：百分数带 %，金额带 元 或 万元，例如 项目总预算 ≥ 100万元",
            "give both sides the same unit: % for percentages, 元 or 万元 for money",
        )),
        _ if [a, b].contains(&&Type::Found(Find::Period)) => diagnostic.help(Words::new(
            "文中的日期有头有尾：比开头写 m.起，比末尾写 m.止",
            "a date in a text has two ends: m.起 is its first day, m.止 its last",
        )),
        _ if *b == Type::Words => diagnostic.help(Words::new(
            "与词表或列表相比用“属于”（正好是其中一个）或“包含”（含有其中一个）",
            "with a list use `in` (is one of them) or `contains` (has one of them inside)",
        )),
        _ if matches!(a, Type::Target) || matches!(b, Type::Target) => diagnostic.help(Words::new(
            "目标值里的数写 .数值，例如 i.目标值.数值 ≥ 90%",
            "the figure of a target is its .数值: i.目标值.数值 ≥ 90%",
        )),
        _ => diagnostic.help(Words::new(
            "两边要是同一类：文本对文本，数对数，日期对日期",
            "both sides must be of a kind: text with text, number with number, date with date",
        )),
    };
    diagnostic
}

pub(super) fn text_has_no_order(op: Span) -> Diagnostic {
    Diagnostic::error(Code::TYPE_MISMATCH, op, Words::new("文字没有大小之分", "texts have no order"))
        .help(Words::new(
            "文字只能用 =、≠、包含、匹配 相比；要比长短，写 字数(…)；写的是数的，比它们的差：m.止 - m.起 ≥ 0",
            "texts compare by =, ≠, contains and matches; for their length write 字数(…), and of numbers compare the difference: m.止 - m.起 ≥ 0",
        ))
}

pub(super) fn not_chainable(op: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        op,
        Words::new("只有 = ≠ < ≤ > ≥ 可以连着写", "only = ≠ < ≤ > ≥ can be chained"),
    )
    .help(Words::new("用“且”把两个条件连起来", "join two conditions by `and`"))
}

pub(super) fn not_a_condition(span: Span, ty: &Type) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("这里要写条件，而这是{}", ty.zh()),
            format!("a condition is needed here, and this is {}", ty.en()),
        ),
    )
    .help(Words::new(
        "条件例如：绩效类型 是 \"…\"，字数(项目概况) ≥ 80，有 指标 于 产出目标/时效",
        "such as: 绩效类型 is \"…\", 字数(项目概况) ≥ 80, has indicator in 产出目标/时效",
    ))
}

pub(super) fn not_a_number(span: Span, ty: &Type) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("这里要写数，而这是{}", ty.zh()),
            format!("a number is needed here, and this is {}", ty.en()),
        ),
    )
    .help(Words::new(
        "目标值里的数写 .数值；字数写 字数(…)；个数写 个数(…)",
        "a target's figure is its .数值; count characters by 字数(…), things by 个数(…)",
    ))
}

pub(super) fn not_a_text(span: Span, ty: &Type, op: Span) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("这里要写文字，而这是{}", ty.zh()),
            format!("a text is needed here, and this is {}", ty.en()),
        ),
    )
    .label(op, Words::new("这样的比较只对文字", "this compares texts only"))
    .help(Words::new(
        "指标要说是哪一部分：i.名称、i.目标值；字段写 f.值",
        "say which part of it: i.名称, i.目标值; of a field f.值",
    ))
}

pub(super) fn not_a_list(span: Span, ty: &Type) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("“属于”后面要写词表或列表，而这是{}", ty.zh()),
            format!("`in` needs a word list or a list, and this is {}", ty.en()),
        ),
    )
    .help(Words::new(
        "例如：属于 空泛词，或 属于 [\"改善\", \"提高\"]",
        "such as: in 空泛词, or in [\"改善\", \"提高\"]",
    ))
}

pub(super) fn wrong_object(test: TextTest, span: Span, ty: &Type) -> Diagnostic {
    let (zh, en, example) = match test {
        TextTest::Matches => ("匹配式", "a pattern", "匹配 /满意[率度]/"),
        _ => ("文字或词表", "a text or a word list", "包含 \"满意度\""),
    };
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("这里要写{zh}，而这是{}", ty.zh()),
            format!("{en} is needed here, and this is {}", ty.en()),
        ),
    )
    .help(Words::new(format!("例如：{example}"), format!("such as: {example}")))
}

pub(super) fn argument_count(signature: &Signature, given: usize, span: Span) -> Diagnostic {
    let most = signature.parameters.len();
    Diagnostic::error(
        Code::ARGUMENT_MISMATCH,
        span,
        Words::new(
            format!("“{}”要 {most} 个参数，这里有 {given} 个", signature.zh),
            format!("“{}” takes {most} argument(s), here are {given}", signature.zh),
        ),
    )
    .help(example(signature))
}

pub(super) fn argument_type(signature: &Signature, argument: &Expr, wanted: &Type) -> Diagnostic {
    Diagnostic::error(
        Code::ARGUMENT_MISMATCH,
        argument.span,
        Words::new(
            format!("“{}”的这个参数要{}，而这是{}", signature.zh, wanted.zh(), argument.ty.zh()),
            format!("“{}” takes {} here, not {}", signature.zh, wanted.en(), argument.ty.en()),
        ),
    )
    .help(example(signature))
}

fn example(signature: &Signature) -> Words {
    Words::new(format!("例如：{}", signature.example), format!("such as: {}", signature.example))
}

pub(super) fn not_matchable(span: Span, ty: &Type, with_pattern: bool) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("不能在{}里找“每处”", ty.zh()),
            format!("there are no matches to be found in {}", ty.en()),
        ),
    );
    diagnostic.help(if with_pattern {
        Words::new(
            "“匹配”前面写文字，例如：对 每处 m 于 立项依据 匹配 /…/",
            "write a text before `matches`: for match m in 立项依据 matches /…/",
        )
    } else {
        Words::new(
            "加上“匹配 /…/”；或写给出片段的函数，例如：对 每处 m 于 重复句(项目概况)、对 每处 p 于 承诺(总目标)",
            "add `matches /…/`, or a function that gives fragments: for match m in 重复句(项目概况)",
        )
    })
}

pub(super) fn fields_have_no_place(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::UNKNOWN_PLACE,
        span,
        Words::new(
            "字段不在层级里，不能写“于”",
            "fields stand in no level: `in` has no meaning here",
        ),
    )
    .help(Words::new(
        "用“当”挑选，例如：每个 字段 f 当 f.类型 = \"文本\"",
        "filter them: for each field f where f.类型 = \"文本\"",
    ))
}

pub(super) fn no_place(span: Span, ty: &Type) -> Diagnostic {
    Diagnostic::error(
        Code::UNKNOWN_PLACE,
        span,
        Words::new(
            format!("{}在表里没有位置，不能指给人看", ty.zh()),
            format!("{} has no place in a sheet to point at", ty.en()),
        ),
    )
    .help(Words::new(
        "写字段、层级、i.名称、i.目标值，或“每处”起的名字",
        "point at a field, a level, i.名称, i.目标值 or a match",
    ))
}

pub(super) fn not_sayable(span: Span, ty: &Type) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("{}不能填进一句话里", ty.zh()),
            format!("{} cannot be put into a sentence", ty.en()),
        ),
    )
    .help(Words::new(
        "花括号里写字段、变量或函数",
        "put a field, a variable or a function between braces",
    ))
}

pub(super) fn always_there(span: Span, ty: &Type) -> Diagnostic {
    Diagnostic::error(
        Code::TYPE_MISMATCH,
        span,
        Words::new(
            format!("{}总是有的，问“有没有”没有意义", ty.zh()),
            format!("{} is always there: asking for it means nothing", ty.en()),
        ),
    )
    .help(Words::new("直接写条件，不要加“有”", "write the condition itself, without `has`"))
}

pub(super) fn no_such_number(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::BAD_NUMBER,
        span,
        Words::new(format!("“{text}”不是能识别的数"), format!("“{text}” is not a number")),
    )
    .help(Words::new("例如：80、95%、26万元、0.01元", "such as: 80, 95%, 26万元, 0.01元"))
}

pub(super) fn no_such_date(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::BAD_DATE,
        span,
        Words::new(format!("没有“{text}”这一天"), format!("there is no such day as “{text}”")),
    )
    .help(Words::new("写作 2020-03-01 或 2020年3月1日", "write 2020-03-01 or 2020年3月1日"))
}

pub(super) fn pattern_faulty(regex: &Regex, error: &regex::Error) -> Diagnostic {
    let (zh, en) = match error {
        regex::Error::CompiledTooBig(_) => {
            ("匹配式展开后太大".to_owned(), "the pattern is too large once expanded".to_owned())
        }
        _ => {
            // The last line of the library's report names the fault; the lines above draw it.
            let told = error.to_string();
            let fault = told.lines().last().unwrap_or_default();
            let fault = fault.trim_start_matches("error: ").to_owned();
            (format!("匹配式写错了：{}", fault_zh(&fault)), format!("faulty pattern: {fault}"))
        }
    };
    Diagnostic::error(Code::BAD_PATTERN, regex.span, Words::new(zh, en)).help(Words::new(
        "括号要成对；( ) [ ] . * + ? 等符号要照原样匹配时，前面加 \\；不支持前后断言和反向引用",
        "brackets come in pairs; put \\ before ( ) [ ] . * + ? to match them as such; no look-around or backreferences",
    ))
}

fn fault_zh(fault: &str) -> String {
    let known = [
        ("unclosed group", "圆括号没有合上"),
        ("unopened group", "多了一个右圆括号"),
        ("unclosed character class", "方括号没有合上"),
        ("repetition operator missing expression", "* + ? 前面没有可以重复的内容"),
        ("look-around, including look-ahead and look-behind, is not supported", "不支持前后断言"),
        ("backreferences are not supported", "不支持反向引用"),
        ("duplicate capture group name", "两个分组同名"),
        ("unrecognized escape sequence", "反斜杠后面的字符不能这样写"),
        ("invalid capture group character", "分组名里有不能用的字符"),
    ];
    let found = known.iter().find(|(english, _)| fault.contains(english));
    found.map_or_else(|| fault.to_owned(), |(_, chinese)| (*chinese).to_owned())
}

pub(super) fn pattern_matches_nothing(span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::BAD_PATTERN,
        span,
        Words::new(
            "这个匹配式连空文字也匹配，处处都算匹配",
            "this pattern matches the empty text, so it matches everywhere",
        ),
    )
    .help(Words::new("把 * 改为 +，或补上必有的字", "write + for *, or add what must be there"))
}

pub(super) fn declared_twice(name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(
        Code::REPEATED_NAME,
        second,
        Words::new(format!("“{name}”已经有了"), format!("“{name}” is declared already")),
    )
    .label(first, Words::new("先在这里", "first here"))
    .help(Words::new("换一个名字，或删去其中一处", "rename one of them, or remove it"))
}

pub(super) fn word_twice(word: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::REPEATED_WORD,
        second,
        Words::new(format!("“{word}”列了两次"), format!("“{word}” is listed twice")),
    )
    .label(first, Words::new("先在这里", "first here"))
    .help(Words::new("删去其中一处", "remove one of them"))
}

pub(super) fn word_empty(span: Span) -> Diagnostic {
    Diagnostic::error(Code::EMPTY_WORD, span, Words::new("词是空的", "the word is empty"))
        .help(Words::new("写上词，或删去引号", "write a word, or remove the quotes"))
}

pub(super) fn list_too_large(name: &Name) -> Diagnostic {
    Diagnostic::error(
        Code::TOO_MANY_WORDS,
        name.span,
        Words::new(
            format!("词表“{}”太大", name.text),
            format!("the list “{}” is too large", name.text),
        ),
    )
    .help(Words::new("分成几个词表", "part it into several lists"))
}

pub(super) fn money_unit_unknown(unit: &Name) -> Diagnostic {
    Diagnostic::error(
        Code::UNKNOWN_NAME,
        unit.span,
        Words::new(
            format!("金额的单位没有“{}”", unit.text),
            format!("“{}” is no unit of money", unit.text),
        ),
    )
    .help(Words::new("写 元、万元 或 亿元", "write 元, 万元 or 亿元"))
}

pub(super) fn force_unknown(force: &Name) -> Diagnostic {
    Diagnostic::error(
        Code::UNKNOWN_NAME,
        force.span,
        Words::new(
            format!("效力没有“{}”", force.text),
            format!("“{}” is no force of law", force.text),
        ),
    )
    .help(Words::new(
        "写 强制、参照 或 惯例",
        "write 强制 (binding), 参照 (by reference) or 惯例 (custom)",
    ))
}

pub(super) fn law_without_title(name: &Name) -> Diagnostic {
    Diagnostic::error(
        Code::LAW_WITHOUT_TITLE,
        name.span,
        Words::new(
            format!("法规“{}”没有标题", name.text),
            format!("the law “{}” has no title", name.text),
        ),
    )
    .help(Words::new("在简称后面写《标题》", "write its 《title》 after the short name"))
}

pub(super) fn defined_by_itself(cycle: &[&str], span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::CIRCULAR_DEFINITION,
        span,
        Words::new(
            format!("定义绕回了自己：{}", cycle.join(" → ")),
            format!("the definition leads back to itself: {}", cycle.join(" → ")),
        ),
    )
    .help(Words::new("让其中一个不再用到另一个", "let one of them do without the other"))
}

pub(super) fn defined_too_deeply(span: Span, chain: usize, levels: usize) -> Diagnostic {
    Diagnostic::error(
        Code::DEEP_DEFINITION,
        span,
        Words::new(
            format!("定义一层套一层，超过 {chain} 个，或全部写开超过 {levels} 层"),
            format!(
                "definitions use each other in a chain of more than {chain}, or are more than {levels} levels deep when written out"
            ),
        ),
    )
    .help(Words::new(
        "把中间的几个并成一个，或者少用几层括号",
        "make one of some of them, or use fewer brackets",
    ))
}

pub(super) fn no_form(name: &Name) -> Diagnostic {
    Diagnostic::error(
        Code::NO_FORM,
        name.span,
        Words::new(
            format!("规则“{}”没有可以对照的表单", name.text),
            format!("there is no form to check the rule “{}” against", name.text),
        ),
    )
    .help(Words::new(
        "在规则文件里写“表单”条目，或与内置规则包一起使用",
        "declare a form, or use the built-in packs",
    ))
}

pub(super) fn no_demand(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::MISSING_DEMAND,
        span,
        Words::new(
            format!("规则“{name}”没有说要求什么"),
            format!("the rule “{name}” demands nothing"),
        ),
    )
    .help(Words::new("加一行“须 …”或“不得 …”", "add a line `must …` or `must not …`"))
}

pub(super) fn no_else(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::MISSING_ELSE,
        span,
        Words::new(
            format!("规则“{name}”没有说违反了怎么报"),
            format!("the rule “{name}” does not say what to report"),
        ),
    )
    .help(Words::new(
        "加一行：否则 错误 \"哪里不对\" 于 地方（或 警告、提示）",
        "add a line: else error \"what is wrong\" at place (or warning, note)",
    ))
}

pub(super) fn else_twice(first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(
        Code::REPEATED_ELSE,
        second,
        Words::new("一条规则只能有一个“否则”", "a rule has one `else` only"),
    )
    .label(first, Words::new("先在这里", "first here"))
    .help(Words::new("分成两条规则，或删去一处", "make two rules of it, or remove one"))
}

pub(super) fn no_basis(name: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::MISSING_BASIS,
        span,
        Words::new(format!("规则“{name}”没有依据"), format!("the rule “{name}” cites no law")),
    )
    .help(Words::new(
        "加一行“依据 法规简称 条款”；条款没有核对过就写 待核",
        "add a line `basis law article`; write 待核 for an article that is not confirmed",
    ))
}

pub(super) fn no_examples(name: &str, span: Span, accepts: bool, rejects: bool) -> Diagnostic {
    let (zh, en) = match (accepts, rejects) {
        (true, true) => ("“合格”和“不合格”", "`accepts` nor `rejects`"),
        (true, false) => ("“合格”", "`accepts`"),
        _ => ("“不合格”", "`rejects`"),
    };
    Diagnostic::warning(
        Code::MISSING_EXAMPLE,
        span,
        Words::new(
            format!("规则“{name}”没有{zh}的例子，写错了也看不出来"),
            format!("the rule “{name}” has no {en} example, so a mistake in it would not show"),
        ),
    )
    .help(Words::new(
        "各补一个表格片段，不合格的用 [[ ]] 标出该指的地方",
        "add a fragment of a sheet for each; mark with [[ ]] what must be underlined",
    ))
}

pub(super) fn mark_in_accepted(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::BAD_EXAMPLE_MARK,
        span,
        Words::new(
            "合格的例子不该有 [[ ]]：那里不会有发现",
            "an accepted example has nothing to mark",
        ),
    )
    .help(Words::new("去掉 [[ ]]，或改为“不合格”", "remove [[ ]], or make it `rejects`"))
}

pub(super) fn lone_mark(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::BAD_EXAMPLE_MARK,
        span,
        Words::new("[[ 和 ]] 没有成对", "[[ and ]] do not pair"),
    )
    .help(Words::new(
        "把该划线的字用 [[ 和 ]] 围起来",
        "enclose what must be underlined in [[ and ]]",
    ))
}

pub(super) fn space_forgotten(span: Span, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::error(
        Code::MISSING_SPACE,
        span,
        Words::new("词与词之间漏了空格", "blanks between the words were forgotten"),
    )
    .help(Words::new(format!("写作：{zh}"), format!("write: {en}")))
}

pub(super) fn still_blank(span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::RULE_BLANK,
        span,
        Words::new("这里还没有填", "this is still to be filled in"),
    )
    .help(Words::new("写上内容，去掉〔待填〕", "write it in place of 〔待填〕"))
}
