//! The rules that the program brings with it, read once for all tests.

use std::sync::LazyLock;

use biaochi::check::{PackSources, rulebook};
use biaochi::diagnostic::{Diagnostic, Severity};
use biaochi::project;
use biaochi::rule::RuleSet;
use biaochi::source::Sources;

/// The texts, the rules and their findings.
pub(crate) static SHIPPED: LazyLock<(Sources, RuleSet, Vec<Diagnostic>)> = LazyLock::new(|| {
    let mut sources = Sources::new();
    let packs = project::embedded(&mut sources).expect("the built-in packs");
    let files: Vec<PackSources<'_>> = packs
        .iter()
        .map(|pack| PackSources {
            name: pack.name(),
            sources: &pack.sources,
            judges: true,
            upper: pack.upper(),
        })
        .collect();
    let (rules, findings) = rulebook(&files);
    (sources, rules, findings)
});

/// A check with them alone does not lint them.
#[test]
fn nothing_is_odd_about_them() {
    let odd: Vec<_> = SHIPPED.2.iter().filter(|found| found.severity > Severity::Note).collect();
    assert!(odd.is_empty(), "{odd:#?}");
}
