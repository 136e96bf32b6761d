//! The words for everything that can be wrong with a rule file: what, and what to do.

mod dictionaries;
mod forms;
mod names;
mod types;

pub(super) use dictionaries::*;
pub(super) use forms::*;
pub(super) use names::*;
pub(super) use types::*;

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::source::Span;
use crate::syntax::rule::{Name, Regex};

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
        Words::new(format!("没有“{text}”这一天"), format!("the day “{text}” does not exist")),
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
            let reported = error.to_string();
            let fault = reported.lines().last().unwrap_or_default();
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
        Words::new(format!("“{name}”已经有了"), format!("“{name}” is already declared")),
    )
    .label(first, Words::new("先在这里", "first here"))
    .help(Words::new("换一个名字，或删去其中一处", "rename one of them, or remove it"))
}

/// A 列 or 合计行 without a 表格 above it.
pub(super) fn outside_table(name: &Name) -> Diagnostic {
    Diagnostic::error(
        Code::SYNTAX,
        name.span,
        Words::new(
            format!("“{}”的上面没有“表格”，不知道它是哪张表格的", name.text),
            format!("“{}” stands under no 表格, so that its table is not known", name.text),
        ),
    )
    .help(Words::new(
        "先写一行“表格 名称：”，它的“列”和“合计行”写在下面",
        "write a line `table NAME:` above, and its `column` and `total_row` lines below it",
    ))
}

/// A name that an upper pack has, declared again.
pub(super) fn upper_has(name: &Name, first: Span, upper: &str) -> Diagnostic {
    let text = &name.text;
    Diagnostic::warning(
        Code::REPEATED_NAME,
        name.span,
        Words::new(
            format!("上位规则包 {upper} 已经有“{text}”，照上位的算，这里写的不起作用"),
            format!("the upper pack {upper} has “{text}”: that one counts, and this one does not"),
        ),
    )
    .label(first, Words::new("上位的在这里", "the upper one is here"))
    .help(Words::new(
        "删去这里的；规则要加严，换个名字写“收紧 原名”；要整包另起炉灶，pack.yaml 的 upper 不写那个包",
        "remove it here; to be stricter, write a rule of another name that tightens it; to fork the whole pack, do not name it as upper in pack.yaml",
    ))
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
    .help(Words::new("分成几个词表", "split it into several lists"))
}

pub(super) fn money_unit_unknown(unit: &Name) -> Diagnostic {
    Diagnostic::error(
        Code::UNKNOWN_NAME,
        unit.span,
        Words::new(
            format!("金额的单位没有“{}”", unit.text),
            format!("“{}” is not a unit of money", unit.text),
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
            format!("“{}” is not a force of law", force.text),
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
    .help(Words::new("让其中一个不再用到另一个", "stop one of them from using the other"))
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
        "merge some of them, or use fewer brackets",
    ))
}

pub(super) fn no_form(name: &Name) -> Diagnostic {
    Diagnostic::error(
        Code::NO_FORM,
        name.span,
        Words::new(
            format!("规则“{}”没有可以对照的表单", name.text),
            format!("there is no form to check the rule “{}” with", name.text),
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
        Words::new("一条规则只能有一个“否则”", "a rule has only one `else`"),
    )
    .label(first, Words::new("先在这里", "first here"))
    .help(Words::new("分成两条规则，或删去一处", "split it into two rules, or remove one"))
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
            format!("the rule “{name}” has no {en} example, so a mistake in it would go unnoticed"),
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
        Words::new("[[ 和 ]] 没有成对", "[[ and ]] are not paired"),
    )
    .help(Words::new(
        "把该划线的字用 [[ 和 ]] 围起来",
        "enclose what must be underlined in [[ and ]]",
    ))
}

pub(super) fn space_missing(span: Span, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::error(
        Code::MISSING_SPACE,
        span,
        Words::new("词与词之间漏了空格", "spaces between the words are missing"),
    )
    .help(Words::new(format!("写作：{zh}"), format!("write: {en}")))
}

pub(super) fn still_blank(span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::RULE_BLANK,
        span,
        Words::new("这里还没有填", "this is not filled in yet"),
    )
    .help(Words::new("写上内容，去掉〔待填〕", "write it in place of 〔待填〕"))
}
