/** One way of doing a piece of work; resolves when it is done once. `worker` counts those that work at once, from 0. */
export type Contender = (worker: number) => unknown;

export interface MeasureOptions {
  /** Calls of each contender a round. */
  readonly calls: number;
  readonly rounds: number;
  /** Calls under way at once. */
  readonly concurrency: number;
  /**
   * `cpu`: seconds of this process on a processor, which a busy machine or a slow server do not change. `wall`: seconds
   * on the clock, where waiting is part of what is measured. Default `wall`.
   */
  readonly seconds?: "cpu" | "wall";
  /** What each turn finds undone that the one before has left behind. It is not measured. */
  readonly between?: () => Promise<void>;
}

/**
 * Calls a second of each contender, the median of the rounds. The contenders take turns within a round, so that a
 * machine that slows down slows all of them; the first round warms up and does not count.
 */
export async function measure<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  options: MeasureOptions,
): Promise<Readonly<Record<Name, number>>> {
  const entries = Object.entries<Contender>(contenders);
  const rates = new Map<string, number[]>(entries.map(([name]) => [name, []]));
  for (let round = 0; round <= options.rounds; round += 1) {
    for (const [name, contender] of round % 2 === 0 ? entries : entries.toReversed()) {
      await options.between?.();
      const seconds = await timeRound(contender, options);
      if (round > 0) rates.get(name)?.push(options.calls / seconds);
    }
  }
  // The keys are those of the contenders.
  return Object.fromEntries([...rates].map(([name, all]) => [name, median(all)])) as Record<Name, number>;
}

async function timeRound(contender: Contender, options: MeasureOptions): Promise<number> {
  const { calls, concurrency, seconds = "wall" } = options;
  const start = performance.now();
  const used = process.cpuUsage();
  await callAtOnce(contender, calls, concurrency);
  if (seconds === "wall") return (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(used);
  return (user + system) / 1_000_000;
}

/** Calls so many times, so many of them at once. */
export async function callAtOnce(contender: Contender, calls: number, concurrency: number): Promise<void> {
  let left = calls;
  const work = async (_: unknown, worker: number): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await contender(worker);
    }
  };
  await Promise.all(Array.from({ length: concurrency }).map(work));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
