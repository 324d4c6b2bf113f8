import { systemClock } from "@carecast/adapter";

import type { CarecastOptions } from "./carecast.ts";
import type { ChannelInput } from "./channels.ts";
import type { Documents } from "./documents/documents.ts";
import { createHolds, type Holds } from "./hold/holds.ts";
import { createLanes } from "./lanes/lanes.ts";
import { createListening, type Listening } from "./listen/listening.ts";
import { createManager, type Manager } from "./manage/manager.ts";
import { openMachine } from "./open-machine.ts";
import { createPolicies } from "./policy/policies.ts";
import { attachLogger } from "./observe/attach-logger.ts";
import type { Machine } from "./publish/machine.ts";
import { createPublisher, type Publisher } from "./publish/publisher.ts";
import { createRunner } from "./publish/runner.ts";
import { createWorker } from "./publish/worker.ts";

/** The parts of a hub, put together. */
export interface Hub<Name extends string> {
  readonly machine: Machine<Name>;
  readonly documents: Documents;
  readonly publisher: Publisher<Name>;
  readonly manager: Manager<Name>;
  readonly holds: Holds<Name>;
  readonly listening: Listening<Name>;
  start(): Promise<void>;
  close(): Promise<void>;
}

const defaults = { leaseMs: 15_000, pollMs: 500, closeWithinMs: 30_000 };

export function assembleHub<Name extends string>(
  options: CarecastOptions<Readonly<Record<string, ChannelInput>>>,
): Hub<Name> {
  const { alerts = {}, clock = systemClock, keepContentMs } = options;
  const { leaseMs, pollMs, closeWithinMs } = { ...defaults, ...options.work };
  const opened = openMachine<Name>(options, clock, leaseMs);
  const { machine } = opened;
  if (options.logger) attachLogger(machine.events, options.logger);
  const policies = createPolicies(machine);
  const lanes = createLanes(machine, policies);
  const runner = createRunner(machine, lanes);
  const holds = createHolds(machine);
  const worker = createWorker({ machine, lanes, policies, holds, leaseMs, pollMs, keepContentMs });
  const listening = createListening(machine);

  return {
    machine,
    documents: opened.documents,
    holds,
    listening,
    publisher: createPublisher(machine, runner, policies, alerts),
    manager: createManager(machine, runner, alerts),
    start() {
      opened.start();
      return worker.start();
    },
    async close() {
      listening.stop();
      opened.stopWork();
      const ended = Promise.all([lanes.stop(), runner.stop(), worker.stop()]);
      const inTime = new AbortController();
      const deadline = clock.sleep(closeWithinMs, inTime.signal).catch(() => undefined);
      await Promise.race([ended, deadline]);
      inTime.abort();
      await opened.release();
    },
  };
}
