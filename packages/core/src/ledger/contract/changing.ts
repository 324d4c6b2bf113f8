import { beforeEach, describe, expect, it } from "vitest";
import type { Ledger } from "../ledger.ts";
import type { DeliveryChange, DeliveryRecord } from "../records.ts";
import { sampleDelivery, samplePublication } from "./samples.ts";

/** Compare-and-set: who moves a delivery, and what becomes of it. */
export function describeChanging(ledger: () => Ledger): void {
  describe("change", () => {
    const before: DeliveryRecord = sampleDelivery("p1", "press");
    beforeEach(() => ledger().add(samplePublication("p1"), [before, sampleDelivery("p1", "wards")], []));
    const read = async (): Promise<DeliveryRecord | undefined> => (await ledger().deliveries({ channel: "press" }))[0];

    it("moves a delivery, with what it learned, and leaves every other key as it was", async () => {
      const sending: DeliveryChange = { state: "sending", attempts: 1, firstSentAt: 20, draft: { body: { a: [1] } } };
      const receipt = { state: "accepted", id: "8", at: "2026-01-01T00:00:00Z" } as const;
      expect(await ledger().change(before.id, "queued", sending, 20)).toBe("changed");
      expect(await read()).toStrictEqual({ ...before, ...sending, updatedAt: 20 });
      expect(await ledger().change(before.id, "sending", { state: "accepted", receipt }, 30)).toBe("changed");
      expect(await read()).toStrictEqual({ ...before, ...sending, state: "accepted", receipt, updatedAt: 30 });
      expect((await ledger().deliveries({ channel: "wards" }))[0]).toStrictEqual(sampleDelivery("p1", "wards"));
    });

    it("changes what it is told without moving", async () => {
      const error = {
        code: "rate-limited",
        message: "wait",
        outcome: "not-sent",
        retryable: true,
        retryAt: 9,
      } as const;
      const part = { text: "Corrected", audience: "public", media: [] } as const;
      const change: DeliveryChange = { error, part, revisedAt: 40, retractedAt: 41, state: "queued" };
      expect(await ledger().change(before.id, "queued", change, 40)).toBe("changed");
      expect(await read()).toStrictEqual({ ...before, ...change, updatedAt: 40 });
      expect(await ledger().change(before.id, "queued", {}, 50)).toBe("changed");
      expect(await read()).toStrictEqual({ ...before, ...change, updatedAt: 50 });
      expect(await ledger().deliveries({ states: ["queued"], channel: "press" })).toHaveLength(1);
    });

    it("does nothing to a delivery in another state, or to one that is not there", async () => {
      expect(await ledger().change(before.id, "preparing", { state: "delivered", draft: { body: 1 } }, 99)).toBe(
        "lost",
      );
      expect(await ledger().change("p9.press.0", "queued", { state: "delivered", draft: { body: 1 } }, 99)).toBe(
        "lost",
      );
      expect(await read()).toStrictEqual(before);
      expect(await ledger().deliveries({ states: ["delivered"] })).toEqual([]);
    });

    it("lets exactly one of many move a delivery", async () => {
      const moves = Array.from({ length: 20 }, (_, attempts) =>
        ledger().change(before.id, "queued", { state: "preparing", attempts }, attempts),
      );
      const won = (await Promise.all(moves)).flatMap((moved, index) => (moved === "changed" ? [index] : []));
      expect(won).toHaveLength(1);
      expect(await read()).toMatchObject({ state: "preparing", attempts: won[0] });
    });

    it("puts off, parks and takes up again", async () => {
      for (const dueAt of [70.5, null, 0]) {
        expect(await ledger().change(before.id, "queued", { dueAt }, 5)).toBe("changed");
        expect(await read()).toStrictEqual({ ...before, dueAt, updatedAt: 5 });
      }
      const decision = { as: "abandon", by: "duty officer", reason: "too late", at: 6 } as const;
      expect(await ledger().change(before.id, "queued", { state: "cancelled", decision }, 6)).toBe("changed");
      expect(await read()).toStrictEqual({ ...before, state: "cancelled", dueAt: 0, decision, updatedAt: 6 });
    });

    it("is seen by a read that was asked for later, and by none that was asked for earlier", async () => {
      const earlier = ledger().deliveries({ states: ["preparing"] });
      const change = ledger().change(before.id, "queued", { state: "preparing" }, 5);
      const later = ledger().deliveries({ states: ["preparing"] });
      const next = ledger().change(before.id, "preparing", { state: "sending" }, 6);
      expect(await Promise.all([earlier, change, later, next])).toMatchObject([
        [],
        "changed",
        [{ id: before.id }],
        "changed",
      ]);
    });
  });
}
