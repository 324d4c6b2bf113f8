import { describe, expect, it } from "vitest";
import type { HoldScope } from "../hold-store.ts";
import type { Ledger } from "../ledger.ts";
import type { DeliveryRecord, DeliveryState, PublicationRecord } from "../records.ts";
import { sampleDelivery, sampleHold, samplePublication } from "./samples.ts";

/** What holds cover that name publications, or kinds that may pass. */
export function describeHoldScopes(ledger: () => Ledger): void {
  const add = (id: string, publication: Partial<PublicationRecord>, ...deliveries: Partial<DeliveryRecord>[]) =>
    ledger().add(
      samplePublication(id, publication),
      deliveries.map((changes, index) => sampleDelivery(id, changes.channel ?? "press", index, changes)),
      [],
    );
  const list = async (...states: DeliveryState[]): Promise<string[]> =>
    (await ledger().deliveries({ states })).map(({ id }) => id);
  const release = (id: string): ReturnType<Ledger["release"]> =>
    ledger().release(id, { by: "duty officer", reason: "over", at: 50, cancel: [] });

  describe("a hold by publication and kind", () => {
    const cases: readonly (readonly [HoldScope, readonly string[]])[] = [
      [{ publications: ["p2"] }, ["p2.wards.0"]],
      [{ publications: ["p3", "nobody", "p1"] }, ["p1.press.0", "p1.wards.1", "p3.press.0"]],
      [{ publications: ["p"] }, []],
      [{ publications: [] }, []],
      [{ publications: ["urgent"] }, []],
      [{ exceptKinds: ["post"] }, ["p2.wards.0", "p3.press.0"]],
      [{ exceptKinds: ["update", "story"] }, ["p1.press.0", "p1.wards.1"]],
      [{ exceptKinds: ["reply"] }, ["p1.press.0", "p1.wards.1", "p2.wards.0", "p3.press.0"]],
      [{ exceptKinds: [] }, ["p1.press.0", "p1.wards.1", "p2.wards.0", "p3.press.0"]],
      [{ exceptKinds: ["story"], channels: ["wards"] }, ["p1.wards.1"]],
      [{ exceptKinds: ["update"], tags: ["heat"] }, ["p1.press.0", "p1.wards.1"]],
      [{ exceptKinds: ["post"], campaigns: ["autumn"] }, ["p3.press.0"]],
      [{ publications: ["p1", "p2"], exceptKinds: ["story"] }, ["p1.press.0", "p1.wards.1"]],
      [{ publications: ["p1"], channels: ["press"] }, ["p1.press.0"]],
      [{ publications: ["p1", "p2"], tags: ["heat"] }, ["p1.press.0", "p1.wards.1"]],
      [{ publications: ["p2"], campaigns: ["autumn"] }, []],
      [{ publications: [], exceptKinds: [] }, []],
    ];
    const fill = async (state: DeliveryState): Promise<readonly string[]> => {
      const held = [
        await add("p1", { tags: ["heat"] }, { state }, { state, channel: "wards" }),
        await add("p2", { kind: "story" }, { state, channel: "wards" }),
        await add("p3", { kind: "update", tags: ["heat"], campaign: "autumn" }, { state }),
        await add("urgent", { kind: "alert", priority: "emergency", campaign: "autumn" }, { state }),
      ];
      return held.flat();
    };

    it.each(cases)("covers with the scope %j what is there", async (scope, expected) => {
      expect(await fill("preparing")).toEqual([]);
      expect(await ledger().hold(sampleHold("h1", scope))).toBe(expected.length);
      expect(await list("held")).toEqual(expected);
    });

    it.each(cases)("covers with the scope %j what is added later, until its end", async (scope, expected) => {
      await ledger().hold(sampleHold("h1", scope));
      expect(await ledger().holds()).toStrictEqual([sampleHold("h1", scope)]);
      expect(await fill("queued")).toEqual(expected);
      expect(await list("held")).toEqual(expected);
      expect((await release("h1"))?.map(({ id }) => id)).toEqual(expected);
      expect(await list("held")).toEqual([]);
    });

    it.each(cases)("takes with the scope %j the permission to act", async (scope, expected) => {
      await fill("unknown");
      await ledger().hold(sampleHold("h1", scope));
      for (const { id } of await ledger().deliveries({})) {
        const answer = await ledger().change(id, "unknown", { state: "sending" }, 30);
        expect([id, answer]).toEqual([id, expected.includes(id) ? "held" : "changed"]);
      }
      expect(await list("held")).toEqual(expected);
    });

    it.each<[HoldScope, readonly string[]]>([
      [{ publications: ["p1"] }, ["p2.wards.0", "p3.press.0"]],
      [{ exceptKinds: ["story"] }, ["p2.wards.0"]],
    ])("keeps what a hold of the scope %j covers when another one ends", async (scope, freed) => {
      await fill("queued");
      await ledger().hold(sampleHold("h1", "everything"));
      await ledger().hold(sampleHold("h2", scope));
      expect((await release("h1"))?.map(({ id }) => id)).toEqual(freed);
      expect(await release("h2")).toHaveLength(4 - freed.length);
    });
  });
}
