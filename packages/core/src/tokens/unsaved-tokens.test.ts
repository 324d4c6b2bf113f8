import { randomBytes } from "node:crypto";
import { NetworkError, type Json } from "@carecast/adapter";
import { manualClock } from "@carecast/testing";
import { expect, test } from "vitest";
import { createTokenStore, type ChannelTokens, type TokenStoreOptions } from "./create-token-store.ts";
import { rotatingNetwork } from "./fixtures/rotating-network.ts";
import { smallShelf } from "./fixtures/small-shelf.ts";
import { turnstile } from "./fixtures/turnstile.ts";
import { createSealer } from "./seal.ts";

const first = { token: "planted-token-1", count: 1 };
const second = { token: "planted-token-2", count: 2 };
const third = { token: "planted-token-3", count: 3 };
const failed = "unsaved: The disk is full.";

/** A channel whose first tokens are stored, and whose ledger then takes no more. */
async function world() {
  const shelf = smallShelf();
  const network = rotatingNetwork();
  const clock = manualClock();
  const inTurn = turnstile();
  const sealer = createSealer(randomBytes(32).toString("base64"));
  const facts: string[] = [];
  const { promise: saved, resolve: onSaved } = Promise.withResolvers<void>();
  const open = (more: Partial<TokenStoreOptions> = {}): ChannelTokens =>
    createTokenStore({
      ...{ shelf, channel: "sky", sealer, clock, inTurn },
      onUnsaved: (error) => facts.push(`unsaved: ${(error as Error).message}`),
      onSaved: () => {
        facts.push("saved");
        onSaved();
      },
      ...more,
    });
  const store = open();
  await store.renew(network.renew);
  shelf.broken = "writes";
  return {
    ...{ shelf, network, clock, facts, open, store, saved },
    stored: (): Promise<Json | undefined> => open().read(),
    version: () => shelf.rows.get("sky")?.version,
    /** Lets the process come to its next try, and end it: a try that is under way would meet what the test does next. */
    wait: async (ms: number) => {
      await clock.untilPending();
      await clock.advance(ms);
      await Promise.race([clock.untilPending(), saved]);
    },
  };
}

test("tokens that the ledger cannot store are used all the same, and stored as soon as it can", async () => {
  const { shelf, network, clock, facts, store, saved, stored, version, wait } = await world();
  expect(await store.renew(network.renew)).toEqual(second);
  expect(await store.read()).toEqual(second);
  expect(await stored()).toEqual(first);
  expect(facts).toEqual([failed]);
  shelf.broken = undefined;
  await wait(1_000);
  await saved;
  expect(await store.read()).toEqual(second);
  expect(await stored()).toEqual(second);
  expect(version()).toBe(2);
  expect(facts).toEqual([failed, "saved"]);
  expect(clock.pending).toBe(0);
});

test("it is tried again after one second, then after twice as long, and at least each minute", async () => {
  const { shelf, network, clock, facts, store, wait } = await world();
  await store.renew(network.renew);
  const tries: number[] = [];
  const begin = clock.now();
  const { setTokens } = shelf;
  shelf.setTokens = (...given) => {
    tries.push((clock.now() - begin) / 1000);
    return setTokens(...given);
  };
  for (let second = 0; second < 250; second += 1) await wait(1_000);
  expect(tries).toEqual([1, 3, 7, 15, 31, 63, 123, 183, 243]);
  expect(facts).toEqual([failed]);
  await store.close();
});

test("until then no other process gets its turn, so none meets the tokens that are dead", async () => {
  const { shelf, network, open, store, saved, wait } = await world();
  await store.renew(network.renew);
  const other = open();
  expect(await other.read()).toEqual(first);
  let asked = 0;
  const renewed = other.renew(async (current) => {
    asked += 1;
    return current!;
  });
  for (let time = 0; time < 5; time += 1) await wait(60_000);
  expect(asked).toBe(0);
  shelf.broken = undefined;
  await wait(60_000);
  await saved;
  expect(await renewed).toEqual(second);
});

test("what is renewed meanwhile goes on from what only memory has, and only the newest is stored", async () => {
  const { shelf, network, facts, store, saved, stored, version, wait } = await world();
  await store.renew(network.renew);
  expect(await store.renew(network.renew)).toEqual(third);
  expect(await store.read()).toEqual(third);
  await expect(store.renew(() => Promise.reject(new NetworkError("No answer.")))).rejects.toThrow("No answer.");
  expect(await store.renew(async (current) => current!)).toEqual(third);
  expect(facts).toEqual([failed]);
  shelf.broken = undefined;
  await wait(60_000);
  await saved;
  expect(await stored()).toEqual(third);
  expect(version()).toBe(2);
  expect(network).toMatchObject({ renewals: 3, refusals: 0 });
});

test("a renewal that finds the ledger well again stores at once, and the turn goes on", async () => {
  const { shelf, network, facts, open, store, stored, wait } = await world();
  await store.renew(network.renew);
  shelf.broken = undefined;
  expect(await store.renew(network.renew)).toEqual(third);
  expect(await stored()).toEqual(third);
  expect(facts).toEqual([failed, "saved"]);
  const renewed = open().renew(network.renew);
  await wait(60_000);
  expect(await renewed).toMatchObject({ count: 4 });
  expect(await store.renew(network.renew)).toMatchObject({ count: 5 });
});

test("a write that took effect though it failed is found out, and doubles nothing", async () => {
  const { shelf, network, facts, store, saved, stored, version, wait } = await world();
  shelf.broken = "writes, after";
  expect(await store.renew(network.renew)).toEqual(second);
  shelf.broken = undefined;
  await wait(1_000);
  await saved;
  expect(facts).toEqual([failed, "saved"]);
  expect(await stored()).toEqual(second);
  expect(version()).toBe(2);
});

test("what another process has stored after it had taken over stays, and is taken", async () => {
  const { shelf, network, open, store, saved, stored, version, wait } = await world();
  await store.renew(network.renew);
  shelf.broken = undefined;
  // The lease of the first one ran out, so the second has the turn as well. What it finds is dead, and it logs in.
  const login = { token: "of a new login" };
  const successor = open({ inTurn: (work) => work() });
  await successor.renew((current) => network.renew(current).catch(() => login));
  expect(await stored()).toEqual(login);
  await wait(1_000);
  await saved;
  expect(await stored()).toEqual(login);
  expect(version()).toBe(2);
  expect(await store.read()).toEqual(login);
});

test("closing tries once more", async () => {
  const { shelf, network, clock, store, stored } = await world();
  await store.renew(network.renew);
  shelf.broken = undefined;
  await store.close();
  await store.close();
  expect(await stored()).toEqual(second);
  expect(clock.pending).toBe(0);
});

test("closing ends although nothing can be stored, and gives the turn away", async () => {
  const { shelf, network, clock, facts, open, store } = await world();
  await store.renew(network.renew);
  await store.close();
  expect(clock.pending).toBe(0);
  expect(facts).toEqual([failed]);
  shelf.broken = undefined;
  expect(await open().renew(async () => ({ token: "of a new login" }))).toEqual({ token: "of a new login" });
});

test("closing waits for a renewal that has begun, and none begins after it", async () => {
  const { shelf, network, store, stored } = await world();
  shelf.broken = undefined;
  const begun = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  const renewed = store.renew(async (current) => {
    begun.resolve();
    await answered.promise;
    return network.renew(current);
  });
  await begun.promise;
  const closed = store.close();
  answered.resolve();
  await closed;
  expect(await stored()).toEqual(second);
  expect(await renewed).toEqual(second);
  await expect(store.renew(network.renew)).rejects.toMatchObject({ code: "ledger" });
  expect(network.renewals).toBe(2);
});

test("tokens that a ledger lost with its newest writes are put back", async () => {
  const { shelf, network, store, stored, version } = await world();
  shelf.broken = undefined;
  const older = shelf.rows.get("sky")!;
  await store.renew(network.renew);
  shelf.rows.set("sky", older);
  expect(await store.renew(async (current) => current!)).toEqual(second);
  expect(await stored()).toEqual(second);
  expect(version()).toBe(2);
  expect(await store.renew(network.renew)).toEqual(third);
  expect(network.refusals).toBe(0);
});
