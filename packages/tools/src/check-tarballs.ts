import { listTarballs } from "./packed.ts";
import { runAll } from "./run-all.ts";
import { runCommand } from "./run-command.ts";

// Runs a tool on every packed package: `node check-tarballs.ts publint --strict`.
const [tool = "", ...options] = process.argv.slice(2);
for (const { exitCode, output } of await runAll(listTarballs(), (file) => runCommand(tool, [...options, file]))) {
  if (exitCode === 0) continue;
  console.error(output);
  process.exitCode = 1;
}
