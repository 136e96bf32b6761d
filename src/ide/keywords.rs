//! What is shown of the words of the rule language that name nothing: keywords, functions, and the
//! types of expressions. Takes words and checked rules; gives Markdown.

use crate::diagnostic::{Lang, Words};
use crate::rule::functions::Signature;
use crate::rule::visit::{walk, walk_rule};
use crate::rule::{Expr, RuleSet, Type};
use crate::source::{Source, Span};
use crate::syntax::rule::{Keyword, KeywordPlace};

/// The most characters of an expression that are shown.
const MOST: usize = 40;

/// A keyword: what it is for, and how else it is written.
pub(super) fn keyword(keyword: Keyword, lang: Lang) -> String {
    let mut others: Vec<&str> = keyword.spellings().collect();
    others.retain(|word| *word != keyword.zh());
    let mut parts = vec![format!("**{}**", keyword.zh()), purpose(keyword).get(lang).to_owned()];
    if !others.is_empty() {
        let list = others.join("、");
        let words =
            Words::new(format!("也可写作：{list}"), format!("also written: {}", others.join(", ")));
        parts.push(words.get(lang).to_owned());
    }
    parts.join("\n\n")
}

/// A function: its signature, and a call.
pub(super) fn function(signature: &Signature, lang: Lang) -> String {
    let name = |ty: &Type| match lang {
        Lang::Zh => ty.zh(),
        Lang::En => ty.en(),
    };
    let required = signature.parameters.len().saturating_sub(signature.optional);
    let parameters = signature.parameters.iter().enumerate().map(|(at, parameter)| {
        let ty = parameter.name();
        if at < required { name(&ty).to_owned() } else { format!("[{}]", name(&ty)) }
    });
    let separator = if lang == Lang::Zh { "、" } else { ", " };
    let parameters = parameters.collect::<Vec<_>>().join(separator);
    let word = if lang == Lang::Zh { signature.zh } else { signature.en };
    let result = signature.result();
    let example = Words::new(
        format!("例：`{}`", signature.example),
        format!("example: `{}`", signature.example),
    );
    format!("**{word}**({parameters}) → {}\n\n{}", name(&result), example.get(lang))
}

/// The type of the smallest expression that holds a byte.
pub(super) fn typed(
    rules: &RuleSet,
    source: &Source,
    offset: usize,
    lang: Lang,
) -> Option<(Span, String)> {
    let point = Span::at(source.id(), offset);
    let mut smallest: Option<(Span, Type)> = None;
    let mut look = |expr: &Expr| {
        let is_smaller = |known: &(Span, Type)| expr.span.len() < known.0.len();
        if expr.span.contains(point) && smallest.as_ref().is_none_or(is_smaller) {
            smallest = Some((expr.span, expr.ty.clone()));
        }
    };
    let own = rules.rules.iter().filter(|rule| rule.span.source == source.id());
    own.filter_map(|rule| rule.forms.first()).for_each(|on| walk_rule(on, &mut look));
    rules.defines.iter().for_each(|define| walk(&define.body, &mut look));
    let (span, ty) = smallest.filter(|(_, ty)| *ty != Type::Faulty)?;
    let written = source.slice(span);
    let mut shown: String = written.chars().take(MOST).collect();
    if shown.len() < written.len() {
        shown.push('…');
    }
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'");
    let words = Words::new(format!("类型：{}", ty.zh()), format!("type: {}", ty.en()));
    Some((span, format!("`{shown}`\n\n{}", words.get(lang))))
}

/// What a keyword is for.
fn purpose(keyword: Keyword) -> Words {
    let own = match keyword {
        Keyword::Rule => (
            "一条规则：什么情况下要求什么，不合要求时怎么报",
            "a rule: what is required when, and what is reported otherwise",
        ),
        Keyword::Define => (
            "给一个条件或值起名字，规则里可以直接用",
            "names a condition or a value for use in rules",
        ),
        Keyword::Words => ("一组词，用“包含”“属于”来查", "words to look for, with 包含 or 属于"),
        Keyword::Suffixes => {
            ("词尾和它归属的指标级别", "endings of names, and the level where such names belong")
        }
        Keyword::Catalogue => (
            "常用指标及其归属、单位、方向和常用目标",
            "standard indicators with their place, units, direction and usual target",
        ),
        Keyword::Synonyms => {
            ("比较名称时算作同一个的词", "words that count as one when names are compared")
        }
        Keyword::Parameter => ("各地各年可以另定的数", "a figure that a place or a year may set"),
        Keyword::Law => ("规则所依据的文件", "a law that rules cite"),
        Keyword::Form => ("一种表单：有哪些栏、哪些级别", "a form: its fields and levels"),
        Keyword::Use => ("读入另一个规则文件或规则包", "reads another rule file or pack"),
        Keyword::About => {
            ("子句：这条规则说什么，写进手册", "clause: what the rule is about, for the handbook")
        }
        Keyword::Basis => {
            ("子句：依据的文件和条款", "clause: the law and article that the rule rests on")
        }
        Keyword::For => ("子句：逐个看什么", "clause: what is looked at one by one"),
        Keyword::When => {
            ("子句：只在这个条件成立时才要求", "clause: the rule applies only if this holds")
        }
        Keyword::Must => ("子句：必须成立的条件", "clause: what must hold"),
        Keyword::MustNot => ("子句：不许成立的条件", "clause: what must not hold"),
        Keyword::Else => {
            ("子句：不合要求时报什么、指在哪里", "clause: what is reported otherwise, and where")
        }
        Keyword::Help => ("子句：建议怎么改", "clause: what to do about it"),
        Keyword::Accepts => {
            ("子句：合格的例子，表片段", "clause: an example that the rule accepts")
        }
        Keyword::Rejects => (
            "子句：不合格的例子，[[ ]] 标出该指的地方",
            "clause: an example that it rejects, the place marked by [[ ]]",
        ),
        Keyword::Unless => {
            ("子句：这个条件成立时不要求", "clause: the rule does not apply if this holds")
        }
        Keyword::Effective => ("从哪天起、到哪天止有效", "from when and until when it is in force"),
        Keyword::Tags => (
            "子句：按什么归类，有多可信",
            "clause: how rules are grouped, and how far they can be trusted",
        ),
        Keyword::Fix => ("子句：自动怎么改", "clause: how it can be corrected automatically"),
        _ => return purpose_of_place(keyword.place()),
    };
    Words::new(own.0, own.1)
}

/// What the keywords of a place are for.
fn purpose_of_place(place: KeywordPlace) -> Words {
    let (zh, en) = match place {
        KeywordPlace::Item => ("一项的开头", "begins an item"),
        KeywordPlace::FormLine => ("表单里的一行", "a line of a form"),
        KeywordPlace::Clause => ("规则里的一个子句", "a clause of a rule"),
        KeywordPlace::Operator => ("连接或比较两边", "joins or compares its two sides"),
        KeywordPlace::SignInWords => ("符号的文字写法", "a sign in words"),
        KeywordPlace::Amount => ("有没有、有几个", "how many there must be"),
        KeywordPlace::Range => ("逐个看的范围", "what is looked at one by one"),
        KeywordPlace::Domain => ("逐个看的东西", "the things that are looked at"),
        KeywordPlace::Aggregate => ("把许多值合成一个", "makes one value of many"),
        KeywordPlace::Severity => ("问题的轻重", "how severe a finding is"),
        KeywordPlace::FixLevel => ("自动修改有多可靠", "how far a fix can be trusted"),
        KeywordPlace::Change => ("修复做什么", "what a fix does"),
        KeywordPlace::Fix => ("修复各部分之间的词", "a word between the parts of a fix"),
        KeywordPlace::Type => ("一种类型", "a type"),
        KeywordPlace::Law => ("法规的一部分", "a part of a law"),
        KeywordPlace::Line => ("一行里的词", "a word of an item"),
    };
    Words::new(zh, en)
}
