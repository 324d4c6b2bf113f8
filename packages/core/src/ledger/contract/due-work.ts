import { describe, expect, it } from "vitest";
import type { LaneRef } from "../lane-store.ts";
import type { Ledger } from "../ledger.ts";
import type { DeliveryRecord, DeliveryState, Priority } from "../records.ts";
import { lane, longMs, sampleDelivery, samplePublication } from "./samples.ts";

const now = 1000;

/** Which lanes have work that is due, and what comes next in one. */
export function describeDueWork(ledger: () => Ledger): void {
  const add = async (
    id: string,
    priority: Priority,
    changes: Partial<DeliveryRecord> = {},
    channel = "press",
  ): Promise<void> => {
    const delivery = sampleDelivery(id, channel, 0, { dueAt: now, ...changes });
    await ledger().add(samplePublication(id, { priority }), [delivery], []);
  };
  const findLanes = async (channels = ["press", "wards"], at = now): Promise<string[]> =>
    (await ledger().dueLanes(channels, at)).map((ref) => `${ref.channel} ${ref.lane}`).sort();
  const findNext = async (ref: LaneRef = lane("press"), at = now): Promise<string | undefined> =>
    (await ledger().nextThread(ref, at))?.publication.id;

  describe("dueLanes", () => {
    it("lists the lanes with work that is due, each once, of the channels that were asked for", async () => {
      await add("p1", "routine");
      await add("p2", "high");
      await add("p3", "emergency", { dueAt: now - 0.5 });
      await add("p4", "high", {}, "wards");
      await add("p5", "emergency", {}, "desk");
      expect(await findLanes(["wards", "press", "press", "nobody"])).toEqual([
        "press emergency",
        "press routine",
        "wards routine",
      ]);
      expect(await findLanes(["desk"])).toEqual(["desk emergency"]);
      expect(await findLanes([])).toEqual([]);
    });

    it("lists nothing whose time has not come or that waits for a person", async () => {
      await add("p1", "high", { dueAt: now + 0.5 });
      await add("p2", "routine", { dueAt: null, state: "unknown" });
      expect(await findLanes()).toEqual([]);
      expect(await findLanes(["press"], now + 0.5)).toEqual(["press routine"]);
    });

    it.each<[DeliveryState, boolean]>([
      ["held", false],
      ["queued", true],
      ["preparing", true],
      ["sending", true],
      ["unknown", true],
      ["delivered", false],
      ["accepted", false],
      ["rejected", false],
      ["expired", false],
      ["cancelled", false],
      ["skipped", false],
    ])("looks at the state: %s is work: %s", async (state, isWork) => {
      await add("p1", "routine", { state });
      await add("p2", "emergency", {}, "wards");
      await ledger().change("p2.wards.0", "queued", { state }, 5);
      expect(await findLanes()).toEqual(isWork ? ["press routine", "wards emergency"] : []);
      expect(await findNext()).toBe(isWork ? "p1" : undefined);
    });

    it("leaves out what an owner with a running lease has, and only that", async () => {
      await add("p1", "routine", { dueAt: 0 });
      await add("p2", "emergency", { dueAt: 0 });
      await ledger().enlist("a", longMs, Date.now());
      await ledger().claim("a", [lane("press")], Date.now());
      const find = (): Promise<string[]> => findLanes(["press"], Date.now());
      expect(await find()).toEqual(["press emergency"]);
      await ledger().renew("a", 0, Date.now());
      expect(await find()).toEqual(["press emergency", "press routine"]);
      await ledger().renew("a", longMs, Date.now());
      expect(await find()).toEqual(["press emergency"]);
      await ledger().free("a", [lane("press")]);
      expect(await find()).toEqual(["press emergency", "press routine"]);
    });

    it("follows the changes of a delivery", async () => {
      await add("p1", "routine");
      const change = async (from: DeliveryState, state: DeliveryState, dueAt: number | null): Promise<string[]> => {
        expect(await ledger().change("p1.press.0", from, { state, dueAt }, 5)).toBe("changed");
        return findLanes();
      };
      expect(await change("queued", "queued", now + 1)).toEqual([]);
      expect(await change("queued", "unknown", now - 1)).toEqual(["press routine"]);
      expect(await change("unknown", "unknown", null)).toEqual([]);
      expect(await change("unknown", "rejected", now)).toEqual([]);
      expect(await change("rejected", "queued", now)).toEqual(["press routine"]);
      expect(await change("queued", "cancelled", null)).toEqual([]);
    });

    it("finds what is taken up again where it was due before", async () => {
      await add("p1", "routine", { state: "rejected" });
      await ledger().change("p1.press.0", "rejected", { state: "queued" }, 5);
      expect(await findLanes(["press"], now - 1)).toEqual([]);
      expect(await findLanes()).toEqual(["press routine"]);
    });
  });

  describe("nextThread", () => {
    it("goes by priority, then by due time, then by the order of addition", async () => {
      await add("r3", "routine", { dueAt: 3 });
      await add("h9", "high", { dueAt: 9 });
      await add("r1 first", "routine", { dueAt: 1, state: "unknown" });
      await add("r1 second", "routine", { dueAt: 1 });
      await add("h8", "high", { dueAt: 8, state: "preparing" });
      await add("h not yet", "high", { dueAt: now + 1 });
      const order: string[] = [];
      for (let id = await findNext(); id !== undefined; id = await findNext()) {
        order.push(id);
        const [record] = await ledger().deliveries({ publicationId: id });
        await ledger().change(record!.id, record!.state, { state: "delivered" }, 5);
      }
      expect(order).toEqual(["h8", "h9", "r1 first", "r1 second", "r3"]);
    });

    it("keeps that order with many deliveries that come, wait and go", async () => {
      const count = 120;
      const dueAt = new Map<string, number>();
      for (let index = 0; index < count; index += 1) {
        const id = `p${index}`;
        dueAt.set(id, (index * 7) % 11);
        await add(id, "routine", { dueAt: dueAt.get(id)! });
      }
      for (let index = 0; index < count; index += 3) {
        const [id, later] = [`p${index}`, (index * 5) % 17];
        dueAt.set(id, later);
        await ledger().change(`${id}.press.0`, "queued", { dueAt: later }, 5);
      }
      for (let index = 0; index < count; index += 4) {
        dueAt.delete(`p${index}`);
        await ledger().change(`p${index}.press.0`, "queued", { state: "cancelled" }, 5);
      }
      const expected = [...dueAt].sort(([, one], [, other]) => one - other).map(([id]) => id);
      const order: (string | undefined)[] = [];
      for (const _ of expected) {
        const id = await findNext();
        order.push(id);
        await ledger().change(`${id}.press.0`, "queued", { state: "delivered" }, 5);
      }
      expect(order).toEqual(expected);
      expect(await findNext()).toBeUndefined();
    });

    it("yields to the emergencies of the channel, whoever works on them", async () => {
      await add("p1", "high", { dueAt: 0 });
      await add("p2", "emergency", { dueAt: 0 });
      await add("p3", "emergency", { dueAt: 0 }, "wards");
      const later = Date.now();
      await ledger().enlist("a", longMs, later);
      await ledger().claim("a", [lane("press", "emergency")], later);
      expect(await findNext(lane("press"), later)).toBeUndefined();
      expect(await findNext(lane("press", "emergency"), later)).toBe("p2");
      await ledger().change("p2.press.0", "queued", { dueAt: later + 1 }, 5);
      expect(await findNext(lane("press"), later)).toBe("p1");
      expect(await findNext(lane("press", "emergency"), later)).toBeUndefined();
    });

    it("brings the publication and every part of the thread in its order, and no other thread", async () => {
      const publication = samplePublication("p1", { tags: ["flu"] });
      const part = (index: number, changes: Partial<DeliveryRecord> = {}): DeliveryRecord =>
        sampleDelivery("p1", "press", index, { count: 3, dueAt: 7, ...changes });
      const { language: _, ...silent } = sampleDelivery("p1", "press", 8, { dueAt: 7 });
      const parts = [part(0, { state: "delivered" }), part(1, { state: "sending" }), part(2)];
      const others = [sampleDelivery("p1", "press", 9, { language: "de", dueAt: 7 }), silent];
      const wards = sampleDelivery("p1", "wards", 0, { dueAt: 0 });
      await ledger().add(publication, [wards, parts[2]!, parts[0]!, ...others, parts[1]!], []);
      await ledger().add(samplePublication("p2"), [sampleDelivery("p2", "press", 0, { dueAt: 8 })], []);
      const next = (): ReturnType<Ledger["nextThread"]> => ledger().nextThread(lane("press"), now);
      expect(await next()).toStrictEqual({ publication, deliveries: parts });

      for (const { id, state } of parts) await ledger().change(id, state, { state: "delivered" }, 5);
      expect((await next())?.deliveries).toStrictEqual([others[0]]);
      await ledger().change(others[0]!.id, "queued", { state: "rejected" }, 5);
      expect((await next())?.deliveries).toStrictEqual([silent]);
      await ledger().change(silent.id, "queued", { state: "rejected" }, 5);
      expect((await next())?.publication.id).toBe("p2");
    });

    it("knows of no posts in the lane of tokens, nor in a lane without work", async () => {
      await add("p1", "routine");
      await add("p2", "emergency", { state: "delivered" }, "wards");
      expect(await findNext(lane("press", "tokens"))).toBeUndefined();
      expect(await findNext(lane("press", "emergency"))).toBeUndefined();
      expect(await findNext(lane("wards", "emergency"))).toBeUndefined();
      expect(await findNext(lane("nobody"))).toBeUndefined();
    });
  });
}
