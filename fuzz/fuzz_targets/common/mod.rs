//! What several targets share: a form, rules of each kind, and pieces from which sheets are made.
#![allow(dead_code, reason = "each target uses a part of it")]

use biaochi::check::{PackSources, rulebook};
use biaochi::rule::RuleSet;
use biaochi::source::Sources;

/// A form, and rules of each kind: on a field, an indicator, a text, other sheets; with fixes of
/// each kind.
pub const RULES: &str = include_str!("rules.chi");

/// Pieces of sheets that fuzzers would be long in finding.
pub const PIECES: &[&str] = &[
    "表单: 表\n年度: 2020\n",
    "项目名称: 甲\n",
    "项目名称: 乙\n",
    "申报单位: 一局\n",
    "总预算: 60万元\n",
    "总预算：-1,2\n",
    "项目概况: 积极推进道路养护工作，清扫街道。积极推进道路养护工作，清扫街道。\n",
    "项目概况: |\n  大力开展\n  桥梁检查\n",
    "# 表尺忽略 五/不得重名: 分期\n",
    " # 注\n",
    "绩效目标:\n",
    "  产出目标:\n",
    "    数量:\n",
    "      合格率: 95%\n",
    "      里程: {目标值: =12公里, 权重: 10}\n",
    "  效果目标:\n    满意度:\n      满意度: 九成以上\n",
    "---\n",
    "\t",
    "  ",
    "\r\n",
    "\u{feff}",
    "\"",
    "：",
    "{",
    "}",
    "|",
    "- 一\n",
];

/// The rules, and the texts that they stand in.
pub fn rules(sources: &mut Sources) -> RuleSet {
    let files = [sources.add("规则.chi", RULES)];
    let (rules, findings) =
        rulebook(&[PackSources { name: "包", sources: &files, judges: true, upper: None }]);
    assert!(findings.iter().all(|finding| finding.severity < biaochi::diagnostic::Severity::Error));
    rules
}

/// A text with a piece, or any text, in the place of some of its characters.
pub fn spliced(text: &str, at: u16, cut: u8, piece: &str) -> String {
    let all: Vec<char> = text.chars().collect();
    let at = usize::from(at) % (all.len() + 1);
    let end = (at + usize::from(cut)).min(all.len());
    all[..at].iter().copied().chain(piece.chars()).chain(all[end..].iter().copied()).collect()
}

/// The comments of a sheet, in order of what they say.
pub fn comments(text: &str) -> Vec<String> {
    let all = biaochi::syntax::sheet::write::comments(text);
    let mut all: Vec<String> = all.into_iter().map(|range| text[range].trim().to_owned()).collect();
    all.sort_unstable();
    all
}
