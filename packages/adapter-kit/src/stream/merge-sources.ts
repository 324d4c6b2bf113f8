/**
 * The items of all `sources` as they come, until one of them fails. Each source waits until its last item is taken,
 * so that no more than one item of each is held. `stop` is called at the end: it must end what the sources wait for.
 */
export async function* mergeSources<T>(
  sources: readonly AsyncIterable<T>[],
  signal: AbortSignal,
  stop: () => void,
): AsyncGenerator<T> {
  const ready: { readonly item: T; readonly take: () => void }[] = [];
  let failure: { readonly error: unknown } | undefined;
  let wake = (): void => {};

  const pump = async (source: AsyncIterable<T>): Promise<void> => {
    try {
      for await (const item of source) {
        await new Promise<void>((take) => {
          ready.push({ item, take });
          wake();
        });
        if (signal.aborted) return;
      }
    } catch (error) {
      failure ??= { error };
      wake();
    }
  };

  const onAbort = (): void => {
    wake();
  };
  signal.addEventListener("abort", onAbort);
  try {
    for (const source of sources) void pump(source);
    for (;;) {
      signal.throwIfAborted();
      const next = ready.shift();
      if (next !== undefined) {
        yield next.item;
        next.take();
      } else if (failure !== undefined) {
        throw failure.error;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    stop();
    for (const { take } of ready) take();
  }
}
