import {
  AuthError,
  InvalidPostError,
  PlatformError,
  RateLimitedError,
  systemClock,
  type CarecastError,
  type ErrorDetails,
} from "@carecast/adapter";
import { parseRetryAt, type ErrorAnswer } from "@carecast/adapter-kit";

/**
 * The error for an answer outside 200–299.
 *
 * The status decides. The server's own message follows the language of the account and can quote what was sent:
 * it is read for a hint where one status has two meanings, and never passed on.
 *
 * @see https://docs.joinmastodon.org/entities/Error/
 */
export function toError(answer: ErrorAnswer): CarecastError {
  const { status } = answer;
  const details: ErrorDetails = { network: "mastodon", status };
  if (status === 401)
    return new AuthError("mastodon: the access token is not valid (any more); make a new one.", details);
  if (status === 403) return toForbidden(answer, details);
  if (status === 413) return new InvalidPostError("mastodon: the file is too large for the instance.", [], details);
  if (status === 422) return toUnprocessable(answer, details);
  if (status === 429) return toRateLimited(answer, details);
  if (status >= 500 || status === 408) {
    const outcome = answer.irreversible ? "unknown" : "not-sent";
    return new PlatformError(`mastodon: the instance failed (${status}).`, { ...details, retryable: true, outcome });
  }
  return new PlatformError(`mastodon: ${describe(status)}`, details);
}

function describe(status: number): string {
  if (status === 404) return "the instance does not have this, or does not show it to the account (404).";
  if (status === 410) return "this is gone for good (410).";
  if (status < 400) return `the instance is at another address (${status}); correct baseUrl.`;
  return `the instance refused the request (${status}).`;
}

function toForbidden(answer: ErrorAnswer, details: ErrorDetails): CarecastError {
  return /scope|login|disabled|confirm|pending|suspend/i.test(readHint(answer))
    ? new AuthError("mastodon: the account or the scopes of its token do not allow this; check both.", details)
    : new PlatformError("mastodon: the instance does not allow this to the account (403).", details);
}

function toUnprocessable(answer: ErrorAnswer, details: ErrorDetails): CarecastError {
  const hint = readHint(answer);
  if (/not finished processing/i.test(hint)) {
    return new PlatformError("mastodon: the media are still being processed.", { ...details, retryable: true });
  }
  // Two requests with one key at the same moment: the other one may have made the post.
  if (/duplicate record/i.test(hint)) {
    const outcome = answer.irreversible ? "unknown" : "not-sent";
    return new PlatformError("mastodon: the same request is already under way.", {
      ...details,
      retryable: true,
      outcome,
    });
  }
  return new InvalidPostError(
    "mastodon: the instance found the content not valid (422); compare it with the plan.",
    [],
    details,
  );
}

function toRateLimited({ header }: ErrorAnswer, details: ErrorDetails): CarecastError {
  const retryAt = parseRetryAt(header, systemClock.now());
  return new RateLimitedError(
    "mastodon: too many requests.",
    retryAt === undefined ? details : { ...details, retryAt },
  );
}

function readHint({ json }: ErrorAnswer): string {
  const hint = typeof json === "object" && json !== null && "error" in json ? json.error : undefined;
  return typeof hint === "string" ? hint : "";
}
