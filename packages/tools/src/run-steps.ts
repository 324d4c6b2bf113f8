/** One check. */
export interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Steps whose results it reads. */
  readonly needs?: readonly string[];
  /** Whether it runs before all others and beside none. Such a step needs nothing. */
  readonly alone?: boolean;
}

export interface StepResult {
  readonly name: string;
  /** `skipped`: a step that it needs has failed. */
  readonly state: "passed" | "failed" | "skipped";
  readonly durationMs: number;
  readonly output: string;
}

export interface StepRunner {
  run(step: Step): Promise<{ readonly exitCode: number; readonly output: string }>;
  /** Milliseconds from any fixed moment. */
  now(): number;
  /** Called as each step ends. */
  report(result: StepResult): void;
}

/** The named steps and everything they need, in the order of `steps`; without a name, all. */
export function chooseSteps(steps: readonly Step[], names: readonly string[]): readonly Step[] {
  if (names.length === 0) return steps;
  const chosen = new Set<string>();
  const choose = (name: string): void => {
    const step = steps.find((one) => one.name === name);
    if (step === undefined)
      throw new Error(`There is no step ${name}, only ${steps.map((one) => one.name).join(", ")}.`);
    chosen.add(name);
    step.needs?.forEach(choose);
  };
  names.forEach(choose);
  return steps.filter(({ name }) => chosen.has(name));
}

/**
 * Runs every step as soon as what it needs has passed, `width` at a time, the earlier in the list first. Goes on
 * after a failure, so that one run shows all that is wrong.
 */
export async function runSteps(
  steps: readonly Step[],
  width: number,
  runner: StepRunner,
): Promise<readonly StepResult[]> {
  const results = new Map<string, StepResult>();
  const end = (result: StepResult): void => {
    results.set(result.name, result);
    runner.report(result);
  };
  const run = async (step: Step): Promise<void> => {
    const startedAt = runner.now();
    const { exitCode, output } = await runner.run(step);
    const state = exitCode === 0 ? "passed" : "failed";
    end({ name: step.name, state, durationMs: runner.now() - startedAt, output });
  };
  for (const step of steps.filter(({ alone }) => alone)) await run(step);
  await runBeside(
    steps.filter(({ alone }) => !alone),
    width,
    results,
    { run, skip: ({ name }) => end({ name, state: "skipped", durationMs: 0, output: "" }) },
  );
  return steps.map(({ name }) => results.get(name) as StepResult);
}

async function runBeside(
  steps: readonly Step[],
  width: number,
  results: ReadonlyMap<string, StepResult>,
  { run, skip }: { run(step: Step): Promise<void>; skip(step: Step): void },
): Promise<void> {
  const waiting = new Set(steps);
  const running = new Set<Promise<void>>();
  while (waiting.size > 0 || running.size > 0) {
    const ended = results.size;
    for (const step of waiting) {
      const states = (step.needs ?? []).map((name) => results.get(name)?.state);
      const isBroken = states.some((state) => state === "failed" || state === "skipped");
      const isReady = running.size < width && states.every((state) => state === "passed");
      if (!isBroken && !isReady) continue;
      waiting.delete(step);
      if (isBroken) {
        skip(step);
      } else {
        const work: Promise<void> = run(step).then(() => void running.delete(work));
        running.add(work);
      }
    }
    if (running.size > 0) await Promise.race(running);
    else if (results.size === ended && waiting.size > 0) throw new Error("The steps need each other in a circle.");
  }
}
