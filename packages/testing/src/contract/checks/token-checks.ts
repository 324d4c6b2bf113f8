import { NetworkError, type Adapter, type Receipt, type TokenStore } from "@carecast/adapter";
import { memoryTokenStore, type MemoryTokenStore } from "../../memory-token-store.ts";
import { type ContractCheck, fault } from "../check.ts";
import { demandDocumented } from "../failure.ts";
import type { Stage } from "../stage.ts";
import { demand, demandEqual } from "../violation.ts";
import { findNonJson } from "./find-non-json.ts";

/** An adapter that has no use for a store keeps these promises by leaving it alone. */
export const tokenChecks: readonly ContractCheck[] = [
  {
    promise: "kept tokens",
    name: "publishes with a token store, and so does the next process with what the first one stored",
    run: async (stage) => {
      const tokens = memoryTokenStore();
      const receipts = [
        await publish(stage, stage.adapter, tokens),
        await publish(stage, await stage.create(), tokens),
      ];
      demandEqual(
        (await stage.posts()).map(({ id }) => id),
        receipts.map(({ id }) => id),
        "posts",
      );
    },
  },
  {
    promise: "kept tokens",
    name: "puts nothing but JSON into a token store",
    run: async (stage) => {
      const tokens = memoryTokenStore();
      await publish(stage, stage.adapter, tokens);
      demandEqual(findNonJson(tokens.written, "tokens"), undefined, "what JSON would lose");
    },
  },
  {
    promise: "kept tokens",
    name: "publishes as soon as its tokens can be had, although they could not before",
    run: async (stage) => {
      await demandRecovery(stage, memoryTokenStore());
    },
  },
  {
    promise: "kept tokens",
    name: "publishes again after a renewal of its tokens has failed",
    needs: [fault("token-expired")],
    run: async (stage) => {
      const tokens = memoryTokenStore();
      await publish(stage, stage.adapter, tokens);
      await stage.order("token-expired", "publish");
      await demandRecovery(stage, tokens);
    },
  },
];

/** Publishes while no tokens can be renewed, which may fail, and once they can, which may not. */
async function demandRecovery(stage: Stage, tokens: MemoryTokenStore): Promise<void> {
  const { adapter } = stage;
  const { network } = adapter;
  tokens.fail(new NetworkError(`${network} gave no answer.`, { network }));
  await publish(stage, adapter, tokens).catch((error: unknown) =>
    demandDocumented(error, adapter, "publishing while tokens cannot be renewed"),
  );
  tokens.fail(undefined);
  const { id } = await publish(stage, adapter, tokens);
  demand(
    (await stage.posts()).some((post) => post.id === id),
    "the post is not there",
  );
}

async function publish(stage: Stage, adapter: Adapter, tokens: TokenStore): Promise<Receipt> {
  const context = stage.context({ tokens });
  return adapter.publish(await adapter.prepare(stage.part(), context), context);
}
