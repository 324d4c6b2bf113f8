import { PlatformError, type Clock } from "@carecast/adapter";

export interface WaitOptions<T> {
  /** Asks once; undefined means "not yet". What it throws ends the wait. */
  readonly poll: () => Promise<T | undefined>;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  readonly everyMs: number;
  readonly timeoutMs: number;
  /** For the error. */
  readonly network: string;
}

/**
 * Asks again and again until the network has processed something, such as a video.
 *
 * @throws PlatformError, retryable, when `timeoutMs` is over.
 * @throws `signal.reason` as soon as the signal aborts.
 */
export async function waitUntilReady<T>(options: WaitOptions<T>): Promise<T> {
  const { poll, clock, signal, everyMs, timeoutMs, network } = options;
  const endsAt = clock.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const result = await poll();
    if (result !== undefined) return result;
    if (clock.now() + everyMs > endsAt) {
      throw new PlatformError(`${network}: still not processed after ${timeoutMs} ms.`, { network, retryable: true });
    }
    await clock.sleep(everyMs, signal);
  }
}
