import { bundleChild } from "../harness/bundle-child.ts";
import { openPlaces } from "../harness/open-places.ts";
import type { LedgerPlace } from "../harness/task.ts";
import { runOwners } from "../owners/run-owners.ts";
import { createRandom } from "../random.ts";
import type { Report } from "./report.ts";

export interface OwnersSoak {
  readonly ledger: LedgerPlace["kind"];
  readonly deliveries: number;
  readonly seed: number;
  readonly onProgress: (line: string) => void;
}

const channelsEach = 10;
const networks = 4;

/** Four programs share so many deliveries, and are stopped for longer than their lease all the while. */
export async function soakOwners({ ledger, deliveries, seed, onProgress }: OwnersSoak): Promise<Report> {
  await using places = await openPlaces(ledger);
  await using bundle = await bundleChild();
  const { lost, doubled, wrong, milliseconds, shares, ...counts } = await runOwners({
    bundle,
    ledger: places.next(),
    random: createRandom(seed),
    channelsEach,
    postsEach: Math.ceil(deliveries / channelsEach / networks),
    answerMs: 5,
    onProgress: (posts) => onProgress(`${posts} of ${deliveries} posts`),
  });
  const seconds = Math.round(milliseconds / 1000);
  return { ledger, counts: { ...counts, seconds }, lost, doubled, wrong, note: `shares: ${shares.join(", ")}` };
}
