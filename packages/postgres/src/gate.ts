import { closedError } from "./check-addition.ts";

/** Where calls go in, until it closes. */
export interface Gate {
  /** Rejects with a `LedgerError` once the gate is closed. */
  pass<T>(call: () => Promise<T>): Promise<T>;
  /** Lets nobody in any more, waits until everybody is out, and then calls `onEmpty`. Closing twice does nothing. */
  close(): Promise<void>;
}

export function createGate(onEmpty: () => Promise<void>): Gate {
  const inside = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  async function finish(): Promise<void> {
    await Promise.allSettled(inside);
    await onEmpty();
  }

  return {
    async pass(call) {
      if (closing !== undefined) throw closedError();
      const answer = call();
      inside.add(answer);
      try {
        return await answer;
      } finally {
        inside.delete(answer);
      }
    },
    close: () => (closing ??= finish()),
  };
}
