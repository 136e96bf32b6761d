/**
 * Sheets, for colours: every text is read, line by line, and nothing in it is ever an error.
 * Findings come from the language server.
 */
/// <reference types="tree-sitter-cli/dsl" />

const BLANK = "[ \\t\\u3000]";
const blank = (pattern) => new RegExp(pattern.replaceAll("_", BLANK), "u");

module.exports = grammar({
  name: "biao",
  extras: () => [],
  // The blanks before a line, which are counted, and the lines below a bar that are indented by more.
  externals: ($) => [$._margin, $.block_text],
  rules: {
    document: ($) => seq(repeat($._line), optional($._blank)),
    _line: ($) => prec.right(seq($._margin, choice($._end, seq($._content, optional($._end))))),
    _end: () => /\r?\n|\r/,
    _content: ($) => choice($.separator, $.comment, $.entry, $._plain),

    separator: () => token(prec(3, /---[^\r\n]*/)),
    // At the start of a line a number sign is enough; behind something a blank stands on both sides.
    comment: () => token(prec(3, /[#＃][^\r\n]*/)),
    _comment_behind: () => token(prec(3, blank("_+[#＃](_[^\\r\\n]*)?"))),

    entry: ($) => prec.right(choice(seq(repeat1($.dash), optional(choice($._pair, $._plain))), $._pair)),
    _pair: ($) => prec.right(seq($._key, optional($._value))),
    _plain: ($) => choice(alias($._head, $.text), alias($._unkeyed, $.text), alias($._rest, $.text)),
    _unkeyed: ($) => prec.right(seq($._quoted_key, repeat($._piece))),
    dash: () => token(prec(2, blank("-_+"))),
    _key: ($) => seq(choice(alias($._head, $.key), alias($._quoted_key, $.key)), alias($._colon, ":")),
    _head: () => token(prec(1, /[^:：#＃\r\n" \t\u3000][^:：\r\n]*/)),
    _quoted_key: () => token(prec(1, /"([^"\\\r\n]|\\[^\r\n])*"/)),
    _colon: () => /[:：]/,

    _value: ($) =>
      prec.right(
        choice(
          seq(optional($._blank), $.bar, optional($._blank), optional($.block_text)),
          seq(optional($._blank), $._inner, repeat($._piece)),
          $._blank,
        ),
      ),
    bar: () => token(prec(2, /[|｜]/)),
    _piece: ($) => choice($._blank, $._inner),
    _inner: ($) =>
      choice(
        alias($._comment_behind, $.comment),
        $.comparison,
        $.number,
        $.date,
        $.string,
        $.title,
        $.draft,
        $._letters,
        $._any,
      ),
    comparison: () => token(prec(2, /[≥≧⩾≤≦⩽≠＝=<＜>＞]+/)),
    number: () => token(prec(1, /[-－]?[0-9０-９][0-9０-９,，.．]*[%％]?/)),
    date: () => token(prec(2, /[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日/)),
    string: () => token(prec(2, /"([^"\\\r\n]|\\[^\r\n])*"/)),
    title: () => token(prec(2, /《[^》\r\n]*》/)),
    draft: () => token(prec(2, /〔待填[^〕\r\n]*〕?/)),
    _blank: () => blank("_+"),
    _letters: () => /\p{L}+/u,
    _any: () => token(prec(-1, /[^\r\n]/)),
    _rest: () => token(prec(-2, /[^\r\n]+/)),
  },
});
