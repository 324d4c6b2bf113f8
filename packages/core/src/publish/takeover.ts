import { Interruption } from "./interruption.ts";
import { moveDelivery, type Machine } from "./machine.ts";
import type { Records } from "./report.ts";

/** What an earlier program left behind. */
export interface Takeover {
  /** What was left to a person is looked at once more: the search that failed may succeed now. */
  rearmUnknown(): Promise<void>;
  /** The deliveries that some program had begun. */
  findInterrupted(): Promise<Records>;
  /**
   * Resolves when all of these have moved on. The lease of a program that has just died runs on for a while; what it
   * left is taken over after that.
   */
  untilTaken(interrupted: Records): Promise<void>;
}

export function createTakeover(machine: Machine, leaseMs: number, pollMs: number): Takeover {
  const { channels, clock, closing, ledger } = machine;

  async function findInterrupted(): Promise<Records> {
    const begun = await ledger.deliveries({ states: ["preparing", "sending"] });
    return begun.filter(({ channel }) => channels.has(channel));
  }

  return {
    findInterrupted,

    async rearmUnknown() {
      for (const record of await ledger.deliveries({ states: ["unknown"] })) {
        if (record.dueAt !== null || !channels.has(record.channel)) continue;
        await moveDelivery(machine, record, { dueAt: clock.now() }).catch((error: unknown) => {
          if (!(error instanceof Interruption)) throw error;
        });
      }
    },

    async untilTaken(interrupted) {
      const patience = clock.now() + leaseMs + 2 * pollMs;
      let left = interrupted;
      while (left.length > 0 && clock.now() < patience && !closing.aborted) {
        await clock.sleep(pollMs, closing).catch(() => undefined);
        const touched = new Map((await findInterrupted()).map(({ id, updatedAt }) => [id, updatedAt]));
        left = left.filter(({ id, updatedAt }) => touched.get(id) === updatedAt);
      }
    },
  };
}
