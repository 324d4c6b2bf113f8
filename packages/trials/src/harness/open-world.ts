import { startSandbox, type PlainLever, type PlainServer } from "@carecast/sandbox";

import { maxCharacters, type ChannelTask, type LedgerPlace, type Task } from "./task.ts";

/** One ledger and the networks that its programs post to, with a clock that all of them share. */
export interface World extends AsyncDisposable {
  readonly servers: readonly PlainServer[];
  /** One on each network, in the order of the levers. No other world has channels of these names. */
  readonly channels: readonly ChannelTask[];
  /** A task for one of the programs, which publishes nothing unless `more` says so. */
  task(more: Partial<Task>): Task;
  /** Of publications: no other world has the same. */
  id(name: string): string;
  /** A program has died: time passes until its lease is over, and what was held at a server for it is let go. */
  passLease(): void;
}

/** Postgres measures leases by its own clock, so that there somebody really waits. */
const leaseMs = { sqlite: 4000, postgres: 700 };
let worlds = 0;

export async function openWorld(ledger: LedgerPlace, levers: readonly PlainLever[]): Promise<World> {
  worlds += 1;
  const number = worlds;
  let aheadMs = 0;
  const clock = { now: () => Date.now() + aheadMs };
  const plain = levers.map((lever) => ({ lever, maxCharacters }));
  const sandbox = await startSandbox({ mastodon: 0, bluesky: 0, plain, clock });
  const servers = sandbox.all.plain;
  const channels = servers.map(({ baseUrl, accounts, lever }): ChannelTask => {
    return { name: `${lever}-${number}`, baseUrl, token: accounts[0]?.token ?? "", lever };
  });
  const nothing = { publications: [], atOnce: false, started: false };
  return {
    servers,
    channels,
    task: (more) => ({ ledger, channels, leaseMs: leaseMs[ledger.kind], aheadMs, ...nothing, ...more }),
    id: (name) => `${number}-${name}`,
    passLease() {
      aheadMs += leaseMs[ledger.kind] + 1000;
      for (const server of servers) server.faults.clear();
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}
