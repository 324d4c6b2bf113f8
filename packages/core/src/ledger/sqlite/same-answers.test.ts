import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc, { type Arbitrary } from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isCarecastError, type Json } from "@carecast/adapter";
import { sampleDelivery, sampleMedia, samplePublication } from "../contract/samples.ts";
import type { HandledMark } from "../inbox-store.ts";
import type { Ledger } from "../ledger.ts";
import type { DeliveryQuery } from "../publication-store.ts";
import type { DeliveryChange, DeliveryRecord, DeliveryState } from "../records.ts";
import { memoryLedger } from "../memory-ledger.ts";
import { sqliteLedger } from "./sqlite-ledger.ts";

type Call =
  | {
      readonly call: "add";
      readonly id: string;
      readonly deliveries: readonly DeliveryRecord[];
      readonly media: readonly string[];
    }
  | {
      readonly call: "change";
      readonly id: string;
      readonly from: DeliveryState;
      readonly change: DeliveryChange;
      readonly at: number;
    }
  | { readonly call: "mark"; readonly mark: HandledMark }
  | { readonly call: "find"; readonly query: DeliveryQuery }
  | {
      readonly call: "look";
      readonly id: string;
      readonly listener: string;
      readonly channel: string;
      readonly eventId: string;
    };

const publicationId = fc.constantFrom("p0", "p1", "p2", "p3");
const channel = fc.constantFrom("press", "wards");
const listener = fc.constantFrom("desk", "archive");
const eventId = fc.constantFrom("e0", "e1", "e2", "e3", "e4", "e5");
const mediaIds = fc.subarray(["m0", "m1", "m2"]);
const state = fc.constantFrom<DeliveryState>("queued", "preparing", "sending", "delivered", "unknown");
const text = fc.string({ unit: "binary", maxLength: 8 });
const time = fc.integer({ min: 0, max: 2 ** 52 });
const part = text.map((words) => ({ text: words, audience: "public" as const, media: [] }));
// The cast holds because only JSON goes in; the round trip takes the sign from -0.
const json = fc.jsonValue({ stringUnit: "binary" }).map((value) => JSON.parse(JSON.stringify(value)) as Json);

const change: Arbitrary<DeliveryChange> = fc.record(
  {
    state,
    attempts: fc.nat(5),
    firstSentAt: time,
    draft: fc.record({ body: json }),
    receipt: fc.record({ state: fc.constant("delivered"), id: text, at: text, data: json }),
    error: fc.constant({ code: "network", message: "lost", outcome: "unknown", retryable: true } as const),
    revisedAt: time,
    retractedAt: time,
    part,
  },
  { requiredKeys: [] },
);

/** Mostly well-formed; now and then a delivery is there twice, known already, or another publication's. */
const deliveries = (id: string): Arbitrary<DeliveryRecord[]> =>
  fc.array(
    fc
      .tuple(fc.oneof({ weight: 9, arbitrary: fc.constant(id) }, publicationId), channel, fc.nat(3), part, state)
      .map(([owner, name, index, content, begin]) =>
        sampleDelivery(owner, name, index, { part: content, state: begin }),
      ),
    { maxLength: 4 },
  );

const add = (media: Arbitrary<string[]>): Arbitrary<Call> =>
  publicationId.chain((id) =>
    fc.record({ call: fc.constant("add"), id: fc.constant(id), deliveries: deliveries(id), media }),
  );

const otherCall: Arbitrary<Call> = fc.oneof(
  fc.record({
    call: fc.constant("change"),
    id: fc.tuple(publicationId, channel, fc.nat(3)).map((words) => words.join(".")),
    from: state,
    change,
    at: time,
  }),
  fc.record({
    call: fc.constant("mark"),
    mark: fc.record(
      { listener, channel, eventId, at: time, cursor: text },
      { requiredKeys: ["listener", "channel", "eventId", "at"] },
    ),
  }),
  fc.record({
    call: fc.constant("find"),
    query: fc.record({ publicationId, channel, states: fc.array(state, { maxLength: 3 }) }, { requiredKeys: [] }),
  }),
  fc.record({ call: fc.constant("look"), id: publicationId, listener, channel, eventId }),
);

/** Calls of one turn, none waiting for the one before. Blobs take turns of their own, so media come alone. */
const turn = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(fc.oneof({ weight: 1, arbitrary: add(fc.constant([])) }, { weight: 3, arbitrary: otherCall }), {
      maxLength: 8,
    }),
  },
  { weight: 1, arbitrary: add(mediaIds).map((call) => [call]) },
);

async function perform(ledger: Ledger, call: Call): Promise<unknown> {
  switch (call.call) {
    case "add":
      return ledger.add(
        samplePublication(call.id),
        call.deliveries,
        call.media.map((id, byte) => sampleMedia(id, byte)),
      );
    case "change":
      return ledger.change(call.id, call.from, call.change, call.at);
    case "mark":
      return ledger.markHandled(call.mark);
    case "find":
      return ledger.deliveries(call.query);
    case "look":
      return Promise.all([
        ledger.publication(call.id),
        ledger.cursor(call.listener, call.channel),
        ledger.wasHandled(call.listener, call.channel, call.eventId),
      ]);
  }
}

async function answer(ledger: Ledger, calls: readonly Call[]): Promise<unknown[]> {
  const results = await Promise.allSettled(calls.map((call) => perform(ledger, call)));
  return results.map((result) => {
    if (result.status === "fulfilled") return result.value;
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

it("gives the answers of the memory ledger to every sequence of calls", { timeout: 60_000 }, async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { maxLength: 25 }), async (turns) => {
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
    { numRuns: 60 },
  );
});
