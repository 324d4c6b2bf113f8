import { describe, expect, it } from "vitest";
import type { LedgerStore } from "../ledger-contract.ts";
import { lane, longMs, sampleAuditRow, sampleDelivery, sampleHold, sampleMedia, samplePublication } from "./samples.ts";
import type { Ledger } from "../ledger.ts";

/** The tests for a ledger that outlives its process and may be opened by several. `ledger` has `store` open. */
export function describeDurability(get: () => { readonly store: LedgerStore; readonly ledger: Ledger }): void {
  describe("a store that lasts", () => {
    it("has everything after it was closed, also what nobody had waited for", async () => {
      const { store, ledger } = get();
      await ledger.add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
      const late = [
        ledger.add(samplePublication("p2"), [sampleDelivery("p2", "press")], [sampleMedia("m2")]),
        ledger.change("p1.press.0", "queued", { state: "sending", draft: { body: "draft" } }, 5),
        ledger.markHandled({ listener: "desk", channel: "press", eventId: "e1", cursor: "c1", at: 1 }),
      ];
      await ledger.close();
      await Promise.all(late);

      const again = await store.open();
      expect(await again.publication("p2")).toStrictEqual(samplePublication("p2"));
      expect(await again.deliveries({})).toStrictEqual([
        sampleDelivery("p1", "press", 0, { state: "sending", draft: { body: "draft" }, updatedAt: 5 }),
        sampleDelivery("p2", "press"),
      ]);
      expect((await again.media("m2"))?.size).toBe(3);
      expect(await again.cursor("desk", "press")).toBe("c1");
      expect(await again.wasHandled("desk", "press", "e1")).toBe(true);
      await again.close();
    });

    it("remembers who is enlisted, lanes, holds, tokens and quorums", async () => {
      const { store, ledger } = get();
      const quorum = { atLeast: 1, at: 5 };
      await Promise.all(["a", "b"].map((owner) => ledger.enlist(owner, longMs, Date.now())));
      await ledger.claim("a", [lane("press")], Date.now());
      await ledger.hold(sampleHold("h1", { tags: ["flu"] }, { until: 30 }));
      await ledger.add(samplePublication("p1", { quorum, tags: ["flu"] }), [sampleDelivery("p1", "press")], []);
      await ledger.setTokens("press", 0, "sealed");
      await ledger.close();

      const again = await store.open();
      expect(await again.claim("b", [lane("press"), lane("wards")], Date.now())).toEqual([lane("wards")]);
      expect(await again.renew("a", longMs, Date.now())).toBe(true);
      expect(await again.holds()).toStrictEqual([sampleHold("h1", { tags: ["flu"] }, { until: 30 })]);
      expect(await again.deliveries({ states: ["held"] })).toHaveLength(1);
      expect(await again.tokens("press")).toStrictEqual({ version: 1, sealed: "sealed" });
      expect(await again.openQuorums()).toHaveLength(1);
      expect(await again.closeQuorum("p1")).toBe(true);
      await again.close();
    });

    it("remembers the audit trail and documents", async () => {
      const { store, ledger } = get();
      await ledger.appendAudit(sampleAuditRow(1));
      const waiting = [
        ledger.appendAudit(sampleAuditRow(2)),
        ledger.setDocument("consent", "c1", 0, "1"),
        ledger.setDocument("consent", "c1", 1, "2"),
      ];
      await ledger.close();
      expect(await Promise.all(waiting)).toEqual([true, true, true]);

      const again = await store.open();
      expect(await again.auditRows(0, 9)).toStrictEqual([sampleAuditRow(1), sampleAuditRow(2)]);
      expect(await again.auditHead()).toStrictEqual(sampleAuditRow(2));
      expect(await again.document("consent", "c1")).toStrictEqual({ kind: "consent", id: "c1", version: 2, text: "2" });
      expect(await again.appendAudit(sampleAuditRow(2))).toBe(false);
      expect(await again.appendAudit(sampleAuditRow(3))).toBe(true);
      expect(await again.setDocument("consent", "c1", 1, "late")).toBe(false);
      expect(await again.setDocument("consent", "c1", 2, "3")).toBe(true);
      await again.close();
    });

    it("lets exactly one of two programs add each row of the audit trail", async () => {
      const { store, ledger } = get();
      const both = [ledger, await store.open()];
      for (let number = 1; number <= 10; number += 1) {
        const rows = both.map((_, index) => sampleAuditRow(number, { entry: `[${index}]` }));
        const added = await Promise.all(both.map((one, index) => one.appendAudit(rows[index]!)));
        expect([...added].sort()).toEqual([false, true]);
        for (const one of both) expect(await one.auditHead()).toStrictEqual(rows[added.indexOf(true)]);
      }
      expect(await ledger.auditRows(0, 99)).toHaveLength(10);
      await both[1]?.close();
    });

    it("lets exactly one of two programs store each version of a document", async () => {
      const { store, ledger } = get();
      const both = [ledger, await store.open()];
      for (let version = 0; version < 10; version += 1) {
        const stored = await Promise.all(
          both.map((one, index) => one.setDocument("consent", "c1", version, `[${index}]`)),
        );
        expect([...stored].sort()).toEqual([false, true]);
        const expected = { kind: "consent", id: "c1", version: version + 1, text: `[${stored.indexOf(true)}]` };
        for (const one of both) expect(await one.document("consent", "c1")).toStrictEqual(expected);
      }
      await both[1]?.close();
    });

    it("has one set of owners, whose fence every ledger object keeps", async () => {
      const { store, ledger } = get();
      const other = await store.open();
      await ledger.add(samplePublication("p1"), [sampleDelivery("p1", "press", 0, { dueAt: 0 })], []);
      await ledger.enlist("a", longMs, Date.now());
      await other.enlist("b", longMs, Date.now());
      const lanes = [lane("press"), lane("wards"), lane("desk")];
      expect(await ledger.claim("a", [lane("press")], Date.now())).toEqual([lane("press")]);
      // Either may win the others.
      const claims = await Promise.all([ledger.claim("a", lanes, Date.now()), other.claim("b", lanes, Date.now())]);
      expect(claims.flat()).toHaveLength(3);
      expect(claims[0]).toContainEqual(lane("press"));
      expect(await other.dueLanes(["press"], Date.now())).toEqual([]);

      expect(await ledger.change("p1.press.0", "queued", { state: "preparing" }, 1, "a")).toBe("changed");
      await other.renew("a", 0, Date.now());
      expect(await other.dueLanes(["press"], Date.now())).toEqual([lane("press")]);
      expect(await other.claim("b", lanes, Date.now())).toEqual(lanes);
      expect(await ledger.change("p1.press.0", "preparing", { state: "sending" }, 2, "a")).toBe("lost");
      expect(await ledger.renew("a", longMs, Date.now())).toBe(false);
      expect(await other.change("p1.press.0", "preparing", { state: "sending" }, 3, "b")).toBe("changed");
      await other.close();
    });

    it("lets a hold and a permission race: of the two exactly one wins", async () => {
      const { store, ledger } = get();
      const other = await store.open();
      const ids = Array.from({ length: 40 }, (_, index) => `p${index}`);
      await Promise.all(ids.map((id) => ledger.add(samplePublication(id), [sampleDelivery(id, "press")], [])));
      const send = (id: string): ReturnType<Ledger["change"]> =>
        ledger.change(`${id}.press.0`, "queued", { state: "sending" }, 5);
      const first = ids.slice(0, 20).map(send);
      const holding = other.hold(sampleHold("h1", "everything"));
      const results = await Promise.all([...first, ...ids.slice(20).map(send)]);
      const sent = results.filter((result) => result === "changed").length;
      expect(await holding).toBe(ids.length - sent);
      expect(await ledger.deliveries({ states: ["sending"] })).toHaveLength(sent);
      expect(await other.deliveries({ states: ["held"] })).toHaveLength(ids.length - sent);
      expect(await ledger.add(samplePublication("late"), [sampleDelivery("late", "press")], [])).toHaveLength(1);
      await other.close();
    });

    it("lets exactly one of two store tokens, close a quorum, end a hold", async () => {
      const { store, ledger } = get();
      const both = [ledger, await store.open()];
      await ledger.add(samplePublication("p1", { quorum: { atLeast: 1, at: 5 } }), [sampleDelivery("p1", "press")], []);
      await ledger.hold(sampleHold("h1", "everything"));
      const release = { by: "duty officer", reason: "over", at: 9, cancel: [] };
      const stored = await Promise.all(both.map((one) => one.setTokens("press", 0, "sealed")));
      const closed = await Promise.all(both.map((one) => one.closeQuorum("p1")));
      const released = await Promise.all(both.map((one) => one.release("h1", release)));
      expect(stored.sort()).toEqual([false, true]);
      expect(closed.sort()).toEqual([false, true]);
      expect(released.map((records) => records?.length ?? 0).sort()).toEqual([0, 1]);
      await both[1]?.close();
    });

    it("lets exactly one of two owners move a delivery, and shows each what the other did", async () => {
      const { store, ledger } = get();
      const other = await store.open();
      const ids = Array.from({ length: 30 }, (_, index) => `p${index}`);
      await Promise.all(ids.map((id) => ledger.add(samplePublication(id), [sampleDelivery(id, "press")], [])));
      const moves = ids.flatMap((id, index) => {
        const owners = index % 2 === 0 ? [ledger, other] : [other, ledger];
        return owners.map((owner) => owner.change(`${id}.press.0`, "queued", { state: "preparing" }, 5));
      });
      const moved = await Promise.all(moves);
      for (let index = 0; index < moved.length; index += 2) {
        expect([moved[index], moved[index + 1]].sort()).toEqual(["changed", "lost"]);
      }
      expect(await other.deliveries({ states: ["preparing"] })).toHaveLength(30);
      expect(await ledger.deliveries({ states: ["queued"] })).toEqual([]);
      await other.close();
      await ledger.add(samplePublication("last"), [], []);
      expect(await ledger.publication("last")).toStrictEqual(samplePublication("last"));
    });

    it("refuses a publication that another owner added", async () => {
      const { store, ledger } = get();
      const other = await store.open();
      const results = await Promise.allSettled([
        ledger.add(samplePublication("p1"), [], []),
        other.add(samplePublication("p1"), [], []),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      await other.close();
    });

    it("counts the dedupe window across owners", async () => {
      const { store, ledger } = get();
      const other = await store.open({ dedupeWindow: 3 });
      const owners = [ledger, other, ledger, other];
      for (const [index, owner] of owners.entries()) {
        await owner.markHandled({ listener: "desk", channel: "press", eventId: `e${index}`, at: index });
      }
      expect(await other.wasHandled("desk", "press", "e0")).toBe(false);
      expect(await ledger.wasHandled("desk", "press", "e1")).toBe(true);
      await other.close();
    });
  });
}
