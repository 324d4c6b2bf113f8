import type { Inbound, ListenQuery } from "@carecast/adapter";

import type { Channel } from "../channels.ts";
import type { Machine } from "../publish/machine.ts";
import { followChannel } from "./follow-channel.ts";
import { createInbox, type Inbox } from "./inbox.ts";
import type { ListenOptions } from "./listen-query.ts";
import { createMerge } from "./merge-sources.ts";

/** The streams and webhook inboxes of some channels, merged. Opened by the first `take`. */
export interface Sources<Name extends string = string> {
  /** The next event; `undefined` when nothing more can come. Throws what a channel failed with. */
  take(): Promise<{ readonly channel: Name; readonly source: string; readonly event: Inbound } | undefined>;
  /** Asks a source for the event after the one that was taken from it. */
  pull(source: string): void;
  offer(channel: string, event: Inbound): Promise<boolean> | undefined;
  /** Tells a webhook that its event was handled. */
  settle(channel: string, eventId: string): void;
  close(reason: unknown): void;
}

/** Webhook events that may wait for one channel of one listener before the platform is told to come again. */
const inboxSize = 100;

export function openSources<Name extends string>(
  machine: Machine<Name>,
  listener: string,
  channels: readonly Channel<Name>[],
  options: ListenOptions<Name>,
): Sources<Name> {
  const abort = new AbortController();
  const merge = createMerge<Inbound>();
  const inboxes = new Map<string, Inbox>();
  const channelOf = new Map<string, Name>();
  let opened: Promise<void> | undefined;

  for (const { name, adapter } of channels) {
    if (!adapter.receive) continue;
    const inbox = createInbox(inboxSize);
    inboxes.set(name, inbox);
    channelOf.set(`${name} inbox`, name);
    merge.add(`${name} inbox`, inbox);
  }

  const openStreams = async (): Promise<void> => {
    for (const channel of channels) {
      if (!channel.adapter.listen) continue;
      const cursor = await machine.ledger.cursor(listener, channel.name);
      channelOf.set(channel.name, channel.name);
      merge.add(channel.name, followChannel(machine, channel, makeQuery(options, cursor), abort.signal));
    }
  };

  return {
    async take() {
      await (opened ??= openStreams());
      for (;;) {
        const arrival = await merge.take();
        if (!arrival) return undefined;
        if ("error" in arrival) throw arrival.error;
        const channel = channelOf.get(arrival.name);
        if ("value" in arrival && channel !== undefined) return { channel, source: arrival.name, event: arrival.value };
      }
    },
    pull: merge.pull,
    offer: (channel, event) => inboxes.get(channel)?.offer(event),
    settle: (channel, eventId) => inboxes.get(channel)?.settle(eventId),
    close(reason) {
      abort.abort(reason);
      for (const inbox of inboxes.values()) inbox.close();
      merge.close();
    },
  };
}

function makeQuery({ kinds, hashtags, since }: ListenOptions, cursor: string | undefined): ListenQuery {
  return {
    ...(kinds && { kinds }),
    ...(hashtags && { hashtags }),
    ...(since !== undefined && { since }),
    ...(cursor !== undefined && { cursor }),
  };
}
