import { type ContractCheck, listens, people } from "../check.ts";
import type { Stage } from "../stage.ts";
import { demand, demandEqual } from "../violation.ts";
import { openEar, startListening } from "./listener.ts";
import { anyKind, cursorOf, firstSaying, say } from "./speaking.ts";

export const leaveChecks: readonly ContractCheck[] = [
  {
    promise: "leaving at once",
    name: "ends the loop at once when it is aborted, and leaves no timer and no stream",
    needs: [listens, people, anyKind()],
    run: async (stage) => {
      const saying = firstSaying(stage, await stage.publish(stage.part()));
      const { listener } = await openEar(stage, stage.adapter, {}, saying);
      await listener.leave();
      await demandNothingLeft(stage);
    },
  },
  {
    promise: "leaving at once",
    name: "ends at once when it is aborted before anything was heard",
    needs: [listens],
    run: async (stage) => {
      const listener = startListening(stage, stage.adapter, {});
      await new Promise((resolve) => setTimeout(resolve, 0));
      await listener.leave();
      await demandNothingLeft(stage);
    },
  },
  {
    promise: "leaving at once",
    name: "ends at once when the loop is broken off, and leaves no timer and no stream",
    needs: [listens, people, anyKind()],
    run: async (stage) => {
      const saying = firstSaying(stage, await stage.publish(stage.part()));
      const { listener, first } = await openEar(stage, stage.adapter, {}, saying);
      await listener.leave();
      await say(stage, { ...saying, text: stage.word() });
      await stage.within(breakOff(stage, cursorOf(first)), "breaking the loop off");
      await demandNothingLeft(stage);
    },
  },
];

/** Hears one item, and leaves without an abort. */
async function breakOff({ adapter, clock, atEnd }: Stage, cursor: string): Promise<void> {
  const controller = new AbortController();
  atEnd(() => controller.abort());
  const context = { clock, signal: controller.signal, report: () => undefined };
  for await (const _item of adapter.listen?.({ cursor }, context) ?? []) return;
  demand(false, "the iterable ended by itself");
}

async function demandNothingLeft({ clock, network, until }: Stage): Promise<void> {
  demandEqual(clock.pending, 0, "timers left behind");
  const { people: hands } = network;
  if (hands?.openStreams) await until(() => hands.openStreams?.() === 0, "closing every stream");
}
