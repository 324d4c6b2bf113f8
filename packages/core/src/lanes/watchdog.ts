/** Ends steps that hang: one timer for all of them, since most need none. */
export interface Watchdog {
  /** The outcome of `step`, or a rejection with what `onLate` makes once `now + ms` has passed. */
  guard<T>(step: Promise<T>, now: number, ms: number, onLate: () => Error): Promise<T>;
  /** Ends what is late by now. */
  look(now: number): void;
}

interface Guarded {
  readonly deadline: number;
  end(): void;
}

export function createWatchdog(): Watchdog {
  const running = new Set<Guarded>();
  return {
    guard: (step, now, ms, onLate) =>
      new Promise((resolve, reject) => {
        const guarded: Guarded = {
          deadline: now + ms,
          end: () => {
            running.delete(guarded);
            reject(onLate());
          },
        };
        running.add(guarded);
        step.then(
          (value) => {
            running.delete(guarded);
            resolve(value);
          },
          (error: unknown) => {
            running.delete(guarded);
            reject(error);
          },
        );
      }),
    look(now) {
      for (const guarded of running) if (now > guarded.deadline) guarded.end();
    },
  };
}
