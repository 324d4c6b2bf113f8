import { availableParallelism } from "node:os";
import { styleText } from "node:util";
import { runCommand } from "./run-command.ts";
import { chooseSteps, runSteps, type StepResult } from "./run-steps.ts";
import { steps } from "./steps.ts";

// `node validate.ts` runs every step, `node validate.ts lint size` these two and what they need. A step that passes
// says nothing but its time.
const colors = { passed: "green", failed: "red", skipped: "yellow" } as const;
const chosen = chooseSteps(steps, process.argv.slice(2));
const width = Math.max(...chosen.map(({ name }) => name.length));
const startedAt = performance.now();

const results = await runSteps(chosen, availableParallelism(), {
  run: ({ command: [program = "", ...args] }) => runCommand(program, args),
  now: () => performance.now(),
  report: (result) => console.log(formatResult(result)),
});

for (const { name, output } of results.filter(({ state }) => state === "failed")) {
  console.log(`\n${styleText(["bold", "red"], name)}\n${output.trim()}`);
}
if (results.length > 1) console.log(`\n${results.map(formatResult).join("\n")}`);
console.log(formatLine("total", performance.now() - startedAt, results.every(isPassed) ? "passed" : "failed"));
process.exitCode = results.every(isPassed) ? 0 : 1;

function isPassed({ state }: StepResult): boolean {
  return state === "passed";
}

function formatResult({ name, state, durationMs }: StepResult): string {
  return formatLine(name, durationMs, state);
}

function formatLine(name: string, durationMs: number, state: StepResult["state"]): string {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  return `${name.padEnd(width)}  ${seconds.padStart(8)}  ${styleText(colors[state], state)}`;
}
