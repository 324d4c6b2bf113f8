import {
  isCarecastError,
  StreamError,
  type Clock,
  type Inbound,
  type ListenContext,
  type ListenQuery,
} from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { EventHub } from "../events.ts";
import { nameChannel } from "../name-channel.ts";

interface FollowMachine {
  readonly events: EventHub;
  readonly clock: Clock;
}

/** Milliseconds before a channel that failed for a passing reason is opened again. */
const reopenAfterMs = 5000;
const strangeFailure = "The adapter's stream failed with an error of its own. Its details are withheld.";

/**
 * The items of one channel. A failure that can pass (network, rate limit, stream) is waited out and the channel opened
 * again at its cursor; one that cannot (credential, option) is thrown, for a channel must not fall silent unnoticed.
 */
export async function* followChannel(
  { events, clock }: FollowMachine,
  { name, adapter, tellRate, tokens }: Channel,
  query: ListenQuery,
  signal: AbortSignal,
): AsyncGenerator<Inbound, void, void> {
  const context: ListenContext = {
    clock,
    signal,
    tellRate,
    ...(tokens && { tokens }),
    report: (fact) => events.emit(`stream-${fact.fact}`, () => ({ ...fact, at: clock.now(), channel: name })),
  };
  let from = query;
  while (adapter.listen) {
    try {
      for await (const event of adapter.listen(from, context)) {
        if (event.cursor !== undefined) from = { ...from, cursor: event.cursor };
        yield event;
      }
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!isCarecastError(error)) throw new StreamError(strangeFailure, { channel: name, network: adapter.network });
      if (!error.retryable && error.code !== "stream") throw nameChannel(error, name);
      const retryAfterMs = Math.max(reopenAfterMs, (error.retryAt ?? 0) - clock.now());
      context.report({ fact: "disconnected", source: "channel", retryAfterMs });
      await clock.sleep(retryAfterMs, signal).catch(() => undefined);
      if (signal.aborted) return;
    }
  }
}
