import { parseArgs } from "node:util";

import Table from "cli-table3";
import colors from "picocolors";

import { benchBroadcast } from "./bench-broadcast.ts";
import { benchCap } from "./bench-cap.ts";
import { benchIdentifiers } from "./bench-identifiers.ts";
import { benchListen } from "./bench-listen.ts";
import { benchPostgres } from "./bench-postgres.ts";
import { benchPublish } from "./bench-publish.ts";
import { benchSafeguards } from "./bench-safeguards.ts";
import { benchScheduled } from "./bench-scheduled.ts";
import { benchSize } from "./bench-size.ts";
import { benchSqlite } from "./bench-sqlite.ts";
import { benchText } from "./bench-text.ts";
import { isMet, type Row } from "./row.ts";

// pnpm bench [publish|sqlite|postgres|scheduled|broadcast|text|identifiers|safeguards|cap|listen|size ...] [--quick] [--json]
// Ratios of one run: contenders take turns, medians count, and a target that is missed is told, never a failure.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
});
const scale = values.quick ? 1 : 3;
const benches: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  publish: () => benchPublish(scale),
  sqlite: () => benchSqlite(scale),
  postgres: () => benchPostgres(scale),
  scheduled: () => benchScheduled(scale),
  broadcast: () => benchBroadcast(scale),
  text: () => benchText(scale),
  identifiers: () => benchIdentifiers(scale),
  safeguards: () => benchSafeguards(scale),
  cap: () => benchCap(scale),
  listen: () => benchListen(scale),
  size: () => benchSize(),
};

const unknown = positionals.find((name) => !Object.hasOwn(benches, name));
if (unknown !== undefined) {
  console.error(`There is no benchmark ${unknown}. There are: ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}
const rows: Row[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.error(colors.dim(`measuring ${name} ...`));
  rows.push(...(await bench()));
}

if (values.json) console.log(JSON.stringify(rows, null, 2));
else console.log(writeTable(rows));
process.exit(0);

function writeTable(all: readonly Row[]): string {
  const table = new Table({
    head: ["what", "ours", "against", "theirs", "ratio", "target", ""],
    style: { head: [], border: [] },
  });
  for (const row of all) {
    const { what, ours, against, theirs, ratio, target } = row;
    const met = isMet(row);
    table.push([
      what,
      ours,
      against,
      theirs,
      ratio.toFixed(2),
      target ? ("atLeast" in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`) : "",
      met === undefined ? "" : met ? colors.green("met") : colors.yellow("missed"),
    ]);
  }
  return table.toString();
}
