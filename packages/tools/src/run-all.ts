import { availableParallelism } from "node:os";

/** Does `work` on every item, on as many as there are processors at a time. */
export async function runAll<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results = new Map<number, R>();
  const waiting = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of waiting) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return items.map((_, index) => results.get(index) as R);
}
