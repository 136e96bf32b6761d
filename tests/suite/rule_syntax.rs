//! Rule files as text: what is read, whatever the language of the keywords, and the findings of
//! each clause that cannot be.

use biaochi::diagnostic::Diagnostic;
use biaochi::source::{Source, SourceId};
use biaochi::syntax::rule::{
    Broken, ClauseKind, ExprKind, ExprNode, FormLine, Item, Literal, Pieces, Ranging, ReferenceTo,
    RuleFile, Sought, SuffixLine, Used, parse, references,
};

use crate::cases;

fn source(text: &str) -> Source {
    Source::new(SourceId::ALONE, "case.chi", text)
}

/// Everything that could not be read, wherever it stands.
fn broken(file: &RuleFile) -> Vec<Diagnostic> {
    let mut found: Vec<&Broken> = Vec::new();
    let holes = |literal: &Literal| -> Vec<Broken> {
        literal.holes.iter().filter_map(|hole| hole.expr.clone().err()).collect()
    };
    let mut in_holes: Vec<Broken> = Vec::new();
    for item in &file.items {
        match item {
            Item::Broken(broken) => found.push(broken),
            Item::Define(define) => found.extend(define.body.as_ref().err()),
            Item::Law(law) => found.extend(&law.broken),
            Item::Form(form) => {
                found.extend(form.lines.iter().filter_map(|line| match line {
                    FormLine::Broken(broken) => Some(broken),
                    _ => None,
                }));
            }
            Item::Suffixes(table) => {
                found.extend(table.lines.iter().filter_map(|line| match line {
                    SuffixLine::Broken(broken) => Some(broken),
                    _ => None,
                }));
            }
            Item::Rule(rule) => {
                for clause in &rule.clauses {
                    match &clause.kind {
                        ClauseKind::Broken(broken) => found.push(broken),
                        ClauseKind::Else { message: Some(message), .. } => {
                            in_holes.extend(holes(message));
                        }
                        ClauseKind::Help(help) => in_holes.extend(holes(help)),
                        _ => {}
                    }
                }
            }
            Item::Parameter(parameter) => found.extend(&parameter.broken),
            Item::Words(_)
            | Item::Catalogue(_)
            | Item::Synonyms(_)
            | Item::Use(_)
            | Item::Basis(..) => {}
        }
    }
    let all = found.into_iter().chain(&in_holes);
    file.diagnostics.iter().cloned().chain(all.map(|broken| (*broken.diagnostic).clone())).collect()
}

/// The clauses that were read, by their keywords.
fn read(source: &Source, file: &RuleFile) -> String {
    let mut lines = Vec::new();
    for item in &file.items {
        lines.push(match item {
            Item::Rule(rule) => {
                let clauses = rule.clauses.iter().map(|clause| match &clause.kind {
                    ClauseKind::Broken(_) => "✗",
                    _ => source.slice(clause.keyword),
                });
                format!("规则 {}：{}", rule.name.text, clauses.collect::<Vec<_>>().join(" "))
            }
            Item::Form(form) => format!("表单 {}", form.name.text),
            Item::Law(law) => format!("法规 {}", law.name.text),
            Item::Words(list) => format!("词表 {}：{} 个词", list.name.text, list.words.len()),
            Item::Suffixes(table) => {
                format!("词尾表 {}：{} 行", table.name.text, table.lines.len())
            }
            Item::Catalogue(item) => format!("指标库 {}：{}", item.name.text, item.from.text),
            Item::Synonyms(item) => format!("同义 {}：{} 组", item.name.text, item.groups.len()),
            Item::Parameter(item) => {
                let name = item.name.as_ref().map_or("（见文件）", |name| &name.text);
                format!("参数 {name}：{} 个值", item.variants.len())
            }
            Item::Use(item) => match &item.of {
                Used::File(path) => format!("引用 文件 {}", path.text),
                Used::Pack(name) => format!("引用 包 {}", name.text),
            },
            Item::Basis(law, _) => format!("通用依据 {}", law.text),
            Item::Define(define) => format!("定义 {}", define.name.text),
            Item::Broken(_) => "✗".to_owned(),
        });
    }
    lines.join("\n")
}

#[test]
fn broken_clauses_are_reported_and_the_rest_is_read() {
    cases::run("rule_syntax/errors.txt", |text| {
        let source = source(text);
        let file = parse(&source);
        format!("{}\n读作\n{}", cases::describe(&source, &broken(&file)), read(&source, &file))
    });
}

/// A line is an expression; what stands below it is the tree that it is read as.
#[test]
fn expressions_are_trees() {
    cases::run("rule_syntax/expressions.txt", |text| {
        let source = source(&format!("定义 甲：{}", text.trim()));
        match parse(&source).items.as_slice() {
            [Item::Define(define)] => match &define.body {
                Ok(body) => tree(&source, body),
                Err(broken) => cases::describe(&source, &[(*broken.diagnostic).clone()]),
            },
            [Item::Broken(broken)] => cases::describe(&source, &[(*broken.diagnostic).clone()]),
            _ => "不是一个表达式".to_owned(),
        }
    });
}

fn tree(source: &Source, expr: &ExprNode) -> String {
    let many =
        |exprs: &[ExprNode]| exprs.iter().map(|e| tree(source, e)).collect::<Vec<_>>().join(" ");
    match &expr.kind {
        ExprKind::Column(name) => format!("列「{}」", name.text),
        ExprKind::Name(name) => name.clone(),
        ExprKind::Member(of, name) => format!("{}.{}", tree(source, of), name.text),
        ExprKind::Text(literal) => format!("“{}”", literal.text.as_str()),
        ExprKind::Number(number) => format!("数{number}"),
        ExprKind::Date(date) => format!("日{date}"),
        ExprKind::Regex(regex) => format!("式{}", regex.pattern),
        ExprKind::List(items) => format!("[{}]", many(items)),
        ExprKind::Call(name, arguments) => format!("({}) {}", name.text, many(arguments)),
        ExprKind::Not(inner) => format!("(非 {})", tree(source, inner)),
        ExprKind::Negative(inner) => format!("(负 {})", tree(source, inner)),
        ExprKind::Percent(inner) => format!("(百分之 {})", tree(source, inner)),
        ExprKind::Binary(left, op, right) => {
            format!("({op:?} {} {})", tree(source, left), tree(source, right))
        }
        ExprKind::Compare(first, rest) => {
            let rest =
                rest.iter().map(|(_, op, e)| format!("{} {}", source.slice(*op), tree(source, e)));
            format!("({} {})", tree(source, first), rest.collect::<Vec<_>>().join(" "))
        }
        ExprKind::Count(domain) => format!("(个数 {})", source.slice(domain.span)),
        ExprKind::Aggregate(what, body, over) => {
            let over = match &**over {
                Ranging::Each(domain) => source.slice(domain.span),
                Ranging::Pieces(pieces) => &pieces.name.text,
            };
            format!("({what:?} {} 对 {over})", tree(source, body))
        }
        ExprKind::Exists(amount, domain) => format!(
            "({amount:?} {}{})",
            domain
                .within
                .iter()
                .map(|place| format!("于 {} ", source.slice(place.span)))
                .collect::<String>(),
            domain
                .filter
                .as_ref()
                .map_or(String::new(), |filter| format!("当 {}", tree(source, filter)))
        ),
        ExprKind::Every(domain, body) => {
            format!("(每个 {} 都 {})", source.slice(domain.span), tree(source, body))
        }
        ExprKind::Present(there, inner) => {
            format!("({} {})", if *there { "有" } else { "没有" }, tree(source, inner))
        }
    }
}

/// Both spellings of a rule give the same clauses and the same expressions.
#[test]
fn english_keywords_mean_the_same() {
    let zh = "规则 一/甲：\n说明 \"话\"\n依据 办法 待核\n对 每个 指标 i 于 产出目标/时效 当 i.目标值 是 比较值\n\
              对 每处 m 于 概况 匹配 /a(?<值>\\d+)/ 当 出现 m\n当 非 甲 且 乙 不是 \"丙\" 或 没有 丁\n\
              须 至少 2 个 指标 于 */数量\n不得 每个 字段 f 都 f.值 不包含 词\n否则 警告 \"{i.名称}\" 于 i, 产出目标/质量\n建议 \"改\"\n\
              施行 2020 至 2021-06-30\n例外 合计(权重 对 每个 指标) = 1 误差 2 依据 办法 第三条\n\
              对 每两个 表 a, b 于 全部各表 当 甲\n对 每句 s 于 概况\n对 每段 s 于 概况\n";
    let en = "rule 一/甲:\nabout \"话\"\nbasis 办法 待核\nfor each indicator i in 产出目标/时效 where i.目标值 is 比较值\n\
              for match m in 概况 matches /a(?<值>\\d+)/ where occurs m\nwhen not 甲 and 乙 is not \"丙\" or no 丁\n\
              must at least 2 indicator in */数量\nmust not every field f all f.值 not contains 词\nelse warning \"{i.名称}\" at i, 产出目标/质量\nhelp \"改\"\n\
              effective 2020 until 2021-06-30\nunless sum(权重 for each indicator) = 1 give or take 2 basis 办法 第三条\n\
              for each pair of sheets a, b in all_sheets where 甲\nfor each sentence s in 概况\nfor each paragraph s in 概况\n";
    let outline = |text: &str| {
        let source = source(text);
        let file = parse(&source);
        assert_eq!(cases::describe(&source, &broken(&file)), "无");
        let [Item::Rule(rule)] = file.items.as_slice() else { panic!("one rule") };
        let clauses = rule.clauses.iter().map(|clause| match &clause.kind {
            ClauseKind::When(e) => format!("当 {}", neutral(&tree(&source, e))),
            ClauseKind::Must(e) => format!("须 {}", neutral(&tree(&source, e))),
            ClauseKind::MustNot(e) => format!("不得 {}", neutral(&tree(&source, e))),
            ClauseKind::Each(domain) => format!("每个 {:?} {:?}", domain.what, domain.within.len()),
            ClauseKind::EachMatch(Pieces { unit, name, pattern, .. }) => {
                let sought = pattern.as_ref().map(|sought| match sought {
                    Sought::Pattern(regex) => &regex.pattern,
                    Sought::Words(name) => &name.text,
                });
                format!("{unit:?} {} {sought:?}", name.text)
            }
            ClauseKind::EachPair(domain, second) => format!("{:?} {}", domain.what, second.text),
            ClauseKind::InForce { from, until } => {
                format!("施行 {} {:?}", from.text, until.as_ref().map(|until| &until.text))
            }
            ClauseKind::Unless { condition, basis } => {
                let law = basis.as_ref().map(|(law, _)| &law.text);
                format!("例外 {} {law:?}", neutral(&tree(&source, condition)))
            }
            ClauseKind::Else { severity, anchors, .. } => format!("{severity:?} {}", anchors.len()),
            other => format!("{:?}", std::mem::discriminant(other)),
        });
        clauses.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(outline(zh), outline(en));
}

/// The words that the tree quotes from the source, in one language.
fn neutral(tree: &str) -> String {
    [
        ("is not", "不是"),
        ("give or take", "误差"),
        ("indicator)", "指标)"),
        ("not contains", "不包含"),
        ("field f", "字段 f"),
    ]
    .iter()
    .fold(tree.to_owned(), |tree, (en, zh)| tree.replace(en, zh))
}

#[test]
fn what_the_first_line_refers_to_is_known_behind_a_byte_order_mark_too() {
    for mark in ["", "\u{feff}"] {
        for line in ["引用 “公共.chi”", "use \"公共.chi\""] {
            let source = source(&format!("{mark}{line}\n"));
            let found = references(source.name(), &parse(&source));
            let found: Vec<_> = found.into_iter().map(|reference| reference.to).collect();
            assert_eq!(found, [ReferenceTo::File("公共.chi".to_owned())], "{mark:?} {line}");
        }
    }
}
