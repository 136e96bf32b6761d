//! The keywords of the rule language: one table of where each may be used and how it is written in
//! both languages. `grammar/keywords.pest` is written from it. Takes words; gives keywords, and the
//! other way round.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::parts::Rule;

/// The use of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeywordPlace {
    /// It starts an item at the left edge.
    Item,
    /// It starts a line of a 表单.
    FormLine,
    /// It starts a clause of a 规则.
    Clause,
    /// It joins or compares its two sides.
    Operator,
    /// The same, usually written as a sign: 大于 is `>`.
    SignInWords,
    /// It says how many there must be.
    Amount,
    /// It ranges over things: 每个, 于, 当.
    Range,
    /// What is ranged over: 指标, 字段, 表.
    Domain,
    /// It aggregates values, and is written as a call.
    Aggregate,
    /// The severity of a finding.
    Severity,
    /// How safe a fix is.
    FixLevel,
    /// What a fix does.
    Change,
    /// A word between the parts of a fix.
    Fix,
    /// The type of a field or of a definition's parameter.
    Type,
    /// A part of a 法规.
    Law,
    /// A word inside the line of an item.
    Line,
}

/// A row of the table.
struct KeywordRow {
    place: KeywordPlace,
    /// The rules of the grammar that read it.
    rules: &'static [Rule],
    zh: &'static str,
    /// Empty if English has no such word.
    en: &'static str,
    /// Other words for the same.
    others: &'static [&'static str],
    /// Whether it cannot be a name, except in 「」; the grammar gets this from here.
    #[cfg(test)]
    reserved: bool,
}

macro_rules! keywords {
    ($($place:ident {
        $($keyword:ident [$($rule:ident)+] $zh:literal, $en:literal $(| $other:literal)*
            $(, $reserved:ident)?;)+
    })+) => {
        /// A keyword of the rule language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Keyword {
            $($(
                #[doc = concat!("`", $zh, "`, `", $en, "`")]
                $keyword,
            )+)+
        }

        impl Keyword {
            /// All of them, by place.
            pub(crate) const ALL: &'static [Keyword] = &[$($(Keyword::$keyword,)+)+];

            const fn row(self) -> &'static KeywordRow {
                match self {
                    $($(Keyword::$keyword => const { &KeywordRow {
                        place: KeywordPlace::$place,
                        rules: &[$(Rule::$rule,)+],
                        zh: $zh,
                        en: $en,
                        others: &[$($other,)*],
                        #[cfg(test)]
                        reserved: !concat!($(stringify!($reserved),)?).is_empty(),
                    } },)+)+
                }
            }
        }
    };
}

keywords! {
    Type {
        Text [kind_plain k_parameter field_type] "文本", "text";
        Integer [kind_plain field_type] "整数", "integer";
        Number [kind_plain field_type] "小数", "number";
        Figure [k_parameter] "数", "number";
        Percent [kind_plain k_parameter field_type] "百分比", "percent";
        Money [k_money k_parameter field_type] "金额", "money";
        Date [kind_plain k_parameter field_type] "日期", "date";
        YesNo [kind_plain k_parameter field_type] "是否", "yesno";
        Enum [k_enum field_type] "枚举", "enum" | "勾选";
        Target [kind_plain k_parameter] "目标值", "target";
        Fragment [k_parameter] "片段", "fragment";
    }
    Domain {
        Indicator [ranged k_parameter] "指标", "indicator" | "indicators";
        OneField [ranged k_parameter] "字段", "field" | "fields";
        Sheet [ranged k_parameter] "表", "sheet" | "sheets";
        Row [ranged] "行", "row" | "rows";
        TotalRow [ranged] "合计行", "total_row" | "total_rows";
    }
    Item {
        Rule [k_item] "规则", "rule";
        RuleTable [k_item] "规则表", "rule_table";
        Define [k_item] "定义", "define";
        Words [k_item k_parameter] "词表", "words";
        Suffixes [k_item] "词尾表", "suffixes";
        Catalogue [k_item] "指标库", "catalogue";
        Synonyms [k_item] "同义", "synonyms";
        Parameter [k_item] "参数", "parameter";
        Law [k_item] "法规", "law";
        Form [k_item] "表单", "form";
        Use [k_item] "引用", "use";
        SharedBasis [k_item] "通用依据", "shared_basis" | "共同依据";
    }
    FormLine {
        Field [k_line k_part] "栏", "field";
        Tree [k_line k_part] "指标树", "tree";
        Attribute [k_line k_part] "指标栏", "attribute";
        Level [k_line k_part] "层级", "level";
        LevelAlias [k_line] "层级又名", "level_alias";
        Unjudged [k_line] "不判", "unjudged";
        Table [k_line] "表格", "table";
        TableColumn [k_line] "列", "column";
        Totals [k_line] "合计行", "total_row";
        Role [k_line] "角色", "role";
        Renamed [k_line] "改", "change";
        Dropped [k_line] "去", "drop";
    }
    Clause {
        About [k_clause] "说明", "about", reserved;
        Basis [k_clause k_basis] "依据", "basis" | "根据" | "按照" | "依照", reserved;
        For [k_clause k_for] "对", "for" | "对于", reserved;
        When [k_clause k_demand] "当", "when" | "如果" | "若" | "如", reserved;
        Must [k_clause k_demand] "须", "must" | "必须" | "应当" | "应该" | "应", reserved;
        MustNot [k_clause k_demand] "不得", "must not" | "不应" | "不应当" | "不应该" | "不能" | "不可" | "不允许" | "不准" | "禁止" | "严禁", reserved;
        Else [k_clause] "否则", "else", reserved;
        Help [k_clause] "建议", "help", reserved;
        Accepts [k_clause] "合格", "accepts", reserved;
        Rejects [k_clause] "不合格", "rejects", reserved;
        Unless [k_clause] "例外", "unless" | "除非", reserved;
        Effective [k_clause k_law_part] "施行", "effective";
        Tags [k_clause] "标签", "tags";
        Fix [k_clause] "修复", "fix";
    }
    Operator {
        And [and] "且", "and" | "并且" | "而且" | "同时", reserved;
        Or [or] "或", "or" | "或者" | "或是", reserved;
        Not [not] "非", "not", reserved;
        Is [is] "是", "is" | "为", reserved;
        IsNot [is_not] "不是", "is not" | "不为" | "并非", reserved;
        Contains [contains] "包含", "contains" | "含有" | "包括" | "提到", reserved;
        NotContains [not_contains] "不包含", "not contains" | "不含有" | "不包括" | "未包含" | "未提到" | "没有包含", reserved;
        Matches [matches] "匹配", "matches" | "符合", reserved;
        NotMatches [not_matches] "不匹配", "not matches" | "不符合", reserved;
        In [r#in] "属于", "in", reserved;
        NotIn [not_in] "不属于", "not in", reserved;
        StartsWith [starts] "开头是", "startswith" | "开头为", reserved;
        NotStartsWith [not_starts] "开头不是", "not startswith" | "开头不为", reserved;
        EndsWith [ends] "结尾是", "endswith" | "结尾为", reserved;
        NotEndsWith [not_ends] "结尾不是", "not endswith" | "结尾不为", reserved;
        Stricter [stricter] "严于", "stricter than", reserved;
        NotStricter [not_stricter] "不严于", "not stricter than", reserved;
        Includes [includes] "含", "includes", reserved;
        NotIncludes [not_includes] "不含", "not includes", reserved;
        Below [below] "低于", "below", reserved;
        NotBelow [not_below] "不低于", "not below", reserved;
        Above [above] "高于", "above", reserved;
        NotAbove [not_above] "不高于", "not above", reserved;
        GiveOrTake [give_or_take] "误差", "give or take", reserved;
    }
    SignInWords {
        Equals [equal_word] "等于", "equals";
        Differs [not_equal_word] "不等于", "differs from";
        MoreThan [greater_word] "大于", "greater than" | "多于" | "超过" | "超出" | "晚于" | "迟于";
        LessThan [less_word] "小于", "less than" | "少于" | "早于" | "不足" | "不到";
        NoLess [at_least_word] "不小于", "no less than"
            | "不少于" | "大于等于" | "大于或等于" | "达到" | "不早于";
        NoMore [at_most_word] "不大于", "no more than"
            | "不多于" | "不超过" | "不超出" | "小于等于" | "小于或等于" | "不晚于" | "不迟于";
        Plus [add_word] "加", "plus" | "加上";
        Less [subtract_word] "减", "minus" | "减去";
        Times [multiply_word] "乘", "times" | "乘以";
        DividedBy [divide_word] "除以", "divided by";
    }
    Amount {
        Some [some] "有", "has" | "存在" | "填写" | "填写了" | "已填" | "已填写" | "必填", reserved;
        Occurs [some] "出现", "occurs", reserved;
        None [none] "没有", "no" | "不存在" | "未填" | "未填写" | "缺少", reserved;
        AtLeast [least] "至少", "at least" | "至少有" | "不少于" | "最少", reserved;
        AtMost [most] "至多", "at most" | "至多有" | "最多" | "最多有" | "不超过" | "不多于", reserved;
        Exactly [exactly] "恰有", "exactly" | "恰好有" | "恰好" | "正好" | "有且只有", reserved;
        Pieces [k_piece] "个", "" | "条";
    }
    Range {
        Every [k_every] "每个", "every" | "所有" | "全部" | "任一" | "任意" | "每一个" | "每项" | "每条", reserved;
        All [k_all] "都", "all" | "均" | "皆", reserved;
        Each [k_each] "每个", "each" | "所有" | "全部" | "任一" | "任意" | "每一个" | "每项" | "每条", reserved;
        EachRow [k_each_row ranged] "每行", "each row", reserved;
        EachPair [k_pair] "每两个", "each pair of", reserved;
        Both [k_both] "和", "and";
        EachMatch [k_match] "每处", "each match" | "match", reserved;
        EachSentence [k_match] "每句", "each sentence", reserved;
        EachParagraph [k_match] "每段", "each paragraph", reserved;
        Within [k_in] "于", "in" | "at", reserved;
        Where [k_where] "当", "where" | "when", reserved;
        Column [k_column] "列", "column";
    }
    Aggregate {
        Count [k_count] "个数", "count", reserved;
        Sum [k_aggregate] "合计", "sum", reserved;
        Average [k_aggregate] "平均", "average", reserved;
        Largest [k_aggregate] "最大", "largest", reserved;
        Smallest [k_aggregate] "最小", "smallest", reserved;
    }
    Severity {
        Error [error] "错误", "error";
        Warning [warning] "警告", "warning";
        Note [note] "提示", "note";
    }
    FixLevel {
        Safe [safe] "安全", "safe";
        Unsafe [consent] "需确认", "unsafe";
        Draft [draft] "待填", "draft";
    }
    Change {
        Add [k_add] "添加", "add";
        Set [k_set] "把", "set";
        Remove [k_remove] "删除", "remove";
        Move [k_move] "移动", "move";
        Rename [k_rename] "改名", "rename";
        Replace [k_replace] "替换", "replace";
    }
    Fix {
        Becomes [k_becomes] "改为", "to";
        Goes [k_goes] "到", "to";
        As [k_as] "为", "to";
        With [k_with] "为", "with";
    }
    Law {
        DocumentNumber [k_law_part] "文号", "number";
        Applies [k_law_part] "适用", "applies" | "适用于";
        Force [k_law_part] "效力", "force";
        Repealed [k_law_part] "废止", "repealed";
        Url [k_law_part] "网址", "url";
    }
    Line {
        Year [k_year] "年度", "year";
        Until [k_to] "至", "to" | "until" | "到";
        Onward [k_onward] "起", "onward" | "以后" | "之后" | "开始";
        InPlace [k_place] "地区", "place";
        Required [required] "必填", "required";
        Signed [signed] "可为负", "signed";
        OwnUnit [own_unit] "本单位", "unit";
        Alias [k_alias] "又名", "alias";
        General [general] "通用", "general";
        Joins [k_joins] "由", "joins";
        Extends [k_extends] "承", "extends";
        Etc [open_end] "等", "etc";
        From [k_from] "来自", "from";
        Except [k_except] "例外", "except";
        Belongs [k_belongs] "归", "to";
        Pack [k_pack] "包", "pack";
        Tightens [k_tighten] "收紧", "tightens";
    }
}

/// The words that each rule of the grammar reads, by the number of the rule.
static WORDS: LazyLock<Vec<BTreeMap<&'static str, Keyword>>> = LazyLock::new(|| {
    let mut all: Vec<BTreeMap<_, _>> = Vec::new();
    for keyword in Keyword::ALL {
        for rule in keyword.row().rules {
            let number = *rule as usize;
            all.resize(all.len().max(number + 1), BTreeMap::new());
            if let Some(words) = all.get_mut(number) {
                words.extend(keyword.spellings().map(|word| (word, *keyword)));
            }
        }
    }
    all
});

impl Keyword {
    /// Its use.
    pub(crate) fn place(self) -> KeywordPlace {
        self.row().place
    }

    /// How it is written in Chinese.
    pub(crate) fn zh(self) -> &'static str {
        self.row().zh
    }

    /// How it is written in English; empty if English has no such word.
    pub(crate) fn en(self) -> &'static str {
        self.row().en
    }

    /// Its English plural.
    pub(crate) fn en_many(self) -> &'static str {
        let KeywordRow { place, others, en, .. } = self.row();
        others.first().filter(|_| *place == KeywordPlace::Domain).copied().unwrap_or(en)
    }

    /// Every way to write it; the usual ones first.
    pub(crate) fn spellings(self) -> impl Iterator<Item = &'static str> {
        let KeywordRow { zh, en, others, .. } = *self.row();
        [zh, en].into_iter().chain(others.iter().copied()).filter(|word| !word.is_empty())
    }

    /// Whether a word is a way to write it.
    pub(crate) fn is_spelled(self, word: &str) -> bool {
        self.spellings().any(|spelling| spelling == word)
    }

    /// The keywords of a place.
    pub(crate) fn of(place: KeywordPlace) -> impl Iterator<Item = Self> + Clone {
        Self::ALL.iter().copied().filter(move |keyword| keyword.place() == place)
    }

    /// The keywords that a rule of the grammar reads.
    pub(super) fn read_by(rule: Rule) -> impl Iterator<Item = Self> + Clone {
        Self::ALL.iter().copied().filter(move |keyword| keyword.row().rules.contains(&rule))
    }

    /// The words that a rule of the grammar reads.
    pub(super) fn words_of(rule: Rule) -> impl Iterator<Item = &'static str> {
        WORDS.get(rule as usize).into_iter().flat_map(BTreeMap::keys).copied()
    }

    /// The types that a field may have.
    pub(super) fn field_types() -> impl Iterator<Item = Self> + Clone {
        let kinds = [Rule::kind_plain, Rule::k_money, Rule::k_enum];
        let is_kind = move |row: &KeywordRow| row.rules.iter().any(|rule| kinds.contains(rule));
        Self::ALL.iter().copied().filter(move |keyword| is_kind(keyword.row()))
    }

    /// The type that stands before 字段.
    pub(crate) fn field_type(written: &str) -> Option<Self> {
        Self::read(Rule::field_type, written)
    }

    /// The types that a definition's parameter may have.
    pub(crate) fn parameter_types() -> impl Iterator<Item = Self> + Clone {
        Self::read_by(Rule::k_parameter)
    }

    /// What was read by a rule of the grammar; `None` if the rule reads no keywords.
    pub(super) fn read(rule: Rule, written: &str) -> Option<Self> {
        // Most texts are not keywords, and may be long.
        let words = WORDS.get(rule as usize).filter(|words| !words.is_empty())?;
        let written = written.trim();
        let found = match written.contains(char::is_whitespace) {
            // `must  not`
            true => words.get(&*written.split_whitespace().collect::<Vec<_>>().join(" ")),
            false => words.get(written),
        };
        found.copied()
    }

    /// The item that a line begins with.
    pub(super) fn item(line: &str) -> Option<Self> {
        Self::read(Rule::k_item, first_word(line))
    }

    /// The clause that a line begins with.
    pub(crate) fn clause(line: &str) -> Option<Self> {
        match Self::read(Rule::k_clause, first_word(line))? {
            Self::Must if second_word(line) == "not" => Some(Self::MustNot),
            keyword => Some(keyword),
        }
    }

    /// What a line of a 表单 begins with.
    pub(super) fn form_line(line: &str) -> Option<Self> {
        Self::read(Rule::k_line, first_word(line))
    }

    /// Whether a Chinese word is a keyword that may stand in a rule.
    pub(crate) fn is_in_rules(word: &str) -> bool {
        let mut all = Self::ALL.iter().map(|keyword| keyword.row());
        all.any(|row| {
            (row.zh == word || row.others.contains(&word))
                && !matches!(row.place, KeywordPlace::Type | KeywordPlace::Law)
        })
    }

    /// Whether a word is a keyword that may stand in a rule, or the last word of one, in either
    /// language.
    pub(crate) fn ends_with(word: &str) -> bool {
        let is_last = |keyword: &Self| {
            keyword.spellings().any(|spelling| spelling.rsplit(' ').next() == Some(word))
        };
        let is_type = |place| matches!(place, KeywordPlace::Type | KeywordPlace::Law);
        Self::ALL.iter().any(|keyword| !is_type(keyword.place()) && is_last(keyword))
    }

    /// Keywords as a list in both languages: `甲、乙 或 丙`, `a, b or c`.
    pub(crate) fn listed(keywords: impl Iterator<Item = Self> + Clone) -> (String, String) {
        let list = |words: Vec<&str>, comma: &str, or: &str| match words.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{}{or}{last}", rest.join(comma)),
            _ => words.concat(),
        };
        let zh = list(keywords.clone().map(Self::zh).collect(), "、", " 或 ");
        (zh, list(keywords.map(Self::en).collect(), ", ", " or "))
    }
}

/// The first word of a line: letters and digits up to anything else.
pub(super) fn first_word(line: &str) -> &str {
    let end = line.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(line.len());
    line.get(..end).unwrap_or_default()
}

fn second_word(line: &str) -> &str {
    first_word(line.get(first_word(line).len()..).unwrap_or_default().trim_start())
}

#[cfg(test)]
mod tests;
