import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

import { startPostgres } from "../../../postgres/test/start-postgres.ts";
import { bundleChild } from "../harness/bundle-child.ts";
import type { Verdict } from "../harness/judge.ts";
import type { LedgerPlace } from "../harness/task.ts";
import { runCrashRound } from "./crash-round.ts";
import { createRandom } from "./random.ts";
import type { Counts, Report } from "./report.ts";

export interface CrashSoak {
  readonly ledger: LedgerPlace["kind"];
  readonly kills: number;
  readonly seed: number;
  readonly onProgress: (counts: Counts) => void;
}

/** Kills programs until it is enough. */
export async function soakCrashes({ ledger, kills, seed, onProgress }: CrashSoak): Promise<Report> {
  const random = createRandom(seed);
  await using places = await openPlaces(ledger);
  await using bundle = await bundleChild();
  const counts = { kills: 0, publications: 0, deliveries: 0, delivered: 0, unknown: 0, waiting: 0 };
  const broken = { lost: [] as string[], doubled: [] as string[], wrong: [] as string[] };
  const work = async (): Promise<void> => {
    while (counts.kills < kills) {
      const round = await runCrashRound(bundle.file, places.next(), createRandom(random.between(0, 2 ** 31)));
      for (const key of countKeys) counts[key] += round[key];
      for (const key of brokenKeys) broken[key].push(...round[key]);
      onProgress(counts);
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
  return { ledger, counts, ...broken };
}

const countKeys = ["kills", "publications", "deliveries", "delivered", "unknown", "waiting"] as const;
const brokenKeys = ["lost", "doubled", "wrong"] as const satisfies readonly (keyof Verdict)[];

interface Places extends AsyncDisposable {
  next(): LedgerPlace;
}

/** A file for each round on SQLite; on Postgres one database for all, as in life. */
async function openPlaces(kind: LedgerPlace["kind"]): Promise<Places> {
  if (kind === "postgres") {
    const server = await startPostgres();
    const { connectionString } = server;
    return { next: () => ({ kind, connectionString }), [Symbol.asyncDispose]: () => server.stop() };
  }
  const directory = await mkdtemp(join(tmpdir(), "carecast-soak-"));
  let files = 0;
  return {
    next: () => ({ kind, path: join(directory, `${(files += 1)}.sqlite`) }),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}
