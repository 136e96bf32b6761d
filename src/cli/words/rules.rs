//! The words around rules: listed, explained, and requested one by one.

use std::path::Path;

use crate::diagnostic::Words;

/// The most names that a message lists.
const MOST_NAMES: usize = 20;

pub(in crate::cli) fn basis() -> Words {
    Words::new("依据：", "basis: ")
}

pub(in crate::cli) fn rule_count(count: usize) -> Words {
    Words::new(format!("共 {count} 条规则"), format!("{count} rules"))
}

/// With `--form`: what follows are the rules that do not apply.
pub(in crate::cli) fn rules_not_applicable(count: usize) -> Words {
    Words::new(
        format!("不适用的 {count} 条，表单没有它说到的栏或层级："),
        format!("{count} that do not apply, as the form lacks what they name:"),
    )
}

pub(in crate::cli) fn no_rules() -> Words {
    Words::new("没有规则", "there are no rules")
}

pub(in crate::cli) fn none_selected() -> Words {
    Words::new(
        "没有一条规则同时合乎这几项；去掉一项再看",
        "no rule meets all of these conditions; leave one out",
    )
}

pub(in crate::cli) fn nothing_called(
    option: &str,
    asked: &str,
    near: Option<&str>,
    names: &[String],
) -> Words {
    if let Some(near) = near {
        return Words::new(
            format!("{option}：没有一条规则合“{asked}”。是否为“{near}”？"),
            format!("{option}: no rule has “{asked}”. Did you mean “{near}”?"),
        );
    }
    let known: std::collections::BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let more = if known.len() > MOST_NAMES { "…" } else { "" };
    let known: Vec<&str> = known.into_iter().take(MOST_NAMES).collect();
    Words::new(
        format!("{option}：没有一条规则合“{asked}”。可用的有：{}{more}", known.join("、")),
        format!("{option}: no rule has “{asked}”. There are: {}{more}", known.join(", ")),
    )
}

pub(in crate::cli) fn heading_tags() -> Words {
    Words::new("标签", "Tags")
}

pub(in crate::cli) fn no_such_rule(name: &str, near: Option<&str>) -> Words {
    match near {
        Some(near) => Words::new(
            format!("没有叫“{name}”的规则。是否为“{near}”？"),
            format!("there is no rule “{name}”. Did you mean “{near}”?"),
        ),
        None => Words::new(
            format!("没有叫“{name}”的规则。biaochi rules 列出全部规则"),
            format!("there is no rule “{name}”. `biaochi rules` lists them all"),
        ),
    }
}

pub(in crate::cli) fn which_rule(part: &str, names: &[&str]) -> Words {
    let list: String = names.iter().map(|name| format!("\n    {name}")).collect();
    Words::new(
        format!("名字里有“{part}”的规则有 {} 条，请写全：{list}", names.len()),
        format!("{} rules have “{part}” in their names, say which:{list}", names.len()),
    )
}

pub(in crate::cli) fn heading_basis() -> Words {
    Words::new("依据", "Basis")
}

pub(in crate::cli) fn heading_sentence() -> Words {
    Words::new("一句话说", "In one sentence")
}

/// The meaning of a definition.
pub(in crate::cli) fn meaning(name: &str, means: &Words) -> Words {
    Words::new(format!("“{name}”指：{}", means.zh), format!("“{name}” means: {}", means.en))
}

pub(in crate::cli) fn heading_codes() -> Words {
    Words::new("表尺自己的检查", "The checks of biaochi itself")
}

pub(in crate::cli) fn heading_remedy() -> Words {
    Words::new("怎么改", "What to do")
}

pub(in crate::cli) fn heading_example() -> Words {
    Words::new("这样写会查出", "This raises it")
}

pub(in crate::cli) fn heading_forms() -> Words {
    Words::new("管哪些表单", "Forms that it judges")
}

pub(in crate::cli) fn heading_tightens() -> Words {
    Words::new("收紧", "Tightening")
}

/// The forms that the rules of a file without a manifest judge, with the number of rules of each.
pub(in crate::cli) fn compiled_for(forms: &[(&str, usize)]) -> Words {
    let listed = |gap: &str| {
        let each = forms.iter().map(|(form, count)| format!("{form} ({count})"));
        each.collect::<Vec<_>>().join(gap)
    };
    Words::new(
        format!("没有 pack.yaml，按写到的栏目认出的表单（和管它的规则条数）：{}", listed("、")),
        format!(
            "no pack.yaml: the forms found by the fields that the rules name (and their rules): {}",
            listed(", ")
        ),
    )
}

pub(in crate::cli) fn heading_text() -> Words {
    Words::new("条文", "The rule")
}

pub(in crate::cli) fn heading_parameters() -> Words {
    Words::new("用到的参数（上面的先算）", "Parameters (the topmost value counts first)")
}

pub(in crate::cli) fn parameter_value(
    value: &str,
    counts: &Words,
    pack: &str,
    place: &str,
) -> Words {
    Words::new(
        format!("{value}（{}；规则包 {pack}，{place}）", counts.zh),
        format!("{value} ({}; pack {pack}, {place})", counts.en),
    )
}

pub(in crate::cli) fn heading_accepts() -> Words {
    Words::new("合格的例子", "An example that passes")
}

pub(in crate::cli) fn heading_rejects() -> Words {
    Words::new(
        "不合格的例子（[[ ]] 内是会划线的地方）",
        "An example that fails (what is underlined is in [[ ]])",
    )
}

pub(in crate::cli) fn new_rule(path: &Path, line: usize) -> Words {
    let path = path.display();
    Words::new(
        format!("写好了：{path} 第 {line} 行起。填上〔待填〕的地方，再运行：biaochi test {path}"),
        format!(
            "written: {path}, line {line}. Fill in what says 〔待填〕, then run: biaochi test {path}"
        ),
    )
}

pub(in crate::cli) fn new_rule_faulty() -> Words {
    Words::new("没有写：改了上面说的再来", "nothing was written: correct what is said above first")
}

/// The settings of the project do not request the file that was written.
pub(in crate::cli) fn new_rule_unread(path: &Path) -> Words {
    let path = path.display();
    Words::new(
        format!("biaochi.yaml 的 packs 还没有这个文件，检查时用不到它：在 packs 里加上 {path}"),
        format!(
            "packs in biaochi.yaml does not have this file yet, so checks do not use it: add {path} to packs"
        ),
    )
}

pub(in crate::cli) fn rule_exists(name: &str, pack: &str) -> Words {
    Words::new(
        format!(
            "规则包 {pack} 里已经有规则“{name}”，没有写；要收紧它的，换个名字，写“规则 新名 收紧 {name}：”"
        ),
        format!(
            "pack {pack} has a rule “{name}” already: nothing was written; to tighten it, write “rule new-name tightens {name}:”"
        ),
    )
}

pub(in crate::cli) fn new_rule_without_name() -> Words {
    Words::new(
        "没有规则的名字。写作：biaochi new rule 质量/满意度不得过低 --must \"i.目标值.数值 ≥ 85%\" --each indicator",
        "the rule has no name. Such as: biaochi new rule quality/satisfaction --law act --each indicator",
    )
}

pub(in crate::cli) fn bad_rule_name(name: &str) -> Words {
    Words::new(
        format!("“{name}”不能做规则的名字：不能有空格、冒号、引号和 #，如 质量/满意度不得过低"),
        format!(
            "“{name}” is not a name for a rule: no blanks, colons, quotes or #, such as quality/satisfaction"
        ),
    )
}

pub(in crate::cli) fn rule_is_there(name: &str, path: &Path) -> Words {
    let path = path.display();
    Words::new(
        format!("{path} 里已经有规则“{name}”，没有写"),
        format!("{path} has a rule “{name}” already: nothing was written"),
    )
}

pub(in crate::cli) fn ask_name() -> Words {
    Words::new(
        "规则叫什么（如 质量/满意度不得过低）？",
        "What is the rule called (such as quality/satisfaction)?",
    )
}

/// Asks for one of the numbered forms, whose fields are then offered.
pub(in crate::cli) fn ask_form(forms: &[String]) -> Words {
    let list = numbered(forms);
    Words::new(
        format!("表单有：{list}\n给哪种表单写（号码，好列出它的栏；不限就回车）？"),
        format!("Forms:{list}\nFor which one (its number, to list its fields; empty for any)?"),
    )
}

fn numbered(names: &[String]) -> String {
    names.iter().zip(1..).map(|(name, number)| format!("\n  {number}  {name}")).collect()
}

pub(in crate::cli) fn known_laws(laws: &[String]) -> Words {
    let list: String = laws.iter().map(|law| format!("\n  {law}")).collect();
    Words::new(format!("登记过的法规：{list}"), format!("Known laws:{list}"))
}

/// What a condition can name.
pub(in crate::cli) fn known_fields(fields: &[String], levels: &[String]) -> Words {
    let (fields, levels) = (fields.join("、"), levels.join("、"));
    Words::new(
        format!(
            "能写的栏：{fields}\n指标的层级：{levels}\n逐个查指标时：i.名称、i.目标值.数值、i.一级、i.二级"
        ),
        format!(
            "Fields: {fields}\nLevels of indicators: {levels}\nOf each indicator: i.名称, i.目标值.数值, i.一级, i.二级"
        ),
    )
}

pub(in crate::cli) fn not_offered(answer: &str) -> Words {
    Words::new(
        format!("没有“{answer}”这一项，请再写一次"),
        format!("“{answer}” is not one of them, once more please"),
    )
}

pub(in crate::cli) fn ask_law() -> Words {
    Words::new(
        "依据哪个法规（简称，回车待填）？",
        "Which law is it based on (short name, empty for later)?",
    )
}

pub(in crate::cli) fn ask_article() -> Words {
    Words::new("第几条（没有核对过原文就回车）？", "Which article (empty if not confirmed)?")
}

pub(in crate::cli) fn ask_each() -> Words {
    Words::new(
        "逐个查什么：指标、字段、表（整张表就回车）？",
        "Range over indicator, field or sheets (empty for the sheet)?",
    )
}

pub(in crate::cli) fn ask_when() -> Words {
    Words::new("什么情况下适用（都适用就回车）？当", "When does it apply (empty for always)? when")
}

pub(in crate::cli) fn ask_must() -> Words {
    Words::new("要求是什么（回车待填）？须", "What must hold (empty for later)? must")
}

pub(in crate::cli) fn ask_message() -> Words {
    Words::new("违反时怎么说（回车待填）？", "Message when it fails (empty for later)?")
}
