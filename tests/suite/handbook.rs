//! The handbook: every rule found by criterion, law and field, in Markdown and on a page of its
//! own.

use std::collections::BTreeSet;

use biaochi::check::{PackSources, rulebook};
use biaochi::diagnostic::Lang;
use biaochi::handbook::{Handbook, Volume, html, markdown};
use biaochi::rule::{RuleSet, Wanted};
use biaochi::source::Sources;

use crate::cli::biaochi;
use crate::rule_check::PRELUDE;
use crate::shipped::SHIPPED;

fn written(rules: &RuleSet) -> Vec<Wanted<'_>> {
    let rules = rules.rules.iter();
    rules.map(|rule| Wanted { rule, forms: rule.forms.iter().collect() }).collect()
}

/// The pages of a set of rules, each pack a volume.
fn pages(rules: &RuleSet, lang: Lang) -> [String; 2] {
    let packs: BTreeSet<&str> = rules.rules.iter().map(|rule| rule.pack.as_str()).collect();
    let volumes: Vec<Volume<'_>> =
        packs.iter().map(|name| Volume { name, title: name, version: "1.0.0" }).collect();
    let book = Handbook::new(rules, &written(rules), &volumes, lang);
    [markdown(&book), html(&book)]
}

/// What stands between two marks, every time.
fn between<'t>(text: &'t str, open: &str, close: &str) -> Vec<&'t str> {
    let after = text.split(open).skip(1);
    after.map(|rest| rest.split(close).next().unwrap()).collect()
}

#[test]
fn every_link_leads_to_a_rule_and_every_rule_is_linked() {
    let (_, rules, _) = &*SHIPPED;
    for lang in [Lang::Zh, Lang::En] {
        let [text, page] = pages(rules, lang);
        let places = between(&text, "<a id=\"", "\"");
        let unique: BTreeSet<&str> = places.iter().copied().collect();
        assert_eq!((places.len(), unique.len()), (rules.rules.len(), places.len()));
        let links: BTreeSet<&str> = between(&text, "](#", ")").into_iter().collect();
        assert_eq!(links, unique);
        let ids: BTreeSet<&str> = between(&page, " id=\"", "\"").into_iter().collect();
        let links: BTreeSet<&str> = between(&page, "href=\"#", "\"").into_iter().collect();
        assert!(unique.is_subset(&ids) && links.is_subset(&ids), "{:?}", links.difference(&ids));
        for heading in ["完整性", "相关性", "适当性", "可行性"] {
            assert!(text.contains(&format!("\n**{heading}** [")), "{heading}");
        }
        assert!(text.contains("**《中央部门预算绩效目标管理办法》（财预〔2015〕88号）** ["));
        assert!(text.contains("\n**产出目标/数量** ["));
        assert!(text.contains("| 故障响应时间 | 产出目标/时效 | 小时、分钟 | 越低越好 | ≤2小时 |"));
    }
}

#[test]
fn the_page_needs_no_network_and_closes_what_it_opens() {
    let (_, rules, _) = &*SHIPPED;
    let [_, page] = pages(rules, Lang::Zh);
    for outside in [" src=", "<link", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    let mut open: Vec<&str> = Vec::new();
    let (head, rest) = page.split_once("<style>").unwrap();
    let rest = rest.split_once("</style>").unwrap().1;
    let body = rest.split_once("<script>").unwrap().0;
    let tags = between(head, "<", ">").into_iter().chain(between(body, "<", ">"));
    for tag in tags {
        let name = tag.split(' ').next().unwrap();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None if ["!DOCTYPE", "meta", "input", "br"].contains(&name) => {}
            None => open.push(name),
        }
    }
    assert_eq!(open, ["html", "body"]);
}

/// Rules are data: what they say must not become markup.
#[test]
fn what_a_rule_says_is_only_text() {
    let mut sources = Sources::new();
    let rule = r#"
规则 一/甲：
    说明 "<script>alert(1)</script> | *粗* [链接](http://x) `码`"
    须 有 项目概况
    否则 错误 "缺概况" 于 项目概况
    建议 "补上“{项目名称}”的概况"
    合格 """
        项目概况: <b>```修</b>
        """
    不合格 """
        [[项目名称]]: 甲
        """
"#;
    let files = [sources.add("prelude.chi", PRELUDE), sources.add("hostile.chi", rule)];
    let pack = PackSources { name: "case", sources: &files, judges: true, upper: None };
    let (rules, _) = rulebook(&[pack]);
    assert_eq!(rules.rules.len(), 1);
    let [text, page] = pages(&rules, Lang::Zh);
    assert!(
        text.contains(r"\<script\>alert(1)\</script\> \| \*粗\* \[链接\](http://x) \`码\`"),
        "{text}"
    );
    assert!(text.contains("\n````yaml\n项目概况: <b>```修</b>\n````\n"), "{text}");
    assert!(text.contains("- 怎样改：补上“…”的概况\n"), "{text}");
    assert!(text.contains("**没有依据** [一/甲]"), "{text}");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
    assert!(page.contains("<mark>项目名称</mark>: 甲"), "{page}");
    assert_eq!(page.matches("<script>").count(), 1);
}

#[test]
fn a_handbook_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| biaochi(folder.path(), arguments);
    let ran = run(&["doc", "--law", "公文格式", "--output", "手册.html"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = std::fs::read_to_string(folder.path().join("手册.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("依据/文号年份须用六角括号"));
    assert!(!page.contains("日期/完成不得早于开始"));
    let ran = run(&["doc", "--tag", "可行性", "--lang", "en"]);
    assert!(
        ran.out.starts_with("# Handbook of rules\n") && ran.out.contains("日期/完成不得早于开始")
    );
    let ran = run(&["doc", "--law", "没有这部"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    std::fs::write(folder.path().join("坏.chi"), "规则 一/甲：\n  须 有 没有的栏\n").unwrap();
    let ran = run(&["doc", "--rules", "坏.chi", "-o", "坏.md"]);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("没有写手册"), "{}", ran.err);
    assert!(!folder.path().join("坏.md").exists());
    let ran = run(&["doc", "-o", "没有/手册.md"]);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
}
