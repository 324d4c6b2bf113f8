import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Ledger } from "@carecast/core";
import { sqliteLedger } from "@carecast/core/sqlite";
import { build } from "esbuild";

import { makeRecords } from "./make-records.ts";
import { callAtOnce, measure, median } from "./measure.ts";
import { milliseconds, type Row } from "./row.ts";
import type { Started } from "./scheduled-child.ts";

const channels = Array.from({ length: 10 }, (_, channel) => `channel${channel}`);
const sizes = [1_000, 10_000, 100_000] as const;
const largest = sizes[2];
const dayMs = 24 * 60 * 60_000;

/** What many posts that wait for their time cost: at the start of a program, in its memory, and at each look for work. */
export async function benchScheduled(scale: number): Promise<readonly Row[]> {
  const directory = await mkdtemp(join(tmpdir(), "carecast-bench-"));
  const fileOf = (size: number): string => join(directory, `${size}.sqlite`);
  try {
    for (const size of sizes) {
      const ledger = sqliteLedger(fileOf(size));
      await schedule(ledger, size);
      await ledger.close();
    }
    return [...(await benchStart(fileOf(largest), directory)), await benchPicking(fileOf, scale)];
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Each waits for its day of the next year. */
async function schedule(ledger: Ledger, size: number): Promise<void> {
  const now = Date.now();
  let serial = 0;
  const add = async (): Promise<void> => {
    const id = `publication${serial}`;
    const dueAt = now + dayMs + Math.floor((serial / size) * 364 * dayMs);
    const [publication, delivery] = makeRecords(id, channels[serial % channels.length] ?? "", dueAt);
    serial += 1;
    await ledger.add(publication, [delivery], []);
  };
  await callAtOnce(add, size, 512);
}

/** In fresh processes, on one file of JavaScript, as programs that are deployed start. */
async function benchStart(file: string, directory: string): Promise<readonly Row[]> {
  const program = join(directory, "program.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "scheduled-child.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  const starts = Array.from(
    { length: 5 },
    () => JSON.parse(execFileSync(process.execPath, [program, file], { encoding: "utf8" })) as Started,
  );
  const ms = median(starts.map(({ ms }) => ms));
  const megabytes = median(starts.map(({ peakBytes }) => peakBytes)) / 1e6;
  return [
    {
      what: "open the SQLite ledger with 100,000 scheduled posts, start a hub on it",
      ours: milliseconds(ms),
      against: "the limit",
      theirs: "1000 ms",
      ratio: ms / 1000,
      target: { atMost: 1 },
    },
    {
      what: "peak memory (RSS) of that process, Node included",
      ours: `${megabytes.toFixed(0)} MB`,
      against: "the limit",
      theirs: "150 MB",
      ratio: megabytes / 150,
      target: { atMost: 1 },
    },
  ];
}

/** What a started hub does at each look: which lanes are due, and what comes first in the one that is. */
async function benchPicking(fileOf: (size: number) => string, scale: number): Promise<Row> {
  const ledgers = sizes.map((size) => sqliteLedger(fileOf(size)));
  for (const ledger of ledgers) {
    const [publication, delivery] = makeRecords("due", channels[0] ?? "", Date.now());
    await ledger.add(publication, [delivery], []);
  }
  const pick = (index: number) => async (): Promise<void> => {
    const now = Date.now();
    const [lane] = (await ledgers[index]?.dueLanes(channels, now)) ?? [];
    if (!lane || !(await ledgers[index]?.nextThread(lane, now))) throw new Error("The benchmark's post is not due.");
  };
  const rates = await measure(
    { few: pick(0), more: pick(1), many: pick(2) },
    { calls: 2000 * scale, rounds: 7, concurrency: 1 },
  );
  await Promise.all(ledgers.map((ledger) => ledger.close()));
  const microseconds = (rate: number): string => `${(1_000_000 / rate).toFixed(1)} µs`;
  return {
    what: "pick the next due post among 100,000 scheduled ones",
    ours: microseconds(rates.many),
    against: "among 1,000 (and among 10,000)",
    theirs: `${microseconds(rates.few)} (${microseconds(rates.more)})`,
    ratio: rates.few / rates.many,
    target: { atMost: 1.25 },
  };
}
