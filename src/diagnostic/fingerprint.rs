//! Names for findings that survive edits elsewhere in the file: by rule, sheet and subject, never by
//! line. Takes findings; gives hexadecimal words.

use std::collections::BTreeMap;

use super::{Diagnostic, Subject};
use crate::source::Sources;

/// The fingerprint of each finding. Findings that mean the same are numbered in their order.
pub fn fingerprints<'a>(
    sources: &Sources,
    findings: impl IntoIterator<Item = &'a Diagnostic>,
) -> Vec<String> {
    let mut seen: BTreeMap<u64, u64> = BTreeMap::new();
    let mut name = |finding: &Diagnostic| {
        let file = finding.span().and_then(|span| sources.get(span.source)).map(|it| it.name());
        // A finding outside any sheet is told from others by its file.
        let owner = finding.sheet.as_deref().or(file).unwrap_or_default();
        let subject = finding.subject.as_ref().map(Subject::path).unwrap_or_default();
        let hash = fnv1a([finding.code.name(), owner, subject].map(str::as_bytes));
        let count = seen.entry(hash).or_default();
        *count += 1;
        let number = if *count > 1 { count.to_string() } else { String::new() };
        format!("{:016x}", fnv1a([&hash.to_be_bytes()[..], number.as_bytes(), &[]]))
    };
    findings.into_iter().map(&mut name).collect()
}

/// FNV-1a: stable by definition, where the standard library's hasher promises nothing.
fn fnv1a(parts: [&[u8]; 3]) -> u64 {
    let separated = parts.iter().flat_map(|part| part.iter().chain(std::iter::once(&0)));
    separated.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
