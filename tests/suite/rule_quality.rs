//! Rules with examples, and what the examples leave unseen.

use biaochi::check::{coverage, mutate, test};
use biaochi::diagnostic::{Diagnostic, Severity};

use crate::cases;
use crate::rule_check::read;
use crate::shipped::SHIPPED;

#[test]
fn what_the_examples_never_show_is_reported() {
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

#[test]
fn small_changes_that_no_example_notices_are_reported() {
    cases::run("rule_mutants", |text| {
        let (sources, source, rules, faults) = read(text);
        assert!(faults.iter().all(|fault| fault.severity != Severity::Error), "{faults:?}");
        assert_eq!(test(&rules).failed, 0, "{text}");
        let mutation = mutate(&rules, &sources);
        let described = cases::describe(&source, &mutation.findings);
        let (tried, noticed, explained) = (mutation.tried, mutation.noticed, mutation.explained);
        format!("{described}\n改动 {tried} 察觉 {noticed} 有说明 {explained}")
    });
}

/// Every condition of the shipped rules is seen both ways, and every small change is noticed or
/// explained.
#[test]
fn the_shipped_rules_are_tested_by_their_examples() {
    let (sources, rules, _) = &*SHIPPED;
    let reported = |findings: &[Diagnostic]| {
        let all = findings.iter().filter(|finding| finding.severity > Severity::Note);
        all.map(|finding| finding.message.zh.to_string()).collect::<Vec<_>>()
    };
    let coverage = coverage(rules);
    assert_eq!(reported(&coverage.findings), [""; 0]);
    assert_eq!(coverage.permille(), 1000);
    let mutation = mutate(rules, sources);
    assert_eq!(reported(&mutation.findings), [""; 0]);
    assert!(mutation.tried > 300 && mutation.explained < mutation.tried / 20, "{mutation:?}");
}
