import type { Clock, Inbound, ListenQuery } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { EventHub } from "../events.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { readFeedback } from "../models/feedback.ts";
import { followChannel } from "./follow-channel.ts";
import { createInbox, type Inbox } from "./inbox.ts";
import type { FeedbackItem } from "./item.ts";
import type { ListenOptions } from "./listen-query.ts";
import { createMerge } from "./merge-sources.ts";

export interface ListenMachine {
  readonly ledger: Ledger;
  readonly events: EventHub;
  readonly clock: Clock;
  /** Every open listener adds itself here, so that webhook requests find it. */
  readonly listeners: Set<Listener>;
}

/** One loop over the feedback of some channels. */
export interface Listener<Name extends string = string> extends AsyncIterableIterator<FeedbackItem<Name>, undefined> {
  /** Hands in an event of a webhook; resolves whether it was handled, or `undefined` when the channel is not ours. */
  offer(channel: string, event: Inbound): Promise<boolean> | undefined;
  return(): Promise<IteratorResult<FeedbackItem<Name>, undefined>>;
}

/** Webhook events that may wait for one channel of one listener before the platform is told to come again. */
const inboxSize = 100;

/**
 * Opens the channels and hands out their items one by one. An item counts as handled when the next one is asked for:
 * then, and only then, its cursor and its dedupe mark are stored.
 */
export function openListener<Name extends string>(
  machine: ListenMachine,
  channels: readonly Channel<Name>[],
  options: ListenOptions<Name>,
): Listener<Name> {
  const { ledger, listeners, clock } = machine;
  const name = options.listener ?? "default";
  const abort = new AbortController();
  const merge = createMerge<Inbound>();
  const inboxes = new Map<string, Inbox>();
  let opened: Promise<void> | undefined;
  let current: { readonly channel: string; readonly event: Inbound; readonly source: string } | undefined;
  let ended = false;

  const open = async (): Promise<void> => {
    for (const channel of channels) {
      if (channel.adapter.receive) {
        const inbox = createInbox(inboxSize);
        inboxes.set(channel.name, inbox);
        merge.add(`${channel.name} inbox`, inbox);
      }
      if (channel.adapter.listen) {
        const cursor = await ledger.cursor(name, channel.name);
        merge.add(channel.name, followChannel(machine, channel, makeQuery(options, cursor), abort.signal));
      }
    }
  };

  const acknowledge = async (): Promise<void> => {
    if (!current) return;
    const { channel, event, source } = current;
    const cursor = event.cursor;
    await ledger.markHandled({
      listener: name,
      channel,
      eventId: event.eventId,
      at: clock.now(),
      ...(cursor !== undefined && { cursor }),
    });
    current = undefined;
    inboxes.get(channel)?.settle(event.eventId);
    merge.pull(source);
  };

  const takeNext = async (): Promise<IteratorResult<FeedbackItem<Name>, undefined>> => {
    for (;;) {
      const arrival = await merge.take();
      if (!arrival) return finish();
      if ("done" in arrival) continue;
      if ("error" in arrival) throw arrival.error;
      const { name: source, value: event } = arrival;
      // Sources are named after channels of this hub.
      const channel = source.split(" ", 1)[0] as Name;
      if (await ledger.wasHandled(name, channel, event.eventId)) {
        inboxes.get(channel)?.settle(event.eventId);
        merge.pull(source);
        continue;
      }
      current = { channel, event, source };
      return { done: false, value: { ...readFeedback(event.feedback, channel), channel, eventId: event.eventId } };
    }
  };

  const end = (): void => {
    if (ended) return;
    ended = true;
    listeners.delete(listener);
    options.signal?.removeEventListener("abort", end);
    abort.abort(options.signal?.reason);
    for (const inbox of inboxes.values()) inbox.close();
    merge.close();
  };

  const finish = (): IteratorResult<FeedbackItem<Name>, undefined> => {
    options.signal?.throwIfAborted();
    return { done: true, value: undefined };
  };

  const listener: Listener<Name> = {
    async next() {
      if (ended) return finish();
      try {
        await (opened ??= open());
        await acknowledge();
        const result = await takeNext();
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
    [Symbol.asyncIterator]: () => listener,
    offer: (channel, event) => inboxes.get(channel)?.offer(event),
  };

  listeners.add(listener);
  if (options.signal?.aborted) end();
  options.signal?.addEventListener("abort", end, { once: true });
  return listener;
}

function makeQuery({ kinds, hashtags, since }: ListenOptions, cursor: string | undefined): ListenQuery {
  return {
    ...(kinds && { kinds }),
    ...(hashtags && { hashtags }),
    ...(since !== undefined && { since }),
    ...(cursor !== undefined && { cursor }),
  };
}
