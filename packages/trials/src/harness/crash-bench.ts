import type { PlainLever } from "@carecast/sandbox";

import { judge, type Verdict } from "./judge.ts";
import { openWorld, type World } from "./open-world.ts";
import { startChild } from "./start-child.ts";
import type { KillPoint, LedgerPlace, PublicationTask } from "./task.ts";
import { writeThread } from "./write-thread.ts";

/** One program that is killed, and the one that goes on after it. */
interface CrashCase {
  readonly lever: PlainLever;
  readonly ledger: LedgerPlace;
  /** Left out: nobody is killed, and the boundaries are counted. */
  readonly kill?: KillPoint;
}

export interface CrashResult extends Verdict {
  /** Whether it came to the kill. */
  readonly killed: boolean;
  /** Every boundary that the first program passed, in order; empty when it was killed. */
  readonly boundaries: readonly string[];
}

/** Runs one case after the other. */
export interface CrashBench extends AsyncDisposable {
  run(given: CrashCase): Promise<CrashResult>;
}

/** @param file the bundled child */
export function createCrashBench(file: string): CrashBench {
  // A dead program is replaced. The one that goes on after it does so for every case, with nothing left of the last.
  let first = startChild(file);
  const second = startChild(file);
  return {
    async run({ lever, ledger, kill }) {
      await using world = await openWorld(ledger, [lever]);
      const { servers, channels } = world;
      const ending = await first.run(world.task({ publications: plan(world), ...(kill && { kill }) }), { servers });
      let { end } = ending;
      if (ending.killed) {
        first = startChild(file);
        world.passLease();
        end = (await second.run(world.task({ started: true }), { servers })).end;
      }
      const { deliveries = [], boundaries = [] } = end ?? {};
      const verdict = judge({ channels, servers, deliveries, published: ending.published });
      return { ...verdict, killed: ending.killed, boundaries };
    },
    async [Symbol.asyncDispose]() {
      await first[Symbol.asyncDispose]();
      await second[Symbol.asyncDispose]();
    },
  };
}

/** A thread of three with a picture, then a short post: every kind of step, and steps between parts. */
function plan({ channels, id }: World): readonly PublicationTask[] {
  const names = channels.map(({ name }) => name);
  return [
    { id: id("thread"), text: writeThread("the notice", 3), channels: names, picture: true },
    { id: id("note"), text: "The clinic in Riverton is open again.", channels: names, picture: false },
  ];
}
