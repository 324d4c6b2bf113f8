import type { ErrorCode, Outcome } from "@carecast/adapter";
import type { Fault } from "../../fault.ts";

/** What `publish` must say when the network fails in this way. */
export interface OutcomeFault {
  readonly name: Exclude<Fault, "hang" | "slow-media" | "token-expired">;
  readonly codes: readonly ErrorCode[];
  readonly outcomes: readonly Outcome[];
  /** Whether a receipt in answer to it would be a false success. */
  readonly isFalseSuccess: boolean;
}

export const outcomeFaults: readonly OutcomeFault[] = [
  { name: "drop-before", codes: ["network"], outcomes: ["unknown"], isFalseSuccess: false },
  { name: "drop-after", codes: ["network"], outcomes: ["unknown"], isFalseSuccess: false },
  { name: "server-error-before", codes: ["platform"], outcomes: ["unknown"], isFalseSuccess: false },
  { name: "server-error-after", codes: ["platform"], outcomes: ["unknown"], isFalseSuccess: false },
  { name: "rate-limited", codes: ["rate-limited"], outcomes: ["not-sent"], isFalseSuccess: false },
  { name: "rate-limited-bare", codes: ["rate-limited"], outcomes: ["not-sent"], isFalseSuccess: false },
  {
    name: "ok-with-error",
    codes: ["platform", "bad-response", "invalid-post", "auth", "rate-limited"],
    outcomes: ["not-sent", "unknown"],
    isFalseSuccess: true,
  },
  { name: "ok-without-id", codes: ["bad-response"], outcomes: ["unknown"], isFalseSuccess: true },
  { name: "not-json", codes: ["bad-response"], outcomes: ["unknown"], isFalseSuccess: true },
  { name: "truncated", codes: ["bad-response", "network"], outcomes: ["unknown"], isFalseSuccess: true },
];
