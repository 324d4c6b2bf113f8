import { ConfigError, systemClock, type CallContext } from "@carecast/adapter";

import { askChannel } from "./ask-channel.ts";
import type { Carecast, CarecastOptions } from "./carecast.ts";
import { createChannel, pickChannels, type Channel, type ChannelInput } from "./channels.ts";
import { createEvents } from "./events.ts";
import { createListening } from "./listen/listening.ts";
import { checkChannels } from "./manage/check-channels.ts";
import { createManager } from "./manage/manager.ts";
import { makeContext, type Machine } from "./publish/machine.ts";
import { createPublisher } from "./publish/publisher.ts";
import { reportDelivery } from "./publish/report.ts";
import { defaultRetryPolicy } from "./publish/retry-policy.ts";
import { createRunner } from "./publish/runner.ts";
import { readCarecastOptions, readDeliveryFilter, readManageOptions } from "./read-options.ts";

/**
 * Puts the accounts of an organisation behind one interface. Makes no request.
 *
 * @throws ConfigError naming the option that is wrong.
 */
export function createCarecast<const Channels extends Readonly<Record<string, ChannelInput>>>(
  options: CarecastOptions<Channels>,
): Carecast<keyof Channels & string> {
  const { alerts = {}, ...machine } = makeMachine<keyof Channels & string>(options);
  const runner = createRunner(machine);
  const publisher = createPublisher(machine, runner, alerts);
  const manager = createManager(machine, alerts);
  const listening = createListening(machine);
  let closing: Promise<void> | undefined;

  const closeAll = async (): Promise<void> => {
    listening.stop();
    await runner.stop();
    await Promise.allSettled(Array.from(machine.channels.values(), async ({ adapter }) => adapter.close?.()));
    await machine.ledger.close();
  };
  const whileOpen = <T>(work: () => T): T => {
    if (closing) throw new ConfigError("This Carecast is closed: make a new one with createCarecast.");
    return work();
  };
  const pickOne = (name: string): Channel => pickChannels(machine.channels, [name])[0]!;
  const context = (): CallContext => makeContext(machine, "routine", undefined);

  return {
    events: machine.events,
    plan: publisher.plan,
    publish: async (content, given) => whileOpen(() => publisher.publish(content, given)),
    listen: (given) => whileOpen(() => listening.listen(given)),
    receive: async (name, request) => whileOpen(() => listening.receive(pickOne(name), request)),
    revise: async (id, content, given) => whileOpen(() => manager.revise(id, content, given)),
    retract: async (id, given) => whileOpen(() => manager.retract(id, given)),
    start: async () => whileOpen(() => runner.start()),

    async check(given = {}) {
      const { channels: names, signal } = readManageOptions("check", given);
      return whileOpen(() =>
        checkChannels(pickChannels(machine.channels, names), makeContext(machine, "routine", signal)),
      );
    },

    async deliveries(filter = {}) {
      const { state, ...query } = readDeliveryFilter(filter);
      const records = await machine.ledger.deliveries({ ...query, ...(state && { states: [state] }) });
      return records.map((record) => reportDelivery(record));
    },

    profile: async (name, handle) =>
      askChannel(pickOne(name), "shows no profiles", (adapter) => adapter.profile?.(handle, context())),

    recentPosts: async (name, { handle, limit = 20 } = {}) =>
      askChannel(pickOne(name), "shows no recent posts", (adapter) => adapter.recentPosts?.(handle, limit, context())),

    close: () => (closing ??= closeAll()),
    [Symbol.asyncDispose]: () => (closing ??= closeAll()),
  };
}

type Made<Name extends string> = Machine<Name> & Pick<CarecastOptions<Record<Name, ChannelInput>>, "alerts">;

function makeMachine<Name extends string>(options: unknown): Made<Name> {
  const { channels, ledger, alerts, retry, clock = systemClock, random = Math.random } = readCarecastOptions(options);
  return {
    ledger,
    events: createEvents(),
    clock,
    random,
    retry: { ...defaultRetryPolicy, ...retry },
    // The compiler has `Name` from the keys of the very object that was checked.
    channels: new Map(Object.entries(channels).map(([name, input]) => [name, createChannel(name as Name, input)])),
    ...(alerts && { alerts }),
  };
}
