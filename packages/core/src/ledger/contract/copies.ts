import { describe, expect, it } from "vitest";
import type { ContentKind } from "../../models/content-kind.ts";
import type { Ledger } from "../ledger.ts";
import type { DeliveryRecord } from "../records.ts";
import { lane, sampleDelivery, sampleHold, sampleMedia, samplePublication } from "./samples.ts";

/** That records are values: nobody can change the ledger from outside. */
export function describeCopies(ledger: () => Ledger): void {
  describe("what a caller does to its objects", () => {
    const read = async (): Promise<DeliveryRecord | undefined> => (await ledger().deliveries({}))[0];

    it("does not reach the ledger after the call", async () => {
      const publication = structuredClone(samplePublication("p1"));
      const delivery = structuredClone(sampleDelivery("p1", "press"));
      const draft = { body: { list: ["a"] } };
      const adding = ledger().add(publication, [delivery], [sampleMedia("m1")]);
      Object.assign(publication, { priority: "emergency" });
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

    it("does not reach holds and threads either", async () => {
      const [hold, publication] = [
        sampleHold("h1", { channels: ["wards"] }),
        samplePublication("p1", { tags: ["flu"] }),
      ];
      const given = structuredClone(hold);
      await ledger().hold(given);
      Object.assign(given.scope, { channels: ["changed by the caller"] });
      await ledger().add(publication, [sampleDelivery("p1", "press", 0, { dueAt: 0 })], []);
      for (let round = 0; round < 2; round += 1) {
        const [[found], thread] = await Promise.all([ledger().holds(), ledger().nextThread(lane("press"), 0)]);
        expect(found).toStrictEqual(hold);
        expect(thread?.publication).toStrictEqual(publication);
        expect(thread?.deliveries[0]?.part).toStrictEqual(sampleDelivery("p1", "press").part);
        Object.assign(found!, { scope: "everything" });
        Object.assign(thread!.publication, { tags: [] });
        Object.assign(thread!.deliveries[0]!.part, { text: "changed by the caller" });
      }
    });

    it("does not reach the lists of a hold, nor what a publication names for the safeguards", async () => {
      const [publications, exceptKinds]: [string[], ContentKind[]] = [["p1", "p2"], ["story"]];
      const scope = { publications, exceptKinds };
      const holding = ledger().hold(sampleHold("h1", scope));
      publications.pop();
      exceptKinds.push("post");
      await holding;
      expect(await ledger().holds()).toStrictEqual([
        sampleHold("h1", { publications: ["p1", "p2"], exceptKinds: ["story"] }),
      ]);

      const consents = ["c1"];
      const publication = { ...samplePublication("p2"), safety: { consents } };
      const adding = ledger().add(publication, [sampleDelivery("p2", "press")], []);
      consents.push("changed by the caller");
      publication.kind = "story";
      expect(await adding).toEqual(["p2.press.0"]);
      const found = await ledger().publication("p2");
      expect(found).toStrictEqual(samplePublication("p2", { safety: { consents: ["c1"] } }));
      Object.assign(found!.safety!, { consents: [] });
      expect((await ledger().publication("p2"))?.safety).toEqual({ consents: ["c1"] });
    });

    it("does not change what a hold covers", async () => {
      await ledger().hold(sampleHold("h1", { tags: ["flu"] }));
      const publication = { ...samplePublication("p1"), tags: ["flu"] };
      const adding = ledger().add(publication, [sampleDelivery("p1", "press")], []);
      publication.tags[0] = "changed by the caller";
      expect(await adding).toEqual(["p1.press.0"]);
      expect((await ledger().publication("p1"))?.tags).toEqual(["flu"]);
    });
  });
}
