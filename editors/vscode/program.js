// Where the program is: named by the setting, else bundled with the extension, else on PATH.
"use strict";
const path = require("node:path");

/**
 * The program, or `undefined`, and the places that were looked at. A setting that names no file is an error, not a
 * reason to run another program.
 */
function locate({ setting, folder, bundled, env, platform, isFile }) {
  const { isAbsolute, join, delimiter } = platform === "win32" ? path.win32 : path.posix;
  const name = platform === "win32" ? "biaochi.exe" : "biaochi";
  if (setting) {
    const home = env.HOME ?? env.USERPROFILE;
    const full = setting.replace(/^~(?=[\\/])/, home ?? "~").replace(/\$\{workspaceFolder\}/g, folder ?? "");
    const at = isAbsolute(full) || !folder ? full : join(folder, full);
    return { program: isFile(at) ? at : undefined, looked: [`biaochi.path = ${at}`] };
  }
  const onPath = (env.PATH ?? env.Path ?? "").split(delimiter).filter((place) => isAbsolute(place));
  const program = [bundled, ...onPath].map((place) => join(place, name)).find(isFile);
  return { program, looked: [bundled, "PATH"] };
}

module.exports = { locate };
