import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DeliveryRecord, LaneRef, Ledger } from "@carecast/core";
import { sampleDelivery, sampleHold, samplePublication } from "@carecast/core/testing";
import { useDatabase } from "../test/use-database.ts";
import { postgresLedger } from "./index.ts";

const database = useDatabase();
const { query } = database;

/** Two programs on one ledger. */
let one: Ledger;
let other: Ledger;
let now: number;
beforeEach(() => {
  const { connectionString } = database.server;
  [one, other] = [postgresLedger({ connectionString }), postgresLedger({ connectionString })];
  now = Date.now();
});
afterEach(async () => {
  await Promise.all([one.close(), other.close()]);
  await database.empty("carecast");
});

const lane = (channel: string, name: LaneRef["lane"] = "routine"): LaneRef => ({ channel, lane: name });
const add = (ledger: Ledger, id: string, channel = "press", changes: Partial<DeliveryRecord> = {}) =>
  ledger.add(samplePublication(id), [sampleDelivery(id, channel, 0, { dueAt: 0, ...changes })], []);
const countJobs = async (): Promise<unknown> =>
  (await query("SELECT count(*)::int AS count FROM carecast_queue.job"))[0]?.["count"];

describe("the jobs", () => {
  it("are put in by the transaction that brings the work, one for each channel", async () => {
    const results = await Promise.allSettled([
      add(one, "p1"),
      add(one, "p2"),
      add(one, "p3", "wards"),
      one.add(samplePublication("p4"), [sampleDelivery("p4", "desk", 0, { id: "p1.press.0" })], []),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected"]);
    const jobs = await query("SELECT data FROM carecast_queue.job ORDER BY data ->> 'channel'");
    expect(jobs).toEqual([{ data: { channel: "press" } }, { data: { channel: "wards" } }]);
    await expect(add(one, "p1", "desk")).rejects.toMatchObject({ path: "publication.id" });
    expect(await countJobs()).toBe(2);
  });

  it("are not put in for what is due much later, waits for a person, is held, or has ended", async () => {
    await one.hold(sampleHold("h1", { channels: ["wards"] }));
    await Promise.all([
      add(one, "p1", "press", { dueAt: now + 3_600_000 }),
      add(one, "p2", "press", { dueAt: null }),
      add(one, "p3", "wards"),
      add(one, "p4", "press", { state: "delivered" }),
    ]);
    expect(await countJobs()).toBe(0);
    await one.change("p4.press.0", "delivered", { revisedAt: 1 }, 5);
    await one.change("p4.press.0", "delivered", { state: "rejected", dueAt: 0 }, 5);
    await one.change("p2.press.0", "queued", { dueAt: now + 3_600_000 }, 5);
    expect(await countJobs()).toBe(0);
  });

  it("are not put in by the steps of a delivery", async () => {
    await add(one, "p1");
    await one.dueLanes(["press"], now);
    await one.change("p1.press.0", "queued", { state: "preparing" }, 5);
    await one.change("p1.press.0", "preparing", { state: "sending" }, 5);
    await one.change("p1.press.0", "sending", { state: "delivered" }, 5);
    expect(await countJobs()).toBe(0);
  });

  it("are taken by whoever has the channel, and by nobody else", async () => {
    const count = 20;
    expect(await one.dueLanes(["press"], now)).toEqual([]);
    expect(await other.dueLanes(["wards", "desk"], now)).toEqual([]);
    for (let index = 0; index < count; index += 1) await add(one, `p${index}`, "wards");
    await add(one, "last");
    for (let round = 0; round < 2; round += 1) {
      expect(await one.dueLanes(["press"], now)).toEqual([lane("press")]);
      expect(await countJobs()).toBe(1);
    }
    expect(await other.dueLanes(["wards", "desk"], now)).toEqual([lane("wards")]);
    expect(await countJobs()).toBe(0);
    // What was met as somebody else's may be asked for later.
    await add(other, "more", "wards");
    expect(await one.dueLanes(["press", "wards"], now)).toEqual([lane("press"), lane("wards")]);
    expect(await countJobs()).toBe(0);
  });

  it("are all taken, however many there are", async () => {
    await add(one, "p1");
    await query(
      `INSERT INTO carecast_queue.job (name, data, group_id, policy, keep_until)
      SELECT name, data, group_id, policy, keep_until FROM carecast_queue.job, generate_series(1, 2500)`,
    );
    expect(await countJobs()).toBe(2501);
    expect(await other.dueLanes(["press"], now)).toEqual([lane("press")]);
    expect(await countJobs()).toBe(0);
  });

  it("are thrown away by pg-boss when nobody takes them", async () => {
    await add(one, "p1");
    const [job] = await query("SELECT keep_until - created_on < interval '2 minutes' AS short FROM carecast_queue.job");
    expect(job).toEqual({ short: true });
  });
});

describe("a program that found nothing due", () => {
  /** Makes work due behind the back of the ledger, as if its job were lost. */
  const makeDue = (dueAt: number): Promise<unknown> => query("UPDATE carecast.deliveries SET due_at = $1", [dueAt]);

  beforeEach(async () => {
    await add(one, "p1", "press", { dueAt: now + 3_600_000 });
    expect(await one.dueLanes(["press"], now)).toEqual([]);
  });

  it("does not look again without a job until five seconds have gone by", async () => {
    await makeDue(0);
    expect(await one.dueLanes(["press"], now + 4_999)).toEqual([]);
    expect(await one.dueLanes(["press"], now + 5_000)).toEqual([lane("press")]);
  });

  it("looks at once for other channels, and when its clock goes back", async () => {
    await makeDue(0);
    expect(await one.dueLanes(["press", "wards"], now + 1)).toEqual([lane("press")]);
    await makeDue(now + 3_600_000);
    expect(await one.dueLanes(["press"], now)).toEqual([]);
    await makeDue(0);
    expect(await one.dueLanes(["press"], now - 1)).toEqual([lane("press")]);
  });

  it("looks when the time of something comes that it has seen, to the millisecond", async () => {
    await other.change("p1.press.0", "queued", { dueAt: now + 3_000 }, 5);
    expect(await one.dueLanes(["press"], now)).toEqual([]);
    expect(await countJobs()).toBe(0);
    expect(await one.dueLanes(["press"], now + 2_999)).toEqual([]);
    expect(await one.dueLanes(["press"], now + 3_000)).toEqual([lane("press")]);
  });

  it("is called by whatever makes work due", async () => {
    const find = (): Promise<readonly LaneRef[]> => one.dueLanes(["press"], now);
    await other.change("p1.press.0", "queued", { dueAt: 0 }, 5);
    expect(await find()).toEqual([lane("press")]);
    await other.change("p1.press.0", "queued", { state: "rejected" }, 5);
    expect(await find()).toEqual([]);
    await other.change("p1.press.0", "rejected", { state: "queued" }, 5);
    expect(await find()).toEqual([lane("press")]);
    await other.hold(sampleHold("h1", "everything"));
    expect(await find()).toEqual([]);
    await other.release("h1", { by: "duty officer", reason: "over", at: 9, cancel: [] });
    expect(await find()).toEqual([lane("press")]);
    await other.hold(sampleHold("h2", "everything"));
    expect(await find()).toEqual([]);
    await other.add(samplePublication("p2", { priority: "emergency" }), [sampleDelivery("p2", "press")], []);
    expect(await find()).toEqual([lane("press", "emergency")]);
  });

  it("finds within five seconds the work of a program that took the job and died", async () => {
    await add(other, "p2");
    expect(await other.dueLanes(["press"], now)).toEqual([lane("press")]);
    await other.close();
    expect(await one.dueLanes(["press"], now + 5_000)).toEqual([lane("press")]);
  });
});

it("keeps looking for as long as work is due, so that a lane is taken over when its owner's lease ends", async () => {
  await add(one, "p1");
  await one.enlist("a", 60_000, now);
  await other.enlist("b", 60_000, now);
  await one.claim("a", [lane("press")], now);
  expect(await other.dueLanes(["press"], now)).toEqual([]);
  expect(await countJobs()).toBe(0);
  await query("UPDATE carecast.owners SET lease_until = now() WHERE id = 'a'");
  expect(await other.dueLanes(["press"], now)).toEqual([lane("press")]);
  expect(await other.claim("b", [lane("press")], now)).toEqual([lane("press")]);
});

it("measures leases by the clock of the database, not by the caller's", async () => {
  await one.enlist("a", 60_000, 0);
  await one.enlist("b", 60_000, now + 9e9);
  expect(await one.claim("a", [lane("press")], 0)).toEqual([lane("press")]);
  expect(await other.claim("b", [lane("press")], now + 9e9)).toEqual([]);
  expect(await one.renew("a", 60_000, 0)).toBe(true);
});
