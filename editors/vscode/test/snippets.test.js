// What the snippets write, unchanged by a person, is read by the program: BIAOCHI, or the one that was built.
"use strict";
const test = require("node:test");
const assert = require("node:assert");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { spawnSync } = require("node:child_process");

const root = path.join(__dirname, "../../..");
const built = ["release", "debug"].map((kind) => path.join(root, "target", kind, "biaochi")).find(fs.existsSync);
const program = process.env.BIAOCHI ?? built;

/** The texts of a snippet: one for each of the values that a person may choose. */
function texts(snippet) {
  const body = [snippet.body].flat().join("\n");
  const choices = [...body.matchAll(/\$\{\d+\|([^|]+)\|\}/g)].map((choice) => choice[1].split(","));
  const most = Math.max(1, ...choices.map((values) => values.length));
  return Array.from({ length: most }, (_, at) =>
    body
      .replace(/\$\{\d+\|([^|]+)\|\}/g, (_, values) => values.split(",")[at] ?? values.split(",")[0])
      .replace(/\$\{\d+:([^}]*)\}/g, "$1")
      .replace(/\$0/g, ""),
  );
}

/** What the program says of a file, and its exit code. */
function said(command, name, text) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "biaochi-"));
  try {
    const file = path.join(folder, name);
    fs.writeFileSync(file, text);
    const { status, stdout, stderr } = spawnSync(program, [...command, file], { encoding: "utf8" });
    return { status, said: stdout + stderr };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const { "规则 rule": rule, "法规 law": law, ...others } = require("../snippets/chi.json");

for (const laws of texts(law)) {
  for (const rules of texts(rule)) {
    test(`${laws} ${/否则 ../.exec(rules)}`, () => {
      const { status, said: words } = said(["test"], "x.chi", `${laws}\n${rules}`);
      assert.equal(status, 0, words);
    });
  }
}

for (const [name, snippet] of Object.entries(others)) {
  test(name, () => {
    const [text] = texts(snippet);
    const isExample = text.includes('"""');
    const [head] = texts(rule)[0].split("  合格");
    const whole = isExample ? `${head}  ${text.replace(/\n/g, "\n  ")}\n` : `${texts(rule)[0]}\n${text}\n`;
    // An example alone may fail; that it is read is what is asked.
    const { status, said: words } = said(["fmt", "--diff"], "x.chi", `${texts(law)[0]}\n${whole}`);
    assert.notEqual(status, 2, words);
  });
}

for (const [name, snippet] of Object.entries(require("../snippets/biao.json"))) {
  test(`${name} of a sheet`, () => {
    for (const text of texts(snippet)) {
      const inner = text.startsWith("绩效目标") ? text : `绩效目标:\n  产出目标:\n    质量:\n      ${text}\n`;
      const { said: words } = said(["check", "--format", "json"], "x.biao", `表单: 财政项目支出绩效目标表\n年度: 2020\n项目名称: 道路养护\n${inner}`);
      const names = JSON.parse(words).findings.map((finding) => finding.rule);
      assert.deepEqual(names.filter((name) => name.startsWith("表/") && name !== "表/缺必填项"), [], words);
    }
  });
}
