import { parseArgs } from "node:util";

import { isClean, writeReports, type Report } from "./report.ts";
import { soakCrashes } from "./soak-crashes.ts";
import { soakOwners } from "./soak-owners.ts";

// pnpm soak [crashes] [--kills 500]: programs are killed at random until it is enough.
// pnpm soak owners [--deliveries 10000]: four programs share a ledger, and stand still for longer than their leases.
// Both: [--ledger sqlite|postgres|both] [--seed 1] [--json]. Exit code 1 when a post was lost, doubled or otherwise wrong,
// 2 for a wrong option.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: "string", default: "500" },
    deliveries: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 100_000) },
    ledger: { type: "string", default: "both" },
    json: { type: "boolean", default: false },
  },
});
const ledgers = readLedgers(values.ledger);
const seed = readCount("seed", values.seed);
const kills = Math.ceil(readCount("kills", values.kills) / ledgers.length);
const deliveries = readCount("deliveries", values.deliveries);
const [what = "crashes"] = positionals;
if (what !== "crashes" && what !== "owners") refuse("There is nothing of that name: crashes or owners.");

console.error(`seed ${seed}`);
const reports: Report[] = [];
for (const ledger of ledgers) {
  const common = { ledger, seed, onProgress: (line: string) => showProgress(`${ledger}: ${line}`) };
  reports.push(await (what === "owners" ? soakOwners({ ...common, deliveries }) : soakCrashes({ ...common, kills })));
}
showProgress("");
console.log(values.json ? JSON.stringify(reports, null, 2) : writeReports(reports));
process.exitCode = reports.every(isClean) ? 0 : 1;

function readLedgers(name: string): readonly ("sqlite" | "postgres")[] {
  if (name === "sqlite" || name === "postgres") return [name];
  return name === "both" ? ["sqlite", "postgres"] : refuse("--ledger must be sqlite, postgres or both.");
}

function readCount(name: string, text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : refuse(`--${name} must be a whole number.`);
}

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}

/** One line that changes, where somebody watches. */
function showProgress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
}
