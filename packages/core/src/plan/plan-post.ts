import type { Channel } from "../channels.ts";
import type { Post } from "../models/post.ts";
import { planChannel } from "./plan-channel.ts";
import type { Plan, PlanOptions } from "./plan.ts";
import { findUnusedVariants, selectTargets } from "./select-targets.ts";

/** What the post would become on each of the channels. Pure. */
export function planPost<Name extends string>(
  post: Post,
  channels: readonly Channel<Name>[],
  options: PlanOptions,
): Plan<Name> {
  const targets = selectTargets(post, channels);
  const plans = targets.map((target) => planChannel(post, target, options));
  return {
    ok: plans.every((plan) => plan.violations.length === 0),
    targets: plans,
    sources: post.sources ?? [],
    warnings: findUnusedVariants(post, targets),
  };
}
