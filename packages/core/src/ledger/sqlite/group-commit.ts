import type { Transact } from "./transact.ts";

/** Runs steps in the order in which they came, many in one transaction, because the sync of a commit is what costs. */
export interface GroupCommit {
  /** Resolves after the commit that holds `step`. `step` may run twice, and only its last run counts. */
  write<T>(step: () => T): Promise<T>;
  /** Sees every write that was asked for before it. */
  read<T>(step: () => T): Promise<T>;
}

interface Step {
  readonly writes: boolean;
  run(): unknown;
  /** Tells the caller what the last run answered. */
  settle(): void;
  reject(error: unknown): void;
}

/** Keeps one transaction, for which the event loop and other processes wait, at some milliseconds. */
const maxSteps = 512;

export function createGroupCommit(transact: Transact): GroupCommit {
  const waiting: Step[] = [];
  let scheduled = false;

  function enqueue<T>(writes: boolean, run: () => T): Promise<T> {
    if (!scheduled) {
      scheduled = true;
      // Not a microtask: everything that this turn of the event loop brings in joins one commit.
      setImmediate(runNext);
    }
    return new Promise<T>((resolve, reject) => {
      let answer!: T;
      waiting.push({
        writes,
        run: () => {
          answer = run();
        },
        settle: () => resolve(answer),
        reject,
      });
    });
  }

  function runNext(): void {
    const steps = waiting.splice(0, maxSteps);
    scheduled = waiting.length > 0;
    if (scheduled) setImmediate(runNext);
    runGroup(steps);
  }

  function runGroup(steps: readonly Step[]): void {
    if (steps.some((step) => step.writes)) commit(steps);
    else steps.forEach(runRead);
  }

  function commit(steps: readonly Step[]): void {
    const failure = transact(() => steps.forEach((step) => step.run()));
    if (failure === undefined) steps.forEach((step) => step.settle());
    // A step that cannot be done must not take its neighbours with it, so each gets a transaction of its own.
    else if (failure.inWork && steps.length > 1) steps.forEach((step) => runGroup([step]));
    else steps.forEach((step) => (step.writes ? step.reject(failure.error) : runRead(step)));
  }

  return {
    write: (step) => enqueue(true, step),
    read: (step) => {
      if (waiting.length > 0) return enqueue(false, step);
      try {
        return Promise.resolve(step());
      } catch (error) {
        return Promise.reject(error);
      }
    },
  };
}

function runRead(step: Step): void {
  try {
    step.run();
  } catch (error) {
    step.reject(error);
    return;
  }
  step.settle();
}
