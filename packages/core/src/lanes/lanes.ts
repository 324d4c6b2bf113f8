import type { LaneRef } from "../ledger/lane-store.ts";
import type { PublicationRecord } from "../ledger/records.ts";
import type { Policies } from "../policy/policies.ts";
import type { Machine } from "../publish/machine.ts";
import type { Records } from "../publish/report.ts";
import { laneOf } from "../publish/run.ts";
import { createLane, type Lane } from "./lane.ts";

/** Every lane of this hub: an emergency and a routine one for each channel. */
export interface Lanes {
  /** Delivers one thread in its lane. Nothing happens to a channel that this application does not have. */
  deliver(publication: PublicationRecord, records: Records, signal: AbortSignal | undefined): Promise<Records>;
  /** Those of these lanes that this hub is not at work in, nor waiting with for something that takes long. */
  findIdle(refs: readonly LaneRef[]): readonly LaneRef[];
  wake(refs: readonly LaneRef[]): void;
  /** Resolves when everything that is on its way has ended, or waits for something that takes long. */
  settled(): Promise<void>;
  /** Resolves when nothing runs any more. */
  stop(): Promise<void>;
}

export function createLanes(machine: Machine, policies: Policies): Lanes {
  const lanes = new Map<string, Record<"emergency" | "routine", Lane>>();
  for (const [name, channel] of machine.channels) {
    const common = { machine, channel, policies };
    const emergency = createLane({ ...common, lane: "emergency", yieldTo: () => undefined });
    lanes.set(name, {
      emergency,
      routine: createLane({ ...common, lane: "routine", yieldTo: () => emergency.busy() }),
    });
  }
  const find = ({ channel, lane }: LaneRef): Lane | undefined =>
    lane === "tokens" ? undefined : lanes.get(channel)?.[lane];
  const every = (): readonly Lane[] => [...lanes.values()].flatMap(({ emergency, routine }) => [emergency, routine]);

  return {
    deliver(publication, records, signal) {
      const lane = lanes.get(records[0]?.channel ?? "")?.[laneOf(publication)];
      return lane ? lane.deliver(publication, records, signal) : Promise.resolve(records);
    },
    findIdle: (refs) => refs.filter((ref) => find(ref)?.isIdle()),
    wake(refs) {
      for (const ref of refs) find(ref)?.wake();
    },
    async settled() {
      await Promise.all(every().map(async (lane) => lane.busy()));
    },
    async stop() {
      await Promise.all(every().map((lane) => lane.stop()));
    },
  };
}
