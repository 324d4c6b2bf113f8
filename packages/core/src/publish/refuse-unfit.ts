import { InvalidPostError } from "@carecast/adapter";

import type { ChannelPlan } from "../plan/plan.ts";

/** The error of a content that at least one channel cannot take, with every reason of every channel. */
export function refuseUnfit(targets: readonly ChannelPlan[]): InvalidPostError {
  const violations = targets.flatMap((target) => target.violations);
  const words = violations.map(({ channel, path, message }) => `${channel ?? ""} ${path}: ${message}`);
  return new InvalidPostError(`Nothing was sent, because a channel cannot take this. ${words.join(" ")}`, violations);
}
