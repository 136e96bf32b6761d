//! The rules that the program brings with it, read once for all tests.

use std::sync::LazyLock;

use biaochi::diagnostic::{Diagnostic, Severity};
use biaochi::rule::RuleSet;
use biaochi::source::Sources;

use crate::corpus::generated::truth::shipped;

/// The texts, the rules and their findings.
pub(crate) static SHIPPED: LazyLock<(Sources, RuleSet, Vec<Diagnostic>)> = LazyLock::new(|| {
    let mut sources = Sources::new();
    let (rules, findings) = shipped(&mut sources);
    (sources, rules, findings)
});

/// A check with them alone does not lint them.
#[test]
fn nothing_is_odd_about_them() {
    let odd: Vec<_> = SHIPPED.2.iter().filter(|found| found.severity > Severity::Note).collect();
    assert!(odd.is_empty(), "{odd:#?}");
}
