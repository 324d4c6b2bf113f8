import type { PlainLever } from "@carecast/sandbox";

import type { CrashBench, CrashResult } from "./crash-bench.ts";
import type { Places } from "./open-places.ts";
import type { KillPoint } from "./task.ts";

export type LabelledPoint = KillPoint & { readonly label: string };
export type LabelledResult = CrashResult & { readonly label: string };

/**
 * Each kind of boundary once. Of those that come several times, as for each part of a thread, another one in each
 * `turn`.
 */
export function choosePoints(boundaries: readonly string[], turn: number): readonly LabelledPoint[] {
  const kinds = Map.groupBy(boundaries, (label) => label);
  return [...kinds].map(([label, all], index) => ({ label, nth: 1 + ((index + turn) % all.length) }));
}

/** Kills a program at each of the points, as many at a time as there are benches. */
export async function killAtAll(
  benches: readonly CrashBench[],
  places: Places,
  lever: PlainLever,
  points: readonly LabelledPoint[],
): Promise<readonly LabelledResult[]> {
  const results: LabelledResult[] = [];
  const left = points.map((kill, index) => ({ kill, index }));
  const work = async (bench: CrashBench): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const { kill, index } = next;
      results[index] = { label: kill.label, ...(await bench.run({ lever, ledger: places.next(), kill })) };
    }
  };
  await Promise.all(benches.map(work));
  return results;
}

/** What should not have happened, with the place at which the program was killed. */
export function listFaults(results: readonly LabelledResult[]): readonly string[] {
  return results.flatMap(({ label, lost, doubled, wrong }) => [
    ...lost.map((what) => `${label}: lost: ${what}`),
    ...doubled.map((what) => `${label}: doubled: ${what}`),
    ...wrong.map((what) => `${label}: wrong: ${what}`),
  ]);
}
