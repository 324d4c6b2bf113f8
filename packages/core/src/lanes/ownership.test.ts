import { manualClock, type ManualClock } from "@carecast/testing";
import { expect, test } from "vitest";

import { memoryLedger, type LaneRef, type Ledger } from "../index.ts";
import { createOwnership, type Ownership } from "./ownership.ts";
import { createWatchdog } from "./watchdog.ts";

const press: LaneRef = { channel: "press", lane: "routine" };
const wards: LaneRef = { channel: "wards", lane: "routine" };
const leaseMs = 9000;

interface Two {
  readonly clock: ManualClock;
  readonly store: Ledger;
  readonly one: Ownership;
  readonly other: Ownership;
}

function setTwo(): Two {
  const clock = manualClock();
  const store = memoryLedger();
  const make = (): Ownership => createOwnership({ store, clock, leaseMs, watchdog: createWatchdog() });
  return { clock, store, one: make(), other: make() };
}

test("keeps a lane for as long as there is work in it, far beyond one lease", async () => {
  const { clock, one, other } = setTwo();
  const name = await one.claim(press);
  for (let round = 0; round < 10; round += 1) {
    await clock.advance(leaseMs);
    expect(await other.claim(press)).toBeUndefined();
  }
  expect(await one.claim(press)).toBe(name);
});

test("frees a lane that rests, and lets no timer run without one", async () => {
  const { clock, one, other } = setTwo();
  await one.claim(press);
  one.rest(press);
  expect(await other.claim(press)).toBeUndefined();
  await clock.advance(200);
  expect(await other.claim(press)).toEqual(expect.any(String));
  other.rest(press);
  await clock.advance(200);
  expect(clock.pending).toBe(0);
});

test("keeps a resting lane that is claimed again in time", async () => {
  const { clock, one, other } = setTwo();
  await one.claim(press);
  one.rest(press);
  await clock.advance(50);
  await one.claim(press);
  await clock.advance(500);
  expect(await other.claim(press)).toBeUndefined();
});

test("renews a lease that ran out while there was no lane, before it takes one", async () => {
  const { clock, one, other } = setTwo();
  const name = await one.claim(press);
  one.rest(press);
  await clock.advance(2 * leaseMs);
  expect(await one.claim(press)).toBe(name);
  await other.claim(wards);
  expect(await other.claim(press)).toBeUndefined();
});

test("takes another name once it was struck off, and has nothing of what it had", async () => {
  const { clock, one, other } = setTwo();
  const name = await one.claim(press);
  one.rest(press);
  await clock.advance(2 * leaseMs);
  await other.claim(press);
  const next = await one.claim(wards);
  expect(next).toEqual(expect.any(String));
  expect(next).not.toBe(name);
  expect(await one.claim(press)).toBeUndefined();
});

test("notices that it was struck off by a program whose clock is ahead", async () => {
  const { clock, store, one } = setTwo();
  const name = await one.claim(press);
  await store.enlist("ahead", leaseMs, clock.now() + 60_000);
  await store.claim("ahead", [wards], clock.now() + 60_000);
  await store.free("ahead", [wards]);
  const next = await one.claim(wards);
  expect(next).toEqual(expect.any(String));
  expect(next).not.toBe(name);
});

test("gives everything back at once when it stops", async () => {
  const { one, other } = setTwo();
  await one.claim(press);
  await one.stop();
  expect(await other.claim(press)).toEqual(expect.any(String));
});

test("runs a turn alone, and gives the lane on right after it", async () => {
  const { clock, one, other } = setTwo();
  const tokens: LaneRef = { channel: "press", lane: "tokens" };
  const ends = Promise.withResolvers<undefined>();
  const order: string[] = [];
  const first = one.inTurn(tokens, async () => {
    order.push("one begins");
    await ends.promise;
    order.push("one ends");
  });
  await clock.advance(0);
  const second = other.inTurn(tokens, () => Promise.resolve(void order.push("other")));
  await clock.advance(1000);
  expect(order).toEqual(["one begins"]);
  ends.resolve(undefined);
  await first;
  await clock.advance(200);
  await second;
  expect(order).toEqual(["one begins", "one ends", "other"]);
});

test("a turn that has not come when the hub closes is refused with an error of ours", async () => {
  const { clock, one, other } = setTwo();
  const tokens: LaneRef = { channel: "press", lane: "tokens" };
  await one.claim(tokens);
  const waiting = other.inTurn(tokens, () => Promise.resolve());
  const refused = expect(waiting).rejects.toMatchObject({ code: "ledger" });
  await clock.advance(50);
  await other.stop();
  await refused;
});
