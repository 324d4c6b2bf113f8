import { beforeEach, describe, expect, it } from "vitest";
import type { Ledger } from "../ledger.ts";
import type { DeliveryQuery } from "../publication-store.ts";
import type { DeliveryState } from "../records.ts";
import { sampleDelivery, samplePublication } from "./samples.ts";

/** Which deliveries a query finds, and in which order. */
export function describeQueries(ledger: () => Ledger): void {
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
      const added = ["p2", "p1"].flatMap((id) =>
        ["wards", "press"].flatMap((channel) => [0, 1, 2].map((index) => `${id}.${channel}.${index}`)),
      );
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
      [
        { publicationId: "p1", states: ["sending", "queued"] },
        ["p1.wards.0", "p1.wards.1", "p1.press.0", "p1.press.1"],
      ],
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

    it("come in pages that together hold everything once, whatever happens in between", async () => {
      const everything = await select({});
      const pages: string[][] = [];
      for (
        let page = await select({ limit: 5 });
        page.length > 0;
        page = await select({ limit: 5, after: page.at(-1)! })
      ) {
        pages.push(page);
        await ledger().change(page.at(-1)!, "queued", { state: "rejected" }, 7);
      }
      expect(pages.map(({ length }) => length)).toEqual([5, 5, 2]);
      expect(pages.flat()).toEqual(everything);
    });

    it.each<[DeliveryQuery, string[]]>([
      [{ limit: 0 }, []],
      [{ limit: 1 }, ["p2.wards.0"]],
      [{ states: ["delivered", "queued"], limit: 3 }, ["p2.wards.0", "p2.wards.2", "p2.press.0"]],
      [{ states: ["queued"], after: "p2.wards.0", limit: 2 }, ["p2.press.0", "p1.wards.0"]],
      [{ channel: "press", after: "p2.press.1", limit: 2 }, ["p2.press.2", "p1.press.0"]],
      [{ channel: "press", states: ["queued"], after: "p2.wards.2" }, ["p2.press.0", "p1.press.0"]],
      [{ publicationId: "p1", after: "p1.wards.2" }, ["p1.press.0", "p1.press.1", "p1.press.2"]],
      [{ publicationId: "p1", after: "p2.wards.0", limit: 1 }, ["p1.wards.0"]],
      [{ publicationId: "p2", after: "p1.wards.0" }, []],
      [{ publicationId: "p1", states: ["sending"], channel: "press", after: "p1.wards.1", limit: 9 }, ["p1.press.1"]],
      [{ after: "p1.press.2" }, []],
      [{ after: "p3.press.0" }, []],
      [{ after: "p3.press.0", states: ["queued"], limit: 4 }, []],
    ])("on the page %j", async (query, expected) => {
      expect(await select(query)).toEqual(expected);
    });
  });
}
