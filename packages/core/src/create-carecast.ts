import { ConfigError, systemClock, type CallContext } from "@carecast/adapter";

import { askChannel } from "./ask-channel.ts";
import type { Carecast, CarecastOptions } from "./carecast.ts";
import { pickChannels, type Channel, type ChannelInput } from "./channels.ts";
import { createHolds } from "./hold/holds.ts";
import { createLanes } from "./lanes/lanes.ts";
import { createListening } from "./listen/listening.ts";
import { checkChannels } from "./manage/check-channels.ts";
import { createManager } from "./manage/manager.ts";
import { settleUnknown } from "./manage/settle.ts";
import { openMachine } from "./open-machine.ts";
import { createPolicies } from "./policy/policies.ts";
import { makeContext } from "./publish/machine.ts";
import { createPublisher } from "./publish/publisher.ts";
import { reportDelivery } from "./publish/report.ts";
import { createRunner } from "./publish/runner.ts";
import { createWorker } from "./publish/worker.ts";
import { readCarecastOptions, readDeliveryFilter, readManageOptions } from "./read-options.ts";

/**
 * Puts the accounts of an organisation behind one interface. Makes no request.
 *
 * @throws ConfigError naming the option that is wrong.
 */
export function createCarecast<const Channels extends Readonly<Record<string, ChannelInput>>>(
  given: CarecastOptions<Channels>,
): Carecast<keyof Channels & string> {
  const options = readCarecastOptions(given);
  const { alerts = {}, clock = systemClock, work = {}, keepContentMs } = options;
  const { leaseMs = 15_000, pollMs = 500, closeWithinMs = 30_000 } = work;
  const opened = openMachine<keyof Channels & string>(options, clock, leaseMs);
  const { machine } = opened;
  const policies = createPolicies(machine);
  const lanes = createLanes(machine, policies);
  const runner = createRunner(machine, lanes);
  const holds = createHolds(machine);
  const worker = createWorker({ machine, lanes, policies, holds, leaseMs, pollMs, keepContentMs });
  const publisher = createPublisher(machine, runner, policies, alerts);
  const manager = createManager(machine, alerts);
  const listening = createListening(machine);
  let closing: Promise<void> | undefined;

  const closeAll = async (): Promise<void> => {
    listening.stop();
    opened.close();
    const ended = Promise.all([lanes.stop(), runner.stop(), worker.stop()]);
    await Promise.race([ended, clock.sleep(closeWithinMs, opened.whenEnded(ended))]).catch(() => undefined);
    await opened.release();
  };
  const whileOpen = <T>(call: () => T): T => {
    if (closing) throw new ConfigError("This Carecast is closed: make a new one with createCarecast.");
    return call();
  };
  const pickOne = (name: string): Channel => pickChannels(machine.channels, [name])[0]!;
  const context = (channel: Channel, signal?: AbortSignal): CallContext =>
    makeContext(machine, channel, "routine", signal);

  return {
    events: machine.events,
    plan: publisher.plan,
    publish: async (content, wanted) => whileOpen(() => publisher.publish(content, wanted)),
    listen: (wanted) => whileOpen(() => listening.listen(wanted)),
    receive: async (name, request) => whileOpen(() => listening.receive(pickOne(name), request)),
    revise: async (id, content, wanted) => whileOpen(() => manager.revise(id, content, wanted)),
    retract: async (id, wanted) => whileOpen(() => manager.retract(id, wanted)),
    hold: async (wanted) => whileOpen(() => holds.hold(wanted)),
    release: async (id, wanted) => whileOpen(() => holds.release(id, wanted)),
    holds: async () => whileOpen(() => holds.holds()),

    async settle(deliveryId, verdict, wanted) {
      const thread = await whileOpen(() => settleUnknown(machine, deliveryId, verdict, wanted));
      const [first] = thread;
      const records = first ? await runner.resume(first.publicationId) : [];
      const ids = new Set(thread.map(({ id }) => id));
      return records.filter(({ id }) => ids.has(id)).map((record) => reportDelivery(record));
    },

    async start() {
      return whileOpen(() => {
        opened.start();
        return worker.start();
      });
    },

    async check(wanted = {}) {
      const { channels: names, signal } = readManageOptions("check", wanted);
      return whileOpen(() =>
        checkChannels(pickChannels(machine.channels, names), (channel) => context(channel, signal)),
      );
    },

    async deliveries(filter = {}) {
      const { state, ...query } = readDeliveryFilter(filter);
      const records = await machine.ledger.deliveries({ ...query, ...(state && { states: [state] }) });
      return records.map((record) => reportDelivery(record));
    },

    profile: async (name, handle) =>
      askChannel(pickOne(name), "shows no profiles", (adapter) => adapter.profile?.(handle, context(pickOne(name)))),

    recentPosts: async (name, { handle, limit = 20 } = {}) =>
      askChannel(pickOne(name), "shows no recent posts", (adapter) =>
        adapter.recentPosts?.(handle, limit, context(pickOne(name))),
      ),

    close: () => (closing ??= closeAll()),
    [Symbol.asyncDispose]: () => (closing ??= closeAll()),
  };
}
