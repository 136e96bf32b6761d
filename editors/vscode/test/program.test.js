"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { locate } = require("../program");

/** What is found where only `files` are. */
function found(files, changed) {
  const asked = { setting: "", folder: "/表", bundled: "/ext/bin", env: { PATH: "/usr/bin:bin:/opt/biaochi" }, platform: "linux" };
  return locate({ ...asked, ...changed, isFile: (name) => files.includes(name) });
}

test("the setting comes first", () => {
  const files = ["/my/biaochi", "/ext/bin/biaochi", "/usr/bin/biaochi"];
  assert.equal(found(files, { setting: "/my/biaochi" }).program, "/my/biaochi");
});

test("a setting that names nothing runs nothing else, and is named", () => {
  const { program, looked } = found(["/usr/bin/biaochi"], { setting: "/my/biaochi" });
  assert.equal(program, undefined);
  assert.deepEqual(looked, ["biaochi.path = /my/biaochi"]);
});

test("a setting may be in the folder, or at home", () => {
  assert.equal(found(["/表/工具/biaochi"], { setting: "工具/biaochi" }).program, "/表/工具/biaochi");
  assert.equal(found(["/表/b"], { setting: "${workspaceFolder}/b" }).program, "/表/b");
  assert.equal(found(["/u/b"], { setting: "~/b", env: { HOME: "/u" } }).program, "/u/b");
});

test("the bundled program comes before the one on PATH", () => {
  assert.equal(found(["/ext/bin/biaochi", "/usr/bin/biaochi"]).program, "/ext/bin/biaochi");
  assert.equal(found(["/opt/biaochi/biaochi"]).program, "/opt/biaochi/biaochi");
});

test("a folder of PATH that is not absolute is not looked at", () => {
  assert.equal(found(["bin/biaochi", "/表/bin/biaochi"]).program, undefined);
});

test("Windows has its own names", () => {
  const asked = { platform: "win32", bundled: "C:\\ext\\bin", env: { Path: "C:\\Windows;D:\\表尺" } };
  assert.equal(found(["D:\\表尺\\biaochi.exe"], asked).program, "D:\\表尺\\biaochi.exe");
});

test("where nothing is, the places are named", () => {
  const { program, looked } = found([]);
  assert.equal(program, undefined);
  assert.deepEqual(looked, ["/ext/bin", "PATH"]);
});
