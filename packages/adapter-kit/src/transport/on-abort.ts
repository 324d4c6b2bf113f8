/** Who wants to know, per signal. */
const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `callback` once when `signal` aborts.
 *
 * A signal often serves thousands of requests, and adding and removing a listener costs as much as a tenth of a
 * request: here each signal gets a single one, and the rest is a set.
 *
 * @returns what ends it.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  let callbacks = listeners.get(signal);
  if (callbacks === undefined) {
    callbacks = new Set();
    listeners.set(signal, callbacks);
    signal.addEventListener("abort", callAll.bind(undefined, callbacks), { once: true });
  }
  callbacks.add(callback);
  return callbacks.delete.bind(callbacks, callback);
}

function callAll(callbacks: Set<() => void>): void {
  for (const callback of callbacks) callback();
}
