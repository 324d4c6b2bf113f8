import { startSandbox, type PlainLever, type PlainServer } from "@carecast/sandbox";

import { maxCharacters, type ChannelTask, type LedgerPlace, type Task } from "./task.ts";

/** One ledger and the networks that its programs post to, with a clock that all of them share. */
export interface World extends AsyncDisposable {
  readonly servers: readonly PlainServer[];
  /** Those of each network, in the order of the levers. No other world has channels of these names. */
  readonly channels: readonly ChannelTask[];
  /** A task for one of the programs, which publishes nothing unless `more` says so. */
  task(more: Partial<Task>): Task;
  /** Of publications: no other world has the same. */
  id(name: string): string;
  /** A program has died: time passes until its lease is over, and what was held at a server for it is let go. */
  passLease(): void;
  /** Time passes for all programs that begin a task from now on, and for the networks. */
  passTime(ms: number): void;
}

/** Postgres measures leases by its own clock, so that there somebody really waits. */
const leaseMs = { sqlite: 4000, postgres: 700 };
let worlds = 0;

/** @param accountsEach how many channels there are on each network */
export async function openWorld(ledger: LedgerPlace, levers: readonly PlainLever[], accountsEach = 1): Promise<World> {
  worlds += 1;
  const number = worlds;
  let aheadMs = 0;
  const clock = { now: () => Date.now() + aheadMs };
  const accounts = Array.from({ length: accountsEach }, (_, index) => String(index + 1));
  const plain = levers.map((lever) => ({ lever, maxCharacters, accounts }));
  const sandbox = await startSandbox({ mastodon: 0, bluesky: 0, plain, clock });
  const servers = sandbox.all.plain;
  const channels = servers.flatMap(({ baseUrl, lever, ...server }) =>
    server.accounts.map(({ name, token }): ChannelTask => {
      return { name: `${lever}-${number}-${name}`, baseUrl, token, lever };
    }),
  );
  const passTime = (ms: number): void => void (aheadMs += ms);
  const nothing = { publications: [], atOnce: false, started: false };
  return {
    servers,
    channels,
    task: (more) => ({ ledger, channels, leaseMs: leaseMs[ledger.kind], aheadMs, ...nothing, ...more }),
    id: (name) => `${number}-${name}`,
    passLease() {
      passTime(leaseMs[ledger.kind] + 1000);
      for (const server of servers) server.faults.clear();
    },
    passTime,
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}
