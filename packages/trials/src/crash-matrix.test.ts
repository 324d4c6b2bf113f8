import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { PlainLever } from "@carecast/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { bundleChild, type Bundle } from "./harness/bundle-child.ts";
import { createCrashBench, type CrashBench, type CrashResult } from "./harness/crash-bench.ts";
import type { KillPoint, LedgerPlace } from "./harness/task.ts";

// A program is killed with SIGKILL at each kind of boundary there is, and another one goes on from the ledger: before
// and after each write of the ledger and each call of the adapter, before a request leaves, while it is at the server,
// when it is answered; which part of the thread it is changes from one network to the next.
const levers: readonly PlainLever[] = [
  "idempotency-key",
  "record-key",
  "container",
  "nonce",
  "duplicate-refusal",
  "find",
  "none",
];

/** These come by the clock, and not in every run. */
const byClock = /^ledger: (renew|free)/;
/** From here on the network may have the post, and until here the ledger does not know. */
const open = /^(ledger: change to (sending, after|delivered, before)|adapter: publish|request: POST \/v1\/posts)/;

let directory: string;
let bundle: Bundle;
let benches: readonly CrashBench[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "carecast-crash-"));
  bundle = await bundleChild();
  benches = [createCrashBench(bundle.file), createCrashBench(bundle.file)];
});
afterAll(async () => {
  for (const bench of benches) await bench[Symbol.asyncDispose]();
  await bundle[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

let places = 0;
function nextPlace(): LedgerPlace {
  places += 1;
  return { kind: "sqlite", path: join(directory, `${places}.sqlite`) };
}

describe.each(levers)("a program on SQLite is killed, on a network with %s", (lever) => {
  test("and nothing is lost or doubled, wherever it was", { timeout: 120_000 }, async () => {
    const [bench] = benches;
    const counted = await bench?.run({ lever, ledger: nextPlace() });
    expect(counted).toMatchObject({ killed: false, deliveries: 4, delivered: 4, lost: [], doubled: [], wrong: [] });
    const points = choosePoints(counted?.boundaries ?? [], levers.indexOf(lever));
    const results = await runAll(points, lever);
    const seen = results.map(({ label, lost, doubled, wrong }) => ({ label, lost, doubled, wrong }));
    expect(seen.filter(({ lost, doubled, wrong }) => [...lost, ...doubled, ...wrong].length > 0)).toEqual([]);
    expect(results.filter(({ killed, label }) => !killed && !byClock.test(label))).toEqual([]);
    const left = results.filter(({ unknown, waiting }) => unknown + waiting > 0).map(({ label }) => label);
    const mayBeLeft = lever === "none" || lever === "duplicate-refusal";
    expect(left.filter((label) => !mayBeLeft || !open.test(label))).toEqual([]);
    if (lever === "none") expect(left).toEqual(points.map(({ label }) => label).filter((label) => open.test(label)));
  });
});

type Point = KillPoint & { readonly label: string };

/** Each kind of boundary once. Of those that come several times another one for each network. */
function choosePoints(boundaries: readonly string[], turn: number): readonly Point[] {
  const counts = Map.groupBy(boundaries, (label) => label);
  return [...counts].map(([label, all], index) => ({ label, nth: 1 + ((index + turn) % all.length) }));
}

type Labelled = CrashResult & { readonly label: string };

/** As many at a time as there are benches. */
async function runAll(points: readonly Point[], lever: PlainLever): Promise<readonly Labelled[]> {
  const results: Labelled[] = [];
  const left = points.map((kill, index) => ({ kill, index }));
  const work = async (bench: CrashBench): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const result = await bench.run({ lever, ledger: nextPlace(), kill: next.kill });
      results[next.index] = { label: next.kill.label, ...result };
    }
  };
  await Promise.all(benches.map(work));
  return results;
}
