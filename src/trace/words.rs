//! The words of a trace, in both languages.

use std::collections::BTreeMap;

use crate::check::{RulePart, Traced};
use crate::diagnostic::{Lang, Words};

/// A result in a trace, with its sign.
pub(super) fn traced(outcome: Traced) -> (&'static str, Words) {
    match outcome {
        Traced::Holds => ("✓", Words::new("通过", "holds")),
        Traced::Fails => ("✗", Words::new("不通过", "fails")),
        Traced::NotApplicable => ("–", Words::new("不适用", "not applicable")),
        Traced::Unknown => ("？", Words::new("无法判定", "undecidable")),
        Traced::NotAsked => ("·", Words::new("未求值", "not asked")),
        Traced::Value => (" ", Words::new("", "")),
    }
}

/// What part of a rule is traced.
pub(super) fn role(role: RulePart) -> Words {
    match role {
        RulePart::Filter => Words::new("只看", "where"),
        RulePart::When => Words::new("当", "when"),
        RulePart::Unless => Words::new("例外", "unless"),
        RulePart::Must => Words::new("须", "must"),
        RulePart::MustNot => Words::new("不得", "must not"),
        RulePart::Thing | RulePart::Part => Words::new("", ""),
    }
}

/// Things that a trace only counts.
pub(super) fn more_things(more: &BTreeMap<Traced, usize>) -> Words {
    let all = |lang: Lang, gap: &str| {
        let parts = more.iter().map(|(outcome, count)| match outcome {
            Traced::Value => count.to_string(),
            outcome => format!("{} {count}", traced(*outcome).1.get(lang)),
        });
        parts.collect::<Vec<_>>().join(gap)
    };
    Words::new(format!("另有：{}", all(Lang::Zh, "，")), format!("others: {}", all(Lang::En, ", ")))
}

/// A range was empty in the sheet.
pub(super) fn nothing_ranged() -> Words {
    Words::new("表里没有规则要逐个查的内容", "the sheet has nothing that the rule ranges over")
}

pub(super) fn no_value() -> Words {
    Words::new("（没有）", "(none)")
}
