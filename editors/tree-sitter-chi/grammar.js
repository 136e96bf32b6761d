/**
 * Rules, for colours: every text is read, line by line, and nothing in it is ever an error. Findings come from the
 * language server. Keywords are words here; the queries know them (`npm run grammar` in ../vscode).
 */
/// <reference types="tree-sitter-cli/dsl" />

module.exports = grammar({
  name: "chi",
  extras: () => [],
  rules: {
    document: ($) => seq(optional($._line), repeat(seq($._end, optional($._line)))),
    _end: () => /\r?\n|\r/,
    _line: ($) =>
      prec.right(
        choice(
          seq(optional($._blank), choice(alias($._word, $.head), $._mark), repeat($._piece)),
          $._blank,
        ),
      ),
    _piece: ($) => choice($._blank, alias($._word, $.word), $._mark),
    _mark: ($) =>
      choice(
        $.comment,
        $.fragment,
        $.string,
        $.title,
        $.quoted,
        $.regex,
        $.date,
        $.number,
        $.operator,
        $._any,
      ),
    comment: () => token(prec(2, /[#＃][^\r\n]*/)),
    // An example: a sheet between three quotes.
    fragment: ($) =>
      prec.right(seq(alias($._quotes, '"""'), optional($.sheet), optional(alias($._quotes, '"""')))),
    _quotes: () => token(prec(3, '"""')),
    sheet: () => token(prec(2, /([^"]|"[^"]|""[^"])+/)),
    string: () => token(prec(2, /"([^"\\\r\n]|\\[^\r\n])*"|“[^”\r\n]*”/)),
    title: () => token(prec(2, /《[^》\r\n]*》/)),
    quoted: () => token(prec(2, /「[^」\r\n]+」/)),
    regex: () => token(prec(2, /\/([^\/\\\r\n]|\\[^\r\n])+\//)),
    date: () => token(prec(2, /[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日/)),
    number: () => token(prec(1, /[0-9０-９][0-9０-９,，.．]*([%％]|\p{L}+)?/u)),
    operator: () => token(prec(1, /[≥≧≤≦≠=＝<＜>＞]=?|[!！][=＝]|[+＋\-－*×＊÷]/)),
    _word: () => /[\p{L}_][\p{L}\p{N}_.\/／]*/u,
    _blank: () => /[ \t\u3000]+/,
    _any: () => token(prec(-1, /[^\r\n]/)),
  },
});
