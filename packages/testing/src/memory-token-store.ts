import type { CarecastError, Json, TokenStore } from "@carecast/adapter";

/** What an adapter keeps its tokens in, for tests. Adapters that share one behave as processes on one ledger. */
export interface MemoryTokenStore extends TokenStore {
  /** Everything that was stored, as it was given, oldest first. */
  readonly written: readonly unknown[];
  /** From now on every `renew` fails with `error` before it asks anybody for tokens; `undefined` ends that. */
  fail(error: CarecastError | undefined): void;
}

/** Makes a token store in memory, empty. */
export function memoryTokenStore(): MemoryTokenStore {
  const written: unknown[] = [];
  let stored: string | undefined;
  let failure: CarecastError | undefined;
  let last: Promise<unknown> = Promise.resolve();

  // Each reader gets a copy of its own, with what JSON leaves of it, as from a ledger.
  const read = (): Json | undefined => (stored === undefined ? undefined : (JSON.parse(stored) as Json));

  async function replace(renew: (current: Json | undefined) => Promise<Json>): Promise<Json> {
    if (failure) throw failure;
    const value = await renew(read());
    written.push(value);
    stored = JSON.stringify(value);
    return read() ?? null;
  }

  return {
    written,
    read: async () => read(),
    renew: (renew) => {
      const next = last.then(() => replace(renew));
      last = next.catch(() => undefined);
      return next;
    },
    fail: (error) => {
      failure = error;
    },
  };
}
