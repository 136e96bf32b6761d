//! What several targets share: a form, rules of each kind, and pieces from which sheets are made.
#![allow(dead_code, reason = "each target uses a part of it")]

use biaochi::check::{PackSources, rulebook};
use biaochi::rule::RuleSet;
use biaochi::source::Sources;

/// A form, and rules of each kind: on a field, an indicator, a text, other sheets; with fixes of
/// each kind.
pub const RULES: &str = r#"表单 表 年度 2020：
  栏 项目名称 文本 必填
  栏 申报单位 文本 本单位
  栏 总预算 金额 元
  栏 项目概况 文本
  栏 是否采购 是否
  指标树 绩效目标
  指标栏 目标值 目标值
  指标栏 权重 小数
  层级 产出目标：数量、质量
  层级 效果目标：满意度
法规 办法 《办法》
词表 空话：积极推进、大力开展
规则 一/不得空话：
  依据 办法
  不得 项目概况 包含 空话
  否则 警告 "空话" 于 项目概况
  修复 替换 "积极推进" 为 ""
规则 二/概况不得重复：
  依据 办法
  当 有 项目概况
  须 个数(重复句(项目概况)) = 0
  否则 提示 "重复" 于 项目概况
规则 三/质量指标归位：
  依据 办法
  对 每个 指标 i 于 产出目标/数量
  不得 i.名称 包含 "合格率"
  否则 错误 "归错" 于 i.名称
  修复 移动 i 到 产出目标/质量
规则 四/比率须有下限：
  依据 办法
  对 每个 指标 i 当 i.目标值 是 百分比
  须 i.目标值.符号 = "≥"
  否则 警告 "无下限" 于 i.目标值
  修复 把 i.目标值 改为 "≥{i.目标值.数值}"
规则 五/不得重名：
  依据 办法
  对 每两个 表 a, b 于 本单位本年度各表
  不得 a.项目名称 = b.项目名称
  否则 错误 "重名" 于 a.项目名称、b.项目名称
规则 六/须有满意度：
  依据 办法
  须 有 指标 "满意度" 于 效果目标/满意度
  否则 错误 "缺满意度" 于 效果目标/满意度
  修复 添加 效果目标/满意度/满意度: ≥90%
规则 七/不得雷同：
  依据 办法
  当 有 项目概况
  不得 有 表 b 于 全部其他表 当 有 b.项目概况 且 相似度(b.项目概况, 项目概况) ≥ 80%
  否则 警告 "雷同" 于 项目概况
"#;

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
