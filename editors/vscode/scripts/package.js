// Writes biaochi.vsix, from what is here, without a network. `npm run package -- PROGRAM` bundles that program, for the
// machine that this runs on; otherwise the program on PATH is used.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { execFileSync } = require("node:child_process");

const home = path.join(__dirname, "..");
const [program] = process.argv.slice(2);
const npm = (...args) => execFileSync("npm", args, { cwd: home, stdio: "inherit", shell: process.platform === "win32" });

const bin = path.join(home, "bin");
fs.rmSync(bin, { recursive: true, force: true });
const target = [];
if (program) {
  const windows = process.platform === "win32";
  fs.mkdirSync(bin);
  fs.copyFileSync(program, path.join(bin, windows ? "biaochi.exe" : "biaochi"));
  target.push("--target", `${process.platform}-${process.arch}`);
}
npm("run", "--silent", "bundle");
npm("exec", "--offline", "--", "vsce", "package", "--no-dependencies", "--allow-missing-repository", "--skip-license", "--no-rewrite-relative-links", "--out", "biaochi.vsix", ...target);
