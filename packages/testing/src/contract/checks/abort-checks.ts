import { manualClock } from "../../manual-clock.ts";
import { type ContractCheck, fault, takesImages } from "../check.ts";
import { rejectionOf } from "../failure.ts";
import { sampleImage } from "../samples.ts";
import type { Stage } from "../stage.ts";
import { demand, demandEqual } from "../violation.ts";
import { type Call, callsOf, material } from "./calls.ts";

/** Not an error on purpose: whatever the caller gives must come back as it is. */
const reason = { leave: "the user closed the window" };

export const abortChecks: readonly ContractCheck[] = [
  {
    promise: "unwrapped aborts",
    name: "throws the signal's own reason when it was aborted before the call, and sends nothing",
    run: async (stage) => {
      const { draft, ref } = await material(stage);
      const sent = stage.network.requests("any");
      const signal = AbortSignal.abort(reason);
      for (const { name, call } of callsOf(stage, draft, ref)) {
        const answer = attempt(() => call(stage.adapter, { clock: stage.clock, lane: "routine", signal }));
        if (answer) await demandReason(stage, answer, name);
      }
      demandEqual(stage.network.requests("any"), sent, "requests");
    },
  },
  {
    promise: "unwrapped aborts",
    name: "throws the signal's own reason at once when it is aborted while the network is silent",
    needs: [fault("hang")],
    run: async (stage) => {
      const { draft, ref } = await material(stage);
      for (const call of callsOf(stage, draft, ref)) await demandAbortDuring(stage, call);
    },
  },
  {
    promise: "unwrapped aborts",
    name: "throws the signal's own reason at once when it is aborted while media are processed",
    needs: [takesImages, fault("slow-media")],
    run: async (stage) => {
      const image = sampleImage(stage.capabilities, "A slow door.");
      const part = stage.part(image && { media: [image] });
      const clock = manualClock(stage.clock.now());
      const controller = new AbortController();
      await stage.order("slow-media", "media");
      const preparing = stage.adapter.prepare(part, stage.context({ clock, signal: controller.signal }));
      const rejection = rejectionOf(preparing, "prepare after the abort");
      await stage.within(Promise.race([clock.untilPending(), rejection]), "uploading the media");
      controller.abort(reason);
      demandSame(await stage.within(rejection, "prepare after the abort"), "prepare");
      demandEqual(clock.pending, 0, "timers left behind");
    },
  },
];

async function demandAbortDuring(stage: Stage, { name, on, call }: Call): Promise<void> {
  const controller = new AbortController();
  const adapter = await stage.create();
  const before = stage.network.requests("any");
  await stage.order("hang", on, Infinity);
  const context = { clock: stage.clock, lane: "routine", signal: controller.signal } as const;
  const answer = attempt(() => call(adapter, context));
  if (answer) {
    let isSettled = false;
    const settled = answer.then(
      () => (isSettled = true),
      () => (isSettled = true),
    );
    await stage.until(() => isSettled || stage.network.requests("any") > before, `a request of ${name}`);
    // A method that answers without asking the network cannot hang and needs no abort.
    await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, 0))]);
    if (!isSettled) {
      controller.abort(reason);
      await demandReason(stage, answer, name);
    }
  }
  await stage.network.reset();
}

async function demandReason(stage: Stage, answer: Promise<unknown>, name: string): Promise<void> {
  demandSame(await stage.within(rejectionOf(answer, `${name} after the abort`), `${name} after the abort`), name);
}

function demandSame(rejection: unknown, name: string): void {
  demand(rejection === reason, `${name} does not throw the signal's reason itself`);
}

/** A method that throws before it returns a promise counts as one that rejects. */
function attempt(call: () => Promise<unknown> | undefined): Promise<unknown> | undefined {
  try {
    return call();
  } catch (error) {
    return Promise.reject(error);
  }
}
