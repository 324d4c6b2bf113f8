import { beforeEach, describe, expect, it } from "vitest";
import type { LaneRef } from "../lane-store.ts";
import type { Ledger } from "../ledger.ts";
import type { DeliveryChange } from "../records.ts";
import { lane, longMs, sampleDelivery, samplePublication } from "./samples.ts";

/** Who has which lane, and what somebody who was struck off can no longer do. */
export function describeOwning(ledger: () => Ledger): void {
  const [press, alerts, wards] = [lane("press"), lane("press", "emergency"), lane("wards", "tokens")];
  const enlist = (owner: string, leaseMs = longMs): Promise<void> => ledger().enlist(owner, leaseMs, Date.now());
  const renew = (owner: string, leaseMs = longMs): Promise<boolean> => ledger().renew(owner, leaseMs, Date.now());
  const claim = (owner: string, ...lanes: readonly LaneRef[]): Promise<readonly LaneRef[]> =>
    ledger().claim(owner, lanes, Date.now());

  describe("claim", () => {
    beforeEach(async () => {
      await enlist("a");
      await enlist("b");
    });

    it("gives free lanes, and says which of those that were asked for the owner has now, in their order", async () => {
      expect(await claim("a", press, wards)).toEqual([press, wards]);
      expect(await claim("b", wards, alerts, press, lane("wards"))).toEqual([alerts, lane("wards")]);
      expect(await claim("a", wards, alerts, press)).toEqual([wards, press]);
      expect(await claim("a")).toEqual([]);
    });

    it("gives nothing to an owner that nobody enlisted, and takes nothing for it", async () => {
      expect(await claim("c", press)).toEqual([]);
      expect(await claim("b", press)).toEqual([press]);
    });

    it("gives a lane to exactly one of many that ask at once", async () => {
      const owners = Array.from({ length: 12 }, (_, index) => `owner ${index}`);
      const given = await Promise.all(owners.map((owner) => enlist(owner).then(() => claim(owner, press, alerts))));
      expect(given.flat()).toHaveLength(2);
    });

    it("strikes off whoever let the lease run out, with all lanes and for good", async () => {
      await enlist("late", 0);
      expect(await claim("late", press, alerts)).toEqual([press, alerts]);
      expect(await claim("a", wards)).toEqual([wards]);
      expect(await renew("late")).toBe(false);
      expect(await claim("late", lane("desk"))).toEqual([]);
      expect(await claim("b", press, alerts, lane("desk"))).toEqual([press, alerts, lane("desk")]);
    });

    it("never strikes off the one who claims, nor anybody whose lease runs", async () => {
      await enlist("late", 0);
      await claim("a", press);
      await enlist("later", 0);
      expect(await claim("later", alerts)).toEqual([alerts]);
      expect(await claim("later", wards, press)).toEqual([wards]);
      expect(await renew("a")).toBe(true);
      expect(await renew("late")).toBe(false);
    });
  });

  describe("renew", () => {
    it("saves an owner whose lease ran out and whom nobody struck off", async () => {
      await enlist("late", 0);
      await enlist("b");
      await claim("late", press);
      expect(await renew("late")).toBe(true);
      expect(await claim("b", press)).toEqual([]);
      expect(await claim("late", press)).toEqual([press]);
    });

    it("counts the lease from now, also when that makes it shorter", async () => {
      await enlist("a");
      await enlist("b");
      await claim("a", press);
      expect(await renew("a", 0)).toBe(true);
      expect(await claim("b", press)).toEqual([press]);
      expect(await renew("a")).toBe(false);
    });

    it("does not enlist", async () => {
      expect(await renew("a")).toBe(false);
      expect(await claim("a", press)).toEqual([]);
    });
  });

  it("enlists an id once", async () => {
    await enlist("a", 0);
    await expect(enlist("a")).rejects.toMatchObject({ code: "ledger", path: "owner" });
    await enlist("b");
    await claim("b");
    expect(await renew("a")).toBe(false);
  });

  it("frees the owner's own lanes and no other ones", async () => {
    await enlist("a");
    await enlist("b");
    await claim("a", press, alerts);
    await claim("b", wards);
    await ledger().free("a", [press, wards, lane("desk")]);
    await ledger().free("nobody", [alerts]);
    expect(await claim("b", press, alerts)).toEqual([press]);
    expect(await claim("a", press, alerts, wards)).toEqual([alerts]);
  });

  it("retires an owner with its lanes, and nobody else", async () => {
    await enlist("a");
    await enlist("b");
    await claim("a", press, wards);
    await claim("b", alerts);
    await ledger().retire("a");
    await ledger().retire("nobody");
    expect(await renew("a")).toBe(false);
    expect(await claim("a", press)).toEqual([]);
    expect(await claim("b", press, alerts, wards)).toEqual([press, alerts, wards]);
  });

  describe("the fence", () => {
    beforeEach(() => ledger().add(samplePublication("p1"), [sampleDelivery("p1", "press")], []));
    const id = "p1.press.0";

    it("lets only those act who are enlisted", async () => {
      await enlist("a", 0);
      expect(await ledger().change(id, "queued", { state: "preparing" }, 1, "a")).toBe("changed");
      await enlist("b");
      await claim("b", press);
      expect(await ledger().change(id, "preparing", { state: "sending", attempts: 1 }, 2, "a")).toBe("lost");
      expect(await ledger().change(id, "preparing", { state: "preparing", attempts: 1 }, 2, "a")).toBe("lost");
      expect(await ledger().change(id, "preparing", { state: "sending" }, 2, "nobody")).toBe("lost");
      expect(await ledger().deliveries({})).toMatchObject([{ state: "preparing", attempts: 0, updatedAt: 1 }]);
      expect(await ledger().change(id, "preparing", { state: "sending" }, 3, "b")).toBe("changed");
    });

    it.each<DeliveryChange>([
      { state: "queued" },
      { state: "rejected" },
      { dueAt: null },
      { draft: { body: 1 } },
      { state: "delivered", receipt: { state: "delivered", id: "9", at: "2026-01-01T00:00:00Z" } },
      {},
    ])("stops %j too, where an owner is named", async (change) => {
      await enlist("a");
      await ledger().change(id, "queued", { state: "sending" }, 1, "a");
      await ledger().retire("a");
      const [before] = await ledger().deliveries({});
      expect(await ledger().change(id, "sending", change, 2, "a")).toBe("lost");
      expect(await ledger().deliveries({})).toStrictEqual([before]);
      await enlist("b");
      expect(await ledger().change(id, "sending", change, 3, "b")).toBe("changed");
    });

    it("is not there for those who name no owner", async () => {
      expect(await ledger().change(id, "queued", { state: "preparing" }, 1)).toBe("changed");
      expect(await ledger().change(id, "preparing", { state: "sending" }, 2)).toBe("changed");
      expect(await ledger().change(id, "sending", { state: "unknown" }, 3)).toBe("changed");
    });

    it("stands where the calls of one turn put it", async () => {
      await enlist("a");
      const calls = await Promise.all([
        ledger().change(id, "queued", { state: "preparing" }, 1, "a"),
        ledger().retire("a"),
        ledger().change(id, "preparing", { state: "sending" }, 2, "a"),
      ]);
      expect(calls).toEqual(["changed", undefined, "lost"]);
    });
  });
}
