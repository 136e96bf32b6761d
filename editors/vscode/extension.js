// 表尺 in VS Code: starts `biaochi lsp` and shows what its commands answer. All that is known of sheets and rules is
// known by the server.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");
const { LanguageClient, Trace } = require("vscode-languageclient/node");
const { locate } = require("./program");

const SELECTOR = [{ language: "biao" }, { language: "chi" }];
// What a link in a text that the server wrote may run.
const LINKED = ["biaochi.trace", "biaochi.test", "biaochi.findings", "biaochi.why", "biaochi.coverage", "biaochi.show"];
// The settings that need another process.
const OF_THE_PROCESS = ["biaochi.path", "biaochi.trace.server"];

// The text that was answered last, as a document that is only read.
const ANSWER = vscode.Uri.from({ scheme: "biaochi-answer", path: "/表尺.txt" });

let client;
let log;
let status;
let answer = "";
const answered = new vscode.EventEmitter();

/** The settings that the server reads, as it is started and as they change. */
function settings() {
  return vscode.workspace.getConfiguration("biaochi");
}

function english() {
  return settings().get("lang") === "en";
}

/** A text in the language that the messages have. */
function say(zh, en) {
  return english() ? en : zh;
}

/** The program is missing: says so, and leads to the remedy. */
async function missing(looked) {
  const open = say("打开设置", "Open settings");
  const again = say("装好了，再试", "Installed: try again");
  const places = looked.join(say("、", ", "));
  status.text = say("$(error) 表尺：没有程序", "$(error) biaochi: no program");
  log.error(`biaochi: ${places}`);
  const chosen = await vscode.window.showErrorMessage(
    say(
      `找不到 biaochi 程序，表和规则没有检查。找过：${places}。装好它并放到 PATH 里，或在设置“biaochi.path”里写明它的路径。`,
      `There is no biaochi program, so nothing is checked. Looked at: ${places}. Install it on PATH, or set “biaochi.path”.`,
    ),
    open,
    again,
  );
  if (chosen === open) await vscode.commands.executeCommand("workbench.action.openSettings", "biaochi.path");
  if (chosen === again) await start();
}

/** Shows an answer: places as places, a line as a message, more beside the text that was asked about. */
async function show(command, { text = "", locations = [] }) {
  if (command === "biaochi.findings" && locations.length > 0) {
    const places = locations.map((place) => client.protocol2CodeConverter.asLocation(place));
    const editor = vscode.window.activeTextEditor;
    const [uri, from] = editor ? [editor.document.uri, editor.selection.active] : [places[0].uri, places[0].range.start];
    await vscode.commands.executeCommand("editor.action.peekLocations", uri, from, places, "peek");
    return;
  }
  const lines = text.trim().split("\n");
  if (lines.length === 1) {
    if (text) await vscode.window.showInformationMessage(text);
    return;
  }
  answer = `${lines.join("\n")}\n`;
  answered.fire(ANSWER);
  const document = await vscode.workspace.openTextDocument(ANSWER);
  await vscode.languages.setTextDocumentLanguage(document, "biaochi-answer");
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}

/** Starts the server, or says why it cannot be. */
async function start() {
  const wanted = settings().get("path").trim();
  const { program, looked } = locate({
    setting: wanted,
    // A path that is not absolute is one in the first folder.
    folder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
    bundled: path.join(__dirname, "..", "bin"),
    env: process.env,
    platform: process.platform,
    isFile: (name) => fs.statSync(name, { throwIfNoEntry: false })?.isFile() ?? false,
  });
  if (!program) {
    void missing(looked);
    return;
  }
  log.info(program);
  client = new LanguageClient(
    "biaochi",
    "表尺",
    { command: program, args: ["lsp"], options: { env: process.env } },
    {
      documentSelector: SELECTOR,
      outputChannel: log,
      traceOutputChannel: log,
      synchronize: { configurationSection: "biaochi" },
      initializationOptions: {
        lang: settings().get("lang"),
        pinyin: settings().get("pinyin"),
        showsAnswers: true,
        commandLinks: true,
      },
      markdown: { isTrusted: { enabledCommands: LINKED } },
      middleware: {
        async executeCommand(command, args, next) {
          const given = await next(command, args);
          await show(command, given ?? {});
          return given;
        },
      },
    },
  );
  status.text = "$(loading~spin) 表尺";
  try {
    await client.start();
    await client.setTrace(Trace.fromString(settings().get("trace.server")));
    status.text = "$(law) 表尺";
    status.tooltip = `${client.initializeResult?.serverInfo?.version ?? ""} ${program}`.trim();
  } catch (error) {
    status.text = say("$(error) 表尺：没有启动", "$(error) biaochi: not started");
    log.error(String(error));
    const open = say("看日志", "Show log");
    const chosen = await vscode.window.showErrorMessage(
      say(`${program} 没有作为语言服务器启动。日志里有原因；是旧版本的，请换成新版本。`,
        `${program} did not start as a language server. The log says why; replace it if it is an old version.`),
      open,
    );
    if (chosen === open) log.show();
  }
}

async function stop() {
  const old = client;
  client = undefined;
  // One that never started, or has died, has nothing to be stopped.
  await old?.dispose().catch((error) => log.warn(String(error)));
}

async function restart() {
  await stop();
  await start();
}

/** Runs a command of the server. */
async function run(command, ...args) {
  if (!client?.isRunning()) {
    await vscode.window.showWarningMessage(say("表尺没有在运行。", "biaochi is not running."));
    return;
  }
  await vscode.commands.executeCommand(command, ...args);
}

/** The rule of a finding at the cursor; of several, the one that a person picks. */
async function ruleAtCursor(editor) {
  const { document, selection } = editor;
  const uri = document.uri;
  const own = vscode.languages.getDiagnostics(uri).filter((finding) => finding.source === "biaochi");
  const on = (finding) => finding.range.contains(selection.active);
  const near = (finding) => finding.range.start.line <= selection.active.line && selection.active.line <= finding.range.end.line;
  const found = [on, near].map((is) => own.filter(is)).find((all) => all.length > 0) ?? own;
  const items = new Map();
  for (const { code, message } of found) {
    const name = String(typeof code === "object" && code ? code.value : code ?? "");
    if (name && !items.has(name)) items.set(name, { label: name, description: message.split("\n")[0] });
  }
  if (items.size === 0) {
    await vscode.window.showInformationMessage(say("这份文件没有发现。", "This document has no findings."));
    return undefined;
  }
  if (items.size === 1) return [...items.keys()][0];
  const title = say("哪一条规则？", "Which rule?");
  return (await vscode.window.showQuickPick([...items.values()], { title }))?.label;
}

/** The rule in which the cursor of a rule file stands, as the outline of the document names it. */
async function ruleOfOutline(editor) {
  const all = await vscode.commands.executeCommand("vscode.executeDocumentSymbolProvider", editor.document.uri);
  return all?.find((symbol) => symbol.range.contains(editor.selection.active))?.name;
}

const COMMANDS = {
  "biaochi.restart": restart,
  "biaochi.log": () => log.show(),
  "biaochi.traceRule": async (editor) => {
    const rule = await ruleAtCursor(editor);
    if (rule) await run("biaochi.trace", editor.document.uri.toString(), rule);
  },
  "biaochi.testRules": (editor) => run("biaochi.test", editor.document.uri.toString()),
  "biaochi.testRule": async (editor) => {
    const rule = await ruleOfOutline(editor);
    await run("biaochi.test", editor.document.uri.toString(), ...(rule ? [rule] : []));
  },
  "biaochi.ruleFindings": async (editor) => {
    const rule = editor.document.languageId === "chi" ? await ruleOfOutline(editor) : await ruleAtCursor(editor);
    if (rule) await run("biaochi.findings", editor.document.uri.toString(), rule);
  },
};

async function activate(context) {
  log = vscode.window.createOutputChannel("表尺", { log: true });
  status = vscode.window.createStatusBarItem("biaochi", vscode.StatusBarAlignment.Right);
  status.name = "表尺";
  status.command = "biaochi.log";
  status.show();
  const provider = { onDidChange: answered.event, provideTextDocumentContent: () => answer };
  context.subscriptions.push(log, status, answered);
  context.subscriptions.push(vscode.workspace.registerTextDocumentContentProvider(ANSWER.scheme, provider));
  for (const [name, action] of Object.entries(COMMANDS)) {
    const called = () => {
      const editor = vscode.window.activeTextEditor;
      return action.length > 0 && !editor ? undefined : action(editor);
    };
    context.subscriptions.push(vscode.commands.registerCommand(name, called));
  }
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (OF_THE_PROCESS.some((name) => change.affectsConfiguration(name))) await restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
