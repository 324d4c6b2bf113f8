interface Flight<T> {
  readonly promise: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Makes a function that runs one thing at a time: whoever comes while it runs waits for the same result. Who aborts
 * leaves alone; when the last one has left, the thing itself is aborted.
 */
export function createSingleFlight<T>(): (
  make: (signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
) => Promise<T> {
  let current: Flight<T> | undefined;

  function start(make: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const end = (): void => {
      if (current === flight) current = undefined;
    };
    const flight: Flight<T> = { promise: make(controller.signal).finally(end), controller, waiting: 0 };
    return flight;
  }

  return async (make, signal) => {
    signal?.throwIfAborted();
    const flight = (current ??= start(make));
    flight.waiting++;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        reject(signal?.reason as Error);
        flight.waiting--;
        if (flight.waiting > 0) return;
        if (current === flight) current = undefined;
        flight.controller.abort();
      };
      signal?.addEventListener("abort", leave, { once: true });
      void flight.promise.then(resolve, reject).finally(() => signal?.removeEventListener("abort", leave));
    });
  };
}
