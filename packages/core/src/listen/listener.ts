import type { Inbound } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import { readFeedback } from "../models/feedback.ts";
import type { Machine } from "../publish/machine.ts";
import { openSources, type Sources } from "./open-sources.ts";
import type { FeedbackItem } from "./item.ts";
import type { ListenOptions } from "./listen-query.ts";

/** One loop over the feedback of some channels. */
export interface Listener<Name extends string = string> {
  readonly items: AsyncIterableIterator<FeedbackItem<Name>, undefined>;
  /** Hands in an event of a webhook; resolves whether it was handled, or `undefined` when the channel is not ours. */
  offer(channel: string, event: Inbound): Promise<boolean> | undefined;
  /** Leaves the loop at once: a step that waits ends as the caller's `signal` says. */
  end(): void;
}

/** The item that the application has in its hands. */
interface InHand<Name extends string> {
  readonly channel: Name;
  readonly source: string;
  readonly event: Inbound;
}

/**
 * Opens the channels and hands out their items one by one. An item counts as handled when the next one is asked for:
 * then, and only then, its cursor and its dedupe mark are stored.
 */
export function openListener<Name extends string>(
  machine: Machine<Name>,
  channels: readonly Channel<Name>[],
  options: ListenOptions<Name>,
  onEnd: () => void,
): Listener<Name> {
  const name = options.listener ?? "default";
  const { signal } = options;
  const sources = openSources(machine, name, channels, options);
  let inHand: InHand<Name> | undefined;
  let ended = false;

  const end = (): void => {
    if (ended) return;
    ended = true;
    signal?.removeEventListener("abort", end);
    sources.close(signal?.reason);
    onEnd();
  };
  const finish = (): IteratorResult<FeedbackItem<Name>, undefined> => {
    signal?.throwIfAborted();
    return { done: true, value: undefined };
  };
  const step = async (): Promise<IteratorResult<FeedbackItem<Name>, undefined>> => {
    if (inHand) await acknowledge(machine, name, sources, inHand);
    inHand = await takeNew(machine, name, sources);
    if (!inHand) return finish();
    const { channel, event } = inHand;
    return { done: false, value: { ...readFeedback(event.feedback, channel), channel, eventId: event.eventId } };
  };

  if (signal?.aborted) end();
  signal?.addEventListener("abort", end, { once: true });
  const items: AsyncIterableIterator<FeedbackItem<Name>, undefined> = {
    async next() {
      if (ended) return finish();
      try {
        const result = await step();
        if (result.done) end();
        return result;
      } catch (error) {
        end();
        throw error;
      }
    },
    return() {
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]: () => items,
  };
  return { items, offer: sources.offer, end };
}

/** Stores that an item is handled; only then is its source asked for more, and its platform thanked. */
async function acknowledge(
  { ledger, clock }: Machine,
  listener: string,
  sources: Sources,
  { channel, source, event: { eventId, cursor } }: InHand<string>,
): Promise<void> {
  const mark = { listener, channel, eventId, at: clock.now() };
  await ledger.markHandled(cursor === undefined ? mark : { ...mark, cursor });
  sources.settle(channel, eventId);
  sources.pull(source);
}

/** The next item that this listener has not handled yet; `undefined` when nothing more can come. */
async function takeNew<Name extends string>(
  { ledger }: Machine,
  listener: string,
  sources: Sources<Name>,
): Promise<InHand<Name> | undefined> {
  for (;;) {
    const arrival = await sources.take();
    if (!arrival) return undefined;
    const { channel, source, event } = arrival;
    if (!(await ledger.wasHandled(listener, channel, event.eventId))) return arrival;
    sources.settle(channel, event.eventId);
    sources.pull(source);
  }
}
