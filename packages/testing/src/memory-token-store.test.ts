import { NetworkError, type Json } from "@carecast/adapter";
import { expect, it } from "vitest";
import { memoryTokenStore } from "./memory-token-store.ts";

it("keeps what was stored last, as JSON leaves it, and lists what was given", async () => {
  const store = memoryTokenStore();
  expect(await store.read()).toBeUndefined();
  const given = { token: "a", until: undefined } as unknown as Json;
  expect(await store.renew(async () => given)).toStrictEqual({ token: "a" });
  expect(await store.read()).toStrictEqual({ token: "a" });
  expect(await store.renew(async (current) => [current ?? null])).toEqual([{ token: "a" }]);
  expect(store.written).toStrictEqual([given, [{ token: "a" }]]);
});

it("lets one renewal run at a time, each with what is stored by then", async () => {
  const store = memoryTokenStore();
  const add = (): Promise<Json> => store.renew(async (count) => Number(count ?? 0) + 1);
  expect(await Promise.all([add(), add(), add()])).toEqual([1, 2, 3]);
});

it("fails as it is told, and a renewal that fails leaves the old", async () => {
  const store = memoryTokenStore();
  await store.renew(async () => "old");
  const blip = new NetworkError("No answer.");
  store.fail(blip);
  await expect(store.renew(async () => "new")).rejects.toBe(blip);
  store.fail(undefined);
  await expect(store.renew(() => Promise.reject(blip))).rejects.toBe(blip);
  expect(await store.read()).toBe("old");
  expect(await store.renew(async () => "new")).toBe("new");
});
