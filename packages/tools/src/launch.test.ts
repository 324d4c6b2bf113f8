import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { root } from "./workspace.ts";

const examples = [
  ["example:feedback", "patient-feedback"],
  ["example:workers", "many-workers"],
  ["example:adapter", "custom-adapter"],
  ["example:recall", "medicine-recall"],
  ["example:capacity", "hospital-capacity"],
] as const;

/** A repository in which the programs say what they were given, and `npx` pretends to install. */
let home: string;

const program = `
if (process.argv.includes("wait")) {
  process.once("SIGTERM", () => process.exit(7));
  setInterval(() => {}, 1000);
} else {
  process.exitCode = 3;
}
// Last, because a test sends its signal as soon as it sees this.
console.log(JSON.stringify({ name: process.argv[1].split("/").at(-1), args: process.argv.slice(2) }));
`;

const npx = `#!/bin/sh
echo "installed on standard output"
echo "$*" >> "$FAKE_LOG"
if [ -n "$FAKE_FAILURE" ]; then exit "$FAKE_FAILURE"; fi
case "$*" in
  *--prod*) directory=$(echo "$*" | sed 's/.*{\\.\\/\\(.*\\)}.*/\\1/') dev=false ;;
  *) directory=. dev=true ;;
esac
mkdir -p node_modules "$directory/node_modules/node/bin"
ln -sf "$FAKE_NODE" "$directory/node_modules/node/bin/node"
echo "{\\"included\\":{\\"devDependencies\\":$dev}}" > node_modules/.modules.yaml
`;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "carecast-launch-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  write("pnpm-lock.yaml", "lock: 1");
  write("pnpm-workspace.yaml", "packages: []");
  write("npx.log", "");
  write("bin/npx", npx, 0o755);
  for (const example of [...examples.map(([, example]) => example), "crisis-broadcast"]) {
    write(`examples/${example}/src/main.ts`, program);
  }
  write("packages/tools/src/run-tests.ts", program);
  for (const file of ["launch.mjs", "package.json"]) {
    copyFileSync(join(root, "packages", "tools", file), join(home, "packages", "tools", file));
  }
});

function write(file: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(join(home, file)), { recursive: true });
  writeFileSync(join(home, file), content, { mode });
}

function launch(args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(home, "packages", "tools", "launch.mjs"), ...args], {
    cwd: tmpdir(),
    env: {
      PATH: [join(home, "bin"), "/usr/bin", "/bin"].join(delimiter),
      FAKE_LOG: join(home, "npx.log"),
      FAKE_NODE: process.execPath,
      ...environment,
    },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  const done = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, ...output }));
  });
  return { child, done };
}

function readInstalls(): readonly string[] {
  return readFileSync(join(home, "npx.log"), "utf8").trim().split("\n").filter(Boolean);
}

const version = (
  JSON.parse(readFileSync(join(root, "packages/tools/package.json"), "utf8")) as { config: { pnpm: string } }
).config.pnpm;
const installAll = `--yes pnpm@${version} install --frozen-lockfile --trust-lockfile`;
const installDemo = `${installAll} --prod --filter {./examples/crisis-broadcast}...`;

test("installs for the demo only what it needs, once, and hands everything through", async () => {
  const first = await launch(["demo", "--json", "alert.json"]).done;
  expect(first.code).toBe(3);
  expect(first.stdout).toBe('{"name":"main.ts","args":["--json","alert.json"]}\n');
  expect(first.stderr).toContain("installing what the demo needs");
  const second = await launch(["demo"]).done;
  expect(second).toEqual({ code: 3, stdout: '{"name":"main.ts","args":[]}\n', stderr: "" });
  expect(readInstalls()).toEqual([installDemo]);
});

test.each(examples)("%s installs what it needs beside what the demo has", async (command, example) => {
  await launch(["demo"]).done;
  const { code, stdout } = await launch([command, "--count", "1"]).done;
  expect(code).toBe(3);
  expect(stdout).toBe('{"name":"main.ts","args":["--count","1"]}\n');
  await launch(["demo"]).done;
  await launch([command]).done;
  expect(readInstalls()).toEqual([installDemo, `${installAll} --prod --filter {./examples/${example}}...`]);
});

test("installs again when the lock file changes", async () => {
  await launch(["demo"]).done;
  write("pnpm-lock.yaml", "lock: 2");
  await launch(["demo"]).done;
  expect(readInstalls()).toEqual([installDemo, installDemo]);
});

test("installs everything for the tests, and never less afterwards", async () => {
  await launch(["demo"]).done;
  const { stdout } = await launch(["test", "packages/core"]).done;
  expect(stdout).toBe('{"name":"run-tests.ts","args":["packages/core"]}\n');
  await launch(["demo"]).done;
  expect(readInstalls()).toEqual([installDemo, installAll]);
  write("pnpm-lock.yaml", "lock: 2");
  await launch(["demo"]).done;
  expect(readInstalls()).toEqual([installDemo, installAll, installAll]);
});

test("leaves an installation by hand complete", async () => {
  write("node_modules/.modules.yaml", JSON.stringify({ included: { devDependencies: true } }));
  await launch(["demo"]).done;
  expect(readInstalls()).toEqual([installAll]);
});

test("stops when the installation fails, and tries again next time", async () => {
  const { code, stdout, stderr } = await launch(["demo"], { FAKE_FAILURE: "9" }).done;
  expect(code).toBe(9);
  expect(stdout).toBe("");
  expect(stderr).toContain("The installation failed (exit code 9)");
  expect((await launch(["demo"]).done).code).toBe(3);
  expect(readInstalls()).toHaveLength(2);
});

test("names its commands when it does not know one", async () => {
  const { code, stderr } = await launch(["nothing"]).done;
  expect(code).toBe(2);
  expect(stderr).toContain(`demo, ${examples.map(([command]) => command).join(", ")}, test, validate, docs, bench`);
});

test("passes a signal on and ends as the program ends", async () => {
  await launch(["demo"]).done;
  const { child, done } = launch(["demo", "wait"]);
  child.stdout.once("data", () => child.kill("SIGTERM"));
  expect((await done).code).toBe(7);
});
