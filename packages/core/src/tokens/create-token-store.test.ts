import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { NetworkError, type Json } from "@carecast/adapter";
import { manualClock } from "@carecast/testing";
import { describe, expect, test } from "vitest";
import { createTokenStore, type ChannelTokens, type TokenStoreOptions } from "./create-token-store.ts";
import { rotatingNetwork } from "./fixtures/rotating-network.ts";
import { smallShelf } from "./fixtures/small-shelf.ts";
import { turnstile } from "./fixtures/turnstile.ts";
import { forgetTokens } from "./forget-tokens.ts";
import { createSealer } from "./seal.ts";

const encryptionKey = randomBytes(32).toString("base64");
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** One ledger, one network, and as many processes as a test wants. */
function world() {
  const shelf = smallShelf();
  const network = rotatingNetwork();
  const clock = manualClock();
  const inTurn = turnstile();
  const facts: string[] = [];
  const open = (more: Partial<TokenStoreOptions> = {}): ChannelTokens =>
    createTokenStore({
      shelf,
      channel: "sky",
      sealer: createSealer(encryptionKey),
      clock,
      inTurn,
      onUnsaved: (error) => facts.push(`unsaved: ${(error as Error).message}`),
      onSaved: () => facts.push("saved"),
      ...more,
    });
  /** What a process finds that has just begun. */
  const stored = (): Promise<Json | undefined> => open().read();
  return { shelf, network, clock, inTurn, facts, open, stored, version: () => shelf.rows.get("sky")?.version };
}

const first = { token: "planted-token-1", count: 1 };
const second = { token: "planted-token-2", count: 2 };
const third = { token: "planted-token-3", count: 3 };

describe("what the network handed out", () => {
  test("is there for the next process, and the ledger cannot read it", async () => {
    const { shelf, network, open, stored, version } = world();
    const store = open();
    expect(await store.read()).toBeUndefined();
    expect(await store.renew(network.renew)).toEqual(first);
    expect(await stored()).toEqual(first);
    expect(version()).toBe(1);
    expect(Buffer.from(shelf.rows.get("sky")!.sealed, "base64url").toString("latin1")).not.toContain("planted");
  });

  test("is read from the ledger once, however often a process asks", async () => {
    const { shelf, network, open } = world();
    await open().renew(network.renew);
    const store = open();
    const before = shelf.reads;
    for (let time = 0; time < 100; time += 1) expect(await store.read()).toEqual(first);
    expect(shelf.reads).toBe(before + 1);
    await store.renew(network.renew);
    const after = shelf.reads;
    expect(await store.read()).toEqual(second);
    expect(shelf.reads).toBe(after);
  });

  test("is what JSON makes of it, for this process as for the others", async () => {
    const { open, stored } = world();
    const store = open();
    const loose = { token: "a", until: undefined } as unknown as Json;
    expect(await store.renew(async () => loose)).toStrictEqual({ token: "a" });
    expect(await store.read()).toStrictEqual({ token: "a" });
    expect(await stored()).toStrictEqual({ token: "a" });
  });

  test("belongs to its channel alone", async () => {
    const { shelf, network, open } = world();
    await open().renew(network.renew);
    expect(await open({ channel: "wards" }).read()).toBeUndefined();
    shelf.rows.set("wards", shelf.rows.get("sky")!);
    await expect(open({ channel: "wards" }).read()).rejects.toMatchObject({ code: "ledger", channel: "wards" });
  });
});

describe("of many that renew at the same time", () => {
  /** Renews as an adapter does: what another process has stored meanwhile is taken. */
  const renewIfStale =
    (network: ReturnType<typeof rotatingNetwork>, stale: Json | undefined) => async (current: Json | undefined) =>
      JSON.stringify(current) === JSON.stringify(stale) ? network.renew(current) : current!;

  test("in one process, one asks the network", async () => {
    const { network, open } = world();
    const store = open();
    const all = await Promise.all(Array.from({ length: 20 }, () => store.renew(renewIfStale(network, undefined))));
    expect(all).toEqual(Array.from({ length: 20 }, () => first));
    expect(network).toMatchObject({ renewals: 1, refusals: 0 });
  });

  test("in many processes, one asks the network, again and again", async () => {
    const { network, open, version } = world();
    const processes = Array.from({ length: 8 }, () => open());
    let stale: Json | undefined;
    for (let round = 1; round <= 5; round += 1) {
      const all = await Promise.all(processes.map((store) => store.renew(renewIfStale(network, stale))));
      expect(new Set(all.map((json) => JSON.stringify(json))).size).toBe(1);
      expect(network).toMatchObject({ renewals: round, refusals: 0 });
      expect(version()).toBe(round);
      stale = all[0];
    }
  });

  test("each renewal sees what is stored by then, not what its process remembers", async () => {
    const { network, open } = world();
    const [one, other] = [open(), open()];
    await one.renew(network.renew);
    expect(await other.read()).toEqual(first);
    await one.renew(network.renew);
    expect(await other.read()).toEqual(first);
    let seen: Json | undefined;
    await other.renew(async (current) => (seen = current!));
    expect(seen).toEqual(second);
    expect(await other.read()).toEqual(second);
  });

  test("the next one of a process begins when the turn of the last one is over", async () => {
    const { network, open } = world();
    let inside = 0;
    const store = open({
      inTurn: async (work) => {
        expect((inside += 1)).toBe(1);
        const result = await work();
        await settle();
        inside -= 1;
        return result;
      },
    });
    for (let time = 0; time < 3; time += 1) await store.renew(network.renew);
    await Promise.all([store.renew(network.renew), store.renew(network.renew)]);
    expect(network).toMatchObject({ renewals: 5, refusals: 0 });
  });

  test("one that was struck off in the middle does not overwrite what another has stored", async () => {
    const { network, open, stored, version } = world();
    await open().renew(network.renew);
    const struckOff = open({ inTurn: (work) => work() });
    const answered = Promise.withResolvers<Json>();
    const begun = Promise.withResolvers<void>();
    const late = struckOff.renew(() => {
      begun.resolve();
      return answered.promise;
    });
    await begun.promise;
    await open().renew(network.renew);
    answered.resolve({ token: "late" });
    expect(await late).toEqual(second);
    expect(await struckOff.read()).toEqual(second);
    expect(await stored()).toEqual(second);
    expect(version()).toBe(2);
  });
});

describe("a renewal that fails", () => {
  test("leaves the old, throws what was thrown, and gives the turn away", async () => {
    const { network, open, stored, version } = world();
    const store = open();
    await store.renew(network.renew);
    const blip = new NetworkError("No answer.");
    await expect(store.renew(() => Promise.reject(blip))).rejects.toBe(blip);
    expect(await store.read()).toEqual(first);
    expect(await stored()).toEqual(first);
    expect(version()).toBe(1);
    expect(await open().renew(network.renew)).toEqual(second);
    expect(await store.renew(network.renew)).toEqual(third);
  });

  test("does not fail those that wait behind it", async () => {
    const { network, open } = world();
    const store = open();
    const failing = store.renew(() => Promise.reject(new NetworkError("No answer.")));
    const next = store.renew(network.renew);
    await expect(failing).rejects.toThrow("No answer.");
    expect(await next).toEqual(first);
  });

  test("writes nothing when the stored one is given back", async () => {
    const { network, open, version } = world();
    const store = open();
    await store.renew(network.renew);
    for (let time = 0; time < 3; time += 1) expect(await store.renew(async (current) => current!)).toEqual(first);
    expect(version()).toBe(1);
  });

  test("asks nothing of the network when the ledger cannot be read", async () => {
    const { shelf, network, open } = world();
    shelf.broken = "reads";
    const store = open();
    await expect(store.renew(network.renew)).rejects.toMatchObject({ code: "ledger" });
    await expect(store.read()).rejects.toMatchObject({ code: "ledger" });
    expect(network.renewals).toBe(0);
    shelf.broken = undefined;
    expect(await store.renew(network.renew)).toEqual(first);
  });

  test("asks nothing of the network when the key is not to be had, though nothing is stored", async () => {
    const { network, open } = world();
    let isOpen = false;
    const sealer = createSealer(() => (isOpen ? encryptionKey : "planted"));
    const store = open({ sealer });
    await expect(store.renew(network.renew)).rejects.toMatchObject({ code: "config", path: "encryptionKey" });
    expect(network.renewals).toBe(0);
    isOpen = true;
    expect(await store.renew(network.renew)).toEqual(first);
  });
});

describe("what cannot be opened", () => {
  test("because of the key names the option, and stays as it is", async () => {
    const { shelf, network, open } = world();
    await open().renew(network.renew);
    const before = shelf.rows.get("sky");
    const other = randomBytes(32).toString("hex");
    const store = open({ sealer: createSealer(other) });
    for (const call of [() => store.read(), () => store.renew(network.renew)]) {
      const error: unknown = await call().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "config", path: "encryptionKey", channel: "sky" });
      for (const secret of [other, encryptionKey, "planted", before!.sealed])
        expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain(secret);
    }
    expect(shelf.rows.get("sky")).toBe(before);
    expect(network.renewals).toBe(1);
  });

  test("because it is damaged or was put back under a later version is the ledger's, and stays as it is", async () => {
    const { shelf, network, open } = world();
    const store = open();
    await store.renew(network.renew);
    const { sealed } = shelf.rows.get("sky")!;
    await store.renew(network.renew);
    const rows = [
      { version: 2, sealed },
      { version: 2, sealed: "planted" },
    ];
    for (const row of rows) {
      shelf.rows.set("sky", row);
      for (const call of [() => open().read(), () => open().renew(network.renew), () => store.renew(network.renew)]) {
        const error: unknown = await call().catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: "ledger", channel: "sky" });
        expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain("planted");
      }
      expect(shelf.rows.get("sky")).toBe(row);
    }
    expect(network.renewals).toBe(2);
  });

  test("can be forgotten, without the key; the channel then begins anew and the count of versions goes on", async () => {
    const { shelf, network, open, stored } = world();
    await forgetTokens(shelf, "sky");
    expect(shelf.rows.size).toBe(0);
    await open().renew(network.renew);
    await forgetTokens(shelf, "sky");
    await forgetTokens(shelf, "sky");
    expect(shelf.rows.get("sky")).toEqual({ version: 2, sealed: "" });
    expect(await stored()).toBeUndefined();
    const sealer = createSealer(randomBytes(32).toString("hex"));
    await open({ sealer }).renew(async (current) => ({ before: current ?? null }));
    expect(await open({ sealer }).read()).toEqual({ before: null });
  });

  test("and was forgotten while its channel renewed is replaced by what the network gave", async () => {
    const { shelf, network, open, stored, version } = world();
    await open().renew(network.renew);
    const renewed = open().renew(async (current) => {
      await forgetTokens(shelf, "sky");
      return network.renew(current);
    });
    expect(await renewed).toEqual(second);
    expect(await stored()).toEqual(second);
    expect(version()).toBe(3);
  });
});
