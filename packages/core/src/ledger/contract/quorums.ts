import { describe, expect, it } from "vitest";
import type { Ledger } from "../ledger.ts";
import { sampleDelivery, samplePublication } from "./samples.ts";

/** Quorums that somebody still has to watch. */
export function describeQuorums(ledger: () => Ledger): void {
  const quorum = { atLeast: 1, at: 5 };
  const list = async (): Promise<string[]> => (await ledger().openQuorums()).map(({ id }) => id);

  describe("quorums", () => {
    it("are open from the addition until somebody closes them", async () => {
      await ledger().add(samplePublication("p2", { quorum }), [sampleDelivery("p2", "press")], []);
      await ledger().add(samplePublication("p0"), [sampleDelivery("p0", "press")], []);
      await ledger().add(samplePublication("p1", { quorum }), [], []);
      expect(await ledger().openQuorums()).toStrictEqual([
        samplePublication("p2", { quorum }),
        samplePublication("p1", { quorum }),
      ]);
      expect(await ledger().closeQuorum("p2")).toBe(true);
      expect(await list()).toEqual(["p1"]);
      expect(await ledger().publication("p2")).toStrictEqual(samplePublication("p2", { quorum }));
    });

    it("stay open when every delivery has ended", async () => {
      await ledger().add(samplePublication("p1", { quorum }), [sampleDelivery("p1", "press")], []);
      await ledger().change("p1.press.0", "queued", { state: "rejected" }, 9);
      expect(await list()).toEqual(["p1"]);
    });

    it("are closed by exactly one of many, and by nobody where there is none", async () => {
      await ledger().add(samplePublication("p1", { quorum }), [], []);
      await ledger().add(samplePublication("p0"), [], []);
      const closed = await Promise.all(Array.from({ length: 5 }, () => ledger().closeQuorum("p1")));
      expect(closed).toEqual([true, false, false, false, false]);
      expect(await ledger().closeQuorum("p1")).toBe(false);
      expect(await ledger().closeQuorum("p0")).toBe(false);
      expect(await ledger().closeQuorum("p9")).toBe(false);
      expect(await list()).toEqual([]);
    });
  });
}
