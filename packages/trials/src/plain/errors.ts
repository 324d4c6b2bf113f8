import {
  AuthError,
  InvalidPostError,
  PlatformError,
  RateLimitedError,
  systemClock,
  type CarecastError,
} from "@carecast/adapter";
import { parseRetryAt, type ErrorAnswer } from "@carecast/adapter-kit";
import * as z from "zod/mini";

const failure = z.object({ error: z.object({ code: z.string() }) });

/** The error for an answer outside 200-299. The network's codes are a fixed list. */
export function toError({ status, header, json, irreversible }: ErrorAnswer): CarecastError {
  const platformCode = readCode(json);
  const details = { network: "plain", status, ...(platformCode !== undefined && { platformCode }) };
  if (status === 401) return new AuthError("plain: the token is not valid (any more).", details);
  if (status === 429) {
    const retryAt = parseRetryAt(header, systemClock.now());
    return new RateLimitedError("plain: too many requests.", { ...details, ...(retryAt !== undefined && { retryAt }) });
  }
  if (status >= 500) {
    const outcome = irreversible ? "unknown" : "not-sent";
    return new PlatformError("plain: the network failed.", { ...details, retryable: true, outcome });
  }
  if (platformCode === "duplicate")
    return new PlatformError("plain: an equal post is there already.", { ...details, outcome: "sent" });
  if (status === 422) return new InvalidPostError("plain: the network refuses the content.", [], details);
  return new PlatformError("plain: the network refuses the request.", details);
}

/** A 200 can be a refusal too; then nothing was done. */
export function refusalIn(json: unknown): CarecastError | undefined {
  const platformCode = readCode(json);
  if (platformCode === undefined) return undefined;
  return new PlatformError("plain: the network refuses the request.", { network: "plain", status: 200, platformCode });
}

function readCode(json: unknown): string | undefined {
  return z.safeParse(failure, json).data?.error.code;
}
