import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isCarecastError } from "@carecast/adapter";
import { describeDurability } from "./ledger-contract-durable.ts";
import type { LedgerOptions } from "./ledger-options.ts";
import { sampleDelivery, sampleMedia, samplePublication } from "./ledger-samples.ts";
import type { DeliveryChange, DeliveryQuery, DeliveryRecord, DeliveryState, Ledger } from "./ledger.ts";

/** One empty place for a ledger, for one test. */
export interface LedgerStore {
  /** A ledger on this place. A durable store may be opened again, also while another ledger has it open. */
  open(options?: LedgerOptions): Promise<Ledger>;
  remove(): Promise<void>;
}

/** The tests that every ledger passes. `durable` adds those for what outlives a ledger object. */
export function describeLedger(name: string, create: () => Promise<LedgerStore>, { durable }: { durable: boolean }): void {
  describe(`the ledger contract: ${name}`, () => {
    let store: LedgerStore;
    let ledger: Ledger;
    beforeEach(async () => {
      store = await create();
      ledger = await store.open({ dedupeWindow: 3 });
    });
    afterEach(async () => {
      await ledger.close();
      await store.remove();
    });

    describeAdding(() => ledger);
    describeQueries(() => ledger);
    describeChanging(() => ledger);
    describeCopies(() => ledger);
    describeHandling(() => ledger);
    describeClosing(() => ledger);
    if (durable) describeDurability(() => ({ store, ledger }));
  });
}

type GetLedger = () => Ledger;

function describeAdding(ledger: GetLedger): void {
  describe("add", () => {
    it("keeps a publication, its deliveries and its media", async () => {
      const publication = samplePublication("p1");
      const full = sampleDelivery("p1", "press", 0, {
        state: "delivered",
        attempts: 2,
        part: {
          text: "Two pictures",
          language: "pt-BR",
          audience: "unlisted",
          contentWarning: "injury",
          media: [{ kind: "image", mimeType: "image/jpeg", mediaId: "m1", alt: "", width: 4, height: 3 }],
          card: { url: "https://example.org/", title: "Example hospital" },
          poll: { options: ["yes", "no"], closesAt: "2026-02-01T00:00:00Z", multiple: false },
        },
        firstSentAt: 1_767_225_600_001.5,
        draft: { body: { status: "Two pictures", media_ids: ["7"], nothing: null }, expiresAt: "2026-01-02T00:00:00Z" },
        receipt: { state: "delivered", id: "9", at: "2026-01-01T00:00:00Z", ids: ["9", "10"], data: [1, { a: "b" }] },
        error: { code: "network", message: "lost", outcome: "unknown", retryable: true, retryAt: 5, status: 502 },
        revisedAt: 1_767_225_600_002,
        retractedAt: 1_767_225_600_003,
      });
      const { language: _, ...plain } = sampleDelivery("p1", "wards");
      await ledger().add(publication, [full, plain], [sampleMedia("m1")]);

      expect(await ledger().publication("p1")).toStrictEqual(publication);
      expect(await ledger().deliveries({ publicationId: "p1" })).toStrictEqual([full, plain]);
      const blob = await ledger().media("m1");
      expect(blob?.type).toBe("image/jpeg");
      expect([...new Uint8Array((await blob?.arrayBuffer())!)]).toEqual([0xff, 0xd8, 1]);
    });

    it("keeps a publication without anything that may be left out", async () => {
      const bare = { id: "p1", createdAt: 0, lane: "emergency", fingerprint: "f" } as const;
      await ledger().add(bare, [], []);
      expect(await ledger().publication("p1")).toStrictEqual(bare);
      expect(await ledger().deliveries({ publicationId: "p1" })).toEqual([]);
    });

    it("keeps text as it is: joined emoji, NUL, lone surrogates, quotes", async () => {
      const part = { text: "\u{1F468}\u200D\u{1F469}\u200D\u{1F467} \0 \uD800 ' \" \\ \u2028", audience: "public", media: [] } as const;
      await ledger().add(samplePublication("p1"), [sampleDelivery("p1", "press", 0, { part })], []);
      expect((await ledger().deliveries({}))[0]?.part).toStrictEqual(part);
    });

    it("refuses a known publication and stores nothing of the second", async () => {
      await ledger().add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
      const again = ledger().add(
        samplePublication("p1", { fingerprint: "other" }),
        [sampleDelivery("p1", "wards")],
        [sampleMedia("m1")],
      );
      await expect(again).rejects.toMatchObject({ code: "ledger", path: "publication.id" });
      expect(await ledger().publication("p1")).toStrictEqual(samplePublication("p1"));
      expect(await ledger().deliveries({})).toStrictEqual([sampleDelivery("p1", "press")]);
      expect(await ledger().media("m1")).toBeUndefined();
    });

    it("stores nothing when one delivery is known, and everything that came with it in the same turn", async () => {
      await ledger().add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
      const clash = sampleDelivery("p2", "wards", 1, { id: "p1.press.0" });
      const results = await Promise.allSettled([
        ledger().add(samplePublication("p3"), [sampleDelivery("p3", "press")], []),
        ledger().change("p1.press.0", "queued", { state: "preparing" }, 5),
        ledger().add(samplePublication("p2"), [sampleDelivery("p2", "press"), clash], [sampleMedia("m2")]),
        ledger().add(samplePublication("p4"), [sampleDelivery("p4", "press")], []),
        ledger().markHandled({ listener: "desk", channel: "press", eventId: "e1", cursor: "c1", at: 1 }),
      ]);

      expect(results.map((result) => result.status)).toEqual([
        "fulfilled",
        "fulfilled",
        "rejected",
        "fulfilled",
        "fulfilled",
      ]);
      expect(results[2]).toMatchObject({ reason: { code: "ledger", path: "deliveries" } });
      expect(results[1]).toMatchObject({ value: true });
      expect(await ledger().publication("p2")).toBeUndefined();
      expect(await ledger().media("m2")).toBeUndefined();
      expect((await ledger().deliveries({})).map(({ id, state }) => `${id} ${state}`).sort()).toEqual([
        "p1.press.0 preparing",
        "p3.press.0 queued",
        "p4.press.0 queued",
      ]);
      expect(await ledger().cursor("desk", "press")).toBe("c1");
    });

    it.each([
      ["a delivery of another publication", [sampleDelivery("p2", "press")], "deliveries[0].publicationId"],
      ["the same delivery twice", [sampleDelivery("p1", "press"), sampleDelivery("p1", "press")], "deliveries"],
    ])("refuses %s", async (_, deliveries, path) => {
      const adding = ledger().add(samplePublication("p1"), deliveries, []);
      await expect(adding).rejects.toMatchObject({ code: "ledger", path });
      expect(await ledger().publication("p1")).toBeUndefined();
      expect(await ledger().deliveries({})).toEqual([]);
    });

    it("keeps media once, however many publications carry them", async () => {
      await ledger().add(samplePublication("p1"), [], [sampleMedia("m1", 1), sampleMedia("m2", 2)]);
      await ledger().add(samplePublication("p2"), [], [sampleMedia("m1", 1), sampleMedia("m1", 1)]);
      expect((await ledger().media("m1"))?.size).toBe(3);
      expect((await ledger().media("m2"))?.size).toBe(3);
      expect(await ledger().media("m3")).toBeUndefined();
    });

    it("knows nothing of what was never added", async () => {
      expect(await ledger().publication("p1")).toBeUndefined();
      expect(await ledger().deliveries({ publicationId: "p1" })).toEqual([]);
      expect(await ledger().deliveries({})).toEqual([]);
    });
  });
}

function describeQueries(ledger: GetLedger): void {
  describe("deliveries", () => {
    const states: readonly DeliveryState[] = ["queued", "sending", "delivered"];
    beforeEach(async () => {
      for (const id of ["p2", "p1"]) {
        const records = ["wards", "press"].flatMap((channel) =>
          states.map((state, index) => sampleDelivery(id, channel, index, { state })),
        );
        await ledger().add(samplePublication(id), records, []);
      }
    });
    const select = async (query: DeliveryQuery): Promise<string[]> =>
      (await ledger().deliveries(query)).map((record) => record.id);

    it("come in the order in which they were added, whatever happened to them since", async () => {
      const added = ["p2", "p1"].flatMap((id) => ["wards", "press"].flatMap((channel) => [0, 1, 2].map((index) => `${id}.${channel}.${index}`)));
      await ledger().change("p2.wards.0", "queued", { state: "sending" }, 7);
      await ledger().change("p2.press.2", "delivered", { state: "sending" }, 8);
      expect(await select({})).toEqual(added);
      expect(await select({ states: ["sending"] })).toEqual([
        "p2.wards.0",
        "p2.wards.1",
        "p2.press.1",
        "p2.press.2",
        "p1.wards.1",
        "p1.press.1",
      ]);
    });

    it.each<[DeliveryQuery, string[]]>([
      [{ publicationId: "p1", channel: "press" }, ["p1.press.0", "p1.press.1", "p1.press.2"]],
      [{ publicationId: "p1", states: ["sending", "queued"] }, ["p1.wards.0", "p1.wards.1", "p1.press.0", "p1.press.1"]],
      [{ publicationId: "p1", channel: "wards", states: ["delivered"] }, ["p1.wards.2"]],
      [{ channel: "press", states: ["sending", "sending"] }, ["p2.press.1", "p1.press.1"]],
      [{ channel: "wards" }, ["p2.wards.0", "p2.wards.1", "p2.wards.2", "p1.wards.0", "p1.wards.1", "p1.wards.2"]],
      [{ states: ["delivered"] }, ["p2.wards.2", "p2.press.2", "p1.wards.2", "p1.press.2"]],
      [{ states: [] }, []],
      [{ publicationId: "p1", states: [] }, []],
      [{ states: ["held"] }, []],
      [{ channel: "nobody" }, []],
      [{ publicationId: "p3" }, []],
    ])("that match %j", async (query, expected) => {
      expect(await select(query)).toEqual(expected);
    });
  });
}

function describeChanging(ledger: GetLedger): void {
  describe("change", () => {
    const before: DeliveryRecord = sampleDelivery("p1", "press");
    beforeEach(() => ledger().add(samplePublication("p1"), [before, sampleDelivery("p1", "wards")], []));
    const read = async (): Promise<DeliveryRecord | undefined> => (await ledger().deliveries({ channel: "press" }))[0];

    it("moves a delivery, with what it learned, and leaves every other key as it was", async () => {
      const sending: DeliveryChange = { state: "sending", attempts: 1, firstSentAt: 20, draft: { body: { a: [1] } } };
      const receipt = { state: "accepted", id: "8", at: "2026-01-01T00:00:00Z" } as const;
      expect(await ledger().change(before.id, "queued", sending, 20)).toBe(true);
      expect(await read()).toStrictEqual({ ...before, ...sending, updatedAt: 20 });
      expect(await ledger().change(before.id, "sending", { state: "accepted", receipt }, 30)).toBe(true);
      expect(await read()).toStrictEqual({ ...before, ...sending, state: "accepted", receipt, updatedAt: 30 });
      expect((await ledger().deliveries({ channel: "wards" }))[0]).toStrictEqual(sampleDelivery("p1", "wards"));
    });

    it("changes what it is told without moving", async () => {
      const error = { code: "rate-limited", message: "wait", outcome: "not-sent", retryable: true, retryAt: 9 } as const;
      const part = { text: "Corrected", audience: "public", media: [] } as const;
      const change: DeliveryChange = { error, part, revisedAt: 40, retractedAt: 41, state: "queued" };
      expect(await ledger().change(before.id, "queued", change, 40)).toBe(true);
      expect(await read()).toStrictEqual({ ...before, ...change, updatedAt: 40 });
      expect(await ledger().change(before.id, "queued", {}, 50)).toBe(true);
      expect(await read()).toStrictEqual({ ...before, ...change, updatedAt: 50 });
      expect(await ledger().deliveries({ states: ["queued"], channel: "press" })).toHaveLength(1);
    });

    it("does nothing to a delivery in another state, or to one that is not there", async () => {
      expect(await ledger().change(before.id, "preparing", { state: "delivered", draft: { body: 1 } }, 99)).toBe(false);
      expect(await ledger().change("p9.press.0", "queued", { state: "delivered", draft: { body: 1 } }, 99)).toBe(false);
      expect(await read()).toStrictEqual(before);
      expect(await ledger().deliveries({ states: ["delivered"] })).toEqual([]);
    });

    it("lets exactly one of many move a delivery", async () => {
      const moves = Array.from({ length: 20 }, (_, attempts) =>
        ledger().change(before.id, "queued", { state: "preparing", attempts }, attempts),
      );
      const won = (await Promise.all(moves)).flatMap((moved, index) => (moved ? [index] : []));
      expect(won).toHaveLength(1);
      expect(await read()).toMatchObject({ state: "preparing", attempts: won[0] });
    });

    it("is seen by a read that was asked for later, and by none that was asked for earlier", async () => {
      const earlier = ledger().deliveries({ states: ["preparing"] });
      const change = ledger().change(before.id, "queued", { state: "preparing" }, 5);
      const later = ledger().deliveries({ states: ["preparing"] });
      const next = ledger().change(before.id, "preparing", { state: "sending" }, 6);
      expect(await Promise.all([earlier, change, later, next])).toMatchObject([[], true, [{ id: before.id }], true]);
    });
  });
}

function describeCopies(ledger: GetLedger): void {
  describe("what a caller does to its objects", () => {
    const read = async (): Promise<DeliveryRecord | undefined> => (await ledger().deliveries({}))[0];

    it("does not reach the ledger after the call", async () => {
      const publication = structuredClone(samplePublication("p1"));
      const delivery = structuredClone(sampleDelivery("p1", "press"));
      const draft = { body: { list: ["a"] } };
      const adding = ledger().add(publication, [delivery], [sampleMedia("m1")]);
      Object.assign(publication, { lane: "emergency" });
      Object.assign(delivery.part, { text: "changed by the caller" });
      await adding;
      const changing = ledger().change(delivery.id, "queued", { draft }, 5);
      draft.body.list.push("changed by the caller");
      await changing;
      expect(await ledger().publication("p1")).toStrictEqual(samplePublication("p1"));
      expect((await read())?.part.text).toBe(sampleDelivery("p1", "press").part.text);
      expect((await read())?.draft).toStrictEqual({ body: { list: ["a"] } });
    });

    it("does not reach what the ledger answers next, and the ledger changes no record it has given out", async () => {
      await ledger().add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
      const [first, publication] = [await read(), await ledger().publication("p1")];
      const copy = structuredClone(first);
      await ledger().change("p1.press.0", "queued", { state: "sending", attempts: 4 }, 5);
      expect(first).toStrictEqual(copy);
      Object.assign(first!.part, { text: "changed by the caller" });
      Object.assign(publication!.replyTo!, { wards: "changed by the caller" });
      expect((await read())?.part.text).toBe(copy?.part.text);
      expect(await ledger().publication("p1")).toStrictEqual(samplePublication("p1"));
    });
  });
}

function describeHandling(ledger: GetLedger): void {
  describe("markHandled", () => {
    const mark = (eventId: string, cursor?: string, listener = "desk", channel = "press"): Promise<void> =>
      ledger().markHandled({ listener, channel, eventId, at: 1, ...(cursor !== undefined && { cursor }) });
    const marked = async (...events: string[]): Promise<string[]> => {
      const found = await Promise.all(events.map((eventId) => ledger().wasHandled("desk", "press", eventId)));
      return events.filter((_, index) => found[index]);
    };

    it("keeps the mark and the cursor, and the cursor of before where none comes", async () => {
      expect(await ledger().cursor("desk", "press")).toBeUndefined();
      expect(await marked("e1")).toEqual([]);
      await mark("e0");
      expect(await ledger().cursor("desk", "press")).toBeUndefined();
      await mark("e1", "c1");
      expect(await ledger().cursor("desk", "press")).toBe("c1");
      await mark("e2");
      expect(await ledger().cursor("desk", "press")).toBe("c1");
      await mark("e1", "");
      expect(await ledger().cursor("desk", "press")).toBe("");
      expect(await marked("e0", "e1", "e2", "e3")).toEqual(["e0", "e1", "e2"]);
    });

    it("keeps listeners and channels apart", async () => {
      await mark("e1", "c1", "desk", "press");
      await mark("e2", "c2", "desk", "wards");
      await mark("e3", "c3", "archive", "press");
      expect(await ledger().cursor("desk", "press")).toBe("c1");
      expect(await ledger().cursor("desk", "wards")).toBe("c2");
      expect(await ledger().cursor("archive", "press")).toBe("c3");
      expect(await ledger().cursor("archive", "wards")).toBeUndefined();
      expect(await marked("e1", "e2", "e3")).toEqual(["e1"]);
    });

    it("forgets the oldest beyond the window, and counts an event that comes again once", async () => {
      for (const event of ["e1", "e2", "e3", "e2", "e1"]) await mark(event);
      expect(await marked("e1", "e2", "e3")).toEqual(["e1", "e2", "e3"]);
      await mark("e4");
      expect(await marked("e1", "e2", "e3", "e4")).toEqual(["e2", "e3", "e4"]);
      await mark("e1");
      await mark("e5");
      expect(await marked("e1", "e2", "e3", "e4", "e5")).toEqual(["e1", "e4", "e5"]);
    });

    it("forgets nothing of one feed for the marks of another", async () => {
      await mark("e1");
      for (const event of ["a", "b", "c", "d"]) await mark(event, undefined, "desk", "wards");
      expect(await marked("e1")).toEqual(["e1"]);
    });
  });
}

function describeClosing(ledger: GetLedger): void {
  describe("close", () => {
    it("writes what is waiting", async () => {
      const waiting = Promise.all([
        ledger().add(samplePublication("p1"), [sampleDelivery("p1", "press")], [sampleMedia("m1")]),
        ledger().add(samplePublication("p2"), [sampleDelivery("p2", "press")], []),
        ledger().markHandled({ listener: "desk", channel: "press", eventId: "e1", at: 1 }),
      ]);
      await ledger().close();
      await expect(waiting).resolves.toHaveLength(3);
    });

    it("does nothing the second time, and ends every method", async () => {
      await Promise.all([ledger().close(), ledger().close()]);
      await ledger().close();
      const calls: Promise<unknown>[] = [
        ledger().add(samplePublication("p1"), [], []),
        ledger().publication("p1"),
        ledger().deliveries({}),
        ledger().change("p1.press.0", "queued", {}, 1),
        ledger().media("m1"),
        ledger().cursor("desk", "press"),
        ledger().wasHandled("desk", "press", "e1"),
        ledger().markHandled({ listener: "desk", channel: "press", eventId: "e1", at: 1 }),
      ];
      for (const result of await Promise.allSettled(calls)) {
        expect(result).toMatchObject({ status: "rejected", reason: { code: "ledger", retryable: false } });
        expect(isCarecastError((result as PromiseRejectedResult).reason)).toBe(true);
      }
    });
  });
}
