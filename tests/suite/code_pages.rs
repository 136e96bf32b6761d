//! The pages of the tool's own codes: each code has one, and its example raises it.

use biaochi::check::{Options, check};
use biaochi::diagnostic::{CodePage, Lang, own_codes, pages};

use crate::rule_check::read;

#[test]
fn every_code_has_a_page_in_both_languages() {
    let mut wanted: Vec<&str> = own_codes().collect();
    let mut found: Vec<&str> = pages().map(|page| page.name).collect();
    wanted.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, wanted);
    for page in pages() {
        for words in [&page.what, &page.remedy] {
            let (zh, en) = (words.get(Lang::Zh), words.get(Lang::En));
            assert!(!zh.is_ascii(), "{}: {zh}", page.name);
            assert!(en.chars().any(|c| c.is_ascii_lowercase()), "{}: {en}", page.name);
        }
    }
}

#[test]
fn the_example_of_a_page_raises_its_code() {
    let silent: Vec<String> = pages()
        .filter(|page| !page.example.is_empty())
        .filter_map(|page| {
            let raised = raised(&page);
            let report = format!("{} raises {raised:?}", page.name);
            (!raised.iter().any(|code| code == page.name)).then_some(report)
        })
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
    assert!(pages().filter(|page| !page.example.is_empty()).count() > 60);
}

/// The codes of what an example raises: a rule file beside a small form, or a sheet of that form.
fn raised(page: &CodePage) -> Vec<String> {
    let is_sheet = page.name.starts_with("表/");
    let (mut sources, _, rules, mut findings) = read(if is_sheet { "" } else { &page.example });
    if is_sheet {
        let head = "表单: 绩效目标表\n";
        let sheet = sources.add("case.biao", format!("{head}{}\n", page.example));
        findings = check(&rules, std::slice::from_ref(&sheet), Options::default()).findings;
    }
    findings.iter().map(|finding| finding.code.name().to_owned()).collect()
}
