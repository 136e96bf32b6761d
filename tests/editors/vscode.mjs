// Run by vscode.sh: what a person does with a sheet and a rule in VS Code, and what must be seen. SHOTS: a folder for pictures.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const { CHROMIUM, MODULES, DATA, FOLDER, SHOTS } = process.env;
const { chromium } = await import(path.join(MODULES, "playwright-core/index.mjs"));

const HEIGHT = 720;
const steps = [];
function step(name, action) {
  steps.push([name, action]);
}

/** Waits until a question has an answer that is not false; what was asked last is in the error. */
async function until(what, ask, limit = 20000) {
  const end = Date.now() + limit;
  let answer;
  while (Date.now() < end) {
    answer = await ask();
    if (answer) return answer;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`not seen: ${what}`);
}

/** The server of VS Code on a port that was free, and its address. */
async function serve() {
  const server = path.join(MODULES, "code-server/lib/vscode/out/server-main.js");
  const data = ["--server-data-dir", path.join(DATA, "server"), "--extensions-dir", path.join(DATA, "extensions")];
  const how = ["--host", "127.0.0.1", "--port", "0", "--without-connection-token", "--accept-server-license-terms"];
  const own = ["--default-folder", FOLDER, "--disable-telemetry", "--disable-workspace-trust", "--force-disable-user-env"];
  // What would stand beside the sheet, and is not asked here.
  const settings = {
    "chat.disableAIFeatures": true,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
    "workbench.activityBar.location": "hidden",
    "workbench.layoutControl.enabled": false,
    "window.commandCenter": false,
    "breadcrumbs.enabled": false,
    "editor.stickyScroll.enabled": false,
    "editor.minimap.enabled": false,
    "git.enabled": false,
    "telemetry.telemetryLevel": "off",
    "extensions.ignoreRecommendations": true,
    "editor.fontFamily": "'DejaVu Sans Mono', 'Noto Sans CJK SC', 'Noto Color Emoji'",
  };
  const machine = path.join(DATA, "server/data/Machine");
  fs.mkdirSync(machine, { recursive: true });
  fs.writeFileSync(path.join(machine, "settings.json"), JSON.stringify(settings));
  const child = spawn(process.execPath, [server, ...data, ...how, ...own], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (said += part));
  const port = await until("the server", () => /listening on (\d+)/.exec(said)?.[1]).catch((error) => {
    child.kill();
    throw new Error(`${error.message}\n${said}`);
  });
  return { child, address: `http://127.0.0.1:${port}/` };
}

let page;
const editor = (index = 0) => page.locator(".editor-group-container").nth(index);
const squiggles = (index = 0) => editor(index).locator(".squiggly-error, .squiggly-warning, .squiggly-info");

async function press(...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

async function open(name) {
  await press("Control+P");
  await page.locator(".quick-input-widget input").fill(name);
  const first = page.locator(".quick-input-list .monaco-list-row").first();
  await until(name, async () => (await first.innerText().catch(() => "")).includes(name));
  await press("Enter");
  await page.locator(".tab.active", { hasText: name }).first().waitFor();
  await page.locator(".editor-group-container.active .monaco-editor.focused").first().waitFor();
}

async function run(command) {
  await press("F1");
  await page.locator(".quick-input-widget input").fill(`>${command}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: command }).first().waitFor();
  await press("Enter");
}

/** Puts the cursor behind the first place of a text. */
async function find(text) {
  const widget = page.locator(".editor-group-container.active .find-widget.visible");
  await press("Control+F");
  await widget.locator("textarea").first().fill(text);
  await widget.locator(".matchesCount", { hasText: " of " }).waitFor({ state: "attached" });
  await press("Enter");
  await until("the editor again", async () => {
    await press("Escape");
    return (await widget.count()) === 0;
  });
  await press("ArrowRight");
}

/** Where a text stands on the screen, or nothing. */
function placeOf(text, index = 0) {
  return editor(index).locator(".view-lines").first().evaluate((lines, wanted) => {
    for (const line of lines.querySelectorAll(".view-line")) {
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      const parts = [];
      let whole = "";
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        parts.push([node, whole.length]);
        whole += node.data.replaceAll("\u00a0", " ");
      }
      const at = whole.indexOf(wanted);
      if (at < 0) continue;
      const boundary = (offset, isEnd) => {
        const [node, from] = parts.findLast(([, start]) => (isEnd ? start < offset : start <= offset));
        return [node, offset - from];
      };
      const range = document.createRange();
      range.setStart(...boundary(at, false));
      range.setEnd(...boundary(at + wanted.length, true));
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { left, right, top, bottom };
    }
    return null;
  }, text);
}

/** A finding that covers a text and nothing else. */
async function underlined(text, index = 0) {
  const place = await placeOf(text, index);
  if (!place) return false;
  const boxes = await squiggles(index).evaluateAll((all) => all.map((box) => box.getBoundingClientRect().toJSON()));
  return boxes.find(
    (box) => Math.abs(box.left - place.left) < 3 && Math.abs(box.right - place.right) < 3 && Math.abs(box.bottom - place.bottom) < 8,
  );
}

/** A picture of the editors, from a line of a text on if that is named. */
async function shot(name, from, height = 420) {
  if (!SHOTS) return;
  const { x, y, width } = await page.locator(".part.editor").boundingBox();
  const top = from ? Math.max(y, (await placeOf(from)).top - 30) : y;
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`), clip: { x, y: top, width, height: Math.min(height, HEIGHT - 24 - top) } });
}

const NAME = "路面🚧病害𠮷修复合格率";

step("a finding is underlined where it stands, behind an emoji and a rare character", async () => {
  await open("养护.biao");
  await find("路面🚧");
  await until(`a line below ${NAME}`, () => underlined(NAME));
});

step("hovering says rule, law and remedy", async () => {
  const box = await underlined(NAME);
  await page.mouse.move(box.left + 60, (box.top + box.bottom) / 2, { steps: 3 });
  const hover = page.locator(".monaco-hover:visible", { hasText: "合格率" });
  await hover.first().waitFor();
  await shot("hover", "项目总预算", 360);
  await page.mouse.move(20, HEIGHT - 60);
});

step("the sheet's counts stand above it, and open why", async () => {
  await press("Control+Home");
  const lens = editor().locator(".codelens-decoration a", { hasText: "不通过 1" }).first();
  await lens.waitFor();
  await shot("sheet");
  // A lens is drawn anew when it is refreshed: a click may hit the old one.
  const beside = page.locator(".tab", { hasText: "表尺.txt" });
  await until("the answer", async () => (await beside.count()) > 0 || lens.click({ timeout: 1000 }).catch(() => {}));
  await beside.waitFor();
  await until("what it says", () => placeOf("“路面🚧病害𠮷修复合格率”衡量质量", 1));
  await shot("why", undefined, 300);
  await beside.locator(".tab-actions a").first().click();
  await page.mouse.move(20, HEIGHT - 60);
  await press("Control+1");
});

step("letters complete a word", async () => {
  await find("绩效类型: 其他类");
  await press("Home", "Shift+End", "Delete");
  await page.keyboard.type("jxlx", { delay: 30 });
  const first = page.locator(".suggest-widget.visible .monaco-list-row").first();
  await until("绩效类型, first", async () => (await first.innerText().catch(() => "")).includes("绩效类型"));
  await shot("completion", "年度:", 300);
  await press("Enter");
  await until("its line", () => placeOf("绩效类型:"));
  await page.keyboard.type("qtl", { delay: 30 });
  await until("其他类, first", async () => (await first.innerText().catch(() => "")).includes("其他类"));
  await press("Enter");
  await until("its value", () => placeOf("绩效类型: 其他类"));
});

step("a fix is applied", async () => {
  await find("路面🚧");
  await until(`a line below ${NAME}`, () => underlined(NAME));
  const actions = page.locator(".action-widget .monaco-list-row");
  // The list closes again when findings arrive at that moment.
  await until("the fixes", async () => {
    if ((await actions.count()) > 0) return true;
    await press("Control+.");
    return actions.first().waitFor({ timeout: 2000 }).then(() => true, () => false);
  });
  await shot("fix", "数量:", 260);
  await press("Enter");
  await until("no finding", async () => (await squiggles().count()) === 0);
});

step("a rule is edited, and the sheet is judged again, unsaved", async () => {
  await find("养护里程: =186");
  await run("View: Split Editor Right");
  await open("养护.chi");
  await until("the lens of the rule", () => editor(1).locator(".codelens-decoration a", { hasText: "2" }).count());
  await find('"公里", ');
  await press("ArrowLeft", "ArrowLeft", "ArrowLeft", "Backspace", "Backspace");
  await page.keyboard.type("里");
  await find('"千米"');
  await press("ArrowLeft", "Backspace", "Backspace");
  await page.keyboard.type("丈");
  await press("Control+1");
  await find("道路养护里程");
  await until("a finding in the sheet", () => underlined("数量", 0));
  await editor(1).locator(".codelens-decoration a", { hasText: "1 不通过" }).first().waitFor();
  await page.mouse.move(20, HEIGHT - 60);
  await shot("rule", undefined, 640);
});

step("a rule's findings are listed", async () => {
  await press("Control+2");
  await run("表尺: 这条规则在各表的发现");
  await page.locator(".peekview-widget, .zone-widget", { hasText: "养护.biao" }).first().waitFor();
  await shot("findings");
  await press("Escape");
});

const { child, address } = await serve();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
let current = "start";
try {
  page = await browser.newPage({ viewport: { width: 1000, height: HEIGHT }, locale: "zh-CN", deviceScaleFactor: 1 });
  page.setDefaultTimeout(20000);
  await page.goto(address);
  await page.locator(".monaco-workbench .explorer-folders-view .monaco-list-row", { hasText: "养护.biao" }).first().waitFor({ timeout: 60000 });
  await press("Control+B");
  for (const [name, action] of steps) {
    current = name;
    await action();
    console.log(`ok: ${name}`);
  }
} catch (error) {
  console.error(`failed: ${current}\n${error.stack}`);
  const notes = await page?.locator(".notification-list-item-message").allInnerTexts().catch(() => []);
  if (notes?.length) console.error(notes.join("\n"));
  const picture = path.join(SHOTS || path.join(DATA, "../.."), "vscode-failed.png");
  await page?.screenshot({ path: picture }).catch(() => {});
  console.error(`see ${picture}`);
  for (const log of fs.globSync(path.join(DATA, "server/data/logs/**/*表尺*.log"))) console.error(fs.readFileSync(log, "utf8").slice(-2000));
  process.exitCode = 1;
} finally {
  await browser.close();
  child.kill();
}
