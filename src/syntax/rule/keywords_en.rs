//! The keywords that the grammar knows inside clauses, in both languages. Takes what was read and as what; gives
//! how it is written in Chinese and in English.

use super::keywords;
use super::parts::Rule;

type Both = (&'static str, &'static str);

/// The word that a clause, an item or a line starts with.
pub(super) fn head(entry: Rule, written: &str) -> Option<Both> {
    keywords::both(is_clause(entry), written.trim())
}

fn is_clause(entry: Rule) -> bool {
    matches!(
        entry,
        Rule::about
            | Rule::basis
            | Rule::report
            | Rule::example
            | Rule::in_force
            | Rule::tags
            | Rule::exception
            | Rule::fix
    )
}

/// The type of a definition's parameter.
pub(super) fn parameter(written: &str) -> Option<Both> {
    one_of(
        &[
            ("文本", "text"),
            ("数", "number"),
            ("百分比", "percent"),
            ("金额", "money"),
            ("日期", "date"),
            ("是否", "yesno"),
            ("目标值", "target"),
            ("指标", "indicator"),
            ("字段", "field"),
            ("片段", "fragment"),
            ("表", "sheet"),
            ("词表", "words"),
        ],
        written,
    )
}

fn one_of(known: &[Both], written: &str) -> Option<Both> {
    let written = written.trim();
    known.iter().find(|(zh, en)| *zh == written || *en == written).copied()
}

/// A word inside a clause, by the rule that read it.
#[allow(clippy::too_many_lines, reason = "a flat match")]
pub(super) fn of(rule: Rule, written: &str) -> Option<Both> {
    let plain = |singular: &[Both]| {
        let written = written.trim();
        let written = written.strip_suffix('s').unwrap_or(written);
        one_of(singular, written)
    };
    Some(match rule {
        Rule::or => ("或", "or"),
        Rule::and => ("且", "and"),
        Rule::not => ("非", "not"),
        Rule::is => ("是", "is"),
        Rule::is_not => ("不是", "is not"),
        Rule::contains => ("包含", "contains"),
        Rule::not_contains => ("不包含", "not contains"),
        Rule::matches => ("匹配", "matches"),
        Rule::not_matches => ("不匹配", "not matches"),
        Rule::r#in => ("属于", "in"),
        Rule::not_in => ("不属于", "not in"),
        Rule::starts => ("开头是", "startswith"),
        Rule::not_starts => ("开头不是", "not startswith"),
        Rule::ends => ("结尾是", "endswith"),
        Rule::not_ends => ("结尾不是", "not endswith"),
        Rule::give_or_take => ("误差", "give or take"),
        Rule::stricter => ("严于", "stricter than"),
        Rule::not_stricter => ("不严于", "not stricter than"),
        Rule::includes => ("含", "includes"),
        Rule::not_includes => ("不含", "not includes"),
        Rule::below => ("低于", "below"),
        Rule::not_below => ("不低于", "not below"),
        Rule::above => ("高于", "above"),
        Rule::not_above => ("不高于", "not above"),
        Rule::some => return one_of(&[("有", "has"), ("出现", "occurs")], written),
        Rule::none => ("没有", "no"),
        Rule::least => ("至少", "at least"),
        Rule::most => ("至多", "at most"),
        Rule::exactly => ("恰有", "exactly"),
        Rule::k_every => ("每个", "every"),
        Rule::k_all => ("都", "all"),
        Rule::k_count => ("个数", "count"),
        Rule::k_aggregate => {
            let known =
                [("合计", "sum"), ("平均", "average"), ("最大", "largest"), ("最小", "smallest")];
            return one_of(&known, written);
        }
        Rule::ranged => {
            return plain(&[("指标", "indicator"), ("字段", "field"), ("表", "sheet")]);
        }
        Rule::k_in => ("于", "in"),
        Rule::k_where => ("当", "where"),
        Rule::k_for => ("对", "for"),
        Rule::k_each => ("每个", "each"),
        Rule::k_pair => ("每两个", "each pair of"),
        Rule::k_both => ("和", "and"),
        Rule::k_match => match written.split_whitespace().last() {
            Some("每句" | "sentence") => ("每句", "each sentence"),
            Some("每段" | "paragraph") => ("每段", "each paragraph"),
            _ => ("每处", "each match"),
        },
        Rule::k_demand => match written.trim() {
            "当" | "when" => ("当", "when"),
            "须" | "must" => ("须", "must"),
            _ => ("不得", "must not"),
        },
        Rule::error => ("错误", "error"),
        Rule::warning => ("警告", "warning"),
        Rule::note => ("提示", "note"),
        Rule::k_to => ("至", "to"),
        Rule::k_basis => ("依据", "basis"),
        Rule::safe => ("安全", "safe"),
        Rule::consent => ("需确认", "unsafe"),
        Rule::draft => ("待填", "draft"),
        Rule::k_add => ("添加", "add"),
        Rule::k_set => ("把", "set"),
        Rule::k_becomes => ("改为", "to"),
        Rule::k_remove => ("删除", "remove"),
        Rule::k_move => ("移动", "move"),
        Rule::k_goes => ("到", "to"),
        Rule::k_rename => ("改名", "rename"),
        Rule::k_as => ("为", "to"),
        Rule::k_replace => ("替换", "replace"),
        Rule::k_with => ("为", "with"),
        Rule::k_year => ("年度", "year"),
        Rule::k_place => ("地区", "place"),
        Rule::own_unit => ("本单位", "unit"),
        Rule::required => ("必填", "required"),
        Rule::k_alias => ("又名", "alias"),
        Rule::kind_plain => {
            let known = [
                ("文本", "text"),
                ("整数", "integer"),
                ("小数", "number"),
                ("百分比", "percent"),
                ("日期", "date"),
                ("是否", "yesno"),
                ("目标值", "target"),
            ];
            return one_of(&known, written);
        }
        Rule::k_money => ("金额", "money"),
        Rule::k_enum => ("枚举", "enum"),
        Rule::open_end => ("等", "etc"),
        Rule::k_law_part => {
            let known = [
                ("文号", "number"),
                ("适用", "applies"),
                ("效力", "force"),
                ("施行", "effective"),
                ("废止", "repealed"),
                ("网址", "url"),
            ];
            return one_of(&known, written);
        }
        Rule::k_from => ("来自", "from"),
        Rule::k_except => ("例外", "except"),
        Rule::k_belongs => ("归", "to"),
        Rule::k_pack => ("包", "pack"),
        Rule::k_tighten => ("收紧", "tightens"),
        _ => return None,
    })
}
