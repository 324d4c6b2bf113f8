import type { Adapter, Draft, FindResult, PublishContext, Receipt } from "@carecast/adapter";
import { type ContractCheck, fault, finds, hasLever, settles } from "../check.ts";
import { rejectionOf, toFailure } from "../failure.ts";
import { journaled, type Stage } from "../stage.ts";
import { demand, demandEqual } from "../violation.ts";
import { outcomeFaults } from "./outcome-faults.ts";

export const repeatChecks: readonly ContractCheck[] = [
  {
    promise: "nothing doubled",
    name: "makes one post of a draft and key that are published twice",
    needs: [hasLever],
    run: async (stage) => {
      const context = stage.context();
      const draft = await stage.adapter.prepare(stage.part(), context);
      const receipt = await stage.adapter.publish(draft, context);
      await demandOnePost(stage, await stage.create(), draft, context, receipt.id);
    },
  },
  {
    promise: "nothing doubled",
    name: "makes one post when the answer was lost and a new adapter repeats the call",
    needs: [hasLever, fault("drop-after")],
    run: async (stage) => {
      const context = stage.context();
      const draft = await stage.adapter.prepare(stage.part(), context);
      await stage.order("drop-after", "publish");
      await rejectionOf(stage.adapter.publish(draft, context), "publishing while the answer is lost");
      const id = (await stage.posts())[0]?.id;
      demand(id !== undefined, "the network shows no post: the harness did not order drop-after");
      await demandOnePost(stage, await stage.create(), journaled(draft), context, id);
    },
  },
  {
    promise: "nothing doubled",
    name: "finds the post of a draft, and says so when there is none",
    needs: [finds],
    run: async (stage) => {
      const context = stage.context();
      const draft = journaled(await stage.adapter.prepare(stage.part(), context));
      await stage.publish(stage.part());
      demandNotFound(stage, await find(await stage.create(), draft, context));
      const { id } = await stage.adapter.publish(draft, context);
      demandFound(await find(await stage.create(), draft, context), id);
    },
  },
  {
    promise: "nothing doubled",
    name: "finds the post whose answer was lost",
    needs: [finds, fault("drop-after")],
    run: async (stage) => {
      const context = stage.context();
      const draft = await stage.adapter.prepare(stage.part(), context);
      await stage.order("drop-after", "publish");
      await rejectionOf(stage.adapter.publish(draft, context), "publishing while the answer is lost");
      const id = (await stage.posts())[0]?.id;
      demand(id !== undefined, "the network shows no post: the harness did not order drop-after");
      demandFound(await find(await stage.create(), journaled(draft), context), id);
    },
  },
  ...outcomeFaults
    .filter(({ outcomes }) => outcomes.includes("unknown"))
    .map(({ name }): ContractCheck => {
      return {
        promise: "nothing doubled",
        name: `settles the outcome after ${name}`,
        needs: [settles, fault(name)],
        run: (stage) => demandSettled(stage, name),
      };
    }),
];

/** Repeats the call, and ends the check unless `id` is still the only post and the answer fits that. */
async function demandOnePost(
  stage: Stage,
  adapter: Adapter,
  draft: Draft,
  context: PublishContext,
  id: string,
): Promise<void> {
  const answer = await adapter.publish(draft, context).catch((error: unknown) => ({ error }));
  demandEqual(
    (await stage.posts()).map((post) => post.id),
    [id],
    "posts after the second call",
  );
  if ("id" in answer) {
    demandEqual(answer.id, id, "the id of the second receipt");
    return;
  }
  const error = toFailure(answer.error, "the second call");
  demand(error.outcome !== "not-sent", "the second call says not-sent of a post that is live");
}

/** Does what core does with an unknown outcome, and ends the check unless what it learns is true. */
async function demandSettled(stage: Stage, name: (typeof outcomeFaults)[number]["name"]): Promise<void> {
  const context = stage.context();
  const draft = await stage.adapter.prepare(stage.part(), context);
  await stage.order(name, "publish");
  await rejectionOf(stage.adapter.publish(draft, context), `publishing with ${name}`);
  const settled = await settle(await stage.create(), journaled(draft), context, stage);
  const posts = await stage.posts();
  demand(posts.length <= 1, `${posts.length} posts are live after settling`);
  if (settled === "there") demandEqual(posts.length, 1, "posts after a refused duplicate");
  else if (settled)
    demandEqual(
      posts.map(({ id }) => id),
      [settled.id],
      "posts after settling",
    );
  else demand(stage.capabilities.repeat.lever === "none", "the lever did not settle the outcome");
}

/**
 * Looks first where that can be done, and sends again only where the network keeps it from becoming a second post.
 * `there`: it refused a duplicate, which proves that the first call arrived.
 */
async function settle(
  adapter: Adapter,
  draft: Draft,
  context: PublishContext,
  stage: Stage,
): Promise<Receipt | "there" | undefined> {
  const { lever } = stage.capabilities.repeat;
  const found = await adapter.find?.(draft, context);
  if (found?.found) return found.receipt;
  if (lever === "none" && !found?.certain) return undefined;
  return adapter.publish(draft, context).catch((error: unknown) => {
    const { outcome } = toFailure(error, "the second call");
    demand(outcome === "sent", `the second call failed with the outcome ${outcome}`);
    return "there";
  });
}

async function find(adapter: Adapter, draft: Draft, context: PublishContext): Promise<FindResult> {
  demand(adapter.find !== undefined, "the adapter has no find");
  return adapter.find(draft, context);
}

function demandFound(result: FindResult, id: string): void {
  demand(result.found, "find does not see a post that is live");
  demandEqual(result.receipt.id, id, "the id that find answers");
}

function demandNotFound({ capabilities }: Stage, result: FindResult): void {
  demand(!result.found, "find sees a post that was never published");
  demandEqual(result.certain, capabilities.repeat.find === "certain", "certain, against repeat.find");
}
