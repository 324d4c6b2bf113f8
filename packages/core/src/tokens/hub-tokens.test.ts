import { randomBytes } from "node:crypto";
import { LedgerError, type Adapter, type CallContext, type TokenStore } from "@carecast/adapter";
import { fakeAdapter } from "@carecast/testing";
import { expect, test } from "vitest";
import { createCarecast, forgetTokens, memoryLedger, type Ledger } from "../index.ts";
import { rotatingNetwork } from "./fixtures/rotating-network.ts";

const key = randomBytes(32).toString("base64url");

/** An account on a network whose tokens rotate: each `check` renews, and tells what it has then. */
function rotatingAdapter(network = rotatingNetwork()): Adapter & { readonly seen: (TokenStore | undefined)[] } {
  const seen: (TokenStore | undefined)[] = [];
  return {
    ...fakeAdapter(),
    seen,
    check: async ({ tokens }: CallContext) => {
      seen.push(tokens);
      const { count } = Object((await tokens?.renew(network.renew)) ?? {}) as { readonly count?: number };
      return { ready: true, problems: [], account: { id: "1", handle: String(count) } };
    },
  };
}

/** A ledger that stays open when a hub closes. */
function lastingLedger(): Ledger {
  return { ...memoryLedger(), close: async () => undefined };
}

const handleOf = async (care: ReturnType<typeof open>): Promise<string | undefined> =>
  (await care.check()).channels[0]?.account?.handle;
const open = (ledger: Ledger, adapter: Adapter, encryptionKey?: string) =>
  createCarecast({ channels: { sky: adapter }, ledger, ...(encryptionKey !== undefined && { encryptionKey }) });

test("a hub goes on with the tokens of the one before", async () => {
  const ledger = lastingLedger();
  const network = rotatingNetwork();
  for (const count of ["1", "2", "3"]) {
    await using care = open(ledger, rotatingAdapter(network), key);
    expect(await handleOf(care)).toBe(count);
  }
  expect(network).toMatchObject({ renewals: 3, refusals: 0 });
});

test("without a key adapters get no store, and the ledger gets no tokens", async () => {
  const ledger = lastingLedger();
  const adapter = rotatingAdapter();
  await using care = open(ledger, adapter);
  await care.check();
  expect(adapter.seen).toEqual([undefined]);
  expect(await ledger.tokens("sky")).toBeUndefined();
});

test("a key of another form is refused before anything is done", () => {
  const make = (): unknown => open(lastingLedger(), rotatingAdapter(), "planted-password");
  expect(make).toThrow(expect.objectContaining({ code: "config", path: "encryptionKey" }));
  expect(make).not.toThrow(/planted/);
});

test("another key shows in check, and forgetting lets the channel begin anew", async () => {
  const ledger = lastingLedger();
  await using before = open(ledger, rotatingAdapter(), key);
  await before.check();
  await using after = open(ledger, rotatingAdapter(), randomBytes(32).toString("base64url"));
  const report = await after.check();
  expect(report).toMatchObject({ ready: false, channels: [{ problems: [{ level: "stop" }] }] });
  expect(report.channels[0]?.problems[0]?.message).toMatch(/encryptionKey.*forgetTokens\(ledger, "sky"\)/);
  await forgetTokens(ledger, "sky");
  expect(await handleOf(after)).toBe("1");
});

test("tokens that could not be stored are told of, and stored before the ledger closes", async () => {
  const memory = lastingLedger();
  let isFull = true;
  const ledger: Ledger = {
    ...memory,
    setTokens: (...given) =>
      isFull ? Promise.reject(new LedgerError("The disk is full.")) : memory.setTokens(...given),
  };
  const facts: unknown[] = [];
  const care = open(ledger, rotatingAdapter(), key);
  care.events.on("tokens-unsaved", (fact) => facts.push(["unsaved", fact]));
  care.events.on("tokens-saved", (fact) => facts.push(["saved", fact]));
  expect(await handleOf(care)).toBe("1");
  isFull = false;
  await care.close();
  expect(facts).toMatchObject([
    ["unsaved", { channel: "sky", error: { code: "ledger", message: "The disk is full." } }],
    ["saved", { channel: "sky" }],
  ]);
  expect((await memory.tokens("sky"))?.version).toBe(1);
});
