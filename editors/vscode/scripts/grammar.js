// Writes what gives rules their colours: syntaxes/chi.tmLanguage.json, and the queries of ../tree-sitter-chi. The
// keywords are read from grammar/keywords.pest, so that colours and parser cannot disagree; `--check` fails when a file
// is not what would be written.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const pest = fs.readFileSync(path.join(__dirname, "../../../grammar/keywords.pest"), "utf8");

/** The spellings of each rule of keywords.pest: `name = @{ ("是" | "is" ~ " "+ ~ "not") ~ !letter }`. */
function spellings() {
  const rules = new Map();
  for (const [, name, body] of pest.matchAll(/^(\w+) = @\{ \((.*)\) ~ !letter \}$/gm)) {
    rules.set(name, body.split(" | ").map((words) => [...words.matchAll(/"([\p{L}_]+)"/gu)].map((word) => word[1]).join(" +")));
  }
  return rules;
}

// What is not an operator or a word within an expression, by kind. A rule of the parser that is in no list is one.
const KINDS = {
  item: ["k_item"],
  clause: ["k_line", "k_clause", "k_demand", "k_for", "k_basis"],
  severity: ["error", "warning", "note"],
  level: ["safe", "consent", "draft"],
  type: ["kind_plain", "k_parameter", "k_money", "k_enum", "ranged"],
  // Words only in one place of one clause: names elsewhere.
  law: ["k_law_part"],
};

const rules = spellings();
for (const [name, words] of rules) {
  if (words.includes("")) throw new Error(`a spelling of ${name} cannot be read`);
}
const known = Object.values(KINDS).flat();
const missing = known.filter((name) => !rules.has(name));
if (missing.length > 0) throw new Error(`keywords.pest has no ${missing.join(", ")}`);
const others = [...rules.keys()].filter((name) => !known.includes(name));

const START = "(?<![\\p{L}\\p{N}_./／．])";
const END = "(?![\\p{L}\\p{N}_])";
/** Any of the spellings; longer ones first, since 不含 begins as 不 does. */
function anyOf(names) {
  const words = [...new Set(names.flatMap((name) => rules.get(name)))];
  return `(?:${words.sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).join("|")})`;
}
const word = (names, scope) => ({ match: `${START}${anyOf(names)}${END}`, name: scope });
const AFTER_COLON = "(?=\\s*(?:[#＃].*)?$)";

const fragment = {
  comment: "An example: a sheet between three quotes, with [[marks]].",
  name: "string.quoted.triple.chi",
  begin: '"""',
  end: '"""',
  contentName: "meta.embedded.block.biao",
  patterns: [{ match: "\\[\\[|\\]\\]", name: "keyword.other.mark.chi" }, { include: "source.biao" }],
};

const grammar = {
  comment: "Written by scripts/grammar.js from grammar/keywords.pest: npm run grammar.",
  name: "chi",
  scopeName: "source.chi",
  patterns: [
    { include: "#comment" },
    { include: "#head" },
    { include: "#clause" },
    { include: "#expression" },
  ],
  repository: {
    comment: { match: "[#＃].*$", name: "comment.line.number-sign.chi" },
    head: {
      match: `^\\s*(${anyOf(KINDS.item)})${END}\\s+([^\\s:：#＃"“《(（]+)?`,
      captures: { 1: { name: "keyword.declaration.chi" }, 2: { name: "entity.name.type.rule.chi" } },
    },
    clause: { match: `^\\s*(${anyOf(KINDS.clause)})${END}`, captures: { 1: { name: "keyword.control.clause.chi" } } },
    expression: {
      patterns: [
        { include: "#fragment" },
        { include: "#texts" },
        { match: "《[^》\\n]*》", name: "string.other.title.chi" },
        { match: "「[^」\\n]+」", name: "variable.other.quoted.chi" },
        { match: `(?<=${rules.get("matches").join("|")})\\s*(/(?:[^/\\\\\\n]|\\\\.)+/)`, captures: { 1: { name: "string.regexp.chi" } } },
        word(KINDS.severity, "constant.language.severity.chi"),
        word(KINDS.level, "constant.language.level.chi"),
        word(others, "keyword.operator.word.chi"),
        word(KINDS.type, "storage.type.chi"),
        word(KINDS.law, "keyword.other.law.chi"),
        { match: `${START}(?:\\d{4}-\\d{1,2}-\\d{1,2}|\\d{4}年\\d{1,2}月\\d{1,2}日)`, name: "constant.numeric.date.chi" },
        { match: `${START}[0-9０-９][0-9０-９,，.．]*(?:[%％]|\\p{L}+)?`, name: "constant.numeric.chi" },
        { match: "[≥≧≤≦≠=＝<＜>＞]=?|[!！][=＝]|[+＋\\-－*×＊÷]", name: "keyword.operator.chi" },
        { match: `[:：]${AFTER_COLON}`, name: "punctuation.section.chi" },
      ],
    },
    fragment,
    texts: {
      patterns: [
        {
          name: "string.quoted.double.chi",
          match: '"(?:[^"\\\\\\n]|\\\\.)*"',
          captures: { 0: { patterns: [{ include: "#escape" }, { include: "#hole" }] } },
        },
        { name: "string.quoted.curly.chi", match: "“[^”\\n]*”", captures: { 0: { patterns: [{ include: "#hole" }] } } },
      ],
    },
    escape: { match: "\\\\.", name: "constant.character.escape.chi" },
    hole: { match: "\\{[^{}\\n]*\\}", name: "meta.interpolation.chi variable.other.chi" },
  },
};

// Of a keyword of several words each is coloured; a word of several kinds has the colour of the first.
const seen = new Set();
function query(names, pattern) {
  const words = names.flatMap((name) => rules.get(name)).flatMap((words) => words.split(" +"));
  const own = [...new Set(words)].filter((word) => !seen.has(word)).sort();
  own.forEach((word) => seen.add(word));
  return `(${pattern}\n (#any-of? ${pattern.match(/@\S+/)[0].replace(/\)$/, "")}\n  ${own.map((word) => `"${word}"`).join("\n  ")}))\n`;
}
const within = [
  query(KINDS.severity, "(word) @constant.builtin"),
  query(KINDS.level, "(word) @constant.builtin"),
  query(others, "(word) @keyword.operator"),
  query(KINDS.type, "(word) @type.builtin"),
  query(KINDS.law, "(word) @attribute"),
];
seen.clear();
const first = [query(KINDS.item, "(head) @keyword . (word)? @type"), query(KINDS.clause, "(head) @keyword")];
const queries = `; Written by ../../vscode/scripts/grammar.js from grammar/keywords.pest: npm run grammar.
(comment) @comment
"\\"\\"\\"" @punctuation.special
(string) @string
(title) @string.special
(quoted) @variable
(regex) @string.regexp
(date) @number
(number) @number
(operator) @operator

${[...first, ...within].join("\n")}`;

const files = {
  "../syntaxes/chi.tmLanguage.json": `${JSON.stringify(grammar, null, 2)}\n`,
  "../../tree-sitter-chi/queries/highlights.scm": queries,
};
for (const [name, written] of Object.entries(files)) {
  const target = path.join(__dirname, name);
  if (!process.argv.includes("--check")) {
    fs.writeFileSync(target, written);
  } else if (!fs.existsSync(target) || fs.readFileSync(target, "utf8") !== written) {
    console.error(`${target} is out of date: run \`npm run grammar\``);
    process.exit(1);
  }
}
console.log(`keywords of ${rules.size} kinds`);
