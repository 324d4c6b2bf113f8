import type { PlainLever } from "@carecast/sandbox";
import { expect, test } from "vitest";

import { bundleChild } from "./harness/bundle-child.ts";
import { createCrashBench } from "./harness/crash-bench.ts";
import { killAtAll, listFaults, type LabelledPoint } from "./harness/crash-points.ts";
import { openPlaces } from "./harness/open-places.ts";

// Leases go by the clock of Postgres, so that each of these really waits for one: fewer places than on SQLite, where the
// same program is killed everywhere.
const points: readonly LabelledPoint[] = [
  { label: "ledger: add, after", nth: 1 },
  { label: "ledger: claim, after", nth: 1 },
  { label: "ledger: change to preparing, after", nth: 2 },
  { label: "request: POST /v1/media, at the server and done", nth: 1 },
  { label: "ledger: change to sending, before", nth: 2 },
  { label: "ledger: change to sending, after", nth: 1 },
  { label: "request: POST /v1/posts, at the server and done", nth: 2 },
  { label: "request: POST /v1/posts, at the server and not done", nth: 3 },
  { label: "ledger: change to delivered, before", nth: 1 },
  { label: "ledger: change to delivered, after", nth: 2 },
];

test.each<[PlainLever, number]>([
  ["idempotency-key", 0],
  ["none", 1],
])(
  "a program on Postgres is killed, on a network with %s, and nothing is lost or doubled",
  async (lever, mostUnknown) => {
    await using places = await openPlaces("postgres");
    await using bundle = await bundleChild();
    const benches = Array.from({ length: 4 }, () => createCrashBench(bundle.file));
    try {
      const results = await killAtAll(benches, places, lever, points);
      expect(listFaults(results)).toEqual([]);
      expect(results.filter(({ killed }) => !killed)).toEqual([]);
      expect(Math.max(...results.map(({ unknown }) => unknown))).toBe(mostUnknown);
    } finally {
      for (const bench of benches) await bench[Symbol.asyncDispose]();
    }
  },
  120_000,
);
