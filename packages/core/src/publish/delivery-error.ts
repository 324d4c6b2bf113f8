import { isCarecastError } from "@carecast/adapter";

import type { DeliveryError } from "../ledger/records.ts";

/**
 * The facts of an error, for the record.
 *
 * What an adapter throws beside its contract is a mistake in the adapter: its message is not kept, because it may
 * quote a body or a token.
 */
export function toDeliveryError(error: unknown, outcomeOfStranger: "not-sent" | "unknown"): DeliveryError {
  if (!isCarecastError(error))
    return {
      code: "bad-response",
      message: "The adapter failed with an error of its own. Its details are withheld, since they may hold secrets.",
      outcome: outcomeOfStranger,
      retryable: false,
    };
  const { code, message, outcome, retryable, retryAt, status, platformCode } = error;
  return {
    code,
    message,
    outcome,
    retryable,
    ...(retryAt !== undefined && { retryAt }),
    ...(status !== undefined && { status }),
    ...(platformCode !== undefined && { platformCode }),
  };
}
