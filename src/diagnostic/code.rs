//! The code of a finding: a rule, or a check of the program's own. The latter are all declared
//! here, each with the stage that reports it. Knows no message.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// The stage that reports a finding; reports for programs use the same word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// How a sheet is written.
    Sheet,
    /// How rules, their dictionaries and the manifests of packs are written.
    Rules,
    /// The settings of a project.
    Settings,
    /// Finding, reading and writing files.
    Files,
    /// The check as a whole.
    Check,
    /// A rule, applied to a sheet.
    Rule,
}

/// The code of a finding. A rule may have the name of a check of the program's own, and is still a
/// different code.
#[derive(Clone, Debug)]
pub struct Code {
    name: CodeName,
    stage: Stage,
}

#[derive(Clone, Debug)]
enum CodeName {
    Own(&'static str),
    Rule(Arc<str>),
}

impl Code {
    /// The code of a rule's findings.
    pub fn rule(name: impl Into<Arc<str>>) -> Self {
        Self { stage: Stage::Rule, name: CodeName::Rule(name.into()) }
    }

    const fn own(stage: Stage, name: &'static str) -> Self {
        Self { stage, name: CodeName::Own(name) }
    }

    /// The stage that reports it.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Its name for people and reports.
    pub fn name(&self) -> &str {
        match &self.name {
            CodeName::Own(name) => name,
            CodeName::Rule(name) => name,
        }
    }

    /// The name of the rule, if it is one.
    pub(crate) fn rule_name(&self) -> Option<&str> {
        (self.stage == Stage::Rule).then(|| self.name())
    }

    /// Whether its findings say why rules could not be decided.
    pub(crate) fn explains_undecided(&self) -> bool {
        self.stage == Stage::Sheet || *self == Self::UNDECIDABLE
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Code {}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.name(), self.stage).cmp(&(other.name(), other.stage))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// Declares the codes of the program's own checks, by stage.
macro_rules! codes {
    ($($stage:ident { $($code:ident $name:literal)* })*) => {
        impl Code {
            $($(
                #[doc = $name]
                pub const $code: Self = Self::own(Stage::$stage, $name);
            )*)*

            /// All of them.
            pub(crate) const ALL: &[Self] = &[$($(Self::$code,)*)*];
        }
    };
}

codes! {
    Sheet {
        TAB_INDENT "表/制表符缩进"
        WIDE_INDENT "表/全角空格缩进"
        MISSING_COLON "表/缺冒号"
        MISALIGNED "表/缩进不齐"
        SHEET_QUOTE_OPEN "表/引号未合"
        BAD_ESCAPE "表/转义无效"
        BRACKET_OPEN "表/括号未合"
        LIST_AND_KEYS "表/列表与键混用"
        SHEET_TOO_DEEP "表/嵌套过深"
        EMPTY_KEY "表/缺键名"
        CONTROL_CHARACTER "表/控制字符"
        UNKNOWN_FORM "表/表单未知"
        UNDECLARED_FORM "表/表单未声明"
        UNDECLARED_TABLE "表/表格未声明"
        TABLE_TOO_LONG "表/表格过长"
        NO_FORM_OF_YEAR "表/表单无此年度"
        MISSING_FORM "表/缺表单"
        MISSING_YEAR "表/缺年度"
        REPEATED_KEY "表/键重复"
        UNKNOWN_KEY "表/未知的键"
        UNREADABLE_VALUE "表/值无法识别"
        WRONG_SHAPE "表/值的形状不对"
        UNKNOWN_CHOICE "表/枚举值未知"
        SHEET_BLANK "表/待填"
        MISSING_FIELD "表/缺必填项"
        EMPTY_FIELD "表/必填项为空"
        UNKNOWN_LEVEL "表/层级未知"
        LEVELS_TOO_DEEP "表/层级过深"
        NO_FIRST_LEVEL "表/指标缺一级"
        NO_SECOND_LEVEL "表/指标缺二级"
        REPEATED_INDICATOR "表/指标重复"
        IGNORE_UNREADABLE "表/忽略写法"
        IGNORE_WITHOUT_REASON "表/忽略缺理由"
        IGNORE_EXPIRED "表/忽略过期"
        IGNORE_UNUSED "表/忽略多余"
        IGNORE_UNKNOWN_RULE "表/忽略无此规则"
    }
    Rules {
        SYNTAX "尺/语法"
        RULE_BLANK "尺/待填"
        RULE_QUOTE_OPEN "尺/引号未合"
        MISSING_QUOTES "尺/缺引号"
        MISSING_SEVERITY "尺/缺级别"
        RULE_TOO_DEEP "尺/嵌套过深"
        SENTENCE_TOO_LONG "尺/句子过长"
        UNKNOWN_ITEM "尺/条目未知"
        UNKNOWN_CLAUSE "尺/子句未知"
        REPEATED_CLAUSE "尺/重复"
        MISSING_SPACE "尺/漏空格"
        UNFORMATTABLE "尺/整理不了"
        UNKNOWN_NAME "尺/名称未知"
        REPEATED_NAME "尺/名称重复"
        SHADOWED_NAME "尺/名称遮住"
        SIMILAR_NAME "尺/名称相近"
        UNKNOWN_TYPE "尺/类型未知"
        TYPE_MISMATCH "尺/类型不符"
        BAD_NUMBER "尺/数有误"
        BAD_DATE "尺/日期有误"
        UNKNOWN_ENUM_VALUE "尺/枚举值未知"
        BAD_PATTERN "尺/匹配式有误"
        NEVER_MATCHES "尺/匹配不到"
        EXTRA_MATCH "尺/多余的匹配"
        TOLERANCE_PLACE "尺/误差位置"
        UNKNOWN_PLACE "尺/地方未知"
        AMBIGUOUS_PLACE "尺/地方不明"
        WHICH_SHEET "尺/未说哪张表"
        NO_UNIT_FIELD "尺/没有单位栏"
        NOT_SYMMETRIC "尺/两表不对称"
        ARGUMENT_COUNT "尺/参数个数"
        ARGUMENT_MISMATCH "尺/参数不符"
        CIRCULAR_DEFINITION "尺/定义循环"
        DEEP_DEFINITION "尺/定义过深"
        NO_FORM "尺/没有表单"
        MISSING_DEMAND "尺/缺要求"
        MISSING_ELSE "尺/缺否则"
        REPEATED_ELSE "尺/否则重复"
        MISSING_BASIS "尺/缺依据"
        MISSING_EXAMPLE "尺/缺例子"
        MISSING_TAG "尺/缺标记"
        BAD_EXAMPLE_MARK "尺/标记有误"
        REPEATED_TAG "尺/标签重复"
        TAG_CONFLICT "尺/标签冲突"
        MISSPELT_TAG "尺/标签疑似写错"
        UNKNOWN_LAW "尺/法规未知"
        LAW_WITHOUT_TITLE "尺/法规缺标题"
        LAW_REPEALED "尺/法规已废止"
        LAW_NOT_APPLICABLE "尺/法规不适用"
        DATES_REVERSED "尺/日期颠倒"
        NEVER_IN_FORCE "尺/从不施行"
        EXCEPTION_WITHOUT_BASIS "尺/例外缺依据"
        TIGHTENS_NOTHING "尺/收紧无对象"
        TIGHTENS_OWN_PACK "尺/收紧同包"
        NOT_TIGHTER "尺/不是收紧"
        FIX_TARGET "尺/修复对象"
        FIX_PLACE "尺/修复位置"
        FIX_LEVEL "尺/修复级别"
        CONDITION_NEVER "尺/条件永不成立"
        CONDITION_ALWAYS "尺/条件总成立"
        DEMAND_NEVER "尺/要求无法满足"
        DEMAND_ALWAYS "尺/要求总成立"
        EXCEPTION_NEVER "尺/例外永不成立"
        EXCEPTION_ALWAYS "尺/例外总成立"
        DIRECTION_OPEN "尺/没说方向"
        OPTIONAL_FIELD "尺/可不填的字段"
        NEVER_FOUND "尺/永远找不到"
        MESSAGE_WITHOUT_VALUE "尺/说明里没有值"
        UNUSED "尺/没有用到"
        NAME_NOT_SOUGHT "尺/名称没加引号"
        SAME_RULE "尺/规则相同"
        EXAMPLE_BROKEN "尺/例子有误"
        EXAMPLE_FAILED "尺/例子未通过"
        FILE_MISSING "尺/文件缺失"
        FILE_BY_LINK "尺/文件重名"
        FILE_OUTSIDE_PACK "尺/文件在包外"
        FILE_KIND "尺/文件种类"
        FILE_FAULTY "尺/文件有误"
        TABLE_TOO_LARGE "尺/文件过大"
        TABLE_EMPTY "尺/文件为空"
        TABLE_FAULTY "尺/表格有误"
        TABLE_QUOTE_OPEN "尺/引号未闭合"
        TABLE_REPEATED_KEY "尺/键重复"
        TABLE_UNKNOWN_KEY "尺/键未知"
        YAML_FAULTY "尺/YAML有误"
        EXTRA_CELL "尺/多余的格"
        EMPTY_CELL "尺/格为空"
        BAD_CELL "尺/格不能用"
        COLUMN_OUTSIDE_TABLE "尺/列在规则表外"
        REPEATED_ROW "尺/行重复"
        ROWS_OVERLAP "尺/行重叠"
        ROWS_CONFLICT "尺/行矛盾"
        ROWS_LEAVE_GAP "尺/行有缺口"
        UNKNOWN_COLUMN "尺/列名未知"
        MISSING_COLUMN "尺/缺列"
        UNKNOWN_DIRECTION "尺/方向未知"
        BAD_YEAR "尺/年度有误"
        UNKNOWN_PACK "尺/规则包未知"
        CIRCULAR_USE "尺/引用循环"
        CONFLICTING_CLASS "尺/归类矛盾"
        CHANGED_CLASS "尺/归类改变"
        REPEATED_WORD "尺/词重复"
        EMPTY_WORD "尺/词为空"
        EXTRA_WORD "尺/词多余"
        WORD_TOO_LONG "尺/词太长"
        TOO_MANY_WORDS "尺/词表过大"
        SYNONYM_INCOMPLETE "尺/同义不全"
        SYNONYM_LINKED "尺/同义相连"
        AMBIGUOUS_PARAMETER "尺/参数不明"
        PARAMETER_WITHOUT_VALUE "尺/参数无值"
        TOO_MANY_PARAMETERS "尺/参数过多"
        MANIFEST_FAULTY "规则包/清单有误"
        MANIFEST_KEY "规则包/不认识的键"
        MANIFEST_MISMATCH "规则包/清单不符"
    }
    Settings {
        SETTINGS_FAULTY "设置/写法有误"
        SETTINGS_KEY "设置/不认识的键"
        OUTSIDE_PROJECT "设置/在项目外"
        SETTINGS_MISNAMED "设置/文件名不对"
        PATTERN_UNMATCHED "设置/模式没有用上"
    }
    Files {
        PATH_MISSING "检查/找不到路径"
        NO_FILE "检查/没有文件"
        LEFT_OUT "检查/没有查看"
        UNREADABLE "检查/无法读取"
        UNWRITABLE "检查/无法写入"
        UNWATCHABLE "检查/无法监视"
        FILE_CHANGED "检查/文件已变"
        FILE_TOO_LARGE "检查/文件过大"
        BINARY_FILE "检查/二进制文件"
        UNKNOWN_ENCODING "检查/编码未知"
        CIRCULAR_LINK "检查/链接成环"
        BROKEN_LINK "检查/链接断了"
        LINK_OUTSIDE "检查/链接出项目"
        HARD_LINK_BROKEN "检查/硬链接断开"
        OUTPUT_REFUSED "检查/不能写到这里"
        IGNORE_FILE_FAULTY "检查/忽略文件有误"
        NO_GIT "检查/没有git"
        NO_REPOSITORY "检查/不在仓库里"
        GIT_FAILED "检查/git失败"
        UNMERGED "检查/合并未完成"
        NOT_STAGED "检查/未暂存"
        OUTSIDE_REPOSITORY "检查/在仓库外"
        HOOK_MANAGED "钩子/另有管理"
        HOOK_SHARED "钩子/公用"
        HOOK_EDITED "钩子/改过"
        BASELINE_MISSING "基线/缺失"
        BASELINE_FAULTY "基线/写法有误"
        CERTIFICATE_UNREADABLE "凭证/读不懂"
        CERTIFICATE_ALTERED "凭证/被改动"
    }
    Check {
        BAD_ARGUMENT "检查/参数有误"
        NO_SHEET "检查/没有表"
        NO_RULE "检查/没有适用的规则"
        NOTHING_JUDGED "检查/没有判定"
        PACK_UNUSED "检查/规则包没有用上"
        RULE_UNKNOWN "检查/规则未知"
        RULE_NOT_FOUND "检查/找不到规则"
        UNDECIDABLE "检查/无法判定"
        OVER_BUDGET "检查/超出工作量"
        FIX_IN_VAIN "检查/修复无效"
        FIXES_LEFT "检查/修复未完"
        NEVER_SEEN "检查/例子没有见过"
        MUTANT_UNNOTICED "检查/变异没有察觉"
        NOT_ALL_LISTED "检查/未全部列出"
        BASELINE_GONE "基线/已消失"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_declared_once() {
        let mut names: Vec<&str> = Code::ALL.iter().map(Code::name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn a_rule_is_never_a_check_of_the_program() {
        for own in Code::ALL {
            assert_ne!(*own, Code::rule(own.name()));
            assert_eq!(own.rule_name(), None);
        }
    }
}
