//! What pest expected, in the user's words: one table from grammar rules to what a person would
//! write, and the mistakes that people make often.

use pest::error::ErrorVariant;

use super::parts::{Piece, Rule};
use super::words;
use crate::diagnostic::{Diagnostic, Words};

/// The most things that are named as possible at one place.
const MOST: usize = 4;

/// What could stand where reading stopped.
pub(super) fn explain(
    piece: &Piece<'_>,
    entry: Rule,
    at: usize,
    variant: &ErrorVariant<Rule>,
) -> Diagnostic {
    let rest = piece.text.get(at..).unwrap_or_default();
    let skipped = rest.len() - rest.trim_start().len();
    let (at, rest) = (at + skipped, rest.trim_start());
    let end = at + stopped_at(rest);
    // At the very end there is nothing to underline but the place where more should follow.
    let place = piece.at(at, end);
    if let Some(common) = words::common_mistake(entry_word(piece, entry), place, rest) {
        return common;
    }
    let before = piece.text.get(..at).unwrap_or_default().trim_end();
    let word = super::keywords::first_word(rest);
    if let Some(slash) = slash_in_class(before) {
        return words::slash_in_pattern(piece.at(slash, slash + 1));
    }
    if word == "是" && (before.ends_with('是') || before.ends_with(['=', '＝', '≠'])) {
        return words::bare_yes(place);
    }
    if let Some(close) = rest.chars().next().filter(|sign| matches!(sign, ')' | '）' | ']')) {
        let before = piece.text.get(..at).unwrap_or_default();
        let count = |signs: &[char]| before.chars().filter(|sign| signs.contains(sign)).count();
        if count(&['(', '（', '[']) <= count(&[')', '）', ']']) {
            return words::superfluous_bracket(place, close);
        }
    }
    let mut expected: Vec<(&str, &str)> = Vec::new();
    if let ErrorVariant::ParsingError { positives, .. } = variant {
        for rule in positives {
            if let Some(names) = named(*rule)
                && !expected.contains(&names)
            {
                expected.push(names);
            }
        }
    }
    let more = expected.len() > MOST;
    expected.truncate(MOST);
    let list = |pick: fn(&(&'static str, &'static str)) -> &'static str, sep: &str| {
        expected.iter().map(pick).collect::<Vec<_>>().join(sep)
    };
    let (zh, en) = (list(|names| names.0, "、"), list(|names| names.1, ", "));
    let (zh, en) = if more { (format!("{zh} 等"), format!("{en} …")) } else { (zh, en) };
    let help = match expected.is_empty() {
        true => Words::new("这一句到前面就该结束了", "the clause should end before this"),
        false => Words::new(format!("这里可以写：{zh}"), format!("here may stand: {en}")),
    };
    words::syntax(place, rest.is_empty()).help(help)
}

/// The slash that ended a pattern inside its `[…]`, where reading stopped right behind it.
fn slash_in_class(before: &str) -> Option<usize> {
    let inner = before.strip_suffix('/')?;
    let start = ["匹配", "matches"].into_iter().filter_map(|word| inner.rfind(word)).max()?;
    let pattern = inner.get(start..)?;
    let mut open = false;
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '[' => open = true,
            ']' => open = false,
            _ => {}
        }
    }
    open.then_some(inner.len())
}

/// The bytes of the word, quote or sign at which reading stopped.
fn stopped_at(rest: &str) -> usize {
    let word = super::keywords::first_word(rest);
    match (word.is_empty(), rest.chars().next()) {
        (false, _) => word.len(),
        (true, Some(sign)) => sign.len_utf8(),
        (true, None) => 0,
    }
}

/// The word that a clause starts with.
fn entry_word<'t>(piece: &Piece<'t>, entry: Rule) -> &'t str {
    if entry == Rule::hole { "" } else { super::keywords::first_word(piece.text) }
}

/// The table: what a person would write for a grammar rule. `None` is not worth naming.
fn named(rule: Rule) -> Option<(&'static str, &'static str)> {
    Some(match rule {
        Rule::expr | Rule::operand | Rule::demand => ("条件", "a condition"),
        Rule::name | Rule::member_name | Rule::rule_name => ("名称", "a name"),
        Rule::text | Rule::text_body | Rule::curly_body => ("带引号的文字", "a quoted text"),
        Rule::fragment => ("\"\"\" 之间的表格片段", "a sheet fragment between \"\"\""),
        Rule::regex => ("匹配式 /…/", "a pattern /…/"),
        Rule::number | Rule::integer | Rule::how_many => ("数", "a number"),
        Rule::date => ("日期", "a date"),
        Rule::title => ("《标题》", "a 《title》"),
        Rule::place | Rule::segment => ("层级，如 产出目标/时效", "a level such as 产出目标/时效"),
        Rule::anchor => ("字段、层级或 i.名称", "a field, a level or i.名称"),
        Rule::anchors | Rule::within | Rule::k_in => ("于", "in"),
        Rule::filter | Rule::k_where => ("当", "where"),
        Rule::ranged | Rule::domain => ("指标、字段 或 表", "indicator, field or sheet"),
        Rule::severity => ("错误、警告 或 提示", "error, warning or note"),
        Rule::k_each => ("每个", "each"),
        Rule::k_match => ("每处", "each match"),
        Rule::k_pair => ("每两个", "each pair of"),
        Rule::k_for => ("对", "for"),
        Rule::k_both => ("逗号", "a comma"),
        Rule::k_basis => ("依据", "basis"),
        Rule::day => ("年度或日期，如 2020、2020-03-01", "a year or date such as 2020, 2020-03-01"),
        Rule::k_to => ("至", "until"),
        Rule::k_tighten => ("收紧", "tightens"),
        Rule::k_all => ("都", "all"),
        Rule::matches => ("匹配", "matches"),
        Rule::or | Rule::and => ("且、或", "and, or"),
        Rule::is | Rule::is_not => ("是", "is"),
        Rule::contains | Rule::not_contains => ("包含", "contains"),
        Rule::below | Rule::not_below | Rule::above | Rule::not_above => {
            ("低于、高于", "below, above")
        }
        Rule::stricter | Rule::not_stricter => ("严于", "stricter than"),
        Rule::includes | Rule::not_includes => ("含", "includes"),
        Rule::equal | Rule::not_equal | Rule::less | Rule::greater => {
            ("= ≠ < ≤ > ≥", "= ≠ < ≤ > ≥")
        }
        Rule::kind | Rule::kind_plain => {
            ("类型，如 文本、日期、金额 元", "a type such as text, date, money")
        }
        Rule::bare | Rule::run => ("词", "a word"),
        Rule::colon => ("冒号", "a colon"),
        Rule::close => ("右括号 )", "a closing parenthesis )"),
        Rule::list_end => ("右方括号 ]", "a closing bracket ]"),
        Rule::from_file | Rule::k_from => ("来自 \"文件\"", "from \"file\""),
        Rule::synonym => ("词=词", "word=word"),
        Rule::k_place | Rule::form_place => ("地区", "place"),
        Rule::pack_name => ("规则包的名称", "the name of a pack"),
        Rule::k_pack => ("包", "pack"),
        Rule::k_belongs => ("归", "to"),
        Rule::law_part => ("文号、施行、效力 等", "number, effective, force …"),
        Rule::form_years | Rule::k_year => ("年度", "year"),
        Rule::call | Rule::count | Rule::aggregate | Rule::paren => {
            ("函数或括号", "a function or parentheses")
        }
        Rule::k_add
        | Rule::k_set
        | Rule::k_remove
        | Rule::k_move
        | Rule::k_rename
        | Rule::k_replace
        | Rule::add_entry
        | Rule::set_value
        | Rule::remove
        | Rule::move_to
        | Rule::rename
        | Rule::replace => {
            ("添加、把、删除、移动、改名 或 替换", "add, set, remove, move, rename or replace")
        }
        Rule::fix_level => ("需确认 或 待填", "unsafe or draft"),
        Rule::k_becomes => ("改为", "to"),
        Rule::k_goes => ("到", "to"),
        Rule::k_as => ("为", "to"),
        Rule::k_with => ("为", "with"),
        Rule::added => {
            ("添在哪里，如 产出目标/质量/验收合格率", "where, such as 产出目标/质量/验收合格率")
        }
        Rule::as_written | Rule::wording => ("写什么", "what to write"),
        _ => return None,
    })
}
