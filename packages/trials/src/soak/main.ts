import { parseArgs } from "node:util";

import { isClean, writeReports, type Counts, type Report } from "./report.ts";
import { soakCrashes } from "./soak-crashes.ts";

// pnpm soak [--kills 500] [--seed 1] [--ledger sqlite|postgres|both] [--json]
// Programs are killed at random until it is enough. Exit code 1 when a post was lost or doubled, 2 for a wrong option.
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "500" },
    seed: { type: "string", default: String(Date.now() % 100_000) },
    ledger: { type: "string", default: "both" },
    json: { type: "boolean", default: false },
  },
});
const ledgers = ({ sqlite: ["sqlite"], postgres: ["postgres"], both: ["sqlite", "postgres"] } as const)[
  values.ledger as "both"
];
const kills = readCount("kills", values.kills);
const seed = readCount("seed", values.seed);
if (!ledgers) refuse("--ledger must be sqlite, postgres or both.");

console.error(`seed ${seed}`);
const reports: Report[] = [];
for (const ledger of ledgers) {
  const share = Math.ceil(kills / ledgers.length);
  reports.push(
    await soakCrashes({ ledger, kills: share, seed, onProgress: (counts) => showProgress(ledger, counts, share) }),
  );
}
if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
console.log(values.json ? JSON.stringify(reports, null, 2) : writeReports(reports));
process.exitCode = reports.every(isClean) ? 0 : 1;

function readCount(name: string, text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : refuse(`--${name} must be a whole number.`);
}

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}

/** One line that changes, where somebody watches. */
function showProgress(ledger: string, counts: Counts, wanted: number): void {
  if (!process.stderr.isTTY) return;
  const { kills: done, deliveries, delivered, unknown } = counts;
  process.stderr.write(
    `\r\u001b[K${ledger}: ${done} of ${wanted} kills, ${deliveries} deliveries, ${delivered} delivered, ${unknown} unknown`,
  );
}
