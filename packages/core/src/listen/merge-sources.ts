/** What a source brought: an item, its end or its failure. */
type Arrival<T> =
  | { readonly name: string; readonly value: T }
  | { readonly name: string; readonly done: true }
  | { readonly name: string; readonly error: unknown };

/**
 * Pulls from many sources and hands out what arrives, first come first served. Each source has at most one item
 * waiting, and is asked for the next only when that one was taken: a loud channel can neither fill the memory nor push
 * a quiet one aside.
 */
export interface Merge<T> {
  add(name: string, source: AsyncIterable<T>): void;
  /** The next arrival; `undefined` when every source has ended or the merge was closed. One call at a time. */
  take(): Promise<Arrival<T> | undefined>;
  /** Asks the source of the last arrival for its next item. */
  pull(name: string): void;
  /** Lets go of every source at once, without waiting for any. */
  close(): void;
}

export function createMerge<T>(): Merge<T> {
  const sources = new Map<string, AsyncIterator<T>>();
  const ready: Arrival<T>[] = [];
  let wake: (() => void) | undefined;
  let closed = false;

  const arrive = (arrival: Arrival<T>): void => {
    ready.push(arrival);
    wake?.();
    wake = undefined;
  };

  const pull = (name: string): void => {
    sources
      .get(name)
      ?.next()
      .then(
        (result) => {
          if (result.done) {
            sources.delete(name);
            arrive({ name, done: true });
          } else arrive({ name, value: result.value });
        },
        (error: unknown) => {
          sources.delete(name);
          arrive({ name, error });
        },
      );
  };

  return {
    add(name, source) {
      sources.set(name, source[Symbol.asyncIterator]());
      pull(name);
    },
    async take() {
      if (ready.length === 0 && !closed && sources.size > 0) await new Promise<void>((resolve) => (wake = resolve));
      return closed ? undefined : ready.shift();
    },
    pull,
    close() {
      closed = true;
      for (const source of sources.values()) source.return?.().catch(() => undefined);
      sources.clear();
      wake?.();
    },
  };
}
