//! The content of a text, so that no fix removes what it was not intended to: its sheets, fields,
//! indicators and comments. Takes a text before and after; gives what is gone.

use std::collections::BTreeMap;

use super::apply_fixes_words;
use crate::diagnostic::{Fix, Words};
use crate::rule::RuleSet;
use crate::source::{Source, Span};
use crate::syntax::sheet::write;
use crate::workspace::{DocumentPlaces, Numbers, read_all};

/// The kinds of things that a text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ThingKind {
    Sheet,
    Field,
    Indicator,
    Comment,
}

/// One of them.
struct HeldThing {
    kind: ThingKind,
    /// Its name; for a comment, its text.
    name: String,
    /// The place of its name.
    at: Span,
}

fn held(rules: &RuleSet, source: &Source) -> Vec<HeldThing> {
    let mut all = Vec::new();
    let sources = std::slice::from_ref(source);
    let files = read_all(&rules.forms, sources, &[], &mut Numbers::default());
    let places = DocumentPlaces::of(&files);
    for sheet in files.iter().flat_map(|file| file.sheets()) {
        let form = &sheet.form;
        // By its form, since a fix may give it another name.
        all.push(HeldThing {
            kind: ThingKind::Sheet,
            name: form.name.clone(),
            at: places.in_file(sheet.head),
        });
        let cells = form.fields.iter().zip(&sheet.fields);
        all.extend(cells.filter_map(|(field, cell)| {
            let at = places.in_file(cell.as_ref()?.key);
            Some(HeldThing { kind: ThingKind::Field, name: field.name.clone(), at })
        }));
        all.extend(sheet.indicators.iter().map(|indicator| HeldThing {
            kind: ThingKind::Indicator,
            name: indicator.name.as_str().trim().to_owned(),
            at: places.in_file(indicator.name.whole()),
        }));
    }
    for range in write::comments(source.text()) {
        let at = Span::new(source.id(), range.start, range.end);
        all.push(HeldThing {
            kind: ThingKind::Comment,
            name: source.slice(at).trim().to_owned(),
            at,
        });
    }
    all
}

/// The first thing lost from a text after some fixes that were not intended to remove it.
pub(super) fn lost(
    rules: &RuleSet,
    (before, after): (&Source, &Source),
    fixes: &[&Fix],
) -> Option<Words> {
    let mut counts: BTreeMap<(ThingKind, String), usize> = BTreeMap::new();
    let mut totals: BTreeMap<ThingKind, usize> = BTreeMap::new();
    for thing in held(rules, after) {
        *totals.entry(thing.kind).or_default() += 1;
        *counts.entry((thing.kind, thing.name)).or_default() += 1;
    }
    for thing in held(rules, before) {
        let touching = fixes.iter().filter(|fix| {
            fix.edits.iter().any(|edit| {
                let (edited, thing_span) = (edit.span, thing.at);
                edited.source == thing_span.source
                    && edited.start < thing_span.end
                    && thing_span.start < edited.end
            })
        });
        let touching: Vec<&&Fix> = touching.collect();
        if thing.kind != ThingKind::Comment && touching.iter().any(|fix| fix.removes) {
            continue;
        }
        let total = totals.entry(thing.kind).or_default();
        let gone = *total == 0;
        *total = total.saturating_sub(1);
        // What is renamed or moved stays one of its kind.
        let by_name = touching.is_empty() && thing.kind != ThingKind::Sheet;
        let same = counts.entry((thing.kind, thing.name.clone())).or_default();
        if gone || (by_name && *same == 0) {
            return Some(apply_fixes_words::held(thing.kind, &thing.name));
        }
        *same = same.saturating_sub(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{PackSources, rulebook};
    use crate::diagnostic::FixLevel;
    use crate::source::{Edit, Sources};

    const FORM: &str = "表单 小表 年度 2020：\n  栏 项目名称 文本\n  栏 项目概况 文本\n  指标树 绩效目标\n  指标栏 目标值 目标值\n  层级 产出：数量\n";
    const SHEET: &str = "表单: 小表\n年度: 2020\n项目名称: 甲 # 名\n项目概况: 乙\n绩效目标:\n  产出:\n    数量:\n      里程: 1\n---\n表单: 小表\n年度: 2020\n";

    /// What is lost when the first such piece of the sheet is replaced.
    fn replaced(piece: &str, by: &str, removes: bool) -> Option<String> {
        let mut sources = Sources::new();
        let files = [sources.add("form.chi", FORM)];
        let (rules, _) =
            rulebook(&[PackSources { name: "p", sources: &files, judges: true, upper: None }]);
        let before = sources.add("表.biao", SHEET);
        let start = SHEET.find(piece).unwrap();
        let span = Span::new(before.id(), start, start + piece.len());
        let edits = vec![Edit { span, text: by.to_owned() }];
        let after = before.changed(SHEET.replacen(piece, by, 1));
        let fix = Fix { level: FixLevel::Safe, title: Words::new("改", "fix"), edits, removes };
        lost(&rules, (&before, &after), &[&fix]).map(|what| what.zh.to_string())
    }

    #[test]
    fn what_is_gone_is_said() {
        let field = Some("“项目概况”一栏".to_owned());
        assert_eq!(replaced(" # 名\n", "", false), field, "two lines joined, the comment first");
        assert_eq!(replaced("甲 # 名", "甲", false), Some("注释“# 名”".to_owned()));
        assert_eq!(replaced("甲 # 名", "甲", true), Some("注释“# 名”".to_owned()));
        assert_eq!(replaced("项目概况: 乙\n", "", false), field);
        assert_eq!(replaced("      里程: 1\n", "", false), Some("指标“里程”".to_owned()));
        assert_eq!(replaced("---\n", "", false), Some("一张“小表”".to_owned()));
    }

    #[test]
    fn what_was_to_be_removed_or_renamed_is_not_lost() {
        assert_eq!(replaced("项目概况: 乙\n", "", true), None);
        assert_eq!(replaced("      里程: 1\n", "", true), None);
        assert_eq!(replaced("里程", "路程", false), None);
        assert_eq!(replaced("甲", "丙", false), None);
        assert_eq!(replaced("---\n", "", true), Some("一张“小表”".to_owned()));
    }
}
