//! Rules with examples, and what the examples leave unseen.

use biaochi::check::{coverage, test};
use biaochi::diagnostic::Severity;

use crate::cases;
use crate::rule_check::read;

#[test]
fn what_the_examples_never_show_is_told() {
    cases::run("rule_coverage", |text| {
        let (_, source, rules, faults) = read(text);
        assert!(faults.iter().all(|fault| fault.severity != Severity::Error), "{faults:?}");
        assert_eq!(test(&rules).failed, 0, "{text}");
        let coverage = coverage(&rules);
        format!(
            "{}\n条件 {} 见过 {}/{}",
            cases::describe(&source, &coverage.findings),
            coverage.conditions,
            coverage.seen,
            coverage.outcomes()
        )
    });
}
