import { parseArgs } from "node:util";

import Table from "cli-table3";
import colors from "picocolors";

import { benchListen } from "./bench-listen.ts";
import { benchPublish } from "./bench-publish.ts";
import { benchSize } from "./bench-size.ts";
import { benchText } from "./bench-text.ts";
import { isMet, type Row } from "./row.ts";

// pnpm bench [publish|text|listen|size ...] [--quick] [--json]
// Ratios of one run: contenders take turns, medians count, and a target that is missed is told, never a failure.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
});
const scale = values.quick ? 1 : 3;
const benches: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  publish: () => benchPublish(scale),
  text: () => benchText(scale),
  listen: () => benchListen(scale),
  size: () => benchSize(),
};

const rows: Row[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
  const bench = benches[name];
  if (!bench) {
    console.error(`There is no benchmark ${name}. There are: ${Object.keys(benches).join(", ")}.`);
    process.exit(2);
  }
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
    const goal = "atLeast" in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
    table.push([
      what,
      ours,
      against,
      theirs,
      ratio.toFixed(2),
      goal,
      isMet(row) ? colors.green("met") : colors.yellow("missed"),
    ]);
  }
  return table.toString();
}
