import { type ContractCheck, fault } from "../check.ts";
import { failureOf, toFailure } from "../failure.ts";
import type { Stage } from "../stage.ts";
import { demand, demandEqual } from "../violation.ts";
import { outcomeFaults } from "./outcome-faults.ts";

const dayMs = 86_400_000;

export const outcomeChecks: readonly ContractCheck[] = [
  ...outcomeFaults.map(({ name, codes, outcomes, isFalseSuccess }): ContractCheck => {
    return {
      promise: isFalseSuccess ? "no false success" : "honest outcomes",
      name: `says what is known of the post after ${name}`,
      needs: [fault(name)],
      run: async (stage) => {
        await stage.order(name, "publish");
        const error = await failureOf(stage.publish(stage.part()), `publishing with ${name}`);
        demand(codes.includes(error.code), `the code is ${error.code}, not ${codes.join(" or ")}`);
        demand(outcomes.includes(error.outcome), `the outcome is ${error.outcome}, not ${outcomes.join(" or ")}`);
      },
    };
  }),
  ...outcomeFaults.map(({ name }): ContractCheck => {
    return {
      promise: "one owner of retries",
      name: `does not repeat the irreversible request after ${name}`,
      needs: [fault(name)],
      run: async (stage) => {
        await stage.order(name, "publish");
        // Whether it fails, and how, is for the checks of the outcome.
        await stage.publish(stage.part()).catch(() => undefined);
        demandEqual(stage.network.requests("publish"), 1, "irreversible requests");
      },
    };
  }),
  {
    promise: "honest outcomes",
    name: "says when to come back if the network says it",
    needs: [fault("rate-limited")],
    run: async (stage) => {
      const nowMs = stage.clock.now();
      await stage.order("rate-limited", "publish");
      const { retryAt, retryable } = await failureOf(stage.publish(stage.part()), "publishing over the rate");
      demand(retryable, "the error is not retryable");
      demand(retryAt !== undefined, "the error has no retryAt");
      demand(retryAt > nowMs && retryAt < nowMs + dayMs, `retryAt is ${retryAt - nowMs} ms away`);
    },
  },
  {
    promise: "honest outcomes",
    name: "calls an unreachable network not-sent and worth another try",
    run: async (stage) => {
      const context = stage.context();
      const draft = await stage.adapter.prepare(stage.part(), context);
      const far = await stage.create("unreachable");
      const error = await failureOf(far.publish(draft, context), "publishing to nobody");
      demandEqual(error.code, "network", "the code");
      demandEqual(error.outcome, "not-sent", "the outcome");
      demandEqual(error.retryable, true, "retryable");
    },
  },
  {
    promise: "honest outcomes",
    name: "calls a wrong credential auth, not-sent and not worth another try",
    run: async (stage) => {
      const context = stage.context();
      const draft = await stage.adapter.prepare(stage.part(), context);
      const stranger = await stage.create("wrong-credential");
      const error = await failureOf(stranger.publish(draft, context), "publishing with a wrong credential");
      demandEqual(error.code, "auth", "the code");
      demandEqual(error.outcome, "not-sent", "the outcome");
      demandEqual(error.retryable, false, "retryable");
      demandEqual((await stage.posts()).length, 0, "posts");
    },
  },
  {
    promise: "honest outcomes",
    name: "renews an expired credential once, or calls it auth and not-sent",
    needs: [fault("token-expired")],
    run: demandExpiryHandled,
  },
];

async function demandExpiryHandled(stage: Stage): Promise<void> {
  const context = stage.context();
  const draft = await stage.adapter.prepare(stage.part(), context);
  await stage.order("token-expired", "publish");
  const answer = await stage.adapter.publish(draft, context).catch((error: unknown) => ({ error }));
  const posts = (await stage.posts()).map(({ id }) => id);
  demand(stage.network.requests("publish") <= 2, "the request was sent more than twice");
  if ("id" in answer) {
    demandEqual(posts, [answer.id], "posts");
    return;
  }
  const error = toFailure(answer.error, "publishing with an expired credential");
  demandEqual(error.code, "auth", "the code");
  demandEqual(error.outcome, "not-sent", "the outcome");
  demandEqual(posts.length, 0, "posts");
}
