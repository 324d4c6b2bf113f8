import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isCarecastError } from "@carecast/adapter";
import { sampleDelivery, samplePublication } from "../contract/samples.ts";
import type { Ledger } from "../ledger.ts";
import { memoryLedger } from "../memory-ledger.ts";
import { perform, turn, type Call } from "./fixtures/ledger-calls.ts";
import { sqliteLedger } from "./sqlite-ledger.ts";

async function answer(ledger: Ledger, calls: readonly Call[]): Promise<unknown[]> {
  const results = await Promise.allSettled(calls.map((call) => perform(ledger, call)));
  return results.map((result, index) => {
    // The lanes come in any order.
    if (result.status === "fulfilled")
      return calls[index]?.method === "dueLanes" ? new Set(result.value as unknown[]) : result.value;
    const error: unknown = result.reason;
    return isCarecastError(error) ? { ...error, message: error.message } : error;
  });
}

async function readMedia(ledger: Ledger): Promise<unknown[]> {
  const blobs = await Promise.all(["m0", "m1", "m2"].map((id) => ledger.media(id)));
  return Promise.all(blobs.map(async (blob) => blob && [blob.type, ...new Uint8Array(await blob.arrayBuffer())]));
}

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "carecast-ledger-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

it("gives the answers of the memory ledger to every sequence of calls", { timeout: 120_000 }, async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { maxLength: 30 }), async (turns) => {
      run += 1;
      const memory = memoryLedger({ dedupeWindow: 3 });
      const sqlite = sqliteLedger(join(directory, `${run}.sqlite`), { dedupeWindow: 3 });
      try {
        for (const calls of turns) expect(await answer(sqlite, calls)).toStrictEqual(await answer(memory, calls));
        expect(await sqlite.deliveries({})).toStrictEqual(await memory.deliveries({}));
        expect(await readMedia(sqlite)).toStrictEqual(await readMedia(memory));
      } finally {
        await sqlite.close();
      }
    }),
    { numRuns: 200 },
  );
});

it("lets a lease run out at its end, and not a millisecond before", async () => {
  const lanes = [{ channel: "press", lane: "routine" }] as const;
  for (const ledger of [memoryLedger(), sqliteLedger(join(directory, "ledger.sqlite"))]) {
    await ledger.add(samplePublication("p1"), [sampleDelivery("p1", "press", 0, { dueAt: 0 })], []);
    await ledger.enlist("a", 10, 100);
    await ledger.enlist("b", 1000, 100);
    expect(await ledger.claim("a", lanes, 100)).toEqual(lanes);
    expect(await ledger.dueLanes(["press"], 109)).toEqual([]);
    expect(await ledger.claim("b", lanes, 109)).toEqual([]);
    expect(await ledger.dueLanes(["press"], 110)).toEqual(lanes);
    expect(await ledger.claim("b", lanes, 110)).toEqual(lanes);
    await ledger.close();
  }
});
