//! What would change in a text, as a unified diff that `patch` and `git apply` take.

use std::fmt::{self, Write};

use imara_diff::{
    Algorithm, Diff, InternedInput, Interner, Token, UnifiedDiffConfig, UnifiedDiffPrinter,
};

/// The changes that turn one text of a file into another; empty if there are none.
pub(super) fn unified(name: &str, before: &str, after: &str) -> String {
    let input = InternedInput::new(before, after);
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    let printer = LinePrinter(&input.interner);
    let hunks = diff.unified_diff(&printer, UnifiedDiffConfig::default(), &input).to_string();
    if hunks.is_empty() { hunks } else { format!("--- a/{name}\n+++ b/{name}\n{hunks}") }
}

/// Prints lines as `diff -u` does, an unfinished last line included.
struct LinePrinter<'a>(&'a Interner<&'a str>);

impl LinePrinter<'_> {
    fn line(&self, mut out: impl Write, mark: char, token: Token) -> fmt::Result {
        let line = self.0[token];
        match line.strip_suffix('\n') {
            Some(line) => writeln!(out, "{mark}{line}"),
            None => writeln!(out, "{mark}{line}\n\\ No newline at end of file"),
        }
    }
}

impl UnifiedDiffPrinter for LinePrinter<'_> {
    fn display_header(
        &self,
        mut out: impl Write,
        before: u32,
        after: u32,
        before_lines: u32,
        after_lines: u32,
    ) -> fmt::Result {
        let range = |start: u32, lines: u32| match lines {
            // An empty range stands behind the line before it.
            0 => format!("{start},0"),
            1 => format!("{}", start + 1),
            _ => format!("{},{lines}", start + 1),
        };
        writeln!(out, "@@ -{} +{} @@", range(before, before_lines), range(after, after_lines))
    }

    fn display_context_token(&self, out: impl Write, token: Token) -> fmt::Result {
        self.line(out, ' ', token)
    }

    fn display_hunk(&self, mut out: impl Write, before: &[Token], after: &[Token]) -> fmt::Result {
        before.iter().try_for_each(|token| self.line(&mut out, '-', *token))?;
        after.iter().try_for_each(|token| self.line(&mut out, '+', *token))
    }
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn texts_that_are_equal_differ_in_nothing() {
        assert_eq!(unified("甲", "一\n", "一\n"), "");
    }

    #[test]
    fn a_last_line_without_end_is_marked_as_diff_and_git_mark_it() {
        assert_eq!(
            unified("甲", "一\n二", "一\n二\n"),
            "--- a/甲\n+++ b/甲\n@@ -1,2 +1,2 @@\n 一\n-二\n\\ No newline at end of file\n+二\n"
        );
    }

    #[test]
    fn lines_are_counted_from_one_and_nothing_from_the_line_before() {
        assert_eq!(unified("甲", "", "一\n"), "--- a/甲\n+++ b/甲\n@@ -0,0 +1 @@\n+一\n");
        assert_eq!(unified("甲", "一\n", ""), "--- a/甲\n+++ b/甲\n@@ -1 +0,0 @@\n-一\n");
    }
}
