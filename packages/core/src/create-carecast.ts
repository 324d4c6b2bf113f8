import { ConfigError, isCarecastError, systemClock, UnsupportedError, type Adapter, type CallContext } from "@carecast/adapter";

import type { Carecast, CarecastOptions } from "./carecast.ts";
import { createChannel, type Channel, type ChannelInput } from "./channels.ts";
import { createEvents } from "./events.ts";
import { openListener, type Listener, type ListenMachine } from "./listen/listener.ts";
import { parseListenOptions } from "./listen/listen-query.ts";
import { receiveWebhook } from "./listen/receive-webhook.ts";
import { checkChannels } from "./manage/check-channels.ts";
import { retractPublication } from "./manage/retract.ts";
import { revisePublication } from "./manage/revise-publication.ts";
import { nameChannel } from "./name-channel.ts";
import { makeContext, type Machine } from "./publish/machine.ts";
import { createPublisher } from "./publish/publisher.ts";
import { reportDelivery, writeReport } from "./publish/report.ts";
import { defaultRetryPolicy } from "./publish/retry-policy.ts";
import { readCarecastOptions, readDeliveryFilter, readManageOptions } from "./read-options.ts";

/**
 * Puts the accounts of an organisation behind one interface. Makes no request.
 *
 * @throws ConfigError naming the option that is wrong.
 */
export function createCarecast<const Channels extends Readonly<Record<string, ChannelInput>>>(
  options: CarecastOptions<Channels>,
): Carecast<keyof Channels & string> {
  type Name = keyof Channels & string;
  const { channels: inputs, ledger, alerts = {}, retry, clock = systemClock, random = Math.random } = readCarecastOptions(options);
  // The keys of `inputs` are those of `Channels`: the same object went through the check.
  const channels = new Map(Object.entries(inputs).map(([name, input]) => [name as Name, createChannel(name as Name, input)]));
  const events = createEvents();
  const machine: Machine = { ledger, events, clock, random, channels, retry: { ...defaultRetryPolicy, ...retry } };
  const publisher = createPublisher<Name>(machine, alerts);
  const listeners = new Set<Listener>();
  const listening: ListenMachine = { ledger, events, clock, listeners };
  let closing: Promise<void> | undefined;

  const pick = (names: readonly string[] = [...channels.keys()]): readonly Channel<Name>[] =>
    names.map((name) => {
      const channel = channels.get(name as Name);
      if (channel) return channel;
      throw new ConfigError(`channels: there is no channel of this name. The channels are ${[...channels.keys()].join(", ")}.`, {
        path: "channels",
      });
    });

  const pickOne = (name: string): Channel<Name> => pick([name])[0]!;
  const context = (signal?: AbortSignal): CallContext => makeContext(machine, "routine", signal);

  const refuseWhenClosed = (): void => {
    if (closing) throw new ConfigError("This Carecast is closed: make a new one with createCarecast.");
  };

  const pickListening = (names: readonly string[] | undefined): readonly Channel<Name>[] => {
    const canListen = ({ adapter }: Channel): boolean => Boolean(adapter.listen ?? adapter.receive);
    const picked = pick(names);
    const deaf = names && picked.find((channel) => !canListen(channel));
    if (deaf) throw new UnsupportedError(`${deaf.adapter.network} gives nothing to listen to.`, { channel: deaf.name });
    return picked.filter(canListen);
  };

  const closeAll = async (): Promise<void> => {
    for (const listener of [...listeners]) await listener.return();
    await publisher.stop();
    await Promise.allSettled(Array.from(channels.values(), ({ adapter }) => adapter.close?.()));
    await ledger.close();
  };

  const care: Carecast<Name> = {
    events,
    plan: publisher.plan,

    async publish(content, publishOptions) {
      refuseWhenClosed();
      return publisher.publish(content, publishOptions);
    },

    listen(listenOptions = {}) {
      refuseWhenClosed();
      const query = parseListenOptions<Name>(listenOptions);
      return openListener(listening, pickListening(query.channels), query);
    },

    async receive(channel, request) {
      refuseWhenClosed();
      return receiveWebhook(pickOne(channel), request, listeners, context());
    },

    async revise(publicationId, content, given = {}) {
      refuseWhenClosed();
      const { channels: names, signal } = readManageOptions<Name>("revise", given);
      const records = await revisePublication(machine, alerts, publicationId, content, pick(names), context(signal));
      return writeReport<Name>(publicationId, records);
    },

    async retract(publicationId, given = {}) {
      refuseWhenClosed();
      const { channels: names, signal } = readManageOptions<Name>("retract", given);
      const records = await retractPublication(machine, publicationId, pick(names), context(signal));
      return writeReport<Name>(publicationId, records);
    },

    async check(given = {}) {
      refuseWhenClosed();
      const { channels: names, signal } = readManageOptions<Name>("check", given);
      return checkChannels(pick(names), context(signal));
    },

    async deliveries(filter = {}) {
      const { state, ...query } = readDeliveryFilter<Name>(filter);
      const records = await ledger.deliveries({ ...query, ...(state && { states: [state] }) });
      return records.map((record) => reportDelivery<Name>(record));
    },

    async profile(name, handle) {
      return ask(pickOne(name), "shows no profiles", (adapter) => adapter.profile?.(handle, context()));
    },

    async recentPosts(name, { handle, limit = 20 } = {}) {
      return ask(pickOne(name), "shows no recent posts", (adapter) => adapter.recentPosts?.(handle, limit, context()));
    },

    async start() {
      refuseWhenClosed();
      await publisher.start();
    },

    close: () => (closing ??= closeAll()),
    [Symbol.asyncDispose]: () => care.close(),
  };
  return care;
}

/** Asks an adapter for something that not every network has. */
async function ask<T>(
  { adapter, name }: Channel,
  cannot: string,
  call: (adapter: Adapter) => Promise<T> | undefined,
): Promise<T> {
  try {
    const answer = call(adapter);
    if (!answer) throw new UnsupportedError(`${adapter.network} ${cannot}.`, { network: adapter.network });
    return await answer;
  } catch (error) {
    throw isCarecastError(error) ? nameChannel(error, name) : error;
  }
}
