import { startSandbox, type PlainLever, type PlainServer } from "@carecast/sandbox";

import { maxCharacters, type ChannelTask, type LedgerPlace, type Task } from "./task.ts";

/** One ledger and the networks that its programs post to, with a clock that all of them share. */
export interface World extends AsyncDisposable {
  readonly servers: readonly PlainServer[];
  /** One on each network, named after its lever. */
  readonly channels: readonly ChannelTask[];
  /** A task for one of the programs, which publishes nothing unless `more` says so. */
  task(more: Partial<Task>): Task;
  /** A program has died: time passes until its lease is over, and what was held at a server for it is let go. */
  passLease(): void;
}

const leaseMs = 4000;

export async function openWorld(ledger: LedgerPlace, levers: readonly PlainLever[]): Promise<World> {
  let aheadMs = 0;
  const clock = { now: () => Date.now() + aheadMs };
  const plain = levers.map((lever) => ({ lever, maxCharacters }));
  const sandbox = await startSandbox({ mastodon: 0, bluesky: 0, plain, clock });
  const servers = sandbox.all.plain;
  const channels = servers.map(({ baseUrl, accounts, lever }): ChannelTask => {
    return { name: lever, baseUrl, token: accounts[0]?.token ?? "", lever };
  });
  const nothing = { publications: [], atOnce: false, started: false };
  return {
    servers,
    channels,
    task: (more) => ({ ledger, channels, leaseMs, aheadMs, ...nothing, ...more }),
    passLease() {
      aheadMs += leaseMs + 1000;
      for (const server of servers) server.faults.clear();
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}
