import { describe, expect, it } from "vitest";
import type { Ledger } from "../ledger.ts";
import type { DeliveryRecord, DeliveryState } from "../records.ts";
import { sampleDelivery, sampleMedia, samplePublication } from "./samples.ts";

const ended: readonly DeliveryState[] = ["delivered", "accepted", "rejected", "expired", "cancelled", "skipped"];
const open: readonly DeliveryState[] = ["held", "queued", "preparing", "sending", "unknown"];

/** What retention takes away, and what it leaves. */
export function describePurging(ledger: () => Ledger): void {
  const add = (id: string, ...states: readonly DeliveryState[]): Promise<unknown> =>
    ledger().add(
      samplePublication(id),
      states.map((state, index) => sampleDelivery(id, "press", index, { state, updatedAt: 10 + index })),
      [sampleMedia("shared"), sampleMedia(id)],
    );
  const listPurged = async (): Promise<string[]> =>
    (await ledger().deliveries({})).filter(({ purgedAt }) => purgedAt !== undefined).map(({ id }) => id);

  describe("purge", () => {
    it("takes texts, drafts and media away, and nothing else", async () => {
      const publication = samplePublication("p1", { tags: ["flu"], quorum: { atLeast: 1, at: 5 } });
      const [one, other]: [DeliveryRecord, DeliveryRecord] = [
        sampleDelivery("p1", "press", 0, {
          state: "delivered",
          updatedAt: 19,
          attempts: 1,
          firstSentAt: 18,
          part: {
            text: "Words",
            language: "en",
            audience: "followers",
            contentWarning: "more words",
            media: [{ kind: "image", mimeType: "image/jpeg", mediaId: "m1", alt: "words" }],
            poll: { options: ["words", "others"], closesAt: "2026-02-01T00:00:00Z", multiple: true },
          },
          draft: { body: { words: true } },
          receipt: { state: "delivered", id: "9", at: "2026-01-01T00:00:00Z" },
          decision: { as: "delivered", by: "duty officer", reason: "seen", at: 18 },
        }),
        sampleDelivery("p1", "wards", 0, { state: "rejected", updatedAt: 5 }),
      ];
      await ledger().add(publication, [one, other], [sampleMedia("m1")]);
      expect(await ledger().purge(20, 99)).toBe(1);
      const { draft: _, ...left } = one;
      expect(await ledger().deliveries({})).toStrictEqual([
        { ...left, part: { text: "", audience: "followers", media: [] }, purgedAt: 99 },
        { ...other, part: { text: "", audience: "public", media: [] }, purgedAt: 99 },
      ]);
      expect(await ledger().publication("p1")).toStrictEqual(publication);
      expect(await ledger().openQuorums()).toHaveLength(1);
      expect(await ledger().media("m1")).toBeUndefined();
      const again = ledger().add(samplePublication("p1"), [], []);
      await expect(again).rejects.toMatchObject({ path: "publication.id" });
    });

    it("leaves publications with work, and those that were updated at that time or since", async () => {
      for (const state of ended) await add(`old ${state}`, state);
      for (const state of open) await add(`open ${state}`, "delivered", state);
      await add("new", "delivered", "rejected");
      expect(await ledger().purge(11, 99)).toBe(ended.length);
      expect(await listPurged()).toEqual(ended.map((state) => `old ${state}.press.0`));
      expect((await ledger().deliveries({ publicationId: "new" }))[0]?.part.text).not.toBe("");
      expect(await ledger().purge(11.5, 100)).toBe(1);
      expect(await ledger().purge(11.5, 101)).toBe(0);
      expect((await ledger().deliveries({ publicationId: "new" })).map(({ purgedAt }) => purgedAt)).toEqual([100, 100]);
      expect((await ledger().deliveries({ publicationId: "old expired" }))[0]?.purgedAt).toBe(99);
    });

    it("keeps a picture for as long as a publication that has its content shows it", async () => {
      await add("p1", "delivered");
      await add("p2", "queued");
      await add("p3", "delivered");
      expect(await ledger().purge(50, 99)).toBe(2);
      expect(await ledger().media("p1")).toBeUndefined();
      expect(await ledger().media("p3")).toBeUndefined();
      expect(await ledger().media("p2")).toBeDefined();
      expect(await ledger().media("shared")).toBeDefined();
      await ledger().change("p2.press.0", "queued", { state: "cancelled" }, 60);
      expect(await ledger().purge(60, 99)).toBe(0);
      expect(await ledger().purge(61, 99)).toBe(1);
      expect(await ledger().media("shared")).toBeUndefined();
      await ledger().add(samplePublication("p4"), [], [sampleMedia("shared")]);
      expect((await ledger().media("shared"))?.size).toBe(3);
    });

    it("takes away again what a change brought after it", async () => {
      await add("p1", "delivered", "delivered");
      await ledger().purge(50, 60);
      const part = { text: "Corrected", audience: "public", media: [] } as const;
      await ledger().change("p1.press.1", "delivered", { part, revisedAt: 70 }, 70);
      await ledger().change("p1.press.0", "delivered", { retractedAt: 75 }, 75);
      expect((await ledger().deliveries({}))[1]).toStrictEqual(
        sampleDelivery("p1", "press", 1, { state: "delivered", part, revisedAt: 70, updatedAt: 70 }),
      );
      expect(await listPurged()).toEqual(["p1.press.0"]);
      expect(await ledger().purge(75, 80)).toBe(0);
      expect(await ledger().purge(76, 80)).toBe(1);
      expect((await ledger().deliveries({})).map(({ purgedAt }) => purgedAt)).toEqual([60, 80]);
    });

    it("does its work however much there is", async () => {
      const ids = Array.from({ length: 700 }, (_, index) => `p${index}`);
      await Promise.all(
        ids.map((id) =>
          ledger().add(samplePublication(id), [sampleDelivery(id, "press", 0, { state: "expired" })], []),
        ),
      );
      expect(await ledger().purge(Number.MAX_SAFE_INTEGER, 99)).toBe(700);
      expect(await listPurged()).toHaveLength(700);
    });
  });
}
