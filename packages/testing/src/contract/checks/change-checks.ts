import type { Adapter, Draft, PostRef, Receipt } from "@carecast/adapter";
import { type ContractCheck, deletes, edits, fault } from "../check.ts";
import { toFailure } from "../failure.ts";
import { journaled, type Stage } from "../stage.ts";
import { demand, demandEqual } from "../violation.ts";

export const changeChecks: readonly ContractCheck[] = [
  {
    promise: "repeatable changes",
    name: "revises a post, also twice and after a restart, and makes no second one",
    needs: [edits],
    run: async (stage) => {
      const receipt = journaled(await stage.publish(stage.part()));
      const part = stage.part();
      const draft = journaled(await stage.adapter.prepare(part, stage.context()));
      const once = await revise(await stage.create(), receipt, draft, stage);
      const twice = await revise(await stage.create(), journaled(once), draft, stage);
      const posts = (await stage.posts()).map(({ id, text }) => ({ id, text }));
      demandEqual(posts, [{ id: twice.id, text: part.text }], "posts");
    },
  },
  {
    promise: "repeatable changes",
    name: "retracts one post and leaves the others",
    needs: [deletes],
    run: async (stage) => {
      const [first, second] = [await stage.publish(stage.part()), await stage.publish(stage.part())];
      await retract(await stage.create(), journaled(first), stage);
      demandEqual(
        (await stage.posts()).map(({ id }) => id),
        [second.id],
        "posts",
      );
    },
  },
  {
    promise: "repeatable changes",
    name: "counts a post that is gone as retracted",
    needs: [deletes],
    run: async (stage) => {
      const receipt = await stage.publish(stage.part());
      for (let time = 0; time < 2; time += 1) await retract(await stage.create(), receipt, stage);
      demandEqual((await stage.posts()).length, 0, "posts");
    },
  },
  {
    promise: "repeatable changes",
    name: "retracts again when the answer was lost",
    needs: [deletes, fault("drop-after")],
    run: async (stage) => {
      const receipt = await stage.publish(stage.part());
      await stage.order("drop-after", "any");
      await retract(stage.adapter, receipt, stage).catch((error: unknown) => toFailure(error, "retracting"));
      await retract(stage.adapter, receipt, stage);
      demandEqual((await stage.posts()).length, 0, "posts");
    },
  },
];

async function revise(adapter: Adapter, ref: PostRef, draft: Draft, { clock }: Stage): Promise<Receipt> {
  demand(adapter.revise !== undefined, "the adapter has no revise");
  return adapter.revise(ref, draft, { clock, lane: "routine" });
}

async function retract(adapter: Adapter, ref: PostRef, { clock }: Stage): Promise<void> {
  demand(adapter.retract !== undefined, "the adapter has no retract");
  await adapter.retract(ref, { clock, lane: "emergency" });
}
