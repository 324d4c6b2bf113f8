import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Clock, Json } from "@carecast/adapter";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createOwnership } from "../lanes/ownership.ts";
import { createWatchdog } from "../lanes/watchdog.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { memoryLedger } from "../ledger/memory-ledger.ts";
import { sqliteLedger } from "../ledger/sqlite/sqlite-ledger.ts";
import { createTokenStore } from "./create-token-store.ts";
import { rotatingNetwork } from "./fixtures/rotating-network.ts";
import { startTokenServer } from "./fixtures/token-server.ts";
import { createSealer } from "./seal.ts";

const key = randomBytes(32).toString("base64");
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "carecast-tokens-"));
});
afterEach(() => rm(directory, { recursive: true }));
const path = (): string => join(directory, "ledger.sqlite");

/** Waiting takes a turn of the event loop. */
const quickClock: Clock = {
  now: () => Date.now(),
  sleep: (_ms, signal) =>
    new Promise((resolve, reject) =>
      setImmediate(() => (signal?.aborted === true ? reject(signal.reason as Error) : resolve())),
    ),
};

/** A hub as far as tokens go. */
function openHub(ledger: Ledger, channel = "sky") {
  const ownership = createOwnership({ store: ledger, clock: quickClock, leaseMs: 60_000, watchdog: createWatchdog() });
  const store = createTokenStore({
    ...{ shelf: ledger, channel, sealer: createSealer(key), clock: quickClock },
    inTurn: (work) => ownership.inTurn({ channel, lane: "tokens" }, work),
    onUnsaved: (error) => expect(error).toBeUndefined(),
    onSaved: () => undefined,
  });
  return { store, close: () => store.close().then(() => ownership.stop()) };
}

/** Opens one more time what every hub shares. */
const kinds: Readonly<Record<string, () => () => Ledger>> = {
  "one ledger in memory": () => {
    const ledger = memoryLedger();
    return () => ledger;
  },
  "one SQLite ledger": () => {
    const ledger = sqliteLedger(path());
    return () => ledger;
  },
  "one SQLite file, opened by each": () => () => sqliteLedger(path()),
};

describe.each(Object.keys(kinds))("hubs on %s", (kind) => {
  test("take turns: each token is used once, and all end with the same", async () => {
    const open = kinds[kind]!();
    const ledgers = Array.from({ length: 4 }, open);
    const network = rotatingNetwork();
    const hubs = ledgers.map((ledger) => openHub(ledger));
    const run = async ({ store }: (typeof hubs)[number]): Promise<void> => {
      let mine: Json | undefined;
      for (let time = 0; time < 10; time += 1)
        mine = await store.renew(async (current) =>
          current !== undefined && JSON.stringify(current) !== JSON.stringify(mine) ? current : network.renew(current),
        );
    };
    await Promise.all(hubs.map(run));
    expect(network.refusals).toBe(0);
    const fresh = openHub(ledgers[0]!);
    expect(await fresh.store.read()).toMatchObject({ count: network.renewals });
    expect((await ledgers[0]!.tokens("sky"))?.version).toBe(network.renewals);
    await Promise.all([...hubs, fresh].map((hub) => hub.close()));
    for (const ledger of new Set(ledgers)) await ledger.close();
  });
});

test("a SQLite file keeps tokens for the next process, and shows none", async () => {
  const first = sqliteLedger(path());
  const hub = openHub(first);
  await hub.store.renew(async () => ({ refreshToken: "planted-token" }));
  await hub.close();
  await first.close();
  for (const name of await readdir(directory)) {
    const bytes = (await readFile(join(directory, name))).toString("latin1");
    expect(bytes).not.toContain("planted");
    expect(bytes).not.toContain("refreshToken");
  }
  const second = sqliteLedger(path());
  const next = openHub(second);
  expect(await next.store.read()).toEqual({ refreshToken: "planted-token" });
  await next.close();
  await second.close();
});

describe("programs on one SQLite file", () => {
  const program = fileURLToPath(new URL("fixtures/token-child.ts", import.meta.url));
  const start = (url: string, times: number, leaseMs: number) =>
    spawn(process.execPath, [program, path(), url, key, String(times), String(leaseMs)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
  const outputOf = async (child: ReturnType<typeof start>): Promise<string> =>
    (await child.stdout.toArray()).map(String).join("");

  test("take turns: each token is used once, by one at a time", { timeout: 60_000 }, async () => {
    await using server = await startTokenServer();
    const children = [start(server.url, 15, 60_000), start(server.url, 15, 60_000)];
    const outputs = await Promise.all(children.map(outputOf));
    for (const output of outputs) expect(JSON.parse(output)).toMatchObject({ count: expect.any(Number) as number });
    expect(server).toMatchObject({ refusals: 0, mostAtOnce: 1 });
    expect(server.renewals).toBeGreaterThanOrEqual(15);
    const ledger = sqliteLedger(path());
    const { store, close } = openHub(ledger);
    expect(await store.read()).toEqual({ count: server.renewals });
    await close();
    await ledger.close();
  });

  test(
    "one that is killed in the middle of a renewal holds up the others for its lease only",
    { timeout: 60_000 },
    async () => {
      await using server = await startTokenServer();
      const arrived = server.hangNext();
      const victim = start(server.url, 1, 500);
      await arrived;
      victim.kill("SIGKILL");
      await once(victim, "exit");
      expect(JSON.parse(await outputOf(start(server.url, 3, 500)))).toEqual({ count: 3 });
      expect(server).toMatchObject({ renewals: 3, refusals: 0 });
    },
  );
});
