import { parseCLI, startVitest } from "vitest/node";
import { formatCounts, TestCounter } from "./count-tests.ts";

// Takes what `vitest run` takes: `npm test -- packages/core`.
const { filter, options } = parseCLI(["vitest", "run", ...process.argv.slice(2)]);
const counter = new TestCounter();
const vitest = await startVitest(filter, { ...options, reporters: ["default", counter] });
await vitest.close();

console.log(formatCounts(counter.counts));
// No handle that a test left open may keep the command from ending.
process.exit(counter.counts.failed > 0 ? 1 : (process.exitCode ?? 0));
