import fc, { type Arbitrary } from "fast-check";
import { afterEach, expect, it } from "vitest";
import { isCarecastError, type Json } from "@carecast/adapter";
import {
  memoryLedger,
  type ContentKind,
  type DeliveryChange,
  type DeliveryState,
  type DocumentQuery,
  type HoldScope,
  type LaneRef,
  type Ledger,
} from "@carecast/core";
import { sampleAuditRow, sampleDelivery, sampleHold, sampleMedia, samplePublication } from "@carecast/core/testing";
import { useDatabase } from "../test/use-database.ts";
import { postgresLedger } from "./index.ts";

/** A call, told in a way that a failing test can print. */
interface Call {
  readonly name: string;
  run(ledger: Ledger): Promise<unknown>;
}

const database = useDatabase();
afterEach(() => database.empty("carecast"));

const publicationId = fc.constantFrom("p0", "p1", "p2");
const channel = fc.constantFrom("press", "wards");
const deliveryId = fc.tuple(publicationId, channel, fc.nat(2)).map((words) => words.join("."));
const owner = fc.constantFrom("a", "b", "c");
const holdId = fc.constantFrom("h0", "h1");
const event = fc.constantFrom("e0", "e1", "e2", "e3", "\0", "\ud800");
const text = fc.string({ unit: "binary", maxLength: 6 });
const instant = fc.integer({ min: 0, max: 6 });
const tags = fc.subarray(["flu", "heat"]);
const kind = fc.constantFrom<ContentKind>("post", "story", "update");
const lane = fc.record<LaneRef>({ channel, lane: fc.constantFrom("emergency", "routine", "tokens") });
const states: readonly DeliveryState[] = ["held", "queued", "preparing", "sending", "unknown", "delivered", "rejected"];
const state = fc.constantFrom(...states);
/** Long past, to come within the hour, or for a person. */
const dueAt = fc.oneof(instant, fc.constant(Date.now() + 3_600_000), fc.constant(null));
const part = text.map((words) => ({ text: words, audience: "public" as const, media: [] }));
// The cast holds because only JSON goes in; the round trip takes the sign from -0.
const json = fc.jsonValue({ stringUnit: "binary" }).map((value) => JSON.parse(JSON.stringify(value)) as Json);

const change = fc.record(
  {
    state,
    dueAt,
    attempts: fc.nat(3),
    firstSentAt: instant,
    revisedAt: instant,
    draft: fc.record({ body: json }),
    receipt: fc.record({ state: fc.constant("delivered" as const), id: text, at: text, data: json }),
    error: fc.constant({ code: "network", message: "lost", outcome: "unknown", retryable: true } as const),
    decision: fc.constant({ as: "resend", by: "duty officer", reason: "not there", at: 4 } as const),
    part,
  },
  { requiredKeys: [] },
);

const publication = fc
  .record({
    id: publicationId,
    changes: fc.record(
      {
        priority: fc.constantFrom("emergency", "high", "routine"),
        kind,
        tags,
        campaign: fc.constantFrom("autumn", "winter"),
        safety: fc.record({ approval: text, consents: fc.array(text, { maxLength: 2 }) }, { requiredKeys: [] }),
        quorum: fc.constant({ atLeast: 1, at: 5 }),
        notAfter: instant.map((ms) => new Date(ms).toISOString()),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ id, changes }) => samplePublication(id, changes));

const delivery = fc.record({
  // Now and then of another publication.
  of: fc.option(publicationId, { freq: 12 }),
  channel,
  index: fc.nat(2),
  changes: fc.record({ state, dueAt, part, language: fc.constantFrom("en", "de"), updatedAt: instant }),
});

const scope: Arbitrary<HoldScope> = fc.oneof(
  fc.constant("everything" as const),
  fc.record(
    {
      channels: fc.subarray(["press"]),
      tags,
      campaigns: fc.subarray(["autumn"]),
      publications: fc.subarray(["p0", "p1"]),
      exceptKinds: fc.subarray<ContentKind>(["post", "update"]),
    },
    { requiredKeys: [] },
  ),
);

function call<Values extends unknown[]>(
  name: string,
  run: (ledger: Ledger, ...values: Values) => Promise<unknown>,
  ...values: { [Key in keyof Values]: Arbitrary<Values[Key]> }
): Arbitrary<Call> {
  return fc.tuple(...(values as Arbitrary<unknown>[])).map((drawn) => ({
    name: `${name} ${fc.stringify(drawn)}`,
    // The cast holds because each value comes from the arbitrary of its place.
    run: (ledger) => run(ledger, ...(drawn as Values)),
  }));
}

const add = call(
  "add",
  (ledger, record, deliveries) =>
    ledger.add(
      record,
      deliveries.map(({ of, channel, index, changes }) => sampleDelivery(of ?? record.id, channel, index, changes)),
      [],
    ),
  publication,
  fc.array(delivery, { maxLength: 3 }),
);

const addMedia = call(
  "add with media",
  (ledger, record, ids) =>
    ledger.add(
      record,
      [],
      ids.map((id, byte) => sampleMedia(id, byte)),
    ),
  publication,
  fc.subarray(["m0", "m1"]),
);

function isPermission({ state }: DeliveryChange): boolean {
  return state === "preparing" || state === "sending";
}

const jsonText = fc.jsonValue({ stringUnit: "binary" }).map((value) => JSON.stringify(value));
const auditRow = fc
  .record({ number: fc.integer({ min: 1, max: 4 }), fits: fc.boolean(), at: instant, entry: jsonText })
  .map(({ number, fits, at, entry }) => sampleAuditRow(number, { at, entry, ...(!fits && { previous: "" }) }));
const documentKind = fc.constantFrom("approval", "consent \0");
/** Few characters, and those that a pattern, an escape or an alphabet could get wrong. */
const documentId = fc.string({ unit: fc.constantFrom("a", "B", "%", "_", "\\", "-", "~"), minLength: 1, maxLength: 3 });
const documentQuery: Arbitrary<DocumentQuery> = fc.record(
  { kind: documentKind, prefix: fc.oneof(fc.constant(""), documentId), after: documentId, limit: fc.nat(4) },
  { requiredKeys: ["kind", "limit"] },
);

const work = fc.oneof(
  call(
    "change",
    (ledger, id, from, what, at, by) => ledger.change(id, from, what, at, isPermission(what) ? by : undefined),
    deliveryId,
    state,
    change,
    instant,
    fc.option(owner, { nil: undefined }),
  ),
  call(
    "deliveries",
    (ledger, query) => ledger.deliveries(query),
    fc.record(
      { publicationId, channel, states: fc.subarray([...states]), after: deliveryId, limit: fc.nat(3) },
      { requiredKeys: [] },
    ),
  ),
  call(
    "dueLanes",
    async (ledger, channels) => new Set(await ledger.dueLanes(channels, Date.now())),
    fc.subarray(["press", "wards"]),
  ),
  call("nextThread", (ledger, ...values) => ledger.nextThread(...values), lane, instant),
  call("publication", (ledger, id) => ledger.publication(id), publicationId),
);

const rest = fc.oneof(
  call("enlist", (ledger, id, leaseMs) => ledger.enlist(id, leaseMs, Date.now()), owner, fc.constantFrom(0, 60_000)),
  call("renew", (ledger, id, leaseMs) => ledger.renew(id, leaseMs, Date.now()), owner, fc.constantFrom(0, 60_000)),
  call("retire", (ledger, id) => ledger.retire(id), owner),
  call("claim", (ledger, id, lanes) => ledger.claim(id, lanes, Date.now()), owner, fc.array(lane, { maxLength: 3 })),
  call("free", (ledger, id, lanes) => ledger.free(id, lanes), owner, fc.array(lane, { maxLength: 2 })),
  call("hold", (ledger, id, covered, at) => ledger.hold(sampleHold(id, covered, { at })), holdId, scope, instant),
  call("holds", (ledger) => ledger.holds()),
  call(
    "release",
    (ledger, id, at, cancel) => ledger.release(id, { by: "duty officer", reason: "over", at, cancel }),
    holdId,
    instant,
    fc.subarray(["p0", "p1"]),
  ),
  call("openQuorums", (ledger) => ledger.openQuorums()),
  call("closeQuorum", (ledger, id) => ledger.closeQuorum(id), publicationId),
  call("purge", (ledger, ...values) => ledger.purge(...values), instant, instant),
  call("tokens", (ledger, name) => ledger.tokens(name), channel),
  call("setTokens", (ledger, ...values) => ledger.setTokens(...values), channel, fc.nat(2), text),
  call(
    "markHandled",
    (ledger, mark) => ledger.markHandled({ listener: "desk", at: 1, ...mark }),
    fc.record({ channel, eventId: event, cursor: text }, { requiredKeys: ["channel", "eventId"] }),
  ),
  call("appendAudit", (ledger, row) => ledger.appendAudit(row), auditRow),
  call("auditHead", (ledger) => ledger.auditHead()),
  call("auditRows", (ledger, ...values) => ledger.auditRows(...values), fc.nat(4), fc.nat(4)),
  call("document", (ledger, ...values) => ledger.document(...values), documentKind, documentId),
  call(
    "setDocument",
    (ledger, ...values) => ledger.setDocument(...values),
    documentKind,
    documentId,
    fc.nat(2),
    jsonText,
  ),
  call("documents", (ledger, query) => ledger.documents(query), documentQuery),
  call("cursor", (ledger, name) => ledger.cursor("desk", name), channel),
  call("wasHandled", (ledger, ...values) => ledger.wasHandled("desk", ...values), channel, event),
);

/** Calls of one turn, none waiting for the one before. Blobs take turns of their own, so media come alone. */
const turn = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(
      fc.oneof({ weight: 2, arbitrary: add }, { weight: 5, arbitrary: work }, { weight: 4, arbitrary: rest }),
      { maxLength: 16 },
    ),
  },
  { weight: 1, arbitrary: addMedia.map((one) => [one]) },
);

async function answer(ledger: Ledger, calls: readonly Call[]): Promise<unknown[]> {
  const results = await Promise.allSettled(calls.map((one) => one.run(ledger)));
  return results.map((result, index) => {
    const name = calls[index]?.name;
    if (result.status === "fulfilled") return { name, value: result.value };
    const error: unknown = result.reason;
    return { name, error: isCarecastError(error) ? { ...error, message: error.message } : error };
  });
}

async function readEverything(ledger: Ledger): Promise<unknown> {
  const blobs = await Promise.all(["m0", "m1"].map((id) => ledger.media(id)));
  const media = await Promise.all(blobs.map(async (blob) => blob && [blob.type, ...(await blob.bytes())]));
  return { deliveries: await ledger.deliveries({}), media };
}

it("gives the answers of the memory ledger to every sequence of calls", async () => {
  await fc.assert(
    fc
      .asyncProperty(fc.array(turn, { maxLength: 20 }), async (turns) => {
        const memory = memoryLedger({ dedupeWindow: 3 });
        const postgres = postgresLedger({ connectionString: database.server.connectionString, dedupeWindow: 3 });
        try {
          for (const calls of turns) expect(await answer(postgres, calls)).toStrictEqual(await answer(memory, calls));
          expect(await readEverything(postgres)).toStrictEqual(await readEverything(memory));
        } finally {
          await postgres.close();
        }
      })
      .beforeEach(() => database.empty("carecast")),
    { numRuns: 60 },
  );
});
