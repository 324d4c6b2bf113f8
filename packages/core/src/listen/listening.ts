import { UnsupportedError } from "@carecast/adapter";

import { pickChannels, type Channel } from "../channels.ts";
import { makeContext, type Machine } from "../publish/machine.ts";
import type { FeedbackItem } from "./item.ts";
import { parseListenOptions, type ListenOptions } from "./listen-query.ts";
import { openListener, type Listener } from "./listener.ts";
import { receiveWebhook } from "./receive-webhook.ts";

/** Every loop over feedback of one hub. */
export interface Listening<Name extends string> {
  listen(options?: ListenOptions<Name>): AsyncIterableIterator<FeedbackItem<Name>, undefined>;
  receive(channel: Channel, request: Request): Promise<Response>;
  /** Ends every loop. */
  stop(): void;
}

export function createListening<Name extends string>(machine: Machine<Name>): Listening<Name> {
  const listeners = new Set<Listener<Name>>();

  const pick = (names: readonly string[] | undefined): readonly Channel<Name>[] => {
    const canListen = ({ adapter }: Channel): boolean => Boolean(adapter.listen ?? adapter.receive);
    const picked = pickChannels(machine.channels, names);
    const deaf = names && picked.find((channel) => !canListen(channel));
    if (deaf) throw new UnsupportedError(`${deaf.adapter.network} gives nothing to listen to.`, { channel: deaf.name });
    return picked.filter(canListen);
  };

  return {
    listen(given = {}) {
      const options = parseListenOptions<Name>(given);
      const channels = pick(options.channels);
      const listener = openListener(machine, channels, options, () => listeners.delete(listener));
      listeners.add(listener);
      return listener.items;
    },
    receive: (channel, request) =>
      receiveWebhook(channel, request, listeners, makeContext(machine, channel, "routine", undefined)),
    stop() {
      for (const listener of [...listeners]) listener.end();
    },
  };
}
