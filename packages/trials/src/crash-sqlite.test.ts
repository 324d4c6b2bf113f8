import type { PlainLever } from "@carecast/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { bundleChild, type Bundle } from "./harness/bundle-child.ts";
import { createCrashBench, type CrashBench } from "./harness/crash-bench.ts";
import { choosePoints, killAtAll, listFaults } from "./harness/crash-points.ts";
import { openPlaces, type Places } from "./harness/open-places.ts";

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
const inDoubt = /^(ledger: change to (sending, after|delivered, before)|adapter: publish|request: POST \/v1\/posts)/;

let bundle: Bundle;
let places: Places;
let benches: readonly CrashBench[];

beforeAll(async () => {
  places = await openPlaces("sqlite");
  bundle = await bundleChild();
  benches = [createCrashBench(bundle.file), createCrashBench(bundle.file)];
});
afterAll(async () => {
  for (const bench of benches) await bench[Symbol.asyncDispose]();
  await bundle[Symbol.asyncDispose]();
  await places[Symbol.asyncDispose]();
});

describe.each(levers)("a program on SQLite is killed, on a network with %s", (lever) => {
  test("and nothing is lost or doubled, wherever it was", { timeout: 120_000 }, async () => {
    const counted = await benches[0]?.run({ lever, ledger: places.next() });
    expect(counted).toMatchObject({ killed: false, deliveries: 4, delivered: 4, lost: [], doubled: [], wrong: [] });
    const points = choosePoints(counted?.boundaries ?? [], levers.indexOf(lever));
    const results = await killAtAll(benches, places, lever, points);
    expect(listFaults(results)).toEqual([]);
    expect(results.filter(({ killed, label }) => !killed && !byClock.test(label))).toEqual([]);
    const left = results.filter(({ unknown, waiting }) => unknown + waiting > 0).map(({ label }) => label);
    // A refused duplicate proves that the post is there, but nobody can answer it: the rest of its thread waits.
    const mayBeLeft = lever === "none" || lever === "duplicate-refusal";
    expect(left.filter((label) => !mayBeLeft || !inDoubt.test(label))).toEqual([]);
    const doubtful = points.map(({ label }) => label).filter((label) => inDoubt.test(label));
    if (lever === "none") expect(left).toEqual(doubtful);
  });
});
