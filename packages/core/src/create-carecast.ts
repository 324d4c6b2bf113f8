import { ConfigError, type CallContext } from "@carecast/adapter";

import { askChannel } from "./ask-channel.ts";
import { assembleHub } from "./assemble-hub.ts";
import type { Carecast, CarecastOptions } from "./carecast.ts";
import { pickChannels, type Channel, type ChannelInput } from "./channels.ts";
import { checkChannels } from "./manage/check-channels.ts";
import { makeContext } from "./publish/machine.ts";
import { reportDelivery, reportPublication } from "./publish/report.ts";
import { readCarecastOptions, readDeliveryFilter, readManageOptions } from "./read-options.ts";

/**
 * Puts the accounts of an organisation behind one interface. Makes no request.
 *
 * @throws ConfigError naming the option that is wrong.
 */
export function createCarecast<const Channels extends Readonly<Record<string, ChannelInput>>>(
  options: CarecastOptions<Channels>,
): Carecast<keyof Channels & string> {
  const hub = assembleHub<keyof Channels & string>(readCarecastOptions(options));
  const { machine, publisher, manager, holds, listening } = hub;
  let closing: Promise<void> | undefined;

  const whileOpen = <T>(call: () => T): T => {
    if (closing) throw new ConfigError("This Carecast is closed: make a new one with createCarecast.");
    return call();
  };
  const pickOne = (name: string): Channel => pickChannels(machine.channels, [name])[0]!;
  const contextOf = (channel: Channel, signal?: AbortSignal): CallContext =>
    makeContext(machine, channel, "routine", signal);

  return {
    clock: machine.clock,
    events: machine.events,
    audit: machine.audit,
    documents: hub.documents,
    plan: publisher.plan,
    review: async (content, given) => whileOpen(() => publisher.review(content, given)),
    publish: async (content, given) => whileOpen(() => publisher.publish(content, given)),
    listen: (given) => whileOpen(() => listening.listen(given)),
    receive: async (name, request) => whileOpen(() => listening.receive(pickOne(name), request)),
    revise: async (id, content, given) => whileOpen(() => manager.revise(id, content, given)),
    retract: async (id, given) => whileOpen(() => manager.retract(id, given)),
    pin: async (id, given) => whileOpen(() => manager.pin(id, given)),
    unpin: async (id, given) => whileOpen(() => manager.unpin(id, given)),
    settle: async (id, verdict, given) => whileOpen(() => manager.settle(id, verdict, given)),
    hold: async (given) => whileOpen(() => holds.hold(given)),
    release: async (id, given) => whileOpen(() => holds.release(id, given)),
    holds: async () => whileOpen(() => holds.holds()),
    start: async () => whileOpen(() => hub.start()),

    async check(given = {}) {
      const { channels: names, signal } = readManageOptions("check", given);
      return whileOpen(() =>
        checkChannels(pickChannels(machine.channels, names), (channel) => contextOf(channel, signal)),
      );
    },

    async deliveries(filter = {}) {
      const { state, ...query } = readDeliveryFilter(filter);
      const records = await machine.ledger.deliveries({ ...query, ...(state && { states: [state] }) });
      return records.map((record) => reportDelivery(record));
    },

    async publication(id) {
      const record = await machine.ledger.publication(id);
      return record && reportPublication(record);
    },

    async profile(name, handle) {
      const channel = pickOne(name);
      return askChannel(channel, "shows no profiles", (adapter) => adapter.profile?.(handle, contextOf(channel)));
    },

    async recentPosts(name, { handle, limit = 20 } = {}) {
      const channel = pickOne(name);
      const ask = (adapter: Channel["adapter"]) => adapter.recentPosts?.(handle, limit, contextOf(channel));
      return askChannel(channel, "shows no recent posts", ask);
    },

    close: () => (closing ??= hub.close()),
    [Symbol.asyncDispose]: () => (closing ??= hub.close()),
  };
}
