//! The words that start items, clauses and lines, in both languages.

/// What a top-level keyword starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ItemWord {
    Form,
    Law,
    Words,
    Suffixes,
    Catalogue,
    Synonyms,
    Parameter,
    Use,
    Define,
    Rule,
}

/// What a clause keyword starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClauseWord {
    About,
    Basis,
    For,
    Demand,
    Else,
    Help,
    Accepts,
    Rejects,
    InForce,
    Tags,
    Unless,
    Fix,
}

/// What a keyword inside a 表单 starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormWord {
    Field,
    Attribute,
    Tree,
    Level,
}

const ITEMS: [(&str, &str, ItemWord); 10] = [
    ("表单", "form", ItemWord::Form),
    ("法规", "law", ItemWord::Law),
    ("词表", "words", ItemWord::Words),
    ("词尾表", "suffixes", ItemWord::Suffixes),
    ("指标库", "catalogue", ItemWord::Catalogue),
    ("定义", "define", ItemWord::Define),
    ("规则", "rule", ItemWord::Rule),
    ("引用", "use", ItemWord::Use),
    ("同义", "synonyms", ItemWord::Synonyms),
    ("参数", "parameter", ItemWord::Parameter),
];

const CLAUSES: [(&str, &str, ClauseWord); 14] = [
    ("说明", "about", ClauseWord::About),
    ("依据", "basis", ClauseWord::Basis),
    ("对", "for", ClauseWord::For),
    ("当", "when", ClauseWord::Demand),
    ("须", "must", ClauseWord::Demand),
    ("不得", "must", ClauseWord::Demand),
    ("否则", "else", ClauseWord::Else),
    ("建议", "help", ClauseWord::Help),
    ("合格", "accepts", ClauseWord::Accepts),
    ("不合格", "rejects", ClauseWord::Rejects),
    ("施行", "effective", ClauseWord::InForce),
    ("例外", "unless", ClauseWord::Unless),
    ("标签", "tags", ClauseWord::Tags),
    ("修复", "fix", ClauseWord::Fix),
];

const FORM_LINES: [(&str, &str, FormWord); 4] = [
    ("栏", "field", FormWord::Field),
    ("指标栏", "attribute", FormWord::Attribute),
    ("指标树", "tree", FormWord::Tree),
    ("层级", "level", FormWord::Level),
];

/// Words inside expressions and lines.
const INNER: [&str; 74] = [
    "且",
    "或",
    "非",
    "是",
    "不是",
    "包含",
    "不包含",
    "匹配",
    "不匹配",
    "属于",
    "不属于",
    "开头是",
    "开头不是",
    "结尾是",
    "结尾不是",
    "严于",
    "不严于",
    "含",
    "不含",
    "低于",
    "不低于",
    "高于",
    "不高于",
    "有",
    "没有",
    "出现",
    "至少",
    "至多",
    "恰有",
    "个",
    "每个",
    "每处",
    "每两个",
    "每句",
    "每段",
    "都",
    "个数",
    "合计",
    "平均",
    "最大",
    "最小",
    "误差",
    "于",
    "指标",
    "字段",
    "表",
    "错误",
    "警告",
    "提示",
    "年度",
    "至",
    "地区",
    "必填",
    "又名",
    "等",
    "归",
    "例外",
    "文号",
    "适用",
    "收紧",
    "来自",
    "包",
    "安全",
    "需确认",
    "待填",
    "添加",
    "把",
    "改为",
    "删除",
    "移动",
    "到",
    "改名",
    "替换",
    "为",
];

fn find<T: Copy>(table: &[(&str, &str, T)], word: &str) -> Option<T> {
    table.iter().find(|(zh, en, _)| *zh == word || *en == word).map(|(_, _, found)| *found)
}

pub(super) fn item(word: &str) -> Option<ItemWord> {
    find(&ITEMS, word)
}

pub(super) fn clause(word: &str) -> Option<ClauseWord> {
    find(&CLAUSES, word)
}

pub(super) fn form_line(word: &str) -> Option<FormWord> {
    find(&FORM_LINES, word)
}

/// A word that starts a clause, or else an item or a line of one, in both languages.
pub(super) fn both(clause: bool, word: &str) -> Option<(&'static str, &'static str)> {
    fn known<T>(
        table: &[(&'static str, &'static str, T)],
        word: &str,
    ) -> Option<(&'static str, &'static str)> {
        table.iter().find(|(zh, en, _)| *zh == word || *en == word).map(|(zh, en, _)| (*zh, *en))
    }
    match clause {
        true => known(&CLAUSES, word),
        false => known(&ITEMS, word).or_else(|| known(&FORM_LINES, word)),
    }
}

/// Whether a line that begins with such a text begins a clause.
pub fn starts_clause(text: &str) -> bool {
    clause(first_word(text)).is_some()
}

/// The Chinese words that start items.
pub(super) fn items_zh() -> impl Iterator<Item = &'static str> {
    ITEMS.iter().map(|(zh, _, _)| *zh)
}

/// The Chinese words that start clauses.
pub(super) fn clauses_zh() -> impl Iterator<Item = &'static str> {
    CLAUSES.iter().map(|(zh, _, _)| *zh)
}

/// Every Chinese keyword.
pub fn keywords() -> impl Iterator<Item = &'static str> {
    let lines = FORM_LINES.iter().map(|(zh, _, _)| *zh);
    items_zh().chain(clauses_zh()).chain(lines).chain(INNER)
}

/// The first word of a line: letters and digits up to anything else.
pub(super) fn first_word(line: &str) -> &str {
    let end = line.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(line.len());
    line.get(..end).unwrap_or_default()
}
