import { isCarecastError, type CarecastError } from "@carecast/adapter";

/** Whether the same request can succeed a little later: no answer, a failure on the other side, a rate limit. */
export function mayPass(error: unknown): error is CarecastError {
  return isCarecastError(error) && (error.retryable || (error.code === "platform" && (error.status ?? 0) >= 500));
}
