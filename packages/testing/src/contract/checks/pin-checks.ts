import type { CallContext } from "@carecast/adapter";
import { type ContractCheck, deletes, fault, pinned, pins } from "../check.ts";
import { demandDocumented, rejectionOf, toFailure } from "../failure.ts";
import { journaled, type Stage } from "../stage.ts";
import { demandEqual } from "../violation.ts";

const promise = "repeatable changes";
const needs = [pins, pinned];

/** Never more than one pin at a time: some networks keep no more. */
export const pinChecks: readonly ContractCheck[] = [
  {
    promise,
    name: "pins a post, also twice and after a restart",
    needs,
    run: async (stage) => {
      const receipt = journaled(await stage.publish(stage.part()));
      await stage.publish(stage.part());
      for (let time = 0; time < 2; time += 1) {
        await pin(stage, receipt);
        await demandPinned(stage, [receipt.id]);
      }
    },
  },
  {
    promise,
    name: "unpins a post, also twice and after a restart",
    needs,
    run: async (stage) => {
      const receipt = journaled(await stage.publish(stage.part()));
      await pin(stage, receipt);
      for (let time = 0; time < 2; time += 1) {
        await unpin(stage, receipt);
        await demandPinned(stage, []);
      }
      demandEqual((await stage.posts()).length, 1, "posts");
    },
  },
  {
    promise,
    name: "leaves another post pinned when it unpins one that is not",
    needs,
    run: async (stage) => {
      const [first, second] = [await stage.publish(stage.part()), await stage.publish(stage.part())];
      await pin(stage, second);
      await unpin(stage, first);
      await demandPinned(stage, [second.id]);
    },
  },
  {
    promise,
    name: "unpins a post that is gone without an error",
    needs: [...needs, deletes],
    run: async (stage) => {
      const receipt = await stage.publish(stage.part());
      await pin(stage, receipt);
      await stage.adapter.retract?.(receipt, contextOf(stage));
      await unpin(stage, receipt);
      await demandPinned(stage, []);
    },
  },
  {
    promise: "no false success",
    name: "does not call a post that is gone pinned, and leaves another one pinned",
    needs: [...needs, deletes],
    run: async (stage) => {
      const [first, second] = [await stage.publish(stage.part()), await stage.publish(stage.part())];
      await pin(stage, second);
      await stage.adapter.retract?.(first, contextOf(stage));
      const error = await rejectionOf(pin(stage, first), "pinning a post that is gone");
      demandDocumented(error, stage.adapter, "pinning a post that is gone");
      await demandPinned(stage, [second.id]);
    },
  },
  {
    promise,
    name: "pins and unpins again when the answer was lost",
    needs: [...needs, fault("drop-after")],
    run: async (stage) => {
      const receipt = await stage.publish(stage.part());
      for (const [act, expected] of [
        [pin, [receipt.id]],
        [unpin, []],
      ] as const) {
        await stage.order("drop-after", "any");
        await act(stage, receipt).catch((error: unknown) => toFailure(error, act.name));
        await act(stage, receipt);
        await demandPinned(stage, expected);
      }
    },
  },
];

const contextOf = ({ clock }: Stage): CallContext => ({ clock, lane: "emergency" });

async function pin(stage: Stage, ref: { readonly id: string }): Promise<void> {
  await (await stage.create()).pin?.(ref, contextOf(stage));
}

async function unpin(stage: Stage, ref: { readonly id: string }): Promise<void> {
  await (await stage.create()).unpin?.(ref, contextOf(stage));
}

async function demandPinned({ network }: Stage, expected: readonly string[]): Promise<void> {
  demandEqual(await network.pinned?.(), expected, "pinned posts");
}
