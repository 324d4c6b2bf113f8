import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { memoryLedger, type Ledger } from "@carecast/core";
import { sqliteLedger } from "@carecast/core/sqlite";
import { mastodon } from "@carecast/mastodon";

import { instantAdapter } from "./instant-adapter.ts";
import { makeRecords } from "./make-records.ts";
import { callAtOnce, measure } from "./measure.ts";
import { openHub, text } from "./open-hub.ts";
import { perSecond, type Row } from "./row.ts";
import { startServer } from "./start-server.ts";

const inFlight = 64;

/** Whole deliveries through the SQLite ledger, 64 at once, each on a channel of its own; every change is synced. */
export async function benchSqlite(scale: number): Promise<readonly Row[]> {
  const directory = await mkdtemp(join(tmpdir(), "carecast-bench-"));
  try {
    return [...(await benchDelivery(directory, scale)), await benchAgainstMemory(directory, scale)];
  } finally {
    await rm(directory, { recursive: true });
  }
}

/**
 * The peer does with the same ledger what group commit spares: journal, `sending` and `delivered` each in a transaction of
 * its own, one after the other. Our side has one change more to sync, `preparing`.
 */
async function benchDelivery(directory: string, scale: number): Promise<readonly Row[]> {
  await using hub = openHub(sqliteLedger(join(directory, "hub.sqlite")), inFlight, instantAdapter);
  const ledger = sqliteLedger(join(directory, "one-by-one.sqlite"));
  const file = openSync(join(directory, "file"), "a");
  let serial = 0;
  const [many, few] = [1000 * scale, 100 * scale];
  const rounds = await measure(
    {
      hub: () => callAtOnce(hub.publish, many, inFlight),
      oneByOne: () => callAtOnce(() => deliverOneByOne(ledger, `publication${serial++}`), few, 1),
      file: () => callAtOnce(() => appendOneByOne(file), few, 1),
    },
    { calls: 1, rounds: 7, concurrency: 1 },
  );
  closeSync(file);
  await ledger.close();
  const [ours, oneByOne, bare] = [rounds.hub * many, rounds.oneByOne * few, rounds.file * few];
  const row = { what: "deliver through the SQLite ledger, full sync, 64 at once", ours: perSecond(ours) };
  return [
    {
      ...row,
      against: "journal, sending, delivered: one sync each",
      theirs: perSecond(oneByOne),
      ratio: ours / oneByOne,
      target: { atLeast: 6 },
    },
    {
      ...row,
      against: "the same three in a bare file, fdatasync each",
      theirs: perSecond(bare),
      ratio: ours / bare,
    },
  ];
}

async function deliverOneByOne(ledger: Ledger, id: string): Promise<void> {
  const now = Date.now();
  const [publication, delivery] = makeRecords(id, "channel0", now);
  await ledger.add(publication, [delivery], []);
  const draft = { body: { text } };
  await ledger.change(delivery.id, "queued", { state: "sending", attempts: 1, firstSentAt: now, draft }, now);
  const receipt = { id, state: "delivered", at: "2026-08-20T10:00:00.000Z" } as const;
  const result = await ledger.change(delivery.id, "sending", { state: "delivered", receipt }, now);
  if (result !== "changed") throw new Error("The benchmark's change was not made.");
}

const [publication, delivery] = makeRecords("publication", "channel0", 0);
const lines = [[publication, delivery], { draft: { body: { text } } }, { receipt: { id: "1" } }].map(
  (change) => `${JSON.stringify(change)}\n`,
);

function appendOneByOne(file: number): void {
  for (const line of lines) {
    writeSync(file, line);
    fdatasyncSync(file);
  }
}

async function benchAgainstMemory(directory: string, scale: number): Promise<Row> {
  await using server = await startServer();
  const openAdapter = () => mastodon({ baseUrl: server.baseUrl, accessToken: "bench-token" });
  await using durable = openHub(sqliteLedger(join(directory, "mastodon.sqlite")), inFlight, openAdapter);
  await using memory = openHub(memoryLedger(), inFlight, openAdapter);
  const rates = await measure(
    { durable: durable.publish, memory: memory.publish },
    { calls: 2000 * scale, rounds: 5, concurrency: inFlight },
  );
  return {
    what: "publish on Mastodon with the SQLite ledger, full sync, 64 at once",
    ours: perSecond(rates.durable),
    against: "the same with the memory ledger",
    theirs: perSecond(rates.memory),
    ratio: rates.durable / rates.memory,
    target: { atLeast: 0.4 },
  };
}
