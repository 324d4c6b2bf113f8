// Starts the root scripts. It is plain JavaScript without dependencies because it runs on the Node that the machine
// happens to have (18 or newer) and before anything is installed; all the rest runs on the Node of the lock file.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const tools = dirname(fileURLToPath(import.meta.url));
const root = join(tools, "..", "..");
const pnpm = `pnpm@${JSON.parse(readFileSync(join(tools, "package.json"), "utf8")).config.pnpm}`;
const modules = join(root, "node_modules");
const stampFile = join(modules, ".carecast-installed.json");
const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
const onWindows = process.platform === "win32";

/** The examples, each a command that installs only what it needs. */
const examples = {
  demo: { directory: "examples/crisis-broadcast", words: "what the demo needs" },
  "example:feedback": { directory: "examples/patient-feedback", words: "what the example needs" },
  "example:workers": { directory: "examples/many-workers", words: "what the example needs" },
  "example:adapter": { directory: "examples/custom-adapter", words: "what the example needs" },
  "example:recall": { directory: "examples/medicine-recall", words: "what the example needs" },
  "example:capacity": { directory: "examples/hospital-capacity", words: "what the example needs" },
};

const scopes = {
  all: { directory: ".", flags: [], words: "every package" },
  ...mapExamples(({ directory, words }) => ({
    directory,
    flags: ["--prod", "--filter", `{./${directory}}...`],
    words,
  })),
};

const commands = {
  ...mapExamples(({ directory }, name) => ({ scope: name, script: `${directory}/src/main.ts` })),
  test: { scope: "all", script: "packages/tools/src/run-tests.ts" },
  validate: { scope: "all", script: "packages/tools/src/validate.ts" },
  docs: { scope: "all", script: "packages/tools/src/validate.ts", arguments: ["docs"] },
  bench: { scope: "all", script: "packages/bench/src/main.ts" },
  soak: { scope: "all", script: "packages/trials/src/soak/main.ts" },
};

const command = commands[process.argv[2]];
if (command === undefined) {
  console.error(`Unknown command. Known are: ${Object.keys(commands).join(", ")}.`);
  process.exit(2);
}

const wanted = chooseScope(command.scope);
if (!isInstalled(wanted)) await install(wanted);
const node = findNode(wanted);
process.env.PATH = `${dirname(node)}${delimiter}${process.env.PATH}`;
process.exitCode = await run(
  node,
  [join(root, command.script), ...(command.arguments ?? []), ...process.argv.slice(3)],
  { stdio: "inherit" },
);

function mapExamples(change) {
  return Object.fromEntries(Object.entries(examples).map(([name, example]) => [name, change(example, name)]));
}

/** Who has everything keeps everything: a smaller install would take packages away. */
function chooseScope(name) {
  return readJson(join(modules, ".modules.yaml")).included?.devDependencies ? "all" : name;
}

function isInstalled(name) {
  return readJson(stampFile)[name] === hashLock() && existsSync(findNode(name));
}

async function install(name) {
  const { flags, words } = scopes[name];
  // Standard output belongs to the command: `npm run --silent demo -- --json` prints JSON and nothing else.
  console.error(`Setting up (once): installing ${words} with ${pnpm}.`);
  const started = Date.now();
  // The lock file was checked against the age policy when it was written; checking it again costs up to a minute.
  const code = await run("npx", ["--yes", pnpm, "install", "--frozen-lockfile", "--trust-lockfile", ...flags], {
    stdio: ["ignore", 2, 2],
    shell: onWindows,
  });
  if (code !== 0) {
    console.error(`The installation failed (exit code ${code}). What it printed above says why.`);
    process.exit(code);
  }
  writeFileSync(stampFile, `${JSON.stringify({ ...readJson(stampFile), [name]: hashLock() })}\n`);
  console.error(`Ready after ${Math.round((Date.now() - started) / 1000)} s.\n`);
}

function findNode(name) {
  return join(root, scopes[name].directory, "node_modules", "node", "bin", onWindows ? "node.exe" : "node");
}

/** pnpm writes JSON into its file too. */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

function hashLock() {
  const hash = createHash("sha256");
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml"]) hash.update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/** Resolves with the exit code of the program, as a shell would see it. */
function run(file, args, options) {
  const child = spawn(file, args, { cwd: root, ...options });
  // A terminal sends Ctrl-C to the child as well, everything else comes only here; the child decides how it ends.
  const forward = (signal) => {
    if (signal !== "SIGINT" || !atTerminal) child.kill(signal);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeListener(name, forward);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}
