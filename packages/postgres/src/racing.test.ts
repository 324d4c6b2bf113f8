import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ChangeResult, LaneRef, Ledger } from "@carecast/core";
import { sampleDelivery, sampleHold, sampleMedia, samplePublication } from "@carecast/core/testing";
import { useDatabase } from "../test/use-database.ts";
import { postgresLedger } from "./index.ts";

const database = useDatabase();
const { query, untilBlocked } = database;

/** Two programs on one ledger. The test itself is a third one, whose transactions it holds open. */
let one: Ledger;
let other: Ledger;
beforeEach(async () => {
  const { connectionString } = database.server;
  [one, other] = [postgresLedger({ connectionString }), postgresLedger({ connectionString })];
  await one.add(samplePublication("p1"), [sampleDelivery("p1", "press")], []);
  await one.enlist("a", 60_000, 0);
  await other.enlist("b", 60_000, 0);
});
afterEach(async () => {
  await query("ROLLBACK");
  await Promise.all([one.close(), other.close()]);
  await database.empty("carecast");
});

const press: LaneRef = { channel: "press", lane: "routine" };
const send = (owner?: string): Promise<ChangeResult> =>
  one.change("p1.press.0", "queued", { state: "sending" }, 5, owner);

describe("a permission and the end of its owner", () => {
  it.each([
    ["COMMIT", "lost"],
    ["ROLLBACK", "changed"],
  ])("waits for whoever is just striking the owner off: %s makes it %s", async (end, result) => {
    await query("BEGIN; DELETE FROM carecast.owners WHERE id = 'a'");
    const sending = send("a");
    await untilBlocked(1);
    await query(end);
    expect(await sending).toBe(result);
    expect(await one.deliveries({ states: ["sending"] })).toHaveLength(result === "changed" ? 1 : 0);
  });

  it("keeps an owner enlisted until the permission that is on its way is given", async () => {
    await one.claim("a", [press], 0);
    await one.renew("a", 0, 0);
    await query("BEGIN; SELECT FROM carecast.deliveries FOR UPDATE");
    const sending = send("a");
    await untilBlocked(1);
    expect(await other.claim("b", [press], 0)).toEqual([]);
    await query("COMMIT");
    expect(await sending).toBe("changed");
    expect(await other.claim("b", [press], 0)).toEqual([press]);
    expect(await one.change("p1.press.0", "sending", { state: "sending" }, 5, "a")).toBe("lost");
  });

  it("does not stop an owner from renewing its lease", async () => {
    await query("BEGIN; SELECT FROM carecast.deliveries FOR UPDATE");
    const sending = send("a");
    await untilBlocked(1);
    expect(await other.renew("a", 60_000, 0)).toBe(true);
    await query("COMMIT");
    expect(await sending).toBe("changed");
  });

  it("gives a lane that two claim at once to one of them", async () => {
    await query("BEGIN; INSERT INTO carecast.lanes VALUES ('press', 'routine', 'a')");
    const claiming = other.claim("b", [press], 0);
    await untilBlocked(1);
    await query("COMMIT");
    expect(await claiming).toEqual([]);
  });
});

describe("a permission and another move of the delivery", () => {
  it("is lost when the other one came first", async () => {
    await query("BEGIN; UPDATE carecast.deliveries SET state = 'cancelled'");
    const sending = send();
    await untilBlocked(1);
    await query("COMMIT");
    expect(await sending).toBe("lost");
    expect(await one.deliveries({ states: ["cancelled"] })).toHaveLength(1);
  });
});

describe("a hold", () => {
  it("waits for the addition that is on its way, and covers it", async () => {
    await query("BEGIN; SELECT FROM carecast.media FOR UPDATE; LOCK TABLE carecast.media IN SHARE MODE");
    const adding = one.add(samplePublication("p2"), [sampleDelivery("p2", "press")], [sampleMedia("m1")]);
    await untilBlocked(1);
    const holding = other.hold(sampleHold("h1", "everything"));
    await untilBlocked(2);
    await query("COMMIT");
    expect(await adding).toEqual([]);
    expect(await holding).toBe(2);
    expect(await one.deliveries({ states: ["held"] })).toHaveLength(2);
  });

  it("makes an addition wait that comes while it begins, and covers it", async () => {
    await query("BEGIN; SELECT FROM carecast.deliveries FOR UPDATE");
    const holding = other.hold(sampleHold("h1", "everything"));
    await untilBlocked(1);
    const adding = one.add(samplePublication("p2"), [sampleDelivery("p2", "press")], []);
    await untilBlocked(2);
    await query("COMMIT");
    expect(await holding).toBe(1);
    expect(await adding).toEqual(["p2.press.0"]);
  });

  it("takes the permission that comes while it begins, also where it moved nothing", async () => {
    await one.change("p1.press.0", "queued", { state: "unknown" }, 4);
    await one.add(samplePublication("p2"), [sampleDelivery("p2", "wards")], []);
    await query("BEGIN; SELECT FROM carecast.deliveries WHERE channel = 'wards' FOR UPDATE");
    const holding = other.hold(sampleHold("h1", "everything"));
    await untilBlocked(1);
    const sending = one.change("p1.press.0", "unknown", { state: "sending" }, 5);
    await untilBlocked(2);
    await query("COMMIT");
    expect(await holding).toBe(1);
    expect(await sending).toBe("held");
  });

  it("lets reads pass", async () => {
    await query("BEGIN; SELECT FROM carecast.deliveries FOR UPDATE");
    const holding = other.hold(sampleHold("h1", "everything"));
    await untilBlocked(1);
    expect(await one.holds()).toEqual([]);
    await query("COMMIT");
    expect(await holding).toBe(1);
  });
});

it("shows a job to nobody before the work that it announces, and both together", async () => {
  const countJobs = () => query("SELECT FROM carecast_queue.job");
  expect(await countJobs()).toHaveLength(1);
  await query("BEGIN; LOCK TABLE carecast.media IN SHARE MODE");
  const adding = one.add(samplePublication("p2"), [sampleDelivery("p2", "press")], [sampleMedia("m1")]);
  await untilBlocked(1);
  expect(await countJobs()).toHaveLength(1);
  await query("COMMIT");
  await adding;
  expect(await countJobs()).toHaveLength(2);
});

describe("the same id from two programs", () => {
  it("is added by one of them", async () => {
    await query(
      `BEGIN; INSERT INTO carecast.publications (id, rank, kind, quorum_open, record) VALUES ('p2', 2, 'post', false, '{"id":"p2"}')`,
    );
    const adding = one.add(samplePublication("p2"), [], []);
    await untilBlocked(1);
    await query("COMMIT");
    await expect(adding).rejects.toMatchObject({ path: "publication.id" });
  });

  it("of a delivery is refused like one that was always there, and takes no neighbour with it", async () => {
    await query(
      `BEGIN; INSERT INTO carecast.deliveries
        (id, publication, rank, channel, network, position, count, state, attempts, updated_at)
      SELECT 'p2.press.0', publication, rank, channel, network, 1, 1, state, 0, 0 FROM carecast.deliveries`,
    );
    const adding = Promise.allSettled([
      one.add(samplePublication("p2"), [sampleDelivery("p2", "press")], []),
      one.add(samplePublication("p3"), [sampleDelivery("p3", "press")], []),
    ]);
    await untilBlocked(1);
    await query("COMMIT");
    expect(await adding).toMatchObject([{ reason: { path: "deliveries" } }, { value: [] }]);
    expect(await one.publication("p2")).toBeUndefined();
  });
});

it("keeps a picture that a purge is just taking away when a new publication brings it", async () => {
  await one.add(
    samplePublication("old"),
    [sampleDelivery("old", "press", 0, { state: "expired", updatedAt: 1 })],
    [sampleMedia("m1")],
  );
  await query("BEGIN; LOCK TABLE carecast.media IN SHARE MODE");
  const purging = one.purge(50, 99);
  await untilBlocked(1);
  const adding = other.add(samplePublication("new"), [sampleDelivery("new", "press")], [sampleMedia("m1")]);
  await untilBlocked(2);
  await query("COMMIT");
  expect(await purging).toBe(1);
  await adding;
  expect((await one.media("m1"))?.size).toBe(3);
});

it("counts the marks of two programs on one feed", async () => {
  const mark = (ledger: Ledger, eventId: string): Promise<void> =>
    ledger.markHandled({ listener: "desk", channel: "press", eventId, at: 1 });
  await Promise.all(Array.from({ length: 40 }, (_, index) => mark(index % 2 ? one : other, `e${index}`)));
  const [feed] = await query(
    "SELECT marks::int AS marks, (SELECT count(DISTINCT number)::int FROM carecast.handled) AS numbers FROM carecast.feeds",
  );
  expect(feed).toEqual({ marks: 40, numbers: 40 });
});
