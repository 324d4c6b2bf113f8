import { availableParallelism } from "node:os";

import { bundleChild } from "../harness/bundle-child.ts";
import { openPlaces } from "../harness/open-places.ts";
import type { LedgerPlace } from "../harness/task.ts";
import { createRandom } from "../random.ts";
import { runCrashRound } from "./crash-round.ts";
import type { Report } from "./report.ts";

export interface CrashSoak {
  readonly ledger: LedgerPlace["kind"];
  readonly kills: number;
  readonly seed: number;
  readonly onProgress: (line: string) => void;
}

const countKeys = ["kills", "publications", "deliveries", "delivered", "unknown", "waiting"] as const;
const brokenKeys = ["lost", "doubled", "wrong"] as const;

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
      onProgress(`${counts.kills} of ${kills} kills, ${counts.delivered} of ${counts.deliveries} delivered`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
  return { ledger, counts, ...broken };
}
