import { beforeEach, describe, expect, it } from "vitest";
import type { HoldScope } from "../hold-store.ts";
import type { Ledger } from "../ledger.ts";
import type { DeliveryRecord, DeliveryState, PublicationRecord } from "../records.ts";
import { lane, sampleDelivery, sampleHold, samplePublication } from "./samples.ts";

/** That nothing of a held scope leaves, and that nothing held is lost. */
export function describeHolding(ledger: () => Ledger): void {
  const add = (id: string, publication: Partial<PublicationRecord>, ...deliveries: Partial<DeliveryRecord>[]) =>
    ledger().add(
      samplePublication(id, publication),
      deliveries.map((changes, index) => sampleDelivery(id, changes.channel ?? "press", index, changes)),
      [],
    );
  const list = async (...states: DeliveryState[]): Promise<string[]> =>
    (await ledger().deliveries({ states })).map(({ id }) => id);
  const release = (id: string, cancel: readonly string[] = [], at = 50): ReturnType<Ledger["release"]> =>
    ledger().release(id, { by: "duty officer", reason: "over", at, cancel });

  describe("hold", () => {
    it("moves what it covers from queued and preparing to held, and counts it", async () => {
      const states: DeliveryState[] = [
        "queued",
        "preparing",
        "sending",
        "unknown",
        "delivered",
        "accepted",
        "rejected",
        "expired",
        "cancelled",
        "skipped",
      ];
      await add("p1", {}, ...states.map((state) => ({ state, draft: { body: state } })));
      expect(await ledger().hold(sampleHold("h1", "everything", { at: 20 }))).toBe(2);
      const after = await ledger().deliveries({});
      expect(after.map(({ state }) => state)).toEqual(["held", "held", ...states.slice(2)]);
      expect(after[1]).toStrictEqual(
        sampleDelivery("p1", "press", 1, { state: "held", draft: { body: "preparing" }, updatedAt: 20 }),
      );
      expect(after[2]?.updatedAt).toBe(sampleDelivery("p1", "press").updatedAt);
      expect(await ledger().hold(sampleHold("h2", "everything"))).toBe(0);
    });

    it.each<[HoldScope, string[]]>([
      ["everything", ["flu.press.0", "flu.wards.1", "both.press.0", "none.press.0", "high.wards.0"]],
      [{}, ["flu.press.0", "flu.wards.1", "both.press.0", "none.press.0", "high.wards.0"]],
      [{ channels: ["wards"] }, ["flu.wards.1", "high.wards.0"]],
      [{ tags: ["flu"] }, ["flu.press.0", "flu.wards.1", "both.press.0"]],
      [{ tags: ["nobody", "heat"] }, ["both.press.0", "high.wards.0"]],
      [{ campaigns: ["autumn", "winter"] }, ["both.press.0", "high.wards.0"]],
      [{ tags: ["flu"], channels: ["press"] }, ["flu.press.0", "both.press.0"]],
      [{ tags: ["flu", "heat"], campaigns: ["winter"], channels: ["press", "wards"] }, ["both.press.0"]],
      [{ tags: ["fl"] }, []],
      [{ tags: [] }, []],
      [{ channels: [] }, []],
      [{ campaigns: [] }, []],
      [{ tags: ["flu"], channels: [] }, []],
      [{ campaigns: [""] }, []],
    ])("covers with the scope %j what matches each key, and no emergency", async (scope, expected) => {
      const fill = async (): Promise<readonly string[]> => {
        const held = [
          await add("flu", { tags: ["flu"] }, { channel: "press" }, { channel: "wards" }),
          await add("both", { tags: ["heat", "flu"], campaign: "winter" }, { channel: "press" }),
          await add("none", {}, { channel: "press" }),
          await add("high", { priority: "high", tags: ["heat"], campaign: "autumn" }, { channel: "wards" }),
          await add(
            "alert",
            { priority: "emergency", tags: ["flu", "heat"], campaign: "winter" },
            { channel: "press" },
          ),
        ];
        return held.flat();
      };
      expect(await fill()).toEqual([]);
      expect(await ledger().hold(sampleHold("h1", scope))).toBe(expected.length);
      expect(await list("held")).toEqual(expected);
      expect((await release("h1"))?.map(({ id }) => id)).toEqual(expected);
      expect(await list("held")).toEqual([]);
    });

    it.each<[HoldScope, string[]]>([
      ["everything", ["flu.press.0", "flu.wards.1"]],
      [{ channels: ["wards"] }, ["flu.wards.1"]],
      [{ tags: ["heat"] }, []],
      [{ tags: ["flu"] }, ["flu.press.0", "flu.wards.1"]],
    ])("covers with the scope %j what is added later", async (scope, expected) => {
      await ledger().hold(sampleHold("h1", scope));
      const skipped: Partial<DeliveryRecord> = { channel: "press", state: "skipped" };
      expect(await add("flu", { tags: ["flu"] }, { channel: "press" }, { channel: "wards" }, skipped)).toEqual(
        expected,
      );
      expect(await add("alert", { tags: ["flu"], priority: "emergency" }, { channel: "wards" })).toEqual([]);
      expect(await list("held")).toEqual(expected);
      expect((await ledger().deliveries({ states: ["held"] })).map(({ updatedAt }) => updatedAt)).toEqual(
        expected.map(() => sampleDelivery("flu", "press").updatedAt),
      );
      await release("h1");
      expect(await add("flu 2", { tags: ["flu"] }, { channel: "wards" })).toEqual([]);
    });

    it("takes the permission to act, and lets every other change pass", async () => {
      const states: DeliveryState[] = ["sending", "unknown", "delivered"];
      await add("p1", {}, ...states.map((state) => ({ state })));
      await add("p2", { priority: "emergency" }, {});
      await ledger().hold(sampleHold("h1", "everything"));
      const change = (index: number, from: DeliveryState, state: DeliveryState): ReturnType<Ledger["change"]> =>
        ledger().change(`p1.press.${index}`, from, { state, attempts: 9, dueAt: null, draft: { body: 1 } }, 30);
      expect(await change(0, "sending", "queued")).toBe("changed");
      expect(await change(0, "queued", "preparing")).toBe("held");
      expect(await change(1, "unknown", "sending")).toBe("held");
      expect(await change(2, "delivered", "cancelled")).toBe("changed");
      expect(await change(2, "sending", "preparing")).toBe("lost");
      expect(await ledger().change("p2.press.0", "queued", { state: "preparing" }, 30)).toBe("changed");
      expect(await ledger().change("p2.press.0", "preparing", { state: "sending" }, 30)).toBe("changed");
      expect((await ledger().deliveries({ publicationId: "p1" }))[1]).toStrictEqual(
        sampleDelivery("p1", "press", 1, { state: "held", updatedAt: 30 }),
      );
      expect(await list("held")).toEqual(["p1.press.0", "p1.press.1"]);
    });

    it("is not asked for an owner that was struck off", async () => {
      await add("p1", {}, { state: "unknown" });
      await ledger().hold(sampleHold("h1", "everything"));
      expect(await ledger().change("p1.press.0", "unknown", { state: "sending" }, 30, "nobody")).toBe("lost");
      expect(await list("unknown")).toEqual(["p1.press.0"]);
    });

    it("lets no delivery pass after it, and takes none back that passed before it", async () => {
      await add("p1", {}, ...Array.from({ length: 20 }, () => ({})));
      const send = (index: number): ReturnType<Ledger["change"]> =>
        ledger().change(`p1.press.${index}`, index % 2 ? "preparing" : "queued", { state: "sending" }, 30);
      for (let index = 1; index < 20; index += 2)
        await ledger().change(`p1.press.${index}`, "queued", { state: "preparing" }, 10);
      const [before, count, after] = await Promise.all([
        Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(send)),
        ledger().hold(sampleHold("h1", { channels: ["press"] })),
        Promise.all([8, 9, 10, 11, 12].map(send)),
      ]);
      expect(before).toEqual(before.map(() => "changed"));
      expect(count).toBe(12);
      expect(after).toEqual(after.map(() => "lost"));
      expect(await list("sending")).toHaveLength(8);
      expect(await list("held")).toHaveLength(12);
    });

    it("stands where the calls of one turn put it, and so does its end", async () => {
      await add("p1", {}, ...(["queued", "unknown", "unknown"] as const).map((state) => ({ state })));
      const send = (index: number, from: DeliveryState): ReturnType<Ledger["change"]> =>
        ledger().change(`p1.press.${index}`, from, { state: "sending" }, 30);
      const calls = await Promise.all([
        send(0, "queued"),
        ledger().hold(sampleHold("h1", "everything")),
        send(1, "unknown"),
        add("p2", {}, {}),
        release("h1").then((records) => records?.length),
        send(2, "unknown"),
        add("p3", {}, {}),
      ]);
      expect(calls).toEqual(["changed", 0, "held", ["p2.press.0"], 2, "changed", []]);
    });

    it("takes what it covers out of the lanes", async () => {
      await add("p1", {}, { dueAt: 5 }, { dueAt: 5, state: "unknown" });
      await ledger().hold(sampleHold("h1", "everything"));
      expect(await ledger().change("p1.press.1", "unknown", { state: "sending" }, 6)).toBe("held");
      expect(await ledger().dueLanes(["press"], 10)).toEqual([]);
      expect(await ledger().nextThread(lane("press"), 10)).toBeUndefined();
      await release("h1");
      expect(await ledger().dueLanes(["press"], 10)).toEqual([lane("press")]);
      expect((await ledger().nextThread(lane("press"), 10))?.deliveries).toMatchObject([
        { state: "queued", dueAt: 5 },
        { state: "queued", dueAt: 5 },
      ]);
      expect(await ledger().nextThread(lane("press"), 4)).toBeUndefined();
    });

    it("keeps an id for one hold", async () => {
      await ledger().hold(sampleHold("h1", { channels: ["press"] }));
      await add("p1", {}, { channel: "wards" });
      const again = ledger().hold(sampleHold("h1", "everything"));
      await expect(again).rejects.toMatchObject({ code: "ledger", path: "hold.id" });
      await release("h1");
      await expect(ledger().hold(sampleHold("h1", "everything"))).rejects.toMatchObject({ path: "hold.id" });
      expect(await ledger().holds()).toEqual([]);
      expect(await list("held")).toEqual([]);
    });
  });

  it("lists the active holds, oldest first, also those past their end", async () => {
    const scope = { channels: ["press"], tags: ["flu", "heat"], campaigns: ["autumn"] };
    const [first, second] = [
      sampleHold("h1", scope, { at: 10, until: 11.5 }),
      sampleHold("h2", "everything", { at: 20 }),
    ];
    await ledger().hold(second);
    await ledger().hold(first);
    await ledger().hold(sampleHold("h3", {}, { at: 15 }));
    await release("h3");
    expect(await ledger().holds()).toStrictEqual([first, second]);
    expect(await add("p1", {}, {})).toEqual(["p1.press.0"]);
  });

  describe("release", () => {
    beforeEach(async () => {
      const [notAfter, later] = ["2026-01-01T12:00:00+02:00", "2026-01-01T12:00:00Z"];
      await add("go", { notAfter: later }, { dueAt: 1 }, { dueAt: null, channel: "wards" });
      await add("drop", { notAfter }, {}, { channel: "wards" });
      await add("late", { notAfter }, {});
      const { notAfter: _, ...endless } = samplePublication("endless");
      await ledger().add(endless, [sampleDelivery("endless", "press")], []);
      await ledger().hold(sampleHold("h1", "everything"));
    });

    it("queues again, cancels what it is told to, and lets expire what is too late", async () => {
      const at = Date.parse("2026-01-01T10:00:00Z") + 1;
      const released = await release("h1", ["drop", "nobody"], at);
      expect(released?.map(({ id, state }) => `${id} ${state}`)).toEqual([
        "go.press.0 queued",
        "go.wards.1 queued",
        "drop.press.0 cancelled",
        "drop.wards.1 cancelled",
        "late.press.0 expired",
        "endless.press.0 queued",
      ]);
      const waiting = await ledger().nextThread(lane("press"), Number.MAX_SAFE_INTEGER);
      expect(waiting?.publication.id).toBe("go");
      await ledger().change("go.press.0", "queued", { dueAt: null }, at);
      await ledger().change("endless.press.0", "queued", { dueAt: null }, at);
      expect(await ledger().dueLanes(["press", "wards"], Number.MAX_SAFE_INTEGER)).toEqual([]);
      expect(released?.[1]).toStrictEqual(sampleDelivery("go", "wards", 1, { dueAt: null, updatedAt: at }));
      const after = await ledger().deliveries({ states: ["cancelled", "expired"] });
      expect(after).toStrictEqual(released?.slice(2, 5));
    });

    it("lets nothing expire before its time has passed", async () => {
      await release("h1", [], Date.parse("2026-01-01T10:00:00Z"));
      expect(await list("queued")).toHaveLength(6);
    });

    it("leaves what another active hold covers, until that one ends too", async () => {
      await ledger().hold(sampleHold("h2", { channels: ["wards"] }));
      const released = await release("h1", ["drop"]);
      expect(released?.map(({ id }) => id)).toEqual(["go.press.0", "drop.press.0", "late.press.0", "endless.press.0"]);
      expect(await list("held")).toEqual(["go.wards.1", "drop.wards.1"]);
      expect((await release("h2"))?.map(({ id }) => id)).toEqual(["go.wards.1", "drop.wards.1"]);
      expect(await list("held")).toEqual([]);
    });

    it("does not touch what it does not cover", async () => {
      await ledger().hold(sampleHold("h2", { channels: ["wards"] }));
      expect((await release("h2"))?.map(({ id }) => id)).toEqual([]);
      await release("h1");
      await ledger().change("go.press.0", "queued", { state: "held" }, 60);
      await ledger().hold(sampleHold("h3", { channels: ["wards"] }));
      await release("h3");
      expect(await list("held")).toEqual(["go.press.0"]);
    });

    it("knows a hold once", async () => {
      expect(await release("nobody")).toBeUndefined();
      const released = await Promise.all([release("h1"), release("h1")]);
      expect(released.map((records) => records?.length)).toEqual([6, undefined]);
      expect(await release("h1")).toBeUndefined();
    });

    it("gives the permission back", async () => {
      await release("h1");
      expect(await ledger().change("go.press.0", "queued", { state: "preparing" }, 60)).toBe("changed");
    });
  });
}
