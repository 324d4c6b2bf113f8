import type { ListenContext } from "@carecast/adapter";
import { mayPass } from "../may-pass.ts";

export interface ReconnectingOptions<T> {
  /** Which of the adapter's sources, for the facts that are reported. */
  readonly source: string;
  readonly context: ListenContext;
  /**
   * Makes one connection: resolves once it stands, with what comes over it. Called again after every loss; the
   * adapter keeps its position and fills the gap in here.
   */
  readonly connect: () => Promise<AsyncIterable<T>>;
  /** Milliseconds before the first new try; doubled each time nothing came. Default 1000. */
  readonly firstWaitMs?: number;
  /** Milliseconds at most between two tries. Default 60 000. */
  readonly longestWaitMs?: number;
}

/**
 * One endless stream made of connections that break.
 *
 * Waits longer after each try that brought nothing, with jitter, so that a thousand clients do not come back at the
 * same moment; an item, or a connection that held for `longestWaitMs`, starts the count anew. A stream that just ends counts as broken.
 *
 * @throws what `connect` or its stream throws, where a new try is no use (a wrong token).
 * @throws `context.signal.reason` on abort.
 */
export async function* reconnecting<T>(options: ReconnectingOptions<T>): AsyncGenerator<T> {
  const { source, context, connect, firstWaitMs = 1_000, longestWaitMs = 60_000 } = options;
  const { clock, signal } = context;
  let failures = 0;
  for (;;) {
    let connectedAt: number | undefined;
    let retryAt = 0;
    try {
      signal.throwIfAborted();
      const items = await connect();
      connectedAt = clock.now();
      context.report({ fact: "connected", source });
      for await (const item of items) {
        failures = 0;
        yield item;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!mayPass(error)) throw error;
      retryAt = error.retryAt ?? 0;
    }
    if (connectedAt !== undefined && clock.now() - connectedAt >= longestWaitMs) failures = 0;
    const backoffMs = Math.min(firstWaitMs * 2 ** failures, longestWaitMs) * (0.5 + Math.random() / 2);
    const retryAfterMs = Math.ceil(Math.max(backoffMs, retryAt - clock.now()));
    failures++;
    context.report({ fact: connectedAt === undefined ? "waiting" : "disconnected", source, retryAfterMs });
    await clock.sleep(retryAfterMs, signal);
  }
}
