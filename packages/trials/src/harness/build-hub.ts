import { systemClock, type Clock } from "@carecast/adapter";
import type { Transport } from "@carecast/adapter-kit";
import { defaultTransport } from "@carecast/adapter-kit/transport";
import { createCarecast, type Carecast, type Ledger } from "@carecast/core";

import { plain } from "../plain/plain-adapter.ts";
import type { Boundaries } from "./boundaries.ts";
import { countAdapter } from "./count-adapter.ts";
import { countLedger } from "./count-ledger.ts";
import { countTransport, type Hold } from "./count-transport.ts";
import { maxCharacters, type ChannelTask, type Task } from "./task.ts";

/** The hub of a task, in which every step passes its boundary. */
export function buildHub(task: Task, ledger: Ledger, boundaries: Boundaries, hold: Hold): Carecast {
  const transport = countTransport(defaultTransport, boundaries, hold);
  return createCarecast({
    channels: Object.fromEntries(
      task.channels.map((channel) => [channel.name, countAdapter(toAdapter(channel, transport), boundaries)]),
    ),
    ledger: countLedger(ledger, boundaries),
    clock: clockAhead(task.aheadMs),
    work: { leaseMs: task.leaseMs, pollMs: 20 },
    // Nobody is spared by waiting here.
    retry: { firstWaitMs: 4, maxWaitMs: 500 },
  });
}

function toAdapter({ baseUrl, token, lever }: ChannelTask, transport: Transport) {
  const windowMs = lever === "nonce" ? 300_000 : undefined;
  return plain({ baseUrl, token, lever, windowMs, maxCharacters, transport });
}

function clockAhead(aheadMs: number): Clock {
  return { now: () => systemClock.now() + aheadMs, sleep: systemClock.sleep };
}
