import type { Awaitable } from "./harness.ts";
import { ContractViolation, demand } from "./violation.ts";

/** Waiting that ends. */
export interface Patience {
  /** Waits for `promise`, and ends the check if it does not settle in good time. */
  readonly within: <T>(promise: Promise<T>, what: string) => Promise<T>;
  /** Waits until `condition` holds, and ends the check if it does not in good time. */
  readonly until: (condition: () => Awaitable<boolean>, what: string) => Promise<void>;
}

export function createPatience(patienceMs: number): Patience {
  return {
    within: async (promise, what) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<never>((_resolve, reject) => {
        const violation = new ContractViolation(`${what} did not end within ${patienceMs} ms`);
        timer = setTimeout(() => reject(violation), patienceMs);
      });
      try {
        return await Promise.race([promise, late]);
      } finally {
        clearTimeout(timer);
      }
    },
    until: async (condition, what) => {
      const endMs = Date.now() + patienceMs;
      while (!(await condition())) {
        demand(Date.now() < endMs, `${what} did not happen within ${patienceMs} ms`);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
  };
}
