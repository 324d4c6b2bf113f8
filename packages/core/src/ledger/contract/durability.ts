import { describe, expect, it } from "vitest";
import type { LedgerStore } from "../ledger-contract.ts";
import { sampleDelivery, sampleMedia, samplePublication } from "./samples.ts";
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
